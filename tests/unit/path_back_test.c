/* What mesas-sim found of handing back: bodies that were damaged, lives of the
 * hub that were met in another order than they were lived. */
#include "tests/unit/path_lives.h"

#include "hub/epoch.h"

#define STEP 7 /* of the places where a body is damaged */

static void
name_of(struct world *w, const char *name, char path[160])
{
	(void)snprintf(path, 160, "%s/%s.db", w->dir, name);
}

/* A road that changes one bit of its n-th request. */
struct damage {
	struct office *o;
	err_t (*post)(void *ctx, struct span body, const struct sink *sink,
	    struct road_answer *a);
	uint32_t before;
	size_t at;
	bool past; /* the body was shorter */
};

static err_t
damaging_post(
    void *ctx, struct span body, const struct sink *sink, struct road_answer *a)
{
	CLEAN(buf_free) struct buf copy = BUF(LIMIT_SYNC_BODY_BYTES);
	struct damage *d = ctx;

	ok(buf_span(&copy, body));
	if (--d->before == 0) {
		d->past = d->at >= copy.n;
		if (!d->past)
			copy.p[d->at] ^= 4;
	}
	return (d->post(d->o, buf_all(&copy), sink, a));
}

static void
test_what_was_handed_back_in_a_damaged_body_is_handed_back_again(void **state)
{
	struct world *w = *state;
	struct office *o = &w->o[2];
	struct damage d = { .o = o, .post = o->road.post };
	struct road road = { .ctx = &d, .post = damaging_post };
	char image[160];
	uint64_t before;

	keep_copy(w);
	(void)mine(w, 0, "Solo la otra lo leyó");
	ok(go(&w->o[0]));
	ok(go(o));
	before = commits(&w->hub, "07");
	name_of(w, "image", image);
	site_save(&o->s, image);
	for (d.at = 30; !d.past; d.at += STEP) {
		err_t e;

		go_back(w);
		assert_true(commits(&w->hub, "07") < before);
		site_restore(&o->s, image, w->hub.pub);
		d.before = 2; /* the first asks, the second hands back */
		o->env.st = &o->s.st;
		e = sync_run(&o->env, &road, &o->stats);
		if (e != NULL)
			ok(go(o));
		assert_true(commits(&w->hub, "07") >= before);
	}
	(void)unlink(image);
}

static void
test_lives_of_the_hub_met_in_another_order_are_all_handed_back(void **state)
{
	struct world *w = *state;
	uint64_t before = commits(&w->hub, "07");
	char first[160], second[160];

	name_of(w, "first", first);
	name_of(w, "second", second);
	site_save(&w->hub, first);
	go_back_to(w, first);
	(void)gap(&w->hub, w->roundtable[0], "De la segunda vida");
	ok(go(&w->o[1])); /* now it has its place */
	site_save(&w->hub, second);
	go_back_to(w, second);
	(void)gap(&w->hub, w->roundtable[0], "De la tercera vida");
	/* This one hears of the third, and in it of the second. */
	ok(go(&w->o[0]));
	assert_true(commits(&w->o[0].s, "07") == before + 2);
	go_back_to(w, first);
	assert_true(commits(&w->hub, "07") == before);
	ok(go(&w->o[0]));
	assert_true(commits(&w->hub, "07") == before + 2);
	everybody(w);
	same(&w->o[0].s, &w->hub, "07");
	proves(&w->hub);
	(void)unlink(first);
	(void)unlink(second);
}

static void
all_confirmed(struct site *s)
{
	size_t own = 0;

	ok(ledger_refresh(s->st.l));
	for (uint32_t no = 1; no <= ledger_logs(s->st.l); no++) {
		const struct log_info *i = ledger_log(s->st.l, no);
		uint32_t last;

		if (i == NULL || i->mine != 1 || i->seq == 0)
			continue;
		ok(place_last(s->st.l, no, &last));
		assert_int_equal(last, i->seq);
		own++;
	}
	assert_true(own > 0);
}

/* Its first commit stands alone in one life of the hub, and at the head of a
 * longer run in the next. */
static void
test_a_commit_numbered_alone_in_another_life_hides_no_later_one(void **state)
{
	struct world *w = *state;
	struct office *o = &w->o[0];
	char image[160];

	name_of(w, "image", image);
	keep_copy(w);
	(void)mine(w, 0, "La primera");
	site_save(&o->s, image);
	ok(go(o));
	ok(go(&w->o[2]));
	go_back(w);
	site_restore(&o->s, image, w->hub.pub);
	(void)mine(w, 0, "La segunda");
	everybody(w);
	everybody(w);
	all_confirmed(&o->s);
	same(&o->s, &w->hub, "07");
	(void)unlink(image);
}

/* A hub that came from an old copy and comes now from a newer one, of before:
 * its life between began earlier than that copy. */
static void
test_a_newer_copy_of_an_earlier_life_refuses_nothing_of_the_later(void **state)
{
	CLEAN(store_close) struct store replaced = { 0 };
	CLEAN(tx_undo) struct tx tx = { 0 };
	struct world *w = *state;
	char first[160], second[160], third[160];
	uint64_t before;

	name_of(w, "first", first);
	name_of(w, "second", second);
	name_of(w, "third", third);
	site_save(&w->hub, first);
	w->now += 2400; /* a clock that is ahead, for a while */
	(void)gap(&w->hub, w->roundtable[1], "De la primera vida");
	ok(go(&w->o[1]));
	site_save(&w->hub, second);
	w->now -= 2300;
	go_back_to(w, first);
	(void)mine(w, 0, "De la segunda vida");
	ok(go(&w->o[0]));
	ok(go(&w->o[2]));
	site_save(&w->hub, third);
	go_back_to(w, second);
	before = commits(&w->hub, "07");
	ok(store_open(&replaced, third, DB_WRITE));
	ok(tx_begin(&tx, w->hub.st.db));
	ok(epoch_floor_from(&w->hub.st, &replaced));
	ok(tx_commit(&tx));
	ok(go(&w->o[2]));
	assert_true(commits(&w->hub, "07") == before + 1);
	everybody(w);
	same(&w->o[0].s, &w->hub, "07");
	store_close(&replaced);
	site_drop(first);
	site_drop(second);
	site_drop(third);
}

#define T(f) cmocka_unit_test_setup_teardown(f, world_open, world_close)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		T(test_what_was_handed_back_in_a_damaged_body_is_handed_back_again),
		T(test_lives_of_the_hub_met_in_another_order_are_all_handed_back),
		T(test_a_commit_numbered_alone_in_another_life_hides_no_later_one),
		T(test_a_newer_copy_of_an_earlier_life_refuses_nothing_of_the_later),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
