/* Agreements, reschedules, gaps; what holds for every record. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "tests/unit/mesa.h"

static int
setup(void **state)
{
	struct mesa *m = mem_new(sizeof(*m));

	mesa_open(m);
	*state = m;
	return (0);
}

static int
teardown(void **state)
{
	mesa_close(*state);
	mem_free(*state);
	return (0);
}

#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

/* ---- 1 ------------------------------------------------------------------- */

static void
new_agreement(struct mesa *m)
{
	CREATE(m, agreement, NEW, INT(agreement, session, SESSION),
	    TEXT(agreement, text, "Otro"),
	    CODE(agreement, theme, theme, health),
	    INT(agreement, agreed_on, TODAY), INT(agreement, due_on, TODAY + 9),
	    TEXT(agreement, means_of_verification, "Minuta"));
}

static void
respond(struct mesa *m, int role)
{
	CREATE(m, responsible, NEW + 1, INT(responsible, agreement, NEW),
	    INT(responsible, institution, SEP),
	    { FIELD_responsible_role, val_int(role) });
}

static void
test_an_agreement_and_its_responsible_are_created_together(void **state)
{
	struct mesa *m = *state;

	new_agreement(m);
	respond(m, CODE_responsible_role_responsible);
	assert_int_equal(mesa_save(m), FINE);
	assert_int_equal(m->notes.n, 0);
}

static void
test_an_agreement_without_a_responsible_institution_is_refused(void **state)
{
	struct mesa *m = *state;

	new_agreement(m);
	assert_int_equal(mesa_save(m), 1);
	new_agreement(m);
	respond(m, CODE_responsible_role_support);
	assert_int_equal(mesa_save(m), 1);
	VOID(m, responsible, RESPONSIBLE);
	assert_int_equal(mesa_save(m), 1);
	EDIT(m, responsible, RESPONSIBLE,
	    CODE(responsible, role, responsible_role, verifier));
	assert_int_equal(mesa_save(m), 1);
}

static void
test_an_agreement_with_an_empty_field_is_refused_by_its_name(void **state)
{
	struct mesa *m = *state;

	EDIT(m, agreement, AGREEMENT, TEXT(agreement, text, " \n"));
	assert_int_equal(mesa_save(m), 1);
	assert_non_null(strstr(err_last.text, "07-AC-2026-001: text is empty"));
	EDIT(m, agreement, AGREEMENT, NONE(agreement, theme));
	assert_int_equal(mesa_save(m), 1);
	EDIT(m, agreement, AGREEMENT, NONE(agreement, agreed_on));
	assert_int_equal(mesa_save(m), 1);
	EDIT(m, agreement, AGREEMENT, NONE(agreement, means_of_verification));
	assert_int_equal(mesa_save(m), 1);
	EDIT(m, agreement, AGREEMENT, TEXT(agreement, text, "Otro texto."));
	assert_int_equal(mesa_save(m), FINE);
}

static void
test_a_due_date_before_the_agreement_is_refused(void **state)
{
	struct mesa *m = *state;

	EDIT(m, agreement, AGREEMENT, INT(agreement, agreed_on, TODAY + 61));
	assert_int_equal(mesa_save(m), 1);
	EDIT(m, agreement, AGREEMENT, INT(agreement, agreed_on, TODAY + 60));
	assert_int_equal(mesa_save(m), FINE);
	assert_true(mesa_noted(m, 12, "futuro"));
}

static void
test_only_a_standing_agreement_has_no_due_date(void **state)
{
	struct mesa *m = *state;

	CREATE(m, agreement, NEW, INT(agreement, session, SESSION),
	    TEXT(agreement, text, "Otro"),
	    CODE(agreement, theme, theme, health),
	    INT(agreement, agreed_on, TODAY),
	    TEXT(agreement, means_of_verification, "Minuta"));
	respond(m, CODE_responsible_role_responsible);
	EDIT(m, agreement, NEW,
	    CODE(agreement, status, agreement_status, standing));
	assert_int_equal(mesa_save(m), FINE);
	EDIT(m, agreement, NEW,
	    CODE(agreement, status, agreement_status, in_progress));
	assert_int_equal(mesa_save(m), 1);
}

static void
test_a_session_with_agreements_is_not_voided(void **state)
{
	struct mesa *m = *state;

	VOID(m, session, SESSION);
	assert_int_equal(mesa_save(m), 1);
	VOID(m, session, NEXT_SESSION);
	assert_int_equal(mesa_save(m), FINE);
}

