/*
 * reports_practice_results -- how far it spread, and what came of it by theme.
 */
#include "hub/reports_practice_parts.h"

#include "proto/base/text.h"

/* Of a roundtable and theme the last period that the federal level took. */
SQL_SCAN(practice_results,
    "SELECT x.id, x.roundtable, x.theme, x.text_es, x.text_en FROM result x"
    " WHERE x.life = 0 AND x.validated_status IN (?1, ?2)"
    " AND x.theme IS NOT NULL AND NOT EXISTS (SELECT 1 FROM result y"
    "  WHERE y.roundtable = x.roundtable AND y.theme = x.theme"
    "  AND y.life = 0 AND y.validated_status IN (?1, ?2)"
    "  AND ifnull(y.period, '') > ifnull(x.period, ''))"
    " ORDER BY x.theme, x.id");
SQL(practice_links,
    "SELECT id, commitment FROM link WHERE object = ?1 AND life = 0"
    " ORDER BY id");
/* Work that goes on, or ended well: one agreement of a theme and level. */
SQL_SCAN(practice_work,
    "SELECT a.theme, r.level, min(a.id) FROM agreement a"
    " JOIN roundtable r ON r.id = a.root WHERE a.life = 0 AND r.life = 0"
    " AND r.level IN (?1, ?2) AND ifnull(r.status, 0) IN (?3, ?4)"
    " AND (a.status IN (?5, ?6, ?7, ?8) OR EXISTS (SELECT 1 FROM followup f"
    "  WHERE f.agreement = a.id AND f.life = 0))"
    " GROUP BY a.theme, r.level ORDER BY a.theme, r.level");

struct result {
	dot_t id, mesa;
	int64_t theme;
	const char *text;
};
struct results {
	struct result *v;
	size_t n, cap;
};

static err_t
load(struct practice *p, struct results *o)
{
	CLEAN(rows_done) struct rows r = { 0 };
	bool more;

	TRY(db_query(&r, p->m->db, &practice_results,
	    A_INT(CODE_result_status_validated),
	    A_INT(CODE_result_status_published)));
	for (;;) {
		TRY(rows_next(&r, &more));
		if (!more)
			return (NULL);
		arena_room(
		    &p->m->r->a, &o->v, &o->cap, o->n + 1, sizeof(*o->v));
		o->v[o->n++] = (struct result){ .id = rows_int(&r, 0),
			.mesa = rows_int(&r, 1),
			.theme = rows_int(&r, 2),
			.text = reports_either(p->m, &r, 3, 4) };
	}
}

/* The result itself, what supports it, and the commitments it is tied to. */
static err_t
stands_on(struct practice *p, const struct result *x, struct report_refs *refs)
{
	CLEAN(rows_done) struct rows r = { 0 };
	struct val *v;
	size_t n;
	bool more;

	TRY(reports_ref(p->m, refs, ENTITY_result, x->id));
	TRY(state_elements(
	    p->m->ask->l, x->id, FIELD_result_support, &p->m->r->a, &v, &n));
	for (size_t i = 0; i < n; i++)
		TRY(reports_ref(p->m, refs, 0, v[i].i));
	TRY(db_query(&r, p->m->db, &practice_links, A_INT(x->id)));
	for (;;) {
		TRY(rows_next(&r, &more));
		if (!more)
			return (NULL);
		TRY(reports_ref(
		    p->m, refs, ENTITY_commitment, rows_int(&r, 1)));
	}
}

static err_t
say(struct practice *p, const struct result *x, const char *whose)
{
	struct report_refs refs = { 0 };
	struct arena *a = &p->m->r->a;

	if (x->text[0] == '\0')
		return (NULL);
	TRY(stands_on(p, x, &refs));
	report_say(p->m->r, &refs,
	    whose == NULL ? x->text : arena_fmt(a, "%s: %s", whose, x->text));
	return (NULL);
}

/* The federal results as sentences of the paragraph, then those of each local
 * roundtable that were validated. */
static err_t
say_theme(struct practice *p, const struct results *o, int64_t theme)
{
	for (size_t i = 0; i < o->n; i++)
		if (o->v[i].theme == theme && p->federal != NULL &&
		    o->v[i].mesa == p->federal->id)
			TRY(say(p, &o->v[i], NULL));
	for (size_t i = 0; i < p->n; i++) {
		const char *name = geo_name(p->mesa[i].cvegeo);

		for (size_t k = 0; k < o->n; k++)
			if (o->v[k].theme == theme &&
			    o->v[k].mesa == p->mesa[i].id &&
			    &p->mesa[i] != p->federal)
				TRY(say(p, &o->v[k],
				    name == NULL ? p->mesa[i].name : name));
	}
	return (NULL);
}

/* ---- how far it spread -------------------------------------------------- */

static const char *
regions(struct practice *p, const bool has[3])
{
	static const enum geo_region order[] = { GEO_NORTH, GEO_SOUTH,
		GEO_CENTRE };
	static const char *const names[3][2] = {
		[GEO_NORTH] = { "norte", "northern" },
		[GEO_CENTRE] = { "centro", "central" },
		[GEO_SOUTH] = { "sur", "southern" },
	};
	const char *word[3];
	size_t n = 0;

	for (size_t i = 0; i < 3; i++)
		if (has[order[i]])
			word[n++] = reports_tr(
			    p->m, names[order[i]][0], names[order[i]][1]);
	return (reports_list(p->m, word, n));
}

