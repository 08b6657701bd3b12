/*
 * net -- the road between offices and the hub, and what happens on it.
 *
 * sub_link.c brings every call of an office here.  A request may get lost,
 * arrive twice, again much later among the requests of others, with flipped
 * bits, cut at a byte; so may the answer.  An office may be cut off for a
 * while, and a request may arrive whose answer never leaves.
 */
#ifndef TESTS_SIM_NET_H
#define TESTS_SIM_NET_H

#include "node/link_https.h"
#include "tests/sim/sub_serve.h"
#include "tests/sim/world.h"

/* A request on its way, or the answer to it. */
struct message {
	uint32_t from; /* seat */
	struct tls_peer peer;
	char method[8], path[32];
	struct buf body;
	bool cut;         /* the body is not whole */
	uint32_t after;   /* requests of others, until it arrives again */
	struct request q; /* hubsim's; the answer is in q.r */
};

void net_open(struct world *w);
void net_clear(struct world *w); /* nobody has sent anything yet */
struct world *net_world(void);   /* the one that runs */
/* The hub's root, as PEM; print may be NULL. */
struct span net_root(struct world *w, struct hash *print);
/* Who a certificate shows, as the door would judge it on the hub's machine. */
void net_peer(struct world *w, struct span cert_pem, const struct key *k,
    struct tls_peer *out);

/* A call of the seat that runs, over the road as it is now. */
err_t net_call(struct world *w, const struct tls_peer *peer,
    struct link_call *c, struct link_stats *stats) WUR;
/* Somebody with this certificate sends a message of their own; the status. */
int net_send(struct world *w, struct message *m);
struct message *net_message(uint32_t from, const struct tls_peer *peer,
    const char *method, const char *path, struct span body);
void net_drop(struct message **m);
/* The last whole request that this seat sent to /v1/sync; NULL: none. */
const struct message *net_last(struct world *w, uint32_t seat);

/* This office is cut off (or no more). */
void net_partition(struct world *w, uint32_t seat, bool yes);
/* What is still under way arrives now. */
void net_flush(struct world *w);

#endif
