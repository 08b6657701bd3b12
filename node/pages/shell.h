/*
 * shell -- what stands around every screen: the head, the list of screens,
 * who is working, what was just done.
 */
#ifndef NODE_PAGES_SHELL_H
#define NODE_PAGES_SHELL_H

#include "node/pages/draft.h"
#include "proto/ui/shell.h"

struct shell_view {
	const char *lang, *title;
	struct shell_side side; /* under: the office, "" not enrolled yet */
	/* The state of sending, in a few words. */
	bool strip, strip_ok;
	const char *strip_icon, *strip_text;
	const char *said, *fault;
	bool said_bad;
	const char *q; /* what was searched last */
	bool kept;     /* a draft is shown again */
	bool asks;
	struct pii_view pii; /* what looks like personal data */
	struct draft_row *drafts;
	size_t drafts_n;
};

void shell_top_tpl(struct html *h, const struct shell_view *v);
void shell_end_tpl(struct html *h, const struct shell_view *v);

#endif
