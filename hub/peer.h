/*
 * peer -- who is calling, as the registry knows it at this moment.
 *
 * Filled by the gate for every request; intake and outlet believe nothing
 * else about the caller.
 */
#ifndef HUB_PEER_H
#define HUB_PEER_H

#include "proto/base/crypt.h"
#include "proto/limits.h"
#include "proto/log/id.h"

struct peer {
	uint8_t key[KEY_LEN]; /* of the node's certificate */
	dot_t office;         /* its office record */
	bool federal;         /* a node of the federal level */
	bool expired;    /* its certificate: it may push and renew, no more */
	char serial[41]; /* of the certificate, hex */
	/* Spaces it may read and write, `national` and its home among them. */
	size_t spaces_n;
	char space[LIMIT_PEER_SPACES][LIMIT_SPACE_NAME + 1];
	/* Spaces it lost: what is unsent is still taken. */
	size_t lost_n;
	char lost[LIMIT_PEER_SPACES][LIMIT_SPACE_NAME + 1];
};

#endif
