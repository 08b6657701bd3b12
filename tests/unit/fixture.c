#include "tests/unit/fixture.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "proto/base/clock.h"
#include "proto/log/place.h"

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
fixture_make(struct desk *d, uint32_t entity, const struct fv *fv, size_t n)
{
	CLEAN(act_undo) struct act act;
	dot_t id, commit;

	ok(act_begin(&act, d));
	ok(act_create(&act, schema_entity(entity), fv, n, &id));
	ok(act_save(&act, "prueba", &commit));
	return (id);
}

err_t
fixture_edit(
    struct desk *d, uint32_t entity, dot_t id, const struct fv *fv, size_t n)
{
	CLEAN(act_undo) struct act act;
	dot_t commit;

	TRY(act_begin(&act, d));
	TRY(act_edit(&act, schema_entity(entity), id, fv, n));
	return (act_save(&act, "prueba", &commit));
}

void
fixture_office(struct fixture *f, const char *code, struct fixture_office *o)
{
	CLEAN(buf_free) struct buf print = BUF(64);
	struct fv of[] = { FIX(office, code, val_str(code)),
		FIX(office, name, val_str(code)) };
	struct fv node[] = { FIX(node, office, val_null()),
		FIX(node, fingerprint, val_null()) };
	uint8_t pub[KEY_LEN];

	ok(key_make(&o->key));
	key_public(o->key, pub);
	ok(buf_b64(&print, span_of(pub, KEY_LEN)));
	o->id = fixture_make(&f->desk, ENTITY_office, of, 2);
	node[0].v = val_int(o->id);
	node[1].v = val_text(buf_all(&print));
	(void)fixture_make(&f->desk, ENTITY_node, node, 2);
	(void)snprintf(o->home, sizeof(o->home), "home-%s", code);
	o->desk = (struct desk){ .l = f->st.l,
		.f = f->st.f,
		.key = o->key,
		.office = o->id,
		.home = o->home };
}

void
fixture_give(struct fixture *f, dot_t roundtable, dot_t office, int64_t since)
{
	struct fv fv[] = { FIX(secretariat, roundtable, val_int(roundtable)),
		FIX(secretariat, office, val_int(office)),
		FIX(secretariat, since, val_int(since)) };

	(void)fixture_make(&f->desk, ENTITY_secretariat, fv, 3);
}

dot_t
fixture_mesa(struct fixture *f, const char *cvegeo)
{
	struct fv fv[] = { FIX(roundtable, code, val_str(cvegeo)),
		FIX(roundtable, official_name, val_str("Mesa")),
		FIX(roundtable, level, val_int(CODE_level_municipal)),
		FIX(roundtable, kind, val_int(CODE_roundtable_kind_plenary)),
		FIX(roundtable, cvegeo, val_str(cvegeo)) };

	return (fixture_make(&f->desk, ENTITY_roundtable, fv, 5));
}

dot_t
fixture_gap(struct desk *d, dot_t roundtable, const char *title)
{
	struct fv fv[] = { FIX(gap, roundtable, val_int(roundtable)),
		FIX(gap, title, val_str(title)) };

	return (fixture_make(d, ENTITY_gap, fv, 2));
}

static void
stamp_log(struct fixture *f, uint32_t epoch, const struct log_info *i)
{
	CLEAN(arena_free) struct arena a = ARENA;
	struct ledger *l = f->st.l;
	struct position p = { .space = i->space, .epoch = epoch, .log = i->no };
	struct cursor c;
	struct hash *h;
	uint32_t after, national, no = i->no, seq = i->seq;

	ok(place_last(l, no, &after));
	if (i->space == 0 || after >= seq)
		return;
	p.first = after + 1;
	p.count = seq - after;
	p.receipt = clock_now();
	p.nat_epoch = epoch;
	ok(ledger_space(l, SPACE_NATIONAL, true, &national));
	ok(accept_cursor(l, national, &c));
	p.nat_number = c.epoch == epoch ? c.number : 0;
	ok(accept_cursor(l, p.space, &c));
	c.epoch = epoch;
	ok(accept_cursor_set(l, p.space, &c));
	p.number = c.number + 1;
	ok(accept_hashes(l, no, p.first, p.count, &a, &h));
	ok(accept_chain(l, &p, h, &c.h));
	p.h = c.h;
	ok(accept_position(l, &p, true));
	ok(fold_again(f->st.f, no, p.first, seq));
}

void
fixture_stamp(struct fixture *f)
{
	CLEAN(tx_undo) struct tx tx = { 0 };
	uint32_t epoch;

	ok(tx_begin(&tx, f->st.db));
	ok(ledger_refresh(f->st.l));
	ok(ledger_epoch(f->st.l, (const uint8_t *)"the fixture's hub", &epoch));
	for (uint32_t no = 1; no <= ledger_logs(f->st.l); no++) {
		if (ledger_log(f->st.l, no) != NULL)
			stamp_log(f, epoch, ledger_log(f->st.l, no));
	}
	ok(tx_commit(&tx));
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

/* What stands before the table of that name gives no row, but an error. */
void
fixture_unread(struct fixture *f, const char *table)
{
	char sql[256];

	(void)snprintf(sql, sizeof(sql),
	    "CREATE TEMP VIEW \"%s\" AS SELECT * FROM main.\"%s\""
	    " WHERE abs(-9223372036854775807 - 1)",
	    table, table);
	ok(db_exec(f->st.db, sql));
}

void
fixture_read(struct fixture *f, const char *table)
{
	char sql[128];

	(void)snprintf(sql, sizeof(sql), "DROP VIEW temp.\"%s\"", table);
	ok(db_exec(f->st.db, sql));
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
