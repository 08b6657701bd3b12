/* What a desk does not write, and that it says why before anything is. */
#include "tests/unit/fixture.h"

#include <stdio.h>

#define ENT(e) schema_entity(ENTITY_##e)

/* One action whose only change is made by `change`; never saved. */
static err_t
trial(struct desk *d, err_t (*change)(struct act *act, void *ctx), void *ctx)
{
	CLEAN(act_undo) struct act act;

	ok(act_begin(&act, d));
	return (change(&act, ctx));
}

struct creation {
	uint32_t entity;
	const struct fv *fv;
	size_t n;
};

static err_t
creating(struct act *act, void *ctx)
{
	const struct creation *c = ctx;
	dot_t id;

	return (act_create(act, schema_entity(c->entity), c->fv, c->n, &id));
}

#define CREATE(d, e, ...)                                                      \
	trial((d), creating,                                                   \
	    &(struct creation){ ENTITY_##e,                                    \
		(const struct fv[]){ __VA_ARGS__ },                            \
		sizeof((const struct fv[]){ __VA_ARGS__ }) /                   \
		    sizeof(struct fv) })

static void
test_what_the_federal_level_keeps_no_office_creates(void **state)
{
	struct fixture *f = *state;
	struct fixture_office o;
	struct fv name = FIX(institution, official_name, val_str("SEP"));
	dot_t id;

	fixture_office(f, "TAP", &o);
	fails_saying(CREATE(&o.desk, office, FIX(office, code, val_str("X"))),
	    ERR_SCOPE, "office");
	/* But an institution may be missing in the catalogue. */
	id = fixture_make(&o.desk, ENTITY_institution, &name, 1);
	assert_int_equal(ledger_log(f->st.l, dot_log(id))->space,
	    fixture_space(f, "home-TAP"));
	id = fixture_make(&f->desk, ENTITY_institution, &name, 1);
	assert_int_equal(ledger_log(f->st.l, dot_log(id))->space,
	    fixture_space(f, "national"));
	/* And what stands there is edited by its owner alone. */
	name.v = val_str("Otra");
	fails_saying(fixture_edit(&o.desk, ENTITY_institution, id, &name, 1),
	    ERR_SCOPE, "federal");
	key_free(&o.key);
}

static void
test_a_record_hangs_on_a_roundtable_or_nowhere(void **state)
{
	struct fixture *f = *state;
	struct fv name = FIX(institution, official_name, val_str("SEP"));
	dot_t sep = fixture_make(&f->desk, ENTITY_institution, &name, 1);
	dot_t rt = fixture_mesa(f, "07065");
	struct fv user = FIX(user, account, val_str("ana"));
	dot_t ana = fixture_make(&f->desk, ENTITY_user, &user, 1);

	fails_saying(CREATE(&f->desk, gap, FIX(gap, title, val_str("x"))),
	    ERR_RULE, "roundtable is missing");
	fails_saying(CREATE(&f->desk, gap, FIX(gap, roundtable, val_null())),
	    ERR_RULE, "roundtable is missing");
	fails_saying(CREATE(&f->desk, gap,
			 FIX(gap, roundtable, val_int(dot_pack(77, 1, 0)))),
	    ERR_MISSING, "not here");
	fails_saying(
	    CREATE(&f->desk, document, FIX(document, object, val_int(sep))),
	    ERR_RULE, "must be a record of a roundtable");
	fails_saying(
	    CREATE(&f->desk, document, FIX(document, object, val_int(ana))),
	    ERR_RULE, "must be a record of a roundtable");
	ok(CREATE(&f->desk, document, FIX(document, object, val_int(rt))));
}

