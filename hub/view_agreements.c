/*
 * view_agreements -- agreements by what they show today, and the overdue ones.
 */
#include "hub/view_parts.h"

#include <stdlib.h>

#include "proto/base/db.h"

SQL_SCAN(view_agreements_all,
    "SELECT a.id, a.folio, a.text, r.cvegeo, a.theme, a.status, a.due_on,"
    " a.done_on, a.agreed_on,"
    " (SELECT max(f.reported_on) FROM followup f WHERE f.agreement = a.id"
    "  AND f.life = 0),"
    " EXISTS (SELECT 1 FROM review v WHERE v.record = a.id),"
    " (SELECT count(*) FROM reschedule m WHERE m.agreement = a.id"
    "  AND m.life = 0),"
    " (SELECT coalesce(i.acronym, i.official_name) FROM responsible p"
    "  JOIN institution i ON i.id = p.institution WHERE p.agreement = a.id"
    "  AND p.life = 0 AND p.role = ?2 ORDER BY p.id LIMIT 1),"
    " a.root"
    " FROM agreement a LEFT JOIN roundtable r ON r.id = a.root"
    " WHERE a.life = 0 AND (?1 = 0 OR a.space = ?1)"
    " ORDER BY a.due_on, a.folio, a.id");

#define OLDEST 200 /* rows of the list of overdue ones */

bool
view_agreement_open(int shown, int64_t status)
{
	switch (shown) {
	case CODE_agreement_shown_done_on_time:
	case CODE_agreement_shown_done_late:
	case CODE_agreement_shown_cancelled:
		return (false);
	case CODE_agreement_shown_in_dispute:
		return (status != CODE_agreement_status_done &&
			status != CODE_agreement_status_cancelled &&
			status != CODE_agreement_status_superseded);
	default:
		return (true);
	}
}

int
view_bucket(int64_t days)
{
	return (days <= 30    ? 0
		: days <= 90  ? 1
		: days <= 180 ? 2
		: days <= 365 ? 3
			      : 4);
}

err_t
view_agreements_each(const struct view_ask *ask,
    void (*fn)(void *ctx, const struct view_agreement *a), void *ctx)
{
	CLEAN(rows_done) struct rows r = { 0 };
	bool more;

	TRY(db_query(&r, ledger_db(ask->l), &view_agreements_all,
	    A_INT(ask->space), A_INT(CODE_responsible_role_responsible)));
	for (;;) {
		struct view_agreement a = { 0 };

		TRY(rows_next(&r, &more));
		if (!more)
			return (NULL);
		a.id = rows_int(&r, 0);
		a.root = rows_int(&r, 13);
		a.folio = rows_text(&r, 1);
		a.text = rows_text(&r, 2);
		view_state_of(rows_text(&r, 3), a.state);
		a.theme = rows_int(&r, 4);
		a.status = rows_int(&r, 5);
		a.has_due = rows_val(&r, 6).kind == VAL_INT;
		a.due = rows_int(&r, 6);
		a.moved = rows_int(&r, 11);
		a.responsible = rows_text(&r, 12);
		a.shown = rule_agreement_shown(a.status, a.has_due, a.due,
		    rows_val(&r, 7).kind == VAL_INT, rows_int(&r, 7),
		    rows_int(&r, 9), rows_int(&r, 8), rows_int(&r, 10) != 0,
		    ask->today);
		fn(ctx, &a);
	}
}

/* ---- by state and theme ---------------------------------------------------
 */

