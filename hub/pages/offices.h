/*
 * offices -- how each office's data is: when it was heard last, how far it is
 * complete, what it still has to send, and each of its computers.
 *
 * GET /oficinas (?estado=ageing, ?pagina=2) and /oficinas/CODE.
 */
#ifndef HUB_PAGES_OFFICES_H
#define HUB_PAGES_OFFICES_H

#include "hub/board.h"
#include "hub/pages/pager.h"
#include "proto/ui/chips.h"

#define OFFICES_DAYS 14 /* of the small chart */

/* Changes received a day, as a path in a box of OFFICES_DAYS * 8 by 18. */
struct offices_chart {
	const char *path; /* "" when nothing came */
	int64_t total;
};

/* How an office stands. */
struct offices_mark {
	const char *mood, *icon, *text;
};
struct offices_row {
	const char *code, *name, *href;
	struct offices_mark stands;
	int64_t contact; /* 0 never */
	int64_t through; /* 0 unknown */
	struct offices_chart chart;
	bool heard;
	int64_t backlog, computers, disputes;
	int64_t skew; /* seconds; 0 when it is as it should be */
	const char *version;
	bool certified;
	int64_t certificate; /* days, of the computer that ends first */
	bool ending;
};
struct offices_view {
	struct chips chips;
	struct pager pager;
	struct offices_row *rows;
	size_t rows_n;
	const char *complete;
	bool whole; /* no office is missing from the figures */
};

struct offices_node {
	const char *computer, *print, *status, *mood, *software, *letter;
	bool active, heard, ending;
	int64_t enrolled, contact, backlog, skew, certificate;
	struct offices_chart chart;
};
struct offices_space {
	const char *code, *name, *href; /* href "": has no page */
	int64_t since, until;           /* until 0: still */
};
struct office_view {
	struct offices_row is;
	struct offices_node *nodes;
	size_t nodes_n, nodes_cap;
	struct offices_space *spaces;
	size_t spaces_n, spaces_cap;
};

struct offices_mark offices_mark(const struct page *p, enum view_fresh f);
/* How far these offices are complete, and who is missing: one sentence. */
const char *
offices_complete(struct page *p, const struct view_office *o, size_t n);

void offices_tpl(struct html *h, const struct offices_view *v);
void office_tpl(struct html *h, const struct office_view *v);
void office_chart_tpl(struct html *h, const struct offices_chart *v);

#endif
