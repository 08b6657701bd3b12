#include "proto/log/fold_parts.h"

#include <stdio.h>
#include <stdlib.h>

SQL(fold_touch, "INSERT OR IGNORE INTO touch (record, dot) VALUES (?1, ?2)");
SQL(fold_element,
    "INSERT OR REPLACE INTO element (record, field, value, dot, removed)"
    " VALUES (?1, ?2, ?3, ?4, 0)");
SQL(fold_decide, "INSERT OR REPLACE INTO decision (op, dot, verdict, reason)"
		 " VALUES (?1, ?2, ?3, ?4)");
SQL(fold_quarantine_add,
    "INSERT OR REPLACE INTO quarantine (dot, newer, reason)"
    " VALUES (?1, ?2, ?3)");
SQL_SCAN(fold_any_waiting, "SELECT count(*) FROM waiting");
SQL(fold_is_held, "SELECT kind, owner FROM held WHERE op = ?1");
SQL(fold_is_open,
    "SELECT 1 FROM sibling WHERE record = ?1 UNION ALL"
    " SELECT 1 FROM review WHERE record = ?1 UNION ALL"
    " SELECT 1 FROM element WHERE record = ?1 AND removed = 1 LIMIT 1");
SQL(fold_positioned, "SELECT max(first + count) FROM position WHERE log = ?1");
SQL(fold_meta, "SELECT value FROM meta WHERE name = 'schema'");
SQL(fold_meta_set, "INSERT INTO meta (name, value) VALUES ('schema', ?1)"
		   " ON CONFLICT (name) DO UPDATE SET value = excluded.value");

SQL(fold_federal_get, "SELECT value FROM meta WHERE name = 'federal'");
SQL(fold_federal_set,
    "INSERT INTO meta (name, value) VALUES ('federal', ?1)"
    " ON CONFLICT (name) DO UPDATE SET value = excluded.value");

static err_t
same_schema(struct fold *f, bool *same)
{
	CLEAN(rows_done) struct rows r = { 0 };
	CLEAN(buf_free) struct buf b = BUF(32);
	bool found;

	TRY(buf_fmt(&b, "%d", schema_version));
	TRY(db_one(&r, ledger_db(f->l), &fold_meta, &found));
	*same = found && span_eq(rows_span(&r, 0), buf_all(&b));
	return (NULL);
}

/* Who is federal decides what rows there are, and a newer program makes them
 * anew before it is told: so the store remembers. */
static err_t
know_federal(struct fold *f)
{
	CLEAN(rows_done) struct rows r = { 0 };
	bool found;

	TRY(db_one(&r, ledger_db(f->l), &fold_federal_get, &found));
	if (found && rows_span(&r, 0).n == KEY_LEN)
		fold_federal(f, rows_span(&r, 0).p);
	f->noted = f->has_federal;
	return (NULL);
}

static err_t
note_federal(struct fold *f)
{
	if (!f->has_federal || f->noted)
		return (NULL);
	TRY(db_run(
	    ledger_db(f->l), &fold_federal_set, val_blob(f->federal, KEY_LEN)));
	f->noted = true;
	return (NULL);
}

/* All or nothing: rows of one version and the number of another would not be
 * found out. */
static err_t
renew_schema(struct fold *f)
{
	CLEAN(tx_undo) struct tx tx = { 0 };
	CLEAN(buf_free) struct buf b = BUF(32);

	TRY(buf_fmt(&b, "%d", schema_version));
	TRY(tx_begin(&tx, ledger_db(f->l)));
	TRY(ledger_refresh(f->l));
	TRY(fold_all(f));
	TRY(db_run(ledger_db(f->l), &fold_meta_set, val_blob(b.p, b.n)));
	return (tx_commit(&tx));
}

err_t
fold_open(struct fold **out, struct ledger *l)
{
	struct fold *f = mem_new(sizeof(*f));
	int64_t n;
	bool same;

	*out = f;
	f->l = l;
	f->root = mem_new(sizeof(*f->root) * FOLD_PLACES);
	f->owners.at = mem_new(sizeof(*f->owners.at) * FOLD_PLACES);
	TRY(know_federal(f));
	TRY(same_schema(f, &same));
	if (!same)
		TRY(renew_schema(f));
	TRY(db_int(ledger_db(l), &fold_any_waiting, 0, &n));
	f->waiting = n > 0;
	return (NULL);
}

