/*
 * exchange -- one sync as a person or a timer asks for it.
 *
 * Holds the lock, opens the road, runs the engine, keeps what it learnt of
 * the clock, renews the certificate from half of its life.  What came before
 * a cut is kept.
 */
#ifndef NODE_EXCHANGE_H
#define NODE_EXCHANGE_H

#include "node/attach.h"
#include "node/office.h"
#include "node/sync.h"

struct exchange {
	struct office *o;
	const char *lang;
	bool progress; /* words on stderr while it goes on */
	/* What it came to; filled in also when it failed. */
	struct sync_stats stats;
	struct link_stats wire;
	bool records_only; /* no files this time */
	struct attach_stats files;
	bool renewed;
	bool measured; /* the clock */
};

/* Of the engine, for a road of any kind; x is its ctx. */
void exchange_env(struct exchange *x, struct sync_env *env);
/* One sync at a time, by whatever road; LOCKED. file_unlock ends it. */
err_t exchange_lock(const struct exchange *x, int *fd) WUR;
/* LOCKED when another sync is running. */
err_t exchange_run(struct exchange *x) WUR;
/* One line of JSON; or a few words. */
err_t exchange_json(const struct exchange *x, bool done, struct buf *b) WUR;
err_t exchange_words(const struct exchange *x, struct buf *b) WUR;

#endif
