#include "proto/log/change.h"

#include "proto/limits.h"

err_t
op_erased_put(const uint8_t commitment[HASH_LEN], struct buf *out)
{
	TRY(buf_str(out, "{\"x\":"));
	TRY(json_put_b64(out, span_of(commitment, HASH_LEN)));
	return (buf_byte(out, '}'));
}

static err_t
put_int(struct buf *out, int64_t v)
{
	TRY(buf_byte(out, ','));
	return (json_put_int(out, v));
}

/* The shortest spelling that names the dot. */
static err_t
put_ref(dot_t d, const struct names *names, struct buf *out)
{
	uint32_t alias;

	must(d > 0 && dot_log(d) != 0 && dot_seq(d) != 0);
	if (dot_log(d) == names->own && dot_index(d) == 0)
		return (json_put_int(out, dot_seq(d)));
	if (dot_log(d) == names->own)
		return (buf_fmt(out, "[%u,%u]", dot_seq(d), dot_index(d)));
	/* SPEC 6.2: It MUST declare an alias before the first reference that
	 * uses it, in the same commit or an earlier one, and declares a log
	 * once. */
	alias = names->alias_of(names->ctx, d);
	must(alias != 0);
	return (buf_fmt(out, "[%u,%u,%u]", alias, dot_seq(d), dot_index(d)));
}

/* One value; f is NULL for a field this software does not know. */
static err_t
put_val(const struct field *f, struct val v, const struct names *names,
    struct buf *out)
{
	switch (v.kind) {
	case VAL_NULL:
		return (buf_str(out, "null"));
	case VAL_INT:
		if (f != NULL && f->type == TYPE_REF)
			return (put_ref(v.i, names, out));
		must(f == NULL ||
		     (f->type != TYPE_TEXT && f->type != TYPE_LONG &&
			 f->type != TYPE_GEO));
		return (json_put_int(out, v.i));
	case VAL_TEXT:
		must(f == NULL || f->type == TYPE_TEXT ||
		     f->type == TYPE_LONG || f->type == TYPE_GEO);
		must(v.s.n <= LIMIT_TEXT_BYTES);
		return (json_put_text(out, v.s));
	case VAL_BLOB:
		must(f == NULL); /* JSON as it came */
		return (buf_span(out, v.s));
	default:
		must(false);
	}
	return (NULL);
}

/* The smallest field number above `above` that has a value; 0 none. */
static uint32_t
next_field(const struct op *op, uint32_t above)
{
	uint32_t best = 0;

	for (size_t i = 0; i < op->n; i++) {
		uint32_t f = op->fv[i].field;

		if (f > above && (best == 0 || f < best) &&
		    op->fv[i].v.kind != VAL_NULL)
			best = f;
	}
	return (best);
}

/* The value of a field in a creation: one, or the list of its elements. */
static err_t
put_created(const struct op *op, const struct field *f, uint32_t no,
    const struct names *names, struct buf *out)
{
	bool list = f != NULL && f->merge == MERGE_LIST;
	size_t n = 0;

	if (list)
		TRY(buf_byte(out, '['));
	for (size_t i = 0; i < op->n; i++) {
		if (op->fv[i].field != no || op->fv[i].v.kind == VAL_NULL)
			continue;
		if (n++ > 0) {
			must(list);
			TRY(buf_byte(out, ','));
		}
		TRY(put_val(f, op->fv[i].v, names, out));
	}
	return (list ? buf_byte(out, ']') : NULL);
}

static err_t
put_create(const struct op *op, const struct entity *e,
    const struct names *names, struct buf *out)
{
	uint32_t last = 0;

	TRY(json_put_int(out, op->entity));
	TRY(buf_str(out, ",0"));
	for (uint32_t no; (no = next_field(op, last)) != 0; last = no) {
		while (++last < no)
			TRY(buf_str(out, ",null"));
		TRY(buf_byte(out, ','));
		TRY(put_created(op, schema_field(e, no), no, names, out));
	}
	return (NULL);
}

/* ",field,value", for ops that replace. */
static err_t
put_set(const struct fv *fv, const struct entity *e, const struct names *names,
    struct buf *out)
{
	const struct field *f = schema_field(e, fv->field);

	must(fv->field != 0);
	must(f == NULL || (f->merge != MERGE_LIST && f->merge != MERGE_COUNT));
	TRY(put_int(out, fv->field));
	TRY(buf_byte(out, ','));
	return (put_val(f, fv->v, names, out));
}

static err_t
put_edit(const struct op *op, const struct entity *e, const struct names *names,
    struct buf *out)
{
	must(op->n > 0);
	TRY(json_put_int(out, op->entity));
	TRY(buf_byte(out, ','));
	TRY(put_ref(op->record, names, out));
	for (size_t i = 0; i < op->n; i++)
		TRY(put_set(&op->fv[i], e, names, out));
	return (NULL);
}

