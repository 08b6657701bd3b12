/* Text, numbers, dates: against the plainest definition there is. */
#include "proto/base/text.h"
#include "tests/fuzz/fuzz.h"

#include <errno.h>
#include <stdlib.h>

/* UTF-8 by decoding one character and looking at what it means. */
static bool
character(struct span *s)
{
	uint8_t c = fuzz_byte(s);
	int more = c < 0x80 ? 0 : c >> 5 == 6 ? 1 : c >> 4 == 14 ? 2 : 3;
	uint32_t x = more == 0 ? c : c & (0x3fU >> more);
	static const uint32_t least[] = { 1, 0x80, 0x800, 0x10000 };

	if (more == 3 && c >> 3 != 30)
		return (false);
	for (int i = 0; i < more; i++) {
		if (s->n == 0 || s->p[0] >> 6 != 2)
			return (false);
		x = x << 6 | (fuzz_byte(s) & 0x3f);
	}
	return (x >= least[more] && x <= 0x10ffff && x >> 11 != 0x1b);
}

static bool
valid(struct span s)
{
	while (s.n > 0)
		if (!character(&s))
			return (false);
	return (true);
}

static void
number(const char *s)
{
	const char *digit = s[0] == '-' ? s + 1 : s;
	bool whole =
	    digit[0] != '\0' && strspn(digit, "0123456789") == strlen(digit);
	int64_t v;
	long long w;

	errno = 0;
	w = strtoll(s, NULL, 10);
	if (text_int(s, &v) == NULL)
		must(whole && errno == 0 && v == w);
	else
		must(!whole || errno == ERANGE);
}

static void
dates(const char *s)
{
	char out[21];
	int64_t v;

	if (text_day(s, &v) == NULL) {
		text_day_put(v, out);
		must(strcmp(out, s) == 0);
	}
	if (text_time(s, &v) == NULL) {
		text_time_put(v, out);
		must(strcmp(out, s) == 0);
	}
}

/* Any number is a day and an instant, at least the nearest there is. */
static void
instants(struct span s)
{
	char out[21], again[21];
	int64_t at = 0, v;

	if (s.n < sizeof(at))
		return;
	memcpy(&at, s.p, sizeof(at));
	for (int i = 0; i < 3; i++, at /= 65536) {
		text_time_put(at, out);
		must(text_time(out, &v) == NULL);
		text_time_put(v, again);
		must(strcmp(out, again) == 0);
		text_day_put(at, out);
		must(text_day(out, &v) == NULL);
		text_day_put(v, again);
		must(strcmp(out, again) == 0);
	}
}

static void
fold(struct span s)
{
	char *a = malloc(s.n + 1), *b = malloc(s.n + 1);

	must(a != NULL && b != NULL);
	text_fold(s, a);
	if (valid(s)) {
		must(strlen(a) <= s.n && valid(span_str(a)));
		text_fold(span_str(a), b);
		must(strcmp(a, b) == 0);
	}
	free(a);
	free(b);
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct span in = span_of(p, n);
	char *s = malloc(n + 1);

	must(s != NULL);
	if (n > 0)
		memcpy(s, p, n);
	s[n] = '\0';
	must(text_valid(in) == valid(in));
	for (size_t i = 0; i < n && i < 9; i++)
		must(text_valid(span_of(p + i, n - i)) ==
		     valid(span_of(p + i, n - i)));
	must(!text_ascii(in) || valid(in));
	number(s);
	dates(s);
	instants(in);
	fold(in);
	free(s);
	return (0);
}