static const struct view_col cols[] = {
	{ "state", "Entidad", "State", "#adm1+code", false, VIEW_BOTH },
	{ "state_name", "Nombre", "Name", "#adm1+name", false, VIEW_MACHINES },
	{ "theme", "Tema", "Theme", "#sector", false, VIEW_BOTH },
	{ "on_time", "En tiempo", "On time",
	    "#indicator+agreements+on_time+num", true, VIEW_BOTH },
	{ "due_soon", "Por vencer", "Due soon",
	    "#indicator+agreements+due_soon+num", true, VIEW_BOTH },
	{ "overdue", "Vencidos", "Overdue", "#indicator+agreements+overdue+num",
	    true, VIEW_BOTH },
	{ "done_on_time", "Cumplidos en tiempo", "Done on time",
	    "#indicator+agreements+done_on_time+num", true, VIEW_BOTH },
	{ "done_late", "Cumplidos extemporáneos", "Done late",
	    "#indicator+agreements+done_late+num", true, VIEW_BOTH },
	{ "cancelled", "Cancelados", "Cancelled",
	    "#indicator+agreements+cancelled+num", true, VIEW_BOTH },
	{ "no_report", "Sin reporte", "No report",
	    "#indicator+agreements+no_report+num", true, VIEW_BOTH },
	{ "in_dispute", "En disputa", "In dispute",
	    "#indicator+agreements+in_dispute+num", true, VIEW_BOTH },
	{ "total", "Total", "Total", "#indicator+agreements+num", true,
	    VIEW_BOTH },
	{ "overdue_0_30", "Vencidos 0-30 días", "Overdue 0-30 days",
	    "#indicator+overdue+d30+num", true, VIEW_MACHINES },
	{ "overdue_31_90", "31-90", "31-90", "#indicator+overdue+d90+num", true,
	    VIEW_MACHINES },
	{ "overdue_91_180", "91-180", "91-180", "#indicator+overdue+d180+num",
	    true, VIEW_MACHINES },
	{ "overdue_181_365", "181-365", "181-365",
	    "#indicator+overdue+d365+num", true, VIEW_MACHINES },
	{ "overdue_366", "Más de 365", "Over 365",
	    "#indicator+overdue+more+num", true, VIEW_MACHINES },
	{ "oldest_overdue", "Días del más antiguo", "Days of the oldest",
	    "#indicator+overdue+oldest+num", true, VIEW_BOTH },
	{ "rescheduled", "Reprogramaciones", "Reschedules",
	    "#indicator+reschedules+num", true, VIEW_MACHINES },
};

struct group {
	char state[3];
	int64_t theme, shown[VIEW_SHOWN + 1], bucket[VIEW_BUCKETS], oldest,
	    moved, total;
};

struct groups {
	const struct view_ask *ask;
	struct group *v;
	size_t n, cap;
	struct group all;
};

static void
groups_free(struct groups *g)
{
	mem_free(g->v);
}

static struct group *
group_of(struct groups *g, const struct view_agreement *a)
{
	struct group *x;

	for (size_t i = 0; i < g->n; i++)
		if (g->v[i].theme == a->theme &&
		    strcmp(g->v[i].state, a->state) == 0)
			return (&g->v[i]);
	mem_room(&g->v, &g->cap, g->n + 1, sizeof(*g->v));
	x = &g->v[g->n++];
	memcpy(x->state, a->state, sizeof(x->state));
	x->theme = a->theme;
	return (x);
}

static void
count(struct group *x, const struct view_agreement *a, int64_t today)
{
	int64_t late = today - a->due;

	must(a->shown >= 1 && a->shown <= VIEW_SHOWN);
	x->total++;
	x->shown[a->shown]++;
	x->moved += a->moved;
	if (a->shown != CODE_agreement_shown_overdue)
		return;
	x->bucket[view_bucket(late)]++;
	x->oldest = late > x->oldest ? late : x->oldest;
}

static void
gather(void *ctx, const struct view_agreement *a)
{
	struct groups *g = ctx;

	count(group_of(g, a), a, g->ask->today);
	count(&g->all, a, g->ask->today);
}

static int
by_place(const void *x, const void *y)
{
	const struct group *a = x, *b = y;
	int c = strcmp(a->state, b->state);

	return (c != 0 ? c : a->theme < b->theme ? -1 : a->theme > b->theme);
}

static err_t
row(struct view *v, const struct view_ask *ask, const struct group *x)
{
	view_add_state(v, x->state);
	view_add_text(v,
	    span_str(
		geo_state(x->state) == NULL ? "Federal" : geo_name(x->state)));
	TRY(view_add_code(v, ask, "theme", x->theme != 0, x->theme));
	for (size_t i = 1; i <= VIEW_SHOWN; i++) {
		view_add_int(v, x->shown[i]);
		if (i == CODE_agreement_shown_overdue && x->shown[i] > 0)
			v->cell[v->cells - 1].mood = VIEW_BAD;
	}
	view_add_int(v, x->total);
	for (size_t i = 0; i < VIEW_BUCKETS; i++)
		view_add_int(v, x->bucket[i]);
	view_add_some(v, x->oldest > 0, x->oldest);
	view_add_int(v, x->moved);
	return (NULL);
}

