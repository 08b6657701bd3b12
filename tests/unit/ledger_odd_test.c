/* What a ledger does about what is broken, lost or at its limit. */
#include "tests/unit/fixture.h"

#include <stdio.h>

#include "proto/log/accept.h"
#include "proto/log/facts.h"
#include "proto/log/ledger_parts.h"
#include "proto/log/place.h"
#include "proto/log/state_parts.h"
#include "tests/unit/sealed.h"

#define ENT(e) schema_entity(ENTITY_##e)
#define NEWER  60 /* a field that this software does not know */

static dot_t
gaps(struct fixture *f, int n)
{
	struct fv fv[] = { FIX(gap, roundtable, val_null()),
		FIX(gap, title, val_str("Una brecha")) };
	dot_t id = 0;

	fv[0].v = val_int(fixture_roundtable(f, "07"));
	for (int i = 0; i < n; i++)
		id = fixture_create(f, "07", ENTITY_gap, fv, 2);
	return (id);
}

/* ---- reading ------------------------------------------------------------ */

static void
test_a_segment_that_says_it_is_too_large_is_damage(void **state)
{
	static const char *const sizes[] = { "-1", "99999999", "0" };
	CLEAN(arena_free) struct arena a = ARENA;
	struct fixture *f = *state;
	struct stored c;

	(void)gaps(f, 2);
	(void)fixture_seal(f, "07");
	ok(ledger_commit(f->st.l, dot_pack(1, 2, 0), &a, &c));
	assert_int_equal(c.n, 1);
	assert_string_equal(c.actor, "prueba");
	for (size_t i = 0; i < FIX_N(sizes); i++) {
		char sql[80];
		err_t e;

		(void)snprintf(
		    sql, sizeof(sql), "UPDATE segment SET size = %s", sizes[i]);
		fixture_run(f, sql);
		e = ledger_commit(f->st.l, dot_pack(1, 2, 0), &a, &c);
		assert_non_null(e);
		assert_int_not_equal(e->code, ERR_MISSING);
	}
}

static void
test_an_actor_whose_name_is_lost_is_nobody(void **state)
{
	CLEAN(arena_free) struct arena a = ARENA;
	struct fixture *f = *state;
	struct stored c;

	(void)gaps(f, 2);
	fixture_run(f, "DELETE FROM actor");
	ok(ledger_commit(f->st.l, dot_pack(1, 3, 0), &a, &c));
	assert_string_equal(c.actor, "");
	fails(ledger_commit(f->st.l, dot_pack(1, 9, 0), &a, &c), ERR_MISSING);
	fails(ledger_commit(f->st.l, dot_pack(9, 1, 0), &a, &c), ERR_MISSING);
}

static void
test_a_log_that_cannot_be_read_for_a_moment_is_not_taken_for_none(void **state)
{
	static const char *const tables[] = { "alias", "named", "actor",
		"basis", "canon", "log" };

	(void)state;
	for (size_t i = 0; i < FIX_N(tables); i++) {
		struct fixture *f;
		void *one;

		(void)fixture_open(&one);
		f = one;
		(void)gaps(f, 2);
		/* A hole among the numbers is none, and no error. */
		fixture_run(f, "UPDATE log SET no = 3");
		assert_int_equal(ledger_logs(f->st.l), 3);
		assert_null(ledger_log(f->st.l, 2));
		assert_false(db_broken(f->st.db));
		assert_non_null(ledger_log(f->st.l, 3));
		if (strcmp(tables[i], "log") != 0)
			fixture_unread(f, tables[i]);
		else /* that it is there can be read, but not its id */
			ok(db_exec(f->st.db,
			    "CREATE TEMP VIEW log AS SELECT no, CASE WHEN no > "
			    "0"
			    " THEN abs(-9223372036854775805 - no) ELSE id END"
			    " AS id, node, space, parent, parent_seq,"
			    " parent_hash, first, seq, head, at, sealed, mine,"
			    " branch, genesis, seed, open, open_ops"
			    " FROM main.log"));
		/* What was read is remembered, until it is forgotten. */
		assert_non_null(ledger_log(f->st.l, 3));
		ledger_forget(f->st.l);
		ok(ledger_refresh(f->st.l));
		assert_null(ledger_log(f->st.l, 3));
		assert_true(db_broken(f->st.db));
		(void)fixture_close(&one);
	}
}

