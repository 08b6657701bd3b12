/* What rules derive for the screens: figures that are never stored. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/unit/mesa.h"

static void
test_an_escalation_is_unanswered_after_thirty_days(void **state)
{
	int sent = CODE_escalation_status_sent;
	int analysis = CODE_escalation_status_under_analysis;
	int answered = CODE_escalation_status_answered;

	(void)state;
	assert_int_equal(
	    rule_escalation_shown(sent, true, TODAY - 30, TODAY), sent);
	assert_int_equal(rule_escalation_shown(sent, true, TODAY - 31, TODAY),
	    CODE_escalation_status_unanswered);
	assert_int_equal(
	    rule_escalation_shown(analysis, true, TODAY - 31, TODAY),
	    CODE_escalation_status_unanswered);
	assert_int_equal(
	    rule_escalation_shown(answered, true, TODAY - 400, TODAY),
	    answered);
	assert_int_equal(rule_escalation_shown(sent, false, 0, TODAY), sent);
}

/* The rule in SQL and the vocabulary say the same of every status. */
static void
test_what_is_owed_in_sql_is_what_has_not_ended(void **state)
{
	static const char with[] = "SELECT EXISTS (SELECT 1 FROM"
				   " (SELECT ?1 AS status) a"
				   " WHERE " RULE_SQL_OWED("a") ")";
	static struct sql q = { .name = "owed", .text = with };
	const struct vocab *v = vocab_named("agreement_status");
	struct db *db;
	int64_t owed;

	(void)state;
	assert_non_null(v);
	assert_null(db_open(&db, NULL, DB_MEMORY));
	assert_null(db_int(db, &q, 0, &owed, val_null()));
	assert_int_equal(owed, 1);
	for (size_t i = 0; i < v->n; i++) {
		assert_null(db_int(db, &q, 0, &owed, A_INT(v->codes[i].no)));
		assert_int_equal(owed, v->codes[i].terminal ? 0 : 1);
	}
	db_close(&db);
}

static void
test_a_gap_is_open_in_sql_as_the_rule_says(void **state)
{
	static const char with[] = "SELECT EXISTS (SELECT 1 FROM"
				   " (SELECT ?1 AS status) g"
				   " WHERE " RULE_SQL_GAP_OPEN("g") ")";
	static struct sql q = { .name = "gap_open", .text = with };
	const struct vocab *v = vocab_named("gap_status");
	struct db *db;
	int64_t open;

	(void)state;
	assert_true(rule_gap_open(CODE_gap_status_escalated));
	assert_false(rule_gap_open(CODE_gap_status_duplicate));
	assert_null(db_open(&db, NULL, DB_MEMORY));
	assert_null(db_int(db, &q, 0, &open, val_null()));
	assert_int_equal(open, rule_gap_open(0));
	for (size_t i = 0; i < v->n; i++) {
		assert_null(db_int(db, &q, 0, &open, A_INT(v->codes[i].no)));
		assert_int_equal(open, rule_gap_open(v->codes[i].no));
		assert_int_equal(open, v->codes[i].terminal ? 0 : 1);
	}
	db_close(&db);
}

static void
test_overdue_in_sql_and_as_shown_begin_the_day_after(void **state)
{
	static const char with[] = "SELECT EXISTS (SELECT 1 FROM"
				   " (SELECT ?1 AS due_on) a"
				   " WHERE " RULE_SQL_OVERDUE("a") "?2)";
	static struct sql q = { .name = "overdue", .text = with };
	struct db *db;
	int64_t late;

	(void)state;
	assert_null(db_open(&db, NULL, DB_MEMORY));
	assert_null(db_int(db, &q, 0, &late, val_null(), A_INT(TODAY)));
	assert_int_equal(late, rule_overdue(false, 0, TODAY));
	for (int64_t due = TODAY - 2; due <= TODAY + 2; due++) {
		assert_null(db_int(db, &q, 0, &late, A_INT(due), A_INT(TODAY)));
		assert_int_equal(late, rule_overdue(true, due, TODAY));
		assert_int_equal(late, due < TODAY);
		assert_int_equal(late,
		    rule_agreement_shown(CODE_agreement_status_in_progress,
			true, due, false, 0, TODAY, TODAY, false,
			TODAY) == CODE_agreement_shown_overdue);
	}
	db_close(&db);
}

static void
test_a_gap_ages_until_it_is_resolved(void **state)
{
	struct val since = val_int(TODAY - 100), until = val_int(TODAY - 40);
	int open = CODE_gap_status_validated;
	int resolved = CODE_gap_status_resolved;

	(void)state;
	assert_int_equal(rule_gap_age(open, since, val_null(), TODAY), 100);
	assert_int_equal(rule_gap_age(resolved, since, until, TODAY), 60);
	assert_int_equal(
	    rule_gap_age(CODE_gap_status_reopened, since, until, TODAY), 100);
	assert_int_equal(rule_gap_age(resolved, since, val_null(), TODAY), 100);
	assert_int_equal(rule_gap_age(open, val_null(), until, TODAY), -1);
}

static void
test_what_may_follow_a_status_is_told(void **state)
{
	const struct entity *e = schema_entity(ENTITY_gap);
	const struct field *f = schema_field(e, FIELD_gap_status);

	(void)state;
	assert_int_equal(rule_next(e, f, CODE_gap_status_resolved),
	    1u << CODE_gap_status_reopened);
	assert_true(rule_next(e, f, CODE_gap_status_identified) &
		    1u << CODE_gap_status_escalated);
	e = schema_entity(ENTITY_agreement);
	f = schema_field(e, FIELD_agreement_status);
	assert_int_equal(rule_next(e, f, CODE_agreement_status_cancelled), 0);
	assert_int_equal(
	    rule_next(e, schema_field(e, FIELD_agreement_priority), 1), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    test_an_escalation_is_unanswered_after_thirty_days),
		cmocka_unit_test(
		    test_what_is_owed_in_sql_is_what_has_not_ended),
		cmocka_unit_test(test_a_gap_is_open_in_sql_as_the_rule_says),
		cmocka_unit_test(
		    test_overdue_in_sql_and_as_shown_begin_the_day_after),
		cmocka_unit_test(test_a_gap_ages_until_it_is_resolved),
		cmocka_unit_test(test_what_may_follow_a_status_is_told),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