static void
test_a_value_that_is_none_is_refused(void **state)
{
	struct fixture *f = *state;
	dot_t rt = fixture_mesa(f, "07065");
	dot_t g = fixture_gap(&f->desk, rt, "Una");
	struct fv fv[LIMIT_OPS_COMMIT] = { FIX(gap, roundtable, val_null()) };

	fails_saying(fixture_edit(&f->desk, ENTITY_gap, g, fv, 1), ERR_RULE,
	    "(gap.roundtable): fill in: Roundtable / falta: Mesa");
	fails_saying(
	    CREATE(&f->desk, roundtable, FIX(roundtable, code, val_str("X"))),
	    ERR_RULE, "(roundtable.level): fill in: Level / falta: Nivel");
	fails_saying(
	    CREATE(&f->desk, roundtable, FIX(roundtable, level, val_null())),
	    ERR_RULE, "(roundtable.level): fill in: Level / falta: Nivel");
	fails_saying(
	    CREATE(&f->desk, roundtable, FIX(roundtable, cvegeo, val_str("7"))),
	    ERR_DATA, "not an INEGI code");
	fails_saying(
	    CREATE(&f->desk, roundtable, FIX(roundtable, cvegeo, val_int(7))),
	    ERR_DATA, "not a text");
	fv[0] = (struct fv){ 60, val_int(1) };
	fails_saying(fixture_edit(&f->desk, ENTITY_gap, g, fv, 1), ERR_DATA,
	    "no field 60");
	fv[0] = (struct fv)FIX(gap, severity, val_str("mucha"));
	assert_non_null(fixture_edit(&f->desk, ENTITY_gap, g, fv, 1));
	fails(trial(&f->desk, creating,
		  &(struct creation){ ENTITY_gap, fv, LIMIT_OPS_COMMIT }),
	    ERR_LIMIT);
	/* What need not be filled may be emptied. */
	fv[0] = (struct fv)FIX(gap, severity, val_null());
	ok(fixture_edit(&f->desk, ENTITY_gap, g, fv, 1));
	fixture_same(f);
}

static void
test_what_is_written_once_or_counted_is_not_edited(void **state)
{
	struct fixture *f = *state;
	dot_t rt = fixture_mesa(f, "07065");
	dot_t g = fixture_gap(&f->desk, rt, "Una");
	struct fv m[] = { FIX(measurement, roundtable, val_int(rt)),
		FIX(measurement, period, val_str("2026-T1")) };
	dot_t count = fixture_make(&f->desk, ENTITY_measurement, m, 2);
	struct fv fv = FIX(gap, folio, val_str("07-BR-2026-777"));

	fails_saying(fixture_edit(&f->desk, ENTITY_gap, g, &fv, 1), ERR_RULE,
	    "written once");
	fv = (struct fv)FIX(measurement, tally, val_int(4));
	fails_saying(fixture_edit(&f->desk, ENTITY_measurement, count, &fv, 1),
	    ERR_USAGE, "counted");
	fv = (struct fv)FIX(gap, title, val_str("x"));
	fails(fixture_edit(&f->desk, ENTITY_gap, dot_pack(9, 9, 9), &fv, 1),
	    ERR_MISSING);
}

/* ---- lists, counters, reasons ------------------------------------------- */

struct change {
	dot_t id;
	struct fv fv;
	size_t n;
	const char *reason;
};

static err_t
listing(struct act *act, void *ctx)
{
	const struct change *c = ctx;

	return (act_list(act, ENT(gap), c->id, true, &c->fv, c->n));
}

static err_t
counting(struct act *act, void *ctx)
{
	const struct change *c = ctx;

	return (act_count(act, ENT(measurement), c->id, c->fv.field, 1));
}

static err_t
voiding(struct act *act, void *ctx)
{
	const struct change *c = ctx;

	return (act_void(act, ENT(gap), c->id, LIFE_VOIDED, c->reason));
}

static err_t
resolving(struct act *act, void *ctx)
{
	const struct change *c = ctx;

	return (
	    act_resolve(act, ENT(gap), c->id, c->fv.field, c->fv.v, c->reason));
}

