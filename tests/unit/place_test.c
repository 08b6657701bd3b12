/* What a store answers about positions, also when some of it is missing. */
#include "tests/unit/fixture.h"

#include <stdio.h>

#include "proto/log/ledger_parts.h"
#include "proto/log/place.h"

/* Gaps in commits of one log of "07", after the roundtable's. */
static uint32_t
write(struct fixture *f, int n)
{
	struct fv fv[] = { FIX(gap, roundtable, val_null()),
		FIX(gap, title, val_str("Una brecha")) };

	fv[0].v = val_int(fixture_roundtable(f, "07"));
	for (int i = 0; i < n; i++)
		(void)fixture_create(f, "07", ENTITY_gap, fv, 2);
	return (dot_log((dot_t)fv[0].v.i));
}

/* ---- runs --------------------------------------------------------------- */

struct seen {
	int n;
	struct position p;
	enum err_code code; /* to be answered with */
};

static err_t
see(void *ctx, const struct position *p)
{
	struct seen *s = ctx;

	s->n++;
	s->p = *p;
	return (s->code == ERR_NONE ? NULL : err_new(s->code, "enough"));
}

/* Two rows for commits 1..2 and 3..4 of log 1, the second as told. */
static void
two_rows(struct fixture *f, const char *second)
{
	char sql[512];

	fixture_run(f, "DELETE FROM position;"
		       "INSERT INTO position (space, epoch, number, count,"
		       " log, first, receipt, nat_epoch, nat_number, h)"
		       " VALUES (1, 1, 10, 2, 1, 1, 500, 1, 7,"
		       " zeroblob(32))");
	(void)snprintf(sql, sizeof(sql),
	    "INSERT INTO position (space, epoch, number, count, log, first,"
	    " receipt, nat_epoch, nat_number, h)"
	    " VALUES (%s, zeroblob(32))",
	    second);
	fixture_run(f, sql);
}

static void
test_a_run_cut_in_two_is_one_when_nothing_lies_between(void **state)
{
	static const struct {
		const char *row;
		int found;
	} rows[] = {
		{ "1, 1, 12, 2, 1, 3, 500, 1, 7", 1 },
		{ "2, 1, 12, 2, 1, 3, 500, 1, 7", 0 }, /* space */
		{ "1, 2, 12, 2, 1, 3, 500, 1, 7", 0 }, /* epoch */
		{ "1, 1, 13, 2, 1, 3, 500, 1, 7", 0 }, /* number */
		{ "1, 1, 12, 2, 1, 3, 501, 1, 7", 0 }, /* receipt */
		{ "1, 1, 12, 2, 1, 3, 500, 2, 7", 0 }, /* of national */
		{ "1, 1, 12, 2, 1, 3, 500, 1, 8", 0 },
		{ "1, 1, 12, 2, 1, 4, 500, 1, 7", 0 }, /* commit */
		{ "1, 1, 12, 1, 1, 3, 500, 1, 7", 0 }, /* too short */
	};
	struct fixture *f = *state;

	assert_int_equal(write(f, 3), 1);
	for (size_t i = 0; i < FIX_N(rows); i++) {
		struct seen s = { 0 };

		two_rows(f, rows[i].row);
		ok(place_all(f->st.l, 1, 1, 4, see, &s));
		assert_int_equal(s.n, rows[i].found);
		if (s.n > 0) {
			assert_int_equal(s.p.number, 10);
			assert_int_equal(s.p.count, 4);
		}
		/* A part of the first is there in any case. */
		s = (struct seen){ 0 };
		ok(place_all(f->st.l, 1, 2, 1, see, &s));
		assert_int_equal(s.n, 1);
		assert_int_equal(s.p.number, 11);
		s = (struct seen){ .code = ERR_LIMIT };
		fails(place_all(f->st.l, 1, 1, 1, see, &s), ERR_LIMIT);
	}
}

