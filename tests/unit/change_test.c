#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "proto/limits.h"
#include "tests/unit/aliased.h"

/* A line that this software knows wholly: it comes back byte by byte. */
static void
take_whole(struct taken *t, const char *line)
{
	struct buf again = BUF(LIMIT_LINE_BYTES);

	aliased_take(t, line);
	assert_int_equal(t->code, ERR_NONE);
	assert_int_not_equal(t->op.kind, OP_UNKNOWN);
	assert_false(t->op.partial);
	assert_null(op_put(&t->op, &aliased, &again));
	assert_string_equal(again.p, line);
	buf_free(&again);
}

static void
assert_unknown(const char *line)
{
	struct taken t;

	aliased_take(&t, line);
	if (t.code != ERR_NONE || t.op.kind != OP_UNKNOWN || !t.op.partial)
		print_error("not unknown: %s\n", line);
	assert_int_equal(t.code, ERR_NONE);
	assert_int_equal(t.op.kind, OP_UNKNOWN);
	assert_true(t.op.partial);
	assert_int_equal(t.op.n, 0);
	aliased_drop(&t);
}

static void
assert_text(struct val v, const char *text)
{
	assert_int_equal(v.kind, VAL_TEXT);
	assert_true(span_eq(v.s, span_str(text)));
}

static void
test_a_creation_has_its_fields_in_order(void **state)
{
	struct taken t;
	const struct fv *fv;

	(void)state;
	take_whole(&t, "[19,0,\"AC-1\",[2,7,3],null,\"Texto\\n\\\"dos\\\"\","
		       "20000,null,null,1,null,null,null,null,"
		       "[4,[5,1],[1,6,0]]]");
	assert_int_equal(t.op.kind, OP_CREATE);
	assert_int_equal(t.op.entity, 19);
	assert_true(t.op.record == ALIASED_SELF);
	assert_int_equal(t.op.n, 8);
	fv = t.op.fv;
	assert_int_equal(fv[0].field, FIELD_agreement_folio);
	assert_text(fv[0].v, "AC-1");
	assert_true(fv[1].v.i == dot_pack(12, 7, 3));
	assert_int_equal(fv[2].field, FIELD_agreement_text);
	assert_text(fv[2].v, "Texto\n\"dos\"");
	assert_int_equal(fv[3].v.i, 20000);
	assert_int_equal(fv[5].field, FIELD_agreement_gaps);
	assert_true(fv[5].v.i == dot_pack(ALIASED_OWN, 4, 0));
	assert_true(fv[6].v.i == dot_pack(ALIASED_OWN, 5, 1));
	assert_true(fv[7].v.i == dot_pack(9, 6, 0));
	aliased_drop(&t);
	take_whole(&t, "[19,0]");
	assert_int_equal(t.op.n, 0);
	aliased_drop(&t);
	/* Absent values at the end are not written again. */
	aliased_take(&t, "[19,0,\"AC-1\",null,null]");
	assert_int_equal(t.op.n, 1);
	aliased_drop(&t);
	aliased_take(&t,
	    "[19,0,null,null,null,null,null,null,null,null,null,null,"
	    "null,null,[]]");
	assert_int_equal(t.op.kind, OP_CREATE);
	assert_int_equal(t.op.n, 0);
	aliased_drop(&t);
}

static void
test_an_edit_names_a_record_and_pairs(void **state)
{
	struct taken t;

	(void)state;
	take_whole(&t, "[19,31,8,2,6,null,4,\"\"]");
	assert_int_equal(t.op.kind, OP_EDIT);
	assert_true(t.op.record == dot_pack(ALIASED_OWN, 31, 0));
	assert_int_equal(t.op.n, 3);
	assert_int_equal(t.op.fv[0].v.i, 2);
	assert_int_equal(t.op.fv[1].v.kind, VAL_NULL);
	assert_text(t.op.fv[2].v, "");
	aliased_drop(&t);
	take_whole(&t, "[19,[3,4294967295,255],2,[8,9]]");
	assert_true(t.op.record == dot_pack(700, 0xffffffffU, 255));
	assert_true(t.op.fv[0].v.i == dot_pack(ALIASED_OWN, 8, 9));
	aliased_drop(&t);
	take_whole(&t, "[12,1,6,-9223372036854775808,3,9223372036854775807]");
	assert_true(t.op.fv[0].v.i == INT64_MIN);
	assert_true(t.op.fv[1].v.i == INT64_MAX);
	aliased_drop(&t);
}

