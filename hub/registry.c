#include "hub/registry.h"

#include <stdio.h>

#include "hub/registry_in.h"

static const char tables[] =
    "CREATE TABLE IF NOT EXISTS h_version ("
    " one INTEGER PRIMARY KEY CHECK (one = 1),"
    " version INTEGER NOT NULL) STRICT;"
    "CREATE TABLE IF NOT EXISTS h_office ("
    " no INTEGER PRIMARY KEY, code TEXT NOT NULL UNIQUE,"
    " record INTEGER NOT NULL, home TEXT NOT NULL UNIQUE,"
    " federal INTEGER NOT NULL CHECK (federal IN (0, 1))) STRICT;"
    "CREATE TABLE IF NOT EXISTS h_space ("
    " office INTEGER NOT NULL, space TEXT NOT NULL,"
    " gained INTEGER NOT NULL, lost INTEGER NOT NULL,"
    " PRIMARY KEY (office, space)) STRICT, WITHOUT ROWID;"
    "CREATE TABLE IF NOT EXISTS h_node ("
    " no INTEGER PRIMARY KEY,"
    " key BLOB NOT NULL UNIQUE CHECK (length(key) = 32),"
    " office INTEGER NOT NULL, letter INTEGER NOT NULL,"
    " status INTEGER NOT NULL, record INTEGER NOT NULL,"
    " computer TEXT NOT NULL, software TEXT NOT NULL,"
    " schema INTEGER NOT NULL, enrolled INTEGER NOT NULL,"
    " contact INTEGER NOT NULL, skew INTEGER NOT NULL,"
    " backlog INTEGER NOT NULL) STRICT;"
    "CREATE INDEX IF NOT EXISTS h_node_office ON h_node (office);"
    "CREATE TABLE IF NOT EXISTS h_serial ("
    " serial TEXT PRIMARY KEY, node INTEGER NOT NULL,"
    " made INTEGER NOT NULL, until INTEGER NOT NULL)"
    " STRICT, WITHOUT ROWID;"
    "CREATE INDEX IF NOT EXISTS h_serial_node ON h_serial (node, made);"
    "CREATE TABLE IF NOT EXISTS h_invite ("
    " id INTEGER PRIMARY KEY,"
    " print BLOB NOT NULL CHECK (length(print) = 32),"
    " office INTEGER NOT NULL, made INTEGER NOT NULL,"
    " until INTEGER NOT NULL, tries INTEGER NOT NULL,"
    " node INTEGER NOT NULL) STRICT;"
    "CREATE INDEX IF NOT EXISTS h_invite_until ON h_invite (until)";

SQL(registry_get_version, "SELECT version FROM h_version WHERE one = 1");
SQL(registry_first, "INSERT INTO h_version (one, version) VALUES (1, 1)"
		    " ON CONFLICT (one) DO NOTHING");
SQL(registry_move, "UPDATE h_version SET version = version + 1 WHERE one = 1");

#define OFFICE "SELECT no, code, record, home, federal FROM h_office"
SQL(registry_office_code, OFFICE " WHERE code = ?1");
SQL(registry_office_of, OFFICE " WHERE no = ?1");
SQL_SCAN(registry_office_federal, OFFICE " WHERE federal = 1 LIMIT 1");
SQL_SCAN(registry_office_all, OFFICE " ORDER BY code");
SQL_SCAN(registry_office_rec, OFFICE " WHERE record = ?1");
SQL(registry_office_insert, "INSERT INTO h_office (code, record, home, federal)"
			    " VALUES (?1, ?2, ?3, ?4)");

SQL(registry_space_list,
    "SELECT space, gained, lost FROM h_space WHERE office = ?1"
    " ORDER BY space");
SQL(registry_space_gain,
    "INSERT INTO h_space (office, space, gained, lost)"
    " VALUES (?1, ?2, ?3, 0) ON CONFLICT (office, space) DO UPDATE"
    " SET gained = excluded.gained, lost = 0 WHERE lost <> 0");
SQL(registry_space_lose,
    "UPDATE h_space SET lost = ?3 WHERE office = ?1 AND space = ?2"
    " AND lost = 0");

