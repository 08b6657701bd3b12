/* desk -> stick -> hub -> stick -> desk: the turns of a sync as bundles. */
#include "tests/unit/path_world.h"

#include "proto/sync/bundle.h"

#define FILES 8

struct stick { /* what an office gave away, and what came back */
	struct office *o;
	struct buf file[FILES];
	size_t n;
	struct buf answer;
	struct sync_carried news;
};

static void
stick_free(struct stick *t)
{
	for (size_t i = 0; i < FILES; i++)
		buf_free(&t->file[i]);
	buf_free(&t->answer);
}

static err_t
onto(void *ctx, struct span body)
{
	struct stick *t = ctx;

	assert_true(t->n < FILES);
	t->file[t->n].max = LIMIT_BUNDLE_BYTES;
	return (bundle_put(BUNDLE_SYNC, t->o->s.key, t->o->w->hub.pub, body,
	    &t->file[t->n++]));
}

static void
send_off(struct office *o, struct stick *t)
{
	*t = (struct stick){ .o = o, .answer = BUF(LIMIT_BUNDLE_BYTES) };
	o->env.st = &o->s.st;
	ok(sync_carry_out(&o->env, onto, t, &o->stats));
	assert_true(t->n > 0);
}

/* The hub reads one of the files and answers it. */
static void
at_hub(struct stick *t, size_t i)
{
	CLEAN(buf_free) struct buf plain = BUF(LIMIT_BUNDLE_BYTES);
	CLEAN(buf_free) struct buf frame = BUF(LIMIT_BUNDLE_BYTES);
	CLEAN(buf_free) struct buf hello = BUF(LIMIT_MESSAGE_BYTES);
	CLEAN(buf_free) struct buf payload = BUF(LIMIT_BUNDLE_BYTES);
	struct world *w = t->o->w;
	struct sink sink = { &frame, collect };
	struct outlet_stats stats;
	struct bundle_reply r;
	struct intake *in;
	struct bundle b;
	struct tx tx = { 0 };

	ok(bundle_take(buf_all(&t->file[i]), w->hub.key, &plain, &b));
	assert_int_equal(b.kind, BUNDLE_SYNC);
	assert_memory_equal(b.from, t->o->s.pub, KEY_LEN);
	intake_open(&in, &t->o->peer);
	ok(intake_feed(in, b.payload));
	intake_end(in, true);
	ok(tx_begin(&tx, w->hub.st.db));
	ok(intake_apply(in, &w->hub.st, w->hub.key, w->now));
	ok(tx_commit(&tx));
	ok(outlet_reply(
	    &w->hub.st, &t->o->peer, in, w->hub.key, w->now, 9, &sink, &stats));
	t->o->result = *intake_result(in);
	ok(message_hello_put(intake_hello(in), &hello));
	intake_close(&in);
	r = (struct bundle_reply){ .hello = buf_all(&hello),
		.frame = buf_all(&frame) };
	ok(bundle_reply_put(&r, &payload));
	buf_clear(&t->answer);
	ok(bundle_put(BUNDLE_REPLY, w->hub.key, t->o->s.pub, buf_all(&payload),
	    &t->answer));
}

static err_t
home_again(struct stick *t)
{
	CLEAN(buf_free) struct buf plain = BUF(LIMIT_BUNDLE_BYTES);
	struct bundle_reply r;
	struct bundle b;

	TRY(bundle_take(buf_all(&t->answer), t->o->s.key, &plain, &b));
	assert_int_equal(b.kind, BUNDLE_REPLY);
	assert_memory_equal(b.from, t->o->w->hub.pub, KEY_LEN);
	TRY(bundle_reply_take(b.payload, &r));
	t->o->env.st = &t->o->s.st;
	return (sync_carry_in(
	    &t->o->env, r.hello, r.frame, &t->news, &t->o->stats));
}

/* There and back. */
static void
by_bus(struct office *o)
{
	CLEAN(stick_free) struct stick t;

	send_off(o, &t);
	for (size_t i = 0; i < t.n; i++)
		at_hub(&t, i);
	ok(home_again(&t));
}

static dot_t
some_gap(struct office *o, const char *title)
{
	int i = (int)(o - o->w->o);

	return (
	    gap(&o->s, there(&o->w->hub, o->w->roundtable[i], &o->s), title));
}

