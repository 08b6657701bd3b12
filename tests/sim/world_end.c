/*
 * world_end -- the bad days are over.
 */
#include <string.h>

#include "tests/sim/world_in.h"

void
world_count(struct world *w, const struct disk *d)
{
	const struct disk_counts *c = disk_counts(d);

	w->n.fault[FAULT_power] += c->cuts;
	w->n.fault[FAULT_kill] += c->kills;
	w->n.fault[FAULT_io_once] += c->io_once;
	w->n.fault[FAULT_io_forever] += c->io_forever;
	w->n.fault[FAULT_full] += c->full;
	w->n.fault[FAULT_read_only] += c->read_only;
	w->n.changes += c->changes;
}

static bool
there(const struct seat *s)
{
	return (s->state == SEAT_UP || s->state == SEAT_DOWN);
}

static bool
meets(const struct seat *s)
{
	return (!s->hub && s->state == SEAT_UP && s->enrolled && !s->revoked &&
		!s->hostile);
}

/* Disks are well, clocks right, programs new, roads open. */
static void
calm(struct world *w)
{
	for (uint32_t n = 0; n < SEATS; n++) {
		struct seat *s = &w->seat[n];

		if (!there(s))
			continue;
		disk_end_after(s->disk, DISK_CUT, 0);
		if (s->sick)
			world_down(w, s);
		disk_heal(s->disk);
		s->sick = false;
		s->m.offset_ms = 0;
		s->m.drift_ppm = 0;
		s->m.stuck = false;
		net_partition(w, n, false);
		if (s->old) {
			world_down(w, s);
			s->old = false;
		}
	}
}

static void
start_all(struct world *w)
{
	for (uint32_t n = 0; n < SEATS; n++) {
		struct seat *s = &w->seat[n];

		if (there(s) && !s->hostile && !world_ready(w, s) &&
		    s->state != SEAT_LOST)
			world_fail(w, "starts", "m%u does not", (unsigned)n);
	}
}

/* Everybody once; did anything move, or fail? */
static bool
round_of(struct world *w, bool last)
{
	struct sync_stats st;
	bool moved = false;
	struct err was;

	for (uint32_t n = 1; n < SEATS; n++) {
		struct seat *s = &w->seat[n];

		if (!meets(s))
			continue;
		world_pass(w, 60000);
		if (!day_meet(w, s, &st, &was)) {
			if (!day_invited(w, s, &was) && last)
				world_fail(w, "progress",
				    "m%u cannot sync: %s: %s", (unsigned)n,
				    err_name(was.code), was.text);
			moved = true;
		}
		moved = moved || st.commits_sent > 0 ||
			st.commits_received > 0 || st.positions > 0 ||
			st.new_epoch || st.handed_back;
	}
	return (moved);
}

void
world_end(struct world *w)
{
	bool moved = true;

	w->at = w->events_n;
	w->quiet = true;
	w->chance.s = w->seed;
	world_sweep(w);
	calm(w);
	start_all(w);
	net_flush(w);
	if (w->n.fault[FAULT_hub_restore] > 0)
		right_recall(w);
	for (uint32_t n = 0; moved && n < ROUNDS_MAX; n++) {
		moved = round_of(w, n == ROUNDS_MAX - 1);
		w->n.rounds = n + 1;
	}
	if (moved)
		world_fail(
		    w, "progress", "still moving after %d rounds", ROUNDS_MAX);
	world_say(w, "at rest after %u rounds", (unsigned)w->n.rounds);
	check_end(w);
	for (uint32_t n = 0; n < SEATS; n++) {
		struct seat *s = &w->seat[n];
		uint64_t h;

		if (!there(s))
			continue;
		world_count(w, s->disk);
		h = disk_hash(s->disk);
		world_hash(w, &h, sizeof(h));
	}
}
