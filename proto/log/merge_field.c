#include "proto/log/merge_work.h"

#include <limits.h>

#include "proto/limits.h"

size_t
merge_field_maxima(
    const struct work *k, const struct entry *e, size_t n, size_t *out)
{
	size_t m = 0;

	for (size_t i = 0; i < n; i++) {
		bool under = false;
		size_t left = 0;

		for (size_t j = 0; j < m && !under; j++)
			under = merge_saw(k, e[i].w, e[out[j]].w);
		if (under)
			continue;
		for (size_t j = 0; j < m; j++)
			if (!merge_saw(k, e[out[j]].w, e[i].w))
				out[left++] = out[j];
		out[left++] = i;
		m = left;
	}
	return (m);
}

/* Highest rank; of equals the last, for m is in order(). */
static size_t
latest(const struct work *k, const struct entry *e, const size_t *m, size_t n)
{
	size_t best = m[0];

	for (size_t i = 1; i < n; i++)
		if (k->w[e[m[i]].w]->rank >= k->w[e[best].w]->rank)
			best = m[i];
	return (best);
}

/* The entry that is maximal in the intersection of the pasts of all of m; n
 * when there is none. */
static size_t
base_of(const struct work *k, const struct entry *e, size_t n, const size_t *m,
    size_t m_n)
{
	CLEAN(arena_free) struct arena s = ARENA;
	struct entry *c = arena_new(&s, n * sizeof(*c));
	size_t *at = arena_new(&s, n * sizeof(*at));
	size_t *top = arena_new(&s, n * sizeof(*top));
	size_t c_n = 0, t_n;

	for (size_t i = 0; i < n; i++) {
		bool all = true;

		for (size_t j = 0; j < m_n && all; j++)
			all = merge_saw(k, e[i].w, e[m[j]].w);
		if (!all)
			continue;
		at[c_n] = i;
		c[c_n++] = e[i];
	}
	t_n = merge_field_maxima(k, c, c_n, top);
	return (t_n == 0 ? n : at[latest(k, c, top, t_n)]);
}

static bool
spliced(const struct work *k, const struct entry *e, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (k->w[e[i].w]->op.kind == OP_SPLICE)
			return (true);
	return (false);
}

void
merge_field_versions(const struct work *k, const struct entry *e, size_t n,
    struct merged_field *mf)
{
	CLEAN(arena_free) struct arena s = ARENA;
	bool parts = spliced(k, e, n);
	struct entry *own = arena_new(&s, (n + 1) * sizeof(*own));
	size_t *m = arena_new(&s, (n + 1) * sizeof(*m));
	bool *keep = arena_new(&s, n + 1);
	size_t base;

	if (n > 0)
		memcpy(own, e, n * sizeof(*own));
	if (parts)
		n = merge_splice_readable(k, e, n, own);
	mf->n = merge_field_maxima(k, own, n, m);
	base = mf->n > 1 ? base_of(k, own, n, m, mf->n) : n;
	for (size_t i = 0; i < mf->n; i++)
		keep[m[i]] = true;
	keep[base] = true;
	if (parts)
		merge_splice_values(k, own, n, keep);
	mf->versions = arena_new(k->a, (mf->n + 1) * sizeof(*mf->versions));
	for (size_t i = 0; i < mf->n; i++) {
		const struct write *w = k->w[own[m[i]].w];

		mf->versions[i] =
		    (struct version){ w->dot, w->rank, own[m[i]].v };
	}
	mf->base = base < n ? own[base].v : val_null();
	mf->base_dot = base < n ? k->w[own[base].w]->dot : 0;
}

/* Where a value stands for the policies that show the least flattering; what
 * is lowest is shown. No value comes last. */
static int64_t
standing(const struct field *f, struct val v)
{
	bool terminal;

	if (v.kind != VAL_INT)
		return (INT64_MAX);
	if (f->show == SHOW_LEAST_ADVANCED)
		return (schema_advance(f, v.i, &terminal));
	return (v.i);
}

