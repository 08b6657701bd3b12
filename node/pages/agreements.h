/*
 * agreements -- the list of agreements, what needs attention first, and its
 * filters: state, theme, roundtable, responsible institution.
 */
#ifndef NODE_PAGES_AGREEMENTS_H
#define NODE_PAGES_AGREEMENTS_H

#include "node/pages/marks.h"

struct agreements_row {
	const char *href, *folio, *title, *who, *mesa;
	struct theme_mark theme;
	struct mark state, other; /* other: in dispute, and overdue too */
	bool has_due;
	int64_t due;
	int64_t moved; /* times rescheduled */
	bool has_pct, confirmed;
	int64_t pct;
};

struct agreements_view {
	const char *summary;
	struct chips state, theme, mesa, institution;
	bool mesas, institution_on;
	struct agreements_row *rows;
	size_t rows_n;
	int64_t all;
	const char *next, *back; /* "" none */
	const char *file;        /* the same list as XLSX */
	bool filtered;
};

void agreements_tpl(struct html *h, const struct agreements_view *v);

#endif
