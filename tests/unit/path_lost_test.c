/* What was lost and comes back: receipts, spaces, what was cut away. */
#include "tests/unit/path_lives.h"

#include "proto/log/salvage.h"

static void
test_an_old_position_keeps_its_receipt_everywhere(void **state)
{
	struct world *w = *state;
	struct position a, b;
	uint32_t no;
	int64_t pos;
	uint8_t epoch[EPOCH_LEN];
	bool found;

	keep_copy(w);
	w->now += 10;
	no = forgotten(w, &pos, epoch);
	go_back(w);
	w->now += 5000;
	everybody(w);
	ok(place_epoch(w->o[0].s.st.l, epoch, &no));
	ok(place_at(
	    w->o[0].s.st.l, space_of(&w->o[0].s, "07"), no, pos, &a, &found));
	assert_true(found);
	ok(place_epoch(w->o[1].s.st.l, epoch, &no));
	ok(place_at(
	    w->o[1].s.st.l, space_of(&w->o[1].s, "07"), no, pos, &b, &found));
	assert_true(found);
	assert_true(a.receipt == b.receipt && a.receipt == w->now - 5000);
	assert_int_equal(a.nat_number, b.nat_number);
	same(&w->o[0].s, &w->o[1].s, "07");
}

static void
test_two_restores_with_nothing_between_do_not_stop_an_office(void **state)
{
	struct world *w = *state;
	uint64_t before = commits(&w->hub, "07");

	(void)mine(w, 0, "Antes");
	everybody(w);
	keep_copy(w);
	go_back(w);
	everybody(w);
	go_back(w);
	(void)mine(w, 1, "Después de dos");
	everybody(w);
	assert_true(commits(&w->hub, "07") == before + 2);
}

static void
hand_over(struct world *w, int from, int to)
{
	struct fv sec[] = { { FIELD_secretariat_roundtable,
				val_int(w->roundtable[from]) },
		{ FIELD_secretariat_office, val_int(w->office[to]) },
		{ FIELD_secretariat_since, val_int(18001) } };

	(void)make(&w->hub, ENTITY_secretariat, sec, 3);
}

static void
test_what_waited_for_its_receipt_is_judged_by_it(void **state)
{
	struct world *w = *state;
	struct office *t = &w->o[0];
	char path[160];
	dot_t g = mine(w, 0, "Una");

	ok(go(t));
	edit(&t->s, ENTITY_gap, g, FIELD_gap_title, val_str("Dos"));
	(void)snprintf(path, sizeof(path), "%s/backup.db", w->dir);
	site_save(&t->s, path);
	edit(&t->s, ENTITY_gap, g, FIELD_gap_title, val_str("Tres"));
	ok(go(t));
	w->now += 10;
	hand_over(w, 0, 1);
	ok(go(&w->o[1]));
	/* The half of the entry that is here is no more the owner's, as far
	 * as it knows; its receipt says otherwise. */
	site_restore(&t->s, path, w->hub.pub);
	ok(go(t));
	assert_int_equal(held(&t->s, "07"), 0);
	same(&t->s, &w->hub, "07");
	proves(&t->s);
}

static void
lose_07(struct office *p)
{
	memcpy(p->peer.lost[0], "07", 3);
	p->peer.lost_n = 1;
	p->peer.spaces_n--;
	memmove(
	    p->peer.space[1], p->peer.space[2], 2 * sizeof(p->peer.space[0]));
}

static int64_t
rows(struct site *s, const char *text)
{
	struct sql q = {
		.name = "rows", .text = text, .scan = 1, .once = true
	};
	int64_t n;

	ok(db_int_args(s->st.db, &q, NULL, 0, 0, &n));
	return (n);
}

static void
test_a_lost_space_goes_with_its_branches_after_new_logs(void **state)
{
	struct world *w = *state;
	struct office *t = &w->o[0];
	char path[160];

	(void)mine(w, 0, "Antes de la copia");
	ok(go(t));
	(void)snprintf(path, sizeof(path), "%s/backup.db", w->dir);
	site_save(&t->s, path);
	(void)mine(w, 0, "Una rama");
	ok(go(t));
	site_restore(&t->s, path, w->hub.pub);
	(void)mine(w, 0, "La otra rama");
	ok(go(t));
	assert_true(t->stats.new_epoch);
	(void)mine(w, 0, "En el nuevo registro");
	ok(go(t));
	assert_true(rows(&t->s, "SELECT count(*) FROM canon") > 0);
	lose_07(t);
	ok(go(t));
	assert_true(commits(&t->s, "07") == 0);
	assert_int_equal(rows(&t->s, "SELECT count(*) FROM canon"), 0);
	proves(&t->s);
	t->peer.lost_n = 0;
	admit(t, "07");
	ok(go(t));
	same(&t->s, &w->hub, "07");
}

