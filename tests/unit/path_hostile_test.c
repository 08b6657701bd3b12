/* What a lying office hands back, and what must still be right after it. */
#include "tests/unit/path_lives.h"

#include "hub/epoch.h"

static uint32_t
epochs(struct site *s)
{
	uint32_t n;

	ok(place_epochs(s->st.l, &n));
	return (n);
}

/* Close the log that is written in a space; its number. */
static uint32_t
seal(struct office *o, const char *name)
{
	CLEAN(tx_undo) struct tx tx = { 0 };
	uint32_t log = ledger_mine(o->s.st.l, space_of(&o->s, name))->no;

	ok(tx_begin(&tx, o->s.st.db));
	ok(append_close(o->s.st.l, log, o->s.key, clock_now(), 0));
	ok(tx_commit(&tx));
	return (log);
}

static err_t
put_segment(void *ctx, const struct segment *s)
{
	CLEAN(buf_free) struct buf text = BUF(1 << 20);

	TRY(segment_put(s, &text));
	return (frame_out_put(ctx, buf_all(&text)));
}

/* An entry about commits of a log of this office, as an honest one would be
 * after a restore; the epoch is nobody's. */
static struct entry
lie(struct office *o, const char *space, uint32_t log, int64_t pos)
{
	struct entry e = { .pos = pos,
		.at = o->w->now,
		.seq = ledger_log(o->s.st.l, log)->seq,
		.n = 1,
		.nat = 1,
		.has_epoch = true };
	struct cursor c;

	ok(accept_cursor(o->w->hub.st.l, space_of(&o->w->hub, "national"), &c));
	e.nat = c.number;
	(void)snprintf(e.space, sizeof(e.space), "%s", space);
	memset(e.epoch, 'x', EPOCH_LEN);
	place_id(o->s.st.l, log, e.log);
	return (e);
}

/* Hand it back, with its segments. The hub's answer is in o->result. */
static void
tell(struct office *o, const struct entry *e)
{
	CLEAN(buf_free) struct buf body = BUF(1 << 22), line = BUF(1 << 16);
	CLEAN(buf_free) struct buf reply = BUF(1 << 22);
	CLEAN(arena_free) struct arena a = ARENA;
	struct sink sink = { &body, collect };
	struct hello h = { .sw = "0", .schema = 1, .clock = 1, .max = 1 };
	struct frame_out *f;
	struct epochs *all = calloc(1, sizeof(*all));

	ok(epoch_all(&o->w->hub.st, all));
	h.has_epoch = true;
	memcpy(h.epoch, all->id[all->n - 1], EPOCH_LEN);
	free(all);
	ok(message_hello_put(&h, &line));
	ok(message_entry_put(e, &line));
	ok(frame_out_open(&f, 3, &sink));
	ok(frame_out_put(f, buf_all(&line)));
	ok(accept_segments(o->s.st.l, ledger_log_by_id(o->s.st.l, e->log)->no,
	    e->seq, e->seq + (e->n - 1), &a, put_segment, f));
	ok(frame_out_end(f));
	frame_out_close(&f);
	ok(serve(o, buf_all(&body), true, &reply));
}

/* A basis that claims `more` than was given, of the epoch with that number. */
static void
claim(struct office *o, uint32_t epoch, int64_t number)
{
	char sql[160];

	(void)snprintf(sql, sizeof(sql),
	    "INSERT OR REPLACE INTO seen (space, epoch, number)"
	    " VALUES (%u, %u, %lld)",
	    space_of(&o->s, "07"), epoch, (long long)number);
	ok(db_exec(o->s.st.db, sql));
}

static void
test_a_hub_never_restored_takes_nothing_back(void **state)
{
	struct world *w = *state;
	struct office *t = &w->o[0];
	uint64_t before = commits(&w->hub, "07");
	struct entry e;

	(void)mine(w, 0, "Nueva");
	e = lie(t, "07", seal(t, "07"), 5);
	tell(t, &e);
	assert_int_equal(t->result.err.code, ERR_FORMAT);
	assert_true(commits(&w->hub, "07") == before);
	assert_int_equal(epochs(&w->hub), 1);
}

