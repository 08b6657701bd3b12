/* Sessions, their attendance and their minutes. */
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

static void
approve(struct mesa *m)
{
	EDIT(m, minutes, MINUTES,
	    CODE(minutes, status, minutes_status, approved),
	    INT(minutes, approved_on, TODAY), TEXT(minutes, sha256, "ab"));
	ADD(m, minutes, MINUTES, INT(minutes, agreements, AGREEMENT));
	must(mesa_save(m) == FINE);
}

/* ---- 4, 5 ------------------------------------------------------------------
 */

static void
test_minutes_are_approved_with_their_text_and_date(void **state)
{
	struct mesa *m = *state;

	EDIT(m, minutes, MINUTES,
	    CODE(minutes, status, minutes_status, approved));
	assert_int_equal(mesa_save(m), 4);
	EDIT(m, minutes, MINUTES,
	    CODE(minutes, status, minutes_status, approved),
	    INT(minutes, approved_on, TODAY), TEXT(minutes, text, ""));
	assert_int_equal(mesa_save(m), 4);
	EDIT(m, minutes, MINUTES,
	    CODE(minutes, status, minutes_status, approved),
	    INT(minutes, approved_on, TODAY));
	assert_int_equal(mesa_save(m), FINE);
	assert_true(mesa_noted(m, 4, "huella"));
}

static void
test_approved_minutes_do_not_change(void **state)
{
	struct mesa *m = *state;

	EDIT(m, minutes, MINUTES, TEXT(minutes, text, "Borrador dos."));
	assert_int_equal(mesa_save(m), FINE);
	approve(m);
	EDIT(m, minutes, MINUTES, TEXT(minutes, text, "Otra cosa."));
	assert_int_equal(mesa_save(m), 4);
	assert_non_null(strstr(err_last.text, "make an amendment"));
	RESOLVE(m, minutes, MINUTES, TEXT(minutes, text, "Otra cosa."));
	assert_int_equal(mesa_save(m), 4);
	ADD(m, minutes, MINUTES, INT(minutes, agreements, NEW));
	assert_int_equal(mesa_save(m), 4);
	REMOVE(m, minutes, MINUTES, INT(minutes, agreements, AGREEMENT));
	assert_int_equal(mesa_save(m), 4);
	EDIT(m, minutes, MINUTES, INT(minutes, approved_on, TODAY - 1));
	assert_int_equal(mesa_save(m), 4);
	EDIT(m, minutes, MINUTES, CODE(minutes, status, minutes_status, draft));
	assert_int_equal(mesa_save(m), 4);
	VOID(m, minutes, MINUTES);
	assert_int_equal(mesa_save(m), 4);
}

static void
test_approved_minutes_are_signed_and_published(void **state)
{
	struct mesa *m = *state;

	approve(m);
	ADD(m, minutes, MINUTES, INT(minutes, signatures, TITULAR));
	EDIT(m, minutes, MINUTES, CODE(minutes, status, minutes_status, signed),
	    INT(minutes, approved_in, NEXT_SESSION));
	assert_int_equal(mesa_save(m), FINE);
	EDIT(m, minutes, MINUTES,
	    CODE(minutes, status, minutes_status, published));
	assert_int_equal(mesa_save(m), FINE);
	REMOVE(m, minutes, MINUTES, INT(minutes, signatures, TITULAR));
	assert_int_equal(mesa_save(m), 4);
}

static void
test_confirming_the_shown_text_resolves_a_dispute(void **state)
{
	struct mesa *m = *state;

	approve(m);
	RESOLVE(m, minutes, MINUTES, TEXT(minutes, text, "Se acordó."));
	assert_int_equal(mesa_save(m), FINE);
	RESOLVE(m, agreement, AGREEMENT,
	    TEXT(agreement, text, "Instalar la ventanilla."));
	assert_int_equal(mesa_save(m), FINE);
}

static void
amend(struct mesa *m, int64_t id, int64_t number)
{
	CREATE(m, amendment, id, INT(amendment, minutes, MINUTES),
	    INT(amendment, number, number),
	    TEXT(amendment, text, "Dice A, debe decir B"),
	    TEXT(amendment, reason, "Error de captura"));
}

static void
test_an_amendment_corrects_approved_minutes(void **state)
{
	struct mesa *m = *state;

	amend(m, NEW, 1);
	assert_int_equal(mesa_save(m), 4);
	approve(m);
	EDIT(m, minutes, MINUTES,
	    CODE(minutes, status, minutes_status, amended));
	assert_int_equal(mesa_save(m), 4);
	amend(m, NEW, 1);
	EDIT(m, minutes, MINUTES,
	    CODE(minutes, status, minutes_status, amended));
	assert_int_equal(mesa_save(m), FINE);
	amend(m, NEW + 1, 1);
	assert_int_equal(mesa_save(m), 4);
	amend(m, NEW + 1, 2);
	assert_int_equal(mesa_save(m), FINE);
}