static void
test_a_run_whose_hash_is_cut_is_damage(void **state)
{
	struct fixture *f = *state;
	struct seen s = { 0 };
	struct position p;
	bool found;

	(void)write(f, 3);
	two_rows(f, "1, 1, 12, 2, 1, 3, 500, 1, 7");
	ok(place_at(f->st.l, 1, 1, 13, &p, &found));
	assert_true(found);
	ok(place_at(f->st.l, 1, 1, 14, &p, &found));
	assert_false(found);
	fixture_run(f, "UPDATE position SET h = x'00'");
	fails(place_at(f->st.l, 1, 1, 13, &p, &found), ERR_DAMAGED);
	fails(place_all(f->st.l, 1, 1, 4, see, &s), ERR_DAMAGED);
}

/* ---- logs --------------------------------------------------------------- */

static void
test_a_commit_before_a_fork_is_the_parents_as_far_as_one_is_known(void **state)
{
	struct fixture *f = *state;
	uint32_t owner, to;

	(void)write(f, 5); /* log 1 */
	(void)fixture_roundtable(f, "30");
	(void)fixture_roundtable(f, "09");
	/* 3 leaves 2 at its fifth commit, and 2 leaves 1 at its third. */
	fixture_run(f, "UPDATE log SET parent = no - 1, first = no * 2 - 1,"
		       " seq = 9 WHERE no > 1");
	place_part(f->st.l, 3, 1, 9, &owner, &to);
	assert_int_equal(owner, 1);
	assert_int_equal(to, 2);
	place_part(f->st.l, 3, 3, 9, &owner, &to);
	assert_int_equal(owner, 2);
	assert_int_equal(to, 4);
	place_part(f->st.l, 3, 3, 3, &owner, &to);
	assert_int_equal(to, 3);
	place_part(f->st.l, 3, 5, 9, &owner, &to);
	assert_int_equal(owner, 3);
	assert_int_equal(to, 9);
	/* Its parent was forgotten, or is not to be found. */
	fixture_run(f, "UPDATE log SET parent = 0 WHERE no = 3");
	place_part(f->st.l, 3, 1, 9, &owner, &to);
	assert_int_equal(owner, 3);
	fixture_run(f, "UPDATE log SET parent = 77 WHERE no = 3");
	place_part(f->st.l, 3, 1, 9, &owner, &to);
	assert_int_equal(owner, 77);
	assert_int_equal(to, 4);
	place_part(f->st.l, 99, 1, 9, &owner, &to);
	assert_int_equal(owner, 99);
}

static void
test_a_log_is_named_by_the_first_bytes_of_its_id_alone(void **state)
{
	struct fixture *f = *state;
	uint8_t id[LOG_ID_LEN], nobody[KEY_LEN] = { 0 };
	uint32_t log;

	(void)fixture_roundtable(f, "07");
	(void)fixture_roundtable(f, "30");
	memcpy(id, ledger_log(f->st.l, 2)->id, LOG_ID_LEN);
	ok(place_named(f->st.l, id, 4, f->pub, &log));
	assert_int_equal(log, 2);
	ok(place_named(f->st.l, id, LOG_ID_LEN, f->pub, &log));
	assert_int_equal(log, 2);
	ok(place_named(f->st.l, id, 4, nobody, &log));
	assert_int_equal(log, 0);
	ok(place_named(f->st.l, id, 0, f->pub, &log)); /* either of them */
	assert_int_equal(log, 0);
}

static err_t
count_log(void *ctx, uint32_t log)
{
	struct seen *s = ctx;

	(void)log;
	s->n++;
	return (s->code == ERR_NONE ? NULL : err_new(s->code, "enough"));
}

static void
test_the_walk_over_own_logs_stops_where_it_fails(void **state)
{
	struct fixture *f = *state;
	struct seen s = { 0 };

	(void)fixture_roundtable(f, "07");
	(void)fixture_roundtable(f, "30");
	ok(place_mine(f->st.l, count_log, &s));
	assert_int_equal(s.n, 2);
	s = (struct seen){ .code = ERR_LIMIT };
	fails(place_mine(f->st.l, count_log, &s), ERR_LIMIT);
	assert_int_equal(s.n, 1);
	s = (struct seen){ 0 };
	fixture_unread(f, "log");
	fails(place_mine(f->st.l, count_log, &s), ERR_STORE);
	fixture_read(f, "log");
	/* Asked for the first time, it is no question at all. */
	fixture_again(f);
	ok(db_exec(f->st.db, "CREATE TEMP VIEW log AS SELECT 1 AS other"));
	assert_non_null(place_mine(f->st.l, count_log, &s));
	fixture_read(f, "log");
	assert_int_equal(s.n, 0);
	ok(place_mine(f->st.l, count_log, &s));
}

