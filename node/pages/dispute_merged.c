/*
 * dispute_merged -- what the same people changed at the same time and what
 * needed no decision.
 */
#include "node/pages/dispute_in.h"
#include "proto/base/text.h"

#define SHOWN 40

struct merging {
	const struct dispute_at *x;
	struct dispute_view *v;
	struct {
		uint32_t field;
		struct val val;
	} seen[SHOWN]; /* beside v->merged */
};

/* Did neither know of the other? */
static bool
beside(const struct dispute_at *x, dot_t dot)
{
	struct ledger *l = x->p->o->st.l;

	for (size_t i = 0; i < x->n; i++) {
		for (size_t k = 0; k < x->v[i].n; k++) {
			dot_t v = x->v[i].v[k].dot;

			if (dot_commit(v) != dot_commit(dot) &&
			    !ledger_past(l, v, dot) && !ledger_past(l, dot, v))
				return (true);
		}
	}
	return (false);
}

static bool
disputed(const struct dispute_at *x, uint32_t field)
{
	for (size_t i = 0; i < x->n; i++)
		if (x->v[i].field == field)
			return (true);
	return (false);
}

static const char *
from(struct page *p, const struct cmd_who *w)
{
	return (arena_fmt(p->a, "%s, %s", marks_person(p, w->actor), w->pc));
}

static err_t
add(struct merging *m, const struct field *f, struct val v,
    const struct cmd_who *w)
{
	struct page *p = m->x->p;
	struct dispute_view *to = m->v;
	struct dispute_merged *d;

	for (size_t i = 0; i < to->merged_n; i++) {
		if (m->seen[i].field != f->no || !val_eq(m->seen[i].val, v))
			continue;
		to->merged[i].who =
		    page_tr(p, "igual en ambas", "the same in both");
		return (NULL);
	}
	if (to->merged_n == SHOWN)
		return (NULL);
	m->seen[to->merged_n].field = f->no;
	m->seen[to->merged_n].val = v;
	d = &to->merged[to->merged_n++];
	d->label = page_label(p, f);
	d->who = from(p, w);
	TRY(page_value(p, f, v, &d->value));
	d->value = d->value[0] == '\0'
		       ? "—"
		       : text_short(p->a, span_str(d->value), 90);
	return (NULL);
}

static err_t
told(void *ctx, const struct cmd_told *t)
{
	struct merging *m = ctx;
	const struct dispute_at *x = m->x;
	const struct op *op = t->op;

	if (t->held != NULL || op->kind == OP_CREATE ||
	    op->kind == OP_RESOLVE || !beside(x, t->dot))
		return (NULL);
	for (size_t i = 0; i < op->n; i++) {
		const struct field *f =
		    schema_field(x->r->entity, op->fv[i].field);
		struct val v = op->fv[i].v;

		if (f == NULL || disputed(x, f->no))
			continue;
		/* Of a text both parts stand in what is shown. */
		if (f->merge == MERGE_TEXT)
			v = x->r->v[f->no - 1];
		if (v.kind == VAL_TEXT)
			v.s = span_of(arena_dup(x->p->a, v.s), v.s.n);
		TRY(add(m, f, v, &t->who));
	}
	return (NULL);
}

/* ---- records that belong to it ------------------------------------------ */

struct counting {
	const struct dispute_at *x;
	const char *pc[8];
	size_t n[8], kinds;
};

static err_t
child(void *ctx, const struct record *r)
{
	struct counting *c = ctx;
	struct page *p = c->x->p;
	struct cmd_who w;
	size_t i = 0;

	if (!beside(c->x, r->id))
		return (NULL);
	TRY(cmd_who(&p->c, r->id, p->a, &w));
	while (i < c->kinds && strcmp(c->pc[i], from(p, &w)) != 0)
		i++;
	if (i == sizeof(c->n) / sizeof(c->n[0]))
		return (NULL);
	if (i == c->kinds) {
		c->pc[i] = from(p, &w);
		c->kinds++;
	}
	c->n[i]++;
	return (NULL);
}

static err_t
children(struct merging *m, const struct entity *e)
{
	const struct dispute_at *x = m->x;
	struct page *p = x->p;
	struct counting c = { .x = x };
	struct cond of = { schema_field(e, e->parent), val_int(x->r->id) };
	struct dispute_merged *d;
	const char *all = "";

	TRY(state_find(p->o->st.l, e, &of, 1, false, p->a, child, &c));
	if (c.kinds == 0 || m->v->merged_n == SHOWN)
		return (NULL);
	for (size_t i = 0; i < c.kinds; i++)
		all = arena_fmt(p->a, "%s%s%zu (%s)", all, i == 0 ? "" : ", ",
		    c.n[i], c.pc[i]);
	d = &m->v->merged[m->v->merged_n++];
	d->label = page_tr(p, e->es, e->en);
	d->value = all;
	d->who = page_tr(p, "se conservan todos", "all are kept");
	return (NULL);
}

err_t
dispute_merged(const struct dispute_at *x, struct dispute_view *v)
{
	struct merging m = { .x = x, .v = v };

	v->merged = arena_new(x->p->a, SHOWN * sizeof(*v->merged));
	TRY(cmd_story(&x->p->c, x->r, told, &m));
	for (size_t i = 0; i < schema_count; i++) {
		const struct entity *e = &schema_entities[i];

		if (e->parent != 0 &&
		    e->fields[e->parent - 1].target == x->r->entity->no)
			TRY(children(&m, e));
	}
	return (NULL);
}
