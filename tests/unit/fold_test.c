/* fold: what a log may not do to records that are not its own to touch. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "proto/domain/vocab.h"
#include "proto/log/append.h"
#include "proto/log/store.h"

struct here {
	char dir[64], path[96];
	struct store st;
	uint8_t hub[KEY_LEN];
	struct key *key;
	dot_t rt;
};

static void
ok(err_t e)
{
	if (e != NULL)
		fail_msg("%s: %s", err_name(e->code), e->text);
}

/* Write one op into a space as the hub, rules and desk not asked. */
static dot_t
raw(struct here *h, const char *space, const struct op *op)
{
	CLEAN(arena_free) struct arena a = ARENA;
	CLEAN(tx_undo) struct tx tx = { 0 };
	struct append ap;
	uint32_t no;
	dot_t dot;

	ok(tx_begin(&tx, h->st.db));
	ok(ledger_refresh(h->st.l));
	ok(ledger_space(h->st.l, space, true, &no));
	if (ledger_mine(h->st.l, no) != NULL &&
	    append_full(h->st.l, ledger_mine(h->st.l, no)->no))
		ok(append_close(
		    h->st.l, ledger_mine(h->st.l, no)->no, h->key, 1000, 0));
	ok(append_begin(&ap, h->st.l, &a, no, h->hub));
	ok(append_op(&ap, op, &dot));
	ok(append_end(&ap, 1000, "prueba"));
	ok(fold_commits(h->st.f, ap.log, ap.seq, ap.seq));
	ok(tx_commit(&tx));
	return (dot);
}

static dot_t
create(
    struct here *h, const char *space, uint32_t entity, struct fv *fv, size_t n)
{
	struct op op = {
		.kind = OP_CREATE, .entity = entity, .n = n, .fv = fv
	};

	return (raw(h, space, &op));
}

static int
setup(void **state)
{
	struct here *h = calloc(1, sizeof(*h));
	struct fv rt[] = { { FIELD_roundtable_official_name, val_str("Mesa") },
		{ FIELD_roundtable_level, val_int(CODE_level_state) },
		{ FIELD_roundtable_kind,
		    val_int(CODE_roundtable_kind_plenary) } };

	(void)snprintf(h->dir, sizeof(h->dir), "/tmp/mesas-fold-XXXXXX");
	assert_non_null(mkdtemp(h->dir));
	(void)snprintf(h->path, sizeof(h->path), "%s/hub.db", h->dir);
	ok(store_open(&h->st, h->path, DB_CREATE));
	ok(key_make(&h->key));
	key_public(h->key, h->hub);
	fold_federal(h->st.f, h->hub);
	h->rt = create(h, "07", ENTITY_roundtable, rt, 3);
	*state = h;
	return (0);
}

