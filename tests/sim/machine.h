/*
 * machine -- whose clock and whose chance the product's code sees now.
 *
 * sub_clock.c and sub_rand.c stand in for proto/base/clock.c and rand.c at
 * link time and answer for the machine that was entered last.  True time
 * passes only when the simulator says so.
 */
#ifndef TESTS_SIM_MACHINE_H
#define TESTS_SIM_MACHINE_H

#include "tests/sim/rng.h"

struct machine {
	uint32_t n; /* its disk is "/mN" */
	struct rng rng;
	int64_t offset_ms; /* its clock minus true time */
	int32_t drift_ppm; /* and what that grows by */
	bool stuck;        /* the clock stands still at stuck_at_ms */
	int64_t stuck_at_ms;
	int64_t boot_ms; /* true time of its last start, for clock_mono_ms */
};

/* True time, milliseconds since 1970-01-01; starts at the same moment in every
 * world. */
int64_t machine_time(void);
void machine_time_set(int64_t ms); /* only forwards */
void machine_time_begin(void);     /* back to that moment; nobody is anywhere */
/* The code that runs from now on runs on m (NULL: nowhere, a machine without
 * faults of the harness's own); returns who was there. */
struct machine *machine_enter(struct machine *m);
struct machine *machine_here(void);
/* The machine's clock, as its code would read it; NULL: of who is here. */
int64_t machine_clock_ms(const struct machine *m);

#endif
