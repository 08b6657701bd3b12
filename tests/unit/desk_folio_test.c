/* Folios minted with no network, and texts sent by what changed in them. */
#include "tests/unit/fixture.h"

#include <stdio.h>

#include "proto/base/clock.h"
#include "proto/base/text.h"

#define ENT(e) schema_entity(ENTITY_##e)

/* The folios of all gaps are these, in order. */
static void
folios(struct fixture *f, const char *wanted)
{
	struct sql s = { .name = "folios",
		.text = "SELECT group_concat(folio, ' ') FROM"
			" (SELECT folio FROM gap ORDER BY id)",
		.scan = 1,
		.once = true };
	struct rows r = { 0 };
	char got[512];
	bool more;

	ok(db_query_args(&r, f->st.db, &s, NULL, 0));
	ok(rows_next(&r, &more));
	(void)snprintf(got, sizeof(got), "%s", rows_text(&r, 0));
	rows_done(&r);
	assert_string_equal(got, wanted);
}

static int64_t
day(const char *s)
{
	int64_t d;

	ok(text_day(s, &d));
	return (d);
}

static void
test_records_of_one_action_are_numbered_in_order(void **state)
{
	struct fixture *f = *state;
	struct fv rt[] = { FIX(roundtable, level,
			       val_int(CODE_level_municipal)),
		FIX(roundtable, kind, val_int(CODE_roundtable_kind_plenary)),
		FIX(roundtable, official_name, val_str("Mesa")),
		FIX(roundtable, code, val_str("PAL")),
		FIX(roundtable, cvegeo, val_str("07065")) };
	struct fv gap[] = { FIX(gap, roundtable, val_null()),
		FIX(gap, title, val_str("Una")),
		FIX(gap, identified_on, val_int(day("2031-05-02"))),
		FIX(gap, folio, val_null()) };
	CLEAN(act_undo) struct act act;
	dot_t id, commit;

	ok(act_begin(&act, &f->desk));
	ok(act_create(&act, ENT(roundtable), rt, 5, &id));
	gap[0].v = val_int(id);
	ok(act_create(&act, ENT(gap), gap, 3, &id));
	ok(act_create(&act, ENT(gap), gap, 3, &id));
	/* One that was given on paper is kept, and the next goes on from it. */
	gap[3].v = val_str("07-065-BR-2031-041");
	ok(act_create(&act, ENT(gap), gap, 4, &id));
	ok(act_create(&act, ENT(gap), gap, 3, &id));
	ok(act_save(&act, "ana", &commit));
	folios(f, "07-065-BR-2031-001 07-065-BR-2031-002 07-065-BR-2031-041 "
		  "07-065-BR-2031-042");
	gap[2].v = val_int(day("2031-06-01"));
	gap[0].v = val_int(fixture_mesa(f, "07089"));
	(void)fixture_make(&f->desk, ENTITY_gap, gap, 3);
	folios(f, "07-065-BR-2031-001 07-065-BR-2031-002 07-065-BR-2031-041 "
		  "07-065-BR-2031-042"
		  " 07-089-BR-2031-001");
	fixture_same(f);
}

static void
test_folios_pass_by_what_is_no_folio(void **state)
{
	struct fixture *f = *state;
	dot_t rt = fixture_mesa(f, "07065"), id, was, commit;
	struct fv gap[] = { FIX(gap, roundtable, val_int(rt)),
		FIX(gap, title, val_str("Una")), FIX(gap, folio, val_null()),
		FIX(gap, identified_on, val_null()),
		FIX(gap, resolved_on, val_int(day("2031-05-02"))) };
	struct fv se = FIX(session, roundtable, val_int(rt));
	CLEAN(act_undo) struct act act;

	was = fixture_make(&f->desk, ENTITY_gap, gap, 5);
	ok(act_begin(&act, &f->desk));
	/* In one action: an edit, another kind of record, an empty folio. */
	ok(act_edit(&act, ENT(gap), was, &gap[1], 1));
	ok(act_create(&act, ENT(session), &se, 1, &id));
	ok(act_create(&act, ENT(gap), gap, 5, &id));
	ok(act_create(&act, ENT(gap), gap, 5, &id));
	ok(act_save(&act, "ana", &commit));
	folios(f, "07-065-BR-2031-001 07-065-BR-2031-002 07-065-BR-2031-003");
	fixture_same(f);
}

