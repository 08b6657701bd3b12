/* The sound part of a log: as far as it proves itself, and no further. */
#include "tests/unit/fixture.h"

#include <stdio.h>

#include "proto/log/accept.h"
#include "proto/log/cut.h"
#include "proto/log/ledger_parts.h"
#include "tests/unit/sealed.h"

#define C1 "[1767225600,0,1,\"ana\",1]\n[8,0,\"CHP\",\"Mesa\",1,1]\n"
#define C2(title)                                                              \
	"[60,0,1,1,1]\n[18,0,\"07-BR-2026-001\",[1,0],\"" title "\"]\n"
#define C3(severity) "[60,0,1,1,1]\n[18,[2,0],6," severity "]\n"

/* ---- damage ------------------------------------------------------------- */

/* Three closed segments (1..3, 4..5, 6..7) and a tail of two (8..9). */
static void
fill(struct fixture *f)
{
	struct fv fv[] = { FIX(gap, roundtable, val_null()),
		FIX(gap, title, val_str("Una brecha")) };

	fv[0].v = val_int(fixture_roundtable(f, "07"));
	for (int i = 2; i <= 9; i++) {
		(void)fixture_create(f, "07", ENTITY_gap, fv, 2);
		if (i == 3 || i == 5 || i == 7)
			(void)fixture_seal(f, "07");
	}
}

static const struct {
	const char *sql;
	uint32_t good;
} lies[] = {
	/* a segment: what it says of itself, and what follows what */
	{ "UPDATE segment SET sig = zeroblob(64) WHERE (no & 255) = 4", 3 },
	{ "UPDATE segment SET head = zeroblob(32) WHERE (no & 255) = 4", 3 },
	{ "UPDATE segment SET prev = zeroblob(32) WHERE (no & 255) = 4", 3 },
	{ "UPDATE segment SET seed = x'00' WHERE (no & 255) = 4", 3 },
	{ "UPDATE segment SET last = last - 1 WHERE (no & 255) = 4", 3 },
	{ "UPDATE segment SET last = last + 1 WHERE (no & 255) = 4", 3 },
	{ "UPDATE segment SET last = last - 2 WHERE (no & 255) = 4", 3 },
	{ "DELETE FROM segment WHERE (no & 255) = 4", 3 },
	{ "UPDATE segment SET sig = zeroblob(64) WHERE (no & 255) = 1", 0 },
	{ "UPDATE log SET genesis = 'x'", 0 },
	/* the tail */
	{ "DELETE FROM tail WHERE (no & 255) = 8", 7 },
	{ "DELETE FROM tail WHERE (no & 255) = 9", 8 },
	{ "UPDATE tail SET hash = x'00' WHERE (no & 255) = 9", 8 },
	{ "UPDATE tail SET hash = zeroblob(32) WHERE (no & 255) = 9", 8 },
	{ "UPDATE tail SET body = CAST(body || body AS BLOB)"
	  " WHERE (no & 255) = 9",
	    8 },
	{ "UPDATE tail SET body = x'00' WHERE (no & 255) = 8", 7 },
	{ "UPDATE log SET seed = NULL", 7 },
	/* the log's own row */
	{ "UPDATE log SET head = zeroblob(32)", 9 },
	{ "UPDATE log SET node = zeroblob(32)", 0 },
	{ "UPDATE log SET id = zeroblob(16)", 0 },
};

static void
test_a_log_is_sound_up_to_the_first_commit_that_does_not_prove_itself(
    void **state)
{
	(void)state;
	for (size_t i = 0; i < FIX_N(lies); i++) {
		struct fixture *f;
		struct cut c;
		void *one;

		(void)fixture_open(&one);
		f = one;
		fill(f);
		ok(cut_find(f->st.l, 1, &c));
		assert_true(c.sound);
		assert_int_equal(c.good, 9);
		ok(db_exec(f->st.db, lies[i].sql));
		fixture_again(f);
		ok(cut_find(f->st.l, 1, &c));
		assert_false(c.sound);
		if (c.good != lies[i].good)
			fail_msg("%s: good up to %u", lies[i].sql, c.good);
		(void)fixture_close(&one);
	}
}

static void
test_what_is_cut_away_is_gone_and_what_is_left_proves_itself(void **state)
{
	(void)state;
	for (size_t i = 0; i < FIX_N(lies); i++) {
		CLEAN(tx_undo) struct tx tx = { 0 };
		struct fixture *f;
		struct cut c;
		void *one;

		(void)fixture_open(&one);
		f = one;
		fill(f);
		ok(db_exec(f->st.db, lies[i].sql));
		fixture_again(f);
		ok(cut_find(f->st.l, 1, &c));
		ok(tx_begin(&tx, f->st.db));
		ok(cut_make(f->st.l, &c));
		ok(tx_commit(&tx));
		assert_int_equal(ledger_log(f->st.l, 1)->seq, c.good);
		assert_int_equal(ledger_log(f->st.l, 1)->mine, 2);
		ok(cut_find(f->st.l, 1, &c));
		assert_true(c.sound);
		(void)fixture_close(&one);
	}
}

