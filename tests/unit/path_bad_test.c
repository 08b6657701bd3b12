/* Bad days between offices and hub: restores, clones, lost rights, lies. */
#include "tests/unit/path_world.h"

static void
backup_path(struct world *w, char out[160])
{
	(void)snprintf(out, 160, "%s/backup.db", w->dir);
}

static dot_t
mine(struct world *w, int i, const char *title)
{
	return (gap(&w->o[i].s,
	    there(&w->hub, w->roundtable[i == 2 ? 0 : i], &w->o[i].s), title));
}

static void
all_agree(struct world *w)
{
	for (int k = 0; k < SITES; k++)
		ok(go(&w->o[k]));
	for (int k = 0; k < SITES; k++) /* the first ones hear the last ones */
		ok(go(&w->o[k]));
	for (int k = 0; k < SITES; k++) {
		same(&w->o[k].s, &w->hub, "07");
		same(&w->o[k].s, &w->hub, "national");
		proves(&w->o[k].s);
	}
	proves(&w->hub);
	for (int k = 0; k < SITES; k++) {
		ok(go(&w->o[k]));
		assert_int_equal(w->o[k].stats.requests, 1);
		assert_int_equal(w->o[k].stats.commits_received, 0);
	}
}

static void
test_a_restored_office_opens_a_new_log(void **state)
{
	struct world *w = *state;
	struct office *t = &w->o[0];
	char path[160];
	dot_t a, b;

	(void)mine(w, 0, "Antes de la copia");
	ok(go(t));
	backup_path(w, path);
	site_save(&t->s, path);
	a = mine(w, 0, "Después de la copia");
	ok(go(t));
	site_restore(&t->s, path, w->hub.pub);
	ok(go(t));
	assert_true(t->stats.new_epoch);
	assert_int_equal(t->stats.refused.code, ERR_ROLLBACK);
	b = mine(w, 0, "En el nuevo registro");
	assert_int_not_equal(dot_log(a), dot_log(b));
	assert_true(commits(&t->s, "07") == commits(&w->hub, "07") + 1);
	all_agree(w);
}

static void
test_a_restored_office_that_wrote_on_is_a_fork_and_loses_nothing(void **state)
{
	struct world *w = *state;
	struct office *t = &w->o[0];
	char path[160];
	uint64_t before;

	(void)mine(w, 0, "Antes de la copia");
	ok(go(t));
	backup_path(w, path);
	site_save(&t->s, path);
	(void)mine(w, 0, "Una rama");
	ok(go(t));
	before = commits(&w->hub, "07");
	site_restore(&t->s, path, w->hub.pub);
	(void)mine(w, 0, "La otra rama");
	(void)mine(w, 0, "La otra rama, dos");
	ok(go(t));
	assert_true(t->stats.new_epoch);
	assert_true(commits(&w->hub, "07") == before + 2);
	(void)mine(w, 0, "Después");
	all_agree(w);
}

static void
test_a_cloned_disk_is_two_branches(void **state)
{
	struct world *w = *state;
	struct office *t = &w->o[0], *c = &w->o[2];
	char path[160];

	(void)mine(w, 0, "Antes");
	ok(go(t));
	backup_path(w, path);
	site_save(&t->s, path);
	/* The third office's computer becomes a clone of the first one's. */
	key_free(&c->s.key);
	c->s.key = t->s.key;
	site_restore(&c->s, path, w->hub.pub);
	c->s.desk.office = t->s.desk.office;
	c->env.key = c->s.key;
	memcpy(c->peer.key, t->s.pub, KEY_LEN);
	c->peer.spaces_n = t->peer.spaces_n;
	memcpy(c->peer.space, t->peer.space, sizeof(c->peer.space));
	(void)mine(w, 0, "Del original");
	(void)mine(w, 2, "Del clon");
	(void)mine(w, 2, "Del clon otra vez");
	ok(go(t));
	ok(go(c));
	assert_true(c->stats.new_epoch);
	(void)mine(w, 0, "Del original, después");
	(void)mine(w, 2, "Del clon, después");
	all_agree(w);
	c->s.key = NULL; /* it is the first one's */
}

