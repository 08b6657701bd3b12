#include "proto/log/merge_work.h"

#include <stdlib.h>

static int
cmp_val(const struct val *a, const struct val *b)
{
	size_t n = a->s.n < b->s.n ? a->s.n : b->s.n;
	int c;

	if (a->kind != b->kind)
		return (a->kind < b->kind ? -1 : 1);
	if (a->kind == VAL_INT)
		return (a->i < b->i ? -1 : a->i > b->i);
	c = n == 0 ? 0 : memcmp(a->s.p, b->s.p, n);
	if (c != 0)
		return (c);
	return (a->s.n < b->s.n ? -1 : a->s.n > b->s.n);
}

static int
by_value(const void *x, const void *y)
{
	const struct entry *a = x, *b = y;
	int c = cmp_val(&a->v, &b->v);

	if (c != 0)
		return (c);
	return (a->w < b->w ? -1 : a->w > b->w);
}

/* The entries of one value, in order(). r and m are scratch for n each. */
static size_t
one_value(const struct work *k, const struct entry *e, size_t n,
    struct entry *r, size_t *m, struct merged_element *out)
{
	size_t r_n = 0, m_n, found = 0;

	for (size_t i = 0; i < n; i++)
		if (k->w[e[i].w]->op.kind == OP_REMOVE &&
		    (r_n == 0 || r[r_n - 1].w != e[i].w))
			r[r_n++] = e[i];
	m_n = merge_field_maxima(k, r, r_n, m);
	for (size_t i = 0; i < n; i++) {
		bool gone = k->w[e[i].w]->op.kind == OP_REMOVE ||
			    (i > 0 && e[i - 1].w == e[i].w);

		for (size_t j = 0; j < m_n && !gone; j++)
			gone = merge_saw(k, e[i].w, r[m[j]].w);
		if (!gone)
			out[found++] = (struct merged_element){ e->f->no, e->v,
				k->w[e[i].w]->dot, false };
	}
	for (size_t j = 0; j < m_n; j++)
		out[found++] = (struct merged_element){ e->f->no, e->v,
			k->w[r[m[j]].w]->dot, true };
	return (found);
}

size_t
merge_list_one(const struct work *k, const struct entry *e, size_t n,
    struct merged_element *out)
{
	CLEAN(arena_free) struct arena s = ARENA;
	struct entry *own = arena_new(&s, (n + 1) * sizeof(*own));
	struct entry *r = arena_new(&s, (n + 1) * sizeof(*r));
	size_t *m = arena_new(&s, (n + 1) * sizeof(*m));
	size_t own_n = 0, to, found = 0;

	for (size_t i = 0; i < n; i++)
		if (e[i].v.kind != VAL_NULL)
			own[own_n++] = e[i];
	qsort(own, own_n, sizeof(*own), by_value);
	for (size_t i = 0; i < own_n; i = to) {
		for (to = i + 1;
		     to < own_n && cmp_val(&own[to].v, &own[i].v) == 0;)
			to++;
		found += one_value(k, &own[i], to - i, r, m, &out[found]);
	}
	return (found);
}
