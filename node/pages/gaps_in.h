/*
 * gaps_in -- what gaps.c and gaps_read.c share.
 */
#ifndef NODE_PAGES_GAPS_IN_H
#define NODE_PAGES_GAPS_IN_H

#include "node/pages/gaps.h"

enum gaps_filter {
	GAPS_OPEN,
	GAPS_BARE, /* no live agreement serves it */
	GAPS_ESCALATED,
	GAPS_DISPUTE,
	GAPS_RESOLVED,
	GAPS_CLOSED,
	GAPS_OTHERS, /* of other offices' roundtables */
	GAPS_FILTERS
};

struct gaps_item {
	dot_t id, root;
	int64_t theme, status, severity, age, agreements;
	bool own, disputed;
};
struct gaps_items {
	struct gaps_item *v; /* arena */
	size_t n;
};

bool gaps_is(const struct gaps_item *x, enum gaps_filter f);
err_t gaps_read(struct page *p, struct gaps_items *all) WUR;
err_t
gaps_row(struct page *p, const struct gaps_item *x, struct gaps_row *r) WUR;
/* What was asked of this office's roundtables and is not answered. */
err_t gaps_asked(struct page *p, struct gaps_view *v) WUR;

#endif
