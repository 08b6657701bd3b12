/* Entries and segments as they arrive, line by line. */
#include "tests/unit/fixture.h"

#include <stdio.h>

#include "proto/log/accept.h"
#include "proto/sync/parcel.h"
#include "tests/unit/sealed.h"

#define C1 "[1767225600,0,1,\"ana\",1]\n[8,0,\"CHP\",\"Mesa\",1,1]\n"
#define C2 "[60,0,1,1,1]\n[8,1,2,\"Otra\"]\n"
#define C3 "[60,0,1,1,1]\n[8,1,2,\"Tercera\"]\n"
#define C4 "[60,0,1,1,1]\n[8,1,2,\"Cuarta\"]\n"

static const char body[] = C1 C2 C3 C4;

static err_t
give(struct parcel *p, struct span text)
{
	struct span line;

	while (span_line(&text, &line))
		TRY(parcel_line(p, line));
	return (NULL);
}

/* An entry of commits seq..seq+n-1 of the log of sealed.h. */
static err_t
give_entry(struct parcel *p, uint32_t seq, uint32_t n, bool has_hash)
{
	CLEAN(buf_free) struct buf b = BUF(4096);
	struct entry e = { .pos = 7, .n = n, .at = 500, .seq = seq };

	(void)snprintf(e.space, sizeof(e.space), "07");
	e.has_hash = has_hash;
	ok(message_entry_put(&e, &b));
	return (give(p, buf_all(&b)));
}

/* Its commits from..from+n-1, as one segment. */
static err_t
give_segment(struct parcel *p, uint32_t from, uint32_t n, bool other)
{
	struct sealed x;
	err_t e;

	sealed_part(&x, body, from, n);
	if (other) {
		x.s.log[0] ^= 1;
		ok(segment_sign(&x.s, x.key));
		sealed_put(&x);
	}
	e = give(p, buf_all(&x.wire));
	sealed_free(&x);
	return (e);
}

static void
test_an_entry_is_whole_with_the_segment_that_holds_its_last_commit(void **state)
{
	struct parcel p;

	(void)state;
	parcel_open(&p);
	ok(give_entry(&p, 2, 2, false));
	assert_false(parcel_whole(&p));
	ok(give_segment(&p, 1, 2, false)); /* begins before it */
	assert_false(parcel_whole(&p));
	assert_int_equal(p.n, 0);
	ok(give_segment(&p, 3, 2, false)); /* and ends behind it */
	assert_true(parcel_whole(&p));
	assert_int_equal(p.n, 1);
	assert_int_equal(p.items[0].n, 2);
	/* Then one that stands alone, and one that needs none. */
	ok(give_segment(&p, 1, 1, false));
	ok(give_entry(&p, 1, 1, true));
	assert_int_equal(p.n, 3);
	assert_false(p.items[1].has_entry);
	assert_int_equal(p.items[2].n, 0);
	parcel_clear(&p);
	assert_int_equal(p.n, 0);
	parcel_close(&p);
}

static void
test_a_hole_between_an_entry_and_its_segments_is_refused(void **state)
{
	static const struct {
		uint32_t seq, from, n, next;
	} holes[] = {
		{ 2, 3, 1, 0 }, /* begins too late */
		{ 3, 1, 2, 0 }, /* ends too early */
		{ 1, 1, 1, 3 }, /* a hole between two */
		{ 1, 1, 2, 1 }, /* the first again */
	};

	(void)state;
	for (size_t i = 0; i < FIX_N(holes); i++) {
		struct parcel p;
		err_t e;

		parcel_open(&p);
		ok(give_entry(&p, holes[i].seq, 4 - holes[i].seq + 1, false));
		e = give_segment(&p, holes[i].from, holes[i].n, false);
		if (holes[i].next != 0) {
			ok(e);
			e = give_segment(&p, holes[i].next, 1, false);
		}
		fails_saying(e, ERR_FORMAT, "does not cover");
		assert_int_equal(p.n, 0);
		parcel_close(&p);
	}
}