/* ---- 2 ------------------------------------------------------------------- */

static void
done(struct mesa *m)
{
	EDIT(m, agreement, AGREEMENT,
	    CODE(agreement, status, agreement_status, done),
	    INT(agreement, done_on, TODAY));
}

static void
test_done_needs_evidence_or_the_reason_of_its_absence(void **state)
{
	struct mesa *m = *state;

	done(m);
	assert_int_equal(mesa_save(m), 2);
	done(m);
	EDIT(m, agreement, AGREEMENT,
	    TEXT(agreement, no_evidence_reason, "Fue verbal"));
	assert_int_equal(mesa_save(m), FINE);
}

static void
test_done_with_a_document_needs_no_reason(void **state)
{
	struct mesa *m = *state;

	done(m);
	CREATE(m, document, NEW, INT(document, object, AGREEMENT));
	assert_int_equal(mesa_save(m), FINE);
	VOID(m, document, NEW);
	assert_int_equal(mesa_save(m), 2);
}

static void
test_done_needs_its_date(void **state)
{
	struct mesa *m = *state;

	EDIT(m, agreement, AGREEMENT,
	    CODE(agreement, status, agreement_status, done),
	    TEXT(agreement, no_evidence_reason, "Fue verbal"));
	assert_int_equal(mesa_save(m), 2);
	EDIT(m, agreement, AGREEMENT,
	    CODE(agreement, status, agreement_status, done),
	    INT(agreement, done_on, TODAY - 31),
	    TEXT(agreement, no_evidence_reason, "Fue verbal"));
	assert_int_equal(mesa_save(m), 2);
}

static void
test_cancelling_needs_a_reason_and_who_decided(void **state)
{
	struct mesa *m = *state;

	EDIT(m, agreement, AGREEMENT,
	    CODE(agreement, status, agreement_status, cancelled));
	assert_int_equal(mesa_save(m), 2);
	EDIT(m, agreement, AGREEMENT,
	    CODE(agreement, status, agreement_status, cancelled),
	    TEXT(agreement, cancel_reason, "Sin presupuesto"));
	assert_int_equal(mesa_save(m), 2);
	EDIT(m, agreement, AGREEMENT,
	    CODE(agreement, status, agreement_status, cancelled),
	    TEXT(agreement, cancel_reason, "Sin presupuesto"),
	    INT(agreement, decided_in, NEXT_SESSION));
	assert_int_equal(mesa_save(m), FINE);
	EDIT(m, agreement, AGREEMENT,
	    CODE(agreement, status, agreement_status, in_progress));
	assert_int_equal(mesa_save(m), 2);
	assert_non_null(strstr(err_last.text, "es definitivo"));
}

/* ---- 3 ------------------------------------------------------------------- */

static void
reschedule(struct mesa *m, int64_t from, int64_t to)
{
	CREATE(m, reschedule, NEW, INT(reschedule, agreement, AGREEMENT),
	    INT(reschedule, old_due, from), INT(reschedule, new_due, to),
	    TEXT(reschedule, reason, "Lluvias"));
}

static void
test_a_due_date_moves_only_with_its_reschedule(void **state)
{
	struct mesa *m = *state;

	EDIT(m, agreement, AGREEMENT, INT(agreement, due_on, TODAY + 90));
	assert_int_equal(mesa_save(m), 3);
	EDIT(m, agreement, AGREEMENT, INT(agreement, due_on, TODAY + 90));
	reschedule(m, TODAY + 60, TODAY + 91);
	assert_int_equal(mesa_save(m), 3);
	EDIT(m, agreement, AGREEMENT, INT(agreement, due_on, TODAY + 90));
	reschedule(m, TODAY + 59, TODAY + 90);
	assert_int_equal(mesa_save(m), 3);
	EDIT(m, agreement, AGREEMENT, INT(agreement, due_on, TODAY + 90));
	reschedule(m, TODAY + 60, TODAY + 90);
	assert_int_equal(mesa_save(m), FINE);
}

static void
test_a_due_date_is_not_erased(void **state)
{
	struct mesa *m = *state;

	EDIT(m, agreement, AGREEMENT, NONE(agreement, due_on),
	    CODE(agreement, status, agreement_status, standing));
	assert_int_equal(mesa_save(m), 3);
	EDIT(m, agreement, AGREEMENT, INT(agreement, due_on, TODAY + 60));
	assert_int_equal(mesa_save(m), FINE);
}

