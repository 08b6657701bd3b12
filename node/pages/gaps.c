#include <stdlib.h>

#include "node/pages/gap.h"
#include "node/pages/gaps_in.h"
#include "proto/base/text.h"
#include "proto/ui/fmt.h"

#define ROWS  50
#define CHIPS 40

static const struct {
	const char *code, *es, *en;
} filters[GAPS_FILTERS] = {
	[GAPS_OPEN] = { "abiertas", "Abiertas", "Open" },
	[GAPS_BARE] = { "sin-acuerdo", "Sin acuerdo", "Without agreement" },
	[GAPS_ESCALATED] = { "escaladas", "Escaladas", "Escalated" },
	[GAPS_DISPUTE] = { "disputa", "En disputa", "In dispute" },
	[GAPS_RESOLVED] = { "resueltas", "Resueltas", "Resolved" },
	[GAPS_CLOSED] = { "cerradas", "No proceden", "Not pursued" },
	[GAPS_OTHERS] = { "otras", "De otras mesas", "Of other roundtables" },
};

static const char *
href(struct page *p, enum gaps_filter f, int64_t theme)
{
	const struct code *c = vocab_code(vocab_named("theme"), theme);

	return (arena_fmt(p->a, "/brechas?estado=%s%s%s", filters[f].code,
	    c == NULL ? "" : "&tema=", c == NULL ? "" : c->name));
}

static void
chips(struct page *p, const struct gaps_items *all, enum gaps_filter f,
    int64_t theme, struct gaps_view *v)
{
	const struct vocab *themes = vocab_named("theme");

	v->state =
	    chips_make(p->a, page_tr(p, "Por estado", "By state"), CHIPS);
	for (size_t s = 0; s < GAPS_FILTERS; s++) {
		int64_t n = 0;

		for (size_t i = 0; i < all->n; i++)
			n += gaps_is(&all->v[i], (enum gaps_filter)s) &&
			     (theme == 0 || all->v[i].theme == theme);
		(void)chips_add(&v->state,
		    page_tr(p, filters[s].es, filters[s].en),
		    href(p, (enum gaps_filter)s, theme), n, f == s);
	}
	v->theme = chips_make(p->a, page_tr(p, "Por tema", "By theme"), CHIPS);
	for (size_t t = 0; themes != NULL && t < themes->n && t < CHIPS; t++) {
		int64_t no = themes->codes[t].no, n = 0;

		for (size_t i = 0; i < all->n; i++)
			n += gaps_is(&all->v[i], f) && all->v[i].theme == no;
		if (n > 0 || theme == no)
			(void)marks_theme_chip(&v->theme, marks_theme(p, no),
			    href(p, f, theme == no ? 0 : no), n, theme == no);
	}
}

/* The gravest, then the oldest. */
static int
by_weight(const void *a, const void *b)
{
	const struct gaps_item *x = a, *y = b;

	if (x->severity != y->severity)
		return (x->severity > y->severity ? -1 : 1);
	if (x->age != y->age)
		return (x->age > y->age ? -1 : 1);
	return (x->id < y->id ? -1 : x->id > y->id);
}

static const char *
summary(struct page *p, const struct gaps_items *all)
{
	int64_t open = 0, bare = 0, oldest = 0;
	char a[FMT_MAX], b[FMT_MAX];

	for (size_t i = 0; i < all->n; i++) {
		if (!gaps_is(&all->v[i], GAPS_OPEN))
			continue;
		open++;
		bare += gaps_is(&all->v[i], GAPS_BARE);
		oldest = all->v[i].age > oldest ? all->v[i].age : oldest;
	}
	fmt_int(open, a);
	fmt_int(bare, b);
	return (arena_fmt(p->a,
	    strcmp(p->lang, "en") == 0
		? "%s open, %s without an agreement; the oldest: %s"
		: "%s abiertas, %s sin acuerdo; la más antigua: %s",
	    a, b, marks_days(p, oldest)));
}

static err_t
rows(struct page *p, const struct gaps_items *all, enum gaps_filter f,
    int64_t theme, struct gaps_view *v)
{
	struct gaps_item *w = arena_new(p->a, (all->n + 1) * sizeof(*w));
	const char *from = page_ask(p, "desde"), *self = href(p, f, theme);
	int64_t skip = 0;
	size_t n = 0;

	if (from != NULL && (text_int(from, &skip) != NULL || skip < 0))
		return (err_new(ERR_MISSING, "no such page of the list"));
	for (size_t i = 0; i < all->n; i++)
		if (gaps_is(&all->v[i], f) &&
		    (theme == 0 || all->v[i].theme == theme))
			w[n++] = all->v[i];
	if (n > 0)
		qsort(w, n, sizeof(*w), by_weight);
	v->all = (int64_t)n;
	v->next = skip + ROWS < v->all ? arena_fmt(p->a, "%s&desde=%lld", self,
					     (long long)skip + ROWS)
				       : "";
	v->back = skip > 0 ? arena_fmt(p->a, "%s&desde=%lld", self,
				 (long long)(skip > ROWS ? skip - ROWS : 0))
			   : "";
	v->rows = arena_new(p->a, ROWS * sizeof(*v->rows));
	for (size_t i = (size_t)skip; i < n && v->rows_n < ROWS; i++)
		TRY(gaps_row(p, &w[i], &v->rows[v->rows_n++]));
	return (NULL);
}

