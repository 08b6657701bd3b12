/* CSV out and in; libcsv reads what we write and says what we read. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <csv.h>
#include <stdio.h>

#include "proto/base/text.h"
#include "proto/limits.h"
#include "proto/out/csv.h"
#include "proto/out/sheet.h"

static const char *const cells[] = { "Niñez, \"prioridad\"", "=1+1", "+52",
	"-3", "@SUM(A1)", "\tx", "dos\nrenglones", "Coahuila; Tamaulipas", "",
	"'=ya guardado", "ÁÉÍÓÚ ü ñ ¿¡ €", "fin" };
#define CELLS (sizeof(cells) / sizeof(cells[0]))

/* ---- libcsv as the reader ----------------------------------------------- */

struct heard {
	struct arena a;
	char *cell[64];
	size_t n, rows;
};

static void
on_cell(void *s, size_t n, void *ctx)
{
	struct heard *h = ctx;

	assert_true(h->n < 64);
	h->cell[h->n++] = arena_dup(&h->a, span_of(s, n));
}

static void
on_row(int c, void *ctx)
{
	(void)c;
	((struct heard *)ctx)->rows++;
}

static void
listen_to(struct heard *h, struct span s)
{
	struct csv_parser p;

	assert_int_equal(csv_init(&p, CSV_STRICT | CSV_APPEND_NULL), 0);
	assert_int_equal(csv_parse(&p, s.p, s.n, on_cell, on_row, h), s.n);
	assert_int_equal(csv_fini(&p, on_cell, on_row, h), 0);
	csv_free(&p);
}

static void
put_all(struct buf *b)
{
	for (size_t i = 0; i < CELLS; i++) {
		if (i > 0)
			assert_null(buf_byte(b, ','));
		assert_null(csv_put(b, span_str(cells[i]), false));
	}
	assert_null(buf_str(b, CSV_END));
}

static void
test_libcsv_reads_what_is_put_and_no_cell_is_a_formula(void **state)
{
	CLEAN(buf_free) struct buf b = BUF(4096);
	struct heard h = { .a = ARENA };

	(void)state;
	put_all(&b);
	listen_to(&h, buf_all(&b));
	assert_int_equal(h.rows, 1);
	assert_int_equal(h.n, CELLS);
	for (size_t i = 0; i < CELLS; i++) {
		assert_false(csv_formula(span_str(h.cell[i])));
		assert_string_equal(
		    h.cell[i] + (csv_formula(span_str(cells[i])) ? 1 : 0),
		    cells[i]);
	}
	arena_free(&h.a);
}

static void
test_what_is_put_comes_back(void **state)
{
	CLEAN(buf_free) struct buf b = BUF(4096);
	CLEAN(arena_free) struct arena a = ARENA;
	struct csv c;
	bool more;

	(void)state;
	put_all(&b);
	assert_null(csv_open(&c, &a, buf_all(&b)));
	assert_null(csv_next(&c, &more));
	assert_true(more);
	assert_int_equal(c.n, CELLS);
	for (size_t i = 0; i < CELLS; i++) {
		struct span s = span_str(c.cell[i]);

		if (csv_formula(span_str(cells[i])))
			s = csv_bare(s);
		assert_true(span_eq(s, span_str(cells[i])));
	}
	assert_null(csv_next(&c, &more));
	assert_false(more);
}

/* The same text to both readers; rows with an empty cell only differ, as
 * libcsv leaves them out. */
static void
agree(const char *text)
{
	CLEAN(arena_free) struct arena a = ARENA;
	struct heard h = { .a = ARENA };
	struct csv c;
	struct csv_parser p;
	size_t n = 0;
	bool more;

	assert_int_equal(csv_init(&p, CSV_APPEND_NULL), 0);
	(void)csv_parse(&p, text, strlen(text), on_cell, on_row, &h);
	(void)csv_fini(&p, on_cell, on_row, &h);
	csv_free(&p);
	assert_null(csv_open(&c, &a, span_str(text)));
	for (;;) {
		assert_null(csv_next(&c, &more));
		if (!more)
			break;
		if (c.n == 1 && c.cell[0][0] == '\0')
			continue;
		for (size_t i = 0; i < c.n; i++)
			assert_string_equal(c.cell[i], h.cell[n++]);
	}
	assert_int_equal(n, h.n);
	arena_free(&h.a);
}

