/*
 * sim_shrink -- the events that a failure needs.
 *
 * Delta debugging (Zeller, Hildebrandt 2002) over the list of events: leave
 * out half of them, a quarter, ...; what still fails in the same way is the
 * new list.  Every event has its own seed, so the others stay as they were.
 */
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "tests/sim/sim.h"
#include "tests/sim/world_in.h"

#define LAST_EVENTS 12

struct shrink {
	struct sim *s;
	struct slot *at;
	char invariant[48];
	size_t n;
	bool off[EVENTS_MAX], best[EVENTS_MAX];
	time_t until;
	unsigned runs;
};

/* Does it still fail in the same way with these left out? */
static bool
fails(struct shrink *k, const bool *off)
{
	char what[SIM_STDERR];

	memcpy(k->at->off, off, sizeof(k->at->off));
	k->at->verbose = false;
	sim_start(k->s, k->at, k->at->seed);
	must(sim_wait(k->s) == k->at);
	k->runs++;
	return (strcmp(sim_verdict(k->at, what), k->invariant) == 0);
}

static size_t
left(const struct shrink *k)
{
	size_t n = 0;

	for (size_t i = 0; i < k->n; i++)
		n += !k->best[i];
	return (n);
}

/* Leave out the events number from..to-1 of those that are left. */
static bool
without(struct shrink *k, size_t from, size_t to)
{
	size_t at = 0;

	memcpy(k->off, k->best, sizeof(k->off));
	for (size_t i = 0; i < k->n; i++) {
		if (k->best[i])
			continue;
		if (at >= from && at < to)
			k->off[i] = true;
		at++;
	}
	if (!fails(k, k->off))
		return (false);
	memcpy(k->best, k->off, sizeof(k->best));
	return (true);
}

static void
narrow(struct shrink *k)
{
	size_t step = (left(k) + 1) / 2;

	while (step > 0 && time(NULL) < k->until) {
		bool any = false;

		for (size_t from = 0;
		     from < left(k) && time(NULL) < k->until;) {
			if (without(k, from, from + step))
				any = true;
			else
				from += step;
		}
		if (!any || step > 1)
			step = step == 1 ? (any ? 1 : 0) : step / 2;
	}
}

static void
print_events(const struct world *w, size_t from, size_t to, const bool *off)
{
	for (size_t i = from; i < to && i < w->events_n; i++)
		if (!off[i] && w->event[i].ran)
			(void)printf("  %4zu %-12s %s\n", i,
			    world_event_name(w->event[i].kind),
			    w->event[i].words);
}

void
sim_shrink(struct sim *s, struct slot *at, int seconds)
{
	static struct shrink k;
	char what[SIM_STDERR];
	struct sim one = *s;

	one.slot = at;
	one.jobs = 1;
	k = (struct shrink){ .s = &one,
		.at = at,
		.n = at->w->events_n,
		.until = time(NULL) + seconds };
	(void)snprintf(
	    k.invariant, sizeof(k.invariant), "%s", sim_verdict(at, what));
	(void)printf(" last events:\n");
	print_events(at->w,
	    at->w->at + 1 > LAST_EVENTS ? at->w->at + 1 - LAST_EVENTS : 0,
	    at->w->at + 1, at->off);
	/* What did not come true is not needed, mostly. */
	for (size_t i = 0; i < k.n; i++)
		k.off[i] = i > at->w->at || !at->w->event[i].ran;
	if (at->w->at < k.n)
		k.off[at->w->at] = false;
	if (fails(&k, k.off))
		memcpy(k.best, k.off, sizeof(k.best));
	narrow(&k);
	(void)fails(&k, k.best);
	(void)sim_verdict(at, what);
	(void)printf(" shrunk to %zu events (%u runs): %s: %s\n", left(&k),
	    k.runs, k.invariant, what);
	print_events(at->w, 0, k.n, k.best);
	memset(at->off, 0, sizeof(at->off));
}
