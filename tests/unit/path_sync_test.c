/* desk -> hub -> desk: offices and a hub over roads of memory. */
#include "tests/unit/path_world.h"

#define HTTP_UP   125 /* what the headers of a request cost */
#define HTTP_DOWN 90

static void
test_push_and_pull_take_one_turn(void **state)
{
	struct world *w = *state;
	struct office *t = &w->o[0], *p = &w->o[1];
	dot_t g;

	g = gap(&t->s, there(&w->hub, w->roundtable[0], &t->s),
	    "La CURP temporal no se acepta");
	ok(go(t));
	assert_int_equal(t->stats.requests, 1);
	assert_int_equal(t->stats.commits_sent, 1);
	assert_int_equal(t->stats.confirmed, 1);
	assert_int_equal(t->left_to, 1);
	(void)gap(&p->s, there(&w->hub, w->roundtable[1], &p->s),
	    "No hay intérprete");
	ok(go(p));
	assert_int_equal(p->stats.requests, 1);
	assert_int_equal(p->stats.commits_sent, 1);
	assert_int_equal(p->stats.commits_received, 1);
	ok(go(t));
	same(&t->s, &w->hub, "07");
	same(&p->s, &w->hub, "07");
	same(&t->s, &w->hub, "national");
	assert_true(shows(&p->s, ENTITY_gap, there(&t->s, g, &p->s),
	    FIELD_gap_title, "La CURP temporal no se acepta"));
	proves(&w->hub);
	proves(&t->s);
	proves(&p->s);
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
	uint32_t no;
	dot_t d;

	ok(tx_begin(&tx, o->s.st.db));
	ok(ledger_refresh(o->s.st.l));
	ok(ledger_space(o->s.st.l, space, false, &no));
	ok(append_begin(&ap, o->s.st.l, &a, no, o->s.pub));
	ok(append_op(&ap, &op, &d));
	ok(append_end(&ap, clock_now(), "ana"));
	ok(fold_commits(o->s.st.f, ap.log, ap.seq, ap.seq));
	ok(tx_commit(&tx));
}

static void
test_a_sync_with_nothing_new_is_small(void **state)
{
	struct world *w = *state;
	struct office *t = &w->o[0];

	/* Cursors and own logs in four spaces. */
	t->peer.federal = true;
	note(t, "national");
	note(t, "07");
	note(t, "federal");
	note(t, "home-tapachula");
	ok(go(t));
	ok(go(t));
	assert_int_equal(t->stats.requests, 1);
	printf("nothing new: %zu up, %zu down\n", t->up, t->down);
	assert_true(t->up + HTTP_UP <= 400);
	assert_true(t->down + HTTP_DOWN <= 200);
}

static void
test_twenty_edits_are_small(void **state)
{
	struct world *w = *state;
	struct office *t = &w->o[0];
	dot_t g = gap(&t->s, there(&w->hub, w->roundtable[0], &t->s), "Una");
	size_t idle;

	ok(go(t));
	ok(go(t));
	idle = t->up;
	for (int i = 0; i < 20; i++)
		edit(&t->s, ENTITY_gap, g, FIELD_gap_severity,
		    val_int(i % 3 + 1));
	ok(go(t));
	printf("20 edits: %zu bytes over an idle hello\n", t->up - idle);
	assert_int_equal(t->stats.commits_sent, 20);
	assert_int_equal(t->stats.requests, 1);
}

static void
test_the_hub_speaks_and_all_hear(void **state)
{
	struct world *w = *state;
	struct fv fv[] = { { FIELD_institution_official_name,
	    val_str("Secretaría de Educación") } };
	dot_t i = make(&w->hub, ENTITY_institution, fv, 1);

	for (int k = 0; k < SITES; k++) {
		struct office *o = &w->o[k];

		ok(go(o));
		assert_int_equal(o->stats.requests, 1);
		assert_true(shows(&o->s, ENTITY_institution,
		    there(&w->hub, i, &o->s), FIELD_institution_official_name,
		    "Secretaría de Educación"));
		same(&o->s, &w->hub, "national");
	}
}

