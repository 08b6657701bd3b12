/* Instead of clock.c and rand.c: the same in every run. */
#include "proto/base/clock.h"
#include "proto/base/rand.h"
#include "tests/fuzz/fuzz.h"

#include <time.h>

#define BEGIN 1770000000 /* in February of 2026 */

static uint64_t state;
static int64_t now = BEGIN;

void
fixed_begin(uint64_t stream)
{
	state = stream << 32;
	now = BEGIN;
}

void
fixed_later(int seconds)
{
	now += seconds;
}

int64_t
clock_now(void)
{
	return (now);
}

/* The true one: sockets wait by it. */
int64_t
clock_mono_ms(void)
{
	struct timespec t;

	must(clock_gettime(CLOCK_MONOTONIC, &t) == 0);
	return ((int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000);
}

static uint64_t
next(void)
{
	uint64_t z = state += 0x9e3779b97f4a7c15ULL; /* splitmix64 */

	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9ULL;
	z = (z ^ z >> 27) * 0x94d049bb133111ebULL;
	return (z ^ z >> 31);
}

void
rand_bytes(void *out, size_t n)
{
	unsigned char *p = out;

	for (size_t i = 0; i < n; i++)
		p[i] = (unsigned char)next();
}

uint64_t
rand_below(uint64_t n)
{
	must(n > 0);
	return (next() % n);
}
