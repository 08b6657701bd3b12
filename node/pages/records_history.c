/*
 * records_history -- every change of a record, told.
 */
#include "node/pages/records_in.h"

struct telling {
	struct page *p;
	const struct record *r;
	struct records_told *v;
	size_t n, cap;
	int64_t merged, clashed;
};

static const char *
numbers(struct page *p, const size_t *v, size_t n)
{
	const char *s = "";

	for (size_t i = 0; i < n; i++)
		s = arena_fmt(p->a, "%s%s%zu", s, i == 0 ? "" : ", ", v[i]);
	return (s);
}

static err_t
values(struct telling *x, const struct cmd_told *t, struct records_told *w)
{
	const struct op *op = t->op;
	struct page *p = x->p;

	w->values = arena_new(p->a, (op->n + 1) * sizeof(*w->values));
	for (size_t i = 0; i < op->n; i++) {
		const struct field *f =
		    schema_field(x->r->entity, op->fv[i].field);
		struct records_field *to = &w->values[w->values_n];

		if (f == NULL)
			continue;
		*to = (struct records_field){
			.label = page_label(p, f), .href = "", .was = ""
		};
		if (t->was[i].kind != VAL_NULL)
			TRY(page_value(p, f, t->was[i], &to->was));
		TRY(page_value(p, f, op->fv[i].v, &to->value));
		if (to->value[0] == '\0')
			to->value = "—";
		w->values_n++;
	}
	return (NULL);
}

/* What was done, as one says it. */
static const char *
what(struct page *p, const struct cmd_told *t)
{
	if (t->op->kind == OP_VOID)
		return (
		    t->op->state == LIFE_LIVE
			? page_tr(p, "recupera el registro",
			      "takes the record up again")
			: page_tr(p, "anula el registro", "voids the record"));
	if (t->op->kind == OP_DECIDE)
		return (t->op->state == 1 ? page_tr(p, "acepta la propuesta",
						"accepts the proposal")
					  : page_tr(p, "rechaza la propuesta",
						"rejects the proposal"));
	return (arena_dup(p->a, span_str(t->what)));
}

static const char *
icon(enum op_kind kind)
{
	switch (kind) {
	case OP_CREATE:
		return ("plus");
	case OP_VOID:
	case OP_ERASED:
		return ("archive");
	case OP_RESOLVE:
	case OP_DECIDE:
		return ("circle-check");
	case OP_EDIT:
	case OP_ADD:
	case OP_REMOVE:
	case OP_COUNT:
	case OP_SPLICE:
	case OP_ALIAS:
	case OP_UNKNOWN:
	default:
		return ("pencil");
	}
}

static err_t
told(void *ctx, const struct cmd_told *t)
{
	struct telling *x = ctx;
	struct page *p = x->p;
	struct records_told *w;

	mem_room(&x->v, &x->cap, x->n + 1, sizeof(*x->v));
	w = &x->v[x->n++];
	w->no = (int64_t)t->no;
	w->at = t->who.at;
	w->confirmed = t->who.receipt != 0;
	w->actor = arena_dup(p->a, span_str(t->who.actor));
	w->where = arena_fmt(p->a, "%s%s%s", t->who.office,
	    t->who.office[0] == '\0' ? "" : ", ", t->who.pc);
	w->what = what(p, t);
	w->icon = icon(t->op->kind);
	x->merged += t->merged_n > 0;
	x->clashed += t->disputed_n > 0;
	w->held = t->held == NULL ? "" : arena_dup(p->a, span_str(t->held));
	w->reason = arena_dup(p->a, t->op->reason);
	w->merged = numbers(p, t->merged, t->merged_n);
	w->disputed = numbers(p, t->disputed, t->disputed_n);
	return (values(x, t, w));
}

err_t
records_history(struct page *p, const struct record *r, struct records_view *v)
{
	struct telling x = { .p = p, .r = r };
	err_t e = cmd_story(&p->c, r, told, &x);

	v->told = arena_new(p->a, (x.n + 1) * sizeof(*v->told));
	if (x.n > 0)
		memcpy(v->told, x.v, x.n * sizeof(*v->told));
	v->told_n = x.n;
	v->merged = x.merged;
	v->disputed = x.clashed;
	mem_free(x.v);
	return (e);
}
