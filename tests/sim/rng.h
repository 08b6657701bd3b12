/*
 * rng -- the simulator's only source of chance: one seed, one world.
 */
#ifndef TESTS_SIM_RNG_H
#define TESTS_SIM_RNG_H

#include <stdbool.h>
#include <stdint.h>

struct rng {
	uint64_t s;
};

/* splitmix64 (Steele, Lea, Flood 2014). */
static inline uint64_t
rng_next(struct rng *r)
{
	uint64_t z = (r->s += 0x9e3779b97f4a7c15ULL);

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
	return (z ^ (z >> 31));
}

/* Uniform enough in 0..n-1; 0 for n = 0. */
static inline uint64_t
rng_below(struct rng *r, uint64_t n)
{
	return (n == 0 ? 0 : rng_next(r) % n);
}

/* True so many times in a thousand. */
static inline bool
rng_chance(struct rng *r, uint32_t per_mille)
{
	return (rng_below(r, 1000) < per_mille);
}

#endif
