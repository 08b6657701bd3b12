/*
 * One log with every hash, as docs/protocol.md says, compared byte by byte
 * with tests/data/golden-log.txt.  GOLDEN=write makes the file anew: only when
 * the protocol gets another major version.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "proto/base/file.h"
#include "tests/unit/aliased.h"
#include "tests/unit/sealed.h"

#define PATH "tests/data/golden-log.txt"

/* Every op kind, every form of a head, references of all three forms. */
static const char first[] =
    "[1767225600,[\"4OHi4-Tl5ufo6err7O3u7w\",12],1,\"ana\",3]\n"
    "[-1,\"wMHCw8TFxsfIycrLzM3Ozw\"]\n"
    "[18,0,\"BR-07-2026-001\",[1,4,0],\"Ventanilla\",null,null,null,null,"
    "null,\"Falta una ventanilla.\\nEn \\\"Tapachula\\\".\",null,"
    "[\"07\",\"07089\"]]\n"
    "[19,0,\"AC-07-2026-001\",[1,5,2],1,\"Instalar la ventanilla única.\","
    "20455,20544,\"Acta\",1]\n"
    "[60,3,1,1,4]\n"
    "[19,[1,2],8,2,6,null]\n"
    "[-2,19,[1,2],13,[1,1],[1,9,7]]\n"
    "[-3,18,[1,1],11,\"07089\"]\n"
    "[-5,19,[1,2],4,[1,2],9,2,\"una\"]\n"
    "[-5,0,1,0,2]\n"
    "[-4,33,[1,2,0],9,-12]\n"
    "[-6,18,[1,1],1,\"duplicada\"]\n"
    "[86400,[1,40,\"8PHy8_T19vf4-fr7_P3-_w\",3],2,\"luis\",4]\n"
    "[-7,19,[1,2],8,3,\"acordado en sesión\"]\n"
    "[-8,[1,12,1],1,\"procede\"]\n"
    "[19,[1,2],900,{\"new\":[1,true]},8,4]\n"
    "[-99,\"of newer software\"]\n";
static const char second[] = "[0,0,1,2,1]\n"
			     "[19,1,8,1]\n";

static void
hex(struct buf *out, const char *name, const void *p, size_t n)
{
	const uint8_t *b = p;

	assert_null(buf_fmt(out, "%s ", name));
	for (size_t i = 0; i < n; i++)
		assert_null(buf_fmt(out, "%02x", b[i]));
	assert_null(buf_byte(out, '\n'));
}

static void
text(struct buf *out, const char *name, struct span s)
{
	assert_null(buf_fmt(out, "%s %.*s\n", name, (int)s.n, s.p));
}

/* Every line of a segment, after "> ". */
static void
wire(struct buf *out, const struct sealed *x)
{
	struct span rest = buf_all(&x->wire), line;

	assert_null(buf_str(out, "\n# as it travels\n"));
	while (span_line(&rest, &line))
		text(out, ">", line);
	assert_int_equal(rest.n, 0);
}

/* Every step from the lines of a segment to its signature. */
static void
tell(struct buf *out, const struct sealed *x)
{
	struct chain c;
	struct span rest = x->s.body, head, ops[LIMIT_OPS_COMMIT];
	struct hash h;
	size_t n;

	assert_null(buf_byte(out, '\n'));
	if (x->s.from == 1)
		text(out, "genesis", x->s.genesis);
	hex(out, "seed", x->s.seed, SEED_LEN);
	hex(out, "prev", x->s.prev.b, HASH_LEN);
	chain_start(&c, &x->s);
	for (uint64_t seq = x->s.from; rest.n > 0; seq++) {
		assert_null(chain_next(&c, &rest, &head, ops, &n, NULL));
		assert_null(buf_fmt(out, "\n# commit %u\n", (unsigned)seq));
		text(out, "head", head);
		for (size_t i = 0; i < n; i++) {
			text(out, "op", ops[i]);
			chain_salt(&c.seed, seq, i, &h);
			hex(out, "salt", h.b, HASH_LEN);
			chain_commitment(&h, ops[i], &h);
			hex(out, "commitment", h.b, HASH_LEN);
		}
		hex(out, "hash", c.prev.b, HASH_LEN);
	}
	assert_null(buf_fmt(out, "\ntime %lld\noff %lld\n",
	    (long long)x->s.time, (long long)x->s.offset));
	hex(out, "sig", x->s.sig, SIG_LEN);
	wire(out, x);
}

