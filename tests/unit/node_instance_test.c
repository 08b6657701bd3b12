#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "node/instance.h"
#include "proto/base/file.h"
#include "proto/log/accept.h"
#include "proto/log/append.h"
#include "tests/unit/written.h"

#define DAY 86400

struct here {
	char dir[64], file[96], db[96], copy[96];
	struct store st;
	struct key *key;
};

static int
setup(void **state)
{
	struct here *h = calloc(1, sizeof(*h));

	written_folder(h->dir);
	(void)snprintf(h->file, sizeof(h->file), "%s/instance", h->dir);
	(void)snprintf(h->db, sizeof(h->db), "%s/node.db", h->dir);
	(void)snprintf(h->copy, sizeof(h->copy), "%s/copy.db", h->dir);
	assert_int_equal(setenv("MESAS_MACHINE", "one", 1), 0);
	written_ok(store_open(&h->st, h->db, DB_CREATE));
	written_ok(key_make(&h->key));
	*state = h;
	return (0);
}

static int
teardown(void **state)
{
	struct here *h = *state;

	store_close(&h->st);
	key_free(&h->key);
	written_sweep(h->dir);
	free(h);
	return (0);
}

static enum instance_why
meet(struct here *h)
{
	CLEAN(instance_free) struct instance i = { 0 };
	enum instance_why why;

	written_ok(instance_meet(h->file, &h->st, &i, &why));
	return (why);
}

static dot_t
commit(struct here *h, const char *name)
{
	return (written_commit(&h->st, h->key, "07", name, 20000LL * DAY));
}

/* The database as it was when the copy was made. */
static void
go_back(struct here *h)
{
	store_close(&h->st);
	written_ok(file_remove(h->db));
	assert_int_equal(rename(h->copy, h->db), 0);
	written_ok(store_open(&h->st, h->db, DB_WRITE));
}

static bool
writes(struct here *h)
{
	uint32_t space;

	written_ok(ledger_space(h->st.l, "07", false, &space));
	return (ledger_mine(h->st.l, space) != NULL);
}

static void
test_the_first_file_is_made_without_a_word(void **state)
{
	CLEAN(instance_free) struct instance a = { 0 };
	CLEAN(instance_free) struct instance b = { 0 };
	struct here *h = *state;

	assert_int_equal(meet(h), INSTANCE_FINE);
	written_ok(instance_read(h->file, &a));
	assert_int_equal(meet(h), INSTANCE_FINE);
	written_ok(instance_read(h->file, &b));
	assert_memory_equal(a.id, b.id, INST_LEN);
	assert_int_equal(a.n, 0);
}

static void
test_what_has_left_is_noted_once_and_only_grows(void **state)
{
	CLEAN(instance_free) struct instance i = { 0 };
	struct here *h = *state;
	const struct log_info *log;
	dot_t d;

	assert_int_equal(meet(h), INSTANCE_FINE);
	commit(h, "uno");
	d = commit(h, "dos");
	written_ok(instance_leaving_all(h->file, &h->st));
	log = ledger_log(h->st.l, dot_log(d));
	written_ok(instance_leaving(h->file, log->id, 1, &log->parent_hash));
	written_ok(instance_read(h->file, &i));
	assert_int_equal(i.n, 1);
	assert_int_equal(i.note[0].to, 2);
	assert_memory_equal(i.note[0].head.b, log->head.b, HASH_LEN);
	assert_int_equal(meet(h), INSTANCE_FINE);
	assert_true(writes(h));
}

static void
test_a_store_that_went_back_opens_a_new_log(void **state)
{
	struct here *h = *state;
	dot_t old, now;

	assert_int_equal(meet(h), INSTANCE_FINE);
	old = commit(h, "uno");
	written_ok(db_backup(h->st.db, h->copy));
	commit(h, "dos");
	written_ok(instance_leaving_all(h->file, &h->st));
	go_back(h);
	written_ok(db_backup(h->st.db, h->copy)); /* for another time */
	assert_int_equal(meet(h), INSTANCE_BEHIND);
	assert_false(writes(h));
	now = commit(h, "tres");
	assert_int_not_equal(dot_log(now), dot_log(old));
	assert_int_equal(dot_seq(now), 1);
	assert_int_equal(
	    ledger_log(h->st.l, dot_log(now))->parent, dot_log(old));
	assert_int_equal(
	    ledger_log(h->st.l, dot_log(now))->parent_seq, dot_seq(old));
	/* Said once. */
	assert_int_equal(meet(h), INSTANCE_FINE);
	assert_true(writes(h));
	/* The same copy comes once more, in which the log goes on that ended.
	 */
	go_back(h);
	assert_int_equal(meet(h), INSTANCE_BEHIND);
	assert_false(writes(h));
}

static void
test_unsent_changes_may_be_lost_without_an_alarm(void **state)
{
	struct here *h = *state;

	assert_int_equal(meet(h), INSTANCE_FINE);
	commit(h, "uno");
	written_ok(instance_leaving_all(h->file, &h->st));
	written_ok(db_backup(h->st.db, h->copy));
	commit(h, "dos");
	go_back(h);
	assert_int_equal(meet(h), INSTANCE_FINE);
	assert_true(writes(h));
}

