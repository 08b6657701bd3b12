#include "proto/base/json.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define DEPTH 4

static enum err_code
code_of(struct span s)
{
	JSON_CLEAN j = NULL;
	err_t e = json_parse(s, 1000, DEPTH, &j);

	return (e == NULL ? ERR_NONE : e->code);
}

static void
test_what_is_not_strict_is_refused(void **state)
{
	(void)state;
	static const char *const bad[] = { "", " ", "{", "[1,]", "[1] x",
		"{\"a\":1,\"a\":2}", "1.0", "1e3", "[1E3]", "-", "01",
		"\"\\u0000\"", "{\"\\u0000\":1}", "\"\xff\"", "\"\xc0\x80\"",
		"\"\\ud800\"", "nul", "NaN", "'a'", "9223372036854775808",
		"\"a", "\"\n\"", "{\"a\"}", "\xef\xbb\xbf{}", "[1]]", "\\" };

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		if (code_of(span_str(bad[i])) != ERR_FORMAT)
			fail_msg("%s", bad[i]);
	assert_int_equal(code_of(span_of("\"\0\"", 3)), ERR_FORMAT);
	assert_int_equal(code_of(span_of("1\0", 2)), ERR_FORMAT);
	assert_int_equal(code_of(span_of("1\0 2", 4)), ERR_FORMAT);
	assert_int_equal(code_of(span_of("\"\\\0\"", 4)), ERR_FORMAT);
}

static void
test_depth_and_size_are_checked_before_parsing(void **state)
{
	(void)state;
	char big[2000];

	assert_int_equal(code_of(span_str("[[[[1]]]]")), ERR_NONE);
	assert_int_equal(code_of(span_str("[[[[[1]]]]]")), ERR_LIMIT);
	assert_int_equal(code_of(span_str("[[[[{")), ERR_LIMIT);
	assert_int_equal(code_of(span_str("\"[[[[[[\\\"[[[[\"")), ERR_NONE);
	memset(big, '[', sizeof(big));
	assert_int_equal(code_of(span_of(big, 1000)), ERR_LIMIT);
	assert_int_equal(code_of(span_of(big, 1001)), ERR_LIMIT);
}

static void
test_a_value_is_written_as_it_was_read(void **state)
{
	(void)state;
	static const char *const good[] = { "null", "true", "false", "0",
		"-9223372036854775808", "9223372036854775807", "\"\"", "[]",
		"{}", "[1,[2,{\"b\":null,\"a\":[true]}],\"x\"]",
		"{\"z\":1,\"a\":2,\"ñ\":\"acuerdo €\"}",
		"\"\\\"\\\\\\n\\u0009\\u001f/.eE1e5\"" };

	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		CLEAN(buf_free) struct buf b = BUF(1000);
		JSON_CLEAN j = NULL;

		assert_null(json_parse(span_str(good[i]), 1000, DEPTH, &j));
		assert_null(json_put(&b, j));
		assert_string_equal((char *)b.p, good[i]);
	}
}

static void
test_members_are_asked_for_by_type(void **state)
{
	(void)state;
	JSON_CLEAN j = NULL;
	struct span s = span_str(
	    "{\"n\":5,\"s\":\"text\",\"b\":\"AQID\",\"y\":true,\"l\":[7]}");
	uint8_t out[3];
	int64_t v;
	err_t e;

	assert_null(json_parse(s, 1000, DEPTH, &j));
	assert_null(json_need_int(j, "n", 5, 5, &v));
	assert_int_equal(v, 5);
	e = json_need_int(j, "n", 6, 9, &v);
	assert_int_equal(e->code, ERR_FORMAT);
	assert_string_equal(e->text, "n: out of range");
	assert_int_equal(json_need_int(j, "s", 0, 9, &v)->code, ERR_FORMAT);
	assert_int_equal(json_need_int(j, "none", 0, 9, &v)->code, ERR_FORMAT);
	assert_null(json_need_text(j, "s", &s));
	assert_true(span_eq(s, span_str("text")));
	assert_int_equal(s.p[s.n], 0);
	assert_int_equal(json_need_text(j, "n", &s)->code, ERR_FORMAT);
	assert_null(json_need_b64(j, "b", out, 3));
	assert_memory_equal(out, "\x01\x02\x03", 3);
	assert_int_equal(json_need_b64(j, "b", out, 2)->code, ERR_FORMAT);
	assert_true(json_yes(json_get(j, "y")));
	assert_false(json_yes(json_get(j, "n")));
	assert_int_equal(json_len(json_get(j, "l")), 1);
	assert_int_equal(json_int(json_at(json_get(j, "l"), 0)), 7);
	assert_null(json_at(json_get(j, "l"), 1));
	assert_int_equal(json_kind(json_get(j, "none")), JSON_IS_NONE);
	assert_null(json_get(json_get(j, "n"), "x"));
}

static void
test_what_is_no_text_is_not_written(void **state)
{
	(void)state;
	CLEAN(buf_free) struct buf b = BUF(100);

	assert_int_equal(json_put_text(&b, span_str("\xff"))->code, ERR_DATA);
	assert_int_equal(json_put_text(&b, span_of("a\0b", 3))->code, ERR_DATA);
	assert_int_equal(b.n, 0);
	assert_null(json_put_b64(&b, span_of("\x01\x02\x03", 3)));
	assert_string_equal((char *)b.p, "\"AQID\"");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_what_is_not_strict_is_refused),
		cmocka_unit_test(
		    test_depth_and_size_are_checked_before_parsing),
		cmocka_unit_test(test_a_value_is_written_as_it_was_read),
		cmocka_unit_test(test_members_are_asked_for_by_type),
		cmocka_unit_test(test_what_is_no_text_is_not_written),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
