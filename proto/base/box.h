/*
 * box -- bytes that only one key can read.
 *
 * Sealed to an Ed25519 public key, so that a node or the hub needs no second
 * key pair: the point is carried over to X25519 (RFC 7748, section 4.1), a
 * key of one use is agreed with it, and ChaCha20-Poly1305 (RFC 8439) seals
 * under HKDF-SHA256 (RFC 5869) of what both sides compute.  Who sealed it is
 * not said here; docs/protocol.md, section 12.
 */
#ifndef PROTO_BASE_BOX_H
#define PROTO_BASE_BOX_H

#include "proto/base/buf.h"
#include "proto/base/crypt.h"

#define BOX_EXTRA (KEY_LEN + 16) /* what a box is longer than its content */

/* Append to out: the key of one use, the sealed bytes, the tag.  with is not
 * in the box, but it opens only beside the same.  DATA when `to` is no key. */
err_t box_seal(const uint8_t to[KEY_LEN], struct span with, struct span plain,
    struct buf *out) WUR;
/* Append what is in the box.  UNTRUSTED when it is not for this key, or not
 * as it was sealed: then out is as before. */
err_t box_open(const struct key *k, struct span with, struct span box,
    struct buf *out) WUR;

#endif
