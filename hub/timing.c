#include "hub/timing.h"

#include <stddef.h>

/* From a hub that has nothing to do to an office behind a satellite. */
const int64_t timing_bound[TIMING_BOUNDS] = { 5, 10, 25, 50, 100, 250, 500,
	1000, 2500, 10000, 60000, 600000 };

void
timing_add(struct timing *t, int64_t ms)
{
	size_t i = 0;

	/* The bounds are inclusive: le of the exposition format. */
	while (i < TIMING_BOUNDS && ms > timing_bound[i])
		i++;
	atomic_fetch_add(&t->under[i], 1);
	atomic_fetch_add(&t->sum_ms, ms > 0 ? (uint64_t)ms : 0);
}