static void
lines(struct view *v, const struct group *g)
{
	long long due = g->shown[CODE_agreement_shown_done_on_time] +
			g->shown[CODE_agreement_shown_done_late] +
			g->shown[CODE_agreement_shown_overdue];
	long long good = g->shown[CODE_agreement_shown_done_on_time];
	long long b[VIEW_BUCKETS];

	for (size_t i = 0; i < VIEW_BUCKETS; i++)
		b[i] = g->bucket[i];
	view_line(v, "denominator",
	    arena_fmt(&v->a,
		"%lld acuerdos vigentes; cumplidos en tiempo %lld de %lld "
		"(cumplidos o vencidos)",
		(long long)g->total, good, due),
	    arena_fmt(&v->a,
		"%lld live agreements; done on time %lld of %lld (done or "
		"overdue)",
		(long long)g->total, good, due));
	view_line(v, "overdue",
	    arena_fmt(&v->a,
		"Vencidos por antigüedad: 0–30 días %lld · 31–90 %lld · 91–180 "
		"%lld · 181–365 %lld · más de 365 %lld; el más antiguo %lld "
		"días; %lld reprogramaciones",
		b[0], b[1], b[2], b[3], b[4], (long long)g->oldest,
		(long long)g->moved),
	    arena_fmt(&v->a,
		"Overdue by age: 0–30 days %lld · 31–90 %lld · 91–180 %lld · "
		"181–365 %lld · over 365 %lld; the oldest %lld days; %lld "
		"reschedules",
		b[0], b[1], b[2], b[3], b[4], (long long)g->oldest,
		(long long)g->moved));
}

err_t
view_agreements(struct view *v, const struct view_ask *ask)
{
	CLEAN(groups_free) struct groups g = { .ask = ask };

	VIEW_COLS(v, cols);
	TRY(view_agreements_each(ask, gather, &g));
	if (g.n > 1)
		qsort(g.v, g.n, sizeof(*g.v), by_place);
	for (size_t i = 0; i < g.n; i++)
		TRY(row(v, ask, &g.v[i]));
	lines(v, &g.all);
	return (view_complete(v, ask));
}

/* ---- the overdue ones, one by one -----------------------------------------
 */

static const struct view_col overdue_cols[] = {
	{ "folio", "Folio", "Folio", "#meta+folio", false, VIEW_BOTH },
	{ "state", "Entidad", "State", "#adm1+code", false, VIEW_BOTH },
	{ "theme", "Tema", "Theme", "#sector", false, VIEW_BOTH },
	{ "text", "Acuerdo", "Agreement", "#description", false, VIEW_BOTH },
	{ "responsible", "Responsable", "Responsible", "#org+resp+name", false,
	    VIEW_BOTH },
	{ "due_on", "Fecha límite", "Due", "#date+due", false, VIEW_BOTH },
	{ "days", "Días vencido", "Days overdue", "#indicator+overdue+num",
	    true, VIEW_BOTH },
	{ "rescheduled", "Reprogramado", "Rescheduled",
	    "#indicator+reschedules+num", true, VIEW_BOTH },
};

struct overdue {
	struct view *v;
	const struct view_ask *ask;
	int64_t n;
	struct err err;
	bool failed;
};

static void
list(void *ctx, const struct view_agreement *a)
{
	struct overdue *o = ctx;
	struct view *v = o->v;
	err_t e;

	if (a->shown != CODE_agreement_shown_overdue || o->failed ||
	    ++o->n > OLDEST)
		return;
	view_add_text(v, span_str(a->folio));
	view_add_state(v, a->state);
	e = view_add_code(v, o->ask, "theme", a->theme != 0, a->theme);
	if (e != NULL) {
		o->failed = true;
		o->err = *e;
		return;
	}
	view_add_text(v, span_str(a->text));
	view_add_text(v, span_str(a->responsible));
	view_add_day(v, true, a->due);
	view_add_int(v, o->ask->today - a->due);
	v->cell[v->cells - 1].mood = VIEW_BAD;
	view_add_int(v, a->moved);
}

err_t
view_overdue(struct view *v, const struct view_ask *ask)
{
	struct overdue o = { .v = v, .ask = ask };

	VIEW_COLS(v, overdue_cols);
	TRY(view_agreements_each(ask, list, &o));
	if (o.failed)
		return (err_new(o.err.code, "%s", o.err.text));
	view_line(v, "denominator",
	    arena_fmt(&v->a, "%lld acuerdos vencidos", (long long)o.n),
	    arena_fmt(&v->a, "%lld overdue agreements", (long long)o.n));
	return (view_complete(v, ask));
}
