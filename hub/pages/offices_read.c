/*
 * offices_read -- an office's computers, what they sent, and its spaces.
 */
#include <stdio.h>
#include <stdlib.h>

#include "hub/pages/offices_in.h"
#include "hub/registry.h"
#include "proto/domain/geo.h"
#include "proto/domain/rule.h"

#define DAY    86400
#define HEIGHT 16
#define STEP   8

SQL_SCAN(offices_logs, "SELECT no FROM log WHERE node = ?1");
SQL(offices_positions, "SELECT count, receipt FROM position WHERE log = ?1"
		       " ORDER BY first DESC");

/* ---- what came ---------------------------------------------------------- */

static err_t
log_received(struct page *p, int64_t log, int64_t day[OFFICES_DAYS])
{
	CLEAN(rows_done) struct rows r = { 0 };
	bool more;

	TRY(db_query(&r, ledger_db(p->l), &offices_positions, A_INT(log)));
	for (;;) {
		int64_t ago;

		TRY(rows_next(&r, &more));
		if (!more)
			return (NULL);
		ago = (p->now - rows_int(&r, 1)) / DAY;
		if (ago >= OFFICES_DAYS)
			return (NULL);
		if (ago >= 0)
			day[OFFICES_DAYS - 1 - ago] += rows_int(&r, 0);
	}
}

err_t
offices_received(
    struct page *p, const uint8_t key[KEY_LEN], int64_t day[OFFICES_DAYS])
{
	CLEAN(rows_done) struct rows r = { 0 };
	bool more;

	TRY(db_query(
	    &r, ledger_db(p->l), &offices_logs, val_blob(key, KEY_LEN)));
	for (;;) {
		TRY(rows_next(&r, &more));
		if (!more)
			return (NULL);
		TRY(log_received(p, rows_int(&r, 0), day));
	}
}

struct offices_chart
offices_chart(struct page *p, const int64_t day[OFFICES_DAYS])
{
	struct offices_chart c = { .path = "" };
	int64_t most = 1;

	for (size_t i = 0; i < OFFICES_DAYS; i++) {
		c.total += day[i];
		most = day[i] > most ? day[i] : most;
	}
	if (c.total == 0)
		return (c);
	for (size_t i = 0; i < OFFICES_DAYS; i++) {
		/* Something is never nothing. */
		int64_t h = day[i] == 0 ? 1 : 3 + (HEIGHT - 3) * day[i] / most;

		c.path = arena_fmt(p->a, "%sM%zu %dv-%lldh5v%lldz", c.path,
		    i * STEP, HEIGHT + 1, (long long)h, (long long)h);
	}
	return (c);
}

/* ---- one office --------------------------------------------------------- */

struct reading {
	struct page *p;
	struct office_view *v;
	int64_t day[OFFICES_DAYS]; /* of the office */
};

static err_t
node(void *ctx, const struct reg_node *n)
{
	struct reading *x = ctx;
	struct page *p = x->p;
	struct office_view *v = x->v;
	int64_t day[OFFICES_DAYS] = { 0 };
	struct offices_node *w;
	char print[44];

	arena_room(
	    p->a, &v->nodes, &v->nodes_cap, v->nodes_n + 1, sizeof(*v->nodes));
	w = &v->nodes[v->nodes_n++];
	registry_print(n->key, print);
	TRY(offices_received(p, n->key, day));
	for (size_t i = 0; i < OFFICES_DAYS; i++)
		x->day[i] += day[i];
	*w = (struct offices_node){
		.computer = arena_dup(p->a, span_str(n->computer)),
		.print = arena_fmt(p->a, "%.12s", print),
		.status = board_code(p, "node_status", n->status),
		.active = n->status == CODE_node_status_active,
		.mood = n->status == CODE_node_status_active ? "ok" : "bad",
		.software = arena_dup(p->a, span_str(n->software)),
		.letter =
		    n->letter == 0 ? "" : arena_fmt(p->a, "%c", n->letter),
		.heard = n->contact != 0,
		.enrolled = n->enrolled,
		.contact = n->contact,
		.backlog = n->backlog,
		.skew = llabs(n->skew) > RULE_SKEW_S ? n->skew : 0,
		.certificate = (n->until - p->now) / DAY,
		.ending = (n->until - p->now) / DAY < LIMIT_NODE_SOON,
		.chart = offices_chart(p, day),
	};
	if (w->active &&
	    (!v->is.certified || w->certificate < v->is.certificate)) {
		v->is.certified = true;
		v->is.certificate = w->certificate;
		v->is.ending = w->ending;
	}
	return (NULL);
}

static err_t
space(void *ctx, const char *name, int64_t gained, int64_t lost)
{
	struct reading *x = ctx;
	struct page *p = x->p;
	struct office_view *v = x->v;
	bool place = geo_name(name) != NULL;

	arena_room(p->a, &v->spaces, &v->spaces_cap, v->spaces_n + 1,
	    sizeof(*v->spaces));
	v->spaces[v->spaces_n++] = (struct offices_space){
		.code = arena_dup(p->a, span_str(name)),
		.name = cmd_space_label(name, p->lang),
		.href = !place ? "" : arena_fmt(p->a, "/entidades/%.2s", name),
		.since = gained,
		.until = lost,
	};
	return (NULL);
}

err_t
offices_read(struct page *p, const struct view_office *o, struct office_view *v)
{
	struct reading x = { .p = p, .v = v };
	struct db *db = ledger_db(p->l);
	struct reg_office r;

	TRY(registry_office(db, o->code, &r));
	TRY(registry_nodes(db, r.no, node, &x));
	v->is.chart = offices_chart(p, x.day);
	return (registry_spaces(db, r.no, space, &x));
}
