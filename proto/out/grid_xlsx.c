/*
 * grid_xlsx -- the cells of a workbook (zip, expat).
 */
#include "proto/out/grid_parts.h"

#include <stdio.h>

#include "proto/base/text.h"
#include "proto/limits.h"
#include "proto/out/xml.h"
#include "proto/out/zip.h"

/* A part of a workbook being read; text of interest gathers in b. */
struct part {
	struct xlsx *x;
	struct buf b;
	bool on;      /* what comes is wanted */
	int phonetic; /* inside rPh */
	/* The workbook. */
	char rid[64], target[256];
	/* A sheet. */
	int64_t row;
	size_t column, style;
	char type[12];
	bool in_row;
};

static void
part_end(struct part *p)
{
	buf_free(&p->b);
}

#define PART(x)                                                                \
	{                                                                      \
		.x = (x), .b = BUF(LIMIT_SHEET_BYTES)                          \
	}

static err_t
on_text(void *ctx, struct span s)
{
	struct part *p = ctx;

	return (p->on && p->phonetic == 0 ? buf_span(&p->b, s) : NULL);
}

static err_t
no_end(void *ctx, const char *name)
{
	(void)ctx;
	(void)name;
	return (NULL);
}

/* ---- which sheet -------------------------------------------------------- */

static bool
is(const char *s, const char *what)
{
	return (s != NULL && strcmp(s, what) == 0);
}

/* The first sheet that is shown. */
static err_t
book_begin(void *ctx, const char *name, const char **attributes)
{
	struct part *p = ctx;
	const char *id = xml_get(attributes, "id");
	const char *state = xml_get(attributes, "state");
	const char *old = xml_get(attributes, "date1904");

	if (strcmp(name, "workbookPr") == 0)
		p->x->since_1904 = is(old, "1") || is(old, "true");
	if (strcmp(name, "sheet") == 0 && p->rid[0] == '\0' && id != NULL &&
	    !is(state, "hidden") && !is(state, "veryHidden"))
		(void)snprintf(p->rid, sizeof(p->rid), "%s", id);
	return (NULL);
}

static err_t
rel_begin(void *ctx, const char *name, const char **attributes)
{
	struct part *p = ctx;
	const char *target = xml_get(attributes, "Target");

	if (strcmp(name, "Relationship") != 0 || target == NULL ||
	    !is(xml_get(attributes, "Id"), p->rid) ||
	    is(xml_get(attributes, "TargetMode"), "External"))
		return (NULL);
	(void)snprintf(p->target, sizeof(p->target), "%s%s",
	    target[0] == '/' ? "" : "xl/", target + (target[0] == '/'));
	return (NULL);
}

/* A file of the zip, through these callbacks. */
static err_t
read_part(struct zip *z, const char *name, const struct xml *xml, bool *found)
{
	CLEAN(buf_free) struct buf b = BUF(LIMIT_SHEET_BYTES);

	TRY(zip_get(z, name, &b, found));
	if (*found)
		TRY_FOR(xml_read(buf_all(&b), xml), "%s", name);
	return (NULL);
}

static err_t
find_sheet(struct xlsx *x, struct zip *z, char sheet[256])
{
	struct part p = { .x = x };
	struct xml xml = {
		.ctx = &p, .begin = book_begin, .end = no_end, .text = on_text
	};
	bool found;

	TRY(read_part(z, "xl/workbook.xml", &xml, &found));
	if (!found)
		return (err_new(ERR_FORMAT, "a zip, but no workbook"));
	if (p.rid[0] == '\0')
		return (err_new(ERR_FORMAT, "a workbook without a sheet"));
	xml.begin = rel_begin;
	TRY(read_part(z, "xl/_rels/workbook.xml.rels", &xml, &found));
	if (p.target[0] == '\0')
		return (err_new(ERR_FORMAT, "the sheet cannot be found"));
	(void)snprintf(sheet, sizeof(p.target), "%s", p.target);
	return (NULL);
}

/* ---- shared strings ----------------------------------------------------- */

static err_t
string_begin(void *ctx, const char *name, const char **attributes)
{
	struct part *p = ctx;

	(void)attributes;
	if (strcmp(name, "si") == 0)
		buf_clear(&p->b);
	if (strcmp(name, "rPh") == 0)
		p->phonetic++;
	p->on = strcmp(name, "t") == 0;
	return (NULL);
}

static err_t
string_end(void *ctx, const char *name)
{
	struct part *p = ctx;
	struct xlsx *x = p->x;

	p->on = false;
	if (strcmp(name, "rPh") == 0 && p->phonetic > 0)
		p->phonetic--;
	if (strcmp(name, "si") != 0)
		return (NULL);
	if (x->strings >= LIMIT_SHEET_CELLS)
		return (err_new(ERR_LIMIT, "too many strings"));
	arena_room(x->g->a, &x->string, &x->string_cap, x->strings + 1,
	    sizeof(*x->string));
	x->string[x->strings++] = arena_dup(x->g->a, buf_all(&p->b));
	return (NULL);
}

