/* What a damaged log may hold beside the usual: each kind of change, written
 * again as far as it can be told. */
#include "tests/unit/arrive.h"

#include <stdio.h>

#include "proto/base/clock.h"
#include "proto/log/salvage.h"

#define ENT(e) schema_entity(ENTITY_##e)
#define NEWER  60 /* a field that this software does not know */
#define LONG   "Un párrafo bastante largo que no cambia, para que valga la pena. "

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

/* The text of commits from `first` of log 1 on is lost. */
static struct salvage
lose(struct fixture *f, uint32_t first)
{
	char sql[160];

	(void)snprintf(sql, sizeof(sql),
	    "UPDATE tail SET body = x'00' WHERE (no >> 32) = 1"
	    " AND (no & 4294967295) >= %u",
	    first);
	ok(db_exec(f->st.db, sql));
	fixture_again(f);
	return (mend(f));
}

/* That of the commit before is damaged, those after it can be read. */
static struct salvage
damage(struct fixture *f, uint32_t at)
{
	char sql[160];

	(void)snprintf(sql, sizeof(sql),
	    "UPDATE tail SET hash = zeroblob(32) WHERE (no >> 32) = 1"
	    " AND (no & 4294967295) = %u",
	    at);
	ok(db_exec(f->st.db, sql));
	fixture_again(f);
	return (mend(f));
}

static dot_t
gap(struct fixture *f, dot_t rt, const char *title)
{
	struct fv fv[] = { FIX(gap, roundtable, val_int(rt)),
		FIX(gap, title, val_str(title)) };

	return (fixture_create(f, "07", ENTITY_gap, fv, 2));
}

static dot_t
edit(struct fixture *f, dot_t id, uint32_t field, struct val v)
{
	struct fv fv = { field, v };
	struct op op = { .kind = OP_EDIT,
		.entity = ENTITY_gap,
		.record = id,
		.n = 1,
		.fv = &fv };

	return (fixture_op(f, "07", &op));
}

static dot_t
turn(struct fixture *f, dot_t id, enum life life, const char *reason)
{
	struct op op = { .kind = OP_VOID,
		.entity = ENTITY_gap,
		.record = id,
		.state = life,
		.reason = span_str(reason) };

	return (fixture_op(f, "07", &op));
}

static int64_t
count(struct fixture *f, const char *where)
{
	char sql[256];

	(void)snprintf(sql, sizeof(sql), "SELECT count(*) FROM %s", where);
	return (fixture_count(f, sql));
}

/* ---- read again --------------------------------------------------------- */

static void
test_each_kind_of_change_is_written_again(void **state)
{
	struct fixture *f = *state;
	dot_t rt = fixture_roundtable(f, "07"), a, b;
	struct fv who[] = { FIX(gap, population, val_int(1)),
		FIX(gap, population, val_int(2)) };
	struct fv sev = FIX(gap, severity, val_int(2));
	struct op ops[] = { { .kind = OP_ADD, .n = 2, .fv = who },
		{ .kind = OP_REMOVE, .n = 1, .fv = who },
		{ .kind = OP_RESOLVE,
		    .n = 1,
		    .fv = &sev,
		    .reason = span_str("por el acta") } };
	struct op decide = {
		.kind = OP_DECIDE, .state = 1, .reason = span_str("sí")
	};
	struct salvage s;

	a = gap(f, rt, "Una");
	b = gap(f, rt, "Dos");
	for (size_t i = 0; i < FIX_N(ops); i++) {
		ops[i].entity = ENTITY_gap;
		ops[i].record = a;
	}
	(void)fixture_commit(f, f->key, "07", ops, FIX_N(ops));
	(void)edit(f, a, FIELD_gap_duplicate_of, val_int(b));
	(void)edit(f, b, FIELD_gap_duplicate_of, val_int(a));
	(void)edit(f, b, FIELD_gap_duplicate_of, val_null());
	decide.record = a;
	(void)fixture_op(f, "07", &decide);
	s = damage(f, 2);
	assert_int_equal(s.lost, 0);
	assert_int_equal(s.saved, 9);
	assert_int_equal(count(f, "gap WHERE severity = 2"), 1);
	assert_int_equal(count(f, "element WHERE removed = 0"), 1);
	assert_int_equal(
	    count(f, "gap x JOIN gap y ON x.duplicate_of = y.id"), 1);
	assert_int_equal(count(f, "decision WHERE reason ="
				  " '[reparado] sí'"),
	    1);
	fixture_same(f);
}

