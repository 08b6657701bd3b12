/*
 * sim -- many worlds, each in a process of its own.
 *
 * The template is made once; a world is a fork of it, so that nothing a world
 * leaves in memory reaches another, a crash is one world's, and a seed gives
 * the same wherever it stands in a run.
 */
#ifndef TESTS_SIM_SIM_H
#define TESTS_SIM_SIM_H

#include "tests/sim/world.h"

#define SIM_STDERR 2000 /* of a world that died, its last words */

struct slot { /* shared with the process of the world */
	struct world w;
	bool off[EVENTS_MAX]; /* left out */
	/* The parent's: */
	uint64_t seed;
	int pid, out;
	int status;
	bool verbose;
	char words[SIM_STDERR];
};

struct sim {
	const struct world *cast;
	struct slot *slot;
	int jobs;
	bool verbose, twice;
};

struct slot *sim_slots(int n);
/* Begin a world in a slot; wait for whichever ends first (NULL: none). */
void sim_start(struct sim *s, struct slot *at, uint64_t seed);
struct slot *sim_wait(struct sim *s);
/* Its name for what went wrong, "" when all went well; the rest in what. */
const char *sim_verdict(struct slot *at, char what[SIM_STDERR]);

/* sim_shrink.c: the shortest script found in so many seconds, in words. */
void sim_shrink(struct sim *s, struct slot *at, int seconds);
/* sim_sum.c */
void sim_add(struct world_counts *sum, const struct world_counts *n);
/* False when a fault of many worlds was never seen. */
bool sim_summary(const struct world_counts *sum, uint64_t worlds, uint64_t bad,
    double seconds);

#endif
