#include "tests/sim/world_in.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/sim/old.h"

/* ---- words and hash ----------------------------------------------------- */

void
world_hash(struct world *w, const void *p, size_t n)
{
	const uint8_t *at = p;
	uint64_t h = w->hash, k;

	for (; n >= sizeof(k); n -= sizeof(k), at += sizeof(k)) {
		memcpy(&k, at, sizeof(k));
		h = (h ^ k) * 0x9e3779b97f4a7c15ULL;
		h ^= h >> 29;
	}
	for (; n > 0; n--, at++)
		h = (h ^ *at) * 0x100000001b3ULL;
	w->hash = h;
}

void
world_say(struct world *w, const char *fmt, ...)
{
	char line[512];
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(line, sizeof(line), fmt, ap);
	va_end(ap);
	must(n >= 0);
	world_hash(w, line, strlen(line));
	if (w->verbose)
		(void)printf("  %4zu %s\n", w->at, line);
}

void
world_fail(struct world *w, const char *invariant, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(w->what, sizeof(w->what), fmt, ap);
	va_end(ap);
	(void)snprintf(w->invariant, sizeof(w->invariant), "%s", invariant);
	w->failed = true;
	for (uint32_t n = 0; w->dump != NULL && n < SEATS; n++)
		if (w->seat[n].disk != NULL)
			disk_dump(w->seat[n].disk, w->dump);
	if (w->founding)
		(void)printf("template %s: %s\n", invariant, w->what);
	(void)fflush(NULL);
	_exit(1);
}

void
world_must(struct world *w, const char *doing, err_t e)
{
	if (e != NULL)
		world_fail(w, "looking", "%s: %s: %s", doing, err_name(e->code),
		    e->text);
}

/* ---- time, chance, place ------------------------------------------------ */

void
world_pass(struct world *w, int64_t ms)
{
	(void)w;
	machine_time_set(machine_time() + ms);
}

bool
world_fault(struct world *w, enum world_fault f)
{
	if (w->quiet || w->rate[f] == 0 || !rng_chance(&w->chance, w->rate[f]))
		return (false);
	w->n.fault[f]++;
	return (true);
}

struct seat *
world_enter(struct world *w, struct seat *s)
{
	struct seat *was = w->on;

	w->on = s;
	(void)machine_enter(s == NULL ? NULL : &s->m);
	old_set(s != NULL && s->old);
	return (was);
}

struct seat *
world_any(struct world *w, struct rng *r)
{
	uint32_t up[SEATS];
	uint64_t n = 0;

	for (uint32_t i = 1; i < SEATS; i++)
		if (w->seat[i].state == SEAT_UP)
			up[n++] = i;
	return (n == 0 ? NULL : &w->seat[up[rng_below(r, n)]]);
}

/* ---- seats -------------------------------------------------------------- */

static err_t
start(struct world *w, struct seat *s)
{
	if (s->hub)
		return (hubsim_open(w, s));
	return (office_open(&s->office, s->dir, OFFICE_SHARED));
}

static void
stop(struct world *w, struct seat *s)
{
	if (s->hub)
		hubsim_close(w);
	else
		office_close(&s->office);
	s->st = NULL;
	s->desk = NULL;
}

/* Why must a machine start, whatever happened to it before? */
static void
may_fail(struct world *w, struct seat *s, const struct err *e)
{
	world_say(w, "m%u does not start: %s: %s", (unsigned)s->n,
	    err_name(e->code), e->text);
	if (disk_dark(s->disk) || s->sick || s->rotten)
		return;
	world_fail(w, "starts", "m%u: %s: %s", (unsigned)s->n,
	    err_name(e->code), e->text);
}

bool
world_up(struct world *w, struct seat *s)
{
	struct seat *was;
	struct err kept;
	err_t e;

	if (s->state == SEAT_NONE || s->state == SEAT_LOST)
		return (false);
	if (s->state == SEAT_UP)
		return (true);
	if (disk_dark(s->disk)) {
		disk_power(s->disk);
		s->m.boot_ms = machine_time();
	}
	was = world_enter(w, s);
	e = start(w, s);
	if (e != NULL) {
		kept = *e;
		stop(w, s);
		may_fail(w, s, &kept);
		(void)world_enter(w, was);
		return (false);
	}
	s->state = SEAT_UP;
	s->st = s->hub ? &s->house.st : &s->office.st;
	s->desk = s->hub ? &s->house.desk : &s->office.desk;
	if (!s->hub && s->office.why != INSTANCE_FINE)
		world_say(w, "m%u: %s", (unsigned)s->n,
		    instance_words(s->office.why, "en"));
	if (w->oracle != NULL)
		oracle_look(w, s, s->rotten);
	(void)world_enter(w, was);
	return (true);
}

void
world_down(struct world *w, struct seat *s)
{
	struct seat *was;

	if (s->state != SEAT_UP)
		return;
	was = world_enter(w, s);
	stop(w, s);
	s->state = SEAT_DOWN;
	(void)world_enter(w, was);
}

void
world_sweep(struct world *w)
{
	for (uint32_t i = 0; i < SEATS; i++) {
		struct seat *s = &w->seat[i];

		if (s->state != SEAT_UP)
			continue;
		if (disk_dark(s->disk) || (s->hub && s->st->db == NULL)) {
			world_say(w, "m%u goes down", (unsigned)i);
			world_down(w, s);
		}
	}
}

bool
world_ready(struct world *w, struct seat *s)
{
	if (s->state == SEAT_NONE || s->state == SEAT_LOST)
		return (false);
	if (s->sick && (w->quiet || rng_chance(&w->chance, 400))) {
		disk_heal(s->disk);
		s->sick = false;
		world_down(w, s); /* what the trouble left in memory goes */
	}
	if (s->rotten)
		return (bad_mend(w, s));
	return (world_up(w, s));
}
