/*
 * Minutes are frozen when they are approved.  The first approvals are those
 * whose author saw no other.  Content that no first approval saw and that is
 * not part of its commit is not applied: it is an amendment.  Several first
 * approvals are a dispute when their contents differ; the content of the
 * lowest is shown until a resolution of the status that saw all of them,
 * which may bring the content it chooses in its own commit.
 */
#include "proto/log/merge_work.h"

#include <string.h>

#include "proto/domain/vocab.h"

static bool
content(const struct field *f)
{
	return (strcmp(f->name, "status") != 0 &&
		strcmp(f->name, "signatures") != 0 &&
		strncmp(f->name, "approved_", 9) != 0);
}

static bool
approves(const struct work *k, const struct entry *e)
{
	static const char *const names[] = { "approved", "signed",
		"published" };
	enum op_kind kind = k->w[e->w]->op.kind;
	const struct vocab *voc;
	const struct code *c;

	if (strcmp(e->f->name, "status") != 0 ||
	    (kind != OP_EDIT && kind != OP_RESOLVE) || e->v.kind != VAL_INT)
		return (false);
	must(e->f->vocab != NULL);
	voc = vocab_named(e->f->vocab);
	must(voc != NULL);
	c = vocab_code(voc, e->v.i);
	for (size_t i = 0; c != NULL && i < sizeof(names) / sizeof(*names); i++)
		if (strcmp(c->name, names[i]) == 0)
			return (true);
	return (false);
}

static bool
same_commit(const struct work *k, size_t i, size_t j)
{
	return (dot_commit(k->w[i]->dot) == dot_commit(k->w[j]->dot));
}

/* Was write w known to approval a, or done with it? */
static bool
within(const struct work *k, size_t w, size_t a)
{
	return (w == k->create || same_commit(k, w, a) || merge_saw(k, w, a));
}

static void
find_first(const struct work *k, struct freeze *z)
{
	z->first = arena_new(k->a, (k->e_n + 1) * sizeof(*z->first));
	for (size_t i = 0; i < k->e_n; i++) {
		size_t w = k->e[i].w, left = 0;
		bool later = false;

		if (!approves(k, &k->e[i]))
			continue;
		for (size_t j = 0; j < z->first_n && !later; j++)
			later = merge_saw(k, z->first[j], w);
		if (later)
			continue;
		for (size_t j = 0; j < z->first_n; j++)
			if (!merge_saw(k, w, z->first[j]))
				z->first[left++] = z->first[j];
		z->first[left++] = w;
		z->first_n = left;
	}
}

static bool
settles(const struct work *k, const struct freeze *z, const struct entry *e)
{
	if (strcmp(e->f->name, "status") != 0 ||
	    k->w[e->w]->op.kind != OP_RESOLVE)
		return (false);
	for (size_t j = 0; j < z->first_n; j++)
		if (!merge_saw(k, z->first[j], e->w))
			return (false);
	return (true);
}

static void
find_settled(const struct work *k, struct freeze *z)
{
	CLEAN(arena_free) struct arena s = ARENA;
	struct entry *c = arena_new(&s, (k->e_n + 1) * sizeof(*c));
	size_t *m = arena_new(&s, (k->e_n + 1) * sizeof(*m));
	size_t n = 0;

	z->settle = arena_new(k->a, (k->e_n + 1) * sizeof(*z->settle));
	z->stand = z->first;
	z->stand_n = z->first_n;
	for (size_t i = 0; i < k->e_n && z->first_n > 1; i++)
		if (settles(k, z, &k->e[i]))
			c[n++] = k->e[i];
	for (size_t i = 0; i < n; i++)
		z->settle[z->settle_n++] = c[i].w;
	if (n == 0)
		return;
	z->stand_n = merge_field_maxima(k, c, n, m);
	z->stand = arena_new(k->a, z->stand_n * sizeof(*z->stand));
	for (size_t i = 0; i < z->stand_n; i++)
		z->stand[i] = c[m[i]].w;
}

static bool
applied(const struct work *k, const struct freeze *z, size_t w)
{
	for (size_t j = 0; j < z->first_n; j++)
		if (within(k, w, z->first[j]))
			return (true);
	for (size_t j = 0; j < z->settle_n; j++)
		if (same_commit(k, w, z->settle[j]))
			return (true);
	return (false);
}

