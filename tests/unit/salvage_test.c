/* A damaged log of ours, mended: a person sees the same as before. */
#include "tests/unit/fixture.h"

#include <stdio.h>

#include "proto/base/clock.h"
#include "proto/log/salvage.h"

#define LONG   "Un párrafo bastante largo que no cambia, para que valga la pena. "
#define ENT(e) schema_entity(ENTITY_##e)

/* What is looked at, before and after. */
static const char *const looks[] = {
	"SELECT count(*) FROM gap",
	"SELECT count(*) FROM gap WHERE life = 1",
	"SELECT count(*) FROM gap WHERE severity = 3",
	"SELECT count(*) FROM gap WHERE title = 'Dos, otra vez'",
	"SELECT count(*) FROM gap WHERE description LIKE '%Fin de todo.'",
	"SELECT count(*) FROM gap WHERE root <> 0",
	"SELECT count(*) FROM gap a JOIN gap b ON a.duplicate_of = b.id",
	"SELECT count(*) FROM roundtable",
	"SELECT count(*) FROM session",
	"SELECT count(*) FROM waiting",
	"SELECT count(*) FROM review",
};
#define LOOKS (sizeof(looks) / sizeof(*looks))

static void
look(struct fixture *f, int64_t seen[LOOKS])
{
	for (size_t i = 0; i < LOOKS; i++)
		seen[i] = fixture_count(f, looks[i]);
}

static err_t
voided(struct fixture *f, dot_t id)
{
	CLEAN(act_undo) struct act act;
	dot_t commit;

	TRY(act_begin(&act, &f->desk));
	TRY(act_void(&act, ENT(gap), id, LIFE_VOIDED, "capturada dos veces"));
	return (act_save(&act, "añáñáñáñáñáñáñáñáñáñáñáñáñáñáñ", &commit));
}

/* A life of twelve commits in one log. */
static void
live(struct fixture *f)
{
	dot_t rt = fixture_mesa(f, "07065"), a, b;
	struct fv se = FIX(session, roundtable, val_int(rt));
	struct fv fv;

	(void)fixture_make(&f->desk, ENTITY_session, &se, 1);
	a = fixture_gap(&f->desk, rt, "Una");
	b = fixture_gap(&f->desk, rt, "Dos");
	fv = (struct fv)FIX(gap, severity, val_int(3));
	ok(fixture_edit(&f->desk, ENTITY_gap, a, &fv, 1));
	fv = (struct fv)FIX(gap, title, val_str("Dos, otra vez"));
	ok(fixture_edit(&f->desk, ENTITY_gap, b, &fv, 1));
	fv = (struct fv)FIX(gap, description, val_str(LONG));
	ok(fixture_edit(&f->desk, ENTITY_gap, a, &fv, 1));
	fv.v = val_str(LONG "Fin de todo.");
	ok(fixture_edit(&f->desk, ENTITY_gap, a, &fv, 1));
	fv = (struct fv)FIX(gap, duplicate_of, val_int(b));
	ok(fixture_edit(&f->desk, ENTITY_gap, a, &fv, 1));
	ok(voided(f, b));
	(void)fixture_gap(&f->desk, rt, "Tres");
}

static struct salvage
mend(struct fixture *f)
{
	struct salvage s = { .l = f->st.l,
		.key = f->key,
		.now = clock_now(),
		.actor = "reparación" };

	ok(salvage_run(&s));
	ok(fold_rebuild(f->st.f));
	return (s);
}

/* Damage by `how` at each commit in turn, sealed or not. */
static void
each(const char *how, bool sealed, bool text_lost)
{
	for (int k = 1; k <= 10; k++) {
		int64_t before[LOOKS], after[LOOKS];
		struct salvage s;
		struct fixture *f;
		char sql[200];
		void *state;

		(void)fixture_open(&state);
		f = state;
		live(f);
		look(f, before);
		if (sealed)
			(void)fixture_seal(f, "07");
		(void)snprintf(sql, sizeof(sql), "%s%d", how, k);
		ok(db_exec(f->st.db, sql));
		fixture_again(f);
		s = mend(f);
		assert_int_equal(s.logs, 1);
		if (text_lost)
			assert_true(s.lost >= 1);
		else
			assert_int_equal(s.lost, 0);
		look(f, after);
		for (size_t i = 0; i < LOOKS; i++)
			if (before[i] != after[i])
				fail_msg("%s: %s: %lld, was %lld", sql,
				    looks[i], (long long)after[i],
				    (long long)before[i]);
		fixture_same(f);
		s = mend(f); /* twice is once */
		assert_int_equal(s.logs, 0);
		(void)fixture_close(&state);
	}
}

static void
test_what_was_damaged_but_can_be_read_is_written_again(void **state)
{
	(void)state;
	each("UPDATE tail SET hash = zeroblob(32)"
	     " WHERE (no & 4294967295) = ",
	    false, false);
}

static void
test_what_cannot_be_read_comes_from_what_was_shown(void **state)
{
	(void)state;
	each("UPDATE tail SET body = x'00' WHERE (no & 4294967295) = ", false,
	    true);
}

static void
test_a_seal_that_does_not_hold_is_damage(void **state)
{
	static const char *const how[] = {
		"UPDATE segment SET sig = zeroblob(64)",
		"UPDATE segment SET head = zeroblob(32)",
		"UPDATE segment SET prev = zeroblob(32)",
		"UPDATE segment SET body = x'00'",
		"UPDATE segment SET sig = x'00'",
		"UPDATE log SET head = zeroblob(32)",
		"DELETE FROM segment",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(how) / sizeof(*how); i++) {
		int64_t before[LOOKS], after[LOOKS];
		struct salvage s;
		struct fixture *f;
		void *one;

		(void)fixture_open(&one);
		f = one;
		live(f);
		look(f, before);
		(void)fixture_seal(f, "07");
		ok(db_exec(f->st.db, how[i]));
		fixture_again(f);
		s = mend(f);
		assert_true(s.logs == 1);
		look(f, after);
		for (size_t k = 0; k < LOOKS; k++)
			if (before[k] != after[k])
				fail_msg("%s: %s: %lld, was %lld", how[i],
				    looks[k], (long long)after[k],
				    (long long)before[k]);
		fixture_same(f);
		(void)fixture_close(&one);
	}
}

static void
test_a_tail_without_its_seed_is_written_again(void **state)
{
	struct fixture *f = *state;
	int64_t before[LOOKS], after[LOOKS];

	live(f);
	look(f, before);
	ok(db_exec(f->st.db, "UPDATE log SET seed = x'00'"));
	fixture_again(f);
	assert_int_equal(mend(f).logs, 1);
	look(f, after);
	assert_memory_equal(before, after, sizeof(before));
	fixture_same(f);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    test_what_was_damaged_but_can_be_read_is_written_again),
		cmocka_unit_test(
		    test_what_cannot_be_read_comes_from_what_was_shown),
		cmocka_unit_test(test_a_seal_that_does_not_hold_is_damage),
		IN_STORE(test_a_tail_without_its_seed_is_written_again),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
