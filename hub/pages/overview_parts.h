/*
 * overview_parts -- pieces of the page.
 */
#ifndef HUB_PAGES_OVERVIEW_PARTS_H
#define HUB_PAGES_OVERVIEW_PARTS_H

#include "hub/pages/overview.h"

struct overview_page {
	struct html h;
	const struct view_ask *ask;
	const char *space; /* name; "" the whole country */
	struct view overview, mesas, states, agreements, overdue, gaps,
	    freshness, disputes, commitments;
};

/* href="..." to this page for a space, in the same language. */
void
overview_href(struct overview_page *p, const char *space, const char *anchor);
/* The map with links, its legend, and the same as a table. */
void overview_map(struct overview_page *p);
/* Agreements by theme, as bars. */
void overview_themes(struct overview_page *p);

#endif
