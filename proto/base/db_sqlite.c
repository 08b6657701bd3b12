#include "proto/base/db_sqlite.h"

#include <sqlite3.h>

#include "proto/base/mem.h"

static enum err_code
code_of(int rc)
{
	switch (rc & 0xff) {
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return (ERR_LOCKED);
	case SQLITE_CORRUPT:
	case SQLITE_NOTADB:
		return (ERR_DAMAGED);
	case SQLITE_TOOBIG:
		return (ERR_LIMIT);
	case SQLITE_CONSTRAINT:
		if (rc == SQLITE_CONSTRAINT_UNIQUE ||
		    rc == SQLITE_CONSTRAINT_PRIMARYKEY ||
		    rc == SQLITE_CONSTRAINT_ROWID)
			return (ERR_EXISTS);
		return (ERR_DATA);
	default:
		return (ERR_STORE);
	}
}

/* The error that SQLite just had, told by the name of the statement. */
err_t
db_sqlite_trouble(const struct db *db, const char *name, int rc)
{
	must((rc & 0xff) != SQLITE_MISUSE && (rc & 0xff) != SQLITE_RANGE);
	return (err_new(code_of(rc), "%s: %s", name, sqlite3_errmsg(db->lite)));
}

/* May this connection still be used? */
err_t
db_sqlite_usable(const struct db *db)
{
	if (db->broken)
		return (err_new(ERR_STORE, "outcome unknown: reopen"));
	/* A full disk makes SQLite roll back by itself; what follows must
	 * not run as if the transaction still stood. */
	if (db->depth > 0 && db_sqlite_idle(db))
		return (err_new(ERR_STORE, "the transaction was rolled back"));
	return (NULL);
}

err_t
db_sqlite_prepare(
    struct db *db, const struct sql *s, unsigned flags, sqlite3_stmt **st)
{
	const char *tail = NULL;
	int rc;

	rc = sqlite3_prepare_v3(db->lite, s->text, -1, flags, st, &tail);
	if (rc != SQLITE_OK)
		return (db_sqlite_trouble(db, s->name, rc));
	must(*st != NULL && tail[strspn(tail, " \t\n;")] == '\0');
	return (NULL);
}

static struct kept **
place(struct kept **slot, size_t slots, const struct sql *s)
{
	size_t i = (size_t)(((uintptr_t)s >> 3) * 0x9e3779b97f4a7c15U >> 20);

	for (;; i++) {
		i &= slots - 1;
		if (slot[i] == NULL || slot[i]->sql == s)
			return (&slot[i]);
	}
}

static void
widen(struct db *db)
{
	size_t slots = db->slots == 0 ? 256 : db->slots * 2;
	struct kept **slot = mem_new(slots * sizeof(struct kept *));

	for (size_t i = 0; i < db->slots; i++)
		if (db->slot[i] != NULL)
			*place(slot, slots, db->slot[i]->sql) = db->slot[i];
	mem_free(db->slot);
	db->slot = slot;
	db->slots = slots;
}

/* The kept statement, or a temporary one when that is being walked. */
static err_t
statement(struct db *db, const struct sql *s, struct kept **k, bool *temporary)
{
	struct kept **at;
	sqlite3_stmt *st;

	if (db->used * 2 >= db->slots)
		widen(db);
	at = place(db->slot, db->slots, s);
	*temporary = s->once || (*at != NULL && (*at)->busy);
	if (*at != NULL && !*temporary) {
		*k = *at;
		return (NULL);
	}
	TRY(db_sqlite_prepare(
	    db, s, *temporary ? 0 : SQLITE_PREPARE_PERSISTENT, &st));
	*k = mem_new(sizeof(**k));
	(*k)->sql = s;
	(*k)->stmt = st;
	if (!*temporary) {
		*at = *k;
		db->used++;
	}
	return (NULL);
}

/* Done with a statement: no values, no locks. */
static void
release(struct kept *k, bool temporary)
{
	k->busy = false;
	if (temporary) {
		(void)sqlite3_finalize(k->stmt);
		mem_free(k);
		return;
	}
	/* Says the error of the last step again, which was told already. */
	(void)sqlite3_reset(k->stmt);
	(void)sqlite3_clear_bindings(k->stmt);
}

static err_t
bind(const struct db *db, const struct kept *k, const struct val *args,
    size_t n, sqlite3_destructor_type keep)
{
	sqlite3_stmt *st = k->stmt;
	int rc = SQLITE_OK;

	must(n == (size_t)sqlite3_bind_parameter_count(st));
	for (size_t i = 1; i <= n && rc == SQLITE_OK; i++) {
		const struct val *v = &args[i];
		const void *p = v->s.p == NULL ? (const void *)"" : v->s.p;
		int col = (int)i;

		switch (v->kind) {
		case VAL_INT:
			rc = sqlite3_bind_int64(st, col, v->i);
			break;
		case VAL_TEXT:
			rc = sqlite3_bind_text64(
			    st, col, p, v->s.n, keep, SQLITE_UTF8);
			break;
		case VAL_BLOB:
			rc = sqlite3_bind_blob64(st, col, p, v->s.n, keep);
			break;
		case VAL_NULL:
		default:
			rc = sqlite3_bind_null(st, col);
			break;
		}
	}
	return (
	    rc == SQLITE_OK ? NULL : db_sqlite_trouble(db, k->sql->name, rc));
}

