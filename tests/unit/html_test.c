/* html: text stays text, whatever it is. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "proto/ui/html.h"

static const struct {
	const char *in, *out;
} table[] = {
	{ "", "" },
	{ "Palenque", "Palenque" },
	{ "<script>alert(1)</script>",
	    "&lt;script&gt;alert(1)&lt;/script&gt;" },
	{ "\" onmouseover=\"x", "&quot; onmouseover=&quot;x" },
	{ "' onload='x", "&#39; onload=&#39;x" },
	{ "a & b &amp; c", "a &amp; b &amp;amp; c" },
	{ "Acción niñez ñ €", "Acción niñez ñ €" },
	{ "a\001b\033[2Jc\177", "a\xef\xbf\xbd"
				"b\xef\xbf\xbd[2Jc\xef\xbf\xbd" },
	{ "line\nline\tend", "line\nline\tend" },
	{ "]]><!--", "]]&gt;&lt;!--" },
	{ "<<>>", "&lt;&lt;&gt;&gt;" },
};

static void
test_what_is_markup_in_a_text_is_escaped(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		CLEAN(buf_free) struct buf b = BUF(1024);

		assert_null(html_escape(&b, span_str(table[i].in)));
		assert_int_equal(b.n, strlen(table[i].out));
		assert_true(span_eq(buf_all(&b), span_str(table[i].out)));
	}
}

static void
test_a_template_escapes_every_text_in_it(void **state)
{
	CLEAN(buf_free) struct buf b = BUF(1024);
	struct html h = html_begin(&b, "es");

	(void)state;
	html_put(&h, "<a title=\"%s\">%d %lld %zu %c 100%%</a>", "\"><b>", -3,
	    1LL << 40, (size_t)7, '<');
	assert_null(html_end(&h));
	assert_string_equal((const char *)b.p,
	    "<a title=\"&quot;&gt;&lt;b&gt;\">-3 1099511627776 7 &lt; "
	    "100%</a>");
}

static void
test_a_page_that_does_not_fit_is_an_error_at_its_end(void **state)
{
	CLEAN(buf_free) struct buf b = BUF(16);
	struct html h = html_begin(&b, "en");

	(void)state;
	html_tr(&h, "corto", "short");
	assert_null(html_end(&h));
	for (int i = 0; i < 10; i++)
		html_put(&h, "%s", "long text");
	assert_non_null(html_end(&h));
	assert_int_equal(html_end(&h)->code, ERR_LIMIT);
	assert_true(b.n <= 16);
	assert_memory_equal(b.p, "short", 5);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_what_is_markup_in_a_text_is_escaped),
		cmocka_unit_test(test_a_template_escapes_every_text_in_it),
		cmocka_unit_test(
		    test_a_page_that_does_not_fit_is_an_error_at_its_end),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
