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

static enum err_code
judge_text(const char *text)
{
	return (judge(span_str(text), (const uint8_t[KEY_LEN]){ 0 }));
}

static void
test_a_segment_comes_back_as_it_was(void **state)
{
	struct sealed x;
	struct segment s;
	struct span in;
	struct buf again = BUF(SIZE_MAX);

	(void)state;
	for (uint32_t from = 1; from <= 2; from++) {
		sealed_make(&x, from, three);
		in = buf_all(&x.wire);
		assert_null(segment_take(&in, &x.a, &s));
		assert_int_equal(in.n, 0);
		assert_null(segment_verify(&s, x.pub));
		assert_int_equal(s.from, from);
		assert_int_equal(s.n, 3);
		assert_int_equal(s.time, 1767225600);
		assert_int_equal(s.offset, -3);
		assert_false(s.erased);
		assert_true(span_eq(s.body, span_str(three)));
		assert_memory_equal(s.head.b, s.hash[2].b, HASH_LEN);
		assert_null(segment_put(&s, &again));
		assert_true(span_eq(buf_all(&again), buf_all(&x.wire)));
		buf_free(&again);
		sealed_free(&x);
	}
}

static void
test_segments_follow_one_another_in_one_text(void **state)
{
	struct sealed x, y;
	struct buf both = BUF(SIZE_MAX);
	struct span in;
	struct segment s;

	(void)state;
	sealed_make(&x, 1, three);
	sealed_make(&y, 4, three);
	assert_null(buf_span(&both, buf_all(&x.wire)));
	assert_null(buf_span(&both, buf_all(&y.wire)));
	in = buf_all(&both);
	assert_null(segment_take(&in, &x.a, &s));
	assert_int_equal(s.from, 1);
	assert_null(segment_take(&in, &x.a, &s));
	assert_int_equal(s.from, 4);
	assert_int_equal(in.n, 0);
	buf_free(&both);
	sealed_free(&x);
	sealed_free(&y);
}

static void
test_one_flipped_bit_is_refused(void **state)
{
	struct sealed x;

	(void)state;
	for (uint32_t from = 1; from <= 7; from += 6) {
		sealed_make(&x, from, three);
		assert_int_equal(judge(buf_all(&x.wire), x.pub), ERR_NONE);
		for (size_t i = 0; i < x.wire.n * 8; i++) {
			x.wire.p[i / 8] ^= (uint8_t)(1 << i % 8);
			assert_int_not_equal(
			    judge(buf_all(&x.wire), x.pub), ERR_NONE);
			x.wire.p[i / 8] ^= (uint8_t)(1 << i % 8);
		}
		sealed_free(&x);
	}
}

static void
test_a_segment_cut_anywhere_is_refused_and_not_eaten(void **state)
{
	struct sealed x;
	struct segment s;

	(void)state;
	sealed_make(&x, 1, three);
	for (size_t n = 0; n < x.wire.n; n++) {
		struct span in = span_of(x.wire.p, n);
		err_t e = segment_take(&in, &x.a, &s);

		assert_non_null(e);
		assert_int_equal(e->code, ERR_FORMAT);
		assert_int_equal(in.n, n);
	}
	sealed_free(&x);
}

static void
test_another_key_is_not_trusted(void **state)
{
	struct sealed x;

	(void)state;
	sealed_make(&x, 1, three);
	x.pub[0] ^= 1;
	assert_int_equal(judge(buf_all(&x.wire), x.pub), ERR_UNTRUSTED);
	sealed_free(&x);
}

static void
test_the_seal_covers_log_range_time_and_offset(void **state)
{
	struct sealed x;
	struct segment *s = &x.s;

	(void)state;
	sealed_make(&x, 5, three);
	assert_null(segment_verify(s, x.pub));
	s->log[3] ^= 1;
	assert_non_null(segment_verify(s, x.pub));
	s->log[3] ^= 1;
	s->from++, s->n--;
	assert_non_null(segment_verify(s, x.pub));
	s->from--, s->n += 2;
	assert_non_null(segment_verify(s, x.pub));
	s->n--, s->time++;
	assert_non_null(segment_verify(s, x.pub));
	s->time--, s->offset++;
	assert_non_null(segment_verify(s, x.pub));
	s->offset--, s->head.b[0] ^= 1;
	assert_non_null(segment_verify(s, x.pub));
	s->head.b[0] ^= 1;
	assert_null(segment_verify(s, x.pub));
	sealed_free(&x);
}

/* ---- genesis --------------------------------------------------------------
 */

#define LOG16  "AAECAwQFBgcICQoLDA0ODw"
#define LOG16B "EBESExQVFhcYGRobHB0eHw"
#define HASH32 "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"

