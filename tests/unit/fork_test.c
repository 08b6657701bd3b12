/* One log written twice: every store names the branches and what refers to
 * them alike, whatever came first. */
#include "tests/unit/fixture.h"

#include "proto/log/accept.h"
#include "tests/unit/sealed.h"

#define C1 "[1767225600,0,1,\"ana\",1]\n[8,0,\"CHP\",\"Mesa\",1,1]\n"
#define C2(title)                                                              \
	"[60,0,1,1,1]\n[18,0,\"07-BR-2026-001\",[1,0],\"" title "\"]\n"
#define C3(severity) "[60,0,1,1,1]\n[18,[2,0],6," severity "]\n"

static const char *const bodies[] = {
	C1 C2("Una") C3("1"), C1 C2("Otra") C3("2"), C1 C2("Tercera"),
	C1 C2("Una") C3("3"), /* leaves the first at its third commit */
};
#define BODIES (sizeof(bodies) / sizeof(*bodies))

static uint32_t
take(struct fixture *f, const struct segment *s, enum accepted *what)
{
	CLEAN(tx_undo) struct tx tx = { 0 };
	struct acceptance out;

	ok(tx_begin(&tx, f->st.db));
	ok(ledger_refresh(f->st.l));
	ok(accept_segment(f->st.l, s, &out));
	if (out.what == ACCEPTED_NEW || out.what == ACCEPTED_FORK)
		ok(fold_commits(f->st.f, out.log, out.first, out.last));
	ok(tx_commit(&tx));
	ledger_committed(f->st.l);
	*what = out.what;
	return (out.log);
}

/* The segment as it would be received, with the hashes of its commits. */
static void
receive(struct sealed *x, uint32_t from, const char *body)
{
	struct span in;

	sealed_make(x, from, body);
	in = buf_all(&x->wire);
	ok(segment_take(&in, &x->a, &x->s));
}

static void
take_body(struct fixture *f, size_t i, enum accepted *what)
{
	struct sealed x;

	receive(&x, 1, bodies[i]);
	fold_federal(f->st.f, x.pub);
	(void)take(f, &x.s, what);
	sealed_free(&x);
}

/* The text of the segments of a log, to be taken elsewhere. */
static err_t
put(void *ctx, const struct segment *s)
{
	return (segment_put(s, ctx));
}

/* Another office refers to a gap of the log that is forked. */
static void
refer(struct fixture *f, dot_t gap, struct buf *text)
{
	CLEAN(arena_free) struct arena a = ARENA;
	struct fv fv = FIX(gap, barrier, val_int(1));
	struct op ops[2] = { { .kind = OP_EDIT,
				 .entity = ENTITY_gap,
				 .record = gap,
				 .n = 1,
				 .fv = &fv },
		{ .kind = OP_EDIT,
		    .entity = ENTITY_gap,
		    .record = dot_pack(dot_log(gap), 77, 0),
		    .n = 1,
		    .fv = &fv } };
	uint32_t log;

	(void)fixture_commit(f, f->key, "07", ops, 2);
	log = fixture_seal(f, "07");
	ok(accept_segments(
	    f->st.l, log, 1, ledger_log(f->st.l, log)->seq, &a, put, text));
}

static void
test_branches_are_the_same_in_every_order_of_arrival(void **state)
{
	static const uint8_t orders[][BODIES] = { { 0, 1, 2, 3 },
		{ 3, 2, 1, 0 }, { 1, 0, 3, 2 }, { 2, 3, 0, 1 },
		{ 0, 3, 1, 2 } };
	CLEAN(buf_free) struct buf text = BUF(1 << 20);
	struct hash first;

	(void)state;
	for (size_t o = 0; o < sizeof(orders) / sizeof(*orders); o++) {
		CLEAN(arena_free) struct arena a = ARENA;
		enum accepted what;
		struct segment s;
		struct fixture *f;
		struct hash h;
		struct span in;
		void *one;

		(void)fixture_open(&one);
		f = one;
		for (size_t i = 0; i < BODIES; i++) {
			take_body(f, orders[o][i], &what);
			assert_int_equal(
			    what, i == 0 ? ACCEPTED_NEW : ACCEPTED_FORK);
			take_body(f, orders[o][i], &what);
			assert_int_equal(what, ACCEPTED_KNOWN);
			if (o == 0 && i == 0)
				refer(f, dot_pack(1, 2, 0), &text);
		}
		if (o != 0) {
			in = buf_all(&text);
			ok(segment_take(&in, &a, &s));
			(void)take(f, &s, &what);
			assert_int_equal(what, ACCEPTED_NEW);
		}
		/* Each branch's gap is a gap of its own. */
		assert_int_equal(
		    fixture_count(f, "SELECT count(*) FROM gap"), 3);
		assert_int_equal(fixture_count(f, "SELECT count(*) FROM gap"
						  " WHERE title = 'Otra' AND"
						  " severity = 2"),
		    1);
		ok(fold_digest(f->st.f, fixture_space(f, "07"), &h));
		if (o == 0)
			first = h;
		assert_memory_equal(&h, &first, sizeof(h));
		fixture_same(f);
		ok(fold_digest(f->st.f, fixture_space(f, "07"), &h));
		assert_memory_equal(&h, &first, sizeof(h));
		fixture_again(f);
		ok(fold_digest(f->st.f, fixture_space(f, "07"), &h));
		assert_memory_equal(&h, &first, sizeof(h));
		(void)fixture_close(&one);
	}
}

static void
test_a_commit_of_a_branch_is_found_by_its_hash(void **state)
{
	struct fixture *f = *state;
	enum accepted what;
	struct sealed x;
	uint32_t log, other;
	uint8_t none[HASH_LEN] = { 0 };

	for (size_t i = 0; i < BODIES; i++)
		take_body(f, i, &what);
	for (size_t i = 0; i < 2; i++) {
		receive(&x, 1, bodies[i]);
		ok(accept_find(f->st.l, x.s.log, 3, x.s.hash[2].b, 8, &log));
		assert_int_not_equal(log, 0);
		assert_memory_equal(
		    ledger_log(f->st.l, log)->head.b, x.s.hash[2].b, HASH_LEN);
		ok(accept_find(f->st.l, x.s.log, 1, x.s.hash[0].b, 8, &other));
		assert_int_not_equal(other, 0);
		ok(accept_find(f->st.l, x.s.log, 9, x.s.hash[2].b, 8, &other));
		assert_int_equal(other, 0);
		ok(accept_find(f->st.l, x.s.log, 3, none, 8, &other));
		assert_int_equal(other, 0);
		ok(accept_find(f->st.l, none, 3, x.s.hash[2].b, 8, &other));
		assert_int_equal(other, 0);
		sealed_free(&x);
	}
}

static void
test_what_follows_a_commit_that_is_not_here_waits_for_it(void **state)
{
	struct fixture *f = *state;
	enum accepted what;
	struct sealed x;

	receive(&x, 4, C3("2"));
	(void)take(f, &x.s, &what);
	assert_int_equal(what, ACCEPTED_GAP);
	take_body(f, 0, &what);
	(void)take(f, &x.s, &what); /* on top of another head */
	assert_int_not_equal(what, ACCEPTED_NEW);
	assert_int_equal(fixture_count(f, "SELECT max(seq) FROM log"), 3);
	sealed_free(&x);
	fixture_same(f);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    test_branches_are_the_same_in_every_order_of_arrival),
		IN_STORE(test_a_commit_of_a_branch_is_found_by_its_hash),
		IN_STORE(
		    test_what_follows_a_commit_that_is_not_here_waits_for_it),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
