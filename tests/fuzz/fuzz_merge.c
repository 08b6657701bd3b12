/*
 * Histories told by the input instead of by a seed: merged, they are what the
 * definitions say over full sets of ancestors, in whatever order the writes
 * come, and somebody who has seen everything can close every review.
 */
#include "tests/unit/oracle.h"
#include "tests/fuzz/fuzz.h"

#include <stdlib.h>

static bool
same(const struct merged *a, const struct merged *b)
{
	if (a->life != b->life || a->n != b->n ||
	    a->elements_n != b->elements_n ||
	    a->amendments_n != b->amendments_n)
		return (false);
	for (size_t i = 0; i < a->n; i++) {
		const struct merged_field *x = &a->fields[i];
		const struct merged_field *y = &b->fields[i];

		if (x->field != y->field || x->n != y->n ||
		    x->review != y->review || !val_eq(x->shown, y->shown))
			return (false);
		for (size_t k = 0; k < x->n; k++)
			if (x->versions[k].dot != y->versions[k].dot ||
			    !val_eq(x->versions[k].v, y->versions[k].v))
				return (false);
	}
	for (size_t i = 0; i < a->elements_n; i++)
		if (a->elements[i].dot != b->elements[i].dot ||
		    a->elements[i].removed != b->elements[i].removed)
			return (false);
	return (true);
}

static void
close_reviews(struct history *h, struct arena *a, struct merged *m)
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
		if (f->field != FIELD_LIFE)
			history_set(h, w, f->field, f->versions[0].v);
	}
	history_merge(h, a, m);
	for (size_t i = 0; i < m->n; i++)
		must(m->fields[i].review == REVIEW_NONE);
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	CLEAN(arena_free) struct arena a = ARENA;
	const struct entity *e = &history_entity;
	struct history *h = mem_new(sizeof(*h));
	struct span tape = span_of(p, n);
	struct merged m, again;

	must(setenv("CMOCKA_TEST_ABORT", "1", 1) == 0);
	if (fuzz_byte(&tape) % 4 == 0)
		e = schema_named("minutes");
	history_told(h, e, tape);
	history_merge(h, &a, &m);
	oracle_check(h, &m);
	history_shuffle(h);
	history_merge(h, &a, &again);
	must(same(&m, &again));
	close_reviews(h, &a, &again);
	history_free(h);
	mem_free(h);
	return (0);
}
