#include "hub/pages/offices_in.h"

#include <stdlib.h>

#include "proto/domain/rule.h"

#define STATES (FRESH_NEVER + 1)

struct offices_mark
offices_mark(const struct page *p, enum view_fresh f)
{
	static const char *const icons[STATES] = {
		[FRESH_NOW] = "cloud-check",
		[FRESH_AGEING] = "clock",
		[FRESH_SILENT] = "cloud-off",
		[FRESH_NEVER] = "cloud-off",
	};
	const struct view_standing *s = view_standing(f);

	return ((struct offices_mark){
	    view_pill(s->mood), icons[f], board_tr(p, s->es, s->en) });
}

const char *
offices_complete(struct page *p, const struct view_office *o, size_t n)
{
	CLEAN(view_free) struct view lines = VIEW;

	view_complete_of(&lines, o, n);
	return (arena_dup(
	    p->a, span_str(view_line_say(&lines, "complete", p->lang))));
}

static err_t
row(struct page *p, const struct view_office *o, struct office_view *v)
{
	*v = (struct office_view){ 0 };
	v->is = (struct offices_row){
		.code = o->code,
		.name = o->name,
		.href = arena_fmt(p->a, "/oficinas/%s", o->code),
		.stands = offices_mark(p, o->fresh),
		.contact = o->contact,
		.through = o->contact == 0 ? 0 : o->through,
		.heard = o->contact != 0,
		.backlog = o->backlog,
		.computers = o->computers,
		.disputes = o->disputes,
		.skew = llabs(o->skew) > RULE_SKEW_S ? o->skew : 0,
		.version = o->version,
	};
	return (offices_read(p, o, v));
}

static const char *
address(struct page *p, size_t only)
{
	return (only == STATES
		    ? "/oficinas"
		    : arena_fmt(p->a, "/oficinas?estado=%s",
			  view_standing((enum view_fresh)only)->name));
}

/* *only: how they have to stand, STATES for all; MISSING when there is no such
 * word. */
static err_t
filter(struct page *p, const struct view_office *o, size_t n,
    struct chips *chips, size_t *only)
{
	const char *ask = board_ask(p, "estado");
	int64_t of[STATES] = { 0 };

	*only = STATES;
	for (size_t s = 0; ask != NULL && s < STATES; s++)
		if (strcmp(ask, view_standing((enum view_fresh)s)->name) == 0)
			*only = s;
	if (ask != NULL && *only == STATES)
		return (err_new(ERR_MISSING, "no such state of an office"));
	for (size_t i = 0; i < n; i++)
		of[o[i].fresh]++;
	*chips = chips_make(p->a,
	    board_tr(p, "Filtros de oficinas", "Filters of offices"),
	    STATES + 1);
	(void)chips_add(chips, board_tr(p, "Todas", "All"), address(p, STATES),
	    (int64_t)n, *only == STATES);
	for (size_t s = 0; s < STATES; s++)
		(void)chips_add(chips, offices_mark(p, (enum view_fresh)s).text,
		    address(p, s), of[s], *only == s);
	return (NULL);
}

static err_t
list(struct page *p)
{
	struct offices_view v = { .whole = true };
	struct view_office *o;
	int64_t found = 0;
	size_t n, only;

	TRY(pager_asked(p, &v.pager));
	TRY(view_offices(&p->ask, p->a, &o, &n));
	TRY(filter(p, o, n, &v.chips, &only));
	v.rows = arena_new(p->a, PAGER_ROWS * sizeof(*v.rows));
	for (size_t i = 0; i < n; i++) {
		struct office_view one;

		v.whole = v.whole && !o[i].missing;
		if (only < STATES && (size_t)o[i].fresh != only)
			continue;
		if (!pager_has(&v.pager, found++))
			continue;
		TRY(row(p, &o[i], &one));
		v.rows[v.rows_n++] = one.is;
	}
	TRY(pager_set(p, &v.pager, address(p, only), found));
	v.complete = offices_complete(p, o, n);
	board_title(
	    p, board_tr(p, "Oficinas y sincronización", "Offices and sending"));
	offices_tpl(&p->h, &v);
	return (NULL);
}

static err_t
one(struct page *p)
{
	const char *code = board_rest(p);
	struct office_view v;
	struct view_office *o;
	size_t n, i = 0;

	TRY(view_offices(&p->ask, p->a, &o, &n));
	while (i < n && strcmp(o[i].code, code) != 0)
		i++;
	if (i == n)
		return (err_new(ERR_MISSING, "no such office"));
	TRY(row(p, &o[i], &v));
	board_title(p, v.is.name);
	office_tpl(&p->h, &v);
	return (NULL);
}

const struct screen offices_screens[] = {
	{ .method = "GET",
	    .path = "/oficinas",
	    .flags = BOARD_KEPT,
	    .run = list },
	{ .method = "GET",
	    .path = "/oficinas/",
	    .prefix = true,
	    .flags = BOARD_KEPT,
	    .run = one },
	{ .method = NULL },
};
