/*
 * report_parts -- a report being printed, as its files share it.
 */
#ifndef PROTO_OUT_REPORT_PARTS_H
#define PROTO_OUT_REPORT_PARTS_H

#include "proto/out/report.h"

err_t report_html(const struct report *r, struct buf *out) WUR;
err_t report_odt(const struct report *r, struct buf *out) WUR;
err_t report_json(const struct report *r, struct buf *out) WUR;
err_t report_xlsx(const struct report *r, struct buf *out) WUR;

/* A cell as people read it on paper; b is cleared. */
err_t report_cell(
    const struct report *r, const struct sheet_cell *c, struct buf *b) WUR;
/* How many rows of a table stand on paper. */
size_t report_shown(const struct report_table *t);
/* "folio, folio": the records of a sentence; b is cleared. */
err_t report_sources(const struct report_said *s, struct buf *b) WUR;
/* Does any sentence stand on something? */
static inline bool
report_traced(const struct report *r)
{
	return (r->sentences > 0);
}

#endif
