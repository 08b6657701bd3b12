#include "proto/base/file.h"
#include "tests/unit/folder.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <sys/stat.h>
#include <unistd.h>

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

static void
test_a_file_is_replaced_whole_with_its_mode(void **state)
{
	(void)state;
	CLEAN(buf_free) struct buf b = BUF(100);
	const char *path = in(0, "note");
	struct stat st;
	int left = 0;
	DIR *dir;

	assert_null(file_replace(path, span_str("first"), 0600));
	assert_null(file_replace(path, span_str("second"), 0640));
	assert_null(file_read(path, &b));
	assert_string_equal((char *)b.p, "second");
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0640);
	dir = opendir(folder);
	while (readdir(dir) != NULL)
		left++;
	(void)closedir(dir);
	assert_int_equal(left, 3); /* ".", "..", "note": nothing beside */
	assert_null(file_sync(path));
	assert_null(file_remove(path));
	assert_null(file_remove(path));
	assert_false(file_exists(path));
}

static void
test_reading_keeps_to_the_limit(void **state)
{
	(void)state;
	CLEAN(buf_free) struct buf b = BUF(10), c = BUF(9);
	const char *path = in(0, "ten");
	err_t e;

	assert_null(file_replace(path, span_str("0123456789"), 0600));
	assert_null(file_read(path, &b));
	assert_int_equal(b.n, 10);
	e = file_read(path, &c);
	assert_non_null(e);
	assert_int_equal(e->code, ERR_LIMIT);
}

static void
test_what_is_no_file_is_refused(void **state)
{
	(void)state;
	CLEAN(buf_free) struct buf b = BUF(100);
	const char *pipe = in(0, "pipe");

	assert_int_equal(file_read(in(1, "absent"), &b)->code, ERR_MISSING);
	assert_int_equal(file_read(folder, &b)->code, ERR_DATA);
	assert_int_equal(file_read("/dev/zero", &b)->code, ERR_DATA);
	assert_int_equal(mkfifo(pipe, 0600), 0);
	assert_int_equal(file_read(pipe, &b)->code, ERR_DATA);
	assert_int_equal(
	    file_replace(in(1, "no/where"), span_str("x"), 0600)->code,
	    ERR_MISSING);
}

static void
test_an_existing_folder_is_fine_and_a_file_is_not(void **state)
{
	(void)state;
	const char *dir = in(0, "dir"), *file = in(1, "file");

	assert_null(file_mkdir(dir, 0700));
	assert_null(file_mkdir(dir, 0700));
	assert_null(file_replace(file, span_str(""), 0600));
	assert_int_equal(file_mkdir(file, 0700)->code, ERR_EXISTS);
	assert_int_equal(rmdir(dir), 0);
}

static void
test_a_lock_is_held_by_one(void **state)
{
	(void)state;
	int a = -1, b = -1;
	const char *path = in(0, "lock");

	assert_null(file_lock(path, FILE_ALONE, 0, &a));
	assert_int_equal(file_lock(path, FILE_ALONE, 0, &b)->code, ERR_LOCKED);
	assert_int_equal(file_lock(path, FILE_ALONE, 30, &b)->code, ERR_LOCKED);
	assert_int_equal(b, -1);
	file_unlock(&a);
	assert_int_equal(a, -1);
	assert_null(file_lock(path, FILE_ALONE, 0, &b));
	file_unlock(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_file_is_replaced_whole_with_its_mode),
		cmocka_unit_test(test_reading_keeps_to_the_limit),
		cmocka_unit_test(test_what_is_no_file_is_refused),
		cmocka_unit_test(
		    test_an_existing_folder_is_fine_and_a_file_is_not),
		cmocka_unit_test(test_a_lock_is_held_by_one),
	};

	return (cmocka_run_group_tests(tests, open_folder, close_folder));
}