static void
test_reasons_and_names_are_cut_between_characters(void **state)
{
	static char reason[LIMIT_REASON_BYTES + 1];
	static const char name[] = "ñáñáñáñáñáñáñáñáñáñáñáñáñáñáñáñá";
	struct fixture *f = *state;
	dot_t rt = fixture_roundtable(f, "07"), a = gap(f, rt, "Una");
	const struct op op = { .kind = OP_VOID,
		.entity = ENTITY_gap,
		.record = a,
		.state = LIFE_VOIDED };

	/* "á" from an odd place on, from an even one, and none. */
	for (size_t i = 0; i < 3; i++) {
		struct op v = op;
		size_t from = 3 - i % 2, n;

		memset(reason, 'x', sizeof(reason) - 1);
		for (n = from; n + 2 <= LIMIT_REASON_BYTES; n += 2)
			memcpy(reason + n, "á", 2);
		v.reason =
		    i == 2 ? span_of(NULL, 0) : span_of((uint8_t *)reason, n);
		v.state = i % 2 == 0 ? LIFE_VOIDED : LIFE_LIVE;
		for (int k = 0; k < 2; k++) {
			CLEAN(arena_free) struct arena arena = ARENA;
			CLEAN(tx_undo) struct tx tx = { 0 };
			struct append *ap = arena_new(&arena, sizeof(*ap));
			dot_t dot;

			ok(tx_begin(&tx, f->st.db));
			ok(append_begin(ap, f->st.l, &arena,
			    fixture_space(f, "07"), f->pub));
			ok(append_op(ap, &v, &dot));
			/* Names as long as they may be, and nobody's. */
			ok(append_end(
			    ap, 1000, i == 2 ? "" : name + (i == 1 ? 2 : 0)));
			ok(fold_commits(f->st.f, 1, ap->seq, ap->seq));
			ok(tx_commit(&tx));
		}
	}
	assert_int_equal(damage(f, 2).lost, 0);
	assert_int_equal(count(f, "gap WHERE life = 1"), 1);
	assert_true(count(f, "actor WHERE name LIKE '% (reparado)'") >= 2);
	assert_int_equal(
	    count(f, "actor WHERE length(CAST(name AS BLOB)) > 64"), 0);
	fixture_same(f);
}

/* What cannot be told apart from what it would be is lost as a whole. */
static void
test_a_commit_with_an_op_that_cannot_be_told_is_taken_from_the_rows(
    void **state)
{
	static const char *const bent[] = {
		/* no op at all; an unknown entity; an unknown field */
		"'[18,2,6,3]', '[18,2,6,3'",
		"'[18,2,6,3]', '[99,2,6,3]'",
		"'[18,2,6,3]', '[18,2,60,3]'",
	};

	(void)state;
	for (size_t i = 0; i < FIX_N(bent); i++) {
		struct fixture *f;
		struct fv fv[] = { FIX(gap, severity, val_int(3)),
			FIX(gap, title, val_str("Otra")) };
		struct op ops[2];
		struct salvage s;
		char sql[200];
		void *one;

		(void)fixture_open(&one);
		f = one;
		for (size_t k = 0; k < 2; k++)
			ops[k] = (struct op){ .kind = OP_EDIT,
				.entity = ENTITY_gap,
				.record = dot_pack(1, 2, 0),
				.n = 1,
				.fv = &fv[k] };
		(void)gap(f, fixture_roundtable(f, "07"), "Una");
		(void)fixture_commit(f, f->key, "07", ops, 2);
		(void)snprintf(sql, sizeof(sql),
		    "UPDATE tail SET body = CAST(replace(CAST(body AS TEXT), "
		    "%s)"
		    " AS BLOB)",
		    bent[i]);
		ok(db_exec(f->st.db, sql));
		fixture_again(f);
		s = mend(f);
		assert_int_equal(s.lost, 1);
		assert_int_equal(
		    count(f, "gap WHERE severity = 3 AND title = 'Otra'"), 1);
		fixture_same(f);
		(void)fixture_close(&one);
	}
}

