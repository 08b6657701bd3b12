#include "hub/pages/deals.h"

#include "hub/pages/offices.h"
#include "proto/domain/geo.h"
#include "proto/domain/vocab.h"

struct reading {
	struct page *p;
	struct deals_view *v;
	const struct geo_state *state; /* NULL: all */
	int shown;                     /* 0: all */
	int64_t found;
	int64_t of_state[GEO_STATES], of_shown[VIEW_SHOWN + 1];
	int64_t in_shown, in_state; /* what the other filter leaves */
};

/* ---- reading ------------------------------------------------------------ */

static void
row(struct reading *x, const struct view_agreement *a)
{
	struct page *p = x->p;
	struct deals_row *w = &x->v->rows[x->v->rows_n++];
	const struct geo_state *g = geo_state(a->state);
	bool late = a->shown == CODE_agreement_shown_overdue;

	*w = (struct deals_row){
		.folio = arena_dup(p->a, span_str(a->folio)),
		.text = arena_dup(p->a, span_str(a->text)),
		.responsible = arena_dup(p->a, span_str(a->responsible)),
		.theme = board_code(p, "theme", a->theme),
		.state =
		    g == NULL ? board_tr(p, "Federal", "Federal") : g->common,
		.state_href =
		    g == NULL ? "" : arena_fmt(p->a, "/entidades/%s", g->code),
		.shown = board_code(p, "agreement_shown", a->shown),
		.look = chips_agreement(a->shown),
		.has_due = a->has_due,
		.due = a->due,
		.late = late ? p->today - a->due : 0,
	};
}

static void
step(void *ctx, const struct view_agreement *a)
{
	struct reading *x = ctx;
	const struct geo_state *g = geo_state(a->state);
	bool here = x->state == NULL || x->state == g;
	bool so = x->shown == 0 || x->shown == a->shown;

	must(a->shown >= 1 && a->shown <= VIEW_SHOWN);
	x->v->total++;
	if (so) {
		x->in_shown++;
		if (g != NULL)
			x->of_state[g - geo_states]++;
	}
	if (here) {
		x->in_state++;
		x->of_shown[a->shown]++;
	}
	if (!here || !so)
		return;
	if (pager_has(&x->v->pager, x->found++))
		row(x, a);
}

/* ---- filters ------------------------------------------------------------ */

/* The address with these filters. */
static const char *
address(struct page *p, const struct geo_state *g, int shown)
{
	const struct code *c =
	    vocab_code(vocab_named("agreement_shown"), shown);
	const char *s = "/acuerdos";

	if (g != NULL)
		s = arena_fmt(p->a, "%s?entidad=%s", s, g->code);
	if (c != NULL)
		s = arena_fmt(p->a, "%s%ssituacion=%s", s,
		    g != NULL ? "&" : "?", c->name);
	return (s);
}

static err_t
asked(struct reading *x)
{
	const char *state = board_ask(x->p, "entidad");
	const char *shown = board_ask(x->p, "situacion");

	if (state != NULL) {
		x->state = strlen(state) == 2 ? geo_state(state) : NULL;
		if (x->state == NULL)
			return (err_new(ERR_MISSING, "no such state"));
	}
	for (int i = 1; shown != NULL && i <= VIEW_SHOWN; i++)
		if (strcmp(vocab_code(vocab_named("agreement_shown"), i)->name,
			shown) == 0)
			x->shown = i;
	if (shown != NULL && x->shown == 0)
		return (err_new(ERR_MISSING, "no such situation"));
	return (pager_asked(x->p, &x->v->pager));
}

static void
filters(struct reading *x)
{
	struct page *p = x->p;
	struct deals_view *v = x->v;

	v->states = chips_make(p->a,
	    board_tr(p, "Filtros por entidad", "Filters by state"),
	    GEO_STATES + 1);
	(void)chips_add(&v->states,
	    board_tr(p, "Todo el país", "The whole country"),
	    address(p, NULL, x->shown), x->in_shown, x->state == NULL);
	for (size_t i = 0; i < GEO_STATES; i++)
		if (x->of_state[i] > 0 || x->state == &geo_states[i])
			(void)chips_add(&v->states, geo_states[i].common,
			    address(p, &geo_states[i], x->shown),
			    x->of_state[i], x->state == &geo_states[i]);
	v->shown = chips_make(p->a,
	    board_tr(p, "Filtros por situación", "Filters by situation"),
	    VIEW_SHOWN + 1);
	(void)chips_add(&v->shown, board_tr(p, "Todos", "All"),
	    address(p, x->state, 0), x->in_state, x->shown == 0);
	for (int i = 1; i <= VIEW_SHOWN; i++)
		if (x->of_shown[i] > 0 || x->shown == i)
			(void)chips_add(&v->shown,
			    board_code(p, "agreement_shown", i),
			    address(p, x->state, i), x->of_shown[i],
			    x->shown == i);
}

/* ---- the page ----------------------------------------------------------- */

static err_t
guard(struct page *p, struct deals_view *v)
{
	struct db *db = ledger_db(p->l);
	bool hidden;

	for (size_t i = 0; i < v->rows_n; i++) {
		struct deals_row *w = &v->rows[i];

		TRY(view_guard_text(db, p->a, &w->text, p->lang, &hidden));
		TRY(view_guard_text(
		    db, p->a, &w->responsible, p->lang, &hidden));
	}
	return (NULL);
}

static err_t
list(struct page *p)
{
	struct deals_view v = { .rows_n = 0 };
	struct reading x = { .p = p, .v = &v };
	struct view_office *o;
	size_t n;

	TRY(asked(&x));
	v.rows = arena_new(p->a, PAGER_ROWS * sizeof(*v.rows));
	TRY(view_agreements_each(&p->ask, step, &x));
	TRY(pager_set(p, &v.pager, address(p, x.state, x.shown), x.found));
	TRY(guard(p, &v));
	filters(&x);
	TRY(view_offices(&p->ask, p->a, &o, &n));
	v.complete = offices_complete(p, o, n);
	board_title(p, board_tr(p, "Acuerdos", "Agreements"));
	deals_tpl(&p->h, &v);
	return (NULL);
}

const struct screen deals_screens[] = {
	{ .method = "GET",
	    .path = "/acuerdos",
	    .flags = BOARD_KEPT,
	    .run = list },
	{ .method = NULL },
};
