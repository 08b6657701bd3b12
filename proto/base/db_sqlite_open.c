#include "proto/base/db_sqlite.h"

#include <errno.h>
#include <sqlite3.h>
#include <stdio.h>
#include <sys/stat.h>

#include "proto/base/file.h"
#include "proto/base/mem.h"
#include "proto/limits.h"

#define DB_APP 0x4d657361 /* "Mesa" */

#define STR_(x) #x
#define STR(x)  STR_(x)

static const char settings[] = "PRAGMA foreign_keys = OFF;"
			       "PRAGMA trusted_schema = OFF;"
			       "PRAGMA cell_size_check = ON;"
			       "PRAGMA secure_delete = ON;"
			       "PRAGMA cache_size = -4096;"
			       "PRAGMA temp_store = MEMORY;"
			       "PRAGMA mmap_size = 0;"
			       "PRAGMA synchronous = FULL;"
			       "PRAGMA wal_autocheckpoint = 1000;";

static struct sql ask_app = { "app", "PRAGMA application_id", 1, NULL };
static struct sql ask_sync = { "sync", "PRAGMA synchronous", 1, NULL };
static struct sql ask_mode = { "mode", "PRAGMA journal_mode", 1, NULL };
static struct sql set_wal = { "wal", "PRAGMA journal_mode = WAL", 1, NULL };
static struct sql ask_tables = { "tables", "SELECT count(*) FROM sqlite_schema",
	1, NULL };

/* Is there a store of ours; or, to be made, nothing at all? */
static err_t
check_app(struct db *db, const char *path, enum db_mode mode)
{
	int64_t app, tables;

	TRY(db_int(db, &ask_app, 0, &app));
	if (app == DB_APP)
		return (NULL);
	TRY(db_int(db, &ask_tables, 0, &tables));
	if (app != 0 || tables != 0 || mode == DB_READ || mode == DB_WRITE)
		return (err_new(ERR_DATA, "not a store of Mesas"));
	/* Fresh.  Before the log beside it is made, which inherits this. */
	if (mode == DB_CREATE && chmod(path, 0600) != 0 && errno != ENOENT)
		return (err_new(ERR_SYSTEM, "chmod: %s", strerror(errno)));
	return (db_exec(db, "PRAGMA page_size = 4096;"
			    "PRAGMA application_id = " STR(DB_APP)));
}

/* WAL and FULL: the only way that lost nothing in power cuts.  Read back. */
static err_t
check_durable(struct db *db, enum db_mode mode)
{
	CLEAN(rows_done) struct rows r = { 0 };
	int64_t sync;
	bool found;

	TRY(db_one(&r, db, mode == DB_READ ? &ask_mode : &set_wal, &found));
	if (!found || !span_eq(rows_span(&r, 0), span_str("wal")))
		return (err_new(ERR_STORE, "write-ahead log refused"));
	rows_done(&r);
	TRY(db_int(db, &ask_sync, -1, &sync));
	if (sync != 2)
		return (err_new(ERR_STORE, "synchronous is not FULL"));
	return (NULL);
}

static err_t
set_up(struct db *db, const char *path, enum db_mode mode)
{
	(void)sqlite3_extended_result_codes(db->lite, 1);
	(void)sqlite3_busy_timeout(db->lite, LIMIT_BUSY_MS);
	must(sqlite3_db_config(db->lite, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL) ==
	     SQLITE_OK);
	TRY(db_exec(db, settings));
	TRY(check_app(db, path, mode));
	if (mode != DB_MEMORY)
		TRY(check_durable(db, mode));
	if (mode == DB_READ)
		TRY(db_exec(db, "PRAGMA query_only = ON"));
	return (NULL);
}

static err_t
open_lite(struct sqlite3 **lite, const char *path, int flags)
{
	int rc = sqlite3_open_v2(path, lite, flags | SQLITE_OPEN_NOMUTEX, NULL);
	enum err_code code = ERR_STORE;

	if (rc == SQLITE_OK)
		return (NULL);
	if ((rc & 0xff) == SQLITE_CANTOPEN &&
	    (flags & SQLITE_OPEN_CREATE) == 0 && !file_exists(path))
		code = ERR_MISSING;
	return (err_new(code, "open: %s",
	    *lite == NULL ? "out of memory" : sqlite3_errmsg(*lite)));
}

static err_t
wal_of(const char *path, struct buf *wal)
{
	return (buf_fmt(wal, "%s-wal", path));
}

/*
 * A program that was killed after it wrote a COMMIT and before that was synced
 * leaves one that can be read and that a power cut takes away again; if its
 * fsync had failed, no later fsync brings it to the disk, and what is appended
 * goes with it.  What is read here is built upon and told to others: so it is
 * written once more, into the store, before anything.  When others have it
 * open, they did.
 */
