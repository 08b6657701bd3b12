/* Workbooks: what the library writes we read, and what is hostile we refuse. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>

#include "proto/base/text.h"
#include "proto/limits.h"
#include "proto/out/grid.h"
#include "proto/out/odt.h"
#include "proto/out/sheet.h"
#include "proto/out/zip.h"

#define REL                                                                    \
	"<Relationships><Relationship Id=\"r1\" "                              \
	"Target=\"worksheets/a.xml\"/></Relationships>"
#define BOOK                                                                   \
	"<workbook><sheets><sheet name=\"x\" "                                 \
	"r:id=\"r1\"/></sheets></workbook>"
#define STYLES                                                                 \
	"<styleSheet><numFmts><numFmt numFmtId=\"164\" "                       \
	"formatCode=\"dd&quot; de &quot;mmmm\"/></numFmts><cellStyleXfs>"      \
	"<xf numFmtId=\"9\"/></cellStyleXfs><cellXfs><xf numFmtId=\"0\"/>"     \
	"<xf numFmtId=\"14\"/><xf numFmtId=\"22\"/><xf numFmtId=\"9\"/>"       \
	"<xf numFmtId=\"164\"/></cellXfs></styleSheet>"

static void
make(struct buf *out, const char *book, const char *sheet, const char *strings)
{
	CLEAN(zip_close) struct zip *z = NULL;

	assert_null(zip_new(&z, out));
	assert_null(zip_add(z, "xl/workbook.xml", span_str(book), true));
	assert_null(
	    zip_add(z, "xl/_rels/workbook.xml.rels", span_str(REL), true));
	assert_null(zip_add(z, "xl/styles.xml", span_str(STYLES), true));
	if (strings != NULL)
		assert_null(zip_add(
		    z, "xl/sharedStrings.xml", span_str(strings), true));
	assert_null(zip_add(z, "xl/worksheets/a.xml", span_str(sheet), true));
	assert_null(zip_end(&z));
}

static enum err_code
take(struct arena *a, const char *book, const char *sheet, const char *strings,
    struct grid *g)
{
	CLEAN(buf_free) struct buf b = BUF(1 << 24);
	err_t e;

	make(&b, book, sheet, strings);
	e = grid_take(a, buf_all(&b), g);
	return (e == NULL ? ERR_NONE : e->code);
}

static void
test_what_the_library_writes_is_read(void **state)
{
	static const struct sheet_column column[] = { { "Institución", NULL,
							  0 },
		{ "Fecha", "#date", 0 }, { "Número", NULL, 0 } };
	struct sheet_conf conf = { .as = SHEET_XLSX,
		.title = "Acuerdos: [2026]",
		.now = 1764028800,
		.column = column,
		.columns = 3 };
	CLEAN(buf_free) struct buf b = BUF(1 << 20);
	CLEAN(sheet_close) struct sheet *s = NULL;
	CLEAN(arena_free) struct arena a = ARENA;
	struct grid g;
	int64_t day;

	(void)state;
	assert_null(text_day("2026-03-31", &day));
	assert_null(sheet_open(&s, &conf, &b));
	assert_null(sheet_row(s, (const struct sheet_cell[]){
				     sheet_text("Niñez & «género» <x>\nÁÉÍ"),
				     sheet_day(day), sheet_int(1163) }));
	assert_null(
	    sheet_row(s, (const struct sheet_cell[]){ sheet_text("=1+1"),
			     sheet_day(-40000), sheet_int(-7) }));
	assert_null(sheet_end(&s));
	assert_null(grid_take(&a, buf_all(&b), &g));
	assert_int_equal(g.n, 4);
	assert_string_equal(grid_cell(&g.row[0], 0), "Institución");
	assert_string_equal(grid_cell(&g.row[1], 1), "#date");
	assert_string_equal(
	    grid_cell(&g.row[2], 0), "Niñez & «género» <x>\nÁÉÍ");
	assert_string_equal(grid_cell(&g.row[2], 1), "2026-03-31");
	assert_string_equal(grid_cell(&g.row[2], 2), "1163");
	assert_string_equal(grid_cell(&g.row[3], 0), "=1+1");
	assert_string_equal(grid_cell(&g.row[3], 1), "1860-06-26");
	assert_string_equal(grid_cell(&g.row[3], 2), "-7");
	assert_string_equal(grid_cell(&g.row[3], 9), "");
}

static void
test_a_sheet_is_the_same_bytes_again(void **state)
{
	static const struct sheet_column column[] = { { "A", NULL, 0 } };
	struct sheet_conf conf = { .as = SHEET_XLSX,
		.title = "A",
		.now = 1,
		.column = column,
		.columns = 1 };
	CLEAN(buf_free) struct buf one = BUF(1 << 20), two = BUF(1 << 20);
	struct buf *to[] = { &one, &two };

	(void)state;
	for (int i = 0; i < 2; i++) {
		CLEAN(sheet_close) struct sheet *s = NULL;

		assert_null(sheet_open(&s, &conf, to[i]));
		assert_null(sheet_row(
		    s, (const struct sheet_cell[]){ sheet_text("ñ") }));
		assert_null(sheet_end(&s));
	}
	assert_true(one.n > 0);
	assert_true(span_eq(buf_all(&one), buf_all(&two)));
}

static void
test_cells_of_every_kind(void **state)
{
	static const char sheet[] =
	    "<worksheet><sheetData>"
	    "<row r=\"2\"><c r=\"A2\" t=\"s\"><v>0</v></c>"
	    "<c r=\"C2\" t=\"inlineStr\"><is><r><t>dos </t></r><r><t>partes"
	    "</t></r><rPh><t>no</t></rPh></is></c>"
	    "<c t=\"b\"><v>1</v></c><c t=\"str\"><f>A1</f><v>ya</v></c></row>"
	    "<row><c s=\"1\"><v>46112</v></c><c s=\"2\"><v>46112.4375</v></c>"
	    "<c s=\"3\"><v>0.45</v></c><c s=\"4\"><v>46112</v></c>"
	    "<c><v>1E3</v></c><c><v>2.5</v></c><c t=\"d\"><v>2026-01-02</v>"
	    "</c></row><row/></sheetData></worksheet>";
	static const char *const want[] = { "2026-03-31", "2026-03-31 10:30",
		"45", "2026-03-31", "1000", "2.5", "2026-01-02" };
	CLEAN(arena_free) struct arena a = ARENA;
	struct grid g;

	(void)state;
	assert_int_equal(take(&a, BOOK, sheet,
			     "<sst><si><t xml:space=\"preserve\"> Uno</t></si>"
			     "</sst>",
			     &g),
	    ERR_NONE);
	assert_int_equal(g.n, 2);
	assert_int_equal(g.row[0].no, 2);
	assert_string_equal(grid_cell(&g.row[0], 0), "Uno");
	assert_string_equal(grid_cell(&g.row[0], 1), "");
	assert_string_equal(grid_cell(&g.row[0], 2), "dos partes");
	assert_string_equal(grid_cell(&g.row[0], 3), "TRUE");
	assert_string_equal(grid_cell(&g.row[0], 4), "ya");
	assert_int_equal(g.row[1].no, 3);
	for (size_t i = 0; i < 7; i++)
		assert_string_equal(grid_cell(&g.row[1], i), want[i]);
}

static void
test_the_other_epoch_and_hidden_sheets(void **state)
{
	static const char book[] =
	    "<workbook><workbookPr date1904=\"1\"/><sheets><sheet name=\"h\" "
	    "state=\"hidden\" r:id=\"r9\"/><sheet name=\"x\" r:id=\"r1\"/>"
	    "</sheets></workbook>";
	CLEAN(arena_free) struct arena a = ARENA;
	struct grid g;

	(void)state;
	assert_int_equal(
	    take(&a, book, "<s><row><c s=\"1\"><v>44650</v></c></row></s>",
		NULL, &g),
	    ERR_NONE);
	assert_string_equal(grid_cell(&g.row[0], 0), "2026-03-31");
}

static void
refused(const char *sheet, const char *strings, enum err_code want)
{
	CLEAN(arena_free) struct arena a = ARENA;
	struct grid g;

	assert_int_equal(take(&a, BOOK, sheet, strings, &g), want);
}

static void
test_hostile_workbooks_are_refused(void **state)
{
	CLEAN(buf_free) struct buf deep = BUF(4096);
	CLEAN(buf_free) struct buf long_one = BUF(1 << 20);

	(void)state;
	/* Entities that grow, and such that ask for a file. */
	refused("<!DOCTYPE s [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;\">"
		"]><s><row><c t=\"str\"><v>&b;</v></c></row></s>",
	    NULL, ERR_FORMAT);
	refused(
	    "<!DOCTYPE s SYSTEM \"file:///etc/passwd\"><s/>", NULL, ERR_FORMAT);
	refused(
	    "<s><row><c t=\"s\"><v>5</v></c></row></s>", "<sst/>", ERR_FORMAT);
	refused("<s><row><c t=\"s\"><v>-1</v></c></row></s>", NULL, ERR_FORMAT);
	refused("<s><row r=\"5\"/><row r=\"4\"/></s>", NULL, ERR_FORMAT);
	refused("<s><c><v>1</v></c></s>", NULL, ERR_FORMAT);
	refused("<s><row><c r=\"ZZZZZZZZZZ1\"><v>1</v></c></row></s>", NULL,
	    ERR_LIMIT);
	refused("<s><row><c><v>1</v></c></row>", NULL, ERR_FORMAT);
	for (int i = 0; i <= LIMIT_XML_DEPTH; i++)
		assert_null(buf_str(&deep, "<a>"));
	refused((const char *)deep.p, NULL, ERR_LIMIT);
	assert_null(buf_str(&long_one, "<s><row><c t=\"str\"><v>"));
	for (int i = 0; i <= LIMIT_SHEET_CELL; i++)
		assert_null(buf_byte(&long_one, 'x'));
	assert_null(buf_str(&long_one, "</v></c></row></s>"));
	refused((const char *)long_one.p, NULL, ERR_LIMIT);
}

