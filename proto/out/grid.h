/*
 * grid -- the rows of a sheet that somebody brings, CSV or XLSX alike.
 *
 * Cells are text as a person would type it: whole numbers without a point,
 * days as 2026-03-31, instants as 2026-03-31 10:30, percentages as their
 * number, yes or no as TRUE and FALSE.  Rows without any cell are left out;
 * each knows its number in the file.  Everything is the arena's.
 */
#ifndef PROTO_OUT_GRID_H
#define PROTO_OUT_GRID_H

#include "proto/base/err.h"
#include "proto/base/mem.h"

struct grid_row {
	int64_t no; /* as the spreadsheet counts, from 1 */
	const char **cell;
	size_t n; /* cells; the last is not empty */
};
struct grid {
	struct arena *a;
	struct grid_row *row;
	size_t n, cap;
	size_t cells, bytes;
};

/* What the bytes are is found out.  FORMAT, LIMIT. */
err_t grid_take(struct arena *a, struct span bytes, struct grid *g) WUR;
/* The cell of a row, "" beyond its end. */
const char *grid_cell(const struct grid_row *r, size_t i);

/* For the readers: rows and cells in order; text is checked and trimmed. */
err_t grid_row(struct grid *g, int64_t no) WUR;
err_t grid_put(struct grid *g, size_t column, struct span text) WUR;

#endif
