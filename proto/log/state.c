#include "proto/log/state_parts.h"

#include <stdio.h>
#include <stdlib.h>

#define FIXED      5 /* id, space, root, life, versions */
#define TABLE_TEXT 8192

static const char own[] =
    "CREATE TABLE IF NOT EXISTS touch (record INTEGER NOT NULL,"
    " dot INTEGER NOT NULL, PRIMARY KEY (record, dot)) WITHOUT ROWID, STRICT;"
    "CREATE TABLE IF NOT EXISTS element (record INTEGER NOT NULL,"
    " field INTEGER NOT NULL, value ANY NOT NULL, dot INTEGER NOT NULL,"
    " removed INTEGER NOT NULL,"
    " PRIMARY KEY (record, field, value, dot)) WITHOUT ROWID, STRICT;"
    "CREATE INDEX IF NOT EXISTS element_value ON element (field, value);"
    "CREATE TABLE IF NOT EXISTS sibling (record INTEGER NOT NULL,"
    " field INTEGER NOT NULL, dot INTEGER NOT NULL, rank INTEGER NOT NULL,"
    " value ANY, PRIMARY KEY (record, field, dot)) WITHOUT ROWID, STRICT;"
    "CREATE TABLE IF NOT EXISTS review (record INTEGER NOT NULL,"
    " field INTEGER NOT NULL, kind INTEGER NOT NULL,"
    " entity INTEGER NOT NULL, space INTEGER NOT NULL,"
    " PRIMARY KEY (record, field)) WITHOUT ROWID, STRICT;"
    "CREATE TABLE IF NOT EXISTS held (op INTEGER PRIMARY KEY,"
    " record INTEGER NOT NULL, entity INTEGER NOT NULL,"
    " space INTEGER NOT NULL, kind INTEGER NOT NULL,"
    " author INTEGER NOT NULL, owner INTEGER NOT NULL) STRICT;"
    "CREATE INDEX IF NOT EXISTS held_record ON held (record);"
    "CREATE TABLE IF NOT EXISTS decision (op INTEGER NOT NULL,"
    " dot INTEGER NOT NULL, verdict INTEGER NOT NULL, reason TEXT NOT NULL,"
    " PRIMARY KEY (op, dot)) WITHOUT ROWID, STRICT;"
    "CREATE TABLE IF NOT EXISTS waiting (parent INTEGER NOT NULL,"
    " record INTEGER NOT NULL, entity INTEGER NOT NULL,"
    " PRIMARY KEY (parent, record)) WITHOUT ROWID, STRICT;"
    "CREATE TABLE IF NOT EXISTS quarantine (dot INTEGER PRIMARY KEY,"
    " newer INTEGER NOT NULL, reason TEXT NOT NULL) STRICT;";

static const char *const own_tables[] = { "touch", "element", "sibling",
	"review", "held", "decision", "waiting", "quarantine" };

SQL(state_elements_get,
    "SELECT DISTINCT value FROM element WHERE record = ?1 AND field = ?2"
    " AND removed = 0 ORDER BY value");
static bool
has_column(const struct field *f)
{
	return (f->merge != MERGE_LIST);
}

static const char *
column_type(const struct field *f)
{
	switch (f->type) {
	case TYPE_TEXT:
	case TYPE_LONG:
	case TYPE_GEO:
		return ("TEXT");
	case TYPE_INT:
	case TYPE_BOOL:
	case TYPE_DATE:
	case TYPE_TIME:
	case TYPE_CODE:
	case TYPE_REF:
		break;
	}
	return ("INTEGER");
}

static err_t
create_entity(struct db *db, const struct entity *e)
{
	CLEAN(buf_free) struct buf b = BUF(TABLE_TEXT);

	TRY(buf_fmt(&b,
	    "CREATE TABLE IF NOT EXISTS \"%s\" (id INTEGER PRIMARY"
	    " KEY, space INTEGER NOT NULL, root INTEGER NOT NULL,"
	    " life INTEGER NOT NULL, versions BLOB",
	    e->name));
	for (size_t i = 0; i < e->n; i++) {
		if (has_column(&e->fields[i]))
			TRY(buf_fmt(&b, ", \"%s\" %s", e->fields[i].name,
			    column_type(&e->fields[i])));
	}
	TRY(buf_str(&b, ") STRICT;"));
	if (e->parent != 0)
		TRY(buf_fmt(&b,
		    "CREATE INDEX IF NOT EXISTS \"%s_parent\" ON"
		    " \"%s\" (\"%s\");",
		    e->name, e->name, e->fields[e->parent - 1].name));
	for (size_t i = 0; i < e->n; i++) {
		const struct field *f = &e->fields[i];

		if (f->type == TYPE_REF && has_column(f) &&
		    (e->space == IN_NATIONAL || e->space == IN_SAME))
			TRY(buf_fmt(&b,
			    "CREATE INDEX IF NOT EXISTS \"%s_%s\""
			    " ON \"%s\" (\"%s\");",
			    e->name, f->name, e->name, f->name));
	}
	if (e->folio != NULL)
		TRY(buf_fmt(&b,
		    "CREATE INDEX IF NOT EXISTS \"%s_folio\" ON"
		    " \"%s\" (folio);",
		    e->name, e->name));
	return (db_exec(db, (const char *)b.p));
}

