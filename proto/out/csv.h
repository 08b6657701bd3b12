/*
 * csv -- tables as text (RFC 4180), for spreadsheets and from them.
 *
 * What is put opens in a spreadsheet as it is meant: UTF-8 told by a mark, and
 * a text that a spreadsheet would run as a formula stands behind an
 * apostrophe (OWASP: = + - @, tab, carriage return).  What is read comes from
 * anybody: comma, semicolon or tab, UTF-8 or Windows-1252, quoted as Excel
 * does it.
 */
#ifndef PROTO_OUT_CSV_H
#define PROTO_OUT_CSV_H

#include "proto/base/buf.h"
#include "proto/base/mem.h"

#define CSV_MARK "\xef\xbb\xbf" /* before the first row */

/* One cell; a number is never taken for a formula.  Commas between cells and
 * CSV_END are the caller's. */
err_t csv_put(struct buf *b, struct span s, bool number) WUR;
#define CSV_END "\r\n"
/* Would a spreadsheet run it? */
bool csv_formula(struct span s);
/* The text without the apostrophe that csv_put gave it. */
struct span csv_bare(struct span s);

struct csv { /* one text being read; cells are the arena's */
	struct arena *a;
	struct span rest;
	char comma;
	int64_t line; /* of the text, from 1, where the last row began */
	int64_t next;
	const char **cell; /* of the last row */
	size_t n, cap;
	size_t cells, rows; /* so far */
};

/* Finds out what it is; what is no text at all is FORMAT. */
err_t csv_open(struct csv *c, struct arena *a, struct span text) WUR;
/* c->cell[0..n) is valid UTF-8 without control characters but tab and '\n';
 * *more false at the end.  FORMAT tells the line; LIMIT. */
err_t csv_next(struct csv *c, bool *more) WUR;

#endif
