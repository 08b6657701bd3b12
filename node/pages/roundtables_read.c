/*
 * roundtables_read -- a roundtable's facts, figures, sessions and neighbours.
 */
#include "node/pages/roundtables_in.h"
#include "proto/base/clock.h"
#include "proto/log/facts.h"

#define SESSIONS_PAST 5
#define NEAR_MOST     40
#define RESULTS_MOST  12
#define TITLE_CHARS   110

SQL(roundtables_read_gaps,
    "SELECT count(*), coalesce(sum" RULE_SQL_GAP_OPEN(
	"g") ", 0) FROM gap g WHERE g.roundtable = ?1 AND g.life = 0");
SQL(roundtables_read_sessions,
    "SELECT id, folio, kind, status, place, called_for, started_at"
    " FROM session WHERE roundtable = ?1 AND life = 0"
    " ORDER BY coalesce(called_for, started_at) DESC, id DESC");
SQL_SCAN(roundtables_read_children,
    "SELECT id FROM roundtable WHERE parent = ?1 AND life = 0"
    " ORDER BY code, id");
SQL(roundtables_read_results,
    "SELECT id, theme, period, status FROM result"
    " WHERE roundtable = ?1 AND life = 0 ORDER BY period DESC, theme, id");

/* ---- facts -------------------------------------------------------------- */

/* What the head of the page says already. */
static bool
in_head(const struct field *f)
{
	return (f->no == FIELD_roundtable_official_name ||
		f->no == FIELD_roundtable_code ||
		f->no == FIELD_roundtable_status ||
		f->no == FIELD_roundtable_parent);
}

static err_t
facts(struct page *p, const struct mesa *m, struct roundtable_view *v)
{
	const struct entity *e = m->r.entity;

	v->facts = arena_new(p->a, e->n * sizeof(*v->facts));
	for (size_t i = 0; i < e->n; i++) {
		const struct field *f = &e->fields[i];
		struct roundtable_fact *w = &v->facts[v->facts_n];

		if (in_head(f) || f->merge == MERGE_LIST)
			continue;
		*w = (struct roundtable_fact){ .label = page_label(p, f),
			.href = "",
			.lines = f->type == TYPE_LONG };
		TRY(page_value(p, f, m->r.v[i], &w->value));
		if (w->value[0] == '\0')
			continue;
		if (f->type == TYPE_REF && f->target == ENTITY_institution) {
			TRY(ask_institution_listed(p, m->r.v[i].i, &w->value));
			w->href = arena_fmt(
			    p->a, "/instituciones/%s", page_id(p, m->r.v[i].i));
		}
		v->facts_n++;
	}
	return (NULL);
}

/* ---- figures ------------------------------------------------------------ */

static err_t
disputes(struct page *p, const struct mesa *m, int64_t *n)
{
	struct dispute *d;
	size_t all;

	*n = 0;
	TRY(state_disputes(p->o->st.l, m->r.space, p->a, &d, &all));
	for (size_t i = 0; i < all; i++) {
		struct record r;
		bool found;

		TRY(state_get(
		    p->o->st.l, d[i].entity, d[i].record, p->a, &r, &found));
		*n += found && r.root == m->r.id;
	}
	return (NULL);
}

static err_t
figures(struct page *p, const struct mesa *m, struct roundtable_view *v)
{
	CLEAN(rows_done) struct rows r = { 0 };
	struct facts_state fs = { .l = p->o->st.l, .a = p->a };
	struct facts f = facts_of(&fs);
	int votes, needed;
	bool found;

	TRY(roundtables_open(p, m->r.id, m->today, &v->open, &v->late));
	TRY(db_one(
	    &r, p->o->st.db, &roundtables_read_gaps, &found, A_INT(m->r.id)));
	v->gaps_all = rows_int(&r, 0);
	v->gaps = rows_int(&r, 1);
	TRY(rule_quorum_members(&f, m->r.id, m->today, &votes, &needed));
	v->votes = votes;
	v->needed = needed;
	return (disputes(p, m, &v->disputes));
}

/* ---- sessions ----------------------------------------------------------- */

static bool
to_come(int64_t status, int64_t at, int64_t now)
{
	if (status == CODE_session_status_in_progress)
		return (true);
	return (
	    at >= now - 86400 && (status == CODE_session_status_scheduled ||
				     status == CODE_session_status_called ||
				     status == CODE_session_status_postponed));
}

