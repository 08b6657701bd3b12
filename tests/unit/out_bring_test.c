/* Sheets that become records: what is wrong is said, what is good goes in,
 * and all of it comes out again. */
#include "tests/unit/fixture.h"

#include <stdio.h>

#include "proto/base/clock.h"
#include "proto/base/text.h"
#include "proto/out/bring.h"
#include "proto/out/grid.h"
#include "proto/out/records.h"

#define ROWS    1200
#define BAD     37
#define FOREVER INT64_MAX

static struct cmd
words(struct fixture *f)
{
	assert_null(cmd_tables(f->st.db));
	assert_null(bring_tables(f->st.db));
	return ((struct cmd){
	    .st = &f->st, .desk = &f->desk, .actor = "prueba", .lang = "es" });
}

static void
institution(struct fixture *f, const char *acronym, const char *name)
{
	struct fv fv[] = { { FIELD_institution_official_name, val_str(name) },
		{ FIELD_institution_acronym, val_str(acronym) } };

	(void)fixture_make(&f->desk, ENTITY_institution, fv, 2);
}

static dot_t
session(struct fixture *f, dot_t mesa, int64_t number, int64_t at)
{
	struct fv fv[] = { { FIELD_session_roundtable, val_int(mesa) },
		{ FIELD_session_number, val_int(number) },
		{ FIELD_session_kind, val_int(CODE_session_kind_ordinary) },
		{ FIELD_session_called_for, val_int(at) },
		{ FIELD_session_status,
		    val_int(CODE_session_status_scheduled) } };

	return (fixture_make(&f->desk, ENTITY_session, fv, 5));
}

/* The whole way to where rows have been tried. */
static void
check(struct cmd *c, struct bring *b, const char *text, struct arena *a)
{
	assert_null(bring_new(c, b, span_str(text)));
	assert_null(bring_get(c, b->id, a, b));
	assert_null(bring_mapped(c, b));
	assert_null(bring_get(c, b->id, a, b));
	assert_int_equal(b->phase, BRING_CHECK);
	assert_null(bring_some(c, b, FOREVER));
	assert_null(bring_get(c, b->id, a, b));
	assert_int_equal(b->phase, BRING_READY);
}

static void
work(struct cmd *c, struct bring *b, enum bring_phase to, struct arena *a)
{
	assert_null(bring_go(c, b, to));
	assert_null(bring_get(c, b->id, a, b));
	assert_null(bring_some(c, b, FOREVER));
	assert_null(bring_get(c, b->id, a, b));
}

static const char *
reason(struct cmd *c, const struct bring *b, int64_t no, struct arena *a)
{
	struct bring_row *row;
	size_t n;

	assert_null(bring_rows(c, b, BRING_BAD, 10000, a, &row, &n));
	for (size_t i = 0; i < n; i++)
		if (row[i].no == no)
			return (row[i].reason);
	return ("");
}

/* ---- agreements of past years ------------------------------------------- */

static void
old_agreements(struct buf *b)
{
	assert_null(
	    buf_str(b, "Acuerdos de la mesa, 2019 a 2026\r\n"
		       "Sesión;Tema;Acuerdo;Fecha;Fecha compromiso;Responsable;"
		       "Medio de verificación;Avance (%)\r\n"));
	for (int i = 1; i <= ROWS; i++) {
		int bad = i % 32 == 0 ? i / 32 % 7 + 1 : 0;

		assert_null(buf_fmt(b,
		    "%s;%s;Acuerdo n.º %d de niñez;%s;%s;%s;%s;%s\r\n",
		    bad == 1 ? "99" : "3", bad == 2 ? "Deporte" : "Salud", i,
		    bad == 3 ? "30/02/2026" : "22/01/2026",
		    bad == 4 ? "1 de enero de 2020" : "30 de junio de 2027",
		    bad == 5 ? "Nadie" : "\"SS-CHIS; Secretaría de educacion\"",
		    bad == 6 ? "" : "Oficio", bad == 7 ? "140" : "45%"));
	}
}

