#include "tests/unit/oracle.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

bool
oracle_saw(const struct oracle *o, size_t i, size_t j)
{
	const struct write *a = &o->h->w[i], *b = &o->h->w[j];

	if (i == j || b->op.kind == OP_CREATE)
		return (false);
	if (a->op.kind == OP_CREATE)
		return (true);
	if (dot_commit(a->dot) == dot_commit(b->dot))
		return (a->dot < b->dot);
	return (history_past(o->h, a->dot, b->dot));
}

bool
oracle_same_commit(const struct oracle *o, size_t i, size_t j)
{
	return (dot_commit(o->h->w[i].dot) == dot_commit(o->h->w[j].dot));
}

bool
oracle_content(const struct oracle *o, const struct field *f)
{
	return (strcmp(o->h->entity->name, "minutes") == 0 && f->no != 3 &&
		f->no < 7);
}

static bool splice_read(struct oracle *o, size_t i, const struct field *f);

/* Does write i give register f a value, and which? */
static bool
writes(struct oracle *o, size_t i, const struct field *f, struct val *v)
{
	const struct op *op = &o->h->w[i].op;
	bool found = op->kind == OP_CREATE;

	*v = val_null();
	if (!o->live[i] || (oracle_content(o, f) && o->late[i]))
		return (false);
	if (op->kind != OP_CREATE &&
	    (f->merge == MERGE_ONCE ||
		(op->kind != OP_EDIT && op->kind != OP_RESOLVE &&
		    op->kind != OP_SPLICE)))
		return (false);
	for (size_t k = 0; k < op->n; k++)
		if (op->fv[k].field == f->no) {
			*v = op->fv[k].v;
			found = true;
		}
	if (found && op->kind == OP_SPLICE) {
		found = splice_read(o, i, f);
		*v = o->full[i];
	}
	return (found);
}

static bool
inside(struct span s, size_t at)
{
	return (at <= s.n && (at == s.n || (s.p[at] & 0xc0) != 0x80));
}

static bool
splice_read(struct oracle *o, size_t i, const struct field *f)
{
	const struct write *w = &o->h->w[i];
	struct val base = val_null();
	char s[1024];
	size_t n, end = w->op.at + w->op.del;

	if (o->text[i] != 0)
		return (o->text[i] > 0);
	o->text[i] = -1;
	for (size_t b = 0; b < o->h->n; b++) {
		if (o->h->w[b].dot != w->op.base || !oracle_saw(o, b, i) ||
		    !writes(o, b, f, &base) || !inside(base.s, w->op.at) ||
		    !inside(base.s, end))
			continue;
		n = (size_t)snprintf(s, sizeof(s), "%.*s%.*s%.*s",
		    (int)w->op.at, base.s.n ? (const char *)base.s.p : "",
		    (int)w->op.fv[0].v.s.n,
		    w->op.fv[0].v.s.n ? (const char *)w->op.fv[0].v.s.p : "",
		    (int)(base.s.n - end),
		    base.s.n ? (const char *)base.s.p + end : "");
		assert_true(n < sizeof(s));
		o->full[i] =
		    val_text(span_of(arena_dup(&o->h->a, span_of(s, n)), n));
		o->text[i] = 1;
	}
	return (o->text[i] > 0);
}

/* Of the writes in set, those no other of them saw; the same set again. */
void
oracle_maximal(const struct oracle *o, bool *set)
{
	bool top[HISTORY_WRITES] = { false };

	for (size_t i = 0; i < o->h->n; i++) {
		top[i] = set[i];
		for (size_t j = 0; j < o->h->n; j++)
			if (set[j] && oracle_saw(o, i, j))
				top[i] = false;
	}
	memcpy(set, top, sizeof(top));
}

/* Highest rank in set, ties by order(); -1 when it is empty. */
static int
highest(const struct oracle *o, const bool *set)
{
	int best = -1;

	for (size_t i = 0; i < o->h->n; i++) {
		const struct write *w = &o->h->w[i], *b;

		if (!set[i])
			continue;
		b = best < 0 ? w : &o->h->w[best];
		if (best < 0 || w->rank > b->rank ||
		    (w->rank == b->rank &&
			history_order(o->h, w->dot, b->dot) > 0))
			best = (int)i;
	}
	return (best);
}

