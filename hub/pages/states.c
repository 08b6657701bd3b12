#include "hub/pages/states.h"

#include "proto/domain/geo.h"
#include "proto/domain/rule.h"
#include "proto/domain/vocab.h"
#include "proto/log/state.h"

#define BAR  1000
#define YEAR (365 * (int64_t)86400)

SQL_SCAN(states_mesas,
    "SELECT r.id, r.official_name, r.code, r.cvegeo, r.status,"
    " (SELECT count(*) FROM session s WHERE s.roundtable = r.id"
    "  AND s.life = 0 AND s.status = ?2"
    "  AND coalesce(s.started_at, s.called_for) >= ?3),"
    " (SELECT count(*) FROM gap g WHERE g.root = r.id AND g.life = 0),"
    " (SELECT count(*) FROM gap g WHERE g.root = r.id AND g.life = 0"
    "  AND " RULE_SQL_GAP_OPEN(
	"g") ")"
	     " FROM roundtable r WHERE r.life = 0 AND substr(r.cvegeo, 1, 2) = "
	     "?1"
	     " ORDER BY length(r.cvegeo), r.cvegeo, r.kind, r.code");
SQL_SCAN(states_disputes,
    "SELECT count(*) FROM review v JOIN space s ON s.no = v.space"
    " WHERE substr(s.name, 1, 2) = ?1");
SQL_SCAN(states_sends, "SELECT EXISTS (SELECT 1 FROM h_space s JOIN h_office o"
		       " ON o.no = s.office WHERE o.code = ?1 AND s.lost = 0"
		       " AND substr(s.space, 1, 2) = ?2)");

struct reading {
	struct page *p;
	struct state_view *v;
	struct view_office *all; /* every office */
	size_t all_n;
	dot_t *mesa, *owner; /* of each row */
	size_t mesa_cap, owner_cap;
	int64_t shown[VIEW_SHOWN + 1];
};

/* ---- one state: its roundtables ----------------------------------------- */

static err_t
mesa_office(struct reading *x, struct states_mesa *m, dot_t id)
{
	struct page *p = x->p;
	dot_t owner;

	m->office = board_tr(p, "Centro federal", "Federal centre");
	TRY(state_owner(p->l, id, 0, -1, p->today, &owner));
	for (size_t i = 0; i < x->all_n; i++) {
		const struct view_office *o = &x->all[i];

		if (o->record != owner)
			continue;
		m->office = o->name;
		m->office_href = arena_fmt(p->a, "/oficinas/%s", o->code);
		m->fresh = offices_mark(p, o->fresh);
		m->has_office = true;
	}
	return (NULL);
}

static err_t
mesa(struct reading *x, struct rows *r)
{
	struct page *p = x->p;
	struct state_view *v = x->v;
	const char *place = rows_text(r, 3);
	const char *name = rows_text(r, 1);
	bool hidden;
	int64_t status = rows_int(r, 4);
	struct states_mesa *m;

	name =
	    arena_dup(p->a, span_str(name[0] == '\0' ? rows_text(r, 2) : name));
	TRY(view_guard_text(ledger_db(p->l), p->a, &name, p->lang, &hidden));
	arena_room(
	    p->a, &v->rows, &v->rows_cap, v->rows_n + 1, sizeof(*v->rows));
	arena_room(
	    p->a, &x->mesa, &x->mesa_cap, v->rows_n + 1, sizeof(*x->mesa));
	x->mesa[v->rows_n] = rows_int(r, 0);
	m = &v->rows[v->rows_n++];
	*m = (struct states_mesa){
		.name = name,
		.place = strlen(place) == 2 ? board_tr(p, "Estatal", "State")
			 : geo_name(place) == NULL
			     ? arena_dup(p->a, span_str(place))
			     : geo_name(place),
		.status = board_code(p, "roundtable_status", status),
		.held = rows_int(r, 5),
		.gaps = rows_int(r, 7),
		.office = "",
		.office_href = "",
	};
	v->gaps_total += rows_int(r, 6);
	v->gaps += rows_int(r, 7);
	if (status != CODE_roundtable_status_proposed &&
	    status != CODE_roundtable_status_dissolved) {
		v->mesas++;
		v->municipal += strlen(place) == 5 ? 1 : 0;
	}
	return (mesa_office(x, m, rows_int(r, 0)));
}

static err_t
mesas(struct reading *x)
{
	CLEAN(rows_done) struct rows r = { 0 };
	struct page *p = x->p;
	bool more;

	TRY(db_query(&r, ledger_db(p->l), &states_mesas, val_str(x->v->code),
	    A_INT(CODE_session_status_held), A_INT(p->now - YEAR)));
	for (;;) {
		TRY(rows_next(&r, &more));
		if (!more)
			return (NULL);
		TRY(mesa(x, &r));
	}
}

/* ---- its agreements ----------------------------------------------------- */

