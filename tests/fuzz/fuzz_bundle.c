/* Bundles: any file; any content in a good box; any payload there and back. */
#include "proto/base/box.h"
#include "proto/limits.h"
#include "proto/sync/bundle.h"
#include "tests/fuzz/fuzz.h"

#define HEAD 17 /* what stands outside the box */

static struct key *writer, *reader;
static uint8_t to[KEY_LEN];

/* A file as it comes: only what the writer sealed may open. */
static void
file(struct span in)
{
	CLEAN(buf_free) struct buf plain = BUF(LIMIT_BUNDLE_BYTES);
	enum bundle_kind kind;
	struct bundle b;
	bool mine;

	if (bundle_look(in, to, &kind, &mine) == NULL)
		must(kind > 0 && kind < BUNDLE_KINDS);
	if (bundle_take(in, reader, &plain, &b) == NULL)
		must(b.payload.p >= plain.p &&
		     b.payload.p + b.payload.n == plain.p + plain.n);
}

static bool
answer(struct span s, struct buf *out)
{
	struct bundle_reply r;

	return (bundle_reply_take(s, &r) == NULL &&
		bundle_reply_put(&r, out) == NULL);
}

/* A good box whose content nobody signed. */
static void
unsigned_content(struct span in, const struct buf *good)
{
	CLEAN(buf_free) struct buf forged = BUF(LIMIT_BUNDLE_BYTES);
	CLEAN(buf_free) struct buf plain = BUF(LIMIT_BUNDLE_BYTES);
	struct span head = span_of(good->p, HEAD);
	struct bundle b;

	must(buf_span(&forged, head) == NULL);
	must(box_seal(to, head, in, &forged) == NULL);
	must(bundle_take(buf_all(&forged), reader, &plain, &b) != NULL);
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	CLEAN(buf_free) struct buf made = BUF(LIMIT_BUNDLE_BYTES);
	CLEAN(buf_free) struct buf plain = BUF(LIMIT_BUNDLE_BYTES);
	struct span in = span_of(p, n);
	struct bundle b;

	if (writer == NULL) {
		must(key_make(&writer) == NULL && key_make(&reader) == NULL);
		key_public(reader, to);
	}
	file(in);
	(void)fuzz_round(in, answer);
	must(bundle_put(BUNDLE_REPLY, writer, to, in, &made) == NULL);
	must(bundle_take(buf_all(&made), reader, &plain, &b) == NULL);
	must(b.kind == BUNDLE_REPLY && span_eq(b.payload, in));
	unsigned_content(in, &made);
	/* Changed at a place that the input names. */
	if (n > 3) {
		size_t at = ((size_t)p[0] << 8 | p[1]) % made.n;

		made.p[at] ^= p[2] == 0 ? 1 : p[2];
		must(bundle_take(buf_all(&made), reader, &plain, &b) != NULL);
	}
	return (0);
}
