/*
 * ask_institution -- institutions by what people call them, and what became
 * of them.
 */
#include "node/pages/ask_in.h"
#include "proto/base/text.h"
#include "proto/log/facts.h"

#define NAMED_MOST 4 /* named when what was typed fits several */

SQL_SCAN(ask_institution_all,
    "SELECT i.id, i.official_name, i.acronym, i.space,"
    " coalesce(i.valid_to < ?1, 0) OR EXISTS (SELECT 1 FROM succession s"
    "  WHERE s.predecessor = i.id AND s.life = 0 AND s.effective_on <= ?1"
    "  AND s.kind != 6)"
    " FROM institution i WHERE i.life = 0"
    " ORDER BY i.acronym IS NULL, i.acronym, i.official_name, i.id");
_Static_assert(CODE_succession_kind_functions_transferred == 6,
    "the statement above says so");

static const char *
folded(struct page *p, const char *s)
{
	char *out = arena_new(p->a, 2 * strlen(s) + 1);

	text_fold(span_str(s), out);
	return (out);
}

static const char *
listed(struct page *p, const char *acronym, const char *official, bool over)
{
	return (arena_fmt(p->a, "%s%s%s%s", acronym,
	    acronym[0] == '\0' || official[0] == '\0' ? "" : " · ", official,
	    over ? page_tr(p, " (extinta)", " (extinct)") : ""));
}

err_t
ask_institutions(struct page *p, struct ask_institution **out, size_t *n)
{
	CLEAN(rows_done) struct rows r = { 0 };
	uint32_t national;
	size_t cap = 128;
	bool more;

	*n = 0;
	*out = arena_new(p->a, cap * sizeof(**out));
	TRY(ledger_space(p->o->st.l, SPACE_NATIONAL, false, &national));
	TRY(db_query(&r, p->o->st.db, &ask_institution_all, A_INT(p->today)));
	for (;;) {
		struct ask_institution *i;

		TRY(rows_next(&r, &more));
		if (!more)
			return (NULL);
		if (*n == cap) {
			i = arena_new(p->a, 2 * cap * sizeof(*i));
			memcpy(i, *out, cap * sizeof(*i));
			*out = i;
			cap *= 2;
		}
		i = &(*out)[(*n)++];
		i->id = rows_int(&r, 0);
		i->official = arena_dup(p->a, rows_span(&r, 1));
		i->acronym = arena_dup(p->a, rows_span(&r, 2));
		i->proposed = rows_int(&r, 3) != (int64_t)national;
		i->over = rows_int(&r, 4) != 0;
		i->name = listed(p, i->acronym, i->official, i->over);
		i->folded = folded(p, i->name);
	}
}

err_t
ask_institution_listed(struct page *p, dot_t id, const char **name)
{
	const struct entity *e = schema_entity(ENTITY_institution);
	struct rule_ending end;
	struct record r;
	struct val a, o;
	bool found;

	TRY(state_get(p->o->st.l, e, id, p->a, &r, &found));
	if (!found || r.life != LIFE_LIVE)
		return (page_name(p, e, id, name));
	a = r.v[FIELD_institution_acronym - 1];
	o = r.v[FIELD_institution_official_name - 1];
	TRY(ask_institution_ending(p, id, p->today, &end));
	*name = listed(p, a.kind == VAL_TEXT ? arena_dup(p->a, a.s) : "",
	    o.kind == VAL_TEXT ? arena_dup(p->a, o.s) : "", end.over);
	return (NULL);
}

/* ---- found -------------------------------------------------------------- */

static bool
called(struct page *p, const struct ask_institution *i, const char *typed)
{
	return (strcmp(i->folded, typed) == 0 ||
		strcmp(folded(p, i->acronym), typed) == 0 ||
		strcmp(folded(p, i->official), typed) == 0);
}

static err_t
aliased(struct page *p, dot_t id, const char *typed, bool *yes)
{
	struct val *v;
	size_t n;

	*yes = false;
	TRY(state_elements(
	    p->o->st.l, id, FIELD_institution_aliases, p->a, &v, &n));
	for (size_t i = 0; i < n && !*yes; i++)
		*yes = v[i].kind == VAL_TEXT &&
		       strcmp(folded(p, arena_dup(p->a, v[i].s)), typed) == 0;
	return (NULL);
}

/* How well does it fit: 0 exactly, 1 by another name, 2 in part, 3 not. */
static err_t
fits(struct page *p, const struct ask_institution *i, const char *typed,
    int *how)
{
	bool yes;

	*how = 3;
	if (called(p, i, typed)) {
		*how = 0;
		return (NULL);
	}
	TRY(aliased(p, i->id, typed, &yes));
	if (yes)
		*how = 1;
	else if (strlen(typed) >= 3 && strstr(i->folded, typed) != NULL)
		*how = 2;
	return (NULL);
}

