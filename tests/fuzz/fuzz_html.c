/*
 * What somebody wrote is text in a page and on a terminal: no markup, no end
 * of an attribute, no control character; and a browser reads it as written.
 */
#include "proto/base/text.h"
#include "proto/cmd/cmd_parts.h"
#include "proto/ui/html.h"
#include "tests/fuzz/fuzz.h"

static const struct {
	const char *ref;
	char c;
} refs[] = { { "&amp;", '&' }, { "&lt;", '<' }, { "&gt;", '>' },
	{ "&quot;", '"' }, { "&#39;", '\'' } };

/* What a browser makes of it. */
static void
read_back(struct span s, struct buf *out)
{
	while (s.n > 0) {
		size_t i = 0, n = sizeof(refs) / sizeof(*refs);

		if (s.p[0] != '&') {
			must(buf_byte(out, fuzz_byte(&s)) == NULL);
			continue;
		}
		while (i < n &&
		       (s.n < strlen(refs[i].ref) ||
			   memcmp(s.p, refs[i].ref, strlen(refs[i].ref)) != 0))
			i++;
		must(i < n);
		must(buf_byte(out, (uint8_t)refs[i].c) == NULL);
		(void)fuzz_some(&s, strlen(refs[i].ref));
	}
}

static void
escaped(struct span in, struct span out)
{
	CLEAN(buf_free) struct buf b = BUF(1 << 20);
	size_t at = 0;

	for (size_t i = 0; i < out.n; i++)
		must(strchr("<>\"'", out.p[i]) == NULL &&
		     (out.p[i] >= 0x20 || out.p[i] == '\n' ||
			 out.p[i] == '\t') &&
		     out.p[i] != 0x7f);
	must(text_valid(out));
	read_back(out, &b);
	for (size_t i = 0; i < in.n; i++) {
		if ((in.p[i] < 0x20 && in.p[i] != '\n' && in.p[i] != '\t') ||
		    in.p[i] == 0x7f) {
			must(at + 3 <= b.n &&
			     memcmp(b.p + at, "\xef\xbf\xbd", 3) == 0);
			at += 3;
			continue;
		}
		must(at < b.n && b.p[at++] == in.p[i]);
	}
	must(at == b.n);
}

static void
terminal(struct span in)
{
	CLEAN(buf_free) struct buf b = BUF(1 << 20);

	must(cmd_say_text(&b, in) == NULL);
	must(text_valid(buf_all(&b)));
	for (size_t i = 0; i < b.n; i++)
		must((b.p[i] >= 0x20 || b.p[i] == '\n') && b.p[i] != 0x7f &&
		     (b.p[i] != 0xc2 || b.p[i + 1] >= 0xa0));
}

/* In a template: before and after it nothing moves. */
static void
page(const char *s, struct span plain)
{
	CLEAN(buf_free) struct buf b = BUF(1 << 20);
	struct html h = html_begin(&b, "es");
	size_t head = strlen("<a title=\"");

	html_put(&h, "<a title=\"%s\">%%", s);
	must(html_end(&h) == NULL);
	must(b.n == head + plain.n + 3);
	must(memcmp(b.p + head, plain.p, plain.n) == 0);
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	CLEAN(buf_free) struct buf b = BUF(1 << 20), s = BUF(1 << 20);
	struct span in = span_of(p, n);

	if (n == 0 || !text_valid(in))
		return (0);
	must(buf_span(&s, in) == NULL);
	must(html_escape(&b, in) == NULL);
	escaped(in, buf_all(&b));
	page((const char *)s.p, buf_all(&b));
	terminal(in);
	return (0);
}
