/* The last word: everything is calm, everybody has synced. */
#include "proto/log/place.h"
#include "tests/sim/check_in.h"

/* Does the seat take part to the end? */
static bool
good(const struct seat *s)
{
	return (s->state == SEAT_UP && s->enrolled && !s->revoked &&
		!s->hostile && !s->hub);
}

static void
lossless(struct world *w)
{
	struct oracle *o = w->oracle;

	for (uint32_t c = 0; c < o->n; c++) {
		if (oracle_set_has(&o->view[SEAT_HUB].held, c))
			continue;
		for (uint32_t n = 1; n < SEATS; n++)
			if (good(&w->seat[n]) &&
			    oracle_set_has(&o->view[n].held, c))
				world_fail(w, "lossless",
				    "commit %u (seq %u in %s, by seat %u) is"
				    " on seat %u and not at the hub",
				    c, o->c[c].seq, o->space[o->c[c].space],
				    o->c[c].seat, n);
	}
}

static bool
admitted(const struct seat *s, const char *space)
{
	size_t n = strlen(space);

	if (strcmp(space, SPACE_NATIONAL) == 0)
		return (true);
	if (strncmp(space, SPACE_HOME, strlen(SPACE_HOME)) == 0)
		return (strcmp(space + strlen(SPACE_HOME), s->code) == 0);
	for (const char *at = s->spaces; at != NULL && *at != '\0';) {
		size_t k = strcspn(at, ",");

		if (k == n && strncmp(at, space, n) == 0)
			return (true);
		at += k + (at[k] == ',' ? 1 : 0);
	}
	return (false);
}

/* Everything of its spaces is there. */
static void
complete(struct world *w, struct seat *s)
{
	struct oracle *o = w->oracle;

	for (uint32_t c = 0; c < o->n; c++) {
		const struct oracle_commit *m = &o->c[c];

		if (oracle_set_has(&o->view[SEAT_HUB].held, c) &&
		    admitted(s, o->space[m->space]) &&
		    !oracle_set_has(&o->view[s->n].held, c))
			world_fail(w, "converge",
			    "seat %u lacks commit %u (seq %u in %s, by seat"
			    " %u)",
			    s->n, c, m->seq, o->space[m->space], m->seat);
	}
}

static bool
digest(struct world *w, struct seat *s, const char *space, struct hash *out)
{
	uint32_t no;
	err_t e;

	(void)world_enter(w, s);
	world_must(w, "digest", ledger_refresh(s->st->l));
	e = ledger_space(s->st->l, space, false, &no);
	if (e != NULL && e->code == ERR_MISSING)
		return (false);
	world_must(w, "digest", e);
	world_must(w, "digest", fold_digest(s->st->f, no, out));
	return (true);
}

static void
converge(struct world *w, struct seat *hub)
{
	struct oracle *o = w->oracle;

	for (uint32_t sp = 0; sp < o->spaces; sp++) {
		struct hash a, b;
		bool here = digest(w, hub, o->space[sp], &a);

		for (uint32_t n = 1; n < SEATS; n++) {
			struct seat *s = &w->seat[n];

			if (!good(s) || s->old || !admitted(s, o->space[sp]))
				continue;
			if (digest(w, s, o->space[sp], &b) && here &&
			    memcmp(&a, &b, sizeof(a)) != 0)
				world_fail(w, "converge",
				    "seat %u and the hub differ in %s", n,
				    o->space[sp]);
		}
	}
}

/* Own commits without a position. */
static void
confirmed(struct world *w, struct seat *s)
{
	for (uint32_t no = 1; no <= ledger_logs(s->st->l); no++) {
		const struct log_info *i = ledger_log(s->st->l, no);
		uint32_t seq;

		if (i == NULL || i->mine != 1 || i->seq < i->first)
			continue;
		world_must(w, "place", place_last(s->st->l, no, &seq));
		if (seq < i->seq)
			world_fail(w, "progress",
			    "seat %u: of a log of %s %u commits wait still",
			    s->n, ledger_space_name(s->st->l, i->space),
			    i->seq - seq);
	}
}

static void
book(struct world *w, struct seat *s)
{
	struct book b;

	(void)world_enter(w, s);
	book_open(&b, w, s);
	check_merges(&b);
	check_readable(&b);
	check_rights(&b);
	check_folios(&b);
	book_close(&b);
	check_past(w, s);
	check_places(w, s);
}

void
check_sum(struct world *w, struct seat *s, struct hash *out)
{
	CLEAN(rows_done) struct rows r = { 0 };
	struct sql q = { .name = "check_sum",
		.text = "SELECT space, epoch, number, count, log, first,"
			" receipt FROM position ORDER BY space, epoch, number",
		.scan = 1,
		.once = true };
	struct hasher h;
	struct hash rows;
	bool more;

	hash_start(&h, "sum");
	world_must(w, "the rows", fold_dump(s->st->f, &rows));
	hash_add(&h, rows.b, sizeof(rows.b));
	for (uint32_t no = 1; no <= ledger_logs(s->st->l); no++) {
		const struct log_info *i = ledger_log(s->st->l, no);

		if (i != NULL)
			hash_add(&h, i->head.b, sizeof(i->head.b));
	}
	world_must(w, "positions", db_query_args(&r, s->st->db, &q, NULL, 0));
	for (;;) {
		world_must(w, "positions", rows_next(&r, &more));
		if (!more)
			break;
		for (int i = 0; i < 7; i++)
			hash_u64(&h, (uint64_t)rows_int(&r, i));
	}
	hash_end(&h, out);
}

void
check_end(struct world *w)
{
	struct seat *hub = &w->seat[SEAT_HUB], *one = NULL;
	struct rng r = { w->seed };

	if (hub->state != SEAT_UP)
		world_fail(w, "starts", "the hub is not up at the end");
	for (uint32_t n = 0; n < SEATS; n++) {
		struct seat *s = &w->seat[n];

		if (s->state != SEAT_UP)
			continue;
		(void)world_enter(w, s);
		oracle_look(w, s, false);
		check_scope(w, s, good(s));
		if (good(s) && (one == NULL || rng_chance(&r, 400)) && !s->old)
			one = s;
	}
	lossless(w);
	for (uint32_t n = 1; n < SEATS; n++) {
		struct seat *s = &w->seat[n];

		if (!good(s))
			continue;
		(void)world_enter(w, s);
		complete(w, s);
		confirmed(w, s);
	}
	converge(w, hub);
	if (!hub->old)
		book(w, hub);
	check_scope_hub(w);
	check_gapless(w, hub);
	if (one != NULL && (w->small || rng_chance(&r, 250)))
		book(w, one);
	w->n.checks++;
}
