/*
 * span -- bytes that belong to somebody else.
 */
#ifndef PROTO_BASE_SPAN_H
#define PROTO_BASE_SPAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct span {
	const uint8_t *p;
	size_t n;
};

static inline struct span
span_of(const void *p, size_t n)
{
	return ((struct span){ p, n });
}

static inline struct span
span_str(const char *s)
{
	return ((struct span){ (const uint8_t *)s, s == NULL ? 0 : strlen(s) });
}

static inline bool
span_eq(struct span a, struct span b)
{
	return (a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0));
}

/* Eat one line (without its '\n') from the front.  False when no '\n' is left.
 */
static inline bool
span_line(struct span *from, struct span *line)
{
	const uint8_t *e = from->n == 0 ? NULL : memchr(from->p, '\n', from->n);

	if (e == NULL)
		return (false);
	line->p = from->p;
	line->n = (size_t)(e - from->p);
	from->p = e + 1;
	from->n -= line->n + 1;
	return (true);
}

#endif
