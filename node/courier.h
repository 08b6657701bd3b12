/*
 * courier -- a sync by stick: bundles for the hub, and its answers.
 *
 * Holds the lock of a sync, runs the engine's half turns, seals and opens.
 * What goes into a bundle counts as having left this computer; it is pending
 * until an answer was read.
 */
#ifndef NODE_COURIER_H
#define NODE_COURIER_H

#include "node/exchange.h"
#include "proto/sync/bundle.h"

/* Give every bundle to be carried now, in order: a name that any file system
 * takes, and the bytes.  x->stats says what is in them. */
err_t courier_pack(struct exchange *x,
    err_t (*file)(void *ctx, const char *name, struct span bytes), void *ctx)
    WUR;
/* The same for an office's first hour: the request of an invitation. */
err_t courier_ask(struct office *o, const char *invitation,
    err_t (*file)(void *ctx, const char *name, struct span bytes), void *ctx)
    WUR;

struct courier_news {
	enum bundle_kind kind;
	struct sync_carried carried; /* of a REPLY */
};
/* Read what came back.  SCOPE when it is for somebody else: a stick may carry
 * it on; UNTRUSTED when it was changed or is not of the hub; GAP, EPOCH when it
 * answers a bundle that was overtaken.  Nothing of it was used then. */
err_t courier_unpack(
    struct exchange *x, struct span file, struct courier_news *news) WUR;

#endif