void
fold_close(struct fold **fp)
{
	if (*fp == NULL)
		return;
	mem_free((*fp)->author);
	mem_free((*fp)->root);
	mem_free((*fp)->later);
	mem_free((*fp)->owners.at);
	mem_free(*fp);
	*fp = NULL;
}

void
fold_federal(struct fold *f, const uint8_t key[KEY_LEN])
{
	f->noted = f->noted && memcmp(f->federal, key, KEY_LEN) == 0;
	memcpy(f->federal, key, KEY_LEN);
	f->has_federal = true;
}

void
fold_forget(struct fold *f)
{
	mem_free(f->author);
	f->author = NULL;
	f->author_cap = 0;
	f->noted = false;
	memset(f->root, 0, sizeof(*f->root) * FOLD_PLACES);
	fold_owners_drop(f);
	f->owners_changed = false;
	f->waiting = true;
	f->laters = 0;
}

/* Another process may have changed owners and parents since. */
static void
notice_others(struct fold *f)
{
	if (f->foreign == ledger_foreign(f->l))
		return;
	fold_forget(f);
	f->foreign = ledger_foreign(f->l);
}

bool
fold_same_space(struct fold *f, dot_t record, uint32_t space)
{
	const struct log_info *i = ledger_log(f->l, dot_log(record));

	return (i == NULL || i->space == 0 || i->space == space);
}

void
fold_later(struct fold *f, const struct entity *e, dot_t id)
{
	mem_room(&f->later, &f->later_cap, f->laters + 1, sizeof(*f->later));
	f->later[f->laters++] = (struct later){ id, e };
}

static int
by_record(const void *a, const void *b)
{
	const struct later *x = a, *y = b;

	if (x->id != y->id)
		return (x->id < y->id ? -1 : 1);
	return (x->e < y->e ? -1 : x->e > y->e);
}

/* Fold what was put off, each record once; and what that puts off. */
static err_t
fold_put_off(struct fold *f)
{
	while (f->laters > 0) {
		size_t n = f->laters;
		struct later *v = f->later;
		err_t e = NULL;

		f->later = NULL;
		f->laters = f->later_cap = 0;
		qsort(v, n, sizeof(*v), by_record);
		for (size_t i = 0; i < n && e == NULL; i++) {
			if (i == 0 || by_record(&v[i - 1], &v[i]) != 0)
				e = fold_record(f, v[i].e, v[i].id);
		}
		mem_free(v);
		TRY(e);
	}
	return (NULL);
}

err_t
fold_quarantine(struct fold *f, dot_t dot, bool newer, const char *why)
{
	return (db_run(ledger_db(f->l), &fold_quarantine_add, A_INT(dot),
	    A_INT(newer ? 1 : 0), val_str(why)));
}

/* Values that this software cannot hold are kept in the log only. */
static err_t
check_values(struct fold *f, const struct entity *e, struct op *op, dot_t dot)
{
	size_t n = 0;

	for (size_t i = 0; i < op->n; i++) {
		const struct field *fl = schema_field(e, op->fv[i].field);

		if (fl == NULL) {
			TRY(fold_quarantine(f, dot, true, "unknown field"));
			continue;
		}
		if (op->fv[i].v.kind == VAL_BLOB) {
			TRY(fold_quarantine(f, dot, true, "unknown value"));
			continue;
		}
		op->fv[n++] = op->fv[i];
	}
	op->n = n;
	return (NULL);
}

static err_t
add_row(struct fold *f, const struct context *x, const struct entity *e,
    const struct op *op, dot_t dot, dot_t root)
{
	struct val v[72] = { { 0 } }, args[80];
	struct record r = {
		.id = dot, .entity = e, .space = x->space, .root = root, .v = v
	};
	struct db *db = ledger_db(f->l);
	size_t n;

	must(e->n + 8 < sizeof(v) / sizeof(v[0]));
	for (size_t i = 0; i < op->n; i++) {
		const struct field *fl = schema_field(e, op->fv[i].field);

		if (fl->merge == MERGE_LIST)
			TRY(db_run(db, &fold_element, A_INT(dot), A_INT(fl->no),
			    op->fv[i].v, A_INT(dot)));
		else
			r.v[fl->no - 1] = op->fv[i].v;
	}
	n = state_args(&r, args);
	TRY(db_run_args(db, &state_table(f->l, e)->add, args, n));
	if (db_changes(db) == 0) {
		fold_later(f, e, dot);
		return (NULL);
	}
	if (e->folio != NULL)
		TRY(fold_folio(f, e, dot, x->space,
		    v[schema_field_named(e, "folio")->no - 1]));
	if (root != 0)
		fold_root_keep(f, e, dot, root);
	return (f->waiting ? fold_arrived(f, e, dot) : NULL);
}

