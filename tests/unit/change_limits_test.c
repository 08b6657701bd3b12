#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "proto/limits.h"
#include "tests/unit/aliased.h"

static void
assert_refused(const char *line, enum err_code code)
{
	struct taken t;

	aliased_take(&t, line);
	if (t.code != code)
		print_error("wrongly judged: %.80s\n", line);
	assert_int_equal(t.code, code);
	assert_null(t.root);
	aliased_drop(&t);
}

static void
test_lines_that_are_no_ops_are_refused(void **state)
{
	static const char *const lines[] = { "", " ", "1", "\"a\"", "null",
		"[]", "[\"a\"]", "[null]", "[[1]]", "[true,1]", "[1,0",
		"[1,0]]", "[1,0],", "[1,0] x", "[1,,0]", "[01,0]", "[1.0,0]",
		"[1e3,0]", "[19,0,\"\xff\"]", "[19,0,\"\\u0000\"]",
		"[9223372036854775808,0]", "[19,1,900,{\"a\":1,\"a\":1}]", "{}",
		"{\"x\":1}", "{\"x\":\"AA\"}" };

	(void)state;
	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++)
		assert_refused(lines[i], ERR_FORMAT);
}

#define C32 "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"

static void
test_an_erased_op_has_one_spelling(void **state)
{
	struct taken t;
	struct buf b = BUF(100);
	uint8_t c[HASH_LEN];

	(void)state;
	aliased_take(&t, "{\"x\":\"" C32 "\"}");
	assert_int_equal(t.code, ERR_NONE);
	assert_int_equal(t.op.kind, OP_ERASED);
	assert_null(t.root);
	aliased_drop(&t);
	assert_null(op_erased_take(span_str("{\"x\":\"" C32 "\"}"), c));
	assert_int_equal(c[31], 31);
	assert_null(op_erased_put(c, &b));
	assert_string_equal(b.p, "{\"x\":\"" C32 "\"}");
	assert_int_equal(b.n, LIMIT_ERASED_BYTES);
	buf_free(&b);
	assert_refused("{\"x\":\"" C32 "\" }", ERR_FORMAT);
	assert_refused("{\"x\": \"" C32 "\"}", ERR_FORMAT);
	assert_refused("{\"y\":\"" C32 "\"}", ERR_FORMAT);
	assert_refused("{\"x\":\"" C32 "\"}\r", ERR_FORMAT);
	/* 43 digits whose last two bits are not 0. */
	assert_refused("{\"x\":\"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh9"
		       "\"}",
	    ERR_FORMAT);
}

/* A line made of a beginning, n letters and an end. */
static void
long_line(const char *begin, size_t n, const char *end, enum err_code code)
{
	struct buf b = BUF(SIZE_MAX);
	struct taken t;
	uint8_t *p;

	must(buf_str(&b, begin) == NULL && buf_room(&b, n, &p) == NULL);
	memset(p, 'a', n);
	must(buf_str(&b, end) == NULL);
	aliased_take(&t, (const char *)b.p);
	assert_int_equal(t.code, code);
	aliased_drop(&t);
	buf_free(&b);
}

static void
test_limits_hold_in_ops(void **state)
{
	(void)state;
	long_line("[19,1,4,\"", LIMIT_TEXT_BYTES, "\"]", ERR_NONE);
	long_line("[19,1,4,\"", LIMIT_TEXT_BYTES + 1, "\"]", ERR_LIMIT);
	long_line("[19,1,900,\"", LIMIT_TEXT_BYTES + 1, "\"]", ERR_LIMIT);
	long_line("[-6,19,1,1,\"", LIMIT_REASON_BYTES, "\"]", ERR_NONE);
	long_line("[-6,19,1,1,\"", LIMIT_REASON_BYTES + 1, "\"]", ERR_LIMIT);
	long_line("[-7,19,1,8,1,\"", LIMIT_REASON_BYTES + 1, "\"]", ERR_LIMIT);
	long_line("[-8,1,1,\"", LIMIT_REASON_BYTES + 1, "\"]", ERR_LIMIT);
	/* Unknown kinds are bounded by the line alone. */
	long_line("[-99,\"", LIMIT_LINE_BYTES - 8, "\"]", ERR_NONE);
	long_line("[-99,\"", LIMIT_LINE_BYTES - 7, "\"]", ERR_LIMIT);
	long_line("[-99,[[[\"", 1, "\"]]]]", ERR_NONE);
	assert_refused("[-99,[[[[1]]]]]", ERR_LIMIT);
}

