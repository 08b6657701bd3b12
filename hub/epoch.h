/*
 * epoch -- the hub's own lives: one after every restore.
 *
 * Numbers of a space go on over the epochs, and so does the chain H; the base
 * of an epoch in a space is where it took over.  docs/protocol.md, 10.7.
 */
#ifndef HUB_EPOCH_H
#define HUB_EPOCH_H

#include "proto/log/place.h"
#include "proto/log/store.h"
#include "proto/sync/message.h"

struct epochs {
	size_t n; /* at least 1; the last is the current one */
	uint8_t id[LIMIT_EPOCHS][EPOCH_LEN];
	uint32_t no[LIMIT_EPOCHS]; /* local numbers */
};

/* *e has n 0 when there is none yet. */
err_t epoch_all(struct store *st, struct epochs *e) WUR;
/* Draw one; bases and cursors of all spaces move to it. In a transaction. */
err_t epoch_new(struct store *st) WUR;
/* Cursor of a space in the current epoch, ready for accept_position. In a
 * transaction. */
err_t epoch_cursor(struct store *st, const struct epochs *e, uint32_t space,
    struct cursor *c) WUR;
/* Where epoch i (from 0) took over in a space: 0 for the first. */
err_t epoch_base(struct store *st, const struct epochs *e, size_t i,
    uint32_t space, struct cursor *base) WUR;
/* No position that a restore lost has an earlier receipt: of several restores
 * the first one's. e has had one. */
struct floor {
	int64_t at;
	uint32_t nat_epoch; /* and `national` had come so far */
	int64_t nat_number;
};
err_t
epoch_floor(struct store *st, const struct epochs *e, struct floor *f) WUR;
/* The store that a restore replaces (of the same hub, read only) may have come
 * from an older copy than the new one: what that life gave out is lost as well,
 * and began earlier.  st keeps the lower floor of both. In a transaction. */
err_t epoch_floor_from(struct store *st, struct store *replaced) WUR;
/* H after number n; *ok false when n is not the end of a run here. */
err_t epoch_h(struct store *st, const struct epochs *e, uint32_t space,
    int64_t n, struct hash *h, bool *ok) WUR;
/* The runs the hub gave out after number n, in order, over all its epochs. */
err_t epoch_runs(struct store *st, const struct epochs *e, uint32_t space,
    int64_t n, err_t (*fn)(void *ctx, const struct position *p), void *ctx) WUR;
/* What is held of every epoch in a space, without holes (arena). */
err_t epoch_held(struct store *st, const struct epochs *e, uint32_t space,
    struct arena *a, struct held_space *out) WUR;
/* Did the hub itself give out this position? */
err_t epoch_given(struct store *st, const struct epochs *e,
    const struct position *p, bool *yes) WUR;

#endif
