/*
 * words -- what changed between two texts.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>

#include "proto/base/buf.h"
#include "proto/ui/words.h"

/* "a [-b-] {+c+}" */
static void
said(const char *was, const char *now, const char *want)
{
	static const char *const open[] = { "", "[-", "{+" };
	static const char *const shut[] = { "", "-]", "+}" };
	struct arena a = ARENA;
	struct buf b = BUF(1 << 16);
	struct words_piece *v;
	size_t n;

	words_diff(span_str(was), span_str(now), &a, &v, &n);
	assert_null(buf_str(&b, ""));
	for (size_t i = 0; i < n; i++)
		assert_null(buf_fmt(&b, "%s%.*s%s", open[v[i].kind],
		    (int)v[i].s.n, (const char *)v[i].s.p, shut[v[i].kind]));
	assert_string_equal((const char *)b.p, want);
	buf_free(&b);
	arena_free(&a);
}

static void
test_what_was_added_is_told(void **state)
{
	(void)state;
	said("Emitir oficio para revalidar estudios",
	    "Emitir oficio para revalidar estudios en 15 días",
	    "Emitir oficio para revalidar estudios{+ en 15 días+}");
	said("", "Todo nuevo", "{+Todo nuevo+}");
}

static void
test_what_is_gone_is_told(void **state)
{
	(void)state;
	said("Acuses de recibo y minuta", "Acuses de recibo",
	    "Acuses de recibo[- y minuta-]");
	said("Nada queda", "", "[-Nada queda-]");
}

static void
test_what_replaces_stands_after_what_it_replaced(void **state)
{
	(void)state;
	said("en un plazo de 15 días", "en un plazo de 10 días",
	    "en un plazo de [-15-]{+10+} días");
	said("Circular firmada", "Acuses firmada",
	    "[-Circular-]{+Acuses+} firmada");
}

static void
test_changes_with_a_blank_between_them_are_one(void **state)
{
	(void)state;
	said("uno dos tres cuatro", "uno DOS TRES cuatro",
	    "uno [-dos tres-]{+DOS TRES+} cuatro");
}

static void
test_equal_texts_have_no_change(void **state)
{
	(void)state;
	said("Lo mismo", "Lo mismo", "Lo mismo");
	said("", "", "");
}

static void
test_letters_with_accents_are_not_cut(void **state)
{
	(void)state;
	said("la sesión número 3", "la sesiones número 4",
	    "la [-sesión-]{+sesiones+} número [-3-]{+4+}");
}

static void
test_marks_are_words_of_their_own(void **state)
{
	(void)state;
	said("uno, dos", "uno; dos", "uno[-,-]{+;+} dos");
}

static void
random_text(uint32_t *seed, char *s, size_t words)
{
	static const char *const all[] = { "a", "de", "ñu", "acuerdo", ",",
		"\n", "15" };
	size_t n = 0;

	s[0] = '\0';
	for (size_t i = 0; i < words; i++) {
		*seed = *seed * 1664525U + 1013904223U;
		n += (size_t)snprintf(s + n, 16, "%s%s", all[(*seed >> 16) % 7],
		    *seed & 1 ? " " : "");
	}
}

/* Pieces of these kinds, joined. */
static void
joined(const struct words_piece *v, size_t n, enum words_kind drop, char *out)
{
	size_t k = 0;

	for (size_t i = 0; i < n; i++) {
		if (v[i].kind == drop)
			continue;
		memcpy(out + k, v[i].s.p, v[i].s.n);
		k += v[i].s.n;
	}
	out[k] = '\0';
}

static void
test_both_texts_can_be_read_from_any_difference(void **state)
{
	char was[2048], now[2048], got[4096];
	uint32_t seed = 20261124;

	(void)state;
	for (int i = 0; i < 3000; i++) {
		struct arena a = ARENA;
		struct words_piece *v;
		size_t n;

		random_text(&seed, was, seed >> 8 & 63);
		random_text(&seed, now, seed >> 8 & 63);
		words_diff(span_str(was), span_str(now), &a, &v, &n);
		joined(v, n, WORDS_NEW, got);
		assert_string_equal(got, was);
		joined(v, n, WORDS_GONE, got);
		assert_string_equal(got, now);
		for (size_t k = 0; k < n; k++) {
			assert_true(v[k].s.n > 0);
			assert_true(k == 0 || v[k].kind != v[k - 1].kind);
		}
		arena_free(&a);
	}
}

static void
test_long_texts_that_differ_everywhere_are_one_change(void **state)
{
	struct arena a = ARENA;
	char *was = arena_new(&a, 20001), *now = arena_new(&a, 20001);
	struct words_piece *v;
	size_t n;

	(void)state;
	for (size_t i = 0; i < 20000; i += 2) {
		memcpy(was + i, "a ", 2);
		memcpy(now + i, "b\n", 2);
	}
	words_diff(span_str(was), span_str(now), &a, &v, &n);
	assert_int_equal(n, 2);
	assert_int_equal(v[0].kind, WORDS_GONE);
	assert_int_equal(v[1].s.n, 20000);
	arena_free(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_what_was_added_is_told),
		cmocka_unit_test(test_what_is_gone_is_told),
		cmocka_unit_test(
		    test_what_replaces_stands_after_what_it_replaced),
		cmocka_unit_test(
		    test_changes_with_a_blank_between_them_are_one),
		cmocka_unit_test(test_equal_texts_have_no_change),
		cmocka_unit_test(test_letters_with_accents_are_not_cut),
		cmocka_unit_test(test_marks_are_words_of_their_own),
		cmocka_unit_test(
		    test_both_texts_can_be_read_from_any_difference),
		cmocka_unit_test(
		    test_long_texts_that_differ_everywhere_are_one_change),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
