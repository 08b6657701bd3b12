#include "tests/unit/fixture.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static void
begin(struct fixture *f)
{
	ok(store_open(&f->st, f->path, DB_CREATE));
	fold_federal(f->st.f, f->pub);
	f->desk = (struct desk){ .l = f->st.l,
		.f = f->st.f,
		.key = f->key,
		.federal = true,
		.home = "home-FED" };
}

int
fixture_open(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));

	(void)snprintf(f->dir, sizeof(f->dir), "/tmp/mesas-fixture-XXXXXX");
	assert_non_null(mkdtemp(f->dir));
	(void)snprintf(f->path, sizeof(f->path), "%s/hub.db", f->dir);
	ok(key_make(&f->key));
	key_public(f->key, f->pub);
	begin(f);
	*state = f;
	return (0);
}

int
fixture_close(void **state)
{
	static const char *const ends[] = { "", "-wal", "-shm" };
	struct fixture *f = *state;
	char path[128];

	store_close(&f->st);
	key_free(&f->key);
	for (int i = 0; i < 3; i++) {
		(void)snprintf(path, sizeof(path), "%s%s", f->path, ends[i]);
		(void)unlink(path);
	}
	(void)rmdir(f->dir);
	free(f);
	return (0);
}

void
fixture_again(struct fixture *f)
{
	store_close(&f->st);
	begin(f);
}

dot_t
fixture_commit(struct fixture *f, const struct key *k, const char *space,
    const struct op *ops, size_t n)
{
	CLEAN(arena_free) struct arena a = ARENA;
	CLEAN(tx_undo) struct tx tx = { 0 };
	struct append *ap = arena_new(&a, sizeof(*ap));
	struct ledger *l = f->st.l;
	uint8_t pub[KEY_LEN];
	dot_t dot, first = 0;
	uint32_t no;

	key_public(k, pub);
	ok(tx_begin(&tx, f->st.db));
	ok(ledger_refresh(l));
	ok(ledger_space(l, space, true, &no));
	if (ledger_mine(l, no) != NULL &&
	    append_full(l, ledger_mine(l, no)->no))
		ok(append_close(l, ledger_mine(l, no)->no, k, 1000, 0));
	ok(append_begin(ap, l, &a, no, pub));
	for (size_t i = 0; i < n; i++) {
		ok(append_op(ap, &ops[i], &dot));
		first = i == 0 ? dot : first;
	}
	ok(append_end(ap, 1000, "prueba"));
	ok(fold_commits(f->st.f, ap->log, ap->seq, ap->seq));
	ok(tx_commit(&tx));
	return (first);
}

dot_t
fixture_op(struct fixture *f, const char *space, const struct op *op)
{
	return (fixture_commit(f, f->key, space, op, 1));
}

dot_t
fixture_create(struct fixture *f, const char *space, uint32_t entity,
    struct fv *fv, size_t n)
{
	struct op op = {
		.kind = OP_CREATE, .entity = entity, .n = n, .fv = fv
	};

	return (fixture_op(f, space, &op));
}

dot_t
fixture_roundtable(struct fixture *f, const char *space)
{
	struct fv fv[] = { FIX(roundtable, official_name, val_str("Mesa")),
		FIX(roundtable, level, val_int(CODE_level_state)),
		FIX(roundtable, kind, val_int(CODE_roundtable_kind_plenary)) };

	return (fixture_create(f, space, ENTITY_roundtable, fv, 3));
}

uint32_t
fixture_space(struct fixture *f, const char *space)
{
	uint32_t no;

	ok(ledger_refresh(f->st.l));
	ok(ledger_space(f->st.l, space, false, &no));
	return (no);
}

uint32_t
fixture_seal(struct fixture *f, const char *space)
{
	CLEAN(tx_undo) struct tx tx = { 0 };
	uint32_t log = ledger_mine(f->st.l, fixture_space(f, space))->no;

	ok(tx_begin(&tx, f->st.db));
	ok(append_close(f->st.l, log, f->key, 1000, 0));
	ok(tx_commit(&tx));
	return (log);
}

dot_t
fixture_make(struct fixture *f, uint32_t entity, const struct fv *fv, size_t n)
{
	CLEAN(act_undo) struct act act;
	dot_t id, commit;

	ok(act_begin(&act, &f->desk));
	ok(act_create(&act, schema_entity(entity), fv, n, &id));
	ok(act_save(&act, "prueba", &commit));
	return (id);
}

err_t
fixture_edit(
    struct fixture *f, uint32_t entity, dot_t id, const struct fv *fv, size_t n)
{
	CLEAN(act_undo) struct act act;
	dot_t commit;

	TRY(act_begin(&act, &f->desk));
	TRY(act_edit(&act, schema_entity(entity), id, fv, n));
	return (act_save(&act, "prueba", &commit));
}

int64_t
fixture_count(struct fixture *f, const char *sql)
{
	struct sql s = {
		.name = "count", .text = sql, .scan = 1, .once = true
	};
	CLEAN(rows_done) struct rows r = { 0 };
	bool more;

	ok(db_query_args(&r, f->st.db, &s, NULL, 0));
	ok(rows_next(&r, &more));
	return (more ? rows_int(&r, 0) : -1);
}

void
fixture_run(struct fixture *f, const char *sql)
{
	ok(db_exec(f->st.db, sql));
	ledger_forget(f->st.l);
	fold_forget(f->st.f);
	ok(ledger_refresh(f->st.l));
}

void
fixture_same(struct fixture *f)
{
	CLEAN(buf_free) struct buf report = BUF(1 << 16);
	struct hash a, b;
	err_t e;

	ok(fold_dump(f->st.f, &a));
	ok(fold_rebuild(f->st.f));
	ok(fold_dump(f->st.f, &b));
	assert_memory_equal(&a, &b, sizeof(a));
	e = store_verify(&f->st, &report);
	if (e != NULL)
		fail_msg("%.*s", (int)report.n, (const char *)report.p);
}
