/* fold: ops that fit badly, come from the wrong hand or from the future. */
#include "tests/unit/fixture.h"

#include <stdio.h>

#include "proto/log/accept.h"
#include "tests/unit/sealed.h"

#define LONG "Un párrafo que no cambia."

static dot_t
gap(struct fixture *f, dot_t rt, const char *text)
{
	struct fv fv[] = { FIX(gap, roundtable, val_int(rt)),
		FIX(gap, title, val_str("Una")),
		FIX(gap, description, val_null()) };

	if (text != NULL)
		fv[2].v = val_str(text);
	return (fixture_create(f, "07", ENTITY_gap, fv, text == NULL ? 2 : 3));
}

static dot_t
splice(struct fixture *f, dot_t id, dot_t base, uint32_t at, uint32_t del,
    const char *text)
{
	struct fv fv = FIX(gap, description, val_str(text));
	struct op op = { .kind = OP_SPLICE,
		.entity = ENTITY_gap,
		.record = id,
		.base = base,
		.at = at,
		.del = del,
		.n = 1,
		.fv = &fv };

	return (fixture_op(f, "07", &op));
}

static void
says(struct fixture *f, dot_t id, const char *text)
{
	CLEAN(arena_free) struct arena a = ARENA;
	struct record r;
	bool found;

	ok(state_get(f->st.l, schema_entity(ENTITY_gap), id, &a, &r, &found));
	assert_true(found);
	if (!span_eq(r.v[FIELD_gap_description - 1].s, span_str(text)))
		fail_msg("shown: %.*s", (int)r.v[FIELD_gap_description - 1].s.n,
		    (const char *)r.v[FIELD_gap_description - 1].s.p);
}

static void
test_a_splice_that_does_not_fit_changes_nothing(void **state)
{
	static const struct {
		uint32_t at, del;
	} bad[] = { { 5, 1 }, { 4, 1 }, { 5, 0 }, { 100, 0 }, { 0, 100 },
		{ 26, 1 } };
	struct fixture *f = *state;
	dot_t rt = fixture_roundtable(f, "07");

	for (size_t i = 0; i < FIX_N(bad); i++) {
		dot_t id = gap(f, rt, LONG);

		/* "á" is bytes 4 and 5 of LONG. */
		(void)splice(f, id, id, bad[i].at, bad[i].del, "x");
		says(f, id, LONG);
	}
	fixture_same(f);
}

static void
test_splices_that_fit_follow_each_other(void **state)
{
	struct fixture *f = *state;
	dot_t rt = fixture_roundtable(f, "07");
	dot_t id = gap(f, rt, LONG), d;

	d = splice(f, id, id, 4, 2, "a");
	says(f, id, "Un parrafo que no cambia.");
	d = splice(f, id, d, 25, 0, " Fin.");
	says(f, id, "Un parrafo que no cambia. Fin.");
	d = splice(f, id, d, 0, 30, "");
	says(f, id, "");
	(void)splice(f, id, d, 0, 0, "ñ");
	says(f, id, "ñ");
	/* On a text that was never written. */
	id = gap(f, rt, NULL);
	(void)splice(f, id, id, 0, 0, "Primera");
	says(f, id, "Primera");
	fixture_same(f);
}

/* Two computers of the office that keeps the roundtable, and their logs. */
struct pair {
	struct fixture_office pal;
	struct key *key[2];
	uint32_t log[2];
};

static struct key *
second_computer(struct fixture *f, dot_t office)
{
	CLEAN(buf_free) struct buf print = BUF(64);
	struct fv node[] = { FIX(node, office, val_int(office)),
		FIX(node, fingerprint, val_null()) };
	uint8_t pub[KEY_LEN];
	struct key *k;

	ok(key_make(&k));
	key_public(k, pub);
	ok(buf_b64(&print, span_of(pub, KEY_LEN)));
	node[1].v = val_text(buf_all(&print));
	(void)fixture_make(&f->desk, ENTITY_node, node, 2);
	return (k);
}

/* The i-th writes, having seen everything, and the hub stamps it. */
static dot_t
writes(struct fixture *f, struct pair *p, int i, const struct op *op)
{
	char sql[160];
	dot_t dot;

	(void)snprintf(sql, sizeof(sql),
	    "UPDATE log SET mine = CASE WHEN no = %u THEN 1 ELSE 2 END WHERE"
	    " mine > 0 AND space = %u",
	    p->log[i], fixture_space(f, "07"));
	fixture_run(f, sql);
	dot = fixture_commit(f, p->key[i], "07", op, 1);
	if (p->log[i] == 0)
		p->log[i] = dot_log(dot);
	assert_int_equal(dot_log(dot), p->log[i]);
	fixture_stamp(f);
	return (dot);
}

