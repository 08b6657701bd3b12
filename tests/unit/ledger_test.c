/* What the ledger is asked by people and by strangers' commits. */
#include "tests/unit/fixture.h"

#include <stdio.h>

#include "proto/log/accept.h"
#include "tests/unit/sealed.h"

static void
test_an_id_is_written_and_read_back(void **state)
{
	struct fixture *f = *state;
	dot_t rt = fixture_roundtable(f, "07"), got;
	char id[40];

	ledger_id_put(f->st.l, rt, id);
	ok(ledger_id_take(f->st.l, id, &got));
	assert_true(got == rt);
	ledger_id_put(f->st.l, dot_pack(99, 1, 0), id);
	assert_string_equal(id, "?");
}

static void
test_what_is_no_id_is_said_to_be_none(void **state)
{
	static const char *const bad[] = { "", "12ab34c", "12ab34cd",
		"12AB34CD.1.0", "12ab34cg.1.0", "12ab34cd,1.0", "12ab34cd.1",
		"12ab34cd..0", "12ab34cd.1,0", "12ab34cd.1.", "12ab34cd.x.0",
		"12ab34cd.1.0x", "12ab34cd.0.0", "12ab34cd.1.256",
		"12ab34cd.4294967296.0", "12ab34cd.99999999999999999999.0",
		"12ab34cd.1.:", "12ab34cd.1./" };
	struct fixture *f = *state;
	dot_t d;

	(void)fixture_roundtable(f, "07");
	for (size_t i = 0; i < FIX_N(bad); i++)
		fails_saying(ledger_id_take(f->st.l, bad[i], &d), ERR_DATA,
		    "is not an id");
	fails(ledger_id_take(f->st.l, "00000000.1.0", &d), ERR_MISSING);
}

static void
test_an_id_that_two_logs_begin_with_is_not_guessed(void **state)
{
	struct fixture *f = *state;
	dot_t a = fixture_roundtable(f, "07"), b = fixture_roundtable(f, "30");
	dot_t d;

	assert_int_not_equal(dot_log(a), dot_log(b));
	fixture_run(f, "UPDATE log SET id = CAST(x'12ffffff' || zeroblob(11)"
		       " || x'01' AS BLOB) WHERE no = 1");
	fixture_run(f, "UPDATE log SET id = CAST(x'12ffffff' || zeroblob(11)"
		       " || x'02' AS BLOB) WHERE no = 2");
	fails_saying(
	    ledger_id_take(f->st.l, "12ffffff.1.0", &d), ERR_DATA, "two logs");
	fixture_run(f, "UPDATE log SET id = CAST(x'ffffffff' || zeroblob(11)"
		       " || x'02' AS BLOB) WHERE no = 2");
	ok(ledger_id_take(f->st.l, "12ffffff.1.0", &d));
	assert_int_equal(dot_log(d), 1);
	ok(ledger_id_take(f->st.l, "ffffffff.1.0", &d));
	assert_int_equal(dot_log(d), 2);
}

static void
test_a_space_has_a_short_plain_name(void **state)
{
	static const char *const bad[] = { "", "año",
		"01234567890123456789012345678901" };
	struct fixture *f = *state;
	CLEAN(tx_undo) struct tx tx = { 0 };
	uint32_t no;
	uint8_t id[16];

	ok(tx_begin(&tx, f->st.db));
	for (size_t i = 0; i < FIX_N(bad); i++)
		fails(ledger_space(f->st.l, bad[i], true, &no), ERR_FORMAT);
	fails(ledger_space(f->st.l, "09", false, &no), ERR_MISSING);
	ok(ledger_space(f->st.l, "0123456789012345678901234567890", true, &no));
	assert_string_equal(ledger_space_name(f->st.l, 0), "");
	assert_string_equal(ledger_space_name(f->st.l, no + 1), "");
	fails(ledger_epoch_id(f->st.l, 77, id), ERR_MISSING);
	assert_null(ledger_log(f->st.l, 0));
	assert_null(ledger_log(f->st.l, 77));
}

/* Commits of a stranger, well sealed, as they would come by a sync. */
static err_t
strange(struct fixture *f, const char *body)
{
	CLEAN(tx_undo) struct tx tx = { 0 };
	struct sealed x;
	struct acceptance out;
	err_t e;

	ok(tx_begin(&tx, f->st.db));
	ok(ledger_refresh(f->st.l));
	sealed_make(&x, 1, body);
	ok(segment_verify(&x.s, x.pub));
	e = accept_segment(f->st.l, &x.s, &out);
	sealed_free(&x);
	tx_undo(&tx);
	ledger_forget(f->st.l);
	return (e);
}

#define EPOCH "\"AAECAwQFBgcICQoLDA0ODw\""
#define OP    "[19,0,\"AC-07-2026-001\"]\n"

static void
test_a_commit_names_only_what_its_log_has_declared(void **state)
{
	struct fixture *f = *state;

	ok(strange(f, "[1767225600,0,1,0,1]\n" OP));
	ok(strange(f, "[1767225600,[" EPOCH ",12],1,\"ana\",1]\n" OP));
	fails_saying(
	    strange(f, "[1767225600,0,1,3,1]\n" OP), ERR_FORMAT, "actor");
	fails_saying(strange(f, "[1767225600,[2,12],1,0,1]\n" OP), ERR_FORMAT,
	    "never declared");
	fails_saying(strange(f, "[1767225600,12,1,0,1]\n" OP), ERR_FORMAT,
	    "never declared");
	fails_saying(strange(f, "[1767225600,[" EPOCH ",12],1,0,1]\n" OP
				"[1,[1,5],1,0,1]\n" OP),
	    ERR_FORMAT, "goes back");
	ok(strange(f, "[1767225600,[" EPOCH ",12],1,0,1]\n" OP
		      "[1,[1,15],1,0,1]\n" OP "[1,4,1,0,1]\n" OP));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		IN_STORE(test_an_id_is_written_and_read_back),
		IN_STORE(test_what_is_no_id_is_said_to_be_none),
		IN_STORE(test_an_id_that_two_logs_begin_with_is_not_guessed),
		IN_STORE(test_a_space_has_a_short_plain_name),
		IN_STORE(test_a_commit_names_only_what_its_log_has_declared),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
