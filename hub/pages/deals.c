#include "hub/pages/deals.h"

#include "proto/base/text.h"
#include "proto/domain/geo.h"
#include "proto/domain/vocab.h"

#define SHOWN 8  /* codes of agreement_shown: 1.. */
#define PAGE  50 /* agreements on one */
#define PAGES 100000

/* The class of the pill; never the only sign. */
static const char *const moods[SHOWN + 1] = {
	[CODE_agreement_shown_on_time] = "",
	[CODE_agreement_shown_due_soon] = "warn",
	[CODE_agreement_shown_overdue] = "bad",
	[CODE_agreement_shown_done_on_time] = "ok",
	[CODE_agreement_shown_done_late] = "ok",
	[CODE_agreement_shown_cancelled] = "",
	[CODE_agreement_shown_no_report] = "warn",
	[CODE_agreement_shown_in_dispute] = "info",
};

struct reading {
	struct page *p;
	struct deals_view *v;
	const struct geo_state *state; /* NULL: all */
	int shown;                     /* 0: all */
	int64_t page;                  /* from 1 */
	int64_t of_state[GEO_STATES], of_shown[SHOWN + 1];
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
		.mood = moods[a->shown],
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

	must(a->shown >= 1 && a->shown <= SHOWN);
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
	x->v->found++;
	if (x->v->found > (x->page - 1) * PAGE && x->v->rows_n < PAGE)
		row(x, a);
}

/* ---- filters ------------------------------------------------------------ */

/* The address with these filters. */
static const char *
address(struct page *p, const struct geo_state *g, int shown, int64_t page)
{
	const struct code *c =
	    vocab_code(vocab_named("agreement_shown"), shown);
	const char *s = "/acuerdos";
	const char *sep = "?";

	if (g != NULL) {
		s = arena_fmt(p->a, "%s%sentidad=%s", s, sep, g->code);
		sep = "&";
	}
	if (c != NULL) {
		s = arena_fmt(p->a, "%s%ssituacion=%s", s, sep, c->name);
		sep = "&";
	}
	return (page <= 1 ? s
			  : arena_fmt(p->a, "%s%spagina=%lld", s, sep,
				(long long)page));
}

static err_t
asked(struct reading *x)
{
	const char *state = board_ask(x->p, "entidad");
	const char *shown = board_ask(x->p, "situacion");
	const char *page = board_ask(x->p, "pagina");

	x->page = 1;
	if (state != NULL) {
		x->state = strlen(state) == 2 ? geo_state(state) : NULL;
		if (x->state == NULL)
			return (err_new(ERR_MISSING, "no such state"));
	}
	for (int i = 1; shown != NULL && i <= SHOWN; i++)
		if (strcmp(vocab_code(vocab_named("agreement_shown"), i)->name,
			shown) == 0)
			x->shown = i;
	if (shown != NULL && x->shown == 0)
		return (err_new(ERR_MISSING, "no such situation"));
	if (page != NULL && (text_int(page, &x->page) != NULL || x->page < 1 ||
				x->page > PAGES))
		return (err_new(ERR_MISSING, "no such page"));
	return (NULL);
}

static void
chips(struct reading *x)
{
	struct page *p = x->p;
	struct deals_view *v = x->v;

	v->states = arena_new(p->a, (GEO_STATES + 1) * sizeof(*v->states));
	v->states[v->states_n++] = (struct deals_chip){
		.text = board_tr(p, "Todo el país", "The whole country"),
		.href = address(p, NULL, x->shown, 1),
		.n = x->in_shown,
		.on = x->state == NULL
	};
	for (size_t i = 0; i < GEO_STATES; i++)
		if (x->of_state[i] > 0 || x->state == &geo_states[i])
			v->states[v->states_n++] =
			    (struct deals_chip){ .text = geo_states[i].common,
				    .href =
					address(p, &geo_states[i], x->shown, 1),
				    .n = x->of_state[i],
				    .on = x->state == &geo_states[i] };
	v->shown = arena_new(p->a, (SHOWN + 1) * sizeof(*v->shown));
	v->shown[v->shown_n++] =
	    (struct deals_chip){ .text = board_tr(p, "Todos", "All"),
		    .href = address(p, x->state, 0, 1),
		    .n = x->in_state,
		    .on = x->shown == 0 };
	for (int i = 1; i <= SHOWN; i++)
		if (x->of_shown[i] > 0 || x->shown == i)
			v->shown[v->shown_n++] = (struct deals_chip){
				.text = board_code(p, "agreement_shown", i),
				.href = address(p, x->state, i, 1),
				.n = x->of_shown[i],
				.on = x->shown == i
			};
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
complete(struct page *p, const char **out)
{
	CLEAN(view_free) struct view lines = VIEW;
	struct view_office *o;
	size_t n;

	TRY(view_offices(&p->ask, p->a, &o, &n));
	view_complete_of(&lines, o, n);
	*out = arena_dup(
	    p->a, span_str(board_tr(p, lines.line[0].es, lines.line[0].en)));
	return (NULL);
}

static err_t
list(struct page *p)
{
	struct deals_view v = { .before = "", .after = "" };
	struct reading x = { .p = p, .v = &v };

	TRY(asked(&x));
	v.rows = arena_new(p->a, PAGE * sizeof(*v.rows));
	TRY(view_agreements_each(&p->ask, step, &x));
	if (x.page > 1 && v.rows_n == 0)
		return (err_new(ERR_MISSING, "no such page"));
	TRY(guard(p, &v));
	chips(&x);
	v.first = v.rows_n == 0 ? 0 : (x.page - 1) * PAGE + 1;
	v.last = (x.page - 1) * PAGE + (int64_t)v.rows_n;
	if (x.page > 1)
		v.before = address(p, x.state, x.shown, x.page - 1);
	if (v.last < v.found)
		v.after = address(p, x.state, x.shown, x.page + 1);
	TRY(complete(p, &v.complete));
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
