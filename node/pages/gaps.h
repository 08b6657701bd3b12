/*
 * gaps -- the list of gaps with their age, the oldest and gravest first, and
 * what other roundtables asked of this office's.
 */
#ifndef NODE_PAGES_GAPS_H
#define NODE_PAGES_GAPS_H

#include "node/pages/inputs.h"
#include "node/pages/marks.h"

struct gaps_row {
	const char *href, *folio, *title, *barrier, *severity, *grave, *mesa;
	struct theme_mark theme;
	struct mark state, other; /* other: in dispute */
	const char *age;
	int64_t agreements;
	bool confirmed;
};
struct gaps_asked { /* an escalation that waits for an answer */
	const char *href, *title, *detail;
	struct mark state;
};

struct gaps_view {
	const char *summary;
	struct chips state, theme;
	struct gaps_asked *asked;
	size_t asked_n;
	struct gaps_row *rows;
	size_t rows_n;
	int64_t all;
	const char *next, *back; /* "" none */
	bool filtered, write;
};
struct gaps_new_view {
	struct inputs in;
	bool mine; /* this office keeps a roundtable */
};

void gaps_tpl(struct html *h, const struct gaps_view *v);
void gaps_new_tpl(struct html *h, const struct gaps_new_view *v);

#endif
