/*
 * institutions_list -- all of them, found by any name they have had.
 */
#include "node/pages/institutions_in.h"
#include "proto/base/text.h"

SQL_SCAN(institutions_list_owing,
    "SELECT r.institution, count(DISTINCT a.id), count(DISTINCT"
    " CASE WHEN " RULE_SQL_OVERDUE(
	"a") "?1 THEN a.id END)"
	     " FROM agreement a JOIN responsible r ON r.agreement = a.id"
	     " WHERE a.life = 0 AND r.life = 0"
	     " AND " RULE_SQL_OWED("a") " GROUP BY r.institution");
SQL_SCAN(institutions_list_kinds,
    "SELECT id, kind, government_level FROM institution WHERE life = 0");

enum which { WHICH_NOW, WHICH_OVER, WHICH_PROPOSED, WHICH_OWING, WHICHES };
static const struct {
	const char *name, *es, *en;
} whiches[WHICHES] = {
	[WHICH_NOW] = { "vigentes", "Vigentes", "Current" },
	[WHICH_OVER] = { "extintas", "Extintas", "Extinct" },
	[WHICH_PROPOSED] = { "propuestas", "Propuestas", "Proposed" },
	[WHICH_OWING] = { "deben", "Con acuerdos abiertos",
	    "With open agreements" },
};

struct listing {
	struct page *p;
	struct ask_institution *all;
	struct institutions_row *row; /* beside all */
	size_t n;
};

static struct institutions_row *
row_of(struct listing *l, dot_t id)
{
	for (size_t i = 0; i < l->n; i++)
		if (l->all[i].id == id)
			return (&l->row[i]);
	return (NULL);
}

static err_t
fill(struct listing *l)
{
	CLEAN(rows_done) struct rows a = { 0 };
	CLEAN(rows_done) struct rows b = { 0 };
	struct page *p = l->p;
	bool more;

	TRY(db_query(&a, p->o->st.db, &institutions_list_kinds));
	for (;;) {
		struct institutions_row *w;

		TRY(rows_next(&a, &more));
		if (!more)
			break;
		w = row_of(l, rows_int(&a, 0));
		if (w == NULL)
			continue;
		w->kind = page_code(p, "institution_kind", rows_int(&a, 1));
		w->level = page_code(p, "government_level", rows_int(&a, 2));
	}
	TRY(db_query(
	    &b, p->o->st.db, &institutions_list_owing, A_INT(p->today)));
	for (;;) {
		struct institutions_row *w;

		TRY(rows_next(&b, &more));
		if (!more)
			return (NULL);
		w = row_of(l, rows_int(&b, 0));
		if (w == NULL)
			continue;
		w->open = rows_int(&b, 1);
		w->late = rows_int(&b, 2);
	}
}

static err_t
next_names(struct page *p, const struct rule_ending *e, const char **out)
{
	*out = "";
	for (size_t i = 0; i < e->next_n; i++) {
		const char *name;

		TRY(page_name(
		    p, schema_entity(ENTITY_institution), e->next[i], &name));
		*out =
		    arena_fmt(p->a, "%s%s%s", *out, i == 0 ? "" : ", ", name);
	}
	return (NULL);
}

static err_t
gather(struct listing *l)
{
	struct page *p = l->p;

	TRY(ask_institutions(p, &l->all, &l->n));
	l->row = arena_new(p->a, (l->n + 1) * sizeof(*l->row));
	for (size_t i = 0; i < l->n; i++) {
		struct rule_ending e;

		l->row[i] =
		    (struct institutions_row){ .id = page_id(p, l->all[i].id),
			    .name = l->all[i].official,
			    .acronym = l->all[i].acronym,
			    .kind = "",
			    .level = "",
			    .next = "",
			    .over = l->all[i].over,
			    .proposed = l->all[i].proposed };
		if (!l->all[i].over)
			continue;
		TRY(ask_institution_ending(p, l->all[i].id, p->today, &e));
		TRY(next_names(p, &e, &l->row[i].next));
	}
	return (fill(l));
}

