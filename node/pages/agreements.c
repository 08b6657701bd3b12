#include <stdlib.h>

#include "node/pages/agreements_in.h"
#include "proto/base/text.h"
#include "proto/ui/fmt.h"

#define ROWS  50
#define CHIPS 40

static const struct {
	const char *code, *es, *en;
} states[STATE_FILTERS] = {
	[STATE_OPEN] = { "abiertos", "Abiertos", "Open" },
	[STATE_OVERDUE] = { "vencidos", "Vencidos", "Overdue" },
	[STATE_MONTH] = { "mes", "Vencen este mes", "Due this month" },
	[STATE_DISPUTE] = { "disputa", "En disputa", "In dispute" },
	[STATE_NO_REPORT] = { "sin-reporte", "Sin reporte", "No report" },
	[STATE_DONE] = { "cumplidos", "Cumplidos", "Done" },
	[STATE_CANCELLED] = { "cancelados", "Cancelados", "Cancelled" },
	[STATE_ALL] = { "todos", "Todos", "All" },
};

/* ---- addresses ---------------------------------------------------------- */

const char *
agreements_href(struct page *p, const struct agreements_filter *f)
{
	const struct code *c = vocab_code(vocab_named("theme"), f->theme);
	const char *s =
	    arena_fmt(p->a, "/acuerdos?estado=%s", states[f->state].code);

	if (c != NULL)
		s = arena_fmt(p->a, "%s&tema=%s", s, c->name);
	if (f->mesa != 0)
		s = arena_fmt(p->a, "%s&mesa=%s", s,
		    f->mesa == -1 ? "todas" : page_id(p, f->mesa));
	if (f->institution != 0)
		s = arena_fmt(
		    p->a, "%s&institucion=%s", s, page_id(p, f->institution));
	return (s);
}

/* A record of the address; 0 when it is not asked for. */
static err_t
asked(struct page *p, const char *name, uint64_t entity, dot_t *id)
{
	const char *s = page_ask(p, name);
	struct record r;

	*id = 0;
	if (s == NULL || s[0] == '\0')
		return (NULL);
	TRY(page_record(p, s, schema_entity(entity), &r));
	*id = r.id;
	return (NULL);
}

static err_t
filter_of(struct page *p, struct agreements_filter *f)
{
	const char *state = page_ask(p, "estado"), *mesa = page_ask(p, "mesa");
	const char *theme = page_ask(p, "tema");
	const struct code *c =
	    theme == NULL ? NULL : vocab_find(vocab_named("theme"), theme);

	*f = (struct agreements_filter){ .theme = c == NULL ? 0 : c->no };
	for (size_t i = 0; state != NULL && i < STATE_FILTERS; i++)
		if (strcmp(states[i].code, state) == 0)
			f->state = (enum state_filter)i;
	TRY(asked(p, "institucion", ENTITY_institution, &f->institution));
	if (mesa != NULL && strcmp(mesa, "todas") == 0) {
		f->mesa = -1;
		return (NULL);
	}
	return (asked(p, "mesa", ENTITY_roundtable, &f->mesa));
}

/* ---- chips -------------------------------------------------------------- */

static void
state_chips(struct page *p, const struct agreements_items *all,
    const struct agreements_filter *f, struct agreements_view *v)
{
	v->state =
	    chips_make(p->a, page_tr(p, "Por estado", "By state"), CHIPS);
	for (size_t s = 0; s < STATE_FILTERS; s++) {
		struct agreements_filter to = *f;
		int64_t n = 0;

		for (size_t i = 0; i < all->n; i++)
			n += (all->v[i].pass | PASS_STATE) == PASS_ALL &&
			     agreements_is(p, &all->v[i], (enum state_filter)s);
		to.state = (enum state_filter)s;
		(void)chips_add(&v->state,
		    page_tr(p, states[s].es, states[s].en),
		    agreements_href(p, &to), n, f->state == to.state);
	}
}

static void
theme_chips(struct page *p, const struct agreements_items *all,
    const struct agreements_filter *f, struct agreements_view *v)
{
	const struct vocab *themes = vocab_named("theme");

	v->theme = chips_make(p->a, page_tr(p, "Por tema", "By theme"), CHIPS);
	must(themes != NULL);
	for (size_t t = 0; t < themes->n && t < CHIPS; t++) {
		struct agreements_filter to = *f;
		struct theme_mark m = marks_theme(p, themes->codes[t].no);
		bool on = f->theme == themes->codes[t].no;
		int64_t n = 0;

		for (size_t i = 0; i < all->n; i++)
			n += (all->v[i].pass | PASS_THEME) == PASS_ALL &&
			     all->v[i].theme == themes->codes[t].no;
		if (n == 0 && !on)
			continue;
		to.theme = on ? 0 : themes->codes[t].no;
		(void)marks_theme_chip(
		    &v->theme, m, agreements_href(p, &to), n, on);
	}
}

static err_t
mesa_chip(struct page *p, const struct agreements_items *all,
    const struct agreements_filter *f, dot_t mesa, const char *text,
    struct agreements_view *v)
{
	struct agreements_filter to = *f;
	int64_t n = 0;

	for (size_t i = 0; i < all->n; i++)
		n += (all->v[i].pass | PASS_MESA) == PASS_ALL &&
		     (mesa == -1 ||
			 (mesa == 0 ? all->v[i].own : all->v[i].root == mesa));
	to.mesa = mesa;
	if (text == NULL)
		TRY(page_name(
		    p, schema_entity(ENTITY_roundtable), mesa, &text));
	(void)chips_add(
	    &v->mesa, text, agreements_href(p, &to), n, f->mesa == mesa);
	return (NULL);
}

