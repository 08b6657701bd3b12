#include "proto/log/store.h"

SQL(store_meta_get, "SELECT value FROM meta WHERE name = ?1");
SQL(store_meta_set, "INSERT INTO meta (name, value) VALUES (?1, ?2)"
		    " ON CONFLICT (name) DO UPDATE SET value = excluded.value");

err_t
store_open(struct store *st, const char *path, enum db_mode mode)
{
	*st = (struct store){ 0 };
	TRY(db_open(&st->db, path, mode));
	TRY(ledger_open(&st->l, st->db));
	return (fold_open(&st->f, st->l));
}

void
store_close(struct store *st)
{
	fold_close(&st->f);
	ledger_close(&st->l);
	db_close(&st->db);
}

err_t
store_get(struct store *st, const char *name, struct buf *out, bool *found)
{
	CLEAN(rows_done) struct rows r = { 0 };

	TRY(db_one(&r, st->db, &store_meta_get, found, val_str(name)));
	return (*found ? buf_span(out, rows_span(&r, 0)) : NULL);
}

err_t
store_set(struct store *st, const char *name, struct span value)
{
	return (db_run(st->db, &store_meta_set, val_str(name),
	    val_blob(value.p, value.n)));
}