static void
test_a_genesis_line_comes_back_as_it_was(void **state)
{
	static const char *const lines[] = {
		"{\"log\":\"" LOG16 "\",\"node\":\"" HASH32
		"\",\"space\":\"07\""
		",\"parent\":null}",
		"{\"log\":\"" LOG16 "\",\"node\":\"" HASH32 "\",\"space\":"
		"\"national\",\"parent\":[\"" LOG16B "\",4294967295,\"" HASH32
		"\"]}",
	};
	struct buf out = BUF(1000);
	struct genesis g;

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		assert_null(genesis_take(span_str(lines[i]), &g));
		assert_int_equal(g.has_parent, i == 1);
		assert_null(genesis_put(&g, &out));
		assert_string_equal(out.p, lines[i]);
		buf_clear(&out);
	}
	assert_string_equal(g.space, "national");
	assert_int_equal(g.parent_seq, 4294967295U);
	buf_free(&out);
}

static void
test_a_genesis_line_has_one_spelling(void **state)
{
	static const char *const lines[] = {
		"",
		"{}",
		"{\"log\":\"" LOG16 "\",\"node\":\"" HASH32
		"\",\"space\":\"\",\"parent\":null}",
		"{\"log\":\"" LOG16 "\",\"node\":\"" HASH32
		"\",\"space\":\"0 7\",\"parent\":null}",
		"{\"log\":\"" LOG16 "\",\"node\":\"" HASH32
		"\",\"space\":\"\\u0037\",\"parent\":null}",
		"{\"log\":\"" LOG16 "\",\"node\":\"" HASH32
		"\",\"space\":\"01234567890123456789012345678901\","
		"\"parent\":null}",
		"{\"log\":\"" LOG16 "\",\"node\":\"" HASH32
		"\",\"space\":\"07\",\"parent\":null} ",
		"{\"log\": \"" LOG16 "\",\"node\":\"" HASH32
		"\",\"space\":\"07\",\"parent\":null}",
		"{\"node\":\"" HASH32 "\",\"log\":\"" LOG16
		"\",\"space\":\"07\",\"parent\":null}",
		"{\"log\":\"" LOG16 "\",\"node\":\"" LOG16
		"\",\"space\":\"07\",\"parent\":null}",
		"{\"log\":\"" LOG16 "\",\"node\":\"" HASH32
		"\",\"space\":\"07\",\"parent\":[\"" LOG16B "\",0,\"" HASH32
		"\"]}",
		"{\"log\":\"" LOG16 "\",\"node\":\"" HASH32
		"\",\"space\":\"07\",\"parent\":[\"" LOG16B
		"\",4294967296,\"" HASH32 "\"]}",
		"{\"log\":\"" LOG16 "\",\"node\":\"" HASH32
		"\",\"space\":\"07\",\"parent\":[\"" LOG16B "\",01,\"" HASH32
		"\"]}",
		"{\"log\":\"" LOG16 "\",\"node\":\"" HASH32
		"\",\"space\":\"07\",\"parent\":[\"" LOG16 "\",1,\"" HASH32
		"\"]}",
	};
	struct genesis g;
	err_t e;

	(void)state;
	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		e = genesis_take(span_str(lines[i]), &g);
		if (e == NULL)
			print_error("taken: %s\n", lines[i]);
		assert_non_null(e);
		assert_int_equal(e->code, ERR_FORMAT);
	}
}

static void
test_a_genesis_line_stands_only_before_the_first_commit(void **state)
{
	struct sealed x, y;
	struct buf out = BUF(SIZE_MAX);
	struct span all;

	(void)state;
	sealed_make(&x, 1, three);
	sealed_make(&y, 2, three);
	/* Without it, at commit 1. */
	all = buf_all(&x.wire);
	all = span_of(all.p + x.genesis.n + 1, all.n - x.genesis.n - 1);
	assert_int_equal(judge(all, x.pub), ERR_FORMAT);
	/* With it, at commit 2. */
	assert_null(buf_span(&out, buf_all(&x.genesis)));
	assert_null(buf_byte(&out, '\n'));
	assert_null(buf_span(&out, buf_all(&y.wire)));
	assert_int_equal(judge(buf_all(&out), x.pub), ERR_FORMAT);
	buf_free(&out);
	sealed_free(&x);
	sealed_free(&y);
}

/* ---- form and limits ------------------------------------------------------
 */

