/*
 * gate -- who is calling, and may they?  Asked on every request.
 *
 * The door (hub/tls) says which key is at the other end; the gate says what
 * that key may do now.  Answers are remembered only as long as the registry's
 * version stands still, so a computer revoked by any process is refused at
 * its next request, on a resumed session and on an open connection too.  Each
 * reason for a refusal has its own code and words.  A node has few requests
 * at a time, and nobody may ask endlessly.
 */
#ifndef HUB_GATE_H
#define HUB_GATE_H

#include "hub/registry.h"
#include "hub/tls.h"

struct gate;

struct gate_conf {
	/* Zero means the limit of proto/limits.h. */
	int flight, burst, rate, newcomer;
	/* Told of a node that lost its right; may be NULL. Any thread. */
	void (*lost)(void *ctx, const char *serial);
	void *ctx;
};

/* What the request is for. */
enum gate_want {
	GATE_SYNC,  /* an expired certificate may still do this, */
	GATE_RENEW, /* and this, */
	GATE_ELSE,  /* but nothing else */
};

/* One request that was let in; gate_leave ends it. */
struct gate_pass {
	struct peer peer;
	struct reg_node node;
	char serial[REGISTRY_SERIAL + 1]; /* of the certificate in use */
	bool expired;
	int64_t retry_s; /* of a refusal: SLOW; else 0 */
	void *row;       /* the gate's own */
};

/* db: a connection that is the gate's alone from now on, closed with it. */
void gate_open(struct gate **out, struct db *db, const struct gate_conf *conf);
void gate_close(struct gate **gp);
/* UNTRUSTED no certificate, foreign, or of ours but unknown here; REVOKED;
 * SCOPE not active; EXPIRED; SLOW with pass->retry_s. Only after NULL the
 * pass must be given back. */
err_t gate_admit(struct gate *g, const struct tls_peer *who,
    enum gate_want want, struct gate_pass *pass) WUR;
void gate_leave(struct gate *g, struct gate_pass *pass);
/* May this address try to enrol? SLOW with *retry_s. */
err_t gate_newcomer(struct gate *g, const char *addr, int64_t *retry_s) WUR;

#endif
