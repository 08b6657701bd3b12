#include "hub/writer_in.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>

#include "proto/base/clock.h"
#include "proto/base/mem.h"
#include "proto/base/pack.h"
#include "proto/base/say.h"

#define READERS_MAX 8

struct writer {
	pthread_mutex_t lock;
	pthread_cond_t work, told; /* for the writer, for the readers */
	struct house *h;
	struct line in, out;  /* to be applied; to be told */
	size_t held;          /* bytes of bodies on their way */
	bool stopping, ended; /* asked to; the writer did */
	struct writer_stats stats;
	pthread_t thread, reader[READERS_MAX];
	bool started;
	int readers;
};

/* ---- writing ------------------------------------------------------------ */

/* With the lock held: the next group; false when the work has ended. */
static bool
next_group(struct writer *w, struct line *group)
{
	int64_t since;

	while (w->in.first == NULL && !w->stopping)
		pthread_cond_wait(&w->work, &w->lock);
	since = clock_mono_ms(); /* at least one job is taken */
	line_start(group);
	while (w->in.first != NULL && group->n < LIMIT_GROUP_JOBS &&
	       group->bytes < LIMIT_GROUP_BODIES &&
	       (group->n == 0 || clock_mono_ms() - since < LIMIT_GROUP_MS)) {
		bool alone = w->in.first->alone;

		if (alone && group->n > 0)
			break;
		line_add(group, line_take(&w->in));
		if (alone)
			break;
	}
	return (group->n > 0 || !w->stopping);
}

static void *
work(void *arg)
{
	struct writer *w = arg;
	struct writer_job *j;
	struct line group;

	pthread_mutex_lock(&w->lock);
	while (next_group(w, &group)) {
		pthread_mutex_unlock(&w->lock);
		if (group.n > 0 && group.first->alone)
			writer_group_alone(w->h, group.first);
		else if (group.n > 0)
			writer_group_run(w->h, &group);
		pthread_mutex_lock(&w->lock);
		w->stats.groups += group.n > 0;
		while ((j = line_take(&group)) != NULL) {
			w->stats.jobs++;
			w->stats.failed += j->failed;
			line_add(&w->out, j);
		}
		pthread_cond_broadcast(&w->told);
	}
	w->ended = true;
	pthread_cond_broadcast(&w->told);
	pthread_mutex_unlock(&w->lock);
	pack_end();
	return (NULL);
}

/* ---- telling ------------------------------------------------------------ */

static void *
read_on(void *arg)
{
	struct writer *w = arg;
	struct store st = { 0 };
	struct writer_job *j;
	size_t bytes;
	err_t e;

	pthread_mutex_lock(&w->lock);
	for (;;) {
		while (w->out.first == NULL && !w->ended)
			pthread_cond_wait(&w->told, &w->lock);
		j = line_take(&w->out);
		if (j == NULL)
			break;
		bytes = j->bytes;
		pthread_mutex_unlock(&w->lock);
		if (st.db == NULL && (e = house_store(w->h, &st)) != NULL) {
			say_err("writer", e);
			store_close(&st);
		}
		writer_group_tell(j, st.db == NULL ? NULL : &st);
		if (st.db != NULL && db_broken(st.db))
			store_close(&st);
		writer_free(w, bytes);
		pthread_mutex_lock(&w->lock);
	}
	pthread_mutex_unlock(&w->lock);
	store_close(&st);
	pack_end();
	return (NULL);
}

/* ---- from outside ------------------------------------------------------- */

static err_t
start(struct writer *w)
{
	sigset_t all, was;
	int r;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &was);
	r = pthread_create(&w->thread, NULL, work, w);
	w->started = r == 0;
	for (int i = 0; r == 0 && i < w->readers; i++) {
		r = pthread_create(&w->reader[i], NULL, read_on, w);
		if (r != 0)
			w->readers = i;
	}
	pthread_sigmask(SIG_SETMASK, &was, NULL);
	if (r != 0)
		return (err_new(ERR_SYSTEM, "thread: %s", strerror(r)));
	return (NULL);
}

err_t
writer_open(struct writer **out, struct house *h, int readers)
{
	struct writer *w = mem_new(sizeof(*w));
	err_t e;

	must(readers >= 1 && readers <= READERS_MAX);
	must(pthread_mutex_init(&w->lock, NULL) == 0);
	must(pthread_cond_init(&w->work, NULL) == 0);
	must(pthread_cond_init(&w->told, NULL) == 0);
	line_start(&w->in);
	line_start(&w->out);
	w->h = h;
	w->readers = readers;
	if ((e = start(w)) != NULL) {
		writer_close(&w);
		return (e);
	}
	*out = w;
	return (NULL);
}

void
writer_close(struct writer **wp)
{
	struct writer *w = *wp;

	if (w == NULL)
		return;
	pthread_mutex_lock(&w->lock);
	w->stopping = true;
	pthread_cond_broadcast(&w->work);
	pthread_mutex_unlock(&w->lock);
	if (w->started) {
		pthread_join(w->thread, NULL);
		for (int i = 0; i < w->readers; i++)
			pthread_join(w->reader[i], NULL);
	}
	pthread_cond_destroy(&w->work);
	pthread_cond_destroy(&w->told);
	pthread_mutex_destroy(&w->lock);
	mem_free(w);
	*wp = NULL;
}

static bool
room(const struct writer *w)
{
	return (!w->stopping && w->in.n + w->out.n < LIMIT_QUEUE_JOBS &&
		w->held < LIMIT_QUEUE_BYTES);
}

bool
writer_room(struct writer *w)
{
	bool yes;

	pthread_mutex_lock(&w->lock);
	yes = room(w);
	pthread_mutex_unlock(&w->lock);
	return (yes);
}

void
writer_hold(struct writer *w, size_t bytes)
{
	pthread_mutex_lock(&w->lock);
	w->held += bytes;
	pthread_mutex_unlock(&w->lock);
}

void
writer_free(struct writer *w, size_t bytes)
{
	pthread_mutex_lock(&w->lock);
	must(w->held >= bytes);
	w->held -= bytes;
	pthread_mutex_unlock(&w->lock);
}

err_t
writer_add(struct writer *w, struct writer_job *job)
{
	bool yes;

	job->failed = false;
	pthread_mutex_lock(&w->lock);
	/* Its bytes are held already: they decided before the body came. */
	yes = !w->stopping && w->in.n + w->out.n < LIMIT_QUEUE_JOBS;
	if (yes) {
		line_add(&w->in, job);
		pthread_cond_signal(&w->work);
	}
	pthread_mutex_unlock(&w->lock);
	if (!yes)
		return (err_new(ERR_BUSY, "the hub has too much to write"));
	return (NULL);
}

void
writer_stats(struct writer *w, struct writer_stats *s)
{
	pthread_mutex_lock(&w->lock);
	*s = w->stats;
	s->waiting = (uint32_t)(w->in.n + w->out.n);
	s->held = w->held;
	pthread_mutex_unlock(&w->lock);
}
