#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "proto/limits.h"
#include "proto/sync/frame.h"

#define BODY (4 << 20)

static err_t
collect(void *ctx, struct span bytes)
{
	return (buf_span(ctx, bytes));
}

static err_t
join(void *ctx, struct span line)
{
	TRY(buf_span(ctx, line));
	return (buf_byte(ctx, '\n'));
}

static void
ok(err_t e)
{
	if (e != NULL)
		fail_msg("%s", e->text);
}

static void
pack(struct span text, int level, struct buf *out)
{
	struct sink sink = { out, collect };
	struct frame_out *f;
	size_t before = out->n;

	ok(frame_out_open(&f, level, &sink));
	ok(frame_out_put(f, text));
	ok(frame_out_end(f));
	assert_int_equal(frame_out_text(f), text.n);
	assert_int_equal(frame_out_bytes(f), out->n - before);
	frame_out_close(&f);
}

static err_t
unpack(struct span body, size_t piece, struct buf *out, bool *whole)
{
	struct frame_in *f;
	err_t e = NULL;

	frame_in_open(&f, BODY, LIMIT_FRAME_TEXT);
	while (body.n > 0 && e == NULL) {
		size_t n = body.n < piece ? body.n : piece;

		e = frame_in_feed(f, span_of(body.p, n), join, out);
		body = span_of(body.p + n, body.n - n);
	}
	*whole = frame_in_whole(f);
	frame_in_close(&f);
	return (e);
}

static void
sample(struct buf *b)
{
	for (int i = 0; i < 4000; i++)
		ok(buf_fmt(b, "[%d,%d,\"Se acuerda dar seguimiento %d\"]\n", i,
		    i * 7, i * i));
}

static void
test_lines_come_back_whatever_the_pieces(void **state)
{
	static const size_t pieces[] = { 1, 2, 3, 7, 100, 4096, 1 << 20 };
	struct buf text = BUF(BODY), body = BUF(BODY);

	(void)state;
	sample(&text);
	for (int level = 1; level <= 19; level += 6) {
		buf_clear(&body);
		pack(buf_all(&text), level, &body);
		for (size_t i = 0; i < sizeof(pieces) / sizeof(*pieces); i++) {
			struct buf back = BUF(BODY);
			bool whole;

			ok(unpack(buf_all(&body), pieces[i], &back, &whole));
			assert_true(whole);
			assert_true(span_eq(buf_all(&text), buf_all(&back)));
			buf_free(&back);
		}
	}
	buf_free(&text);
	buf_free(&body);
}

static void
test_a_frame_cut_anywhere_gives_whole_lines_only(void **state)
{
	struct buf text = BUF(BODY), body = BUF(BODY);

	(void)state;
	sample(&text);
	pack(buf_all(&text), 3, &body);
	for (size_t cut = 0; cut < body.n; cut += 61) {
		struct buf back = BUF(BODY);
		bool whole;

		ok(unpack(span_of(body.p, cut), 512, &back, &whole));
		assert_false(whole);
		assert_true(back.n <= text.n);
		assert_true(back.n == 0 || back.p[back.n - 1] == '\n');
		if (back.n > 0)
			assert_memory_equal(back.p, text.p, back.n);
		buf_free(&back);
	}
	buf_free(&text);
	buf_free(&body);
}

static void
test_a_flush_can_be_read_before_the_end(void **state)
{
	struct buf body = BUF(BODY), back = BUF(BODY);
	struct sink sink = { &body, collect };
	struct frame_out *f;
	bool whole;

	(void)state;
	ok(frame_out_open(&f, 3, &sink));
	ok(frame_out_put(f, span_str("[1]\n")));
	ok(frame_out_flush(f));
	ok(unpack(buf_all(&body), 5, &back, &whole));
	assert_false(whole);
	assert_true(span_eq(buf_all(&back), span_str("[1]\n")));
	frame_out_close(&f);
	buf_free(&body);
	buf_free(&back);
}

static void
refused(const void *p, size_t n, enum err_code code)
{
	struct buf back = BUF(1 << 26);
	bool whole;
	err_t e = unpack(span_of(p, n), 1000, &back, &whole);

	assert_non_null(e);
	assert_int_equal(e->code, code);
	buf_free(&back);
}

