/*
 * pack -- bytes squeezed for the store (zstd).  Compressed bytes are storage,
 * never identity: they are not hashed and may be packed anew at any time.
 */
#ifndef PROTO_BASE_PACK_H
#define PROTO_BASE_PACK_H

#include "proto/base/buf.h"

/* Append raw, compressed at zstd level 1..19, to out. */
err_t pack_squeeze(struct span raw, int level, struct buf *out) WUR;
/* Append the size bytes that packed holds to out; DAMAGED if it is not exactly
 * that. */
err_t pack_expand(struct span packed, size_t size, struct buf *out) WUR;

/* What this thread keeps for the next time is given back: at its end. */
void pack_end(void);

#endif