static err_t
run(struct db *db, const struct sql *s, const struct val *args, size_t n)
{
	struct kept *k;
	bool temporary;
	err_t e;
	int rc;

	TRY(statement(db, s, &k, &temporary));
	e = bind(db, k, args, n, SQLITE_STATIC);
	if (e == NULL) {
		rc = sqlite3_step(k->stmt);
		must(rc != SQLITE_ROW); /* it answers: db_query is for that */
		if (rc != SQLITE_DONE)
			e = db_sqlite_trouble(db, s->name, rc);
	}
	release(k, temporary);
	return (e);
}

err_t
db_run_args(struct db *db, struct sql *s, const struct val *args, size_t n)
{
	TRY_FOR(db_sqlite_usable(db), "%s", s->name);
	return (run(db, s, args, n));
}

err_t
db_sqlite_control(struct db *db, const struct sql *s)
{
	return (run(db, s, NULL, 0));
}

bool
db_sqlite_idle(const struct db *db)
{
	return (sqlite3_get_autocommit(db->lite) != 0);
}

err_t
db_query_args(struct rows *r, struct db *db, struct sql *s,
    const struct val *args, size_t n)
{
	struct kept *k;
	bool temporary;
	err_t e;

	rows_done(r);
	TRY_FOR(db_sqlite_usable(db), "%s", s->name);
	TRY(statement(db, s, &k, &temporary));
	e = bind(db, k, args, n, SQLITE_TRANSIENT);
	if (e != NULL) {
		release(k, temporary);
		return (e);
	}
	k->busy = true;
	r->db = db;
	r->stmt = k;
	r->temporary = temporary;
	return (NULL);
}

static sqlite3_stmt *
walking(const struct rows *r)
{
	const struct kept *k = r->stmt;

	must(k != NULL);
	return (k->stmt);
}

err_t
rows_next(struct rows *r, bool *more)
{
	const struct kept *k = r->stmt;
	int rc;

	*more = false;
	if (k == NULL)
		return (NULL); /* past the end stays past the end */
	rc = sqlite3_step(k->stmt);
	if (rc == SQLITE_ROW) {
		*more = true;
		return (NULL);
	}
	if (rc != SQLITE_DONE) {
		err_t e = db_sqlite_trouble(r->db, k->sql->name, rc);

		rows_done(r);
		return (e);
	}
	rows_done(r);
	return (NULL);
}

struct val
rows_val(struct rows *r, int col)
{
	sqlite3_stmt *st = walking(r);

	must(col >= 0 && col < sqlite3_data_count(st));
	switch (sqlite3_column_type(st, col)) {
	case SQLITE_NULL:
		return (val_null());
	case SQLITE_TEXT:
		return (val_text(rows_span(r, col)));
	case SQLITE_BLOB:
		return ((struct val){ VAL_BLOB, 0, rows_span(r, col) });
	default:
		return (val_int(sqlite3_column_int64(st, col)));
	}
}

int64_t
rows_int(struct rows *r, int col)
{
	sqlite3_stmt *st = walking(r);

	must(col >= 0 && col < sqlite3_data_count(st));
	return (sqlite3_column_int64(st, col));
}

struct span
rows_span(struct rows *r, int col)
{
	sqlite3_stmt *st = walking(r);
	const void *p;

	must(col >= 0 && col < sqlite3_data_count(st));
	if (sqlite3_column_type(st, col) == SQLITE_BLOB)
		p = sqlite3_column_blob(st, col);
	else
		p = sqlite3_column_text(st, col);
	if (p == NULL)
		return (span_of("", 0));
	return (span_of(p, (size_t)sqlite3_column_bytes(st, col)));
}

const char *
rows_text(struct rows *r, int col)
{
	sqlite3_stmt *st = walking(r);
	const unsigned char *p;

	must(col >= 0 && col < sqlite3_data_count(st));
	p = sqlite3_column_text(st, col);
	return (p == NULL ? "" : (const char *)p);
}

void
rows_done(struct rows *r)
{
	if (r->stmt != NULL)
		release(r->stmt, r->temporary);
	r->stmt = NULL;
	r->temporary = false;
}

err_t
db_exec(struct db *db, const char *text)
{
	int rc;

	TRY(db_sqlite_usable(db));
	rc = sqlite3_exec(db->lite, text, NULL, NULL, NULL);
	if (rc != SQLITE_OK)
		return (db_sqlite_trouble(db, "exec", rc));
	return (NULL);
}

int64_t
db_changes(struct db *db)
{
	return (sqlite3_changes64(db->lite));
}

int64_t
db_rowid(struct db *db)
{
	return (sqlite3_last_insert_rowid(db->lite));
}
