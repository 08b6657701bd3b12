/*
 * db_sqlite -- what the files of the SQLite driver share (nobody else's).
 *
 * db_sqlite.c runs statements, db_sqlite_open.c opens, copies and closes;
 * transactions (db_tx.c) know only the functions at the end.
 */
#ifndef PROTO_BASE_DB_SQLITE_H
#define PROTO_BASE_DB_SQLITE_H

#include "proto/base/db.h"

struct sqlite3;
struct sqlite3_stmt;

/* A prepared statement that the connection keeps. */
struct kept {
	const struct sql *sql;
	struct sqlite3_stmt *stmt;
	bool busy; /* an open struct rows walks it */
};

struct db {
	struct sqlite3 *lite;
	struct kept **slot; /* open addressing by the address of the SQL() */
	size_t slots, used; /* slots is a power of two */
	int depth;          /* 1 in a transaction, +1 a savepoint */
	bool broken;        /* a COMMIT failed: nobody knows what is there */
	bool unsettled;     /* what a dead program left is not in the store */
};

/* The error SQLite just had, told by the name of the statement. */
err_t db_sqlite_trouble(const struct db *db, const char *name, int rc);
err_t db_sqlite_prepare(struct db *db, const struct sql *s, unsigned flags,
    struct sqlite3_stmt **st) WUR;
/* May this connection still be used? */
err_t db_sqlite_usable(const struct db *db) WUR;
/* Before anything is written: is what a dead program left in the store? */
err_t db_sqlite_settled(struct db *db) WUR;
/* Run BEGIN, COMMIT and the like, kept but not asked whether usable. */
err_t db_sqlite_control(struct db *db, const struct sql *s) WUR;
/* Is the connection outside of any transaction, whatever we believe? */
bool db_sqlite_idle(const struct db *db);

#endif
