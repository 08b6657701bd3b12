/* Workbooks of anybody: the zip itself, or the parts inside one. */
#include "proto/base/mem.h"
#include "proto/base/text.h"
#include "proto/limits.h"
#include "proto/out/grid.h"
#include "proto/out/zip.h"
#include "tests/fuzz/fuzz.h"

static void
look(struct span s)
{
	CLEAN(arena_free) struct arena a = ARENA;
	struct grid g;
	int64_t last = 0;
	err_t e = grid_take(&a, s, &g);

	if (e != NULL) {
		must(e->code == ERR_FORMAT || e->code == ERR_LIMIT);
		return;
	}
	must(g.n <= LIMIT_SHEET_ROWS && g.cells <= LIMIT_SHEET_CELLS);
	for (size_t i = 0; i < g.n; i++) {
		must(g.row[i].no > last && g.row[i].n > 0);
		must(g.row[i].n <= LIMIT_SHEET_COLUMNS);
		must(grid_cell(&g.row[i], g.row[i].n - 1)[0] != '\0');
		last = g.row[i].no;
		for (size_t k = 0; k < g.row[i].n; k++)
			must(text_valid(span_str(grid_cell(&g.row[i], k))));
	}
}

static void
add(struct zip *z, const char *name, const char *fixed, struct span *from)
{
	const uint8_t *end = memchr(from->p, '|', from->n);
	struct span s =
	    span_of(from->p, end == NULL ? from->n : (size_t)(end - from->p));

	*from = span_of(
	    from->p + s.n + (end != NULL), from->n - s.n - (end != NULL));
	must(zip_add(z, name, fixed != NULL ? span_str(fixed) : s, true) ==
	     NULL);
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	CLEAN(buf_free) struct buf b = BUF(1 << 22);
	CLEAN(zip_close) struct zip *z = NULL;
	struct span in = span_of(p, n), none = { 0 };

	if (n == 0 || (n >= 2 && memcmp(p, "PK", 2) == 0)) {
		look(in);
		return (0);
	}
	/* sheet | strings | styles | workbook */
	must(zip_new(&z, &b) == NULL);
	none.p = p;
	add(z, "xl/_rels/workbook.xml.rels",
	    "<r><Relationship Id=\"r1\" Target=\"a.xml\"/></r>", &none);
	add(z, "xl/a.xml", NULL, &in);
	add(z, "xl/sharedStrings.xml", NULL, &in);
	add(z, "xl/styles.xml",
	    in.n == 0 ? "<s><cellXfs><xf numFmtId=\"14\"/></cellXfs></s>"
		      : NULL,
	    &in);
	add(z, "xl/workbook.xml",
	    in.n == 0 ? "<w><sheet id=\"r1\"/></w>" : NULL, &in);
	must(zip_end(&z) == NULL);
	look(buf_all(&b));
	return (0);
}
