/*
 * report -- a document that is data: sections, sentences and tables.
 *
 * Every sentence and every row carries the records it stands on, by their ids
 * for people and scripts; sentences that stand on any are numbered, and the
 * last section says which records each number is.  A report is made for one
 * language, by whoever knows the records, and printed as a page that stands
 * alone, as a text document, as a workbook and as JSON.  No clock is asked: the
 * same report is the same bytes.
 */
#ifndef PROTO_OUT_REPORT_H
#define PROTO_OUT_REPORT_H

#include "proto/out/sheet.h"
#include "proto/base/mem.h"

struct report_ref {                     /* a record */
	const char *id, *entity, *name; /* name: what people call it */
};
struct report_refs {
	struct report_ref *v;
	size_t n, cap;
};

struct report_said { /* one sentence */
	const char *text;
	struct report_refs refs;
	size_t no; /* through the document, from 1; 0: stands on nothing */
};

struct report_column {
	const char *name, *label, *hxl; /* hxl NULL: none */
	unsigned width;                 /* letters, about */
};
struct report_row {
	struct sheet_cell *cell;
	const char *id; /* the record it is about; NULL: a count of several */
};
#define REPORT_NOTES 8
struct report_table {
	const char *name, *title;
	const struct report_column *col;
	size_t cols;
	struct report_row *row;
	size_t rows, cap;
	const char *note[REPORT_NOTES]; /* denominators, what is missing */
	size_t notes;
	size_t shown; /* rows on paper, the rest in the annex; 0: all */
};

enum report_what {
	REPORT_SECTION,   /* text is its title; level 1, 2 */
	REPORT_PARAGRAPH, /* sentences */
	REPORT_ITEM,      /* of a list */
	REPORT_NOTE,      /* about the document, stands on nothing */
	REPORT_TABLE
};
struct report_block {
	enum report_what what;
	int level;
	const char *text;
	struct report_said *said;
	size_t n, cap;
	struct report_table *table;
};

struct report {
	const char *kind, *lang;     /* "practice"; "es" or "en" */
	const char *title, *subject; /* subject "": none */
	const char *at; /* the positions it was made from (hub/moment.h) */
	const char *on; /* the day that due dates count from, ISO */
	/* The title page: what is incomplete, who issues it. */
	const char *front[REPORT_NOTES];
	size_t fronts;
	struct report_block *block;
	size_t n, cap, sentences;
	struct arena a;
};
#define REPORT                                                                 \
	{                                                                      \
		.kind = NULL                                                   \
	}

void report_free(struct report *r);
/* One of two words of ours. */
const char *report_pick(const struct report *r, const char *es, const char *en);

/* Texts are kept as they are (the report's arena, or static). */
void report_front(struct report *r, const char *text);
void report_section(struct report *r, int level, const char *title);
void report_paragraph(struct report *r);
void report_item(struct report *r);
void report_note(struct report *r, const char *text);
/* A sentence of the paragraph or item that was begun last. */
void
report_say(struct report *r, const struct report_refs *refs, const char *text);
struct report_table *report_table(struct report *r, const char *name,
    const char *title, const struct report_column *col, size_t cols);
/* As many cells as columns, to be filled; the record or NULL. */
struct sheet_cell *
report_row(struct report *r, struct report_table *t, const char *id);
void report_table_note(struct report_table *t, const char *text);
/* Once each: a record that is there already is not added again. */
void report_ref(struct report *r, struct report_refs *refs, const char *id,
    const char *entity, const char *name);

/* The printers. */
enum report_as { REPORT_HTML, REPORT_ODT, REPORT_JSON, REPORT_XLSX };
/* "html", and back, false: none. */
const char *report_ending(enum report_as as);
bool report_named(const char *ending, enum report_as *as);
const char *report_type(enum report_as as); /* Content-Type */
err_t
report_put(const struct report *r, enum report_as as, struct buf *out) WUR;

#endif
