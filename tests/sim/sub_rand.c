/* In place of proto/base/rand.c: the chance of the machine that runs. */
#include "proto/base/rand.h"

#include <string.h>

#include "proto/base/err.h"
#include "tests/sim/machine.h"

void
rand_bytes(void *out, size_t n)
{
	struct rng *r = &machine_here()->rng;
	unsigned char *p = out;
	uint64_t x;
	size_t k;

	for (; n > 0; p += k, n -= k) {
		x = rng_next(r);
		k = n < sizeof(x) ? n : sizeof(x);
		memcpy(p, &x, k);
	}
}

uint64_t
rand_below(uint64_t n)
{
	must(n > 0);
	return (rng_below(&machine_here()->rng, n));
}
