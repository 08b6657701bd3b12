/* Forks of forks, pieces of them, and logs that are half known. */
#include "tests/unit/fixture.h"

#include <stdio.h>

#include "proto/log/accept_parts.h"
#include "proto/log/ledger_parts.h"
#include "tests/unit/sealed.h"

#define C1 "[1767225600,0,1,\"ana\",1]\n[8,0,\"CHP\",\"Mesa\",1,1]\n"
#define C2(title)                                                              \
	"[60,0,1,1,1]\n[18,0,\"07-BR-2026-001\",[1,0],\"" title "\"]\n"
#define C3(severity) "[60,0,1,1,1]\n[18,[2,0],6," severity "]\n"

static const char trunk[] = C1 C2("Una") C3("1") C3("2") C3("3");
static const char early[] = C1 C2("Otra") C3("1") C3("2") C3("1");
static const char late[] = C1 C2("Una") C3("1") C3("2") C3("9") C3("8");

static struct acceptance
take(struct fixture *f, const char *body, uint32_t from, uint32_t n)
{
	CLEAN(tx_undo) struct tx tx = { 0 };
	struct acceptance out;
	struct sealed x;

	sealed_part(&x, body, from, n);
	sealed_receive(&x);
	fold_federal(f->st.f, x.pub);
	ok(tx_begin(&tx, f->st.db));
	ok(ledger_refresh(f->st.l));
	ok(accept_segment(f->st.l, &x.s, &out));
	if (out.what == ACCEPTED_NEW || out.what == ACCEPTED_FORK)
		ok(fold_commits(f->st.f, out.log, out.first, out.last));
	ok(tx_commit(&tx));
	ledger_committed(f->st.l);
	sealed_free(&x);
	return (out);
}

static void
test_a_piece_finds_the_branch_it_goes_on_among_several(void **state)
{
	struct fixture *f = *state;
	struct acceptance a;
	uint32_t two, five;

	assert_int_equal(take(f, trunk, 1, 5).what, ACCEPTED_NEW);
	a = take(f, late, 1, 5); /* leaves at 5 */
	assert_int_equal(a.what, ACCEPTED_FORK);
	five = a.log;
	a = take(f, early, 1, 3); /* leaves at 2 */
	assert_int_equal(a.what, ACCEPTED_FORK);
	two = a.log;
	assert_int_equal(ledger_log(f->st.l, two)->first, 2);
	assert_int_equal(ledger_log(f->st.l, five)->first, 5);
	/* One that lies between the two forks. */
	a = take(f, early, 4, 1);
	assert_int_equal(a.what, ACCEPTED_FORK);
	assert_int_equal(a.log, two);
	/* One whose place is further on than either reaches. */
	a = take(f, late, 6, 1);
	assert_int_equal(a.what, ACCEPTED_FORK);
	assert_int_equal(a.log, five);
	/* Again, in other pieces, some of which begin before the fork. */
	for (uint32_t from = 1; from <= 4; from++) {
		a = take(f, early, from, 1);
		assert_int_equal(a.what, ACCEPTED_KNOWN);
		a = take(f, late, from, 7 - from);
		assert_int_equal(a.what, ACCEPTED_KNOWN);
	}
	assert_int_equal(fixture_count(f, "SELECT count(*) FROM gap"), 2);
	fixture_same(f);
}

/* Of two branches, the one that left later has less in common with a piece
 * whose branch left before, though it reaches as far. */
static void
test_a_piece_is_not_hung_on_a_branch_that_left_later(void **state)
{
	struct fixture *f = *state;
	struct acceptance a;
	uint32_t two;

	(void)take(f, trunk, 1, 5);
	(void)take(f, late, 1, 6); /* leaves at 5 */
	two = take(f, early, 1, 3).log;
	a = take(f, early, 4, 2);
	assert_int_equal(a.what, ACCEPTED_FORK);
	assert_int_equal(a.log, two);
	assert_int_equal(fixture_count(f, "SELECT count(*) FROM log"), 3);
	fixture_same(f);
}