static void
beside(const struct world *w, char path[160])
{
	char dir[sizeof(w->dir)];

	memcpy(dir, w->dir, sizeof(dir));
	(void)snprintf(path, 160, "%s/copy", dir);
}

static void
test_a_stick_brings_what_the_network_would(void **state)
{
	struct world *w = *state;
	struct office *t = &w->o[0], *p = &w->o[1];
	dot_t here = some_gap(t, "Sin CURP no hay escuela"), g;

	ok(go(t));
	g = some_gap(p, "No hay intérprete");
	by_bus(p);
	assert_int_equal(p->stats.confirmed, 1);
	assert_int_equal(p->left_to, 1);
	assert_true(shows(&p->s, ENTITY_gap, there(&t->s, here, &p->s),
	    FIELD_gap_title, "Sin CURP no hay escuela"));
	ok(go(t));
	assert_true(shows(&t->s, ENTITY_gap, there(&p->s, g, &t->s),
	    FIELD_gap_title, "No hay intérprete"));
	same(&t->s, &w->hub, "07");
	same(&p->s, &w->hub, "07");
	/* And the network goes on from there. */
	ok(go(p));
	assert_int_equal(p->stats.requests, 1);
	assert_int_equal(p->stats.positions, 0);
	proves(&p->s);
	proves(&w->hub);
}

static void
test_nothing_is_confirmed_before_the_answer_is_read(void **state)
{
	CLEAN(stick_free) struct stick a;
	struct world *w = *state;
	struct office *p = &w->o[1];
	const struct log_info *i;
	uint32_t last, log;

	log = dot_log(some_gap(p, "Una"));
	send_off(p, &a);
	at_hub(&a, 0);
	i = ledger_log(p->s.st.l, log);
	ok(place_last(p->s.st.l, log, &last));
	assert_int_equal(last, i->seq - 1);
	ok(home_again(&a));
	ok(ledger_refresh(p->s.st.l));
	i = ledger_log(p->s.st.l, log);
	ok(place_last(p->s.st.l, log, &last));
	assert_int_equal(last, i->seq);
}

static void
test_twice_late_and_out_of_order_is_harmless(void **state)
{
	CLEAN(stick_free) struct stick a, b;
	struct world *w = *state;
	struct office *t = &w->o[0], *p = &w->o[1];

	(void)some_gap(p, "Una");
	send_off(p, &a);
	(void)some_gap(p, "Otra");
	(void)some_gap(t, "De Tapachula");
	ok(go(t));
	send_off(p, &b); /* the answer to the first is still on its way */
	at_hub(&b, 0);
	at_hub(&a, 0);
	at_hub(&a, 0);
	ok(home_again(&b));
	assert_int_equal(p->stats.confirmed, 2);
	ok(home_again(&b));
	assert_int_equal(p->stats.positions, 0);
	ok(home_again(&a)); /* older: it takes nothing away */
	assert_int_equal(p->stats.positions, 0);
	same(&p->s, &w->hub, "07");
	ok(go(p));
	assert_int_equal(p->stats.positions, 0);
	assert_int_equal(p->stats.commits_sent, 0);
	proves(&p->s);
	proves(&w->hub);
}

static void
test_the_network_may_be_faster_than_the_bus(void **state)
{
	CLEAN(stick_free) struct stick a;
	struct world *w = *state;
	struct office *t = &w->o[0], *p = &w->o[1];

	(void)some_gap(p, "Una");
	send_off(p, &a);
	at_hub(&a, 0);
	(void)some_gap(t, "De Tapachula");
	ok(go(t));
	(void)some_gap(p, "Otra");
	ok(go(p));
	ok(home_again(&a));
	assert_int_equal(p->stats.positions, 0);
	same(&p->s, &w->hub, "07");
	proves(&p->s);
}

static void
test_a_lost_stick_costs_a_journey(void **state)
{
	CLEAN(stick_free) struct stick lost;
	struct world *w = *state;
	struct office *p = &w->o[1];

	(void)some_gap(p, "Una");
	send_off(p, &lost);
	(void)some_gap(p, "Otra");
	by_bus(p);
	assert_int_equal(p->stats.confirmed, 2);
	same(&p->s, &w->hub, "07");
}

