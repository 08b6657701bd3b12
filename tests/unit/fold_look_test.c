/* fold_look: what stood against what, and what both had seen. */
#include "tests/unit/fixture.h"

#include <stdlib.h>

struct pair { /* two computers of the office that keeps the roundtable */
	struct fixture *f;
	struct fixture_office one, two;
	dot_t rt, gap;
};

/* A second computer of the first office. */
static void
second(struct pair *t)
{
	CLEAN(buf_free) struct buf print = BUF(64);
	struct fv node[] = { FIX(node, office, val_int(t->one.id)),
		FIX(node, fingerprint, val_null()) };
	uint8_t pub[KEY_LEN];

	ok(key_make(&t->two.key));
	key_public(t->two.key, pub);
	ok(buf_b64(&print, span_of(pub, KEY_LEN)));
	node[1].v = val_text(buf_all(&print));
	(void)fixture_make(&t->f->desk, ENTITY_node, node, 2);
	t->two.desk = t->one.desk;
	t->two.desk.key = t->two.key;
}

static int
setup(void **state)
{
	struct pair *t = calloc(1, sizeof(*t));

	(void)fixture_open(state);
	t->f = *state;
	fixture_office(t->f, "TAP", &t->one);
	second(t);
	t->rt = fixture_mesa(t->f, "07065");
	fixture_give(t->f, t->rt, t->one.id, 18000);
	t->gap = fixture_gap(&t->one.desk, t->rt, "La CURP no se acepta");
	fixture_stamp(t->f);
	*state = t;
	return (0);
}

static int
teardown(void **state)
{
	struct pair *t = *state;
	void *f = t->f;

	key_free(&t->one.key);
	key_free(&t->two.key);
	free(t);
	return (fixture_close(&f));
}

static void
title(struct pair *t, struct fixture_office *o, const char *s)
{
	struct fv fv = FIX(gap, title, val_str(s));

	ok(fixture_edit(&o->desk, ENTITY_gap, t->gap, &fv, 1));
}

static bool
look(struct pair *t, dot_t before, struct arena *a, struct merged_field *m)
{
	struct fold_ask ask = { schema_entity(ENTITY_gap), t->gap,
		FIELD_gap_title, before };
	bool found;

	ok(fold_look(t->f->st.f, &ask, a, m, &found));
	return (found);
}

static void
says(struct val v, const char *s)
{
	assert_int_equal(v.kind, VAL_TEXT);
	if (!span_eq(v.s, span_str(s)))
		fail_msg("%.*s, not %s", (int)v.s.n, (const char *)v.s.p, s);
}

static void
test_two_values_stand_beside_what_both_had_seen(void **state)
{
	CLEAN(arena_free) struct arena a = ARENA;
	struct pair *t = *state;
	struct merged_field m;

	title(t, &t->one, "La CURP temporal no se acepta");
	title(t, &t->two, "La CURP no sirve");
	assert_true(look(t, 0, &a, &m));
	assert_int_equal(m.n, 2);
	assert_int_equal(m.review, REVIEW_VALUE);
	says(m.base, "La CURP no se acepta");
	says(m.shown, "La CURP no se acepta");
	fixture_same(t->f);
}

static void
test_after_a_decision_its_author_is_seen_to_have_had_both(void **state)
{
	CLEAN(arena_free) struct arena a = ARENA;
	CLEAN(act_undo) struct act act;
	struct pair *t = *state;
	struct merged_field m;
	dot_t commit;

	title(t, &t->one, "Una");
	title(t, &t->two, "Otra");
	fixture_stamp(t->f);
	ok(act_begin(&act, &t->one.desk));
	ok(act_resolve(&act, schema_entity(ENTITY_gap), t->gap, FIELD_gap_title,
	    val_str("Una y otra"), "las dos"));
	ok(act_save(&act, "ana", &commit));
	assert_true(look(t, 0, &a, &m));
	assert_int_equal(m.n, 1);
	says(m.shown, "Una y otra");
	assert_true(look(t, commit, &a, &m));
	assert_int_equal(m.n, 2);
	says(m.base, "La CURP no se acepta");
}

static void
test_a_field_that_nobody_wrote_is_empty_since_the_creation(void **state)
{
	CLEAN(arena_free) struct arena a = ARENA;
	struct pair *t = *state;
	struct fold_ask ask = { schema_entity(ENTITY_gap), t->gap,
		FIELD_gap_severity, 0 };
	struct merged_field m;
	bool found;

	ok(fold_look(t->f->st.f, &ask, &a, &m, &found));
	assert_true(found);
	assert_int_equal(m.n, 1);
	assert_int_equal(m.shown.kind, VAL_NULL);
	ask.id = dot_pack(dot_log(t->gap), 4000, 0); /* no such record */
	ok(fold_look(t->f->st.f, &ask, &a, &m, &found));
	assert_false(found);
}

#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		T(test_two_values_stand_beside_what_both_had_seen),
		T(test_after_a_decision_its_author_is_seen_to_have_had_both),
		T(test_a_field_that_nobody_wrote_is_empty_since_the_creation),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
