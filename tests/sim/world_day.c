/*
 * world_day -- everyday events: work, syncs, time, clocks, the road.
 */
#include <string.h>

#include "node/exchange.h"
#include "tests/sim/world_in.h"

/* ---- work --------------------------------------------------------------- */

static void
own(struct world *w)
{
	err_t e = hubsim_own(w);

	world_hub_wrote(w, e);
}

bool
day_act(struct world *w, struct seat *s, struct event *e)
{
	struct seat *was;
	err_t err;

	if (s->hostile || !world_ready(w, s) || (!s->hub && !s->enrolled))
		return (false);
	was = world_enter(w, s);
	w->n.acts++;
	err = people_act(w, s, &w->chance);
	if (err != NULL) {
		world_say(w, "m%u: %s: %s", (unsigned)s->n, err_name(err->code),
		    err->text);
		world_down(w, s); /* who asks again looks at the disk */
		(void)world_up(w, s);
	} else if (s->hub && !disk_dark(s->disk)) {
		own(w);
	}
	(void)world_enter(w, was);
	world_tell(e, "somebody works at m%u", (unsigned)s->n);
	return (true);
}

/* ---- syncs -------------------------------------------------------------- */

static void
look_at_both(struct world *w, struct seat *s, bool met, bool new_epoch)
{
	struct seat *hub = world_hub(w);

	if (w->oracle == NULL)
		return;
	world_sweep(w);
	if (hub->state == SEAT_UP) {
		(void)world_enter(w, hub);
		oracle_look(w, hub, false);
	}
	if (s->state == SEAT_UP) {
		(void)world_enter(w, s);
		oracle_look(w, s, false);
		if (met)
			oracle_met(w, s, new_epoch);
	}
}

bool
day_meet(
    struct world *w, struct seat *s, struct sync_stats *st, struct err *was)
{
	struct exchange x = { .o = &s->office, .lang = "en" };
	struct seat *before = world_enter(w, s);
	err_t e;

	*was = (struct err){ .code = ERR_NONE };
	s->syncs++;
	w->n.syncs++;
	e = exchange_run(&x);
	if (e != NULL)
		*was = *e;
	*st = x.stats;
	w->n.syncs_done += e == NULL;
	w->n.commits += x.stats.commits_sent;
	w->n.fault[FAULT_renewed] += x.renewed;
	world_say(w, "m%u syncs: %s %s, sent %u, received %u, refused %s %s",
	    (unsigned)s->n, e == NULL ? "done" : err_name(was->code), was->text,
	    x.stats.commits_sent, x.stats.commits_received,
	    err_name(x.stats.refused.code), x.stats.refused.text);
	if (!w->founding) {
		(void)world_enter(w, s);
		check_sync(w, s, st, e == NULL ? NULL : was);
		look_at_both(w, s, e == NULL, st->new_epoch);
	}
	(void)world_enter(w, before);
	return (was->code == ERR_NONE);
}

/* A hub that came back from a copy may not know a certificate it gave out
 * since: then a person invites the computer again. */
bool
day_invited(struct world *w, struct seat *s, const struct err *was)
{
	err_t e;

	if (was->code != ERR_UNTRUSTED ||
	    strstr(was->text, "does not know the certificate") == NULL ||
	    s->state != SEAT_UP)
		return (false);
	e = world_enrol(w, s);
	world_say(w, "m%u is invited again: %s", (unsigned)s->n,
	    e == NULL ? "done" : e->text);
	return (e == NULL);
}

bool
day_sync(struct world *w, struct seat *s, struct event *e)
{
	struct sync_stats st;
	struct err was;

	if (s->hub || s->hostile || !world_ready(w, s) || !s->enrolled)
		return (false);
	(void)day_meet(w, s, &st, &was);
	(void)day_invited(w, s, &was);
	world_tell(e, "m%u syncs: %s", (unsigned)s->n,
	    was.code == ERR_NONE ? "done" : was.text);
	return (true);
}

/* ---- time and clocks ---------------------------------------------------- */

bool
day_wait(struct world *w, struct seat *s, struct event *e)
{
	struct rng *r = &w->chance;
	int64_t ms = (int64_t)rng_below(r, 3 * HOUR_MS);

	(void)s;
	if (rng_chance(r, 100))
		ms = (int64_t)rng_below(r, 20) * DAY_MS;
	world_pass(w, ms);
	world_tell(e, "%lld minutes pass", (long long)(ms / 60000));
	return (true);
}

bool
day_restart(struct world *w, struct seat *s, struct event *e)
{
	if (s->state != SEAT_UP && s->state != SEAT_DOWN)
		return (false);
	world_down(w, s);
	s->m.boot_ms = machine_time();
	world_tell(e, "m%u is started again", (unsigned)s->n);
	return (true);
}

bool
day_jump(struct world *w, struct seat *s, struct event *e)
{
	/* The hub's own certificates begin a day early, no more. */
	int64_t most = s->hub ? 20 * HOUR_MS : 40 * DAY_MS;
	int64_t by =
	    (int64_t)rng_below(&w->chance, (uint64_t)(2 * most)) - most;

	s->m.offset_ms = by;
	s->m.stuck = false;
	w->n.fault[FAULT_clock_jump]++;
	world_tell(e, "the clock of m%u is off by %lld minutes", (unsigned)s->n,
	    (long long)(by / 60000));
	return (true);
}

bool
day_drift(struct world *w, struct seat *s, struct event *e)
{
	s->m.drift_ppm = (int32_t)rng_below(&w->chance, 2000) - 1000;
	w->n.fault[FAULT_clock_drift]++;
	world_tell(e, "the clock of m%u drifts by %d ppm", (unsigned)s->n,
	    (int)s->m.drift_ppm);
	return (true);
}

bool
day_stuck(struct world *w, struct seat *s, struct event *e)
{
	s->m.stuck_at_ms = machine_clock_ms(&s->m);
	s->m.stuck = true;
	w->n.fault[FAULT_clock_stuck]++;
	world_tell(e, "the clock of m%u stands still", (unsigned)s->n);
	return (true);
}

bool
day_years(struct world *w, struct seat *s, struct event *e)
{
	int64_t years = (int64_t)rng_below(&w->chance, 41) - 20;

	if (s->hub)
		return (false);
	s->m.offset_ms = years * 365 * DAY_MS;
	s->m.stuck = false;
	w->n.fault[FAULT_clock_years]++;
	world_tell(e, "the clock of m%u is off by %lld years", (unsigned)s->n,
	    (long long)years);
	return (true);
}

bool
day_clock_right(struct world *w, struct seat *s, struct event *e)
{
	(void)w;
	s->m.offset_ms = 0;
	s->m.drift_ppm = 0;
	s->m.stuck = false;
	world_tell(e, "the clock of m%u is set right", (unsigned)s->n);
	return (true);
}

/* ---- the road ----------------------------------------------------------- */

bool
day_partition(struct world *w, struct seat *s, struct event *e)
{
	if (s->hub)
		return (false);
	net_partition(w, s->n, true);
	world_tell(e, "m%u is cut off", (unsigned)s->n);
	return (true);
}

bool
day_healed(struct world *w, struct seat *s, struct event *e)
{
	net_partition(w, s->n, false);
	world_tell(e, "m%u may reach the hub again", (unsigned)s->n);
	return (true);
}