static void
test_another_commit_at_the_same_place_is_noticed(void **state)
{
	struct here *h = *state;

	assert_int_equal(meet(h), INSTANCE_FINE);
	commit(h, "uno");
	written_ok(db_backup(h->st.db, h->copy));
	commit(h, "dos");
	written_ok(instance_leaving_all(h->file, &h->st));
	go_back(h);
	commit(h, "otro");
	commit(h, "otro más");
	assert_int_equal(meet(h), INSTANCE_BEHIND);
	assert_false(writes(h));
}

static void
test_a_log_the_store_never_heard_of_is_noticed(void **state)
{
	struct here *h = *state;

	assert_int_equal(meet(h), INSTANCE_FINE);
	written_ok(db_backup(h->st.db, h->copy));
	commit(h, "uno");
	written_ok(instance_leaving_all(h->file, &h->st));
	go_back(h);
	assert_int_equal(meet(h), INSTANCE_BEHIND);
	assert_int_equal(meet(h), INSTANCE_FINE); /* said once */
}

static void
test_a_folder_on_another_machine_opens_a_new_log(void **state)
{
	CLEAN(instance_free) struct instance a = { 0 };
	CLEAN(instance_free) struct instance b = { 0 };
	struct here *h = *state;

	assert_int_equal(meet(h), INSTANCE_FINE);
	commit(h, "uno");
	written_ok(instance_read(h->file, &a));
	assert_int_equal(setenv("MESAS_MACHINE", "two", 1), 0);
	assert_int_equal(meet(h), INSTANCE_ELSEWHERE);
	assert_false(writes(h));
	written_ok(instance_read(h->file, &b));
	assert_memory_not_equal(a.id, b.id, INST_LEN);
	assert_int_equal(meet(h), INSTANCE_FINE);
}

static void
test_a_missing_or_spoilt_file_opens_a_new_log(void **state)
{
	struct here *h = *state;

	assert_int_equal(meet(h), INSTANCE_FINE);
	commit(h, "uno");
	written_ok(file_remove(h->file));
	assert_int_equal(meet(h), INSTANCE_ABSENT);
	assert_false(writes(h));
	commit(h, "dos");
	written_ok(file_replace(h->file, span_str("mesas"), 0600));
	assert_int_equal(meet(h), INSTANCE_ABSENT);
	assert_false(writes(h));
}

static void
test_looking_changes_nothing(void **state)
{
	struct here *h = *state;
	enum instance_why why;

	written_ok(instance_check(h->file, &h->st, &why));
	assert_int_equal(why, INSTANCE_FINE);
	assert_false(file_exists(h->file));
	commit(h, "uno");
	written_ok(instance_check(h->file, &h->st, &why));
	assert_int_equal(why, INSTANCE_ABSENT);
	assert_true(writes(h));
}

static void
test_a_file_cut_anywhere_is_refused(void **state)
{
	CLEAN(buf_free) struct buf b = BUF(65536);
	struct here *h = *state;

	assert_int_equal(meet(h), INSTANCE_FINE);
	commit(h, "uno");
	written_ok(instance_leaving_all(h->file, &h->st));
	written_ok(file_read(h->file, &b));
	for (size_t n = 0; n < b.n; n++) {
		CLEAN(instance_free) struct instance i = { 0 };
		err_t e;

		written_ok(file_replace(h->file, span_of(b.p, n), 0600));
		e = instance_read(h->file, &i);
		if (e == NULL)
			fail_msg("cut at %zu of %zu", n, b.n);
		assert_int_equal(e->code, ERR_FORMAT);
	}
}

static void
test_two_parts_of_four_are_the_same_machine(void **state)
{
	struct instance_machine a = { { true, true, true, true },
		{ { { 0 } } } };
	struct instance_machine b = a;

	(void)state;
	b.part[PART_NETWORK].b[0] = 1;
	b.part[PART_BOARD].b[0] = 1;
	assert_true(instance_same(&a, &b));
	b.part[PART_PRODUCT].b[0] = 1;
	assert_false(instance_same(&a, &b));
	/* Read by an account that may not see the firmware. */
	b = a;
	b.has[PART_PRODUCT] = b.has[PART_BOARD] = false;
	assert_true(instance_same(&a, &b));
	b.part[PART_NETWORK].b[0] = 1;
	assert_false(instance_same(&a, &b));
	memset(b.has, 0, sizeof(b.has));
	assert_true(instance_same(&a, &b));
}

#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		T(test_the_first_file_is_made_without_a_word),
		T(test_what_has_left_is_noted_once_and_only_grows),
		T(test_a_store_that_went_back_opens_a_new_log),
		T(test_unsent_changes_may_be_lost_without_an_alarm),
		T(test_another_commit_at_the_same_place_is_noticed),
		T(test_a_log_the_store_never_heard_of_is_noticed),
		T(test_a_folder_on_another_machine_opens_a_new_log),
		T(test_a_missing_or_spoilt_file_opens_a_new_log),
		T(test_looking_changes_nothing),
		T(test_a_file_cut_anywhere_is_refused),
		cmocka_unit_test(test_two_parts_of_four_are_the_same_machine),
	};

	return (cmocka_run_group_tests_name("instance", tests, NULL, NULL));
}
