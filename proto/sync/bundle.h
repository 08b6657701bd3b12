/*
 * bundle -- what travels on a stick: a file for one reader, signed by one
 * writer.
 *
 * Outside there is only the kind and a hint whom it is for, so that whoever
 * carries it can tell what it is and read nothing.  Inside stand the writer's
 * key, its signature and the payload: the bytes that HTTPS would have
 * carried.  A file that was cut or changed anywhere is refused whole.
 * docs/protocol.md, section 12.
 */
#ifndef PROTO_SYNC_BUNDLE_H
#define PROTO_SYNC_BUNDLE_H

#include "proto/base/buf.h"
#include "proto/base/crypt.h"

#define BUNDLE_SUFFIX ".mesas"

enum bundle_kind {
	BUNDLE_SYNC = 1, /* a request of /v1/sync */
	BUNDLE_REPLY,    /* its answer */
	BUNDLE_ENROL,    /* a request of /v1/enrol */
	BUNDLE_ENROLLED, /* its answer */
	BUNDLE_KINDS
};

struct bundle {
	enum bundle_kind kind;
	uint8_t from[KEY_LEN];
	struct span payload; /* in the buffer given to bundle_take */
};

/* Append the whole file. */
err_t bundle_put(enum bundle_kind kind, const struct key *from,
    const uint8_t to[KEY_LEN], struct span payload, struct buf *out) WUR;

/* Of any bundle, for whoever it is: FORMAT when it is none. *mine: it may be
 * for this key. */
err_t bundle_look(struct span file, const uint8_t key[KEY_LEN],
    enum bundle_kind *kind, bool *mine) WUR;
/* SCOPE when it is for somebody else, UNTRUSTED when it was changed or cut,
 * or its signature is not of the key that it names. Who that is, the caller
 * must ask. plain holds what was sealed. */
err_t bundle_take(struct span file, const struct key *me, struct buf *plain,
    struct bundle *out) WUR;

/* The payload of an answer: the request's hello line, a new certificate (as
 * /v1/renew answers; empty: none), the frame of the reply. */
struct bundle_reply {
	struct span hello, renewal, frame;
};
err_t bundle_reply_put(const struct bundle_reply *r, struct buf *out) WUR;
err_t bundle_reply_take(struct span payload, struct bundle_reply *r) WUR;

#endif
