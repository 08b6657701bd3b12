/* A hello: taken, it keeps to its limits and is put the same. */
#include "tests/fuzz/fuzz.h"

#include "proto/sync/message.h"

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

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct span rest = span_of(p, n), line;

	if (!span_line(&rest, &line))
		line = rest;
	(void)fuzz_round(line, once);
	return (0);
}
