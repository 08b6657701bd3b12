/* A body in pieces: the same lines whatever the pieces, and bounds that hold.
 */
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

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct hash a, b;
	bool x, y;

	if (n == 0)
		return (0);
	if (feed(span_of(p, n), n, &a, &x) != ERR_NONE)
		return (0);
	must(feed(span_of(p, n), 1 + n % 7, &b, &y) == ERR_NONE);
	must(x == y && memcmp(&a, &b, sizeof(a)) == 0);
	return (0);
}