static void
look_at_reasons(struct cmd *c, struct bring *b, struct arena *a)
{
	/* Row 34 of the file is the 32nd of data; then every 32nd. */
	static const struct {
		int64_t no;
		const char *say;
	} want[] = { { 34, "Tema: «Deporte»" }, { 66, "«30/02/2026»" },
		{ 98, "La fecha límite 2020-01-01" }, { 130, "«Nadie»" },
		{ 162, "Medio de verificación" }, { 194, "«140»" },
		{ 226, "«99»" } };

	for (size_t i = 0; i < sizeof(want) / sizeof(want[0]); i++) {
		const char *s = reason(c, b, want[i].no, a);

		if (strstr(s, want[i].say) == NULL)
			fail_msg("row %lld: %s", (long long)want[i].no, s);
	}
}

static void
test_1200_rows_37_bad_in_and_out_again(void **state)
{
	struct fixture *f = *state;
	struct cmd c = words(f);
	CLEAN(arena_free) struct arena a = ARENA;
	CLEAN(buf_free) struct buf text = BUF(1 << 20), out = BUF(1 << 20);
	struct bring b = { .kind = BRING_AGREEMENTS,
		.file = "acuerdos 2019.csv",
		.account = "prueba" };
	struct grid g;
	int64_t t0 = clock_mono_ms(), t1, t2;

	b.mesa = fixture_mesa(f, "07065");
	institution(f, "SS-CHIS", "Secretaría de Salud de Chiapas");
	institution(f, "SE-CHIS", "Secretaría de Educación");
	(void)session(f, b.mesa, 3, 1769000400);
	old_agreements(&text);
	t0 = clock_mono_ms();
	check(&c, &b, (const char *)text.p, &a);
	t1 = clock_mono_ms();
	assert_int_equal(b.rows, ROWS);
	if (b.count[BRING_BAD] != BAD)
		print_error("row 3: %s\n", reason(&c, &b, 3, &a));
	assert_int_equal(b.count[BRING_BAD], BAD);
	assert_int_equal(b.count[BRING_GOOD], ROWS - BAD);
	look_at_reasons(&c, &b, &a);
	assert_int_equal(fixture_count(f, "SELECT count(*) FROM agreement"), 0);

	assert_null(bring_bad(&c, &b, SHEET_XLSX, 1, &out));
	assert_null(grid_take(&a, buf_all(&out), &g));
	assert_int_equal(g.n, BAD + 1);
	assert_string_equal(grid_cell(&g.row[0], 8), "Motivo");
	assert_string_equal(grid_cell(&g.row[1], 1), "Deporte");
	assert_true(grid_cell(&g.row[1], 8)[0] != '\0');

	work(&c, &b, BRING_SAVE, &a);
	t2 = clock_mono_ms();
	assert_int_equal(b.phase, BRING_SAVED);
	assert_int_equal(b.count[BRING_IN], ROWS - BAD);
	assert_int_equal(
	    fixture_count(f, "SELECT count(*) FROM agreement WHERE life = 0"
			     " AND progress_pct = 45 AND theme = 4"),
	    ROWS - BAD);
	assert_int_equal(fixture_count(f, "SELECT count(*) FROM responsible"
					  " WHERE life = 0"),
	    2 * (ROWS - BAD));
	assert_int_equal(
	    fixture_count(f, "SELECT count(*) FROM import_batch"), 1);
	assert_int_equal(
	    fixture_count(f, "SELECT count(DISTINCT folio) FROM agreement"),
	    ROWS - BAD);

	b.reason = "Era otro archivo";
	work(&c, &b, BRING_UNDO, &a);
	assert_int_equal(b.phase, BRING_UNDONE);
	assert_int_equal(b.count[BRING_BACK], ROWS - BAD);
	assert_int_equal(
	    fixture_count(f, "SELECT count(*) FROM agreement WHERE life = 0"),
	    0);
	print_message("tried %lld ms, saved %lld ms, taken back %lld ms\n",
	    (long long)(t1 - t0), (long long)(t2 - t1),
	    (long long)(clock_mono_ms() - t2));
	fixture_same(f);
}

