#include "hub/pages/offices_in.h"

#include <stdlib.h>

#include "proto/domain/rule.h"
#include "proto/domain/vocab.h"

/* How an office stands: the worst first, as they are looked for. */
static const struct {
	const char *code, *es, *en, *mood, *icon;
} states[] = {
	[FRESH_NOW] = { "al-dia", "Al día", "Up to date", "ok", "cloud-check" },
	[FRESH_AGEING] = { "con-retraso", "Con retraso", "Behind", "warn",
	    "clock" },
	[FRESH_SILENT] = { "en-silencio", "En silencio", "Silent", "bad",
	    "cloud-off" },
	[FRESH_NEVER] = { "sin-contacto", "Sin contacto", "Never heard of",
	    "bad", "cloud-off" },
};
#define STATES (sizeof(states) / sizeof(states[0]))

const char *
offices_mood(enum view_fresh f)
{
	return (states[f].mood);
}

const char *
offices_icon(enum view_fresh f)
{
	return (states[f].icon);
}

const char *
offices_fresh(const struct page *p, enum view_fresh f)
{
	return (board_tr(p, states[f].es, states[f].en));
}

static err_t
row(struct page *p, const struct view_office *o, struct office_view *v)
{
	*v = (struct office_view){ .is = {
				       .code = o->code,
				       .name = o->name,
				       .href = arena_fmt(
					   p->a, "/oficinas/%s", o->code),
				       .mood = states[o->fresh].mood,
				       .icon = states[o->fresh].icon,
				       .fresh = board_tr(p, states[o->fresh].es,
					   states[o->fresh].en),
				       .contact = o->contact,
				       .through =
					   o->contact == 0 ? 0 : o->through,
				       .heard = o->contact != 0,
				       .backlog = o->backlog,
				       .computers = o->computers,
				       .disputes = o->disputes,
				       .skew = llabs(o->skew) > RULE_SKEW_S
						   ? o->skew
						   : 0,
				       .version = o->version,
				   } };
	return (offices_read(p, o, v));
}

/* What the figures are out of; MISSING for a state that there is not. */
static err_t
filter(struct page *p, const struct view_office *o, size_t n,
    struct offices_view *v, size_t *only)
{
	const char *ask = board_ask(p, "estado");

	*only = STATES;
	v->chips = arena_new(p->a, (STATES + 1) * sizeof(*v->chips));
	v->chips[v->chips_n++] =
	    (struct offices_chip){ .text = board_tr(p, "Todas", "All"),
		    .href = "/oficinas",
		    .n = (int64_t)n,
		    .on = ask == NULL };
	for (size_t s = 0; s < STATES; s++) {
		struct offices_chip *c = &v->chips[v->chips_n++];

		*c = (struct offices_chip){
			.text = board_tr(p, states[s].es, states[s].en),
			.href = arena_fmt(
			    p->a, "/oficinas?estado=%s", states[s].code),
			.on = ask != NULL && strcmp(ask, states[s].code) == 0,
		};
		for (size_t i = 0; i < n; i++)
			c->n += (size_t)o[i].fresh == s ? 1 : 0;
		if (c->on)
			*only = s;
	}
	if (ask != NULL && *only == STATES)
		return (err_new(ERR_MISSING, "no such state of an office"));
	return (NULL);
}

static err_t
list(struct page *p)
{
	CLEAN(view_free) struct view whole = VIEW;
	struct offices_view v = { .whole = true };
	struct view_office *o;
	size_t n, only;

	TRY(view_offices(&p->ask, p->a, &o, &n));
	TRY(filter(p, o, n, &v, &only));
	v.rows = arena_new(p->a, (n + 1) * sizeof(*v.rows));
	for (size_t i = 0; i < n; i++) {
		struct office_view one;

		if (o[i].fresh >= FRESH_SILENT || o[i].backlog > 0)
			v.whole = false;
		if (only < STATES && (size_t)o[i].fresh != only)
			continue;
		TRY(row(p, &o[i], &one));
		v.rows[v.rows_n++] = one.is;
	}
	TRY(view_make(&whole, &p->ask, "freshness"));
	for (size_t i = 0; i < whole.lines; i++)
		if (strcmp(whole.line[i].name, "complete") == 0)
			v.complete = arena_dup(
			    p->a, span_str(board_tr(
				      p, whole.line[i].es, whole.line[i].en)));
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