static void
test_a_reschedule_that_changes_nothing_is_refused(void **state)
{
	struct mesa *m = *state;

	reschedule(m, TODAY + 60, TODAY + 90);
	assert_int_equal(mesa_save(m), 3);
	reschedule(m, TODAY + 60, TODAY + 60);
	assert_int_equal(mesa_save(m), 3);
}

static void
test_a_voided_reschedule_gives_the_old_date_back(void **state)
{
	struct mesa *m = *state;

	EDIT(m, agreement, AGREEMENT, INT(agreement, due_on, TODAY + 90));
	reschedule(m, TODAY + 60, TODAY + 90);
	assert_int_equal(mesa_save(m), FINE);
	VOID(m, reschedule, NEW);
	assert_int_equal(mesa_save(m), 3);
	VOID(m, reschedule, NEW);
	EDIT(m, agreement, AGREEMENT, INT(agreement, due_on, TODAY + 60));
	assert_int_equal(mesa_save(m), FINE);
}

static void
test_a_resolution_of_the_due_date_needs_no_reschedule(void **state)
{
	struct mesa *m = *state;

	RESOLVE(m, agreement, AGREEMENT, INT(agreement, due_on, TODAY + 80));
	assert_int_equal(mesa_save(m), FINE);
}

static void
test_a_reschedule_needs_a_reason(void **state)
{
	struct mesa *m = *state;

	EDIT(m, agreement, AGREEMENT, INT(agreement, due_on, TODAY + 90));
	CREATE(m, reschedule, NEW, INT(reschedule, agreement, AGREEMENT),
	    INT(reschedule, old_due, TODAY + 60),
	    INT(reschedule, new_due, TODAY + 90));
	assert_int_equal(mesa_save(m), 0);
}

/* ---- 13, 15 ---------------------------------------------------------------
 */

static void
resolved(struct mesa *m)
{
	EDIT(m, gap, GAP, CODE(gap, status, gap_status, resolved),
	    INT(gap, resolved_on, TODAY));
}

static void
test_a_gap_is_resolved_by_a_done_agreement(void **state)
{
	struct mesa *m = *state;

	resolved(m);
	assert_int_equal(mesa_save(m), 13);
	done(m);
	EDIT(m, agreement, AGREEMENT,
	    TEXT(agreement, no_evidence_reason, "Fue verbal"));
	resolved(m);
	assert_int_equal(mesa_save(m), FINE);
	/* The agreement cannot be taken up again under a resolved gap. */
	EDIT(m, agreement, AGREEMENT,
	    CODE(agreement, status, agreement_status, in_progress));
	assert_int_equal(mesa_save(m), 13);
	REMOVE(m, agreement, AGREEMENT, INT(agreement, gaps, GAP));
	assert_int_equal(mesa_save(m), 13);
}

static void
test_a_gap_is_resolved_by_a_reason_and_reopened(void **state)
{
	struct mesa *m = *state;

	EDIT(m, gap, GAP, CODE(gap, status, gap_status, resolved),
	    TEXT(gap, close_reason, "Cambió la norma"));
	assert_int_equal(mesa_save(m), FINE);
	assert_true(mesa_noted(m, 13, "fecha de resolución"));
	EDIT(m, gap, GAP, CODE(gap, status, gap_status, addressed));
	assert_int_equal(mesa_save(m), 13);
	EDIT(m, gap, GAP, CODE(gap, status, gap_status, reopened));
	assert_int_equal(mesa_save(m), FINE);
}

static void
test_a_reach_is_a_range_of_persons(void **state)
{
	struct mesa *m = *state;

	EDIT(m, gap, GAP, INT(gap, reach_from, 50), INT(gap, reach_to, 10));
	assert_int_equal(mesa_save(m), 15);
	EDIT(m, gap, GAP, INT(gap, reach_from, -1));
	assert_int_equal(mesa_save(m), 15);
	EDIT(m, gap, GAP, INT(gap, reach_from, 10), INT(gap, reach_to, 50));
	assert_int_equal(mesa_save(m), FINE);
}

static void
test_counts_of_one_to_four_persons_are_suppressed(void **state)
{
	(void)state;
	assert_false(rule_suppressed(0));
	assert_true(rule_suppressed(1));
	assert_true(rule_suppressed(4));
	assert_false(rule_suppressed(5));
}

/* ---- every record -----------------------------------------------------------
 */

