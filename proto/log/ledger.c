#include "proto/log/ledger.h"
#include "proto/log/ledger_parts.h"
#include "proto/base/text.h"

#include <stdio.h>

/* Segments and the tail are keyed log << 32 | first seq. */
static const char schema[] =
    "CREATE TABLE IF NOT EXISTS space ("
    " no INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE,"
    " epoch INTEGER NOT NULL DEFAULT 0, number INTEGER NOT NULL DEFAULT 0,"
    " h BLOB) STRICT;"
    "CREATE TABLE IF NOT EXISTS log ("
    " no INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, node BLOB NOT NULL,"
    " space INTEGER NOT NULL, parent INTEGER NOT NULL,"
    " parent_seq INTEGER NOT NULL, parent_hash BLOB, first INTEGER NOT NULL,"
    " seq INTEGER NOT NULL, head BLOB NOT NULL, at INTEGER NOT NULL,"
    " sealed INTEGER NOT NULL, mine INTEGER NOT NULL,"
    " branch INTEGER NOT NULL, genesis TEXT NOT NULL, seed BLOB,"
    " open INTEGER NOT NULL DEFAULT 0,"
    " open_ops INTEGER NOT NULL DEFAULT 0) STRICT;"
    "CREATE INDEX IF NOT EXISTS log_mine ON log (space, mine);"
    "CREATE INDEX IF NOT EXISTS log_branch ON log (branch)"
    " WHERE branch > 0;"
    "CREATE TABLE IF NOT EXISTS segment ("
    " no INTEGER PRIMARY KEY, last INTEGER NOT NULL, at INTEGER NOT NULL,"
    " prev BLOB NOT NULL, head BLOB NOT NULL, erased INTEGER NOT NULL,"
    " seed BLOB NOT NULL, time INTEGER NOT NULL, off INTEGER NOT NULL,"
    " sig BLOB NOT NULL, size INTEGER NOT NULL, body BLOB NOT NULL,"
    " sum BLOB NOT NULL) STRICT;"
    "CREATE TABLE IF NOT EXISTS tail ("
    " no INTEGER PRIMARY KEY, hash BLOB NOT NULL, at INTEGER NOT NULL,"
    " body BLOB NOT NULL) STRICT;"
    "CREATE TABLE IF NOT EXISTS epoch ("
    " no INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE) STRICT;"
    "CREATE TABLE IF NOT EXISTS position ("
    " space INTEGER NOT NULL, epoch INTEGER NOT NULL,"
    " number INTEGER NOT NULL, count INTEGER NOT NULL, log INTEGER NOT NULL,"
    " first INTEGER NOT NULL, receipt INTEGER NOT NULL,"
    " nat_epoch INTEGER NOT NULL, nat_number INTEGER NOT NULL,"
    " h BLOB NOT NULL, PRIMARY KEY (space, epoch, number))"
    " WITHOUT ROWID, STRICT;"
    "CREATE INDEX IF NOT EXISTS position_log ON position (log, first);"
    "CREATE TABLE IF NOT EXISTS alias (log INTEGER NOT NULL,"
    " n INTEGER NOT NULL, target INTEGER NOT NULL, id BLOB NOT NULL,"
    " seq INTEGER NOT NULL, PRIMARY KEY (log, n)) WITHOUT ROWID, STRICT;"
    "CREATE INDEX IF NOT EXISTS alias_target ON alias (target);"
    "CREATE TABLE IF NOT EXISTS actor (log INTEGER NOT NULL,"
    " n INTEGER NOT NULL, name TEXT NOT NULL, seq INTEGER NOT NULL,"
    " PRIMARY KEY (log, n)) WITHOUT ROWID, STRICT;"
    "CREATE TABLE IF NOT EXISTS named (log INTEGER NOT NULL,"
    " n INTEGER NOT NULL, epoch INTEGER NOT NULL, seq INTEGER NOT NULL,"
    " PRIMARY KEY (log, n)) WITHOUT ROWID, STRICT;"
    "CREATE TABLE IF NOT EXISTS basis (log INTEGER NOT NULL,"
    " seq INTEGER NOT NULL, epoch INTEGER NOT NULL, number INTEGER NOT NULL,"
    " PRIMARY KEY (log, seq, epoch)) WITHOUT ROWID, STRICT;"
    "CREATE TABLE IF NOT EXISTS canon (log INTEGER NOT NULL,"
    " first INTEGER NOT NULL, id BLOB NOT NULL, PRIMARY KEY (log, first))"
    " WITHOUT ROWID, STRICT;"
    "CREATE INDEX IF NOT EXISTS canon_id ON canon (id);"
    "CREATE TABLE IF NOT EXISTS seen (space INTEGER NOT NULL,"
    " epoch INTEGER NOT NULL, number INTEGER NOT NULL,"
    " PRIMARY KEY (space, epoch)) WITHOUT ROWID, STRICT;"
    "CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value BLOB)"
    " WITHOUT ROWID, STRICT;";

