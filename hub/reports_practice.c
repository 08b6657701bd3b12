/*
 * reports_practice -- *Buena práctica*: the page of the MIRPS platform on the
 * roundtables, in its own shape, from the records.
 *
 * Every sentence is true of records, and is left out when they are not there.
 */
#include "hub/reports_practice_parts.h"

#include <stdlib.h>

SQL_SCAN(practice_mesas,
    "SELECT id, level, kind, status, cvegeo, created_on, theme,"
    " official_name, name_en, objective, objective_en, chair"
    " FROM roundtable WHERE life = 0 AND ifnull(status, 0) NOT IN (?1, ?2)"
    " ORDER BY installed_on IS NULL, installed_on, created_on, code, id");
SQL(practice_groups,
    "SELECT m.id, i.kind FROM membership m JOIN institution i"
    " ON i.id = m.institution WHERE m.roundtable = ?1 AND m.life = 0"
    " AND ifnull(m.since, ?2) <= ?2 AND ifnull(m.until, ?2) >= ?2"
    " ORDER BY m.id");
SQL_SCAN(practice_themes,
    "SELECT t.id, t.theme, r.level FROM roundtable_theme t"
    " JOIN roundtable r ON r.id = t.roundtable"
    " WHERE t.life = 0 AND t.theme IS NOT NULL AND r.life = 0"
    " AND r.level IN (?1, ?2) AND ifnull(r.status, 0) IN (?3, ?4)"
    " AND ifnull(t.since, ?5) <= ?5 AND ifnull(t.until, ?5) >= ?5"
    " ORDER BY t.id");
SQL_SCAN(practice_sessions,
    "SELECT s.id, r.level FROM session s"
    " JOIN roundtable r ON r.id = s.roundtable"
    " WHERE s.life = 0 AND r.life = 0 AND s.status = ?1"
    " AND r.level IS NOT NULL"
    " ORDER BY r.level, coalesce(s.started_at, s.called_for), s.id");

/* ---- the roundtables ---------------------------------------------------- */

static void
keep_mesa(struct practice *p, struct rows *r)
{
	struct arena *a = &p->m->r->a;
	struct practice_mesa *x;

	arena_room(a, &p->mesa, &p->cap, p->n + 1, sizeof(*p->mesa));
	x = &p->mesa[p->n++];
	*x = (struct practice_mesa){ .id = rows_int(r, 0),
		.level = rows_int(r, 1),
		.kind = rows_int(r, 2),
		.status = rows_int(r, 3),
		.cvegeo = arena_dup(a, rows_span(r, 4)),
		.has_created = rows_val(r, 5).kind == VAL_INT,
		.created = rows_int(r, 5),
		.theme = rows_int(r, 6),
		.name = reports_either(p->m, r, 7, 8),
		.objective = reports_either(p->m, r, 9, 10),
		.chair = rows_int(r, 11) };
}

static err_t
load(struct practice *p)
{
	CLEAN(rows_done) struct rows r = { 0 };
	bool more;

	TRY(db_query(&r, p->m->db, &practice_mesas,
	    A_INT(CODE_roundtable_status_proposed),
	    A_INT(CODE_roundtable_status_dissolved)));
	for (;;) {
		TRY(rows_next(&r, &more));
		if (!more)
			break;
		keep_mesa(p, &r);
	}
	for (size_t i = 0; i < p->n && p->federal == NULL; i++)
		if (p->mesa[i].level == CODE_level_federal &&
		    p->mesa[i].kind == CODE_roundtable_kind_plenary)
			p->federal = &p->mesa[i];
	return (NULL);
}

bool
reports_practice_local(const struct practice_mesa *x, int level)
{
	return (x->level == level && x->kind == CODE_roundtable_kind_plenary &&
		(x->status == CODE_roundtable_status_installed ||
		    x->status == CODE_roundtable_status_operating));
}

/* ---- what they are for -------------------------------------------------- */

static err_t
objective(struct practice *p)
{
	struct report_refs refs = { 0 };

	if (p->federal == NULL || p->federal->objective[0] == '\0')
		return (NULL);
	TRY(reports_ref(p->m, &refs, ENTITY_roundtable, p->federal->id));
	report_say(p->m->r, &refs, p->federal->objective);
	return (NULL);
}

static const struct {
	int64_t kind;
	const char *es, *en;
} groups[] = {
	{ CODE_institution_kind_federal_agency, "dependencias federales",
	    "federal agencies" },
	{ CODE_institution_kind_civil_society_organization,
	    "organizaciones de la sociedad civil",
	    "civil society organizations" },
	{ CODE_institution_kind_international_organization,
	    "organismos internacionales", "international organizations" },
};
#define GROUPS (sizeof(groups) / sizeof(groups[0]))

