/* Who may write what: every row of docs/protocol.md 9.6. */
#include "tests/unit/fixture.h"

#include <stdio.h>

#include "proto/log/accept.h"
#include "proto/log/fold_parts.h"
#include "proto/log/ledger_parts.h"

#define ENT(e) schema_entity(ENTITY_##e)
#define NEWER  60 /* a field that this software does not know */

struct parties {
	struct fixture *f;
	struct fixture_office pal, tap;
	dot_t rt;
};

/* PAL keeps the roundtable since day 18000; before, TAP did. */
static void
meet(struct parties *p, struct fixture *f)
{
	p->f = f;
	fixture_office(f, "PAL", &p->pal);
	fixture_office(f, "TAP", &p->tap);
	p->rt = fixture_mesa(f, "07065");
	fixture_give(f, p->rt, p->tap.id, 17000);
	fixture_give(f, p->rt, p->pal.id, 18000);
	(void)fixture_gap(&p->pal.desk, p->rt, "Una");
	assert_int_equal(fixture_space(f, SPACE_NATIONAL), 1);
}

static void
part(struct parties *p)
{
	key_free(&p->pal.key);
	key_free(&p->tap.key);
}

static enum held_kind
judged(struct parties *p, struct context x, uint32_t entity, const char *space,
    enum op_kind kind, uint32_t field, dot_t root)
{
	struct fv fv = { field, val_int(1) };
	struct op op = { .kind = kind,
		.entity = entity,
		.n = field == 0 ? 0 : 1,
		.fv = &fv };
	struct verdict v;

	x.space = fixture_space(p->f, space);
	x.nat_number = -1;
	x.day = 20000;
	ok(fold_judge(p->f->st.f, &x, schema_entity(entity), root, &op, &v));
	return (v.held);
}

