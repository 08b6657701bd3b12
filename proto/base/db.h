/*
 * db -- statements, rows, transactions.
 *
 * A statement is written SQL(name, "...") at the top of the module that owns
 * its table, prepared at first use and kept by the connection.  Every SQL()
 * also stands in the linker section mesas_sql, so that a test prepares each
 * and reads its plan.  db_sqlite.c is the only file that includes sqlite3.h;
 * a hub on PostgreSQL gets a second driver behind these functions.
 *
 * A store is opened WAL + synchronous FULL, and that is asserted.
 */
#ifndef PROTO_BASE_DB_H
#define PROTO_BASE_DB_H

#include "proto/base/buf.h"

enum val_kind { VAL_NULL, VAL_INT, VAL_TEXT, VAL_BLOB };

/* One value: of a column, of an argument, of a field. Text and blobs borrow. */
struct val {
	enum val_kind kind;
	int64_t i;
	struct span s;
};

static inline struct val
val_null(void)
{
	return ((struct val){ VAL_NULL, 0, { NULL, 0 } });
}
static inline struct val
val_int(int64_t i)
{
	return ((struct val){ VAL_INT, i, { NULL, 0 } });
}
static inline struct val
val_text(struct span s)
{
	return ((struct val){ VAL_TEXT, 0, s });
}
static inline struct val
val_str(const char *s)
{
	return (s == NULL ? val_null() : val_text(span_str(s)));
}
static inline struct val
val_blob(const void *p, size_t n)
{
	return ((struct val){ VAL_BLOB, 0, { p, n } });
}
bool val_eq(struct val a, struct val b);

struct sql {
	const char *name, *text;
	int scan;  /* nonzero: a whole-table statement on purpose */
	bool once; /* text made at run time: prepared, run, forgotten */
};

