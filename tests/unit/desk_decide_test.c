/* Proposals: what another office asked for, and the owner's answer. */
#include "tests/unit/fixture.h"

#include <stdio.h>
#include <stdlib.h>

#define ENT(e) schema_entity(ENTITY_##e)

struct town { /* PAL keeps the roundtable, TAP proposes */
	struct fixture *f;
	struct fixture_office pal, tap;
	dot_t rt, gap;
};

static int
setup(void **state)
{
	struct town *t = calloc(1, sizeof(*t));

	(void)fixture_open(state);
	t->f = *state;
	fixture_office(t->f, "PAL", &t->pal);
	fixture_office(t->f, "TAP", &t->tap);
	t->rt = fixture_mesa(t->f, "07065");
	fixture_give(t->f, t->rt, t->pal.id, 18000);
	t->gap = fixture_gap(&t->pal.desk, t->rt, "La CURP no se acepta");
	*state = t;
	return (0);
}

static int
teardown(void **state)
{
	struct town *t = *state;
	void *f = t->f;

	key_free(&t->pal.key);
	key_free(&t->tap.key);
	free(t);
	return (fixture_close(&f));
}

static err_t
decide(struct desk *d, dot_t held, bool accept, const char *reason)
{
	CLEAN(act_undo) struct act act;
	dot_t commit;

	TRY(act_begin(&act, d));
	TRY(act_decide(&act, held, accept, reason));
	return (act_save(&act, "secretaria", &commit));
}

/* The one proposal that is open, when everybody has seen everything. */
static dot_t
open_one(struct town *t)
{
	CLEAN(arena_free) struct arena a = ARENA;
	struct held *h;
	size_t n;

	fixture_stamp(t->f);
	ok(state_held(t->f->st.l, 0, true, &a, &h, &n));
	assert_int_equal(n, 1);
	return (h[0].op);
}

static void
none_open(struct town *t)
{
	CLEAN(arena_free) struct arena a = ARENA;
	struct held *h;
	size_t n;

	ok(state_held(t->f->st.l, 0, true, &a, &h, &n));
	assert_int_equal(n, 0);
}

static struct record
shown(struct town *t, uint32_t entity, dot_t id, struct arena *a)
{
	struct record r;
	bool found;

	ok(state_get(t->f->st.l, schema_entity(entity), id, a, &r, &found));
	assert_true(found);
	return (r);
}

static void
test_the_owner_takes_a_value_over_and_it_is_the_owners(void **state)
{
	CLEAN(arena_free) struct arena a = ARENA;
	struct town *t = *state;
	struct fv fv = FIX(gap, severity, val_int(3));
	dot_t p;

	ok(fixture_edit(&t->tap.desk, ENTITY_gap, t->gap, &fv, 1));
	p = open_one(t);
	assert_int_equal(
	    shown(t, ENTITY_gap, t->gap, &a).v[FIELD_gap_severity - 1].kind,
	    VAL_NULL);
	ok(decide(&t->pal.desk, p, true, "tiene razón"));
	assert_int_equal(
	    shown(t, ENTITY_gap, t->gap, &a).v[FIELD_gap_severity - 1].i, 3);
	none_open(t);
	fails_saying(
	    decide(&t->pal.desk, p, false, "no"), ERR_EXISTS, "tiene razón");
	fixture_same(t->f);
}