err_t
ask_institution_find(
    struct page *p, const char *typed, dot_t *id, const char **several)
{
	struct ask_institution *v;
	const char *low = folded(p, typed);
	size_t n, hits = 0;
	int best = 3, how;

	*id = 0;
	*several = "";
	TRY(ask_institutions(p, &v, &n));
	for (size_t i = 0; i < n; i++) {
		TRY(fits(p, &v[i], low, &how));
		if (how == 3 || how > best)
			continue;
		if (how < best) {
			best = how;
			hits = 0;
			*several = "";
		}
		*id = v[i].id;
		if (hits++ < NAMED_MOST)
			*several = arena_fmt(p->a, "%s%s%s", *several,
			    hits == 1 ? "" : "; ", v[i].name);
	}
	if (hits > 1)
		*id = 0;
	return (NULL);
}

err_t
ask_institution_ending(
    struct page *p, dot_t id, int64_t day, struct rule_ending *e)
{
	struct facts_state fs = { .l = p->o->st.l, .a = p->a };
	struct facts f = facts_of(&fs);

	return (rule_institution_ending(&f, id, day, e));
}

/* ---- in a form ---------------------------------------------------------- */

err_t
ask_listed(struct asks *s, struct ask *a)
{
	struct ask_institution *v;
	size_t n;

	TRY(ask_institutions(s->p, &v, &n));
	for (size_t i = 0; i < n; i++)
		ask_option(s, a, v[i].name,
		    v[i].proposed ? page_tr(s->p, "propuesta", "proposed")
				  : v[i].official);
	return (NULL);
}

/* Which of the successors, or itself, was answered; 0: nothing yet. */
static dot_t
answered(
    struct asks *s, const struct ask *a, dot_t id, const struct rule_ending *e)
{
	const char *x = page_field(s->p, a->answer);
	dot_t said;

	if (x[0] == '\0' || ledger_id_take(s->p->o->st.l, x, &said) != NULL)
		return (0);
	if (said == id)
		return (id);
	for (size_t i = 0; i < e->next_n; i++)
		if (e->next[i] == said)
			return (said);
	return (0);
}

static err_t
question(struct asks *s, struct ask *a, dot_t id, const struct rule_ending *e)
{
	struct page *p = s->p;
	const char *name;

	TRY(page_name(p, schema_entity(ENTITY_institution), id, &name));
	a->question = arena_fmt(p->a, "%s %s. %s",
	    page_tr(p, "Institución extinta:", "Extinct institution:"), name,
	    e->next_n > 0
		? page_tr(p, "¿Usar a quien la sucede?", "Use who follows it?")
		: page_tr(p, "Nadie la sucede.", "Nobody follows it."));
	a->answers = arena_new(p->a, (e->next_n + 1) * sizeof(*a->answers));
	for (size_t i = 0; i < e->next_n; i++) {
		const char *next;

		TRY(ask_institution_listed(p, e->next[i], &next));
		a->answers[a->answers_n++] =
		    (struct ask_option){ page_id(p, e->next[i]),
			    arena_fmt(
				p->a, "%s %s", page_tr(p, "Usar", "Use"), next),
			    e->next_n == 1 };
	}
	a->answers[a->answers_n++] = (struct ask_option){ page_id(p, id),
		arena_fmt(p->a, "%s %s",
		    page_tr(
			p, "Dejar el nombre anterior:", "Keep the old name:"),
		    name),
		false };
	return (NULL);
}

err_t
ask_pick(struct asks *s, struct ask *a, struct val *v)
{
	struct page *p = s->p;
	struct rule_ending e;
	const char *several;
	dot_t id, use;

	TRY(ask_institution_find(p, page_field(p, a->name), &id, &several));
	if (id == 0) {
		ask_blame(s, a,
		    several[0] == '\0'
			? page_tr(p,
			      "No está en el catálogo. Elija otra de la lista "
			      "o propóngala.",
			      "It is not in the catalogue. Choose another from "
			      "the list, or propose it.")
			: arena_fmt(p->a, "%s %s",
			      page_tr(p, "Hay varias; elija una:",
				  "There are several; choose one:"),
			      several));
		return (NULL);
	}
	*v = val_int(id);
	a->answer = arena_fmt(p->a, "%s-usar", a->name);
	if (s->r != NULL && val_eq(*v, s->r->v[a->f->no - 1]))
		return (NULL);
	TRY(ask_institution_ending(p, id, s->day, &e));
	if (!e.over)
		return (NULL);
	use = answered(s, a, id, &e);
	if (use == 0)
		return (question(s, a, id, &e));
	*v = val_int(use);
	return (NULL);
}
