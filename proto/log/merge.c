#include "proto/log/merge_work.h"

#include <stdlib.h>
#include <string.h>

bool
merge_saw(const struct work *k, size_t i, size_t j)
{
	dot_t a = k->w[i]->dot, b = k->w[j]->dot;

	if (i == j || j == k->create)
		return (false);
	if (i == k->create)
		return (true);
	if (dot_commit(a) == dot_commit(b))
		return (dot_index(a) < dot_index(b));
	return (k->in->past(k->in->ctx, a, b));
}

static bool
counts(const struct merge_in *in, const struct write *w)
{
	if (w->held || (w->op.entity != 0 && w->op.entity != in->entity->no))
		return (false);
	switch (w->op.kind) {
	case OP_CREATE:
	case OP_EDIT:
	case OP_ADD:
	case OP_REMOVE:
	case OP_COUNT:
	case OP_SPLICE:
	case OP_RESOLVE:
		return (true);
	case OP_VOID:
		return (w->op.state >= LIFE_LIVE && w->op.state <= LIFE_ERASED);
	case OP_DECIDE:
	case OP_ALIAS:
	case OP_ERASED:
	case OP_UNKNOWN:
		return (false);
	}
	return (false);
}

static int
by_order(const void *x, const void *y, void *ctx)
{
	const struct merge_in *in = ctx;
	const struct write *a = *(const struct write *const *)x;
	const struct write *b = *(const struct write *const *)y;

	return (in->order(in->ctx, a->dot, b->dot));
}

static void
sort_writes(struct work *k, struct merge_in *in)
{
	bool sorted = true;

	k->w = arena_new(k->a, (in->n + 1) * sizeof(void *));
	for (size_t i = 0; i < in->n; i++) {
		if (!counts(in, &in->writes[i]))
			continue;
		k->w[k->n++] = &in->writes[i];
		if (k->n > 1 && sorted)
			sorted =
			    by_order(&k->w[k->n - 2], &k->w[k->n - 1], in) < 0;
	}
	if (!sorted)
		qsort_r(k->w, k->n, sizeof(void *), by_order, in);
	k->create = k->n;
	for (size_t i = 0; i < k->n; i++) {
		if (k->w[i]->op.kind != OP_CREATE)
			continue;
		must(k->create == k->n);
		k->create = i;
	}
}

/* Does an op of this kind say anything about a field of this rule? */
static bool
speaks(enum op_kind kind, enum field_merge merge)
{
	if (kind == OP_CREATE)
		return (true);
	if (merge == MERGE_LIST)
		return (kind == OP_ADD || kind == OP_REMOVE);
	if (merge == MERGE_COUNT)
		return (kind == OP_COUNT);
	return (merge != MERGE_ONCE &&
		(kind == OP_EDIT || kind == OP_RESOLVE || kind == OP_SPLICE));
}

static int
by_field(const void *x, const void *y)
{
	const struct entry *a = x, *b = y;

	if (a->f->no != b->f->no)
		return (a->f->no < b->f->no ? -1 : 1);
	if (a->w != b->w)
		return (a->w < b->w ? -1 : 1);
	return (a->seq < b->seq ? -1 : a->seq > b->seq);
}

static bool
many(const struct field *f)
{
	return (f->merge == MERGE_LIST || f->merge == MERGE_COUNT);
}

/* Take the writes apart. A creation says null of what it does not name. */
static void
sort_entries(struct work *k)
{
	const struct entity *en = k->in->entity;
	size_t room = en->n, n = 0;

	for (size_t i = 0; i < k->n; i++)
		room += k->w[i]->op.n;
	k->e = arena_new(k->a, (room + 1) * sizeof(*k->e));
	for (size_t j = 0; j < en->n && k->create < k->n; j++)
		k->e[k->e_n++] =
		    (struct entry){ k->create, 0, &en->fields[j], val_null() };
	for (size_t i = 0; i < k->n; i++) {
		const struct op *op = &k->w[i]->op;
		size_t last = op->kind == OP_SPLICE && op->n > 1 ? 1 : op->n;

		for (size_t j = 0; j < last && op->kind != OP_VOID; j++) {
			const struct field *f =
			    schema_field(en, op->fv[j].field);

			if (f != NULL && speaks(op->kind, f->merge))
				k->e[k->e_n++] =
				    (struct entry){ i, j + 1, f, op->fv[j].v };
		}
	}
	qsort(k->e, k->e_n, sizeof(*k->e), by_field);
	for (size_t i = 0; i < k->e_n; i++)
		if (i + 1 == k->e_n || many(k->e[i].f) ||
		    k->e[i].f != k->e[i + 1].f || k->e[i].w != k->e[i + 1].w)
			k->e[n++] = k->e[i];
	k->e_n = n;
}

