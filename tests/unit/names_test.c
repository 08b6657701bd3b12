/* What commits declare and refer to, and how far their authors had seen. */
#include "tests/unit/fixture.h"

#include <stdio.h>

#include "proto/log/accept.h"
#include "proto/log/ledger_parts.h"
#include "proto/log/place.h"
#include "tests/unit/sealed.h"

#define C1 "[1767225600,0,1,\"ana\",1]\n[8,0,\"CHP\",\"Mesa\",1,1]\n"
#define C2(title)                                                              \
	"[60,0,1,1,1]\n[18,0,\"07-BR-2026-001\",[1,0],\"" title "\"]\n"
#define C3(severity) "[60,0,1,1,1]\n[18,[2,0],6," severity "]\n"
#define OP           "[19,0,\"AC-07-2026-001\"]\n"

/* Commits of a stranger, as they would come by a sync. */
static err_t
take(struct fixture *f, const char *body)
{
	CLEAN(tx_undo) struct tx tx = { 0 };
	struct sealed x;
	struct acceptance out;
	err_t e;

	ok(tx_begin(&tx, f->st.db));
	ok(ledger_refresh(f->st.l));
	sealed_make(&x, 1, body);
	sealed_receive(&x);
	fold_federal(f->st.f, x.pub);
	e = accept_segment(f->st.l, &x.s, &out);
	sealed_free(&x);
	if (e == NULL && out.what != ACCEPTED_KNOWN)
		e = fold_commits(f->st.f, out.log, out.first, out.last);
	if (e != NULL) {
		tx_undo(&tx);
		ledger_forget(f->st.l);
		fold_forget(f->st.f);
		return (e);
	}
	ok(tx_commit(&tx));
	ledger_committed(f->st.l);
	return (NULL);
}

/* Our own log refers to a record; the dot of what it wrote. */
static dot_t
refer(struct fixture *f, dot_t record)
{
	struct fv fv = FIX(gap, barrier, val_int(1));
	struct op op = { .kind = OP_EDIT,
		.entity = ENTITY_gap,
		.record = record,
		.n = 1,
		.fv = &fv };

	return (fixture_op(f, "07", &op));
}

/* The record that a written op names, read again; 0: none. */
static dot_t
named_by(struct fixture *f, dot_t dot)
{
	CLEAN(arena_free) struct arena a = ARENA;
	CLEAN(json_free) json_t *root = NULL;
	struct stored c;
	struct op op = { .record = 0 };

	/* The last op of the commit: aliases come before it. */
	ok(ledger_commit(f->st.l, dot, &a, &c));
	ok(ledger_op(f->st.l, &c, (uint32_t)c.n - 1, &a, &root, &op));
	return (op.kind == OP_EDIT ? op.record : 0);
}

/* ---- references --------------------------------------------------------- */

static void
test_a_reference_means_the_branch_that_its_author_had_seen(void **state)
{
	struct fixture *f = *state;
	dot_t seen, blind;

	ok(take(f, C1 C2("Una")));
	blind = refer(f, dot_pack(1, 2, 0));
	fixture_stamp(f);
	seen = refer(f, dot_pack(1, 2, 0));
	ok(take(f, C1 C2("Otra")));
	ok(take(f, C1 C2("Tercera")));
	fixture_again(f);
	assert_int_equal(named_by(f, seen), dot_pack(1, 2, 0));
	/* Who had seen neither means the same of them on every store. */
	assert_int_not_equal(named_by(f, blind), 0);
	assert_int_equal(dot_seq(named_by(f, blind)), 2);
	/* A branch that cannot be read is none. */
	fixture_run(f, "UPDATE log SET head = x'00' WHERE branch > 0");
	assert_int_equal(named_by(f, seen), dot_pack(1, 2, 0));
	assert_int_equal(named_by(f, blind), dot_pack(1, 2, 0));
	fixture_run(f, "UPDATE log SET head = x'00' WHERE no = 1");
	assert_int_equal(named_by(f, seen), dot_pack(1, 2, 0));
}