/* A segment of one commit whose header says `from`, n, seed as text. */
static enum err_code
header(const char *from, const char *n, const char *seed)
{
	char text[1000];

	snprintf(text, sizeof(text),
	    "{\"seg\":\"" LOG16 "\",\"from\":%s,\"n\":%s,\"prev\":\"" HASH32
	    "\",%s,\"time\":0,\"off\":0}\n[1,0,1,0,1]\n[1,2,3,4]\n"
	    "{\"head\":\"" HASH32 "\",\"sig\":\"" HASH32 "\"}\n",
	    from, n, seed);
	return (judge_text(text));
}

static void
test_headers_keep_to_form_and_limits(void **state)
{
	static const char seed[] = "\"seed\":\"" LOG16 "\"";

	(void)state;
	assert_int_equal(header("0", "1", seed), ERR_FORMAT);
	assert_int_equal(header("-1", "1", seed), ERR_FORMAT);
	assert_int_equal(header("02", "1", seed), ERR_FORMAT);
	assert_int_equal(header("2.0", "1", seed), ERR_FORMAT);
	assert_int_equal(header("2", "0", seed), ERR_FORMAT);
	assert_int_equal(header("2", "513", seed), ERR_LIMIT);
	assert_int_equal(header("4294967296", "1", seed), ERR_LIMIT);
	assert_int_equal(header("4294967295", "2", seed), ERR_LIMIT);
	assert_int_equal(header("9223372036854775807", "1", seed), ERR_LIMIT);
	assert_int_equal(header("9223372036854775808", "1", seed), ERR_FORMAT);
	assert_int_equal(
	    header("99999999999999999999999", "1", seed), ERR_FORMAT);
	assert_int_equal(header("2", "1", "\"seed\":\"\""), ERR_FORMAT);
	assert_int_equal(header("2", "1", "\"seed\":null"), ERR_FORMAT);
	assert_int_equal(header("2", "1", "\"salts\":\"\""), ERR_FORMAT);
	assert_int_equal(header("2", "1", "\"salts\":\"AA\""), ERR_FORMAT);
	/* Two salts for one op. */
	assert_int_equal(
	    header("2", "1",
		"\"salts\":"
		"\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
		"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\""),
	    ERR_FORMAT);
}

/* What the chain says to a commit with this head and one op. */
static enum err_code
commit(const char *head, const char *op)
{
	struct chain c = { .erased = false, .seq = 1 };
	struct buf b = BUF(SIZE_MAX);
	struct span body;
	enum err_code code = ERR_NONE;
	err_t e;

	hmac_key(&c.seed, "", 0);
	must(buf_fmt(&b, "%s\n%s\n", head, op) == NULL);
	body = buf_all(&b);
	e = chain_next(&c, &body, NULL, NULL, NULL, NULL);
	if (e != NULL) {
		code = e->code;
		assert_int_equal(c.seq, 1);
		assert_true(body.n == b.n && c.text == 0 && c.ops == 0);
	}
	buf_free(&b);
	return (code);
}

static void
test_the_number_of_ops_is_read_strictly(void **state)
{
	static const char op[] = "[1,2,3,4]";

	(void)state;
	assert_int_equal(commit("[1,0,1,0,1]", op), ERR_NONE);
	assert_int_equal(commit("[,1]", op), ERR_NONE); /* head_take's */
	assert_int_equal(commit("[1,0,1,0,0]", op), ERR_FORMAT);
	assert_int_equal(commit("[1,0,1,0,01]", op), ERR_FORMAT);
	assert_int_equal(commit("[1,0,1,0,-1]", op), ERR_FORMAT);
	assert_int_equal(commit("[1,0,1,0,+1]", op), ERR_FORMAT);
	assert_int_equal(commit("[1,0,1,0,1 ]", op), ERR_FORMAT);
	assert_int_equal(commit("[1,0,1,0, 1]", op), ERR_FORMAT);
	assert_int_equal(commit("[1,0,1,0,\"1\"]", op), ERR_FORMAT);
	assert_int_equal(commit("[1,0,1,0,]", op), ERR_FORMAT);
	assert_int_equal(commit("[1]", op), ERR_FORMAT);
	assert_int_equal(commit("[]", op), ERR_FORMAT);
	assert_int_equal(commit("", op), ERR_FORMAT);
	assert_int_equal(commit("1]", op), ERR_FORMAT);
	assert_int_equal(commit("{\"n\":1}", op), ERR_FORMAT);
	assert_int_equal(commit("[1,0,1,0,2]", op), ERR_FORMAT); /* cut */
	assert_int_equal(commit("[1,0,1,0,257]", op), ERR_LIMIT);
	assert_int_equal(commit("[1,0,1,0,99999]", op), ERR_LIMIT);
}