static bool
gone(void *ctx, uint32_t seq, uint32_t index)
{
	(void)ctx;
	return ((seq == 1 && index == 1) || (seq == 3 && index < 2));
}

static void
make(struct buf *out)
{
	struct sealed x;
	uint8_t secret[KEY_LEN];

	assert_null(buf_str(out,
	    "# One log, every hash (docs/protocol.md, sections 3 to 7).\n"
	    "# Binary values stand in hexadecimal, lines as they are.\n\n"));
	for (size_t i = 0; i < KEY_LEN; i++)
		secret[i] = (uint8_t)i;
	sealed_make(&x, 1, first);
	hex(out, "secret", secret, KEY_LEN);
	hex(out, "public", x.pub, KEY_LEN);
	tell(out, &x);
	assert_null(segment_erase(&x.s, gone, NULL, &x.a));
	sealed_put(&x);
	assert_null(
	    buf_str(out, "\n# ops 1 of commit 1, 0 and 1 of commit 3 erased"));
	wire(out, &x);
	sealed_free(&x);
	assert_null(buf_str(out, "\n# a segment further on in some log"));
	sealed_make(&x, 4294967295U, second);
	tell(out, &x);
	sealed_free(&x);
}

static void
test_the_golden_log_is_made_byte_by_byte(void **state)
{
	struct buf now = BUF(1 << 20), then = BUF(1 << 20);
	const char *mode = getenv("GOLDEN");

	(void)state;
	make(&now);
	if (mode != NULL && strcmp(mode, "write") == 0)
		assert_null(file_replace(PATH, buf_all(&now), 0644));
	assert_null(file_read(PATH, &then));
	assert_string_equal(now.p, then.p);
	buf_free(&now);
	buf_free(&then);
}

/* The lines after "> ", up to the next that is none: segments. */
static void
test_the_golden_segments_are_taken_and_trusted(void **state)
{
	struct buf file = BUF(1 << 20), all = BUF(1 << 20);
	struct span rest, line;
	struct arena a = ARENA;
	struct segment s;
	struct key *k = sealed_key();
	uint8_t pub[KEY_LEN];
	size_t n = 0;

	(void)state;
	assert_null(file_read(PATH, &file));
	rest = buf_all(&file);
	while (span_line(&rest, &line)) {
		if (line.n < 2 || memcmp(line.p, "> ", 2) != 0)
			continue;
		assert_null(buf_put(&all, line.p + 2, line.n - 2));
		assert_null(buf_byte(&all, '\n'));
	}
	key_public(k, pub);
	for (rest = buf_all(&all); rest.n > 0; n++) {
		assert_null(segment_take(&rest, &a, &s));
		assert_null(segment_verify(&s, pub));
		assert_int_equal(s.erased, n == 1);
	}
	assert_int_equal(n, 3);
	key_free(&k);
	arena_free(&a);
	buf_free(&all);
	buf_free(&file);
}

/* What this software could have written comes back when it writes it. */
static void
test_the_golden_ops_are_written_as_they_were_read(void **state)
{
	struct span rest = span_str(first), line;
	struct buf again = BUF(LIMIT_LINE_BYTES);
	unsigned kinds = 0;
	struct taken t;
	struct head h;
	char text[1000];

	(void)state;
	while (span_line(&rest, &line)) {
		snprintf(text, sizeof(text), "%.*s", (int)line.n, line.p);
		buf_clear(&again);
		aliased_take(&t, text);
		if (line.p[1] == '6' || line.p[1] == '8' ||
		    memcmp(line.p, "[17", 3) == 0 ||
		    memcmp(line.p, "[-5,0", 5) == 0) {
			aliased_drop(&t);
			assert_null(head_take(line, &t.a, &t.root, &h));
			assert_null(head_put(&h, &again));
		} else {
			assert_int_equal(t.code, ERR_NONE);
			kinds |= 1U << t.op.kind;
			if (t.op.kind != OP_UNKNOWN)
				assert_null(op_put(&t.op, &aliased, &again));
			else
				assert_null(buf_span(&again, line));
		}
		assert_string_equal(again.p, text);
		aliased_drop(&t);
	}
	assert_int_equal(kinds | 1U << OP_ERASED, (1U << (OP_UNKNOWN + 1)) - 1);
	buf_free(&again);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_the_golden_log_is_made_byte_by_byte),
		cmocka_unit_test(
		    test_the_golden_segments_are_taken_and_trusted),
		cmocka_unit_test(
		    test_the_golden_ops_are_written_as_they_were_read),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