#define SAYS(x, e, space, kind, field, root)                                   \
	judged(&p, (x), ENTITY_##e, (space), OP_##kind, (field), (root))

static void
test_what_is_the_federal_levels_others_may_only_propose(void **state)
{
	struct parties p;
	struct context hub = { .author = { .known = true, .federal = true } };
	struct context pal;

	meet(&p, *state);
	pal =
	    (struct context){ .author = { .known = true, .office = p.pal.id } };
	(void)fixture_create(p.f, "home-PAL", ENTITY_institution,
	    &(struct fv)FIX(institution, official_name, val_str("SEP")), 1);
	/* In national, whoever the field is for. */
	assert_int_equal(
	    SAYS(hub, office, "national", EDIT, FIELD_office_name, 0), 0);
	assert_int_equal(
	    SAYS(pal, office, "national", EDIT, FIELD_office_name, 0),
	    HELD_PROPOSAL);
	assert_int_equal(
	    SAYS(pal, office, "national", EDIT, NEWER, 0), HELD_PROPOSAL);
	assert_int_equal(SAYS(hub, office, "national", EDIT, NEWER, 0), 0);
	/* The office's own addition to the catalogue is its own. */
	assert_int_equal(SAYS(pal, institution, "home-PAL", EDIT,
			     FIELD_institution_acronym, 0),
	    0);
	assert_int_equal(SAYS(pal, institution, "home-PAL", EDIT, NEWER, 0), 0);
	assert_int_equal(SAYS(pal, institution, "home-PAL", VOID, 0, 0), 0);
	/* Of a roundtable, what is the federal level's. */
	assert_int_equal(
	    SAYS(pal, roundtable, "07", EDIT, FIELD_roundtable_code, p.rt),
	    HELD_PROPOSAL);
	assert_int_equal(
	    SAYS(hub, roundtable, "07", EDIT, FIELD_roundtable_code, p.rt), 0);
	assert_int_equal(
	    SAYS(pal, roundtable, "07", VOID, 0, p.rt), HELD_PROPOSAL);
	assert_int_equal(
	    SAYS(pal, roundtable, "07", CREATE, 0, p.rt), HELD_PROPOSAL);
	part(&p);
}

static void
test_what_is_the_owners_others_propose_and_who_was_it_writes_late(void **state)
{
	struct parties p;
	struct context hub = { .author = { .known = true, .federal = true } };
	struct context nobody = { .author = { .known = false } };
	struct context pal, tap;

	meet(&p, *state);
	pal =
	    (struct context){ .author = { .known = true, .office = p.pal.id } };
	tap =
	    (struct context){ .author = { .known = true, .office = p.tap.id } };
	assert_int_equal(SAYS(pal, gap, "07", CREATE, 0, p.rt), 0);
	assert_int_equal(SAYS(tap, gap, "07", CREATE, 0, p.rt), HELD_LATE);
	assert_int_equal(SAYS(hub, gap, "07", CREATE, 0, p.rt), HELD_PROPOSAL);
	assert_int_equal(
	    SAYS(nobody, gap, "07", CREATE, 0, p.rt), HELD_PROPOSAL);
	assert_int_equal(SAYS(tap, gap, "07", EDIT, NEWER, p.rt), HELD_LATE);
	assert_int_equal(SAYS(tap, gap, "07", VOID, 0, p.rt), HELD_LATE);
	/* Anybody's, nobody's yet, and what is not of a roundtable. */
	assert_int_equal(SAYS(tap, link, "07", CREATE, 0, p.rt), 0);
	assert_int_equal(SAYS(tap, gap, "07", CREATE, 0, 0), 0);
	assert_int_equal(SAYS(tap, user, "07", CREATE, 0, p.rt), 0);
	/* One that was never given to anybody is the federal level's. */
	assert_int_equal(SAYS(hub, gap, "07", CREATE, 0, dot_pack(9, 9, 0)), 0);
	assert_int_equal(
	    SAYS(tap, gap, "07", CREATE, 0, dot_pack(9, 9, 0)), HELD_PROPOSAL);
	part(&p);
}

/* An act that names no office was in force for nobody: who is unknown did not
 * keep the roundtable by it. */
static void
test_who_is_unknown_never_kept_it(void **state)
{
	struct parties p;
	struct context nobody = { .author = { .known = false } };
	struct fv act[2];

	meet(&p, *state);
	act[0] = (struct fv)FIX(secretariat, roundtable, val_int(p.rt));
	act[1] = (struct fv)FIX(secretariat, since, val_int(17500));
	(void)fixture_create(p.f, "national", ENTITY_secretariat, act, 2);
	assert_int_equal(
	    SAYS(nobody, gap, "07", CREATE, 0, p.rt), HELD_PROPOSAL);
	part(&p);
}

/* ---- whose a roundtable was --------------------------------------------- */

static dot_t
owner(struct fixture *f, dot_t rt, int64_t number, int64_t day)
{
	dot_t office;

	ok(state_owner(f->st.l, rt, 1, number, day, &office));
	return (office);
}

/* An act that no desk would write: it may come from another computer. */
static dot_t
give(struct parties *p, dot_t office, int64_t since)
{
	struct fv fv[] = { FIX(secretariat, roundtable, val_int(p->rt)),
		FIX(secretariat, office, val_int(office)),
		FIX(secretariat, since, val_int(since)) };

	return (fixture_create(p->f, "national", ENTITY_secretariat, fv, 3));
}

static void
test_of_several_acts_the_latest_that_was_known_counts(void **state)
{
	struct parties p;
	char sql[128];
	int64_t first;

	meet(&p, *state);
	assert_int_equal(owner(p.f, p.rt, -1, 16999), 0);
	assert_int_equal(owner(p.f, p.rt, -1, 17000), p.tap.id);
	assert_int_equal(owner(p.f, p.rt, -1, 17999), p.tap.id);
	assert_int_equal(owner(p.f, p.rt, -1, 18000), p.pal.id);
	/* None of them has a position yet. */
	assert_int_equal(owner(p.f, p.rt, 1000, 18000), 0);
	fixture_stamp(p.f);
	first = fixture_count(p.f, "SELECT max(number + count - 1) FROM"
				   " position WHERE space = 1");
	assert_int_equal(owner(p.f, p.rt, first, 18000), p.pal.id);
	assert_int_equal(owner(p.f, p.rt, first - 1, 18000), p.tap.id);
	assert_int_equal(owner(p.f, p.rt, first - 2, 18000), 0);
	/* A day's second act, and an earlier day's that came later. */
	(void)give(&p, p.tap.id, 18000);
	(void)give(&p, p.pal.id, 17500);
	assert_int_equal(owner(p.f, p.rt, -1, 18000), p.tap.id);
	assert_int_equal(owner(p.f, p.rt, -1, 17600), p.pal.id);
	/* Of two of one day, by two hands, the higher in order, whichever was
	 * read first. */
	fixture_run(p.f, "UPDATE secretariat SET since = 18000");
	assert_int_equal(owner(p.f, p.rt, -1, 18000), p.pal.id);
	(void)snprintf(sql, sizeof(sql),
	    "UPDATE secretariat SET id = id + (1 << 40) WHERE office = %lld",
	    (long long)p.tap.id);
	fixture_run(p.f, sql);
	fixture_run(p.f, "UPDATE log SET id ="
			 " x'00000000000000000000000000000001' WHERE no = 2");
	assert_int_equal(owner(p.f, p.rt, -1, 18000), p.pal.id);
	fixture_run(p.f, "UPDATE log SET id ="
			 " x'ffffffffffffffffffffffffffffffff' WHERE no = 2");
	assert_int_equal(owner(p.f, p.rt, -1, 18000), p.tap.id);
	part(&p);
}

/* Two positions of one act, after a restore of the hub; the stamp's clock is
 * before, at or after the receipt. */
static void
test_numbers_drawn_again_count_by_the_clock_of_the_hub(void **state)
{
	static const struct {
		const char *lie;
		bool known;
	} cases[] = {
		/* Not at that number, nor before that time. */
		{ "UPDATE position SET number = number + 500, receipt = 900"
		  " WHERE space = 1",
		    false },
		{ "UPDATE position SET number = number + 500, receipt = 400"
		  " WHERE space = 1",
		    true },
		{ "UPDATE position SET number = number + 500, receipt = 500"
		  " WHERE space = 1",
		    false },
		{ "UPDATE position SET receipt = 500 WHERE space = 1", true },
		{ "UPDATE position SET receipt = 900 WHERE space = 1", false },
		/* A second position, in an epoch of its own. */
		{ "UPDATE position SET receipt = 400 WHERE space = 1;"
		  "INSERT INTO position SELECT space, 8, number + 500, count,"
		  " log, first, 900, nat_epoch, nat_number, h FROM position"
		  " WHERE space = 1",
		    true },
		{ "UPDATE position SET receipt = 900 WHERE space = 1;"
		  "INSERT INTO position SELECT space, 8, number, count, log,"
		  " first, 900, nat_epoch, nat_number, h FROM position"
		  " WHERE space = 1",
		    false },
	};
	struct parties p;
	int64_t number;

	meet(&p, *state);
	fixture_stamp(p.f);
	number = fixture_count(p.f, "SELECT max(number + count - 1) FROM"
				    " position WHERE space = 1");
	for (size_t i = 0; i < FIX_N(cases); i++) {
		CLEAN(tx_undo) struct tx tx = { 0 };
		dot_t office;

		ok(tx_begin(&tx, p.f->st.db));
		ok(db_exec(p.f->st.db, cases[i].lie));
		/* The stamp: epoch 7 stood at that number when it was 500. */
		ok(db_exec(p.f->st.db,
		    "INSERT INTO position VALUES (1, 7, 1, 1, 99, 1, 500, 0, 0,"
		    " zeroblob(32))"));
		ok(state_owner(p.f->st.l, p.rt, 7, number, 18000, &office));
		if ((office != 0) != cases[i].known)
			fail_msg("%s", cases[i].lie);
		/* Nobody remembers that epoch: the number alone. */
		ok(state_owner(p.f->st.l, p.rt, 6, 1000, 18000, &office));
		assert_int_not_equal(office, 0);
		ok(state_owner(p.f->st.l, p.rt, 6, 1, 18000, &office));
		assert_int_equal(office, 0);
		tx_undo(&tx);
	}
	part(&p);
}

/* A hub that was restored took a change of PAL's, and hears only now that an
 * earlier life of it had known since long that the roundtable was TAP's. */
static void
test_who_owned_it_is_judged_again_when_the_past_becomes_known(void **state)
{
	CLEAN(tx_undo) struct tx tx = { 0 };
	struct position old = { .number = 1, .count = 1, .space = 1 };
	struct parties p;
	struct fold *f;
	dot_t act;

	meet(&p, *state);
	f = p.f->st.f;
	fixture_stamp(p.f);
	act = give(&p, p.tap.id, 18500);
	fixture_stamp(p.f);
	assert_int_equal(fixture_count(p.f, "SELECT count(*) FROM held"), 0);
	old.log = dot_log(act);
	old.first = dot_seq(act);
	old.receipt = 500;
	ok(tx_begin(&tx, p.f->st.db));
	ok(ledger_epoch(
	    p.f->st.l, (const uint8_t *)"an earlier life", &old.epoch));
	ok(accept_position(p.f->st.l, &old, false));
	fold_late(f, old.receipt);
	ok(fold_again(f, old.log, old.first, old.first));
	ok(fold_late_again(f));
	ok(tx_commit(&tx));
	assert_int_equal(
	    fixture_count(p.f, "SELECT kind FROM held"), HELD_LATE);
	assert_int_equal(fixture_count(p.f, "SELECT count(*) FROM gap"), 0);
	fixture_same(p.f);
	part(&p);
}

/* ---- where a record belongs --------------------------------------------- */

static dot_t
root_of(struct fixture *f, const struct entity *e, uint32_t field, struct val v,
    dot_t *missing)
{
	struct fv fv = { field, v };
	struct op op = {
		.kind = OP_CREATE, .entity = e->no, .n = 1, .fv = &fv
	};
	dot_t root;

	ok(fold_root(f->st.f, e, &op,
	    dot_pack(ledger_mine(f->st.l, fixture_space(f, "07"))->no, 90, 0),
	    &root, missing));
	return (root);
}

static void
test_the_parent_is_a_record_of_its_kind_or_none(void **state)
{
	struct fixture *f = *state;
	dot_t rt = fixture_roundtable(f, "07"), missing;
	struct fv fv = FIX(session, roundtable, val_int(rt));
	dot_t se = fixture_create(f, "07", ENTITY_session, &fv, 1);
	struct val v = val_int(se);

	/* The first is asked of the rows, the second of what is kept. */
	for (int i = 0; i < 2; i++) {
		if (i == 0)
			fold_forget(f->st.f);
		assert_int_equal(root_of(f, ENT(agreement),
				     FIELD_agreement_session, v, &missing),
		    rt);
		assert_int_equal(missing, 0);
		assert_int_equal(root_of(f, ENT(document),
				     FIELD_document_object, v, &missing),
		    rt);
		/* A session is no roundtable. */
		assert_int_equal(
		    root_of(f, ENT(gap), FIELD_gap_roundtable, v, &missing), 0);
		assert_int_equal(missing, se);
	}
	/* Neither is a text, and another field says nothing. */
	assert_int_equal(root_of(f, ENT(agreement), FIELD_agreement_session,
			     val_str("x"), &missing),
	    0);
	assert_int_equal(missing, 0);
	assert_int_equal(root_of(f, ENT(agreement), FIELD_agreement_agenda_item,
			     v, &missing),
	    0);
	assert_int_equal(missing, 0);
}

static void
test_a_record_of_a_log_that_is_not_here_may_be_of_any_space(void **state)
{
	struct fixture *f = *state;
	dot_t rt = fixture_roundtable(f, "07");
	uint32_t space = fixture_space(f, "07");

	assert_true(fold_same_space(f->st.f, rt, space));
	assert_false(fold_same_space(f->st.f, rt, space + 1));
	assert_true(fold_same_space(f->st.f, dot_pack(99, 1, 0), space));
	fixture_run(f, "UPDATE log SET space = 0");
	assert_true(fold_same_space(f->st.f, rt, space + 1));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		IN_STORE(
		    test_what_is_the_federal_levels_others_may_only_propose),
		IN_STORE(
		    test_what_is_the_owners_others_propose_and_who_was_it_writes_late),
		IN_STORE(test_who_is_unknown_never_kept_it),
		IN_STORE(test_of_several_acts_the_latest_that_was_known_counts),
		IN_STORE(
		    test_numbers_drawn_again_count_by_the_clock_of_the_hub),
		IN_STORE(
		    test_who_owned_it_is_judged_again_when_the_past_becomes_known),
		IN_STORE(test_the_parent_is_a_record_of_its_kind_or_none),
		IN_STORE(
		    test_a_record_of_a_log_that_is_not_here_may_be_of_any_space),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
