/*
 * odt -- text documents (OpenDocument 1.2) for a word processor.
 *
 * A small writer: a title, headings, paragraphs, lists, tables with a head
 * that repeats on every page, lines to sign on.  Everything that somebody
 * wrote is escaped.  The same content is the same bytes.
 */
#ifndef PROTO_OUT_ODT_H
#define PROTO_OUT_ODT_H

#include "proto/base/buf.h"

enum odt_style {
	ODT_PLAIN,
	ODT_TITLE,   /* of the document */
	ODT_HEADING, /* of a part */
	ODT_SMALL,
	ODT_STRONG,
	ODT_CENTRE
};

#define ODT_TABLES  100
#define ODT_COLUMNS 12

struct odt {
	struct buf body;
	const char *title, *lang; /* "es" or "en" */
	size_t tables;
	/* Widths used in columns, to be told in the styles. */
	struct {
		unsigned width[ODT_COLUMNS];
		size_t n;
	} table[ODT_TABLES];
};

void odt_open(struct odt *d, const char *title, const char *lang);
void odt_free(struct odt *d);
/* Line ends in text begin paragraphs. */
err_t odt_put(struct odt *d, enum odt_style style, const char *text) WUR;
/* "Label: text", the label strong; nothing when text is empty. */
err_t odt_pair(struct odt *d, const char *label, const char *text) WUR;
/* A table: head, rows, end. Widths are parts of the whole. */
err_t odt_table(struct odt *d, const char *const *head, const unsigned *width,
    size_t n) WUR;
err_t odt_row(struct odt *d, const char *const *cell, size_t n, bool tall) WUR;
err_t odt_table_end(struct odt *d) WUR;
/* Lines to sign on, two beside each other; rows of "name\nposition". */
err_t odt_sign(struct odt *d, const char *const *who, size_t n) WUR;
/* The file. */
err_t odt_end(struct odt *d, struct buf *out) WUR;

#define ODT_TYPE "application/vnd.oasis.opendocument.text"

#endif
