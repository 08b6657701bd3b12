#include "proto/sync/bundle.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <unistd.h>

#include "proto/base/box.h"
#include "proto/base/file.h"
#include "proto/limits.h"

struct two {
	struct key *a, *b;
	uint8_t to[KEY_LEN]; /* b's */
};

static int
two_open(void **state)
{
	struct two *t = calloc(1, sizeof(*t));

	assert_null(key_make(&t->a));
	assert_null(key_make(&t->b));
	key_public(t->b, t->to);
	*state = t;
	return (0);
}

static int
two_close(void **state)
{
	struct two *t = *state;

	key_free(&t->a);
	key_free(&t->b);
	free(t);
	return (0);
}

static void
refused(err_t e, enum err_code code)
{
	assert_non_null(e);
	assert_int_equal(e->code, code);
}

static void
test_a_box_opens_for_its_key_alone(void **state)
{
	CLEAN(buf_free) struct buf box = BUF(4096);
	CLEAN(buf_free) struct buf out = BUF(4096);
	struct two *t = *state;
	struct span with = span_str("beside"), text = span_str("adentro");

	for (int i = 0; i < 40; i++) { /* keys of either sign */
		struct key *k;
		uint8_t pub[KEY_LEN];

		assert_null(key_make(&k));
		key_public(k, pub);
		buf_clear(&box);
		buf_clear(&out);
		assert_null(box_seal(pub, with, text, &box));
		assert_int_equal(box.n, text.n + BOX_EXTRA);
		assert_null(box_open(k, with, buf_all(&box), &out));
		assert_true(span_eq(buf_all(&out), text));
		refused(
		    box_open(t->b, with, buf_all(&box), &out), ERR_UNTRUSTED);
		refused(box_open(k, span_str("besides"), buf_all(&box), &out),
		    ERR_UNTRUSTED);
		assert_int_equal(out.n, text.n);
		key_free(&k);
	}
}

static void
test_two_boxes_of_the_same_differ(void **state)
{
	CLEAN(buf_free) struct buf x = BUF(4096);
	CLEAN(buf_free) struct buf y = BUF(4096);
	struct two *t = *state;

	assert_null(box_seal(t->to, span_str(""), span_str("lo mismo"), &x));
	assert_null(box_seal(t->to, span_str(""), span_str("lo mismo"), &y));
	assert_false(span_eq(buf_all(&x), buf_all(&y)));
}

static void
test_points_of_small_order_are_refused(void **state)
{
	CLEAN(buf_free) struct buf out = BUF(4096);
	struct two *t = *state;
	uint8_t one[KEY_LEN] = { 1 };       /* y = 1: no u */
	uint8_t box[BOX_EXTRA + 3] = { 0 }; /* u = 0: nothing is agreed */

	refused(box_seal(one, span_str(""), span_str("x"), &out), ERR_DATA);
	refused(box_open(t->b, span_str(""), span_of(box, sizeof(box)), &out),
	    ERR_UNTRUSTED);
	refused(
	    box_open(t->b, span_str(""), span_of(box, 3), &out), ERR_UNTRUSTED);
}

/* 64 KiB of payload that does not compress and holds a planted text. */
static void
make_file(struct two *t, struct buf *file)
{
	static uint8_t p[65536];

	for (size_t i = 0; i < sizeof(p); i++)
		p[i] = (uint8_t)(i * i * 31 + i / 7);
	memcpy(p + 30000, "CANARIO-0001", 12);
	assert_null(
	    bundle_put(BUNDLE_SYNC, t->a, t->to, span_of(p, sizeof(p)), file));
}

static void
test_every_flipped_bit_and_every_truncation_is_refused(void **state)
{
	CLEAN(buf_free) struct buf file = BUF(LIMIT_BUNDLE_BYTES);
	CLEAN(buf_free) struct buf plain = BUF(LIMIT_BUNDLE_BYTES);
	struct two *t = *state;
	struct bundle b;

	make_file(t, &file);
	assert_null(bundle_take(buf_all(&file), t->b, &plain, &b));
	assert_int_equal(b.payload.n, 65536);
	for (size_t i = 0; i < file.n * 8; i += i < 400 ? 1 : 61) {
		file.p[i / 8] ^= (uint8_t)(1U << i % 8);
		assert_non_null(bundle_take(buf_all(&file), t->b, &plain, &b));
		file.p[i / 8] ^= (uint8_t)(1U << i % 8);
	}
	for (size_t n = 0; n < file.n; n += n < 300 ? 1 : 37)
		assert_non_null(
		    bundle_take(span_of(file.p, n), t->b, &plain, &b));
	assert_null(bundle_take(buf_all(&file), t->b, &plain, &b));
}

static void
test_outside_nothing_can_be_read_but_the_kind(void **state)
{
	CLEAN(buf_free) struct buf file = BUF(LIMIT_BUNDLE_BYTES);
	uint8_t from[KEY_LEN];
	struct two *t = *state;
	enum bundle_kind kind;
	bool mine;

	make_file(t, &file);
	key_public(t->a, from);
	assert_null(memmem(file.p, file.n, "CANARIO", 7));
	assert_null(memmem(file.p, file.n, from, KEY_LEN));
	assert_null(memmem(file.p, file.n, t->to, KEY_LEN));
	assert_null(bundle_look(buf_all(&file), t->to, &kind, &mine));
	assert_int_equal(kind, BUNDLE_SYNC);
	assert_true(mine);
	assert_null(bundle_look(buf_all(&file), from, &kind, &mine));
	assert_false(mine);
	refused(bundle_look(span_str("PK\x03\x04 no es"), from, &kind, &mine),
	    ERR_FORMAT);
	file.p[8] = 99;
	refused(bundle_look(buf_all(&file), from, &kind, &mine), ERR_PROTOCOL);
}

