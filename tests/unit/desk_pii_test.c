/* Rule 14 at the desk: what looks like personal data, and decisions on it. */
#include "tests/unit/fixture.h"

#define ENT(e) schema_entity(ENTITY_##e)
#define CURP   "JUYM460818XSPLVD04"
#define PHONE  "961 123 4567"

static int64_t
decisions(struct fixture *f)
{
	return (fixture_count(
	    f, "SELECT count(*) FROM pii_decision WHERE life = 0"));
}

/* Create a gap with that text, with decisions of that reason or none. */
static err_t
record_gap(
    struct desk *d, dot_t mesa, const char *text, const char *reason, dot_t *id)
{
	CLEAN(act_undo) struct act act;
	struct fv fv[] = { FIX(gap, roundtable, val_int(mesa)),
		FIX(gap, title, val_str("Citas")),
		FIX(gap, description, val_str(text)) };
	dot_t commit;

	TRY(act_begin(&act, d));
	act.not_personal = reason;
	TRY(act_create(&act, ENT(gap), fv, FIX_N(fv), id));
	return (act_save(&act, "ana", &commit));
}

static void
test_a_text_with_a_curp_is_refused_and_the_sentence_does_not_repeat_it(
    void **state)
{
	struct fixture *f = *state;
	dot_t mesa = fixture_mesa(f, "07065"), id;
	err_t e = record_gap(&f->desk, mesa, "Caso " CURP ".", NULL, &id);

	fails_saying(e, ERR_RULE, "rule 14: ");
	assert_non_null(strstr(e->text, "Descripción"));
	assert_null(strstr(e->text, CURP));
	assert_int_equal(fixture_count(f, "SELECT count(*) FROM gap"), 0);
}

static void
test_with_a_reason_it_passes_and_the_log_has_a_hash_and_not_the_text(
    void **state)
{
	struct fixture *f = *state;
	dot_t mesa = fixture_mesa(f, "07065"), id;

	ok(record_gap(&f->desk, mesa, "Marcar al " PHONE " de la ventanilla",
	    "es de la ventanilla", &id));
	assert_int_equal(decisions(f), 1);
	assert_int_equal(
	    fixture_count(f, "SELECT count(*) FROM pii_decision WHERE"
			     " verdict = 2 AND kind = 3 AND"
			     " reason = 'es de la ventanilla' AND"
			     " length(hash) = 43"),
	    1);
	/* In the space of what it is about. */
	assert_int_equal(
	    fixture_count(f, "SELECT count(*) FROM pii_decision p JOIN gap g"
			     " ON g.id = p.object AND g.space = p.space"),
	    1);
	fixture_same(f);
}

static void
test_a_reason_is_needed_and_is_a_text_like_others(void **state)
{
	struct fixture *f = *state;
	dot_t mesa = fixture_mesa(f, "07065"), id;

	fails_saying(record_gap(&f->desk, mesa, "Al " PHONE, " ", &id),
	    ERR_RULE, "Say why");
	fails_saying(record_gap(&f->desk, mesa, "Al " PHONE,
			 "lo dijo maria@gmail.com", &id),
	    ERR_RULE, "rule 14");
	assert_int_equal(decisions(f), 0);
}

static void
test_what_was_decided_once_is_not_asked_again_of_that_record(void **state)
{
	struct fixture *f = *state;
	dot_t mesa = fixture_mesa(f, "07065"), id, other;
	struct fv fv =
	    FIX(gap, description, val_str("Marcar al 961-123-4567, o ir."));

	ok(record_gap(&f->desk, mesa, "Marcar al " PHONE, "ventanilla", &id));
	ok(fixture_edit(&f->desk, ENTITY_gap, id, &fv, 1));
	assert_int_equal(decisions(f), 1);
	/* Another record is another matter, and so is another number. */
	fails(record_gap(&f->desk, mesa, "Marcar al " PHONE, NULL, &other),
	    ERR_RULE);
	fv.v = val_str("Marcar al 961 123 4568");
	fails(fixture_edit(&f->desk, ENTITY_gap, id, &fv, 1), ERR_RULE);
}

static void
test_a_decision_that_is_voided_counts_no_more(void **state)
{
	CLEAN(act_undo) struct act act;
	struct fixture *f = *state;
	dot_t mesa = fixture_mesa(f, "07065"), id, commit;
	struct fv fv = FIX(gap, description, val_str("Ahora al " PHONE "."));
	int64_t decision;

	ok(record_gap(&f->desk, mesa, "Marcar al " PHONE, "ventanilla", &id));
	decision = fixture_count(f, "SELECT id FROM pii_decision");
	ok(act_begin(&act, &f->desk));
	ok(act_void(&act, ENT(pii_decision), decision, LIFE_VOIDED, "no era"));
	ok(act_save(&act, "ana", &commit));
	fails(fixture_edit(&f->desk, ENTITY_gap, id, &fv, 1), ERR_RULE);
}

