#include "tests/unit/record.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void
test_a_void_that_saw_everything_voids(void **state)
{
	struct bench *b = *state;

	record_edit(b, 2, C(0), F_NOTE, val_int(1));
	record_turn(b, 3, C(1), LIFE_VOIDED);
	record_lives(b, LIFE_VOIDED, REVIEW_NONE);
	assert_int_equal(b->m.fields[0].field, FIELD_LIFE);
}

static void
test_an_edit_beside_a_void_keeps_the_record_alive_under_review(void **state)
{
	struct bench *b = *state;

	record_turn(b, 2, C(0), LIFE_VOIDED);
	record_edit(b, 3, C(0), F_NOTE, val_int(1));
	record_lives(b, LIFE_LIVE, REVIEW_VOID);
	record_turn(b, 4, C(1) | C(2), LIFE_VOIDED);
	record_lives(b, LIFE_VOIDED, REVIEW_NONE);
}

static void
test_a_void_beside_its_undoing_keeps_the_record_alive_under_review(void **state)
{
	struct bench *b = *state;

	record_turn(b, 2, C(0), LIFE_VOIDED);
	record_turn(b, 3, C(1), LIFE_LIVE);
	record_lives(b, LIFE_LIVE, REVIEW_NONE);
	record_turn(b, 2, 0, LIFE_VOIDED);
	record_lives(b, LIFE_LIVE, REVIEW_VOID);
	record_turn(b, 4, C(2) | C(3), LIFE_LIVE);
	record_lives(b, LIFE_LIVE, REVIEW_NONE);
}

static void
test_two_voids_beside_each_other_agree(void **state)
{
	struct bench *b = *state;

	record_turn(b, 2, C(0), LIFE_VOIDED);
	record_turn(b, 3, C(0), LIFE_VOIDED);
	record_lives(b, LIFE_VOIDED, REVIEW_NONE);
}

static void
test_one_void_that_knew_the_edit_is_enough(void **state)
{
	struct bench *b = *state;

	record_edit(b, 2, C(0), F_NOTE, val_int(1));
	record_turn(b, 3, C(0), LIFE_VOIDED);
	record_turn(b, 4, C(1), LIFE_VOIDED);
	record_lives(b, LIFE_VOIDED, REVIEW_NONE);
}

static void
test_a_write_that_knew_the_void_leaves_it_voided(void **state)
{
	struct bench *b = *state;

	record_turn(b, 2, C(0), LIFE_VOIDED);
	record_edit(b, 3, C(1), F_NOTE, val_int(1));
	record_lives(b, LIFE_VOIDED, REVIEW_NONE);
}

static void
test_a_block_stands_beside_an_edit_and_is_reviewed(void **state)
{
	struct bench *b = *state;

	record_turn(b, 2, C(0), LIFE_BLOCKED);
	record_edit(b, 3, C(0), F_NOTE, val_int(1));
	record_lives(b, LIFE_BLOCKED, REVIEW_VOID);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    test_a_void_that_saw_everything_voids, record_begin,
		    record_end),
		cmocka_unit_test_setup_teardown(
		    test_an_edit_beside_a_void_keeps_the_record_alive_under_review,
		    record_begin, record_end),
		cmocka_unit_test_setup_teardown(
		    test_a_void_beside_its_undoing_keeps_the_record_alive_under_review,
		    record_begin, record_end),
		cmocka_unit_test_setup_teardown(
		    test_two_voids_beside_each_other_agree, record_begin,
		    record_end),
		cmocka_unit_test_setup_teardown(
		    test_one_void_that_knew_the_edit_is_enough, record_begin,
		    record_end),
		cmocka_unit_test_setup_teardown(
		    test_a_write_that_knew_the_void_leaves_it_voided,
		    record_begin, record_end),
		cmocka_unit_test_setup_teardown(
		    test_a_block_stands_beside_an_edit_and_is_reviewed,
		    record_begin, record_end),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