static void
test_only_lists_have_elements_and_only_counters_count(void **state)
{
	struct fixture *f = *state;
	dot_t rt = fixture_mesa(f, "07065");
	dot_t g = fixture_gap(&f->desk, rt, "Una");
	struct fv m = FIX(measurement, roundtable, val_int(rt));
	dot_t count = fixture_make(&f->desk, ENTITY_measurement, &m, 1);
	struct change c = { g, FIX(gap, title, val_str("x")), 1, NULL };

	fails_saying(trial(&f->desk, listing, &c), ERR_USAGE, "not a list");
	c.fv = (struct fv)FIX(gap, population, val_null());
	fails_saying(trial(&f->desk, listing, &c), ERR_USAGE, "not a list");
	c.fv.v = val_int(CODE_population_applicants);
	ok(trial(&f->desk, listing, &c));
	c.n = 0;
	ok(trial(&f->desk, listing, &c)); /* nothing asked, nothing done */
	c = (struct change){ count, FIX(measurement, value, val_null()), 1,
		NULL };
	fails_saying(trial(&f->desk, counting, &c), ERR_USAGE, "not counted");
	c.fv.field = 70;
	fails_saying(trial(&f->desk, counting, &c), ERR_USAGE, "not counted");
	c.fv.field = FIELD_measurement_tally;
	ok(trial(&f->desk, counting, &c));
	c.id = g + 1;
	fails(trial(&f->desk, counting, &c), ERR_MISSING);
}

static void
test_whoever_voids_or_decides_says_why(void **state)
{
	struct fixture *f = *state;
	dot_t g = fixture_gap(&f->desk, fixture_mesa(f, "07065"), "Una");
	char most[LIMIT_REASON_BYTES + 2];
	struct change c = { g, FIX(gap, severity, val_int(1)), 1, NULL };

	memset(most, 'm', sizeof(most));
	for (int i = 0; i < 2; i++) {
		err_t (*change)(struct act *, void *) =
		    i == 0 ? voiding : resolving;

		c.reason = NULL;
		fails_saying(trial(&f->desk, change, &c), ERR_USAGE, "reason");
		c.reason = "";
		fails_saying(trial(&f->desk, change, &c), ERR_USAGE, "reason");
		most[LIMIT_REASON_BYTES] = 'm';
		most[LIMIT_REASON_BYTES + 1] = '\0';
		c.reason = most;
		fails_saying(trial(&f->desk, change, &c), ERR_LIMIT, "reason");
		most[LIMIT_REASON_BYTES] = '\0';
		ok(trial(&f->desk, change, &c));
	}
	c.id = dot_pack(9, 9, 9);
	fails(trial(&f->desk, voiding, &c), ERR_MISSING);
	fails(trial(&f->desk, resolving, &c), ERR_MISSING);
}

/* ---- an action as a whole ----------------------------------------------- */

static void
test_one_action_writes_to_one_space(void **state)
{
	struct fixture *f = *state;
	dot_t chis = fixture_mesa(f, "07065"), ver = fixture_mesa(f, "30118");
	struct fv fv[] = { FIX(gap, roundtable, val_int(chis)),
		FIX(gap, title, val_str("x")) };
	CLEAN(act_undo) struct act act;
	dot_t id;

	ok(act_begin(&act, &f->desk));
	ok(act_create(&act, ENT(gap), fv, 2, &id));
	ok(act_create(&act, ENT(gap), fv, 2, &id));
	fv[0].v = val_int(ver);
	fails_saying(act_create(&act, ENT(gap), fv, 2, &id), ERR_USAGE,
	    "one action writes to one space: 07 or 30");
}

static void
test_an_action_has_changes_and_not_too_many(void **state)
{
	struct fixture *f = *state;
	dot_t g = fixture_gap(&f->desk, fixture_mesa(f, "07065"), "Una");
	struct fv fv = FIX(gap, severity, val_int(1));
	char name[LIMIT_ACTOR_BYTES + 2];
	dot_t commit;

	{
		CLEAN(act_undo) struct act act;

		ok(act_begin(&act, &f->desk));
		fails_saying(act_save(&act, "ana", &commit), ERR_USAGE,
		    "nothing to save");
	}
	{
		CLEAN(act_undo) struct act act;

		ok(act_begin(&act, &f->desk));
		for (int i = 0; i < LIMIT_OPS_COMMIT; i++)
			ok(act_edit(&act, ENT(gap), g, &fv, 1));
		fails_saying(act_edit(&act, ENT(gap), g, &fv, 1), ERR_LIMIT,
		    "256 changes");
	}
	memset(name, 'a', sizeof(name));
	for (size_t n = LIMIT_ACTOR_BYTES + 1; n >= LIMIT_ACTOR_BYTES; n--) {
		CLEAN(act_undo) struct act act;
		err_t e;

		name[n] = '\0';
		ok(act_begin(&act, &f->desk));
		ok(act_edit(&act, ENT(gap), g, &fv, 1));
		e = act_save(&act, name, &commit);
		if (n > LIMIT_ACTOR_BYTES)
			fails_saying(e, ERR_LIMIT, "account's name");
		else
			ok(e);
	}
	{
		CLEAN(act_undo) struct act act;

		ok(act_begin(&act, &f->desk));
		ok(act_edit(&act, ENT(gap), g, &fv, 1));
		ok(act_save(&act, NULL, &commit)); /* nobody */
	}
	fixture_same(f);
}

