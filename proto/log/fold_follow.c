/*
 * fold_follow -- the common case: an op that simply follows what is there goes
 * straight into its row.
 */
#include "proto/log/fold_parts.h"
#include "proto/limits.h"

/* Does each field of the op simply follow the only version there is? */
bool
fold_follows(
    struct fold *f, const struct record *r, const struct op *op, dot_t dot)
{
	struct packed p;

	must(r->life == LIFE_LIVE);
	if (r->entity->no == ENTITY_minutes ||
	    state_version(r->versions, FIELD_LIFE, &p))
		return (false);
	for (size_t i = 0; i < op->n; i++) {
		const struct field *fl =
		    schema_field(r->entity, op->fv[i].field);

		if (fl->merge != MERGE_REG && fl->merge != MERGE_TEXT)
			return (false);
		if (!state_version(r->versions, fl->no, &p))
			continue; /* the creation: every author saw it */
		if (p.n != 1)
			return (false);
		if (op->kind == OP_SPLICE && state_dot(&p, 0) != op->base)
			return (false);
		if (!ledger_past(f->l, state_dot(&p, 0), dot))
			return (false);
	}
	if (op->kind == OP_SPLICE &&
	    !state_version(r->versions, op->fv[0].field, &p))
		return (op->base == r->id);
	return (true);
}

/* Of a place within the text. */
static bool
boundary(struct span s, size_t at)
{
	return (at == s.n || (s.p[at] & 0xc0) != 0x80);
}

/* The text a splice results in; false when it does not fit. */
static bool
splice(struct arena *a, struct val was, const struct op *op, struct val *out)
{
	struct span ins = op->fv[0].v.s;
	size_t end = (size_t)op->at + op->del;
	uint8_t *p;

	if (was.kind == VAL_NULL)
		was = val_text(span_str(""));
	/* A splice is of a text: op_take saw to it. */
	must(was.kind == VAL_TEXT && op->fv[0].v.kind == VAL_TEXT);
	if (end > was.s.n || was.s.n - op->del + ins.n > LIMIT_TEXT_BYTES ||
	    !boundary(was.s, op->at) || !boundary(was.s, end))
		return (false);
	p = arena_new(a, was.s.n - op->del + ins.n + 1);
	memcpy(p, was.s.p, op->at);
	memcpy(p + op->at, ins.p, ins.n);
	memcpy(p + op->at + ins.n, was.s.p + end, was.s.n - end);
	*out = val_text(span_of(p, was.s.n - op->del + ins.n));
	return (true);
}

/* The versions with those that an op wrote, by field as merge leaves them:
 * the row may not tell how it came about. */
static err_t
put_versions(const struct record *r, const struct op *op, dot_t dot,
    struct arena *a, struct buf *out)
{
	for (uint32_t no = 0; no <= r->entity->n; no++) {
		struct packed p;
		dot_t *dots;
		bool written = false;

		for (size_t i = 0; i < op->n; i++)
			written = written || op->fv[i].field == no;
		if (written) {
			TRY(state_version_put(out, no, &dot, 1));
			continue;
		}
		if (!state_version(r->versions, no, &p))
			continue;
		dots = arena_new(a, sizeof(dot_t) * (p.n + 1));
		for (size_t i = 0; i < p.n; i++)
			dots[i] = state_dot(&p, i);
		TRY(state_version_put(out, no, dots, p.n));
	}
	return (NULL);
}

err_t
fold_follow(struct fold *f, struct record *r, const struct op *op, dot_t dot,
    struct arena *a)
{
	CLEAN(buf_free) struct buf versions = BUF(1 << 20);
	struct val args[80];
	size_t n;

	for (size_t i = 0; i < op->n; i++) {
		struct val *v = &r->v[op->fv[i].field - 1];

		if (op->kind == OP_SPLICE && !splice(a, *v, op, v)) {
			fold_later(f, r->entity, r->id);
			return (NULL);
		}
		if (op->kind != OP_SPLICE)
			*v = op->fv[i].v;
	}
	TRY(put_versions(r, op, dot, a, &versions));
	r->versions = buf_all(&versions);
	n = state_args(r, args);
	return (db_run_args(
	    ledger_db(f->l), &state_table(f->l, r->entity)->put, args, n));
}
