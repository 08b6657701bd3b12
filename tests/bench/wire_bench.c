/*
 * wire_bench -- what travels: bytes and turns over roads of memory.  HTTP's
 * headers are added as they were measured on the real road (real.sh).
 */
#include <stdio.h>
#include <stdlib.h>

#include "tests/bench/stage.h"

#define HEADERS_UP   125
#define HEADERS_DOWN 90
#define SMALL        200  /* rows of an office */
#define LARGE        5000 /* the same, later */
#define CUT_ROWS     2000
#define CONFLICTS    100

/* The office writes its rows from first to last - 1. */
static size_t
write_rows(struct stage_site *s, struct work *w, size_t first, size_t last)
{
	CLEAN(tx_undo) struct tx tx = { 0 };
	size_t n = 0;

	stage_ok(tx_begin(&tx, s->st.db));
	stage_ok(ledger_refresh(s->st.l));
	for (size_t i = first; i < last && i < w->n; i++) {
		if (w->row[i].type == WORK_ROUNDTABLE)
			continue;
		stage_write(s, w, i);
		n++;
	}
	stage_ok(tx_commit(&tx));
	return (n);
}

/* So many edits of rows it has. */
static void
write_edits(struct stage_site *s, struct work *w, size_t rows, size_t n)
{
	CLEAN(tx_undo) struct tx tx = { 0 };

	stage_ok(tx_begin(&tx, s->st.db));
	stage_ok(ledger_refresh(s->st.l));
	while (n > 0) {
		size_t i = work_below(w, rows);

		if (w->row[i].dot == 0 || w->row[i].type <= WORK_ROUNDTABLE)
			continue;
		stage_edit(s, w, i, -1);
		n--;
	}
	stage_ok(tx_commit(&tx));
}

/* Bytes up of a sync with n edits. */
static double
push_edits(struct stage_site *s, struct work *w, size_t rows, size_t n)
{
	write_edits(s, w, rows, n);
	stage_sync(s);
	return ((double)s->ups);
}

static void
idle(struct stage_site *s, const char *name)
{
	char line[64];

	stage_sync(s);
	stage_sync(s);
	(void)snprintf(line, sizeof(line), "nothing new, %s: up", name);
	stage_line(line, (double)(s->up + HEADERS_UP), "B of HTTP", '<', 400);
	(void)snprintf(line, sizeof(line), "nothing new, %s: down", name);
	stage_line(
	    line, (double)(s->down + HEADERS_DOWN), "B of HTTP", '<', 200);
	(void)snprintf(line, sizeof(line), "nothing new, %s: turns", name);
	stage_line(line, s->stats.requests, "requests", '<', 1);
}

/* Edits and new rows of one office, idle in between. */
static void
bytes(void)
{
	struct stage g;
	struct work w;
	struct stage_site *s;
	double none, one, n;

	work_make(&w, LARGE, 1, 21);
	stage_open(&g, 1, 1);
	stage_found(&g, &w);
	s = &g.site[0];
	(void)write_rows(s, &w, 0, SMALL);
	stage_sync(s);
	idle(s, "small log");
	n = (double)write_rows(s, &w, SMALL, LARGE);
	none = (double)s->up;
	stage_sync(s);
	stage_line("new records, in segments",
	    ((double)s->ups - none * s->stats.requests) / n, "B a record", '<',
	    30);
	idle(s, "large log");
	one = push_edits(s, &w, LARGE, 1);
	n = push_edits(s, &w, LARGE, 20);
	stage_line("20 edits, seal and hello apart", (n - one) / 19,
	    "B an edit", '<', 20);
	(void)printf("# 20 edits: %.0f B in all, 1 edit: %.0f, none: %.0f\n", n,
	    one, none);
	n = push_edits(s, &w, LARGE, 1000);
	stage_line("1,000 edits, seal and hello apart", (n - one) / 999,
	    "B an edit", '<', 16);
	stage_close(&g);
	work_free(&w);
}

/* Two computers of one office. */
static void
both_ways(void)
{
	struct stage g;
	struct work w;
	struct stage_site *a, *b;
	double turns;

	work_make(&w, SMALL, 1, 22);
	stage_open(&g, 1, 2);
	stage_found(&g, &w);
	a = &g.site[0];
	b = &g.site[1];
	(void)write_rows(a, &w, 0, SMALL);
	stage_sync(a);
	stage_sync(b);
	write_edits(a, &w, SMALL, 20);
	write_edits(b, &w, SMALL, 20);
	stage_sync(a);
	turns = a->stats.requests;
	stage_sync(b);
	must(b->stats.commits_sent == 20 && b->stats.commits_received == 20);
	stage_line("push and pull of 20 edits each way",
	    b->stats.requests > turns ? b->stats.requests : turns, "requests",
	    '<', 1);
	stage_close(&g);
	work_free(&w);
}

