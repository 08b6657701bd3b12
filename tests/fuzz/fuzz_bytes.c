/* Encodings without meaning: base64url, varints, what the store squeezes. */
#include "proto/base/pack.h"
#include "tests/fuzz/fuzz.h"

#define MOST 65536

static void
base64(struct span s)
{
	CLEAN(buf_free) struct buf b = BUF(1 << 20);
	static uint8_t raw[MOST];
	size_t n;

	if (span_b64_upto(s, raw, sizeof(raw), &n) == NULL) {
		must(buf_b64(&b, span_of(raw, n)) == NULL);
		must(span_eq(buf_all(&b), s)); /* canonical, or refused */
		must(span_b64(s, raw, n) == NULL);
		must(span_b64(s, raw, n + 1) != NULL);
		buf_clear(&b);
	}
	if (s.n > sizeof(raw))
		return;
	must(buf_b64(&b, s) == NULL);
	must(span_b64(buf_all(&b), raw, s.n) == NULL);
	must(s.n == 0 || memcmp(raw, s.p, s.n) == 0);
}

static void
varint(struct span s)
{
	CLEAN(buf_free) struct buf b = BUF(16);
	struct span rest = s;
	uint64_t v;

	while (rest.n > 0 && span_varint(&rest, &v) == NULL) {
		buf_clear(&b);
		must(buf_varint(&b, v) == NULL);
		must(span_eq(buf_all(&b), span_of(s.p, s.n - rest.n)));
		s = rest;
	}
	must(rest.n == s.n); /* what is refused is not eaten */
}

static void
pack(struct span s)
{
	CLEAN(buf_free) struct buf out = BUF(MOST), back = BUF(MOST);
	struct span in = s;
	size_t size = (size_t)fuzz_byte(&in) << 8 | fuzz_byte(&in);

	if (pack_expand(in, size, &out) == NULL)
		must(out.n == size);
	buf_clear(&out);
	if (pack_squeeze(s, 1 + (int)(size % 3), &out) != NULL)
		return;
	must(pack_expand(buf_all(&out), s.n, &back) == NULL);
	must(span_eq(buf_all(&back), s));
	must(s.n == 0 || pack_expand(buf_all(&out), s.n - 1, &back) != NULL);
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct span in = span_of(p, n);

	base64(in);
	varint(in);
	pack(in);
	return (0);
}
