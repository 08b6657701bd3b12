/*
 * serve -- HTTP for the office's pages and for the hub, over libmicrohttpd.
 *
 * A program gives a table of routes; no handler sees the library behind.  A
 * whole handler gets the body complete in memory and fills a response.  A
 * streaming handler gets the body in pieces and answers when it likes, from
 * any thread: its connection sleeps meanwhile.  What is ambiguous in HTTP
 * (two lengths, length and chunks, no host) is refused before any handler.
 *
 * The life of a streamed request: begin, data*, end.  Every begin that did not
 * answer is followed by exactly one end, complete or not; every request is
 * answered exactly once with serve_answer, also after an incomplete body, and
 * must not be touched after that.  So what arrived of a cut body can be kept.
 * begin and data may answer early; then neither data nor end follows.
 */
#ifndef PROTO_UI_SERVE_H
#define PROTO_UI_SERVE_H

#include "proto/base/buf.h"
#include "proto/base/mem.h"
#include "proto/ui/response.h"

struct serve;
struct request;

/* Where a connection stands; the TLS front sets its deadlines by it. */
enum serve_phase {
	SERVE_HEADER, /* waiting for a request, or in the middle of a header */
	SERVE_BODY,   /* we wait for the body */
	SERVE_WORK,   /* the peer waits for us */
};

/* Who is at the other end: first member of what the front knows of it. The
 * front, the connection and each request hold it; the last to drop frees it. */
struct serve_peer {
	_Atomic unsigned refs;
	_Atomic unsigned state; /* requests so far << 2 | enum serve_phase */
	void (*free)(struct serve_peer *);
};
void serve_peer_start(struct serve_peer *p, void (*free)(struct serve_peer *));
void serve_peer_hold(struct serve_peer *p);
void serve_peer_drop(struct serve_peer *p); /* NULL is fine */

struct route {
	const char *method; /* "GET" also answers HEAD; NULL ends the table */
	const char *path;   /* exactly, or with prefix also everything below */
	bool prefix;
	size_t body_max; /* bytes of body; more is refused with 413 */
	/* Whole: fill *r. */
	void (*whole)(void *ctx, struct request *q, struct response *r);
	/* Streaming, when begin is set. data says how many bytes it took; if
	 * fewer than given the connection sleeps until serve_more. */
	void (*begin)(void *ctx, struct request *q);
	size_t (*data)(void *ctx, struct request *q, struct span s);
	void (*end)(void *ctx, struct request *q, bool complete);
};

struct serve_conf {
	const char *addr; /* numeric address to listen on; NULL: adopt only */
	uint16_t port;    /* 0: any free one, see serve_port */
	int threads;      /* 0: 1 */
	unsigned connections; /* 0: LIMIT_HTTP_CONNECTIONS */
	const struct route *routes;
	/* Before each route of both kinds, may be NULL: false when it filled
	 * *r. */
	bool (*allow)(void *ctx, struct request *q, struct response *r);
	void *ctx;
};

err_t serve_open(struct serve **sp, const struct serve_conf *conf) WUR;
/* Answers what is at work for at most LIMIT_STOP_MS, then 503; ends all. Late
 * serve_answers are still allowed; requests must be gone before exit. */
void serve_close(struct serve **sp);
uint16_t serve_port(const struct serve *s);
/* Take over one end of a socketpair, with who is at the other end (may be NULL;
 * held until the connection is gone). The descriptor is ours, also on failure.
 * To cut a connection, wait until what was sent has been read (SIOCOUTQ), shut
 * the other end down for writing and read it to its end before closing it. */
err_t serve_adopt(struct serve *s, int fd, struct serve_peer *peer) WUR;

/* The request, inside allow, whole, begin, data and end only. Text is valid
 * UTF-8 and NULL when absent. */
const char *serve_method(const struct request *q);
const char *serve_path(const struct request *q); /* decoded, without query */
const char *serve_rest(const struct request *q); /* past the route's prefix */
const char *serve_query(const struct request *q, const char *name);
/* The i-th of what was asked, in order, "" where it is not text; false past
 * the end. */
bool serve_query_at(
    const struct request *q, size_t i, const char **name, const char **value);
const char *serve_header(const struct request *q, const char *name);
const char *serve_cookie(const struct request *q, const char *name);
struct serve_peer *serve_peer(const struct request *q);
struct span serve_body(const struct request *q); /* whole handlers */
int64_t serve_length(const struct request *q); /* Content-Length; -1 chunked */
/* Field of an application/x-www-form-urlencoded body, the i-th of that name. */
const char *serve_form(struct request *q, const char *name, size_t i);
/* The i-th field in order; false past the end. */
bool serve_form_at(
    struct request *q, size_t i, const char **name, const char **value);
/* From now on the request reads as if it had been another: what was kept of
 * that one (path, fields of its form) stands in place of its own. */
err_t serve_replay(struct request *q, const char *method, const char *path,
    struct span form) WUR;
/* One more field of its form, or another value of the first of that name. */
void serve_form_set(struct request *q, const char *name, const char *value);
/* Dies with the request, at any time between begin and the answer. */
struct arena *serve_arena(struct request *q);

/* A handler's own state of a streamed request; any thread. */
void serve_state_set(struct request *q, void *state);
void *serve_state(const struct request *q);

/* From any thread. The response is moved out of *r (and *r is empty after). */
void serve_answer(struct request *q, struct response *r);
void serve_more(struct request *q); /* there is room for data again */

#endif
