/*
 * cmd_review -- disputes as people review them: what all had seen, each value
 * with its author, and what was decided before.
 */
#include "proto/cmd/cmd.h"

#include "proto/cmd/cmd_parts.h"

struct looking {
	struct cmd *c;
	const struct record *r;
	struct arena *a;
	struct cmd_review *v;
	size_t n;
	struct held *held;
	size_t held_n;
};

static err_t
look(struct looking *x, uint32_t field, dot_t before, struct merged_field *m,
    bool *found)
{
	struct fold_ask ask = { x->r->entity, x->r->id, field, before };

	return (fold_look(x->c->st->f, &ask, x->a, m, found));
}

static struct cmd_review *
review_of(struct looking *x, uint32_t field)
{
	for (size_t i = 0; i < x->n; i++)
		if (x->v[i].field == field)
			return (&x->v[i]);
	must(x->n <= x->r->entity->n);
	x->v[x->n] = (struct cmd_review){ .field = field };
	return (&x->v[x->n++]);
}

static err_t
fill(struct looking *x, struct cmd_review *w, const struct merged_field *m)
{
	w->base = m->base;
	w->based = m->base_dot != 0;
	w->shown = m->shown;
	w->v = arena_new(x->a, (m->n + 1) * sizeof(*w->v));
	w->n = m->n;
	if (w->based) {
		w->before =
		    (struct cmd_version){ m->base_dot, m->base, .reason = "" };
		TRY(cmd_who(x->c, m->base_dot, x->a, &w->before.who));
	}
	for (size_t i = 0; i < m->n; i++) {
		w->v[i] = (struct cmd_version){ m->versions[i].dot,
			m->versions[i].v, .reason = "" };
		TRY(cmd_who(x->c, m->versions[i].dot, x->a, &w->v[i].who));
	}
	return (NULL);
}

static err_t
open_ones(struct looking *x)
{
	struct dispute *d;
	size_t n;

	TRY(state_disputes(x->c->st->l, x->r->space, x->a, &d, &n));
	for (size_t i = 0; i < n; i++) {
		struct merged_field m = { .n = 0 };
		struct cmd_review *w;
		bool found;

		if (d[i].record != x->r->id)
			continue;
		w = review_of(x, d[i].field);
		w->kind = d[i].kind;
		TRY(look(x, d[i].field, 0, &m, &found));
		if (found)
			TRY(fill(x, w, &m));
	}
	return (NULL);
}

/* ---- what was decided ---------------------------------------------------- */

/* The decisions of a field in the order in which they were made. */
static void
insert(struct looking *x, struct cmd_review *w, const struct cmd_version *d)
{
	struct cmd_version *v =
	    arena_new(x->a, (w->decided_n + 1) * sizeof(*v));
	size_t at = w->decided_n;

	while (at > 0 &&
	       (w->decided[at - 1].who.at > d->who.at ||
		   ledger_past(x->c->st->l, d->dot, w->decided[at - 1].dot)))
		at--;
	if (at > 0)
		memcpy(v, w->decided, at * sizeof(*v));
	v[at] = *d;
	if (w->decided_n > at)
		memcpy(v + at + 1, w->decided + at,
		    (w->decided_n - at) * sizeof(*v));
	w->decided = v;
	w->decided_n++;
}

static struct val
keep(struct arena *a, struct val v)
{
	if (v.kind == VAL_TEXT || v.kind == VAL_BLOB)
		v.s = span_of(arena_dup(a, v.s), v.s.n);
	return (v);
}

/* Only proposed, by somebody who may not decide? */
static bool
proposed(const struct looking *x, dot_t dot)
{
	for (size_t i = 0; i < x->held_n; i++)
		if (x->held[i].op == dot)
			return (true);
	return (false);
}

static err_t
decision(struct looking *x, dot_t dot)
{
	JSON_CLEAN root = NULL;
	struct ledger *l = x->c->st->l;
	struct cmd_version d = { .dot = dot };
	struct stored c;
	struct op op;
	err_t e;

	e = ledger_commit(l, dot, x->a, &c);
	if (e != NULL && e->code == ERR_MISSING)
		return (NULL);
	TRY(e);
	TRY(ledger_op(l, &c, dot_index(dot), x->a, &root, &op));
	if (op.kind != OP_RESOLVE || proposed(x, dot) ||
	    op.record != x->r->id || op.n != 1 ||
	    schema_field(x->r->entity, op.fv[0].field) == NULL)
		return (NULL);
	d.v = keep(x->a, op.fv[0].v);
	d.reason = arena_dup(x->a, op.reason);
	TRY(cmd_who(x->c, dot, x->a, &d.who));
	insert(x, review_of(x, op.fv[0].field), &d);
	return (NULL);
}

/* The last decision that ended a dispute, and those after it. */
static err_t
closed_one(struct looking *x, struct cmd_review *w)
{
	struct merged_field m = { .n = 0 };
	bool found = false;
	size_t i = w->decided_n;

	while (i > 0 && m.n < 2) {
		TRY(look(x, w->field, w->decided[--i].dot, &m, &found));
		if (!found)
			m.n = 0;
	}
	w->decided += i;
	w->decided_n -= i;
	if (m.n < 2)
		w->decided_n = 0;
	else
		TRY(fill(x, w, &m));
	TRY(look(x, w->field, 0, &m, &found));
	w->since = true;
	for (i = 0; found && w->decided_n > 0 && i < m.n; i++)
		if (m.versions[i].dot == w->decided[w->decided_n - 1].dot)
			w->since = false;
	return (NULL);
}

static err_t
closed_ones(struct looking *x)
{
	dot_t *dots;
	size_t n, k = 0;

	TRY(state_held(
	    x->c->st->l, x->r->space, false, x->a, &x->held, &x->held_n));
	TRY(state_touched(x->c->st->l, x->r->id, x->a, &dots, &n));
	for (size_t i = 0; i < n; i++)
		TRY(decision(x, dots[i]));
	for (size_t i = 0; i < x->n; i++) {
		if (x->v[i].kind == REVIEW_NONE)
			TRY(closed_one(x, &x->v[i]));
		if (x->v[i].n > 0 || x->v[i].kind != REVIEW_NONE)
			x->v[k++] = x->v[i];
	}
	x->n = k;
	return (NULL);
}

err_t
cmd_reviews(struct cmd *c, const struct record *r, struct arena *a,
    struct cmd_review **out, size_t *n)
{
	struct looking x = { .c = c, .r = r, .a = a };

	x.v = arena_new(a, (r->entity->n + 2) * sizeof(*x.v));
	TRY(open_ones(&x));
	TRY(closed_ones(&x));
	*out = x.v;
	*n = x.n;
	return (NULL);
}
