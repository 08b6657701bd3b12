/*
 * documents -- files attached to records: kept by their content, offered as
 * files and never shown as pages.
 */
#ifndef NODE_PAGES_DOCUMENTS_H
#define NODE_PAGES_DOCUMENTS_H

#include "node/page.h"
#include "proto/ui/tpl.h"

struct document_row {
	const char *title, *href, *file, *type, *size, *class;
	const char *of, *of_href; /* the record it belongs to */
	const char *fetch; /* where to ask for it; NULL: it is here, or stays */
	bool here;         /* its content is on this computer */
	bool guarded, confirmed; /* guarded: not public */
};
struct document_class {
	int64_t no;
	const char *label;
	bool chosen;
};
/* At a record: {{use documents_at v.documents}} */
struct documents_at_view {
	const char *record; /* id */
	struct document_row *rows;
	size_t rows_n;
	bool more; /* one may be added */
};
struct documents_view {
	const char *of, *of_href, *record; /* "" of all records */
	struct document_row *rows;
	size_t rows_n;
	bool form;
	const char *title, *kept,
	    *name; /* kept: of a file that is here already */
	struct document_class *classes;
	size_t classes_n;
	const char *accept;
	int64_t most_mb;
};

void documents_tpl(struct html *h, const struct documents_view *v);
void documents_at_tpl(struct html *h, const struct documents_at_view *v);
void document_row_tpl(struct html *h, const struct document_row *v);

/* The documents of a record, for its own page. */
err_t documents_at(
    struct page *p, const struct record *r, struct documents_at_view *v) WUR;

#endif