static void
test_what_is_no_frame_of_ours_is_refused(void **state)
{
	static const uint8_t unknown[] = { 0x28, 0xb5, 0x2f, 0xfd, 0x21, 77, 1,
		0, 0, 0 };
	static const uint8_t window[] = { 0x28, 0xb5, 0x2f, 0xfd, 0x00,
		(27 - 10) << 3, 1, 0, 0, 0, 0, 0 };
	static const uint8_t reserved[] = { 0x28, 0xb5, 0x2f, 0xfd, 0x28, 1, 0,
		0, 0, 0 };
	static const uint8_t skippable[] = { 0x50, 0x2a, 0x4d, 0x18, 1, 0, 0, 0,
		0 };

	(void)state;
	refused(unknown, sizeof(unknown), ERR_PROTOCOL);
	refused(window, sizeof(window), ERR_FORMAT);
	refused(reserved, sizeof(reserved), ERR_FORMAT);
	refused(skippable, sizeof(skippable), ERR_FORMAT);
	refused("{\"mesas\":1}\n", 12, ERR_FORMAT);
}

static void
test_bytes_after_the_frame_are_refused(void **state)
{
	struct buf body = BUF(BODY);

	(void)state;
	pack(span_str("[1]\n"), 3, &body);
	ok(buf_byte(&body, 0));
	refused(body.p, body.n, ERR_FORMAT);
	body.n--;
	pack(span_str("[2]\n"), 3, &body);
	refused(body.p, body.n, ERR_FORMAT);
	buf_free(&body);
}

static err_t
nothing(void *ctx, struct span line)
{
	(void)ctx;
	(void)line;
	return (NULL);
}

static void
test_a_little_that_grows_to_much_is_stopped(void **state)
{
	struct buf text = BUF(16 << 20), body = BUF(BODY);
	struct frame_in *f;
	uint8_t *p;
	err_t e;

	(void)state;
	ok(buf_room(&text, 8 << 20, &p));
	memset(p, '\n', 8 << 20);
	pack(buf_all(&text), 3, &body);
	assert_true(body.n < 4096);
	refused(body.p, body.n, ERR_LIMIT);
	/* The body and the text have ends of their own. */
	frame_in_open(&f, body.n - 1, LIMIT_FRAME_TEXT);
	e = frame_in_feed(f, buf_all(&body), nothing, NULL);
	assert_non_null(e);
	assert_int_equal(e->code, ERR_LIMIT);
	frame_in_close(&f);
	frame_in_open(&f, BODY, 1000);
	e = frame_in_feed(f, buf_all(&body), nothing, NULL);
	assert_non_null(e);
	assert_int_equal(e->code, ERR_LIMIT);
	frame_in_close(&f);
	buf_free(&text);
	buf_free(&body);
}

static void
test_a_line_too_long_is_stopped(void **state)
{
	struct buf text = BUF(1 << 20), body = BUF(BODY);
	uint64_t x = 1;

	(void)state;
	for (size_t i = 0; i < LIMIT_MESSAGE_BYTES + 10; i++) {
		x = x * 6364136223846793005ULL + 1442695040888963407ULL;
		ok(buf_byte(&text, (uint8_t)('a' + (x >> 60))));
	}
	ok(buf_byte(&text, '\n'));
	pack(buf_all(&text), 1, &body);
	refused(body.p, body.n, ERR_LIMIT);
	buf_free(&text);
	buf_free(&body);
}

static err_t
third(void *ctx, struct span line)
{
	int *n = ctx;

	(void)line;
	return (++*n == 3 ? err_new(ERR_DATA, "the third") : NULL);
}

static void
test_the_reader_of_lines_can_stop(void **state)
{
	struct buf body = BUF(BODY);
	struct frame_in *f;
	int n = 0;
	err_t e;

	(void)state;
	pack(span_str("[1]\n[2]\n[3]\n[4]\n"), 3, &body);
	frame_in_open(&f, BODY, LIMIT_FRAME_TEXT);
	e = frame_in_feed(f, buf_all(&body), third, &n);
	assert_non_null(e);
	assert_int_equal(e->code, ERR_DATA);
	assert_int_equal(n, 3);
	frame_in_close(&f);
	buf_free(&body);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_lines_come_back_whatever_the_pieces),
		cmocka_unit_test(
		    test_a_frame_cut_anywhere_gives_whole_lines_only),
		cmocka_unit_test(test_a_flush_can_be_read_before_the_end),
		cmocka_unit_test(test_what_is_no_frame_of_ours_is_refused),
		cmocka_unit_test(test_bytes_after_the_frame_are_refused),
		cmocka_unit_test(test_a_little_that_grows_to_much_is_stopped),
		cmocka_unit_test(test_a_line_too_long_is_stopped),
		cmocka_unit_test(test_the_reader_of_lines_can_stop),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
