/*
 * tls_tally -- which connections each node, or each address, has now.
 *
 * An address past its limit is refused.  A node past its limit loses its
 * oldest connection instead: on a bad link the old ones are dead, which we
 * learn only minutes later, and the new one is the node trying again.
 */
#ifndef HUB_TLS_TALLY_H
#define HUB_TLS_TALLY_H

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

#define TALLY_ROWS 4096

struct tally_key {
	uint8_t b[33]; /* kind, then a public key or an address */
};
struct tally_row;
struct tally {
	pthread_mutex_t lock;
	struct tally_row **row;
	uint64_t secret; /* so that nobody can choose addresses of one row */
};
void tls_tally_open(struct tally *t);
void tls_tally_close(struct tally *t);
/* Count one more. When there are most already: false, or with evict the oldest
 * socket is shut down and not counted any more. */
bool tls_tally_add(
    struct tally *t, const struct tally_key *k, int fd, int most, bool evict);
/* Before the socket is closed; one that was evicted is fine. */
void tls_tally_drop(struct tally *t, const struct tally_key *k, int fd);

#endif
