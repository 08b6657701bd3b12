#include "tests/unit/record.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "proto/limits.h"

/* ---- texts ---- */

static void
test_texts_edited_in_different_paragraphs_merge_by_themselves(void **state)
{
	struct bench *b = *state;

	history_set(&b->h, b->create, F_BODY, val_str("a\nb\nc"));
	record_edit(b, 2, C(0), F_BODY, val_str("A\nb\nc"));
	record_edit(b, 3, C(0), F_BODY, val_str("a\nb\nC"));
	record_shows(b, F_BODY, val_str("A\nb\nC"), 2, REVIEW_NONE);
}

static void
test_texts_edited_in_one_paragraph_show_both_and_ask(void **state)
{
	struct bench *b = *state;

	history_set(&b->h, b->create, F_BODY, val_str("a"));
	record_edit(b, 2, C(0), F_BODY, val_str("x"));
	record_edit(b, 3, C(0), F_BODY, val_str("y"));
	record_shows(b, F_BODY, val_str("⟦A⟧\nx\n⟦B⟧\ny\n⟦/⟧"), 2, REVIEW_TEXT);
}

static void
test_a_splice_changes_the_version_it_was_made_on(void **state)
{
	struct bench *b = *state;
	struct write *x;

	history_set(&b->h, b->create, F_BODY, val_str("la mesa"));
	x = record_splice(b, 2, C(0), b->create->dot, 3, 4, "sesión");
	record_splice(b, 3, C(1), x->dot, 10, 0, " ordinaria");
	record_shows(b, F_BODY, val_str("la sesión ordinaria"), 1, REVIEW_NONE);
}

static void
test_splices_beside_each_other_merge_as_texts(void **state)
{
	struct bench *b = *state;

	history_set(&b->h, b->create, F_BODY, val_str("a\nb\nc"));
	record_splice(b, 2, C(0), b->create->dot, 0, 1, "A");
	record_splice(b, 3, C(0), b->create->dot, 4, 1, "C");
	record_shows(b, F_BODY, val_str("A\nb\nC"), 2, REVIEW_NONE);
	assert_true(val_eq(
	    record_merged(b, F_BODY)->versions[1].v, val_str("a\nb\nC")));
}

static void
test_a_splice_on_nothing_is_a_splice_on_the_empty_text(void **state)
{
	struct bench *b = *state;

	record_splice(b, 2, C(0), b->create->dot, 0, 0, "hola");
	record_shows(b, F_BODY, val_str("hola"), 1, REVIEW_NONE);
}

static void
test_a_splice_that_cannot_be_read_is_no_write(void **state)
{
	struct bench *b = *state;
	struct write *x, *y;

	history_set(&b->h, b->create, F_BODY, val_str("año"));
	record_splice(b, 2, C(0), b->create->dot, 9, 0, "x");
	record_splice(b, 3, C(0), b->create->dot, 4, 1, "x");
	record_splice(b, 4, C(0), b->create->dot, 2, 1, "x"); /* inside the ñ */
	record_splice(b, 4, 0, b->create->dot, 0, 2, "x"); /* up to inside it */
	record_splice(b, 5, C(0), b->create->dot, UINT32_MAX, UINT32_MAX, "x");
	x = record_splice(
	    b, 5, C(0), dot_pack(6, 1, 0), 0, 0, "x"); /* no such */
	record_splice(b, 5, 0, x->dot, 0, 0, "x");     /* on one of these */
	y = record_splice(b, 6, C(0), 0, 0, 0, "x");   /* on itself */
	y->op.base = y->dot;
	x = record_edit(b, 1, 0, F_BODY, val_str("después"));
	record_splice(b, 3, 0, x->dot, 0, 0, "x"); /* not seen */
	record_shows(b, F_BODY, val_str("después"), 1, REVIEW_NONE);
}

static void
test_a_splice_never_passes_the_longest_text(void **state)
{
	struct bench *b = *state;
	char *s = arena_new(&b->a, LIMIT_TEXT_BYTES + 1);

	memset(s, 'a', LIMIT_TEXT_BYTES);
	history_set(&b->h, b->create, F_BODY, val_str(s));
	record_splice(b, 2, C(0), b->create->dot, 0, 0, "x");
	record_shows(b, F_BODY, val_str(s), 1, REVIEW_NONE);
	record_splice(b, 2, 0, b->create->dot, 0, 1, "x");
	s = arena_dup(&b->a, span_str(s));
	s[0] = 'x';
	record_shows(b, F_BODY, val_str(s), 1, REVIEW_NONE);
}

