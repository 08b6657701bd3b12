/* The lines of a reply: head, entry, trailer. */
#include "tests/fuzz/fuzz.h"

#include "proto/sync/message.h"

static bool
reply(struct span line, struct buf *out)
{
	CLEAN(arena_free) struct arena a = ARENA;
	struct reply r;

	return (message_reply_take(line, &a, &r) == NULL &&
		message_reply_put(&r, out) == NULL);
}

static bool
entry(struct span line, struct buf *out)
{
	CLEAN(arena_free) struct arena a = ARENA;
	struct entry e;

	if (message_entry_take(line, &a, &e) != NULL)
		return (false);
	must(e.n >= 1 && e.n <= LIMIT_ENTRY_COMMITS && e.seq >= 1);
	return (message_entry_put(&e, out) == NULL);
}

static bool
trailer(struct span line, struct buf *out)
{
	CLEAN(arena_free) struct arena a = ARENA;
	struct trailer t;

	return (message_trailer_take(line, &a, &t) == NULL &&
		message_trailer_put(&t, out) == NULL);
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	(void)fuzz_round(span_of(p, n), reply);
	(void)fuzz_round(span_of(p, n), entry);
	(void)fuzz_round(span_of(p, n), trailer);
	return (0);
}
