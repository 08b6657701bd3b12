/* Roundtables, their owners and institutions; what is marked; what is shown. */
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

/* ---- 8
 * ----------------------------------------------------------------------- */

static void
roundtable(struct mesa *m, int level, const char *geo, int64_t parent)
{
	CREATE(m, roundtable, NEW, { FIELD_roundtable_level, val_int(level) },
	    CODE(roundtable, kind, roundtable_kind, plenary),
	    TEXT(roundtable, cvegeo, geo), INT(roundtable, parent, parent));
}

static void
test_the_federal_level_creates_roundtables(void **state)
{
	struct mesa *m = *state;

	roundtable(m, CODE_level_municipal, "07065", CHIAPAS);
	assert_int_equal(mesa_save(m), 8);
	m->federal = true;
	roundtable(m, CODE_level_municipal, "07065", CHIAPAS);
	assert_int_equal(mesa_save(m), FINE);
}

static void
test_a_municipal_roundtable_lies_inside_its_state(void **state)
{
	struct mesa *m = *state;

	m->federal = true;
	roundtable(m, CODE_level_municipal, "19039", CHIAPAS);
	assert_int_equal(mesa_save(m), 8);
	roundtable(m, CODE_level_municipal, "07", CHIAPAS);
	assert_int_equal(mesa_save(m), 8);
	roundtable(m, CODE_level_state, "07065", FEDERAL);
	assert_int_equal(mesa_save(m), 8);
	roundtable(m, CODE_level_state, "19", FEDERAL);
	assert_int_equal(mesa_save(m), FINE);
}

static void
test_a_federal_roundtable_has_no_place(void **state)
{
	struct mesa *m = *state;

	m->federal = true;
	EDIT(m, roundtable, FEDERAL, TEXT(roundtable, cvegeo, "09"));
	assert_int_equal(mesa_save(m), 8);
	EDIT(m, roundtable, FEDERAL, TEXT(roundtable, code, "FED"));
	assert_int_equal(mesa_save(m), FINE);
}

static void
test_a_thematic_roundtable_has_a_theme_and_a_parent(void **state)
{
	struct mesa *m = *state;

	m->federal = true;
	CREATE(m, roundtable, NEW, CODE(roundtable, level, level, federal),
	    CODE(roundtable, kind, roundtable_kind, thematic),
	    INT(roundtable, parent, FEDERAL));
	assert_int_equal(mesa_save(m), 8);
	CREATE(m, roundtable, NEW, CODE(roundtable, level, level, federal),
	    CODE(roundtable, kind, roundtable_kind, thematic),
	    CODE(roundtable, theme, theme, labor));
	assert_int_equal(mesa_save(m), 8);
	CREATE(m, roundtable, NEW, CODE(roundtable, level, level, federal),
	    CODE(roundtable, kind, roundtable_kind, thematic),
	    CODE(roundtable, theme, theme, labor),
	    INT(roundtable, parent, FEDERAL));
	assert_int_equal(mesa_save(m), FINE);
	EDIT(m, roundtable, FEDERAL, INT(roundtable, parent, NEW));
	assert_int_equal(mesa_save(m), 8);
}

static void
test_a_roundtable_that_lacks_a_group_is_mentioned(void **state)
{
	struct mesa *m = *state;

	EDIT(m, membership, MEMBER_CSO, INT(membership, until, TODAY));
	assert_int_equal(mesa_save(m), FINE);
	assert_false(mesa_noted(m, 0, "le falta"));
	EDIT(m, membership, MEMBER_CSO, INT(membership, until, TODAY - 1));
	assert_int_equal(mesa_save(m), FINE);
	assert_true(mesa_noted(m, 0, "sociedad civil"));
	assert_false(mesa_noted(m, 0, "dependencia federal"));
}

static void
test_a_dissolved_roundtable_stays_so(void **state)
{
	struct mesa *m = *state;

	EDIT(m, roundtable, CHIAPAS,
	    CODE(roundtable, status, roundtable_status, dissolved));
	assert_int_equal(mesa_save(m), FINE);
	EDIT(m, roundtable, CHIAPAS,
	    CODE(roundtable, status, roundtable_status, operating));
	assert_int_equal(mesa_save(m), 0);
}

/* ---- 9
 * ----------------------------------------------------------------------- */

static void
hand_over(struct mesa *m, int64_t since)
{
	CREATE(m, secretariat, NEW, INT(secretariat, roundtable, CHIAPAS),
	    INT(secretariat, office, OFFICE2), INT(secretariat, since, since));
}

