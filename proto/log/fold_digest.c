/*
 * fold_digest -- the state made again from the log, and hashed.
 */
#include "proto/log/fold_parts.h"

#include <stdlib.h>

SQL_SCAN(fold_digest_elements,
    "SELECT record, field, value, dot, removed FROM element"
    " ORDER BY record, field, value, dot");
SQL_SCAN(fold_digest_siblings,
    "SELECT record, field, dot, rank, value FROM sibling"
    " ORDER BY record, field, dot");
SQL_SCAN(fold_digest_reviews,
    "SELECT record, field, kind, entity, space FROM review"
    " ORDER BY record, field");
SQL_SCAN(fold_digest_held,
    "SELECT op, record, entity, space, kind, author, owner FROM held"
    " ORDER BY op");
SQL_SCAN(
    fold_digest_touch, "SELECT record, dot FROM touch ORDER BY record, dot");
SQL_SCAN(fold_digest_decisions,
    "SELECT op, dot, verdict, reason FROM decision ORDER BY op, dot");
SQL(fold_digest_review_of,
    "SELECT field, kind FROM review WHERE record = ?1 ORDER BY field");

/* The logs of `national`, or all the others. */
static err_t
fold_logs(struct fold *f, uint32_t national, bool in)
{
	for (uint32_t no = 1; no <= ledger_logs(f->l); no++) {
		const struct log_info *i = ledger_log(f->l, no);

		if (i == NULL || (i->space == national) != in ||
		    i->seq < i->first)
			continue;
		TRY_FOR(fold_commits(f, no, i->first, i->seq), "log %u", no);
	}
	return (NULL);
}

err_t
fold_all(struct fold *f)
{
	uint32_t national = 0;

	must(db_in_tx(ledger_db(f->l)));
	fold_forget(f);
	TRY(state_drop(ledger_db(f->l)));
	TRY(state_create(ledger_db(f->l)));
	/* Nothing of it here yet: then no log is in space 0. */
	if (ledger_space(f->l, SPACE_NATIONAL, false, &national) != NULL)
		national = 0;
	TRY(fold_logs(f, national, true));
	TRY(fold_logs(f, national, false));
	fold_forget(f);
	return (NULL);
}

err_t
fold_rebuild(struct fold *f)
{
	CLEAN(tx_undo) struct tx tx = { 0 };

	TRY(tx_begin(&tx, ledger_db(f->l)));
	TRY(ledger_refresh(f->l));
	TRY(fold_all(f));
	return (tx_commit(&tx));
}

/* Dots are hashed by what they name, never by local numbers. */
static void
hash_dot(struct fold *f, struct hasher *h, dot_t d)
{
	uint8_t id[LOG_ID_LEN];

	ledger_canon(f->l, d, id);
	hash_add(h, id, LOG_ID_LEN);
	hash_u64(h, dot_seq(d));
	hash_u64(h, dot_index(d));
}

static void
hash_val(struct fold *f, struct hasher *h, const struct field *fl, struct val v)
{
	hash_u64(h, v.kind);
	if (fl != NULL && fl->type == TYPE_REF && v.kind == VAL_INT) {
		hash_dot(f, h, v.i);
		return;
	}
	if (v.kind == VAL_INT)
		hash_u64(h, (uint64_t)v.i);
	if (v.kind == VAL_TEXT || v.kind == VAL_BLOB) {
		hash_u64(h, v.s.n);
		hash_add(h, v.s.p, v.s.n);
	}
}

static int
by_hash(const void *a, const void *b)
{
	return (memcmp(a, b, sizeof(struct hash)));
}

/* Elements in an order that does not depend on local numbers. */
static err_t
hash_list(struct fold *f, struct hasher *h, const struct record *r,
    const struct field *fl, struct arena *a)
{
	struct val *v;
	struct hash *each;
	size_t n;

	TRY(state_elements(f->l, r->id, fl->no, a, &v, &n));
	if (n == 0)
		return (NULL);
	each = arena_new(a, sizeof(*each) * n);
	for (size_t i = 0; i < n; i++) {
		struct hasher one;

		hash_start(&one, "element");
		hash_val(f, &one, fl, v[i]);
		hash_end(&one, &each[i]);
	}
	qsort(each, n, sizeof(*each), by_hash);
	hash_u64(h, fl->no);
	hash_u64(h, n);
	hash_add(h, each, sizeof(*each) * n);
	return (NULL);
}

static err_t
hash_siblings(
    struct fold *f, struct hasher *h, const struct record *r, struct arena *a)
{
	struct span v = r->versions;
	struct packed p;

	while (state_version_next(&v, &p)) {
		const struct field *fl = schema_field(r->entity, p.field);
		struct version *s;
		size_t n;

		if (p.n < 2)
			continue;
		TRY(state_siblings(f->l, r->id, p.field, a, &s, &n));
		hash_u64(h, p.field);
		for (size_t i = 0; i < n; i++) {
			hash_dot(f, h, s[i].dot);
			hash_val(f, h, fl, s[i].v);
		}
	}
	return (NULL);
}

static err_t
hash_reviews(struct fold *f, struct hasher *h, dot_t id)
{
	CLEAN(rows_done) struct rows r = { 0 };
	bool more;

	TRY(db_query(&r, ledger_db(f->l), &fold_digest_review_of, A_INT(id)));
	for (;;) {
		TRY(rows_next(&r, &more));
		if (!more)
			return (NULL);
		hash_u64(h, (uint64_t)rows_int(&r, 0));
		hash_u64(h, (uint64_t)rows_int(&r, 1));
	}
}

