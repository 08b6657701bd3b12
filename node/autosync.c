#include "node/autosync.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <time.h>

#include "node/attempts.h"
#include "node/search.h"
#include "proto/base/clock.h"
#include "proto/base/mem.h"
#include "proto/base/pack.h"
#include "proto/base/rand.h"
#include "proto/base/say.h"

#define CLOSE_MS 5000

struct autosync {
	char *dir;
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t changed;
	/* Under the lock: */
	struct autosync_seen seen;
	int64_t due_ms; /* by the clock that never goes back */
	int failures;
	bool stop, ended;
};

static void
due_in(struct autosync *a, int64_t s)
{
	a->due_ms = clock_mono_ms() + s * 1000;
	a->seen.next_at = clock_now() + s;
}

/* Not all offices at once when the hub is back. */
static int64_t
with_chance(int64_t s)
{
	return (s * 3 / 4 + (int64_t)rand_below((uint64_t)s / 2 + 1));
}

static int64_t
back_off(int failures)
{
	int64_t s = AUTOSYNC_BACK_S;

	for (int i = 1; i < failures && s < AUTOSYNC_MOST_S; i++)
		s *= 2;
	return (s < AUTOSYNC_MOST_S ? s : AUTOSYNC_MOST_S);
}

/* So that nobody waits for it who searches. */
static void
index_received(struct office *o)
{
	err_t e = search_tables(o->st.db);

	if (e == NULL)
		e = search_refresh(o->st.l, clock_now());
	if (e != NULL)
		say_err("search", e);
}

/* Without the lock: as a command would. */
static err_t
exchange(const char *dir, struct sync_stats *stats)
{
	CLEAN(office_close) struct office o = { 0 };
	struct exchange x = { .o = &o, .lang = "es" };
	err_t e;

	TRY(office_open(&o, dir, OFFICE_SHARED));
	if (!o.enrolled)
		return (NULL);
	e = attempts_run(&x);
	*stats = x.stats;
	if (e == NULL && stats->commits_received > 0)
		index_received(&o);
	return (e);
}

static void
round_ended(struct autosync *a, err_t e, const struct sync_stats *stats)
{
	int64_t wait;

	a->seen.running = false;
	a->seen.rounds++;
	if (e == NULL) {
		a->failures = 0;
		due_in(a, with_chance(AUTOSYNC_EVERY_S));
		return;
	}
	a->failures++;
	wait = stats->retry_s > 0 ? stats->retry_s : back_off(a->failures);
	due_in(a, with_chance(wait));
	if (err_retry(e->code) != RETRY_SOON)
		say_err("autosync", e);
}

static void
run_once(struct autosync *a)
{
	struct sync_stats stats = { 0 };
	err_t e;

	a->seen.running = true;
	must(pthread_mutex_unlock(&a->lock) == 0);
	e = exchange(a->dir, &stats);
	/* Asleep, it keeps nothing. */
	pack_end();
	mem_rest();
	must(pthread_mutex_lock(&a->lock) == 0);
	round_ended(a, e, &stats);
	(void)pthread_cond_broadcast(&a->changed);
}

static void
sleep_until(struct autosync *a, int64_t ms)
{
	struct timespec t = { .tv_sec = (time_t)(ms / 1000),
		.tv_nsec = (long)(ms % 1000) * 1000000 };

	(void)pthread_cond_timedwait(&a->changed, &a->lock, &t);
}

static void *
live(void *ctx)
{
	struct autosync *a = ctx;

	must(pthread_mutex_lock(&a->lock) == 0);
	while (!a->stop) {
		if (clock_mono_ms() >= a->due_ms)
			run_once(a);
		else
			sleep_until(a, a->due_ms);
	}
	a->ended = true;
	(void)pthread_cond_broadcast(&a->changed);
	must(pthread_mutex_unlock(&a->lock) == 0);
	return (NULL);
}

/* ---- for the page ------------------------------------------------------- */

err_t
autosync_open(struct autosync **out, const char *dir)
{
	struct autosync *a = mem_new(sizeof(*a));
	pthread_condattr_t attr;
	sigset_t all, was;
	int rc;

	a->dir = mem_dup(dir);
	must(pthread_mutex_init(&a->lock, NULL) == 0);
	must(pthread_condattr_init(&attr) == 0);
	must(pthread_condattr_setclock(&attr, CLOCK_MONOTONIC) == 0);
	must(pthread_cond_init(&a->changed, &attr) == 0);
	(void)pthread_condattr_destroy(&attr);
	due_in(a, 1);
	sigfillset(&all);
	(void)pthread_sigmask(SIG_SETMASK, &all, &was);
	rc = pthread_create(&a->thread, NULL, live, a);
	(void)pthread_sigmask(SIG_SETMASK, &was, NULL);
	if (rc != 0) {
		mem_free(a->dir);
		mem_free(a);
		return (err_new(ERR_SYSTEM, "no thread for the exchange"));
	}
	*out = a;
	return (NULL);
}

bool
autosync_close(struct autosync **out)
{
	struct autosync *a = *out;
	int64_t until = clock_mono_ms() + CLOSE_MS;
	bool ended;

	if (a == NULL)
		return (true);
	*out = NULL;
	must(pthread_mutex_lock(&a->lock) == 0);
	a->stop = true;
	(void)pthread_cond_broadcast(&a->changed);
	while (!a->ended && clock_mono_ms() < until)
		sleep_until(a, until);
	ended = a->ended;
	must(pthread_mutex_unlock(&a->lock) == 0);
	/* What is at work is safe at any point, but its thread needs *a. */
	if (!ended)
		return (false);
	must(pthread_join(a->thread, NULL) == 0);
	(void)pthread_cond_destroy(&a->changed);
	(void)pthread_mutex_destroy(&a->lock);
	mem_free(a->dir);
	mem_free(a);
	return (true);
}

void
autosync_look(struct autosync *a, struct autosync_seen *s)
{
	must(pthread_mutex_lock(&a->lock) == 0);
	*s = a->seen;
	must(pthread_mutex_unlock(&a->lock) == 0);
}

/* Earlier than it was due, never later. */
static void
bring_forward(struct autosync *a, int64_t s)
{
	must(pthread_mutex_lock(&a->lock) == 0);
	if (a->due_ms > clock_mono_ms() + s * 1000)
		due_in(a, s);
	(void)pthread_cond_broadcast(&a->changed);
	must(pthread_mutex_unlock(&a->lock) == 0);
}

void
autosync_soon(struct autosync *a)
{
	bool calm;

	must(pthread_mutex_lock(&a->lock) == 0);
	calm = a->failures == 0;
	must(pthread_mutex_unlock(&a->lock) == 0);
	/* While the hub is away the back-off decides. */
	if (calm)
		bring_forward(a, AUTOSYNC_SOON_S);
}

void
autosync_now(struct autosync *a)
{
	bring_forward(a, 0);
}

void
autosync_wait(struct autosync *a, int ms)
{
	int64_t until = clock_mono_ms() + ms;
	uint64_t was;

	must(pthread_mutex_lock(&a->lock) == 0);
	was = a->seen.rounds;
	while (a->seen.rounds == was && clock_mono_ms() < until)
		sleep_until(a, until);
	must(pthread_mutex_unlock(&a->lock) == 0);
}
