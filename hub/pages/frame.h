/*
 * frame -- what stands around every federal page.
 */
#ifndef HUB_PAGES_FRAME_H
#define HUB_PAGES_FRAME_H

#include "proto/ui/shell.h"

struct frame_view {
	const char *lang, *title;
	struct shell_side side;
	/* How fresh the data is, in a few words; "" when that is not known. */
	const char *fresh;
	bool all_fresh;
	const char *said, *fault;
	bool said_bad;
	const char *today; /* figures are as of */
};

struct trouble_view {
	const char *sentence;
	bool missing;
};

void frame_top_tpl(struct html *h, const struct frame_view *v);
void frame_end_tpl(struct html *h, const struct frame_view *v);
void trouble_tpl(struct html *h, const struct trouble_view *v);

#endif
