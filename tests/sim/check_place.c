/* Positions and receipts: told once, they stay. */
#include "tests/sim/check_in.h"

#define PLACE_MOST 100000 /* a number beyond it is no number of a world */

static struct spots *
spots_of(struct oracle *o, uint32_t space, const uint8_t epoch[16])
{
	struct spots *p;

	for (size_t i = 0; i < o->spots_n; i++) {
		p = &o->spots[i];
		if (p->space == space && memcmp(p->epoch, epoch, 16) == 0)
			return (p);
	}
	mem_room(&o->spots, &o->spots_cap, o->spots_n + 1, sizeof(*p));
	p = &o->spots[o->spots_n++];
	p->space = space;
	memcpy(p->epoch, epoch, 16);
	return (p);
}

static void
stands(struct world *w, struct seat *s, struct spots *p, int64_t number,
    uint32_t c, int64_t receipt)
{
	struct spot *at;

	if (number < 1 || number > PLACE_MOST)
		world_fail(w, "receipts", "seat %u: position %lld", s->n,
		    (long long)number);
	mem_room(&p->v, &p->cap, (size_t)number + 1, sizeof(*p->v));
	at = &p->v[number];
	if (at->commit == 0) {
		*at = (struct spot){ c + 1, receipt };
		return;
	}
	if (at->commit != c + 1)
		world_fail(w, "receipts",
		    "seat %u: position %lld of %s is commit %u, and was commit"
		    " %u",
		    s->n, (long long)number, oracle_space_name(w, p->space), c,
		    at->commit - 1);
	if (at->receipt != receipt)
		world_fail(w, "receipts",
		    "seat %u: position %lld of %s has another receipt", s->n,
		    (long long)number, oracle_space_name(w, p->space));
}

static void
run(struct world *w, struct seat *s, struct rows *r)
{
	struct oracle *o = w->oracle;
	const char *name =
	    ledger_space_name(s->st->l, (uint32_t)rows_int(r, 0));
	uint8_t epoch[16];
	struct spots *p;

	world_must(w, "an epoch",
	    ledger_epoch_id(s->st->l, (uint32_t)rows_int(r, 1), epoch));
	p = spots_of(o, oracle_space_no(o, name), epoch);
	for (int64_t i = 0; i < rows_int(r, 3); i++) {
		uint32_t c = oracle_of(w, s,
		    dot_pack((uint32_t)rows_int(r, 4),
			(uint32_t)(rows_int(r, 5) + i), 0));

		if (c != ORACLE_NONE)
			stands(w, s, p, rows_int(r, 2) + i, c, rows_int(r, 6));
	}
}

void
check_places(struct world *w, struct seat *s)
{
	CLEAN(rows_done) struct rows r = { 0 };
	struct sql q = { .name = "check_places",
		.text = "SELECT space, epoch, number, count, log, first,"
			" receipt FROM position",
		.scan = 1,
		.once = true };
	bool more;

	if (ledger_refresh(s->st->l) != NULL ||
	    db_query_args(&r, s->st->db, &q, NULL, 0) != NULL)
		return; /* a fault of the disk that was due just now */
	for (;;) {
		if (rows_next(&r, &more) != NULL || !more)
			return;
		run(w, s, &r);
	}
}

/* A commit stands once in a life of the hub. */
static void
once(struct world *w, const struct spots *p)
{
	struct set seen = { 0 };

	for (size_t k = 1; k < p->cap; k++) {
		if (p->v[k].commit == 0)
			continue;
		if (oracle_set_has(&seen, p->v[k].commit))
			world_fail(w, "receipts",
			    "commit %u stands twice in %s, the second time at"
			    " %zu",
			    p->v[k].commit - 1, oracle_space_name(w, p->space),
			    k);
		oracle_set_put(&seen, p->v[k].commit);
	}
	mem_free(seen.w);
}

/* In each life of the hub numbers follow each other, and times. */
void
check_gapless(struct world *w, struct seat *hub)
{
	struct oracle *o = w->oracle;
	uint32_t now = 0;
	uint8_t epoch[16];

	for (uint32_t no = 1; no < 64; no++) {
		err_t e = ledger_epoch_id(hub->st->l, no, epoch);

		if (e != NULL)
			break;
		now = no;
	}
	if (now == 0 || ledger_epoch_id(hub->st->l, now, epoch) != NULL)
		return;
	for (size_t i = 0; i < o->spots_n; i++) {
		const struct spots *p = &o->spots[i];
		int64_t last = 0;
		bool begun = false, hole = false;

		/* What is handed back and new gets one more. */
		if (w->n.fault[FAULT_hub_restore] == 0)
			once(w, p);

		for (size_t k = 1; k < p->cap; k++) {
			if (p->v[k].commit == 0) {
				hole |= begun;
				continue;
			}
			if (p->v[k].receipt < last)
				world_fail(w, "gapless",
				    "position %zu of %s has an earlier time"
				    " than the one before",
				    k, oracle_space_name(w, p->space));
			if (hole && memcmp(p->epoch, epoch, 16) == 0)
				world_fail(w, "gapless",
				    "before position %zu of %s there is a"
				    " hole",
				    k, oracle_space_name(w, p->space));
			begun = true;
			last = p->v[k].receipt;
		}
	}
}
