/*
 * proposals_in -- what proposals.c and proposals_read.c share.
 */
#ifndef NODE_PAGES_PROPOSALS_IN_H
#define NODE_PAGES_PROPOSALS_IN_H

#include "node/pages/proposals.h"

/* The held ops of one commit, v[0..n), as one card. */
err_t proposals_card(struct page *p, const struct held *v, size_t n,
    struct proposals_card *c) WUR;
/* All that is held, the ops of one commit together, the newest first. */
err_t proposals_held(struct page *p, struct held **out, size_t *n) WUR;

#endif