static void
test_voiding_and_resolving_need_a_reason(void **state)
{
	struct mesa *m = *state;

	mesa_change(m, RULE_VOID, ENTITY_gap, GAP, NULL, "");
	assert_int_equal(mesa_save(m), 0);
	mesa_change(m, RULE_RESOLVE, ENTITY_agreement, AGREEMENT,
	    FV(INT(agreement, due_on, TODAY + 60)), NULL);
	assert_int_equal(mesa_save(m), 0);
	VOID(m, gap, GAP);
	assert_int_equal(mesa_save(m), FINE);
}

static void
test_what_is_only_appended_is_voided_but_not_edited(void **state)
{
	struct mesa *m = *state;

	CREATE(m, followup, NEW, INT(followup, agreement, AGREEMENT),
	    INT(followup, pct, 40));
	ADD(m, followup, NEW, INT(followup, evidence, 7));
	assert_int_equal(mesa_save(m), FINE);
	EDIT(m, followup, NEW, INT(followup, pct, 50));
	assert_int_equal(mesa_save(m), 0);
	ADD(m, followup, NEW, INT(followup, evidence, 8));
	assert_int_equal(mesa_save(m), 0);
	VOID(m, followup, NEW);
	assert_int_equal(mesa_save(m), FINE);
}

static void
test_a_percentage_is_between_0_and_100(void **state)
{
	struct mesa *m = *state;

	EDIT(m, agreement, AGREEMENT, INT(agreement, progress_pct, 101));
	assert_int_equal(mesa_save(m), 0);
	EDIT(m, agreement, AGREEMENT, INT(agreement, progress_pct, 100));
	assert_int_equal(mesa_save(m), FINE);
}

static void
test_a_record_does_not_move_to_another_parent(void **state)
{
	struct mesa *m = *state;

	EDIT(m, responsible, RESPONSIBLE, INT(responsible, agreement, NEW));
	assert_int_equal(mesa_save(m), 0);
	EDIT(m, gap, GAP, TEXT(gap, folio, "07-BR-2026-002"));
	assert_int_equal(mesa_save(m), 0);
}

static void
test_an_escalation_goes_elsewhere_and_its_answer_is_written(void **state)
{
	struct mesa *m = *state;

	CREATE(m, escalation, NEW, INT(escalation, from_roundtable, CHIAPAS),
	    INT(escalation, to_roundtable, CHIAPAS),
	    INT(escalation, object, GAP));
	assert_int_equal(mesa_save(m), 0);
	CREATE(m, escalation, NEW, INT(escalation, from_roundtable, CHIAPAS),
	    INT(escalation, to_roundtable, FEDERAL),
	    INT(escalation, object, GAP),
	    CODE(escalation, status, escalation_status, sent));
	assert_int_equal(mesa_save(m), FINE);
	EDIT(m, escalation, NEW,
	    CODE(escalation, status, escalation_status, answered));
	assert_int_equal(mesa_save(m), 0);
	EDIT(m, escalation, NEW,
	    CODE(escalation, status, escalation_status, answered),
	    TEXT(escalation, answer, "Se instruyó."));
	assert_int_equal(mesa_save(m), FINE);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		T(test_an_agreement_and_its_responsible_are_created_together),
		T(test_an_agreement_without_a_responsible_institution_is_refused),
		T(test_an_agreement_with_an_empty_field_is_refused_by_its_name),
		T(test_a_due_date_before_the_agreement_is_refused),
		T(test_only_a_standing_agreement_has_no_due_date),
		T(test_a_session_with_agreements_is_not_voided),
		T(test_done_needs_evidence_or_the_reason_of_its_absence),
		T(test_done_with_a_document_needs_no_reason),
		T(test_done_needs_its_date),
		T(test_cancelling_needs_a_reason_and_who_decided),
		T(test_a_due_date_moves_only_with_its_reschedule),
		T(test_a_due_date_is_not_erased),
		T(test_a_reschedule_that_changes_nothing_is_refused),
		T(test_a_voided_reschedule_gives_the_old_date_back),
		T(test_a_resolution_of_the_due_date_needs_no_reschedule),
		T(test_a_reschedule_needs_a_reason),
		T(test_a_gap_is_resolved_by_a_done_agreement),
		T(test_a_gap_is_resolved_by_a_reason_and_reopened),
		T(test_a_reach_is_a_range_of_persons),
		T(test_counts_of_one_to_four_persons_are_suppressed),
		T(test_voiding_and_resolving_need_a_reason),
		T(test_what_is_only_appended_is_voided_but_not_edited),
		T(test_a_percentage_is_between_0_and_100),
		T(test_a_record_does_not_move_to_another_parent),
		T(test_an_escalation_goes_elsewhere_and_its_answer_is_written),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
