#include "tests/unit/record.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/* ---- registers ---- */

static void
test_a_creation_writes_every_field_and_null_where_it_is_silent(void **state)
{
	struct bench *b = *state;

	history_set(&b->h, b->create, F_PCT, val_int(10));
	record_shows(b, F_PCT, val_int(10), 1, REVIEW_NONE);
	record_shows(b, F_TITLE, val_null(), 1, REVIEW_NONE);
	assert_int_equal(b->m.n, history_entity.n);
	assert_int_equal(b->m.life, LIFE_LIVE);
}

static void
test_a_later_edit_replaces_what_its_author_saw(void **state)
{
	struct bench *b = *state;

	record_edit_ranked(b, 2, F_PCT, val_int(20), 9);
	record_edit(b, 3, C(1), F_PCT, val_int(30));
	record_shows(b, F_PCT, val_int(30), 1, REVIEW_NONE);
}

static void
test_two_edits_that_saw_nothing_of_each_other_are_both_kept(void **state)
{
	struct bench *b = *state;
	struct write *x = record_edit(b, 2, C(0), F_NOTE, val_int(1));
	struct write *y = record_edit(b, 3, C(0), F_NOTE, val_int(2));
	const struct merged_field *f = record_merged(b, F_NOTE);

	assert_int_equal(f->n, 2);
	assert_int_equal(f->review, REVIEW_VALUE);
	assert_int_equal(f->versions[0].dot, x->dot);
	assert_int_equal(f->versions[1].dot, y->dot);
}

static void
test_equal_values_are_no_dispute_though_both_are_kept(void **state)
{
	struct bench *b = *state;

	record_edit(b, 2, C(0), F_NOTE, val_int(7));
	record_edit(b, 3, C(0), F_NOTE, val_int(7));
	record_shows(b, F_NOTE, val_int(7), 2, REVIEW_NONE);
}

static void
test_edits_of_different_fields_do_not_meet(void **state)
{
	struct bench *b = *state;

	record_edit(b, 2, C(0), F_NOTE, val_int(7));
	record_edit(b, 3, C(0), F_PCT, val_int(50));
	record_shows(b, F_NOTE, val_int(7), 1, REVIEW_NONE);
	record_shows(b, F_PCT, val_int(50), 1, REVIEW_NONE);
}

static void
test_a_write_that_saw_both_closes_the_dispute(void **state)
{
	struct bench *b = *state;

	record_edit(b, 2, C(0), F_NOTE, val_int(1));
	record_edit(b, 3, C(0), F_NOTE, val_int(2));
	history_one(&b->h, 4, C(1) | C(2), OP_RESOLVE, F_NOTE, val_int(1));
	record_shows(b, F_NOTE, val_int(1), 1, REVIEW_NONE);
}

static void
test_the_latest_is_the_highest_rank_then_the_higher_order(void **state)
{
	struct bench *b = *state;

	record_edit_ranked(b, 2, F_NOTE, val_int(1), 5);
	record_edit_ranked(b, 3, F_NOTE, val_int(2), 4);
	record_shows(b, F_NOTE, val_int(1), 2, REVIEW_VALUE);
	record_edit_ranked(b, 4, F_NOTE, val_int(3), 5);
	record_shows(b, F_NOTE, val_int(3), 3, REVIEW_VALUE);
}

static void
test_of_two_due_dates_the_earlier_is_shown_and_none_loses(void **state)
{
	struct bench *b = *state;

	record_edit_ranked(b, 2, F_DUE, val_int(20000), 9);
	record_edit_ranked(b, 3, F_DUE, val_int(19000), 1);
	record_edit_ranked(b, 4, F_DUE, val_null(), 99);
	record_shows(b, F_DUE, val_int(19000), 3, REVIEW_VALUE);
}

static void
test_of_two_progresses_the_lower_is_shown_and_none_loses(void **state)
{
	struct bench *b = *state;

	record_edit_ranked(b, 2, F_PCT, val_null(), 9);
	record_edit_ranked(b, 3, F_PCT, val_int(80), 9);
	record_edit_ranked(b, 4, F_PCT, val_int(60), 1);
	record_shows(b, F_PCT, val_int(60), 3, REVIEW_VALUE);
}

