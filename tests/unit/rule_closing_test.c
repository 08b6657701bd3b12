/* What a session still lacks; joint sessions; which status may follow. */
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

static struct closing *
closing(struct mesa *m, int64_t session, size_t *n)
{
	struct rule_in in = { .facts = mesa_facts(m), .today = TODAY };
	struct closing *c;

	assert_null(rule_closing(&in, session, &m->a, &c, n));
	return (c);
}

/* One entry; of nothing (es "") when there is none. */
static struct closing
about(const struct closing *c, size_t n, int entity, int64_t id, int field)
{
	for (size_t i = 0; i < n; i++)
		if (c[i].entity == entity && c[i].id == id &&
		    c[i].field == field)
			return (c[i]);
	return ((struct closing){ .es = "" });
}

static void
test_a_session_that_is_not_held_yet_is_asked_as_if_it_were(void **state)
{
	struct mesa *m = *state;
	const struct closing *c;
	struct closing q;
	size_t n;

	c = closing(m, NEXT_SESSION, &n);
	q = about(c, n, ENTITY_session, NEXT_SESSION, 0);
	assert_string_not_equal(q.es, "");
	assert_true(q.stops);
	assert_non_null(strstr(q.es, "integrantes con voto"));
	/* Nothing was changed by asking. */
	EDIT(m, session, NEXT_SESSION,
	    CODE(session, status, session_status, called));
	assert_int_equal(mesa_save(m), FINE);
}

static void
test_what_is_only_missing_does_not_stop(void **state)
{
	struct mesa *m = *state;
	const struct closing *c;
	struct closing x;
	size_t n;

	c = closing(m, SESSION, &n);
	x = about(c, n, ENTITY_session, SESSION, FIELD_session_chaired_by);
	assert_string_not_equal(x.es, "");
	assert_false(x.stops);
	for (size_t i = 0; i < n; i++)
		assert_false(c[i].stops);
}

static void
test_each_item_without_an_outcome_is_named(void **state)
{
	struct mesa *m = *state;
	const struct closing *c;
	struct closing x;
	size_t n;

	CREATE(m, agenda_item, NEW, INT(agenda_item, session, SESSION),
	    TEXT(agenda_item, title, "Asuntos generales"));
	assert_int_equal(mesa_save(m), FINE);
	c = closing(m, SESSION, &n);
	x = about(c, n, ENTITY_agenda_item, NEW, FIELD_agenda_item_outcome);
	assert_string_not_equal(x.es, "");
	assert_string_equal(x.es, "Sin desahogo: Asuntos generales");
	EDIT(m, agenda_item, NEW,
	    CODE(agenda_item, outcome, agenda_outcome, dealt));
	assert_int_equal(mesa_save(m), FINE);
	c = closing(m, SESSION, &n);
	x = about(c, n, ENTITY_agenda_item, NEW, FIELD_agenda_item_outcome);
	assert_string_equal(x.es, "");
}

static void
test_an_agreement_that_breaks_a_rule_stops_and_is_named(void **state)
{
	struct mesa *m = *state;
	const struct closing *c;
	struct closing x;
	size_t n;

	/* As another computer sent it: nobody is responsible any more. */
	VOID(m, responsible, RESPONSIBLE);
	mesa_merge(m);
	c = closing(m, SESSION, &n);
	x = about(c, n, ENTITY_agreement, AGREEMENT, 0);
	assert_string_not_equal(x.es, "");
	assert_true(x.stops);
	assert_non_null(strstr(x.es, "ninguna institución es responsable"));
}

static void
test_an_institution_is_counted_once_for_each_roundtable(void **state)
{
	struct mesa *m = *state;
	struct facts f = mesa_facts(m);
	const int64_t came[] = { SEP, ACNUR, SEP, OUTSIDER };
	struct rule_count c;

	assert_null(rule_quorum_of(&f, CHIAPAS, TODAY, came, 4, &c));
	assert_int_equal(c.present, 2);
	assert_true(c.members >= 2);
	assert_null(rule_quorum_of(&f, FEDERAL, TODAY, came, 4, &c));
	assert_int_equal(c.present, 0);
	CREATE(m, membership, NEW, INT(membership, roundtable, FEDERAL),
	    INT(membership, institution, SEP), INT(membership, vote, 1));
	assert_int_equal(mesa_save(m), FINE);
	f = mesa_facts(m);
	assert_null(rule_quorum_of(&f, FEDERAL, TODAY, came, 4, &c));
	assert_int_equal(c.present, 1);
}

static void
test_an_agreement_of_a_joint_session_belongs_to_one_that_takes_part(
    void **state)
{
	struct mesa *m = *state;

	EDIT(m, agreement, AGREEMENT, INT(agreement, roundtable, FEDERAL));
	assert_int_equal(mesa_save(m), 1);
	assert_non_null(strstr(err_last.text, "su mesa no participa"));
	ADD(m, session, SESSION, INT(session, joint_with, FEDERAL));
	EDIT(m, agreement, AGREEMENT, INT(agreement, roundtable, FEDERAL));
	assert_int_equal(mesa_save(m), FINE);
	EDIT(m, agreement, AGREEMENT, INT(agreement, roundtable, CHIAPAS));
	assert_int_equal(mesa_save(m), FINE);
}

static void
test_minutes_are_approved_in_a_later_session(void **state)
{
	struct mesa *m = *state;

	EDIT(m, minutes, MINUTES,
	    CODE(minutes, status, minutes_status, approved),
	    INT(minutes, approved_on, TODAY), TEXT(minutes, sha256, "ab"),
	    INT(minutes, approved_in, SESSION));
	assert_int_equal(mesa_save(m), 4);
	EDIT(m, minutes, MINUTES,
	    CODE(minutes, status, minutes_status, approved),
	    INT(minutes, approved_on, TODAY), TEXT(minutes, sha256, "ab"),
	    INT(minutes, approved_in, NEXT_SESSION));
	assert_int_equal(mesa_save(m), FINE);
}

static void
test_which_status_may_follow_is_what_a_save_allows(void **state)
{
	(void)state;
	assert_true(rule_may_follow(ENTITY_session, FIELD_session_status,
	    CODE_session_status_called, CODE_session_status_held));
	assert_false(rule_may_follow(ENTITY_session, FIELD_session_status,
	    CODE_session_status_held, CODE_session_status_called));
	assert_false(rule_may_follow(ENTITY_session, FIELD_session_status,
	    CODE_session_status_called, 32));
	assert_false(rule_may_follow(ENTITY_session, FIELD_session_status,
	    CODE_session_status_called, -1));
	assert_false(rule_may_follow(ENTITY_office, FIELD_office_kind, 1, 2));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		T(test_a_session_that_is_not_held_yet_is_asked_as_if_it_were),
		T(test_what_is_only_missing_does_not_stop),
		T(test_each_item_without_an_outcome_is_named),
		T(test_an_agreement_that_breaks_a_rule_stops_and_is_named),
		T(test_an_institution_is_counted_once_for_each_roundtable),
		T(test_an_agreement_of_a_joint_session_belongs_to_one_that_takes_part),
		T(test_minutes_are_approved_in_a_later_session),
		T(test_which_status_may_follow_is_what_a_save_allows),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