static void
test_a_reference_to_a_branch_by_its_own_id_means_that_one(void **state)
{
	struct fixture *f = *state;
	dot_t to_trunk, to_branch;
	uint32_t branch = 0;

	ok(take(f, C1 C2("Una")));
	ok(take(f, C1 C2("Otra") C3("1")));
	for (uint32_t no = 1; no <= ledger_logs(f->st.l); no++)
		if (ledger_entry(f->st.l, no)->branch != 0)
			branch = no;
	assert_int_not_equal(branch, 0);
	to_trunk = refer(f, dot_pack(1, 2, 0));
	to_branch = refer(f, dot_pack(branch, 2, 0));
	/* Then the branch is forked too. */
	ok(take(f, C1 C2("Otra") C3("2")));
	assert_int_equal(named_by(f, to_trunk), dot_pack(1, 2, 0));
	assert_int_equal(named_by(f, to_branch), dot_pack(branch, 2, 0));
	fixture_same(f);
}

static void
test_a_name_that_was_never_declared_names_nothing(void **state)
{
	struct fixture *f = *state;

	ok(take(f, C1 "[60,0,1,1,3]\n[18,[1,2,0],6,1]\n[18,[9,2,0],6,1]\n"
		      "[18,[0,2,0],6,1]\n"));
	assert_int_equal(
	    fixture_count(f, "SELECT count(*) FROM quarantine WHERE newer = 1"),
	    3);
	fixture_same(f);
}

/* What is no op of ours is kept as it came, however short. */
static void
test_lines_too_short_to_declare_anything_are_kept(void **state)
{
	struct fixture *f = *state;

	ok(take(f, "[1767225600,0,1,\"ana\",5]\n[]\n[1]\n[-1]\n[-1,2]\n"
		   "[-1,\"x\"]\n"));
	assert_int_equal(
	    fixture_count(f, "SELECT count(*) FROM quarantine"), 5);
	assert_int_equal(fixture_count(f, "SELECT count(*) FROM alias"), 0);
	fixture_same(f);
}

/* ---- hub epochs --------------------------------------------------------- */

/* The head of a commit that names n epochs, from the k-th on. */
static void
names_epochs(struct buf *b, uint32_t k, uint32_t n)
{
	ok(buf_str(b, "[1767225600,["));
	for (uint32_t i = 0; i < n; i++) {
		uint8_t id[16] = { 1, (uint8_t)((k + i) >> 8),
			(uint8_t)(k + i) };

		ok(buf_str(b, i == 0 ? "\"" : ",\""));
		ok(buf_b64(b, span_of(id, sizeof(id))));
		ok(buf_str(b, "\",1"));
	}
	ok(buf_str(b, "],1,0,1]\n" OP));
}

static void
test_a_log_names_as_many_hub_epochs_as_it_may(void **state)
{
	CLEAN(buf_free) struct buf b = BUF(1 << 16);
	struct fixture *f = *state;

	names_epochs(&b, 0, 200);
	names_epochs(&b, 200, LIMIT_EPOCHS - 200 + 1);
	fails_saying(
	    take(f, (const char *)b.p), ERR_FORMAT, "commit 2 names too many");
	buf_clear(&b);
	names_epochs(&b, 0, 200);
	names_epochs(&b, 200, LIMIT_EPOCHS - 200);
	ok(take(f, (const char *)b.p));
	assert_int_equal(
	    fixture_count(f, "SELECT count(*) FROM named"), LIMIT_EPOCHS);
}

#define EPOCH "\"AAECAwQFBgcICQoLDA0ODw\""
#define MOST  "9223372036854775807"
#define HALF  "2305843009213693951"

static void
test_a_basis_does_not_grow_out_of_the_numbers(void **state)
{
	struct fixture *f = *state;

	fails_saying(
	    take(f, "[0,[" EPOCH ",1],1,0,1]\n" OP "[0," MOST ",1,0,1]\n" OP),
	    ERR_FORMAT, "basis of commit 2");
	fails_saying(
	    take(f, "[0,[" EPOCH "," MOST "],1,0,1]\n" OP "[0,1,1,0,1]\n" OP),
	    ERR_FORMAT, "basis of commit 2");
	ok(take(f,
	    "[0,[" EPOCH "," HALF "],1,0,1]\n" OP "[0," HALF ",1,0,1]\n" OP));
}

