#include "proto/base/conf.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <sys/stat.h>
#include <unistd.h>

#include "proto/base/file.h"
#include "tests/unit/folder.h"

static char folder[64], names[16][96];

/* A name inside the folder of this test. */
static const char *
in(int i, const char *name)
{
	(void)snprintf(names[i], sizeof(names[i]), "%s/%s", folder, name);
	return (names[i]);
}

static int
open_folder(void **state)
{
	(void)state;
	(void)snprintf(folder, sizeof(folder), "/tmp/mesas-test-XXXXXX");
	return (mkdtemp(folder) == NULL);
}

static int
close_folder(void **state)
{
	(void)state;
	return (folder_sweep(folder));
}

static const char *
text_of(struct conf_item *items, const char *path, const char *text)
{
	err_t e;

	assert_null(file_replace(path, span_str(text), 0600));
	e = conf_read(path, items);
	conf_free(items);
	return (e == NULL ? "" : e->text);
}

static void
test_names_have_values_and_comments_are_not_read(void **state)
{
	(void)state;
	char port[] = "8080", lang[] = "es";
	struct conf_item items[] = { { "port", port }, { "lang", lang },
		{ "hub", NULL }, { NULL, NULL } };
	const char *path = in(0, "mesas.conf");

	assert_null(conf_read(in(1, "absent"), items));
	assert_string_equal(items[0].value, "8080");
	assert_null(items[2].value);
	conf_free(items);
	items[0].value = port;
	items[1].value = lang;
	assert_null(file_replace(path,
	    span_str("# a comment\n\n  port\t 9090 \r\n"
		     "hub https://hub.example/#a b"),
	    0600));
	assert_null(conf_read(path, items));
	assert_string_equal(items[0].value, "9090");
	assert_string_equal(items[1].value, "es");
	assert_string_equal(items[2].value, "https://hub.example/#a b");
	conf_free(items);
}

static void
test_a_wrong_line_is_told_by_its_place(void **state)
{
	(void)state;
	struct conf_item items[] = { { "port", NULL }, { NULL, NULL } };
	const char *path = in(0, "mesas.conf");

	assert_non_null(strstr(text_of(items, path, "port 1\nprot 2\n"),
	    "mesas.conf:2: unknown name \"prot\""));
	assert_non_null(strstr(text_of(items, path, "port 1\n\nport 2\n"),
	    "mesas.conf:3: port: given twice"));
	assert_non_null(
	    strstr(text_of(items, path, "port \xff"), ":1: not UTF-8"));
	assert_string_equal(text_of(items, path, ""), "");
}

static void
test_what_is_written_is_read_again(void **state)
{
	(void)state;
	char a[] = "1 2  3", b[] = "", c[] = "two\nlines", d[] = " led";
	struct conf_item out[] = { { "a", a }, { "b", b }, { "c", NULL },
		{ NULL, NULL } };
	struct conf_item back[] = { { "a", NULL }, { "b", NULL }, { "c", NULL },
		{ NULL, NULL } };
	const char *path = in(0, "out.conf");

	assert_null(conf_write(path, out));
	assert_null(conf_read(path, back));
	assert_string_equal(back[0].value, a);
	assert_string_equal(back[1].value, "");
	assert_null(back[2].value);
	conf_free(back);
	out[2].value = c;
	assert_int_equal(conf_write(path, out)->code, ERR_CONFIG);
	out[2].value = d;
	assert_int_equal(conf_write(path, out)->code, ERR_CONFIG);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    test_names_have_values_and_comments_are_not_read),
		cmocka_unit_test(test_a_wrong_line_is_told_by_its_place),
		cmocka_unit_test(test_what_is_written_is_read_again),
	};

	return (cmocka_run_group_tests(tests, open_folder, close_folder));
}
