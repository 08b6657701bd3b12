#include "proto/out/csv.h"

#include "proto/base/text.h"
#include "proto/limits.h"

#define FIRST_LINES 10 /* looked at to find the comma */

/* ---- out ------------------------------------------------------------- */

bool
csv_formula(struct span s)
{
	return (
	    s.n > 0 && s.p[0] != '\0' && strchr("=+-@\t\r", s.p[0]) != NULL);
}

struct span
csv_bare(struct span s)
{
	if (s.n > 1 && s.p[0] == '\'' && csv_formula(span_of(s.p + 1, s.n - 1)))
		return (span_of(s.p + 1, s.n - 1));
	return (s);
}

err_t
csv_put(struct buf *b, struct span s, bool number)
{
	bool formula = !number && csv_formula(s);
	bool quote = formula;

	for (size_t i = 0; i < s.n; i++)
		quote = quote || (s.p[i] != '\0' &&
				     strchr("\",;\t\r\n", s.p[i]) != NULL);
	if (!quote)
		return (buf_span(b, s));
	TRY(buf_byte(b, '"'));
	if (formula)
		TRY(buf_byte(b, '\''));
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '"')
			TRY(buf_byte(b, '"'));
		TRY(buf_byte(b, s.p[i]));
	}
	return (buf_byte(b, '"'));
}

/* ---- what it is ------------------------------------------------------ */

/* Windows-1252 where it is not Latin-1: 0x80 to 0x9f; 0 is nothing. */
static const uint16_t windows[32] = { 0x20ac, 0, 0x201a, 0x192, 0x201e, 0x2026,
	0x2020, 0x2021, 0x2c6, 0x2030, 0x160, 0x2039, 0x152, 0, 0x17d, 0, 0,
	0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x2dc, 0x2122,
	0x161, 0x203a, 0x153, 0, 0x17e, 0x178 };

static size_t
utf8(unsigned c, uint8_t *out)
{
	if (c < 0x80) {
		out[0] = (uint8_t)c;
		return (1);
	}
	if (c < 0x800) {
		out[0] = (uint8_t)(0xc0 | c >> 6);
		out[1] = (uint8_t)(0x80 | (c & 0x3f));
		return (2);
	}
	out[0] = (uint8_t)(0xe0 | c >> 12);
	out[1] = (uint8_t)(0x80 | (c >> 6 & 0x3f));
	out[2] = (uint8_t)(0x80 | (c & 0x3f));
	return (3);
}

static struct span
from_windows(struct arena *a, struct span s)
{
	uint8_t *out = arena_new(a, s.n * 3 + 1);
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++) {
		unsigned c = s.p[i];

		if (c >= 0x80 && c < 0xa0)
			c = windows[c - 0x80] == 0 ? 0xfffd : windows[c - 0x80];
		n += utf8(c, out + n);
	}
	return (span_of(out, n));
}

/* The mark that some row near the beginning has most of, outside quotes: above
 * the titles there may be a name of the sheet. */
static char
find_comma(struct span s)
{
	size_t count[3] = { 0 }, most[3] = { 0 }, best = 0, lines = 0;
	static const char marks[] = ",;\t";
	bool quoted = false;

	for (size_t i = 0; i <= s.n && lines < FIRST_LINES; i++) {
		const char *m;
		bool end =
		    i == s.n || (!quoted && (s.p[i] == '\n' || s.p[i] == '\r'));

		for (size_t k = 0; k < 3 && end; k++) {
			most[k] = count[k] > most[k] ? count[k] : most[k];
			count[k] = 0;
		}
		lines += end;
		if (end)
			continue;
		if (s.p[i] == '"')
			quoted = !quoted;
		m = quoted ? NULL : strchr(marks, s.p[i]);
		if (m != NULL && *m != '\0')
			count[m - marks]++;
	}
	for (size_t i = 1; i < 3; i++)
		best = most[i] > most[best] ? i : best;
	return (marks[best]);
}

err_t
csv_open(struct csv *c, struct arena *a, struct span text)
{
	*c = (struct csv){ .a = a, .next = 1 };
	if (text.n > LIMIT_SHEET_BYTES)
		return (err_new(ERR_LIMIT, "more than %d bytes of text",
		    LIMIT_SHEET_BYTES));
	if (text.n >= 2 && ((text.p[0] == 0xff && text.p[1] == 0xfe) ||
			       (text.p[0] == 0xfe && text.p[1] == 0xff)))
		return (err_new(ERR_FORMAT, "UTF-16; save it as CSV UTF-8"));
	if (text.n > 0 && memchr(text.p, '\0', text.n) != NULL)
		return (err_new(ERR_FORMAT, "this is no text"));
	if (text.n >= 3 && memcmp(text.p, CSV_MARK, 3) == 0)
		text = span_of(text.p + 3, text.n - 3);
	if (!text_valid(text))
		text = from_windows(a, text);
	c->rest = text;
	c->comma = find_comma(text);
	return (NULL);
}