static void
count(void *ctx, const struct view_agreement *a)
{
	struct reading *x = ctx;
	struct state_view *v = x->v;
	bool late = a->shown == CODE_agreement_shown_overdue;
	bool done = a->shown == CODE_agreement_shown_done_on_time ||
		    a->shown == CODE_agreement_shown_done_late;
	bool open = view_agreement_open(a->shown, a->status);

	if (strcmp(a->state, v->code) != 0)
		return;
	must(a->shown >= 1 && a->shown <= VIEW_SHOWN);
	x->shown[a->shown]++;
	v->total++;
	v->open += open ? 1 : 0;
	v->overdue += late ? 1 : 0;
	v->done += done ? 1 : 0;
	for (size_t i = 0; i < v->rows_n; i++) {
		struct states_mesa *m = &v->rows[i];

		if (x->mesa[i] != a->root)
			continue;
		m->total++;
		m->open += open ? 1 : 0;
		m->overdue += late ? 1 : 0;
		m->done += done ? 1 : 0;
	}
}

static err_t
agreements(struct reading *x)
{
	struct page *p = x->p;
	struct state_view *v = x->v;

	TRY(view_agreements_each(&p->ask, count, x));
	for (size_t i = 0; i < v->rows_n; i++) {
		struct states_mesa *m = &v->rows[i];

		if (m->total == 0)
			continue;
		m->kept = m->done * BAR / m->total;
		m->late = m->overdue * BAR / m->total;
	}
	v->counts = arena_new(p->a, VIEW_SHOWN * sizeof(*v->counts));
	for (int i = 1; i <= VIEW_SHOWN; i++)
		if (x->shown[i] > 0)
			v->counts[v->counts_n++] = (struct states_count){
				.name = board_code(p, "agreement_shown", i),
				.n = x->shown[i],
				.per_mille = x->shown[i] * BAR / v->total,
				.bad = i == CODE_agreement_shown_overdue,
				.good =
				    i == CODE_agreement_shown_done_on_time ||
				    i == CODE_agreement_shown_done_late,
			};
	return (NULL);
}

/* ---- whose data it is --------------------------------------------------- */

static err_t
offices(struct reading *x)
{
	struct page *p = x->p;
	struct state_view *v = x->v;
	struct view_office *own;

	own = arena_new(p->a, (x->all_n + 1) * sizeof(*own));
	v->offices = arena_new(p->a, (x->all_n + 1) * sizeof(*v->offices));
	v->whole = true;
	for (size_t i = 0; i < x->all_n; i++) {
		const struct view_office *o = &x->all[i];
		int64_t sends;

		TRY(db_int(ledger_db(p->l), &states_sends, 0, &sends,
		    val_str(o->code), val_str(v->code)));
		if (sends == 0)
			continue;
		v->whole = v->whole && !o->missing;
		own[v->offices_n] = *o;
		v->offices[v->offices_n++] = (struct states_office){
			.name = o->name,
			.href = arena_fmt(p->a, "/oficinas/%s", o->code),
			.fresh = offices_mark(p, o->fresh),
			.through = o->contact == 0 ? 0 : o->through,
			.backlog = o->backlog,
		};
	}
	v->complete = offices_complete(p, own, v->offices_n);
	return (NULL);
}

static err_t
one(struct page *p)
{
	const char *code = board_rest(p);
	const struct geo_state *g = strlen(code) == 2 ? geo_state(code) : NULL;
	struct state_view v = { .code = code };
	struct reading x = { .p = p, .v = &v };
	uint32_t space;
	err_t e;

	if (g == NULL)
		return (err_new(ERR_MISSING, "no such state"));
	v.code = g->code;
	v.name = g->common;
	TRY(view_offices(&p->ask, p->a, &x.all, &x.all_n));
	TRY(mesas(&x));
	TRY(agreements(&x));
	TRY(offices(&x));
	TRY(db_int(ledger_db(p->l), &states_disputes, 0, &v.disputes,
	    val_str(v.code)));
	e = ledger_space(p->l, v.code, false, &space);
	v.space = e == NULL ? arena_fmt(p->a, "/?space=%s", v.code) : "";
	board_title(p, v.name);
	state_tpl(&p->h, &v);
	return (NULL);
}

/* ---- all of them -------------------------------------------------------- */

static err_t
list(struct page *p)
{
	CLEAN(view_free) struct view all = VIEW;
	struct states_view v = { .coverage = "" };

	TRY(view_make(&all, &p->ask, "states"));
	v.rows = arena_new(p->a, GEO_STATES * sizeof(*v.rows));
	for (size_t i = 0; i < view_rows(&all); i++) {
		int64_t n = view_int(&all, i, "mesas");

		if (n == 0)
			continue;
		v.rows[v.rows_n++] = (struct states_row){
			.name = geo_states[i].common,
			.href = arena_fmt(
			    p->a, "/entidades/%s", geo_states[i].code),
			.mesas = n,
			.municipal = view_int(&all, i, "municipal"),
			.open = view_int(&all, i, "open"),
			.overdue = view_int(&all, i, "overdue"),
			.done = view_int(&all, i, "done"),
			.gaps = view_int(&all, i, "gaps"),
		};
	}
	v.coverage =
	    arena_dup(p->a, span_str(view_line_say(&all, "coverage", p->lang)));
	v.complete =
	    arena_dup(p->a, span_str(view_line_say(&all, "complete", p->lang)));
	board_title(p, board_tr(p, "Entidades", "States"));
	states_tpl(&p->h, &v);
	return (NULL);
}

const struct screen states_screens[] = {
	{ .method = "GET",
	    .path = "/entidades",
	    .flags = BOARD_KEPT,
	    .run = list },
	{ .method = "GET",
	    .path = "/entidades/",
	    .prefix = true,
	    .flags = BOARD_KEPT,
	    .run = one },
	{ .method = NULL },
};