static err_t
hash_record(struct fold *f, struct hasher *h, const struct entity *e, dot_t id)
{
	CLEAN(arena_free) struct arena a = ARENA;
	struct record r;
	bool found;

	TRY(state_get(f->l, e, id, &a, &r, &found));
	must(found);
	hash_u64(h, e->no);
	hash_dot(f, h, id);
	hash_u64(h, (uint64_t)(int64_t)r.life);
	for (size_t i = 0; i < e->n; i++) {
		if (e->fields[i].merge == MERGE_LIST) {
			TRY(hash_list(f, h, &r, &e->fields[i], &a));
		} else if (r.v[i].kind != VAL_NULL) {
			hash_u64(h, e->fields[i].no);
			hash_val(f, h, &e->fields[i], r.v[i]);
		}
	}
	TRY(hash_siblings(f, h, &r, &a));
	return (hash_reviews(f, h, id));
}

struct row_id {
	dot_t id;
	const struct entity *e;
};

static int
by_record(const void *a, const void *b, void *l)
{
	return (ledger_order(
	    l, ((const struct row_id *)a)->id, ((const struct row_id *)b)->id));
}

struct row_ids {
	struct row_id *v;
	size_t n, cap;
};

static void
row_ids_free(struct row_ids *ids)
{
	mem_free(ids->v);
}

/* Every record whose id is of this log. */
static err_t
add_log(struct fold *f, struct row_ids *ids, uint32_t log)
{
	for (size_t i = 0; i < schema_count; i++) {
		CLEAN(rows_done) struct rows r = { 0 };
		bool more;

		TRY(db_query(&r, ledger_db(f->l),
		    &state_table(f->l, &schema_entities[i])->range,
		    A_INT(dot_pack(log, 0, 0)),
		    A_INT(dot_pack(log + 1, 0, 0) - 1)));
		for (;;) {
			TRY(rows_next(&r, &more));
			if (!more)
				break;
			mem_room(
			    &ids->v, &ids->cap, ids->n + 1, sizeof(*ids->v));
			ids->v[ids->n++] = (struct row_id){ rows_int(&r, 0),
				&schema_entities[i] };
		}
	}
	return (NULL);
}

static int
by_op(const void *a, const void *b, void *l)
{
	const struct held *x = a, *y = b;

	return (ledger_order(l, x->op, y->op));
}

static err_t
hash_held(struct fold *f, struct hasher *h, uint32_t space)
{
	CLEAN(arena_free) struct arena a = ARENA;
	struct held *v;
	size_t n;

	TRY(state_held(f->l, space, false, &a, &v, &n));
	if (n > 1)
		qsort_r(v, n, sizeof(*v), by_op, f->l);
	for (size_t i = 0; i < n; i++) {
		hash_dot(f, h, v[i].op);
		hash_u64(h, v[i].kind);
		hash_u64(h, v[i].status);
	}
	return (NULL);
}

err_t
fold_digest(struct fold *f, uint32_t space, struct hash *out)
{
	CLEAN(row_ids_free) struct row_ids ids = { NULL, 0, 0 };
	struct hasher h;

	hash_start(&h, "digest");
	for (uint32_t no = 1; no <= ledger_logs(f->l); no++) {
		const struct log_info *i = ledger_log(f->l, no);

		if (i != NULL && i->space == space)
			TRY(add_log(f, &ids, no));
	}
	/* Not log by log: a fork gives one log's commits two names. */
	if (ids.n > 1)
		qsort_r(ids.v, ids.n, sizeof(*ids.v), by_record, f->l);
	for (size_t i = 0; i < ids.n; i++)
		TRY(hash_record(f, &h, ids.v[i].e, ids.v[i].id));
	TRY(hash_held(f, &h, space));
	hash_end(&h, out);
	return (NULL);
}

/* Every column of every row, as stored. */
static err_t
dump(struct db *db, struct sql *s, int cols, struct hasher *h)
{
	CLEAN(rows_done) struct rows r = { 0 };
	bool more;

	TRY(db_query_args(&r, db, s, NULL, 0));
	for (;;) {
		TRY(rows_next(&r, &more));
		if (!more)
			return (NULL);
		for (int c = 0; c < cols; c++) {
			struct val v = rows_val(&r, c);

			hash_u64(h, v.kind);
			hash_u64(h, (uint64_t)v.i);
			hash_u64(h, v.s.n);
			if (v.s.n > 0)
				hash_add(h, v.s.p, v.s.n);
		}
	}
}

err_t
fold_dump(struct fold *f, struct hash *out)
{
	struct {
		struct sql *s;
		int cols;
	} own[] = { { &fold_digest_elements, 5 }, { &fold_digest_siblings, 5 },
		{ &fold_digest_reviews, 5 }, { &fold_digest_held, 7 },
		{ &fold_digest_touch, 2 }, { &fold_digest_decisions, 4 } };
	struct db *db = ledger_db(f->l);
	struct hasher h;

	hash_start(&h, "dump");
	for (size_t i = 0; i < schema_count; i++) {
		const struct entity *e = &schema_entities[i];
		int cols = 5;

		for (size_t k = 0; k < e->n; k++)
			cols += e->fields[k].merge != MERGE_LIST ? 1 : 0;
		hash_u64(&h, e->no);
		TRY(dump(db, &state_table(f->l, e)->all, cols, &h));
	}
	for (size_t i = 0; i < sizeof(own) / sizeof(own[0]); i++)
		TRY(dump(db, own[i].s, own[i].cols, &h));
	hash_end(&h, out);
	return (NULL);
}
