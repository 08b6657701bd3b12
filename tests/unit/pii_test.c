/* What looks like personal data: all that was planted, next to nothing else. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>

#include "proto/base/file.h"
#include "proto/domain/pii.h"

#define PLANTED 200
#define MINUTES 1000

/* Calls fn with each line that is no remark. */
static size_t
each_line(const char *path, void (*fn)(void *ctx, struct span line), void *ctx)
{
	CLEAN(buf_free) struct buf b = BUF(1 << 20);
	struct span all, line;
	size_t n = 0;

	assert_null(file_read(path, &b));
	all = buf_all(&b);
	while (span_line(&all, &line)) {
		if (line.n == 0 || line.p[0] == '#')
			continue;
		fn(ctx, line);
		n++;
	}
	return (n);
}

struct planted {
	char text[1024];
	size_t n, at, len; /* what has to be found */
	const struct code *kind;
};

/* "kind <tab> before [[what]] after" */
static void
planted_of(struct span line, struct planted *p)
{
	const struct vocab *v = vocab_named("pii_kind");
	const uint8_t *tab = memchr(line.p, '\t', line.n);
	char kind[32];
	size_t i;

	assert_non_null(tab);
	(void)snprintf(kind, sizeof(kind), "%.*s", (int)(tab - line.p), line.p);
	p->kind = vocab_find(v, kind);
	assert_non_null(p->kind);
	p->n = p->at = p->len = 0;
	for (i = (size_t)(tab - line.p) + 1; i < line.n; i++) {
		assert_true(p->n < sizeof(p->text));
		if (i + 1 < line.n && memcmp(line.p + i, "[[", 2) == 0) {
			p->at = p->n;
			i++;
		} else if (i + 1 < line.n && memcmp(line.p + i, "]]", 2) == 0) {
			p->len = p->n - p->at;
			i++;
		} else
			p->text[p->n++] = (char)line.p[i];
	}
	assert_true(p->len > 0);
}

static void
look_for(void *ctx, struct span line)
{
	struct planted p;
	struct pii all[PII_MOST];
	size_t *missed = ctx, n;

	planted_of(line, &p);
	n = pii_scan(span_of(p.text, p.n), all, PII_MOST);
	for (size_t i = 0; i < n; i++)
		if (all[i].at == p.at && all[i].n == p.len &&
		    all[i].kind == (int)p.kind->no && n == 1)
			return;
	print_error("missed: %.*s\n", (int)line.n, line.p);
	for (size_t i = 0; i < n; i++)
		print_error("  kind %d: %.*s\n", all[i].kind, (int)all[i].n,
		    p.text + all[i].at);
	(*missed)++;
}

static void
test_each_of_200_planted_identifiers_is_found_whole_and_by_its_kind(
    void **state)
{
	size_t missed = 0;

	(void)state;
	assert_int_equal(
	    each_line("tests/data/pii/planted.txt", look_for, &missed),
	    PLANTED);
	assert_int_equal(missed, 0);
}

static void
look_at(void *ctx, struct span line)
{
	size_t *alarms = ctx;
	struct pii x;

	if (!pii_next(line, 0, &x))
		return;
	print_message("alarm %d: %.*s in: %.*s\n", x.kind, (int)x.n,
	    line.p + x.at, (int)line.n, line.p);
	(*alarms)++;
}

static void
test_of_1000_sentences_of_minutes_less_than_one_in_100_is_a_false_alarm(
    void **state)
{
	size_t alarms = 0;

	(void)state;
	assert_int_equal(
	    each_line("tests/data/pii/minutes.txt", look_at, &alarms), MINUTES);
	print_message("%zu false alarms\n", alarms);
	assert_true(alarms < MINUTES / 100);
}

static bool
finds(const char *s)
{
	struct pii x;

	return (pii_next(span_str(s), 0, &x));
}

static void
test_a_curp_with_a_wrong_check_digit_is_none(void **state)
{
	(void)state;
	assert_true(finds("JUYM460818XSPLVD04"));
	for (char c = '0'; c <= '9'; c++) {
		char s[] = "JUYM460818XSPLVD04";

		s[17] = c;
		assert_int_equal(finds(s), c == '4');
	}
}

