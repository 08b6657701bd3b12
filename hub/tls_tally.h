/*
 * tls_tally -- how many connections each node, or each address, has now.
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
/* Count one more, unless there are most already. */
bool tls_tally_add(struct tally *t, const struct tally_key *k, int most);
void tls_tally_drop(struct tally *t, const struct tally_key *k);

#endif