static void
test_what_is_handed_back_has_not_seen_the_future(void **state)
{
	struct world *w = *state;
	struct office *t = &w->o[0];
	struct entry e;
	struct cursor c;
	uint64_t before;

	keep_copy(w);
	go_back(w);
	everybody(w);
	(void)mine(w, 1, "Para que haya un número");
	everybody(w);
	before = commits(&w->hub, "07");
	ok(accept_cursor(t->s.st.l, space_of(&t->s, "07"), &c));
	claim(t, c.epoch, 1000000000);
	(void)mine(w, 0, "He visto el futuro");
	e = lie(t, "07", seal(t, "07"), 5);
	tell(t, &e);
	assert_int_equal(t->result.err.code, ERR_EPOCH);
	assert_true(commits(&w->hub, "07") == before);
	/* The others write on. */
	(void)mine(w, 1, "Después");
	ok(go(&w->o[1]));
	(void)mine(w, 2, "Después");
	ok(go(&w->o[2]));
	assert_true(commits(&w->hub, "07") == before + 2);
}

static void
test_an_invented_epoch_is_seen_no_further_than_its_entry(void **state)
{
	struct world *w = *state;
	struct office *t = &w->o[0];
	uint64_t before;
	uint32_t no;
	struct entry e;

	keep_copy(w);
	go_back(w);
	everybody(w);
	before = commits(&w->hub, "07");
	{
		CLEAN(tx_undo) struct tx tx = { 0 };

		(void)mine(w, 0, "Honesta");
		e = lie(t, "07", seal(t, "07"), 5);
		ok(tx_begin(&tx, t->s.st.db));
		ok(ledger_epoch(t->s.st.l, e.epoch, &no));
		ok(tx_commit(&tx));
	}
	claim(t, no, 7);
	(void)mine(w, 0, "Ha visto siete");
	e = lie(t, "07", seal(t, "07"), 5);
	tell(t, &e);
	assert_int_equal(t->result.err.code, ERR_GAP); /* the first one */
	e.seq--;
	tell(t, &e);
	assert_int_equal(t->result.err.code, ERR_NONE);
	e.seq++;
	e.pos = 6;
	tell(t, &e);
	assert_int_equal(t->result.err.code, ERR_EPOCH);
	e.pos = 8;
	tell(t, &e);
	assert_int_equal(t->result.err.code, ERR_NONE);
	assert_true(commits(&w->hub, "07") == before + 2);
	proves(&w->hub);
	everybody(w);
	same(&w->o[1].s, &w->hub, "07");
}

static void
test_a_pushed_epoch_that_nobody_knows_is_refused(void **state)
{
	struct world *w = *state;
	struct office *t = &w->o[0], *p = &w->o[1];
	uint64_t before = commits(&w->hub, "07"),
		 home = commits(&w->hub, "national");
	uint32_t no, known = epochs(&w->hub);
	uint8_t id[EPOCH_LEN];
	struct fv fv[] = { { FIELD_institution_official_name,
	    val_str("Otra institución") } };

	memset(id, 'y', sizeof(id));
	{
		CLEAN(tx_undo) struct tx tx = { 0 };

		ok(tx_begin(&tx, t->s.st.db));
		ok(ledger_epoch(t->s.st.l, id, &no));
		ok(tx_commit(&tx));
	}
	claim(t, no, 3);
	(void)mine(w, 0, "De otra vida");
	(void)make(&w->hub, ENTITY_institution, fv, 1);
	fails(go(t), ERR_EPOCH);
	assert_int_equal(t->stats.refused.code, ERR_EPOCH);
	assert_true(t->stats.requests <= 4);
	assert_true(commits(&w->hub, "07") == before);
	assert_int_equal(epochs(&w->hub), known);
	/* Nothing is lost: it stays here, and all else goes on. */
	assert_true(commits(&t->s, "07") == before + 1);
	assert_true(commits(&t->s, "national") == home + 1);
	(void)mine(w, 1, "Lo demás sigue");
	ok(go(p));
	fails(go(t), ERR_EPOCH);
	assert_true(commits(&t->s, "07") == before + 2);
}

