#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "proto/base/text.h"
#include "proto/domain/vocab.h"
#include "proto/limits.h"

static void
test_codes_are_numbered_from_1_without_holes(void **state)
{
	(void)state;
	for (size_t i = 0; i < vocab_count; i++) {
		const struct vocab *v = &vocab_all[i];

		assert_true(v->n > 0 && v->n < VOCAB_EXTRA);
		for (size_t k = 0; k < v->n; k++) {
			assert_int_equal(v->codes[k].no, k + 1);
			assert_ptr_equal(
			    vocab_code(v, (int64_t)k + 1), &v->codes[k]);
		}
		assert_null(vocab_code(v, 0));
		assert_null(vocab_code(v, -1));
		assert_null(vocab_code(v, (int64_t)v->n + 1));
		assert_null(vocab_code(v, 65537));
		assert_ptr_equal(vocab_named(v->name), v);
	}
	assert_null(vocab_named("nothing"));
}

static void
test_names_are_ascii_and_labels_are_there_in_both_languages(void **state)
{
	(void)state;
	for (size_t i = 0; i < vocab_count; i++)
		for (size_t k = 0; k < vocab_all[i].n; k++) {
			const struct code *c = &vocab_all[i].codes[k];

			assert_true(c->name[0] != '\0');
			assert_int_equal(
			    strspn(c->name, "abcdefghijklmnopqrstuvwxyz"
					    "0123456789_"),
			    strlen(c->name));
			assert_true(c->es[0] != '\0' && c->en[0] != '\0');
			assert_true(strlen(c->es) <= LIMIT_NAME_BYTES);
			assert_true(strlen(c->en) <= LIMIT_NAME_BYTES);
			assert_true(text_valid(span_str(c->es)));
			assert_true(text_valid(span_str(c->en)));
		}
}

static void
test_every_code_is_found_by_its_name_and_labels(void **state)
{
	(void)state;
	for (size_t i = 0; i < vocab_count; i++)
		for (size_t k = 0; k < vocab_all[i].n; k++) {
			const struct vocab *v = &vocab_all[i];
			const struct code *c = &v->codes[k];

			assert_ptr_equal(vocab_find(v, c->name), c);
			assert_ptr_equal(vocab_find(v, c->es), c);
			assert_ptr_equal(vocab_find(v, c->en), c);
		}
}

static void
test_accents_and_case_do_not_matter(void **state)
{
	const struct vocab *v = vocab_named("severity");

	(void)state;
	assert_int_equal(vocab_find(v, "CRITICA")->no, CODE_severity_critical);
	assert_int_equal(vocab_find(v, "crítica")->no, CODE_severity_critical);
	assert_null(vocab_find(v, ""));
	assert_null(vocab_find(v, "crit"));
	assert_null(vocab_find(v, "\xff"));
}

static void
test_statuses_of_an_agreement_advance(void **state)
{
	const struct vocab *v = vocab_named("agreement_status");

	(void)state;
	assert_int_equal(
	    vocab_code(v, CODE_agreement_status_not_started)->advance, 1);
	assert_int_equal(
	    vocab_code(v, CODE_agreement_status_in_progress)->advance, 2);
	assert_int_equal(
	    vocab_code(v, CODE_agreement_status_standing)->advance, 2);
	assert_int_equal(
	    vocab_code(v, CODE_agreement_status_partly_done)->advance, 3);
	assert_true(vocab_code(v, CODE_agreement_status_done)->terminal);
	assert_true(vocab_code(v, CODE_agreement_status_cancelled)->terminal);
	assert_true(vocab_code(v, CODE_agreement_status_superseded)->terminal);
	assert_false(
	    vocab_code(v, CODE_agreement_status_partly_done)->terminal);
}

static void
test_what_ends_a_record_is_the_farthest(void **state)
{
	(void)state;
	for (size_t i = 0; i < vocab_count; i++)
		for (size_t k = 0; k < vocab_all[i].n; k++) {
			const struct code *c = &vocab_all[i].codes[k];

			assert_int_equal(c->terminal, c->advance == 9);
		}
}

static void
test_themes_count_in_their_mirps_axis(void **state)
{
	static const uint16_t axis[][2] = {
		{ CODE_theme_labor, CODE_axis_employment },
		{ CODE_theme_education, CODE_axis_education },
		{ CODE_theme_health, CODE_axis_health },
		{ CODE_theme_identity, CODE_axis_protection },
		{ CODE_theme_cross_cutting, CODE_axis_protection },
		{ CODE_theme_social_protection, CODE_axis_social_protection },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(axis) / sizeof(axis[0]); i++)
		assert_int_equal(vocab_theme(axis[i][0])->axis, axis[i][1]);
	assert_null(vocab_theme(CODE_theme_security));
	assert_null(vocab_theme(VOCAB_EXTRA));
	assert_string_equal(vocab_theme(CODE_theme_identity)->en,
	    "National Population Registry");
	assert_string_equal(vocab_theme(CODE_theme_education)->acronym, "SEP");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_codes_are_numbered_from_1_without_holes),
		cmocka_unit_test(
		    test_names_are_ascii_and_labels_are_there_in_both_languages),
		cmocka_unit_test(
		    test_every_code_is_found_by_its_name_and_labels),
		cmocka_unit_test(test_accents_and_case_do_not_matter),
		cmocka_unit_test(test_statuses_of_an_agreement_advance),
		cmocka_unit_test(test_what_ends_a_record_is_the_farthest),
		cmocka_unit_test(test_themes_count_in_their_mirps_axis),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
