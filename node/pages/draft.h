/*
 * draft -- the forms somebody is still writing: kept after each pause, shown
 * again, dropped.
 */
#ifndef NODE_PAGES_DRAFT_H
#define NODE_PAGES_DRAFT_H

#include "proto/ui/tpl.h"

#define DRAFT_FIELD "borrador" /* how its hidden fields begin */

/* In the form itself: {{draft "/address"}}. */
struct draft_view {
	const char *serial, *action, *page, *title;
};

/* After a pause. */
enum draft_fate { DRAFT_KEPT, DRAFT_LOCKED, DRAFT_OUT, DRAFT_LONG, DRAFT_NOT };
struct draft_said_view {
	enum draft_fate fate;
	int64_t at;
};

/* Something to go on with. */
struct draft_row {
	const char *serial, *title;
	int64_t at;
};

/* What looks like personal data in a form that was sent (rule 14). */
struct pii_row {
	size_t no;
	const char *hash, *kind, *field, *before, *text, *after;
	const char *reason; /* what was answered, and is sent again */
	bool none;          /* ... that it is no personal data */
	bool answered;      /* it is not asked any more */
};
struct pii_view {
	const char *serial;
	struct pii_row *rows;
	size_t rows_n;
};

void pii_tpl(struct html *h, const struct pii_view *v);
void draft_tpl(struct html *h, const struct draft_view *v);
void draft_said_tpl(struct html *h, const struct draft_said_view *v);
void draft_row_tpl(struct html *h, const struct draft_row *v);

#endif