static void
test_a_piece_of_a_branch_that_is_not_here_asks_for_what_is_before(void **state)
{
	struct fixture *f = *state;
	struct acceptance a;

	(void)take(f, trunk, 1, 5);
	(void)take(f, early, 1, 3);
	a = take(f, early, 5, 1); /* its fourth is missing */
	assert_int_equal(a.what, ACCEPTED_GAP);
	a = take(f, late, 6, 1);
	assert_int_equal(a.what, ACCEPTED_GAP);
	fixture_same(f);
}

static void
test_a_branch_that_cannot_be_read_is_passed_over(void **state)
{
	struct fixture *f = *state;
	struct sealed x;
	uint32_t log;

	(void)take(f, trunk, 1, 5);
	(void)take(f, early, 1, 3);
	fixture_run(f, "UPDATE log SET head = x'00' WHERE branch > 0");
	sealed_part(&x, early, 1, 3);
	sealed_receive(&x);
	ok(accept_find(f->st.l, x.s.log, 3, x.s.hash[2].b, 8, &log));
	assert_int_equal(log, 0);
	sealed_free(&x);
	assert_int_equal(take(f, late, 1, 5).what, ACCEPTED_FORK);
}

static void
test_a_log_known_by_name_alone_holds_no_commit(void **state)
{
	struct fixture *f = *state;
	struct sealed x;
	uint32_t log;

	(void)take(f, trunk, 1, 5);
	(void)take(f, late, 1, 6);
	sealed_part(&x, late, 1, 6);
	sealed_receive(&x);
	/* In the branch, in what the branch shares, and in neither. */
	ok(accept_find(f->st.l, x.s.log, 6, x.s.hash[5].b, 8, &log));
	assert_int_equal(log, 2);
	ok(accept_find(f->st.l, x.s.log, 2, x.s.hash[1].b, 8, &log));
	assert_int_equal(log, 1);
	ok(accept_find(f->st.l, x.s.log, 2, x.s.hash[5].b, 8, &log));
	assert_int_equal(log, 0);
	fixture_run(f, "UPDATE log SET space = 0");
	ok(accept_find(f->st.l, x.s.log, 2, x.s.hash[1].b, 8, &log));
	assert_int_equal(log, 0);
	sealed_free(&x);
}

/* ---- parents ------------------------------------------------------------ */

static err_t
put(void *ctx, const struct segment *s)
{
	return (segment_put(s, ctx));
}

/* Two logs of ours in one space, the second the child of the first; their
 * text. */
static void
generations(struct buf *first, struct buf *second)
{
	struct fixture *f;
	void *one;

	(void)fixture_open(&one);
	f = one;
	for (int i = 0; i < 2; i++) {
		CLEAN(arena_free) struct arena a = ARENA;
		CLEAN(tx_undo) struct tx tx = { 0 };
		uint32_t log;

		(void)fixture_roundtable(f, "07");
		log = fixture_seal(f, "07");
		ok(accept_segments(
		    f->st.l, log, 1, 1, &a, put, i == 0 ? first : second));
		ok(tx_begin(&tx, f->st.db));
		ok(append_epoch(f->st.l, 0));
		ok(tx_commit(&tx));
	}
	(void)fixture_close(&one);
}

static enum accepted
take_text(struct fixture *f, const struct buf *text)
{
	CLEAN(arena_free) struct arena a = ARENA;
	CLEAN(tx_undo) struct tx tx = { 0 };
	struct acceptance out;
	struct segment s;
	struct span in = buf_all(text);

	ok(segment_take(&in, &a, &s));
	ok(tx_begin(&tx, f->st.db));
	ok(ledger_refresh(f->st.l));
	ok(accept_segment(f->st.l, &s, &out));
	ok(tx_commit(&tx));
	ledger_committed(f->st.l);
	return (out.what);
}