err_t
state_create(struct db *db)
{
	TRY(db_exec(db, own));
	for (size_t i = 0; i < schema_count; i++)
		TRY(create_entity(db, &schema_entities[i]));
	return (db_exec(db, "CREATE INDEX IF NOT EXISTS node_fingerprint ON"
			    " node (fingerprint);"));
}

err_t
state_drop(struct db *db)
{
	CLEAN(buf_free) struct buf b = BUF(TABLE_TEXT);

	for (size_t i = 0; i < schema_count; i++)
		TRY(buf_fmt(&b, "DROP TABLE IF EXISTS \"%s\";",
		    schema_entities[i].name));
	for (size_t i = 0; i < sizeof(own_tables) / sizeof(own_tables[0]); i++)
		TRY(buf_fmt(&b, "DROP TABLE IF EXISTS %s;", own_tables[i]));
	return (db_exec(db, (const char *)b.p));
}

static void
name_statement(struct sql *s, const char *name, struct buf *b)
{
	*s = (struct sql){
		.name = name, .text = mem_dup((const char *)b->p), .scan = 1
	};
	buf_clear(b);
}

/* The columns of a row, in one order everywhere. */
static err_t
put_columns(struct buf *b, const struct entity *e)
{
	TRY(buf_str(b, "id, space, root, life, versions"));
	for (size_t i = 0; i < e->n; i++) {
		if (has_column(&e->fields[i]))
			TRY(buf_fmt(b, ", \"%s\"", e->fields[i].name));
	}
	return (NULL);
}

static err_t
put_insert(
    struct buf *b, const struct entity *e, const char *how, const char *end)
{
	size_t n = FIXED;

	TRY(buf_fmt(b, "%s INTO \"%s\" (", how, e->name));
	TRY(put_columns(b, e));
	for (size_t i = 0; i < e->n; i++)
		n += has_column(&e->fields[i]) ? 1 : 0;
	TRY(buf_str(b, ") VALUES (?1"));
	for (size_t i = 2; i <= n; i++)
		TRY(buf_fmt(b, ", ?%zu", i));
	return (buf_fmt(b, ")%s", end));
}

static err_t
make_table(struct table *t, const struct entity *e)
{
	CLEAN(buf_free) struct buf b = BUF(TABLE_TEXT);

	TRY(buf_str(&b, "SELECT "));
	TRY(put_columns(&b, e));
	TRY(buf_fmt(&b, " FROM \"%s\" WHERE id = ?1", e->name));
	name_statement(&t->get, "state_get", &b);
	TRY(put_insert(&b, e, "INSERT OR REPLACE", ""));
	name_statement(&t->put, "state_put", &b);
	TRY(put_insert(&b, e, "INSERT", " ON CONFLICT (id) DO NOTHING"));
	name_statement(&t->add, "state_add", &b);
	TRY(buf_fmt(&b,
	    "SELECT id FROM \"%s\" WHERE id BETWEEN ?1 AND ?2"
	    " ORDER BY id",
	    e->name));
	name_statement(&t->range, "state_range", &b);
	TRY(buf_str(&b, "SELECT "));
	TRY(put_columns(&b, e));
	TRY(buf_fmt(&b, " FROM \"%s\" ORDER BY id", e->name));
	name_statement(&t->all, "state_all", &b);
	TRY(buf_fmt(&b, "DELETE FROM \"%s\" WHERE id = ?1", e->name));
	name_statement(&t->drop, "state_drop", &b);
	if (e->parent != 0) {
		TRY(buf_fmt(&b, "SELECT id FROM \"%s\" WHERE \"%s\" = ?1",
		    e->name, e->fields[e->parent - 1].name));
		name_statement(&t->children, "state_children", &b);
	}
	if (e->folio == NULL)
		return (NULL);
	TRY(buf_fmt(&b,
	    "SELECT id FROM \"%s\" WHERE folio = ?1 AND space = ?2"
	    " AND life = 0",
	    e->name));
	name_statement(&t->folio, "state_folio", &b);
	TRY(buf_fmt(
	    &b, "SELECT count(*) FROM \"%s\" WHERE folio = ?1", e->name));
	name_statement(&t->minted, "state_minted", &b);
	return (NULL);
}

