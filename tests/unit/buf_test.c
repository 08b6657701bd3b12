#include "proto/base/buf.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void
test_beyond_its_ceiling_nothing_is_added(void **state)
{
	(void)state;
	CLEAN(buf_free) struct buf b = BUF(10);
	struct buf none = { 0 };
	err_t e;

	assert_null(buf_str(&b, "12345678"));
	e = buf_str(&b, "901");
	assert_non_null(e);
	assert_int_equal(e->code, ERR_LIMIT);
	assert_int_equal(b.n, 8);
	assert_null(buf_str(&b, "90"));
	assert_string_equal((char *)b.p, "1234567890");
	assert_non_null(buf_byte(&b, 'x'));
	assert_true(b.cap <= 11);
	assert_non_null(buf_byte(&none, 'x'));
	buf_clear(&b);
	assert_string_equal((char *)b.p, "");
}

static void
test_long_formats_are_put_whole(void **state)
{
	(void)state;
	CLEAN(buf_free) struct buf b = BUF(5000);

	assert_null(buf_fmt(&b, "%0*d|", 2000, 7));
	assert_int_equal(b.n, 2001);
	assert_int_equal(b.p[1999], '7');
	assert_null(buf_fmt(&b, "%s", ""));
	assert_non_null(buf_fmt(&b, "%0*d", 3000, 7));
	assert_int_equal(b.n, 2001);
}

static void
test_varints_come_back(void **state)
{
	(void)state;
	static const uint64_t v[] = { 0, 1, 127, 128, 300, 16383, 16384,
		UINT32_MAX, (uint64_t)1 << 63, UINT64_MAX };
	CLEAN(buf_free) struct buf b = BUF(200);
	struct span s;
	uint64_t x;

	for (size_t i = 0; i < sizeof(v) / sizeof(v[0]); i++)
		assert_null(buf_varint(&b, v[i]));
	s = buf_all(&b);
	for (size_t i = 0; i < sizeof(v) / sizeof(v[0]); i++) {
		assert_null(span_varint(&s, &x));
		assert_true(x == v[i]);
	}
	assert_int_equal(s.n, 0);
	assert_non_null(span_varint(&s, &x));
}

static void
test_a_varint_has_one_spelling(void **state)
{
	(void)state;
	static const struct {
		const char *p;
		size_t n;
	} bad[] = { { "\x80", 1 }, { "\x80\x00", 2 }, { "\xff\x80\x00", 3 },
		{ "\xff\xff\xff\xff\xff\xff\xff\xff\xff\x02", 10 },
		{ "\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01", 11 } };

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct span s = span_of(bad[i].p, bad[i].n);
		uint64_t x;
		err_t e = span_varint(&s, &x);

		assert_non_null(e);
		assert_int_equal(e->code, ERR_DATA);
		assert_int_equal(s.n, bad[i].n);
	}
}

static void
test_base64url_of_every_length_comes_back(void **state)
{
	(void)state;
	uint8_t raw[64], out[64];
	size_t n;

	for (size_t i = 0; i < sizeof(raw); i++)
		raw[i] = (uint8_t)(i * 37 + 200);
	for (size_t len = 0; len <= sizeof(raw); len++) {
		CLEAN(buf_free) struct buf b = BUF(100);

		assert_null(buf_b64(&b, span_of(raw, len)));
		assert_int_equal(b.n, (len * 4 + 2) / 3);
		assert_null(span_b64(buf_all(&b), out, len));
		assert_memory_equal(out, raw, len);
		assert_non_null(span_b64(buf_all(&b), out, len + 1));
		assert_null(span_b64_upto(buf_all(&b), out, 64, &n));
		assert_int_equal(n, len);
		if (len > 0)
			assert_non_null(
			    span_b64_upto(buf_all(&b), out, len - 1, &n));
	}
}

static void
test_base64url_has_one_spelling(void **state)
{
	(void)state;
	static const char *const bad[] = { "A", "AB", "AAB",
		"AA=", "AA==", "A+", "A/", "A A", "AA\n", "AAAAA" };
	uint8_t out[16];
	size_t n;

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		err_t e = span_b64_upto(span_str(bad[i]), out, 16, &n);

		assert_non_null(e);
		assert_int_equal(e->code, ERR_FORMAT);
	}
	assert_null(span_b64(span_str("_-8"), out, 2));
	assert_memory_equal(out, "\xff\xef", 2);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_beyond_its_ceiling_nothing_is_added),
		cmocka_unit_test(test_long_formats_are_put_whole),
		cmocka_unit_test(test_varints_come_back),
		cmocka_unit_test(test_a_varint_has_one_spelling),
		cmocka_unit_test(test_base64url_of_every_length_comes_back),
		cmocka_unit_test(test_base64url_has_one_spelling),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