static void
test_the_federal_level_hands_a_roundtable_over(void **state)
{
	struct mesa *m = *state;

	hand_over(m, TODAY);
	assert_int_equal(mesa_save(m), 9);
	m->federal = true;
	hand_over(m, TODAY);
	assert_int_equal(mesa_save(m), FINE);
}

static void
test_two_secretariats_do_not_begin_on_the_same_day(void **state)
{
	struct mesa *m = *state;

	m->federal = true;
	hand_over(m, TODAY - 1000);
	assert_int_equal(mesa_save(m), 9);
	hand_over(m, TODAY - 999);
	EDIT(m, secretariat, NEW, INT(secretariat, until, TODAY - 1001));
	assert_int_equal(mesa_save(m), 9);
}

static void
test_a_roundtable_keeps_a_secretariat(void **state)
{
	struct mesa *m = *state;

	m->federal = true;
	VOID(m, secretariat, SECRETARIAT);
	assert_int_equal(mesa_save(m), 9);
	VOID(m, secretariat, SECRETARIAT);
	hand_over(m, TODAY - 1000);
	assert_int_equal(mesa_save(m), FINE);
}

/* ---- 10
 * ---------------------------------------------------------------------- */

static void
succeed(struct mesa *m, int64_t id, int64_t from, int64_t to, int kind)
{
	CREATE(m, succession, id, INT(succession, predecessor, from),
	    INT(succession, effective_on, TODAY - 60),
	    { FIELD_succession_kind, val_int(kind) },
	    { FIELD_succession_successor, to == 0 ? val_null() : val_int(to) });
}

static void
test_an_institution_is_closed_with_its_succession(void **state)
{
	struct mesa *m = *state;

	VOID(m, institution, OLD);
	assert_int_equal(mesa_save(m), 10);
	EDIT(m, institution, OLD, INT(institution, valid_to, TODAY - 61));
	assert_int_equal(mesa_save(m), 10);
	EDIT(m, institution, OLD, INT(institution, valid_to, TODAY - 61));
	succeed(m, NEW, OLD, OUTSIDER, CODE_succession_kind_renamed);
	assert_int_equal(mesa_save(m), FINE);
	VOID(m, succession, NEW);
	assert_int_equal(mesa_save(m), 10);
}

static void
test_only_an_extinct_institution_has_no_successor(void **state)
{
	struct mesa *m = *state;

	succeed(m, NEW, OLD, 0, CODE_succession_kind_merged);
	assert_int_equal(mesa_save(m), 10);
	succeed(m, NEW, OLD, SEP, CODE_succession_kind_extinct);
	assert_int_equal(mesa_save(m), 10);
	succeed(m, NEW, OLD, 0, CODE_succession_kind_extinct);
	assert_int_equal(mesa_save(m), FINE);
}

static void
test_a_succession_never_comes_back(void **state)
{
	struct mesa *m = *state;

	succeed(m, NEW, OLD, OUTSIDER, CODE_succession_kind_renamed);
	assert_int_equal(mesa_save(m), FINE);
	succeed(m, NEW + 1, OUTSIDER, OLD, CODE_succession_kind_merged);
	assert_int_equal(mesa_save(m), 10);
	succeed(m, NEW + 1, SEP, SEP, CODE_succession_kind_merged);
	assert_int_equal(mesa_save(m), 10);
}

static void
test_an_extinct_institution_in_an_agreement_is_mentioned(void **state)
{
	struct mesa *m = *state;

	succeed(m, NEW, OLD, SEP, CODE_succession_kind_renamed);
	assert_int_equal(mesa_save(m), FINE);
	CREATE(m, responsible, NEW + 1, INT(responsible, agreement, AGREEMENT),
	    INT(responsible, institution, OLD),
	    CODE(responsible, role, responsible_role, support));
	assert_int_equal(mesa_save(m), FINE);
	assert_true(mesa_noted(m, 10, "¿usar SEP?"));
	/* It was still there when this was agreed. */
	EDIT(m, agreement, AGREEMENT, INT(agreement, agreed_on, TODAY - 61));
	assert_int_equal(mesa_save(m), FINE);
	EDIT(m, responsible, NEW + 1, TEXT(responsible, unit, "Dirección"));
	assert_int_equal(mesa_save(m), FINE);
	assert_false(mesa_noted(m, 10, "¿usar"));
}

