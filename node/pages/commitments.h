/*
 * commitments -- what Mexico promised abroad (MIRPS, the Global Refugee
 * Forum), and which gaps, agreements, results and roundtables serve it; and
 * the results themselves, told in Spanish and English.
 */
#ifndef NODE_PAGES_COMMITMENTS_H
#define NODE_PAGES_COMMITMENTS_H

#include "node/pages/ask.h"

struct commitments_row {
	const char *id, *reference, *framework, *text, *axis, *status;
	int64_t links;
};
struct commitments_view {
	struct commitments_row *rows;
	size_t rows_n;
};

struct commitment_link {
	const char *id, *kind, *name, *href, *note;
	bool own; /* this office may take it back */
};
struct commitment_view {
	const char *id, *title, *framework, *axis, *status, *entity, *es, *en,
	    *url, *action, *reason;
	bool write;
	struct commitment_link *links;
	size_t links_n, links_cap;
	struct ask *asks;
	size_t asks_n;
};

struct result_view {
	const char *id, *title, *mesa, *mesa_name, *action, *status, *validated;
	bool fresh, proposing, write;
	struct ask *asks;
	size_t asks_n;
};

void commitments_tpl(struct html *h, const struct commitments_view *v);
void commitment_tpl(struct html *h, const struct commitment_view *v);
void result_tpl(struct html *h, const struct result_view *v);

#endif