static bool
shown(const struct institutions_row *w, enum which which)
{
	switch (which) {
	case WHICH_NOW:
		return (!w->over);
	case WHICH_OVER:
		return (w->over);
	case WHICH_PROPOSED:
		return (w->proposed);
	case WHICH_OWING:
		return (w->open > 0);
	case WHICHES:
		break;
	}
	return (false);
}

/* By acronym, name or another name: what was typed is somewhere in it. */
static err_t
matches(
    struct page *p, const struct ask_institution *i, const char *q, bool *yes)
{
	struct val *v;
	size_t n;

	*yes = q[0] == '\0' || strstr(i->folded, q) != NULL;
	if (*yes)
		return (NULL);
	TRY(state_elements(
	    p->o->st.l, i->id, FIELD_institution_aliases, p->a, &v, &n));
	for (size_t k = 0; k < n && !*yes; k++) {
		char *low;

		if (v[k].kind != VAL_TEXT)
			continue;
		low = arena_new(p->a, 2 * v[k].s.n + 1);
		text_fold(v[k].s, low);
		*yes = strstr(low, q) != NULL;
	}
	return (NULL);
}

err_t
institutions_list(struct page *p)
{
	struct institutions_chip chips[WHICHES];
	struct institutions_view v = { .q = page_ask(p, "q"),
		.chips = chips,
		.chips_n = WHICHES,
		.write = page_may(p, ROLES_WRITE) };
	const char *ver = page_ask(p, "ver");
	struct institution_use *uses;
	struct listing l = { .p = p };
	enum which which = WHICH_NOW;
	size_t orphans;
	char *q;

	if (v.q == NULL)
		v.q = "";
	q = arena_new(p->a, 2 * strlen(v.q) + 1);
	text_fold(span_str(v.q), q);
	TRY(gather(&l));
	for (size_t i = 0; i < WHICHES; i++) {
		if (ver != NULL && strcmp(ver, whiches[i].name) == 0)
			which = (enum which)i;
		chips[i] = (struct institutions_chip){
			.href = arena_fmt(
			    p->a, "/instituciones?ver=%s", whiches[i].name),
			.label = page_tr(p, whiches[i].es, whiches[i].en)
		};
		for (size_t k = 0; k < l.n; k++)
			chips[i].count += shown(&l.row[k], (enum which)i);
	}
	chips[which].current = true;
	v.which = whiches[which].name;
	v.rows = arena_new(p->a, (l.n + 1) * sizeof(*v.rows));
	for (size_t k = 0; k < l.n; k++) {
		bool yes;

		/* Who looks for a name looks among all of them. */
		if (q[0] == '\0' && !shown(&l.row[k], which))
			continue;
		TRY(matches(p, &l.all[k], q, &yes));
		if (yes)
			v.rows[v.rows_n++] = l.row[k];
	}
	TRY(institutions_uses(p, 0, &uses, &orphans));
	v.orphans = (int64_t)orphans;
	page_begin(p, page_tr(p, "Instituciones", "Institutions"));
	institutions_tpl(&p->h, &v);
	return (page_end(p));
}

err_t
institutions_orphans(struct page *p)
{
	struct orphans_view v;

	TRY(institutions_uses(p, 0, &v.uses, &v.uses_n));
	page_begin(p, page_tr(p, "Sin responsable vigente",
			  "Without a current responsible"));
	orphans_tpl(&p->h, &v);
	return (page_end(p));
}

err_t
institutions_owed(struct page *p, dot_t id, int64_t *open, int64_t *late)
{
	CLEAN(rows_done) struct rows r = { 0 };
	bool more;

	*open = *late = 0;
	TRY(db_query(
	    &r, p->o->st.db, &institutions_list_owing, A_INT(p->today)));
	for (;;) {
		TRY(rows_next(&r, &more));
		if (!more)
			return (NULL);
		if (rows_int(&r, 0) != id)
			continue;
		*open = rows_int(&r, 1);
		*late = rows_int(&r, 2);
	}
}
