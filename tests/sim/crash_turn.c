#include "tests/sim/crash.h"

#include <string.h>

#define TURNS     40 /* of a world */
#define DEEP      8  /* one check of so many looks at everything */
#define LOGS_MANY 60 /* then a world has lived long enough */

/* ---- sweeps ------------------------------------------------------------- */

static void
seen(void *ctx, struct disk *at)
{
	struct crash *w = ctx;
	const struct place *p = w->watched;
	size_t k = w->moments;

	w->seen++;
	if (k == SWEEP_MAX) { /* each of them as likely as any */
		k = (size_t)rng_below(&w->rng, w->seen);
		if (k >= SWEEP_MAX) {
			disk_free(&at);
			return;
		}
		disk_free(&w->moment[k].at);
	} else {
		w->moments++;
	}
	w->moment[k] = (struct moment){ .at = at,
		.sure = p->sure,
		.flight = p->flight,
		.copy = p->copy,
		.epochs = p->epochs,
		.restoring = p->restoring };
	memcpy(w->moment[k].written, p->written, VALUE_TEXT);
}

static void
add_counts(struct disk_counts *to, const struct disk_counts *c)
{
	const uint64_t *from = (const uint64_t *)(const void *)c;
	uint64_t *sum = (uint64_t *)(void *)to;

	for (size_t k = 0; k < sizeof(*c) / sizeof(uint64_t); k++)
		sum[k] += from[k];
}

static bool
deep(struct crash *w)
{
	return (rng_below(&w->rng, DEEP) == 0);
}

/* The machine as it was at m, started again after this damage. */
static void
restart_at(struct crash *w, const struct place *p, struct moment *m, bool last,
    struct place *t)
{
	*t = *p;
	t->up = false;
	t->disk = last ? m->at : disk_twin(m->at, rng_next(&w->rng));
	if (last)
		m->at = NULL;
	else
		disk_end_now(t->disk, DISK_CUT);
	t->sure = m->sure;
	t->flight = m->flight;
	t->copy = m->copy;
	t->epochs = m->epochs;
	t->restoring = m->restoring;
	memcpy(t->written, m->written, VALUE_TEXT);
	disk_mount(t->disk, t->n);
	disk_power(t->disk);
	w->c.cuts++;
	w->c.swept++;
	if (t->restoring || rng_chance(&w->rng, 250))
		crash_check(w, t, deep(w));
	else
		crash_look(w, t);
}

static void
restart_end(struct crash *w, struct place *t)
{
	place_stop(t);
	add_counts(&w->c.disk, disk_counts(t->disk));
	disk_free(&t->disk);
}

/* Each moment of the operation that was watched, each with some damages; with
 * a good chance the world goes on from one of them. */
static void
sweep_over(struct crash *w, struct place *p, bool may_stay)
{
	size_t damages = w->moments > 40 ? 1 : 3;
	uint64_t stay = UINT64_MAX, no = 0;
	struct place t, next = { 0 };

	if (may_stay && rng_chance(&w->rng, 500))
		stay = rng_below(&w->rng, w->moments * damages);
	disk_mount(p->disk, DISK_NOWHERE);
	for (size_t k = 0; k < w->moments && w->bad[0] == '\0'; k++) {
		for (size_t i = 0; i < damages; i++, no++) {
			restart_at(w, p, &w->moment[k], i + 1 == damages, &t);
			if (w->bad[0] == '\0' && no == stay) {
				place_stop(&t);
				disk_mount(t.disk, DISK_NOWHERE);
				next = t;
			} else {
				restart_end(w, &t);
			}
		}
	}
	disk_mount(p->disk, p->n);
	if (next.disk == NULL)
		return;
	place_stop(p);
	add_counts(&w->c.disk, disk_counts(p->disk));
	disk_free(&p->disk);
	*p = next;
	disk_mount(p->disk, p->n);
}

/* What is read now is what there will be. */
static void
adopt(struct crash *w, struct place *p)
{
	if (place_start(p) != NULL) {
		crash_lost(w, p, "does not start twice");
		return;
	}
	promise_take(&p->sure, place_store(p));
	p->flight = 0;
	p->epochs = false;
}

static void
sweep(struct crash *w, struct place *p, struct place *q, enum deed_kind k)
{
	err_t e;

	w->moments = 0;
	w->seen = 0;
	w->watched = q;
	if (place_start(p) != NULL || place_start(q) != NULL) {
		crash_lost(w, p, "does not start before a sweep");
		return;
	}
	(void)machine_enter(&p->m);
	disk_watch(q->disk, seen, w);
	e = crash_do(w, p, k);
	disk_watch(q->disk, NULL, NULL);
	if (e != NULL)
		crash_lost(w, p, "an operation failed for no reason: %s: %s",
		    err_name(e->code), e->text);
	else if (w->moments > 0)
		sweep_over(w, q, p == q && k != DO_RESTORE);
	for (size_t i = 0; i < w->moments; i++)
		disk_free(&w->moment[i].at);
	w->moments = 0;
	if (w->bad[0] == '\0')
		adopt(w, q);
}

