/* What no honest desk writes, and what newer software may: the merge holds. */
#include "tests/unit/record.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "proto/limits.h"

#define M_STATUS FIELD_minutes_status
#define M_TEXT   FIELD_minutes_text

static void
test_a_life_that_is_none_changes_nothing(void **state)
{
	static const int none[] = { -2, -1, LIFE_ERASED + 1, 99 };
	struct bench *b = *state;

	for (size_t i = 0; i < sizeof(none) / sizeof(*none); i++)
		record_turn(b, 2, C(0), (enum life)none[i]);
	history_merge(&b->h, &b->a, &b->m);
	assert_int_equal(b->m.life, LIFE_LIVE);
	assert_null(history_field(&b->m, FIELD_LIFE));
	record_turn(b, 2, C(0), LIFE_ERASED);
	record_lives(b, LIFE_ERASED, REVIEW_NONE);
}

static void
test_a_splice_says_one_thing_however_many_it_brings(void **state)
{
	struct bench *b = *state;
	struct write *w;

	history_set(&b->h, b->create, F_BODY, val_str("uno"));
	w = record_splice(b, 2, C(0), b->create->dot, 3, 0, " dos");
	history_set(&b->h, w, F_NOTE, val_int(7));
	record_shows(b, F_BODY, val_str("uno dos"), 1, REVIEW_NONE);
	record_shows(b, F_NOTE, val_null(), 1, REVIEW_NONE);
	/* And one that brings nothing says nothing. */
	w = record_splice(b, 2, 0, w->dot, 0, 0, "x");
	w->op.n = 0;
	record_shows(b, F_BODY, val_str("uno dos"), 1, REVIEW_NONE);
}

static void
test_a_splice_of_no_text_is_read_only_when_it_inserts_nothing(void **state)
{
	struct bench *b = *state;
	struct write *w;

	history_set(&b->h, b->create, F_BODY, val_str("uno dos"));
	w = record_splice(b, 2, C(0), b->create->dot, 3, 4, "x");
	w->op.fv[0].v = val_null();
	record_shows(b, F_BODY, val_str("uno"), 1, REVIEW_NONE);
	w = record_splice(b, 2, 0, w->dot, 0, 0, "x");
	w->op.fv[0].v = val_int(5);
	record_shows(b, F_BODY, val_str("uno"), 1, REVIEW_NONE);
}

static void
test_a_number_where_a_text_belongs_is_a_value_and_no_text(void **state)
{
	struct bench *b = *state;
	struct write *w;

	history_set(&b->h, b->create, F_BODY, val_str("uno"));
	record_edit(b, 2, C(0), F_BODY, val_str("dos"));
	w = record_edit_ranked(b, 3, F_BODY, val_int(5), 9);
	record_shows(b, F_BODY, val_int(5), 2, REVIEW_VALUE);
	/* Nobody splices a number. */
	record_splice(b, 3, 0, w->dot, 0, 0, "x");
	record_shows(b, F_BODY, val_int(5), 2, REVIEW_VALUE);
}

static void
test_texts_made_on_a_number_or_on_none_are_values_or_texts(void **state)
{
	struct bench *b = *state;
	struct write *w;

	history_set(&b->h, b->create, F_BODY, val_int(5));
	record_edit_ranked(b, 2, F_BODY, val_str("a"), 1);
	record_edit_ranked(b, 3, F_BODY, val_str("b"), 2);
	record_shows(b, F_BODY, val_str("b"), 2, REVIEW_VALUE);
	w = &b->h.w[0];
	w->op.fv[0].v = val_null();
	record_shows(b, F_BODY, val_str("⟦A⟧\na\n⟦B⟧\nb\n⟦/⟧"), 2, REVIEW_TEXT);
	/* One of them empties it. */
	w->op.fv[0].v = val_str("a\n\nc");
	b->h.w[1].op.fv[0].v = val_null();
	b->h.w[2].op.fv[0].v = val_str("a\n\nc");
	record_shows(b, F_BODY, val_null(), 2, REVIEW_NONE);
}

static void
test_more_text_than_may_be_merged_is_shown_as_it_was(void **state)
{
	struct bench *b = *state;
	uint32_t most = LIMIT_MERGE_BYTES / LIMIT_TEXT_BYTES;
	char *s = arena_new(&b->a, LIMIT_TEXT_BYTES + 1);

	history_set(&b->h, b->create, F_BODY, val_str("antes"));
	for (uint32_t i = 0; i <= most; i++) {
		memset(s, 'a' + (int)i, LIMIT_TEXT_BYTES);
		s = arena_dup(&b->a, span_str(s));
		/* Two of one log that saw nothing of each other. */
		b->h.last[1 + i % 7] = C(0);
		record_edit(b, 1 + i % 7, 0, F_BODY, val_str(s));
		s = arena_dup(&b->a, span_str(s));
	}
	record_shows(b, F_BODY, val_str("antes"), most + 1, REVIEW_TEXT);
}

static void
test_an_element_removed_twice_in_one_breath_is_removed_once(void **state)
{
	struct bench *b = *state;
	struct write *w;

	w = history_one(&b->h, 2, C(0), OP_ADD, F_THEMES, val_int(3));
	history_set(&b->h, w, F_THEMES, val_int(3));
	w = history_one(&b->h, 2, 0, OP_REMOVE, F_THEMES, val_int(3));
	history_set(&b->h, w, F_THEMES, val_int(3));
	history_one(&b->h, 3, C(1), OP_REMOVE, F_THEMES, val_int(3));
	history_merge(&b->h, &b->a, &b->m);
	assert_int_equal(b->m.elements_n, 2);
	assert_true(b->m.elements[0].removed);
	assert_true(b->m.elements[1].removed);
	history_one(&b->h, 4, C(2) | C(3), OP_ADD, F_THEMES, val_int(3));
	history_merge(&b->h, &b->a, &b->m);
	assert_int_equal(b->m.elements_n, 3);
	assert_false(b->m.elements[0].removed);
}

static void
test_a_status_of_newer_software_approves_nothing(void **state)
{
	struct bench *b = *state;

	record_edit(b, 2, C(0), M_STATUS, val_int(99));
	record_edit(b, 3, C(0), M_TEXT, val_str("uno"));
	record_shows(b, M_TEXT, val_str("uno"), 1, REVIEW_NONE);
	assert_int_equal(b->m.amendments_n, 0);
	record_shows(b, M_STATUS, val_int(99), 1, REVIEW_NONE);
}

#define ON_BENCH(test)                                                         \
	cmocka_unit_test_setup_teardown(test, record_begin, record_end)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		ON_BENCH(test_a_life_that_is_none_changes_nothing),
		ON_BENCH(test_a_splice_says_one_thing_however_many_it_brings),
		ON_BENCH(
		    test_a_splice_of_no_text_is_read_only_when_it_inserts_nothing),
		ON_BENCH(
		    test_a_number_where_a_text_belongs_is_a_value_and_no_text),
		ON_BENCH(
		    test_texts_made_on_a_number_or_on_none_are_values_or_texts),
		ON_BENCH(test_more_text_than_may_be_merged_is_shown_as_it_was),
		ON_BENCH(
		    test_an_element_removed_twice_in_one_breath_is_removed_once),
		cmocka_unit_test_setup_teardown(
		    test_a_status_of_newer_software_approves_nothing,
		    record_begin_minutes, record_end),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
