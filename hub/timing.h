/*
 * timing -- how long things took, as counts under fixed bounds.
 *
 * Any thread adds, any thread reads.  A reader may see a count whose sum is
 * not there yet: the next look has it.
 */
#ifndef HUB_TIMING_H
#define HUB_TIMING_H

#include <stdatomic.h>
#include <stdint.h>

#define TIMING_BOUNDS 12

struct timing {
	_Atomic uint64_t under[TIMING_BOUNDS + 1]; /* the last: over them all */
	_Atomic uint64_t sum_ms;
};

/* The bounds in milliseconds, growing. */
extern const int64_t timing_bound[TIMING_BOUNDS];

void timing_add(struct timing *t, int64_t ms);

#endif