/* A commit of its own in any space; what it says does not matter here. */
static void
note(struct office *o, const char *space)
{
	CLEAN(tx_undo) struct tx tx = { 0 };
	CLEAN(arena_free) struct arena a = ARENA;
	struct fv fv[] = { { FIELD_user_account, val_str("ana") } };
	struct op op = {
		.kind = OP_CREATE, .entity = ENTITY_user, .n = 1, .fv = fv
	};
	struct append ap;
	dot_t d;

	ok(tx_begin(&tx, o->s.st.db));
	ok(append_begin(&ap, o->s.st.l, &a, space_of(&o->s, space), o->s.pub));
	ok(append_op(&ap, &op, &d));
	ok(append_end(&ap, clock_now(), "ana"));
	ok(fold_commits(o->s.st.f, ap.log, ap.seq, ap.seq));
	ok(tx_commit(&tx));
}

static void
test_an_office_hands_nothing_of_its_own_back_into_national(void **state)
{
	struct world *w = *state;
	struct office *t = &w->o[0];
	uint64_t before = commits(&w->hub, "national");
	struct entry e;

	keep_copy(w);
	go_back(w);
	everybody(w);
	note(t, "national");
	e = lie(t, "national", seal(t, "national"), 1000);
	tell(t, &e);
	assert_int_equal(t->result.err.code, ERR_SCOPE);
	assert_true(commits(&w->hub, "national") == before);
	/* Nor under the name of another space. */
	memcpy(e.space, "07", 3);
	tell(t, &e);
	assert_int_equal(t->result.err.code, ERR_SCOPE);
}

static void
test_a_receipt_that_cannot_be_lost_is_refused(void **state)
{
	struct world *w = *state;
	struct office *t = &w->o[0];
	struct entry e;
	struct position p;
	struct cursor c;
	uint32_t no;
	int64_t saved;
	bool found;

	w->now += 1000;
	everybody(w);
	saved = w->now;
	keep_copy(w);
	w->now += 1000;
	go_back(w);
	everybody(w);
	(void)mine(w, 0, "Antes de la entrega");
	e = lie(t, "07", seal(t, "07"), 5);
	e.at = saved - 1;
	tell(t, &e);
	assert_int_equal(t->result.err.code, ERR_FORMAT);
	e.at = w->now + LIMIT_RECEIPT_AHEAD_S + 1;
	tell(t, &e);
	assert_int_equal(t->result.err.code, ERR_FORMAT);
	e.at = saved;
	e.nat = 1; /* when the roundtable was still its own */
	tell(t, &e);
	assert_int_equal(t->result.err.code, ERR_NONE);
	ok(place_epoch(w->hub.st.l, e.epoch, &no));
	ok(place_at(w->hub.st.l, space_of(&w->hub, "07"), no, 5, &p, &found));
	ok(accept_cursor(w->hub.st.l, space_of(&w->hub, "national"), &c));
	assert_true(found && p.receipt == saved);
	assert_int_equal(p.nat_number, c.number);
	proves(&w->hub);
}

static void
test_a_false_number_loses_nobodys_commit(void **state)
{
	struct world *w = *state;
	struct office *p = &w->o[1];
	uint64_t before;
	struct entry e;
	int64_t pos;
	uint8_t epoch[EPOCH_LEN];

	keep_copy(w);
	(void)forgotten(w, &pos, epoch);
	before = commits(&w->hub, "07");
	go_back(w);
	ok(go(p));
	(void)mine(w, 1, "Yo estuve ahí");
	e = lie(p, "07", seal(p, "07"), pos);
	memcpy(e.epoch, epoch, EPOCH_LEN);
	tell(p, &e);
	assert_int_equal(p->result.err.code, ERR_NONE);
	ok(go(&w->o[2])); /* who wrote it does not come */
	assert_true(commits(&w->hub, "07") == before + 1);
	proves(&w->hub);
	everybody(w);
	for (int k = 0; k < SITES; k++)
		assert_true(commits(&w->o[k].s, "07") == before + 1);
}