/* Two different ends: none may be picked. */
static bool
two_ends(const struct field *f, const struct merged_field *mf)
{
	const struct val *end = NULL;

	for (size_t i = 0; i < mf->n; i++) {
		const struct val *v = &mf->versions[i].v;
		bool terminal = false;

		if (v->kind != VAL_INT)
			continue;
		(void)schema_advance(f, v->i, &terminal);
		if (terminal && end != NULL && end->i != v->i)
			return (true);
		if (terminal)
			end = v;
	}
	return (false);
}

static void
judge_values(const struct field *f, struct merged_field *mf)
{
	const struct version *best = &mf->versions[0];
	bool ends = f->show == SHOW_LEAST_ADVANCED && two_ends(f, mf);

	mf->review = ends ? REVIEW_TERMINAL : REVIEW_VALUE;
	mf->shown = mf->base;
	if (ends || f->show == SHOW_BASE)
		return;
	for (size_t i = 1; i < mf->n; i++) {
		const struct version *v = &mf->versions[i];
		int64_t a = 0, b = 0;

		if (f->show != SHOW_LATEST) {
			a = standing(f, v->v);
			b = standing(f, best->v);
		}
		if (a < b || (a == b && v->rank >= best->rank))
			best = v;
	}
	mf->shown = best->v;
}

static err_t
judge_text(const struct work *k, struct merged_field *mf)
{
	struct span *texts, merged;
	bool overlap = false;
	size_t bytes = 0;

	mf->review = REVIEW_TEXT;
	mf->shown = mf->base;
	for (size_t i = 0; i < mf->n; i++)
		bytes += mf->versions[i].v.s.n;
	if (mf->n > LIMIT_SIBLINGS || bytes > LIMIT_MERGE_BYTES)
		return (NULL);
	texts = arena_new(k->a, mf->n * sizeof(*texts));
	for (size_t i = 0; i < mf->n; i++)
		texts[i] = mf->versions[i].v.s;
	TRY(merge_text(mf->base.s, texts, mf->n, k->a, &merged, &overlap));
	mf->shown = merged.n == 0 ? val_null() : val_text(merged);
	mf->review = overlap ? REVIEW_TEXT : REVIEW_NONE;
	return (NULL);
}

static err_t
judge(const struct work *k, const struct field *f, struct merged_field *mf)
{
	bool same = true, text = f->merge == MERGE_TEXT;

	for (size_t i = 0; i < mf->n; i++) {
		struct val v = mf->versions[i].v;

		same = same && val_eq(v, mf->versions[0].v);
		text = text && (v.kind == VAL_TEXT || v.kind == VAL_NULL);
	}
	if (same) {
		mf->shown = mf->n == 0 ? val_null() : mf->versions[0].v;
		return (NULL);
	}
	if (text && (mf->base.kind == VAL_TEXT || mf->base.kind == VAL_NULL))
		return (judge_text(k, mf));
	judge_values(f, mf);
	return (NULL);
}

/* The sum does not depend on the order even when it is out of range. */
static struct val
sum(const struct entry *e, size_t n)
{
	__extension__ __int128 s = 0;
	bool any = false;

	for (size_t i = 0; i < n; i++) {
		if (e[i].v.kind == VAL_INT) {
			s += e[i].v.i;
			any = true;
		}
	}
	if (!any)
		return (val_null());
	if (s > INT64_MAX)
		s = INT64_MAX;
	if (s < INT64_MIN)
		s = INT64_MIN;
	return (val_int((int64_t)s));
}

err_t
merge_field_one(const struct work *k, const struct entry *e, size_t n,
    struct merged_field *mf)
{
	*mf = (struct merged_field){ .field = n == 0 ? 0 : e->f->no };
	if (n == 0)
		return (NULL);
	switch (e->f->merge) {
	case MERGE_COUNT:
		mf->shown = sum(e, n);
		return (NULL);
	case MERGE_LIST:
		return (NULL);
	case MERGE_REG:
	case MERGE_TEXT:
	case MERGE_ONCE:
		merge_field_versions(k, e, n, mf);
		return (judge(k, e->f, mf));
	}
	return (NULL);
}
