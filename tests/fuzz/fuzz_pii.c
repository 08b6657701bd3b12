/* Whatever the text: what is found lies in it, in order, at letters' borders,
 * and hashes the same each time. */
#include "proto/base/text.h"
#include "proto/domain/pii.h"
#include "tests/fuzz/fuzz.h"

#include <stdlib.h>

static bool
border(struct span s, size_t at)
{
	return (at == s.n || (s.p[at] & 0xc0) != 0x80);
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct span s = span_of(p, n);
	struct pii x[PII_MOST], again;
	size_t end = 0, found;

	if (!text_valid(s))
		return (0);
	found = pii_scan(s, x, PII_MOST);
	for (size_t i = 0; i < found; i++) {
		struct hash a, b;

		must(x[i].n > 0 && x[i].at >= end);
		end = x[i].at + x[i].n;
		must(end <= n && border(s, x[i].at) && border(s, end));
		pii_hash(span_of(p + x[i].at, x[i].n), &a);
		pii_hash(span_of(p + x[i].at, x[i].n), &b);
		must(memcmp(&a, &b, sizeof(a)) == 0);
	}
	must(found < PII_MOST || end <= n);
	must(!pii_next(s, n, &again));
	return (0);
}
