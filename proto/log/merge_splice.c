/*
 * A splice stands on a version of its field, which may be a splice again:
 * the entries are a forest, whose roots are the writes that carry the whole
 * value.  The forest is walked from the roots, without recursion.  A text is
 * dropped as soon as no splice on it is left, and the largest branch is
 * walked last, so at most log2(n) texts are held besides those asked for.
 *
 * A splice cannot be read when its base is not among the entries or not in
 * its past, is itself unreadable or no text, when the place is outside the
 * base or inside a character, or when the result passes LIMIT_TEXT_BYTES.
 * No value (null) is the empty text.
 */
#include "proto/log/merge_work.h"

#include <stdlib.h>

#include "proto/limits.h"

#define NOBODY SIZE_MAX

struct node {
	size_t parent, child, next; /* NOBODY ends */
	size_t size;                /* of the branch */
	size_t waiting;             /* splices on it that are yet to come */
	bool splice, alive;
	uint8_t *own; /* the text of a splice */
	struct span text;
};

struct forest {
	const struct work *k;
	const struct entry *e;
	size_t n;
	struct node *node;
	size_t *stack;
	struct named {
		dot_t dot;
		size_t i;
	} * by_dot;
};

static int
cmp_dot(const void *x, const void *y)
{
	const struct named *a = x, *b = y;

	return (a->dot < b->dot ? -1 : a->dot > b->dot);
}

static const struct op *
op_of(const struct forest *f, size_t i)
{
	return (&f->k->w[f->e[i].w]->op);
}

static void
link_base(struct forest *f, size_t i)
{
	struct named key = { op_of(f, i)->base, 0 }, *base;

	base = bsearch(&key, f->by_dot, f->n, sizeof(key), cmp_dot);
	if (base == NULL || !merge_saw(f->k, f->e[base->i].w, f->e[i].w))
		return;
	f->node[i].parent = base->i;
	f->node[i].next = f->node[base->i].child;
	f->node[base->i].child = i;
	f->node[base->i].waiting++;
}

/* Push the splices on i, the largest branch first, so that it is walked last.
 */
static size_t
push(const struct forest *f, size_t i, size_t top)
{
	size_t heavy = f->node[i].child;

	if (heavy == NOBODY)
		return (top);
	for (size_t c = heavy; c != NOBODY; c = f->node[c].next)
		if (f->node[c].size > f->node[heavy].size)
			heavy = c;
	f->stack[top++] = heavy;
	for (size_t c = f->node[i].child; c != NOBODY; c = f->node[c].next)
		if (c != heavy)
			f->stack[top++] = c;
	return (top);
}

static void
weigh(struct forest *f, struct arena *s)
{
	size_t *order = arena_new(s, (f->n + 1) * sizeof(*order));
	size_t top = 0, n = 0;

	for (size_t i = 0; i < f->n; i++)
		if (f->node[i].parent == NOBODY)
			f->stack[top++] = i;
	while (top > 0) {
		size_t i = f->stack[--top];

		order[n++] = i;
		f->node[i].size = 1;
		for (size_t c = f->node[i].child; c != NOBODY;)
			f->stack[top++] = c, c = f->node[c].next;
	}
	while (n > 0) {
		size_t i = order[--n];

		if (f->node[i].parent != NOBODY)
			f->node[f->node[i].parent].size += f->node[i].size;
	}
}

static bool
boundary(struct span s, size_t at)
{
	return (at == s.n || (at < s.n && (s.p[at] & 0xc0) != 0x80));
}

static void
apply(struct forest *f, size_t i)
{
	struct node *me = &f->node[i], *up = &f->node[me->parent];
	const struct op *op = op_of(f, i);
	struct val v = f->e[i].v;
	size_t end = (size_t)op->at + op->del, rest;

	if (!up->alive || (v.kind != VAL_TEXT && v.kind != VAL_NULL) ||
	    !boundary(up->text, op->at) || !boundary(up->text, end))
		return;
	rest = up->text.n - end;
	if (op->at + v.s.n + rest > LIMIT_TEXT_BYTES)
		return;
	me->alive = true;
	me->own = mem_new(op->at + v.s.n + rest);
	if (op->at > 0)
		memcpy(me->own, up->text.p, op->at);
	if (v.s.n > 0)
		memcpy(me->own + op->at, v.s.p, v.s.n);
	if (rest > 0)
		memcpy(me->own + op->at + v.s.n, up->text.p + end, rest);
	me->text = span_of(me->own, op->at + v.s.n + rest);
}

static void
drop(struct node *x)
{
	if (x->waiting > 0)
		return;
	mem_free(x->own);
	x->own = NULL;
}

/* values: where the texts of those with keep[i] go; NULL when none is asked. */
static void
walk(struct forest *f, const bool *keep, struct entry *values)
{
	size_t top = 0;

	for (size_t i = 0; i < f->n; i++)
		if (f->node[i].parent == NOBODY)
			f->stack[top++] = i;
	while (top > 0) {
		size_t i = f->stack[--top];
		struct node *x = &f->node[i];

		top = push(f, i, top);
		if (x->parent != NOBODY) {
			apply(f, i);
			f->node[x->parent].waiting--;
			drop(&f->node[x->parent]);
		}
		if (x->splice && x->alive && values != NULL && keep[i])
			values[i].v = val_text(
			    span_of(arena_dup(f->k->a, x->text), x->text.n));
		drop(x);
	}
}

static void
plant(struct forest *f, struct arena *s)
{
	f->node = arena_new(s, (f->n + 1) * sizeof(*f->node));
	f->stack = arena_new(s, (f->n + 1) * sizeof(*f->stack));
	f->by_dot = arena_new(s, (f->n + 1) * sizeof(*f->by_dot));
	for (size_t i = 0; i < f->n; i++) {
		struct node *x = &f->node[i];
		struct val v = f->e[i].v;

		*x = (struct node){
			.parent = NOBODY, .child = NOBODY, .next = NOBODY
		};
		x->splice = op_of(f, i)->kind == OP_SPLICE;
		x->alive =
		    !x->splice && (v.kind == VAL_TEXT || v.kind == VAL_NULL);
		if (x->alive)
			x->text = v.s;
		f->by_dot[i] = (struct named){ f->k->w[f->e[i].w]->dot, i };
	}
	qsort(f->by_dot, f->n, sizeof(*f->by_dot), cmp_dot);
	for (size_t i = 0; i < f->n; i++)
		if (f->node[i].splice)
			link_base(f, i);
	weigh(f, s);
}

size_t
merge_splice_readable(
    const struct work *k, const struct entry *e, size_t n, struct entry *out)
{
	CLEAN(arena_free) struct arena s = ARENA;
	struct forest f = { .k = k, .e = e, .n = n };
	size_t m = 0;

	plant(&f, &s);
	walk(&f, NULL, NULL);
	for (size_t i = 0; i < n; i++)
		if (!f.node[i].splice || f.node[i].alive)
			out[m++] = e[i];
	return (m);
}

void
merge_splice_values(
    const struct work *k, struct entry *e, size_t n, const bool *keep)
{
	CLEAN(arena_free) struct arena s = ARENA;
	struct forest f = { .k = k, .e = e, .n = n };

	plant(&f, &s);
	walk(&f, keep, e);
}