static void
test_libcsv_says_the_same_of_other_peoples_texts(void **state)
{
	static const char *const texts[] = {
		"a,b,c\r\n1,2,3\r\n",
		"a,b\n\"x, y\",\"dijo \"\"no\"\"\"\n",
		"uno\n\n\ndos\n",
		"a,,\n,,b\n",
		"\"dos\nrenglones\",fin",
		"a,\"\",b\r\n",
		"sin fin de renglón,x",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		agree(texts[i]);
}

static void
read_row(struct csv *c, const char *a, const char *b)
{
	bool more;

	assert_null(csv_next(c, &more));
	assert_true(more);
	assert_int_equal(c->n, b == NULL ? 1 : 2);
	assert_string_equal(c->cell[0], a);
	if (b != NULL)
		assert_string_equal(c->cell[1], b);
}

static void
test_excel_in_spanish_is_understood(void **state)
{
	CLEAN(arena_free) struct arena a = ARENA;
	struct csv c;

	(void)state;
	assert_null(csv_open(&c, &a,
	    span_str(CSV_MARK "Instituci\xc3\xb3n;Tema\r\n\"SEP; ni\xc3\xb1"
			      "ez\";Educaci\xc3\xb3n\r\n")));
	read_row(&c, "Institución", "Tema");
	read_row(&c, "SEP; niñez", "Educación");
	/* A name of the sheet above its titles. */
	assert_null(
	    csv_open(&c, &a, span_str("Acuerdos, de 2019\nTema;Texto;\n")));
	read_row(&c, "Acuerdos, de 2019", NULL);
	/* Windows-1252, tabs. */
	assert_null(csv_open(
	    &c, &a, span_str("Ni\xf1o\t\x93No\x94\nM\xe9xico\t5 \x80\n")));
	read_row(&c, "Niño", "“No”");
	read_row(&c, "México", "5 €");
}

static void
test_what_is_no_table_is_refused_with_its_line(void **state)
{
	CLEAN(arena_free) struct arena a = ARENA;
	struct csv c;
	bool more;
	err_t e;

	(void)state;
	assert_int_equal(
	    csv_open(&c, &a, span_of("a\0b", 3))->code, ERR_FORMAT);
	assert_int_equal(csv_open(&c, &a,
			     span_of("\xff\xfe"
				     "a",
				 3))
			     ->code,
	    ERR_FORMAT);
	assert_null(csv_open(&c, &a, span_str("a,b\n1,\"2\nx,y\n")));
	assert_null(csv_next(&c, &more));
	e = csv_next(&c, &more);
	assert_non_null(e);
	assert_int_equal(e->code, ERR_FORMAT);
	assert_non_null(strstr(e->text, "line 2"));
}

static void
test_too_much_is_refused(void **state)
{
	CLEAN(buf_free) struct buf b = BUF(1 << 20);
	CLEAN(arena_free) struct arena a = ARENA;
	struct csv c;
	bool more;

	(void)state;
	for (int i = 0; i <= LIMIT_SHEET_COLUMNS; i++)
		assert_null(buf_byte(&b, ','));
	assert_null(csv_open(&c, &a, buf_all(&b)));
	assert_int_equal(csv_next(&c, &more)->code, ERR_LIMIT);
	buf_clear(&b);
	for (int i = 0; i <= LIMIT_SHEET_CELL; i++)
		assert_null(buf_byte(&b, 'x'));
	assert_null(csv_open(&c, &a, buf_all(&b)));
	assert_int_equal(csv_next(&c, &more)->code, ERR_LIMIT);
	buf_clear(&b);
	for (int i = 0; i <= LIMIT_SHEET_ROWS; i++)
		assert_null(buf_str(&b, "x\n"));
	assert_null(csv_open(&c, &a, buf_all(&b)));
	for (int i = 0; i < LIMIT_SHEET_ROWS; i++)
		assert_null(csv_next(&c, &more));
	assert_int_equal(csv_next(&c, &more)->code, ERR_LIMIT);
}

/* The file as it is sent, byte for byte. */
static void
test_a_sheet_as_csv_is_this(void **state)
{
	static const struct sheet_column column[] = {
		{ "Folio", "#meta+id", 0 }, { "Acuerdo, texto", NULL, 40 },
		{ "Fecha límite", "#date+due", 0 }, { "Avance (%)", NULL, 0 }
	};
	static const char want[] = CSV_MARK
	    "Folio,\"Acuerdo, texto\",Fecha límite,Avance (%)\r\n"
	    "#meta+id,,#date+due,\r\n"
	    "07-AC-2026-001,\"'=HYPERLINK(\"\"x\"\")\",2026-03-31,-5\r\n"
	    ",Niñez,,\r\n";
	struct sheet_conf conf = { .as = SHEET_CSV,
		.title = "Acuerdos",
		.column = column,
		.columns = 4 };
	CLEAN(buf_free) struct buf b = BUF(4096);
	CLEAN(sheet_close) struct sheet *s = NULL;
	int64_t day;

	(void)state;
	assert_null(text_day("2026-03-31", &day));
	assert_null(sheet_open(&s, &conf, &b));
	assert_null(sheet_row(
	    s, (const struct sheet_cell[]){ sheet_text("07-AC-2026-001"),
		   sheet_text("=HYPERLINK(\"x\")"), sheet_day(day),
		   sheet_int(-5) }));
	assert_null(sheet_row(
	    s, (const struct sheet_cell[]){ sheet_text(""), sheet_text("Niñez"),
		   { SHEET_EMPTY, NULL, 0 }, { SHEET_EMPTY, NULL, 0 } }));
	assert_int_equal(sheet_rows(s), 2);
	assert_null(sheet_end(&s));
	assert_int_equal(b.n, sizeof(want) - 1);
	assert_memory_equal(b.p, want, b.n);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    test_libcsv_reads_what_is_put_and_no_cell_is_a_formula),
		cmocka_unit_test(test_what_is_put_comes_back),
		cmocka_unit_test(
		    test_libcsv_says_the_same_of_other_peoples_texts),
		cmocka_unit_test(test_excel_in_spanish_is_understood),
		cmocka_unit_test(
		    test_what_is_no_table_is_refused_with_its_line),
		cmocka_unit_test(test_too_much_is_refused),
		cmocka_unit_test(test_a_sheet_as_csv_is_this),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
