#include "proto/base/blob.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <unistd.h>

/* SHA-256 of "abc" (FIPS 180-2). */
#define ABC "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
#define ABD "a52d159f262b2c6ddb724a61840befc36eb30c88877a4030b65cbe86298449c9"

static char dir[64];
static int64_t held;
static bool whole;

static int
dir_open(void **state)
{
	(void)state;
	(void)snprintf(dir, sizeof(dir), "/tmp/mesas-blob-XXXXXX");
	return (mkdtemp(dir) == NULL);
}

static void
gone(const char *name)
{
	char path[256];

	(void)snprintf(path, sizeof(path), "%s%s", dir, name);
	if (unlink(path) != 0)
		(void)rmdir(path);
}

static int
dir_close(void **state)
{
	static const char *const names[] = { "/documents/ba/" ABC,
		"/documents/part/" ABC ".1", "/documents/part/" ABC ".2",
		"/documents/part/" ABD ".1", "/documents/ba", "/documents/part",
		"/documents", "" };

	(void)state;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		gone(names[i]);
	return (access(dir, F_OK) == 0);
}

static err_t
piece(const char *name, const char *who, int64_t at, const char *s)
{
	return (blob_piece(dir, name, who, at, 3, span_str(s), &held, &whole));
}

static void
has(err_t e, enum err_code code)
{
	assert_non_null(e);
	assert_int_equal(e->code, code);
}

static void
test_pieces_become_the_file_their_name_says(void **state)
{
	CLEAN(buf_free) struct buf b = BUF(16);

	(void)state;
	assert_null(piece(ABC, "1", 0, "a"));
	assert_int_equal(held, 1);
	assert_false(whole);
	assert_false(blob_have(dir, ABC));
	assert_null(piece(ABC, "1", 1, "bc"));
	assert_int_equal(held, 3);
	assert_true(whole);
	assert_null(blob_get(dir, ABC, &b));
	assert_memory_equal(b.p, "abc", 3);
	/* Once it is here, whatever comes is known. */
	assert_null(piece(ABC, "2", 0, "xyz"));
	assert_true(whole);
	buf_clear(&b);
	assert_null(blob_get_part(dir, ABC, 1, 9, &b));
	assert_int_equal(b.n, 2);
	assert_memory_equal(b.p, "bc", 2);
}

static void
test_a_piece_that_does_not_follow_says_where_to_go_on(void **state)
{
	(void)state;
	assert_null(piece(ABC, "1", 0, "ab"));
	has(piece(ABC, "1", 0, "ab"), ERR_GAP);
	assert_int_equal(held, 2);
	has(piece(ABC, "1", 3, "c"), ERR_GAP);
	/* Another's pieces are not mixed with it. */
	assert_null(blob_held(dir, ABC, "2", &held, &whole));
	assert_int_equal(held, 0);
	assert_null(piece(ABC, "2", 0, "a"));
	assert_null(piece(ABC, "1", 2, "c"));
	assert_true(whole);
}

static void
test_another_content_is_forgotten(void **state)
{
	(void)state;
	assert_null(piece(ABD, "1", 0, "ab"));
	has(piece(ABD, "1", 2, "c"), ERR_DATA);
	assert_false(blob_have(dir, ABD));
	assert_null(blob_held(dir, ABD, "1", &held, &whole));
	assert_int_equal(held, 0);
}

static void
test_more_than_its_size_is_refused(void **state)
{
	(void)state;
	assert_null(piece(ABC, "1", 0, "ab"));
	has(piece(ABC, "1", 2, "cd"), ERR_LIMIT);
	assert_int_equal(held, 2);
	has(blob_held(dir, "../../etc/passwd", "1", &held, &whole),
	    ERR_MISSING);
}

static void
test_a_copy_has_what_was_lacking_and_nothing_damaged(void **state)
{
	CLEAN(buf_free) struct buf b = BUF(16);
	char to[128], name[BLOB_NAME + 1], path[256];
	struct blob_copied c;

	(void)state;
	(void)snprintf(to, sizeof(to), "%s/to", dir);
	assert_null(blob_copy(dir, to, &c)); /* there is nothing */
	assert_int_equal(c.files, 0);
	assert_null(blob_put(dir, span_str("abc"), name));
	assert_null(blob_copy(dir, to, &c));
	assert_int_equal(c.files, 1);
	assert_int_equal(c.bytes, 3);
	assert_null(blob_get(to, ABC, &b));
	assert_null(blob_copy(dir, to, &c)); /* it is there already */
	assert_int_equal(c.files + c.damaged, 0);
	gone("/to/documents/ba/" ABC);
	(void)snprintf(path, sizeof(path), "%s/documents/ba/%s", dir, ABC);
	assert_int_equal(truncate(path, 2), 0);
	assert_null(blob_copy(dir, to, &c));
	assert_int_equal(c.files, 0);
	assert_int_equal(c.damaged, 1);
	assert_false(blob_have(to, ABC));
	gone("/to/documents/ba");
	gone("/to/documents");
	gone("/to");
}

#define IN_DIR(f) cmocka_unit_test_setup_teardown(f, dir_open, dir_close)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		IN_DIR(test_pieces_become_the_file_their_name_says),
		IN_DIR(test_a_piece_that_does_not_follow_says_where_to_go_on),
		IN_DIR(test_another_content_is_forgotten),
		IN_DIR(test_more_than_its_size_is_refused),
		IN_DIR(test_a_copy_has_what_was_lacking_and_nothing_damaged),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
