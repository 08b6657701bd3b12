/* A store that was changed behind its back says so, and where. */
#include "tests/unit/fixture.h"

#include <stdio.h>

/* Three closed segments, a tail, positions of all. */
static void
fill(struct fixture *f)
{
	struct fv fv[] = { FIX(gap, roundtable, val_null()),
		FIX(gap, title, val_str("Una brecha")) };

	fv[0].v = val_int(fixture_roundtable(f, "07"));
	for (int i = 0; i < 8; i++) {
		(void)fixture_create(f, "07", ENTITY_gap, fv, 2);
		if (i % 2 == 1 && i < 6)
			(void)fixture_seal(f, "07");
		if (i % 2 == 1)
			fixture_stamp(f);
	}
	fixture_same(f);
}

static const struct {
	const char *sql, *words;
} lies[] = {
	{ "UPDATE gap SET title = 'Otra' WHERE id = (SELECT max(id) FROM gap)",
	    "not what the log says" },
	/* segments */
	{ "UPDATE segment SET time = time + 1", "its row was changed" },
	{ "UPDATE segment SET sig = zeroblob(64)", "segment 1:" },
	{ "UPDATE segment SET sig = x'00'", "segment 1 of log 1" },
	{ "UPDATE segment SET prev = x'00'", "segment 1 of log 1" },
	{ "UPDATE segment SET head = x'00'", "segment 1 of log 1" },
	{ "UPDATE segment SET seed = x'00'", "segment 1 of log 1" },
	{ "UPDATE segment SET size = -1", "segment 1 of log 1" },
	{ "UPDATE segment SET size = 99999999", "segment 1 of log 1" },
	{ "UPDATE segment SET last = (no & 4294967295) - 1"
	  " WHERE (no & 4294967295) = 1",
	    "are missing" },
	{ "UPDATE segment SET last = (no & 4294967295) + 600",
	    "segment 1 of log 1" },
	{ "UPDATE segment SET erased = 1", "segment 1:" },
	{ "UPDATE segment SET body = x'00'", "segment 1 of log 1" },
	{ "UPDATE segment SET prev = zeroblob(32)"
	  " WHERE (no & 4294967295) > 1",
	    "segment 4" },
	{ "DELETE FROM segment WHERE (no & 4294967295) > 1 AND"
	  " (no & 4294967295) < 6",
	    "commits 4..5 are missing" },
	/* the tail */
	{ "UPDATE log SET seed = NULL", "the seed of its tail is lost" },
	{ "UPDATE log SET seed = zeroblob(length(seed))",
	    "its hash does not hold" },
	{ "UPDATE tail SET hash = zeroblob(32)", "its hash does not hold" },
	{ "UPDATE tail SET body = x'00'", "commit 8" },
	{ "UPDATE tail SET body = CAST(body || body AS BLOB)",
	    "its hash does not hold" },
	{ "DELETE FROM tail WHERE (no & 4294967295) = 9",
	    "its head does not hold" },
	/* the log itself */
	{ "UPDATE log SET head = zeroblob(32)", "its head does not hold" },
	{ "UPDATE log SET id = x'00'", "log 1 cannot be read" },
	{ "UPDATE log SET node = x'00'", "log 1 cannot be read" },
	{ "UPDATE log SET head = x'00'", "log 1 cannot be read" },
	{ "UPDATE log SET node = zeroblob(32)", "segment 1:" },
	/* positions */
	{ "UPDATE position SET h = x'00'", "position 1" },
	{ "UPDATE position SET h = randomblob(32) WHERE number = 1",
	    "does not hold at position 1" },
	{ "UPDATE position SET count = 0 WHERE number = 1",
	    "position 1 is damaged" },
	{ "UPDATE position SET count = 600 WHERE number = 1",
	    "position 1 is damaged" },
	{ "UPDATE position SET log = 99 WHERE number = 1",
	    "position 1 is damaged" },
	{ "UPDATE position SET first = 500 WHERE number = 1",
	    "position 1: commits" },
	{ "UPDATE position SET number = 90 WHERE number ="
	  " (SELECT max(number) FROM position)",
	    "position 90 follows" },
	{ "UPDATE position SET h = randomblob(32) WHERE number ="
	  " (SELECT max(number) FROM position)",
	    "the cursor does not hold" },
	{ "UPDATE space SET number = number + 1 WHERE number > 0",
	    "the cursor does not hold" },
	{ "UPDATE space SET h = randomblob(32) WHERE number > 0",
	    "the cursor does not hold" },
};

static void
test_every_lie_is_found_and_named(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(lies) / sizeof(*lies); i++) {
		CLEAN(buf_free) struct buf report = BUF(1 << 20);
		void *s;
		struct fixture *f;
		err_t e;

		(void)fixture_open(&s);
		f = s;
		fill(f);
		ok(db_exec(f->st.db, lies[i].sql));
		fixture_again(f);
		e = store_verify(&f->st, &report);
		if (e == NULL)
			fail_msg("not found: %s", lies[i].sql);
		if (e->code != ERR_DAMAGED)
			fail_msg("%s: %s", lies[i].sql, e->text);
		ok(buf_byte(&report, '\0'));
		if (strstr((const char *)report.p, lies[i].words) == NULL &&
		    strstr(e->text, lies[i].words) == NULL)
			fail_msg("%s: %s%s", lies[i].sql, e->text,
			    (const char *)report.p);
		(void)fixture_close(&s);
	}
}

static void
test_rows_made_anew_are_right_again(void **state)
{
	struct fixture *f = *state;

	fill(f);
	fixture_run(f, "UPDATE gap SET title = 'Otra'");
	ok(fold_rebuild(f->st.f));
	fixture_same(f);
	assert_int_equal(
	    fixture_count(f, "SELECT count(*) FROM gap WHERE title = 'Otra'"),
	    0);
}

/* Whoever met a restored hub and was cut off stands where that hub stands. */
static void
test_a_cursor_may_stand_before_what_a_hub_lost(void **state)
{
	CLEAN(buf_free) struct buf report = BUF(1 << 20);
	struct fixture *f = *state;

	fill(f);
	fixture_run(f, "UPDATE space SET (number, h) = (SELECT number + count"
		       " - 1, p.h FROM position p WHERE p.space = space.no"
		       " ORDER BY number LIMIT 1) WHERE number > 0");
	assert_true(fixture_count(f, "SELECT count(*) FROM space s WHERE number"
				     " < (SELECT max(number) FROM position p"
				     " WHERE p.space = s.no)") > 0);
	ok(store_verify(&f->st, &report));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_lie_is_found_and_named),
		IN_STORE(test_rows_made_anew_are_right_again),
		IN_STORE(test_a_cursor_may_stand_before_what_a_hub_lost),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
