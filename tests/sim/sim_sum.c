/*
 * sim_sum -- what many worlds came to.
 */
#include <stdio.h>

#include "tests/sim/sim.h"

#define ENOUGH 500 /* worlds in which every fault must be seen */

static const char *const words[FAULTS] = {
#define FAULT(name, what) what,
#include "tests/sim/fault.def"
#undef FAULT
};

void
sim_add(struct world_counts *sum, const struct world_counts *n)
{
	for (size_t i = 0; i < FAULTS; i++)
		sum->fault[i] += n->fault[i];
	sum->events += n->events;
	sum->acts += n->acts;
	sum->saved += n->saved;
	sum->syncs += n->syncs;
	sum->syncs_done += n->syncs_done;
	sum->requests += n->requests;
	sum->commits += n->commits;
	sum->messages += n->messages;
	sum->bytes += n->bytes;
	sum->largest = n->largest > sum->largest ? n->largest : sum->largest;
	sum->changes += n->changes;
	sum->checks += n->checks;
	sum->oracle_pairs += n->oracle_pairs;
	sum->written_off += n->written_off;
	sum->rounds = n->rounds > sum->rounds ? n->rounds : sum->rounds;
}

#define LL(x) ((unsigned long long)(x))

bool
sim_summary(const struct world_counts *sum, uint64_t worlds, uint64_t bad,
    double seconds)
{
	double n = worlds == 0 ? 1 : (double)worlds;
	uint64_t faults = 0;
	bool all = true;

	for (size_t i = 0; i < FAULTS; i++)
		faults += sum->fault[i];
	(void)printf("%llu worlds, %llu violations, %.0f worlds a minute\n",
	    LL(worlds), LL(bad), n * 60 / (seconds > 0 ? seconds : 1));
	(void)printf("%llu events, %llu acts (%llu saved), %llu syncs (%llu"
		     " done), %llu commits sent\n",
	    LL(sum->events), LL(sum->acts), LL(sum->saved), LL(sum->syncs),
	    LL(sum->syncs_done), LL(sum->commits));
	(void)printf("%llu messages, %llu bytes, the largest %llu; %llu changes"
		     " of disks\n",
	    LL(sum->messages), LL(sum->bytes), LL(sum->largest),
	    LL(sum->changes));
	(void)printf("%llu checks, %llu pairs of changes; %llu changes written"
		     " off; at rest after %llu rounds at most\n",
	    LL(sum->checks), LL(sum->oracle_pairs), LL(sum->written_off),
	    LL(sum->rounds));
	(void)printf("a world: %.1f saved, %.1f messages, %.1f faults\n",
	    (double)sum->saved / n, (double)sum->messages / n,
	    (double)faults / n);
	for (size_t i = 0; i < FAULTS; i++) {
		(void)printf("%10llu %s\n", LL(sum->fault[i]), words[i]);
		if (sum->fault[i] == 0 && worlds >= ENOUGH) {
			(void)printf("           ^ never seen\n");
			all = false;
		}
	}
	return (all);
}