static void
test_of_two_states_the_less_advanced_is_shown(void **state)
{
	struct bench *b = *state;

	record_edit_ranked(b, 2, F_STATUS, val_int(3), 9); /* done */
	record_edit_ranked(b, 3, F_STATUS, val_int(2), 1); /* in progress */
	record_shows(b, F_STATUS, val_int(2), 2, REVIEW_VALUE);
}

static void
test_two_different_ends_show_what_both_had_seen(void **state)
{
	struct bench *b = *state;

	history_set(&b->h, b->create, F_STATUS, val_int(1));
	record_edit(b, 1, 0, F_STATUS, val_int(2));
	record_edit(b, 2, C(1), F_STATUS, val_int(3)); /* done */
	record_edit(b, 3, C(1), F_STATUS, val_int(5)); /* cancelled */
	record_shows(b, F_STATUS, val_int(2), 2, REVIEW_TERMINAL);
}

static void
test_a_base_policy_shows_what_all_had_seen(void **state)
{
	struct bench *b = *state;
	struct write *base;

	history_set(&b->h, b->create, F_TITLE, val_str("Zero"));
	base = record_edit(b, 1, 0, F_TITLE, val_str("One"));
	record_edit(b, 2, C(1), F_TITLE, val_str("Two"));
	record_edit(b, 3, C(1), F_TITLE, val_str("Three"));
	record_shows(b, F_TITLE, val_str("One"), 2, REVIEW_VALUE);
	assert_int_equal(record_merged(b, F_TITLE)->base_dot, base->dot);
}

static void
test_of_several_bases_the_highest_rank_is_taken(void **state)
{
	struct bench *b = *state;
	struct write *x = record_edit_ranked(b, 2, F_NOTE, val_int(1), 8);

	record_edit_ranked(b, 3, F_NOTE, val_int(2), 3);
	record_edit(b, 4, C(1) | C(2), F_NOTE, val_int(3));
	record_edit(b, 5, C(1) | C(2), F_NOTE, val_int(4));
	assert_int_equal(record_merged(b, F_NOTE)->base_dot, x->dot);
	assert_true(val_eq(record_merged(b, F_NOTE)->base, val_int(1)));
}

static void
test_a_folio_is_written_once(void **state)
{
	struct bench *b = *state;

	history_set(&b->h, b->create, F_FOLIO, val_str("AC-07-1"));
	record_edit_ranked(b, 1, F_FOLIO, val_str("AC-07-2"), 9);
	record_shows(b, F_FOLIO, val_str("AC-07-1"), 1, REVIEW_NONE);
}

static void
test_what_is_held_unknown_or_not_of_the_entity_counts_for_nothing(void **state)
{
	struct bench *b = *state;
	struct write *w = record_edit(b, 2, C(0), F_NOTE, val_int(1));

	w->held = true;
	history_one(&b->h, 3, C(0), OP_UNKNOWN, F_NOTE, val_int(2));
	history_one(&b->h, 3, C(0), OP_ERASED, F_NOTE, val_int(3));
	history_one(&b->h, 3, C(0), OP_DECIDE, F_NOTE, val_int(4));
	record_edit(b, 4, C(0), 77, val_int(5));
	record_edit(b, 4, C(0), F_NOTE, val_int(6))->op.entity = 901;
	history_one(&b->h, 5, C(0), OP_COUNT, F_NOTE, val_int(7));
	record_turn(b, 5, C(0), (enum life)9);
	record_shows(b, F_NOTE, val_null(), 1, REVIEW_NONE);
	assert_null(history_field(&b->m, FIELD_LIFE));
}

static void
test_an_erased_creation_still_makes_the_record_present(void **state)
{
	struct bench *b = *state;

	assert_int_equal(b->create->op.n, 0);
	record_shows(b, F_TITLE, val_null(), 1, REVIEW_NONE);
	assert_int_equal(b->m.life, LIFE_LIVE);
}

static void
test_edits_without_the_creation_are_merged_but_the_record_is_absent(
    void **state)
{
	struct bench *b = *state;

	b->create->op.kind = OP_UNKNOWN;
	record_edit(b, 2, C(0), F_NOTE, val_int(3));
	record_shows(b, F_NOTE, val_int(3), 1, REVIEW_NONE);
	assert_int_equal(b->m.life, LIFE_ABSENT);
	assert_int_equal(b->m.n, 1);
}