static void
test_a_restored_hub_is_told_everything_again(void **state)
{
	struct world *w = *state;
	char path[160];
	uint64_t before;

	(void)mine(w, 0, "Antes");
	(void)mine(w, 1, "Antes también");
	for (int k = 0; k < SITES; k++)
		ok(go(&w->o[k]));
	backup_path(w, path);
	site_save(&w->hub, path);
	(void)mine(w, 0, "Se pierde en el nodo central");
	ok(go(&w->o[0]));
	(void)gap(&w->hub, w->roundtable[1], "También de la federación");
	(void)mine(w, 1, "Se pierde también");
	ok(go(&w->o[1]));
	ok(go(&w->o[0]));
	before = commits(&w->hub, "07");
	site_restore(&w->hub, path, NULL);
	{
		CLEAN(tx_undo) struct tx tx = { 0 };

		ok(tx_begin(&tx, w->hub.st.db));
		ok(intake_epoch_new(&w->hub.st));
		ok(tx_commit(&tx));
	}
	assert_true(commits(&w->hub, "07") < before);
	(void)mine(w, 0, "Nueva, después");
	ok(go(&w->o[0]));
	assert_true(w->o[0].stats.handed_back);
	assert_true(commits(&w->hub, "07") == before + 1);
	all_agree(w);
	assert_true(commits(&w->hub, "07") == before + 1);
}

static void
test_a_hub_restored_twice_from_one_backup_hears_of_both_lives(void **state)
{
	struct world *w = *state;
	char path[160];
	uint64_t before;

	(void)mine(w, 0, "Antes");
	for (int k = 0; k < SITES; k++)
		ok(go(&w->o[k]));
	backup_path(w, path);
	site_save(&w->hub, path);
	for (int life = 0; life < 3; life++) {
		(void)mine(w, life, "En una vida");
		ok(go(&w->o[life]));
		ok(go(&w->o[(life + 1) % SITES]));
		if (life == 2)
			break;
		site_restore(&w->hub, path, NULL);
		{
			CLEAN(tx_undo) struct tx tx = { 0 };

			ok(tx_begin(&tx, w->hub.st.db));
			ok(intake_epoch_new(&w->hub.st));
			ok(tx_commit(&tx));
		}
	}
	before = commits(&w->o[0].s, "07");
	all_agree(w);
	assert_true(commits(&w->hub, "07") >= before);
	assert_true(commits(&w->hub, "07") >= 4);
}

static void
test_a_lost_space_gives_what_is_unsent_and_goes(void **state)
{
	struct world *w = *state;
	struct office *p = &w->o[1];
	uint32_t space;
	uint64_t before;

	(void)mine(w, 1, "Antes");
	ok(go(p));
	before = commits(&w->hub, "07");
	(void)mine(w, 1, "Sin enviar");
	/* 07 stands second: it goes to the lost ones. */
	memcpy(p->peer.lost[0], "07", 3);
	p->peer.lost_n = 1;
	p->peer.spaces_n--;
	memmove(
	    p->peer.space[1], p->peer.space[2], 2 * sizeof(p->peer.space[0]));
	ok(go(p));
	assert_true(commits(&w->hub, "07") == before + 1);
	ok(ledger_space(p->s.st.l, "07", false, &space));
	assert_true(commits(&p->s, "07") == 0);
	proves(&p->s);
	ok(go(p));
	assert_int_equal(p->stats.requests, 1);
	/* Gained again: from position 1. */
	p->peer.lost_n = 0;
	admit(p, "07");
	ok(go(p));
	assert_int_equal(p->stats.requests, 1);
	same(&p->s, &w->hub, "07");
	(void)mine(w, 1, "De nuevo");
	all_agree(w);
}

static void
test_a_space_that_is_not_its_own_is_refused(void **state)
{
	struct world *w = *state;
	struct office *p = &w->o[1];
	uint64_t before = commits(&w->hub, "07");

	(void)mine(w, 1, "Sin derecho");
	p->peer.spaces_n--;
	memmove(
	    p->peer.space[1], p->peer.space[2], 2 * sizeof(p->peer.space[0]));
	fails(go(p), ERR_SCOPE);
	assert_int_equal(p->status, 403);
	assert_true(commits(&w->hub, "07") == before);
	assert_true(commits(&p->s, "07") > 0);
}

