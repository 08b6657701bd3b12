/* The fold at its edges: what was put off, what came out of order, what a
 * store cannot tell for a moment. */
#include "tests/unit/arrive.h"

#include <stdio.h>

#include "proto/log/fold_parts.h"
#include "proto/log/ledger_parts.h"
#include "proto/log/place.h"

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
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
