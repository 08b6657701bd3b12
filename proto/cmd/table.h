/*
 * table -- rows of text in columns, as people read them on a terminal.
 *
 * Cells are UTF-8; every column is as wide as its widest cell and the last
 * one is not padded.  A control character in a cell is shown as a blank, so
 * that nothing that was stored can move the cursor of who reads it.
 */
#ifndef PROTO_CMD_TABLE_H
#define PROTO_CMD_TABLE_H

#include "proto/base/buf.h"
#include "proto/base/mem.h"

#define TABLE_COLS 12

struct table {
	struct arena *a; /* cells are copied into it */
	size_t cols;     /* at most TABLE_COLS */
	const char **cell;
	size_t n, cap;
};

/* One more cell, row by row; NULL is an empty one. */
void table_add(struct table *t, const char *s);
void table_add_span(struct table *t, struct span s);
/* Every row, a line each. */
err_t table_put(const struct table *t, struct buf *out) WUR;
/* How many columns of a terminal a text takes. */
size_t table_width(struct span s);
/* At most `most` characters of s, on one line; "..." when cut. */
err_t table_short(struct span s, size_t most, struct buf *out) WUR;

#endif