static void
test_a_child_waits_for_a_parent_of_its_own_space(void **state)
{
	CLEAN(buf_free) struct buf first = BUF(1 << 16);
	CLEAN(buf_free) struct buf second = BUF(1 << 16);
	struct fixture *f = *state;

	generations(&first, &second);
	assert_int_equal(take_text(f, &second), ACCEPTED_GAP);
	assert_int_equal(take_text(f, &first), ACCEPTED_NEW);
	fixture_run(f, "INSERT INTO space (name) VALUES ('30');"
		       "UPDATE log SET space = 2");
	assert_int_equal(take_text(f, &second), ACCEPTED_GAP);
	fixture_run(f, "UPDATE log SET space = 1");
	assert_int_equal(take_text(f, &second), ACCEPTED_NEW);
	assert_int_equal(
	    fixture_count(f, "SELECT count(*) FROM log WHERE parent = 1"), 1);
}

/* ---- positions ---------------------------------------------------------- */

static void
test_a_position_at_the_cursor_follows_it(void **state)
{
	struct fixture *f = *state;
	struct position p = { .space = 1, .epoch = 1, .number = 1, .log = 1 };
	CLEAN(tx_undo) struct tx tx = { 0 };
	struct cursor c = { .epoch = 1 };
	uint32_t epoch;

	(void)take(f, trunk, 1, 5);
	ok(tx_begin(&tx, f->st.db));
	ok(ledger_epoch(f->st.l, (const uint8_t *)"the fixture's hub", &epoch));
	ok(accept_cursor_set(f->st.l, 1, &c));
	p.first = 1;
	p.count = 2;
	p.receipt = 500;
	ok(accept_position(f->st.l, &p, true));
	p.first = 3;
	fails_saying(accept_position(f->st.l, &p, true), ERR_GAP, "follows 2");
	p.number = 4;
	fails_saying(accept_position(f->st.l, &p, true), ERR_GAP, "follows 2");
	p.number = 3;
	p.epoch = 2;
	fails_saying(accept_position(f->st.l, &p, true), ERR_GAP, "follows 2");
	p.epoch = 1;
	ok(accept_position(f->st.l, &p, true));
	ok(accept_cursor(f->st.l, 1, &c));
	assert_int_equal(c.number, 4);
}

static void
test_a_segment_of_no_commit_and_a_hash_cut_short_are_damage(void **state)
{
	CLEAN(arena_free) struct arena a = ARENA;
	struct fixture *f = *state;
	struct hash *h;

	(void)take(f, trunk, 1, 3);
	(void)take(f, trunk, 4, 2);
	ok(accept_hashes(f->st.l, 1, 1, 5, &a, &h));
	fixture_run(f, "UPDATE segment SET last = last - 2"
		       " WHERE (no & 255) = 4");
	fails_saying(accept_hashes(f->st.l, 1, 1, 5, &a, &h), ERR_DAMAGED,
	    "segment 4 of log 1");
	(void)fixture_roundtable(f, "30");
	ok(accept_hashes(f->st.l, 2, 1, 1, &a, &h));
	fixture_run(f, "UPDATE tail SET hash = x'00'");
	fails(accept_hashes(f->st.l, 2, 1, 1, &a, &h), ERR_MISSING);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		IN_STORE(
		    test_a_piece_finds_the_branch_it_goes_on_among_several),
		IN_STORE(test_a_piece_is_not_hung_on_a_branch_that_left_later),
		IN_STORE(
		    test_a_piece_of_a_branch_that_is_not_here_asks_for_what_is_before),
		IN_STORE(test_a_branch_that_cannot_be_read_is_passed_over),
		IN_STORE(test_a_log_known_by_name_alone_holds_no_commit),
		IN_STORE(test_a_child_waits_for_a_parent_of_its_own_space),
		IN_STORE(test_a_position_at_the_cursor_follows_it),
		IN_STORE(
		    test_a_segment_of_no_commit_and_a_hash_cut_short_are_damage),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
