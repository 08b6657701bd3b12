#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "proto/domain/schema.h"
#include "proto/domain/vocab.h"
#include "proto/limits.h"

#define EACH_ENTITY(e)                                                         \
	for (const struct entity *e = schema_entities;                         \
	     e < schema_entities + schema_count; e++)
#define EACH_FIELD(f, e)                                                       \
	for (const struct field *f = (e)->fields; f < (e)->fields + (e)->n; f++)

static const struct field *
field(const char *entity, const char *name)
{
	const struct field *f = schema_field_named(schema_named(entity), name);

	assert_non_null(f);
	return (f);
}

static void
accept(const struct field *f, const char *s, int64_t want)
{
	struct val v;

	assert_null(schema_parse(f, s, &v));
	assert_int_equal(v.kind, VAL_INT);
	assert_int_equal(v.i, want);
}

static void
refuse(const struct field *f, const char *s)
{
	struct val v;
	err_t e = schema_parse(f, s, &v);

	assert_non_null(e);
	assert_int_equal(e->code, ERR_DATA);
	assert_non_null(strstr(e->text, f->name));
	assert_int_equal(v.kind, VAL_NULL);
}

static void
test_a_date_is_read_in_both_orders(void **state)
{
	const struct field *f = field("agreement", "due_on");

	(void)state;
	accept(f, "2026-03-31", 20543);
	accept(f, "31/03/2026", 20543);
	accept(f, " 1/4/2026 ", 20544);
	refuse(f, "2026-02-30");
	refuse(f, "31/13/2026");
	refuse(f, "31/03/26");
	refuse(f, "1/4/20266");
	refuse(f, "//2026");
	refuse(f, "mañana");
}

static void
test_a_code_is_read_by_name_label_or_number_of_an_added_one(void **state)
{
	const struct field *f = field("agreement", "priority");

	(void)state;
	accept(f, "high", CODE_priority_high);
	accept(f, "Alta", CODE_priority_high);
	accept(f, "MEDIUM", CODE_priority_medium);
	refuse(f, "urgent");
	refuse(f, "1");
	refuse(f, "1000");
	f = field("agreement", "theme");
	accept(f, "inclusion laboral", CODE_theme_labor);
	accept(f, "1000", 1000);
	refuse(f, "999");
	refuse(f, "65536");
}

static void
test_yes_and_no_are_read_in_both_languages(void **state)
{
	static const char *const yes[] = { "si", "sí", "SÍ", "yes", "true",
		"1" };
	static const char *const no[] = { "no", "No", "false", "0" };
	const struct field *f = field("membership", "vote");

	(void)state;
	for (size_t i = 0; i < sizeof(yes) / sizeof(yes[0]); i++)
		accept(f, yes[i], 1);
	for (size_t i = 0; i < sizeof(no) / sizeof(no[0]); i++)
		accept(f, no[i], 0);
	refuse(f, "quizá");
	refuse(f, "2");
}

static void
test_a_percentage_lies_between_0_and_100(void **state)
{
	const struct field *f = field("agreement", "progress_pct");

	(void)state;
	accept(f, "0", 0);
	accept(f, "100", 100);
	refuse(f, "101");
	refuse(f, "-1");
	refuse(f, "4.5");
	accept(field("measurement", "value"), "-12", -12);
	refuse(field("measurement", "value"), "9007199254740992");
}

static void
test_empty_text_is_no_value(void **state)
{
	struct val v;

	(void)state;
	assert_null(schema_parse(field("agreement", "text"), " \n ", &v));
	assert_int_equal(v.kind, VAL_NULL);
	assert_null(schema_parse(field("agreement", "due_on"), "", &v));
	assert_int_equal(v.kind, VAL_NULL);
	assert_null(schema_parse(field("gap", "title"), " a b ", &v));
	assert_true(span_eq(v.s, span_str("a b")));
}

static void
test_text_is_utf8_without_control_characters_and_not_too_long(void **state)
{
	static char big[LIMIT_LONG_BYTES + 2];
	const struct field *line = field("gap", "title");
	const struct field *paragraphs = field("gap", "description");

	(void)state;
	assert_null(schema_check(line, val_str("Trámite de la CURP")));
	assert_null(schema_check(paragraphs, val_str("uno\n\tdos")));
	assert_non_null(schema_check(line, val_str("uno\ndos")));
	assert_non_null(schema_check(line, val_str("uno\tdos")));
	assert_non_null(schema_check(paragraphs, val_str("uno\rdos")));
	assert_non_null(schema_check(line, val_str("\x1b[1m")));
	assert_non_null(schema_check(line, val_str("\x7f")));
	assert_non_null(schema_check(line, val_str("\xc2\x85")));
	assert_null(schema_check(line, val_str("\xc2\xa0")));
	assert_non_null(schema_check(line, val_str("\xff")));
	assert_non_null(schema_check(line, val_str("\xc3")));
	assert_non_null(schema_check(line, val_text(span_of("a\0b", 3))));
	memset(big, 'x', sizeof(big) - 1);
	assert_non_null(schema_check(paragraphs, val_str(big)));
	big[LIMIT_LONG_BYTES] = '\0';
	assert_null(schema_check(paragraphs, val_str(big)));
	assert_non_null(schema_check(line, val_str(big)));
}