static int
teardown(void **state)
{
	static const char *const ends[] = { "", "-wal", "-shm" };
	struct here *h = *state;
	char path[128];

	store_close(&h->st);
	key_free(&h->key);
	for (int i = 0; i < 3; i++) {
		(void)snprintf(path, sizeof(path), "%s%s", h->path, ends[i]);
		(void)unlink(path);
	}
	(void)rmdir(h->dir);
	free(h);
	return (0);
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

static dot_t
gap(struct here *h, const char *folio)
{
	struct fv fv[] = { { FIELD_gap_roundtable, val_int(h->rt) },
		{ FIELD_gap_title, val_str("Una brecha") },
		{ FIELD_gap_population, val_int(CODE_population_applicants) },
		{ FIELD_gap_folio, val_str(folio) } };

	return (create(h, "07", ENTITY_gap, fv, 4));
}

static int64_t
count(struct here *h, const char *what)
{
	struct sql s = {
		.name = "count", .text = what, .scan = 1, .once = true
	};
	CLEAN(rows_done) struct rows r = { 0 };
	bool more;

	ok(db_query_args(&r, h->st.db, &s, NULL, 0));
	ok(rows_next(&r, &more));
	return (more ? rows_int(&r, 0) : -1);
}

static void
test_an_op_of_another_space_changes_nothing(void **state)
{
	struct here *h = *state;
	struct fv of = { FIELD_office_code, val_str("TAP") };
	dot_t office = create(h, "national", ENTITY_office, &of, 1);
	struct fv name = { FIELD_office_name, val_str("Otra") };
	struct op op = { .kind = OP_EDIT,
		.entity = ENTITY_office,
		.record = office,
		.n = 1,
		.fv = &name };

	(void)raw(h, "07", &op);
	op = (struct op){ .kind = OP_VOID,
		.entity = ENTITY_office,
		.record = office,
		.state = LIFE_VOIDED,
		.reason = span_str("x") };
	(void)raw(h, "07", &op);
	assert_int_equal(count(h, "SELECT count(*) FROM office WHERE life = 0"
				  " AND name IS NULL"),
	    1);
	assert_int_equal(count(h, "SELECT count(*) FROM quarantine"), 2);
	same_after_rebuild(h);
}

static void
test_a_wrong_entity_number_wipes_nothing(void **state)
{
	struct here *h = *state;
	dot_t g = gap(h, "07-BR-2026-001");
	struct fv text = { FIELD_agreement_text, val_str("x") };
	struct op op = { .kind = OP_EDIT,
		.entity = ENTITY_agreement,
		.record = g,
		.n = 1,
		.fv = &text };

	(void)raw(h, "07", &op);
	assert_int_equal(count(h, "SELECT count(*) FROM element"), 1);
	assert_int_equal(count(h, "SELECT count(*) FROM agreement"), 0);
	assert_int_equal(count(h, "SELECT count(*) FROM gap"), 1);
	same_after_rebuild(h);
}

static void
test_a_child_waits_for_its_parent_and_is_found_when_it_comes(void **state)
{
	struct here *h = *state;
	const struct log_info i = *ledger_log(h->st.l, dot_log(h->rt));
	/* The parent will be the commit after the next one of this log. */
	dot_t later = dot_pack(i.no, i.seq + 2, 0);
	struct fv child[] = { { FIELD_agreement_session, val_int(later) },
		{ FIELD_agreement_text, val_str("Hacerlo") } };
	struct fv parent[] = { { FIELD_session_roundtable, val_int(h->rt) } };

	(void)create(h, "07", ENTITY_agreement, child, 2);
	assert_int_equal(count(h, "SELECT count(*) FROM waiting"), 1);
	assert_int_equal(create(h, "07", ENTITY_session, parent, 1), later);
	assert_int_equal(count(h, "SELECT count(*) FROM waiting"), 0);
	assert_int_equal(count(h, "SELECT root FROM agreement"), h->rt);
	same_after_rebuild(h);
}

static void
test_edits_before_the_creation_leave_no_row_until_it_comes(void **state)
{
	struct here *h = *state;
	const struct log_info i = *ledger_log(h->st.l, dot_log(h->rt));
	dot_t later = dot_pack(i.no, i.seq + 2, 0);
	struct fv title = { FIELD_gap_title, val_str("Nueva") };
	struct op op = { .kind = OP_EDIT,
		.entity = ENTITY_gap,
		.record = later,
		.n = 1,
		.fv = &title };

	(void)raw(h, "07", &op);
	assert_int_equal(count(h, "SELECT count(*) FROM gap"), 0);
	assert_int_equal(gap(h, "07-BR-2026-002"), later);
	assert_int_equal(count(h, "SELECT count(*) FROM gap"
				  " WHERE life = 0"),
	    1);
	same_after_rebuild(h);
}

static void
test_one_folio_on_two_records_marks_both_and_voiding_one_ends_it(void **state)
{
	struct here *h = *state;
	dot_t a = gap(h, "07-BR-2026-001"), b = gap(h, "07-BR-2026-001");
	struct op op = { .kind = OP_VOID,
		.entity = ENTITY_gap,
		.record = b,
		.state = LIFE_VOIDED,
		.reason = span_str("repetida") };

	assert_int_not_equal(a, b);
	assert_int_equal(count(h, "SELECT count(*) FROM review"), 2);
	(void)raw(h, "07", &op);
	assert_int_equal(count(h, "SELECT count(*) FROM review"), 0);
	same_after_rebuild(h);
}

static void
test_an_empty_counter_stays_empty_however_it_is_folded(void **state)
{
	struct here *h = *state;
	struct fv fv[] = { { FIELD_measurement_roundtable, val_int(h->rt) },
		{ FIELD_measurement_period, val_str("2026-T1") } };
	dot_t m = create(h, "07", ENTITY_measurement, fv, 2);
	struct op op = { .kind = OP_VOID,
		.entity = ENTITY_measurement,
		.record = m,
		.state = LIFE_LIVE,
		.reason = span_str("x") };

	(void)raw(h, "07", &op); /* the slow way */
	assert_int_equal(count(h, "SELECT tally IS NULL FROM measurement"), 1);
	same_after_rebuild(h);
}

static void
test_a_chain_of_waiting_records_needs_no_deep_stack(void **state)
{
	struct here *h = *state;
	const struct log_info i = *ledger_log(h->st.l, dot_log(h->rt));
	uint32_t seq = i.seq, n = 600;

	/* Each link hangs on the next one; the last on the roundtable. */
	for (uint32_t k = 1; k <= n; k++) {
		struct fv fv = { FIELD_link_object,
			val_int(
			    k == n ? h->rt : dot_pack(i.no, seq + k + 1, 0)) };

		(void)create(h, "07", ENTITY_link, &fv, 1);
	}
	assert_int_equal(
	    count(h, "SELECT count(*) FROM link WHERE root <> 0"), n);
	assert_int_equal(count(h, "SELECT count(*) FROM waiting"), 0);
}

/* Rows of the federal level's own need its key, which is told later. */
static void
test_a_newer_program_makes_the_same_rows_before_it_is_told_who_is_federal(
    void **state)
{
	struct here *h = *state;
	struct hash a, b;

	(void)gap(h, "G-1");
	ok(fold_dump(h->st.f, &a));
	ok(db_exec(h->st.db, "UPDATE meta SET value = x'30'"
			     " WHERE name = 'schema'"));
	store_close(&h->st);
	ok(store_open(&h->st, h->path, DB_WRITE));
	ok(fold_dump(h->st.f, &b));
	assert_memory_equal(&a, &b, sizeof(a));
	fold_federal(h->st.f, h->hub);
	same_after_rebuild(h);
}

/* The power fails between the new rows and the new number. */
static void
test_a_migration_is_whole_or_not_at_all(void **state)
{
	struct here *h = *state;
	struct store st;

	(void)gap(h, "G-1");
	ok(db_exec(h->st.db,
	    "ALTER TABLE gap DROP COLUMN norm;"
	    "UPDATE meta SET value = x'30' WHERE name = 'schema';"
	    "CREATE TRIGGER stop BEFORE UPDATE ON meta"
	    " BEGIN SELECT raise(ABORT, 'cut'); END"));
	store_close(&h->st);
	assert_non_null(store_open(&st, h->path, DB_WRITE));
	ok(db_exec(st.db, "DROP TRIGGER stop"));
	store_close(&st);
	ok(store_open(&h->st, h->path, DB_WRITE));
	fold_federal(h->st.f, h->hub);
	(void)gap(h, "G-2");
	same_after_rebuild(h);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    test_an_op_of_another_space_changes_nothing, setup,
		    teardown),
		cmocka_unit_test_setup_teardown(
		    test_a_wrong_entity_number_wipes_nothing, setup, teardown),
		cmocka_unit_test_setup_teardown(
		    test_a_child_waits_for_its_parent_and_is_found_when_it_comes,
		    setup, teardown),
		cmocka_unit_test_setup_teardown(
		    test_edits_before_the_creation_leave_no_row_until_it_comes,
		    setup, teardown),
		cmocka_unit_test_setup_teardown(
		    test_one_folio_on_two_records_marks_both_and_voiding_one_ends_it,
		    setup, teardown),
		cmocka_unit_test_setup_teardown(
		    test_an_empty_counter_stays_empty_however_it_is_folded,
		    setup, teardown),
		cmocka_unit_test_setup_teardown(
		    test_a_chain_of_waiting_records_needs_no_deep_stack, setup,
		    teardown),
		cmocka_unit_test_setup_teardown(
		    test_a_newer_program_makes_the_same_rows_before_it_is_told_who_is_federal,
		    setup, teardown),
		cmocka_unit_test_setup_teardown(
		    test_a_migration_is_whole_or_not_at_all, setup, teardown),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