static void
test_what_is_here_already_is_not_repeated(void **state)
{
	static const char text[] =
	    "Sesión,Tema,Texto,Fecha del acuerdo,Fecha límite,Responsable,"
	    "Medio de verificación\n"
	    "3,Salud,Uno,2026-01-22,2027-01-01,SSA,Oficio\n"
	    "3,Salud,Uno,2026-01-22,2027-01-01,SSA,Oficio\n"
	    "3,Salud,Dos,2026-01-22,2027-01-01,SSA,Oficio\n";
	struct fixture *f = *state;
	struct cmd c = words(f);
	CLEAN(arena_free) struct arena a = ARENA;
	struct bring b = {
		.kind = BRING_AGREEMENTS, .file = "a.csv", .account = "prueba"
	};
	struct bring again = b;

	again.mesa = b.mesa = fixture_mesa(f, "07065");
	institution(f, "SSA", "Secretaría de Salud");
	(void)session(f, b.mesa, 3, 1769000400);
	check(&c, &b, text, &a);
	assert_int_equal(b.count[BRING_GOOD], 2);
	assert_int_equal(b.count[BRING_SAME], 1);
	work(&c, &b, BRING_SAVE, &a);
	check(&c, &again, text, &a);
	assert_int_equal(again.count[BRING_SAME], 3);
	work(&c, &again, BRING_SAVE, &a);
	assert_int_equal(fixture_count(f, "SELECT count(*) FROM agreement"), 2);
	assert_int_equal(again.batch, 0);
}

static void
test_work_goes_on_where_it_was_cut(void **state)
{
	struct fixture *f = *state;
	struct cmd c = words(f);
	CLEAN(arena_free) struct arena a = ARENA;
	CLEAN(buf_free) struct buf text = BUF(1 << 16);
	struct bring b = {
		.kind = BRING_INSTITUTIONS, .file = "i.csv", .account = "prueba"
	};
	int turns = 0;

	assert_null(buf_str(&text, "Nombre oficial,Siglas\n"));
	for (int i = 0; i < 150; i++)
		assert_null(buf_fmt(&text, "Institución %d,I%d\n", i, i));
	assert_null(bring_new(&c, &b, buf_all(&text)));
	assert_null(bring_get(&c, b.id, &a, &b));
	assert_null(bring_mapped(&c, &b));
	/* Each time the time is over at once. */
	for (; turns < 1000; turns++) {
		assert_null(bring_get(&c, b.id, &a, &b));
		if (b.phase != BRING_CHECK)
			break;
		assert_null(bring_some(&c, &b, 1));
	}
	assert_int_equal(b.phase, BRING_READY);
	assert_true(turns > 2);
	assert_int_equal(b.count[BRING_GOOD], 150);
	assert_null(bring_go(&c, &b, BRING_SAVE));
	for (turns = 0; turns < 1000; turns++) {
		assert_null(bring_get(&c, b.id, &a, &b));
		if (b.phase != BRING_SAVE)
			break;
		assert_null(bring_some(&c, &b, 1));
	}
	assert_int_equal(b.phase, BRING_SAVED);
	assert_true(turns > 1);
	assert_int_equal(
	    fixture_count(f, "SELECT count(*) FROM institution"), 150);
	assert_int_equal(
	    fixture_count(f, "SELECT count(*) FROM import_batch"), 1);
}

/* ---- members ------------------------------------------------------------ */

static void
test_members_come_with_their_people(void **state)
{
	static const char text[] =
	    "Dependencia,Calidad,Voz,Voto,Representante,Cargo,Correo "
	    "institucional,Titular o suplente\n"
	    "ACNUR,Observadora,x,no,Pablo Rivas,Protección,p@x.org,titular\n"
	    "acnur,,,,Ana Ñandú,Enlace,,Suplente\n"
	    "Nadie,,,,,,,\n";
	struct fixture *f = *state;
	struct cmd c = words(f);
	CLEAN(arena_free) struct arena a = ARENA;
	struct bring b = {
		.kind = BRING_MEMBERS, .file = "m.csv", .account = "prueba"
	};

	b.mesa = fixture_mesa(f, "07065");
	institution(f, "ACNUR", "Alto Comisionado");
	check(&c, &b, text, &a);
	assert_int_equal(b.count[BRING_GOOD], 2);
	assert_int_equal(b.count[BRING_BAD], 1);
	work(&c, &b, BRING_SAVE, &a);
	assert_int_equal(b.count[BRING_IN], 2);
	assert_int_equal(
	    fixture_count(f, "SELECT count(*) FROM membership WHERE"
			     " quality = 5 AND voice = 1 AND vote = 0"),
	    1);
	assert_int_equal(
	    fixture_count(f, "SELECT count(*) FROM membership"), 1);
	assert_int_equal(
	    fixture_count(f, "SELECT count(*) FROM representative"), 2);
	assert_int_equal(fixture_count(f, "SELECT count(*) FROM designation"
					  " WHERE rank = 2 AND role = 4"),
	    1);
	fixture_same(f);
}

