#include "proto/base/buf.h"

#include <stdarg.h>
#include <stdio.h>

#include "proto/base/mem.h"

static const char b64_digits[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

err_t
buf_room(struct buf *b, size_t n, uint8_t **p)
{
	size_t need, cap = b->cap;

	if (b->n > b->max || n > b->max - b->n)
		return (err_new(ERR_LIMIT, "more than %zu bytes", b->max));
	need = b->n + n + 1;
	must(need <= SIZE_MAX / 2);
	if (need > cap) {
		if (cap < 64)
			cap = 64;
		while (cap < need)
			cap *= 2;
		/* The ceiling is real: no more than max and its NUL. */
		if (cap > b->max && b->max < SIZE_MAX)
			cap = b->max + 1;
		b->p = mem_grow(b->p, cap);
		b->cap = cap;
	}
	*p = b->p + b->n;
	b->n += n;
	b->p[b->n] = '\0';
	return (NULL);
}

err_t
buf_put(struct buf *b, const void *p, size_t n)
{
	uint8_t *to;

	TRY(buf_room(b, n, &to));
	if (n > 0)
		memcpy(to, p, n);
	return (NULL);
}

err_t
buf_span(struct buf *b, struct span s)
{
	return (buf_put(b, s.p, s.n));
}

err_t
buf_str(struct buf *b, const char *s)
{
	return (buf_put(b, s, strlen(s)));
}

err_t
buf_byte(struct buf *b, uint8_t c)
{
	return (buf_put(b, &c, 1));
}

err_t
buf_fmt(struct buf *b, const char *fmt, ...)
{
	char small[256];
	va_list ap;
	uint8_t *to;
	size_t len;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(small, sizeof(small), fmt, ap);
	va_end(ap);
	must(n >= 0);
	len = (size_t)n;
	if (len < sizeof(small))
		return (buf_put(b, small, len));
	TRY(buf_room(b, len, &to));
	va_start(ap, fmt);
	n = vsnprintf((char *)to, len + 1, fmt, ap);
	va_end(ap);
	must(n >= 0 && (size_t)n == len);
	return (NULL);
}

err_t
buf_varint(struct buf *b, uint64_t v)
{
	uint8_t out[10];
	size_t n = 0;

	while (v >= 0x80) {
		out[n++] = (uint8_t)(v | 0x80);
		v >>= 7;
	}
	out[n++] = (uint8_t)v;
	return (buf_put(b, out, n));
}

void
buf_clear(struct buf *b)
{
	b->n = 0;
	if (b->p != NULL)
		b->p[0] = '\0';
}

void
buf_free(struct buf *b)
{
	mem_free(b->p);
	b->p = NULL;
	b->n = b->cap = 0;
}

err_t
span_varint(struct span *from, uint64_t *v)
{
	uint64_t x = 0;

	for (size_t i = 0; i < 10; i++) {
		uint8_t c;

		if (i == from->n)
			return (err_new(ERR_DATA, "number cut short"));
		c = from->p[i];
		if ((i == 9 && c > 1) || (i > 0 && c == 0))
			break; /* over 64 bits; or longer than it need be */
		x |= (uint64_t)(c & 0x7f) << (7 * i);
		if ((c & 0x80) == 0) {
			from->p += i + 1;
			from->n -= i + 1;
			*v = x;
			return (NULL);
		}
	}
	return (err_new(ERR_DATA, "number too long"));
}

err_t
buf_b64(struct buf *b, struct span raw)
{
	size_t full = raw.n / 3, rest = raw.n % 3;
	uint8_t *to;

	must(raw.n <= SIZE_MAX / 4);
	TRY(buf_room(b, full * 4 + (rest == 0 ? 0 : rest + 1), &to));
	for (size_t i = 0; i < raw.n; i += 3) {
		size_t left = raw.n - i;
		uint32_t x = (uint32_t)raw.p[i] << 16;

		if (left > 1)
			x |= (uint32_t)raw.p[i + 1] << 8;
		if (left > 2)
			x |= raw.p[i + 2];
		*to++ = (uint8_t)b64_digits[x >> 18];
		*to++ = (uint8_t)b64_digits[x >> 12 & 63];
		if (left > 1)
			*to++ = (uint8_t)b64_digits[x >> 6 & 63];
		if (left > 2)
			*to++ = (uint8_t)b64_digits[x & 63];
	}
	return (NULL);
}

static int
b64_value(uint8_t c)
{
	if (c >= 'A' && c <= 'Z')
		return (c - 'A');
	if (c >= 'a' && c <= 'z')
		return (c - 'a' + 26);
	if (c >= '0' && c <= '9')
		return (c - '0' + 52);
	if (c == '-')
		return (62);
	return (c == '_' ? 63 : -1);
}

err_t
span_b64_upto(struct span text, uint8_t *out, size_t max, size_t *n)
{
	size_t len = text.n / 4 * 3, rest = text.n % 4, at = 0;
	uint32_t x = 0;
	unsigned bits = 0;

	if (rest == 1)
		return (err_new(ERR_FORMAT, "base64url cut short"));
	if (rest > 0)
		len += rest - 1;
	if (len > max)
		return (err_new(
		    ERR_FORMAT, "base64url of %zu bytes, not %zu", len, max));
	for (size_t i = 0; i < text.n; i++) {
		int v = b64_value(text.p[i]);

		if (v < 0)
			return (err_new(ERR_FORMAT, "not base64url"));
		x = x << 6 | (uint32_t)v;
		bits += 6;
		if (bits >= 8) {
			bits -= 8;
			out[at++] = (uint8_t)(x >> bits);
			x &= (1U << bits) - 1;
		}
	}
	if (x != 0)
		return (err_new(ERR_FORMAT, "base64url not canonical"));
	must(at == len);
	*n = len;
	return (NULL);
}

err_t
span_b64(struct span text, uint8_t *out, size_t want)
{
	size_t n;

	TRY(span_b64_upto(text, out, want, &n));
	if (n != want)
		return (err_new(
		    ERR_FORMAT, "base64url of %zu bytes, not %zu", n, want));
	return (NULL);
}