/* Bytes sent until everything is there; the first long request is cut. */
static double
push_all(bool cut)
{
	struct stage g;
	struct work w;
	struct stage_site *s;
	double sent = 0;
	struct sync_stats stats;

	work_make(&w, CUT_ROWS, 1, 23);
	stage_open(&g, 1, 1);
	stage_found(&g, &w);
	s = &g.site[0];
	(void)write_rows(s, &w, 0, CUT_ROWS);
	s->ups = 0;
	if (cut) {
		s->cut = 20000;
		if (sync_run(&s->env, &s->road, &stats) == NULL) {
			/* It asked first: what came next was long. */
			(void)fprintf(stderr, "bench: nothing was cut\n");
			exit(70);
		}
		sent = (double)s->ups;
	}
	stage_sync(s);
	sent += (double)s->ups;
	stage_close(&g);
	work_free(&w);
	return (sent);
}

static void
cut_link(void)
{
	double whole = push_all(false), cut = push_all(true);

	stage_line("cut link: bytes sent again", cut - whole, "B", '<',
	    16384 + 0.05 * whole);
	(void)printf("# uncut %.0f B, cut once %.0f B\n", whole, cut);
}

static size_t
disputes(struct store *st, const char *space, size_t *kept)
{
	CLEAN(arena_free) struct arena a = ARENA;
	struct dispute *d;
	uint32_t no;
	size_t n;

	*kept = 0;
	stage_ok(ledger_refresh(st->l));
	stage_ok(ledger_space(st->l, space, false, &no));
	stage_ok(state_disputes(st->l, no, &a, &d, &n));
	for (size_t i = 0; i < n; i++) {
		struct version *v;
		size_t values;

		stage_ok(state_siblings(
		    st->l, d[i].record, d[i].field, &a, &v, &values));
		*kept += values == 2 ? 1 : 0;
	}
	return (n);
}

/* Both computers change the title of the same gaps, not knowing it. */
static void
disagree(struct stage_site *s, struct work *w)
{
	CLEAN(tx_undo) struct tx tx = { 0 };
	size_t left = CONFLICTS;

	stage_ok(tx_begin(&tx, s->st.db));
	stage_ok(ledger_refresh(s->st.l));
	for (size_t i = 0; i < w->n && left > 0; i++) {
		if (w->row[i].type != WORK_GAP)
			continue;
		stage_edit(s, w, i, 0);
		left--;
	}
	must(left == 0);
	stage_ok(tx_commit(&tx));
}

static void
conflicts(void)
{
	struct stage g;
	struct work w;
	struct stage_site *a, *b;
	double none, turns;
	size_t least = CONFLICTS, kept;
	struct store *st[3];

	work_make(&w, 10 * CONFLICTS, 1, 24);
	stage_open(&g, 1, 2);
	stage_found(&g, &w);
	a = &g.site[0];
	b = &g.site[1];
	(void)write_rows(a, &w, 0, w.n);
	stage_sync(a);
	stage_sync(b);
	stage_sync(b);
	none = (double)(b->up + b->down);
	disagree(a, &w);
	disagree(b, &w);
	stage_sync(a);
	stage_sync(b);
	turns = b->stats.requests;
	stage_line("100 conflicts: sync of the second",
	    ((double)(b->ups + b->down) - none) / CONFLICTS, "B each", '<', 40);
	stage_sync(a);
	stage_line("100 conflicts: turns",
	    turns > a->stats.requests ? turns : a->stats.requests, "requests",
	    '<', 2);
	st[0] = &g.hub;
	st[1] = &a->st;
	st[2] = &b->st;
	for (int i = 0; i < 3; i++) {
		size_t n = disputes(st[i], a->space, &kept);

		(void)printf("# %zu listed, %zu with both values\n", n, kept);
		least = kept < least ? kept : least;
	}
	stage_line("100 conflicts: kept and listed everywhere", (double)least,
	    "%", '>', CONFLICTS);
	stage_close(&g);
	work_free(&w);
}

int
main(void)
{
	bytes();
	both_ways();
	cut_link();
	conflicts();
	return (stage_missed());
}
