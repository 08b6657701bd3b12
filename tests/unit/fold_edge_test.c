/* The fold at its edges: what was put off, what came out of order, what a
 * store cannot tell for a moment. */
#include "tests/unit/fixture.h"

#include <stdio.h>

#include "proto/log/accept.h"
#include "proto/log/fold_parts.h"
#include "proto/log/ledger_parts.h"
#include "proto/log/place.h"
#include "tests/unit/sealed.h"

#define ENT(e) schema_entity(ENTITY_##e)
#define NEWER  60 /* a field that this software does not know */

static dot_t
gap(struct fixture *f, dot_t rt, const char *text)
{
	struct fv fv[] = { FIX(gap, roundtable, val_int(rt)),
		FIX(gap, description, val_str(text)) };

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
splice(struct fixture *f, dot_t id, dot_t base, const char *text)
{
	struct fv fv = FIX(gap, description, val_str(text));
	struct op op = { .kind = OP_SPLICE,
		.entity = ENTITY_gap,
		.record = id,
		.base = base,
		.n = 1,
		.fv = &fv };

	return (fixture_op(f, "07", &op));
}

static void
turn(struct fixture *f, dot_t id, enum life life)
{
	struct op op = { .kind = OP_VOID,
		.entity = ENTITY_gap,
		.record = id,
		.state = life,
		.reason = span_str("x") };

	(void)fixture_op(f, "07", &op);
}

/* What is written here and what comes are of one node, and it is federal. */
static void
one_hand(struct fixture *f)
{
	key_free(&f->key);
	f->key = sealed_key();
	f->desk.key = f->key;
	key_public(f->key, f->pub);
	fold_federal(f->st.f, f->pub);
}

/* Commits that come. */
static uint32_t
take(struct fixture *f, const char *body, uint32_t from, uint32_t n)
{
	CLEAN(tx_undo) struct tx tx = { 0 };
	struct acceptance out;
	struct sealed x;

	sealed_part(&x, body, from, n);
	sealed_receive(&x);
	ok(tx_begin(&tx, f->st.db));
	ok(ledger_refresh(f->st.l));
	ok(accept_segment(f->st.l, &x.s, &out));
	if (out.what == ACCEPTED_NEW || out.what == ACCEPTED_FORK)
		ok(fold_commits(f->st.f, out.log, out.first, out.last));
	ok(tx_commit(&tx));
	ledger_committed(f->st.l);
	sealed_free(&x);
	return (out.log);
}

/* ---- who is federal ----------------------------------------------------- */

static void
test_the_store_remembers_who_is_federal_and_notices_another(void **state)
{
	struct fixture *f = *state;
	dot_t rt = fixture_roundtable(f, "07");
	uint8_t other[KEY_LEN] = { 7 };

	assert_int_equal(fixture_count(f, "SELECT length(value) FROM meta"
					  " WHERE name = 'federal'"),
	    KEY_LEN);
	(void)gap(f, rt, "w");
	/* Told again: the same, and another. */
	fold_federal(f->st.f, f->pub);
	assert_true(f->st.f->noted);
	fold_federal(f->st.f, other);
	assert_false(f->st.f->noted);
	fold_federal(f->st.f, other);
	assert_false(f->st.f->noted);
	(void)gap(f, rt, "x");
	assert_int_equal(
	    fixture_count(f, "SELECT hex(value) LIKE '0700%' FROM meta"
			     " WHERE name = 'federal'"),
	    1);
	/* What is no key is not taken for one. */
	ok(db_exec(
	    f->st.db, "UPDATE meta SET value = x'00' WHERE name = 'federal'"));
	store_close(&f->st);
	ok(store_open(&f->st, f->path, DB_WRITE));
	assert_false(f->st.f->has_federal);
	f->desk.l = f->st.l;
	f->desk.f = f->st.f;
	/* And nobody is noted where nobody was told. */
	(void)gap(f, rt, "y");
	assert_int_equal(fixture_count(f, "SELECT length(value) FROM meta"
					  " WHERE name = 'federal'"),
	    1);
}

/* ---- what is put off ---------------------------------------------------- */

static void
test_what_was_put_off_twice_is_folded_once_and_in_order(void **state)
{
	struct fixture *f = *state;
	dot_t rt = fixture_roundtable(f, "07");
	dot_t a = gap(f, rt, "a"), b = gap(f, rt, "b");
	CLEAN(tx_undo) struct tx tx = { 0 };

	ok(tx_begin(&tx, f->st.db));
	ok(db_exec(f->st.db, "UPDATE gap SET description = 'otra'"));
	fold_later(f->st.f, ENT(gap), b);
	fold_later(f->st.f, ENT(gap), a);
	fold_later(f->st.f, ENT(agreement), b);
	fold_later(f->st.f, ENT(gap), b);
	ok(fold_again(f->st.f, 1, 1, 0));
	ok(tx_commit(&tx));
	assert_int_equal(fixture_count(f, "SELECT count(*) FROM gap WHERE"
					  " description IN ('a', 'b')"),
	    2);
	fixture_same(f);
}

static void
test_a_batch_that_fails_leaves_nothing_half_done(void **state)
{
	struct fixture *f = *state;
	dot_t rt = fixture_roundtable(f, "07");
	dot_t a = gap(f, rt, "a"), b = gap(f, rt, "b");
	CLEAN(tx_undo) struct tx tx = { 0 };
	struct hash was, now;

	ok(fold_dump(f->st.f, &was));
	ok(tx_begin(&tx, f->st.db));
	fixture_unread(f, "touch");
	fold_later(f->st.f, ENT(gap), a);
	fold_later(f->st.f, ENT(gap), b);
	fails(fold_again(f->st.f, 1, 1, 0), ERR_STORE);
	tx_undo(&tx);
	fold_forget(f->st.f);
	ok(fold_dump(f->st.f, &now));
	assert_memory_equal(&was, &now, sizeof(was));
}

static void
test_a_text_that_cannot_be_read_is_no_missing_one(void **state)
{
	struct fixture *f = *state;
	dot_t rt = fixture_roundtable(f, "07"), a = gap(f, rt, "a");
	CLEAN(tx_undo) struct tx tx = { 0 };

	fixture_again(f);
	ok(tx_begin(&tx, f->st.db));
	fixture_unread(f, "tail");
	fails(fold_record(f->st.f, ENT(gap), a), ERR_STORE);
	tx_undo(&tx);
	/* One that is missing is: its record waits for it. */
	ok(tx_begin(&tx, f->st.db));
	ok(fold_record(f->st.f, ENT(gap), dot_pack(1, 99, 0)));
	assert_int_equal(fixture_count(f, "SELECT count(*) FROM waiting"), 1);
	tx_undo(&tx);
}

static void
test_who_writes_is_not_guessed_when_it_cannot_be_read(void **state)
{
	static const char *const tables[] = { "node", "office" };
	struct fixture *f = *state;
	struct fixture_office o;
	dot_t rt;

	fixture_office(f, "TAP", &o);
	rt = fixture_mesa(f, "07065");
	fixture_give(f, rt, o.id, 18000);
	(void)fixture_gap(&o.desk, rt, "Una");
	for (size_t i = 0; i < FIX_N(tables); i++) {
		CLEAN(tx_undo) struct tx tx = { 0 };
		uint32_t log = ledger_logs(f->st.l);

		fixture_again(f);
		fixture_unread(f, tables[i]);
		ok(tx_begin(&tx, f->st.db));
		fails(fold_again(f->st.f, log, 1, 1), ERR_STORE);
		tx_undo(&tx);
		fixture_read(f, tables[i]);
	}
	key_free(&o.key);
}

static void
test_folios_are_marked_together_or_the_error_is_told(void **state)
{
	struct fixture *f = *state;
	dot_t rt = fixture_roundtable(f, "07"), a, b;
	struct fv fv[] = { FIX(gap, roundtable, val_int(rt)),
		FIX(gap, folio, val_str("07-BR-2026-001")) };
	uint32_t space = fixture_space(f, "07");
	CLEAN(tx_undo) struct tx tx = { 0 };

	a = fixture_create(f, "07", ENTITY_gap, fv, 2);
	b = fixture_create(f, "07", ENTITY_gap, fv, 2);
	assert_int_not_equal(a, b);
	assert_int_equal(fixture_count(f, "SELECT count(*) FROM review"), 2);
	ok(tx_begin(&tx, f->st.db));
	fixture_unread(f, "review");
	fails(fold_folio(f->st.f, ENT(gap), a, space, fv[1].v), ERR_STORE);
	fixture_read(f, "review");
	fixture_unread(f, "gap");
	fails(fold_folio(f->st.f, ENT(gap), a, space, fv[1].v), ERR_STORE);
	fixture_read(f, "gap");
	ok(fold_folio(f->st.f, ENT(gap), a, space, val_null()));
	ok(fold_folio(f->st.f, ENT(gap), a, space, val_str("otra")));
	ok(tx_commit(&tx));
	fixture_same(f);
}

/* ---- what follows, and what only seems to ------------------------------- */

static void
test_an_edit_is_folded_alike_whatever_stands_before_it(void **state)
{
	struct fixture *f = *state;
	dot_t rt = fixture_roundtable(f, "07"), id, next;
	struct fv who = FIX(gap, population, val_int(3));
	struct op add = {
		.kind = OP_ADD, .entity = ENTITY_gap, .n = 1, .fv = &who
	};

	/* A record whose parent is not here, and one that is not here. */
	id = gap(f, dot_pack(1, 77, 0), "huérfana");
	(void)edit(f, id, FIELD_gap_severity, val_int(1));
	(void)edit(f, dot_pack(1, 78, 0), FIELD_gap_severity, val_int(1));
	/* One that is voided, and lives again. */
	id = gap(f, rt, "a");
	turn(f, id, LIFE_VOIDED);
	(void)edit(f, id, FIELD_gap_severity, val_int(2));
	turn(f, id, LIFE_LIVE);
	(void)edit(f, id, FIELD_gap_severity, val_int(3));
	/* What newer software may write of it, and an element. */
	id = gap(f, rt, "b");
	(void)edit(f, id, NEWER, val_int(5));
	(void)edit(f, id, NEWER, val_str("x"));
	add.record = id;
	(void)fixture_op(f, "07", &add);
	/* A splice on the creation, though an edit came between. */
	next = edit(f, id, FIELD_gap_description, val_str("c"));
	(void)splice(f, id, id, "no ");
	next = splice(f, id, next, "sí ");
	(void)splice(f, id, next, "y ");
	assert_int_equal(fixture_count(f, "SELECT count(*) FROM quarantine"
					  " WHERE newer = 1"),
	    2);
	fixture_same(f);
}

static void
test_a_splice_that_makes_a_text_too_long_is_none(void **state)
{
	struct fixture *f = *state;
	dot_t rt = fixture_roundtable(f, "07"), id;
	static char text[LIMIT_TEXT_BYTES + 1];

	memset(text, 'a', sizeof(text) - 1);
	id = gap(f, rt, text);
	(void)splice(f, id, id, "x");
	assert_int_equal(
	    fixture_count(f, "SELECT length(description) FROM gap"),
	    LIMIT_TEXT_BYTES);
	fixture_same(f);
}

/* ---- looked at again ---------------------------------------------------- */

static void
test_positions_make_nothing_new_of_what_was_settled(void **state)
{
	static const char body[] = "[1767225600,0,1,\"ana\",7]\n"
				   "[8,0,\"CHP\",\"Mesa\",1,1]\n"
				   "[18,0,7,[1,0],\"el folio es un número\"]\n"
				   "[99,0,{\"new\":true}]\n"
				   "[-8,[1,0],1,\"decidido\"]\n"
				   "[-1,\"MDEyMzQ1Njc4OTo7PD0-Pw\"]\n"
				   "[18,0,\"F\",[1,0],\"Una\"]\n"
				   "[18,[1,5],2,[1,9]]\n";
	struct fixture *f = *state;
	dot_t rt, id;

	one_hand(f);
	(void)take(f, body, 1, 1);
	rt = fixture_roundtable(f, "07");
	(void)gap(f, dot_pack(1, 77, 0), "huérfana");
	id = gap(f, rt, "a");
	turn(f, id, LIFE_VOIDED);
	fixture_stamp(f);
	fixture_same(f);
}

static void
test_rows_that_were_lost_are_made_again_when_looked_at(void **state)
{
	static const char *const lies[] = {
		"UPDATE gap SET root = 5",
		"UPDATE gap SET root = 0",
		"DELETE FROM gap",
		"DELETE FROM session",
		("INSERT INTO held VALUES ((SELECT id FROM gap),"
		 " (SELECT id FROM gap), 18, 1, 1, 0, 0)"),
	};

	(void)state;
	for (size_t i = 0; i < FIX_N(lies); i++) {
		struct fixture *f;
		struct fv fv[2];
		struct hash was, now;
		CLEAN(tx_undo) struct tx tx = { 0 };
		uint32_t log;
		dot_t rt;
		void *one;

		(void)fixture_open(&one);
		f = one;
		rt = fixture_roundtable(f, "07");
		log = dot_log(rt);
		fv[0] = (struct fv)FIX(session, roundtable, val_int(rt));
		fv[0] = (struct fv)FIX(agreement, session,
		    val_int(fixture_create(f, "07", ENTITY_session, fv, 1)));
		(void)fixture_create(f, "07", ENTITY_agreement, fv, 1);
		(void)gap(f, rt, "a");
		ok(fold_dump(f->st.f, &was));
		fixture_run(f, lies[i]);
		ok(tx_begin(&tx, f->st.db));
		/* Children first: their parent is not there yet. */
		ok(fold_again(f->st.f, log, 3, 4));
		ok(fold_again(f->st.f, log, 1, 4));
		ok(tx_commit(&tx));
		ok(fold_dump(f->st.f, &now));
		if (memcmp(&was, &now, sizeof(was)) != 0)
			fail_msg("%s", lies[i]);
		(void)fixture_close(&one);
	}
}

static void
test_a_hand_over_passes_what_is_known_by_name_alone(void **state)
{
	struct fixture *f = *state;
	struct fixture_office o;
	dot_t rt;

	fixture_office(f, "TAP", &o);
	rt = fixture_mesa(f, "07065");
	(void)fixture_gap(&f->desk, rt, "Una");
	/* One log that was only named, one whose number is nobody's. */
	(void)take(
	    f, "[1767225600,0,1,0,1]\n[-1,\"MDEyMzQ1Njc4OTo7PD0-Pw\"]\n", 1, 1);
	fixture_run(f, "INSERT INTO log (id, node, space, parent, parent_seq,"
		       " first, seq, head, at, sealed, mine, branch, genesis)"
		       " SELECT x'00', node, space, 0, 0, 1, 0, head, 0, 0, 0,"
		       " 0, '' FROM log WHERE no = 1");
	fixture_give(f, rt, o.id, 18000);
	assert_int_equal(fixture_count(f, "SELECT count(*) FROM held"), 1);
	key_free(&o.key);
}

/* ---- one record from all that was written to it ------------------------- */

static void
test_an_edit_from_a_space_that_turns_out_to_be_another_is_none(void **state)
{
	static const char body[] = "[1767225600,0,1,\"ana\",1]\n"
				   "[8,0,\"CHP\",\"Mesa\",1,1]\n";
	struct fixture *f = *state;
	struct fv name = FIX(roundtable, official_name, val_str("Otra"));
	struct op op = { .kind = OP_EDIT,
		.entity = ENTITY_roundtable,
		.n = 1,
		.fv = &name };
	uint32_t log;

	one_hand(f);
	/* "30" edits what will turn out to be of "07". */
	(void)fixture_roundtable(f, "30");
	fixture_run(f, "INSERT INTO log (id, node, space, parent, parent_seq,"
		       " first, seq, head, at, sealed, mine, branch, genesis)"
		       " VALUES (x'101112131415161718191a1b1c1d1e1f',"
		       " zeroblob(32), 0, 0, 0, 1, 0, zeroblob(32), 0, 0, 0,"
		       " 0, '')");
	log = (uint32_t)fixture_count(f, "SELECT max(no) FROM log");
	op.record = dot_pack(log, 1, 0);
	(void)fixture_op(f, "30", &op);
	assert_int_equal(fixture_count(f, "SELECT count(*) FROM touch"), 1);
	assert_int_equal(take(f, body, 1, 1), log);
	assert_int_equal(fixture_count(f, "SELECT count(*) FROM roundtable"
					  " WHERE official_name = 'Mesa'"),
	    2);
	fixture_same(f);
}

static void
test_a_creation_that_was_no_op_leaves_its_edits_without_a_record(void **state)
{
	static const char line[] = "[1767225600,0,1,\"ana\",2]\n"
				   "[8,0,\"CHP\",\"Mesa\",1,1]\n"
				   "[18,0,\"F\",[1,0],\"";
	static char body[LIMIT_TEXT_BYTES * 2];
	size_t n = sizeof(line) - 1;
	struct fixture *f = *state;

	/* A title that is too long is a LIMIT. */
	memcpy(body, line, n);
	memset(body + n, 'a', LIMIT_TEXT_BYTES + 1);
	(void)snprintf(body + n + LIMIT_TEXT_BYTES + 1, 200,
	    "\"]\n[60,0,1,1,2]\n[18,[1,1],6,2]\n[\"no\"]\n"
	    "[60,0,1,1,1]\n[18,[2,1],6,2]\n");
	(void)take(f, body, 1, 3);
	assert_int_equal(
	    fixture_count(f, "SELECT count(*) FROM quarantine"), 2);
	assert_int_equal(fixture_count(f, "SELECT count(*) FROM gap"), 0);
	assert_int_equal(fixture_count(f, "SELECT count(*) FROM waiting"), 0);
	fixture_same(f);
}

static bool
second_op(void *ctx, uint32_t seq, uint32_t index)
{
	(void)ctx;
	return (seq == 1 && index == 1);
}

static void
test_what_was_erased_is_a_record_without_values(void **state)
{
	static const char body[] = "[1767225600,0,1,\"ana\",2]\n"
				   "[8,0,\"CHP\",\"Mesa\",1,1]\n"
				   "[18,0,\"F\",[1,0],\"Datos de alguien\"]\n"
				   "[60,0,1,1,1]\n[18,[1,1],6,2]\n";
	CLEAN(tx_undo) struct tx tx = { 0 };
	struct fixture *f = *state;
	struct acceptance out;
	struct sealed x;

	sealed_make(&x, 1, body);
	sealed_receive(&x);
	fold_federal(f->st.f, x.pub);
	ok(segment_erase(&x.s, second_op, NULL, &x.a));
	ok(tx_begin(&tx, f->st.db));
	ok(accept_segment(f->st.l, &x.s, &out));
	ok(fold_commits(f->st.f, out.log, out.first, out.last));
	ok(tx_commit(&tx));
	sealed_free(&x);
	assert_int_equal(fixture_count(f, "SELECT count(*) FROM gap WHERE"
					  " title IS NULL AND severity = 2"),
	    1);
	fixture_same(f);
}

static void
test_a_clock_far_ahead_ranks_no_higher_than_its_receipt_allows(void **state)
{
	static const char one[] = "[1767225600,0,1,\"ana\",1]\n"
				  "[8,0,\"CHP\",\"Mesa\",1,1]\n"
				  "[60,0,1,1,1]\n[8,1,2,\"A\"]\n";
	struct fixture *f = *state;
	struct fv name = FIX(roundtable, official_name, val_str("B"));
	struct op op = { .kind = OP_EDIT,
		.entity = ENTITY_roundtable,
		.record = dot_pack(1, 1, 0),
		.n = 1,
		.fv = &name };

	one_hand(f);
	(void)take(f, one, 1, 2);
	(void)fixture_op(f, "07", &op); /* in 1970, and sees none of it */
	fixture_stamp(f);
	fixture_run(f, "UPDATE position SET receipt = 500");
	ok(fold_rebuild(f->st.f));
	assert_int_equal(fixture_count(f, "SELECT max(rank) FROM sibling"),
	    500 + LIMIT_RANK_AHEAD_S);
	assert_int_equal(
	    fixture_count(f, "SELECT min(rank) FROM sibling"), 1000);
	fixture_run(f, "UPDATE position SET receipt = 1767225600");
	ok(fold_rebuild(f->st.f));
	assert_int_equal(
	    fixture_count(f, "SELECT max(rank) FROM sibling"), 1767225660);
}

/* ---- digests ------------------------------------------------------------ */

static struct hash
digest(struct fixture *f)
{
	struct hash h;

	ok(fold_digest(f->st.f, fixture_space(f, "07"), &h));
	return (h);
}

static void
test_a_digest_tells_every_value_apart(void **state)
{
	static const char *const lies[] = {
		"UPDATE sibling SET value = x'0102'",
		"UPDATE sibling SET value = x'0103'",
		"UPDATE sibling SET value = 'ab'",
		"UPDATE sibling SET value = 'ac'",
		"UPDATE sibling SET value = 3",
		"UPDATE sibling SET value = 4",
		"UPDATE sibling SET value = NULL",
	};
	static const char body[] = "[1767225600,0,1,\"ana\",2]\n"
				   "[8,0,\"CHP\",\"Mesa\",1,1]\n"
				   "[18,0,\"F\",[1,0],\"Una\"]\n"
				   "[60,0,1,1,2]\n[18,[1,1],22,[1,0]]\n"
				   "[-6,18,[1,1],1,\"x\"]\n";
	struct fixture *f = *state;
	struct op op = { .kind = OP_EDIT, .entity = ENTITY_gap, .n = 1 };
	struct fv fv = FIX(gap, duplicate_of, val_null());
	struct hash seen[FIX_N(lies) + 1];

	one_hand(f);
	(void)take(f, body, 1, 2);
	/* Beside it: the reference emptied, and the record alive. */
	op.record = dot_pack(1, 1, 1);
	op.fv = &fv;
	(void)fixture_op(f, "07", &op);
	turn(f, op.record, LIFE_LIVE);
	assert_true(fixture_count(f, "SELECT count(*) FROM sibling"
				     " WHERE field = 22") == 2);
	assert_true(fixture_count(f, "SELECT count(*) FROM sibling"
				     " WHERE field = 0") == 2);
	seen[0] = digest(f);
	for (size_t i = 0; i < FIX_N(lies); i++) {
		fixture_run(f, lies[i]);
		seen[i + 1] = digest(f);
		for (size_t k = 0; k <= i; k++)
			assert_memory_not_equal(
			    &seen[k], &seen[i + 1], sizeof(seen[k]));
	}
	/* A number that is nobody's log is passed over, here and in a fold. */
	fixture_run(f, "INSERT INTO log (no, id, node, space, parent,"
		       " parent_seq, first, seq, head, at, sealed, mine,"
		       " branch, genesis)"
		       " SELECT 9, x'00', node, space, 0, 0, 1, 0, head, 0, 0,"
		       " 0, 0, '' FROM log WHERE no = 1");
	ok(fold_rebuild(f->st.f));
	assert_true(ledger_logs(f->st.l) == 9);
	(void)digest(f);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		IN_STORE(
		    test_the_store_remembers_who_is_federal_and_notices_another),
		IN_STORE(
		    test_what_was_put_off_twice_is_folded_once_and_in_order),
		IN_STORE(test_a_batch_that_fails_leaves_nothing_half_done),
		IN_STORE(test_a_text_that_cannot_be_read_is_no_missing_one),
		IN_STORE(test_who_writes_is_not_guessed_when_it_cannot_be_read),
		IN_STORE(test_folios_are_marked_together_or_the_error_is_told),
		IN_STORE(
		    test_an_edit_is_folded_alike_whatever_stands_before_it),
		IN_STORE(test_a_splice_that_makes_a_text_too_long_is_none),
		IN_STORE(test_positions_make_nothing_new_of_what_was_settled),
		cmocka_unit_test(
		    test_rows_that_were_lost_are_made_again_when_looked_at),
		IN_STORE(test_a_hand_over_passes_what_is_known_by_name_alone),
		IN_STORE(
		    test_an_edit_from_a_space_that_turns_out_to_be_another_is_none),
		IN_STORE(
		    test_a_creation_that_was_no_op_leaves_its_edits_without_a_record),
		IN_STORE(test_what_was_erased_is_a_record_without_values),
		IN_STORE(
		    test_a_clock_far_ahead_ranks_no_higher_than_its_receipt_allows),
		IN_STORE(test_a_digest_tells_every_value_apart),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
