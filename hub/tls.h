/*
 * tls -- the hub's door: TLS in front, plain HTTP behind.
 *
 * A few threads do all TLS with OpenSSL and pass plain bytes through a
 * socketpair to proto/ui/serve.  The door lets anybody in who speaks TLS 1.3
 * and notes who it is; what somebody may do is the gate's business, asked on
 * every request.  Identity is one thing only: a certificate signed by one of
 * our roots, whose key the peer has shown to hold.  It is judged anew on every
 * connection, resumed ones included, because OpenSSL does not.
 *
 * The door keeps the time: every wait for the other side has an end, and a
 * body has a slowest pace.  When serve does not read, we do not read either,
 * so that the peer's own window closes.
 */
#ifndef HUB_TLS_H
#define HUB_TLS_H

#include "proto/base/cert.h"
#include "proto/ui/serve.h"

/* Who is at the other end; serve_peer(q) of a request is one of these. */
struct tls_peer {
	struct serve_peer base;
	bool verified;   /* certificate of ours; the fields below are filled */
	bool expired;    /* of ours, but past its end */
	bool resumed;    /* a known session, without a new handshake */
	char reason[16]; /* not verified: "none", "foreign", "early", "purpose"
			  */
	char serial[41];
	char cn[CERT_NAME_MAX + 1], o[CERT_NAME_MAX + 1];
	uint8_t spki[KEY_LEN];
	char addr[48]; /* numeric */
};
/* The peer of a request that came through a door. */
const struct tls_peer *tls_peer(const struct request *q);

/* Where sessions outlive a restart. Called from the door's threads. Sessions
 * are for one use: take also forgets. A revoked node's are deleted by serial.
 */
struct tls_store {
	void *ctx;
	void (*put)(void *ctx, struct span id, const char *serial,
	    struct span session, int64_t until);
	bool (*take)(void *ctx, struct span id, struct buf *session);
};

struct tls_conf {
	const char *addr;      /* numeric */
	uint16_t port;         /* 0: any free one */
	int threads;           /* 0: 2 */
	struct span ca_pem;    /* our roots, the current one first */
	struct span cert_pem;  /* the hub's certificate */
	const struct key *key; /* its key, or */
	struct span key_pem;   /* as PEM */
	bool browsers; /* the pages' door: no certificate is asked for */
	const struct tls_store *store; /* NULL: in memory */
	struct serve *serve;
	/* Zero means the limit of proto/limits.h. */
	int handshake_ms, header_ms, idle_ms, floor_ms, linger_ms, total_ms;
	int floor_bps;
	int connections, handshakes, per_address, per_node;
};

struct tls;

err_t tls_open(struct tls **tp, const struct tls_conf *conf) WUR;
uint16_t tls_port(const struct tls *t);
unsigned tls_connections(const struct tls *t);
/* Accept no more, let requests in progress end for at most wait_ms, close all.
 * Before serve_close. */
void tls_close(struct tls **tp, int wait_ms);

#endif