static void
test_concurrent_edits_are_a_dispute_everywhere(void **state)
{
	struct world *w = *state;
	struct office *a = &w->o[0], *b = &w->o[2];
	dot_t g;

	/* Both computers write for the roundtable that the hub edits too. */
	g = gap(&a->s, there(&w->hub, w->roundtable[0], &a->s), "Una brecha");
	ok(go(a));
	ok(go(b));
	edit(&a->s, ENTITY_gap, g, FIELD_gap_title, val_str("De Tapachula"));
	edit(&w->hub, ENTITY_gap, there(&a->s, g, &w->hub), FIELD_gap_title,
	    val_str("De la federación"));
	ok(go(a));
	ok(go(b));
	ok(go(&w->o[1]));
	for (int k = 0; k < SITES; k++) {
		same(&w->o[k].s, &w->hub, "07");
		assert_int_equal(
		    disputes(&w->o[k].s, "07"), disputes(&w->hub, "07"));
	}
	assert_true(disputes(&w->hub, "07") + held(&w->hub, "07") > 0);
	proves(&a->s);
}

static void
test_what_is_not_the_owners_is_a_proposal(void **state)
{
	struct world *w = *state;
	struct office *t = &w->o[0], *p = &w->o[1];
	dot_t g = gap(&t->s, there(&w->hub, w->roundtable[0], &t->s), "Mía");

	ok(go(t));
	ok(go(p));
	edit(&p->s, ENTITY_gap, there(&t->s, g, &p->s), FIELD_gap_title,
	    val_str("Tuya"));
	ok(go(p));
	ok(go(t));
	assert_int_equal(held(&w->hub, "07"), 1);
	assert_int_equal(held(&t->s, "07"), 1);
	assert_true(shows(&t->s, ENTITY_gap, g, FIELD_gap_title, "Mía"));
	same(&t->s, &w->hub, "07");
	same(&p->s, &w->hub, "07");
}

static void
fill(struct world *w, struct office *o, int n)
{
	dot_t rt = there(&w->hub, w->roundtable[0], &o->s);
	char title[64];

	for (int i = 0; i < n; i++) {
		(void)snprintf(title, sizeof(title), "Brecha número %d", i);
		(void)gap(&o->s, rt, title);
	}
}

/* Seal what is open, so that there are several segments. */
static void
seal(struct office *o)
{
	CLEAN(tx_undo) struct tx tx = { 0 };
	struct ledger *l = o->s.st.l;
	uint32_t space;

	ok(tx_begin(&tx, o->s.st.db));
	ok(ledger_refresh(l));
	ok(ledger_space(l, "07", false, &space));
	ok(append_close(
	    l, ledger_mine(l, space)->no, o->s.key, clock_now(), 0));
	ok(tx_commit(&tx));
}

/* Four segments of 10 KiB each, the last one still open. */
static void
four(struct world *w, struct office *t)
{
	dot_t rt = there(&w->hub, w->roundtable[0], &t->s);
	static uint32_t x = 1;
	char title[400];

	for (int k = 0; k < 12; k++) {
		for (int i = 0; i < 10; i++) {
			for (size_t c = 0; c < 330; c++) {
				x = x * 1664525 + 1013904223;
				title[c] = (char)('a' + (x >> 28));
			}
			title[330] = '\0';
			(void)gap(&t->s, rt, title);
		}
		if (k % 3 == 2 && k < 11)
			seal(t);
	}
}

