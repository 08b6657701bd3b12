#include "proto/ui/form.h"

#include <string.h>

#include "proto/base/text.h"
#include "proto/limits.h"

static int
hex(uint8_t c)
{
	if (c >= '0' && c <= '9')
		return (c - '0');
	if (c >= 'a' && c <= 'f')
		return (c - 'a' + 10);
	if (c >= 'A' && c <= 'F')
		return (c - 'A' + 10);
	return (-1);
}

/* Browsers send line ends as CR LF; we keep LF, also for a CR that stands
 * alone: there is no CR in what comes out. */
static size_t
lines(char *p, size_t n)
{
	size_t o = 0;

	for (size_t i = 0; i < n; i++) {
		if (p[i] == '\r' && i + 1 < n && p[i + 1] == '\n')
			continue;
		p[o++] = p[i];
		if (p[i] == '\r')
			p[o - 1] = '\n';
	}
	return (o);
}

static err_t
decode(struct arena *a, struct span s, char **out)
{
	char *p = arena_new(a, s.n + 1);
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++) {
		uint8_t c = s.p[i];

		if (c == '+')
			c = ' ';
		if (c == '%') {
			bool whole = s.n - i > 2;
			int hi = whole ? hex(s.p[i + 1]) : -1;
			int lo = whole ? hex(s.p[i + 2]) : -1;

			if (hi < 0 || lo < 0)
				return (err_new(ERR_FORMAT, "form field"));
			c = (uint8_t)(hi << 4 | lo);
			i += 2;
		}
		p[n++] = (char)c;
	}
	n = lines(p, n);
	p[n] = '\0';
	if (!text_valid(span_of(p, n)))
		return (err_new(ERR_FORMAT, "form field is no text"));
	*out = p;
	return (NULL);
}

/* Up to the separator, which is eaten; all of it when there is none. */
static struct span
until(struct span *from, char separator)
{
	const uint8_t *e =
	    from->n == 0 ? NULL : memchr(from->p, separator, from->n);
	struct span s = *from;

	if (e == NULL) {
		*from = span_of(NULL, 0);
		return (s);
	}
	s.n = (size_t)(e - from->p);
	from->p = e + 1;
	from->n -= s.n + 1;
	return (s);
}

err_t
form_take(struct arena *a, struct span text, struct form *form)
{
	struct form_field *field;
	size_t n = 0, most = 1;

	*form = (struct form){ NULL, 0 };
	for (size_t i = 0; i < text.n; i++)
		most += text.p[i] == '&';
	if (most > LIMIT_FORM_FIELDS)
		return (err_new(ERR_LIMIT, "%zu form fields", most));
	field = arena_new(a, most * sizeof(*field));
	while (text.n > 0) {
		struct span value = until(&text, '&');
		struct span name = until(&value, '=');

		if (name.n == 0 && value.n == 0)
			continue;
		must(n < most);
		TRY(decode(a, name, &field[n].name));
		TRY(decode(a, value, &field[n].value));
		n++;
	}
	*form = (struct form){ field, n };
	return (NULL);
}

static err_t
encode(struct buf *b, const char *s)
{
	for (; *s != '\0'; s++) {
		uint8_t c = (uint8_t)*s;

		if ((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
		    (c >= 'a' && c <= 'z') || c == '-' || c == '_' || c == '.')
			TRY(buf_byte(b, c));
		else
			TRY(buf_fmt(b, "%%%02X", (unsigned)c));
	}
	return (NULL);
}

err_t
form_put(struct buf *b, const char *name, const char *value)
{
	if (b->n > 0)
		TRY(buf_byte(b, '&'));
	TRY(encode(b, name));
	TRY(buf_byte(b, '='));
	return (encode(b, value));
}

const char *
form_get(const struct form *form, const char *name, size_t i)
{
	for (size_t k = 0; k < form->n; k++)
		if (strcmp(form->field[k].name, name) == 0 && i-- == 0)
			return (form->field[k].value);
	return (NULL);
}
