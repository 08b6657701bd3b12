/*
 * fmt -- days, times and numbers in two languages.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "proto/base/text.h"
#include "proto/ui/fmt.h"

static void
test_thousands_have_commas(void **state)
{
	static const struct {
		int64_t n;
		const char *s;
	} v[] = { { 0, "0" }, { 999, "999" }, { 1000, "1,000" }, { -1, "-1" },
		{ -999, "-999" }, { -1000, "-1,000" }, { 1234567, "1,234,567" },
		{ INT64_MIN, "-9,223,372,036,854,775,808" } };
	char s[FMT_MAX];

	(void)state;
	for (size_t i = 0; i < sizeof(v) / sizeof(v[0]); i++) {
		fmt_int(v[i].n, s);
		assert_string_equal(s, v[i].s);
	}
}

static void
test_days_are_said_as_people_do(void **state)
{
	char s[FMT_MAX];
	int64_t day;

	(void)state;
	assert_null(text_day("2026-11-25", &day));
	fmt_day(day, "es", s);
	assert_string_equal(s, "25 nov 2026");
	fmt_day(day, "en", s);
	assert_string_equal(s, "25 Nov 2026");
	fmt_weekday(day, "es", s);
	assert_string_equal(s, "mié 25 nov");
	fmt_weekday(day + 1, "en", s);
	assert_string_equal(s, "Thu 26 Nov");
	assert_null(text_day("1969-01-05", &day));
	fmt_weekday(day, "es", s);
	assert_string_equal(s, "dom 5 ene");
}

static void
test_times_are_those_of_the_zone(void **state)
{
	char s[FMT_MAX];
	int64_t at;

	(void)state;
	assert_null(text_time("2026-11-25T03:05:59Z", &at));
	fmt_time(at, NULL, "es", s);
	assert_string_equal(s, "24 nov 2026, 21:05");
	fmt_time(at, "America/Tijuana", "es", s);
	assert_string_equal(s, "24 nov 2026, 19:05");
	fmt_clock(at, "America/Cancun", s);
	assert_string_equal(s, "22:05");
	fmt_clock(-1, "America/Mexico_City", s);
	assert_string_equal(s, "17:59");
}

static void
test_sizes_are_rounded(void **state)
{
	char s[FMT_MAX];

	(void)state;
	fmt_bytes(999, s);
	assert_string_equal(s, "999 B");
	fmt_bytes(12345, s);
	assert_string_equal(s, "12 kB");
	fmt_bytes(3449999, s);
	assert_string_equal(s, "3.4 MB");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_thousands_have_commas),
		cmocka_unit_test(test_days_are_said_as_people_do),
		cmocka_unit_test(test_times_are_those_of_the_zone),
		cmocka_unit_test(test_sizes_are_rounded),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