/* Is there no work on the record that the author of void v did not know and
 * that did not know of v? */
static bool
void_covers(const struct work *k, size_t v)
{
	for (size_t i = 0; i < k->n; i++)
		if (k->w[i]->op.kind != OP_VOID && !merge_saw(k, i, v) &&
		    !merge_saw(k, v, i))
			return (false);
	return (true);
}

/*
 * What the maximal voids say.  One that somebody worked beside does not hide
 * that work: the record stays alive, under review.  Blocking and erasure are
 * duties of law and stand; they are reviewed all the same.
 */
static enum life
void_state(const struct work *k, const struct entry *e, const size_t *m,
    size_t n, enum review *review)
{
	int64_t top = LIFE_LIVE;
	bool alone = true, covered = false;

	for (size_t i = 0; i < n; i++) {
		alone = alone && e[m[i]].v.i == e[m[0]].v.i;
		if (e[m[i]].v.i > top)
			top = e[m[i]].v.i;
	}
	*review = REVIEW_NONE;
	if (top == LIFE_LIVE)
		return (LIFE_LIVE);
	for (size_t i = 0; alone && !covered && i < n; i++)
		covered = void_covers(k, e[m[i]].w);
	if (covered)
		return ((enum life)top);
	*review = REVIEW_VOID;
	return (top > LIFE_VOIDED ? (enum life)top : LIFE_LIVE);
}

static void
merge_life(const struct work *k, struct merged *out)
{
	struct merged_field mf = { .field = FIELD_LIFE };
	struct entry *e;
	size_t n = 0, *m;
	enum life life;

	out->life = k->create < k->n ? LIFE_LIVE : LIFE_ABSENT;
	for (size_t i = 0; i < k->n; i++)
		n += k->w[i]->op.kind == OP_VOID;
	if (n == 0)
		return;
	e = arena_new(k->a, n * sizeof(*e));
	m = arena_new(k->a, n * sizeof(*m));
	n = 0;
	for (size_t i = 0; i < k->n; i++)
		if (k->w[i]->op.kind == OP_VOID)
			e[n++] = (struct entry){ i, 0, NULL,
				val_int(k->w[i]->op.state) };
	merge_field_versions(k, e, n, &mf);
	life = void_state(k, e, m, merge_field_maxima(k, e, n, m), &mf.review);
	mf.shown = val_int(life);
	if (out->life != LIFE_ABSENT)
		out->life = life;
	out->fields[out->n++] = mf;
}

/* One field's entries; of minutes, a list shows what was approved. */
static err_t
merge_run(const struct work *k, const struct freeze *z, const struct entry *e,
    size_t n, struct merged *out)
{
	struct merged_field mf = { 0 };
	struct entry *s;
	size_t m = 0;

	TRY(merge_field_one(k, e, n, &mf));
	if (mf.n > 0 || many(e->f))
		out->fields[out->n++] = mf;
	if (e->f->merge != MERGE_LIST)
		return (NULL);
	s = arena_new(k->a, n * sizeof(*s));
	for (size_t i = 0; i < n; i++)
		if (merge_minutes_shows(k, z, e->f, e[i].w))
			s[m++] = e[i];
	out->elements_n +=
	    merge_list_one(k, s, m, &out->elements[out->elements_n]);
	return (NULL);
}

err_t
merge_record(const struct merge_in *in, struct arena *a, struct merged *out)
{
	struct merge_in own = *in;
	struct work k = { .in = in, .a = a };
	struct freeze z = { 0 };
	size_t to;

	*out = (struct merged){ .life = LIFE_ABSENT };
	sort_writes(&k, &own);
	sort_entries(&k);
	out->fields = arena_new(a, (in->entity->n + 1) * sizeof(*out->fields));
	out->elements = arena_new(a, (k.e_n + 1) * sizeof(*out->elements));
	merge_life(&k, out);
	if (strcmp(in->entity->name, "minutes") == 0)
		merge_minutes_freeze(&k, &z, out);
	for (size_t i = 0; i < k.e_n; i = to) {
		for (to = i + 1; to < k.e_n && k.e[to].f == k.e[i].f;)
			to++;
		TRY(merge_run(&k, &z, &k.e[i], to - i, out));
	}
	return (merge_minutes_show(&k, &z, out));
}