SQL_SCAN(ledger_made, "SELECT count(*) FROM sqlite_schema WHERE name = 'meta'");
SQL_SCAN(ledger_version, "PRAGMA data_version");
SQL_SCAN(ledger_max, "SELECT max(no) FROM log");
SQL_SCAN(ledger_spaces, "SELECT no, name FROM space ORDER BY no");
SQL(ledger_space_add, "INSERT INTO space (name) VALUES (?1)");
SQL(ledger_log_get,
    "SELECT id, node, space, parent, parent_seq, parent_hash, first, seq,"
    " head, at, sealed, mine, branch, open, open_ops FROM log WHERE no = ?1");
SQL(ledger_log_no, "SELECT no FROM log WHERE id = ?1");
SQL(ledger_log_mine, "SELECT no FROM log WHERE space = ?1 AND mine = 1");
SQL(ledger_log_add,
    "INSERT INTO log (id, node, space, parent, parent_seq, parent_hash,"
    " first, seq, head, at, sealed, mine, branch, genesis)"
    " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)");
SQL(ledger_log_set,
    "UPDATE log SET seq = ?2, head = ?3, at = ?4, sealed = ?5, mine = ?6,"
    " id = ?7, parent = ?8, parent_seq = ?9, parent_hash = ?10, first = ?11,"
    " node = ?12, space = ?13, open = ?14, open_ops = ?15"
    " WHERE no = ?1");
SQL(ledger_alias_all, "SELECT target, id FROM alias WHERE log = ?1 ORDER BY n");
SQL(ledger_actor_all, "SELECT name FROM actor WHERE log = ?1 ORDER BY n");
SQL(ledger_named_all, "SELECT epoch FROM named WHERE log = ?1 ORDER BY n");
SQL(ledger_canon_all, "SELECT first, id FROM canon WHERE log = ?1");
SQL(ledger_basis_all,
    "SELECT seq, epoch, number FROM basis WHERE log = ?1 ORDER BY seq, epoch");

err_t
ledger_open(struct ledger **out, struct db *db)
{
	struct ledger *l = mem_new(sizeof(*l));
	int64_t made;

	*out = l;
	l->db = db;
	l->dirty = true;
	TRY(db_int(db, &ledger_made, 0, &made));
	if (made == 0)
		TRY(db_exec(db, schema));
	return (ledger_refresh(l));
}

static void
entry_free(struct log_entry *e)
{
	if (e == NULL)
		return;
	for (size_t i = 0; i < e->actors; i++)
		mem_free(e->actor[i]);
	mem_free(e->actor);
	mem_free(e->alias);
	mem_free(e->named);
	mem_free(e->basis);
	mem_free(e->canon);
	mem_free(e);
}

static void
forget(struct ledger *l)
{
	for (size_t i = 0; i < l->logs_cap; i++) {
		entry_free(l->log[i]);
		l->log[i] = NULL;
	}
	ledger_drop_cache(l);
}

