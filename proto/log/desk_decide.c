/*
 * desk_decide -- the owner's answer to a proposal, and what accepting writes.
 */
#include "proto/log/desk_parts.h"

#include <stdio.h>

static err_t
find_held(struct act *act, dot_t op, struct held *out)
{
	struct held *v;
	size_t n;

	TRY(state_held(act->d->l, 0, false, &act->a, &v, &n));
	for (size_t i = 0; i < n; i++) {
		if (v[i].op == op) {
			*out = v[i];
			return (NULL);
		}
	}
	return (err_new(ERR_MISSING, "no such proposal"));
}

struct numbering {
	int64_t max;
};

static err_t
number_seen(void *ctx, const struct record *r)
{
	struct numbering *n = ctx;
	struct val v = r->v[FIELD_amendment_number - 1];

	if (v.kind == VAL_INT && v.i > n->max)
		n->max = v.i;
	return (NULL);
}

/* The number after the last amendment of these minutes. */
static err_t
next_number(struct act *act, dot_t minutes, int64_t *number)
{
	const struct entity *e = schema_entity(ENTITY_amendment);
	struct cond c = { schema_field(e, FIELD_amendment_minutes),
		val_int(minutes) };
	struct numbering n = { 0 };

	TRY(state_find(act->d->l, e, &c, 1, true, &act->a, number_seen, &n));
	*number = n.max + 1;
	return (NULL);
}

/* Approved minutes are not edited: what was proposed becomes an amendment. */
static err_t
amend(struct act *act, const struct held *h, const struct op *op,
    const char *reason)
{
	const struct entity *e = schema_entity(ENTITY_amendment);
	const struct entity *m = schema_entity(ENTITY_minutes);
	int64_t number;

	TRY(next_number(act, h->record, &number));
	for (size_t i = 0; i < op->n; i++) {
		CLEAN(buf_free) struct buf text = BUF(LIMIT_TEXT_BYTES);
		const struct field *f = schema_field(m, op->fv[i].field);
		struct fv fv[4];
		dot_t id;

		if (f == NULL)
			continue;
		TRY(buf_fmt(&text, "%s: ", f->es));
		TRY(schema_put(f, op->fv[i].v, &text));
		fv[0] =
		    (struct fv){ FIELD_amendment_minutes, val_int(h->record) };
		fv[1] = (struct fv){ FIELD_amendment_text,
			val_text(buf_all(&text)) };
		fv[2] = (struct fv){ FIELD_amendment_reason, val_str(reason) };
		fv[3] =
		    (struct fv){ FIELD_amendment_number, val_int(number++) };
		TRY(act_create(act, e, fv, 4, &id));
	}
	return (NULL);
}

/* Part of a text, into what the owner has of it now: as two people who wrote
 * at the same time. */
static err_t
take_text(struct act *act, const struct held *h, const struct op *op)
{
	struct fold_ask ask = { h->entity, op->record, op->fv[0].field, 0 };
	struct merged_field m = { .n = 0 };
	struct span was, texts[2], merged;
	bool found, overlap = true;
	struct fv fv;

	TRY(fold_spliced(
	    act->d->f, op, h->op, &act->a, &was, &texts[1], &found));
	if (found)
		TRY(fold_look(act->d->f, &ask, &act->a, &m, &found));
	texts[0] = m.shown.s;
	if (found && m.n == 1)
		TRY(merge_text(was, texts, 2, &act->a, &merged, &overlap));
	if (overlap)
		return (err_new(ERR_RULE,
		    "rule 0: this change no longer fits the text; write it "
		    "yourself and reject the proposal / este cambio ya no "
		    "encaja en el texto; escríbalo usted y rechace la "
		    "propuesta"));
	fv = (struct fv){ op->fv[0].field, val_text(merged) };
	return (act_edit(act, h->entity, op->record, &fv, 1));
}

/* Write as the owner's what the proposal asked for. */
static err_t
take_over(struct act *act, const struct held *h, const struct op *op,
    const char *reason)
{
	dot_t id;

	if (h->kind == HELD_AMENDMENT)
		return (amend(act, h, op, reason));
	switch (op->kind) {
	case OP_CREATE:
		return (act_create(act, h->entity, op->fv, op->n, &id));
	case OP_EDIT:
		return (act_edit(act, h->entity, op->record, op->fv, op->n));
	case OP_ADD:
	case OP_REMOVE:
		return (act_list(act, h->entity, op->record, op->kind == OP_ADD,
		    op->fv, op->n));
	case OP_COUNT:
		return (act_count(act, h->entity, op->record, op->fv[0].field,
		    op->fv[0].v.i));
	case OP_VOID:
		return (act_void(
		    act, h->entity, op->record, (enum life)op->state, reason));
	case OP_RESOLVE:
		return (act_resolve(act, h->entity, op->record, op->fv[0].field,
		    op->fv[0].v, reason));
	case OP_SPLICE:
		return (take_text(act, h, op));
	case OP_DECIDE:
	case OP_ALIAS:
	case OP_ERASED:
	case OP_UNKNOWN:
		break;
	}
	return (err_new(ERR_DATA, "this proposal cannot be accepted as it is;"
				  " write the value yourself and reject it"));
}

err_t
act_decide(struct act *act, dot_t held, bool accept, const char *reason)
{
	CLEAN(json_free) json_t *root = NULL;
	struct op d = { .kind = OP_DECIDE, .record = held, .state = accept };
	struct stored c;
	struct held h;
	struct op op;
	dot_t dot;

	if (reason == NULL || reason[0] == '\0')
		return (err_new(ERR_USAGE, "a reason is needed (--reason)"));
	TRY(find_held(act, held, &h));
	if (h.status != HELD_OPEN)
		return (err_new(ERR_EXISTS,
		    "that proposal is decided already:"
		    " %s",
		    h.reason));
	if (h.owner_office == 0 ? !act->d->federal
				: h.owner_office != act->d->office)
		return (err_new(ERR_SCOPE, "only the owner decides that"));
	TRY(ledger_commit(act->d->l, held, &act->a, &c));
	TRY(ledger_op(act->d->l, &c, dot_index(held), &act->a, &root, &op));
	d.entity = h.entity == NULL ? 0 : h.entity->no;
	d.reason =
	    span_of(arena_dup(&act->a, span_str(reason)), strlen(reason));
	if (h.entity == NULL)
		return (err_new(ERR_PROTOCOL, "that record is of newer"
					      " software; upgrade first"));
	if (accept)
		TRY(take_over(act, &h, &op, reason));
	TRY(desk_enter(act, h.space));
	return (desk_add(act, &d, &dot, 0));
}
