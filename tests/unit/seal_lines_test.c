/* The lines of a segment: every byte of them is looked at. */
#include "tests/unit/fixture.h"

#include "tests/unit/sealed.h"

static const struct genesis child = { .space = "07",
	.has_parent = true,
	.parent = { 1, 2, 3 },
	.parent_seq = 4294967295U,
	.parent_hash = { "parent" } };

static void
test_a_genesis_with_a_parent_comes_back_as_it_was(void **state)
{
	CLEAN(buf_free) struct buf b = BUF(1024), again = BUF(1024);
	struct genesis g;

	(void)state;
	ok(genesis_put(&child, &b));
	ok(genesis_take(buf_all(&b), &g));
	assert_true(g.has_parent);
	assert_int_equal(g.parent_seq, child.parent_seq);
	assert_memory_equal(g.parent, child.parent, LOG_ID_LEN);
	assert_memory_equal(g.parent_hash.b, child.parent_hash.b, HASH_LEN);
	assert_string_equal(g.space, "07");
	ok(genesis_put(&g, &again));
	assert_true(span_eq(buf_all(&b), buf_all(&again)));
}

static void
test_a_genesis_with_one_byte_wrong_short_or_too_many_is_refused(void **state)
{
	CLEAN(buf_free) struct buf b = BUF(1024);
	struct genesis g;

	(void)state;
	ok(genesis_put(&child, &b));
	for (size_t i = 0; i < b.n; i++) {
		uint8_t was = b.p[i];

		assert_non_null(genesis_take(span_of(b.p, i), &g));
		b.p[i] = '"'; /* in no word, number or name of ours */
		if (was != '"')
			assert_non_null(genesis_take(buf_all(&b), &g));
		b.p[i] = 0x7f;
		assert_non_null(genesis_take(buf_all(&b), &g));
		b.p[i] = was;
	}
	ok(buf_byte(&b, ' '));
	assert_non_null(genesis_take(buf_all(&b), &g));
}

static void
test_the_name_of_a_space_in_a_genesis_is_plain(void **state)
{
	static const char *const bad[] = { "", "a b", "a\"", "a\\", "ñ",
		"a\x7f", "01234567890123456789012345678901" };
	CLEAN(buf_free) struct buf b = BUF(1024);
	struct genesis g;

	(void)state;
	ok(genesis_put(&child, &b));
	for (size_t i = 0; i < FIX_N(bad); i++) {
		CLEAN(buf_free) struct buf line = BUF(2048);
		const char *at = strstr((const char *)b.p, "\"07\"");
		size_t head;

		assert_non_null(at);
		head = (size_t)(at - (const char *)b.p) + 1;
		ok(buf_span(&line, span_of(b.p, head)));
		ok(buf_str(&line, bad[i]));
		ok(buf_span(&line, span_of(b.p + head + 2, b.n - head - 2)));
		assert_non_null(genesis_take(buf_all(&line), &g));
	}
}

/* Every byte of the first and the last line of a segment. */
static void
test_a_segment_with_a_byte_wrong_in_its_ends_is_refused(void **state)
{
	struct sealed x;
	size_t last;

	(void)state;
	sealed_make(
	    &x, 1, "[1767225600,0,1,\"ana\",1]\n[8,0,\"CHP\",\"Mesa\",1,1]\n");
	for (last = x.wire.n - 1; x.wire.p[last - 1] != '\n';)
		last--;
	for (size_t i = last; i < x.wire.n; i++) {
		uint8_t was = x.wire.p[i];

		for (int k = 0; k < 2; k++) {
			struct arena a = ARENA;
			struct segment s;
			struct span in = buf_all(&x.wire);
			err_t e;

			x.wire.p[i] = k == 0 ? '!' : ' ';
			e = segment_take(&in, &a, &s);
			if (e == NULL)
				e = segment_verify(&s, x.pub);
			assert_non_null(e);
			arena_free(&a);
		}
		x.wire.p[i] = was;
	}
	sealed_free(&x);
}

/* The same segment with some bytes of its text exchanged. */
static void
refused(const char *was, const char *now)
{
	CLEAN(buf_free) struct buf text = BUF(1 << 16);
	CLEAN(arena_free) struct arena a = ARENA;
	struct sealed x;
	struct segment s;
	struct span in;
	const char *at;

	sealed_make(
	    &x, 1, "[1767225600,0,1,\"ana\",1]\n[8,0,\"CHP\",\"Mesa\",1,1]\n");
	at = strstr((const char *)x.wire.p, was);
	assert_non_null(at);
	ok(buf_span(
	    &text, span_of(x.wire.p, (size_t)(at - (const char *)x.wire.p))));
	ok(buf_str(&text, now));
	ok(buf_str(&text, at + strlen(was)));
	in = buf_all(&text);
	fails(segment_take(&in, &a, &s), ERR_FORMAT);
	sealed_free(&x);
}

static void
test_a_number_has_one_spelling_and_a_line_one_end(void **state)
{
	(void)state;
	refused(":-3}", ":-0}");
	refused(":-3}", ":-03}");
	refused(":-3}", ":03}");
	refused(":-3}", ":-}");
	refused("\"sig\":", "\"sig\" :");
	refused("\"}\n", "\"} \n");
	refused("\"}\n", "\"}}\n");
}

static void
test_a_head_ends_with_its_count_and_nothing_else(void **state)
{
	static const char *const heads[] = { "[1]", "[12]", "[,1]", "[0]",
		"[1,0]", "[1,01]", "[1,1 ]", "[1, 1]", "[1,]", "[]", "[",
		"1,1]", "[1,1", "[1,257]", "[1,1000]", "[1,99999999999]" };

	(void)state;
	for (size_t i = 0; i < FIX_N(heads); i++) {
		CLEAN(buf_free) struct buf body = BUF(1 << 16);
		struct segment s = { .from = 1 };
		struct chain c;
		struct span rest;
		size_t n = 0;
		err_t e;

		ok(buf_fmt(&body, "%s\n[8,0]\n", heads[i]));
		rest = buf_all(&body);
		chain_start(&c, &s);
		e = chain_next(&c, &rest, NULL, NULL, &n, NULL);
		/* Whether what stands before the count is a head is not asked
		 * here. */
		if (strcmp(heads[i], "[,1]") == 0)
			assert_int_equal(n, 1);
		else
			assert_non_null(e);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    test_a_genesis_with_a_parent_comes_back_as_it_was),
		cmocka_unit_test(
		    test_a_genesis_with_one_byte_wrong_short_or_too_many_is_refused),
		cmocka_unit_test(
		    test_the_name_of_a_space_in_a_genesis_is_plain),
		cmocka_unit_test(
		    test_a_segment_with_a_byte_wrong_in_its_ends_is_refused),
		cmocka_unit_test(
		    test_a_number_has_one_spelling_and_a_line_one_end),
		cmocka_unit_test(
		    test_a_head_ends_with_its_count_and_nothing_else),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