void
ledger_close(struct ledger **lp)
{
	struct ledger *l = *lp;

	if (l == NULL)
		return;
	if (l->attached != NULL)
		l->attached_free(l->attached);
	forget(l);
	mem_free(l->log);
	mem_free(l->space);
	mem_free(l);
	*lp = NULL;
}

struct db *
ledger_db(struct ledger *l)
{
	return (l->db);
}

static err_t
load_spaces(struct ledger *l)
{
	CLEAN(rows_done) struct rows r = { 0 };
	bool more;

	l->spaces = 0;
	TRY(db_query(&r, l->db, &ledger_spaces));
	for (;;) {
		size_t no;

		TRY(rows_next(&r, &more));
		if (!more)
			return (NULL);
		no = (size_t)rows_int(&r, 0);
		mem_room(&l->space, &l->space_cap, no + 1, sizeof(*l->space));
		(void)snprintf(
		    l->space[no], sizeof(*l->space), "%s", rows_text(&r, 1));
		l->spaces = no;
	}
}

void **
ledger_attach(struct ledger *l, void (*drop)(void *what))
{
	l->attached_free = drop;
	return (&l->attached);
}

err_t
ledger_refresh(struct ledger *l)
{
	int64_t v, max;

	TRY(db_int(l->db, &ledger_version, 0, &v));
	if (v == l->version && !l->dirty)
		return (NULL);
	if (v != l->version)
		l->foreign++;
	forget(l);
	TRY(load_spaces(l));
	TRY(db_int(l->db, &ledger_max, 0, &max));
	l->logs = (uint32_t)max;
	l->version = v;
	l->dirty = false;
	return (NULL);
}

void
ledger_forget(struct ledger *l)
{
	l->dirty = true;
}

uint64_t
ledger_foreign(const struct ledger *l)
{
	return (l->foreign);
}

void
ledger_committed(struct ledger *l)
{
	l->dirty = false;
}

err_t
ledger_space(struct ledger *l, const char *name, bool make, uint32_t *space)
{
	for (size_t i = 1; i <= l->spaces; i++) {
		if (strcmp(l->space[i], name) == 0) {
			*space = (uint32_t)i;
			return (NULL);
		}
	}
	if (!make)
		return (err_new(ERR_MISSING, "no space \"%s\" here", name));
	if (strlen(name) > LIMIT_SPACE_NAME || name[0] == '\0' ||
	    !text_ascii(span_str(name)))
		return (err_new(ERR_FORMAT, "bad name of a space"));
	l->dirty = true;
	TRY(db_run(l->db, &ledger_space_add, val_str(name)));
	*space = (uint32_t)db_rowid(l->db);
	return (load_spaces(l));
}

const char *
ledger_space_name(struct ledger *l, uint32_t space)
{
	return (space >= 1 && space <= l->spaces ? l->space[space] : "");
}

static err_t
entry_load(struct ledger *l, uint32_t no, struct log_entry **out)
{
	CLEAN(rows_done) struct rows r = { 0 };
	struct log_entry *e;
	bool found;

	*out = NULL;
	TRY(db_one(&r, l->db, &ledger_log_get, &found, A_INT(no)));
	if (!found)
		return (NULL);
	e = mem_new(sizeof(*e));
	*out = e;
	e->i.no = no;
	e->l = l;
	if (rows_span(&r, 0).n != LOG_ID_LEN || rows_span(&r, 1).n != KEY_LEN ||
	    rows_span(&r, 8).n != HASH_LEN)
		return (err_new(ERR_DAMAGED, "log %u", no));
	memcpy(e->i.id, rows_span(&r, 0).p, LOG_ID_LEN);
	memcpy(e->i.node, rows_span(&r, 1).p, KEY_LEN);
	e->i.space = (uint32_t)rows_int(&r, 2);
	e->i.parent = (uint32_t)rows_int(&r, 3);
	e->i.parent_seq = (uint32_t)rows_int(&r, 4);
	if (rows_span(&r, 5).n == HASH_LEN)
		memcpy(e->i.parent_hash.b, rows_span(&r, 5).p, HASH_LEN);
	e->i.first = (uint32_t)rows_int(&r, 6);
	e->i.seq = (uint32_t)rows_int(&r, 7);
	memcpy(e->i.head.b, rows_span(&r, 8).p, HASH_LEN);
	e->i.at = rows_int(&r, 9);
	e->i.sealed = (uint32_t)rows_int(&r, 10);
	e->i.mine = (int)rows_int(&r, 11);
	e->i.open = rows_int(&r, 13);
	e->i.open_ops = rows_int(&r, 14);
	e->branch = (uint32_t)rows_int(&r, 12);
	return (NULL);
}