static err_t
no_room(void *ctx, uint32_t log)
{
	*(uint32_t *)ctx = log;
	return (err_new(ERR_SYSTEM, "no room for the note"));
}

static void
test_what_the_instance_file_cannot_note_is_not_saved(void **state)
{
	struct fixture *f = *state;
	dot_t g = fixture_gap(&f->desk, fixture_mesa(f, "07065"), "Una");
	struct fv fv = FIX(gap, severity, val_int(1));
	uint32_t log = 0, seq = ledger_log(f->st.l, dot_log(g))->seq;
	struct hash before, after;

	ok(fold_dump(f->st.f, &before));
	f->desk.before = no_room;
	f->desk.ctx = &log;
	fails_saying(fixture_edit(&f->desk, ENTITY_gap, g, &fv, 1), ERR_SYSTEM,
	    "no room");
	assert_int_equal(log, dot_log(g));
	ok(ledger_refresh(f->st.l));
	assert_int_equal(ledger_log(f->st.l, log)->seq, seq);
	ok(fold_dump(f->st.f, &after));
	assert_memory_equal(&before, &after, sizeof(before));
	f->desk.before = NULL;
	ok(fixture_edit(&f->desk, ENTITY_gap, g, &fv, 1));
}

static void
test_an_office_saves_its_own_and_proposes_the_rest_apart(void **state)
{
	struct fixture *f = *state;
	struct fixture_office o;
	dot_t own = fixture_mesa(f, "07065"), other = fixture_mesa(f, "07089");
	struct fv fv = FIX(gap, severity, val_int(1));
	dot_t mine, theirs, commit;
	CLEAN(act_undo) struct act act;

	fixture_office(f, "PAL", &o);
	fixture_give(f, own, o.id, 18000);
	mine = fixture_gap(&o.desk, own, "Nuestra");
	theirs = fixture_gap(&f->desk, other, "Suya");
	ok(act_begin(&act, &o.desk));
	ok(act_edit(&act, ENT(gap), mine, &fv, 1));
	ok(act_edit(&act, ENT(gap), theirs, &fv, 1));
	fails_saying(act_save(&act, "ana", &commit), ERR_SCOPE, "mixes");
	act_undo(&act);
	ok(fixture_edit(&o.desk, ENTITY_gap, mine, &fv, 1));
	assert_int_equal(fixture_count(f, "SELECT count(*) FROM held"), 0);
	ok(fixture_edit(&o.desk, ENTITY_gap, theirs, &fv, 1));
	assert_int_equal(fixture_count(f, "SELECT kind FROM held"), 1);
	assert_int_equal(fixture_count(f, "SELECT count(*) FROM gap"
					  " WHERE severity = 1"),
	    1);
	fixture_same(f);
	key_free(&o.key);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		IN_STORE(test_what_the_federal_level_keeps_no_office_creates),
		IN_STORE(test_a_record_hangs_on_a_roundtable_or_nowhere),
		IN_STORE(test_a_value_that_is_none_is_refused),
		IN_STORE(test_what_is_written_once_or_counted_is_not_edited),
		IN_STORE(test_only_lists_have_elements_and_only_counters_count),
		IN_STORE(test_whoever_voids_or_decides_says_why),
		IN_STORE(test_one_action_writes_to_one_space),
		IN_STORE(test_an_action_has_changes_and_not_too_many),
		IN_STORE(test_what_the_instance_file_cannot_note_is_not_saved),
		IN_STORE(
		    test_an_office_saves_its_own_and_proposes_the_rest_apart),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
