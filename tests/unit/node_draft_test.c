/* Forms that somebody is still writing, as the store keeps them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>

#include "node/draft.h"

#define A "aaaaaaaaaaaaaaaaaaaaaa"
#define B "bbbbbbbbbbbbbbbbbbbbbb"

static struct draft
draft_of(const char *serial, const char *form, int64_t at)
{
	return ((struct draft){ .serial = serial,
	    .action = "/brechas",
	    .page = "/brechas/nueva",
	    .title = "Brecha nueva",
	    .form = form,
	    .at = at });
}

static int
open_db(void **state)
{
	struct db *db;

	assert_null(db_open(&db, ":memory:", DB_MEMORY));
	assert_null(draft_tables(db));
	assert_null(draft_tables(db));
	*state = db;
	return (0);
}

static int
shut(void **state)
{
	struct db *db = *state;

	db_close(&db);
	return (0);
}

static size_t
count(struct db *db, const char *account, const char *page)
{
	CLEAN(arena_free) struct arena a = ARENA;
	struct draft *v;
	size_t n;

	assert_null(draft_list(db, account, page, &a, &v, &n));
	return (n);
}

static void
test_the_newest_text_of_a_form_is_kept_with_where_it_first_stood(void **state)
{
	CLEAN(arena_free) struct arena a = ARENA;
	struct draft one = draft_of(A, "t=1", 10), two = draft_of(A, "t=2", 11),
		     got;
	bool found;

	two.page = two.title = "";
	assert_null(draft_keep(*state, "ana", &one));
	assert_null(draft_keep(*state, "ana", &two));
	assert_null(draft_get(*state, "ana", A, &a, &got, &found));
	assert_true(found);
	assert_string_equal(got.form, "t=2");
	assert_string_equal(got.page, "/brechas/nueva");
	assert_string_equal(got.title, "Brecha nueva");
	assert_int_equal(got.at, 11);
	assert_int_equal(count(*state, "ana", NULL), 1);
}

static void
test_nobody_is_shown_the_drafts_of_another_account(void **state)
{
	CLEAN(arena_free) struct arena a = ARENA;
	struct draft d = draft_of(A, "t=1", 10), got;
	bool found;

	assert_null(draft_keep(*state, "ana", &d));
	assert_null(draft_get(*state, "luis", A, &a, &got, &found));
	assert_false(found);
	assert_int_equal(count(*state, "luis", NULL), 0);
	assert_null(draft_drop(*state, "luis", A));
	assert_int_equal(count(*state, "ana", NULL), 1);
	d.form = "t=de otro";
	assert_null(draft_keep(*state, "luis", &d));
	assert_null(draft_get(*state, "ana", A, &a, &got, &found));
	assert_string_equal(got.form, "t=1");
}

static void
test_two_forms_of_one_kind_do_not_write_over_each_other(void **state)
{
	CLEAN(arena_free) struct arena a = ARENA;
	struct draft one = draft_of(A, "t=1", 10), two = draft_of(B, "t=2", 11);
	struct draft *v;
	size_t n;

	assert_null(draft_keep(*state, "ana", &one));
	assert_null(draft_keep(*state, "ana", &two));
	assert_null(draft_list(*state, "ana", "/brechas/nueva", &a, &v, &n));
	assert_int_equal(n, 2);
	assert_string_equal(v[0].serial, B);
	assert_int_equal(count(*state, "ana", "/otra"), 0);
	assert_null(draft_drop(*state, "ana", B));
	assert_int_equal(count(*state, "ana", NULL), 1);
}

static void
test_a_form_that_is_too_long_is_refused_and_the_one_before_stays(void **state)
{
	CLEAN(arena_free) struct arena a = ARENA;
	char *big = malloc(LIMIT_DRAFT_BYTES + 2);
	struct draft d = draft_of(A, "t=1", 10), got;
	bool found;
	err_t e;

	assert_non_null(big);
	memset(big, 'x', LIMIT_DRAFT_BYTES + 1);
	big[LIMIT_DRAFT_BYTES + 1] = '\0';
	assert_null(draft_keep(*state, "ana", &d));
	d.form = big;
	e = draft_keep(*state, "ana", &d);
	assert_non_null(e);
	assert_int_equal(e->code, ERR_LIMIT);
	big[LIMIT_DRAFT_BYTES] = '\0';
	assert_null(draft_get(*state, "ana", A, &a, &got, &found));
	assert_string_equal(got.form, "t=1");
	assert_null(draft_keep(*state, "ana", &d));
	free(big);
}

static void
test_the_oldest_of_too_many_goes(void **state)
{
	CLEAN(arena_free) struct arena a = ARENA;
	char first[DRAFT_SERIAL + 1], serial[DRAFT_SERIAL + 1];
	struct draft got;
	bool found;

	draft_serial_make(first);
	for (int i = 0; i < LIMIT_DRAFTS + 3; i++) {
		struct draft d = draft_of(first, "t=1", 100 + i);

		if (i > 0) {
			draft_serial_make(serial);
			d.serial = serial;
		}
		assert_null(draft_keep(*state, "ana", &d));
	}
	assert_int_equal(count(*state, "ana", NULL), LIMIT_DRAFTS);
	assert_null(draft_get(*state, "ana", first, &a, &got, &found));
	assert_false(found);
	assert_null(draft_get(*state, "ana", serial, &a, &got, &found));
	assert_true(found);
}

static void
test_what_is_no_serial_is_refused(void **state)
{
	static const char *const bad[] = { "", "a", "'; DROP TABLE draft; --xx",
		"aaaaaaaaaaaaaaaaaaaaa/", "aaaaaaaaaaaaaaaaaaaaaaa" };

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct draft d = draft_of(bad[i], "t=1", 1);

		assert_false(draft_serial_valid(bad[i]));
		assert_non_null(draft_keep(*state, "ana", &d));
	}
	assert_false(draft_serial_valid(NULL));
	assert_true(draft_serial_valid(A));
	assert_int_equal(count(*state, "ana", NULL), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    test_the_newest_text_of_a_form_is_kept_with_where_it_first_stood,
		    open_db, shut),
		cmocka_unit_test_setup_teardown(
		    test_nobody_is_shown_the_drafts_of_another_account, open_db,
		    shut),
		cmocka_unit_test_setup_teardown(
		    test_two_forms_of_one_kind_do_not_write_over_each_other,
		    open_db, shut),
		cmocka_unit_test_setup_teardown(
		    test_a_form_that_is_too_long_is_refused_and_the_one_before_stays,
		    open_db, shut),
		cmocka_unit_test_setup_teardown(
		    test_the_oldest_of_too_many_goes, open_db, shut),
		cmocka_unit_test_setup_teardown(
		    test_what_is_no_serial_is_refused, open_db, shut),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
