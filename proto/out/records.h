/*
 * records -- the records of an entity as a sheet, from schema.def: a column a
 * field with its label and HXL tag, codes by their label, references by name.
 *
 * Agreements also tell who answers for them and how they stand today.  The
 * last column is the record's id, so that an answer can be told apart.
 */
#ifndef PROTO_OUT_RECORDS_H
#define PROTO_OUT_RECORDS_H

#include "proto/cmd/cmd.h"
#include "proto/out/sheet.h"

struct records_ask {
	const struct entity *e;
	const struct cond *conds; /* all must hold */
	size_t n;
	bool voided;       /* those too */
	bool open_only;    /* without those classified as confidential */
	const dot_t *root; /* only of these roundtables */
	size_t roots;      /* 0: of any */
	bool live;         /* only while their status is not an end */
	const char *text;  /* only where some text has this; NULL any */
	/* Of agreements: only those that stand in one of these ways (1 << a
	 * code of agreement_shown), only those due in the month of today, only
	 * those that this institution answers for; 0 any. */
	unsigned shown;
	bool month;
	dot_t responsible;
	int64_t today, now;
};

err_t records_put(struct cmd *c, const struct records_ask *ask,
    enum sheet_as as, struct buf *out, size_t *rows) WUR;

#endif