static void
test_a_proposal_is_refused_with_its_reason(void **state)
{
	CLEAN(arena_free) struct arena a = ARENA;
	struct town *t = *state;
	struct fv fv = FIX(gap, severity, val_int(3));
	struct held *h;
	size_t n;
	dot_t p;

	ok(fixture_edit(&t->tap.desk, ENTITY_gap, t->gap, &fv, 1));
	p = open_one(t);
	fails_saying(decide(&t->pal.desk, p, false, NULL), ERR_USAGE, "reason");
	fails_saying(decide(&t->pal.desk, p, false, ""), ERR_USAGE, "reason");
	fails(decide(&t->pal.desk, p + 1, false, "no"), ERR_MISSING);
	/* Neither who proposed it nor the federal level decides. */
	fails_saying(
	    decide(&t->tap.desk, p, true, "sí"), ERR_SCOPE, "only the owner");
	fails_saying(
	    decide(&t->f->desk, p, true, "sí"), ERR_SCOPE, "only the owner");
	ok(decide(&t->pal.desk, p, false, "ya se atendió"));
	none_open(t);
	ok(state_held(t->f->st.l, 0, false, &a, &h, &n));
	assert_int_equal(n, 1);
	assert_int_equal(h[0].status, HELD_REJECTED);
	assert_string_equal(h[0].reason, "ya se atendió");
	assert_int_equal(h[0].author_office, t->tap.id);
	assert_int_equal(h[0].owner_office, t->pal.id);
	assert_int_equal(
	    shown(t, ENTITY_gap, t->gap, &a).v[FIELD_gap_severity - 1].kind,
	    VAL_NULL);
	fixture_same(t->f);
}

/* Every kind of change may be proposed. */
enum ask { CREATES, ADDS, REMOVES, COUNTS, VOIDS, RESOLVES };

static void
ask(struct town *t, struct desk *d, enum ask how, dot_t other)
{
	struct fv gap[] = { FIX(gap, roundtable, val_int(t->rt)),
		FIX(gap, title, val_str("Sin intérprete")) };
	struct fv who =
	    FIX(gap, population, val_int(CODE_population_applicants));
	CLEAN(act_undo) struct act act;
	dot_t commit, id;

	fixture_stamp(t->f);
	ok(act_begin(&act, d));
	switch (how) {
	case CREATES:
		ok(act_create(&act, ENT(gap), gap, 2, &id));
		break;
	case ADDS:
	case REMOVES:
		ok(act_list(&act, ENT(gap), t->gap, how == ADDS, &who, 1));
		break;
	case COUNTS:
		ok(act_count(
		    &act, ENT(measurement), other, FIELD_measurement_tally, 5));
		break;
	case VOIDS:
		ok(act_void(&act, ENT(gap), t->gap, LIFE_VOIDED, "doble"));
		break;
	case RESOLVES:
		ok(act_resolve(&act, ENT(gap), t->gap, FIELD_gap_severity,
		    val_int(2), "por el acta"));
		break;
	}
	ok(act_save(&act, "ana", &commit));
}

static void
test_every_kind_of_change_can_be_proposed_and_taken_over(void **state)
{
	CLEAN(arena_free) struct arena a = ARENA;
	struct town *t = *state;
	struct fv fv = FIX(measurement, roundtable, val_int(t->rt));
	dot_t m = fixture_make(&t->pal.desk, ENTITY_measurement, &fv, 1);
	struct val *v;
	size_t n;

	ask(t, &t->tap.desk, CREATES, 0);
	assert_int_equal(fixture_count(t->f, "SELECT count(*) FROM gap"), 1);
	ok(decide(&t->pal.desk, open_one(t), true, "sí"));
	assert_int_equal(fixture_count(t->f, "SELECT count(*) FROM gap"), 2);

	ask(t, &t->tap.desk, ADDS, 0);
	ok(decide(&t->pal.desk, open_one(t), true, "sí"));
	ok(state_elements(
	    t->f->st.l, t->gap, FIELD_gap_population, &a, &v, &n));
	assert_int_equal(n, 1);

	ask(t, &t->tap.desk, REMOVES, 0);
	ok(decide(&t->pal.desk, open_one(t), true, "sí"));
	ok(state_elements(
	    t->f->st.l, t->gap, FIELD_gap_population, &a, &v, &n));
	assert_int_equal(n, 0);

	ask(t, &t->tap.desk, COUNTS, m);
	ok(decide(&t->pal.desk, open_one(t), true, "sí"));
	assert_int_equal(shown(t, ENTITY_measurement, m, &a)
			     .v[FIELD_measurement_tally - 1]
			     .i,
	    5);

	ask(t, &t->tap.desk, RESOLVES, 0);
	ok(decide(&t->pal.desk, open_one(t), true, "sí"));
	assert_int_equal(
	    shown(t, ENTITY_gap, t->gap, &a).v[FIELD_gap_severity - 1].i, 2);

	ask(t, &t->tap.desk, VOIDS, 0);
	assert_int_equal(shown(t, ENTITY_gap, t->gap, &a).life, LIFE_LIVE);
	ok(decide(&t->pal.desk, open_one(t), true, "sí"));
	assert_int_equal(shown(t, ENTITY_gap, t->gap, &a).life, LIFE_VOIDED);
	none_open(t);
	fixture_same(t->f);
}

