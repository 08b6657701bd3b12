/*
 * cut -- the sound part of a damaged log, and the end of the rest.
 *
 * Nothing of the log is ever rewritten: repair only forgets what does not
 * prove itself any more.  What stood after it is written again in a new log
 * (salvage.h) or comes back from the hub.
 */
#ifndef PROTO_LOG_CUT_H
#define PROTO_LOG_CUT_H

#include "proto/log/ledger.h"

struct cut {
	uint32_t log;
	bool sound;       /* all of it proves itself */
	uint32_t good;    /* otherwise: the last commit that does; 0 none */
	struct hash head; /* its hash; of the genesis when good is 0 */
};

/* Chain, segments, seals and tail of a log, from its beginning. */
err_t cut_find(struct ledger *l, uint32_t log, struct cut *c) WUR;
/* Forget what comes after c->good; a log of ours ends there.  In a
 * transaction. */
err_t cut_make(struct ledger *l, const struct cut *c) WUR;

#endif
