#include "proto/base/db.h"

bool
val_eq(struct val a, struct val b)
{
	if (a.kind != b.kind)
		return (false);
	switch (a.kind) {
	case VAL_INT:
		return (a.i == b.i);
	case VAL_TEXT:
	case VAL_BLOB:
		return (span_eq(a.s, b.s));
	case VAL_NULL:
	default:
		return (true);
	}
}

err_t
db_one_args(struct rows *r, struct db *db, struct sql *s,
    const struct val *args, size_t n, bool *found)
{
	TRY(db_query_args(r, db, s, args, n));
	return (rows_next(r, found));
}

err_t
db_int_args(struct db *db, struct sql *s, const struct val *args, size_t n,
    int64_t dflt, int64_t *out)
{
	CLEAN(rows_done) struct rows r = { 0 };
	bool found;

	TRY(db_one_args(&r, db, s, args, n, &found));
	if (found && rows_val(&r, 0).kind != VAL_NULL)
		*out = rows_int(&r, 0);
	else
		*out = dflt;
	return (NULL);
}

static struct sql integrity = { "integrity", "PRAGMA integrity_check", 1,
	NULL };
static struct sql checkpoint = { "checkpoint",
	"PRAGMA wal_checkpoint(TRUNCATE)", 1, NULL };

err_t
db_check(struct db *db, struct buf *report)
{
	CLEAN(rows_done) struct rows r = { 0 };
	bool more, good = true;

	TRY(db_query(&r, db, &integrity));
	for (;;) {
		TRY(rows_next(&r, &more));
		if (!more)
			break;
		if (span_eq(rows_span(&r, 0), span_str("ok")))
			continue;
		good = false;
		TRY(buf_span(report, rows_span(&r, 0)));
		TRY(buf_byte(report, '\n'));
	}
	if (!good)
		return (err_new(ERR_DAMAGED, "integrity check: %.200s",
		    (const char *)report->p));
	return (NULL);
}

err_t
db_checkpoint(struct db *db)
{
	int64_t busy;

	TRY(db_int(db, &checkpoint, 0, &busy));
	if (busy != 0)
		return (err_new(ERR_LOCKED, "checkpoint: readers at work"));
	return (NULL);
}
