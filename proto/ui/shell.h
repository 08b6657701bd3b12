/*
 * shell -- what stands around every screen of office and hub: the list of
 * screens, who is working; and the way in.
 */
#ifndef PROTO_UI_SHELL_H
#define PROTO_UI_SHELL_H

#include "proto/ui/tpl.h"

struct shell_item {
	const char *path, *icon, *text;
	bool current;
	int64_t count; /* 0: none shown */
	const char *count_text;
};

struct shell_side {
	const char *under; /* under the program's name */
	struct shell_item *nav;
	size_t nav_n;
	bool entered;
	const char *name, *role, *here; /* here: where a form returns to */
	bool english;
};

/* Of these items the one that a path belongs to: the longest that begins it;
 * the first is "/" alone.  n: none. */
size_t
shell_current(const struct shell_item *items, size_t n, const char *path);

struct enter_view {
	bool locked; /* somebody is in, and was away */
	const char *account, *name, *back;
};

void shell_side_tpl(struct html *h, const struct shell_side *v);
void enter_tpl(struct html *h, const struct enter_view *v);

#endif
