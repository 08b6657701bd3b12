/*
 * registry_node -- computers of the offices: who they are, what they may.
 */
#include <stdio.h>
#include <stdlib.h>

#include "hub/registry_in.h"
#include "proto/base/text.h"

#define NODE                                                                   \
	"SELECT n.no, n.key, n.office, n.letter, n.status, n.record,"          \
	" n.computer, n.software, n.schema, n.enrolled, n.contact, n.skew,"    \
	" n.backlog,"                                                          \
	" (SELECT serial FROM h_serial s WHERE s.node = n.no"                  \
	"  ORDER BY made DESC LIMIT 1),"                                       \
	" (SELECT max(until) FROM h_serial s WHERE s.node = n.no)"             \
	" FROM h_node n"

SQL(registry_node_insert,
    "INSERT INTO h_node (key, office, letter, status, record, computer,"
    " software, schema, enrolled, contact, skew, backlog)"
    " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, 0, 0, 0)");
SQL(registry_node_by_key, NODE " WHERE n.key = ?1");
SQL(registry_node_by_serial,
    NODE " WHERE n.no = (SELECT node FROM h_serial WHERE serial = ?1)");
SQL_SCAN(registry_node_all, NODE " ORDER BY n.no");
SQL(registry_node_office, NODE " WHERE n.office = ?1 ORDER BY n.no");
SQL(registry_node_set_status, "UPDATE h_node SET status = ?2 WHERE no = ?1");
SQL(registry_node_see,
    "UPDATE h_node SET contact = ?2, skew = ?3, backlog = ?4, software = ?5,"
    " schema = ?6 WHERE no = ?1");
SQL(registry_serial_insert, "INSERT INTO h_serial (serial, node, made, until)"
			    " VALUES (?1, ?2, ?3, ?4)");
SQL(registry_serial_of, "SELECT serial FROM h_serial WHERE node = ?1");
SQL(registry_serial_end, "SELECT until FROM h_serial WHERE serial = ?1");
SQL(registry_letters, "SELECT letter FROM h_node WHERE office = ?1");

static void
node_take(struct rows *r, struct reg_node *n)
{
	struct span key = rows_span(r, 1);

	memset(n, 0, sizeof(*n));
	n->no = rows_int(r, 0);
	must(key.n == KEY_LEN); /* the table's CHECK */
	memcpy(n->key, key.p, KEY_LEN);
	n->office = rows_int(r, 2);
	n->letter = (char)rows_int(r, 3);
	n->status = (int)rows_int(r, 4);
	n->record = rows_int(r, 5);
	snprintf(n->computer, sizeof(n->computer), "%s", rows_text(r, 6));
	snprintf(n->software, sizeof(n->software), "%s", rows_text(r, 7));
	n->schema = rows_int(r, 8);
	n->enrolled = rows_int(r, 9);
	n->contact = rows_int(r, 10);
	n->skew = rows_int(r, 11);
	n->backlog = rows_int(r, 12);
	snprintf(n->serial, sizeof(n->serial), "%s", rows_text(r, 13));
	n->until = rows_int(r, 14);
}

err_t
registry_node_add(struct db *db, struct reg_node *n)
{
	TRY(db_run(db, &registry_node_insert, val_blob(n->key, KEY_LEN),
	    A_INT(n->office), A_INT(n->letter), A_INT(n->status),
	    A_INT(n->record), val_str(n->computer), val_str(n->software),
	    A_INT(n->schema), A_INT(n->enrolled)));
	n->no = db_rowid(db);
	return (registry_moved(db));
}

err_t
registry_node_key(struct db *db, const uint8_t key[KEY_LEN], struct reg_node *n)
{
	CLEAN(rows_done) struct rows r = { 0 };
	bool found;

	TRY(db_one(
	    &r, db, &registry_node_by_key, &found, val_blob(key, KEY_LEN)));
	if (!found)
		return (err_new(ERR_MISSING, "no computer with that key"));
	node_take(&r, n);
	return (NULL);
}

err_t
registry_serial(struct db *db, const char *serial, struct reg_node *n)
{
	CLEAN(rows_done) struct rows r = { 0 };
	bool found;

	TRY(db_one(&r, db, &registry_node_by_serial, &found, val_str(serial)));
	if (!found)
		return (err_new(
		    ERR_MISSING, "no computer has certificate %s", serial));
	node_take(&r, n);
	return (NULL);
}

err_t
registry_caller(struct db *db, const char *serial, const uint8_t key[KEY_LEN],
    struct reg_node *n)
{
	err_t e = registry_serial(db, serial, n);

	if (e == NULL || e->code != ERR_MISSING)
		return (e);
	return (registry_node_key(db, key, n));
}

err_t
registry_nodes(struct db *db, int64_t office,
    err_t (*fn)(void *ctx, const struct reg_node *n), void *ctx)
{
	CLEAN(rows_done) struct rows r = { 0 };
	struct reg_node n;
	bool more;

	if (office == 0)
		TRY(db_query(&r, db, &registry_node_all));
	else
		TRY(db_query(&r, db, &registry_node_office, A_INT(office)));
	for (;;) {
		TRY(rows_next(&r, &more));
		if (!more)
			return (NULL);
		node_take(&r, &n);
		TRY(fn(ctx, &n));
	}
}

