/*
 * writer -- the one thread that writes the hub's store.
 *
 * Jobs wait in a bounded queue; the writer takes what is there, gives each job
 * a savepoint of its own inside one transaction, and commits them together,
 * so that fifty offices cost one fsync.  A job that fails takes nothing with
 * it.  Only after COMMIT is anybody told, by a few threads that read their
 * own snapshots, so that long answers do not hold up the writing.  When the
 * outcome of a COMMIT is unknown the store is closed and opened again, and
 * those who waited try again: what they sent is idempotent.
 */
#ifndef HUB_WRITER_H
#define HUB_WRITER_H

#include "hub/house.h"

struct writer;

struct writer_job {
	/* The caller's. Both are called exactly once, in this order. */
	void *ctx;
	size_t bytes; /* counted against the queue and a group */
	bool alone;   /* apply makes its own transactions */
	/* In the writer's thread; an error takes back what it wrote. */
	err_t (*apply)(void *ctx, struct house *h, int64_t now);
	/* In any thread: durable (NULL) or not at all. st: to read from, at
	 * or after that commit; NULL when there is none. */
	void (*done)(void *ctx, struct store *st, err_t e);
	/* The writer's own. */
	struct writer_job *next;
	struct err err;
	bool failed;
};

/* h is the writer's alone until writer_close. readers: threads for done. */
err_t writer_open(struct writer **out, struct house *h, int readers) WUR;
/* Finish what is queued, end the threads. */
void writer_close(struct writer **wp);
/* Is there room? Asked before a body is read. */
bool writer_room(struct writer *w);
/* Bodies on their way count too. */
void writer_hold(struct writer *w, size_t bytes);
void writer_free(struct writer *w, size_t bytes);
/* BUSY when the queue is full: then neither function is called. */
err_t writer_add(struct writer *w, struct writer_job *job) WUR;

struct writer_stats {
	uint64_t jobs, groups, failed;
	uint32_t waiting;
	size_t held; /* bytes of bodies on their way */
};
void writer_stats(struct writer *w, struct writer_stats *s);

#endif
