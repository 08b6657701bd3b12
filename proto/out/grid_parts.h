/*
 * grid_parts -- one workbook being read: grid_xlsx.c finds the sheet and reads
 * its cells, grid_style.c what their numbers mean.
 */
#ifndef PROTO_OUT_GRID_PARTS_H
#define PROTO_OUT_GRID_PARTS_H

#include "proto/base/buf.h"
#include "proto/out/grid.h"

#define XLSX_FORMATS 4096 /* cell styles, and number formats, of a workbook */

enum xlsx_means { MEANS_NUMBER, MEANS_DAY, MEANS_TIME, MEANS_PERCENT };

struct xlsx {
	struct grid *g;
	bool since_1904;
	uint8_t means[XLSX_FORMATS]; /* by cell style */
	size_t styles;
	const char **string; /* shared */
	size_t strings, string_cap;
};

/* The first sheet that is shown (ECMA-376): shared and inline strings, numbers,
 * days by the style of their cell, both epochs, cached results of formulas.
 * Nothing is run, nothing outside the file is asked for. */
err_t grid_xlsx(struct grid *g, struct span bytes) WUR;

/* xl/styles.xml */
err_t grid_styles(struct xlsx *x, struct span text) WUR;
/* A number as a person would type it, by the style of its cell. */
err_t grid_number(
    const struct xlsx *x, const char *s, size_t style, struct buf *out) WUR;

#endif
