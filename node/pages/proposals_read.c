/*
 * proposals_read -- a proposal as people compare it: what is there now, what
 * it would be.
 */
#include <stdlib.h>

#include "node/pages/proposals_in.h"
#include "proto/ui/words.h"

#define CHANGES 40

/* By commit, the newest first; inside of one as they were written. */
static int
by_commit(const void *a, const void *b)
{
	const struct held *x = a, *y = b;
	dot_t cx = dot_commit(x->op), cy = dot_commit(y->op);

	if (cx != cy)
		return (cx > cy ? -1 : 1);
	return (x->op < y->op ? -1 : x->op > y->op);
}

err_t
proposals_held(struct page *p, struct held **out, size_t *n)
{
	TRY(state_held(p->o->st.l, 0, false, p->a, out, n));
	if (*n > 0)
		qsort(*out, *n, sizeof(**out), by_commit);
	return (NULL);
}

static err_t
said(struct page *p, const struct field *f, struct val v, const char **out)
{
	*out = "";
	if (v.kind == VAL_NULL)
		return (NULL);
	return (page_value(p, f, v, out));
}

static struct proposals_change *
change(struct page *p, struct proposals_card *c, const char *label)
{
	struct proposals_change *x;

	if (c->changes == NULL)
		c->changes = arena_new(p->a, CHANGES * sizeof(*c->changes));
	if (c->changes_n == CHANGES)
		return (&c->changes[CHANGES - 1]);
	x = &c->changes[c->changes_n++];
	x->label = label;
	return (x);
}

/* Word by word for texts; one value in place of the other for the rest. */
static void
compare(struct page *p, const struct field *f, const char *was, const char *now,
    struct proposals_change *to)
{
	struct words_piece *v;
	size_t n;

	if (f->type == TYPE_TEXT || f->type == TYPE_LONG) {
		words_diff(span_str(was), span_str(now), p->a, &v, &n);
		to->words = arena_new(p->a, (n + 1) * sizeof(*to->words));
		for (size_t i = 0; i < n; i++)
			to->words[to->words_n++] =
			    (struct proposals_word){ v[i].kind == WORDS_GONE,
				    v[i].kind == WORDS_NEW, v[i].s };
		return;
	}
	to->words = arena_new(p->a, 3 * sizeof(*to->words));
	if (was[0] != '\0' && strcmp(was, now) != 0) {
		to->words[to->words_n++] =
		    (struct proposals_word){ true, false, span_str(was) };
		to->words[to->words_n++] =
		    (struct proposals_word){ false, false, span_str(" ") };
	}
	to->words[to->words_n++] = (struct proposals_word){ false, true,
		span_str(now[0] == '\0' ? "—" : now) };
}

/* A splice carries only what it puts in: the text it was made on, and what it
 * makes of it. */
static err_t
spliced(struct page *p, const struct held *h, const struct op *op,
    const char **was, const char **now)
{
	struct span a, b;
	bool found;

	TRY(fold_spliced(p->o->st.f, op, h->op, p->a, &a, &b, &found));
	if (!found) {
		*was = "";
		return (NULL);
	}
	*was = arena_dup(p->a, a);
	*now = arena_dup(p->a, b);
	return (NULL);
}

static err_t
fields(struct page *p, const struct held *h, const struct op *op,
    const struct record *r, struct proposals_card *c)
{
	for (size_t i = 0; i < op->n; i++) {
		const struct field *f =
		    schema_field(h->entity, op->fv[i].field);
		const char *was = "", *now;

		if (f == NULL)
			continue;
		TRY(said(p, f, op->fv[i].v, &now));
		if (op->kind == OP_REMOVE) {
			was = now;
			now = "";
		} else if (r != NULL && f->merge != MERGE_LIST)
			TRY(said(p, f, r->v[f->no - 1], &was));
		if (op->kind == OP_SPLICE)
			TRY(spliced(p, h, op, &was, &now));
		if (op->kind == OP_CREATE && now[0] == '\0')
			continue;
		compare(p, f, was, now, change(p, c, page_label(p, f)));
	}
	return (NULL);
}

static const char *
verb(struct page *p, const struct op *op)
{
	if (op->kind == OP_CREATE)
		return (page_tr(p, "Propone registrar", "Proposes to record"));
	if (op->kind == OP_VOID)
		return (
		    op->state == LIFE_LIVE
			? page_tr(p, "Propone restaurar", "Proposes to restore")
			: page_tr(p, "Propone anular", "Proposes to void"));
	return (page_tr(p, "Propone cambiar", "Proposes to change"));
}

static err_t
one(struct page *p, const struct held *h, bool first, struct proposals_card *c)
{
	/* What an op says is the arena's: its text is kept by the page. */
	json_t *root = NULL;
	struct stored st;
	struct record r;
	struct op op;
	bool found;
	err_t e;

	TRY(ledger_commit(p->o->st.l, h->op, p->a, &st));
	TRY(ledger_op(p->o->st.l, &st, dot_index(h->op), p->a, &root, &op));
	e = state_get(p->o->st.l, h->entity, h->record, p->a, &r, &found);
	if (e == NULL && first) {
		c->what = verb(p, &op);
		c->kind = page_tr(p, h->entity->es, h->entity->en);
		c->name = "";
		c->href = found ? marks_href(p, h->entity, h->record) : "";
		if (found)
			e = page_name_of(p, &r, &c->name);
	}
	if (e == NULL)
		e = fields(p, h, &op, found ? &r : NULL, c);
	json_free(&root);
	return (e);
}

static err_t
office(struct page *p, dot_t id, const char **out)
{
	*out = page_tr(p, "Nivel federal", "Federal level");
	return (id == 0 ? NULL
			: page_name(p, schema_entity(ENTITY_office), id, out));
}

err_t
proposals_card(
    struct page *p, const struct held *v, size_t n, struct proposals_card *c)
{
	bool ours = v[0].owner_office == p->o->desk.office;
	struct cmd_who w;

	*c = (struct proposals_card){ .id = page_id(p, v[0].op),
		.late = v[0].kind == HELD_LATE,
		.reason = v[0].reason == NULL
			      ? ""
			      : arena_dup(p->a, span_str(v[0].reason)) };
	TRY(cmd_who(&p->c, v[0].op, p->a, &w));
	c->who = marks_who(p, &w);
	TRY(office(
	    p, ours ? v[0].author_office : v[0].owner_office, &c->office));
	if (v[0].status == HELD_ACCEPTED)
		c->outcome = (struct mark){ "ok", "circle-check",
			page_tr(p, "Aceptada", "Accepted") };
	else if (v[0].status == HELD_REJECTED)
		c->outcome = (struct mark){ "bad", "x",
			page_tr(p, "Rechazada", "Rejected") };
	else
		c->outcome = (struct mark){ "warn", "clock",
			page_tr(p, "Por decidir", "To be decided") };
	for (size_t i = 0; i < n; i++)
		if (v[i].entity != NULL)
			TRY(one(p, &v[i], c->kind == NULL, c));
	return (NULL);
}
