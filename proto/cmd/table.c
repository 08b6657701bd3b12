#include "proto/cmd/table.h"

size_t
table_width(struct span s)
{
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++)
		n += (s.p[i] & 0xc0) != 0x80 ? 1 : 0;
	return (n);
}

void
table_add_span(struct table *t, struct span s)
{
	char *p = arena_dup(t->a, s);

	for (char *q = p; *q != '\0'; q++) {
		if ((unsigned char)*q < 0x20 || *q == 0x7f)
			*q = ' ';
	}
	arena_room(t->a, &t->cell, &t->cap, t->n + 1, sizeof(*t->cell));
	t->cell[t->n++] = p;
}

void
table_add(struct table *t, const char *s)
{
	table_add_span(t, span_str(s == NULL ? "" : s));
}

err_t
table_put(const struct table *t, struct buf *out)
{
	size_t wide[TABLE_COLS] = { 0 };

	must(t->cols > 0 && t->cols <= TABLE_COLS && t->n % t->cols == 0);
	for (size_t i = 0; i < t->n; i++) {
		size_t w = table_width(span_str(t->cell[i]));

		if (w > wide[i % t->cols])
			wide[i % t->cols] = w;
	}
	for (size_t i = 0; i < t->n; i++) {
		size_t col = i % t->cols;
		size_t w = table_width(span_str(t->cell[i]));

		TRY(buf_str(out, t->cell[i]));
		if (col + 1 == t->cols) {
			while (out->n > 0 && out->p[out->n - 1] == ' ')
				out->n--;
			TRY(buf_byte(out, '\n'));
			continue;
		}
		for (; w < wide[col] + 2; w++)
			TRY(buf_byte(out, ' '));
	}
	return (NULL);
}

err_t
table_short(struct span s, size_t most, struct buf *out)
{
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++) {
		if ((s.p[i] & 0xc0) != 0x80 && n++ == most)
			return (buf_str(out, "..."));
		TRY(buf_byte(
		    out, s.p[i] < 0x20 || s.p[i] == 0x7f ? ' ' : s.p[i]));
	}
	return (NULL);
}
