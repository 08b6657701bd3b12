/*
 * world_right -- who may do what changes while all goes on.
 */
#include <stdio.h>
#include <string.h>

#include "tests/sim/oracle_in.h"
#include "tests/sim/world_in.h"

#define INSIST 8 /* tries of a command of the hub's */

static bool
hub_ready(struct world *w)
{
	struct seat *hub = world_hub(w);

	if (hub->sick) {
		disk_heal(hub->disk);
		hub->sick = false;
		world_down(w, hub);
	}
	return (world_ready(w, hub));
}

/* ---- revoking ----------------------------------------------------------- */

static uint32_t
root(const struct seat *s)
{
	return (s->twin != 0 ? s->twin : s->n);
}

/* Twice is once: it is asked for until it is certain.  *known false: the
 * registry has no such computer. */
static bool
insist_revoke(struct world *w, const uint8_t key[KEY_LEN], bool *known)
{
	*known = true;
	for (int i = 0; i < INSIST && *known; i++) {
		err_t e;

		if (!hub_ready(w))
			continue;
		e = world_revoke(w, key);
		if (e == NULL && !disk_dark(world_hub(w)->disk))
			return (true);
		*known = e == NULL || e->code != ERR_MISSING;
	}
	return (false);
}

bool
right_revoke(struct world *w, struct seat *s, struct event *e)
{
	uint8_t key[KEY_LEN];
	bool known;

	if (s->hub || s->revoked || !s->enrolled || !world_ready(w, s))
		return (false);
	key_public(s->office.key, key);
	if (!insist_revoke(w, key, &known)) {
		/* The hub's copy may be older than the enrolment. */
		if (!known && w->n.fault[FAULT_hub_restore] > 0)
			return (false);
		world_fail(
		    w, "revokes", "m%u cannot be revoked", (unsigned)s->n);
	}
	for (uint32_t n = 1; n < SEATS; n++)
		if (w->seat[n].state != SEAT_NONE &&
		    root(&w->seat[n]) == root(s))
			w->seat[n].revoked = true;
	w->n.fault[FAULT_revoked]++;
	world_tell(e, "m%u is revoked", (unsigned)s->n);
	return (true);
}

/* ---- new machines and offices ------------------------------------------- */

static bool
enrol(struct world *w, struct seat *s)
{
	struct sync_stats st;
	struct err was;
	err_t err = NULL;

	for (int i = 0; i < 4; i++) {
		world_sweep(w);
		if (!hub_ready(w))
			continue;
		world_pass(w, HOUR_MS);
		err = world_enrol(w, s);
		if (err == NULL)
			break;
		world_say(w, "m%u is not enrolled: %s: %s", (unsigned)s->n,
		    err_name(err->code), err->text);
	}
	world_sweep(w);
	if (!s->enrolled)
		return (false);
	w->n.fault[FAULT_enrolled]++;
	if (world_ready(w, s))
		(void)day_meet(w, s, &st, &was);
	return (true);
}

bool
right_enrol(struct world *w, struct seat *s, struct event *e)
{
	struct seat *t = NULL;

	if (s->hub)
		return (false);
	/* One that could not be enrolled tries again. */
	for (uint32_t n = CAST + 1; n < SEATS; n++)
		if (!w->seat[n].enrolled && (w->seat[n].state == SEAT_UP ||
						w->seat[n].state == SEAT_DOWN))
			t = &w->seat[n];
	if (t == NULL)
		t = world_seat_new(w, s->code, s->spaces);
	if (t == NULL)
		return (false);
	world_tell(e, "m%u is enrolled for %s%s", (unsigned)t->n, t->code,
	    enrol(w, t) ? "" : ", in vain");
	return (true);
}

/* The same words again change nothing, so it is said until it is certain. */
static bool
insist_office(struct world *w, const char *code, const char *spaces)
{
	for (int i = 0; i < INSIST; i++)
		if (hub_ready(w) && world_office_add(w, code, spaces) == NULL &&
		    !disk_dark(world_hub(w)->disk))
			return (true);
	return (false);
}

/* What a hub that came back from a copy forgot is said again: by people. */
void
right_again(struct world *w)
{
	uint8_t key[KEY_LEN];

	for (uint32_t n = 1; n < SEATS; n++) {
		struct seat *s = &w->seat[n];

		if (s->state == SEAT_NONE)
			continue;
		if (!insist_office(w, s->code, s->spaces))
			world_fail(w, "admits", "%s, again", s->code);
		if (!s->revoked || s->state != SEAT_UP)
			continue;
		key_public(s->office.key, key);
		(void)(hub_ready(w) && world_revoke(w, key) == NULL);
	}
}