static void
test_an_op_too_long_to_travel_is_not_written(void **state)
{
	static char text[LIMIT_TEXT_BYTES];
	struct fv fv = { FIELD_agreement_text,
		val_text(span_of(text, sizeof(text))) };
	struct op op = { .kind = OP_EDIT,
		.entity = ENTITY_agreement,
		.record = ALIASED_SELF,
		.n = 1,
		.fv = &fv };
	struct buf b = BUF(SIZE_MAX);
	err_t e;

	(void)state;
	memset(text, '\x01', sizeof(text)); /* six bytes each, escaped */
	e = op_put(&op, &aliased, &b);
	assert_non_null(e);
	assert_int_equal(e->code, ERR_LIMIT);
	buf_clear(&b);
	memset(text, '\n', sizeof(text) - 100);
	memset(text + sizeof(text) - 100, 'a', 100);
	assert_null(op_put(&op, &aliased, &b));
	buf_free(&b);
}

static dot_t
branch_dot(void *ctx, uint32_t seq, uint32_t index)
{
	(void)ctx;
	return (seq == 13 ? 0 : dot_pack(seq < 10 ? 3 : 5, seq, index));
}

static void
test_own_references_of_a_branch_find_their_log(void **state)
{
	struct names names = aliased;
	struct taken t = { .code = ERR_NONE };

	(void)state;
	names.own_dot = branch_dot;
	assert_null(op_take(span_str("[19,[9,1],2,10]"), ALIASED_SELF, &names,
	    &t.a, &t.root, &t.op));
	assert_true(t.op.record == dot_pack(3, 9, 1));
	assert_true(t.op.fv[0].v.i == dot_pack(5, 10, 0));
	json_free(&t.root);
	assert_null(op_take(span_str("[19,13,2,10]"), ALIASED_SELF, &names,
	    &t.a, &t.root, &t.op));
	assert_int_equal(t.op.kind, OP_UNKNOWN);
	aliased_drop(&t);
}

/* ---- what does not fit --------------------------------------------------- */

static void
test_one_value_that_does_not_fit_makes_the_whole_op_unknown(void **state)
{
	static const char *const lines[] = {
		"[18,0,3,[1,0],\"T\",1,1,1]",     /* the folio is no number */
		"[18,0,\"F\",\"x\",\"T\",1,1,1]", /* the roundtable no text */
		"[18,0,\"F\",1,\"T\",1,1,1,1,1,\"d\",1,[\"07\",7,\"09\"]]",
		"[18,0,\"F\",1,\"T\",1,1,1,1,1,\"d\",1,\"07\",[1]]",
		"[-5,4,1,8,1,0,0,\"x\"]",  /* a list of texts is no text */
		"[-5,18,1,6,1,0,0,\"x\"]", /* nor is a code */
		"[-5,18,1,9,1,0,0,7]",
		"[-5,18,1,9,1,0,0]",
	};
	struct taken t;

	(void)state;
	for (size_t i = 0; i < sizeof(lines) / sizeof(*lines); i++) {
		aliased_take(&t, lines[i]);
		if (t.code != ERR_NONE || t.op.kind != OP_UNKNOWN)
			print_error("taken: %s\n", lines[i]);
		assert_int_equal(t.code, ERR_NONE);
		assert_int_equal(t.op.kind, OP_UNKNOWN);
		aliased_drop(&t);
	}
	aliased_take(&t, "[-5,18,1,9,1,0,0,\"x\"]"); /* long */
	assert_int_equal(t.op.kind, OP_SPLICE);
	aliased_drop(&t);
	aliased_take(&t, "[-5,18,1,3,1,0,0,\"x\"]"); /* short */
	assert_int_equal(t.op.kind, OP_SPLICE);
	aliased_drop(&t);
	aliased_take(&t, "[-5,18,1,900,1,0,0,\"x\"]"); /* not known */
	assert_int_equal(t.op.kind, OP_SPLICE);
	assert_true(t.op.partial);
	aliased_drop(&t);
}

static void
test_what_has_no_value_is_not_written_in_a_creation(void **state)
{
	struct fv fv[] = { { FIELD_gap_population, val_int(3) },
		{ FIELD_gap_title, val_null() },
		{ FIELD_gap_population, val_null() },
		{ FIELD_gap_folio, val_str("F") },
		{ FIELD_gap_population, val_int(4) },
		{ FIELD_gap_folio, val_null() } };
	struct op op = {
		.kind = OP_CREATE, .entity = ENTITY_gap, .n = 6, .fv = fv
	};
	struct buf b = BUF(SIZE_MAX);

	(void)state;
	assert_null(op_put(&op, &aliased, &b));
	assert_string_equal(b.p, "[18,0,\"F\",null,null,null,null,null,null,"
				 "null,null,null,null,[3,4]]");
	buf_free(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_lines_that_are_no_ops_are_refused),
		cmocka_unit_test(test_an_erased_op_has_one_spelling),
		cmocka_unit_test(test_limits_hold_in_ops),
		cmocka_unit_test(test_an_op_too_long_to_travel_is_not_written),
		cmocka_unit_test(
		    test_own_references_of_a_branch_find_their_log),
		cmocka_unit_test(
		    test_one_value_that_does_not_fit_makes_the_whole_op_unknown),
		cmocka_unit_test(
		    test_what_has_no_value_is_not_written_in_a_creation),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