static void
test_an_amendment_has_a_reason(void **state)
{
	struct mesa *m = *state;

	approve(m);
	CREATE(m, amendment, NEW, INT(amendment, minutes, MINUTES),
	    INT(amendment, number, 1), TEXT(amendment, text, "Dice A"));
	assert_int_equal(mesa_save(m), 0);
}

static void
test_an_amendment_is_approved_in_a_later_session_and_stays(void **state)
{
	struct mesa *m = *state;

	approve(m);
	amend(m, NEW, 1);
	EDIT(m, amendment, NEW, INT(amendment, approved_in, SESSION));
	assert_int_equal(mesa_save(m), 4);
	amend(m, NEW, 1);
	EDIT(m, amendment, NEW, INT(amendment, approved_in, NEXT_SESSION));
	assert_int_equal(mesa_save(m), FINE);
	EDIT(m, amendment, NEW, TEXT(amendment, text, "Otra"));
	assert_int_equal(mesa_save(m), 4);
	VOID(m, amendment, NEW);
	assert_int_equal(mesa_save(m), 4);
}

static void
test_the_text_of_an_agreement_is_frozen_with_the_minutes(void **state)
{
	struct mesa *m = *state;

	approve(m);
	EDIT(m, agreement, AGREEMENT, TEXT(agreement, text, "Otro texto."));
	assert_int_equal(mesa_save(m), 5);
	VOID(m, agreement, AGREEMENT);
	assert_int_equal(mesa_save(m), 5);
	EDIT(m, agreement, AGREEMENT, INT(agreement, progress_pct, 50));
	assert_int_equal(mesa_save(m), FINE);
}

/* ---- 6 ----------------------------------------------------------------------
 */

static void
attends(struct mesa *m, int64_t institution, int quality)
{
	CREATE(m, attendance, NEW, INT(attendance, session, SESSION),
	    INT(attendance, institution, institution),
	    CODE(attendance, status, attendance_status, present),
	    { FIELD_attendance_quality, val_int(quality) });
}

static void
test_who_is_no_member_attends_as_a_guest_only(void **state)
{
	struct mesa *m = *state;

	attends(m, OUTSIDER, CODE_attendance_quality_titular);
	assert_int_equal(mesa_save(m), 6);
	attends(m, OUTSIDER, CODE_attendance_quality_observer);
	assert_int_equal(mesa_save(m), 6);
	attends(m, OUTSIDER, CODE_attendance_quality_guest);
	assert_int_equal(mesa_save(m), FINE);
}

static void
test_a_membership_counts_on_the_day_of_the_session(void **state)
{
	struct mesa *m = *state;

	EDIT(m, membership, MEMBER_CSO, INT(membership, until, TODAY - 31));
	assert_int_equal(mesa_save(m), FINE);
	attends(m, CSO, CODE_attendance_quality_titular);
	assert_int_equal(mesa_save(m), 6);
	EDIT(m, membership, MEMBER_CSO, INT(membership, until, TODAY - 30));
	assert_int_equal(mesa_save(m), FINE);
	attends(m, CSO, CODE_attendance_quality_titular);
	assert_int_equal(mesa_save(m), FINE);
}

static void
test_a_joint_session_takes_members_of_the_other_roundtable(void **state)
{
	struct mesa *m = *state;

	CREATE(m, membership, NEW + 1, INT(membership, roundtable, FEDERAL),
	    INT(membership, institution, OUTSIDER));
	ADD(m, session, SESSION, INT(session, joint_with, FEDERAL));
	attends(m, OUTSIDER, CODE_attendance_quality_titular);
	assert_int_equal(mesa_save(m), FINE);
}

static void
test_an_institution_attends_once_for_a_designation(void **state)
{
	struct mesa *m = *state;

	attends(m, SEP, CODE_attendance_quality_titular);
	assert_int_equal(mesa_save(m), 6);
	attends(m, SEP, CODE_attendance_quality_titular);
	EDIT(m, attendance, NEW, INT(attendance, designation, TITULAR));
	assert_int_equal(mesa_save(m), FINE);
}

/* ---- 7, 12
 * ------------------------------------------------------------------- */

