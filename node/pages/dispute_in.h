/*
 * dispute_in -- what dispute.c, dispute_merged.c and dispute_save.c share.
 */
#ifndef NODE_PAGES_DISPUTE_IN_H
#define NODE_PAGES_DISPUTE_IN_H

#include "node/pages/dispute.h"

#define DISPUTE_LIFE                                                           \
	"vigencia" /* the inputs of the lifecycle are called so                \
		    */

struct dispute_at {
	struct page *p;
	const struct record *r;
	struct cmd_review *v;
	size_t n;
};

const char *dispute_name(const struct record *r, uint32_t field);
/* What was merged by itself beside these disputes. */
err_t dispute_merged(const struct dispute_at *x, struct dispute_view *v) WUR;
err_t dispute_show(struct page *p, const struct record *r) WUR;
err_t dispute_save(struct page *p) WUR; /* POST /conflictos/ID/verb */

#endif
