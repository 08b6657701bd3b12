/*
 * tpl -- what templates write: escaped, encoded, checked, in two languages.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>

#include "proto/ui/po.h"
#include "proto/ui/tpl.h"

static struct buf out = BUF(65536);

static struct html
begin(const char *lang)
{
	buf_clear(&out);
	return (html_begin(&out, lang));
}

static void
said(const struct html *h, const char *want)
{
	assert_null(html_end(h));
	assert_string_equal(out.n == 0 ? "" : (const char *)out.p, want);
}

static void
test_every_type_is_shown_escaped(void **state)
{
	struct html h = begin("es");
	char own[] = "<b>";

	(void)state;
	tpl_show(&h, (const char *)"a & b");
	tpl_show(&h, own);
	tpl_show(&h, span_str("\"'"));
	tpl_show(&h, -7);
	tpl_show(&h, (size_t)8);
	tpl_show(&h, (int64_t)-1);
	tpl_show(&h, (uint8_t)255);
	tpl_show(&h, (bool)true);
	tpl_show(&h, (const char *)NULL);
	said(&h, "a &amp; b&lt;b&gt;&quot;&#39;-78-1255sí");
}

static void
test_pieces_of_addresses_are_encoded(void **state)
{
	struct html h = begin("es");

	(void)state;
	tpl_url(&h, (const char *)"a/b?c=\"d\"&é #%");
	tpl_url(&h, 12);
	said(&h, "a%2Fb%3Fc%3D%22d%22%26%C3%A9%20%23%2512");
}

static void
test_whole_addresses_are_ours_or_of_the_web(void **state)
{
	static const char *const good[] = { "/a", "#a", "?a=b", "https://x/",
		"http://x/" };
	static const char *const bad[] = { "javascript:alert(1)", "//evil",
		"/\\evil", "data:text/html,x", " /a", "JavaScript:x",
		"vbscript:x", "", "a", NULL };

	(void)state;
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		struct html h = begin("es");

		tpl_href(&h, good[i]);
		said(&h, good[i]);
	}
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct html h = begin("es");

		tpl_href(&h, bad[i]);
		said(&h, "#");
	}
}

static void
test_line_ends_are_kept_and_the_rest_escaped(void **state)
{
	struct html h = begin("es");

	(void)state;
	tpl_lines(&h, (const char *)"a<\n\nb");
	said(&h, "a&lt;<br>\n<br>\nb");
}

static void
test_sentences_take_their_values_in_any_order(void **state)
{
	const struct tpl_arg a[] = { tpl_arg((const char *)"<x>"),
		tpl_arg(1234567), tpl_arg(span_str("z")) };
	struct html h = begin("es");

	(void)state;
	tpl_say(&h, "%s de %s: 100 %%", 2, a);
	tpl_say(&h, " %3$s %1$s %9$s", 3, a);
	said(&h, "&lt;x&gt; de 1,234,567: 100 % z &lt;x&gt; ");
}

static void
test_one_and_many_are_told_apart(void **state)
{
	(void)state;
	for (int n = 0; n <= 2; n++) {
		const struct tpl_arg a[] = { tpl_arg(n) };
		struct html h = begin("es");

		tpl_many(&h, "%s no dicho", "%s no dichos", 1, a);
		said(&h, n == 0   ? "0 no dichos"
			 : n == 1 ? "1 no dicho"
				  : "2 no dichos");
	}
}

static void
test_the_english_is_found_and_spanish_stands_in_for_it(void **state)
{
	(void)state;
	assert_true(po_count > 50);
	for (size_t i = 1; i < po_count; i++)
		assert_true(strcmp(po_table[i - 1].es, po_table[i].es) < 0);
	for (size_t i = 0; i < po_count; i++) {
		assert_string_equal(
		    po_say("en", po_table[i].es), po_table[i].en);
		assert_string_equal(
		    po_say("es", po_table[i].es), po_table[i].es);
	}
	assert_string_equal(po_say("en", "nunca dicho"), "nunca dicho");
}

static void
test_what_is_true_is_what_there_is_to_say(void **state)
{
	const char *none = NULL;

	(void)state;
	assert_false(tpl_true(none));
	assert_false(tpl_true((const char *)""));
	assert_true(tpl_true((const char *)"x"));
	assert_false(tpl_true(0));
	assert_true(tpl_true(-1));
	assert_false(tpl_true(span_str("")));
	assert_true(tpl_true(&none));
	assert_false(tpl_true((void *)NULL));
}

static int
end(void **state)
{
	(void)state;
	buf_free(&out);
	return (0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_type_is_shown_escaped),
		cmocka_unit_test(test_pieces_of_addresses_are_encoded),
		cmocka_unit_test(test_whole_addresses_are_ours_or_of_the_web),
		cmocka_unit_test(test_line_ends_are_kept_and_the_rest_escaped),
		cmocka_unit_test(test_sentences_take_their_values_in_any_order),
		cmocka_unit_test(test_one_and_many_are_told_apart),
		cmocka_unit_test(
		    test_the_english_is_found_and_spanish_stands_in_for_it),
		cmocka_unit_test(test_what_is_true_is_what_there_is_to_say),
	};

	return (cmocka_run_group_tests(tests, NULL, end));
}
