#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "proto/domain/geo.h"

static void
test_the_states_are_32_in_code_order(void **state)
{
	char code[3] = "00";

	(void)state;
	for (size_t i = 0; i < GEO_STATES; i++) {
		code[0] = (char)('0' + (i + 1) / 10);
		code[1] = (char)('0' + (i + 1) % 10);
		assert_string_equal(geo_states[i].code, code);
		assert_true(strncmp(geo_states[i].iso, "MX-", 3) == 0);
		assert_int_equal(strlen(geo_states[i].iso), 6);
		assert_true(geo_states[i].name[0] != '\0');
		assert_true(geo_states[i].abbr[0] != '\0');
		assert_true(geo_states[i].common[0] != '\0');
		assert_true(strncmp(geo_states[i].zone, "America/", 8) == 0);
		for (size_t k = 0; k < i; k++)
			assert_string_not_equal(
			    geo_states[i].iso, geo_states[k].iso);
	}
}

static void
test_states_off_central_time_have_their_own_zone(void **state)
{
	static const char *const zones[][2] = {
		{ "02", "America/Tijuana" },
		{ "03", "America/Mazatlan" },
		{ "07", "America/Mexico_City" },
		{ "08", "America/Chihuahua" },
		{ "18", "America/Mazatlan" },
		{ "23", "America/Cancun" },
		{ "25", "America/Mazatlan" },
		{ "26", "America/Hermosillo" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(zones) / sizeof(zones[0]); i++)
		assert_string_equal(geo_state(zones[i][0])->zone, zones[i][1]);
}

static void
test_the_nine_states_of_the_founding_document_lie_in_three_regions(void **state)
{
	static const struct {
		const char *common;
		const char *code;
		enum geo_region region;
	} seed[] = {
		{ "Chiapas", "07", GEO_SOUTH },
		{ "Baja California", "02", GEO_NORTH },
		{ "Veracruz", "30", GEO_SOUTH },
		{ "Quintana Roo", "23", GEO_SOUTH },
		{ "Tabasco", "27", GEO_SOUTH },
		{ "Coahuila", "05", GEO_NORTH },
		{ "Jalisco", "14", GEO_CENTRE },
		{ "Campeche", "04", GEO_SOUTH },
		{ "Nuevo León", "19", GEO_NORTH },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(seed) / sizeof(seed[0]); i++) {
		const struct geo_state *s = geo_state(seed[i].code);

		assert_string_equal(s->common, seed[i].common);
		assert_int_equal(s->region, seed[i].region);
	}
	assert_string_equal(geo_region_name(GEO_NORTH, "es"), "norte");
	assert_string_equal(geo_region_name(GEO_SOUTH, "en"), "south");
}

static void
test_built_in_municipalities_are_in_order_and_lie_in_known_states(void **state)
{
	(void)state;
	assert_int_equal(geo_municipalities_count, 12);
	for (size_t i = 0; i < geo_municipalities_count; i++) {
		const struct geo_municipality *m = &geo_municipalities[i];

		assert_true(geo_valid(m->code));
		assert_int_equal(strlen(m->code), 5);
		assert_string_equal(geo_name(m->code), m->name);
		if (i > 0)
			assert_true(strcmp(m[-1].code, m->code) < 0);
	}
}

static void
test_a_code_has_a_known_state_and_two_or_five_digits(void **state)
{
	static const char *const bad[] = { "", "0", "00", "33", "7", "7065",
		"070", "0706", "070650", "07000", "0706a", "ab", "07 65",
		"-7065", " 07" };

	(void)state;
	assert_true(geo_valid("07"));
	assert_true(geo_valid("07065"));
	assert_true(geo_valid("20570"));
	assert_false(geo_valid(NULL));
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_false(geo_valid(bad[i]));
}

static void
test_a_name_is_known_for_what_is_built_in(void **state)
{
	(void)state;
	assert_string_equal(geo_name("05"), "Coahuila de Zaragoza");
	assert_string_equal(geo_name("07065"), "Palenque");
	assert_null(geo_name("20570"));
	assert_null(geo_name("99"));
	assert_null(geo_name(NULL));
	assert_string_equal(geo_state("07065")->code, "07");
	assert_null(geo_state("0"));
}

static void
test_a_municipality_is_inside_its_state_and_itself(void **state)
{
	(void)state;
	assert_true(geo_inside("07065", "07"));
	assert_true(geo_inside("07065", "07065"));
	assert_true(geo_inside("07", "07"));
	assert_false(geo_inside("07", "07065"));
	assert_false(geo_inside("07089", "07065"));
	assert_false(geo_inside("27017", "07"));
	assert_false(geo_inside("", ""));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_the_states_are_32_in_code_order),
		cmocka_unit_test(
		    test_states_off_central_time_have_their_own_zone),
		cmocka_unit_test(
		    test_the_nine_states_of_the_founding_document_lie_in_three_regions),
		cmocka_unit_test(
		    test_built_in_municipalities_are_in_order_and_lie_in_known_states),
		cmocka_unit_test(
		    test_a_code_has_a_known_state_and_two_or_five_digits),
		cmocka_unit_test(test_a_name_is_known_for_what_is_built_in),
		cmocka_unit_test(
		    test_a_municipality_is_inside_its_state_and_itself),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