/* Every space that the seat's office ever had, for the command. */
static void
ever(const struct world *w, const struct seat *s, char *out, size_t most)
{
	const char *at = w->oracle->view[s->n].ever;
	size_t n = 0;

	out[0] = '\0';
	while (*(at += strspn(at, ",")) != '\0') {
		size_t k = strcspn(at, ",");
		bool given = strncmp(at, SPACE_HOME, strlen(SPACE_HOME)) == 0 ||
			     strncmp(at, SPACE_NATIONAL, k) == 0;

		if (!given && n + k + 2 < most)
			n += (size_t)snprintf(out + n, most - n, "%s%.*s",
			    n == 0 ? "" : ",", (int)k, at);
		at += k;
	}
}

/* Offices whose copy of a lost space is not taken back call: people look up
 * what they had, and admit them for a moment, so that the hub knows it. */
void
right_recall(struct world *w)
{
	char all[WORLD_WORDS];

	for (uint32_t n = 1; n < SEATS; n++) {
		struct seat *s = &w->seat[n];

		if (s->state == SEAT_NONE || s->code == NULL)
			continue;
		ever(w, s, all, sizeof(all));
		if (all[0] != '\0' && strcmp(all, s->spaces) != 0 &&
		    (!insist_office(w, s->code, all) ||
			!insist_office(w, s->code, s->spaces)))
			world_fail(w, "admits", "%s, as it was", s->code);
	}
}

bool
right_join(struct world *w, struct seat *s, struct event *e)
{
	static const char *const codes[] = { "TAB", "VER", "CHI" };
	const char *code = codes[rng_below(&w->chance, 3)];
	struct seat *t;

	for (uint32_t n = 1; n < SEATS; n++)
		if (w->seat[n].state != SEAT_NONE &&
		    strcmp(w->seat[n].code, code) == 0)
			return (false);
	t = world_seat_new(w, code, "07,federal");
	if (t == NULL)
		return (false);
	(void)s;
	if (!insist_office(w, code, t->spaces))
		world_fail(w, "admits", "%s cannot be admitted", code);
	w->n.fault[FAULT_joined]++;
	(void)enrol(w, t);
	world_tell(e, "office %s joins with m%u", code, (unsigned)t->n);
	return (true);
}

/* ---- spaces ------------------------------------------------------------- */

bool
right_spaces(struct world *w, struct seat *s, struct event *e)
{
	static const char *const more[] = { "07,20,federal",
		"07,20,30,federal" };
	static const char *const less[] = { "07,federal", "20,federal", "07",
		"federal" };
	bool gain = e->kind == EV_GAIN;
	const char *spaces = gain ? more[rng_below(&w->chance, 2)]
				  : less[rng_below(&w->chance, 4)];

	if (s->hub || s->state == SEAT_NONE || strcmp(spaces, s->spaces) == 0)
		return (false);
	if (!insist_office(w, s->code, spaces))
		world_fail(w, "admits", "%s cannot be changed", s->code);
	for (uint32_t n = 1; n < SEATS; n++)
		if (w->seat[n].state != SEAT_NONE &&
		    strcmp(w->seat[n].code, s->code) == 0)
			w->seat[n].spaces = spaces;
	w->n.fault[gain ? FAULT_gained : FAULT_lost_space]++;
	world_tell(e, "%s has the spaces %s now", s->code, spaces);
	return (true);
}

/* ---- the rest ----------------------------------------------------------- */

bool
right_renew(struct world *w, struct seat *s, struct event *e)
{
	int64_t days = 46 + (int64_t)rng_below(&w->chance, 60);

	(void)s;
	world_pass(w, days * DAY_MS);
	world_tell(e, "%lld days pass", (long long)days);
	return (true);
}

bool
right_handover(struct world *w, struct seat *s, struct event *e)
{
	struct seat *hub = world_hub(w), *was;
	err_t err;

	(void)s;
	if (!world_ready(w, hub))
		return (false);
	was = world_enter(w, hub);
	err = people_handover(w, hub, &w->chance);
	if (err == NULL && !disk_dark(hub->disk))
		err = hubsim_own(w);
	world_hub_wrote(w, err);
	(void)world_enter(w, was);
	if (err == NULL)
		w->n.fault[FAULT_handover]++;
	world_tell(e, "a roundtable is handed over");
	return (true);
}

bool
right_upgrade(struct world *w, struct seat *s, struct event *e)
{
	bool cut = rng_chance(&w->chance, 400);

	if (!s->old || (s->state != SEAT_UP && s->state != SEAT_DOWN))
		return (false);
	world_down(w, s);
	s->old = false;
	if (cut)
		disk_end_after(
		    s->disk, DISK_CUT, 1 + rng_below(&w->chance, 60));
	(void)world_ready(w, s);
	w->n.fault[FAULT_upgrade]++;
	world_tell(e, "m%u is upgraded%s", (unsigned)s->n,
	    cut ? ", the power fails in it" : "");
	return (true);
}
