/*
 * link_https -- the road to the hub over the network.
 *
 * One connection serves all the calls of a sync.  What an answer brings goes
 * into a sink as it arrives, so that what came before a cut is kept.  The TLS
 * session is kept in a file between syncs, which halves the bytes of the next
 * one; it is good for one use, for one hub and for one certificate.
 *
 * The hub is whoever shows a certificate signed by our root for the name in
 * the address.  Its dates are not looked at: an office's clock may be wrong by
 * years, and finds that out from the hub.  A newcomer knows only the root's
 * fingerprint, from its invitation, and gets the root in the handshake.
 */
#ifndef NODE_LINK_HTTPS_H
#define NODE_LINK_HTTPS_H

#include "proto/base/buf.h"
#include "proto/base/crypt.h"

struct link_https;

struct link_https_conf {
	const char *url;             /* "https://hub.example:8443" */
	struct span ca_pem;          /* our roots, or */
	const struct hash *ca_print; /* SHA-256 of the root, for a newcomer */
	struct span cert_pem;        /* ours; empty for a newcomer */
	const struct key *key;       /* its key */
	const char *session_path;    /* NULL: sessions are not kept */
	const char *proxy;           /* NULL: none */
	int connect_s, stall_s;      /* 0: the limits of limits.h */
	int64_t up_bps, down_bps;    /* bytes a second; 0: as fast as it goes */
};

/* What it has cost since the road was opened or the counters cleared. */
struct link_stats {
	uint64_t http_up, http_down; /* headers and bodies */
	uint64_t tls_up, tls_down;   /* all that passed the socket */
	unsigned requests;
	unsigned turns; /* times we waited for the hub's answer; TLS apart */
	unsigned handshakes, resumed;
};

typedef err_t (*link_https_sink)(void *ctx, struct span s);

struct link_call {
	const char *method; /* "POST", "PUT", "GET", "HEAD" */
	const char *path;   /* "/v1/sync" */
	const char *type;   /* of the body; NULL: not said */
	struct span body;
	bool once; /* LINK when the connection was lost: libcurl would send it
		    * again, all of it, over another */
	link_https_sink sink; /* NULL: what comes is thrown away */
	void *ctx;
	/* Out; known before the sink's first call. */
	int status;            /* 0: no answer came */
	int64_t retry_after_s; /* -1: not said */
	int64_t length;        /* Content-Length; -1: not said */
	int64_t offset;        /* Upload-Offset; -1: not said */
};

err_t
link_https_open(struct link_https **lp, const struct link_https_conf *conf) WUR;
void link_https_close(struct link_https **lp);
/* LINK in plain words when the road fails, also when it was cut in the middle
 * of the answer; the sink's own error if it had one.  Any status is success. */
err_t link_https_call(struct link_https *l, struct link_call *c) WUR;
err_t link_https_post(struct link_https *l, const char *path, const char *type,
    struct span body, link_https_sink sink, void *ctx, int *status,
    int64_t *retry_after_s) WUR;
/* End the connection; the next call makes another. */
void link_https_hang_up(struct link_https *l);
const struct link_stats *link_https_stats(const struct link_https *l);
void link_https_stats_clear(struct link_https *l);
/* The root the hub showed and that fits ca_print; MISSING before a call. */
err_t link_https_root(const struct link_https *l, struct buf *pem) WUR;

#endif