static void
test_an_answer_after_a_restore_is_refused_and_the_next_is_good(void **state)
{
	CLEAN(stick_free) struct stick a;
	struct world *w = *state;
	struct office *p = &w->o[1];
	char copy[160];

	beside(w, copy);
	site_save(&p->s, copy);
	(void)some_gap(p, "Una");
	by_bus(p);
	(void)some_gap(p, "Otra");
	send_off(p, &a);
	at_hub(&a, 0);
	site_restore(&p->s, copy, w->hub.pub);
	{
		CLEAN(tx_undo) struct tx tx = { 0 };

		ok(tx_begin(&tx, p->s.st.db));
		ok(append_epoch(p->s.st.l, 0));
		ok(tx_commit(&tx));
	}
	fails(home_again(&a), ERR_GAP);
	by_bus(p);
	same(&p->s, &w->hub, "07");
	proves(&p->s);
	(void)unlink(copy);
}

static void
test_a_restored_hub_is_handed_back_by_sticks(void **state)
{
	struct world *w = *state;
	struct office *t = &w->o[0], *p = &w->o[1];
	CLEAN(tx_undo) struct tx tx = { 0 };
	char copy[160];

	beside(w, copy);
	site_save(&w->hub, copy);
	(void)some_gap(t, "De Tapachula");
	ok(go(t));
	(void)some_gap(p, "De Palenque");
	by_bus(p); /* now the only other holder of both */
	site_restore(&w->hub, copy, NULL);
	ok(tx_begin(&tx, w->hub.st.db));
	ok(intake_epoch_new(&w->hub.st));
	ok(tx_commit(&tx));
	(void)some_gap(p, "Después");
	for (int i = 0; i < 4; i++)
		by_bus(p);
	assert_int_equal(commits(&p->s, "07"), commits(&w->hub, "07"));
	same(&p->s, &w->hub, "07");
	ok(go(t));
	same(&t->s, &w->hub, "07");
	ok(go(p));
	proves(&p->s);
	proves(&w->hub);
	(void)unlink(copy);
}

static void
test_many_changes_are_several_bundles(void **state)
{
	CLEAN(stick_free) struct stick t;
	static char text[20000];
	struct world *w = *state;
	struct office *p = &w->o[1];
	dot_t g = some_gap(p, "Una");

	for (int i = 0; i < 300; i++) { /* some 6 MB */
		for (size_t k = 0; k < 12000; k++)
			text[k] =
			    (char)('a' + (int)((k * 7 + (size_t)i * 13 +
						   k * k / (size_t)(i + 3)) %
					       26));
		edit(&p->s, ENTITY_gap, g, FIELD_gap_description,
		    val_text(span_of(text, 12000)));
	}
	send_off(p, &t);
	assert_in_range(t.n, 2, FILES);
	for (size_t i = 0; i < t.n; i++)
		at_hub(&t, i);
	ok(home_again(&t));
	assert_int_equal(p->stats.confirmed, 301);
	same(&p->s, &w->hub, "07");
}

static void
test_a_file_for_somebody_else_or_changed_is_refused(void **state)
{
	CLEAN(buf_free) struct buf plain = BUF(LIMIT_BUNDLE_BYTES);
	CLEAN(stick_free) struct stick t;
	struct world *w = *state;
	struct office *p = &w->o[1];
	struct bundle b;

	(void)some_gap(p, "Una");
	send_off(p, &t);
	fails(bundle_take(buf_all(&t.file[0]), w->o[0].s.key, &plain, &b),
	    ERR_SCOPE);
	t.file[0].p[t.file[0].n / 2] ^= 1;
	fails(bundle_take(buf_all(&t.file[0]), w->hub.key, &plain, &b),
	    ERR_UNTRUSTED);
}

#define IN_WORLD(f) cmocka_unit_test_setup_teardown(f, world_open, world_close)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		IN_WORLD(test_a_stick_brings_what_the_network_would),
		IN_WORLD(test_nothing_is_confirmed_before_the_answer_is_read),
		IN_WORLD(test_twice_late_and_out_of_order_is_harmless),
		IN_WORLD(test_the_network_may_be_faster_than_the_bus),
		IN_WORLD(test_a_lost_stick_costs_a_journey),
		IN_WORLD(
		    test_an_answer_after_a_restore_is_refused_and_the_next_is_good),
		IN_WORLD(test_a_restored_hub_is_handed_back_by_sticks),
		IN_WORLD(test_many_changes_are_several_bundles),
		IN_WORLD(test_a_file_for_somebody_else_or_changed_is_refused),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