/* ---- what is taken away ------------------------------------------------- */

static void
test_a_space_taken_away_leaves_the_others_as_they_were(void **state)
{
	struct fixture *f = *state;
	CLEAN(tx_undo) struct tx tx = { 0 };

	(void)write(f, 2);
	(void)fixture_roundtable(f, "30");
	(void)fixture_roundtable(f, "09");
	fixture_stamp(f);
	/* One of the numbers was never a log, or cannot be read. */
	fixture_run(f, "DELETE FROM log WHERE no = 2");
	ok(tx_begin(&tx, f->st.db));
	ok(place_drop(f->st.l, fixture_space(f, "07")));
	ok(fold_all(f->st.f));
	ok(tx_commit(&tx));
	assert_int_equal(fixture_count(f, "SELECT count(*) FROM gap"), 0);
	assert_int_equal(
	    fixture_count(f, "SELECT count(*) FROM roundtable"), 1);
	assert_int_equal(ledger_log(f->st.l, 1)->space, 0);
	assert_int_not_equal(ledger_log(f->st.l, 3)->space, 0);
}

/* How far the first epoch was seen, when the last run reaches further than the
 * log it is of. */
static int64_t
shown(const char *lie)
{
	CLEAN(tx_undo) struct tx tx = { 0 };
	struct fixture *f;
	int64_t number;
	uint32_t space;
	void *one;

	(void)fixture_open(&one);
	f = one;
	(void)write(f, 3); /* commits 1..4, numbers 1..4 */
	fixture_stamp(f);
	(void)write(f, 3); /* commits 5..8, numbers 5..8 */
	fixture_stamp(f);
	space = fixture_space(f, "07");
	assert_int_equal(fixture_count(f, "SELECT max(number) FROM seen"), 8);
	fixture_run(f, lie);
	ok(tx_begin(&tx, f->st.db));
	ok(place_unsee(f->st.l, space));
	ok(tx_commit(&tx));
	number = fixture_count(f, "SELECT number FROM seen WHERE epoch = 1"
				  " ORDER BY number DESC LIMIT 1");
	(void)fixture_close(&one);
	return (number);
}

static void
test_what_is_written_next_has_seen_no_further_than_what_is_here(void **state)
{
	(void)state;
	assert_int_equal(shown("SELECT 1"), 8);
	assert_int_equal(shown("UPDATE log SET seq = 7"), 7);
	assert_int_equal(shown("UPDATE log SET seq = 5"), 5);
	assert_int_equal(shown("UPDATE log SET seq = 4"), 4);
	/* The whole of the second run is of a log that is not here. */
	assert_int_equal(
	    shown("UPDATE position SET log = 99 WHERE first = 5"), 4);
	assert_int_equal(shown("UPDATE log SET space = 0"), 0);
	/* What follows a hole does not count, though it is here. */
	assert_int_equal(
	    shown("UPDATE position SET log = 99 WHERE first = 1"), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		IN_STORE(
		    test_a_run_cut_in_two_is_one_when_nothing_lies_between),
		IN_STORE(test_a_run_whose_hash_is_cut_is_damage),
		IN_STORE(
		    test_a_commit_before_a_fork_is_the_parents_as_far_as_one_is_known),
		IN_STORE(
		    test_a_log_is_named_by_the_first_bytes_of_its_id_alone),
		IN_STORE(test_the_walk_over_own_logs_stops_where_it_fails),
		IN_STORE(
		    test_a_space_taken_away_leaves_the_others_as_they_were),
		cmocka_unit_test(
		    test_what_is_written_next_has_seen_no_further_than_what_is_here),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
