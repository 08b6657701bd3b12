/*
 * buf -- bytes of our own, with a ceiling.
 *
 * A buffer is born with the most it may ever hold, so that no sender can make
 * us allocate.  Beyond it, putting fails with LIMIT and nothing is added.
 */
#ifndef PROTO_BASE_BUF_H
#define PROTO_BASE_BUF_H

#include "proto/base/err.h"
#include "proto/base/span.h"

struct buf {
	uint8_t *p; /* always NUL-terminated past n once something was put */
	size_t n, cap, max;
};
#define BUF(limit)                                                             \
	{                                                                      \
		NULL, 0, 0, (limit)                                            \
	}

err_t buf_put(struct buf *b, const void *p, size_t n) WUR;
err_t buf_span(struct buf *b, struct span s) WUR;
err_t buf_str(struct buf *b, const char *s) WUR;
err_t buf_byte(struct buf *b, uint8_t c) WUR;
err_t buf_fmt(struct buf *b, const char *fmt, ...) WUR PRINTF(2, 3);
/* Unsigned LEB128 (7 bits a byte, low first), at most 10 bytes. */
err_t buf_varint(struct buf *b, uint64_t v) WUR;
/* n bytes of uninitialised room at the end, counted in; *p points at it. */
err_t buf_room(struct buf *b, size_t n, uint8_t **p) WUR;
void buf_clear(struct buf *b); /* keeps the memory */
void buf_free(struct buf *b);  /* zero-initialised or BUF is fine */

static inline struct span
buf_all(const struct buf *b)
{
	return (span_of(b->p, b->n));
}

/* Eat an LEB128 from the front; DATA when cut short or too long. */
err_t span_varint(struct span *from, uint64_t *v) WUR;
/* Base64url without padding (RFC 4648 section 5). */
err_t buf_b64(struct buf *b, struct span raw) WUR;
/* Decode exactly want bytes, canonical form only; FORMAT otherwise. */
err_t span_b64(struct span text, uint8_t *out, size_t want) WUR;
/* Decode up to max bytes; *n says how many. */
err_t span_b64_upto(struct span text, uint8_t *out, size_t max, size_t *n) WUR;

#endif