static void
test_names_of_logs_and_what_was_erased_are_not_written_again(void **state)
{
	struct fixture *f = *state;
	struct fv inst = FIX(institution, official_name, val_str("SEP"));
	dot_t rt = fixture_roundtable(f, "07"), a, sep;
	struct fv fv = FIX(gap, institutions, val_null());
	struct op op = {
		.kind = OP_ADD, .entity = ENTITY_gap, .n = 1, .fv = &fv
	};
	struct salvage s;

	a = gap(f, rt, "Una");
	sep = fixture_create(f, "national", ENTITY_institution, &inst, 1);
	op.record = a;
	fv.v = val_int(sep);
	(void)fixture_op(f, "07", &op); /* with an alias before it */
	(void)gap(f, rt, "Datos de alguien");
	ok(db_exec(f->st.db,
	    "UPDATE tail SET body = CAST(substr(CAST(body AS TEXT), 1,"
	    " instr(CAST(body AS TEXT), char(10))) || '{\"x\":\"AAECAwQFBgcICQ"
	    "oLDA0ODxAREhMUFRYXGBkaGxwdHh8\"}' || char(10) AS BLOB)"
	    " WHERE CAST(body AS TEXT) LIKE '%alguien%'"));
	s = damage(f, 2);
	assert_int_equal(s.lost, 0);
	assert_int_equal(s.saved, 2);
	assert_int_equal(count(f, "gap"), 1);
	assert_int_equal(count(f, "element WHERE removed = 0"), 1);
	fixture_same(f);
}

static void
test_more_changes_than_one_segment_holds_are_written_again(void **state)
{
	static struct op ops[240];
	struct fixture *f = *state;
	dot_t a = gap(f, fixture_roundtable(f, "07"), "Una");
	struct fv fv = FIX(gap, severity, val_int(1));

	for (size_t i = 0; i < FIX_N(ops); i++)
		ops[i] = (struct op){ .kind = OP_EDIT,
			.entity = ENTITY_gap,
			.record = a,
			.n = 1,
			.fv = &fv };
	for (int i = 0; i < 6; i++)
		(void)fixture_commit(f, f->key, "07", ops, FIX_N(ops));
	(void)fixture_seal(f, "07");
	ok(db_exec(f->st.db, "UPDATE segment SET sig = zeroblob(64)"));
	fixture_again(f);
	assert_int_equal(mend(f).saved, 2 + 6 * FIX_N(ops));
	assert_int_equal(count(f, "gap WHERE severity = 1"), 1);
	fixture_same(f);
}

/* ---- from the rows ------------------------------------------------------ */

static void
test_what_is_made_from_the_rows_is_as_it_was_shown(void **state)
{
	struct fixture *f = *state;
	dot_t rt = fixture_roundtable(f, "07"), a, b, doc;
	struct fv fd[] = { FIX(document, object, val_int(rt)) };
	struct fv fg[] = { FIX(gap, roundtable, val_int(rt)),
		FIX(gap, title, val_str("Con prueba")),
		FIX(gap, evidence, val_null()),
		FIX(gap, duplicate_of, val_null()) };
	struct salvage s;

	a = gap(f, rt, "Una");
	b = gap(f, rt, "Dos");
	doc = fixture_create(f, "07", ENTITY_document, fd, 1);
	/* A list of references, and one that is not there yet. */
	fg[2].v = val_int(doc);
	fg[3].v = val_int(dot_pack(1, 99, 0));
	(void)fixture_create(f, "07", ENTITY_gap, fg, 4);
	(void)turn(f, b, LIFE_BLOCKED, "por ley");
	/* Beside the life of the first, which is written before. */
	(void)turn(f, a, LIFE_VOIDED, "doble");
	s = lose(f, 3);
	assert_true(s.lost >= 4);
	assert_int_equal(count(f, "gap"), 3);
	assert_int_equal(count(f, "gap WHERE life = 2"), 1);
	assert_int_equal(count(f, "gap WHERE life = 1"), 1);
	assert_int_equal(count(f, "document"), 1);
	assert_int_equal(
	    count(f, "element WHERE removed = 0 AND field = 19"), 1);
	fixture_same(f);
}

static void
test_an_erasure_that_is_lost_is_not_made_up(void **state)
{
	struct fixture *f = *state;
	dot_t rt = fixture_roundtable(f, "07"), a = gap(f, rt, "Una");

	(void)turn(f, a, LIFE_ERASED, "por ley");
	assert_int_equal(count(f, "gap WHERE life = 3"), 1);
	(void)lose(f, 3);
	assert_int_equal(count(f, "gap WHERE life = 3"), 0);
	fixture_same(f);
}

static void
test_a_splice_on_what_never_was_is_written_again_as_it_was(void **state)
{
	struct fixture *f = *state;
	dot_t rt = fixture_roundtable(f, "07"), a = gap(f, rt, "Una");
	struct fv fv = FIX(gap, description, val_str("x"));
	struct op op = { .kind = OP_SPLICE,
		.entity = ENTITY_gap,
		.record = a,
		.base = dot_pack(1, 99, 0),
		.n = 1,
		.fv = &fv };
	struct salvage s;

	(void)fixture_op(f, "07", &op);
	(void)edit(f, a, FIELD_gap_severity, val_int(1));
	s = damage(f, 3);
	assert_int_equal(s.lost, 0);
	assert_int_equal(s.saved, 2);
	fixture_same(f);
}

