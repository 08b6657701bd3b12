#include "proto/ui/form.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "proto/limits.h"

static void
test_fields_come_out_decoded_and_in_order(void **state)
{
	struct arena a = ARENA;
	struct form f;

	(void)state;
	assert_null(form_take(
	    &a, span_str("a=1&b=%C3%A1+%26&a=2&empty=&alone&&c=x%0D%0Ay"), &f));
	assert_int_equal(f.n, 6);
	assert_string_equal(form_get(&f, "a", 0), "1");
	assert_string_equal(form_get(&f, "a", 1), "2");
	assert_null(form_get(&f, "a", 2));
	assert_string_equal(form_get(&f, "b", 0), "\303\241 &");
	assert_string_equal(form_get(&f, "empty", 0), "");
	assert_string_equal(form_get(&f, "alone", 0), "");
	assert_string_equal(form_get(&f, "c", 0), "x\ny");
	assert_null(form_take(&a, span_str(""), &f));
	assert_int_equal(f.n, 0);
	arena_free(&a);
}

static void
test_no_carriage_return_comes_out(void **state)
{
	struct arena a = ARENA;
	struct form f;

	(void)state;
	assert_null(
	    form_take(&a, span_str("a=%0D&b=x%0D%0D%0Ay&%0D%0D=1"), &f));
	assert_string_equal(form_get(&f, "a", 0), "\n");
	assert_string_equal(form_get(&f, "b", 0), "x\n\ny");
	assert_string_equal(form_get(&f, "\n\n", 0), "1");
	arena_free(&a);
}

static void
test_what_is_no_text_refuses_the_whole_form(void **state)
{
	static const char *const bad[] = { "a=%", "a=%2", "a=%zz", "a=%00",
		"a=%ff", "%c3=1", "x=1&y=%ED%A0%80" };
	struct arena a = ARENA;
	struct form f;

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		err_t e = form_take(&a, span_str(bad[i]), &f);

		assert_non_null(e);
		assert_int_equal(e->code, ERR_FORMAT);
		assert_int_equal(f.n, 0);
	}
	arena_free(&a);
}

static void
test_more_fields_than_allowed_are_refused(void **state)
{
	char text[2 * LIMIT_FORM_FIELDS + 2];
	struct arena a = ARENA;
	struct form f;
	err_t e;

	(void)state;
	memset(text, '&', sizeof(text));
	e = form_take(&a, span_of(text, LIMIT_FORM_FIELDS), &f);
	assert_int_equal(e->code, ERR_LIMIT);
	for (size_t i = 0; i < sizeof(text); i += 2)
		text[i] = 'a';
	assert_null(
	    form_take(&a, span_of(text, 2 * LIMIT_FORM_FIELDS - 1), &f));
	assert_int_equal(f.n, LIMIT_FORM_FIELDS);
	arena_free(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_fields_come_out_decoded_and_in_order),
		cmocka_unit_test(test_no_carriage_return_comes_out),
		cmocka_unit_test(test_what_is_no_text_refuses_the_whole_form),
		cmocka_unit_test(test_more_fields_than_allowed_are_refused),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
