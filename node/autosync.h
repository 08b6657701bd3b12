/*
 * autosync -- the exchange that goes on behind the page.
 *
 * One thread, asleep unless there is something to do: soon after a change,
 * every quarter of an hour otherwise, later and later (with some chance in it)
 * while the hub cannot be reached.  It opens the office for itself, as a
 * command would, and closes it again.  What it came to, attempts keeps.
 */
#ifndef NODE_AUTOSYNC_H
#define NODE_AUTOSYNC_H

#include "proto/base/err.h"

#include <stdint.h>

#define AUTOSYNC_SOON_S  20  /* after a change: more of them may follow */
#define AUTOSYNC_EVERY_S 900 /* when there is nothing of ours to send */
#define AUTOSYNC_BACK_S  30  /* after the first failure, then doubled */
#define AUTOSYNC_MOST_S  3600

struct autosync;

struct autosync_seen {
	bool running;
	uint64_t rounds; /* exchanges that ended */
	int64_t next_at; /* when the next one is due */
};

err_t autosync_open(struct autosync **out, const char *dir) WUR;
/* Waits a little for an exchange that is at work; false: it still is, and the
 * process should end without waiting for its thread. */
bool autosync_close(struct autosync **a);
void autosync_look(struct autosync *a, struct autosync_seen *s);
/* Something was saved; or somebody wants it now. */
void autosync_soon(struct autosync *a);
void autosync_now(struct autosync *a);
/* Until the exchange at work ends, for so long at most. */
void autosync_wait(struct autosync *a, int ms);

#endif