static err_t
load_numbers(struct ledger *l, struct sql *s, uint32_t no, uint32_t **v,
    size_t *n, size_t *cap)
{
	CLEAN(rows_done) struct rows r = { 0 };
	bool more;

	TRY(db_query(&r, l->db, s, A_INT(no)));
	for (;;) {
		TRY(rows_next(&r, &more));
		if (!more)
			return (NULL);
		mem_room(v, cap, *n + 1, sizeof(**v));
		(*v)[(*n)++] = (uint32_t)rows_int(&r, 0);
	}
}

static err_t
load_aliases(struct ledger *l, struct log_entry *e)
{
	CLEAN(rows_done) struct rows r = { 0 };
	bool more;

	TRY(db_query(&r, l->db, &ledger_alias_all, A_INT(e->i.no)));
	for (;;) {
		struct alias *a;

		TRY(rows_next(&r, &more));
		if (!more)
			return (NULL);
		mem_room(&e->alias, &e->alias_cap, e->aliases + 1, sizeof(*a));
		a = &e->alias[e->aliases++];
		a->log = (uint32_t)rows_int(&r, 0);
		if (rows_span(&r, 1).n == LOG_ID_LEN)
			memcpy(a->id, rows_span(&r, 1).p, LOG_ID_LEN);
	}
}

static err_t
load_actors(struct ledger *l, struct log_entry *e)
{
	CLEAN(rows_done) struct rows r = { 0 };
	bool more;

	TRY(db_query(&r, l->db, &ledger_actor_all, A_INT(e->i.no)));
	for (;;) {
		TRY(rows_next(&r, &more));
		if (!more)
			return (NULL);
		mem_room(
		    &e->actor, &e->actor_cap, e->actors + 1, sizeof(*e->actor));
		e->actor[e->actors++] = mem_dup(rows_text(&r, 0));
	}
}

static err_t
load_basis(struct ledger *l, struct log_entry *e)
{
	CLEAN(rows_done) struct rows r = { 0 };
	bool more;

	TRY(db_query(&r, l->db, &ledger_basis_all, A_INT(e->i.no)));
	for (;;) {
		TRY(rows_next(&r, &more));
		if (!more)
			return (NULL);
		mem_room(&e->basis, &e->basis_cap, e->basis_n + 1,
		    sizeof(*e->basis));
		e->basis[e->basis_n++] =
		    (struct basis_row){ (uint32_t)rows_int(&r, 0),
			    (uint32_t)rows_int(&r, 1), rows_int(&r, 2) };
	}
}

static err_t
load_canon(struct ledger *l, struct log_entry *e)
{
	CLEAN(rows_done) struct rows r = { 0 };
	bool more;

	TRY(db_query(&r, l->db, &ledger_canon_all, A_INT(e->i.no)));
	for (;;) {
		struct canon *c;

		TRY(rows_next(&r, &more));
		if (!more)
			return (NULL);
		mem_room(&e->canon, &e->canon_cap, e->canons + 1, sizeof(*c));
		c = &e->canon[e->canons++];
		c->first = (uint32_t)rows_int(&r, 0);
		if (rows_span(&r, 1).n == LOG_ID_LEN)
			memcpy(c->id, rows_span(&r, 1).p, LOG_ID_LEN);
	}
}

static err_t
entry_lists(struct ledger *l, struct log_entry *e)
{
	TRY(load_aliases(l, e));
	TRY(load_numbers(l, &ledger_named_all, e->i.no, &e->named, &e->nameds,
	    &e->named_cap));
	TRY(load_actors(l, e));
	TRY(load_basis(l, e));
	TRY(load_canon(l, e));
	e->loaded = true;
	return (NULL);
}

