#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>

#include "node/repair.h"
#include "tests/unit/written.h"

#define DAY     86400
#define COMMITS 6

static const char *const names[COMMITS] = { "cero", "uno", "dos", "tres",
	"cuatro", "cinco" };

struct here {
	char dir[64];
	struct office o;
	uint32_t log;
};

static int
setup(void **state)
{
	struct here *h = calloc(1, sizeof(*h));

	assert_int_equal(setenv("MESAS_MACHINE", "one", 1), 0);
	written_folder(h->dir);
	written_ok(office_init(h->dir));
	written_ok(office_open(&h->o, h->dir, OFFICE_ALONE));
	for (size_t i = 0; i < COMMITS; i++)
		h->log = dot_log(written_commit(
		    &h->o.st, h->o.key, "home-07", names[i], 20000LL * DAY));
	*state = h;
	return (0);
}

static int
teardown(void **state)
{
	struct here *h = *state;

	office_close(&h->o);
	written_sweep(h->dir);
	free(h);
	return (0);
}

static void
reopen(struct here *h)
{
	office_close(&h->o);
	written_ok(office_open(&h->o, h->dir, OFFICE_ALONE));
}

static void
seal(struct here *h)
{
	CLEAN(tx_undo) struct tx tx = { 0 };

	written_ok(tx_begin(&tx, h->o.st.db));
	written_ok(append_close(h->o.st.l, h->log, h->o.key, 20000LL * DAY, 0));
	written_ok(tx_commit(&tx));
}

static struct repair
mend(struct here *h)
{
	struct repair r = { .o = &h->o, .lang = "es", .actor = "ana" };

	written_ok(repair_run(&r));
	return (r);
}

/* Every name once, and everything proves itself. */
static void
whole(struct here *h)
{
	CLEAN(buf_free) struct buf report = BUF(65536);

	for (size_t i = 0; i < COMMITS; i++)
		if (written_count(&h->o.st, names[i]) != 1)
			fail_msg("%s: %zu times", names[i],
			    written_count(&h->o.st, names[i]));
	written_ok(store_verify(&h->o.st, &report));
	assert_int_equal(report.n, 0);
}

static void
test_a_sound_store_is_only_folded_again(void **state)
{
	struct here *h = *state;
	struct repair r = mend(h);

	assert_int_equal(r.did.logs, 0);
	whole(h);
}

static void
test_a_damaged_tail_is_written_again_in_a_new_log(void **state)
{
	struct here *h = *state;
	struct repair r;
	uint32_t space;

	written_ok(db_exec(h->o.st.db,
	    "UPDATE tail SET hash = zeroblob(32) WHERE no & 4294967295 = 3"));
	reopen(h);
	r = mend(h);
	assert_int_equal(r.did.logs, 1);
	assert_int_equal(r.did.saved, 4);
	assert_int_equal(r.did.rebuilt, 0);
	assert_int_equal(r.did.lost, 0);
	whole(h);
	written_ok(ledger_space(h->o.st.l, "home-07", false, &space));
	assert_int_not_equal(ledger_mine(h->o.st.l, space)->no, h->log);
	assert_int_equal(ledger_mine(h->o.st.l, space)->parent_seq, 2);
	/* Twice is once. */
	r = mend(h);
	assert_int_equal(r.did.logs, 0);
	whole(h);
}

static void
test_unreadable_commits_come_from_the_current_state(void **state)
{
	struct here *h = *state;
	struct repair r;

	written_ok(db_exec(h->o.st.db,
	    "UPDATE tail SET body = x'00' WHERE no & 4294967295 = 3"));
	reopen(h);
	r = mend(h);
	assert_int_equal(r.did.logs, 1);
	assert_int_equal(r.did.lost, 1);
	assert_int_equal(r.did.rebuilt, 1);
	assert_int_equal(r.did.saved, 3);
	whole(h);
}

static void
test_a_damaged_unsent_segment_is_written_again(void **state)
{
	struct here *h = *state;
	struct repair r;

	seal(h);
	written_ok(
	    db_exec(h->o.st.db, "UPDATE segment SET body = zeroblob(40)"));
	reopen(h);
	r = mend(h);
	assert_int_equal(r.did.logs, 1);
	assert_int_equal(r.did.lost, COMMITS);
	assert_int_equal(r.did.rebuilt, COMMITS);
	whole(h);
}

static void
test_a_forged_seal_is_damage_too(void **state)
{
	struct here *h = *state;
	struct repair r;

	seal(h);
	written_ok(
	    db_exec(h->o.st.db, "UPDATE segment SET sig = zeroblob(64)"));
	reopen(h);
	r = mend(h);
	assert_int_equal(r.did.logs, 1);
	assert_int_equal(r.did.saved + r.did.rebuilt, COMMITS);
	whole(h);
}

static void
test_what_was_written_again_is_marked(void **state)
{
	CLEAN(arena_free) struct arena a = ARENA;
	struct here *h = *state;
	struct stored c;
	uint32_t space;

	written_ok(db_exec(h->o.st.db,
	    "UPDATE tail SET hash = zeroblob(32) WHERE no & 4294967295 = 6"));
	reopen(h);
	(void)mend(h);
	written_ok(ledger_space(h->o.st.l, "home-07", false, &space));
	written_ok(ledger_commit(h->o.st.l,
	    dot_pack(ledger_mine(h->o.st.l, space)->no, 1, 0), &a, &c));
	assert_string_equal(c.actor, "ana (reparado)");
	assert_int_equal(c.at, 20000LL * DAY);
}

#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		T(test_a_sound_store_is_only_folded_again),
		T(test_a_damaged_tail_is_written_again_in_a_new_log),
		T(test_unreadable_commits_come_from_the_current_state),
		T(test_a_damaged_unsent_segment_is_written_again),
		T(test_a_forged_seal_is_damage_too),
		T(test_what_was_written_again_is_marked),
	};

	return (cmocka_run_group_tests_name("repair", tests, NULL, NULL));
}