static void
test_a_number_from_nowhere_does_not_keep_others_from_telling(void **state)
{
	struct world *w = *state;
	struct office *p = &w->o[1];
	struct entry e;
	struct position at;
	uint64_t before;
	uint32_t no;
	int64_t pos;
	uint8_t epoch[EPOCH_LEN];
	bool found;

	keep_copy(w);
	go_back(w);
	everybody(w);
	(void)forgotten(w, &pos, epoch);
	before = commits(&w->hub, "07");
	go_back(w); /* that life is not even known any more */
	ok(go(p));
	(void)mine(w, 1, "Falsa");
	e = lie(p, "07", seal(p, "07"), 1000000000000);
	memcpy(e.epoch, epoch, EPOCH_LEN);
	tell(p, &e);
	assert_int_equal(p->result.err.code, ERR_NONE);
	ok(go(&w->o[2]));
	assert_true(commits(&w->hub, "07") == before + 1);
	ok(place_epoch(w->hub.st.l, epoch, &no));
	ok(place_at(
	    w->hub.st.l, space_of(&w->hub, "07"), no, pos, &at, &found));
	assert_true(found);
	everybody(w);
	same(&w->o[0].s, &w->hub, "07");
	proves(&w->hub);
}

static void
test_too_many_positions_of_a_commit_are_refused_and_told_no_more(void **state)
{
	struct world *w = *state;
	struct office *t = &w->o[0];
	struct entry e;
	int given = 0;

	keep_copy(w);
	go_back(w);
	ok(go(t));
	(void)mine(w, 0, "Muchas veces");
	e = lie(t, "07", seal(t, "07"), 5);
	for (int i = 0; i < LIMIT_ENTRY_WAS + 4; i++) {
		e.pos++;
		tell(t, &e);
		if (t->result.err.code == ERR_LIMIT)
			break;
		assert_int_equal(t->result.err.code, ERR_NONE);
		given++;
	}
	assert_true(given < LIMIT_ENTRY_WAS);
	everybody(w);
	same(&w->o[1].s, &w->hub, "07");
}

/* Found by tests/fuzz/fuzz_world.c. */
static void
test_a_cursor_nobody_gave_is_told_so_whatever_else_is_wrong(void **state)
{
	CLEAN(buf_free) struct buf body = BUF(1 << 16), line = BUF(1 << 16);
	CLEAN(buf_free) struct buf reply = BUF(1 << 22);
	struct office *o = &((struct world *)*state)->o[0];
	struct sink sink = { &body, collect };
	struct hello_space at = { .name = "07", .n = 100000, .h = "x" };
	struct hello h = { .sw = "0",
		.schema = 1,
		.clock = 1,
		.max = 1,
		.has_epoch = true,
		.n = 1,
		.spaces = &at };
	struct epochs *all = calloc(1, sizeof(*all));
	struct frame_out *f;

	ok(epoch_all(&o->w->hub.st, all));
	memcpy(h.epoch, all->id[all->n - 1], EPOCH_LEN);
	free(all);
	ok(message_hello_put(&h, &line));
	ok(buf_str(&line, "[\"begins nothing\"]\n"));
	ok(frame_out_open(&f, 3, &sink));
	ok(frame_out_put(f, buf_all(&line)));
	ok(frame_out_end(f));
	frame_out_close(&f);
	ok(serve(o, buf_all(&body), true, &reply));
	assert_int_equal(o->result.err.code, ERR_EPOCH);
	assert_int_equal(o->status, err_http(ERR_EPOCH));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
#define T(f) cmocka_unit_test_setup_teardown(f, world_open, world_close)
		T(test_a_hub_never_restored_takes_nothing_back),
		T(test_what_is_handed_back_has_not_seen_the_future),
		T(test_an_invented_epoch_is_seen_no_further_than_its_entry),
		T(test_a_pushed_epoch_that_nobody_knows_is_refused),
		T(test_an_office_hands_nothing_of_its_own_back_into_national),
		T(test_a_receipt_that_cannot_be_lost_is_refused),
		T(test_a_false_number_loses_nobodys_commit),
		T(test_a_number_from_nowhere_does_not_keep_others_from_telling),
		T(test_too_many_positions_of_a_commit_are_refused_and_told_no_more),
		T(test_a_cursor_nobody_gave_is_told_so_whatever_else_is_wrong),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
