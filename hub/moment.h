/*
 * moment -- a position vector: how far the hub had come in every space.
 *
 * "07:33:ab12cd34,national:140:0f...": the number of the last position of a
 * space and the beginning of the hash of the chain there.  What a store says
 * at a moment is a function of the moment, so a report that names its moment
 * can be made again, the same, whatever came since.
 */
#ifndef HUB_MOMENT_H
#define HUB_MOMENT_H

#include "proto/log/store.h"

struct moment_space {
	char name[LIMIT_SPACE_NAME + 1];
	int64_t number;
	uint8_t h[4]; /* the chain's first bytes */
};
struct moment {
	struct moment_space *v; /* by name (arena) */
	size_t n;
	int64_t receipt; /* of the last of them; 0 when nothing has one */
};

/* Of a store as it is now, in its transaction.  *whole false: something
 * stands in a log here that has no position yet. */
err_t moment_now(
    struct ledger *l, struct arena *a, struct moment *m, bool *whole) WUR;
err_t moment_put(const struct moment *m, struct buf *out) WUR;
/* USAGE when it is none. */
err_t moment_take(const char *s, struct arena *a, struct moment *m) WUR;
bool moment_same(const struct moment *a, const struct moment *b);

#endif
