/*
 * desk_rules -- the action as the rules see it, and what a person decided
 * about what looks like personal data in it.
 */
#include "proto/log/desk_parts.h"
#include "proto/log/facts.h"

static const enum rule_kind kinds[] = { [OP_CREATE] = RULE_CREATE,
	[OP_EDIT] = RULE_EDIT,
	[OP_ADD] = RULE_ADD,
	[OP_REMOVE] = RULE_REMOVE,
	[OP_COUNT] = RULE_COUNT,
	[OP_SPLICE] = RULE_EDIT,
	[OP_VOID] = RULE_VOID,
	[OP_RESOLVE] = RULE_RESOLVE,
	[OP_DECIDE] = RULE_DECIDE };

err_t
desk_changes(struct act *act, struct rule_in *in)
{
	struct rule_change *c, *all;

	all = arena_new(&act->a, sizeof(*c) * (act->n + 1));
	in->changes = all;
	in->n = 0;
	for (size_t i = 0; i < act->n; i++) {
		const struct op *op = &act->ops[i];
		struct rule_fv *fv;

		if (schema_entity(op->entity) == NULL)
			continue; /* a decision on what newer software made */
		c = &all[in->n++];
		c->e = schema_entity(op->entity);
		c->kind = kinds[op->kind];
		if (op->kind == OP_VOID && op->state == LIFE_LIVE)
			c->kind = RULE_UNVOID;
		c->id = op->kind == OP_CREATE ? act->made[i] : op->record;
		c->reason =
		    op->reason.n == 0 ? NULL : arena_dup(&act->a, op->reason);
		c->fv = fv = arena_new(&act->a, sizeof(*fv) * (op->n + 1));
		c->n = op->n;
		for (size_t k = 0; k < op->n; k++) {
			fv[k].f = schema_field(c->e, op->fv[k].field);
			fv[k].v =
			    op->kind == OP_SPLICE ? act->whole[i] : op->fv[k].v;
		}
	}
	return (NULL);
}

/* ---- rule 14 ------------------------------------------------------------ */

err_t
act_pii(struct act *act, struct rule_pii **out, size_t *n)
{
	struct facts_state fs = { .l = act->d->l, .a = &act->a };
	struct rule_in in = { .facts = facts_of(&fs) };

	TRY(desk_changes(act, &in));
	return (rule_pii(&in, &act->a, out, n));
}

static err_t
put(struct act *act, dot_t object, int verdict, int kind, const char *reason,
    struct span hash)
{
	struct fv fv[] = {
		{ FIELD_pii_decision_object, val_int(object) },
		{ FIELD_pii_decision_verdict, val_int(verdict) },
		{ FIELD_pii_decision_kind, val_int(kind) },
		{ FIELD_pii_decision_reason, val_str(reason) },
		{ FIELD_pii_decision_hash,
		    hash.n == 0 ? val_null() : val_text(hash) },
	};
	dot_t id;

	return (act_create(act, schema_entity(ENTITY_pii_decision), fv,
	    sizeof(fv) / sizeof(fv[0]), &id));
}

err_t
act_pii_decide(struct act *act, const struct rule_pii *x, const char *reason)
{
	CLEAN(buf_free) struct buf b = BUF(64);
	struct hash hash;

	if (reason == NULL || reason[strspn(reason, " \t\n")] == '\0')
		return (err_new(ERR_RULE,
		    "rule 14: Say why this is no personal data. / Diga por qué "
		    "esto no es un dato personal."));
	pii_hash(span_of(x->text.p + x->at.at, x->at.n), &hash);
	TRY(buf_b64(&b, span_of(hash.b, sizeof(hash.b))));
	return (put(act, x->c->id, CODE_pii_verdict_not_personal, x->at.kind,
	    reason, buf_all(&b)));
}

/* Without a hash: it was personal data, and few numbers are easily guessed. */
err_t
act_pii_removed(struct act *act, int kind)
{
	for (size_t i = 0; i < act->n; i++) {
		dot_t id = act->ops[i].kind == OP_CREATE ? act->made[i]
							 : act->ops[i].record;

		if (act->ops[i].kind == OP_DECIDE ||
		    act->ops[i].entity == ENTITY_pii_decision)
			continue;
		return (put(act, id, CODE_pii_verdict_removed, kind, NULL,
		    span_of(NULL, 0)));
	}
	return (NULL);
}

err_t
desk_pii(struct act *act)
{
	/* One decision may be for several places: looked at again. */
	for (bool more = act->not_personal != NULL; more;) {
		struct rule_pii *v;
		size_t n;

		more = false;
		TRY(act_pii(act, &v, &n));
		for (size_t i = 0; i < n && !more; i++) {
			/* Nobody decides about the reason of a decision. */
			if (v[i].c->e->no == ENTITY_pii_decision)
				continue;
			TRY(act_pii_decide(act, &v[i], act->not_personal));
			more = true;
		}
	}
	return (NULL);
}
