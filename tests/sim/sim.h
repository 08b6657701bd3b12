/*
 * sim -- many worlds, each from the same memory.
 *
 * The template is made once: a hub and offices that are open and in step.  A
 * world begins in a copy of that memory, so that nothing a world leaves behind
 * reaches another, a crash is one world's, and a seed gives the same wherever
 * it stands in a run.
 */
#ifndef TESTS_SIM_SIM_H
#define TESTS_SIM_SIM_H

#include "tests/sim/world.h"

#define SIM_STDERR 2000 /* of a world that died, its last words */
#define SIM_JOBS   64   /* at a time, at most */

struct slot {            /* shared with the process that lives its worlds */
	struct world *w; /* the parent's sight of it */
	bool off[EVENTS_MAX]; /* left out */
	uint64_t seed;
	bool verbose;
	/* The parent's: */
	int pid;       /* 0: none yet, or dead */
	int line;      /* to it: a byte begins a world and ends it */
	int out, file; /* its stderr; where w is */
	int status;
	bool busy;
	char words[SIM_STDERR];
};

struct sim {
	struct world *cast; /* the template */
	struct slot *slot;
	int jobs;
	bool verbose, twice;
	const char *dump; /* for the disks of a world that fails */
	bool fresh;       /* a new process for every world */
};

/* Where the template is made. */
struct world *sim_cast(void);
struct slot *sim_slots(int n);
/* Begin a world in a slot; wait for whichever ends first (NULL: none). */
void sim_start(struct sim *s, struct slot *at, uint64_t seed);
struct slot *sim_wait(struct sim *s);
void sim_stop(struct sim *s); /* all processes end; none is busy */
/* Its name for what went wrong, "" when all went well; the rest in what. */
const char *sim_verdict(struct slot *at, char what[SIM_STDERR]);

/* sim_mem.c */
void sim_mem_open(void);        /* first of all */
void sim_mem_keep(void);        /* once: what is in memory now */
void sim_mem_back(void);        /* is there again */
void *sim_mem_shared(size_t n); /* not part of it */

/* sim_shrink.c: the shortest script found in so many seconds, in words. */
void sim_shrink(struct sim *s, struct slot *at, int seconds);
/* sim_sum.c */
void sim_add(struct world_counts *sum, const struct world_counts *n);
/* False when a fault of many worlds was never seen. */
bool sim_summary(const struct world_counts *sum, uint64_t worlds, uint64_t bad,
    double seconds);

#endif