/* ---- in the middle of running code -------------------------------------- */

static uint64_t
some_changes(struct crash *w)
{
	static const uint64_t most[] = { 6, 20, 60, 200 };

	return (1 + rng_below(&w->rng, most[rng_below(&w->rng, 4)]));
}

/* Work until the machine is dark; an answer of the product that is an error
 * makes it start again, as a person would. */
static void
work_on(struct crash *w, struct place *p, struct place *q, enum deed_kind k)
{
	for (int n = 0; n < 4 && !disk_dark(q->disk); n++) {
		if (crash_do(w, p, k) == NULL && rng_chance(&w->rng, 600))
			k = (enum deed_kind)rng_below(&w->rng, DO_CHECKPOINT);
		else
			place_stop(p);
		if (q != p && q->up && q->house.st.db == NULL)
			place_stop(q);
		if (p->restoring)
			return;
	}
}

/* Power on; it may fail again while the product starts. */
static void
light(struct crash *w, struct place *q)
{
	disk_power(q->disk);
	if (q->restoring || !rng_chance(&w->rng, 200))
		return;
	disk_end_after(q->disk, DISK_CUT, 1 + rng_below(&w->rng, 8));
	if (place_start(q) != NULL)
		place_stop(q); /* as expected */
	disk_end_now(q->disk, DISK_CUT);
	place_stop(q);
	disk_power(q->disk);
	w->c.cuts++;
	w->c.again++;
}

static void
cut(struct crash *w, struct place *p, struct place *q, enum deed_kind k)
{
	bool sick = rng_chance(&w->rng, 350);
	/* Both: what an fsync that failed has dropped is still seen by whoever
	 * starts after a kill. */
	bool kill = rng_chance(&w->rng, sick ? 500 : 200);
	enum disk_fault f = (enum disk_fault)rng_below(&w->rng, 4);

	if (sick && k == DO_RESTORE)
		k = DO_EDIT;
	if (sick)
		disk_fail_after(q->disk, f, some_changes(w));
	if (!sick || rng_chance(&w->rng, 300))
		disk_end_after(
		    q->disk, kill ? DISK_KILL : DISK_CUT, some_changes(w));
	work_on(w, p, q, k);
	disk_end_now(q->disk, kill ? DISK_KILL : DISK_CUT);
	place_stop(q);
	disk_heal(q->disk);
	if (kill) {
		w->c.kills++;
	} else {
		w->c.cuts++;
		w->c.real++;
	}
	light(w, q);
	crash_check(w, q, deep(w));
	if (w->bad[0] == '\0')
		adopt(w, q);
}

/* ---- worlds ------------------------------------------------------------- */

static enum deed_kind
draw(struct crash *w, bool hub)
{
	static const uint8_t weight[DO_KINDS] = { [DO_CREATE] = 14,
		[DO_EDIT] = 22,
		[DO_TEXT] = 10,
		[DO_BURST] = 10,
		[DO_VOID] = 4,
		[DO_SYNC] = 16,
		[DO_CHECKPOINT] = 10,
		[DO_BACKUP] = 4,
		[DO_REBUILD] = 2,
		[DO_EPOCH] = 2,
		[DO_REOPEN] = 6,
		[DO_RESTORE] = 2 };
	uint64_t all = 0, r;
	size_t k = 0;

	for (size_t i = 0; i < DO_KINDS; i++)
		all += weight[i];
	r = rng_below(&w->rng, all);
	while (r >= weight[k])
		r -= weight[k++];
	return (hub && k == DO_SYNC ? DO_EDIT : (enum deed_kind)k);
}

static void
turn(struct crash *w)
{
	struct place *p = &w->p[rng_below(&w->rng, PLACES)], *q = p;
	enum deed_kind k = draw(w, p == &w->p[HUB]);

	machine_time_set(
	    machine_time() + 1000 + (int64_t)rng_below(&w->rng, 600000));
	if (k == DO_SYNC && rng_chance(&w->rng, 500))
		q = &w->p[HUB];
	if (rng_chance(&w->rng, 750))
		sweep(w, p, q, k);
	else
		cut(w, p, q, k);
	if (rng_chance(&w->rng, 200))
		place_stop(p);
}

bool
crash_world(struct crash *w, uint64_t seed, uint64_t cuts)
{
	crash_begin(w, seed);
	for (int n = 0; n < TURNS && w->c.cuts < cuts; n++) {
		turn(w);
		if (w->bad[0] != '\0')
			return (false);
		if (w->p[HUB].sure.logs > LOGS_MANY)
			break;
	}
	for (size_t k = 0; k < PLACES; k++)
		add_counts(&w->c.disk, disk_counts(w->p[k].disk));
	return (true);
}