/* An edit of a long text travels as a splice: neither what is put in nor what
 * stood there is a number by itself. */
static void
test_a_number_that_an_edit_completes_is_found(void **state)
{
	static const char was[] =
	    "Un párrafo que es largo, para que el cambio viaje corto. Marcar "
	    "al 961 123 456 de lunes a viernes en horas de oficina.";
	static const char now[] =
	    "Un párrafo que es largo, para que el cambio viaje corto. Marcar "
	    "al 961 123 4567 de lunes a viernes en horas de oficina.";
	struct fixture *f = *state;
	dot_t mesa = fixture_mesa(f, "07065"), id;
	struct fv fv = FIX(gap, description, val_str(now));

	ok(record_gap(&f->desk, mesa, was, NULL, &id));
	fails_saying(fixture_edit(&f->desk, ENTITY_gap, id, &fv, 1), ERR_RULE,
	    "rule 14");
}

static void
test_the_reason_of_a_change_is_a_text_like_others(void **state)
{
	CLEAN(act_undo) struct act act;
	struct fixture *f = *state;
	dot_t mesa = fixture_mesa(f, "07065"), id, commit;

	id = fixture_gap(&f->desk, mesa, "Citas");
	ok(act_begin(&act, &f->desk));
	ok(act_void(&act, ENT(gap), id, LIFE_VOIDED, "es el caso " CURP));
	fails_saying(act_save(&act, "ana", &commit), ERR_RULE, "rule 14");
}

static void
test_how_an_institution_is_reached_is_no_persons(void **state)
{
	struct fixture *f = *state;
	struct fv fv[] = { FIX(institution, official_name, val_str("Casa")),
		FIX(institution, contact,
		    val_str("961 123 4567, casa@hotmail.com")) };
	struct fv bad = FIX(institution, contact, val_str("de " CURP));
	dot_t id = fixture_make(&f->desk, ENTITY_institution, fv, 2);

	fails(
	    fixture_edit(&f->desk, ENTITY_institution, id, &bad, 1), ERR_RULE);
	bad = (struct fv)FIX(
	    institution, official_name, val_str("Casa, tel. 961 123 4567"));
	fails(
	    fixture_edit(&f->desk, ENTITY_institution, id, &bad, 1), ERR_RULE);
}

/* A decision goes with a proposal, and does not make a mix of it. */
static void
test_a_proposal_to_another_office_carries_its_decision(void **state)
{
	struct fixture *f = *state;
	dot_t mesa = fixture_mesa(f, "07065"), id, commit;
	struct fixture_office o;
	CLEAN(act_undo) struct act act;
	struct fv fv = FIX(gap, description, val_str("Marcar al " PHONE));

	fixture_office(f, "TAP", &o);
	id = fixture_gap(&f->desk, mesa, "Citas");
	fixture_stamp(f);
	ok(act_begin(&act, &o.desk));
	act.not_personal = "es de la ventanilla";
	ok(act_edit(&act, ENT(gap), id, &fv, 1));
	ok(act_save(&act, "luis", &commit));
	assert_true(act.proposal);
	assert_int_equal(decisions(f), 1);
	assert_int_equal(fixture_count(f, "SELECT count(*) FROM held"), 1);
	key_free(&o.key);
	fixture_same(f);
}

static void
test_what_was_taken_out_is_noted_without_a_hash(void **state)
{
	CLEAN(act_undo) struct act act;
	struct fixture *f = *state;
	dot_t mesa = fixture_mesa(f, "07065"), id, commit;
	struct fv fv[] = { FIX(gap, roundtable, val_int(mesa)),
		FIX(gap, title, val_str("Citas")) };

	ok(act_begin(&act, &f->desk));
	ok(act_create(&act, ENT(gap), fv, 2, &id));
	ok(act_pii_removed(&act, CODE_pii_kind_curp));
	ok(act_save(&act, "ana", &commit));
	assert_int_equal(
	    fixture_count(f, "SELECT count(*) FROM pii_decision WHERE"
			     " verdict = 1 AND kind = 1 AND hash IS NULL"),
	    1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		IN_STORE(
		    test_a_text_with_a_curp_is_refused_and_the_sentence_does_not_repeat_it),
		IN_STORE(
		    test_with_a_reason_it_passes_and_the_log_has_a_hash_and_not_the_text),
		IN_STORE(test_a_reason_is_needed_and_is_a_text_like_others),
		IN_STORE(
		    test_what_was_decided_once_is_not_asked_again_of_that_record),
		IN_STORE(test_a_decision_that_is_voided_counts_no_more),
		IN_STORE(test_a_number_that_an_edit_completes_is_found),
		IN_STORE(test_the_reason_of_a_change_is_a_text_like_others),
		IN_STORE(test_how_an_institution_is_reached_is_no_persons),
		IN_STORE(
		    test_a_proposal_to_another_office_carries_its_decision),
		IN_STORE(test_what_was_taken_out_is_noted_without_a_hash),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
