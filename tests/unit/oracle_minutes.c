#include "tests/unit/oracle.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static bool
touches_content(const struct oracle *o, size_t i)
{
	const struct op *op = &o->h->w[i].op;

	for (size_t k = 0; k < op->n; k++) {
		const struct field *f =
		    schema_field(o->h->entity, op->fv[k].field);
		bool list = f->merge == MERGE_LIST;
		bool list_op = op->kind == OP_ADD || op->kind == OP_REMOVE;

		if (op->kind != OP_VOID && oracle_content(o, f) &&
		    list == list_op)
			return (true);
	}
	return (false);
}

static bool
sets_status(const struct oracle *o, size_t i, bool approved)
{
	const struct op *op = &o->h->w[i].op;
	struct val v = val_null();
	bool any = false;

	if (!o->live[i] || (op->kind != OP_EDIT && op->kind != OP_RESOLVE))
		return (false);
	for (size_t k = 0; k < op->n; k++)
		if (op->fv[k].field == 3) {
			v = op->fv[k].v;
			any = true;
		}
	return (
	    any && (!approved || (v.kind == VAL_INT && v.i >= 3 && v.i <= 5)));
}

/* Is write s a resolution of the status that saw all first approvals? */
static bool
settles(const struct oracle *o, size_t s)
{
	bool all = o->first_n > 1 && sets_status(o, s, false) &&
		   o->h->w[s].op.kind == OP_RESOLVE;

	for (size_t j = 0; j < o->first_n; j++)
		all = all && oracle_saw(o, o->first[j], s);
	return (all);
}

/* Which writes the approvals freeze out, by definition. */
void
oracle_freeze(struct oracle *o)
{
	if (strcmp(o->h->entity->name, "minutes") != 0)
		return;
	for (size_t i = 0; i < o->h->n; i++) {
		bool first = sets_status(o, i, true);

		for (size_t j = 0; j < o->h->n; j++)
			first = first && !(sets_status(o, j, true) &&
					     oracle_saw(o, j, i));
		if (first)
			o->first[o->first_n++] = i;
	}
	for (size_t i = 0; i < o->h->n && o->first_n > 0; i++) {
		bool in = o->h->w[i].op.kind == OP_CREATE;

		for (size_t j = 0; j < o->first_n; j++)
			in = in || oracle_saw(o, i, o->first[j]) ||
			     oracle_same_commit(o, i, o->first[j]);
		for (size_t s = 0; s < o->h->n; s++)
			in = in ||
			     (settles(o, s) && oracle_same_commit(o, i, s));
		o->late[i] = !in;
	}
}

/* The content by one side: merge what its author saw, as if no minutes. */
static void
side(const struct oracle *o, size_t at, size_t first, struct arena *a,
    struct merged *m)
{
	struct entity plain = *o->h->entity;
	struct write *w = arena_new(a, o->h->n * sizeof(*w));
	struct merge_in in = { &plain, w, 0, history_past, history_order,
		o->h };

	plain.name = "plain";
	for (size_t i = 0; i < o->h->n; i++) {
		bool own = o->h->w[i].op.kind == OP_CREATE ||
			   oracle_saw(o, i, first) ||
			   oracle_same_commit(o, i, first);

		for (size_t s = 0; s < o->h->n && !own; s++)
			own = settles(o, s) && oracle_same_commit(o, i, s) &&
			      (s == at || oracle_saw(o, s, at));
		if (own)
			w[in.n++] = o->h->w[i];
	}
	assert_null(merge_record(&in, a, m));
}

static bool
listed(const struct merged *m, uint32_t field, int64_t x)
{
	for (size_t i = 0; i < m->elements_n; i++)
		if (m->elements[i].field == field && !m->elements[i].removed &&
		    m->elements[i].v.i == x)
			return (true);
	return (false);
}

static bool
same_content(
    const struct oracle *o, const struct merged *a, const struct merged *b)
{
	for (size_t i = 0; i < o->h->entity->n; i++) {
		const struct field *f = &o->h->entity->fields[i];
		const struct merged_field *x = history_field(a, f->no);
		const struct merged_field *y = history_field(b, f->no);

		if (!oracle_content(o, f))
			continue;
		if (!val_eq(x == NULL ? val_null() : x->shown,
			y == NULL ? val_null() : y->shown))
			return (false);
		for (int64_t v = 1; v <= 6; v++)
			if (f->merge == MERGE_LIST &&
			    listed(a, f->no, v) != listed(b, f->no, v))
				return (false);
	}
	return (true);
}

/* Several first approvals: dispute by definition, the lowest is shown. */
void
oracle_approvals(const struct oracle *o, const struct merged *m)
{
	CLEAN(arena_free) struct arena a = ARENA;
	bool set[HISTORY_WRITES] = { false }, settled = false, differ = false;
	size_t low = o->first[0], at = HISTORY_WRITES;
	struct merged mine, other;

	for (size_t j = 0; j < o->first_n; j++)
		if (history_order(
			o->h, o->h->w[o->first[j]].dot, o->h->w[low].dot) < 0)
			low = o->first[j];
	for (size_t s = 0; s < o->h->n; s++)
		settled = (set[s] = settles(o, s)) || settled;
	for (size_t j = 0; j < o->first_n && !settled; j++)
		set[o->first[j]] = true;
	oracle_maximal(o, set);
	for (size_t s = 0; s < o->h->n; s++)
		if (set[s] &&
		    (at == HISTORY_WRITES || history_order(o->h, o->h->w[s].dot,
						 o->h->w[at].dot) < 0))
			at = s;
	side(o, at, settled ? low : at, &a, &mine);
	for (size_t s = 0; s < o->h->n; s++) {
		if (!set[s])
			continue;
		side(o, s, settled ? low : s, &a, &other);
		differ = differ || !same_content(o, &mine, &other);
	}
	assert_int_equal(
	    differ, history_field(m, 3)->review == REVIEW_APPROVAL);
	assert_true(same_content(o, &mine, m));
}

void
oracle_amendments(const struct oracle *o, const struct merged *m)
{
	size_t n = 0;

	for (size_t i = 0; i < o->h->n; i++) {
		bool listed = false;

		for (size_t k = 0; k < m->amendments_n; k++)
			listed = listed || m->amendments[k] == o->h->w[i].dot;
		assert_int_equal(
		    listed, o->live[i] && o->late[i] && touches_content(o, i));
		n += listed;
	}
	assert_int_equal(n, m->amendments_n);
}
