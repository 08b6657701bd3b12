/*
 * intake -- what an office sends: verified while it arrives, then kept.
 *
 * Fed with the bytes of a request as they come; every whole segment's form,
 * hash chain and seal are proved in memory, with no database.  A body that is
 * cut keeps what came whole.  intake_apply then runs inside the writer's
 * transaction: rights, place, positions, fold.  docs/protocol.md, section 10.
 */
#ifndef HUB_INTAKE_H
#define HUB_INTAKE_H

#include "hub/peer.h"
#include "proto/log/store.h"
#include "proto/sync/message.h"

struct intake;

struct intake_result {
	struct refusal err; /* code ERR_NONE: nothing was refused */
	bool order_epoch;   /* the node must open new logs */
	uint32_t segments, commits, positions; /* new here */
	uint64_t ops;
};

void intake_open(struct intake **inp, const struct peer *peer);
void intake_close(struct intake **inp);
/* An error ends the reading: the rest of the body need not be read.  What
 * came before it is still applied, and the error stands in the result. */
err_t intake_feed(struct intake *in, struct span piece) WUR;
/* No more bytes. complete: the body was not cut by the road. */
void intake_end(struct intake *in, bool complete);
/* NULL when not even the hello arrived: nothing to apply, nothing to answer
 * but the status of the error of intake_feed (FORMAT when cut). */
const struct hello *intake_hello(const struct intake *in);
/* Apply what was collected, in a transaction (or savepoint) of the caller.
 * What the peer did wrong goes into the result and is no error here; an
 * error means: roll back. key: the hub's log key; now: its clock. */
err_t intake_apply(struct intake *in, struct store *st, const struct key *key,
    int64_t now) WUR;
const struct intake_result *intake_result(const struct intake *in);

/* Close the hub's own tails and give their commits positions.  In a
 * transaction; at every apply, and after what the hub's own desk saves. */
err_t intake_own(struct store *st, const struct key *key, int64_t now) WUR;
/* Draw a new hub epoch (at init and at every restore). In a transaction. */
err_t intake_epoch_new(struct store *st) WUR;

#endif