static void
test_another_nodes_key_is_refused(void **state)
{
	CLEAN(buf_free) struct buf reply = BUF(1 << 20);
	struct world *w = *state;
	struct office *t = &w->o[0], *p = &w->o[1];
	uint64_t before = commits(&w->hub, "07");

	(void)mine(w, 0, "De Tapachula");
	t->cut_up = 0;
	fails(go(t), ERR_LINK);
	ok(serve(p, buf_all(&t->last), true, &reply));
	assert_int_equal(p->result.commits, 0);
	assert_int_equal(p->result.err.code, ERR_SCOPE);
	assert_true(commits(&w->hub, "07") == before);
}

static void
test_a_reply_of_another_hub_is_not_believed(void **state)
{
	struct world *w = *state;
	struct office *t = &w->o[0];
	struct key *right = w->hub.key, *wrong;

	(void)gap(&w->hub, w->roundtable[0], "De la federación");
	{
		CLEAN(tx_undo) struct tx tx = { 0 };

		ok(tx_begin(&tx, w->hub.st.db));
		ok(intake_own(&w->hub.st, w->hub.key, w->now));
		ok(tx_commit(&tx));
	}
	ok(key_make(&wrong));
	w->hub.key = wrong;
	fails(go(t), ERR_UNTRUSTED);
	assert_true(t->stats.untrusted);
	w->hub.key = right;
	key_free(&wrong);
	all_agree(w);
}

static void
test_a_basis_nobody_gave_is_refused(void **state)
{
	struct world *w = *state;
	struct office *t = &w->o[0];
	uint64_t before = commits(&w->hub, "07");

	ok(db_exec(t->s.st.db, "UPDATE seen SET number = number + 1000000"));
	(void)mine(w, 0, "He visto el futuro");
	fails(go(t), ERR_EPOCH);
	assert_int_equal(t->stats.refused.code, ERR_EPOCH);
	assert_true(commits(&t->s, "07") == before + 1);
	assert_true(commits(&w->hub, "07") == before);
}

static void
test_the_hubs_clock_going_back_keeps_receipts_in_order(void **state)
{
	struct world *w = *state;
	struct position p, q;
	struct cursor c;
	uint32_t space;
	bool found;

	(void)mine(w, 0, "Uno");
	ok(go(&w->o[0]));
	w->now -= 86400;
	(void)mine(w, 0, "Dos");
	ok(go(&w->o[0]));
	ok(ledger_space(w->hub.st.l, "07", false, &space));
	ok(accept_cursor(w->hub.st.l, space, &c));
	ok(place_at(w->hub.st.l, space, c.epoch, c.number, &q, &found));
	assert_true(found);
	ok(place_at(w->hub.st.l, space, c.epoch, c.number - 1, &p, &found));
	assert_true(found && q.receipt >= p.receipt);
	all_agree(w);
}

static void
test_an_expired_certificate_is_told_so_and_believes_it(void **state)
{
	struct world *w = *state;

	(void)mine(w, 1, "Uno");
	ok(go(&w->o[1]));
	w->o[0].peer.expired = true;
	(void)mine(w, 0, "Dos");
	fails(go(&w->o[0]), ERR_EXPIRED); /* so that it renews */
	assert_false(w->o[0].stats.untrusted);
	assert_int_equal(w->o[0].stats.positions, 0);
	assert_int_equal(commits(&w->hub, "07"), commits(&w->o[0].s, "07") + 1);
	w->o[0].peer.expired = false;
	all_agree(w);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
#define T(f) cmocka_unit_test_setup_teardown(f, world_open, world_close)
		T(test_a_restored_office_opens_a_new_log),
		T(test_a_restored_office_that_wrote_on_is_a_fork_and_loses_nothing),
		T(test_a_cloned_disk_is_two_branches),
		T(test_a_restored_hub_is_told_everything_again),
		T(test_a_hub_restored_twice_from_one_backup_hears_of_both_lives),
		T(test_a_lost_space_gives_what_is_unsent_and_goes),
		T(test_a_space_that_is_not_its_own_is_refused),
		T(test_another_nodes_key_is_refused),
		T(test_a_reply_of_another_hub_is_not_believed),
		T(test_a_basis_nobody_gave_is_refused),
		T(test_the_hubs_clock_going_back_keeps_receipts_in_order),
		T(test_an_expired_certificate_is_told_so_and_believes_it),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
