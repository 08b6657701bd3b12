/*
 * strip -- the state of sending, in the three words people know: kept here,
 * to be sent, confirmed.  A screen uses it as {{use strip v.strip}}.
 */
#ifndef NODE_PAGES_STRIP_H
#define NODE_PAGES_STRIP_H

#include "node/page.h"
#include "node/pages/queue.h"
#include "node/pages/stick.h"
#include "node/pages/tries.h"
#include "proto/ui/tpl.h"

struct strip_view {
	bool enrolled, running, ok;
	bool away;  /* the last exchange failed */
	bool stuck; /* and there was a link: why says what it was */
	int64_t saved, pending;
	int64_t confirmed_at; /* 0 never */
	int64_t next_min;     /* minutes until it is tried again; 0 soon */
	const char *why; /* what the last exchange said; NULL it went well */
	int64_t again_s; /* the page asks again after so many seconds */
};

struct sending_space {
	const char *name;
	int64_t saved, pending, cursor;
};
struct sending_view {
	struct strip_view strip;
	struct stick_view stick;
	struct queue_view queue;
	struct tries_view tries;
	struct sending_space *spaces;
	size_t spaces_n;
	bool enrolled;
	const char *hub;
	int64_t certificate_days;
	int64_t clock_off; /* seconds; 0 unknown or right */
};

err_t strip_fill(struct page *p, struct strip_view *v) WUR;
void strip_tpl(struct html *h, const struct strip_view *v);
void sending_tpl(struct html *h, const struct sending_view *v);

#endif