static void
test_ops_of_one_commit_follow_each_other(void **state)
{
	struct bench *b = *state;

	record_edit(b, 2, C(0), F_NOTE, val_int(1));
	history_set(&b->h, history_op(&b->h, 2, OP_EDIT), F_NOTE, val_int(2));
	record_shows(b, F_NOTE, val_int(2), 1, REVIEW_NONE);
}

/* ---- lists and counters ---- */

static size_t
elements(struct bench *b, int64_t v, bool removed)
{
	size_t n = 0;

	history_merge(&b->h, &b->a, &b->m);
	for (size_t i = 0; i < b->m.elements_n; i++)
		n += b->m.elements[i].field == F_THEMES &&
		     b->m.elements[i].v.i == v &&
		     b->m.elements[i].removed == removed;
	return (n);
}

static void
theme(
    struct bench *b, uint32_t log, uint64_t seen, enum op_kind kind, int64_t v)
{
	history_one(&b->h, log, seen, kind, F_THEMES, val_int(v));
}

static void
test_a_remove_cancels_the_adds_its_author_saw(void **state)
{
	struct bench *b = *state;

	history_set(&b->h, b->create, F_THEMES, val_int(1));
	history_set(&b->h, b->create, F_THEMES, val_int(2));
	theme(b, 2, C(0), OP_REMOVE, 1);
	assert_int_equal(elements(b, 1, false), 0);
	assert_int_equal(elements(b, 1, true), 1);
	assert_int_equal(elements(b, 2, false), 1);
}

static void
test_an_add_beside_a_remove_wins(void **state)
{
	struct bench *b = *state;

	history_set(&b->h, b->create, F_THEMES, val_int(1));
	theme(b, 2, C(0), OP_REMOVE, 1);
	theme(b, 3, C(0), OP_ADD, 1);
	assert_int_equal(elements(b, 1, false), 1);
	assert_int_equal(elements(b, 1, true), 1);
}

static void
test_a_removed_theme_can_be_added_again(void **state)
{
	struct bench *b = *state;

	theme(b, 2, C(0), OP_ADD, 1);
	theme(b, 2, 0, OP_REMOVE, 1);
	theme(b, 2, 0, OP_ADD, 1);
	assert_int_equal(elements(b, 1, false), 1);
}

static void
test_one_op_may_add_or_remove_several_values(void **state)
{
	struct bench *b = *state;
	struct write *w;

	w = history_one(&b->h, 2, C(0), OP_ADD, F_THEMES, val_int(1));
	history_set(&b->h, w, F_THEMES, val_int(2));
	history_set(&b->h, w, F_THEMES, val_int(2));
	assert_int_equal(elements(b, 1, false), 1);
	assert_int_equal(elements(b, 2, false), 1);
	w = history_one(&b->h, 2, 0, OP_REMOVE, F_THEMES, val_int(1));
	history_set(&b->h, w, F_THEMES, val_int(2));
	assert_int_equal(elements(b, 1, false), 0);
	assert_int_equal(elements(b, 2, false), 0);
}

static void
test_all_surviving_adds_and_only_the_last_removes_are_listed(void **state)
{
	struct bench *b = *state;

	theme(b, 2, C(0), OP_REMOVE, 1);
	theme(b, 2, 0, OP_REMOVE, 1);
	theme(b, 3, C(0), OP_ADD, 1);
	theme(b, 4, C(0), OP_ADD, 1);
	assert_int_equal(elements(b, 1, false), 2);
	assert_int_equal(elements(b, 1, true), 1);
	theme(b, 5, C(3) | C(4), OP_REMOVE, 1);
	assert_int_equal(elements(b, 1, false), 0);
	assert_int_equal(elements(b, 1, true), 2);
}

static void
test_a_counter_is_the_sum_of_what_everybody_added(void **state)
{
	struct bench *b = *state;

	history_set(&b->h, b->create, F_SERVED, val_int(5));
	history_one(&b->h, 2, C(0), OP_COUNT, F_SERVED, val_int(10));
	history_one(&b->h, 3, C(0), OP_COUNT, F_SERVED, val_int(-2));
	assert_int_equal(record_merged(b, F_SERVED)->shown.i, 13);
}

