/*
 * records -- every record of every entity, from schema.def: lists, one record
 * with its fields, its history.  What has no screen of its own is found here.
 */
#ifndef NODE_PAGES_RECORDS_H
#define NODE_PAGES_RECORDS_H

#include "node/pages/documents.h"

struct records_kind {
	const char *name, *label;
	int64_t count;
};
struct records_kinds_view {
	struct records_kind *kinds;
	size_t kinds_n;
};

struct records_cell {
	const char *text, *href; /* href "": none */
	bool number;
};
struct records_row {
	struct records_cell *cells;
	size_t cells_n;
	bool voided;
};
struct records_list_view {
	const char *title, *name; /* label and wire name of the entity */
	const char **columns;
	size_t columns_n;
	struct records_row *rows;
	size_t rows_n;
	int64_t count;
	const char *next;  /* address of the next page, "" none */
	bool voided;       /* voided ones are shown too */
	const char *other; /* address that shows, or hides, the voided */
};

struct records_field {
	const char *label, *value, *href;
	const char *was; /* in the history: what it was before; "" not known */
	bool lines, disputed;
};
struct records_view {
	const char *kind, *kind_name, *title, *id, *life;
	const char *screen; /* where it is worked with; "" here */
	const char *reason; /* typed, of a form that was refused */
	bool live, confirmed, history, voidable, voided;
	int64_t merged, disputed; /* changes of the history that were */
	size_t disputes;
	struct records_field *fields;
	size_t fields_n;
	struct records_told *told;
	size_t told_n;
	struct documents_at_view documents;
};
struct records_told {
	int64_t no, at;
	const char *actor, *where, *what, *icon, *held, *reason, *merged,
	    *disputed;
	bool confirmed;
	struct records_field *values;
	size_t values_n;
};

void kinds_tpl(struct html *h, const struct records_kinds_view *v);
void list_tpl(struct html *h, const struct records_list_view *v);
void record_tpl(struct html *h, const struct records_view *v);
void told_tpl(struct html *h, const struct records_told *v);

#endif
