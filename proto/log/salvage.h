/*
 * salvage -- what a damaged log of ours held and nobody else has, once more.
 *
 * A log is cut after its last sound commit (cut.h) and ends there.  Commits
 * after it that the hub has confirmed come back by the next sync.  The others
 * are written again into a new log: from their own text where it can still
 * be read, otherwise from the current state.  They keep their time and their
 * author, marked; records they made get new ids, and what refers to them
 * follows.  All of it in one transaction, or nothing.
 */
#ifndef PROTO_LOG_SALVAGE_H
#define PROTO_LOG_SALVAGE_H

#include "proto/log/accept.h"
#include "proto/log/append.h"
#include "proto/log/cut.h"
#include "proto/log/state.h"

#define SALVAGE_MARK "[reparado] "

struct salvage {
	struct ledger *l;
	const struct key *key;
	int64_t now;       /* corrected time */
	const char *actor; /* of what has lost its author */
	/* Out. */
	uint32_t logs;    /* of ours, damaged and cut */
	uint32_t foreign; /* others': cut, to be pulled again */
	uint32_t again;   /* commits that come back by sync */
	uint32_t saved;   /* ops written again from their text */
	uint32_t rebuilt; /* from the current state */
	uint32_t lost;    /* commits whose text could not be read */
};

/* Look at every log and mend what is damaged.  Makes its own transaction.
 * The caller folds everything again when something was cut. */
err_t salvage_run(struct salvage *s) WUR;

#endif