/* ---- 11, and what comes from elsewhere
 * ----------------------------------------- */

static void
titular(struct mesa *m, int64_t since)
{
	CREATE(m, designation, NEW, INT(designation, roundtable, CHIAPAS),
	    INT(designation, institution, SEP),
	    CODE(designation, rank, designation_rank, titular),
	    INT(designation, since, since));
}

static void
test_an_institution_has_one_titular_at_a_time(void **state)
{
	struct mesa *m = *state;

	titular(m, TODAY);
	assert_int_equal(mesa_save(m), 11);
	titular(m, TODAY);
	EDIT(m, designation, TITULAR, INT(designation, until, TODAY));
	assert_int_equal(mesa_save(m), 11);
	titular(m, TODAY);
	EDIT(m, designation, TITULAR, INT(designation, until, TODAY - 1));
	assert_int_equal(mesa_save(m), FINE);
	CREATE(m, designation, NEW + 1, INT(designation, roundtable, CHIAPAS),
	    INT(designation, institution, SEP),
	    CODE(designation, rank, designation_rank, alternate),
	    INT(designation, since, TODAY));
	assert_int_equal(mesa_save(m), FINE);
}

static void
test_a_broken_rule_names_the_field_it_speaks_of(void **state)
{
	struct mesa *m = *state;
	const struct entity *of;
	const struct field *f;

	titular(m, TODAY);
	assert_int_equal(mesa_save(m), 11);
	f = rule_field(&err_last, &of);
	assert_non_null(f);
	assert_string_equal(of->name, "designation");
	assert_int_equal(f->no, FIELD_designation_since);
	EDIT(m, designation, TITULAR, INT(designation, until, TODAY - 20000));
	assert_int_equal(mesa_save(m), 11);
	f = rule_field(&err_last, &of);
	assert_non_null(f);
	assert_int_equal(f->no, FIELD_designation_until);
	/* A rule that names none, and what only looks like one. */
	VOID(m, institution, OLD);
	assert_int_equal(mesa_save(m), 10);
	assert_null(rule_field(&err_last, &of));
	err_set(ERR_RULE, "rule 11 (designation.nothing): a / b");
	assert_null(rule_field(&err_last, &of));
	err_set(ERR_RULE, "rule 11 (nobody): a.b / b)");
	assert_null(rule_field(&err_last, &of));
	err_set(ERR_DATA, "rule 11 (designation.since): a / b");
	assert_null(rule_field(&err_last, &of));
}

static void
test_who_follows_an_institution_depends_on_the_day(void **state)
{
	struct mesa *m = *state;
	struct facts f = mesa_facts(m);
	struct rule_ending e;

	assert_null(rule_institution_ending(&f, OLD, TODAY, &e));
	assert_false(e.over);
	succeed(m, NEW, OLD, SEP, CODE_succession_kind_split);
	succeed(m, NEW + 1, OLD, OUTSIDER, CODE_succession_kind_split);
	assert_int_equal(mesa_save(m), FINE);
	f = mesa_facts(m);
	assert_null(rule_institution_ending(&f, OLD, TODAY, &e));
	assert_true(e.over);
	assert_int_equal(e.next_n, 2);
	assert_null(rule_institution_ending(&f, OLD, TODAY - 1000, &e));
	assert_false(e.over);
	assert_int_equal(e.next_n, 0);
}

static void
test_the_quorum_is_known_before_a_session(void **state)
{
	struct mesa *m = *state;
	struct facts f = mesa_facts(m);
	int members, needed;

	assert_null(rule_quorum_members(&f, CHIAPAS, TODAY, &members, &needed));
	assert_int_equal(members, 3);
	assert_int_equal(needed, 2);
	EDIT(m, membership, MEMBER_CSO, INT(membership, vote, 0));
	assert_int_equal(mesa_save(m), FINE);
	f = mesa_facts(m);
	assert_null(rule_quorum_members(&f, CHIAPAS, TODAY, &members, &needed));
	assert_int_equal(members, 2);
	assert_int_equal(needed, 2);
}

static void
test_an_overlap_from_another_computer_is_only_marked(void **state)
{
	struct mesa *m = *state;

	titular(m, TODAY);
	mesa_merge(m);
	assert_int_equal(m->notes.n, 1);
	assert_true(mesa_noted(m, 11, "ya tiene titular"));
	assert_non_null(strstr(m->notes.v[0].en, "already has a titular"));
}