/* The set of versions is the set of maximal writes, and base is the base. */
static void
check_versions(struct oracle *o, const struct merged_field *mf, bool *set,
    const struct val *v)
{
	bool all[HISTORY_WRITES], common[HISTORY_WRITES] = { false };
	size_t n = 0;
	int base;

	memcpy(all, set, sizeof(all));
	oracle_maximal(o, set);
	for (size_t i = 0; i < o->h->n; i++)
		n += set[i];
	assert_int_equal(mf->n, n);
	for (size_t k = 0; k < mf->n; k++) {
		bool found = false;

		for (size_t i = 0; i < o->h->n && !found; i++)
			found = set[i] &&
				o->h->w[i].dot == mf->versions[k].dot &&
				o->h->w[i].rank == mf->versions[k].rank &&
				val_eq(v[i], mf->versions[k].v);
		assert_true(found);
		assert_true(
		    k == 0 || history_order(o->h, mf->versions[k - 1].dot,
				  mf->versions[k].dot) < 0);
	}
	for (size_t i = 0; i < o->h->n && n > 1; i++) {
		common[i] = all[i];
		for (size_t m = 0; m < o->h->n; m++)
			if (set[m] && !oracle_saw(o, i, m))
				common[i] = false;
	}
	oracle_maximal(o, common);
	base = highest(o, common);
	assert_int_equal(mf->base_dot, base < 0 ? 0 : o->h->w[base].dot);
	assert_true(val_eq(mf->base, base < 0 ? val_null() : v[base]));
}

static int64_t
key(const struct field *f, struct val v)
{
	bool end;

	if (f->show == SHOW_LATEST)
		return (0);
	if (v.kind != VAL_INT)
		return (INT64_MAX);
	return (f->show == SHOW_LEAST_ADVANCED ? schema_advance(f, v.i, &end)
					       : v.i);
}

static void
check_shown(struct oracle *o, const struct field *f,
    const struct merged_field *mf, const bool *set, const struct val *v)
{
	bool same = true, ends = false, best[HISTORY_WRITES] = { false };
	int64_t low = INT64_MAX;

	for (size_t i = 0; i < o->h->n; i++)
		for (size_t j = 0; set[i] && j < o->h->n; j++) {
			bool a = false, b = false;

			if (!set[j] || val_eq(v[i], v[j]))
				continue;
			same = false;
			if (f->show == SHOW_LEAST_ADVANCED &&
			    v[i].kind == VAL_INT && v[j].kind == VAL_INT) {
				(void)schema_advance(f, v[i].i, &a);
				(void)schema_advance(f, v[j].i, &b);
			}
			ends = ends || (a && b);
		}
	for (size_t i = 0; i < o->h->n; i++)
		if (set[i] && key(f, v[i]) < low)
			low = key(f, v[i]);
	for (size_t i = 0; i < o->h->n; i++)
		best[i] = set[i] && key(f, v[i]) == low;
	if (same) {
		assert_int_equal(mf->review, REVIEW_NONE);
		assert_true(val_eq(mf->shown, mf->versions[0].v));
	} else if (f->merge == MERGE_TEXT) {
		assert_true(
		    mf->review == REVIEW_NONE || mf->review == REVIEW_TEXT);
	} else {
		assert_int_equal(
		    mf->review, ends ? REVIEW_TERMINAL : REVIEW_VALUE);
		assert_true(val_eq(mf->shown, ends || f->show == SHOW_BASE
						  ? mf->base
						  : v[highest(o, best)]));
	}
}

static void
check_register(struct oracle *o, const struct field *f, const struct merged *m)
{
	const struct merged_field *mf = history_field(m, f->no);
	bool set[HISTORY_WRITES] = { false }, any = false;
	struct val v[HISTORY_WRITES];

	for (size_t i = 0; i < o->h->n; i++) {
		set[i] = writes(o, i, f, &v[i]);
		any = any || set[i];
	}
	assert_int_equal(any, mf != NULL);
	if (!any)
		return;
	check_versions(o, mf, set, v);
	if (oracle_content(o, f) && o->first_n > 0)
		assert_int_equal(mf->review, REVIEW_NONE);
	else if (mf->review != REVIEW_APPROVAL)
		check_shown(o, f, mf, set, v);
}

/* Does write i add (or remove) value v of list f? */
static bool
adds(const struct oracle *o, size_t i, const struct field *f, struct val v,
    bool remove)
{
	const struct op *op = &o->h->w[i].op;

	if (!o->live[i] || (oracle_content(o, f) && o->late[i]) ||
	    (remove ? op->kind != OP_REMOVE
		    : op->kind != OP_ADD && op->kind != OP_CREATE))
		return (false);
	for (size_t k = 0; k < op->n; k++)
		if (op->fv[k].field == f->no && val_eq(op->fv[k].v, v))
			return (true);
	return (false);
}