static void
test_an_account_with_a_wrong_check_digit_is_none(void **state)
{
	(void)state;
	assert_true(finds("580345801185813800"));
	assert_false(finds("580345801185813801"));
	assert_true(finds("ES3091515612715585017200"));
	assert_false(finds("ES3191515612715585017200"));
}

static void
test_the_mail_of_an_institution_is_none_and_of_a_person_is(void **state)
{
	(void)state;
	assert_false(finds("enlace.tapachula@comar.gob.mx"));
	assert_false(finds("x@unhcr.org, y@iom.int; z@un.unam.mx."));
	assert_true(finds("maria@gmail.com"));
	assert_true(finds("maria@gob.mx.example.com"));
	assert_true(finds("maria@falsogob.mx"));
	assert_false(finds("a@b"));
}

static void
test_what_is_part_of_a_longer_key_is_none(void **state)
{
	(void)state;
	assert_false(finds("XJUYM460818XSPLVD04"));
	assert_false(finds("JUYM460818XSPLVD047"));
	assert_false(finds("07-AC-2026-014"));
	assert_false(finds("expediente 07-065-AC-2026-014b"));
	assert_false(finds("sala A123456/2026"));
	assert_true(finds("documento A123456."));
	assert_false(finds("https://x.gob.mx/ver?id=9611234567&p=A123456"));
}

static void
test_a_number_after_a_word_for_papers_is_no_telephone(void **state)
{
	(void)state;
	assert_true(finds("el 9611234567"));
	assert_false(finds("oficio 9611234567"));
	assert_false(finds("oficio núm. 9611234567"));
	assert_false(finds("oficios 9611234567"));
	assert_false(finds("$9611234567"));
	assert_false(finds("800 123 4567"));
	assert_false(finds("2026-11-24 10:30"));
}

static void
test_the_hash_does_not_depend_on_blanks_and_capitals(void **state)
{
	struct hash a, b, c;

	(void)state;
	pii_hash(span_str("JUYM 460818-XSPLVD04"), &a);
	pii_hash(span_str("juym460818xsplvd04"), &b);
	pii_hash(span_str("juym460818xsplvd05"), &c);
	assert_memory_equal(&a, &b, sizeof(a));
	assert_memory_not_equal(&a, &c, sizeof(a));
}

/* Every beginning and end of each planted sentence is read within bounds. */
static void
cut_everywhere(void *ctx, struct span line)
{
	struct pii all[PII_MOST];

	(void)ctx;
	for (size_t i = 0; i <= line.n; i++) {
		uint8_t *p = malloc(line.n - i + 1);
		size_t n;

		assert_non_null(p);
		memcpy(p, line.p + i, line.n - i);
		n = pii_scan(span_of(p, line.n - i), all, PII_MOST);
		for (size_t k = 0; k < n; k++)
			assert_true(all[k].at + all[k].n <= line.n - i);
		free(p);
	}
}

static void
test_a_text_that_is_cut_anywhere_is_read_within_its_bounds(void **state)
{
	(void)state;
	(void)each_line("tests/data/pii/planted.txt", cut_everywhere, NULL);
	(void)each_line("tests/data/pii/minutes.txt", cut_everywhere, NULL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    test_each_of_200_planted_identifiers_is_found_whole_and_by_its_kind),
		cmocka_unit_test(
		    test_of_1000_sentences_of_minutes_less_than_one_in_100_is_a_false_alarm),
		cmocka_unit_test(test_a_curp_with_a_wrong_check_digit_is_none),
		cmocka_unit_test(
		    test_an_account_with_a_wrong_check_digit_is_none),
		cmocka_unit_test(
		    test_the_mail_of_an_institution_is_none_and_of_a_person_is),
		cmocka_unit_test(test_what_is_part_of_a_longer_key_is_none),
		cmocka_unit_test(
		    test_a_number_after_a_word_for_papers_is_no_telephone),
		cmocka_unit_test(
		    test_the_hash_does_not_depend_on_blanks_and_capitals),
		cmocka_unit_test(
		    test_a_text_that_is_cut_anywhere_is_read_within_its_bounds),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
