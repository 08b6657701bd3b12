#include "node/search.h"

#include <stdio.h>

#include "proto/base/text.h"

#define DAY_S     86400
#define MANY      2000 /* records changed: all anew is faster */
#define SQL_TEXT  16384
#define WORDS_MAX 24
#define WORDS     1024 /* bytes of what is asked */
#define QUESTION  ((size_t)3 * WORDS)

static const char schema[] =
    "CREATE VIRTUAL TABLE IF NOT EXISTS search USING fts5("
    "text, entity UNINDEXED,"
    " tokenize = 'unicode61 remove_diacritics 2', prefix = '3');"
    "CREATE TABLE IF NOT EXISTS search_seen (log INTEGER PRIMARY KEY,"
    " seq INTEGER NOT NULL) STRICT;";
static const char away[] = "DROP TABLE IF EXISTS search;"
			   "DROP TABLE IF EXISTS search_seen;";

/* Log 0 stands for all: when it was made anew. */
SQL(search_seen_get, "SELECT seq FROM search_seen WHERE log = ?1");
SQL(search_seen_put, "INSERT INTO search_seen (log, seq) VALUES (?1, ?2)"
		     " ON CONFLICT (log) DO UPDATE SET seq = excluded.seq");
SQL_SCAN(search_forget, "DELETE FROM search_seen");
SQL_SCAN(search_empty, "DELETE FROM search");
SQL_SCAN(search_remove, "DELETE FROM search WHERE rowid = ?1");
SQL_SCAN(search_hits, "SELECT rowid,"
		      " snippet(search, 0, char(2), char(3), '…', 24)"
		      " FROM search WHERE search MATCH ?1 AND entity = ?2"
		      " ORDER BY rank LIMIT ?3");
SQL_SCAN(search_counts, "SELECT entity, count(*) FROM search"
			" WHERE search MATCH ?1 GROUP BY entity"
			" ORDER BY count(*) DESC, entity");

err_t
search_tables(struct db *db)
{
	return (db_exec(db, schema));
}

err_t
search_drop(struct db *db)
{
	return (db_exec(db, away));
}

/* ---- filling ------------------------------------------------------------ */

static bool
is_text(const struct field *f)
{
	return (f->type == TYPE_TEXT || f->type == TYPE_LONG);
}

/* "INSERT ... SELECT" of the texts of one entity, of one record or of all;
 * length 0 when it has no text. */
static err_t
put_sql(const struct entity *e, bool one, struct buf *b)
{
	size_t n = 0;

	TRY(buf_fmt(b,
	    "INSERT INTO search (rowid, text, entity) SELECT id, text, %u"
	    " FROM (SELECT id, ",
	    e->no));
	for (size_t i = 0; i < e->n; i++) {
		const struct field *f = &e->fields[i];

		if (!is_text(f))
			continue;
		TRY(buf_str(b, n++ == 0 ? "" : " || "));
		if (f->merge == MERGE_LIST)
			TRY(buf_fmt(b,
			    "coalesce((SELECT group_concat(value, char(10))"
			    " || char(10) FROM element WHERE record = t.id"
			    " AND field = %u AND removed = 0), '')",
			    f->no));
		else
			TRY(buf_fmt(
			    b, "coalesce(\"%s\" || char(10), '')", f->name));
	}
	TRY(buf_fmt(b,
	    " AS text FROM \"%s\" t WHERE life = 0%s)"
	    " WHERE text <> ''",
	    e->name, one ? " AND id = ?1" : ""));
	if (n == 0)
		buf_clear(b);
	return (NULL);
}

static err_t
put_all(struct db *db, const struct entity *e)
{
	CLEAN(buf_free) struct buf b = BUF(SQL_TEXT);
	struct sql s = { .name = "search_put_all", .scan = 1, .once = true };

	TRY(put_sql(e, false, &b));
	s.text = (const char *)b.p;
	return (b.n == 0 ? NULL : db_run(db, &s));
}

static err_t
put_one(struct db *db, const struct entity *e, dot_t id)
{
	CLEAN(buf_free) struct buf b = BUF(SQL_TEXT);
	struct sql s = { .name = "search_put_one", .scan = 1, .once = true };

	TRY(db_run(db, &search_remove, A_INT(id)));
	TRY(put_sql(e, true, &b));
	s.text = (const char *)b.p;
	return (b.n == 0 ? NULL : db_run(db, &s, A_INT(id)));
}

static err_t
see_all(struct ledger *l)
{
	for (uint32_t no = 1; no <= ledger_logs(l); no++) {
		const struct log_info *i = ledger_log(l, no);

		if (i != NULL)
			TRY(db_run(ledger_db(l), &search_seen_put, A_INT(no),
			    A_INT(i->seq)));
	}
	return (NULL);
}

static err_t
anew(struct ledger *l, int64_t now)
{
	struct db *db = ledger_db(l);

	TRY(db_run(db, &search_forget));
	TRY(db_run(db, &search_empty));
	for (size_t i = 0; i < schema_count; i++)
		TRY(put_all(db, &schema_entities[i]));
	TRY(see_all(l));
	return (db_run(db, &search_seen_put, A_INT(0), A_INT(now)));
}

/* ---- following ---------------------------------------------------------- */

struct changed {
	struct {
		dot_t id;
		const struct entity *e;
	} * v;
	size_t n, cap;
};

static void
changed_free(struct changed *c)
{
	mem_free(c->v);
}