static bool
has_element(const struct merged *m, uint32_t field, struct val v, dot_t dot,
    bool removed)
{
	size_t n = 0;

	for (size_t i = 0; i < m->elements_n; i++)
		n += m->elements[i].field == field &&
		     m->elements[i].dot == dot &&
		     m->elements[i].removed == removed &&
		     val_eq(m->elements[i].v, v);
	assert_true(n <= 1);
	return (n == 1);
}

static void
check_list(struct oracle *o, const struct field *f, const struct merged *m)
{
	size_t found = 0, listed = 0;

	for (int64_t x = 1; x <= 6; x++) {
		struct val v = val_int(x);
		bool rm[HISTORY_WRITES] = { false };

		for (size_t i = 0; i < o->h->n; i++)
			rm[i] = adds(o, i, f, v, true);
		oracle_maximal(o, rm);
		for (size_t i = 0; i < o->h->n; i++) {
			bool in = adds(o, i, f, v, false);

			for (size_t j = 0; j < o->h->n; j++)
				in = in && !(adds(o, j, f, v, true) &&
					       oracle_saw(o, i, j));
			found += in + rm[i];
			assert_int_equal(in,
			    has_element(m, f->no, v, o->h->w[i].dot, false));
			assert_int_equal(rm[i],
			    has_element(m, f->no, v, o->h->w[i].dot, true));
		}
	}
	for (size_t i = 0; i < m->elements_n; i++)
		listed += m->elements[i].field == f->no;
	assert_int_equal(found, listed);
}

static void
check_count(
    const struct oracle *o, const struct field *f, const struct merged *m)
{
	const struct merged_field *mf = history_field(m, f->no);
	int64_t sum = 0;
	bool any = false;

	for (size_t i = 0; i < o->h->n; i++) {
		const struct op *op = &o->h->w[i].op;

		any = any || (o->live[i] && op->kind == OP_CREATE);
		if (!o->live[i] ||
		    (op->kind != OP_CREATE && op->kind != OP_COUNT))
			continue;
		for (size_t k = 0; k < op->n; k++)
			if (op->fv[k].field == f->no) {
				sum += op->fv[k].v.i;
				any = true;
			}
	}
	assert_int_equal(any, mf != NULL);
	assert_true(mf == NULL || mf->shown.i == sum);
}

static void
check_life(struct oracle *o, const struct merged *m)
{
	const struct merged_field *mf = history_field(m, FIELD_LIFE);
	bool top[HISTORY_WRITES] = { false }, voided = false, live = false;
	bool covered = false, created = false;
	struct val v[HISTORY_WRITES];

	for (size_t i = 0; i < o->h->n; i++) {
		created =
		    created || (o->live[i] && o->h->w[i].op.kind == OP_CREATE);
		v[i] = val_int(o->h->w[i].op.state);
		top[i] = o->live[i] && o->h->w[i].op.kind == OP_VOID;
		live = live || top[i];
	}
	assert_int_equal(live, mf != NULL);
	assert_true(created || m->life == LIFE_ABSENT);
	if (mf == NULL) {
		assert_true(!created || m->life == LIFE_LIVE);
		return;
	}
	check_versions(o, mf, top, v);
	live = false;
	for (size_t i = 0; i < o->h->n; i++) {
		bool all = top[i] && v[i].i == LIFE_VOIDED;

		live = live || (top[i] && v[i].i == LIFE_LIVE);
		voided = voided || all;
		for (size_t j = 0; j < o->h->n; j++)
			if (o->live[j] && o->h->w[j].op.kind != OP_VOID &&
			    !oracle_saw(o, i, j) && !oracle_saw(o, j, i))
				all = false;
		covered = covered || all;
	}
	assert_int_equal(
	    mf->shown.i, voided && !live && covered ? LIFE_VOIDED : LIFE_LIVE);
	assert_int_equal(mf->review,
	    voided && (live || !covered) ? REVIEW_VOID : REVIEW_NONE);
	assert_true(!created || m->life == (enum life)mf->shown.i);
}

void
oracle_check(struct history *h, const struct merged *m)
{
	struct oracle o = { .h = h };

	for (size_t i = 0; i < h->n; i++)
		o.live[i] = !h->w[i].held && h->w[i].op.kind != OP_UNKNOWN;
	oracle_freeze(&o);
	oracle_amendments(&o, m);
	if (o.first_n > 1)
		oracle_approvals(&o, m);
	check_life(&o, m);
	for (size_t i = 0; i < h->entity->n; i++) {
		const struct field *f = &h->entity->fields[i];

		if (f->merge == MERGE_COUNT)
			check_count(&o, f, m);
		else if (f->merge != MERGE_LIST)
			check_register(&o, f, m);
		else if (!oracle_content(&o, f) || o.first_n < 2)
			check_list(&o, f, m);
	}
}