void
merge_minutes_freeze(struct work *k, struct freeze *z, struct merged *out)
{
	bool *late = arena_new(k->a, k->n + 1);
	size_t n = 0;

	find_first(k, z);
	if (z->first_n == 0)
		return;
	find_settled(k, z);
	for (size_t i = 0; i < k->e_n; i++) {
		size_t w = k->e[i].w;

		if (content(k->e[i].f) && !applied(k, z, w))
			late[w] = true;
		else
			k->e[n++] = k->e[i];
	}
	k->e_n = n;
	out->amendments =
	    arena_new(k->a, (k->n + 1) * sizeof(*out->amendments));
	for (size_t w = 0; w < k->n; w++)
		if (late[w])
			out->amendments[out->amendments_n++] = k->w[w]->dot;
}

/* Does write w belong to the content that stands by z->stand[c]? */
static bool
stands(const struct work *k, const struct freeze *z, size_t c, size_t w)
{
	size_t s = z->stand[c];

	if (z->settle_n == 0)
		return (within(k, w, s));
	if (within(k, w, z->first[0]))
		return (true);
	for (size_t j = 0; j < z->settle_n; j++)
		if (same_commit(k, w, z->settle[j]) &&
		    (z->settle[j] == s || merge_saw(k, z->settle[j], s)))
			return (true);
	return (false);
}

bool
merge_minutes_shows(const struct work *k, const struct freeze *z,
    const struct field *f, size_t w)
{
	return (z->first_n < 2 || !content(f) || stands(k, z, 0, w));
}

/* What one side's content says of a field: its register, and its elements. */
struct side {
	struct merged_field mf;
	struct merged_element *list;
	size_t n;
};

static err_t
side_take(const struct work *k, const struct freeze *z, size_t c,
    const struct entry *e, size_t n, struct side *s)
{
	struct entry *own = arena_new(k->a, (n + 1) * sizeof(*own));
	size_t m = 0, all;

	*s = (struct side){ .n = 0 };
	for (size_t i = 0; i < n; i++)
		if (stands(k, z, c, e[i].w))
			own[m++] = e[i];
	TRY(merge_field_one(k, own, m, &s->mf));
	s->list = arena_new(k->a, (m + 1) * sizeof(*s->list));
	all =
	    e->f->merge == MERGE_LIST ? merge_list_one(k, own, m, s->list) : 0;
	for (size_t i = 0; i < all; i++)
		if (!s->list[i].removed &&
		    (s->n == 0 || !val_eq(s->list[s->n - 1].v, s->list[i].v)))
			s->list[s->n++] = s->list[i];
	return (NULL);
}

static bool
side_eq(const struct side *a, const struct side *b)
{
	bool eq = val_eq(a->mf.shown, b->mf.shown) && a->n == b->n;

	for (size_t i = 0; eq && i < a->n; i++)
		eq = val_eq(a->list[i].v, b->list[i].v);
	return (eq);
}

/* Show the lowest side of one field; *differ when another says otherwise. */
static err_t
compare(const struct work *k, const struct freeze *z, const struct entry *e,
    size_t n, struct merged_field *mf, bool *differ)
{
	struct side low, high;

	TRY(side_take(k, z, 0, e, n, &low));
	for (size_t c = 1; c < z->stand_n && !*differ; c++) {
		TRY(side_take(k, z, c, e, n, &high));
		*differ = !side_eq(&low, &high);
	}
	mf->shown = low.mf.shown;
	return (NULL);
}

static struct merged_field *
find(const struct merged *out, const char *name, const struct entity *en)
{
	const struct field *f = schema_field_named(en, name);

	for (size_t i = 0; f != NULL && i < out->n; i++)
		if (out->fields[i].field == f->no)
			return (&out->fields[i]);
	return (NULL);
}

err_t
merge_minutes_show(
    const struct work *k, const struct freeze *z, struct merged *out)
{
	struct merged_field *status;
	bool differ = false;
	size_t to;

	for (size_t i = 0; z->first_n > 0 && i < k->e_n; i = to) {
		struct merged_field *mf =
		    find(out, k->e[i].f->name, k->in->entity);

		for (to = i + 1; to < k->e_n && k->e[to].f == k->e[i].f;)
			to++;
		if (mf == NULL || !content(k->e[i].f))
			continue;
		mf->review = REVIEW_NONE;
		if (z->first_n > 1)
			TRY(compare(k, z, &k->e[i], to - i, mf, &differ));
	}
	if (differ) {
		status = find(out, "status", k->in->entity);
		must(status != NULL);
		status->review = REVIEW_APPROVAL;
	}
	return (NULL);
}
