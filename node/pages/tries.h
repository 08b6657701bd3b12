/*
 * tries -- the last exchanges with the hub, as people read them.
 */
#ifndef NODE_PAGES_TRIES_H
#define NODE_PAGES_TRIES_H

#include "node/page.h"
#include "proto/ui/tpl.h"

struct tries_row {
	int64_t at;
	const char *mood, *icon, *text;
	const char *up, *down;  /* bytes, in words */
	int64_t sent, received; /* changes: confirmed, come */
};
struct tries_view {
	struct tries_row *rows;
	size_t rows_n;
};

err_t tries_fill(struct page *p, struct tries_view *v) WUR;
void tries_tpl(struct html *h, const struct tries_view *v);

#endif
