/*
 * What a seal holds together: the line that begins a log, commitments of
 * erased ops, what the hub signs; and whatever has the form of commits can be
 * sealed, then any byte of it changed is refused.
 */
#include "tests/unit/sealed.h"
#include "proto/sync/message.h"
#include "tests/fuzz/fuzz.h"

static bool
genesis(struct span line, struct buf *out)
{
	struct genesis g;

	return (genesis_take(line, &g) == NULL && genesis_put(&g, out) == NULL);
}

static bool
erased(struct span line, struct buf *out)
{
	uint8_t commitment[HASH_LEN];

	return (op_erased_take(line, commitment) == NULL &&
		op_erased_put(commitment, out) == NULL);
}

/* The whole commits at the front of the text. */
static size_t
commits(struct span text, size_t *n)
{
	struct segment s = { .from = 1 };
	struct span body = text;
	struct chain c;

	*n = 0;
	chain_start(&c, &s);
	while (*n < LIMIT_SEGMENT_COMMITS && body.n > 0 &&
	       chain_next(&c, &body, NULL, NULL, NULL, NULL) == NULL)
		(*n)++;
	return (text.n - body.n);
}

static bool
holds(const struct sealed *x, struct span wire)
{
	CLEAN(arena_free) struct arena a = ARENA;
	struct segment s;

	return (segment_take(&wire, &a, &s) == NULL && wire.n == 0 &&
		segment_verify(&s, x->pub) == NULL);
}

static void
sealing(struct span text, struct span where)
{
	CLEAN(buf_free) struct buf body = BUF(1 << 20);
	struct sealed x;
	size_t n, len = commits(text, &n);

	if (n == 0 || memchr(text.p, '\0', len) != NULL)
		return;
	must(buf_put(&body, text.p, len) == NULL);
	sealed_make(&x, 1 + fuzz_byte(&where) % 2, (const char *)body.p);
	must(holds(&x, buf_all(&x.wire)));
	for (int i = 0; i < 4; i++) {
		size_t at = (size_t)fuzz_byte(&where) << 8 | fuzz_byte(&where);
		uint8_t bit = (uint8_t)(1U << fuzz_byte(&where) % 8);

		x.wire.p[at % x.wire.n] ^= bit;
		must(!holds(&x, buf_all(&x.wire)));
		x.wire.p[at % x.wire.n] ^= bit;
	}
	must(!holds(&x, span_of(x.wire.p, x.wire.n - 1)));
	sealed_free(&x);
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct span in = span_of(p, n), where = fuzz_some(&in, 13);

	(void)fuzz_round(span_of(p, n), genesis);
	(void)fuzz_round(span_of(p, n), erased);
	sealing(in, where);
	return (0);
}
