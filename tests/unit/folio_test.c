#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "proto/domain/folio.h"

static void
test_folios_are_printed_as_people_know_them(void **state)
{
	static const struct {
		const char *geo, *type;
		int64_t number;
		char letter;
		const char *epoch, *folio;
	} golden[] = {
		{ "07065", "AC", 14, 0, "", "07-065-AC-2026-014" },
		{ "07065", "AC", 14, 'b', "", "07-065-AC-2026-014b" },
		{ "07065", "AC", 14, 0, "K7", "07-065-AC-2026-014-K7" },
		{ "07065", "AC", 14, 'b', "K7", "07-065-AC-2026-014b-K7" },
		{ "07", "BR", 1, 0, "", "07-BR-2026-001" },
		{ "", "SE", 999, 0, "", "00-SE-2026-999" },
		{ "00", "SE", 1000, 'z', NULL, "00-SE-2026-1000z" },
	};
	char out[FOLIO_MAX], prefix[FOLIO_MAX];

	(void)state;
	for (size_t i = 0; i < sizeof(golden) / sizeof(golden[0]); i++) {
		folio_put(out, golden[i].geo, golden[i].type, 2026,
		    golden[i].number, golden[i].letter, golden[i].epoch);
		assert_string_equal(out, golden[i].folio);
		folio_prefix(prefix, golden[i].geo, golden[i].type, 2026);
		assert_int_equal(folio_number(out, prefix, golden[i].letter,
				     golden[i].epoch),
		    golden[i].number);
	}
}

static void
test_the_counter_sees_only_its_own_folios(void **state)
{
	static const char *const others[] = { "07-065-AC-2026-014b",
		"07-065-AC-2026-014-K7", "07-065-AC-2026-14",
		"07-065-AC-2026-0014", "07-065-AC-2026-", "07-065-AC-2026-01x",
		"07-065-AC-2025-014", "07-065-BR-2026-014", "07-AC-2026-014",
		"07-065-AC-2026-0000000000000000014",
		"07-065-AC-2026-9999999999999999999", "" };
	char prefix[FOLIO_MAX];

	(void)state;
	folio_prefix(prefix, "07065", "AC", 2026);
	assert_string_equal(prefix, "07-065-AC-2026-");
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		assert_int_equal(folio_number(others[i], prefix, 0, ""), 0);
	assert_int_equal(
	    folio_number("07-065-AC-2026-014b", prefix, 'c', ""), 0);
	assert_int_equal(
	    folio_number("07-065-AC-2026-014-K7", prefix, 0, "K8"), 0);
}

static void
test_an_epoch_is_two_signs_of_the_log(void **state)
{
	uint8_t log[16] = { 0xff, 0xff };
	char out[3];

	(void)state;
	folio_epoch(log, out);
	assert_string_equal(out, "ZZ");
	log[0] = 0x98; /* 10011 000 */
	log[1] = 0x00;
	folio_epoch(log, out);
	assert_string_equal(out, "K0");
	log[1] = 0xc0; /* the second five bits: 000 11 */
	folio_epoch(log, out);
	assert_string_equal(out, "K3");
}

static void
test_the_longest_folio_fits(void **state)
{
	char out[FOLIO_MAX];

	(void)state;
	folio_put(out, "07065", "AC", 9999, 999999999999999999, 'b', "ZZ");
	assert_string_equal(out, "07-065-AC-9999-999999999999999999b-ZZ");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_folios_are_printed_as_people_know_them),
		cmocka_unit_test(test_the_counter_sees_only_its_own_folios),
		cmocka_unit_test(test_an_epoch_is_two_signs_of_the_log),
		cmocka_unit_test(test_the_longest_folio_fits),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