static err_t
shared(struct xlsx *x, struct zip *z)
{
	CLEAN(part_end) struct part p = PART(x);
	struct xml xml = { .ctx = &p,
		.begin = string_begin,
		.end = string_end,
		.text = on_text };
	bool found;

	return (read_part(z, "xl/sharedStrings.xml", &xml, &found));
}

/* ---- cells -------------------------------------------------------------- */

/* "BC12": column 54. */
static size_t
column_of(const char *ref)
{
	size_t n = 0;

	for (; *ref >= 'A' && *ref <= 'Z' && n < 100000; ref++)
		n = n * 26 + (size_t)(*ref - 'A' + 1);
	return (n == 0 ? SIZE_MAX : n - 1);
}

static err_t
begin_cell(struct part *p, const char **attributes)
{
	const char *ref = xml_get(attributes, "r");
	const char *type = xml_get(attributes, "t");
	const char *style = xml_get(attributes, "s");
	int64_t s = 0;

	if (!p->in_row)
		return (err_new(ERR_FORMAT, "a cell outside a row"));
	if (ref != NULL)
		p->column = column_of(ref);
	if (p->column >= LIMIT_SHEET_COLUMNS && ref == NULL)
		return (err_new(ERR_LIMIT, "too many columns"));
	if (style != NULL && (text_int(style, &s) != NULL || s < 0))
		s = 0;
	p->style = style == NULL ? XLSX_FORMATS : (size_t)s;
	(void)snprintf(
	    p->type, sizeof(p->type), "%s", type == NULL ? "n" : type);
	buf_clear(&p->b);
	return (NULL);
}

static err_t
sheet_begin(void *ctx, const char *name, const char **attributes)
{
	struct part *p = ctx;
	const char *no = xml_get(attributes, "r");
	int64_t row;

	if (strcmp(name, "row") == 0) {
		row = p->row + 1;
		if (no != NULL && (text_int(no, &row) != NULL || row <= p->row))
			return (err_new(ERR_FORMAT, "rows out of order"));
		p->row = row;
		p->column = 0;
		p->in_row = true;
		return (grid_row(p->x->g, row));
	}
	if (strcmp(name, "c") == 0)
		return (begin_cell(p, attributes));
	if (strcmp(name, "rPh") == 0)
		p->phonetic++;
	p->on = strcmp(name, "v") == 0 || strcmp(name, "t") == 0;
	return (NULL);
}

static err_t
end_cell(struct part *p)
{
	CLEAN(buf_free) struct buf b = BUF(LIMIT_SHEET_CELL);
	const char *s = p->b.n == 0 ? "" : (const char *)p->b.p;
	struct xlsx *x = p->x;
	struct span out = buf_all(&p->b);
	int64_t i;

	if (p->column >= LIMIT_SHEET_COLUMNS && out.n > 0)
		return (err_new(
		    ERR_LIMIT, "more than %d columns", LIMIT_SHEET_COLUMNS));
	if (strcmp(p->type, "s") == 0 && out.n > 0) {
		if (text_int(s, &i) != NULL || i < 0 || (size_t)i >= x->strings)
			return (err_new(ERR_FORMAT, "a string is missing"));
		out = span_str(x->string[i]);
	} else if (strcmp(p->type, "b") == 0 && out.n > 0) {
		out = span_str(strcmp(s, "1") == 0 ? "TRUE" : "FALSE");
	} else if (strcmp(p->type, "n") == 0 && out.n > 0) {
		TRY(grid_number(x, s, p->style, &b));
		out = buf_all(&b);
	}
	TRY(grid_put(x->g, p->column, out));
	p->column++;
	return (NULL);
}

static err_t
sheet_end(void *ctx, const char *name)
{
	struct part *p = ctx;

	p->on = false;
	if (strcmp(name, "row") == 0)
		p->in_row = false;
	if (strcmp(name, "rPh") == 0 && p->phonetic > 0)
		p->phonetic--;
	return (strcmp(name, "c") == 0 && p->in_row ? end_cell(p) : NULL);
}

static err_t
cells(struct xlsx *x, struct zip *z, const char *name)
{
	CLEAN(part_end) struct part p = PART(x);
	struct xml xml = { .ctx = &p,
		.begin = sheet_begin,
		.end = sheet_end,
		.text = on_text };
	bool found;

	TRY(read_part(z, name, &xml, &found));
	return (found ? NULL : err_new(ERR_FORMAT, "the sheet is missing"));
}

static err_t
styles(struct xlsx *x, struct zip *z)
{
	CLEAN(buf_free) struct buf b = BUF(LIMIT_SHEET_BYTES);
	bool found;

	TRY(zip_get(z, "xl/styles.xml", &b, &found));
	if (found)
		TRY_FOR(grid_styles(x, buf_all(&b)), "styles");
	return (NULL);
}

err_t
grid_xlsx(struct grid *g, struct span bytes)
{
	CLEAN(zip_close) struct zip *z = NULL;
	struct xlsx *x = arena_new(g->a, sizeof(*x));
	char sheet[256];

	x->g = g;
	TRY(zip_open(&z, bytes));
	TRY(find_sheet(x, z, sheet));
	TRY(styles(x, z));
	TRY(shared(x, z));
	return (cells(x, z, sheet));
}
