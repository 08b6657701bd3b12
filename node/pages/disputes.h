/*
 * disputes -- what two people wrote without knowing of each other, and what
 * was decided of late.
 */
#ifndef NODE_PAGES_DISPUTES_H
#define NODE_PAGES_DISPUTES_H

#include "node/pages/marks.h"

struct disputes_row { /* one record, all its disputed fields */
	const char *href, *kind, *name, *title, *fields, *detail;
};
struct disputes_view {
	struct disputes_row *mine, *others, *decided;
	size_t mine_n, others_n, decided_n;
	bool decide;
};

void disputes_tpl(struct html *h, const struct disputes_view *v);

#endif