static void
test_a_merge_marks_every_broken_rule(void **state)
{
	struct mesa *m = *state;

	VOID(m, responsible, RESPONSIBLE);
	VOID(m, attendance, ATTEND_SEP);
	EDIT(m, agreement, AGREEMENT, INT(agreement, due_on, TODAY - 31));
	mesa_merge(m);
	assert_true(mesa_noted(m, 1, "ninguna institución es responsable"));
	assert_true(mesa_noted(m, 1, "es anterior a la del acuerdo"));
	assert_true(mesa_noted(m, 7, "hay 1 integrantes con voto"));
}

/* ---- what an agreement shows
 * ---------------------------------------------------- */

static int
shown(int status, int64_t due, int64_t done, int64_t heard)
{
	return (rule_agreement_shown(status, due != 0, due, done != 0, done,
	    heard, TODAY - 100, false, TODAY));
}

static void
test_an_open_agreement_is_on_time_due_soon_or_overdue(void **state)
{
	int open = CODE_agreement_status_in_progress;

	(void)state;
	assert_int_equal(
	    shown(open, TODAY - 1, 0, TODAY), CODE_agreement_shown_overdue);
	assert_int_equal(
	    shown(open, TODAY, 0, TODAY), CODE_agreement_shown_due_soon);
	assert_int_equal(
	    shown(open, TODAY + 15, 0, TODAY), CODE_agreement_shown_due_soon);
	assert_int_equal(
	    shown(open, TODAY + 16, 0, TODAY), CODE_agreement_shown_on_time);
	assert_int_equal(shown(open, TODAY + 16, 0, TODAY - 45),
	    CODE_agreement_shown_on_time);
	assert_int_equal(shown(open, TODAY + 16, 0, TODAY - 46),
	    CODE_agreement_shown_no_report);
	assert_int_equal(
	    shown(open, TODAY + 16, 0, 0), CODE_agreement_shown_no_report);
	assert_int_equal(shown(CODE_agreement_status_standing, 0, 0, TODAY),
	    CODE_agreement_shown_on_time);
}

static void
test_a_closed_agreement_shows_how_it_ended(void **state)
{
	int done = CODE_agreement_status_done;

	(void)state;
	assert_int_equal(shown(done, TODAY - 9, TODAY - 9, 0),
	    CODE_agreement_shown_done_on_time);
	assert_int_equal(shown(done, TODAY - 9, TODAY - 8, 0),
	    CODE_agreement_shown_done_late);
	assert_int_equal(
	    shown(done, 0, TODAY, 0), CODE_agreement_shown_done_on_time);
	assert_int_equal(
	    shown(done, TODAY - 9, 0, 0), CODE_agreement_shown_done_late);
	assert_int_equal(
	    shown(CODE_agreement_status_cancelled, TODAY - 9, 0, 0),
	    CODE_agreement_shown_cancelled);
	assert_int_equal(rule_agreement_shown(done, false, 0, true, TODAY, 0,
			     TODAY, true, TODAY),
	    CODE_agreement_shown_in_dispute);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		T(test_the_federal_level_creates_roundtables),
		T(test_a_municipal_roundtable_lies_inside_its_state),
		T(test_a_federal_roundtable_has_no_place),
		T(test_a_thematic_roundtable_has_a_theme_and_a_parent),
		T(test_a_roundtable_that_lacks_a_group_is_mentioned),
		T(test_a_dissolved_roundtable_stays_so),
		T(test_the_federal_level_hands_a_roundtable_over),
		T(test_two_secretariats_do_not_begin_on_the_same_day),
		T(test_a_roundtable_keeps_a_secretariat),
		T(test_an_institution_is_closed_with_its_succession),
		T(test_only_an_extinct_institution_has_no_successor),
		T(test_a_succession_never_comes_back),
		T(test_an_extinct_institution_in_an_agreement_is_mentioned),
		T(test_an_institution_has_one_titular_at_a_time),
		T(test_a_broken_rule_names_the_field_it_speaks_of),
		T(test_who_follows_an_institution_depends_on_the_day),
		T(test_the_quorum_is_known_before_a_session),
		T(test_an_overlap_from_another_computer_is_only_marked),
		T(test_a_merge_marks_every_broken_rule),
		T(test_an_open_agreement_is_on_time_due_soon_or_overdue),
		T(test_a_closed_agreement_shows_how_it_ended),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
