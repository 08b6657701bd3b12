#include "proto/out/grid.h"

#include "proto/base/text.h"
#include "proto/limits.h"
#include "proto/out/csv.h"
#include "proto/out/grid_parts.h"

const char *
grid_cell(const struct grid_row *r, size_t i)
{
	return (i < r->n && r->cell[i] != NULL ? r->cell[i] : "");
}

err_t
grid_row(struct grid *g, int64_t no)
{
	if (g->n > 0 && g->row[g->n - 1].n == 0)
		g->n--; /* nothing was in it */
	if (g->n >= LIMIT_SHEET_ROWS)
		return (
		    err_new(ERR_LIMIT, "more than %d rows", LIMIT_SHEET_ROWS));
	arena_room(g->a, &g->row, &g->cap, g->n + 1, sizeof(*g->row));
	g->row[g->n++] = (struct grid_row){ .no = no };
	return (NULL);
}

static struct span
trimmed(struct span s)
{
	while (s.n > 0 && strchr(" \t\n\r", s.p[0]) != NULL && s.p[0] != '\0')
		s = span_of(s.p + 1, s.n - 1);
	while (s.n > 0 && s.p[s.n - 1] != '\0' &&
	       strchr(" \t\n\r", s.p[s.n - 1]) != NULL)
		s.n--;
	return (csv_bare(s));
}

static void
widen(struct grid *g, struct grid_row *r, size_t column)
{
	size_t n = (column + 16) / 16 * 16;
	const char **was = r->cell;

	if (column < r->n)
		return;
	if (r->n == 0 || (r->n + 15) / 16 * 16 < column + 1) {
		r->cell = arena_new(g->a, n * sizeof(*r->cell));
		if (was != NULL)
			memcpy(r->cell, was, r->n * sizeof(*was));
	}
	r->n = column + 1;
}

err_t
grid_put(struct grid *g, size_t column, struct span text)
{
	struct grid_row *r = &g->row[g->n - 1];
	long long no = (long long)r->no;
	char *s;
	size_t n = 0;

	must(g->n > 0);
	text = trimmed(text);
	if (text.n == 0)
		return (NULL);
	if (column >= LIMIT_SHEET_COLUMNS)
		return (err_new(ERR_LIMIT, "row %lld: more than %d columns", no,
		    LIMIT_SHEET_COLUMNS));
	g->bytes += text.n;
	if (text.n > LIMIT_SHEET_CELL || g->bytes > LIMIT_SHEET_BYTES ||
	    ++g->cells > LIMIT_SHEET_CELLS)
		return (err_new(ERR_LIMIT, "row %lld: too much text", no));
	if (!text_valid(text))
		return (err_new(ERR_FORMAT, "row %lld: no UTF-8", no));
	s = arena_new(g->a, text.n + 1);
	for (size_t i = 0; i < text.n; i++) {
		if ((text.p[i] >= 0x20 && text.p[i] != 0x7f) ||
		    text.p[i] == '\n' || text.p[i] == '\t')
			s[n++] = (char)text.p[i];
	}
	if (n == 0)
		return (NULL);
	widen(g, r, column);
	r->cell[column] = s;
	return (NULL);
}

static err_t
from_csv(struct grid *g, struct span bytes)
{
	struct csv c;
	bool more;

	TRY(csv_open(&c, g->a, bytes));
	for (;;) {
		TRY(csv_next(&c, &more));
		if (!more)
			return (NULL);
		TRY(grid_row(g, (int64_t)c.rows));
		for (size_t i = 0; i < c.n; i++)
			TRY(grid_put(g, i, span_str(c.cell[i])));
	}
}

err_t
grid_take(struct arena *a, struct span bytes, struct grid *g)
{
	static const uint8_t ole[] = { 0xd0, 0xcf, 0x11, 0xe0 };

	*g = (struct grid){ .a = a };
	if (bytes.n >= 4 && memcmp(bytes.p, "PK\3\4", 4) == 0)
		TRY(grid_xlsx(g, bytes));
	else if (bytes.n >= 4 && memcmp(bytes.p, ole, 4) == 0)
		return (err_new(ERR_FORMAT,
		    "an .xls file or one with a password; save it as .xlsx"));
	else
		TRY(from_csv(g, bytes));
	if (g->n > 0 && g->row[g->n - 1].n == 0)
		g->n--;
	return (NULL);
}