static void
test_a_small_zip_that_grows_is_refused(void **state)
{
	CLEAN(buf_free) struct buf zeros = BUF(40 << 20), z = BUF(1 << 24);
	CLEAN(buf_free) struct buf out = BUF(64 << 20);
	CLEAN(zip_close) struct zip *w = NULL, *r = NULL;
	CLEAN(arena_free) struct arena a = ARENA;
	struct grid g;
	uint8_t *p;
	bool found;
	err_t e;

	(void)state;
	assert_null(buf_room(&zeros, 20 << 20, &p));
	memset(p, ' ', 20 << 20);
	make(&z, BOOK, (const char *)p, NULL);
	assert_true(z.n < 100000);
	e = grid_take(&a, buf_all(&z), &g);
	assert_non_null(e);
	assert_int_equal(e->code, ERR_LIMIT);
	/* The bound is on all files of it together. */
	buf_clear(&z);
	assert_null(zip_new(&w, &z));
	assert_null(zip_add(w, "a", span_of(p, 700000), true));
	assert_null(zip_add(w, "b", span_of(p, 700000), true));
	assert_null(zip_end(&w));
	assert_null(zip_open(&r, buf_all(&z)));
	assert_null(zip_get(r, "a", &out, &found));
	assert_true(found);
	assert_int_equal(zip_get(r, "b", &out, &found)->code, ERR_LIMIT);
}