static void
test_a_place_that_is_none_gives_a_folio_without_one(void **state)
{
	struct fixture *f = *state;
	struct fv rt[] = { FIX(roundtable, official_name, val_str("Mesa")),
		FIX(roundtable, cvegeo, val_str("07065-bis")) };
	struct fv gap[] = {
		FIX(gap, roundtable,
		    val_int(fixture_create(f, "07", ENTITY_roundtable, rt, 2))),
		FIX(gap, title, val_str("Una"))
	};

	(void)fixture_make(&f->desk, ENTITY_gap, gap, 2);
	rt[1] = (struct fv)FIX(roundtable, status, val_int(1));
	gap[0].v = val_int(fixture_create(f, "07", ENTITY_roundtable, rt, 2));
	(void)fixture_make(&f->desk, ENTITY_gap, gap, 2);
	assert_int_equal(
	    fixture_count(f, "SELECT count(*) FROM gap WHERE folio LIKE '07%'"),
	    0);
	assert_int_equal(
	    fixture_count(f, "SELECT count(DISTINCT folio) FROM gap"), 2);
	fixture_same(f);
}

static void
test_each_computer_and_each_year_count_for_themselves(void **state)
{
	struct fixture *f = *state;
	struct fv gap[] = { FIX(gap, roundtable,
				val_int(fixture_mesa(f, "07065"))),
		FIX(gap, title, val_str("Una")),
		FIX(gap, identified_on, val_int(day("2031-05-02"))) };
	struct desk other = f->desk;

	(void)fixture_make(&f->desk, ENTITY_gap, gap, 3);
	other.letter = 'b';
	(void)fixture_make(&other, ENTITY_gap, gap, 3);
	(void)fixture_make(&other, ENTITY_gap, gap, 3);
	gap[2].v = val_int(day("2032-01-01"));
	(void)fixture_make(&f->desk, ENTITY_gap, gap, 3);
	folios(f, "07-065-BR-2031-001 07-065-BR-2031-001b 07-065-BR-2031-002b"
		  " 07-065-BR-2032-001");
	fixture_same(f);
}

static void
test_a_federal_roundtable_has_folios_without_a_place(void **state)
{
	struct fixture *f = *state;
	struct fv rt[] = { FIX(roundtable, level, val_int(CODE_level_federal)),
		FIX(roundtable, kind, val_int(CODE_roundtable_kind_plenary)),
		FIX(roundtable, official_name, val_str("Mesa federal")),
		FIX(roundtable, code, val_str("MIRPC")) };
	dot_t id = fixture_make(&f->desk, ENTITY_roundtable, rt, 4);
	struct fv gap[] = { FIX(gap, roundtable, val_int(id)),
		FIX(gap, title, val_str("Una")),
		FIX(gap, identified_on, val_int(day("2031-05-02"))) };

	assert_int_equal(ledger_log(f->st.l, dot_log(id))->space,
	    fixture_space(f, "federal"));
	(void)fixture_make(&f->desk, ENTITY_gap, gap, 3);
	assert_int_equal(fixture_count(f, "SELECT count(*) FROM gap WHERE"
					  " folio LIKE '%BR-2031-001'"),
	    1);
	assert_int_equal(fixture_count(f, "SELECT count(*) FROM gap WHERE"
					  " folio LIKE '07%'"),
	    0);
}

/* ---- texts -------------------------------------------------------------- */

#define LONG "Un párrafo bastante largo que no cambia, para que valga la pena. "

static const struct {
	const char *was, *now;
	bool splice;
} texts[] = {
	{ LONG "é", LONG "è", true },   /* second byte differs */
	{ "é" LONG, "è" LONG, true },   /* and at the start */
	{ "aé" LONG, "aĩ" LONG, true }, /* the last one is equal */
	{ LONG LONG, LONG, true },      /* cut */
	{ LONG, LONG LONG, true },      /* doubled */
	{ LONG, LONG "más", true },
	{ LONG, "Más. " LONG, true },
	{ LONG "a" LONG, LONG "b" LONG, true },
	{ LONG "ñ", LONG, true },
	{ LONG, LONG, true }, /* the same again */
	{ "corto", "corta", false },
	{ LONG, "Otra cosa.", false },
	{ LONG, "", false },
	{ "", LONG, false },
};

