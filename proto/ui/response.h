/*
 * response -- an HTTP answer, built in memory, before anybody sends it.
 */
#ifndef PROTO_UI_RESPONSE_H
#define PROTO_UI_RESPONSE_H

#include "proto/base/buf.h"
#include "proto/limits.h"

#define RESPONSE_HEADERS 12

/* Zero-initialised it is an empty 200; RESPONSE gives the body its limit. */
struct response {
	int status;       /* 0: 200 */
	const char *type; /* Content-Type, a literal; NULL: none */
	struct {
		const char *name; /* a literal */
		char *value;
	} header[RESPONSE_HEADERS];
	size_t headers;
	struct buf body;
};
#define RESPONSE                                                               \
	{                                                                      \
		.body = BUF(LIMIT_PAGE_BYTES)                                  \
	}

/* Add a header; control characters in the value are left out. */
void response_header(struct response *r, const char *name, const char *fmt, ...)
    PRINTF(3, 4);
/* What every page carries: CSP, nosniff, no-referrer, no-store. */
void response_secure(struct response *r);
/* The same for a page with htmx: scripts by nonce, Trusted Types; requests of
 * the page say where they come from (Origin), others learn nothing. */
void response_page(struct response *r, const char *nonce);
/* Instead of no-store: may be kept, and asked for again by its etag. */
void response_keep(struct response *r, const char *etag);
/* Move: *r is empty afterwards, with its limit kept. */
struct response response_move(struct response *r);
void response_free(struct response *r);

#endif
