/*
 * sheet -- a table on its way out, as CSV or XLSX.
 *
 * Columns with labels (and HXL tags in a second row, when any has one), then
 * rows of cells that know what they are: text stays text, whatever it begins
 * with; days are days.  The CSV has its mark and its guard (csv.h); the XLSX
 * has a frozen head, a filter and widths (libxlsxwriter).
 */
#ifndef PROTO_OUT_SHEET_H
#define PROTO_OUT_SHEET_H

#include "proto/base/buf.h"

enum sheet_as { SHEET_CSV, SHEET_XLSX };

struct sheet_column {
	const char *label, *tag; /* tag: HXL, NULL none */
	unsigned width;          /* letters, about */
};

enum sheet_kind { SHEET_EMPTY, SHEET_TEXT, SHEET_INT, SHEET_DAY };
struct sheet_cell {
	enum sheet_kind kind;
	const char *text;
	int64_t i; /* SHEET_DAY: days since 1970-01-01 */
};

struct sheet;
/* title: of the sheet; now: written into the XLSX as its date. Columns are
 * read here only. */
struct sheet_conf {
	enum sheet_as as;
	const char *title;
	int64_t now;
	const struct sheet_column *column;
	size_t columns;
};
err_t sheet_open(
    struct sheet **out, const struct sheet_conf *conf, struct buf *b) WUR;
/* Another page of a workbook, after the rows of the one before; its title is
 * no other page's, its `as` and `now` are not looked at. */
err_t sheet_next(struct sheet *s, const struct sheet_conf *conf) WUR;
/* As many cells as there are columns. */
err_t sheet_row(struct sheet *s, const struct sheet_cell *cell) WUR;
size_t sheet_rows(const struct sheet *s);
/* Everything is in the buffer then. */
err_t sheet_end(struct sheet **s) WUR;
void sheet_close(struct sheet **s);

/* "csv" or "xlsx", and what the browser is told. */
const char *sheet_ending(enum sheet_as as);
const char *sheet_type(enum sheet_as as);

static inline struct sheet_cell
sheet_text(const char *s)
{
	return ((struct sheet_cell){
	    s == NULL || s[0] == '\0' ? SHEET_EMPTY : SHEET_TEXT, s, 0 });
}
static inline struct sheet_cell
sheet_int(int64_t i)
{
	return ((struct sheet_cell){ SHEET_INT, NULL, i });
}
static inline struct sheet_cell
sheet_day(int64_t day)
{
	return ((struct sheet_cell){ SHEET_DAY, NULL, day });
}

#endif
