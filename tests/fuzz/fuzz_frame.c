/* A body in pieces: the same lines whatever the pieces, and bounds that hold;
 * and lines that are put into a frame come out of it. */
#include "tests/fuzz/fuzz.h"

#include "proto/base/crypt.h"
#include "proto/limits.h"
#include "proto/sync/frame.h"

struct seen {
	struct hasher h;
	size_t lines, bytes;
};

static err_t
see(void *ctx, struct span line)
{
	struct seen *s = ctx;

	must(line.n <= LIMIT_MESSAGE_BYTES);
	s->lines++;
	s->bytes += line.n;
	hash_u64(&s->h, line.n);
	hash_add(&s->h, line.p, line.n);
	return (NULL);
}

/* Feed in pieces; what came out, whether it ended well. */
static enum err_code
feed(struct span body, size_t piece, struct hash *out, bool *whole)
{
	struct seen s = { .lines = 0 };
	enum err_code code = ERR_NONE;
	struct frame_in *f;

	hash_start(&s.h, "");
	frame_in_open(&f, 65536, 1 << 20);
	while (body.n > 0 && code == ERR_NONE) {
		size_t n = body.n < piece ? body.n : piece;
		err_t e = frame_in_feed(f, span_of(body.p, n), see, &s);

		code = e == NULL ? ERR_NONE : e->code;
		body = span_of(body.p + n, body.n - n);
	}
	must(s.bytes <= frame_in_text(f));
	*whole = frame_in_whole(f);
	frame_in_close(&f);
	hash_end(&s.h, out);
	return (code);
}

static err_t
collect(void *ctx, struct span bytes)
{
	return (buf_span(ctx, bytes));
}

static err_t
keep(void *ctx, struct span line)
{
	TRY(buf_span(ctx, line));
	return (buf_byte(ctx, '\n'));
}

/* Lines into a frame, with marks among them; all of them out again, and as
 * many as were flushed when the rest is cut away. */
static void
framed(struct span text, uint8_t how)
{
	CLEAN(buf_free) struct buf body = BUF(1 << 22), back = BUF(1 << 22);
	struct sink sink = { &body, collect };
	size_t safe = 0, flushed = 0;
	struct span rest = text, line;
	struct frame_out *o;
	struct frame_in *f;

	must(frame_out_open(&o, 1 + how % 12, &sink) == NULL);
	for (uint8_t i = how; span_line(&rest, &line); i++) {
		must(frame_out_put(o, span_of(line.p, line.n + 1)) == NULL);
		if (i % 3 == 0)
			must(frame_out_mark(o) == NULL);
		if (i % 5 == 0) {
			must(frame_out_flush(o) == NULL);
			safe = (size_t)(rest.p - text.p);
			flushed = body.n;
		}
	}
	must(frame_out_end(o) == NULL);
	must(frame_out_text(o) == text.n - rest.n);
	must(frame_out_bytes(o) == body.n);
	frame_out_close(&o);
	for (int cut = 0; cut < 2; cut++) {
		size_t n = cut == 0 ? body.n : flushed;
		size_t want = cut == 0 ? text.n - rest.n : safe;

		buf_clear(&back);
		frame_in_open(&f, 1 << 22, 1 << 22);
		must(frame_in_feed(f, span_of(body.p, n), keep, &back) == NULL);
		must(frame_in_whole(f) || cut == 1);
		must(back.n >= want &&
		     span_eq(span_of(back.p, want), span_of(text.p, want)));
		must(back.n == want || cut == 1);
		frame_in_close(&f);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct hash a, b;
	bool x, y;

	if (n == 0)
		return (0);
	if (feed(span_of(p, n), n, &a, &x) == ERR_NONE) {
		must(feed(span_of(p, n), 1 + n % 7, &b, &y) == ERR_NONE);
		must(x == y && memcmp(&a, &b, sizeof(a)) == 0);
	}
	if (n > 4 && memcmp(p, "\x28\xb5\x2f\xfd", 4) != 0)
		framed(span_of(p + 1, n - 1), p[0]);
	return (0);
}
