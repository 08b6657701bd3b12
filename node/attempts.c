#include "node/attempts.h"

#include "node/status.h"
#include "proto/base/clock.h"
#include "proto/base/say.h"

static const char schema[] =
    "CREATE TABLE IF NOT EXISTS attempt ("
    " no INTEGER PRIMARY KEY AUTOINCREMENT,"
    " at INTEGER NOT NULL, code INTEGER NOT NULL,"
    " sent INTEGER NOT NULL, received INTEGER NOT NULL,"
    " up INTEGER NOT NULL, down INTEGER NOT NULL,"
    " left INTEGER NOT NULL) STRICT;";

SQL(attempts_put, "INSERT INTO attempt (at, code, sent, received, up, down,"
		  " left) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)");
SQL(attempts_trim, "DELETE FROM attempt WHERE no <="
		   " (SELECT max(no) FROM attempt) - ?1");
SQL_SCAN(attempts_newest, "SELECT code FROM attempt ORDER BY no DESC LIMIT 1");
SQL_SCAN(attempts_all, "SELECT at, code, sent, received, up, down, left"
		       " FROM attempt ORDER BY no DESC");

err_t
attempts_tables(struct db *db)
{
	return (db_exec(db, schema));
}

static err_t
keep(const struct exchange *x, enum err_code code)
{
	CLEAN(arena_free) struct arena a = ARENA;
	CLEAN(tx_undo) struct tx tx = { 0 };
	struct db *db = x->o->st.db;
	struct status s;

	TRY(status_read(x->o, &a, &s));
	TRY(attempts_tables(db));
	TRY(tx_begin(&tx, db));
	TRY(db_run(db, &attempts_put, A_INT(offset_now(&x->o->clock)),
	    A_INT(code), A_INT(x->stats.confirmed),
	    A_INT(x->stats.commits_received), A_INT((int64_t)x->wire.tls_up),
	    A_INT((int64_t)x->wire.tls_down), A_INT(s.pending)));
	TRY(db_run(db, &attempts_trim, A_INT(ATTEMPTS_KEPT)));
	return (tx_commit(&tx));
}

err_t
attempts_run(struct exchange *x)
{
	struct err was = { .code = ERR_NONE };
	err_t e = exchange_run(x);

	if (e != NULL)
		was = *e;
	/* Another one is at work, or there is no hub to speak with: no try. */
	if (was.code != ERR_LOCKED && was.code != ERR_CONFIG &&
	    (e = keep(x, was.code)) != NULL)
		say_err("attempts", e);
	return (
	    was.code == ERR_NONE ? NULL : err_new(was.code, "%s", was.text));
}

err_t
attempts_last(struct db *db, enum err_code *code)
{
	CLEAN(rows_done) struct rows r = { 0 };
	bool more;

	TRY(db_query(&r, db, &attempts_newest));
	TRY(rows_next(&r, &more));
	*code = more ? (enum err_code)rows_int(&r, 0) : ERR_NONE;
	return (NULL);
}

err_t
attempts_list(struct db *db, struct arena *a, struct attempt **out, size_t *n)
{
	CLEAN(rows_done) struct rows r = { 0 };
	size_t cap = 0;
	bool more;

	*out = NULL;
	*n = 0;
	TRY(db_query(&r, db, &attempts_all));
	for (;;) {
		TRY(rows_next(&r, &more));
		if (!more)
			return (NULL);
		arena_room(a, out, &cap, *n + 1, sizeof(**out));
		(*out)[(*n)++] = (struct attempt){ .at = rows_int(&r, 0),
			.code = (enum err_code)rows_int(&r, 1),
			.sent = rows_int(&r, 2),
			.received = rows_int(&r, 3),
			.up = rows_int(&r, 4),
			.down = rows_int(&r, 5),
			.left = rows_int(&r, 6) };
	}
}