static void
test_a_text_arrives_as_it_was_written_however_it_travels(void **state)
{
	CLEAN(arena_free) struct arena a = ARENA;
	struct fixture *f = *state;
	dot_t rt = fixture_mesa(f, "07065");

	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		struct fv gap[] = { FIX(gap, roundtable, val_int(rt)),
			FIX(gap, title, val_str("Una")),
			FIX(gap, description, val_str(texts[i].was)) };
		dot_t id = fixture_make(
		    &f->desk, ENTITY_gap, gap, texts[i].was[0] == '\0' ? 2 : 3);
		struct fv fv = FIX(gap, description, val_str(texts[i].now));
		CLEAN(act_undo) struct act act;
		struct record r;
		dot_t commit;
		bool found;

		ok(act_begin(&act, &f->desk));
		ok(act_edit(&act, ENT(gap), id, &fv, 1));
		assert_int_equal(
		    act.ops[0].kind, texts[i].splice ? OP_SPLICE : OP_EDIT);
		/* Twice in one action: the second says the whole. */
		ok(act_edit(&act, ENT(gap), id, &fv, 1));
		assert_int_equal(act.ops[1].kind, OP_EDIT);
		act_undo(&act);
		ok(act_begin(&act, &f->desk));
		ok(act_edit(&act, ENT(gap), id, &fv, 1));
		ok(act_save(&act, "ana", &commit));
		ok(state_get(f->st.l, ENT(gap), id, &a, &r, &found));
		assert_true(span_eq(
		    r.v[FIELD_gap_description - 1].s, span_str(texts[i].now)));
		/* And on from there. */
		fv.v = val_str(LONG "Fin.");
		ok(fixture_edit(&f->desk, ENTITY_gap, id, &fv, 1));
		ok(state_get(f->st.l, ENT(gap), id, &a, &r, &found));
		assert_true(span_eq(
		    r.v[FIELD_gap_description - 1].s, span_str(LONG "Fin.")));
	}
	fixture_same(f);
}

static void
test_a_text_of_a_record_just_made_or_emptied_is_said_whole(void **state)
{
	struct fixture *f = *state;
	dot_t rt = fixture_mesa(f, "07065"), id, commit;
	struct fv gap[] = { FIX(gap, roundtable, val_int(rt)),
		FIX(gap, title, val_str("Una")),
		FIX(gap, description, val_str(LONG)) };
	struct fv fv = FIX(gap, description, val_str(LONG "Fin."));
	CLEAN(act_undo) struct act act;

	ok(act_begin(&act, &f->desk));
	ok(act_create(&act, ENT(gap), gap, 3, &id));
	ok(act_edit(&act, ENT(gap), id, &fv, 1));
	assert_int_equal(act.ops[1].kind, OP_EDIT);
	ok(act_save(&act, "ana", &commit));
	assert_int_equal(fixture_count(f, "SELECT count(*) FROM gap WHERE"
					  " description LIKE '%Fin.'"),
	    1);
	fv.v = val_null();
	ok(fixture_edit(&f->desk, ENTITY_gap, id, &fv, 1));
	fv.v = val_str(LONG);
	ok(fixture_edit(&f->desk, ENTITY_gap, id, &fv, 1));
	assert_int_equal(fixture_count(f, "SELECT count(*) FROM gap WHERE"
					  " description LIKE '%la pena. '"),
	    1);
	fixture_same(f);
}

static void
test_one_edit_may_add_to_several_lists(void **state)
{
	struct fixture *f = *state;
	dot_t id = fixture_gap(&f->desk, fixture_mesa(f, "07065"), "Una");
	struct fv fv[] = { FIX(gap, population, val_int(1)),
		FIX(gap, population, val_int(2)),
		FIX(gap, severity, val_int(3)),
		FIX(gap, territories, val_str("07")),
		FIX(gap, population, val_null()) };
	CLEAN(act_undo) struct act act;
	dot_t commit;

	ok(fixture_edit(&f->desk, ENTITY_gap, id, fv, 4));
	assert_int_equal(fixture_count(f, "SELECT count(*) FROM element"), 3);
	/* And one may take from several. */
	fv[2] = fv[3];
	ok(act_begin(&act, &f->desk));
	ok(act_list(&act, ENT(gap), id, false, fv, 0));
	ok(act_list(&act, ENT(gap), id, false, &fv[1], 2));
	ok(act_save(&act, "ana", &commit));
	assert_int_equal(fixture_count(f, "SELECT count(*) FROM element"
					  " WHERE removed = 0"),
	    1);
	fails_saying(fixture_edit(&f->desk, ENTITY_gap, id, &fv[4], 1),
	    ERR_USAGE, "is a list");
	fixture_same(f);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		IN_STORE(test_records_of_one_action_are_numbered_in_order),
		IN_STORE(test_each_computer_and_each_year_count_for_themselves),
		IN_STORE(test_a_federal_roundtable_has_folios_without_a_place),
		IN_STORE(
		    test_a_text_arrives_as_it_was_written_however_it_travels),
		IN_STORE(test_folios_pass_by_what_is_no_folio),
		IN_STORE(test_a_place_that_is_none_gives_a_folio_without_one),
		IN_STORE(
		    test_a_text_of_a_record_just_made_or_emptied_is_said_whole),
		IN_STORE(test_one_edit_may_add_to_several_lists),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