static err_t
list(struct page *p)
{
	const char *state = page_ask(p, "estado"), *t = page_ask(p, "tema");
	const struct code *c =
	    t == NULL ? NULL : vocab_find(vocab_named("theme"), t);
	struct gaps_view v = { .write = page_may(p, ROLES_WRITE) };
	int64_t theme = c == NULL ? 0 : c->no;
	enum gaps_filter f = GAPS_OPEN;
	struct gaps_items all;

	for (size_t i = 0; state != NULL && i < GAPS_FILTERS; i++)
		if (strcmp(filters[i].code, state) == 0)
			f = (enum gaps_filter)i;
	TRY(gaps_read(p, &all));
	v.summary = summary(p, &all);
	v.filtered = f != GAPS_OPEN || theme != 0;
	chips(p, &all, f, theme, &v);
	TRY(gaps_asked(p, &v));
	TRY(rows(p, &all, f, theme, &v));
	page_begin(p, page_tr(p, "Brechas", "Gaps"));
	gaps_tpl(&p->h, &v);
	return (page_end(p));
}

/* ---- a new one ---------------------------------------------------------- */

static err_t
show_new(struct page *p)
{
	const struct entity *e = schema_entity(ENTITY_gap);
	struct gaps_new_view v = { .in =
				       inputs_new(p, "/brechas", "nueva", 20) };
	struct page_mesa *m;
	struct input *x;
	size_t n;

	TRY(page_mesas(p, &m, &n));
	v.mine = n > 0;
	x = inputs_add(p, &v.in, schema_field(e, FIELD_gap_roundtable),
	    n == 1 ? val_int(m[0].id) : val_null());
	for (size_t i = 0; i < n; i++) {
		const char *id = page_id(p, m[i].id);

		inputs_option(p, x, id,
		    arena_fmt(p->a, "%s · %s", m[i].code,
			text_short(p->a, span_str(m[i].name), 80)),
		    strcmp(x->value, id) == 0);
	}
	for (const int *f = gap_fields(); *f != 0; f++) {
		x = inputs_add(p, &v.in, schema_field(e, (uint64_t)*f),
		    *f == FIELD_gap_identified_on ? val_int(p->today)
						  : val_null());
		x->required = x->required || *f == FIELD_gap_title;
	}
	page_begin(p, page_tr(p, "Nueva brecha", "New gap"));
	gaps_new_tpl(&p->h, &v);
	return (page_end(p));
}

static err_t
create(struct page *p, dot_t *id)
{
	static const int roundtable[] = { FIELD_gap_roundtable, 0 };
	const struct entity *e = schema_entity(ENTITY_gap);
	CLEAN(cmd_end) struct act *act = NULL;
	struct inputs_change *c = arena_new(p->a, sizeof(*c));

	TRY(inputs_changes(p, e, NULL, roundtable, c));
	TRY(inputs_changes(p, e, NULL, gap_fields(), c));
	if (page_field(p, "title")[0] == '\0')
		return (inputs_fault("Escriba el título de la brecha.",
		    "Write the title of the gap."));
	inputs_set(c, FIELD_gap_status, val_int(CODE_gap_status_identified));
	TRY(page_act(p, &act));
	TRY(inputs_write(act, e, id, c));
	return (page_save(p, act));
}

static err_t
add(struct page *p)
{
	dot_t id = 0;
	err_t e = create(p, &id);

	if (e != NULL && (e->code == ERR_RULE || e->code == ERR_DATA)) {
		p->fault = page_sentence(p, e);
		p->r->status = 422;
		return (show_new(p));
	}
	TRY(e);
	page_say(p, "La brecha quedó guardada.", "The gap is saved.");
	return (page_go(p, "%s", marks_href(p, schema_entity(ENTITY_gap), id)));
}

const struct screen gaps_screens[] = {
	{ .method = "GET", .path = "/brechas", .run = list },
	{ .method = "GET",
	    .path = "/brechas/nueva",
	    .roles = ROLES_WRITE,
	    .run = show_new },
	{ .method = "POST",
	    .path = "/brechas/nueva",
	    .roles = ROLES_WRITE,
	    .run = add },
	{ .method = NULL },
};