/* ---- writing ------------------------------------------------------------ */

static void
test_a_field_of_newer_software_is_written_as_it_is(void **state)
{
	CLEAN(arena_free) struct arena a = ARENA;
	CLEAN(json_free) json_t *root = NULL;
	struct fixture *f = *state;
	dot_t id = gaps(f, 1), dot;
	struct fv fv[] = { { NEWER, val_int(id) }, { NEWER + 1, val_str("x") },
		FIX(gap, duplicate_of, val_null()) };
	struct op op = { .kind = OP_EDIT,
		.entity = ENTITY_gap,
		.record = id,
		.n = 3,
		.fv = fv };
	struct stored c;
	struct op got;

	dot = fixture_op(f, "07", &op);
	ok(ledger_commit(f->st.l, dot, &a, &c));
	ok(ledger_op(f->st.l, &c, 0, &a, &root, &got));
	assert_true(got.partial);
	assert_int_equal(got.n, 3);
	assert_int_equal(got.fv[0].v.i, id);
	fixture_same(f);
}

static void
test_a_basis_says_what_grew_and_no_more(void **state)
{
	struct fixture *f = *state;
	uint32_t space, first, second;
	CLEAN(tx_undo) struct tx tx = { 0 };

	(void)gaps(f, 0);
	space = fixture_space(f, "07");
	ok(tx_begin(&tx, f->st.db));
	ok(ledger_epoch(f->st.l, (const uint8_t *)"the first of two", &first));
	ok(ledger_epoch(f->st.l, (const uint8_t *)"the other of two", &second));
	/* Nothing of the first was seen: its commits were cut away. */
	ok(ledger_see(f->st.l, space, first, 0));
	ok(tx_commit(&tx));
	(void)gaps(f, 0);
	assert_int_equal(fixture_count(f, "SELECT count(*) FROM basis"), 0);
	ok(tx_begin(&tx, f->st.db));
	ok(ledger_see(f->st.l, space, first, 5));
	ok(ledger_see(f->st.l, space, second, 7));
	ok(tx_commit(&tx));
	(void)gaps(f, 0);
	assert_int_equal(fixture_count(f, "SELECT count(*) FROM basis"), 2);
	/* Then the first, the second, both, neither. */
	for (int i = 1; i <= 4; i++) {
		static const int rows[] = { 0, 3, 4, 6, 6 };

		ok(tx_begin(&tx, f->st.db));
		ok(ledger_see(f->st.l, space, first, i == 2 ? 6 : 5 + i));
		ok(ledger_see(f->st.l, space, second, i == 1 ? 7 : 6 + i));
		if (i == 4)
			tx_undo(&tx);
		else
			ok(tx_commit(&tx));
		(void)gaps(f, 0);
		assert_int_equal(
		    fixture_count(f, "SELECT count(*) FROM basis"), rows[i]);
	}
	assert_int_equal(
	    fixture_count(f, "SELECT max(number) FROM basis WHERE epoch = 1"),
	    8);
	assert_int_equal(
	    fixture_count(f, "SELECT max(number) FROM basis WHERE epoch = 2"),
	    9);
	/* What was learnt while writing is what the text says. */
	fixture_same(f);
}

static void
test_a_tail_that_is_full_by_any_measure_is_closed_first(void **state)
{
	static struct op ops[LIMIT_OPS_COMMIT];
	struct fixture *f = *state;
	dot_t id = gaps(f, 1);
	struct fv fv = FIX(gap, severity, val_int(1));

	assert_false(append_full(f->st.l, 99));
	assert_false(append_full(f->st.l, 1));
	for (size_t i = 0; i < LIMIT_OPS_COMMIT; i++)
		ops[i] = (struct op){ .kind = OP_EDIT,
			.entity = ENTITY_gap,
			.record = id,
			.n = 1,
			.fv = &fv };
	for (int i = 0; i < 8; i++)
		(void)fixture_commit(
		    f, f->key, "07", ops, LIMIT_OPS_COMMIT - 8);
	assert_true(fixture_count(f, "SELECT count(*) FROM segment") >= 1);
	fixture_run(f, "UPDATE log SET open_ops = 0");
	assert_false(append_full(f->st.l, 1));
	fixture_run(f, "UPDATE log SET open = 1000000");
	assert_true(append_full(f->st.l, 1));
	fixture_run(f, "UPDATE log SET open = 0, sealed = 0, seq = 600");
	assert_true(append_full(f->st.l, 1));
}