#define SQL_(id, str, sc)                                                      \
	static struct sql id = { #id, str, sc, false };                        \
	static struct sql *const id##_ptr                                      \
	    __attribute__((section("mesas_sql"), used)) = &id
#define SQL(id, ...) SQL_(id, __VA_ARGS__, 0)
#define SQL_SCAN(id, ...)                                                      \
	SQL_(id, __VA_ARGS__, 1) /* reads a whole table on purpose */

struct db;

enum db_mode { DB_READ, DB_WRITE, DB_CREATE, DB_MEMORY };

/* Our stores carry an application id ("Mesa"), set at create, checked at open.
 * DB_CREATE makes the file (0600) or opens what is there. */
err_t db_open(struct db **db, const char *path, enum db_mode mode) WUR;
void db_close(struct db **db);

/* Arguments ?1, ?2, ...  The array begins with a filler, so that it may be
 * empty; a trailing comma stays inside the braces. */
#define A_INT(x) val_int((int64_t)(x))
#define DB_FILLER                                                              \
	{                                                                      \
		VAL_NULL, 0,                                                   \
		{                                                              \
			NULL, 0                                                \
		}                                                              \
	}
#define DB_ARGS(...)                                                           \
	((const struct val[]){ DB_FILLER, __VA_ARGS__ }),                      \
	    (sizeof((const struct val[]){ DB_FILLER, __VA_ARGS__ }) /          \
		    sizeof(struct val) -                                       \
		1)
/* The statement and then its arguments, from one variadic list: ISO C wants
 * at least one argument for "...", and a statement may have none. */
#define DB_HEAD(...)     DB_HEAD_(__VA_ARGS__, 0)
#define DB_HEAD_(s, ...) (s)
#define DB_TAIL(...)     DB_TAIL_(__VA_ARGS__, DB_FILLER)
#define DB_TAIL_(s, ...)                                                       \
	((const struct val[]){ DB_FILLER, __VA_ARGS__ }),                      \
	    (sizeof((const struct val[]){ DB_FILLER, __VA_ARGS__ }) /          \
		    sizeof(struct val) -                                       \
		2)

/* Run a statement that returns no rows. args[0] is a filler (see DB_ARGS). */
err_t
db_run_args(struct db *db, struct sql *s, const struct val *args, size_t n) WUR;
/* db_run(db, &statement, arguments...) */
#define db_run(db, ...)                                                        \
	db_run_args((db), DB_HEAD(__VA_ARGS__), DB_TAIL(__VA_ARGS__))

/* A cursor over rows; scope-bound: CLEAN(rows_done) struct rows r = { 0 }; */
struct rows {
	struct db *db;
	void *stmt;
	bool temporary; /* finalised, not kept */
};
err_t db_query_args(struct rows *r, struct db *db, struct sql *s,
    const struct val *args, size_t n) WUR;
/* db_query(&rows, db, &statement, arguments...); args are copied. */
#define db_query(r, db, ...)                                                   \
	db_query_args((r), (db), DB_HEAD(__VA_ARGS__), DB_TAIL(__VA_ARGS__))
/* *more false at the end. Column values borrow until the next call. */
err_t rows_next(struct rows *r, bool *more) WUR;
struct val rows_val(struct rows *r, int col);
int64_t rows_int(struct rows *r, int col); /* NULL gives 0 */
struct span
rows_span(struct rows *r, int col); /* text or blob; NULL gives empty */
const char *
rows_text(struct rows *r, int col); /* NUL-terminated, NULL gives "" */
void rows_done(struct rows *r);

/* One row at most: *found says whether; values valid until the statement runs
 * again. The caller holds r with CLEAN(rows_done). */
err_t db_one_args(struct rows *r, struct db *db, struct sql *s,
    const struct val *args, size_t n, bool *found) WUR;
/* db_one(&rows, db, &statement, &found, arguments...) */
#define db_one(r, db, s, ...)                                                  \
	db_one_args((r), (db), (s), DB_TAIL(__VA_ARGS__), DB_HEAD(__VA_ARGS__))
/* A single integer; dflt when no row or NULL. */
err_t db_int_args(struct db *db, struct sql *s, const struct val *args,
    size_t n, int64_t dflt, int64_t *out) WUR;
/* db_int(db, &statement, dflt, &out, arguments...) */
#define db_int(db, s, dflt, ...)                                               \
	db_int_args(                                                           \
	    (db), (s), DB_TAIL(__VA_ARGS__), (dflt), DB_HEAD(__VA_ARGS__))

/* Text made at run time from schema.def only (never from input): DDL and typed
 * tables. db_exec runs it (several statements allowed); a struct sql on the
 * heap whose text outlives the connection may be used with the functions above
 * as well. */
err_t db_exec(struct db *db, const char *text) WUR;

int64_t db_changes(struct db *db); /* rows touched by the last statement */
int64_t db_rowid(struct db *db);

/* A transaction is a scoped object: CLEAN(tx_undo) struct tx tx = { 0 };
 * leaving scope uncommitted rolls back. Immediate (write lock at once). */
struct tx {
	struct db *db;
	int level; /* 0 transaction, 1.. savepoint */
	bool open;
};
err_t tx_begin(struct tx *tx, struct db *db)
    WUR; /* BEGIN IMMEDIATE; LOCKED after the busy time */
err_t tx_read(struct tx *tx, struct db *db) WUR; /* BEGIN (one snapshot) */
err_t tx_save(struct tx *tx, struct db *db)
    WUR; /* a savepoint inside a transaction */
err_t tx_commit(struct tx *tx)
    WUR; /* after an error the outcome is unknown: reopen and read */
void tx_undo(struct tx *tx);
bool db_in_tx(const struct db *db);
/* From now on every statement and COMMIT of this connection is an error: what
 * was read cannot be relied on.  Was a COMMIT's outcome unknown, or that said?
 * Then it is time to open anew. */
void db_distrust(struct db *db);
bool db_broken(const struct db *db);

/* Maintenance. */
err_t
db_backup(struct db *db, const char *path) WUR; /* online copy, 0600, fsynced */
err_t db_check(struct db *db, struct buf *report)
    WUR; /* integrity_check; DAMAGED with report */
err_t db_checkpoint(struct db *db) WUR; /* WAL into the file, truncated */
/* For the plan test: EXPLAIN QUERY PLAN lines of s into b, one a line. */
err_t db_plan(struct db *db, const struct sql *s, struct buf *b) WUR;

#endif
