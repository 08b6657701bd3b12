/*
 * Segments: what is taken is put back byte by byte, and still holds when every
 * second op is erased.
 */
#include "proto/log/seal.h"
#include "tests/fuzz/fuzz.h"

static bool
every_second(void *ctx, uint32_t seq, uint32_t index)
{
	(void)ctx;
	return ((seq + index) % 2 == 0);
}

static void
check(struct segment *s, struct span eaten, struct arena *a)
{
	CLEAN(buf_free) struct buf out = BUF(1 << 22);
	struct segment again;
	struct hash head = s->head;
	struct span in;

	must(segment_put(s, &out) == NULL);
	must(span_eq(buf_all(&out), eaten));
	must(segment_erase(s, every_second, NULL, a) == NULL);
	buf_clear(&out);
	must(segment_put(s, &out) == NULL);
	in = buf_all(&out);
	must(segment_take(&in, a, &again) == NULL && in.n == 0);
	must(memcmp(again.head.b, head.b, HASH_LEN) == 0);
}

/* The walk alone: hashes of whatever has the form of commits. */
static void
walk(struct span body)
{
	struct segment s = { .from = 1 };
	struct chain c;

	chain_start(&c, &s);
	while (chain_next(&c, &body, NULL, NULL, NULL, NULL) == NULL)
		continue;
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct span in = span_of(p, n), before = in;

	walk(in);
	for (;;) {
		CLEAN(arena_free) struct arena a = ARENA;
		struct segment s;

		if (segment_take(&in, &a, &s) != NULL) {
			must(in.p == before.p && in.n == before.n);
			return (0);
		}
		must(in.n < before.n);
		check(&s, span_of(before.p, before.n - in.n), &a);
		before = in;
	}
}
