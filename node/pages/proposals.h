/*
 * proposals -- what other offices ask this one to change, and what became of
 * what this one asked others.
 */
#ifndef NODE_PAGES_PROPOSALS_H
#define NODE_PAGES_PROPOSALS_H

#include "node/pages/marks.h"

struct proposals_word {
	bool gone, fresh;
	struct span s;
};
struct proposals_change { /* one field */
	const char *label;
	struct proposals_word *words;
	size_t words_n;
};
/* What one person saved at once. */
struct proposals_card {
	const char *id, *kind, *name, *href, *who, *what, *office;
	struct proposals_change *changes;
	size_t changes_n;
	bool late;          /* written before the hand-over was known */
	const char *reason; /* of the decision, or typed */
	struct mark outcome;
};
struct proposals_view {
	struct proposals_card *inbox, *sent, *decided;
	size_t inbox_n, sent_n, decided_n;
	bool decide;
};

void proposals_tpl(struct html *h, const struct proposals_view *v);
void proposals_card_tpl(struct html *h, const struct proposals_card *v);

#endif