/* One's own roundtables first; there is no choice when there is only one. */
static err_t
mesa_chips(struct page *p, const struct agreements_items *all,
    const struct agreements_filter *f, struct agreements_view *v)
{
	v->mesa =
	    chips_make(p->a, page_tr(p, "Por mesa", "By roundtable"), CHIPS);
	v->mesas = all->roots > 1 || f->mesa != 0;
	TRY(mesa_chip(
	    p, all, f, 0, page_tr(p, "De mi oficina", "Of my office"), v));
	for (int own = 1; own >= 0; own--)
		for (size_t i = 0; i < all->roots && v->mesa.v_n < CHIPS - 1;
		     i++)
			if (all->own[i] == (own == 1))
				TRY(mesa_chip(
				    p, all, f, all->root[i], NULL, v));
	return (
	    mesa_chip(p, all, f, -1, page_tr(p, "Todas", "All of them"), v));
}

/* ---- the order ---------------------------------------------------------- */

/* What needs attention first. */
static int
urgency(const struct agreements_item *x)
{
	switch (x->plain) {
	case CODE_agreement_shown_overdue:
		return (0);
	case CODE_agreement_shown_due_soon:
		return (x->disputed ? 1 : 2);
	case CODE_agreement_shown_no_report:
		return (x->disputed ? 1 : 3);
	case CODE_agreement_shown_done_on_time:
	case CODE_agreement_shown_done_late:
		return (x->disputed ? 1 : 5);
	case CODE_agreement_shown_cancelled:
		return (x->disputed ? 1 : 6);
	default:
		return (x->disputed ? 1 : 4);
	}
}

static int
by_urgency(const void *a, const void *b)
{
	const struct agreements_item *x = a, *y = b;
	int u = urgency(x), w = urgency(y);

	if (u != w)
		return (u < w ? -1 : 1);
	/* What is over: the last first. */
	if (x->ended && y->ended && x->done != y->done)
		return (x->done > y->done ? -1 : 1);
	if (x->has_due != y->has_due)
		return (x->has_due ? -1 : 1);
	if (x->due != y->due)
		return (x->due < y->due ? -1 : 1);
	return (x->id < y->id ? -1 : x->id > y->id);
}

/* ---- the page ----------------------------------------------------------- */

static const char *
summary(struct page *p, const struct agreements_items *all)
{
	char open[FMT_MAX], late[FMT_MAX], done[FMT_MAX];
	int64_t o = 0, l = 0, d = 0;

	for (size_t i = 0; i < all->n; i++) {
		if ((all->v[i].pass & PASS_MESA) == 0)
			continue;
		o += agreements_is(p, &all->v[i], STATE_OPEN);
		l += agreements_is(p, &all->v[i], STATE_OVERDUE);
		d += agreements_is(p, &all->v[i], STATE_DONE);
	}
	fmt_int(o, open);
	fmt_int(l, late);
	fmt_int(d, done);
	return (arena_fmt(p->a,
	    strcmp(p->lang, "en") == 0
		? "Open: %s · overdue: %s · done: %s"
		: "Abiertos: %s · vencidos: %s · cumplidos: %s",
	    open, late, done));
}

/* A page of what passes everything. */
static err_t
rows(struct page *p, const struct agreements_items *all,
    const struct agreements_filter *f, struct agreements_view *v)
{
	struct agreements_item *w = arena_new(p->a, (all->n + 1) * sizeof(*w));
	const char *from = page_ask(p, "desde");
	const char *self = agreements_href(p, f);
	int64_t skip = 0;
	size_t n = 0;

	v->file = arena_fmt(
	    p->a, "/exportar/agreement.xlsx%s", self + strlen("/acuerdos"));
	if (from != NULL && (text_int(from, &skip) != NULL || skip < 0))
		return (err_new(ERR_MISSING, "no such page of the list"));
	for (size_t i = 0; i < all->n; i++)
		if (all->v[i].pass == PASS_ALL)
			w[n++] = all->v[i];
	if (n > 0)
		qsort(w, n, sizeof(*w), by_urgency);
	v->all = (int64_t)n;
	v->next = skip + ROWS < v->all ? arena_fmt(p->a, "%s&desde=%lld", self,
					     (long long)skip + ROWS)
				       : "";
	v->back = skip > 0 ? arena_fmt(p->a, "%s&desde=%lld", self,
				 (long long)(skip > ROWS ? skip - ROWS : 0))
			   : "";
	v->rows = arena_new(p->a, ROWS * sizeof(*v->rows));
	for (size_t i = (size_t)skip; i < n && v->rows_n < ROWS; i++)
		TRY(agreements_row(
		    p, &w[i], f->mesa != 0 || v->mesas, &v->rows[v->rows_n++]));
	return (NULL);
}

static err_t
list(struct page *p)
{
	struct agreements_view v = { .rows_n = 0 };
	struct agreements_items *all = arena_new(p->a, sizeof(*all));
	struct agreements_filter f;

	TRY(filter_of(p, &f));
	TRY(agreements_read(p, &f, all));
	v.filtered = f.state != STATE_OPEN || f.theme != 0 || f.mesa != 0 ||
		     f.institution != 0;
	v.summary = summary(p, all);
	state_chips(p, all, &f, &v);
	theme_chips(p, all, &f, &v);
	TRY(mesa_chips(p, all, &f, &v));
	v.institution.label =
	    page_tr(p, "Por institución responsable", "By institution");
	v.institution_on = f.institution != 0;
	TRY(agreements_institutions(p, all, &v, &f));
	TRY(rows(p, all, &f, &v));
	page_begin(p, page_tr(p, "Acuerdos", "Agreements"));
	agreements_tpl(&p->h, &v);
	return (page_end(p));
}

const struct screen agreements_screens[] = {
	{ .method = "GET", .path = "/acuerdos", .run = list },
	{ .method = NULL },
};