static void
test_a_change_of_a_text_that_was_not_seen_is_not_taken(void **state)
{
	static const char was[] = "Primera frase que es bastante larga, y otra"
				  " que también lo es. Fin.";
	static const char now[] = "Primera frase que es bastante larga, y otra"
				  " que también lo es. Fin de todo.";
	struct town *t = *state;
	struct fv fv = FIX(gap, description, val_str(was));

	ok(fixture_edit(&t->pal.desk, ENTITY_gap, t->gap, &fv, 1));
	fv.v = val_str(now);
	ok(fixture_edit(&t->tap.desk, ENTITY_gap, t->gap, &fv, 1));
	fails_saying(decide(&t->pal.desk, open_one(t), true, "sí"), ERR_RULE,
	    "write it yourself");
	ok(decide(&t->pal.desk, open_one(t), false, "lo escribí"));
	none_open(t);
	fixture_same(t->f);
}

static void
test_the_federal_level_decides_what_is_nobodys(void **state)
{
	struct town *t = *state;
	dot_t rt = fixture_mesa(t->f, "07089");
	dot_t g = fixture_gap(&t->f->desk, rt, "Federal");
	struct fv fv = FIX(gap, severity, val_int(1));

	ok(fixture_edit(&t->tap.desk, ENTITY_gap, g, &fv, 1));
	fails_saying(decide(&t->pal.desk, open_one(t), true, "sí"), ERR_SCOPE,
	    "only the owner");
	ok(decide(&t->f->desk, open_one(t), true, "sí"));
	assert_int_equal(fixture_count(t->f, "SELECT count(*) FROM gap"
					     " WHERE severity = 1"),
	    1);
	fixture_same(t->f);
}

static void
test_who_does_not_own_it_cannot_decide_in_a_proposal(void **state)
{
	struct town *t = *state;
	struct fv fv = FIX(gap, severity, val_int(1));
	CLEAN(act_undo) struct act act;
	dot_t commit, p;

	ok(fixture_edit(&t->tap.desk, ENTITY_gap, t->gap, &fv, 1));
	p = open_one(t);
	ok(act_begin(&act, &t->pal.desk));
	ok(act_decide(&act, p, false, "no"));
	/* In the same action, a change to what is not PAL's. */
	fv = (struct fv)FIX(roundtable, code, val_str("OTRA"));
	ok(act_edit(&act, ENT(roundtable), t->rt, &fv, 1));
	fails_saying(act_save(&act, "ana", &commit), ERR_SCOPE,
	    "only the owner decides");
}

/* ---- minutes ------------------------------------------------------------ */

static dot_t
minutes(struct town *t)
{
	struct fv se[] = { FIX(session, roundtable, val_int(t->rt)) };
	dot_t s = fixture_make(&t->pal.desk, ENTITY_session, se, 1);
	struct op op = { .kind = OP_CREATE, .entity = ENTITY_minutes, .n = 3 };
	struct fv fv[] = { FIX(minutes, session, val_int(s)),
		FIX(minutes, status, val_int(CODE_minutes_status_draft)),
		FIX(minutes, text, val_str("Se pasó lista.")) };

	op.fv = fv;
	return (fixture_commit(t->f, t->pal.key, "07", &op, 1));
}

