#include "proto/base/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "proto/base/clock.h"

static void
test_only_real_utf8_is_valid(void **state)
{
	(void)state;
	static const char *const good[] = { "", "a", "reunión ordinaria",
		"\xef\xbf\xbf", "\xf4\x8f\xbf\xbf", "\xed\x9f\xbf",
		"\xf0\x90\x80\x80", "abcdefgh\xc3\xb1" };
	static const char *const bad[] = { "\x80", "\xc3", "\xc0\x80",
		"\xc1\xbf", "\xe0\x9f\xbf", "\xed\xa0\x80", "\xf0\x8f\xbf\xbf",
		"\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "\xff",
		"abcdefgh\xe2\x82", "abcdefg\xc3(", "abcdefghijklmnop\xbf" };

	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++)
		assert_true(text_valid(span_str(good[i])));
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_false(text_valid(span_str(bad[i])));
	for (size_t i = 0; i < 20; i++) {
		char s[20];

		memset(s, 'x', sizeof(s));
		assert_true(text_valid(span_of(s, sizeof(s))));
		s[i] = '\0';
		assert_false(text_valid(span_of(s, sizeof(s))));
	}
}

static void
test_ascii_has_no_controls(void **state)
{
	(void)state;
	assert_true(text_ascii(span_str("AC-12 ~")));
	assert_false(text_ascii(span_str("a\tb")));
	assert_false(text_ascii(span_str("\x7f")));
	assert_false(text_ascii(span_str("ñ")));
}

static void
test_a_whole_number_is_read_to_its_limits(void **state)
{
	(void)state;
	static const char *const bad[] = { "", "-", "+1", " 1", "1 ", "1.0",
		"0x1", "9223372036854775808", "-9223372036854775809",
		"99999999999999999999999" };
	int64_t v;

	assert_null(text_int("9223372036854775807", &v));
	assert_true(v == INT64_MAX);
	assert_null(text_int("-9223372036854775808", &v));
	assert_true(v == INT64_MIN);
	assert_null(text_int("-12", &v));
	assert_int_equal(v, -12);
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		err_t e = text_int(bad[i], &v);

		assert_non_null(e);
		assert_int_equal(e->code, ERR_DATA);
	}
}

static void
test_every_day_of_ten_thousand_years_comes_back(void **state)
{
	(void)state;
	int64_t first, last, back;
	char s[11], was[11] = "";

	assert_null(text_day("0001-01-01", &first));
	assert_null(text_day("9999-12-31", &last));
	assert_int_equal(last - first, 3652058);
	for (int64_t d = first; d <= last; d++) {
		text_day_put(d, s);
		if (strcmp(s, was) <= 0 || text_day(s, &back) != NULL ||
		    back != d)
			fail_msg("%s after %s", s, was);
		memcpy(was, s, sizeof(was));
	}
}

static void
test_impossible_dates_are_refused(void **state)
{
	(void)state;
	static const char *const bad[] = { "", "2026-02-29", "2026-13-01",
		"2026-00-10", "2026-04-31", "2026-1-01", "26-01-01",
		"0000-01-01", "2026-01-01 ", "2026/01/01", "-026-01-01" };
	int64_t d;

	assert_null(text_day("2024-02-29", &d));
	assert_null(text_day("1970-01-01", &d));
	assert_int_equal(d, 0);
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_non_null(text_day(bad[i], &d));
}

static void
test_times_come_back_and_are_kept_in_range(void **state)
{
	(void)state;
	static const int64_t at[] = { 0, -1, 1767225599, 1767225600,
		-62135596800, 253402300799 };
	char s[21];
	int64_t back;

	for (size_t i = 0; i < sizeof(at) / sizeof(at[0]); i++) {
		text_time_put(at[i], s);
		assert_null(text_time(s, &back));
		assert_true(back == at[i]);
	}
	text_time_put(-1, s);
	assert_string_equal(s, "1969-12-31T23:59:59Z");
	text_time_put(INT64_MAX, s);
	assert_string_equal(s, "9999-12-31T23:59:59Z");
	text_time_put(INT64_MIN, s);
	assert_string_equal(s, "0001-01-01T00:00:00Z");
	assert_non_null(text_time("2026-01-01T24:00:00Z", &back));
	assert_non_null(text_time("2026-01-01T00:60:00Z", &back));
	assert_non_null(text_time("2026-01-01T00:00:00", &back));
}