static void
test_a_session_is_held_with_a_quorum(void **state)
{
	struct mesa *m = *state;

	VOID(m, attendance, ATTEND_SEP);
	assert_int_equal(mesa_save(m), 7);
	VOID(m, attendance, ATTEND_SEP);
	EDIT(m, session, SESSION, INT(session, second_call, 1));
	assert_int_equal(mesa_save(m), FINE);
	EDIT(m, session, SESSION, INT(session, second_call, 0));
	assert_int_equal(mesa_save(m), 7);
	EDIT(m, session, SESSION, INT(session, second_call, 0),
	    CODE(session, status, session_status, no_quorum));
	assert_int_equal(mesa_save(m), FINE);
	EDIT(m, session, NEXT_SESSION,
	    CODE(session, status, session_status, held));
	assert_int_equal(mesa_save(m), 7);
}

static void
test_a_session_moves_forward_only(void **state)
{
	struct mesa *m = *state;

	EDIT(m, session, NEXT_SESSION,
	    CODE(session, status, session_status, called));
	assert_int_equal(mesa_save(m), FINE);
	EDIT(m, session, NEXT_SESSION,
	    CODE(session, status, session_status, scheduled));
	assert_int_equal(mesa_save(m), 7);
	EDIT(m, session, NEXT_SESSION, NONE(session, status));
	assert_int_equal(mesa_save(m), 7);
	RESOLVE(m, session, NEXT_SESSION,
	    CODE(session, status, session_status, scheduled));
	assert_int_equal(mesa_save(m), FINE);
}

static void
test_the_quorum_counts_voting_members_of_that_day(void **state)
{
	struct mesa *m = *state;
	struct facts f = mesa_facts(m);
	int present, members, needed;

	assert_null(
	    rule_quorum(&f, SESSION, TODAY - 30, &present, &members, &needed));
	assert_int_equal(present, 2);
	assert_int_equal(members, 3);
	assert_int_equal(needed, 2);
	EDIT(m, roundtable, CHIAPAS, INT(roundtable, quorum_pct, 67));
	EDIT(m, membership, MEMBER_SEP, INT(membership, vote, 0));
	EDIT(m, session, SESSION, INT(session, second_call, 1));
	assert_int_equal(mesa_save(m), FINE);
	assert_null(
	    rule_quorum(&f, SESSION, TODAY - 30, &present, &members, &needed));
	assert_int_equal(present, 1);
	assert_int_equal(members, 2);
	assert_int_equal(needed, 2);
	assert_null(
	    rule_quorum(&f, SESSION, TODAY - 999, &present, &members, &needed));
	assert_int_equal(members, 0);
	assert_int_equal(needed, 0);
	EDIT(m, roundtable, CHIAPAS, INT(roundtable, quorum_pct, 101));
	assert_int_equal(mesa_save(m), 7);
}

static void
test_a_clock_that_is_off_warns_and_never_refuses(void **state)
{
	struct mesa *m = *state;

	m->skew_s = -601;
	EDIT(m, session, NEXT_SESSION,
	    INT(session, started_at, (int64_t)(TODAY + 3) * 86400));
	assert_int_equal(mesa_save(m), FINE);
	assert_true(mesa_noted(m, 12, "el reloj de este equipo difiere"));
	assert_true(mesa_noted(m, 12, "está en el futuro"));
	m->skew_s = 600;
	EDIT(m, session, NEXT_SESSION,
	    INT(session, started_at, (int64_t)(TODAY + 1) * 86400),
	    INT(session, ended_at, (int64_t)TODAY * 86400));
	assert_int_equal(mesa_save(m), FINE);
	assert_false(mesa_noted(m, 12, "el futuro"));
	assert_true(mesa_noted(m, 12, "anterior al inicio"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		T(test_minutes_are_approved_with_their_text_and_date),
		T(test_approved_minutes_do_not_change),
		T(test_approved_minutes_are_signed_and_published),
		T(test_confirming_the_shown_text_resolves_a_dispute),
		T(test_an_amendment_corrects_approved_minutes),
		T(test_an_amendment_has_a_reason),
		T(test_an_amendment_is_approved_in_a_later_session_and_stays),
		T(test_the_text_of_an_agreement_is_frozen_with_the_minutes),
		T(test_who_is_no_member_attends_as_a_guest_only),
		T(test_a_membership_counts_on_the_day_of_the_session),
		T(test_a_joint_session_takes_members_of_the_other_roundtable),
		T(test_an_institution_attends_once_for_a_designation),
		T(test_a_session_is_held_with_a_quorum),
		T(test_a_session_moves_forward_only),
		T(test_the_quorum_counts_voting_members_of_that_day),
		T(test_a_clock_that_is_off_warns_and_never_refuses),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