static void
test_columns_are_guessed_and_can_be_others(void **state)
{
	static const char text[] = "X,Y\n\"Servicio, nuevo\",SN\n,\n";
	struct fixture *f = *state;
	struct cmd c = words(f);
	CLEAN(arena_free) struct arena a = ARENA;
	struct bring b = {
		.kind = BRING_INSTITUTIONS, .file = "i.csv", .account = "prueba"
	};
	struct bring_row head;

	assert_null(bring_new(&c, &b, span_str(text)));
	assert_null(bring_get(&c, b.id, &a, &b));
	assert_int_equal(b.map[0].column, -1);
	assert_null(bring_head(&c, &b, &a, &head));
	assert_string_equal(head.cell[1], "Y");
	b.map[0].column = 0;
	b.map[1].column = 1;
	b.map[3].dflt = "Estatal";
	b.map[4].dflt = "7";
	assert_null(bring_mapped(&c, &b));
	assert_null(bring_get(&c, b.id, &a, &b));
	assert_string_equal(b.map[3].dflt, "Estatal");
	assert_null(bring_some(&c, &b, FOREVER));
	assert_null(bring_get(&c, b.id, &a, &b));
	assert_int_equal(b.rows, 1);
	assert_int_equal(b.count[BRING_GOOD], 1);
	work(&c, &b, BRING_SAVE, &a);
	assert_int_equal(
	    fixture_count(f, "SELECT count(*) FROM institution WHERE"
			     " government_level = 2 AND cvegeo = '07'"),
	    1);
}

/* ---- out, and in again -------------------------------------------------- */

static void
test_what_is_exported_is_understood_again(void **state)
{
	struct fixture *f = *state;
	struct cmd c = words(f);
	CLEAN(arena_free) struct arena a = ARENA;
	CLEAN(buf_free) struct buf out = BUF(1 << 20);
	struct records_ask ask = { .e = schema_entity(ENTITY_institution),
		.now = 1 };
	struct bring b = { .kind = BRING_INSTITUTIONS,
		.file = "i.xlsx",
		.account = "prueba" };
	struct grid g;
	size_t rows;

	institution(f, "SSA", "=Secretaría de «Salud»");
	institution(f, "SEP", "Secretaría de Educación");
	assert_null(records_put(&c, &ask, SHEET_XLSX, &out, &rows));
	assert_int_equal(rows, 2);
	assert_null(grid_take(&a, buf_all(&out), &g));
	assert_string_equal(grid_cell(&g.row[0], 0), "Nombre oficial");
	assert_string_equal(grid_cell(&g.row[1], 0), "#org+name");
	assert_string_equal(grid_cell(&g.row[2], 0), "=Secretaría de «Salud»");
	assert_null(bring_new(&c, &b, buf_all(&out)));
	assert_null(bring_get(&c, b.id, &a, &b));
	assert_int_equal(b.rows, 2);
	assert_int_equal(b.map[0].column, 0);
	assert_int_equal(b.map[1].column, 1);
}

#define T(test)                                                                \
	cmocka_unit_test_setup_teardown(test, fixture_open, fixture_close)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		T(test_1200_rows_37_bad_in_and_out_again),
		T(test_what_is_here_already_is_not_repeated),
		T(test_work_goes_on_where_it_was_cut),
		T(test_members_come_with_their_people),
		T(test_columns_are_guessed_and_can_be_others),
		T(test_what_is_exported_is_understood_again),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
