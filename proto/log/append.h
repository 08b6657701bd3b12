/*
 * append -- writing the own log: one commit, chained; segments closed and
 * signed.
 *
 * Everything happens inside a transaction of the caller.  The head is read
 * there, so any number of processes may write.  A log is opened (genesis) at
 * the first commit in a space and again after append_epoch.
 * docs/protocol.md, sections 3 to 7.
 */
#ifndef PROTO_LOG_APPEND_H
#define PROTO_LOG_APPEND_H

#include "proto/log/ledger.h"

struct append {
	struct ledger *l;
	struct arena *a;
	uint32_t log; /* local number */
	uint32_t seq; /* of the commit being written */
	uint32_t n;   /* ops so far */
	struct span ops[LIMIT_OPS_COMMIT];
	size_t bytes;
	struct names names;
};

/* Start a commit in `space` by the node with public key `node`. In a
 * transaction. */
err_t append_begin(struct append *ap, struct ledger *l, struct arena *a,
    uint32_t space, const uint8_t node[KEY_LEN]) WUR;
/* Add an op; aliases that it needs are declared before it. *dot is its dot. */
err_t append_op(struct append *ap, const struct op *op, dot_t *dot) WUR;
/* Write the commit: corrected time `at`, actor's account name ("" nobody). */
err_t append_end(struct append *ap, int64_t at, const char *actor) WUR;

/* Is the open tail as long as a segment may be? Then it is closed before the
 * next commit. */
bool append_full(struct ledger *l, uint32_t log);
/* Close the open tail of an own log into a signed segment (nothing to do:
 * fine). time, offset: see struct segment. */
err_t append_close(struct ledger *l, uint32_t log, const struct key *k,
    int64_t time, int64_t offset) WUR;
/* The next commit in every space (or one: space, 0 all) opens a new log whose
 * parent is the last good commit. */
err_t append_epoch(struct ledger *l, uint32_t space) WUR;

#endif