/* Whoever opens a bundle cannot pass it on as if it had been meant for
 * another reader, nor under its own name. */
static void
test_a_signature_is_for_one_reader(void **state)
{
	CLEAN(buf_free) struct buf file = BUF(LIMIT_BUNDLE_BYTES);
	CLEAN(buf_free) struct buf plain = BUF(LIMIT_BUNDLE_BYTES);
	CLEAN(buf_free) struct buf again = BUF(LIMIT_BUNDLE_BYTES);
	CLEAN(buf_free) struct buf head = BUF(4096);
	CLEAN(key_free) struct key *c = NULL;
	struct two *t = *state;
	uint8_t to[KEY_LEN];
	struct bundle b;

	assert_null(key_make(&c));
	key_public(c, to);
	make_file(t, &file);
	assert_null(bundle_take(buf_all(&file), t->b, &plain, &b));
	/* The head for c, and inside it what a signed for b. */
	assert_null(bundle_put(BUNDLE_SYNC, t->b, to, span_str(""), &head));
	assert_null(buf_span(&again, span_of(head.p, 17)));
	assert_null(box_seal(to, span_of(head.p, 17), buf_all(&plain), &again));
	buf_clear(&plain);
	refused(bundle_take(buf_all(&again), c, &plain, &b), ERR_UNTRUSTED);
}

/* Made by other software from protocol.md alone: the keys of RFC 8032, 7.1
 * (1 reads, 2 writes), the key of one use is the bytes 1 to 32. */
static void
test_a_bundle_is_what_the_protocol_says(void **state)
{
	static const char pem[] =
	    "-----BEGIN PRIVATE KEY-----\n"
	    "MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g"
	    "\n-----END PRIVATE KEY-----\n";
	static const char hex[] =
	    "6d657361730d0a1a02cdcc1c000e9d6bf007a37cbc142093c8b755dc1b10e86c"
	    "b426374ad16aa853ed0bdfc0b2b86d1c7c55961db4240046104352a161665ba7"
	    "3977a78b95fc54d1c22df9e356843d30864c196fbe9a106a2e62369379f5b5c8"
	    "47f9d7cac43d0e3d5d8ee2324159a0ac9210839b2480e22e0536d4756a9d26b7"
	    "6b0c3d10a5c85dec2a20589d4dcfd84f353128bef05013bff9f4b1af01a1d6aa"
	    "bd0b5543439e744567ae5aa6";
	CLEAN(buf_free) struct buf plain = BUF(LIMIT_BUNDLE_BYTES);
	CLEAN(key_free) struct key *k = NULL;
	char path[] = "/tmp/mesas-bundle-XXXXXX";
	uint8_t file[sizeof(hex) / 2];
	struct bundle b;
	int fd = mkstemp(path);

	(void)state;
	assert_true(fd >= 0);
	(void)close(fd);
	assert_null(file_replace(path, span_str(pem), 0600));
	assert_null(key_read(path, &k));
	(void)unlink(path);
	for (size_t i = 0; i < sizeof(file); i++) {
		char two[3] = { hex[2 * i], hex[2 * i + 1], '\0' };

		file[i] = (uint8_t)strtoul(two, NULL, 16);
	}
	assert_null(bundle_take(span_of(file, sizeof(file)), k, &plain, &b));
	assert_int_equal(b.kind, BUNDLE_REPLY);
	assert_true(span_eq(b.payload, span_str("compañeras")));
	assert_int_equal(b.from[0], 0x3d);
	assert_int_equal(b.from[KEY_LEN - 1], 0x0c);
}

static void
test_an_answer_has_three_parts(void **state)
{
	CLEAN(buf_free) struct buf b = BUF(4096);
	struct bundle_reply r = { span_str("hello\n"), span_str(""),
		span_str("frame") };
	struct bundle_reply out;

	(void)state;
	assert_null(bundle_reply_put(&r, &b));
	assert_null(bundle_reply_take(buf_all(&b), &out));
	assert_true(span_eq(out.hello, r.hello));
	assert_true(span_eq(out.renewal, r.renewal));
	assert_true(span_eq(out.frame, r.frame));
	for (size_t n = 0; n < 4 + 6 + 4; n++)
		refused(bundle_reply_take(span_of(b.p, n), &out), ERR_FORMAT);
	b.p[1] = 0xff;
	refused(bundle_reply_take(buf_all(&b), &out), ERR_FORMAT);
}

#define WITH_TWO(f) cmocka_unit_test_setup_teardown(f, two_open, two_close)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_TWO(test_a_box_opens_for_its_key_alone),
		WITH_TWO(test_two_boxes_of_the_same_differ),
		WITH_TWO(test_points_of_small_order_are_refused),
		WITH_TWO(
		    test_every_flipped_bit_and_every_truncation_is_refused),
		WITH_TWO(test_outside_nothing_can_be_read_but_the_kind),
		WITH_TWO(test_a_signature_is_for_one_reader),
		cmocka_unit_test(test_a_bundle_is_what_the_protocol_says),
		cmocka_unit_test(test_an_answer_has_three_parts),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
