#include "proto/base/err.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static err_t
deep(void)
{
	return (err_new(ERR_GAP, "commit %d is missing", 7));
}

static err_t
middle(void)
{
	TRY_FOR(deep(), "office %s", "07");
	return (NULL);
}

static void
test_context_stands_before_the_text(void **state)
{
	(void)state;
	err_t e = middle();

	assert_non_null(e);
	assert_int_equal(e->code, ERR_GAP);
	assert_string_equal(e->text, "office 07: commit 7 is missing");
}

static void
test_an_error_may_quote_the_one_before(void **state)
{
	(void)state;
	err_t e = err_new(ERR_DATA, "first");

	e = err_new(ERR_RULE, "second after %s", e->text);
	assert_string_equal(e->text, "second after first");
}

static void
test_a_long_text_is_cut_between_characters(void **state)
{
	(void)state;
	char text[2 * ERR_TEXT_MAX];
	err_t e;

	/* Every place the cut can fall on. */
	for (size_t lead = 0; lead < 4; lead++) {
		memset(text, 'x', lead);
		for (size_t i = lead; i + 3 < sizeof(text); i += 3)
			memcpy(text + i, "\xe2\x82\xac", 4);
		e = err_new(ERR_DATA, "%s", text);
		assert_in_range(
		    strlen(e->text), ERR_TEXT_MAX - 4, ERR_TEXT_MAX - 1);
		assert_int_equal((strlen(e->text) - lead) % 3, 0);
		for (int i = 0; i < 400; i++)
			err_context("ñ%d", i);
		assert_in_range(
		    strlen(e->text), ERR_TEXT_MAX - 8, ERR_TEXT_MAX - 1);
	}
}

static void
test_every_code_has_all_its_columns(void **state)
{
	(void)state;
	for (unsigned i = 1; i < ERR_CODES; i++) {
		enum err_code c = (enum err_code)i;

		assert_int_equal(err_named(err_name(c)), c);
		assert_in_range(err_exit(c), 64, 78);
		assert_true(err_http(c) == 0 ||
			    (err_http(c) >= 400 && err_http(c) < 600));
		assert_true(strlen(err_sentence(c, "es")) > 5);
		assert_true(strlen(err_sentence(c, "en")) > 5);
	}
	assert_int_equal(err_named("gap"), ERR_NONE);
	assert_int_equal(err_retry(ERR_LINK), RETRY_SOON);
	assert_int_equal(err_exit(ERR_LINK), 75);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_context_stands_before_the_text),
		cmocka_unit_test(test_an_error_may_quote_the_one_before),
		cmocka_unit_test(test_a_long_text_is_cut_between_characters),
		cmocka_unit_test(test_every_code_has_all_its_columns),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
