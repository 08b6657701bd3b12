/* What the ledger takes for seen, against what was seen. */
#include "tests/sim/check_in.h"

#define PAIRS 3000 /* asked of one store, when there are more */

struct asked {
	struct world *w;
	struct seat *s;
	dot_t *dot; /* by commit */
	uint32_t *c;
	size_t n;
};

static void
pair(struct asked *k, uint32_t a, uint32_t b)
{
	const struct oracle_commit *x = oracle_commit(k->w, a);
	const struct oracle_commit *y = oracle_commit(k->w, b);
	bool truth, says;

	if (a == b || x->space != y->space || x->wild || y->wild)
		return;
	truth = oracle_past(k->w, a, b);
	says = ledger_past(k->s->st->l, k->dot[a], k->dot[b]);
	k->w->n.oracle_pairs++;
	if (says == truth)
		return;
	world_fail(k->w, "causal",
	    "seat %u: commit %u (seat %u, seq %u in %s) was%s seen by commit"
	    " %u (seat %u, seq %u); the ledger says otherwise",
	    k->s->n, a, x->seat, x->seq, oracle_space_name(k->w, x->space),
	    truth ? "" : " not", b, y->seat, y->seq);
}

void
check_past(struct world *w, struct seat *s)
{
	CLEAN(arena_free) struct arena a = ARENA;
	uint32_t n = oracle_count(w);
	struct asked k = { .w = w, .s = s };
	struct rng r = { w->seed ^ s->n };

	k.dot = arena_new(&a, (n + 1) * sizeof(*k.dot));
	k.c = arena_new(&a, (n + 1) * sizeof(*k.c));
	for (uint32_t c = 0; c < n; c++) {
		if (!oracle_holds(w, s, c))
			continue;
		k.dot[c] = oracle_dot(w, s, c);
		if (k.dot[c] != 0)
			k.c[k.n++] = c;
	}
	if (k.n * k.n <= PAIRS || w->small) {
		for (size_t i = 0; i < k.n; i++)
			for (size_t j = 0; j < k.n; j++)
				pair(&k, k.c[i], k.c[j]);
		return;
	}
	for (size_t i = 0; i < PAIRS; i++)
		pair(&k, k.c[rng_below(&r, k.n)], k.c[rng_below(&r, k.n)]);
}
