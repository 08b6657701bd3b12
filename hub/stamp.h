/*
 * stamp -- positions: the next numbers of a space, and a receipt.
 */
#ifndef HUB_STAMP_H
#define HUB_STAMP_H

#include "hub/epoch.h"

/* now, or the last receipt when the clock went back. Writes it down. */
err_t stamp_now(struct store *st, int64_t now, int64_t *receipt) WUR;
struct stamp { /* what all positions of one transaction share */
	struct store *st;
	const struct epochs *e;
	int64_t receipt;
};
/* Commits first..last of a log get the next numbers of its space. hash: of
 * each of them. At most LIMIT_SEGMENT_COMMITS. In a transaction. */
err_t stamp_give(const struct stamp *s, uint32_t log, uint32_t first,
    uint32_t last, const struct hash *hash) WUR;
/* Close the hub's own tails, give what has none a position, fold again. */
err_t stamp_own(const struct stamp *s, const struct key *key) WUR;

#endif
