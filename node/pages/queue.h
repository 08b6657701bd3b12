/*
 * queue -- what waits to be confirmed by the hub, record by record, in words.
 */
#ifndef NODE_PAGES_QUEUE_H
#define NODE_PAGES_QUEUE_H

#include "node/page.h"
#include "proto/ui/tpl.h"

#define QUEUE_ROWS 12
#define QUEUE_SCAN 300  /* commits of a log, the newest, that are looked at */
#define QUEUE_OPS  2000 /* changes that are looked at in all */

struct queue_row {
	const char *what, *href; /* "": has no screen */
	int64_t changes, since;
	int entity;
	dot_t record; /* 0: all of its kind that are called by no name */
	dot_t by;     /* the commit counted last */
};
struct queue_view {
	int64_t waiting; /* commits */
	int64_t others;  /* of them, of records that are not shown */
	struct queue_row *rows;
	size_t rows_n;
};

/* The records changed last come first. */
err_t queue_fill(struct page *p, struct queue_view *v) WUR;
void queue_tpl(struct html *h, const struct queue_view *v);

#endif
