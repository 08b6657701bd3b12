/*
 * fold -- from the log to the current state.
 *
 * An op that simply follows what is there is written straight into its row;
 * anything else (a sibling, a void, a late position, minutes) reads every
 * write of that record and asks merge_record.  Both ways give the same rows,
 * and fold_rebuild proves it: it makes all rows again from the segments.
 */
#ifndef PROTO_LOG_FOLD_H
#define PROTO_LOG_FOLD_H

#include "proto/log/state.h"

struct fold;

/* Make the typed tables and the fold's own; l outlives it. If schema.def has
 * grown since the last fold and ops waited for it, everything is folded again.
 */
err_t fold_open(struct fold **out, struct ledger *l) WUR;
void fold_close(struct fold **f);
/* The public key whose logs are the federal level's (pinned at enrolment; the
 * hub's own). */
void fold_federal(struct fold *f, const uint8_t key[KEY_LEN]);

/* Apply commits first..last of a log that the ledger now holds. In a
 * transaction. */
err_t
fold_commits(struct fold *f, uint32_t log, uint32_t first, uint32_t last) WUR;
/* Positions or receipts of commits already folded became known: look again
 * at the records they touch. */
err_t
fold_again(struct fold *f, uint32_t log, uint32_t first, uint32_t last) WUR;
/* A position of `national` that was given long ago became known only now: what
 * has a receipt from then on may have been somebody else's to change. It is
 * looked at again by fold_late_again, once for all that came together. */
void fold_late(struct fold *f, int64_t receipt);
err_t fold_late_again(struct fold *f) WUR;
/* After a rollback of the caller's transaction. */
void fold_forget(struct fold *f);

/* One field of a record as the merge sees it: by what the author of `before`
 * had seen, or, 0, by all that is here.  Reads only; values are the arena's.
 * *found false: there was no such record. */
struct fold_ask {
	const struct entity *e;
	dot_t id;
	uint32_t field; /* FIELD_LIFE: the lifecycle */
	dot_t before;
};
err_t fold_look(struct fold *f, const struct fold_ask *ask, struct arena *a,
    struct merged_field *out, bool *found) WUR;
/* The text that a splice at `dot`, held or not, was made on, and what it makes
 * of it (arena).  *found false: nobody here can tell. */
err_t fold_spliced(struct fold *f, const struct op *op, dot_t dot,
    struct arena *a, struct span *was, struct span *now, bool *found) WUR;

/* Drop all rows and fold every segment and the tail again, one transaction. */
err_t fold_rebuild(struct fold *f) WUR;
/* The same inside a transaction of the caller. */
err_t fold_all(struct fold *f) WUR;
/* The digest of a space (docs/protocol.md, section 9): equal on every store
 * with the same commits and receipts. */
err_t fold_digest(struct fold *f, uint32_t space, struct hash *out) WUR;
/* Ordered dump of every row of the state (for the test rebuild == incremental):
 * a hash. */
err_t fold_dump(struct fold *f, struct hash *out) WUR;

#endif