SQL(registry_invite_insert,
    "INSERT INTO h_invite (id, print, office, made, until, tries, node)"
    " VALUES (?1, ?2, ?3, ?4, ?5, 0, 0)");
SQL(registry_invite_get,
    "SELECT print, office, made, until, tries, node FROM h_invite"
    " WHERE id = ?1");
SQL(registry_invite_try, "UPDATE h_invite SET tries = tries + 1 WHERE id = ?1");
SQL(registry_invite_take,
    "UPDATE h_invite SET node = ?2 WHERE id = ?1 AND node = 0");
SQL(registry_invite_drop, "DELETE FROM h_invite WHERE until < ?1");

err_t
registry_open(struct db *db)
{
	int64_t version;

	TRY_FOR(db_exec(db, tables), "registry");
	/* Nothing is written where all is there: no lock is needed. */
	TRY(registry_version(db, &version));
	return (version == 0 ? db_run(db, &registry_first) : NULL);
}

err_t
registry_version(struct db *db, int64_t *version)
{
	return (db_int(db, &registry_get_version, 0, version));
}

err_t
registry_moved(struct db *db)
{
	return (db_run(db, &registry_move));
}

/* ---- offices ------------------------------------------------------------ */

static void
office_take(struct rows *r, struct reg_office *o)
{
	o->no = rows_int(r, 0);
	snprintf(o->code, sizeof(o->code), "%s", rows_text(r, 1));
	o->record = rows_int(r, 2);
	snprintf(o->home, sizeof(o->home), "%s", rows_text(r, 3));
	o->federal = rows_int(r, 4) != 0;
}

static err_t
office_one(struct rows *r, bool found, struct reg_office *o, const char *what)
{
	if (!found)
		return (err_new(ERR_MISSING, "no office %s", what));
	office_take(r, o);
	return (NULL);
}

err_t
registry_office(struct db *db, const char *code, struct reg_office *o)
{
	CLEAN(rows_done) struct rows r = { 0 };
	bool found;

	TRY(db_one(&r, db, &registry_office_code, &found, val_str(code)));
	return (office_one(&r, found, o, code));
}

err_t
registry_office_no(struct db *db, int64_t no, struct reg_office *o)
{
	CLEAN(rows_done) struct rows r = { 0 };
	bool found;

	TRY(db_one(&r, db, &registry_office_of, &found, A_INT(no)));
	return (office_one(&r, found, o, "of that number"));
}

err_t
registry_federal(struct db *db, struct reg_office *o)
{
	CLEAN(rows_done) struct rows r = { 0 };
	bool found;

	TRY(db_one(&r, db, &registry_office_federal, &found));
	return (office_one(&r, found, o, "of the federal level"));
}

err_t
registry_office_record(struct db *db, dot_t record, struct reg_office *o)
{
	CLEAN(rows_done) struct rows r = { 0 };
	bool found;

	TRY(db_one(&r, db, &registry_office_rec, &found, A_INT(record)));
	return (office_one(&r, found, o, "with that record"));
}

err_t
registry_offices(struct db *db,
    err_t (*fn)(void *ctx, const struct reg_office *o), void *ctx)
{
	CLEAN(rows_done) struct rows r = { 0 };
	struct reg_office o;
	bool more;

	TRY(db_query(&r, db, &registry_office_all));
	for (;;) {
		TRY(rows_next(&r, &more));
		if (!more)
			return (NULL);
		office_take(&r, &o);
		TRY(fn(ctx, &o));
	}
}

err_t
registry_office_add(struct db *db, struct reg_office *o)
{
	CLEAN(rows_done) struct rows r = { 0 };
	bool found;

	TRY(db_one(&r, db, &registry_office_code, &found, val_str(o->code)));
	if (found)
		return (err_new(ERR_EXISTS, "office %s exists", o->code));
	TRY(db_run(db, &registry_office_insert, val_str(o->code),
	    A_INT(o->record), val_str(o->home), A_INT(o->federal)));
	o->no = db_rowid(db);
	return (registry_moved(db));
}