static err_t
places(struct practice *p, int level, struct report_refs *refs,
    const char ***out, size_t *n, bool region[3])
{
	struct arena *a = &p->m->r->a;
	size_t cap = 0;

	for (size_t i = 0; i < p->n; i++) {
		const struct practice_mesa *x = &p->mesa[i];
		const struct geo_state *s = geo_state(x->cvegeo);
		const char *name = geo_name(x->cvegeo);

		if (!reports_practice_local(x, level) || s == NULL)
			continue;
		TRY(reports_ref(p->m, refs, ENTITY_roundtable, x->id));
		region[s->region] = true;
		arena_room(a, out, &cap, *n + 1, sizeof(**out));
		(*out)[(*n)++] =
		    level == CODE_level_state
			? s->common
			: arena_fmt(a, "%s, %s",
			      name == NULL ? x->cvegeo : name, s->common);
	}
	return (NULL);
}

/* "9 states ...: Chiapas, ..., Nuevo León and a municipality in Palenque,
 * Chiapas." */
static const char *
named(struct practice *p, const char **state, size_t states, const char **town,
    size_t towns)
{
	struct arena *a = &p->m->r->a;
	const char *s = states == 0 ? "" : state[0];

	if (towns == 0)
		return (reports_list(p->m, state, states));
	for (size_t i = 1; i < states; i++)
		s = arena_fmt(a, "%s, %s", s, state[i]);
	return (towns == 1
		    ? reports_fmt(p->m, "%s%sun municipio, %s",
			  "%s%sa municipality in %s", s,
			  states == 0 ? "" : reports_tr(p->m, " y ", " and "),
			  reports_list(p->m, town, towns))
		    : reports_fmt(p->m, "%s%svarios municipios: %s",
			  "%s%smunicipalities in %s", s,
			  states == 0 ? "" : reports_tr(p->m, " y ", " and "),
			  reports_list(p->m, town, towns)));
}

static err_t
spread(struct practice *p)
{
	struct report_refs refs = { 0 };
	const char **state = NULL, **town = NULL;
	size_t states = 0, towns = 0, regions_n = 0;
	bool region[3] = { false };

	TRY(places(p, CODE_level_state, &refs, &state, &states, region));
	for (size_t i = 0; i < 3; i++)
		regions_n += region[i] ? 1 : 0;
	TRY(places(
	    p, CODE_level_municipal, &refs, &town, &towns, (bool[3]){ false }));
	if (states == 0)
		return (NULL);
	report_say(p->m->r, &refs,
	    regions_n == 1
		? reports_fmt(p->m,
		      "Como resultado de las mesas locales, la "
		      "coordinación local se ha extendido a %zu "
		      "estado%s de la región %s del país: %s.",
		      "As a result of the local roundtables, "
		      "coordination at the local level has expanded to "
		      "%zu state%s in the %s region of the country: %s.",
		      states, states == 1 ? "" : "s", regions(p, region),
		      named(p, state, states, town, towns))
		: reports_fmt(p->m,
		      "Como resultado de las mesas locales, la "
		      "coordinación local se ha extendido a %zu "
		      "estado%s de las regiones %s del país: %s.",
		      "As a result of the local roundtables, "
		      "coordination at the local level has expanded to "
		      "%zu state%s in the %s border regions of the "
		      "country: %s.",
		      states, states == 1 ? "" : "s", regions(p, region),
		      named(p, state, states, town, towns)));
	return (NULL);
}

static err_t
work(struct practice *p)
{
	CLEAN(rows_done) struct rows r = { 0 };
	struct report_refs refs = { 0 };
	const char *word[PRACTICE_THEMES];
	bool level[PRACTICE_LEVELS] = { false }, more;
	int64_t last = 0;
	size_t n = 0;

	TRY(db_query(&r, p->m->db, &practice_work, A_INT(CODE_level_state),
	    A_INT(CODE_level_municipal),
	    A_INT(CODE_roundtable_status_installed),
	    A_INT(CODE_roundtable_status_operating),
	    A_INT(CODE_agreement_status_in_progress),
	    A_INT(CODE_agreement_status_partly_done),
	    A_INT(CODE_agreement_status_done),
	    A_INT(CODE_agreement_status_standing)));
	for (;;) {
		int64_t theme;

		TRY(rows_next(&r, &more));
		if (!more)
			break;
		theme = rows_int(&r, 0);
		if (crosswalk_area(theme, "es") == NULL)
			continue;
		level[rows_int(&r, 1)] = true;
		TRY(reports_ref(
		    p->m, &refs, ENTITY_agreement, rows_int(&r, 2)));
		if (theme == last)
			continue;
		last = theme;
		TRY(reports_code(p->m, "theme", theme, &word[n++]));
	}
	if (n > 0)
		report_say(p->m->r, &refs,
		    reports_fmt(p->m,
			"Esta estructura de coordinación ha permitido dar "
			"seguimiento %s a los temas de %s.",
			"This coordination structure has allowed for "
			"follow-up work %s on %s.",
			reports_practice_at(p, level),
			reports_list(p->m, word, n)));
	return (NULL);
}

err_t
reports_practice_results(struct practice *p)
{
	struct results o = { 0 };
	struct reports *m = p->m;
	int64_t last = CODE_theme_cross_cutting;
	const char *area;

	report_section(m->r, 1, reports_tr(m, "Resultados", "Results"));
	TRY(load(p, &o));
	report_paragraph(m->r);
	TRY(say_theme(p, &o, CODE_theme_cross_cutting));
	TRY(spread(p));
	TRY(work(p));
	for (size_t i = 0; i < o.n; i++) {
		if (o.v[i].theme == last ||
		    o.v[i].theme == CODE_theme_cross_cutting)
			continue;
		last = o.v[i].theme;
		TRY(reports_practice_area(p, last, &area));
		report_section(m->r, 2, reports_capital(m, area));
		report_paragraph(m->r);
		TRY(say_theme(p, &o, last));
	}
	return (NULL);
}