static void
test_a_counter_out_of_range_stays_at_its_end_in_any_order(void **state)
{
	struct bench *b = *state;

	history_one(&b->h, 2, C(0), OP_COUNT, F_SERVED, val_int(INT64_MAX));
	history_one(&b->h, 3, C(0), OP_COUNT, F_SERVED, val_int(INT64_MAX));
	assert_true(record_merged(b, F_SERVED)->shown.i == INT64_MAX);
	history_one(&b->h, 4, C(0), OP_COUNT, F_SERVED, val_int(INT64_MIN));
	assert_true(record_merged(b, F_SERVED)->shown.i == INT64_MAX - 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    test_a_creation_writes_every_field_and_null_where_it_is_silent,
		    record_begin, record_end),
		cmocka_unit_test_setup_teardown(
		    test_a_later_edit_replaces_what_its_author_saw,
		    record_begin, record_end),
		cmocka_unit_test_setup_teardown(
		    test_two_edits_that_saw_nothing_of_each_other_are_both_kept,
		    record_begin, record_end),
		cmocka_unit_test_setup_teardown(
		    test_equal_values_are_no_dispute_though_both_are_kept,
		    record_begin, record_end),
		cmocka_unit_test_setup_teardown(
		    test_edits_of_different_fields_do_not_meet, record_begin,
		    record_end),
		cmocka_unit_test_setup_teardown(
		    test_a_write_that_saw_both_closes_the_dispute, record_begin,
		    record_end),
		cmocka_unit_test_setup_teardown(
		    test_the_latest_is_the_highest_rank_then_the_higher_order,
		    record_begin, record_end),
		cmocka_unit_test_setup_teardown(
		    test_of_two_due_dates_the_earlier_is_shown_and_none_loses,
		    record_begin, record_end),
		cmocka_unit_test_setup_teardown(
		    test_of_two_progresses_the_lower_is_shown_and_none_loses,
		    record_begin, record_end),
		cmocka_unit_test_setup_teardown(
		    test_of_two_states_the_less_advanced_is_shown, record_begin,
		    record_end),
		cmocka_unit_test_setup_teardown(
		    test_two_different_ends_show_what_both_had_seen,
		    record_begin, record_end),
		cmocka_unit_test_setup_teardown(
		    test_a_base_policy_shows_what_all_had_seen, record_begin,
		    record_end),
		cmocka_unit_test_setup_teardown(
		    test_of_several_bases_the_highest_rank_is_taken,
		    record_begin, record_end),
		cmocka_unit_test_setup_teardown(
		    test_a_folio_is_written_once, record_begin, record_end),
		cmocka_unit_test_setup_teardown(
		    test_what_is_held_unknown_or_not_of_the_entity_counts_for_nothing,
		    record_begin, record_end),
		cmocka_unit_test_setup_teardown(
		    test_an_erased_creation_still_makes_the_record_present,
		    record_begin, record_end),
		cmocka_unit_test_setup_teardown(
		    test_edits_without_the_creation_are_merged_but_the_record_is_absent,
		    record_begin, record_end),
		cmocka_unit_test_setup_teardown(
		    test_ops_of_one_commit_follow_each_other, record_begin,
		    record_end),
		cmocka_unit_test_setup_teardown(
		    test_a_remove_cancels_the_adds_its_author_saw, record_begin,
		    record_end),
		cmocka_unit_test_setup_teardown(
		    test_an_add_beside_a_remove_wins, record_begin, record_end),
		cmocka_unit_test_setup_teardown(
		    test_a_removed_theme_can_be_added_again, record_begin,
		    record_end),
		cmocka_unit_test_setup_teardown(
		    test_one_op_may_add_or_remove_several_values, record_begin,
		    record_end),
		cmocka_unit_test_setup_teardown(
		    test_all_surviving_adds_and_only_the_last_removes_are_listed,
		    record_begin, record_end),
		cmocka_unit_test_setup_teardown(
		    test_a_counter_is_the_sum_of_what_everybody_added,
		    record_begin, record_end),
		cmocka_unit_test_setup_teardown(
		    test_a_counter_out_of_range_stays_at_its_end_in_any_order,
		    record_begin, record_end),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