static void
test_searching_ignores_case_and_accents(void **state)
{
	(void)state;
	char out[64];

	text_fold(span_str("ÁÉÍÓÚ Ñandú Güera × ß"), out);
	assert_string_equal(out, "aeiou nandu guera × ss");
	text_fold(span_str("e\xcc\x81l"), out); /* e, combining accent */
	assert_string_equal(out, "el");
	text_fold(span_of(NULL, 0), out);
	assert_string_equal(out, "");
	text_fold(span_of("a\xc3", 2), out);
	assert_string_equal(out, "a\xc3");
}

static void
check_day(const char *at, const char *zone, const char *day)
{
	int64_t t, d;

	assert_null(text_time(at, &t));
	assert_null(text_day(day, &d));
	assert_int_equal(clock_day(t, zone), d);
}

static void
test_a_civil_day_follows_the_zone_of_the_table(void **state)
{
	(void)state;
	/* No summer time since 2022-10-30; before, five hours from UTC. */
	check_day("2026-07-01T05:59:59Z", "America/Mexico_City", "2026-06-30");
	check_day("2026-07-01T06:00:00Z", "America/Mexico_City", "2026-07-01");
	check_day("2022-07-01T05:00:00Z", "America/Mexico_City", "2022-07-01");
	check_day("2022-12-01T05:59:59Z", "America/Mexico_City", "2022-11-30");
	check_day("2026-07-01T05:59:59Z", NULL, "2026-06-30");
	check_day("2026-07-01T05:59:59Z", "Mars/Olympus", "2026-06-30");
	check_day("2026-07-01T05:00:00Z", "America/Cancun", "2026-07-01");
	check_day("2026-07-01T07:00:00Z", "America/Tijuana", "2026-07-01");
	check_day("2026-01-01T07:59:59Z", "America/Tijuana", "2025-12-31");
	check_day("2026-01-01T08:00:00Z", "America/Tijuana", "2026-01-01");
	check_day("2026-07-01T06:59:59Z", "America/Hermosillo", "2026-06-30");
	check_day("2026-07-01T05:00:00Z", "America/Matamoros", "2026-07-01");
	check_day("2026-07-01T06:00:00Z", "America/Chihuahua", "2026-07-01");
	check_day(
	    "2026-07-01T06:00:00Z", "America/Ciudad_Juarez", "2026-07-01");
	check_day(
	    "2026-01-01T06:59:59Z", "America/Ciudad_Juarez", "2025-12-31");
	(void)clock_day(INT64_MIN, NULL);
	(void)clock_day(INT64_MAX, "America/Tijuana");
}

static void
test_the_beginning_of_a_text_ends_between_letters(void **state)
{
	CLEAN(arena_free) struct arena a = ARENA;
	struct span none = { NULL, 0 };

	(void)state;
	assert_string_equal(text_short(&a, none, 5), "");
	assert_string_equal(text_short(&a, span_str("niñez"), 5), "niñez");
	assert_string_equal(text_short(&a, span_str("niñez"), 3), "niñ…");
	assert_string_equal(text_short(&a, span_str("uno\ndos"), 90), "uno…");
	assert_string_equal(text_short(&a, span_str("uno"), 0), "…");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_only_real_utf8_is_valid),
		cmocka_unit_test(test_ascii_has_no_controls),
		cmocka_unit_test(test_a_whole_number_is_read_to_its_limits),
		cmocka_unit_test(
		    test_every_day_of_ten_thousand_years_comes_back),
		cmocka_unit_test(test_impossible_dates_are_refused),
		cmocka_unit_test(test_times_come_back_and_are_kept_in_range),
		cmocka_unit_test(test_searching_ignores_case_and_accents),
		cmocka_unit_test(
		    test_the_beginning_of_a_text_ends_between_letters),
		cmocka_unit_test(
		    test_a_civil_day_follows_the_zone_of_the_table),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
