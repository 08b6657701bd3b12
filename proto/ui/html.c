#include "proto/ui/html.h"

#include <stdarg.h>

struct html
html_begin(struct buf *out, const char *lang)
{
	return ((struct html){ .out = out, .lang = lang });
}

err_t
html_end(const struct html *h)
{
	if (!h->failed)
		return (NULL);
	return (err_new(h->err.code, "%s", h->err.text));
}

static void
note(struct html *h, err_t e)
{
	if (e == NULL || h->failed)
		return;
	h->failed = true;
	h->err = *e;
}

/* What stands for a byte; NULL: itself. */
static const char *
reference(uint8_t c)
{
	switch (c) {
	case '&':
		return ("&amp;");
	case '<':
		return ("&lt;");
	case '>':
		return ("&gt;");
	case '"':
		return ("&quot;");
	case '\'':
		return ("&#39;");
	case '\t':
	case '\n':
		return (NULL);
	default:
		return (c < 0x20 || c == 0x7f ? "\xef\xbf\xbd" : NULL);
	}
}

err_t
html_escape(struct buf *out, struct span s)
{
	size_t from = 0;

	for (size_t i = 0; i < s.n; i++) {
		const char *ref = reference(s.p[i]);

		if (ref == NULL)
			continue;
		TRY(buf_put(out, s.p + from, i - from));
		TRY(buf_str(out, ref));
		from = i + 1;
	}
	return (s.n == from ? NULL : buf_put(out, s.p + from, s.n - from));
}

void
html_text(struct html *h, struct span s)
{
	if (!h->failed)
		note(h, html_escape(h->out, s));
}

const char *
html_pick(const struct html *h, const char *es, const char *en)
{
	return (strcmp(h->lang, "en") == 0 ? en : es);
}

void
html_tr(struct html *h, const char *es, const char *en)
{
	html_text(h, span_str(html_pick(h, es, en)));
}

static bool
starts(const char *p, const char *what)
{
	return (strncmp(p, what, strlen(what)) == 0);
}

void
html_put(struct html *h, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	for (const char *p = fmt; *p != '\0' && !h->failed;) {
		size_t n = strcspn(p, "%");

		note(h, buf_put(h->out, p, n));
		p += n;
		if (*p == '\0')
			break;
		p++;
		if (*p == 's') {
			html_text(h, span_str(va_arg(ap, const char *)));
			p++;
		} else if (*p == 'd') {
			note(h, buf_fmt(h->out, "%d", va_arg(ap, int)));
			p++;
		} else if (*p == 'c') {
			char c = (char)va_arg(ap, int);

			html_text(h, span_of(&c, 1));
			p++;
		} else if (starts(p, "lld")) {
			note(h, buf_fmt(h->out, "%lld", va_arg(ap, long long)));
			p += 3;
		} else if (starts(p, "zu")) {
			note(h, buf_fmt(h->out, "%zu", va_arg(ap, size_t)));
			p += 2;
		} else {
			must(*p == '%');
			note(h, buf_byte(h->out, '%'));
			p++;
		}
	}
	va_end(ap);
}