static void
test_a_request_cut_anywhere_keeps_whole_segments(void **state)
{
	struct world *w = *state;
	struct office *t = &w->o[0];
	size_t partial = 0;

	/* The first post asks what arrived, the second one pushes. */
	t->cut_post = 2;
	for (size_t cut = 0;; cut += 4001) {
		uint64_t before = commits(&w->hub, "07"), kept;

		four(w, t);
		t->cut_up = cut;
		if (go(t) == NULL) {
			assert_true(cut >= t->up);
			break;
		}
		assert_true(t->stats.cut);
		kept = commits(&w->hub, "07") - before;
		assert_int_equal(kept % 30, 0);
		partial += kept > 0 && kept < 120;
		/* Nothing that arrived whole is sent again. */
		t->cut_up = WHOLE;
		ok(go(t));
		assert_true(t->stats.resumed);
		assert_int_equal(t->stats.commits_sent, 120 - kept);
		assert_int_equal(t->stats.requests, kept == 120 ? 1 : 2);
		same(&t->s, &w->hub, "07");
	}
	assert_true(partial > 2);
	proves(&w->hub);
	proves(&t->s);
}

static void
test_a_push_whose_answer_is_lost_is_not_sent_again(void **state)
{
	struct world *w = *state;
	struct office *t = &w->o[0];

	fill(w, t, 5);
	t->cut_down = 0;
	fails(go(t), ERR_LINK);
	ok(go(t));
	assert_int_equal(t->stats.requests, 1);
	assert_int_equal(t->stats.commits_sent, 0);
	assert_int_equal(t->stats.confirmed, 5);
	same(&t->s, &w->hub, "07");
}

static void
test_a_reply_cut_anywhere_keeps_whole_entries(void **state)
{
	struct world *w = *state;
	struct office *t = &w->o[0], *p = &w->o[1];

	for (int k = 0; k < 5; k++) {
		fill(w, t, 4);
		ok(go(t));
	}
	for (size_t cut = 0;; cut += 61) {
		p->cut_down = cut;
		if (go(p) == NULL)
			break;
		assert_true(p->stats.cut);
		proves(&p->s);
	}
	same(&p->s, &w->hub, "07");
	ok(go(p));
	assert_int_equal(p->stats.requests, 1);
	assert_int_equal(p->stats.commits_received, 0);
}

static void
test_a_replay_is_harmless(void **state)
{
	CLEAN(buf_free) struct buf old = BUF(1 << 20);
	CLEAN(buf_free) struct buf reply = BUF(1 << 20);
	struct world *w = *state;
	struct office *t = &w->o[0];
	struct hash before;

	fill(w, t, 5);
	ok(go(t));
	ok(buf_span(&old, buf_all(&t->last)));
	before = digest(&w->hub, "07");
	for (int i = 0; i < 3; i++) {
		struct hash after;

		ok(serve(t, buf_all(&old), true, &reply));
		assert_int_equal(t->result.commits, 0);
		after = digest(&w->hub, "07");
		assert_memory_equal(&before, &after, sizeof(before));
	}
	ok(go(t));
	same(&t->s, &w->hub, "07");
}

static void
test_a_long_backlog_goes_in_parts(void **state)
{
	struct world *w = *state;
	struct office *t = &w->o[0], *p = &w->o[1];

	fill(w, t, 1200);
	ok(go(t));
	assert_int_equal(t->stats.confirmed, 1200);
	p->env.max = 20000;
	ok(go(p));
	assert_true(p->stats.requests > 2);
	assert_int_equal(p->stats.commits_received, 1200);
	same(&t->s, &p->s, "07");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
#define T(f) cmocka_unit_test_setup_teardown(f, world_open, world_close)
		T(test_push_and_pull_take_one_turn),
		T(test_a_sync_with_nothing_new_is_small),
		T(test_twenty_edits_are_small),
		T(test_the_hub_speaks_and_all_hear),
		T(test_concurrent_edits_are_a_dispute_everywhere),
		T(test_what_is_not_the_owners_is_a_proposal),
		T(test_a_request_cut_anywhere_keeps_whole_segments),
		T(test_a_push_whose_answer_is_lost_is_not_sent_again),
		T(test_a_reply_cut_anywhere_keeps_whole_entries),
		T(test_a_replay_is_harmless),
		T(test_a_long_backlog_goes_in_parts),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