static void
turn(struct town *t, dot_t m, struct fv *fv, size_t n)
{
	struct op op = { .kind = OP_EDIT,
		.entity = ENTITY_minutes,
		.record = m,
		.n = n,
		.fv = fv };

	fixture_stamp(t->f);
	(void)fixture_commit(t->f, t->pal.key, "07", &op, 1);
}

static void
test_late_edits_of_approved_minutes_become_numbered_amendments(void **state)
{
	struct town *t = *state;
	dot_t m = minutes(t);
	struct fv approval[] = { FIX(minutes, status,
				     val_int(CODE_minutes_status_approved)),
		FIX(minutes, approved_on, val_int(20500)),
		FIX(minutes, sha256, val_str("aa")) };

	turn(t, m, approval, 3);
	for (int i = 1; i <= 2; i++) {
		struct fv text = FIX(minutes, text,
		    val_str(i == 1 ? "Con quórum." : "Sin quórum."));

		turn(t, m, &text, 1);
		ok(decide(&t->pal.desk, open_one(t), true, "faltaba"));
		none_open(t);
		assert_int_equal(
		    fixture_count(t->f, "SELECT max(number) FROM amendment"),
		    i);
		assert_int_equal(
		    fixture_count(t->f, "SELECT count(*) FROM minutes WHERE"
					" text = 'Se pasó lista.'"),
		    1);
	}
	assert_int_equal(
	    fixture_count(t->f, "SELECT count(*) FROM amendment WHERE"
				" text LIKE '%: Con quórum.'"),
	    1);
	fixture_same(t->f);
}

static void
test_an_amendment_takes_the_number_after_the_highest(void **state)
{
	struct town *t = *state;
	dot_t m = minutes(t);
	struct fv approval[] = { FIX(minutes, status,
				     val_int(CODE_minutes_status_approved)),
		FIX(minutes, approved_on, val_int(20500)),
		FIX(minutes, sha256, val_str("aa")) };
	struct fv text = FIX(minutes, text, val_str("Con quórum."));
	struct fv fv[] = { FIX(amendment, minutes, val_int(m)),
		FIX(amendment, number, val_int(7)) };
	struct op op = {
		.kind = OP_CREATE, .entity = ENTITY_amendment, .fv = fv
	};

	turn(t, m, approval, 3);
	/* Of others: a high one, then a lower, then one without a number. */
	for (int i = 0; i < 3; i++) {
		op.n = i < 2 ? 2 : 1;
		fv[1].v = val_int(i == 0 ? 7 : 3);
		(void)fixture_commit(t->f, t->pal.key, "07", &op, 1);
	}
	turn(t, m, &text, 1);
	ok(decide(&t->pal.desk, open_one(t), true, "faltaba"));
	assert_int_equal(
	    fixture_count(t->f, "SELECT max(number) FROM amendment"), 8);
	fixture_same(t->f);
}