static void
test_every_other_kind_comes_back_as_it_was(void **state)
{
	struct taken t;

	(void)state;
	take_whole(&t, "[-1,\"AAECAwQFBgcICQoLDA0ODw\"]");
	assert_int_equal(t.op.kind, OP_ALIAS);
	assert_int_equal(t.op.log[15], 15);
	aliased_drop(&t);
	take_whole(&t, "[-2,18,3,11,\"07\",\"07065\"]");
	assert_int_equal(t.op.kind, OP_ADD);
	assert_int_equal(t.op.n, 2);
	assert_text(t.op.fv[1].v, "07065");
	aliased_drop(&t);
	take_whole(&t, "[-3,19,[1,2,3],13,9]");
	assert_int_equal(t.op.kind, OP_REMOVE);
	aliased_drop(&t);
	take_whole(&t, "[-4,33,3,9,-12]");
	assert_int_equal(t.op.kind, OP_COUNT);
	assert_int_equal(t.op.fv[0].v.i, -12);
	aliased_drop(&t);
	take_whole(&t, "[-5,19,3,4,[1,9,0],10,4294967295,\"más\"]");
	assert_int_equal(t.op.kind, OP_SPLICE);
	assert_true(t.op.base == dot_pack(9, 9, 0));
	assert_int_equal(t.op.at, 10);
	assert_int_equal(t.op.del, 4294967295U);
	assert_text(t.op.fv[0].v, "más");
	aliased_drop(&t);
	take_whole(&t, "[-6,19,3,1,\"duplicado\"]");
	assert_int_equal(t.op.kind, OP_VOID);
	assert_int_equal(t.op.state, LIFE_VOIDED);
	assert_true(span_eq(t.op.reason, span_str("duplicado")));
	aliased_drop(&t);
	take_whole(&t, "[-7,19,3,8,null,\"\"]");
	assert_int_equal(t.op.kind, OP_RESOLVE);
	assert_int_equal(t.op.fv[0].v.kind, VAL_NULL);
	aliased_drop(&t);
	take_whole(&t, "[-7,19,3,4,\"texto\",\"acordado\"]");
	aliased_drop(&t);
	take_whole(&t, "[-8,[2,8,1],0,\"no procede\"]");
	assert_int_equal(t.op.kind, OP_DECIDE);
	assert_true(t.op.record == dot_pack(12, 8, 1));
	assert_int_equal(t.op.state, 0);
	aliased_drop(&t);
}

/* Does an edit with this value of this field decode as an edit? */
static bool
fits(uint32_t entity, uint32_t field, const char *value)
{
	char line[200];
	struct taken t;
	bool ok;

	snprintf(line, sizeof(line), "[%u,1,%u,%s]", entity, field, value);
	aliased_take(&t, line);
	assert_int_equal(t.code, ERR_NONE);
	ok = t.op.kind == OP_EDIT;
	assert_int_equal(t.op.partial, !ok);
	if (!ok)
		assert_int_equal(t.op.kind, OP_UNKNOWN);
	aliased_drop(&t);
	return (ok);
}

