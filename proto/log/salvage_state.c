/*
 * salvage_state -- commits whose text is gone, from what they had made of the
 * current state.  Records they created are created again as they stand now;
 * fields they wrote last are written again.  Their list elements and counts
 * in records of others cannot be told apart and stay as the rest of the log
 * says.
 */
#include "proto/log/salvage_parts.h"
#include "proto/log/state_parts.h"

#define OPS_PIECE   64
#define ORDER_LATER 1

struct look {
	struct job *j;
	struct piece later; /* edits, after everything else */
};

static struct val
kept(struct job *j, struct val v)
{
	if (v.kind == VAL_TEXT)
		v.s = span_of(arena_dup(&j->a, v.s), v.s.n);
	return (v);
}

static void
later(struct look *k, const struct op *op)
{
	struct piece *p;

	if (k->later.n == OPS_PIECE || k->later.op == NULL) {
		if (k->later.n > 0) {
			p = salvage_piece(k->j);
			*p = k->later;
		}
		k->later = (struct piece){ .seq = UINT32_MAX,
			.order = ORDER_LATER,
			.from_state = true,
			.at = k->j->s->now,
			.actor = k->j->s->actor };
		k->later.op =
		    arena_new(&k->j->a, sizeof(struct op) * OPS_PIECE);
		k->later.dot = arena_new(&k->j->a, sizeof(dot_t) * OPS_PIECE);
	}
	k->later.op[k->later.n++] = *op;
}

static void
later_field(struct look *k, const struct record *r, const struct field *f)
{
	struct op op = { .kind = OP_EDIT,
		.entity = r->entity->no,
		.record = r->id,
		.n = 1 };

	op.fv = arena_new(&k->j->a, sizeof(*op.fv));
	op.fv[0] = (struct fv){ f->no, kept(k->j, r->v[f->no - 1]) };
	later(k, &op);
}

static void
later_void(struct look *k, const struct record *r)
{
	struct op op = { .kind = OP_VOID,
		.entity = r->entity->no,
		.record = r->id,
		.state = r->life };

	later(k, &op);
}

/* Values of one field into a creation; a reference to what is written again
 * later waits. */
static err_t
add_field(struct look *k, const struct record *r, const struct field *f,
    struct op *op, size_t *cap)
{
	struct val *v = &r->v[f->no - 1];
	size_t n = 1;

	if (f->merge == MERGE_LIST)
		TRY(state_elements(k->j->s->l, r->id, f->no, &k->j->a, &v, &n));
	for (size_t i = 0; i < n; i++) {
		if (v[i].kind == VAL_NULL)
			continue;
		if (f->type == TYPE_REF && f->merge != MERGE_LIST &&
		    salvage_gone(k->j, v[i].i) && v[i].i > r->id) {
			later_field(k, r, f);
			continue;
		}
		if (op->n == *cap) {
			struct fv *was = op->fv;

			*cap = *cap * 2 + 16;
			op->fv = arena_new(&k->j->a, sizeof(*was) * *cap);
			if (op->n > 0)
				memcpy(op->fv, was, sizeof(*was) * op->n);
		}
		op->fv[op->n++] = (struct fv){ f->no, kept(k->j, v[i]) };
	}
	return (NULL);
}

static err_t
create(struct look *k, const struct record *r)
{
	struct op op = { .kind = OP_CREATE, .entity = r->entity->no };
	struct piece *p;
	size_t cap = 0;

	for (size_t i = 0; i < r->entity->n; i++)
		TRY(add_field(k, r, &r->entity->fields[i], &op, &cap));
	p = salvage_piece(k->j);
	p->seq = dot_seq(r->id);
	p->order = dot_index(r->id);
	p->from_state = true;
	p->actor = k->j->s->actor;
	p->n = 1;
	p->op = arena_new(&k->j->a, sizeof(*p->op));
	p->dot = arena_new(&k->j->a, sizeof(*p->dot));
	p->op[0] = op;
	p->dot[0] = r->id;
	if (r->life == LIFE_VOIDED || r->life == LIFE_BLOCKED)
		later_void(k, r);
	return (NULL);
}

static err_t
look(void *ctx, const struct record *r)
{
	struct look *k = ctx;
	struct span versions = r->versions;
	struct packed v;

	if (salvage_lost(k->j, r->id))
		return (create(k, r));
	while (state_version_next(&versions, &v)) {
		const struct field *f = schema_field(r->entity, v.field);
		bool gone = false;

		for (size_t i = 0; i < v.n; i++)
			gone = gone || salvage_lost(k->j, state_dot(&v, i));
		if (gone && v.field == FIELD_LIFE && r->life <= LIFE_BLOCKED)
			later_void(k, r);
		/* Lists and counts have no versions. */
		if (gone && f != NULL)
			later_field(k, r, f);
	}
	return (NULL);
}

err_t
salvage_state(struct job *j)
{
	struct look k = { .j = j };
	bool any = false;

	for (uint32_t i = 0; i <= j->last - j->from; i++)
		any = any || j->lost[i] != 0;
	for (size_t i = 0; any && i < schema_count; i++)
		TRY(state_find(j->s->l, &schema_entities[i], NULL, 0, true,
		    &j->a, look, &k));
	if (k.later.n > 0)
		*salvage_piece(j) = k.later;
	return (NULL);
}