/* Two answers to one proposal, as two computers of the owner may give. */
static void
test_of_two_answers_to_a_proposal_the_one_that_accepts_counts(void **state)
{
	CLEAN(arena_free) struct arena a = ARENA;
	struct town *t = *state;
	struct fv fv = FIX(gap, severity, val_int(3));
	struct op op = { .kind = OP_DECIDE, .reason = span_str("no") };
	struct key *stranger;
	struct held *h;
	size_t n;

	ok(fixture_edit(&t->tap.desk, ENTITY_gap, t->gap, &fv, 1));
	op.record = open_one(t);
	/* Neither who proposed it nor a stranger decides. */
	op.state = 1;
	(void)fixture_commit(t->f, t->tap.key, "07", &op, 1);
	ok(key_make(&stranger));
	(void)fixture_commit(t->f, stranger, "07", &op, 1);
	key_free(&stranger);
	ok(state_held(t->f->st.l, 0, false, &a, &h, &n));
	assert_int_equal(h[0].status, HELD_OPEN);
	op.state = 0;
	(void)fixture_commit(t->f, t->pal.key, "07", &op, 1);
	ok(state_held(t->f->st.l, 0, false, &a, &h, &n));
	assert_int_equal(h[0].status, HELD_REJECTED);
	op.state = 1;
	op.reason = span_str("sí");
	(void)fixture_commit(t->f, t->pal.key, "07", &op, 1);
	ok(state_held(t->f->st.l, 0, false, &a, &h, &n));
	assert_int_equal(h[0].status, HELD_ACCEPTED);
	assert_string_equal(h[0].reason, "sí");
	/* An answer of a log that is not here is none. */
	fixture_run(t->f, "UPDATE decision SET dot = dot + (99 << 40)"
			  " WHERE verdict = 1");
	ok(state_held(t->f->st.l, 0, false, &a, &h, &n));
	assert_int_equal(h[0].status, HELD_REJECTED);
	/* Whose it was cannot be told when that cannot be read. */
	fixture_unread(t->f, "node");
	fails(state_held(t->f->st.l, 0, false, &a, &h, &n), ERR_STORE);
}

#define IN_TOWN(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

#define FIRST "Las oficialías piden un papel que nadie tiene a mano.\n"
#define LAST  "Las escuelas piden la constancia, y la aceptan sin apostilla."

static void
describe(struct town *t, struct desk *d, const char *text)
{
	struct fv fv = FIX(gap, description, val_str(text));

	ok(fixture_edit(d, ENTITY_gap, t->gap, &fv, 1));
}

static void
described(struct town *t, const char *text)
{
	CLEAN(arena_free) struct arena a = ARENA;
	struct val v =
	    shown(t, ENTITY_gap, t->gap, &a).v[FIELD_gap_description - 1];

	if (!span_eq(v.s, span_str(text)))
		fail_msg("%.*s", (int)v.s.n, (const char *)v.s.p);
}

static void
test_part_of_a_text_is_taken_over(void **state)
{
	struct town *t = *state;
	dot_t p;

	describe(t, &t->pal.desk, FIRST LAST);
	fixture_stamp(t->f);
	describe(t, &t->tap.desk, FIRST LAST " Ya no.");
	p = open_one(t);
	described(t, FIRST LAST);
	ok(decide(&t->pal.desk, p, true, "es cierto"));
	described(t, FIRST LAST " Ya no.");
	fixture_same(t->f);
}

static void
test_part_of_a_changed_paragraph_is_refused(void **state)
{
	struct town *t = *state;
	dot_t p;

	describe(t, &t->pal.desk, FIRST LAST);
	fixture_stamp(t->f);
	describe(t, &t->tap.desk, FIRST LAST " Ya no.");
	p = open_one(t);
	describe(t, &t->pal.desk, FIRST LAST " Casi siempre.");
	fails_saying(decide(&t->pal.desk, p, true, "es cierto"), ERR_RULE,
	    "write it yourself");
	described(t, FIRST LAST " Casi siempre.");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		IN_TOWN(test_the_owner_takes_a_value_over_and_it_is_the_owners),
		IN_TOWN(test_a_proposal_is_refused_with_its_reason),
		IN_TOWN(
		    test_every_kind_of_change_can_be_proposed_and_taken_over),
		IN_TOWN(test_a_change_of_a_text_that_was_not_seen_is_not_taken),
		IN_TOWN(test_part_of_a_text_is_taken_over),
		IN_TOWN(test_part_of_a_changed_paragraph_is_refused),
		IN_TOWN(test_the_federal_level_decides_what_is_nobodys),
		IN_TOWN(test_who_does_not_own_it_cannot_decide_in_a_proposal),
		IN_TOWN(
		    test_late_edits_of_approved_minutes_become_numbered_amendments),
		IN_TOWN(test_an_amendment_takes_the_number_after_the_highest),
		IN_TOWN(
		    test_of_two_answers_to_a_proposal_the_one_that_accepts_counts),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
