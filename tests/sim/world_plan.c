/*
 * world_plan -- what a seed says will happen.
 *
 * Half of the kinds of faults are left out of a world (swarm testing: Groce
 * and others, 2012), so that each meets every mixture of the others.
 */
#include "tests/sim/world_in.h"

/* What is drawn in which proportion, when it is in the world at all. */
static const struct {
	enum event_kind kind;
	enum world_fault fault; /* that switches it; FAULTS: always there */
	uint32_t weight;
	bool hub, offices; /* whose machine */
} mix[] = {
	{ EV_ACT, FAULTS, 800, true, true },
	{ EV_SYNC, FAULTS, 600, false, true },
	{ EV_WAIT, FAULTS, 60, true, false },
	{ EV_RESTART, FAULTS, 30, true, true },
	{ EV_POWER, FAULT_power, 60, true, true },
	{ EV_KILL, FAULT_kill, 50, true, true },
	{ EV_IO_ONCE, FAULT_io_once, 20, true, true },
	{ EV_IO_FOREVER, FAULT_io_forever, 10, true, true },
	{ EV_FULL, FAULT_full, 10, true, true },
	{ EV_READ_ONLY, FAULT_read_only, 10, true, true },
	{ EV_HEAL, FAULT_io_forever, 15, true, true },
	{ EV_ROT, FAULT_rot, 12, true, true },
	{ EV_BACKUP, FAULT_restore, 30, false, true },
	{ EV_RESTORE, FAULT_restore, 20, false, true },
	{ EV_BACKUP, FAULT_image, 30, false, true },
	{ EV_IMAGE, FAULT_image, 20, false, true },
	{ EV_STORE_BACK, FAULT_store_back, 20, false, true },
	{ EV_CLONE, FAULT_clone, 12, false, true },
	{ EV_TWIN, FAULT_twin, 12, false, true },
	{ EV_LOST, FAULT_lost, 12, false, true },
	{ EV_HUB_BACKUP, FAULT_hub_restore, 30, true, false },
	{ EV_HUB_RESTORE, FAULT_hub_restore, 25, true, false },
	{ EV_JUMP, FAULT_clock_jump, 20, true, true },
	{ EV_DRIFT, FAULT_clock_drift, 15, true, true },
	{ EV_STUCK, FAULT_clock_stuck, 12, true, true },
	{ EV_YEARS, FAULT_clock_years, 15, false, true },
	{ EV_CLOCK_RIGHT, FAULT_clock_jump, 10, true, true },
	{ EV_REVOKE, FAULT_revoked, 12, false, true },
	{ EV_ENROL, FAULT_enrolled, 15, false, true },
	{ EV_RENEW, FAULT_renewed, 15, true, false },
	{ EV_HANDOVER, FAULT_handover, 30, true, false },
	{ EV_JOIN, FAULT_joined, 15, true, false },
	{ EV_GAIN, FAULT_gained, 15, false, true },
	{ EV_LOSE, FAULT_lost_space, 15, false, true },
	{ EV_UPGRADE, FAULT_old, 25, true, true },
	{ EV_HOSTILE, FAULT_hostile, 15, false, true },
	{ EV_PARTITION, FAULT_partition, 15, false, true },
	{ EV_HEALED, FAULT_partition, 15, false, true },
};
#define MIX (sizeof(mix) / sizeof(mix[0]))

static void
draw_rates(struct world *w)
{
	/* Of the road, per mille; of the rest it only says: there. */
	static const uint32_t road[] = { [FAULT_loss] = 150,
		[FAULT_duplicate] = 250,
		[FAULT_late] = 200,
		[FAULT_flip] = 80,
		[FAULT_cut_up] = 120,
		[FAULT_cut_down] = 150,
		[FAULT_partition] = 1,
		[FAULT_half_open] = 120 };
	bool calm = rng_chance(&w->rng, 60);

	for (uint32_t f = 0; f < FAULTS; f++) {
		uint32_t most = f <= FAULT_half_open ? road[f] : 1;

		w->rate[f] = 0;
		/* A change of version folds everything twice. */
		if (!calm && rng_chance(&w->rng, f <= FAULT_half_open ? 400
						 : f == FAULT_old     ? 120
								      : 300))
			w->rate[f] = 1 + (uint32_t)rng_below(&w->rng, most);
	}
}

/* Most bugs need few events, some need many. */
static uint32_t
draw_size(struct world *w)
{
	uint64_t x = rng_below(&w->rng, 1000);

	if (x < 650)
		return (6 + (uint32_t)rng_below(&w->rng, 17));
	if (x < 920)
		return (23 + (uint32_t)rng_below(&w->rng, 28));
	if (x < 988)
		return (50 + (uint32_t)rng_below(&w->rng, 60));
	return (120 + (uint32_t)rng_below(&w->rng, 280));
}

/* In a short world more of what may go wrong does, or nothing would. */
static uint32_t
weight(const struct world *w, size_t k)
{
	if (mix[k].fault == FAULTS)
		return (mix[k].weight);
	return (w->rate[mix[k].fault] == 0
		    ? 0
		    : mix[k].weight * (w->small ? 4 : 1));
}

/* Much happens to one of them, the hero: its past, its copies, its road. */
static uint32_t
draw_seat(struct world *w, size_t k, uint32_t offices, uint32_t hero)
{
	uint64_t n;

	if (!mix[k].offices || (mix[k].hub && rng_chance(&w->rng, 150)))
		return (SEAT_HUB);
	if (rng_chance(&w->rng, w->small ? 450 : 150))
		return (hero);
	/* Those who came later are meant too, when there are any. */
	n = 1 + rng_below(
		    &w->rng, rng_chance(&w->rng, 850) ? offices : offices + 3);
	return ((uint32_t)(n <= offices ? n : n - offices + CAST));
}

void
world_plan(struct world *w)
{
	uint32_t offices, hero, total = 0, n;

	w->rng.s = w->seed;
	w->rng.s = rng_next(&w->rng); /* neighbours are strangers */
	draw_rates(w);
	n = draw_size(w);
	offices = 2 + (uint32_t)rng_below(&w->rng, CAST - 1);
	w->small = n < 100;
	if (w->small && rng_chance(&w->rng, 400))
		offices = 2 + (uint32_t)rng_below(&w->rng, 2);
	hero = 1 + (uint32_t)rng_below(&w->rng, offices);
	for (size_t k = 0; k < MIX; k++)
		total += weight(w, k);
	for (w->events_n = 0; w->events_n < n; w->events_n++) {
		uint64_t x = rng_below(&w->rng, total);
		size_t k = 0;

		for (; x >= weight(w, k); k++)
			x -= weight(w, k);
		w->event[w->events_n] = (struct event){ .kind = mix[k].kind,
			.seat = draw_seat(w, k, offices, hero),
			.seed = rng_next(&w->rng) };
	}
	w->offices = offices;
}