static void
test_a_value_of_another_type_makes_the_op_unknown(void **state)
{
	/* text, number, ref in own log, ref elsewhere, null, true, list, map */
	static const char *const values[] = { "\"07\"", "7", "[7,1]", "[1,7,1]",
		"null", "true", "[\"a\"]", "{}" };
	static const struct {
		uint32_t entity, field;
		const char *fits;
	} types[] = {
		{ ENTITY_agreement, FIELD_agreement_decided_by, "1...1..." },
		{ ENTITY_agreement, FIELD_agreement_text, "1...1..." },
		{ ENTITY_agreement, FIELD_agreement_progress_pct, ".1..1..." },
		{ ENTITY_membership, FIELD_membership_vote, ".1..1..." },
		{ ENTITY_agreement, FIELD_agreement_due_on, ".1..1..." },
		{ ENTITY_session, FIELD_session_started_at, ".1..1..." },
		{ ENTITY_agreement, FIELD_agreement_status, ".1..1..." },
		{ ENTITY_agreement, FIELD_agreement_session, ".1111..." },
		{ ENTITY_session, FIELD_session_cvegeo, "1...1..." },
		/* lists and counters are not replaced */
		{ ENTITY_gap, FIELD_gap_territories, "........" },
		{ ENTITY_measurement, FIELD_measurement_tally, "........" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		for (size_t k = 0; k < 8; k++)
			assert_int_equal(
			    fits(types[i].entity, types[i].field, values[k]),
			    types[i].fits[k] == '1');
}

static void
test_references_that_cannot_be_are_unknown(void **state)
{
	static const char *const refs[] = { "-1", "4294967296", "[1]", "[]",
		"[0,0]", "[1,-1]", "[1,256]", "[4294967296,0]", "[0,1,0]",
		"[4,1,0]", "[-1,1,0]", "[4294967297,1,0]", "[1,0,0]",
		"[1,1,256]", "[1,1,0,0]", "[1,\"1\",0]", "[1,null]", "\"1\"",
		"true", "null", "{}", "9223372036854775807" };
	static const char *const places[] = { "[19,%s,8,1]", "[19,1,2,%s,8,1]",
		"[19,0,null,[%s]]", "[-2,19,%s,13,1]", "[-2,19,1,13,7,%s]",
		"[-5,19,1,4,%s,0,0,\"\"]", "[-6,19,%s,1,\"\"]",
		"[-8,%s,1,\"\"]" };
	char line[200];

	(void)state;
	for (size_t i = 0; i < sizeof(refs) / sizeof(refs[0]); i++) {
		for (size_t k = 0; k < 8; k++) {
			const char *hole = strstr(places[k], "%s");

			if (k == 1 && strcmp(refs[i], "null") == 0)
				continue; /* empties the field */
			snprintf(line, sizeof(line), "%.*s%s%s",
			    (int)(hole - places[k]), places[k], refs[i],
			    hole + 2);
			assert_unknown(line);
		}
	}
}

static void
test_what_newer_software_writes_is_kept(void **state)
{
	static const char *const lines[] = { "[99,0,1]", "[99,1,1,1]", "[0]",
		"[0,0]", "[1]", "[-9,1,2]", "[-1]", "[-1,1]", "[-1,\"AA\"]",
		"[-1,\"AAECAwQFBgcICQoLDA0ODw\",1]", "[-9223372036854775808]",
		"[9223372036854775807,0]", "[19,1]", "[19,1,8]", "[19,1,8,1,9]",
		"[19,1,0,1]", "[19,1,-8,1]", "[19,1,4294967296,1]",
		"[19,1,8,1,8,2]", "[19,1,\"status\",1]", "[19,0,{}]",
		"[19,0,7]", "[-2,19]", "[-2,19,1]", "[-2,19,1,13]",
		"[-2,19,1,8,1]", "[-2,19,1,13,null]", "[-2,99,1,1,1]",
		"[-4,33,1,9]", "[-4,33,1,9,1,1]", "[-4,33,1,9,\"1\"]",
		"[-4,33,1,8,1]", "[-4,19,1,8,1]", "[-5,19,1,4,1,0,0]",
		"[-5,19,1,4,1,0,0,1]", "[-5,19,1,4,1,-1,0,\"\"]",
		"[-5,19,1,4,1,0,4294967296,\"\"]", "[-5,19,1,8,1,0,0,\"\"]",
		"[-5,18,1,11,1,0,0,\"\"]", "[-6,19,1,4,\"\"]",
		"[-6,19,1,-1,\"\"]", "[-6,19,1,1]", "[-6,19,1,1,null]",
		"[-6,19,1,1,\"\",1]", "[-7,19,1,8,1]", "[-7,19,1,8,1,1]",
		"[-7,18,1,11,\"07\",\"\"]", "[-7,19,1,8,1,\"\",1]",
		"[-8,1,2,\"\"]", "[-8,1,1]", "[-8,1,true,\"\"]",
		"[-8,1,1,\"\",1]" };
	struct taken t;

	(void)state;
	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++)
		assert_unknown(lines[i]);
	aliased_take(&t, "[99,0,1]");
	assert_int_equal(t.op.entity, 99);
	aliased_drop(&t);
	aliased_take(&t, "[-6,99,1,1,\"\"]");
	assert_int_equal(t.op.entity, 99);
	aliased_drop(&t);
}

/* Partly unknown: the known part is used, the whole comes back. */
static void
keep_partly(struct taken *t, const char *line, enum op_kind kind)
{
	struct buf again = BUF(LIMIT_LINE_BYTES);

	aliased_take(t, line);
	assert_int_equal(t->code, ERR_NONE);
	assert_int_equal(t->op.kind, kind);
	assert_true(t->op.partial);
	assert_null(op_put(&t->op, &aliased, &again));
	assert_string_equal(again.p, line);
	buf_free(&again);
}

static void
test_unknown_fields_are_kept_raw_beside_known_ones(void **state)
{
	struct taken t;

	(void)state;
	keep_partly(&t,
	    "[19,1,900,{\"a\":[1,true]},8,2,901,[7,1],902,\"x\","
	    "903,5,904,null,905,false]",
	    OP_EDIT);
	assert_int_equal(t.op.n, 7);
	assert_int_equal(t.op.fv[0].v.kind, VAL_BLOB);
	assert_true(span_eq(t.op.fv[0].v.s, span_str("{\"a\":[1,true]}")));
	assert_int_equal(t.op.fv[1].v.i, 2);
	assert_int_equal(t.op.fv[2].v.kind, VAL_BLOB);
	assert_text(t.op.fv[3].v, "x");
	assert_int_equal(t.op.fv[4].v.i, 5);
	assert_int_equal(t.op.fv[5].v.kind, VAL_NULL);
	assert_int_equal(t.op.fv[6].v.kind, VAL_BLOB);
	aliased_drop(&t);
	keep_partly(
	    &t, "[5,0,null,null,null,null,null,[1,[2]],\"y\",3]", OP_CREATE);
	assert_int_equal(t.op.n, 3);
	assert_int_equal(t.op.fv[2].field, 8);
	aliased_drop(&t);
	keep_partly(&t, "[-2,19,1,900,1,null,[2,3]]", OP_ADD);
	aliased_drop(&t);
	keep_partly(&t, "[-4,19,1,900,1]", OP_COUNT);
	aliased_drop(&t);
	keep_partly(&t, "[-5,19,1,900,1,0,0,\"z\"]", OP_SPLICE);
	aliased_drop(&t);
	keep_partly(&t, "[-7,19,1,900,{},\"\"]", OP_RESOLVE);
	aliased_drop(&t);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_creation_has_its_fields_in_order),
		cmocka_unit_test(test_an_edit_names_a_record_and_pairs),
		cmocka_unit_test(test_every_other_kind_comes_back_as_it_was),
		cmocka_unit_test(
		    test_a_value_of_another_type_makes_the_op_unknown),
		cmocka_unit_test(test_references_that_cannot_be_are_unknown),
		cmocka_unit_test(test_what_newer_software_writes_is_kept),
		cmocka_unit_test(
		    test_unknown_fields_are_kept_raw_beside_known_ones),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