/* ---- size ---- */

struct line {
	size_t asked;
	bool apart; /* nobody saw anybody */
};

static bool
line_past(void *ctx, dot_t a, dot_t b)
{
	struct line *l = ctx;

	l->asked++;
	return (!l->apart && dot_seq(a) < dot_seq(b));
}

static int
line_order(void *ctx, dot_t a, dot_t b)
{
	(void)ctx;
	return (a < b ? -1 : a > b);
}

/* A creation and n - 1 writes of one field, a commit each, over 5 logs. */
static struct write *
many(struct arena *a, size_t n, enum op_kind kind, uint32_t field)
{
	struct write *w = arena_new(a, n * sizeof(*w));

	for (size_t i = 0; i < n; i++) {
		w[i].dot = dot_pack(1 + i % 5, (uint32_t)i + 1, 0);
		w[i].op.kind = i == 0 ? OP_CREATE : kind;
		w[i].op.fv = arena_new(a, sizeof(*w[i].op.fv));
		if (i == 0)
			continue;
		w[i].op.n = 1;
		w[i].op.fv[0] = (struct fv){ field,
			field == F_BODY ? val_str("x") : val_int((int64_t)i) };
		w[i].op.base = w[i - 1].dot;
	}
	return (w);
}

static void
test_ten_thousand_writes_in_a_row_cost_a_few_questions_each(void **state)
{
	const struct {
		enum op_kind kind;
		uint32_t field;
	} * k, kinds[] = { { OP_EDIT, F_NOTE }, { OP_SPLICE, F_BODY },
		{ OP_ADD, F_THEMES }, { OP_REMOVE, F_THEMES },
		{ OP_COUNT, F_SERVED }, { OP_VOID, 0 } };
	const size_t n = 10000;

	(void)state;
	for (k = kinds; k < kinds + 6; k++) {
		CLEAN(arena_free) struct arena a = ARENA;
		struct line l = { 0, false };
		struct merge_in in = { &history_entity,
			many(&a, n, k->kind, k->field), n, line_past,
			line_order, &l };
		struct merged m;

		assert_null(merge_record(&in, &a, &m));
		assert_true(l.asked < 8 * n);
		if (k->kind == OP_SPLICE)
			assert_int_equal(
			    history_field(&m, F_BODY)->shown.s.n, n - 1);
	}
}

static void
test_no_number_of_siblings_is_too_many(void **state)
{
	CLEAN(arena_free) struct arena a = ARENA;
	const size_t n = LIMIT_SIBLINGS * 5;
	struct line l = { 0, true };
	struct merge_in in = { &history_entity, NULL, n, line_past, line_order,
		&l };
	struct merged m;

	(void)state;
	in.writes = many(&a, n, OP_EDIT, F_NOTE);
	assert_null(merge_record(&in, &a, &m));
	assert_int_equal(history_field(&m, F_NOTE)->n, n - 1);
	assert_int_equal(history_field(&m, F_NOTE)->review, REVIEW_VALUE);
	in.writes = many(&a, n, OP_EDIT, F_BODY);
	in.writes[1].op.fv[0].v = val_str("y");
	assert_null(merge_record(&in, &a, &m));
	assert_int_equal(history_field(&m, F_BODY)->n, n - 1);
	assert_int_equal(history_field(&m, F_BODY)->review, REVIEW_TEXT);
}
int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    test_texts_edited_in_different_paragraphs_merge_by_themselves,
		    record_begin, record_end),
		cmocka_unit_test_setup_teardown(
		    test_texts_edited_in_one_paragraph_show_both_and_ask,
		    record_begin, record_end),
		cmocka_unit_test_setup_teardown(
		    test_a_splice_changes_the_version_it_was_made_on,
		    record_begin, record_end),
		cmocka_unit_test_setup_teardown(
		    test_splices_beside_each_other_merge_as_texts, record_begin,
		    record_end),
		cmocka_unit_test_setup_teardown(
		    test_a_splice_on_nothing_is_a_splice_on_the_empty_text,
		    record_begin, record_end),
		cmocka_unit_test_setup_teardown(
		    test_a_splice_that_cannot_be_read_is_no_write, record_begin,
		    record_end),
		cmocka_unit_test_setup_teardown(
		    test_a_splice_never_passes_the_longest_text, record_begin,
		    record_end),
		cmocka_unit_test(
		    test_ten_thousand_writes_in_a_row_cost_a_few_questions_each),
		cmocka_unit_test(test_no_number_of_siblings_is_too_many),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