struct search {
	const char *s;
	struct reg_node *out;
	size_t n;
};

static err_t
search_see(void *ctx, const struct reg_node *n)
{
	struct search *f = ctx;
	char print[44], no[24];

	registry_print(n->key, print);
	snprintf(no, sizeof(no), "%lld", (long long)n->no);
	if (strcmp(f->s, no) != 0 && strcmp(f->s, n->computer) != 0 &&
	    strcmp(f->s, n->serial) != 0 &&
	    (strlen(f->s) < 6 || strncmp(print, f->s, strlen(f->s)) != 0))
		return (NULL);
	*f->out = *n;
	f->n++;
	return (NULL);
}

err_t
registry_node_find(struct db *db, const char *s, struct reg_node *n)
{
	struct search f = { s, n, 0 };

	TRY(registry_nodes(db, 0, search_see, &f));
	if (f.n == 0)
		return (err_new(ERR_MISSING, "no computer %s", s));
	if (f.n > 1)
		return (err_new(ERR_DATA,
		    "%s names %zu computers; use the number", s, f.n));
	return (NULL);
}

err_t
registry_node_status(struct db *db, int64_t no, int status)
{
	TRY(db_run(db, &registry_node_set_status, A_INT(no), A_INT(status)));
	return (registry_moved(db));
}

err_t
registry_serial_add(struct db *db, int64_t node, const char *serial,
    int64_t made, int64_t until)
{
	TRY(db_run(db, &registry_serial_insert, val_str(serial), A_INT(node),
	    A_INT(made), A_INT(until)));
	return (registry_moved(db));
}

err_t
registry_serials(struct db *db, int64_t node,
    err_t (*fn)(void *ctx, const char *serial), void *ctx)
{
	CLEAN(rows_done) struct rows r = { 0 };
	bool more;

	TRY(db_query(&r, db, &registry_serial_of, A_INT(node)));
	for (;;) {
		TRY(rows_next(&r, &more));
		if (!more)
			return (NULL);
		TRY(fn(ctx, rows_text(&r, 0)));
	}
}

err_t
registry_serial_until(struct db *db, const char *serial, int64_t *until)
{
	return (db_int(db, &registry_serial_end, 0, until, val_str(serial)));
}

err_t
registry_seen(struct db *db, const struct reg_node *n)
{
	return (db_run(db, &registry_node_see, A_INT(n->no), A_INT(n->contact),
	    A_INT(n->skew), A_INT(n->backlog), val_str(n->software),
	    A_INT(n->schema)));
}

err_t
registry_letter(struct db *db, int64_t office, char *letter)
{
	CLEAN(rows_done) struct rows r = { 0 };
	static const char letters[LIMIT_NODE_LETTERS + 1] =
	    "\0bcdefghijklmnopqrstuvwxyz";
	bool used[LIMIT_NODE_LETTERS] = { false }, more;
	int64_t c;

	TRY(db_query(&r, db, &registry_letters, A_INT(office)));
	for (;;) {
		TRY(rows_next(&r, &more));
		if (!more)
			break;
		c = rows_int(&r, 0);
		used[c == 0 ? 0 : (c - 'a') % LIMIT_NODE_LETTERS] = true;
	}
	for (int i = 0; i < LIMIT_NODE_LETTERS; i++) {
		if (used[i])
			continue;
		*letter = letters[i];
		return (NULL);
	}
	return (err_new(ERR_LIMIT, "an office has at most %d computers",
	    LIMIT_NODE_LETTERS));
}

void
registry_print(const uint8_t key[KEY_LEN], char out[44])
{
	CLEAN(buf_free) struct buf b = BUF(64);

	must(buf_b64(&b, span_of(key, KEY_LEN)) == NULL && b.n == 43);
	memcpy(out, b.p, 44);
}

/* ---- rights ------------------------------------------------------------- */

static err_t
peer_space(void *ctx, const char *space, int64_t gained, int64_t lost)
{
	struct peer *p = ctx;
	size_t *n = lost == 0 ? &p->spaces_n : &p->lost_n;
	char(*to)[LIMIT_SPACE_NAME + 1] = lost == 0 ? p->space : p->lost;

	(void)gained;
	if (*n == LIMIT_PEER_SPACES)
		return (err_new(ERR_LIMIT, "more than %d spaces of an office",
		    LIMIT_PEER_SPACES));
	snprintf(to[(*n)++], LIMIT_SPACE_NAME + 1, "%s", space);
	return (NULL);
}

err_t
registry_peer(struct db *db, const struct reg_node *n, struct peer *p)
{
	struct reg_office o;

	memset(p, 0, sizeof(*p));
	TRY(registry_office_no(db, n->office, &o));
	memcpy(p->key, n->key, KEY_LEN);
	p->office = o.record;
	p->federal = o.federal;
	snprintf(p->serial, sizeof(p->serial), "%s", n->serial);
	return (registry_spaces(db, n->office, peer_space, p));
}