static err_t
composition(struct practice *p)
{
	CLEAN(rows_done) struct rows r = { 0 };
	struct report_refs refs = { 0 };
	const char *word[GROUPS];
	bool has[GROUPS] = { false }, more;
	size_t n = 0;

	if (p->federal == NULL)
		return (NULL);
	TRY(db_query(&r, p->m->db, &practice_groups, A_INT(p->federal->id),
	    A_INT(p->m->today)));
	for (;;) {
		TRY(rows_next(&r, &more));
		if (!more)
			break;
		for (size_t i = 0; i < GROUPS; i++) {
			if (groups[i].kind != rows_int(&r, 1))
				continue;
			has[i] = true;
			TRY(reports_ref(
			    p->m, &refs, ENTITY_membership, rows_int(&r, 0)));
		}
	}
	for (size_t i = 0; i < GROUPS; i++)
		if (has[i])
			word[n++] =
			    reports_tr(p->m, groups[i].es, groups[i].en);
	if (n > 0)
		report_say(p->m->r, &refs,
		    reports_fmt(p->m, "Las mesas se integran con %s.",
			"The roundtables are made up of %s.",
			reports_list(p->m, word, n)));
	return (NULL);
}

static int
by_theme(const void *x, const void *y)
{
	const struct practice_mesa *a = *(const struct practice_mesa *const *)x;
	const struct practice_mesa *b = *(const struct practice_mesa *const *)y;

	if (a->theme != b->theme)
		return (a->theme < b->theme ? -1 : 1);
	return (a < b ? -1 : a > b);
}

/* The federal thematic roundtables, in the order of the vocabulary. */
static size_t
themed(struct practice *p, const struct practice_mesa ***out)
{
	const struct practice_mesa **v =
	    arena_new(&p->m->r->a, (p->n + 1) * sizeof(const void *));
	size_t n = 0;

	for (size_t i = 0; i < p->n; i++)
		if (p->mesa[i].level == CODE_level_federal &&
		    p->mesa[i].kind == CODE_roundtable_kind_thematic &&
		    p->mesa[i].theme != 0)
			v[n++] = &p->mesa[i];
	if (n > 1)
		qsort(v, n, sizeof(const void *), by_theme);
	*out = v;
	return (n);
}

/* "Four thematic roundtables have been organized: ..." */
static err_t
thematic(struct practice *p)
{
	const struct practice_mesa **mesa;
	struct report_refs refs = { 0 };
	size_t n = themed(p, &mesa);
	const char **word =
	    arena_new(&p->m->r->a, (n + 1) * sizeof(const char *));

	for (size_t i = 0; i < n; i++) {
		TRY(reports_code(p->m, "theme", mesa[i]->theme, &word[i]));
		TRY(reports_ref(p->m, &refs, ENTITY_roundtable, mesa[i]->id));
	}
	if (n > 0)
		report_say(p->m->r, &refs,
		    n == 1 ? reports_fmt(p->m,
				 "Se ha organizado %s mesa temática: %s.",
				 "%s thematic roundtable has been "
				 "organized: %s.",
				 reports_number(p->m, (int64_t)n, true,
				     strcmp(p->m->r->lang, "en") == 0),
				 reports_list(p->m, word, n))
			   : reports_fmt(p->m,
				 "Se han organizado %s mesas temáticas: "
				 "%s.",
				 "%s thematic roundtables have been "
				 "organized: %s.",
				 reports_number(p->m, (int64_t)n, true,
				     strcmp(p->m->r->lang, "en") == 0),
				 reports_list(p->m, word, n)));
	return (NULL);
}

/* ---- at which levels, on what ------------------------------------------- */

const char *
reports_practice_levels(struct practice *p, const bool level[PRACTICE_LEVELS])
{
	static const char *const names[PRACTICE_LEVELS][2] = {
		[CODE_level_federal] = { "federal", "federal" },
		[CODE_level_state] = { "estatal", "state" },
		[CODE_level_municipal] = { "municipal", "municipal" },
	};
	const char *word[PRACTICE_LEVELS];
	size_t n = 0;

	for (size_t i = 1; i < PRACTICE_LEVELS; i++)
		if (level[i])
			word[n++] = reports_tr(p->m, names[i][0], names[i][1]);
	return (reports_list(p->m, word, n));
}

const char *
reports_practice_at(struct practice *p, const bool level[PRACTICE_LEVELS])
{
	size_t n = 0;

	for (size_t i = 1; i < PRACTICE_LEVELS; i++)
		n += level[i] ? 1 : 0;
	return (n == 1
		    ? reports_fmt(p->m, "en el nivel %s", "at the %s level",
			  reports_practice_levels(p, level))
		    : reports_fmt(p->m, "en los niveles %s", "at the %s levels",
			  reports_practice_levels(p, level)));
}

/* The areas of the themes that are marked, in the order of the vocabulary. */
static err_t
areas(struct practice *p, const bool theme[PRACTICE_THEMES], const char **out)
{
	const char *word[PRACTICE_THEMES];
	size_t n = 0;

	for (int64_t i = 1; i < PRACTICE_THEMES; i++)
		if (theme[i])
			TRY(reports_practice_area(p, i, &word[n++]));
	*out = reports_list(p->m, word, n);
	return (NULL);
}

