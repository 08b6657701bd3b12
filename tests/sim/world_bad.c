/*
 * world_bad -- what happens to machines and their disks.
 */
#include <stdio.h>

#include "node/repair.h"
#include "tests/sim/world_in.h"

static bool
there(const struct seat *s)
{
	return (s->state == SEAT_UP || s->state == SEAT_DOWN);
}

/* ---- power, kills, errors ----------------------------------------------- */

/* Mostly soon: within what is done next. */
static uint64_t
soon(struct world *w)
{
	uint64_t most = rng_chance(&w->chance, 700) ? 40 : 400;

	return (1 + rng_below(&w->chance, most));
}

bool
bad_power(struct world *w, struct seat *s, struct event *e)
{
	uint64_t k = soon(w);

	if (!there(s))
		return (false);
	disk_end_after(s->disk, DISK_CUT, k);
	world_tell(e, "the power of m%u fails at change %llu", (unsigned)s->n,
	    (unsigned long long)k);
	return (true);
}

bool
bad_kill(struct world *w, struct seat *s, struct event *e)
{
	uint64_t k = soon(w);

	if (!there(s))
		return (false);
	disk_end_after(s->disk, DISK_KILL, k);
	world_tell(e, "m%u is killed at change %llu", (unsigned)s->n,
	    (unsigned long long)k);
	return (true);
}

bool
bad_disk(struct world *w, struct seat *s, struct event *e)
{
	static const struct {
		enum event_kind kind;
		enum disk_fault fault;
		const char *words;
	} all[] = { { EV_IO_ONCE, DISK_IO_ONCE, "fails once" },
		{ EV_IO_ONCE, DISK_IO_DEADLY, "fails once, deadly," },
		{ EV_IO_FOREVER, DISK_IO_FOREVER, "fails for ever" },
		{ EV_FULL, DISK_FULL, "is full" },
		{ EV_READ_ONLY, DISK_READ_ONLY, "cannot be written" } };
	uint64_t k = soon(w);
	size_t i = 0;

	if (!there(s) || s->sick)
		return (false);
	while (all[i].kind != e->kind)
		i++;
	if (e->kind == EV_IO_ONCE && rng_chance(&w->chance, 500))
		i++;
	disk_fail_after(s->disk, all[i].fault, k);
	s->sick = true;
	world_tell(e, "the disk of m%u %s from operation %llu", (unsigned)s->n,
	    all[i].words, (unsigned long long)k);
	return (true);
}

bool
bad_heal(struct world *w, struct seat *s, struct event *e)
{
	if (!there(s) || !s->sick)
		return (false);
	disk_heal(s->disk);
	s->sick = false;
	world_down(w, s);
	world_tell(e, "the disk of m%u is well again", (unsigned)s->n);
	return (true);
}

/* ---- rot ---------------------------------------------------------------- */

bool
bad_rot(struct world *w, struct seat *s, struct event *e)
{
	uint32_t bits = 1 + (uint32_t)rng_below(&w->chance, 6);
	char path[64];

	/* A hub without a copy has nothing to come back from. */
	if (!there(s) || (s->hub && s->saved_n == 0) || s->hostile)
		return (false);
	world_down(w, s);
	disk_end_after(s->disk, DISK_CUT, 0);
	if (disk_dark(s->disk))
		disk_power(s->disk);
	(void)snprintf(
	    path, sizeof(path), "%s/%s", s->dir, s->hub ? "hub.db" : OFFICE_DB);
	disk_rot(s->disk, path, bits);
	s->rotten = true;
	w->n.fault[FAULT_rot]++;
	world_tell(e, "%u bits of the store of m%u rot", (unsigned)bits,
	    (unsigned)s->n);
	return (true);
}

static bool
sound(struct seat *s)
{
	CLEAN(buf_free) struct buf report = BUF(LIMIT_REPORT_BYTES);

	return (s->st != NULL && store_verify(s->st, &report) == NULL);
}

/* `mesas-node repair`; whether everything proves itself after it. */
static bool
repaired(struct world *w, struct seat *s)
{
	struct office o = { .lock = -1 };
	struct repair r = { .o = &o, .lang = "en", .actor = "ana" };
	err_t e = office_open(&o, s->dir, OFFICE_ALONE);

	if (e == NULL)
		e = repair_run(&r);
	if (e != NULL)
		world_say(w, "m%u: repair: %s: %s", (unsigned)s->n,
		    err_name(e->code), e->text);
	office_close(&o);
	return (e == NULL && world_up(w, s) && sound(s));
}

/* Whoever cannot be repaired begins again with an empty disk. */
static void
give_up(struct world *w, struct seat *s)
{
	world_say(w, "m%u cannot be mended", (unsigned)s->n);
	world_down(w, s);
	oracle_gone(w, s);
	s->state = SEAT_LOST;
	copy_drop(s);
	world_count(w, s->disk);
	disk_free(&s->disk);
}

bool
bad_mend(struct world *w, struct seat *s)
{
	struct seat *was = world_enter(w, s);
	bool fine = world_up(w, s) && sound(s);

	if (!fine)
		world_down(w, s);
	if (!fine && s->hub) {
		for (size_t k = s->saved_n; !fine && k > 0; k--)
			fine = copy_hub_back(w, k - 1);
		if (!fine)
			world_fail(w, "restore",
			    "the hub does not come back from any copy");
	} else if (!fine) {
		fine = repaired(w, s);
		if (!fine)
			give_up(w, s);
	}
	if (fine && s->rotten) {
		oracle_look(w, s, true);
		s->rotten = false;
	}
	(void)world_enter(w, was);
	return (fine && world_up(w, s));
}

/* ---- copies of machines, and their end ---------------------------------- */

static struct seat *
free_seat(struct world *w)
{
	for (uint32_t n = CAST + 1; n < SEATS; n++)
		if (w->seat[n].state == SEAT_NONE)
			return (&w->seat[n]);
	return (NULL);
}

bool
bad_clone(struct world *w, struct seat *s, struct event *e)
{
	struct seat *t = free_seat(w);
	bool twin = e->kind == EV_TWIN;
	uint32_t n;

	if (s->hub || !there(s) || s->hostile || s->rotten || s->sick ||
	    disk_dark(s->disk) || t == NULL)
		return (false);
	n = (uint32_t)(t - w->seat);
	*t = (struct seat){ .w = w,
		.n = n,
		.state = SEAT_DOWN,
		.code = s->code,
		.spaces = s->spaces,
		.m = s->m,
		.disk = disk_copy(s->disk, n, w->chance.s),
		.enrolled = s->enrolled,
		.revoked = s->revoked,
		.old = s->old,
		.twin = s->twin != 0 ? s->twin : s->n };
	(void)snprintf(t->dir, sizeof(t->dir), "/m%u/office", (unsigned)n);
	t->m.rng.s = w->chance.s;
	if (!twin)
		t->m.n = n;
	oracle_copied(w, s, t);
	(void)world_up(w, t);
	w->n.fault[twin ? FAULT_twin : FAULT_clone]++;
	world_tell(e, "m%u is a copy of m%u%s", (unsigned)n, (unsigned)s->n,
	    twin ? ", on a machine that looks the same" : "");
	return (true);
}

bool
bad_lost(struct world *w, struct seat *s, struct event *e)
{
	if (s->hub || !there(s))
		return (false);
	world_down(w, s);
	oracle_gone(w, s);
	s->state = SEAT_LOST;
	copy_drop(s);
	world_count(w, s->disk);
	disk_free(&s->disk);
	w->n.fault[FAULT_lost]++;
	world_tell(e, "m%u is lost for good", (unsigned)s->n);
	return (true);
}
