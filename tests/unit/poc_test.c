/*
 * poc -- catalogues are read, sorted, checked against what templates say.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "proto/ui/tpl/poc.h"

static void
take(struct poc *p, const char *text)
{
	err_t e = poc_take(p, "en.po", span_str(text));

	if (e != NULL)
		fail_msg("%s", e->text);
	assert_null(poc_sort(p));
}

static void
test_a_catalogue_becomes_a_sorted_table(void **state)
{
	CLEAN(poc_free) struct poc p = { 0 };
	CLEAN(buf_free) struct buf out = BUF(POC_OUT_MAX);

	(void)state;
	take(&p, "msgid \"\"\nmsgstr \"\"\n\"Language: en\\n\"\n\n"
		 "# why\nmsgid \"b\"\nmsgstr \"\"\n\"B\"\n\"2\"\n"
		 "msgid \"a %s\"\nmsgid_plural \"as %s\"\n"
		 "msgstr[0] \"one %s\"\nmsgstr[1] \"many %s\"");
	assert_int_equal(p.n, 2);
	assert_null(poc_table(&p, &out));
	assert_non_null(strstr((const char *)out.p,
	    "\t{ \"a %s\",\n\t    \"one %s\",\n\t    \"many %s\" },\n"
	    "\t{ \"b\",\n\t    \"B2\",\n\t    NULL },\n"));
}

static void
test_what_is_no_catalogue_is_refused(void **state)
{
	static const char *const bad[] = { "x", "msgid a", "msgid \"a\"",
		"msgstr \"a\"", "\"a\"", "msgid \"a\"\nmsgstr \"\\x\"",
		"msgid \"a\"\nmsgstr \"b\"\nmsgstr \"c\"",
		"msgid \"a\"\nmsgid_plural \"b\"\nmsgstr \"c\"",
		"msgid \"a\"\nmsgstr \"b\"c\"", "msgid \"a\"\nmsgstr \"\\\"",
		"msgid \"a\"\nmsgstr \"\xff\"" };

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		CLEAN(poc_free) struct poc p = { 0 };
		err_t e = poc_take(&p, "en.po", span_str(bad[i]));

		if (e == NULL)
			fail_msg("%s was taken", bad[i]);
		assert_memory_equal(e->text, "en.po:", 6);
	}
}

static void
test_two_translations_of_a_sentence_must_agree(void **state)
{
	CLEAN(poc_free) struct poc p = { 0 };

	(void)state;
	take(&p, "msgid \"a\"\nmsgstr \"A\"\n\nmsgid \"a\"\nmsgstr \"A\"\n");
	assert_int_equal(p.n, 1);
	assert_null(
	    poc_take(&p, "more.po", span_str("msgid \"a\"\nmsgstr \"B\"\n")));
	assert_non_null(poc_sort(&p));
}

static void
test_missing_and_useless_translations_are_found(void **state)
{
	CLEAN(poc_free) struct poc want = { 0 };
	CLEAN(poc_free) struct poc have = { 0 };
	CLEAN(buf_free) struct buf out = BUF(POC_OUT_MAX);
	const char *all;

	(void)state;
	take(&want,
	    "#: a.tpl:7\nmsgid \"a\"\nmsgstr \"\"\n\n"
	    "msgid \"b\"\nmsgstr \"\"\n\nmsgid \"c %s\"\nmsgstr \"\"\n\n"
	    "msgid \"d\"\nmsgid_plural \"%s d\"\nmsgstr[0] \"\"\n"
	    "msgstr[1] \"\"\n\nmsgid \"e\"\nmsgstr \"\"\n");
	take(&have,
	    "msgid \"b\"\nmsgstr \"\"\n\nmsgid \"c %s\"\nmsgstr \"C\"\n\n"
	    "msgid \"d\"\nmsgid_plural \"%s d\"\nmsgstr[0] \"D\"\n"
	    "msgstr[1] \"%s D\"\n\nmsgid \"e\"\nmsgstr \"E\"\n\n"
	    "msgid \"f\"\nmsgstr \"F\"\n");
	assert_null(poc_check(&want, &have, &out));
	all = (const char *)out.p;
	assert_non_null(strstr(all, "a.tpl:7: no translation of \"a\""));
	assert_non_null(strstr(all, "no translation of \"b\""));
	assert_non_null(strstr(all, "not the same values in \"c %s\""));
	assert_non_null(strstr(all, "nobody says \"f\""));
	assert_null(strstr(all, "\"d\""));
	assert_null(strstr(all, "\"e\""));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_catalogue_becomes_a_sorted_table),
		cmocka_unit_test(test_what_is_no_catalogue_is_refused),
		cmocka_unit_test(
		    test_two_translations_of_a_sentence_must_agree),
		cmocka_unit_test(
		    test_missing_and_useless_translations_are_found),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