static dot_t
cuts_in(struct fixture *f, struct pair *p, int i, const struct op *op)
{
	struct fv fv = FIX(gap, description, val_text(op->reason));
	struct op splice = *op;

	splice.kind = OP_SPLICE;
	splice.entity = ENTITY_gap;
	splice.n = 1;
	splice.fv = &fv;
	splice.reason = span_str("");
	return (writes(f, p, i, &splice));
}

static void
test_a_splice_that_is_folded_before_its_base_is_not_forgotten(void **state)
{
	struct fixture *f = *state;
	struct pair p = { .log = { 0, 0 } };
	struct fv fv[] = { FIX(gap, roundtable,
			       val_int(fixture_mesa(f, "07065"))),
		FIX(gap, description, val_str("Fin.")) };
	struct op make = { OP_CREATE, .entity = ENTITY_gap, .n = 2, .fv = fv };
	struct op edit = { OP_EDIT, .entity = ENTITY_gap, .n = 1,
		.fv = fv + 1 };
	dot_t id, base;

	fixture_office(f, "PAL", &p.pal);
	fixture_give(f, fv[0].v.i, p.pal.id, 18000);
	p.key[0] = p.pal.key;
	p.key[1] = second_computer(f, p.pal.id);
	id = edit.record = writes(f, &p, 0, &make);
	/* The base is in a later log, to which a rebuild comes later. */
	base = writes(f, &p, 1, &edit);
	assert_true(p.log[1] > p.log[0]);
	base = cuts_in(f, &p, 0,
	    &(struct op){ .record = id,
		.base = base,
		.reason = span_str("Principio. ") });
	says(f, id, "Principio. Fin.");
	fixture_same(f);
	says(f, id, "Principio. Fin.");
	assert_int_equal(fixture_count(f, "SELECT count(*) FROM waiting"), 0);
	/* One on another, from log to log. */
	base = cuts_in(f, &p, 1,
	    &(struct op){ .record = id,
		.base = base,
		.at = 11,
		.reason = span_str("Medio. ") });
	(void)cuts_in(f, &p, 0,
	    &(struct op){ .record = id,
		.base = base,
		.del = 10,
		.reason = span_str("Inicio.") });
	says(f, id, "Inicio. Medio. Fin.");
	fixture_same(f);
	says(f, id, "Inicio. Medio. Fin.");
	assert_int_equal(fixture_count(f, "SELECT count(*) FROM held"), 0);
	key_free(&p.key[0]);
	key_free(&p.key[1]);
}

static void
test_a_splice_waits_only_for_a_write_to_its_record(void **state)
{
	struct fixture *f = *state;
	dot_t rt = fixture_roundtable(f, "07"), a, b;
	struct fv fv = FIX(gap, title, val_str("Otra"));
	struct op op = {
		.kind = OP_EDIT, .entity = ENTITY_gap, .n = 1, .fv = &fv
	};

	a = gap(f, rt, LONG);
	b = gap(f, rt, LONG);
	/* Each on the other's creation, on an edit of the other, on an op that
	 * a commit has not; and on what is not here. */
	(void)splice(f, a, b, 0, 0, "x");
	(void)splice(f, b, a, 0, 0, "x");
	op.record = b;
	(void)splice(f, a, fixture_op(f, "07", &op), 0, 0, "x");
	(void)splice(f, a, b + 9, 0, 0, "x");
	assert_int_equal(fixture_count(f, "SELECT count(*) FROM waiting"), 0);
	(void)splice(f, a, dot_pack(dot_log(a), 900, 0), 0, 0, "x");
	assert_int_equal(fixture_count(f, "SELECT count(*) FROM waiting"), 1);
	says(f, a, LONG);
	says(f, b, LONG);
	fixture_same(f);
}

