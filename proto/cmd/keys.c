#include "proto/cmd/keys.h"

static const char schema[] =
    "CREATE TABLE IF NOT EXISTS import_key ("
    " key TEXT PRIMARY KEY, record INTEGER NOT NULL, batch INTEGER NOT NULL"
    ") WITHOUT ROWID, STRICT;"
    "CREATE INDEX IF NOT EXISTS import_key_record ON import_key (record);"
    "CREATE TABLE IF NOT EXISTS import_batch ("
    " no INTEGER PRIMARY KEY, at INTEGER NOT NULL, file TEXT NOT NULL"
    ") STRICT;"
    "CREATE TABLE IF NOT EXISTS import_step ("
    " batch INTEGER NOT NULL, line INTEGER NOT NULL, n INTEGER NOT NULL,"
    " record INTEGER NOT NULL, what INTEGER NOT NULL,"
    " entity INTEGER NOT NULL, field INTEGER NOT NULL, was ANY, became ANY,"
    " PRIMARY KEY (batch, line, n)) WITHOUT ROWID, STRICT;";

SQL_SCAN(
    keys_have, "SELECT count(*) FROM sqlite_master WHERE name = 'import_step'");
SQL(keys_find, "SELECT record FROM import_key WHERE key = ?1");
SQL(keys_put, "INSERT INTO import_key (key, record, batch) VALUES (?1, ?2, ?3)"
	      " ON CONFLICT (key) DO UPDATE SET record = ?2, batch = ?3");
SQL(keys_batch_add, "INSERT INTO import_batch (at, file) VALUES (?1, ?2)");
SQL(keys_batch_get, "SELECT 1 FROM import_batch WHERE no = ?1");
SQL(keys_step_add,
    "INSERT INTO import_step (batch, line, n, record, what, entity, field,"
    " was, became) VALUES (?1, ?2, (SELECT ifnull(max(n), 0) + 1 FROM"
    " import_step WHERE batch = ?1 AND line = ?2), ?3, ?4, ?5, ?6, ?7, ?8)");
SQL(keys_step_line,
    "SELECT ifnull(max(line), 0) FROM import_step WHERE batch = ?1"
    " AND line < ?2");
SQL(keys_step_get,
    "SELECT line, record, what, entity, field, was, became FROM import_step"
    " WHERE batch = ?1 AND line = ?2 ORDER BY n DESC");
SQL(keys_drop,
    "DELETE FROM import_key WHERE record IN (SELECT record FROM import_step"
    " WHERE batch = ?1 AND line = ?2 AND what = 0)");
SQL(keys_step_drop, "DELETE FROM import_step WHERE batch = ?1 AND line = ?2");

err_t
keys_tables(struct db *db)
{
	return (db_exec(db, schema));
}

static err_t
have(struct db *db, bool *yes)
{
	int64_t n;

	TRY(db_int(db, &keys_have, 0, &n));
	*yes = n > 0;
	return (NULL);
}

err_t
keys_get(struct db *db, const char *key, int64_t *record)
{
	bool yes;

	*record = 0;
	TRY(have(db, &yes));
	if (!yes)
		return (NULL);
	return (db_int(db, &keys_find, 0, record, val_str(key)));
}

err_t
keys_set(struct db *db, const char *key, int64_t record, int64_t batch)
{
	return (
	    db_run(db, &keys_put, val_str(key), A_INT(record), A_INT(batch)));
}

err_t
keys_batch(struct db *db, const char *file, int64_t at, int64_t *batch)
{
	TRY(db_run(db, &keys_batch_add, A_INT(at), val_str(file)));
	*batch = db_rowid(db);
	return (NULL);
}

err_t
keys_batch_known(struct db *db, int64_t batch, bool *known)
{
	int64_t n = 0;

	TRY(have(db, known));
	if (*known)
		TRY(db_int(db, &keys_batch_get, 0, &n, A_INT(batch)));
	*known = n == 1;
	return (NULL);
}

err_t
keys_step(struct db *db, int64_t batch, const struct keys_step *s)
{
	return (db_run(db, &keys_step_add, A_INT(batch), A_INT(s->line),
	    A_INT(s->record), A_INT(s->what), A_INT(s->entity), A_INT(s->field),
	    s->was, s->became));
}

static struct val
keep(struct arena *a, struct val v)
{
	if (v.kind == VAL_TEXT || v.kind == VAL_BLOB)
		v.s = span_of(arena_dup(a, v.s), v.s.n);
	return (v);
}

err_t
keys_last(struct db *db, int64_t batch, int64_t before, struct arena *a,
    struct keys_step **out, size_t *n)
{
	CLEAN(rows_done) struct rows r = { 0 };
	size_t cap = 0;
	int64_t line;
	bool more;

	*out = NULL;
	*n = 0;
	TRY(db_int(db, &keys_step_line, 0, &line, A_INT(batch), A_INT(before)));
	TRY(db_query(&r, db, &keys_step_get, A_INT(batch), A_INT(line)));
	for (;;) {
		TRY(rows_next(&r, &more));
		if (!more)
			return (NULL);
		arena_room(a, out, &cap, *n + 1, sizeof(**out));
		(*out)[(*n)++] = (struct keys_step){
			.line = rows_int(&r, 0),
			.record = rows_int(&r, 1),
			.what = (enum keys_what)rows_int(&r, 2),
			.entity = (uint32_t)rows_int(&r, 3),
			.field = (uint32_t)rows_int(&r, 4),
			.was = keep(a, rows_val(&r, 5)),
			.became = keep(a, rows_val(&r, 6)),
		};
	}
}

err_t
keys_forget(struct db *db, int64_t batch, int64_t line)
{
	TRY(db_run(db, &keys_drop, A_INT(batch), A_INT(line)));
	return (db_run(db, &keys_step_drop, A_INT(batch), A_INT(line)));
}