err_t
reports_practice_area(struct practice *p, int64_t theme, const char **out)
{
	*out = crosswalk_area(theme, p->m->r->lang);
	if (*out != NULL)
		return (NULL);
	return (reports_code(p->m, "theme", theme, out));
}

static err_t
replicated(struct practice *p)
{
	CLEAN(rows_done) struct rows r = { 0 };
	struct report_refs refs = { 0 };
	bool theme[PRACTICE_THEMES] = { false }, more;
	bool level[PRACTICE_LEVELS] = { false };
	const char *on;

	TRY(db_query(&r, p->m->db, &practice_themes, A_INT(CODE_level_state),
	    A_INT(CODE_level_municipal),
	    A_INT(CODE_roundtable_status_installed),
	    A_INT(CODE_roundtable_status_operating), A_INT(p->m->today)));
	for (;;) {
		int64_t t, l;

		TRY(rows_next(&r, &more));
		if (!more)
			break;
		t = rows_int(&r, 1);
		l = rows_int(&r, 2);
		if (crosswalk_area(t, "es") == NULL || l >= PRACTICE_LEVELS)
			continue;
		theme[t] = true;
		level[l] = true;
		TRY(reports_ref(
		    p->m, &refs, ENTITY_roundtable_theme, rows_int(&r, 0)));
	}
	if (refs.n == 0)
		return (NULL);
	TRY(areas(p, theme, &on));
	report_paragraph(p->m->r);
	report_say(p->m->r, &refs,
	    reports_fmt(p->m,
		"Este ejercicio se replica %s en las áreas de %s, a fin "
		"de asegurar la integración de la población con "
		"necesidad de protección internacional en las "
		"comunidades locales.",
		"This exercise is replicated %s, in the areas of %s, with "
		"the aim of ensuring the integration of the population "
		"in need of international protection into local "
		"communities.",
		reports_practice_at(p, level), on));
	return (NULL);
}

/* ---- where, since when -------------------------------------------------- */

static err_t
location(struct practice *p)
{
	struct report_refs refs = { 0 };
	bool level[PRACTICE_LEVELS] = { false };

	report_section(p->m->r, 1, reports_tr(p->m, "Ubicación", "Location"));
	report_paragraph(p->m->r);
	for (size_t i = 0; i < p->n; i++) {
		int64_t l = p->mesa[i].level;

		if (l <= 0 || l >= PRACTICE_LEVELS || level[l] ||
		    (l != CODE_level_federal &&
			!reports_practice_local(&p->mesa[i], (int)l)))
			continue;
		level[l] = true;
		TRY(reports_ref(p->m, &refs, ENTITY_roundtable, p->mesa[i].id));
	}
	if (refs.n > 0)
		report_say(p->m->r, &refs,
		    reports_fmt(p->m, "México (%s)", "Mexico (%s)",
			reports_practice_at(p, level)));
	return (NULL);
}

static err_t
held(struct practice *p, struct report_refs *refs, bool level[PRACTICE_LEVELS])
{
	CLEAN(rows_done) struct rows r = { 0 };
	bool more;

	TRY(db_query(
	    &r, p->m->db, &practice_sessions, A_INT(CODE_session_status_held)));
	for (;;) {
		int64_t l;

		TRY(rows_next(&r, &more));
		if (!more)
			return (NULL);
		l = rows_int(&r, 1);
		if (l <= 0 || l >= PRACTICE_LEVELS || level[l])
			continue;
		level[l] = true;
		TRY(reports_ref(p->m, refs, ENTITY_session, rows_int(&r, 0)));
	}
}

static err_t
duration(struct practice *p)
{
	struct report_refs since = { 0 }, refs = { 0 };
	bool level[PRACTICE_LEVELS] = { false };
	struct reports *m = p->m;

	report_section(m->r, 1, reports_tr(m, "Duración", "Duration"));
	report_paragraph(m->r);
	if (p->federal != NULL && p->federal->has_created) {
		TRY(reports_ref(m, &since, ENTITY_roundtable, p->federal->id));
		report_say(m->r, &since,
		    reports_fmt(m, "Desde el %s.", "Since %s.",
			reports_day(m, p->federal->created)));
	}
	TRY(held(p, &refs, level));
	if (refs.n > 0)
		report_say(m->r, &refs,
		    reports_fmt(m, "Ha sesionado %s.",
			"It has been in session %s.",
			reports_practice_at(p, level)));
	return (NULL);
}

err_t
reports_practice(struct reports *m)
{
	struct practice p = { .m = m };

	m->r->title = reports_tr(m,
	    "Mesas Interinstitucionales sobre Refugio y Protección "
	    "Complementaria",
	    "Inter-institutional Roundtables on Refuge and Complementary "
	    "Protection");
	TRY(load(&p));
	report_paragraph(m->r);
	TRY(objective(&p));
	TRY(composition(&p));
	TRY(thematic(&p));
	TRY(replicated(&p));
	TRY(location(&p));
	TRY(duration(&p));
	TRY(reports_practice_results(&p));
	return (reports_practice_lead(&p));
}