static void
test_a_splice_on_another_version_is_merged_and_not_mixed_in(void **state)
{
	struct fixture *f = *state;
	dot_t rt = fixture_roundtable(f, "07");
	dot_t id = gap(f, rt, LONG);
	struct fv fv = FIX(gap, description, val_str("Otro texto."));
	struct op op = { .kind = OP_EDIT,
		.entity = ENTITY_gap,
		.record = id,
		.n = 1,
		.fv = &fv };

	(void)fixture_op(f, "07", &op);
	says(f, id, "Otro texto.");
	/* Made on the creation, though its author had seen the edit. */
	(void)splice(f, id, id, 0, 2, "Mi");
	fixture_same(f);
	/* What follows a voided record is not followed blindly either. */
	op = (struct op){ .kind = OP_VOID,
		.entity = ENTITY_gap,
		.record = id,
		.state = LIFE_VOIDED,
		.reason = span_str("x") };
	(void)fixture_op(f, "07", &op);
	op = (struct op){ .kind = OP_EDIT,
		.entity = ENTITY_gap,
		.record = id,
		.n = 1,
		.fv = &fv };
	(void)fixture_op(f, "07", &op);
	assert_int_equal(fixture_count(f, "SELECT life FROM gap"), LIFE_VOIDED);
	op.kind = OP_VOID;
	op.state = LIFE_LIVE;
	op.reason = span_str("x");
	op.n = 0;
	(void)fixture_op(f, "07", &op);
	op.kind = OP_EDIT;
	op.n = 1;
	(void)fixture_op(f, "07", &op);
	says(f, id, "Otro texto.");
	fixture_same(f);
}

static void
test_lists_and_folios_in_an_edit_are_folded_the_same_way(void **state)
{
	struct fixture *f = *state;
	dot_t id = gap(f, fixture_roundtable(f, "07"), NULL);
	struct fv fv[] = { FIX(gap, folio, val_str("07-BR-2026-001")),
		FIX(gap, severity, val_int(2)) };
	struct op op = { .kind = OP_EDIT,
		.entity = ENTITY_gap,
		.record = id,
		.n = 2,
		.fv = fv };

	(void)fixture_op(f, "07", &op);
	assert_int_equal(fixture_count(f, "SELECT severity FROM gap"), 2);
	fixture_same(f);
}

/* ---- whose ------------------------------------------------------------- */

static int64_t
held(struct fixture *f, int kind)
{
	return (kind == 0 ? fixture_count(f, "SELECT count(*) FROM held")
			  : fixture_count(f, "SELECT kind FROM held"
					     " ORDER BY op DESC LIMIT 1"));
}

static void
test_an_offices_word_in_the_national_space_is_a_proposal(void **state)
{
	struct fixture *f = *state;
	struct fixture_office o;
	struct fv name = FIX(office, name, val_str("Otro nombre"));
	struct op op = {
		.kind = OP_EDIT, .entity = ENTITY_office, .n = 1, .fv = &name
	};
	struct op made = {
		.kind = OP_CREATE, .entity = ENTITY_office, .n = 1, .fv = &name
	};

	fixture_office(f, "TAP", &o);
	op.record = o.id;
	fixture_stamp(f);
	(void)fixture_commit(f, o.key, "national", &op, 1);
	assert_int_equal(held(f, 0), 1);
	(void)fixture_commit(f, o.key, "national", &made, 1);
	assert_int_equal(held(f, 0), 2);
	op.kind = OP_VOID;
	op.state = LIFE_VOIDED;
	op.reason = span_str("x");
	op.n = 0;
	(void)fixture_commit(f, o.key, "national", &op, 1);
	assert_int_equal(held(f, 0), 3);
	assert_int_equal(
	    fixture_count(f, "SELECT count(*) FROM office WHERE life = 0"
			     " AND name = 'TAP'"),
	    1);
	fixture_same(f);
	key_free(&o.key);
}

static void
test_records_in_a_space_of_another_kind_are_put_aside(void **state)
{
	struct fixture *f = *state;
	struct fv user = FIX(user, account, val_str("ana"));
	struct fv office = FIX(office, code, val_str("X"));
	struct fv inst = FIX(institution, official_name, val_str("SEP"));

	(void)fixture_create(f, "07", ENTITY_user, &user, 1);
	(void)fixture_create(f, "national", ENTITY_user, &user, 1);
	(void)fixture_create(f, "07", ENTITY_office, &office, 1);
	(void)fixture_create(f, "home-TAP", ENTITY_office, &office, 1);
	(void)fixture_create(f, "07", ENTITY_institution, &inst, 1);
	(void)fixture_roundtable(f, "national");
	(void)fixture_roundtable(f, "home-TAP");
	assert_int_equal(
	    fixture_count(f, "SELECT count(*) FROM quarantine"), 7);
	(void)fixture_create(f, "home-TAP", ENTITY_institution, &inst, 1);
	(void)fixture_create(f, "home-TAP", ENTITY_user, &user, 1);
	assert_int_equal(
	    fixture_count(f, "SELECT count(*) FROM quarantine"), 7);
	assert_int_equal(
	    fixture_count(f, "SELECT count(*) FROM institution"), 1);
	fixture_same(f);
}

