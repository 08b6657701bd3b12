/*
 * world_event -- one event after the other.
 */
#include <stdarg.h>
#include <stdio.h>

#include "tests/sim/world_in.h"

static const struct {
	const char *name;
	event_fn *run;
} kinds[EVENT_KINDS] = {
	[EV_ACT] = { "act", day_act },
	[EV_SYNC] = { "sync", day_sync },
	[EV_WAIT] = { "wait", day_wait },
	[EV_POWER] = { "power", bad_power },
	[EV_KILL] = { "kill", bad_kill },
	[EV_IO_ONCE] = { "io-once", bad_disk },
	[EV_IO_FOREVER] = { "io-forever", bad_disk },
	[EV_FULL] = { "full", bad_disk },
	[EV_READ_ONLY] = { "read-only", bad_disk },
	[EV_HEAL] = { "heal", bad_heal },
	[EV_ROT] = { "rot", bad_rot },
	[EV_RESTART] = { "restart", day_restart },
	[EV_BACKUP] = { "backup", copy_backup },
	[EV_RESTORE] = { "restore", copy_restore },
	[EV_IMAGE] = { "image", copy_image },
	[EV_STORE_BACK] = { "store-back", copy_store_back },
	[EV_CLONE] = { "clone", bad_clone },
	[EV_TWIN] = { "twin", bad_clone },
	[EV_LOST] = { "lost", bad_lost },
	[EV_HUB_BACKUP] = { "hub-backup", copy_hub_backup },
	[EV_HUB_RESTORE] = { "hub-restore", copy_hub_restore },
	[EV_JUMP] = { "jump", day_jump },
	[EV_DRIFT] = { "drift", day_drift },
	[EV_STUCK] = { "stuck", day_stuck },
	[EV_YEARS] = { "years", day_years },
	[EV_CLOCK_RIGHT] = { "clock-right", day_clock_right },
	[EV_REVOKE] = { "revoke", right_revoke },
	[EV_ENROL] = { "enrol", right_enrol },
	[EV_RENEW] = { "renew", right_renew },
	[EV_HANDOVER] = { "handover", right_handover },
	[EV_JOIN] = { "join", right_join },
	[EV_GAIN] = { "gain", right_spaces },
	[EV_LOSE] = { "lose", right_spaces },
	[EV_UPGRADE] = { "upgrade", right_upgrade },
	[EV_HOSTILE] = { "hostile", right_hostile },
	[EV_PARTITION] = { "partition", day_partition },
	[EV_HEALED] = { "healed", day_healed },
};

const char *
world_event_name(enum event_kind k)
{
	return (kinds[k].name);
}

void
world_tell(struct event *e, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(e->words, sizeof(e->words), fmt, ap);
	va_end(ap);
}

/* A full check of a seat once in fifty events, mostly in the longer worlds. */
static void
look(struct world *w, struct seat *s, const struct event *e)
{
	bool whole = rng_chance(&w->chance, w->small ? 20 : 24);

	if (s->state != SEAT_UP || s->rotten || s->sick || s->hostile ||
	    disk_dark(s->disk) || (e->kind == EV_WAIT && !whole))
		return;
	(void)world_enter(w, s);
	check_seat(w, s, whole);
}

void
world_event(struct world *w, struct event *e)
{
	struct seat *s = &w->seat[e->seat];

	w->chance.s = e->seed;
	if (s->state == SEAT_NONE || s->state == SEAT_LOST)
		return;
	e->ran = true;
	(void)snprintf(e->words, sizeof(e->words), "%s at m%u",
	    kinds[e->kind].name, (unsigned)s->n);
	e->ran = kinds[e->kind].run(w, s, e);
	if (!e->ran)
		return;
	w->n.events++;
	world_say(w, "%s", e->words);
	world_sweep(w);
	look(w, s, e);
	(void)world_enter(w, NULL);
}
