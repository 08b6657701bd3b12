#include "node/draft.h"

#include <stdio.h>

#include "proto/base/rand.h"

static const char schema[] =
    "CREATE TABLE IF NOT EXISTS draft ("
    " account TEXT NOT NULL, serial TEXT NOT NULL, action TEXT NOT NULL,"
    " page TEXT NOT NULL, title TEXT NOT NULL, at INTEGER NOT NULL,"
    " form TEXT NOT NULL, PRIMARY KEY (account, serial))"
    " WITHOUT ROWID, STRICT;";

/* A form that came back from a refusal stands at no page of its own. */
SQL(draft_put,
    "INSERT INTO draft (account, serial, action, page, title, form, at)"
    " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)"
    " ON CONFLICT (account, serial) DO UPDATE SET form = excluded.form,"
    " at = excluded.at,"
    " page = CASE excluded.page WHEN '' THEN page ELSE excluded.page END,"
    " title = CASE excluded.title WHEN '' THEN title ELSE excluded.title END");
SQL(draft_trim, "DELETE FROM draft WHERE account = ?1 AND serial IN"
		" (SELECT serial FROM draft WHERE account = ?1"
		"  ORDER BY at DESC, serial LIMIT -1 OFFSET ?2)");
SQL(draft_one, "SELECT serial, action, page, title, at, form FROM draft"
	       " WHERE account = ?1 AND serial = ?2");
SQL(draft_all, "SELECT serial, action, page, title, at, '' FROM draft"
	       " WHERE account = ?1 AND (?2 IS NULL OR page = ?2)"
	       " ORDER BY at DESC, serial");
SQL(draft_delete, "DELETE FROM draft WHERE account = ?1 AND serial = ?2");

err_t
draft_tables(struct db *db)
{
	return (db_exec(db, schema));
}

bool
draft_serial_valid(const char *serial)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz"
				      "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				      "0123456789-_";

	return (serial != NULL && strlen(serial) == DRAFT_SERIAL &&
		strspn(serial, letters) == DRAFT_SERIAL);
}

void
draft_serial_make(char out[DRAFT_SERIAL + 1])
{
	CLEAN(buf_free) struct buf b = BUF(DRAFT_SERIAL + 1);
	uint8_t raw[16];

	rand_bytes(raw, sizeof(raw));
	must(buf_b64(&b, span_of(raw, sizeof(raw))) == NULL);
	must(b.n == DRAFT_SERIAL);
	memcpy(out, b.p, DRAFT_SERIAL);
	out[DRAFT_SERIAL] = '\0';
}

err_t
draft_keep(struct db *db, const char *account, const struct draft *d)
{
	CLEAN(tx_undo) struct tx tx = { 0 };

	if (!draft_serial_valid(d->serial))
		return (err_new(ERR_DATA, "no draft is called so"));
	if (strlen(d->form) > LIMIT_DRAFT_BYTES ||
	    strlen(d->title) > LIMIT_SHORT_BYTES ||
	    strlen(d->action) > LIMIT_HTTP_PATH ||
	    strlen(d->page) > LIMIT_HTTP_PATH)
		return (err_new(ERR_LIMIT, "a draft of %zu bytes; at most %d",
		    strlen(d->form), LIMIT_DRAFT_BYTES));
	TRY(tx_begin(&tx, db));
	TRY(db_run(db, &draft_put, val_str(account), val_str(d->serial),
	    val_str(d->action), val_str(d->page), val_str(d->title),
	    val_str(d->form), A_INT(d->at)));
	TRY(db_run(db, &draft_trim, val_str(account), A_INT(LIMIT_DRAFTS)));
	return (tx_commit(&tx));
}

static void
fill(struct rows *r, struct arena *a, struct draft *d)
{
	*d = (struct draft){ .serial = arena_dup(a, rows_span(r, 0)),
		.action = arena_dup(a, rows_span(r, 1)),
		.page = arena_dup(a, rows_span(r, 2)),
		.title = arena_dup(a, rows_span(r, 3)),
		.at = rows_int(r, 4),
		.form = arena_dup(a, rows_span(r, 5)) };
}

err_t
draft_get(struct db *db, const char *account, const char *serial,
    struct arena *a, struct draft *d, bool *found)
{
	CLEAN(rows_done) struct rows r = { 0 };

	TRY(db_one(
	    &r, db, &draft_one, found, val_str(account), val_str(serial)));
	if (*found)
		fill(&r, a, d);
	return (NULL);
}

err_t
draft_list(struct db *db, const char *account, const char *page,
    struct arena *a, struct draft **v, size_t *n)
{
	CLEAN(rows_done) struct rows r = { 0 };
	bool more;

	*v = arena_new(a, LIMIT_DRAFTS * sizeof(**v));
	*n = 0;
	TRY(db_query(&r, db, &draft_all, val_str(account), val_str(page)));
	for (;;) {
		TRY(rows_next(&r, &more));
		if (!more || *n == LIMIT_DRAFTS)
			return (NULL);
		fill(&r, a, &(*v)[(*n)++]);
	}
}

err_t
draft_drop(struct db *db, const char *account, const char *serial)
{
	return (db_run(db, &draft_delete, val_str(account), val_str(serial)));
}
