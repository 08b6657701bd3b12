/*
 * upload -- forms with files: whole ones are taken, others are refused.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "proto/base/buf.h"
#include "proto/limits.h"
#include "proto/ui/upload.h"

#define TYPE "multipart/form-data; boundary=XyZ"

static const char whole[] =
    "--XyZ\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\nabc\r\n"
    "--XyZ\r\nContent-Disposition: form-data; name=\"nota\"\r\n\r\n"
    "uno\r\ndos\r\n"
    "--XyZ\r\ncontent-disposition: form-data; name=\"hoja\"; "
    "filename=\"a b.csv\"\r\nContent-Type: text/csv\r\n\r\n"
    "x,\0y\r\n--Xy no\r\n"
    "--XyZ\r\nContent-Disposition: form-data; name=\"nada\"; "
    "filename=\"\"\r\n\r\n\r\n"
    "--XyZ--\r\n";

static err_t
take(struct arena *a, const char *type, const char *body, size_t n,
    struct upload *u)
{
	return (upload_take(a, type, span_of(body, n), u));
}

static void
test_fields_and_files_come_out(void **state)
{
	CLEAN(arena_free) struct arena a = ARENA;
	struct upload u;

	(void)state;
	assert_null(take(&a, TYPE, whole, sizeof(whole) - 1, &u));
	assert_int_equal(u.form.n, 2);
	assert_string_equal(form_get(&u.form, "csrf", 0), "abc");
	assert_string_equal(form_get(&u.form, "nota", 0), "uno\ndos");
	assert_int_equal(u.files, 1);
	assert_string_equal(u.file[0].field, "hoja");
	assert_string_equal(u.file[0].name, "a b.csv");
	assert_int_equal(u.file[0].bytes.n, 13);
	assert_memory_equal(u.file[0].bytes.p, "x,\0y\r\n--Xy no", 13);
}

static void
test_a_boundary_may_be_quoted(void **state)
{
	CLEAN(arena_free) struct arena a = ARENA;
	struct upload u;

	(void)state;
	assert_null(take(&a, "multipart/form-data; boundary=\"XyZ\"", whole,
	    sizeof(whole) - 1, &u));
	assert_null(take(&a, "multipart/form-data; boundary=XyZ; charset=x",
	    whole, sizeof(whole) - 1, &u));
}

/* Nothing that is cut is a form. */
static void
test_every_cut_is_refused(void **state)
{
	CLEAN(arena_free) struct arena a = ARENA;
	struct upload u;

	(void)state;
	for (size_t n = 0; n < sizeof(whole) - 1 - 2; n++)
		assert_non_null(take(&a, TYPE, whole, n, &u));
}

static void
test_what_is_no_such_form_is_refused(void **state)
{
	static const struct {
		const char *type, *body;
	} bad[] = {
		{ "text/plain; boundary=XyZ", "--XyZ--\r\n" },
		{ "multipart/form-data", "--XyZ--\r\n" },
		{ "multipart/form-data; boundary=", "----\r\n" },
		{ TYPE, "--Other--\r\n" },
		{ TYPE, "x\r\n--XyZ--\r\n" },
		{ TYPE, "--XyZ\r\nno head\r\n--XyZ--\r\n" },
		{ TYPE, "--XyZ\r\nX: y\r\n\r\nv\r\n--XyZ--\r\n" },
		{ TYPE, "--XyZ\r\nContent-Disposition: form-data\r\n\r\nv\r\n"
			"--XyZ--\r\n" },
		{ TYPE, "--XyZ\r\nContent-Disposition: form-data; name=\"a\r\n"
			"\r\nv\r\n--XyZ--\r\n" },
		{ TYPE, "--XyZ\r\nContent-Disposition: form-data; name=\"a\""
			"\r\n\r\n\xff\r\n--XyZ--\r\n" },
	};
	CLEAN(arena_free) struct arena a = ARENA;
	struct upload u;

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		if (take(&a, bad[i].type, bad[i].body, strlen(bad[i].body),
			&u) == NULL)
			fail_msg("%zu was taken", i);
	assert_non_null(take(&a, TYPE, "", 0, &u));
}

static void
test_there_is_a_most_of_fields(void **state)
{
	static const char part[] =
	    "--XyZ\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nv\r\n";
	CLEAN(arena_free) struct arena a = ARENA;
	CLEAN(buf_free) struct buf b = BUF(1 << 20);
	struct upload u;
	err_t e;

	(void)state;
	for (int i = 0; i < LIMIT_FORM_FIELDS + 1; i++)
		assert_null(buf_str(&b, part));
	assert_null(buf_str(&b, "--XyZ--\r\n"));
	e = take(&a, TYPE, (const char *)b.p, b.n, &u);
	assert_non_null(e);
	assert_int_equal(e->code, ERR_LIMIT);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_fields_and_files_come_out),
		cmocka_unit_test(test_a_boundary_may_be_quoted),
		cmocka_unit_test(test_every_cut_is_refused),
		cmocka_unit_test(test_what_is_no_such_form_is_refused),
		cmocka_unit_test(test_there_is_a_most_of_fields),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
