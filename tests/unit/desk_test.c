/* desk, ledger, fold and store together: one store, one federal desk. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "proto/domain/vocab.h"
#include "proto/log/desk.h"
#include "proto/log/store.h"

struct here {
	char dir[64], path[96];
	struct store st;
	struct desk desk;
	struct key *key;
};

static void
ok(err_t e)
{
	if (e != NULL)
		fail_msg("%s: %s", err_name(e->code), e->text);
}

static int
setup(void **state)
{
	struct here *h = calloc(1, sizeof(*h));
	uint8_t pub[KEY_LEN];

	(void)snprintf(h->dir, sizeof(h->dir), "/tmp/mesas-desk-XXXXXX");
	assert_non_null(mkdtemp(h->dir));
	(void)snprintf(h->path, sizeof(h->path), "%s/hub.db", h->dir);
	ok(store_open(&h->st, h->path, DB_CREATE));
	ok(key_make(&h->key));
	key_public(h->key, pub);
	fold_federal(h->st.f, pub);
	h->desk = (struct desk){ .l = h->st.l,
		.f = h->st.f,
		.key = h->key,
		.federal = true,
		.home = "home-FED" };
	*state = h;
	return (0);
}

static int
teardown(void **state)
{
	struct here *h = *state;
	char cmd[200];

	store_close(&h->st);
	key_free(&h->key);
	(void)snprintf(cmd, sizeof(cmd), "%s-wal", h->path);
	(void)unlink(cmd);
	(void)snprintf(cmd, sizeof(cmd), "%s-shm", h->path);
	(void)unlink(cmd);
	(void)unlink(h->path);
	(void)rmdir(h->dir);
	free(h);
	return (0);
}

static dot_t
create(struct here *h, uint32_t entity, struct fv *fv, size_t n)
{
	CLEAN(act_undo) struct act act;
	dot_t id, commit;

	ok(act_begin(&act, &h->desk));
	ok(act_create(&act, schema_entity(entity), fv, n, &id));
	ok(act_save(&act, "tester", &commit));
	return (id);
}

static dot_t
roundtable(struct here *h)
{
	struct fv fv[] = {
		{ FIELD_roundtable_code, val_str("CHP") },
		{ FIELD_roundtable_official_name, val_str("Mesa de Chiapas") },
		{ FIELD_roundtable_level, val_int(CODE_level_state) },
		{ FIELD_roundtable_kind,
		    val_int(CODE_roundtable_kind_plenary) },
		{ FIELD_roundtable_cvegeo, val_str("07") },
	};

	return (create(h, ENTITY_roundtable, fv, 5));
}

static dot_t
gap(struct here *h, dot_t rt)
{
	struct fv fv[] = {
		{ FIELD_gap_roundtable, val_int(rt) },
		{ FIELD_gap_title, val_str("La CURP temporal no se acepta") },
		{ FIELD_gap_description, val_str("Primera frase que es larga."
						 "\nSegunda frase que tambien "
						 "lo es.\nTercera y ultima.") },
	};

	return (create(h, ENTITY_gap, fv, 3));
}

static struct record
get(struct here *h, uint32_t entity, dot_t id, struct arena *a)
{
	struct record r;
	bool found;

	ok(state_get(h->st.l, schema_entity(entity), id, a, &r, &found));
	assert_true(found);
	return (r);
}

static void
same_after_rebuild(struct here *h)
{
	struct hash a, b;

	ok(fold_dump(h->st.f, &a));
	ok(fold_rebuild(h->st.f));
	ok(fold_dump(h->st.f, &b));
	assert_memory_equal(&a, &b, sizeof(a));
}

static void
test_what_is_saved_is_read_back(void **state)
{
	CLEAN(arena_free) struct arena a = ARENA;
	struct here *h = *state;
	dot_t rt = roundtable(h), g = gap(h, rt);
	struct record r = get(h, ENTITY_gap, g, &a);

	assert_int_equal(r.life, LIFE_LIVE);
	assert_int_equal(r.root, rt);
	assert_true(span_eq(r.v[FIELD_gap_title - 1].s,
	    span_str("La CURP temporal no se acepta")));
	assert_memory_equal(r.v[FIELD_gap_folio - 1].s.p, "07-BR-", 6);
	same_after_rebuild(h);
}

static void
test_an_edit_follows_and_a_text_travels_as_a_splice(void **state)
{
	CLEAN(arena_free) struct arena a = ARENA;
	CLEAN(act_undo) struct act act;
	struct here *h = *state;
	dot_t g = gap(h, roundtable(h)), commit;
	const char *now = "Primera frase que es larga.\nSegunda frase, otra."
			  "\nTercera y ultima.";
	struct fv fv = { FIELD_gap_description, val_str(now) };
	struct record r;

	ok(act_begin(&act, &h->desk));
	ok(act_edit(&act, schema_entity(ENTITY_gap), g, &fv, 1));
	assert_int_equal(act.ops[0].kind, OP_SPLICE);
	ok(act_save(&act, "tester", &commit));
	r = get(h, ENTITY_gap, g, &a);
	assert_true(span_eq(r.v[FIELD_gap_description - 1].s, span_str(now)));
	same_after_rebuild(h);
}

static void
test_an_action_left_leaves_nothing(void **state)
{
	struct here *h = *state;
	dot_t rt = roundtable(h), id;
	struct hash before, after;
	uint32_t seq, space;

	ok(ledger_space(h->st.l, "07", false, &space));
	seq = ledger_mine(h->st.l, space)->seq;
	ok(fold_dump(h->st.f, &before));
	{
		CLEAN(act_undo) struct act act;
		struct fv fv[] = { { FIELD_gap_roundtable, val_int(rt) },
			{ FIELD_gap_title, val_str("x") } };

		ok(act_begin(&act, &h->desk));
		ok(act_create(&act, schema_entity(ENTITY_gap), fv, 2, &id));
	}
	ok(ledger_refresh(h->st.l));
	assert_int_equal(ledger_mine(h->st.l, space)->seq, seq);
	ok(fold_dump(h->st.f, &after));
	assert_memory_equal(&before, &after, sizeof(before));
}

static void
test_a_store_verifies_with_open_and_closed_segments(void **state)
{
	CLEAN(buf_free) struct buf report = BUF(1 << 16);
	struct here *h = *state;
	dot_t rt = roundtable(h);
	uint32_t space;

	for (int i = 0; i < 5; i++)
		(void)gap(h, rt);
	ok(ledger_space(h->st.l, "07", false, &space));
	{
		CLEAN(tx_undo) struct tx tx = { 0 };

		ok(tx_begin(&tx, h->st.db));
		ok(append_close(
		    h->st.l, ledger_mine(h->st.l, space)->no, h->key, 1000, 0));
		ok(tx_commit(&tx));
	}
	(void)gap(h, rt);
	(void)gap(h, rt);
	ok(store_verify(&h->st, &report));
	same_after_rebuild(h);
}

static void
test_a_voided_record_stays_voided_and_comes_back(void **state)
{
	CLEAN(arena_free) struct arena a = ARENA;
	struct here *h = *state;
	dot_t g = gap(h, roundtable(h)), commit;

	for (int to = LIFE_VOIDED; to >= LIFE_LIVE; to--) {
		CLEAN(act_undo) struct act act;

		ok(act_begin(&act, &h->desk));
		ok(act_void(&act, schema_entity(ENTITY_gap), g, (enum life)to,
		    "capturada dos veces"));
		ok(act_save(&act, "tester", &commit));
		assert_int_equal(get(h, ENTITY_gap, g, &a).life, to);
	}
	same_after_rebuild(h);
}

static void
test_a_new_epoch_names_its_parent_and_goes_on(void **state)
{
	CLEAN(arena_free) struct arena a = ARENA;
	struct here *h = *state;
	dot_t rt = roundtable(h), g = gap(h, rt), g2;
	struct record r;

	{
		CLEAN(tx_undo) struct tx tx = { 0 };

		ok(tx_begin(&tx, h->st.db));
		ok(append_epoch(h->st.l, 0));
		ok(tx_commit(&tx));
	}
	g2 = gap(h, rt);
	assert_int_not_equal(dot_log(g), dot_log(g2));
	assert_true(ledger_past(h->st.l, g, g2));
	assert_false(ledger_past(h->st.l, g2, g));
	r = get(h, ENTITY_gap, g2, &a);
	assert_int_equal(r.root, rt);
	same_after_rebuild(h);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    test_what_is_saved_is_read_back, setup, teardown),
		cmocka_unit_test_setup_teardown(
		    test_an_edit_follows_and_a_text_travels_as_a_splice, setup,
		    teardown),
		cmocka_unit_test_setup_teardown(
		    test_an_action_left_leaves_nothing, setup, teardown),
		cmocka_unit_test_setup_teardown(
		    test_a_store_verifies_with_open_and_closed_segments, setup,
		    teardown),
		cmocka_unit_test_setup_teardown(
		    test_a_voided_record_stays_voided_and_comes_back, setup,
		    teardown),
		cmocka_unit_test_setup_teardown(
		    test_a_new_epoch_names_its_parent_and_goes_on, setup,
		    teardown),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
