#include "hub/pages/overview_parts.h"

#include <stdio.h>

#include "proto/base/text.h"

/* ?space=07: MISSING when nothing is called so. */
static err_t
space(struct page *p)
{
	const char *s = board_ask(p, "space");

	if (s == NULL || s[0] == '\0')
		return (NULL);
	if (strlen(s) > LIMIT_SPACE_NAME || !text_ascii(span_str(s)))
		return (err_new(ERR_MISSING, "no such space"));
	return (ledger_space(p->l, s, false, &p->ask.space));
}

static err_t
page(struct page *p)
{
	TRY(space(p));
	board_title(p, board_tr(p, "Panorama nacional", "National overview"));
	return (overview_page(&p->ask, p->lang, &p->content));
}

static err_t
note(struct page *p, const char *name)
{
	CLEAN(house_close) struct house h = { 0 };

	TRY(board_house(p, &h));
	return (board_note(p, &h, VISIT_EXPORT, name));
}

/* NAME.csv or NAME.json. */
static err_t
download(struct page *p)
{
	CLEAN(view_free) struct view v = VIEW;
	char *name = arena_dup(p->a, span_str(board_rest(p)));
	char *dot = strrchr(name, '.');
	bool csv = dot != NULL && strcmp(dot, ".csv") == 0;
	const char *where;

	if (dot == NULL || (!csv && strcmp(dot, ".json") != 0))
		return (err_new(ERR_MISSING, "no such file"));
	*dot = '\0';
	TRY(space(p));
	TRY(view_make(&v, &p->ask, name));
	TRY(note(p, serve_path(p->q)));
	where =
	    p->ask.space == 0 ? "mx" : ledger_space_name(p->l, p->ask.space);
	board_file(p, csv ? "text/csv; charset=utf-8" : "application/json",
	    arena_fmt(p->a, "%s-%s.%s", name, where, dot + 1));
	return (
	    csv ? view_csv(&v, true, &p->r->body) : view_json(&v, &p->r->body));
}

const struct screen overview_screens[] = {
	{ .method = "GET", .path = "/", .flags = BOARD_KEPT, .run = page },
	{ .method = "GET", .path = "/view/", .prefix = true, .run = download },
	{ .method = NULL },
};
