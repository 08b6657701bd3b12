/*
 * Random histories against the definitions of merge, taken literally over full
 * sets of ancestors.  N says how many (make props); a failure prints the seed.
 */
#include "tests/unit/oracle.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

static void
check_same(const struct merged *a, const struct merged *b)
{
	assert_int_equal(a->life, b->life);
	assert_int_equal(a->n, b->n);
	for (size_t i = 0; i < a->n; i++) {
		const struct merged_field *x = &a->fields[i];
		const struct merged_field *y = &b->fields[i];

		assert_true(
		    x->field == y->field && x->n == y->n &&
		    x->base_dot == y->base_dot && x->review == y->review &&
		    val_eq(x->shown, y->shown) && val_eq(x->base, y->base));
		assert_true(i == 0 || a->fields[i - 1].field < x->field);
		for (size_t k = 0; k < x->n; k++)
			assert_true(
			    x->versions[k].dot == y->versions[k].dot &&
			    x->versions[k].rank == y->versions[k].rank &&
			    val_eq(x->versions[k].v, y->versions[k].v));
	}
	assert_int_equal(a->elements_n, b->elements_n);
	for (size_t i = 0; i < a->elements_n; i++)
		assert_true(a->elements[i].field == b->elements[i].field &&
			    a->elements[i].dot == b->elements[i].dot &&
			    a->elements[i].removed == b->elements[i].removed &&
			    val_eq(a->elements[i].v, b->elements[i].v));
	assert_int_equal(a->amendments_n, b->amendments_n);
	for (size_t i = 0; i < a->amendments_n; i++)
		assert_int_equal(a->amendments[i], b->amendments[i]);
}

/* Somebody who has seen everything answers every review. */
static void
check_closing(struct history *h, struct arena *a, struct merged *m)
{
	uint32_t log = HISTORY_LOGS - 1;

	(void)history_commit(h, log, HISTORY_ALL);
	for (size_t i = 0; i < m->n; i++) {
		const struct merged_field *f = &m->fields[i];
		struct write *w;

		if (f->review == REVIEW_NONE)
			continue;
		w = history_op(
		    h, log, f->field == FIELD_LIFE ? OP_VOID : OP_RESOLVE);
		w->op.state = (int)history_roll(h, 2);
		if (f->field != FIELD_LIFE)
			history_set(h, w, f->field, f->versions[0].v);
	}
	history_merge(h, a, m);
	for (size_t i = 0; i < m->n; i++)
		assert_int_equal(m->fields[i].review, REVIEW_NONE);
}

static void
one_history(const struct entity *e, uint64_t seed, uint64_t *reviews)
{
	CLEAN(arena_free) struct arena a = ARENA;
	struct history *h = mem_new(sizeof(*h));
	struct merged m, again;

	history_random(h, e, seed);
	history_merge(h, &a, &m);
	oracle_check(h, &m);
	history_merge(h, &a, &again);
	check_same(&m, &again);
	history_shuffle(h);
	history_merge(h, &a, &again);
	check_same(&m, &again);
	for (size_t i = 0; i < m.n; i++)
		reviews[m.fields[i].review]++;
	check_closing(h, &a, &again);
	history_free(h);
	mem_free(h);
}

static uint64_t seed_now; /* for whoever reads the failure */

static void
run(const struct entity *e, uint64_t share)
{
	const char *n = getenv("N"), *s = getenv("SEED");
	uint64_t count = n == NULL ? 5000 : strtoull(n, NULL, 10);
	uint64_t from = s == NULL ? 1 : strtoull(s, NULL, 10);
	uint64_t reviews[REVIEW_APPROVAL + 1] = { 0 };

	count = s != NULL ? 1 : count * share / 100;
	for (seed_now = from; seed_now < from + count; seed_now++)
		one_history(e, seed_now, reviews);
	print_message("%s: %llu histories, %llu value, %llu text, %llu void, "
		      "%llu terminal, %llu approval reviews\n",
	    e->name, (unsigned long long)count,
	    (unsigned long long)reviews[REVIEW_VALUE],
	    (unsigned long long)reviews[REVIEW_TEXT],
	    (unsigned long long)reviews[REVIEW_VOID],
	    (unsigned long long)reviews[REVIEW_TERMINAL],
	    (unsigned long long)reviews[REVIEW_APPROVAL]);
}

static void
test_any_history_merges_as_the_definitions_say(void **state)
{
	(void)state;
	run(&history_entity, 80);
}

static void
test_minutes_with_any_history_merge_as_the_definitions_say(void **state)
{
	(void)state;
	run(schema_named("minutes"), 20);
}

static int
say_seed(void **state)
{
	(void)state;
	print_message("last seed %llu (SEED=%llu runs one alone)\n",
	    (unsigned long long)seed_now, (unsigned long long)seed_now);
	return (0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(
		    test_any_history_merges_as_the_definitions_say, say_seed),
		cmocka_unit_test_teardown(
		    test_minutes_with_any_history_merge_as_the_definitions_say,
		    say_seed),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