static void
test_a_segment_that_stands_in_the_wrong_place_is_not_sound(void **state)
{
	struct fixture *f = *state;
	struct cut c;

	fill(f);
	fixture_run(f, "UPDATE segment SET no = no - 1 WHERE (no & 255) = 4");
	ok(cut_find(f->st.l, 1, &c));
	assert_false(c.sound);
	assert_int_equal(c.good, 3);
}

static void
test_a_log_that_is_not_here_is_not_sound_and_one_named_alone_is(void **state)
{
	struct fixture *f = *state;
	struct cut c;

	fill(f);
	fails(cut_find(f->st.l, 77, &c), ERR_DAMAGED);
	fixture_run(f, "UPDATE log SET seq = 0");
	ok(cut_find(f->st.l, 1, &c));
	assert_true(c.sound);
	/* The row is lost after its log was met. */
	fixture_run(f, "UPDATE log SET seq = 9");
	assert_non_null(ledger_log(f->st.l, 1));
	ok(db_exec(f->st.db, "DELETE FROM log"));
	fails(cut_find(f->st.l, 1, &c), ERR_DAMAGED);
}

/* ---- branches ----------------------------------------------------------- */

static uint32_t
take(struct fixture *f, struct sealed *x, enum accepted want)
{
	CLEAN(tx_undo) struct tx tx = { 0 };
	struct acceptance out;

	sealed_receive(x);
	ok(tx_begin(&tx, f->st.db));
	ok(ledger_refresh(f->st.l));
	ok(accept_segment(f->st.l, &x->s, &out));
	ok(tx_commit(&tx));
	ledger_committed(f->st.l);
	assert_int_equal(out.what, want);
	sealed_free(x);
	return (out.log);
}

/* Log 1, and a branch of it that leaves at its third commit and goes on in a
 * segment of its own: whole, or from the fork on. */
static uint32_t
branch(struct fixture *f, uint32_t from)
{
	static const char mine[] = C1 C2("Una") C3("1");
	static const char theirs[] = C1 C2("Una") C3("2") C3("3");
	struct sealed x;
	uint32_t log;

	sealed_make(&x, 1, mine);
	(void)take(f, &x, ACCEPTED_NEW);
	sealed_part(&x, theirs, from, 4 - from);
	log = take(f, &x, ACCEPTED_FORK);
	sealed_part(&x, theirs, 4, 1);
	assert_int_equal(take(f, &x, ACCEPTED_FORK), log);
	assert_int_equal(ledger_log(f->st.l, log)->first, 3);
	return (log);
}

static void
test_a_branch_is_sound_from_its_fork_wherever_its_segment_begins(void **state)
{
	(void)state;
	for (uint32_t from = 1; from <= 3; from++) {
		struct fixture *f;
		struct cut c;
		uint32_t log;
		void *one;

		(void)fixture_open(&one);
		f = one;
		log = branch(f, from);
		ok(cut_find(f->st.l, log, &c));
		assert_true(c.sound);
		assert_int_equal(c.good, 4);
		fixture_run(f, "UPDATE segment SET sig = zeroblob(64)"
			       " WHERE (no >> 32) > 1 AND (no & 255) = 4");
		ok(cut_find(f->st.l, log, &c));
		assert_false(c.sound);
		assert_int_equal(c.good, 3);
		/* It left another commit than its parent's second. */
		fixture_run(f, "UPDATE log SET parent_hash = zeroblob(32)"
			       " WHERE branch > 0");
		ok(cut_find(f->st.l, log, &c));
		assert_false(c.sound);
		assert_int_equal(c.good, 2);
		(void)fixture_close(&one);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    test_a_log_is_sound_up_to_the_first_commit_that_does_not_prove_itself),
		cmocka_unit_test(
		    test_what_is_cut_away_is_gone_and_what_is_left_proves_itself),
		IN_STORE(
		    test_a_segment_that_stands_in_the_wrong_place_is_not_sound),
		IN_STORE(
		    test_a_log_that_is_not_here_is_not_sound_and_one_named_alone_is),
		cmocka_unit_test(
		    test_a_branch_is_sound_from_its_fork_wherever_its_segment_begins),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
