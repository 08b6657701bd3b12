/* Records looked at again, and made anew from all that was written to them. */
#include "tests/unit/arrive.h"

#include <stdio.h>

#include "proto/log/fold_parts.h"
#include "proto/log/ledger_parts.h"

static dot_t
gap(struct fixture *f, dot_t rt, const char *text)
{
	struct fv fv[] = { FIX(gap, roundtable, val_int(rt)),
		FIX(gap, description, val_str(text)) };

	return (fixture_create(f, "07", ENTITY_gap, fv, 2));
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

static void
test_a_proposal_passes_to_the_next_owner(void **state)
{
	struct fixture *f = *state;
	struct fixture_office pal, tap, zac;
	struct fv fv = FIX(gap, severity, val_int(3));
	dot_t rt, g;

	fixture_office(f, "PAL", &pal);
	fixture_office(f, "TAP", &tap);
	fixture_office(f, "ZAC", &zac);
	rt = fixture_mesa(f, "07065");
	fixture_give(f, rt, pal.id, 18000);
	g = fixture_gap(&pal.desk, rt, "Una");
	ok(fixture_edit(&tap.desk, ENTITY_gap, g, &fv, 1));
	assert_int_equal(fixture_count(f, "SELECT owner FROM held"), pal.id);
	fixture_give(f, rt, zac.id, 18100);
	assert_int_equal(fixture_count(f, "SELECT owner FROM held WHERE kind"
					  " = 1 AND entity = 18 AND op <>"
					  " record"),
	    zac.id);
	fixture_same(f);
	key_free(&pal.key);
	key_free(&tap.key);
	key_free(&zac.key);
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
		IN_STORE(test_positions_make_nothing_new_of_what_was_settled),
		cmocka_unit_test(
		    test_rows_that_were_lost_are_made_again_when_looked_at),
		IN_STORE(test_a_proposal_passes_to_the_next_owner),
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