/* A value in dispute, one side of which is lost; and many edits at once. */
static void
test_many_fields_are_written_again_in_several_commits(void **state)
{
	struct fixture *f = *state;
	dot_t rt = fixture_roundtable(f, "07"), id[70];
	struct fv fv = FIX(gap, severity, val_int(2));
	struct op ops[70];
	uint32_t seq;
	dot_t first;
	struct key *other;
	struct salvage s;

	for (size_t i = 0; i < FIX_N(id); i++)
		id[i] = gap(f, rt, "Una");
	seq = dot_seq(id[FIX_N(id) - 1]);
	for (size_t i = 0; i < FIX_N(ops); i++)
		ops[i] = (struct op){ .kind = OP_EDIT,
			.entity = ENTITY_gap,
			.record = id[i],
			.n = 1,
			.fv = &fv };
	first = fixture_commit(f, f->key, "07", ops, FIX_N(ops));
	assert_int_equal(dot_seq(first), seq + 1);
	assert_int_equal(count(f, "gap WHERE severity = 2"), 70);
	/* A stranger's side, kept and not applied, is no version. */
	ok(key_make(&other));
	(void)fixture_commit(f, other, "07", ops, 1);
	key_free(&other);
	fixture_run(f, "UPDATE log SET mine = 0 WHERE no <> 1");
	fixture_run(f, "UPDATE log SET mine = 1 WHERE no = 1");
	s = lose(f, seq + 1);
	assert_int_equal(s.lost, 1);
	assert_int_equal(s.rebuilt, 70);
	assert_int_equal(count(f, "gap WHERE severity = 2"), 70);
	fixture_same(f);
}

/* Whichever of the two values comes first in order. */
static void
test_a_side_of_a_dispute_that_is_lost_is_said_again(void **state)
{
	static const char body[] = "[1767225600,0,1,\"ana\",2]\n"
				   "[8,0,\"CHP\",\"Mesa\",1,1]\n"
				   "[18,0,\"F\",[1,0],\"Una\"]\n"
				   "[60,0,1,1,1]\n[18,[1,1],6,1]\n";
	static const char *const ids[] = {
		"UPDATE log SET id = x'00000000000000000000000000000001'"
		" WHERE no = 2",
		"UPDATE log SET id = x'ffffffffffffffffffffffffffffffff'"
		" WHERE no = 2",
	};

	(void)state;
	for (size_t i = 0; i < FIX_N(ids); i++) {
		struct fixture *f;
		struct salvage s;
		void *one;

		(void)fixture_open(&one);
		f = one;
		one_hand(f);
		assert_int_equal(take(f, body, 1, 2), 1);
		(void)edit(
		    f, dot_pack(1, 1, 1), FIELD_gap_severity, val_int(3));
		fixture_run(f, ids[i]);
		ok(fold_rebuild(f->st.f));
		assert_int_equal(count(f, "sibling WHERE field = 6"), 2);
		ok(db_exec(f->st.db, "UPDATE tail SET body = x'00'"));
		fixture_again(f);
		s = mend(f);
		assert_int_equal(s.lost, 1);
		assert_int_equal(s.rebuilt, 1);
		assert_int_equal(count(f, "sibling WHERE field = 6"), 2);
		fixture_same(f);
		(void)fixture_close(&one);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		IN_STORE(test_each_kind_of_change_is_written_again),
		IN_STORE(test_reasons_and_names_are_cut_between_characters),
		cmocka_unit_test(
		    test_a_commit_with_an_op_that_cannot_be_told_is_taken_from_the_rows),
		IN_STORE(
		    test_names_of_logs_and_what_was_erased_are_not_written_again),
		IN_STORE(
		    test_more_changes_than_one_segment_holds_are_written_again),
		IN_STORE(test_what_is_made_from_the_rows_is_as_it_was_shown),
		IN_STORE(test_an_erasure_that_is_lost_is_not_made_up),
		IN_STORE(
		    test_a_splice_on_what_never_was_is_written_again_as_it_was),
		cmocka_unit_test(
		    test_a_side_of_a_dispute_that_is_lost_is_said_again),
		IN_STORE(test_many_fields_are_written_again_in_several_commits),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