static err_t
sessions(struct page *p, const struct mesa *m, struct roundtable_view *v)
{
	CLEAN(rows_done) struct rows r = { 0 };
	size_t cap = 8;
	bool more;

	v->past = arena_new(p->a, SESSIONS_PAST * sizeof(*v->past));
	v->coming = arena_new(p->a, cap * sizeof(*v->coming));
	TRY(db_query(
	    &r, p->o->st.db, &roundtables_read_sessions, A_INT(m->r.id)));
	for (;;) {
		struct roundtable_session *w;
		int64_t at;
		bool soon;

		TRY(rows_next(&r, &more));
		if (!more)
			return (NULL);
		at = rows_val(&r, 5).kind == VAL_INT ? rows_int(&r, 5)
						     : rows_int(&r, 6);
		soon = to_come(rows_int(&r, 3), at, p->now);
		if (soon ? v->coming_n == cap : v->past_n == SESSIONS_PAST)
			continue;
		w = soon ? &v->coming[v->coming_n++] : &v->past[v->past_n++];
		*w = (struct roundtable_session){ .href = page_address_kind(p,
						      ENTITY_session,
						      rows_int(&r, 0)),
			.folio = arena_dup(p->a, rows_span(&r, 1)),
			.kind = page_code(p, "session_kind", rows_int(&r, 2)),
			.status =
			    page_code(p, "session_status", rows_int(&r, 3)),
			.place = arena_dup(p->a, rows_span(&r, 4)),
			.at = at,
			.has_at = at != 0 };
	}
}

/* ---- neighbours --------------------------------------------------------- */

static err_t
neighbour(
    struct page *p, dot_t id, const char *detail, struct roundtable_view *v)
{
	const struct entity *e = schema_entity(ENTITY_roundtable);
	struct roundtable_near *w = &v->near[v->near_n];
	struct record r;
	bool found;

	TRY(state_get(p->o->st.l, e, id, p->a, &r, &found));
	*w = (struct roundtable_near){ .href = "", .detail = detail };
	if (found && r.life != LIFE_ABSENT) {
		w->href = arena_fmt(p->a, "/mesas/%s", page_id(p, id));
		w->name =
		    roundtables_text(p, &r, FIELD_roundtable_official_name);
	} else
		w->name = page_tr(p, "Una mesa que su oficina no recibe",
		    "A roundtable that your office does not receive");
	if (w->name[0] == '\0')
		TRY(page_name(p, e, id, &w->name));
	v->near_n++;
	return (NULL);
}

static err_t
neighbours(struct page *p, const struct mesa *m, struct roundtable_view *v)
{
	CLEAN(rows_done) struct rows r = { 0 };
	struct val up = m->r.v[FIELD_roundtable_parent - 1];
	bool more;

	v->near = arena_new(p->a, (NEAR_MOST + 1) * sizeof(*v->near));
	if (up.kind == VAL_INT)
		TRY(neighbour(
		    p, up.i, page_tr(p, "Mesa superior", "Parent"), v));
	TRY(db_query(
	    &r, p->o->st.db, &roundtables_read_children, A_INT(m->r.id)));
	for (;;) {
		TRY(rows_next(&r, &more));
		if (!more || v->near_n > NEAR_MOST)
			return (NULL);
		TRY(neighbour(p, rows_int(&r, 0),
		    page_tr(p, "Depende de esta mesa", "Below this one"), v));
	}
}

static err_t
results(struct page *p, const struct mesa *m, struct roundtable_view *v)
{
	CLEAN(rows_done) struct rows r = { 0 };
	bool more;

	v->results = arena_new(p->a, RESULTS_MOST * sizeof(*v->results));
	TRY(db_query(
	    &r, p->o->st.db, &roundtables_read_results, A_INT(m->r.id)));
	while (v->results_n < RESULTS_MOST) {
		struct roundtable_near *w = &v->results[v->results_n];

		TRY(rows_next(&r, &more));
		if (!more)
			break;
		w->href = page_address_kind(p, ENTITY_result, rows_int(&r, 0));
		w->name = arena_fmt(p->a, "%s%s%s",
		    page_code(p, "theme", rows_int(&r, 1)),
		    rows_span(&r, 2).n == 0 ? "" : " · ", rows_text(&r, 2));
		if (rows_val(&r, 1).kind != VAL_INT)
			w->name = arena_fmt(p->a, "%s %s",
			    page_tr(p, "Resultado", "Result"),
			    rows_text(&r, 2));
		w->detail = page_code(p, "result_status", rows_int(&r, 3));
		v->results_n++;
	}
	return (NULL);
}

err_t
roundtables_read(
    struct page *p, const struct mesa *m, struct roundtable_view *v)
{
	struct val status = m->r.v[FIELD_roundtable_status - 1];

	v->status = status.kind == VAL_INT
			? page_code(p, "roundtable_status", status.i)
			: "";
	TRY(facts(p, m, v));
	TRY(figures(p, m, v));
	TRY(sessions(p, m, v));
	TRY(neighbours(p, m, v));
	return (results(p, m, v));
}