static void
test_who_kept_a_roundtable_before_writes_late_and_who_never_did_proposes(
    void **state)
{
	struct fixture *f = *state;
	struct fixture_office tap, pal;
	dot_t rt = fixture_mesa(f, "07065"), g;
	struct fv fv = FIX(gap, severity, val_int(1));

	fixture_office(f, "TAP", &tap);
	fixture_office(f, "PAL", &pal);
	fixture_give(f, rt, tap.id, 18000);
	g = fixture_gap(&tap.desk, rt, "De TAP");
	ok(fixture_edit(&pal.desk, ENTITY_gap, g, &fv, 1));
	assert_int_equal(held(f, 1), HELD_PROPOSAL);
	fixture_stamp(f);
	/* Two acts of one day: the later written one is the later. */
	fixture_give(f, rt, pal.id, 18100);
	fixture_give(f, rt, tap.id, 17000);
	fixture_stamp(f);
	ok(fixture_edit(&tap.desk, ENTITY_gap, g, &fv, 1));
	assert_int_equal(held(f, 1), HELD_LATE);
	ok(fixture_edit(&pal.desk, ENTITY_gap, g, &fv, 1));
	assert_int_equal(held(f, 0), 2);
	/* A mesa's code is the federal level's, its status the owner's. */
	fv = (struct fv)FIX(roundtable, code, val_str("OTRA"));
	ok(fixture_edit(&pal.desk, ENTITY_roundtable, rt, &fv, 1));
	assert_int_equal(held(f, 1), HELD_PROPOSAL);
	fv = (struct fv)FIX(
	    roundtable, status, val_int(CODE_roundtable_status_operating));
	ok(fixture_edit(&pal.desk, ENTITY_roundtable, rt, &fv, 1));
	assert_int_equal(held(f, 0), 3);
	fixture_same(f);
	key_free(&tap.key);
	key_free(&pal.key);
}

/* ---- newer software ------------------------------------------------------ */

static void
test_what_newer_software_says_is_kept_and_not_applied(void **state)
{
	static const char body[] = "[1767225600,0,1,\"ana\",9]\n"
				   "[8,\"CHP\",\"Mesa\",1,1]\n"
				   "[99,0,{\"new\":true}]\n"
				   "[999,0,\"un registro que no conocemos\"]\n"
				   "[-99,1,2,3]\n"
				   "[8,1,60,\"un campo que no conocemos\"]\n"
				   "[8,1,2,\"Mesa de Chiapas\"]\n"
				   "[-6,999,1,1,\"duplicado\"]\n"
				   "[-2,8,1,60,7]\n"
				   "[-4,33,9,9,12]\n";
	struct fixture *f = *state;
	struct acceptance out;
	struct sealed x;
	CLEAN(tx_undo) struct tx tx = { 0 };

	ok(tx_begin(&tx, f->st.db));
	sealed_make(&x, 1, body);
	ok(accept_segment(f->st.l, &x.s, &out));
	assert_int_equal(out.what, ACCEPTED_NEW);
	ok(fold_commits(f->st.f, out.log, out.first, out.last));
	ok(tx_commit(&tx));
	assert_true(fixture_count(f, "SELECT count(*) FROM quarantine"
				     " WHERE newer = 1") >= 3);
	fixture_same(f);
	sealed_free(&x);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		IN_STORE(test_a_splice_that_does_not_fit_changes_nothing),
		IN_STORE(
		    test_a_splice_that_is_folded_before_its_base_is_not_forgotten),
		IN_STORE(test_a_splice_waits_only_for_a_write_to_its_record),
		IN_STORE(test_splices_that_fit_follow_each_other),
		IN_STORE(
		    test_a_splice_on_another_version_is_merged_and_not_mixed_in),
		IN_STORE(
		    test_lists_and_folios_in_an_edit_are_folded_the_same_way),
		IN_STORE(
		    test_an_offices_word_in_the_national_space_is_a_proposal),
		IN_STORE(test_records_in_a_space_of_another_kind_are_put_aside),
		IN_STORE(
		    test_who_kept_a_roundtable_before_writes_late_and_who_never_did_proposes),
		IN_STORE(test_what_newer_software_says_is_kept_and_not_applied),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