err_t
registry_spaces(struct db *db, int64_t office,
    err_t (*fn)(void *ctx, const char *space, int64_t gained, int64_t lost),
    void *ctx)
{
	CLEAN(rows_done) struct rows r = { 0 };
	bool more;

	TRY(db_query(&r, db, &registry_space_list, A_INT(office)));
	for (;;) {
		TRY(rows_next(&r, &more));
		if (!more)
			return (NULL);
		TRY(fn(
		    ctx, rows_text(&r, 0), rows_int(&r, 1), rows_int(&r, 2)));
	}
}

/* What an office has that it shall not have. */
struct losing {
	const char *const *keep;
	const char *home;
	char lost[LIMIT_PEER_SPACES][LIMIT_SPACE_NAME + 1];
	size_t n, all;
};

static err_t
losing_see(void *ctx, const char *space, int64_t gained, int64_t lost)
{
	struct losing *l = ctx;

	(void)gained;
	if (++l->all > LIMIT_PEER_SPACES)
		return (err_new(ERR_LIMIT, "more than %d spaces of an office",
		    LIMIT_PEER_SPACES));
	if (lost != 0 || strcmp(space, "national") == 0 ||
	    strcmp(space, l->home) == 0)
		return (NULL);
	for (size_t i = 0; l->keep[i] != NULL; i++)
		if (strcmp(l->keep[i], space) == 0)
			return (NULL);
	snprintf(l->lost[l->n], sizeof(l->lost[l->n]), "%s", space);
	l->n++;
	return (NULL);
}

err_t
registry_spaces_set(
    struct db *db, int64_t office, const char *const *spaces, int64_t now)
{
	struct losing l = { .keep = spaces };
	struct reg_office o;

	TRY(registry_office_no(db, office, &o));
	l.home = o.home;
	TRY(db_run(db, &registry_space_gain, A_INT(office), val_str("national"),
	    A_INT(now)));
	TRY(db_run(db, &registry_space_gain, A_INT(office), val_str(o.home),
	    A_INT(now)));
	for (size_t i = 0; spaces[i] != NULL; i++)
		TRY(db_run(db, &registry_space_gain, A_INT(office),
		    val_str(spaces[i]), A_INT(now)));
	TRY(registry_spaces(db, office, losing_see, &l));
	for (size_t i = 0; i < l.n; i++)
		TRY(db_run(db, &registry_space_lose, A_INT(office),
		    val_str(l.lost[i]), A_INT(now)));
	return (registry_moved(db));
}

/* ---- invitations -------------------------------------------------------- */

err_t
registry_invite_add(struct db *db, const struct reg_invite *i)
{
	return (db_run(db, &registry_invite_insert, A_INT(i->id),
	    val_blob(i->print.b, HASH_LEN), A_INT(i->office), A_INT(i->made),
	    A_INT(i->until)));
}

err_t
registry_invite(struct db *db, uint32_t id, struct reg_invite *i, bool *found)
{
	CLEAN(rows_done) struct rows r = { 0 };
	struct span print;

	TRY(db_one(&r, db, &registry_invite_get, found, A_INT(id)));
	if (!*found)
		return (NULL);
	print = rows_span(&r, 0);
	must(print.n == HASH_LEN); /* the table's CHECK */
	memcpy(i->print.b, print.p, HASH_LEN);
	i->id = id;
	i->office = rows_int(&r, 1);
	i->made = rows_int(&r, 2);
	i->until = rows_int(&r, 3);
	i->tries = rows_int(&r, 4);
	i->node = rows_int(&r, 5);
	return (NULL);
}

err_t
registry_invite_tried(struct db *db, uint32_t id)
{
	return (db_run(db, &registry_invite_try, A_INT(id)));
}

err_t
registry_invite_use(struct db *db, uint32_t id, int64_t node, bool *first)
{
	TRY(db_run(db, &registry_invite_take, A_INT(id), A_INT(node)));
	*first = db_changes(db) == 1;
	return (NULL);
}

err_t
registry_invites_purge(struct db *db, int64_t before)
{
	return (db_run(db, &registry_invite_drop, A_INT(before)));
}