/* The text of a statement made here is ours, though SQL() texts are const. */
static void
drop_text(struct sql *s)
{
	void *p;

	memcpy(&p, &s->text, sizeof(p));
	mem_free(p);
}

static void
tables_free(void *p)
{
	struct table *t = p;

	for (size_t i = 0; i < schema_count; i++) {
		struct sql *s[] = { &t[i].get, &t[i].put, &t[i].add,
			&t[i].folio, &t[i].range, &t[i].all, &t[i].drop,
			&t[i].minted, &t[i].children };

		for (size_t k = 0; k < sizeof(s) / sizeof(s[0]); k++)
			drop_text(s[k]);
		for (size_t k = 0;
		     t[i].find != NULL && k < schema_entities[i].n; k++)
			drop_text(&t[i].find[k]);
		mem_free(t[i].find);
	}
	mem_free(t);
}

struct table *
state_tables(struct ledger *l)
{
	void **slot = ledger_attach(l, tables_free);

	if (*slot == NULL) {
		struct table *t = mem_new(sizeof(*t) * schema_count);

		for (size_t i = 0; i < schema_count; i++)
			must(make_table(&t[i], &schema_entities[i]) == NULL);
		*slot = t;
	}
	return (*slot);
}

struct table *
state_table(struct ledger *l, const struct entity *e)
{
	return (&state_tables(l)[e - schema_entities]);
}

bool
state_version_next(struct span *v, struct packed *out)
{
	uint64_t field, n;

	if (v->n == 0 || span_varint(v, &field) != NULL ||
	    span_varint(v, &n) != NULL || n > v->n / 8)
		return (false);
	*out = (struct packed){ (uint32_t)field, (size_t)n, v->p };
	v->p += 8 * n;
	v->n -= 8 * n;
	return (true);
}

bool
state_version(struct span versions, uint32_t field, struct packed *out)
{
	while (state_version_next(&versions, out)) {
		if (out->field == field)
			return (true);
	}
	return (false);
}

dot_t
state_dot(const struct packed *p, size_t i)
{
	uint64_t d = 0;

	for (size_t k = 0; k < 8; k++)
		d = d << 8 | p->dots[8 * i + k];
	return ((dot_t)d);
}

err_t
state_version_put(struct buf *b, uint32_t field, const dot_t *dots, size_t n)
{
	TRY(buf_varint(b, field));
	TRY(buf_varint(b, n));
	for (size_t i = 0; i < n; i++) {
		for (int k = 7; k >= 0; k--)
			TRY(buf_byte(
			    b, (uint8_t)((uint64_t)dots[i] >> (8 * k))));
	}
	return (NULL);
}

static struct val
keep(struct arena *a, struct val v)
{
	if (v.kind == VAL_TEXT || v.kind == VAL_BLOB)
		v.s = span_of(arena_dup(a, v.s), v.s.n);
	return (v);
}

err_t
state_fill(struct rows *rows, const struct entity *e, struct arena *a,
    struct record *r)
{
	int col = FIXED;

	r->entity = e;
	r->id = rows_int(rows, 0);
	r->space = (uint32_t)rows_int(rows, 1);
	r->root = rows_int(rows, 2);
	r->life = (enum life)rows_int(rows, 3);
	r->versions = keep(a, rows_val(rows, 4)).s;
	r->v = arena_new(a, sizeof(struct val) * (e->n + 1));
	for (size_t i = 0; i < e->n; i++) {
		if (has_column(&e->fields[i]))
			r->v[i] = keep(a, rows_val(rows, col++));
	}
	return (NULL);
}