static err_t
note_commit(struct ledger *l, dot_t dot, struct changed *c)
{
	CLEAN(arena_free) struct arena a = ARENA;
	struct stored s;

	TRY(ledger_commit(l, dot, &a, &s));
	for (uint32_t i = 0; i < s.n; i++) {
		JSON_CLEAN root = NULL;
		const struct entity *e;
		struct op op;

		/* What cannot be read is in no row either. */
		if (ledger_op(l, &s, i, &a, &root, &op) != NULL)
			continue;
		e = schema_entity(op.entity);
		if (e == NULL || op.kind == OP_DECIDE)
			continue;
		mem_room(&c->v, &c->cap, c->n + 1, sizeof(*c->v));
		c->v[c->n].e = e;
		c->v[c->n++].id = op.kind == OP_CREATE
				      ? dot_pack(dot_log(dot), dot_seq(dot), i)
				      : op.record;
	}
	return (NULL);
}

/* What every log has that was not seen; false: too much to go through. */
static err_t
gather(struct ledger *l, struct changed *c, bool *few)
{
	*few = true;
	for (uint32_t no = 1; no <= ledger_logs(l); no++) {
		const struct log_info *i = ledger_log(l, no);
		int64_t seen;

		if (i == NULL)
			continue;
		TRY(db_int(ledger_db(l), &search_seen_get, i->first - 1, &seen,
		    A_INT(no)));
		if (seen + 1 < i->first)
			seen = (int64_t)i->first - 1;
		*few = seen <= i->seq && i->seq - seen < MANY && c->n < MANY;
		if (!*few)
			return (NULL);
		for (int64_t seq = seen + 1; seq <= i->seq; seq++)
			TRY(note_commit(l, dot_pack(no, (uint32_t)seq, 0), c));
	}
	return (NULL);
}

err_t
search_refresh(struct ledger *l, int64_t now)
{
	CLEAN(changed_free) struct changed c = { NULL, 0, 0 };
	CLEAN(tx_undo) struct tx tx = { 0 };
	int64_t made;
	bool few;

	TRY(db_int(ledger_db(l), &search_seen_get, -1, &made, A_INT(0)));
	TRY(gather(l, &c, &few));
	few = few && made >= 0 && now - made < DAY_S && now >= made;
	if (few && c.n == 0)
		return (NULL);
	TRY(tx_begin(&tx, ledger_db(l)));
	TRY(ledger_refresh(l));
	if (!few) {
		TRY(anew(l, now));
		return (tx_commit(&tx));
	}
	for (size_t i = 0; i < c.n; i++)
		TRY(put_one(ledger_db(l), c.v[i].e, c.v[i].id));
	TRY(see_all(l));
	return (tx_commit(&tx));
}

/* ---- asking ------------------------------------------------------------- */

/* The words as FTS5 wants them: each a phrase, the last one may go on. */
static err_t
question(const char *words, struct buf *b)
{
	const char *p = words;
	int n = 0;

	if (strlen(words) > WORDS)
		return (NULL);
	while (*p != '\0' && n < WORDS_MAX) {
		size_t k;

		p += strspn(p, " \t\n");
		k = strcspn(p, " \t\n");
		if (k == 0)
			break;
		TRY(buf_str(b, n++ == 0 ? "\"" : " \""));
		for (size_t i = 0; i < k; i++) {
			if (p[i] == '"')
				TRY(buf_byte(b, '"'));
			TRY(buf_byte(b, (uint8_t)p[i]));
		}
		TRY(buf_byte(b, '"'));
		p += k;
		if (p[strspn(p, " \t\n")] == '\0' && k >= 3)
			TRY(buf_byte(b, '*'));
	}
	return (NULL);
}

err_t
search_count(struct db *db, const char *words, struct arena *a,
    struct search_kind **kinds, size_t *n)
{
	CLEAN(rows_done) struct rows r = { 0 };
	CLEAN(buf_free) struct buf q = BUF(QUESTION);
	bool more;

	*n = 0;
	*kinds = arena_new(a, schema_count * sizeof(**kinds));
	TRY(question(words, &q));
	if (q.n == 0)
		return (NULL);
	TRY(db_query(&r, db, &search_counts, val_text(buf_all(&q))));
	for (;;) {
		const struct entity *e;

		TRY(rows_next(&r, &more));
		if (!more || *n == schema_count)
			return (NULL);
		e = schema_entity((uint64_t)rows_int(&r, 0));
		if (e != NULL)
			(*kinds)[(*n)++] =
			    (struct search_kind){ e, rows_int(&r, 1) };
	}
}

/* One call, seven things it needs. */
err_t /* NOLINTNEXTLINE(readability-function-size) */
search_find(struct db *db, const char *words, const struct entity *e,
    size_t most, struct arena *a, struct search_hit *v, size_t *n)
{
	CLEAN(rows_done) struct rows r = { 0 };
	CLEAN(buf_free) struct buf q = BUF(QUESTION);
	bool more;

	*n = 0;
	TRY(question(words, &q));
	if (q.n == 0)
		return (NULL);
	TRY(db_query(&r, db, &search_hits, val_text(buf_all(&q)), A_INT(e->no),
	    A_INT(most)));
	for (;;) {
		TRY(rows_next(&r, &more));
		if (!more || *n == most)
			return (NULL);
		v[(*n)++] = (struct search_hit){ rows_int(&r, 0),
			arena_dup(a, rows_span(&r, 1)) };
	}
}