/*
 * What cannot be read is reported absent, and the error stays in err_last.
 * Such a connection must not write, or answer, by what seems to be missing:
 * it has to be opened anew, unless the store itself is damaged.
 */
static bool
unread(struct ledger *l, err_t e)
{
	if (e != NULL && e->code == ERR_STORE)
		db_distrust(l->db);
	return (e != NULL);
}

/* The cached entry of a log with its lists; NULL when there is no such log. */
struct log_entry *
ledger_entry(struct ledger *l, uint32_t no)
{
	struct log_entry *e = NULL;

	if (no == 0 || no > l->logs)
		return (NULL);
	if (no < l->logs_cap && l->log[no] != NULL)
		return (l->log[no]);
	mem_room(
	    &l->log, &l->logs_cap, (size_t)no + 1, sizeof(struct log_entry *));
	if (unread(l, entry_load(l, no, &e)) || e == NULL ||
	    unread(l, entry_lists(l, e))) {
		entry_free(e);
		return (NULL);
	}
	l->log[no] = e;
	return (e);
}

const struct log_info *
ledger_log(struct ledger *l, uint32_t no)
{
	struct log_entry *e = ledger_entry(l, no);

	return (e == NULL ? NULL : &e->i);
}

const struct log_info *
ledger_log_by_id(struct ledger *l, const uint8_t id[LOG_ID_LEN])
{
	struct val v = val_blob(id, LOG_ID_LEN);
	int64_t no;
	err_t e = db_int(l->db, &ledger_log_no, 0, &no, v);

	return (unread(l, e) ? NULL : ledger_log(l, (uint32_t)no));
}

const struct log_info *
ledger_mine(struct ledger *l, uint32_t space)
{
	int64_t no;
	err_t e = db_int(l->db, &ledger_log_mine, 0, &no, A_INT(space));

	return (unread(l, e) ? NULL : ledger_log(l, (uint32_t)no));
}

uint32_t
ledger_logs(struct ledger *l)
{
	return (l->logs);
}

err_t
ledger_add_log(struct ledger *l, const struct log_info *i, struct span genesis,
    uint32_t branch, uint32_t *no)
{
	l->dirty = true;
	if (l->logs >= LIMIT_LOGS)
		return (err_new(ERR_LIMIT, "too many logs in one store"));
	TRY(db_run(l->db, &ledger_log_add, val_blob(i->id, LOG_ID_LEN),
	    val_blob(i->node, KEY_LEN), A_INT(i->space), A_INT(i->parent),
	    A_INT(i->parent_seq),
	    i->parent != 0 ? val_blob(i->parent_hash.b, HASH_LEN) : val_null(),
	    A_INT(i->first), A_INT(i->seq), val_blob(i->head.b, HASH_LEN),
	    A_INT(i->at), A_INT(i->sealed), A_INT(i->mine), A_INT(branch),
	    val_text(genesis)));
	*no = (uint32_t)db_rowid(l->db);
	if (*no > l->logs)
		l->logs = *no;
	return (NULL);
}

err_t
ledger_save_log(struct ledger *l, const struct log_info *i)
{
	struct log_entry *e = ledger_entry(l, i->no);

	l->dirty = true;
	TRY(db_run(l->db, &ledger_log_set, A_INT(i->no), A_INT(i->seq),
	    val_blob(i->head.b, HASH_LEN), A_INT(i->at), A_INT(i->sealed),
	    A_INT(i->mine), val_blob(i->id, LOG_ID_LEN), A_INT(i->parent),
	    A_INT(i->parent_seq),
	    i->parent != 0 ? val_blob(i->parent_hash.b, HASH_LEN) : val_null(),
	    A_INT(i->first), val_blob(i->node, KEY_LEN), A_INT(i->space),
	    A_INT(i->open), A_INT(i->open_ops)));
	if (e != NULL)
		e->i = *i;
	return (NULL);
}
