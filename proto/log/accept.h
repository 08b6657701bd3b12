/*
 * accept -- segments and positions that come from elsewhere.
 *
 * The ledger takes a segment if its place is right: it follows the head of
 * its log, or is known already.  Two hashes at one (log, seq) are a fork: the
 * second branch is kept as a log of its own (docs/protocol.md, section 8).
 * Called inside a transaction; the caller has verified the seal.
 */
#ifndef PROTO_LOG_ACCEPT_H
#define PROTO_LOG_ACCEPT_H

#include "proto/log/ledger.h"

enum accepted {
	ACCEPTED_NEW,   /* stored; commits first..last are new */
	ACCEPTED_KNOWN, /* every commit was here already */
	ACCEPTED_GAP,   /* an earlier commit (or the parent log) is missing */
	ACCEPTED_FORK   /* branch kept: log is the branch's number */
};

struct acceptance {
	enum accepted what;
	uint32_t log;         /* local number */
	uint32_t first, last; /* new commits, when NEW or FORK */
	uint32_t have;        /* head of the log before (GAP: what is held) */
};

/* s->genesis decides node and space of a log not seen before; the caller has
 * checked that this node may write there. */
err_t accept_segment(
    struct ledger *l, const struct segment *s, struct acceptance *out) WUR;

/* The log with that id, or the branch of it, whose commit seq has a hash
 * that begins with these n bytes; log 0: none. */
err_t accept_find(struct ledger *l, const uint8_t id[LOG_ID_LEN], uint32_t seq,
    const uint8_t *hash, size_t n, uint32_t *log) WUR;

/* A run of positions: commits first..first+count-1 of log stand at
 * number..number+count-1 of space in epoch. */
struct position {
	uint32_t space, epoch;
	int64_t number;
	uint32_t log, first, count;
	int64_t receipt;    /* seconds, hub clock */
	uint32_t nat_epoch; /* `national` at intake */
	int64_t nat_number;
	struct hash h; /* of the chain after the last of them */
};
/* Store it (twice is once). at_cursor: it follows this store's cursor of the
 * space, which moves; otherwise it is an old position ("also was"). */
err_t
accept_position(struct ledger *l, const struct position *p, bool at_cursor) WUR;
/* H over a run: h holds the H before it and gets the H after it (p->h is not
 * looked at); hashes of its commits in order. */
err_t accept_chain(struct ledger *l, const struct position *p,
    const struct hash *commits, struct hash *h) WUR;

struct cursor {
	uint32_t epoch; /* local number, 0 nothing yet */
	int64_t number; /* 0 nothing yet */
	struct hash h;
};
err_t accept_cursor(struct ledger *l, uint32_t space, struct cursor *c) WUR;
/* A new hub epoch at the hub itself, or the first contact with one: numbers go
 * on from `number`.  Only a position is seen, and named in a basis: an epoch in
 * which nothing was given nobody could ever prove to a hub that forgot it. */
err_t
accept_cursor_set(struct ledger *l, uint32_t space, const struct cursor *c) WUR;
/* Runs of a space after (epoch's) number, in order; fn for each until error. */
err_t
accept_runs(struct ledger *l, uint32_t space, uint32_t epoch, int64_t after,
    err_t (*fn)(void *ctx, const struct position *p), void *ctx) WUR;
/* Hashes of the commits first..first+count-1 of a log (arena). */
err_t accept_hashes(struct ledger *l, uint32_t log, uint32_t first,
    uint32_t count, struct arena *a, struct hash **out) WUR;
/* The stored segments of a log that cover from..to, whole, in order; bodies
 * from the arena (reset by the caller between calls). The open tail is not
 * among them. */
err_t accept_segments(struct ledger *l, uint32_t log, uint32_t from,
    uint32_t to, struct arena *a,
    err_t (*fn)(void *ctx, const struct segment *s), void *ctx) WUR;

#endif