static void
test_op_lines_are_lists_or_erased(void **state)
{
	(void)state;
	assert_int_equal(commit("[1,0,1,0,1]", "[not looked into]"), ERR_NONE);
	assert_int_equal(commit("[1,0,1,0,1]", ""), ERR_FORMAT);
	assert_int_equal(commit("[1,0,1,0,1]", "["), ERR_FORMAT);
	assert_int_equal(commit("[1,0,1,0,1]", " [1]"), ERR_FORMAT);
	assert_int_equal(commit("[1,0,1,0,1]", "\"x\""), ERR_FORMAT);
	assert_int_equal(commit("[1,0,1,0,1]", "{\"y\":1}"), ERR_FORMAT);
	/* Beside a seed nothing can be erased: its salt would be known. */
	assert_int_equal(
	    commit("[1,0,1,0,1]", "{\"x\":\"" HASH32 "\"}"), ERR_FORMAT);
}

static void
test_lines_and_commits_have_a_longest_size(void **state)
{
	static char line[LIMIT_LINE_BYTES + 2];
	static const char head[] = "[1,0,1,0,1]";
	size_t most = LIMIT_COMMIT_BYTES - sizeof(head) - 1;

	(void)state;
	memset(line, '1', sizeof(line));
	line[0] = '[';
	line[most - 1] = ']';
	line[most] = '\0';
	assert_int_equal(commit(head, line), ERR_NONE);
	line[most - 1] = '1';
	line[most] = ']';
	line[most + 1] = '\0';
	assert_int_equal(commit(head, line), ERR_LIMIT);
	line[most] = line[most + 1] = '1';
	line[LIMIT_LINE_BYTES] = ']';
	line[LIMIT_LINE_BYTES + 1] = '\0';
	assert_int_equal(commit(head, line), ERR_LIMIT);
}

/* commits commits of ops ops whose lines have `width` bytes each. */
static enum err_code
bulk(size_t commits, size_t ops, size_t width)
{
	struct buf b = BUF(SIZE_MAX);
	struct sealed x;
	enum err_code code;

	for (size_t i = 0; i < commits; i++) {
		must(buf_fmt(&b, "[1,0,1,0,%zu]\n", ops) == NULL);
		for (size_t k = 0; k < ops; k++)
			must(
			    buf_fmt(&b, "[%0*d]\n", (int)width - 2, 1) == NULL);
	}
	sealed_make(&x, 2, (const char *)b.p);
	code = judge(buf_all(&x.wire), x.pub);
	sealed_free(&x);
	buf_free(&b);
	return (code);
}

static void
test_segments_have_a_largest_size(void **state)
{
	(void)state;
	assert_int_equal(bulk(512, 1, 10), ERR_NONE);
	assert_int_equal(bulk(513, 1, 10), ERR_LIMIT);
	assert_int_equal(bulk(6, 240, 10), ERR_NONE);
	assert_int_equal(bulk(7, 206, 10), ERR_LIMIT); /* 1442 ops */
	assert_int_equal(bulk(2, 1, 57000), ERR_NONE);
	assert_int_equal(bulk(2, 1, 58000), ERR_LIMIT);
}

static void
test_what_has_room_is_a_segment_that_is_taken(void **state)
{
	size_t text = LIMIT_SEGMENT_BYTES;

	(void)state;
	assert_true(segment_room(0, 0, 0, LIMIT_OPS_COMMIT));
	assert_true(segment_room(511, 1439, text - 1, 1));
	assert_false(segment_room(512, 512, 0, 1));
	assert_false(segment_room(10, 1439, 0, 2));
	assert_false(segment_room(10, 10, text, 1));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_segment_comes_back_as_it_was),
		cmocka_unit_test(test_segments_follow_one_another_in_one_text),
		cmocka_unit_test(test_one_flipped_bit_is_refused),
		cmocka_unit_test(
		    test_a_segment_cut_anywhere_is_refused_and_not_eaten),
		cmocka_unit_test(test_another_key_is_not_trusted),
		cmocka_unit_test(
		    test_the_seal_covers_log_range_time_and_offset),
		cmocka_unit_test(test_a_genesis_line_comes_back_as_it_was),
		cmocka_unit_test(test_a_genesis_line_has_one_spelling),
		cmocka_unit_test(
		    test_a_genesis_line_stands_only_before_the_first_commit),
		cmocka_unit_test(test_headers_keep_to_form_and_limits),
		cmocka_unit_test(test_the_number_of_ops_is_read_strictly),
		cmocka_unit_test(test_op_lines_are_lists_or_erased),
		cmocka_unit_test(test_lines_and_commits_have_a_longest_size),
		cmocka_unit_test(test_segments_have_a_largest_size),
		cmocka_unit_test(test_what_has_room_is_a_segment_that_is_taken),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