static err_t
create(struct fold *f, const struct context *x, const struct entity *e,
    struct op *op, dot_t dot)
{
	struct verdict v;
	dot_t root, missing;

	if (!fold_place(f, e, x->space))
		return (fold_quarantine(f, dot, false, "not of this space"));
	TRY(check_values(f, e, op, dot));
	TRY(fold_root(f, e, op, dot, &root, &missing));
	TRY(fold_judge(f, x, e, root, op, &v));
	if (missing != 0) {
		TRY(fold_wait(f, e, dot, missing));
		if (v.held == 0)
			TRY(fold_parent_held(f, missing, &v));
	}
	if (e->no == ENTITY_secretariat) {
		f->owners_changed = true;
		fold_owners_drop(f);
	}
	if (v.held == 0)
		return (add_row(f, x, e, op, dot, root));
	TRY(fold_hold(f, e, dot, dot, x->space, &x->author, &v));
	return (f->waiting ? fold_arrived(f, e, dot) : NULL);
}

static err_t
edit(struct fold *f, const struct context *x, const struct entity *e,
    struct op *op, dot_t dot)
{
	CLEAN(arena_free) struct arena a = ARENA;
	struct verdict v;
	struct record r;
	bool found;

	if (!fold_same_space(f, op->record, x->space))
		return (fold_quarantine(f, dot, false, "of another space"));
	TRY(db_run(
	    ledger_db(f->l), &fold_touch, A_INT(op->record), A_INT(dot)));
	TRY(check_values(f, e, op, dot));
	TRY(state_get(f->l, e, op->record, &a, &r, &found));
	if (found && r.life == LIFE_LIVE &&
	    (r.root != 0 || e->space != IN_ROUNDTABLE)) {
		TRY(fold_judge(f, x, e, r.root, op, &v));
		if (v.held != 0)
			return (fold_hold(
			    f, e, r.id, dot, x->space, &x->author, &v));
		if (op->n > 0 &&
		    (op->kind == OP_EDIT || op->kind == OP_SPLICE) &&
		    fold_follows(f, &r, op, dot))
			return (fold_follow(f, &r, op, dot, &a));
	}
	fold_later(f, e, op->record);
	return (NULL);
}

static err_t
apply(struct fold *f, const struct context *x, struct op *op, dot_t dot)
{
	const struct entity *e = schema_entity(op->entity);

	switch (op->kind) {
	case OP_ALIAS:
	case OP_ERASED:
		return (NULL);
	case OP_UNKNOWN:
		return (
		    fold_quarantine(f, dot, true, "written by newer software"));
	case OP_DECIDE: {
		CLEAN(arena_free) struct arena a = ARENA;

		return (db_run(ledger_db(f->l), &fold_decide, A_INT(op->record),
		    A_INT(dot), A_INT(op->state),
		    val_str(arena_dup(&a, op->reason))));
	}
	case OP_CREATE:
		if (e == NULL)
			return (
			    fold_quarantine(f, dot, true, "unknown entity"));
		return (create(f, x, e, op, dot));
	case OP_EDIT:
	case OP_ADD:
	case OP_REMOVE:
	case OP_COUNT:
	case OP_SPLICE:
	case OP_VOID:
	case OP_RESOLVE:
		break;
	}
	if (e == NULL)
		return (fold_quarantine(f, dot, true, "unknown entity"));
	if (e->no == ENTITY_secretariat) {
		f->owners_changed = true;
		fold_owners_drop(f);
	}
	TRY(edit(f, x, e, op, dot));
	return (f->waiting ? fold_arrived(f, e, dot) : NULL);
}