/* ---- in -------------------------------------------------------------- */

static uint8_t
peek(const struct csv *c, size_t i)
{
	return (i < c->rest.n ? c->rest.p[i] : '\0');
}

static void
eat(struct csv *c, size_t n)
{
	c->rest = span_of(c->rest.p + n, c->rest.n - n);
}

/* Bytes of the line end that stands at i; 0: there is none. */
static size_t
end_at(const struct csv *c, size_t i)
{
	if (peek(c, i) == '\r')
		return (peek(c, i + 1) == '\n' ? 2 : 1);
	return (peek(c, i) == '\n' ? 1 : 0);
}

/* Adds a byte that may stand in a cell; out NULL only counts. */
static void
keep(char *out, size_t *n, uint8_t ch)
{
	if (ch == '\r')
		ch = '\n';
	if ((ch < 0x20 && ch != '\n' && ch != '\t') || ch == 0x7f)
		return;
	if (out != NULL)
		out[*n] = (char)ch;
	(*n)++;
}

/* What stands between quotes, and whatever follows up to the comma. */
static err_t
quoted(const struct csv *c, char *out, size_t *n, size_t *used, int64_t *lines)
{
	bool open = true;
	size_t i = 1;

	*n = 0;
	*lines = 0;
	for (; i < c->rest.n; i++) {
		uint8_t ch = peek(c, i);

		if (open && ch == '"') {
			open = peek(c, i + 1) == '"';
			if (!open)
				continue;
			i++;
		} else if (!open &&
			   (ch == (uint8_t)c->comma || end_at(c, i) > 0)) {
			break;
		}
		if (end_at(c, i) > 0) {
			(*lines)++;
			i += end_at(c, i) - 1;
			ch = '\n';
		}
		keep(out, n, ch);
	}
	if (open)
		return (err_new(ERR_FORMAT,
		    "line %lld: a quote is opened and never closed",
		    (long long)c->line));
	*used = i;
	return (NULL);
}

static size_t
length(const struct csv *c)
{
	size_t n = 0;

	while (n < c->rest.n && peek(c, n) != (uint8_t)c->comma &&
	       end_at(c, n) == 0)
		n++;
	return (n);
}

static err_t
add(struct csv *c, const char *cell)
{
	if (strlen(cell) > LIMIT_SHEET_CELL)
		return (err_new(ERR_LIMIT,
		    "line %lld: a cell of more than %d bytes",
		    (long long)c->line, LIMIT_SHEET_CELL));
	if (c->n >= LIMIT_SHEET_COLUMNS || c->cells >= LIMIT_SHEET_CELLS)
		return (err_new(ERR_LIMIT, "line %lld: too many cells",
		    (long long)c->line));
	arena_room(c->a, &c->cell, &c->cap, c->n + 1, sizeof(*c->cell));
	c->cell[c->n++] = cell;
	c->cells++;
	return (NULL);
}

static err_t
cell(struct csv *c)
{
	size_t used = length(c), n = 0;
	int64_t lines = 0;
	char *out;

	if (peek(c, 0) != '"') {
		out = arena_new(c->a, used + 1);
		for (size_t i = 0; i < used; i++)
			keep(out, &n, peek(c, i));
	} else {
		TRY(quoted(c, NULL, &n, &used, &lines));
		out = arena_new(c->a, n + 1);
		TRY(quoted(c, out, &n, &used, &lines));
	}
	eat(c, used);
	c->next += lines;
	return (add(c, out));
}

err_t
csv_next(struct csv *c, bool *more)
{
	*more = c->rest.n > 0;
	c->n = 0;
	c->cap = 0; /* cells of earlier rows stay where they are */
	c->line = c->next;
	if (!*more)
		return (NULL);
	if (++c->rows > LIMIT_SHEET_ROWS)
		return (
		    err_new(ERR_LIMIT, "more than %d rows", LIMIT_SHEET_ROWS));
	for (;;) {
		TRY(cell(c));
		if (c->rest.n == 0 || peek(c, 0) != (uint8_t)c->comma)
			break;
		eat(c, 1);
		if (c->rest.n == 0)
			return (add(c, ""));
	}
	eat(c, end_at(c, 0));
	c->next++;
	return (NULL);
}