/* "kind,entity,ref" */
static err_t
put_on_record(enum wire_kind kind, const struct op *op,
    const struct names *names, struct buf *out)
{
	TRY(json_put_int(out, kind));
	TRY(put_int(out, op->entity));
	TRY(buf_byte(out, ','));
	return (put_ref(op->record, names, out));
}

static err_t
put_elements(const struct op *op, const struct entity *e,
    const struct names *names, struct buf *out)
{
	const struct field *f;

	must(op->n > 0);
	f = schema_field(e, op->fv[0].field);
	must(f == NULL || f->merge == MERGE_LIST);
	TRY(put_on_record(
	    op->kind == OP_ADD ? WIRE_ADD : WIRE_REMOVE, op, names, out));
	TRY(put_int(out, op->fv[0].field));
	for (size_t i = 0; i < op->n; i++) {
		must(op->fv[i].field == op->fv[0].field);
		must(f == NULL || op->fv[i].v.kind != VAL_NULL);
		TRY(buf_byte(out, ','));
		TRY(put_val(f, op->fv[i].v, names, out));
	}
	return (NULL);
}

static err_t
put_count(const struct op *op, const struct entity *e,
    const struct names *names, struct buf *out)
{
	const struct field *f;

	must(op->n == 1 && op->fv[0].v.kind == VAL_INT);
	f = schema_field(e, op->fv[0].field);
	must(f == NULL || f->merge == MERGE_COUNT);
	TRY(put_on_record(WIRE_COUNT, op, names, out));
	TRY(put_int(out, op->fv[0].field));
	return (put_int(out, op->fv[0].v.i));
}

static err_t
put_splice(const struct op *op, const struct entity *e,
    const struct names *names, struct buf *out)
{
	const struct field *f;

	must(op->n == 1 && op->fv[0].v.kind == VAL_TEXT);
	f = schema_field(e, op->fv[0].field);
	must(f == NULL || f->merge != MERGE_LIST);
	TRY(put_on_record(WIRE_SPLICE, op, names, out));
	TRY(put_int(out, op->fv[0].field));
	TRY(buf_byte(out, ','));
	TRY(put_ref(op->base, names, out));
	TRY(put_int(out, op->at));
	TRY(put_int(out, op->del));
	TRY(buf_byte(out, ','));
	return (put_val(f, op->fv[0].v, names, out));
}

static err_t
put_reason(const struct op *op, struct buf *out)
{
	must(op->reason.n <= LIMIT_REASON_BYTES);
	TRY(buf_byte(out, ','));
	return (json_put_text(out, op->reason));
}

static err_t
put_decide(const struct op *op, const struct names *names, struct buf *out)
{
	must(op->state == 0 || op->state == 1);
	TRY(json_put_int(out, WIRE_DECIDE));
	TRY(buf_byte(out, ','));
	TRY(put_ref(op->record, names, out));
	TRY(put_int(out, op->state));
	return (put_reason(op, out));
}

static err_t
put_op(const struct op *op, const struct entity *e, const struct names *names,
    struct buf *out)
{
	switch (op->kind) {
	case OP_CREATE:
		return (put_create(op, e, names, out));
	case OP_EDIT:
		return (put_edit(op, e, names, out));
	case OP_ADD:
	case OP_REMOVE:
		return (put_elements(op, e, names, out));
	case OP_COUNT:
		return (put_count(op, e, names, out));
	case OP_SPLICE:
		return (put_splice(op, e, names, out));
	case OP_VOID:
		must(op->state >= LIFE_LIVE && op->state <= LIFE_ERASED);
		TRY(put_on_record(WIRE_VOID, op, names, out));
		TRY(put_int(out, op->state));
		return (put_reason(op, out));
	case OP_RESOLVE:
		must(op->n == 1);
		TRY(put_on_record(WIRE_RESOLVE, op, names, out));
		TRY(put_set(&op->fv[0], e, names, out));
		return (put_reason(op, out));
	case OP_DECIDE:
		return (put_decide(op, names, out));
	case OP_ALIAS:
		TRY(json_put_int(out, WIRE_ALIAS));
		TRY(buf_byte(out, ','));
		return (json_put_b64(out, span_of(op->log, LOG_ID_LEN)));
	case OP_ERASED:
	case OP_UNKNOWN:
	default:
		must(false); /* not ours to write */
	}
	return (NULL);
}

err_t
op_put(const struct op *op, const struct names *names, struct buf *out)
{
	const struct entity *e = schema_entity(op->entity);
	size_t start = out->n;

	must(e != NULL || op->kind == OP_ALIAS || op->kind == OP_DECIDE);
	TRY(buf_byte(out, '['));
	TRY(put_op(op, e, names, out));
	TRY(buf_byte(out, ']'));
	/* SPEC 2: A line MUST NOT be longer than 65536 bytes, its end not
	 * counted. */
	if (out->n - start > LIMIT_LINE_BYTES)
		return (err_new(ERR_LIMIT, "an op of %zu bytes, more than %d",
		    out->n - start, LIMIT_LINE_BYTES));
	return (NULL);
}