static void
test_every_cut_of_a_workbook_is_refused(void **state)
{
	CLEAN(buf_free) struct buf b = BUF(1 << 20);

	(void)state;
	make(&b, BOOK, "<s><row><c t=\"str\"><v>x</v></c></row></s>", NULL);
	for (size_t n = 4; n < b.n; n += 7) {
		CLEAN(arena_free) struct arena a = ARENA;
		struct grid g;

		assert_non_null(grid_take(&a, span_of(b.p, n), &g));
	}
	for (size_t i = 0; i < b.n; i += 3) {
		CLEAN(arena_free) struct arena a = ARENA;
		struct grid g;
		err_t e;

		b.p[i] ^= 0x55;
		e = grid_take(&a, buf_all(&b), &g);
		assert_true(
		    e == NULL || e->code == ERR_FORMAT || e->code == ERR_LIMIT);
		b.p[i] ^= 0x55;
	}
}

static void
test_a_document_is_a_zip_whose_first_file_says_so(void **state)
{
	CLEAN(odt_free) struct odt d;
	CLEAN(buf_free) struct buf b = BUF(1 << 20), again = BUF(1 << 20);
	CLEAN(buf_free) struct buf text = BUF(1 << 20);
	CLEAN(zip_close) struct zip *z = NULL;
	bool found;

	(void)state;
	odt_open(&d, "Minuta <1> & \"dos\"", "es");
	assert_null(odt_put(&d, ODT_TITLE, "Niñez  & «x»"));
	assert_null(odt_pair(&d, "Lugar", "Sala <b>\nPiso 2"));
	assert_null(odt_table(&d, (const char *const[]){ "Folio", "Acuerdo" },
	    (const unsigned[]){ 1, 3 }, 2));
	assert_null(odt_row(
	    &d, (const char *const[]){ "07", "</text:p>\x01" }, 2, false));
	assert_null(odt_table_end(&d));
	assert_null(odt_end(&d, &b));
	assert_null(odt_end(&d, &again));
	assert_true(span_eq(buf_all(&b), buf_all(&again)));
	/* Local header of 30 bytes, the name, and no extra field. */
	assert_memory_equal(b.p + 30, "mimetype" ODT_TYPE, 8 + 39);
	assert_null(zip_open(&z, buf_all(&b)));
	assert_null(zip_get(z, "content.xml", &text, &found));
	assert_true(found);
	assert_non_null(
	    strstr((const char *)text.p, "Niñez <text:s/>&amp; «x»</text:p>"));
	assert_non_null(strstr((const char *)text.p, "Sala &lt;b&gt;"));
	assert_non_null(strstr(
	    (const char *)text.p, "&lt;/text:p&gt;\xef\xbf\xbd</text:p>"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_what_the_library_writes_is_read),
		cmocka_unit_test(test_a_sheet_is_the_same_bytes_again),
		cmocka_unit_test(test_cells_of_every_kind),
		cmocka_unit_test(test_the_other_epoch_and_hidden_sheets),
		cmocka_unit_test(test_hostile_workbooks_are_refused),
		cmocka_unit_test(test_a_small_zip_that_grows_is_refused),
		cmocka_unit_test(test_every_cut_of_a_workbook_is_refused),
		cmocka_unit_test(
		    test_a_document_is_a_zip_whose_first_file_says_so),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
