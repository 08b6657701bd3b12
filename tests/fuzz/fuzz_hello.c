/* A hello, and what follows it in a request, as text. */
#include "tests/fuzz/fuzz.h"

#include "proto/sync/message.h"
#include "proto/sync/parcel.h"

static bool
once(struct span line, struct buf *out)
{
	CLEAN(arena_free) struct arena a = ARENA;
	struct hello h;

	if (message_hello_take(line, &a, &h) != NULL)
		return (false);
	must(h.n <= LIMIT_PEER_SPACES);
	for (size_t i = 0; i < h.n; i++)
		must(h.spaces[i].logs_n <= LIMIT_HELLO_LOGS &&
		     message_hello_space(&h, h.spaces[i].name) != NULL);
	return (message_hello_put(&h, out) == NULL);
}

/* Lines of entries and segments: only whole items come out. */
static void
items(struct span text)
{
	struct parcel p;
	struct span line;

	parcel_open(&p);
	while (span_line(&text, &line) && parcel_line(&p, line) == NULL) {
		if (p.n > 4)
			parcel_clear(&p);
	}
	for (size_t i = 0; i < p.n; i++)
		must(p.items[i].has_entry || p.items[i].n == 1);
	parcel_close(&p);
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	CLEAN(buf_free) struct buf first = BUF(1 << 20);
	CLEAN(buf_free) struct buf second = BUF(1 << 20);
	struct span rest = span_of(p, n), line;

	if (!span_line(&rest, &line))
		line = rest;
	if (once(line, &first)) {
		must(first.n > 0);
		must(once(span_of(first.p, first.n - 1), &second));
		must(span_eq(buf_all(&first), buf_all(&second)));
	}
	items(span_of(p, n));
	items(rest);
	return (0);
}
