/* What tests/model/exchange.pml found: a bad day on a bad day. */
#include "tests/unit/path_lives.h"

/* The hub that goes back to its copy in the middle of a sync. */
struct falling {
	struct office *o;
	err_t (*post)(void *ctx, struct span body, const struct sink *sink,
	    struct road_answer *a);
	int before; /* the post that finds it gone */
};

static err_t
falling_post(
    void *ctx, struct span body, const struct sink *sink, struct road_answer *a)
{
	struct falling *f = ctx;

	if (--f->before == 0)
		go_back(f->o->w);
	return (f->post(f->o, body, sink, a));
}

/* A sync in which the hub is restored before the n-th request. */
static err_t
go_falling(struct office *o, int n)
{
	struct falling f = { o, o->road.post, n };
	struct road road = { .ctx = &f, .post = falling_post };

	o->env.st = &o->s.st;
	o->road.posts = 0;
	return (sync_run(&o->env, &road, &o->stats));
}

static void
test_a_hub_restored_again_in_one_sync_is_told_everything_again(void **state)
{
	struct world *w = *state;
	uint64_t before;

	for (int n = 2; n <= 4; n++) {
		keep_copy(w);
		(void)mine(w, 0, "Solo la otra lo leyó");
		ok(go(&w->o[0]));
		ok(go(&w->o[2]));
		before = commits(&w->o[2].s, "07");
		/* The author is gone; the reader hands it back. */
		go_back(w);
		assert_true(commits(&w->hub, "07") < before);
		ok(go_falling(&w->o[2], n));
		ok(go(&w->o[2]));
		assert_true(commits(&w->hub, "07") >= before);
		everybody(w);
	}
}

static void
test_a_branch_whose_push_was_lost_goes_with_the_next_sync(void **state)
{
	struct world *w = *state;
	struct office *t = &w->o[0];
	char path[160];
	uint64_t before;

	(void)snprintf(path, sizeof(path), "%s/office.db", w->dir);
	(void)mine(w, 0, "Antes");
	ok(go(t));
	site_save(&t->s, path);
	(void)mine(w, 0, "Después de la copia");
	ok(go(t));
	site_restore(&t->s, path, w->hub.pub);
	(void)unlink(path);
	(void)mine(w, 0, "Sin darse cuenta");
	before = commits(&w->hub, "07");
	t->cut_post = 1;
	t->cut_up = 0;
	fails(go(t), ERR_LINK);
	/* It asks first, opens a new log as it is told, and the road breaks. */
	t->cut_post = 2;
	t->cut_up = 0;
	fails(go(t), ERR_LINK);
	assert_true(t->stats.new_epoch);
	assert_true(commits(&w->hub, "07") == before);
	t->cut_post = 0;
	ok(go(t));
	assert_true(commits(&w->hub, "07") == before + 1);
	everybody(w);
	same(&t->s, &w->hub, "07");
	same(&w->o[1].s, &w->hub, "07");
}

static void
test_a_life_of_the_hub_in_which_nothing_was_given_is_not_named(void **state)
{
	struct world *w = *state;
	char first[160], second[160];
	uint64_t before = commits(&w->hub, "07");

	(void)snprintf(first, sizeof(first), "%s/first.db", w->dir);
	(void)snprintf(second, sizeof(second), "%s/backup.db", w->dir);
	keep_copy(w);
	assert_int_equal(rename(second, first), 0);
	go_back_to(w, first);
	keep_copy(w);
	go_back(w); /* of the life between nothing is left but its copy */
	(void)gap(&w->hub, w->roundtable[0], "De la federación");
	ok(go(&w->o[0]));
	(void)mine(w, 0, "Habiéndola leído");
	ok(go(&w->o[0]));
	assert_true(commits(&w->hub, "07") == before + 2);
	go_back_to(w, first); /* it never was, for this one */
	everybody(w);
	assert_true(commits(&w->hub, "07") == before + 2);
	same(&w->o[0].s, &w->hub, "07");
	proves(&w->hub);
	(void)unlink(first);
}

#define T(f) cmocka_unit_test_setup_teardown(f, world_open, world_close)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		T(test_a_hub_restored_again_in_one_sync_is_told_everything_again),
		T(test_a_life_of_the_hub_in_which_nothing_was_given_is_not_named),
		T(test_a_branch_whose_push_was_lost_goes_with_the_next_sync),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
