/*
 * home -- what a secretary sees first: what needs attention, what comes next.
 */
#ifndef NODE_PAGES_HOME_H
#define NODE_PAGES_HOME_H

#include "node/pages/draft.h"
#include "node/pages/strip.h"

#define HOME_THEMES 4
#define HOME_ROWS   6
#define HOME_MOVES  5
#define HOME_DRAFTS 20

struct home_theme {
	const char *code, *icon, *name, *label; /* label: of the bar */
	int64_t done, open, late, all;
	/* The bar, of 100. */
	int64_t done_w, late_x, late_w;
};

struct home_row {
	const char *icon, *mood; /* "bad", "warn", "info" */
	const char *title, *detail;
	const char *href, *verb;
};

struct home_move {
	const char *title, *detail;
	const char *href; /* "" nothing to open */
	bool confirmed;
};

struct home_view {
	const char *title, *subtitle;
	struct strip_view strip;
	bool enrolled, mine; /* mine: there is a roundtable of this office */
	bool next;           /* there is a next session */
	int64_t next_day;
	const char *next_detail;
	int64_t open, soon, late, oldest, gaps, gaps_all;
	struct home_row *rows;
	size_t rows_n;
	struct home_theme themes[HOME_THEMES];
	size_t themes_n;
	struct draft_row *drafts; /* what this person left unfinished */
	size_t drafts_n;
	struct home_move *moves;
	size_t moves_n;
};

void home_tpl(struct html *h, const struct home_view *v);

#endif
