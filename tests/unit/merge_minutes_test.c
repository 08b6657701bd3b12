#include "tests/unit/record.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/* Fields of the minutes. */
enum {
	M_SESSION = 1,
	M_VERSION,
	M_STATUS,
	M_TEXT,
	M_AGREEMENTS,
	M_SHA,
	M_IN,
	M_ON,
	M_SIGNED
};
enum { DRAFT = 1, CIRCULATED, APPROVED, SIGNED, PUBLISHED };

static void
amended(struct bench *b, size_t n, dot_t d)
{
	history_merge(&b->h, &b->a, &b->m);
	assert_int_equal(b->m.amendments_n, n);
	if (n > 0)
		assert_int_equal(b->m.amendments[n - 1], d);
}

static void
test_an_edit_after_the_approval_becomes_an_amendment(void **state)
{
	struct bench *b = *state;
	struct write *w;

	record_edit(b, 1, 0, M_TEXT, val_str("uno"));
	record_edit(b, 1, 0, M_STATUS, val_int(APPROVED));
	w = record_edit(b, 2, C(2), M_TEXT, val_str("dos"));
	amended(b, 1, w->dot);
	record_shows(b, M_TEXT, val_str("uno"), 1, REVIEW_NONE);
}

static void
test_an_edit_beside_the_approval_becomes_an_amendment(void **state)
{
	struct bench *b = *state;
	struct write *w = record_edit(b, 2, C(0), M_TEXT, val_str("dos"));

	record_edit(b, 1, 0, M_STATUS, val_int(SIGNED));
	amended(b, 1, w->dot);
	record_shows(b, M_TEXT, val_null(), 1, REVIEW_NONE);
	record_shows(b, M_STATUS, val_int(SIGNED), 1, REVIEW_NONE);
}

static void
test_content_written_in_the_commit_of_the_approval_is_part_of_it(void **state)
{
	struct bench *b = *state;

	record_edit(b, 1, 0, M_STATUS, val_int(APPROVED));
	history_set(
	    &b->h, history_op(&b->h, 1, OP_EDIT), M_SHA, val_str("ab12"));
	amended(b, 0, 0);
	record_shows(b, M_SHA, val_str("ab12"), 1, REVIEW_NONE);
}

static void
test_status_signatures_and_dates_go_on_after_the_approval(void **state)
{
	struct bench *b = *state;

	record_edit(b, 1, 0, M_STATUS, val_int(APPROVED));
	record_edit(b, 1, 0, M_ON, val_int(20000));
	history_one(&b->h, 2, C(1), OP_ADD, M_SIGNED, val_int(5));
	record_edit(b, 1, 0, M_STATUS, val_int(PUBLISHED));
	amended(b, 0, 0);
	record_shows(b, M_STATUS, val_int(PUBLISHED), 1, REVIEW_NONE);
	record_shows(b, M_ON, val_int(20000), 1, REVIEW_NONE);
	assert_int_equal(b->m.elements_n, 1);
}

static void
test_a_later_approval_does_not_let_content_in(void **state)
{
	struct bench *b = *state;
	struct write *w;

	record_edit(b, 1, 0, M_STATUS, val_int(APPROVED));
	w = record_edit(b, 1, 0, M_STATUS, val_int(SIGNED));
	history_set(&b->h, w, M_TEXT, val_str("tarde"));
	amended(b, 1, w->dot);
	record_shows(b, M_STATUS, val_int(SIGNED), 1, REVIEW_NONE);
	record_shows(b, M_TEXT, val_null(), 1, REVIEW_NONE);
}

static void
test_draft_minutes_are_not_frozen(void **state)
{
	struct bench *b = *state;

	record_edit(b, 1, 0, M_STATUS, val_int(CIRCULATED));
	record_edit(b, 2, C(1), M_TEXT, val_str("dos"));
	amended(b, 0, 0);
	record_shows(b, M_TEXT, val_str("dos"), 1, REVIEW_NONE);
}

static void
test_a_held_approval_freezes_nothing(void **state)
{
	struct bench *b = *state;

	record_edit(b, 2, C(0), M_STATUS, val_int(APPROVED))->held = true;
	record_edit(b, 1, 0, M_TEXT, val_str("dos"));
	amended(b, 0, 0);
}

/* Log 2 approves "dos", log 3 approves t; neither knows of the other. */
static void
two_approvals(struct bench *b, const char *t)
{
	record_edit(b, 2, C(0), M_TEXT, val_str("dos"));
	record_edit(b, 2, 0, M_STATUS, val_int(APPROVED));
	record_edit(b, 3, C(0), M_TEXT, val_str(t));
	record_edit(b, 3, 0, M_STATUS, val_int(APPROVED));
}

static void
test_two_approvals_of_different_content_are_a_dispute(void **state)
{
	struct bench *b = *state;

	two_approvals(b, "tres");
	record_shows(b, M_STATUS, val_int(APPROVED), 2, REVIEW_APPROVAL);
	record_shows(b, M_TEXT, val_str("dos"), 2, REVIEW_NONE);
	amended(b, 0, 0);
}

