#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/unit/sealed.h"

static const char three[] =
    "[1767225600,[\"AAECAwQFBgcICQoLDA0ODw\",12],1,\"ana\",2]\n"
    "[-1,\"MDEyMzQ1Njc4OTo7PD0-Pw\"]\n"
    "[19,0,\"AC-07-2026-001\",[1,4,0],1,\"Instalar ventanilla\"]\n"
    "[60,3,1,1,1]\n"
    "[19,1,8,2]\n"
    "[-5,0,1,0,3]\n"
    "[-4,33,2,9,12]\n"
    "[-6,19,[1,1],1,\"duplicado\"]\n"
    "[99,0,{\"new\":true}]\n";

/* Take and verify; the code of what went wrong, ERR_NONE if nothing. */
static enum err_code
judge(struct span wire, const uint8_t pub[KEY_LEN])
{
	struct arena a = ARENA;
	struct segment s;
	err_t e = segment_take(&wire, &a, &s);

	if (e == NULL)
		e = segment_verify(&s, pub);
	if (e == NULL && wire.n != 0)
		e = err_new(ERR_FORMAT, "more than a segment");
	arena_free(&a);
	return (e == NULL ? ERR_NONE : e->code);
}

static bool
gone_if_listed(void *ctx, uint32_t seq, uint32_t index)
{
	const unsigned *mask = ctx; /* by seq - 1, a bit an index (of 32) */

	return ((mask[seq - 1] >> index % 32 & 1) != 0);
}

static void
test_erased_ops_keep_the_chain_and_the_seal(void **state)
{
	struct sealed x;
	struct segment s;
	struct span in;

	(void)state;
	/* Every set of the six ops (2, 1, 3), in two steps; the first is an
	 * alias, which stays. */
	for (unsigned m = 0; m < 64; m++) {
		unsigned low[3] = { m & 1, m >> 2 & 1, m >> 3 & 5 };
		unsigned all[3] = { m & 3, m >> 2 & 1, m >> 3 & 7 };

		sealed_make(&x, 1, three);
		assert_null(segment_erase(&x.s, gone_if_listed, low, &x.a));
		assert_null(segment_erase(&x.s, gone_if_listed, all, &x.a));
		sealed_put(&x);
		assert_int_equal(judge(buf_all(&x.wire), x.pub), ERR_NONE);
		in = buf_all(&x.wire);
		assert_null(segment_take(&in, &x.a, &s));
		assert_true(s.erased);
		assert_int_equal(s.salts.n,
		    (6 - (size_t)__builtin_popcount(m >> 1)) * HASH_LEN);
		assert_int_equal(
		    memmem(x.wire.p, x.wire.n, "ventanilla", 10) == NULL,
		    (m & 2) != 0);
		assert_null(memmem(x.wire.p, x.wire.n, "\"seed\"", 6));
		sealed_free(&x);
	}
}

static void
test_one_flipped_bit_of_an_erased_segment_is_refused(void **state)
{
	unsigned some[3] = { 2, 0, 5 };
	struct sealed x;

	(void)state;
	sealed_make(&x, 1, three);
	assert_null(segment_erase(&x.s, gone_if_listed, some, &x.a));
	sealed_put(&x);
	assert_int_equal(judge(buf_all(&x.wire), x.pub), ERR_NONE);
	for (size_t i = 0; i < x.wire.n * 8; i++) {
		x.wire.p[i / 8] ^= (uint8_t)(1 << i % 8);
		assert_int_not_equal(judge(buf_all(&x.wire), x.pub), ERR_NONE);
		x.wire.p[i / 8] ^= (uint8_t)(1 << i % 8);
	}
	sealed_free(&x);
}

static void
test_the_largest_segment_can_be_erased_whole(void **state)
{
	struct buf b = BUF(SIZE_MAX);
	struct sealed x;
	unsigned none[7] = { 0 }, all[7];

	(void)state;
	memset(all, 0xff, sizeof(all));
	for (size_t i = 0; i < 6; i++) {
		must(buf_str(&b, "[1,0,1,0,240]\n") == NULL);
		for (size_t k = 0; k < 240; k++)
			must(buf_str(&b, "[1,2,3,4]\n") == NULL);
	}
	sealed_make(&x, 1, (const char *)b.p);
	assert_null(segment_erase(&x.s, gone_if_listed, none, &x.a));
	sealed_put(&x);
	assert_int_equal(judge(buf_all(&x.wire), x.pub), ERR_NONE);
	assert_null(segment_erase(&x.s, gone_if_listed, all, &x.a));
	sealed_put(&x);
	assert_int_equal(judge(buf_all(&x.wire), x.pub), ERR_NONE);
	sealed_free(&x);
	buf_free(&b);
}

/* What is no op of anybody's is erased as any other. */
static void
test_lines_too_short_to_name_a_log_are_erased_too(void **state)
{
	unsigned all[] = { 0xff };
	struct sealed x;

	(void)state;
	sealed_make(&x, 1,
	    "[1767225600,0,1,\"ana\",5]\n[]\n[-1]\n[1]\n[-1,2]\n"
	    "[-1,\"MDEyMzQ1Njc4OTo7PD0-Pw\"]\n");
	assert_null(segment_erase(&x.s, gone_if_listed, all, &x.a));
	sealed_put(&x);
	assert_int_equal(judge(buf_all(&x.wire), x.pub), ERR_NONE);
	/* An alias, and what begins like one, stay. */
	assert_int_equal(x.s.salts.n, 2 * HASH_LEN);
	sealed_free(&x);
}

static void
test_a_commit_about_to_be_written_hashes_as_it_will_be_read(void **state)
{
	struct sealed x;
	struct span rest, head, ops[LIMIT_OPS_COMMIT];
	struct chain c;
	struct hash prev, h, w;
	size_t n;

	(void)state;
	sealed_make(&x, 1, three);
	chain_start(&c, &x.s);
	rest = x.s.body;
	for (uint64_t seq = 1; rest.n > 0; seq++) {
		prev = c.prev;
		assert_null(chain_next(&c, &rest, &head, ops, &n, &h));
		chain_commit(&c.seed, &prev, seq, head, ops, n, &w);
		assert_memory_equal(h.b, w.b, HASH_LEN);
	}
	sealed_free(&x);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_erased_ops_keep_the_chain_and_the_seal),
		cmocka_unit_test(
		    test_one_flipped_bit_of_an_erased_segment_is_refused),
		cmocka_unit_test(test_the_largest_segment_can_be_erased_whole),
		cmocka_unit_test(
		    test_lines_too_short_to_name_a_log_are_erased_too),
		cmocka_unit_test(
		    test_a_commit_about_to_be_written_hashes_as_it_will_be_read),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