static void
test_an_epoch_whose_id_is_cut_is_not_told(void **state)
{
	struct fixture *f = *state;
	uint8_t id[16];

	ok(take(f, "[0,[" EPOCH ",1],1,0,1]\n" OP));
	ok(ledger_epoch_id(f->st.l, 1, id));
	assert_int_equal(id[15], 15);
	fails(ledger_epoch_id(f->st.l, 2, id), ERR_MISSING);
	fixture_run(f, "UPDATE epoch SET id = x'00'");
	fails(ledger_epoch_id(f->st.l, 1, id), ERR_MISSING);
}

/* ---- what was seen ------------------------------------------------------ */

static void
test_what_stands_before_a_fork_is_not_in_the_branchs_own_commits(void **state)
{
	struct fixture *f = *state;
	const struct log_info *i;

	ok(take(f, C1 C2("Una") C3("1")));
	ok(take(f, C1 C2("Una") C3("2")));
	i = ledger_log(f->st.l, 2);
	assert_int_equal(i->first, 3);
	assert_true(ledger_by_chain(f->st.l, dot_pack(2, 3, 0), 2, 3));
	assert_true(ledger_by_chain(f->st.l, dot_pack(1, 2, 0), 2, 3));
	assert_false(ledger_by_chain(f->st.l, dot_pack(1, 3, 0), 2, 3));
	/* The branch has no first commit: it is its parent's. */
	assert_false(ledger_by_chain(f->st.l, dot_pack(2, 1, 0), 2, 3));
	assert_false(ledger_by_chain(f->st.l, dot_pack(2, 3, 0), 0, 3));
	assert_false(ledger_by_chain(f->st.l, dot_pack(2, 3, 0), 99, 3));
	/* Parents that go round are walked once. */
	fixture_run(f, "UPDATE log SET parent = 3 - no, parent_seq = 1");
	assert_false(ledger_by_chain(f->st.l, dot_pack(9, 3, 0), 2, 3));
	assert_int_equal(ledger_basis_at(f->st.l, 2, 3, 1), -1);
	assert_int_equal(ledger_basis_at(f->st.l, 99, 3, 1), -1);
}

static void
test_positions_that_cannot_be_read_prove_nothing(void **state)
{
	struct fixture *f = *state;
	dot_t a = dot_pack(1, 2, 0), b;

	ok(take(f, C1 C2("Una") C3("1")));
	fixture_stamp(f);
	b = refer(f, a);
	fixture_again(f);
	assert_true(ledger_past(f->st.l, a, b));
	assert_false(ledger_past(f->st.l, b, a));
	/* It is remembered; what was not asked is not. */
	fixture_unread(f, "position");
	assert_true(ledger_past(f->st.l, a, b));
	fixture_again(f);
	fixture_unread(f, "position");
	assert_false(ledger_past(f->st.l, a, b));
	fixture_read(f, "position");
	assert_true(ledger_past(f->st.l, a, b));
	/* The row is read, but not whether it stands alone. */
	fixture_run(f, "INSERT INTO position SELECT space, 9, number, 2, log,"
		       " 3, receipt, nat_epoch, nat_number, h FROM position");
	ok(db_exec(f->st.db,
	    "CREATE TEMP VIEW position AS SELECT space, epoch, number,"
	    " CASE WHEN first > 1 THEN abs(-9223372036854775805 - first)"
	    " ELSE count END AS count, log, first, receipt, nat_epoch,"
	    " nat_number, h FROM main.position"));
	assert_true(ledger_past(f->st.l, a, b));
	assert_false(ledger_entry(f->st.l, 1)->run.valid);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		IN_STORE(
		    test_a_reference_means_the_branch_that_its_author_had_seen),
		IN_STORE(
		    test_a_reference_to_a_branch_by_its_own_id_means_that_one),
		IN_STORE(test_a_name_that_was_never_declared_names_nothing),
		IN_STORE(test_lines_too_short_to_declare_anything_are_kept),
		IN_STORE(test_a_log_names_as_many_hub_epochs_as_it_may),
		IN_STORE(test_a_basis_does_not_grow_out_of_the_numbers),
		IN_STORE(test_an_epoch_whose_id_is_cut_is_not_told),
		IN_STORE(
		    test_what_stands_before_a_fork_is_not_in_the_branchs_own_commits),
		IN_STORE(test_positions_that_cannot_be_read_prove_nothing),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
