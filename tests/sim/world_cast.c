/*
 * world_cast -- the machines of every world, made once a process.
 *
 * A hub, an office with two computers, another one in the same state, one in
 * another, one that is admitted to both; enrolled, in step, open and at rest.
 * A world begins in a copy of the memory where they are.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "hub/invite.h"
#include "proto/base/file.h"
#include "proto/base/clock.h"
#include "tests/sim/world_in.h"

static const struct {
	const char *code, *spaces;
} cast[CAST + 1] = { { "FED", "" }, { "TAP", "07,federal" },
	{ "TAP", "07,federal" }, { "PAL", "07,federal" },
	{ "OAX", "20,federal" }, { "COL", "07,20,federal" } };

static void
seat_set(struct world *w, struct seat *s, uint32_t n)
{
	*s = (struct seat){ .w = w, .n = n, .hub = n == SEAT_HUB };
	(void)snprintf(s->dir, sizeof(s->dir), "/m%u/%s", (unsigned)n,
	    s->hub ? "hub" : "office");
	s->m.n = n;
	s->m.rng.s = w->seed * 1000 + n;
	s->m.boot_ms = machine_time();
}

struct seat *
world_seat_new(struct world *w, const char *code, const char *spaces)
{
	for (uint32_t n = 1; n < SEATS; n++) {
		struct seat *s = &w->seat[n];

		/* Seats of the cast that do not take part have records. */
		if (s->state != SEAT_NONE || (!w->founding && n <= CAST))
			continue;
		seat_set(w, s, n);
		s->code = code;
		s->spaces = spaces;
		s->state = SEAT_DOWN;
		s->disk = disk_new(n, w->seed * 77 + n);
		return (s);
	}
	return (NULL);
}

/* ---- enrolling ---------------------------------------------------------- */

static err_t
invite(struct world *w, const char *code, struct buf *line)
{
	struct seat *hub = world_hub(w), *was = world_enter(w, hub);
	err_t e = world_up(w, hub) ? invite_make(&hub->house, code, WORLD_URL,
					 clock_now(), line)
				   : err_new(ERR_LINK, "the hub is down");

	if (e != NULL && hub->state == SEAT_UP)
		world_hub_wrote(w, e);
	(void)world_enter(w, was);
	return (e);
}

err_t
world_enrol(struct world *w, struct seat *s)
{
	CLEAN(buf_free) struct buf line = BUF(LIMIT_LINE_BYTES);
	struct seat *was;
	err_t e;

	TRY(invite(w, s->code, &line));
	was = world_enter(w, s);
	e = office_init(s->dir);
	if (e == NULL && !world_up(w, s))
		e = err_new(ERR_STORE, "it does not start");
	if (e == NULL)
		e = office_enrol(&s->office, (const char *)line.p);
	if (e == NULL) {
		s->enrolled = true;
		world_down(w, s); /* the next command reads it all */
		(void)world_up(w, s);
	}
	(void)world_enter(w, was);
	/* The hub wrote the node's record. */
	if (w->oracle != NULL && world_hub(w)->state == SEAT_UP) {
		was = world_enter(w, world_hub(w));
		oracle_look(w, world_hub(w), false);
		(void)world_enter(w, was);
	}
	return (e);
}

/* ---- the template ------------------------------------------------------- */

static void
found_hub(struct world *w)
{
	struct seat *hub = world_hub(w);

	seat_set(w, hub, SEAT_HUB);
	hub->code = cast[0].code;
	hub->spaces = cast[0].spaces;
	hub->state = SEAT_DOWN;
	hub->disk = disk_new(SEAT_HUB, 1);
	(void)world_enter(w, hub);
	world_must(w, "hub", house_make(hub->dir, NULL, NULL, NULL, 0));
	must(world_up(w, hub));
	for (uint32_t n = 1; n <= CAST; n++)
		world_must(w, "office",
		    world_office_add(w, cast[n].code, cast[n].spaces));
	people_found(w, hub);
	world_must(w, "positions", hubsim_own(w));
}

void
world_cast(struct world *w)
{
	struct sync_stats st;
	struct err was;

	w->founding = true;
	w->quiet = true;
	machine_time_begin();
	disk_vfs_seed(1);
	net_open(w);
	found_hub(w);
	for (uint32_t n = 1; n <= CAST; n++) {
		struct seat *s =
		    world_seat_new(w, cast[n].code, cast[n].spaces);

		world_must(w, "enrol", world_enrol(w, s));
	}
	for (int round = 0; round < 3; round++) {
		for (uint32_t n = 1; n <= CAST; n++) {
			world_pass(w, HOUR_MS);
			if (!day_meet(w, &w->seat[n], &st, &was))
				world_must(w, "sync",
				    err_new(was.code, "%s", was.text));
		}
	}
	net_clear(w);
	oracle_open(w);
	(void)world_enter(w, NULL);
	w->founding = false;
	w->quiet = false;
	w->n = (struct world_counts){ 0 };
	w->hash = 0;
}

/* ---- a world ------------------------------------------------------------ */

/* Its machine and disk with a chance of this world's. */
static void
begins(struct world *w, struct seat *s)
{
	s->m = (struct machine){ .n = s->n,
		.rng.s = w->seed * 1000 + s->n,
		.boot_ms = machine_time() };
	disk_seed(s->disk, w->seed * 99 + s->n);
	s->syncs = 0;
	s->old = w->rate[FAULT_old] > 0 && rng_chance(&w->rng, 400);
	if (!s->old)
		return;
	w->n.fault[FAULT_old]++;
	s->old = false;
	world_down(w, s);
	s->old = true;
	must(world_up(w, s));
	world_say(w, "m%u has the old version", (unsigned)s->n);
}

void
world_begin(struct world *w, uint32_t offices)
{
	disk_vfs_seed(w->seed);
	for (uint32_t n = 0; n <= CAST; n++) {
		struct seat *s = &w->seat[n];

		if (n <= offices) {
			begins(w, s);
			continue;
		}
		disk_mount(s->disk, DISK_NOWHERE);
		oracle_absent(w, s);
		*s = (struct seat){ .state = SEAT_NONE };
	}
	(void)world_enter(w, NULL);
}
