#include "proto/base/db_sqlite.h"

#define SAVE_LEVELS 4 /* savepoints inside each other */

#define CONTROL(id, text) static const struct sql id = { #id, text, 0, NULL }
#define SAVE(n)                                                                \
	{                                                                      \
		{ "savepoint", "SAVEPOINT s" #n, 0, NULL },                    \
		    { "release", "RELEASE s" #n, 0, NULL },                    \
		    { "undo", "ROLLBACK TO s" #n, 0, NULL },                   \
	}

CONTROL(begin, "BEGIN IMMEDIATE");
CONTROL(begin_read, "BEGIN");
CONTROL(commit, "COMMIT");
CONTROL(rollback, "ROLLBACK");

static const struct sql saves[SAVE_LEVELS][3] = { SAVE(1), SAVE(2), SAVE(3),
	SAVE(4) };

static err_t
start(struct tx *tx, struct db *db, const struct sql *how)
{
	must(!tx->open && db->depth == 0);
	TRY_FOR(db_sqlite_usable(db), "%s", how->name);
	TRY(db_sqlite_control(db, how));
	db->depth = 1;
	tx->db = db;
	tx->level = 0;
	tx->open = true;
	return (NULL);
}

err_t
tx_begin(struct tx *tx, struct db *db)
{
	TRY_FOR(db_sqlite_settled(db), "begin");
	return (start(tx, db, &begin));
}

err_t
tx_read(struct tx *tx, struct db *db)
{
	return (start(tx, db, &begin_read));
}

err_t
tx_save(struct tx *tx, struct db *db)
{
	must(!tx->open && db->depth > 0 && db->depth <= SAVE_LEVELS);
	TRY_FOR(db_sqlite_usable(db), "savepoint");
	TRY(db_sqlite_control(db, &saves[db->depth - 1][0]));
	tx->db = db;
	tx->level = db->depth++;
	tx->open = true;
	return (NULL);
}

err_t
tx_commit(struct tx *tx)
{
	struct db *db = tx->db;
	err_t e;

	must(tx->open && db->depth == tx->level + 1);
	TRY_FOR(db_sqlite_usable(db), "commit");
	if (tx->level > 0) {
		TRY(db_sqlite_control(db, &saves[tx->level - 1][1]));
	} else if ((e = db_sqlite_control(db, &commit)) != NULL) {
		/* It may be on disk or not: only a new reading can tell. */
		db->broken = true;
		return (e);
	}
	db->depth--;
	tx->open = false;
	return (NULL);
}

void
tx_undo(struct tx *tx)
{
	struct db *db = tx->db;
	struct err was;
	err_t e = NULL;

	if (!tx->open)
		return;
	was = err_last; /* an undo must not hide why */
	must(db->depth == tx->level + 1);
	tx->open = false;
	db->depth--;
	if (!db_sqlite_idle(db)) {
		if (tx->level == 0) {
			e = db_sqlite_control(db, &rollback);
		} else {
			e = db_sqlite_control(db, &saves[tx->level - 1][2]);
			if (e == NULL)
				e = db_sqlite_control(
				    db, &saves[tx->level - 1][1]);
		}
	} /* else SQLite rolled all of it back by itself, as wished */
	if (e != NULL)
		db->broken = true;
	err_last = was;
}

void
db_distrust(struct db *db)
{
	db->broken = true;
}

bool
db_broken(const struct db *db)
{
	return (db->broken);
}

bool
db_in_tx(const struct db *db)
{
	return (db->depth > 0);
}
