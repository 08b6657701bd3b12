/*
 * search -- what was found for some words, by kind.
 */
#ifndef NODE_PAGES_SEARCH_H
#define NODE_PAGES_SEARCH_H

#include "proto/ui/tpl.h"

struct search_part {
	const char *text;
	bool found;
};
struct search_row {
	const char *name, *href;
	struct search_part *parts;
	size_t parts_n;
};
struct search_group {
	const char *label, *more; /* more: address of all of them, "" none */
	int64_t count;
	struct search_row *rows;
	size_t rows_n;
};
struct search_view {
	const char *q, *kind; /* kind: only these are shown, "" all */
	bool asked;
	struct search_row *exact; /* what is called just so */
	size_t exact_n;
	struct search_group *groups;
	size_t groups_n;
	int64_t count;
};

void search_tpl(struct html *h, const struct search_view *v);
void found_tpl(struct html *h, const struct search_row *v);

#endif