static void
test_values_of_another_kind_are_refused(void **state)
{
	(void)state;
	assert_non_null(schema_check(field("gap", "title"), val_int(1)));
	assert_non_null(schema_check(field("gap", "theme"), val_str("1")));
	assert_non_null(schema_check(field("gap", "theme"), val_int(10)));
	assert_null(schema_check(field("gap", "theme"), val_int(1000)));
	assert_non_null(schema_check(field("gap", "status"), val_int(1000)));
	assert_non_null(schema_check(field("gap", "roundtable"), val_int(0)));
	assert_null(schema_check(field("gap", "roundtable"), val_int(257)));
	assert_null(schema_check(field("gap", "theme"), val_null()));
	assert_non_null(schema_check(field("gap", "population"), val_null()));
	assert_non_null(schema_check(field("gap", "folio"), val_null()));
	assert_non_null(
	    schema_check(field("session", "started_at"), val_int(-1)));
	assert_non_null(
	    schema_check(field("gap", "territories"), val_str("7065")));
	assert_non_null(schema_check(
	    field("gap", "territories"), val_text(span_of("07\0", 3))));
	assert_null(
	    schema_check(field("gap", "territories"), val_str("07065")));
}

static void
said(const struct field *f, struct val v, const char *machine, const char *es,
    const char *en)
{
	CLEAN(buf_free) struct buf b = BUF(LIMIT_TEXT_BYTES);

	assert_null(schema_put(f, v, &b));
	assert_true(span_eq(buf_all(&b), span_str(machine)));
	buf_clear(&b);
	assert_null(schema_say(f, v, "es", &b));
	assert_true(span_eq(buf_all(&b), span_str(es)));
	buf_clear(&b);
	assert_null(schema_say(f, v, "en", &b));
	assert_true(span_eq(buf_all(&b), span_str(en)));
}

static void
test_a_value_is_said_to_machines_and_to_people(void **state)
{
	(void)state;
	said(field("agreement", "due_on"), val_int(20543), "2026-03-31",
	    "31/03/2026", "2026-03-31");
	said(field("agreement", "status"), val_int(CODE_agreement_status_done),
	    "done", "Cumplido", "Done");
	said(
	    field("agreement", "theme"), val_int(1001), "1001", "1001", "1001");
	said(field("membership", "voice"), val_int(1), "true", "Sí", "Yes");
	said(field("session", "started_at"), val_int(0), "1970-01-01T00:00:00Z",
	    "01/01/1970 00:00 UTC", "1970-01-01 00:00 UTC");
	said(field("gap", "territories"), val_str("07065"), "07065", "Palenque",
	    "Palenque");
	said(field("gap", "territories"), val_str("20570"), "20570", "20570",
	    "20570");
	said(field("measurement", "value"), val_int(-3), "-3", "-3", "-3");
	said(field("gap", "title"), val_str("a"), "a", "a", "a");
}

static void
test_what_is_put_for_machines_is_read_back(void **state)
{
	(void)state;
	EACH_ENTITY(e)
	EACH_FIELD(f, e)
	{
		CLEAN(buf_free) struct buf b = BUF(LIMIT_TEXT_BYTES);
		struct val v = val_int(1), back;

		if (f->type == TYPE_REF)
			continue;
		if (f->type == TYPE_TEXT || f->type == TYPE_LONG)
			v = val_str("año");
		else if (f->type == TYPE_GEO)
			v = val_str("07065");
		assert_null(schema_put(f, v, &b));
		assert_null(schema_parse(f, (const char *)b.p, &back));
		assert_true(v.kind == back.kind && v.i == back.i &&
			    span_eq(v.s, back.s));
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_date_is_read_in_both_orders),
		cmocka_unit_test(
		    test_a_code_is_read_by_name_label_or_number_of_an_added_one),
		cmocka_unit_test(test_yes_and_no_are_read_in_both_languages),
		cmocka_unit_test(test_a_percentage_lies_between_0_and_100),
		cmocka_unit_test(test_empty_text_is_no_value),
		cmocka_unit_test(
		    test_text_is_utf8_without_control_characters_and_not_too_long),
		cmocka_unit_test(test_values_of_another_kind_are_refused),
		cmocka_unit_test(
		    test_a_value_is_said_to_machines_and_to_people),
		cmocka_unit_test(test_what_is_put_for_machines_is_read_back),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