static err_t
settle(struct db *db, const char *path)
{
	CLEAN(buf_free) struct buf wal = BUF(4096);
	const struct err *e;

	(void)sqlite3_busy_timeout(db->lite, 0);
	e = db_checkpoint(db);
	(void)sqlite3_busy_timeout(db->lite, LIMIT_BUSY_MS);
	if (e != NULL && e->code == ERR_DAMAGED)
		return (e);
	/* Not now (the disk is full): it can be read, and is written to when
	 * this could be done (db_sqlite_settled). */
	db->unsettled = e != NULL && e->code != ERR_LOCKED;
	/* Done: that the log is empty now must be on the disk too, or after a
	 * power cut the frames that got there are read over newer pages. */
	TRY(wal_of(path, &wal));
	e = file_sync((const char *)wal.p);
	return (e != NULL && e->code == ERR_MISSING ? NULL : e);
}

err_t
db_sqlite_settled(struct db *db)
{
	const struct err *e = NULL;

	if (db->unsettled)
		e = db_checkpoint(db);
	db->unsettled = e != NULL && e->code != ERR_LOCKED;
	return (db->unsettled ? e : NULL);
}

err_t
db_open(struct db **db, const char *path, enum db_mode mode)
{
	static const int flags[] = {
		[DB_READ] = SQLITE_OPEN_READONLY,
		[DB_WRITE] = SQLITE_OPEN_READWRITE,
		[DB_CREATE] = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE,
		[DB_MEMORY] = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE,
	};
	const char *name = mode == DB_MEMORY ? ":memory:" : path;
	CLEAN(db_close) struct db *new = mem_new(sizeof(*new));
	CLEAN(buf_free) struct buf wal = BUF(4096);
	bool left = false;

	if (mode == DB_WRITE || mode == DB_CREATE) {
		TRY(wal_of(path, &wal));
		left = file_exists((const char *)wal.p);
	}
	TRY_FOR(open_lite(&new->lite, name, flags[mode]), "%s", name);
	TRY_FOR(set_up(new, name, mode), "%s", name);
	if (left)
		TRY_FOR(settle(new, path), "%s", path);
	*db = new;
	new = NULL;
	return (NULL);
}

void
db_close(struct db **db)
{
	struct db *d = *db;

	if (d == NULL)
		return;
	for (size_t i = 0; i < d->slots; i++) {
		if (d->slot[i] == NULL)
			continue;
		must(!d->slot[i]->busy); /* rows still open */
		(void)sqlite3_finalize(d->slot[i]->stmt);
		mem_free(d->slot[i]);
	}
	mem_free(d->slot);
	must(sqlite3_close(d->lite) == SQLITE_OK);
	mem_free(d);
	*db = NULL;
}

static void
lite_close(struct sqlite3 **lite)
{
	(void)sqlite3_close(*lite);
	*lite = NULL;
}

static err_t
copy_into(struct db *db, const char *path)
{
	CLEAN(lite_close) struct sqlite3 *to = NULL;
	sqlite3_backup *b;
	int rc;

	TRY(open_lite(&to, path, SQLITE_OPEN_READWRITE));
	(void)sqlite3_busy_timeout(to, LIMIT_BUSY_MS);
	b = sqlite3_backup_init(to, "main", db->lite, "main");
	if (b == NULL)
		return (err_new(ERR_STORE, "%s", sqlite3_errmsg(to)));
	/* All pages at once: one snapshot, writers go on in the log. */
	(void)sqlite3_backup_step(b, -1);
	rc = sqlite3_backup_finish(b);
	if (rc == SQLITE_OK)
		return (NULL);
	return (err_new((rc & 0xff) == SQLITE_BUSY ? ERR_LOCKED : ERR_STORE,
	    "%s", sqlite3_errstr(rc)));
}

err_t
db_backup(struct db *db, const char *path)
{
	err_t e;

	TRY(db_sqlite_usable(db));
	/* Empty yet, and nobody's database. */
	TRY_FOR(file_create(path), "backup");
	e = copy_into(db, path);
	if (e == NULL)
		e = file_sync(path);
	if (e != NULL) {
		struct err was = *e;
		bool gone = file_remove(path) == NULL;

		return (err_new(was.code, "backup %s: %s%s", path, was.text,
		    gone ? "" : " (and half a copy is left)"));
	}
	return (NULL);
}

static void
stmt_done(struct sqlite3_stmt **st)
{
	(void)sqlite3_finalize(*st);
}

err_t
db_plan(struct db *db, const struct sql *s, struct buf *b)
{
	CLEAN(buf_free) struct buf text = BUF(LIMIT_SQL_BYTES);
	CLEAN(stmt_done) struct sqlite3_stmt *st = NULL;
	struct sql plan = { s->name, NULL, 1, NULL };
	int rc;

	TRY(buf_fmt(&text, "EXPLAIN QUERY PLAN %s", s->text));
	plan.text = (const char *)text.p;
	TRY(db_sqlite_prepare(db, &plan, 0, &st));
	while ((rc = sqlite3_step(st)) == SQLITE_ROW)
		TRY(buf_fmt(
		    b, "%s\n", (const char *)sqlite3_column_text(st, 3)));
	return (rc == SQLITE_DONE ? NULL : db_sqlite_trouble(db, s->name, rc));
}