size_t
state_args(const struct record *r, struct val *args)
{
	const struct entity *e = r->entity;
	size_t n = 0;

	args[n++] = val_null(); /* the filler of DB_ARGS */
	args[n++] = val_int(r->id);
	args[n++] = val_int(r->space);
	args[n++] = val_int(r->root);
	args[n++] = val_int(r->life);
	args[n++] = r->versions.n == 0 ? val_null()
				       : val_blob(r->versions.p, r->versions.n);
	for (size_t i = 0; i < e->n; i++) {
		if (has_column(&e->fields[i]))
			args[n++] = r->v[i];
	}
	return (n - 1);
}

err_t
state_get(struct ledger *l, const struct entity *e, dot_t id, struct arena *a,
    struct record *r, bool *found)
{
	*found = false;
	for (size_t i = 0; i < schema_count && !*found; i++) {
		const struct entity *t = &schema_entities[i];
		CLEAN(rows_done) struct rows rows = { 0 };

		if (e != NULL && e != t)
			continue;
		TRY(db_one(&rows, ledger_db(l), &state_table(l, t)->get, found,
		    A_INT(id)));
		if (*found)
			TRY(state_fill(&rows, t, a, r));
	}
	return (NULL);
}

err_t
state_elements(struct ledger *l, dot_t id, uint32_t field, struct arena *a,
    struct val **v, size_t *n)
{
	CLEAN(rows_done) struct rows r = { 0 };
	size_t cap = 0;
	bool more;

	*v = NULL;
	*n = 0;
	TRY(db_query(
	    &r, ledger_db(l), &state_elements_get, A_INT(id), A_INT(field)));
	for (;;) {
		TRY(rows_next(&r, &more));
		if (!more)
			return (NULL);
		arena_room(a, v, &cap, *n + 1, sizeof(**v));
		(*v)[(*n)++] = keep(a, rows_val(&r, 0));
	}
}

/* "SELECT columns FROM e WHERE conditions ORDER BY id": registers by column. */
static err_t
find_text(const struct entity *e, const struct cond *conds, size_t n,
    bool voided_too, struct buf *b)
{
	TRY(buf_str(b, "SELECT "));
	TRY(put_columns(b, e));
	TRY(buf_fmt(b, " FROM \"%s\" WHERE life %s", e->name,
	    voided_too ? ">= 0" : "= 0"));
	for (size_t i = 0; i < n; i++) {
		if (conds[i].f->merge == MERGE_LIST)
			TRY(buf_fmt(b,
			    " AND id IN (SELECT record FROM element"
			    " WHERE field = %u AND value = ?%zu AND"
			    " removed = 0)",
			    conds[i].f->no, i + 1));
		else
			TRY(buf_fmt(
			    b, " AND \"%s\" IS ?%zu", conds[i].f->name, i + 1));
	}
	return (buf_str(b, " ORDER BY id"));
}

/* The statement by one condition stays prepared: the rules ask it often. */
static err_t
kept_find(struct ledger *l, const struct entity *e, const struct cond *c,
    struct sql **out)
{
	CLEAN(buf_free) struct buf b = BUF(TABLE_TEXT);
	struct table *t = state_table(l, e);

	if (t->find == NULL)
		t->find = mem_new(sizeof(*t->find) * e->n);
	*out = &t->find[c->f->no - 1];
	if ((*out)->text != NULL)
		return (NULL);
	TRY(find_text(e, c, 1, false, &b));
	name_statement(*out, "state_find", &b);
	return (NULL);
}

err_t
state_find( // NOLINT(readability-function-size)
    struct ledger *l, const struct entity *e, const struct cond *conds,
    size_t n, bool voided_too, struct arena *a,
    err_t (*fn)(void *ctx, const struct record *r), void *ctx)
{
	CLEAN(buf_free) struct buf b = BUF(TABLE_TEXT);
	CLEAN(rows_done) struct rows rows = { 0 };
	struct val args[33];
	struct sql s = { .name = "state_find", .scan = 1, .once = true };
	struct sql *kept = &s;
	bool more;

	must(n < sizeof(args) / sizeof(args[0]));
	args[0] = val_null();
	for (size_t i = 0; i < n; i++)
		args[i + 1] = conds[i].v;
	if (n == 1 && !voided_too) {
		TRY(kept_find(l, e, conds, &kept));
	} else {
		TRY(find_text(e, conds, n, voided_too, &b));
		s.text = (const char *)b.p;
	}
	TRY(db_query_args(&rows, ledger_db(l), kept, args, n));
	for (;;) {
		struct record r;

		TRY(rows_next(&rows, &more));
		if (!more)
			return (NULL);
		TRY(state_fill(&rows, e, a, &r));
		TRY(fn(ctx, &r));
	}
}
