#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "proto/base/text.h"
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
test_numbers_are_dense_and_unique(void **state)
{
	uint16_t no = 0;

	(void)state;
	EACH_ENTITY(e)
	{
		uint16_t fno = 0;

		assert_int_equal(e->no, ++no);
		assert_ptr_equal(schema_entity(e->no), e);
		assert_ptr_equal(schema_named(e->name), e);
		assert_true(e->n > 0 && e->n < UINT8_MAX);
		EACH_FIELD(f, e)
		{
			assert_int_equal(f->no, ++fno);
			assert_ptr_equal(schema_field(e, f->no), f);
			assert_ptr_equal(schema_field_named(e, f->name), f);
		}
		assert_null(schema_field(e, FIELD_LIFE));
		assert_null(schema_field(e, e->n + 1));
	}
	assert_null(schema_entity(0));
	assert_null(schema_entity(schema_count + 1));
	assert_null(schema_named("nothing"));
}

static void
good_name(const char *name)
{
	/* Words of SQL, and columns that every table has. */
	static const char *const taken[] = { "id", "state", "versions", "from",
		"to", "order", "group", "index", "key", "default", "check",
		"values", "left", "right", "table", "select", "set", "where",
		"limit", "unique", "references", "primary", "in", "on", "as",
		"is", "not", "null", "case", "when", "end", "and", "or" };

	assert_true(name[0] >= 'a' && name[0] <= 'z');
	assert_int_equal(strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_"),
	    strlen(name));
	for (size_t i = 0; i < sizeof(taken) / sizeof(taken[0]); i++)
		assert_string_not_equal(name, taken[i]);
}

static void
test_names_can_be_tables_and_columns(void **state)
{
	(void)state;
	EACH_ENTITY(e)
	{
		good_name(e->name);
		EACH_FIELD(f, e)
		good_name(f->name);
	}
}

static void
good_label(const char *s)
{
	assert_true(s[0] != '\0' && s[0] != ' ');
	assert_true(text_valid(span_str(s)));
}

static void
test_everything_has_a_label_in_both_languages(void **state)
{
	(void)state;
	EACH_ENTITY(e)
	{
		good_label(e->es);
		good_label(e->en);
		EACH_FIELD(f, e)
		{
			good_label(f->es);
			good_label(f->en);
			assert_true(f->hxl == NULL || f->hxl[0] == '#');
		}
	}
}

static void
test_every_code_names_a_vocabulary_and_every_ref_an_entity(void **state)
{
	(void)state;
	EACH_ENTITY(e)
	EACH_FIELD(f, e)
	{
		bool code = f->type == TYPE_CODE;

		assert_int_equal(f->vocab != NULL, code);
		if (code)
			assert_non_null(vocab_named(f->vocab));
		if (f->target != 0) {
			assert_int_equal(f->type, TYPE_REF);
			assert_non_null(schema_entity(f->target));
		}
	}
}

static void
test_types_and_merges_fit_each_other(void **state)
{
	(void)state;
	EACH_ENTITY(e)
	EACH_FIELD(f, e)
	{
		bool text = f->type == TYPE_TEXT || f->type == TYPE_LONG;

		assert_int_equal(f->max > 0, text);
		assert_true(f->max <= LIMIT_TEXT_BYTES);
		assert_int_equal(f->type == TYPE_LONG, f->merge == MERGE_TEXT);
		if (f->merge == MERGE_COUNT)
			assert_int_equal(f->type, TYPE_INT);
		/* Folios, and what the rights of others stand on. */
		if (f->merge == MERGE_ONCE)
			assert_true(strcmp(f->name, "folio") == 0 ||
				    e->no == ENTITY_node ||
				    e->no == ENTITY_secretariat);
		if (f->show != SHOW_LATEST)
			assert_int_equal(f->merge, MERGE_REG);
		if (f->show == SHOW_EARLIEST)
			assert_int_equal(f->type, TYPE_DATE);
		if (f->show == SHOW_LOWEST)
			assert_int_equal(f->type, TYPE_INT);
	}
}

static void
test_what_shows_the_least_advanced_has_an_order(void **state)
{
	bool terminal;

	(void)state;
	EACH_ENTITY(e)
	EACH_FIELD(f, e)
	{
		const struct vocab *v;

		if (f->show != SHOW_LEAST_ADVANCED)
			continue;
		v = vocab_named(f->vocab);
		for (size_t i = 0; i < v->n; i++)
			assert_true(
			    schema_advance(f, v->codes[i].no, &terminal) > 0);
	}
	assert_int_equal(schema_advance(field("agreement", "status"),
			     CODE_agreement_status_done, &terminal),
	    9);
	assert_true(terminal);
	assert_int_equal(
	    schema_advance(field("agreement", "status"), 999, &terminal), 0);
	assert_false(terminal);
}