static void
test_a_tail_that_is_damaged_is_not_sealed(void **state)
{
	static const char *const lies[] = {
		"DELETE FROM tail",
		"UPDATE tail SET hash = x'00'",
		"DELETE FROM segment",
		"UPDATE segment SET head = x'00'",
	};

	(void)state;
	for (size_t i = 0; i < FIX_N(lies); i++) {
		CLEAN(tx_undo) struct tx tx = { 0 };
		struct fixture *f;
		void *one;

		(void)fixture_open(&one);
		f = one;
		(void)gaps(f, 1);
		(void)fixture_seal(f, "07");
		(void)gaps(f, 1);
		fixture_run(f, lies[i]);
		ok(tx_begin(&tx, f->st.db));
		fails(append_close(f->st.l, 1, f->key, 1000, 0), ERR_DAMAGED);
		tx_undo(&tx);
		(void)fixture_close(&one);
	}
}

/* ---- rows --------------------------------------------------------------- */

static void
test_versions_that_are_cut_short_are_none(void **state)
{
	static const struct {
		uint8_t bytes[24];
		size_t n;
		bool whole;
	} v[] = {
		{ { 0 }, 0, false },
		{ { 0x80 }, 1, false },    /* a number without an end */
		{ { 3 }, 1, false },       /* no count */
		{ { 3, 0x80 }, 2, false }, /* a count without an end */
		{ { 3, 1, 0, 0, 0, 0, 0, 0, 0 }, 9, false },
		{ { 3, 2, 0, 0, 0, 0, 0, 0, 0, 0 }, 10, false },
		{ { 3, 1, 0, 0, 1, 0, 0, 0, 2, 4 }, 10, true },
		{ { 3, 0 }, 2, true },
	};

	(void)state;
	for (size_t i = 0; i < FIX_N(v); i++) {
		struct span s = span_of(v[i].bytes, v[i].n);
		struct packed p;

		assert_int_equal(state_version_next(&s, &p), v[i].whole);
		if (v[i].whole)
			assert_int_equal(s.n, 0);
		assert_int_equal(
		    state_version(span_of(v[i].bytes, v[i].n), 3, &p),
		    v[i].whole);
		assert_false(state_version(span_of(v[i].bytes, v[i].n), 4, &p));
	}
}

static void
test_facts_are_of_a_record_and_its_kind(void **state)
{
	CLEAN(arena_free) struct arena a = ARENA;
	struct fixture *f = *state;
	dot_t id = gaps(f, 2);
	struct facts_state s = { .l = f->st.l, .a = &a };
	struct facts facts = facts_of(&s);
	const struct field *title = schema_field_named(ENT(gap), "title");
	struct val v;
	bool found;

	for (int i = 0; i < 2; i++) { /* read, then kept */
		ok(facts.get(facts.ctx, ENT(gap), id, title, &v, &found));
		assert_true(found);
		assert_true(val_eq(v, val_str("Una brecha")));
		/* Whether it is there, and no value. */
		ok(facts.get(facts.ctx, ENT(gap), id, NULL, &v, &found));
		assert_true(found);
		assert_int_equal(v.kind, VAL_NULL);
		/* The same number is no record of another kind. */
		ok(facts.get(facts.ctx, ENT(agreement), id, title, &v, &found));
		assert_false(found);
		assert_int_equal(v.kind, VAL_NULL);
		ok(facts.get(
		    facts.ctx, ENT(gap), dot_pack(9, 9, 0), NULL, &v, &found));
		assert_false(found);
	}
	/* More than are kept. */
	for (uint32_t k = 1; k <= FACTS_KEPT + 2; k++)
		ok(facts.get(
		    facts.ctx, ENT(gap), dot_pack(9, k, 0), title, &v, &found));
	ok(facts.get(facts.ctx, ENT(gap), id, title, &v, &found));
	assert_true(val_eq(v, val_str("Una brecha")));
}

