/*
 * link_https_in -- what the files of the road share; for nobody else.
 */
#ifndef NODE_LINK_HTTPS_IN_H
#define NODE_LINK_HTTPS_IN_H

#include <openssl/ssl.h>

#include "node/link_https.h"
#include "proto/limits.h"

struct link_https_tls {
	STACK_OF(X509) * root; /* trusted; found in the handshake if pinned */
	struct hash print;
	bool pinned;
	X509 *cert;
	EVP_PKEY *key; /* borrowed */
	char *session_path;
	char bind[2 * HASH_LEN + 1]; /* what a kept session is good for */
	SSL_SESSION *session;        /* for the handshake to come */
	bool fresh, shaking;         /* a handshake is to come, going on */
	int why;                     /* X509_V_ERR_ of the hub's certificate */
	struct link_stats *stats;
};

err_t link_https_tls_open(
    struct link_https_tls *t, const struct link_https_conf *conf) WUR;
void link_https_tls_close(struct link_https_tls *t);
/* Prepare a context libcurl has just made for a new connection. */
bool link_https_tls_prepare(struct link_https_tls *t, SSL_CTX *ctx);
err_t link_https_tls_root(const struct link_https_tls *t, struct buf *pem) WUR;

/* A body on its way out. */
struct link_https_flow {
	struct span left;
	int stall_s; /* nothing moves for so long: the link is dead */
};
void
link_https_flow_start(struct link_https_flow *f, struct span body, int stall_s);
/* The next *n bytes into `to`, at most `room`, when the link can take them; 0
 * is the end.  False when the link stands still. */
bool link_https_flow_next(
    struct link_https_flow *f, int fd, char *to, size_t room, size_t *n) WUR;

#endif