static void
test_a_lost_space_goes_when_the_hub_has_forgotten_it_was_read(void **state)
{
	struct world *w = *state;
	struct office *p = &w->o[2]; /* it wrote nothing there */
	struct cursor c;

	(void)mine(w, 1, "De otra");
	ok(go(&w->o[1]));
	ok(go(p));
	assert_true(commits(&p->s, "07") > 0);
	keep_copy(w);
	go_back(w);
	lose_07(p);
	ok(go(p)); /* a new epoch: of 07 nothing is agreed upon */
	ok(accept_cursor(p->s.st.l, space_of(&p->s, "07"), &c));
	assert_int_equal(c.number, 0);
	assert_true(commits(&p->s, "07") == 0);
	proves(&p->s);
}

static void
test_what_is_held_of_a_lost_space_is_handed_back_to_a_restored_hub(void **state)
{
	struct world *w = *state;
	struct office *t = &w->o[0], *p = &w->o[1];
	uint64_t before;

	keep_copy(w);
	(void)mine(w, 0, "De otra, que ya no vuelve");
	ok(go(t));
	(void)mine(w, 1, "Enviada");
	ok(go(p));
	before = commits(&w->hub, "07");
	(void)mine(w, 1, "Sin enviar"); /* it has seen what is forgotten */
	go_back(w);
	assert_true(commits(&w->hub, "07") == before - 2);
	lose_07(p);
	ok(go(p));
	assert_true(p->stats.handed_back);
	assert_true(commits(&w->hub, "07") == before + 1);
	assert_true(commits(&p->s, "07") == 0);
	proves(&p->s);
	proves(&w->hub);
}

static void
test_what_a_hub_does_not_take_back_of_a_lost_space_stays(void **state)
{
	struct world *w = *state;
	struct office *p = &w->o[1];
	uint64_t before, here;

	keep_copy(w);
	(void)mine(w, 1, "Enviada");
	ok(go(p));
	before = commits(&w->hub, "07");
	here = commits(&p->s, "07");
	go_back(w);
	lose_07(p);
	p->peer.lost_n = 0; /* the copy is of before it was admitted */
	for (int i = 0; i < 2; i++) {
		fails(go(p), ERR_SCOPE);
		assert_true(commits(&p->s, "07") == here);
		assert_true(commits(&w->hub, "07") == before - 1);
	}
	p->peer.lost_n = 1; /* somebody has told the hub of it */
	ok(go(p));
	assert_true(commits(&w->hub, "07") == before);
	assert_true(commits(&p->s, "07") == 0);
	ok(go(p));
	proves(&p->s);
	proves(&w->hub);
}

static void
test_what_was_cut_is_not_seen_until_it_is_back(void **state)
{
	struct world *w = *state;
	struct office *t = &w->o[0], *p = &w->o[1];
	struct salvage did = {
		.l = p->s.st.l, .key = p->s.key, .now = w->now, .actor = "ana"
	};
	struct cursor c;
	uint32_t log;
	dot_t g = mine(w, 0, "Uno");

	ok(go(t));
	ok(go(p));
	edit(&t->s, ENTITY_gap, g, FIELD_gap_title, val_str("Dos"));
	ok(go(t));
	ok(go(p));
	ok(accept_cursor(p->s.st.l, space_of(&p->s, "07"), &c));
	ok(db_exec(p->s.st.db,
	    "UPDATE segment SET sig = zeroblob(64) WHERE no ="
	    " (SELECT max(s.no) FROM segment s JOIN position p"
	    "  ON p.log = s.no >> 32 JOIN space z ON z.no = p.space"
	    "  WHERE z.name = '07')"));
	ledger_forget(p->s.st.l);
	ok(salvage_run(&did));
	ok(fold_rebuild(p->s.st.f));
	assert_int_equal(did.foreign, 1);
	/* Its own edit has not seen the other's last one: both are shown. */
	edit(&p->s, ENTITY_gap, there(&t->s, g, &p->s), FIELD_gap_title,
	    val_str("Sin ver"));
	log = ledger_mine(p->s.st.l, space_of(&p->s, "07"))->no;
	assert_true(place_basis(p->s.st.l, log, 1, c.epoch) == c.number - 1);
	everybody(w);
	same(&p->s, &w->hub, "07");
	proves(&p->s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
#define T(f) cmocka_unit_test_setup_teardown(f, world_open, world_close)
		T(test_an_old_position_keeps_its_receipt_everywhere),
		T(test_two_restores_with_nothing_between_do_not_stop_an_office),
		T(test_what_waited_for_its_receipt_is_judged_by_it),
		T(test_a_lost_space_goes_with_its_branches_after_new_logs),
		T(test_a_lost_space_goes_when_the_hub_has_forgotten_it_was_read),
		T(test_what_is_held_of_a_lost_space_is_handed_back_to_a_restored_hub),
		T(test_what_a_hub_does_not_take_back_of_a_lost_space_stays),
		T(test_what_was_cut_is_not_seen_until_it_is_back),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