/* ---- proofs ------------------------------------------------------------- */

static void
test_two_sealed_segments_that_do_not_follow_each_other_are_found(void **state)
{
	static const char body[] = "[1767225600,0,1,\"ana\",1]\n"
				   "[8,0,\"CHP\",\"Mesa\",1,1]\n"
				   "[60,0,1,1,1]\n[8,1,2,\"A\"]\n";
	static const char other[] = "[1767225600,0,1,\"ana\",1]\n"
				    "[8,0,\"CHP\",\"Mesa\",1,1]\n"
				    "[60,0,1,1,1]\n[8,1,2,\"B\"]\n"
				    "[60,0,1,1,1]\n[8,1,2,\"C\"]\n";
	CLEAN(buf_free) struct buf report = BUF(1 << 16);
	CLEAN(tx_undo) struct tx tx = { 0 };
	struct fixture *f = *state;
	struct acceptance out;
	struct sealed x;

	sealed_part(&x, body, 1, 2);
	sealed_receive(&x);
	fold_federal(f->st.f, x.pub);
	ok(tx_begin(&tx, f->st.db));
	ok(accept_segment(f->st.l, &x.s, &out));
	ok(fold_commits(f->st.f, 1, 1, 2));
	sealed_free(&x);
	/* Its author signed both, and one does not know the other. */
	sealed_part(&x, other, 3, 1);
	sealed_receive(&x);
	ok(ledger_put_segment(f->st.l, 1, &x.s, 1767225660));
	ok(tx_commit(&tx));
	sealed_free(&x);
	fixture_run(f, "UPDATE log SET seq = 3, sealed = 3");
	fails(store_verify(&f->st, &report), ERR_DAMAGED);
	ok(buf_byte(&report, '\0'));
	assert_non_null(
	    strstr((const char *)report.p, "segment 3 does not follow"));
}

static void
test_a_branch_proves_itself_though_its_segment_begins_before_the_fork(
    void **state)
{
	static const char one[] = "[1767225600,0,1,\"ana\",1]\n"
				  "[8,0,\"CHP\",\"Mesa\",1,1]\n"
				  "[60,0,1,1,1]\n[8,1,2,\"A\"]\n";
	static const char two[] = "[1767225600,0,1,\"ana\",1]\n"
				  "[8,0,\"CHP\",\"Mesa\",1,1]\n"
				  "[60,0,1,1,1]\n[8,1,2,\"B\"]\n"
				  "[60,0,1,1,1]\n[8,1,2,\"C\"]\n";
	struct fixture *f = *state;

	for (int i = 0; i < 3; i++) {
		CLEAN(tx_undo) struct tx tx = { 0 };
		struct acceptance out;
		struct sealed x;

		sealed_part(
		    &x, i == 0 ? one : two, i == 2 ? 3 : 1, i == 2 ? 1 : 2);
		sealed_receive(&x);
		fold_federal(f->st.f, x.pub);
		ok(tx_begin(&tx, f->st.db));
		ok(accept_segment(f->st.l, &x.s, &out));
		ok(fold_commits(f->st.f, out.log, out.first, out.last));
		ok(tx_commit(&tx));
		ledger_committed(f->st.l);
		sealed_free(&x);
	}
	fixture_same(f);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		IN_STORE(test_a_segment_that_says_it_is_too_large_is_damage),
		IN_STORE(test_an_actor_whose_name_is_lost_is_nobody),
		cmocka_unit_test(
		    test_a_log_that_cannot_be_read_for_a_moment_is_not_taken_for_none),
		IN_STORE(test_a_field_of_newer_software_is_written_as_it_is),
		IN_STORE(test_a_basis_says_what_grew_and_no_more),
		IN_STORE(
		    test_a_tail_that_is_full_by_any_measure_is_closed_first),
		cmocka_unit_test(test_a_tail_that_is_damaged_is_not_sealed),
		cmocka_unit_test(test_versions_that_are_cut_short_are_none),
		IN_STORE(test_facts_are_of_a_record_and_its_kind),
		IN_STORE(
		    test_two_sealed_segments_that_do_not_follow_each_other_are_found),
		IN_STORE(
		    test_a_branch_proves_itself_though_its_segment_begins_before_the_fork),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
