/*
 * gaps_read -- the gaps that are here, from the state.
 */
#include "node/pages/gaps_in.h"
#include "proto/base/text.h"

#define TITLE_CHARS 130
#define ASKED       20

SQL_SCAN(gaps_all,
    "SELECT g.id, g.root, g.theme, g.status, g.severity, g.identified_on,"
    " g.resolved_on, (SELECT count(*) FROM element x JOIN agreement a"
    "  ON a.id = x.record WHERE x.field = ?1 AND x.value = g.id"
    "  AND x.removed = 0 AND a.life = 0 AND " RULE_SQL_OWED(
	"a") "),"
	     " EXISTS (SELECT 1 FROM review v WHERE v.record = g.id)"
	     " FROM gap g WHERE g.life = 0 ORDER BY g.id");
SQL(gaps_one, "SELECT folio, title, barrier FROM gap WHERE id = ?1");
SQL_SCAN(gaps_sent,
    "SELECT id, from_roundtable, to_roundtable, object, asked_on, status"
    " FROM escalation WHERE life = 0 AND status NOT IN (?1, ?2)"
    " ORDER BY asked_on, id");

bool
gaps_is(const struct gaps_item *x, enum gaps_filter f)
{
	bool resolved = x->status == CODE_gap_status_resolved;
	bool open = rule_gap_open(x->status);

	switch (f) {
	case GAPS_OPEN:
		return (x->own && open);
	case GAPS_BARE:
		return (x->own && open && x->agreements == 0);
	case GAPS_ESCALATED:
		return (x->own && x->status == CODE_gap_status_escalated);
	case GAPS_DISPUTE:
		return (x->disputed);
	case GAPS_RESOLVED:
		return (x->own && resolved);
	case GAPS_CLOSED:
		return (x->own && !open && !resolved);
	case GAPS_OTHERS:
		return (!x->own && open);
	case GAPS_FILTERS:
	default:
		return (false);
	}
}

err_t
gaps_read(struct page *p, struct gaps_items *all)
{
	CLEAN(rows_done) struct rows r = { 0 };
	struct gaps_item *v = NULL;
	size_t cap = 0;
	bool more = false;
	err_t e;

	all->n = 0;
	TRY(db_query(&r, p->o->st.db, &gaps_all, A_INT(FIELD_agreement_gaps)));
	while ((e = rows_next(&r, &more)) == NULL && more) {
		struct gaps_item *x;

		mem_room(&v, &cap, all->n + 1, sizeof(*v));
		x = &v[all->n++];
		*x = (struct gaps_item){ .id = rows_int(&r, 0),
			.root = rows_int(&r, 1),
			.theme = rows_int(&r, 2),
			.status = rows_int(&r, 3),
			.severity = rows_int(&r, 4),
			.age = rule_gap_age(rows_int(&r, 3), rows_val(&r, 5),
			    rows_val(&r, 6), p->today),
			.agreements = rows_int(&r, 7),
			.disputed = rows_int(&r, 8) != 0 };
		if (all->n > 1 && v[all->n - 2].root == x->root)
			x->own = v[all->n - 2].own;
		else
			e = marks_own(p, x->root, &x->own);
		if (e != NULL)
			break;
	}
	all->v = arena_new(p->a, (all->n + 1) * sizeof(*v));
	if (all->n > 0)
		memcpy(all->v, v, all->n * sizeof(*v));
	mem_free(v);
	return (e);
}

err_t
gaps_row(struct page *p, const struct gaps_item *x, struct gaps_row *r)
{
	CLEAN(rows_done) struct rows q = { 0 };
	const struct entity *e = schema_entity(ENTITY_gap);
	bool found;

	*r = (struct gaps_row){ .href = marks_href(p, e, x->id),
		.theme = marks_theme(p, x->theme),
		.state = marks_gap(p, x->status),
		.severity = page_code(p, "severity", x->severity),
		.grave = x->severity >= CODE_severity_high ? "bad" : "",
		.age = x->age < 0 ? "—" : marks_days(p, x->age),
		.agreements = x->agreements,
		.mesa = "" };
	if (x->disputed)
		r->other = marks_agreement(
		    p, CODE_agreement_shown_in_dispute, false, 0);
	if (!x->own)
		TRY(page_name(
		    p, schema_entity(ENTITY_roundtable), x->root, &r->mesa));
	TRY(db_one(&q, p->o->st.db, &gaps_one, &found, A_INT(x->id)));
	if (found) {
		r->folio = arena_dup(p->a, rows_span(&q, 0));
		r->title = text_short(p->a, rows_span(&q, 1), TITLE_CHARS);
		r->barrier = page_code(p, "barrier", rows_int(&q, 2));
	}
	return (page_confirmed(p, x->id, &r->confirmed));
}

/* ---- what was asked ----------------------------------------------------- */

static err_t
asked(struct page *p, struct rows *q, struct gaps_asked *a)
{
	const struct entity *table = schema_entity(ENTITY_roundtable);
	dot_t id = rows_int(q, 0), from = rows_int(q, 1);
	dot_t object = rows_int(q, 3);
	bool has = rows_val(q, 4).kind == VAL_INT;
	int64_t on = rows_int(q, 4), status = rows_int(q, 5);
	const char *name, *mesa;

	TRY(page_name(p, NULL, object, &name));
	TRY(page_name(p, table, from, &mesa));
	a->href = marks_href(p, schema_entity(ENTITY_escalation), id);
	a->title = name;
	a->detail = arena_fmt(p->a, "%s %s%s%s",
	    page_tr(p, "La pide la mesa", "Asked by roundtable"), mesa,
	    has ? " · " : "", has ? marks_day(p, on) : "");
	a->state = marks_escalation(
	    p, rule_escalation_shown(status, has, on, p->today));
	return (NULL);
}

err_t
gaps_asked(struct page *p, struct gaps_view *v)
{
	CLEAN(rows_done) struct rows q = { 0 };
	bool more, own;

	v->asked = arena_new(p->a, ASKED * sizeof(*v->asked));
	TRY(db_query(&q, p->o->st.db, &gaps_sent,
	    A_INT(CODE_escalation_status_answered),
	    A_INT(CODE_escalation_status_returned)));
	for (;;) {
		TRY(rows_next(&q, &more));
		if (!more)
			return (NULL);
		TRY(marks_own(p, rows_int(&q, 2), &own));
		if (own && v->asked_n < ASKED)
			TRY(asked(p, &q, &v->asked[v->asked_n++]));
	}
}