static err_t
fold_stored(struct fold *f, const struct stored *c, struct arena *a)
{
	struct context x;

	TRY(fold_context(f, c, &x));
	for (uint32_t i = 0; i < c->n; i++) {
		CLEAN(json_free) json_t *root = NULL;
		struct op op;
		dot_t dot = dot_pack(dot_log(c->dot), dot_seq(c->dot), i);
		err_t e;

		e = ledger_op(f->l, c, i, a, &root, &op);
		if (e != NULL &&
		    (e->code == ERR_FORMAT || e->code == ERR_LIMIT)) {
			TRY(fold_quarantine(f, dot, false, e->text));
			continue;
		}
		TRY(e);
		TRY_FOR(apply(f, &x, &op, dot), "op %u of commit %u", i,
		    dot_seq(dot));
	}
	return (NULL);
}

/* A hand-over changes whose the commits are that have no receipt yet. */
static err_t
own_pending_again(struct fold *f)
{
	f->owners_changed = false;
	for (uint32_t no = 1; no <= ledger_logs(f->l); no++) {
		const struct log_info *i = ledger_log(f->l, no);
		int64_t from;

		if (i == NULL || i->seq < i->first)
			continue;
		TRY(db_int(
		    ledger_db(f->l), &fold_positioned, 1, &from, A_INT(no)));
		if (from < i->first)
			from = i->first;
		if (from <= i->seq)
			TRY(fold_again(f, no, (uint32_t)from, i->seq));
	}
	return (NULL);
}

err_t
fold_commits(struct fold *f, uint32_t log, uint32_t first, uint32_t last)
{
	CLEAN(arena_free) struct arena a = ARENA;

	must(db_in_tx(ledger_db(f->l)));
	TRY(note_federal(f));
	notice_others(f);
	for (uint32_t seq = first; seq <= last; seq++) {
		struct stored c;

		TRY(ledger_commit(f->l, dot_pack(log, seq, 0), &a, &c));
		TRY(fold_stored(f, &c, &a));
		arena_clear(&a);
	}
	TRY(fold_put_off(f));
	return (f->owners_changed ? own_pending_again(f) : NULL);
}

/* Is it held, or not, just as this verdict has it: for the same owner too? */
static err_t
same_held(struct fold *f, dot_t op, const struct verdict *v, bool *same)
{
	CLEAN(rows_done) struct rows r = { 0 };
	bool found;

	TRY(db_one(&r, ledger_db(f->l), &fold_is_held, &found, A_INT(op)));
	*same = found ? rows_int(&r, 0) == (int64_t)v->held &&
			    rows_int(&r, 1) == v->owner
		      : v->held == 0;
	return (NULL);
}

/* Would anything about this op come out differently now? */
static err_t
again(struct fold *f, const struct context *x, const struct op *op, dot_t dot)
{
	CLEAN(arena_free) struct arena a = ARENA;
	const struct entity *e = schema_entity(op->entity);
	dot_t id = op->kind == OP_CREATE ? dot : op->record;
	struct verdict v;
	struct record r;
	int64_t open;
	bool found, same;

	/* An alias, a decision and what was erased are of no entity. */
	if (e == NULL || op->kind == OP_UNKNOWN)
		return (NULL);
	TRY(state_get(f->l, e, id, &a, &r, &found));
	TRY(db_int(ledger_db(f->l), &fold_is_open, 0, &open, A_INT(id)));
	if (found && (r.root != 0 || e->space != IN_ROUNDTABLE) && open == 0) {
		dot_t root = r.root, missing = 0;

		if (op->kind == OP_CREATE)
			TRY(fold_root(f, e, op, id, &root, &missing));
		TRY(fold_judge(f, x, e, r.root, op, &v));
		TRY(same_held(f, dot, &v, &same));
		if (same && missing == 0 && root == r.root)
			return (NULL);
	}
	fold_later(f, e, id);
	return (NULL);
}

err_t
fold_again(struct fold *f, uint32_t log, uint32_t first, uint32_t last)
{
	must(db_in_tx(ledger_db(f->l)));
	notice_others(f);
	for (uint32_t seq = first; seq <= last; seq++) {
		CLEAN(arena_free) struct arena a = ARENA;
		struct stored c;
		struct context x;

		TRY(ledger_commit(f->l, dot_pack(log, seq, 0), &a, &c));
		TRY(fold_context(f, &c, &x));
		for (uint32_t i = 0; i < c.n; i++) {
			CLEAN(json_free) json_t *root = NULL;
			struct op op;

			if (ledger_op(f->l, &c, i, &a, &root, &op) != NULL)
				continue; /* quarantined when it came */
			TRY(again(f, &x, &op, dot_pack(log, seq, i)));
		}
	}
	return (fold_put_off(f));
}