static void
test_every_parent_chain_ends_in_a_roundtable(void **state)
{
	(void)state;
	EACH_ENTITY(e)
	{
		const struct entity *at = e;

		if (e->space != IN_ROUNDTABLE) {
			assert_int_equal(e->parent, 0);
			continue;
		}
		for (int steps = 0; at->no != ENTITY_roundtable; steps++) {
			const struct field *up = schema_field(at, at->parent);

			assert_true(steps < 5);
			assert_non_null(up);
			assert_int_equal(up->type, TYPE_REF);
			assert_int_equal(up->merge, MERGE_REG);
			assert_true(up->required || at->no == ENTITY_proposal);
			if (up->target == 0) /* of any: told by its target */
				break;
			at = schema_entity(up->target);
			assert_int_equal(at->space, IN_ROUNDTABLE);
		}
	}
}

static void
test_folios_belong_to_sessions_gaps_and_agreements(void **state)
{
	(void)state;
	EACH_ENTITY(e)
	assert_int_equal(
	    e->folio != NULL, schema_field_named(e, "folio") != NULL);
	assert_string_equal(schema_named("session")->folio, "SE");
	assert_string_equal(schema_named("gap")->folio, "BR");
	assert_string_equal(schema_named("agreement")->folio, "AC");
}

static void
test_natural_keys_name_registers_of_their_entity(void **state)
{
	const uint8_t *key = schema_named("attendance")->natural;

	(void)state;
	assert_int_equal(key[0], FIELD_attendance_session);
	assert_int_equal(key[1], FIELD_attendance_institution);
	assert_int_equal(key[2], FIELD_attendance_designation);
	assert_int_equal(key[3], 0);
	EACH_ENTITY(e)
	for (const uint8_t *k = e->natural; k != NULL && *k != 0; k++)
		assert_true(schema_field(e, *k)->merge == MERGE_REG ||
			    schema_field(e, *k)->merge == MERGE_ONCE);
}

static void
test_numbers_and_rules_are_those_that_were_released(void **state)
{
	static const char *const types[] = { "text", "long", "int", "bool",
		"date", "time", "code", "ref", "geo" };
	static const char *const merges[] = { "reg", "list", "count", "text",
		"once" };
	char line[128], want[128];
	FILE *f = fopen("tests/data/schema.txt", "r");

	(void)state;
	assert_non_null(f);
	EACH_ENTITY(e)
	{
		EACH_FIELD(fi, e)
		{
			snprintf(want, sizeof(want), "%u %s.%s %u %s %s\n",
			    e->no, e->name, fi->name, fi->no, types[fi->type],
			    merges[fi->merge]);
			assert_non_null(fgets(line, sizeof(line), f));
			assert_string_equal(line, want);
		}
	}
	for (size_t i = 0; i < vocab_count; i++)
		for (size_t k = 0; k < vocab_all[i].n; k++) {
			snprintf(want, sizeof(want), "%s:%s %u\n",
			    vocab_all[i].name, vocab_all[i].codes[k].name,
			    vocab_all[i].codes[k].no);
			assert_non_null(fgets(line, sizeof(line), f));
			assert_string_equal(line, want);
		}
	assert_null(fgets(line, sizeof(line), f));
	fclose(f);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_numbers_are_dense_and_unique),
		cmocka_unit_test(test_names_can_be_tables_and_columns),
		cmocka_unit_test(test_everything_has_a_label_in_both_languages),
		cmocka_unit_test(
		    test_every_code_names_a_vocabulary_and_every_ref_an_entity),
		cmocka_unit_test(test_types_and_merges_fit_each_other),
		cmocka_unit_test(
		    test_what_shows_the_least_advanced_has_an_order),
		cmocka_unit_test(test_every_parent_chain_ends_in_a_roundtable),
		cmocka_unit_test(
		    test_folios_belong_to_sessions_gaps_and_agreements),
		cmocka_unit_test(
		    test_natural_keys_name_registers_of_their_entity),
		cmocka_unit_test(
		    test_numbers_and_rules_are_those_that_were_released),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