static void
test_two_approvals_of_one_content_agree(void **state)
{
	struct bench *b = *state;

	two_approvals(b, "dos");
	record_shows(b, M_STATUS, val_int(APPROVED), 2, REVIEW_NONE);
	record_shows(b, M_TEXT, val_str("dos"), 2, REVIEW_NONE);
}

static void
test_two_approvals_of_different_agreements_are_a_dispute(void **state)
{
	struct bench *b = *state;

	history_one(&b->h, 3, C(0), OP_ADD, M_AGREEMENTS, val_int(7));
	two_approvals(b, "dos");
	record_shows(b, M_STATUS, val_int(APPROVED), 2, REVIEW_APPROVAL);
	assert_int_equal(b->m.elements_n, 0);
}

static void
test_a_resolution_that_saw_both_approvals_closes_the_dispute(void **state)
{
	struct bench *b = *state;

	two_approvals(b, "tres");
	history_one(&b->h, 2, C(2), OP_RESOLVE, M_STATUS, val_int(APPROVED));
	record_shows(b, M_STATUS, val_int(APPROVED), 2, REVIEW_APPROVAL);
	history_one(&b->h, 2, C(4), OP_RESOLVE, M_STATUS, val_int(APPROVED));
	record_shows(b, M_STATUS, val_int(APPROVED), 1, REVIEW_NONE);
	record_shows(b, M_TEXT, val_str("dos"), 2, REVIEW_NONE);
}

static void
test_the_resolution_may_bring_the_content_it_chooses(void **state)
{
	struct bench *b = *state;
	struct write *w;

	two_approvals(b, "tres");
	history_one(&b->h, 2, C(4), OP_RESOLVE, M_STATUS, val_int(APPROVED));
	history_set(
	    &b->h, history_op(&b->h, 2, OP_RESOLVE), M_TEXT, val_str("tres"));
	record_shows(b, M_STATUS, val_int(APPROVED), 1, REVIEW_NONE);
	record_shows(b, M_TEXT, val_str("tres"), 1, REVIEW_NONE);
	w = record_edit(b, 2, 0, M_TEXT, val_str("cuatro"));
	amended(b, 1, w->dot);
}

static void
test_two_resolutions_that_choose_differently_are_a_dispute_again(void **state)
{
	struct bench *b = *state;

	two_approvals(b, "tres");
	for (uint32_t log = 2; log <= 3; log++) {
		history_one(&b->h, log, C(2) | C(4), OP_RESOLVE, M_STATUS,
		    val_int(APPROVED));
		history_set(&b->h, history_op(&b->h, log, OP_RESOLVE), M_TEXT,
		    val_str(log == 2 ? "dos" : "tres"));
	}
	record_shows(b, M_STATUS, val_int(APPROVED), 2, REVIEW_APPROVAL);
	record_shows(b, M_TEXT, val_str("dos"), 2, REVIEW_NONE);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    test_an_edit_after_the_approval_becomes_an_amendment,
		    record_begin_minutes, record_end),
		cmocka_unit_test_setup_teardown(
		    test_an_edit_beside_the_approval_becomes_an_amendment,
		    record_begin_minutes, record_end),
		cmocka_unit_test_setup_teardown(
		    test_content_written_in_the_commit_of_the_approval_is_part_of_it,
		    record_begin_minutes, record_end),
		cmocka_unit_test_setup_teardown(
		    test_status_signatures_and_dates_go_on_after_the_approval,
		    record_begin_minutes, record_end),
		cmocka_unit_test_setup_teardown(
		    test_a_later_approval_does_not_let_content_in,
		    record_begin_minutes, record_end),
		cmocka_unit_test_setup_teardown(
		    test_draft_minutes_are_not_frozen, record_begin_minutes,
		    record_end),
		cmocka_unit_test_setup_teardown(
		    test_a_held_approval_freezes_nothing, record_begin_minutes,
		    record_end),
		cmocka_unit_test_setup_teardown(
		    test_two_approvals_of_different_content_are_a_dispute,
		    record_begin_minutes, record_end),
		cmocka_unit_test_setup_teardown(
		    test_two_approvals_of_one_content_agree,
		    record_begin_minutes, record_end),
		cmocka_unit_test_setup_teardown(
		    test_two_approvals_of_different_agreements_are_a_dispute,
		    record_begin_minutes, record_end),
		cmocka_unit_test_setup_teardown(
		    test_a_resolution_that_saw_both_approvals_closes_the_dispute,
		    record_begin_minutes, record_end),
		cmocka_unit_test_setup_teardown(
		    test_the_resolution_may_bring_the_content_it_chooses,
		    record_begin_minutes, record_end),
		cmocka_unit_test_setup_teardown(
		    test_two_resolutions_that_choose_differently_are_a_dispute_again,
		    record_begin_minutes, record_end),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
