/*
 * board_frame -- the page around what a screen wrote.
 */
#include "hub/board_in.h"
#include "hub/pages/frame.h"
#include "proto/base/say.h"
#include "proto/ui/fmt.h"

enum counted { COUNT_NONE, COUNT_LATE };

static const struct {
	const char *path, *icon, *es, *en;
	enum counted count;
	unsigned roles; /* 0: everybody */
} items[] = {
#define NAV(path, icon, es, en, count, roles)                                  \
	{ path, icon, es, en, COUNT_##count, roles },
#include "hub/pages/nav.def"
#undef NAV
};
#define ITEMS (sizeof(items) / sizeof(items[0]))

static const char *
role_of(struct page *p)
{
	for (int64_t i = 1; i <= 8; i++)
		if ((p->who->roles & 1U << i) != 0)
			return (board_code(p, "role", i));
	return ("");
}

static void
fill_nav(struct page *p, int64_t late, struct shell_side *s)
{
	size_t at;

	s->nav = arena_new(p->a, ITEMS * sizeof(*s->nav));
	for (size_t i = 0; i < ITEMS; i++) {
		struct shell_item *x = &s->nav[s->nav_n];

		if (items[i].roles != 0 && !board_may(p, items[i].roles))
			continue;
		*x = (struct shell_item){ .path = items[i].path,
			.icon = items[i].icon,
			.text = board_tr(p, items[i].es, items[i].en),
			.count = items[i].count == COUNT_LATE ? late : 0 };
		x->count_text = arena_fmt(p->a, "%lld %s", (long long)x->count,
		    board_tr(p, "con retraso", "behind"));
		s->nav_n++;
	}
	at = shell_current(s->nav, s->nav_n, serve_path(p->q));
	if (at < s->nav_n)
		s->nav[at].current = true;
}

/* Offices up to date, in one line: the same on every page of a snapshot. */
static err_t
freshness(struct page *p, struct frame_view *v, int64_t *late)
{
	struct view_office *o;
	size_t n, now = 0;

	TRY(view_offices(&p->ask, p->a, &o, &n));
	for (size_t i = 0; i < n; i++)
		now += o[i].fresh == FRESH_NOW ? 1 : 0;
	*late = (int64_t)(n - now);
	v->all_fresh = now == n;
	v->fresh =
	    arena_fmt(p->a, "%zu %s %zu %s", now, board_tr(p, "de", "of"), n,
		board_tr(p, "oficinas al día", "offices up to date"));
	return (NULL);
}

static void
fill(struct page *p, struct frame_view *v)
{
	char day[FMT_MAX];
	int64_t late = 0;
	err_t e;

	fmt_day(p->today, p->lang, day);
	*v = (struct frame_view){ .lang = board_tr(p, "es-MX", "en"),
		.title = p->title == NULL ? "Mesas" : p->title,
		.side = { .under =
			      board_tr(p, "Centro federal", "Federal centre"),
		    .english = strcmp(p->lang, "en") == 0,
		    .here = strcmp(serve_method(p->q), "POST") == 0
				? "/"
				: serve_path(p->q) },
		.fresh = "",
		.fault = p->fault,
		.today = arena_dup(p->a, span_str(day)) };
	if (p->x.said[0] != '\0') {
		v->said = arena_dup(p->a, span_str(p->x.said));
		v->said_bad = p->x.said_bad;
		board_session_said(p->b, p->x.sid, NULL, false);
	}
	if (p->who == NULL)
		return;
	v->side.entered = true;
	v->side.name = p->who->name;
	v->side.role = role_of(p);
	e = p->l == NULL ? NULL : freshness(p, v, &late);
	if (e != NULL)
		say_err("pages", e);
	fill_nav(p, late, &v->side);
}

err_t
board_frame(struct page *p)
{
	struct frame_view v;
	struct html h = html_begin(&p->r->body, p->lang);

	h.nonce = p->nonce;
	h.token = p->token;
	fill(p, &v);
	p->r->type = "text/html; charset=utf-8";
	frame_top_tpl(&h, &v);
	TRY(html_end(&h));
	TRY(buf_span(&p->r->body, buf_all(&p->content)));
	frame_end_tpl(&h, &v);
	return (html_end(&h));
}
