/*
 * sheet_parts -- a sheet being written, as its two files share it: sheet.c and
 * sheet_xlsx.c, which speaks to libxlsxwriter.
 */
#ifndef PROTO_OUT_SHEET_PARTS_H
#define PROTO_OUT_SHEET_PARTS_H

#include "proto/out/sheet.h"

struct sheet_book; /* a workbook of the library */

err_t sheet_book_open(
    struct sheet_book **out, const struct sheet_conf *conf, bool tags) WUR;
/* rows: of the page before. */
err_t sheet_book_page(struct sheet_book *b, const struct sheet_conf *conf,
    bool tags, size_t rows) WUR;
err_t sheet_book_row(struct sheet_book *b, size_t no,
    const struct sheet_cell *cell, size_t n) WUR;
/* The file's bytes; the file is gone. */
err_t sheet_book_end(struct sheet_book **b, size_t rows, struct buf *out) WUR;
void sheet_book_close(struct sheet_book **b);

#endif