static void
test_an_entry_has_segments_of_one_log(void **state)
{
	struct parcel p;

	(void)state;
	parcel_open(&p);
	ok(give_entry(&p, 2, 3, false));
	ok(give_segment(&p, 2, 1, false));
	fails_saying(give_segment(&p, 3, 1, true), ERR_FORMAT, "of two logs");
	parcel_close(&p);
}

static void
test_what_is_on_its_way_is_not_forgotten_with_what_was_applied(void **state)
{
	struct parcel p;
	struct sealed x;
	struct span text, line;

	(void)state;
	parcel_open(&p);
	sealed_part(&x, body, 2, 2);
	text = buf_all(&x.wire);
	assert_true(span_line(&text, &line));
	ok(parcel_line(&p, line));
	/* In the middle of a segment, though no entry is open. */
	assert_false(parcel_whole(&p));
	parcel_clear(&p);
	ok(give(&p, text));
	assert_true(parcel_whole(&p));
	assert_int_equal(p.n, 1);
	/* And an entry's first segment, when the second is still to come. */
	ok(give_entry(&p, 2, 3, false));
	ok(give_segment(&p, 2, 2, false));
	parcel_clear(&p);
	assert_false(parcel_whole(&p));
	ok(give_segment(&p, 4, 1, false));
	assert_int_equal(p.n, 1);
	assert_int_equal(p.items[0].n, 2);
	sealed_free(&x);
	parcel_close(&p);
}

static void
test_a_line_that_begins_nothing_is_refused_however_short(void **state)
{
	static const char *const lines[] = { "", "{", "{\"log\"",
		"{\"lug\":", "{\"seg\"", "{\"head\":\"x\"}", "[]" };
	struct parcel p;

	(void)state;
	parcel_open(&p);
	for (size_t i = 0; i < FIX_N(lines); i++)
		fails_saying(parcel_line(&p, span_str(lines[i])), ERR_FORMAT,
		    "begins nothing");
	assert_true(parcel_whole(&p));
	assert_false(message_trailer_is(span_str("{\"si")));
	assert_false(message_trailer_is(span_str("{\"sag\":1")));
	assert_true(message_trailer_is(span_str("{\"sig\":1")));
	parcel_close(&p);
}

/* Where national stood, when that was counted in another epoch, or in none. */
static void
test_a_position_tells_the_epoch_of_national_only_when_it_is_another(
    void **state)
{
	struct fixture *f = *state;
	static const uint32_t nat[] = { 1, 2, 0 };
	CLEAN(tx_undo) struct tx tx = { 0 };
	uint32_t no;

	ok(tx_begin(&tx, f->st.db));
	ok(ledger_epoch(f->st.l, (const uint8_t *)"the first of two", &no));
	ok(ledger_epoch(f->st.l, (const uint8_t *)"the other of two", &no));
	for (size_t i = 0; i < FIX_N(nat); i++) {
		struct position p = { .epoch = 1,
			.nat_epoch = nat[i],
			.number = 5,
			.nat_number = 3 };
		struct position back = { .epoch = 0 };
		struct was w;

		ok(message_was_of(f->st.l, &p, &w));
		assert_int_equal(w.has_nat_epoch, nat[i] == 2);
		ok(message_was_place(f->st.l, &w, &back));
		assert_int_equal(back.epoch, 1);
		assert_int_equal(back.nat_epoch, nat[i] == 2 ? 2 : 1);
		assert_int_equal(back.nat_number, 3);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    test_an_entry_is_whole_with_the_segment_that_holds_its_last_commit),
		cmocka_unit_test(
		    test_a_hole_between_an_entry_and_its_segments_is_refused),
		cmocka_unit_test(test_an_entry_has_segments_of_one_log),
		cmocka_unit_test(
		    test_what_is_on_its_way_is_not_forgotten_with_what_was_applied),
		cmocka_unit_test(
		    test_a_line_that_begins_nothing_is_refused_however_short),
		IN_STORE(
		    test_a_position_tells_the_epoch_of_national_only_when_it_is_another),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
