#include "proto/log/change.h"

#include "proto/limits.h"

/* What an op is decoded with: the line's array and where things come from. */
struct take {
	const json_t *line;
	size_t len;
	const struct entity *e;
	const struct names *names;
	struct arena *a;
	struct op *op;
	bool fits; /* false: of a shape this software does not know */
};

err_t
op_erased_take(struct span line, uint8_t commitment[HASH_LEN])
{
	static const char open[] = "{\"x\":\"", close[] = "\"}";
	size_t head = sizeof(open) - 1, tail = sizeof(close) - 1;

	/* SPEC 4.3: The line of an erased op MUST be exactly {"x":"C"}, where
	 * C is its commitment. */
	if (line.n != LIMIT_ERASED_BYTES || memcmp(line.p, open, head) != 0 ||
	    memcmp(line.p + line.n - tail, close, tail) != 0)
		return (err_new(ERR_FORMAT, "not an erased op"));
	return (span_b64(span_of(line.p + head, line.n - head - tail),
	    commitment, HASH_LEN));
}

/* An integer of the line in lo..hi; otherwise the op does not fit. */
static int64_t
take_int(struct take *t, const json_t *j, int64_t lo, int64_t hi)
{
	int64_t v;

	if (json_kind(j) != JSON_IS_INT) {
		t->fits = false;
		return (lo);
	}
	v = json_int(j);
	if (v < lo || v > hi) {
		t->fits = false;
		return (lo);
	}
	return (v);
}

/* A reference: a number, [seq, index] or [alias, seq, index]. */
static dot_t
take_ref(struct take *t, const json_t *j)
{
	const struct names *nm = t->names;
	uint32_t seq, index = 0, alias = 0;
	size_t len = json_len(j), at = 0;
	dot_t d;

	if (json_kind(j) == JSON_IS_LIST && (len == 2 || len == 3)) {
		if (len == 3) {
			alias = (uint32_t)take_int(
			    t, json_at(j, at++), 1, UINT32_MAX);
		}
		seq = (uint32_t)take_int(t, json_at(j, at), 1, LIMIT_SEQ);
		index = (uint32_t)take_int(
		    t, json_at(j, at + 1), 0, LIMIT_OPS_COMMIT - 1);
	} else {
		seq = (uint32_t)take_int(t, j, 1, LIMIT_SEQ);
	}
	if (!t->fits)
		return (0);
	if (alias != 0)
		d = nm->other_dot(nm->ctx, alias, seq, index);
	else if (nm->own_dot != NULL)
		d = nm->own_dot(nm->ctx, seq, index);
	else
		d = dot_pack(nm->own, seq, index);
	t->fits = d != 0;
	return (d);
}

static err_t
take_text(struct take *t, const json_t *j, size_t max, struct span *s)
{
	if (json_kind(j) != JSON_IS_TEXT) {
		t->fits = false;
		return (NULL);
	}
	*s = json_text(j);
	if (s->n > max)
		return (err_new(
		    ERR_LIMIT, "text of %zu bytes, more than %zu", s->n, max));
	return (NULL);
}

/* A value of a field that this software does not know, kept as it is. */
static err_t
take_raw(struct take *t, const json_t *j, struct val *v)
{
	CLEAN(buf_free) struct buf b = BUF((size_t)4 * LIMIT_LINE_BYTES);

	t->op->partial = true;
	switch (json_kind(j)) {
	case JSON_IS_NULL:
		*v = val_null();
		return (NULL);
	case JSON_IS_INT:
		*v = val_int(json_int(j));
		return (NULL);
	case JSON_IS_TEXT:
		v->kind = VAL_TEXT;
		return (take_text(t, j, LIMIT_TEXT_BYTES, &v->s));
	case JSON_IS_BOOL:
	case JSON_IS_LIST:
	case JSON_IS_MAP:
		TRY(json_put(&b, j));
		*v = val_blob(arena_dup(t->a, buf_all(&b)), b.n);
		return (NULL);
	case JSON_IS_NONE:
	default:
		t->fits = false;
		return (NULL);
	}
}

/* One value of a known field. */
static err_t
take_known(
    struct take *t, const struct field *f, const json_t *j, struct val *v)
{
	switch (f->type) {
	case TYPE_TEXT:
	case TYPE_LONG:
	case TYPE_GEO:
		v->kind = VAL_TEXT;
		return (take_text(t, j, LIMIT_TEXT_BYTES, &v->s));
	case TYPE_REF:
		*v = val_int(take_ref(t, j));
		return (NULL);
	case TYPE_INT:
	case TYPE_BOOL:
	case TYPE_DATE:
	case TYPE_TIME:
	case TYPE_CODE:
		*v = val_int(take_int(t, j, INT64_MIN, INT64_MAX));
		return (NULL);
	default:
		must(false);
	}
	return (NULL);
}

/* Append field and value to the op; room was made. */
static err_t
take_value(struct take *t, uint32_t no, const struct field *f, const json_t *j)
{
	struct fv *fv = &t->op->fv[t->op->n++];

	fv->field = no;
	if (f == NULL)
		return (take_raw(t, j, &fv->v));
	return (take_known(t, f, j, &fv->v));
}

static void
take_room(struct take *t, size_t n)
{
	t->op->fv = arena_new(t->a, (n == 0 ? 1 : n) * sizeof(*t->op->fv));
}

/* The elements of a list field in a creation. */
static err_t
take_list(struct take *t, const struct field *f, const json_t *list)
{
	if (json_kind(list) != JSON_IS_LIST)
		t->fits = false;
	for (size_t i = 0; i < json_len(list) && t->fits; i++)
		TRY(take_value(t, f->no, f, json_at(list, i)));
	return (NULL);
}

static err_t
take_created(struct take *t, uint32_t no, const json_t *j)
{
	const struct field *f = schema_field(t->e, no);

	if (json_kind(j) == JSON_IS_NULL)
		return (NULL);
	if (f != NULL && f->merge == MERGE_LIST)
		return (take_list(t, f, j));
	return (take_value(t, no, f, j));
}

/* [E, 0, v1, v2, ...] */
static err_t
take_create(struct take *t, dot_t self)
{
	size_t room = 0;

	t->op->kind = OP_CREATE;
	t->op->record = self;
	for (size_t i = 2; i < t->len; i++) {
		const json_t *j = json_at(t->line, i);

		room += json_kind(j) == JSON_IS_LIST ? json_len(j) + 1 : 1;
	}
	take_room(t, room);
	for (size_t i = 2; i < t->len && t->fits; i++)
		TRY_FOR(take_created(t, (uint32_t)(i - 1), json_at(t->line, i)),
		    "field %zu", i - 1);
	return (NULL);
}

/* A field number; *f is NULL when this software does not know the field. */
static uint32_t
take_field(struct take *t, const json_t *j, const struct field **f)
{
	uint32_t no = (uint32_t)take_int(t, j, 1, UINT32_MAX);

	*f = t->fits ? schema_field(t->e, no) : NULL;
	return (no);
}

/* A field and the value that replaces it: of edits and resolutions. */
static err_t
take_set(struct take *t, size_t at)
{
	const struct field *f;
	const json_t *j = json_at(t->line, at + 1);
	uint32_t no = take_field(t, json_at(t->line, at), &f);

	if (!t->fits)
		return (NULL);
	if (f == NULL)
		return (take_value(t, no, NULL, j));
	if (f->merge == MERGE_LIST || f->merge == MERGE_COUNT)
		t->fits = false;
	for (size_t i = 0; i < t->op->n; i++)
		if (t->op->fv[i].field == no)
			t->fits = false; /* one op, one value */
	if (json_kind(j) == JSON_IS_NULL) {
		t->op->fv[t->op->n++] = (struct fv){ no, val_null() };
		return (NULL);
	}
	return (t->fits ? take_value(t, no, f, j) : NULL);
}

/* [E, ref, f, v, f, v, ...] */
static err_t
take_edit(struct take *t)
{
	t->op->kind = OP_EDIT;
	t->op->record = take_ref(t, json_at(t->line, 1));
	if (t->len < 4 || t->len % 2 != 0)
		t->fits = false;
	take_room(t, t->len / 2);
	for (size_t i = 2; i < t->len && t->fits; i += 2)
		TRY_FOR(take_set(t, i), "pair %zu", i / 2);
	return (NULL);
}

/* [-1, "log"] */
static err_t
take_alias(struct take *t)
{
	const json_t *j = json_at(t->line, 1);

	t->op->kind = OP_ALIAS;
	if (t->len != 2 || json_kind(j) != JSON_IS_TEXT ||
	    span_b64(json_text(j), t->op->log, LOG_ID_LEN) != NULL)
		t->fits = false;
	return (NULL);
}

/* [-2, E, ref, f, v, v, ...] and [-3, ...] */
static err_t
take_elements(struct take *t, enum op_kind kind)
{
	const struct field *f;
	uint32_t no = take_field(t, json_at(t->line, 3), &f);

	t->op->kind = kind;
	if (t->len < 5 || (f != NULL && f->merge != MERGE_LIST))
		t->fits = false;
	take_room(t, t->len);
	for (size_t i = 4; i < t->len && t->fits; i++)
		TRY_FOR(
		    take_value(t, no, f, json_at(t->line, i)), "field %u", no);
	return (NULL);
}

/* [-4, E, ref, f, d] */
static err_t
take_count(struct take *t)
{
	const struct field *f;
	uint32_t no = take_field(t, json_at(t->line, 3), &f);

	t->op->kind = OP_COUNT;
	if (t->len != 5 || (f != NULL && f->merge != MERGE_COUNT) ||
	    json_kind(json_at(t->line, 4)) != JSON_IS_INT)
		t->fits = false;
	take_room(t, 1);
	return (t->fits ? take_value(t, no, f, json_at(t->line, 4)) : NULL);
}

/* [-5, E, ref, f, base, at, del, "ins"] */
static err_t
take_splice(struct take *t)
{
	const struct field *f;
	const json_t *ins = json_at(t->line, 7);
	uint32_t no = take_field(t, json_at(t->line, 3), &f);

	t->op->kind = OP_SPLICE;
	if (t->len != 8 || json_kind(ins) != JSON_IS_TEXT ||
	    (f != NULL && ((f->type != TYPE_TEXT && f->type != TYPE_LONG) ||
			      f->merge == MERGE_LIST)))
		t->fits = false;
	t->op->base = take_ref(t, json_at(t->line, 4));
	t->op->at = (uint32_t)take_int(t, json_at(t->line, 5), 0, UINT32_MAX);
	t->op->del = (uint32_t)take_int(t, json_at(t->line, 6), 0, UINT32_MAX);
	take_room(t, 1);
	return (t->fits ? take_value(t, no, f, ins) : NULL);
}

/* [-6, E, ref, state, "reason"] */
static err_t
take_void(struct take *t)
{
	t->op->kind = OP_VOID;
	if (t->len != 5)
		t->fits = false;
	t->op->state =
	    (int)take_int(t, json_at(t->line, 3), LIFE_LIVE, LIFE_ERASED);
	return (take_text(
	    t, json_at(t->line, 4), LIMIT_REASON_BYTES, &t->op->reason));
}

/* [-7, E, ref, f, v, "reason"] */
static err_t
take_resolve(struct take *t)
{
	t->op->kind = OP_RESOLVE;
	if (t->len != 6)
		t->fits = false;
	take_room(t, 1);
	TRY(take_set(t, 3));
	return (take_text(
	    t, json_at(t->line, 5), LIMIT_REASON_BYTES, &t->op->reason));
}

/* [-8, dot, verdict, "reason"] */
static err_t
take_decide(struct take *t)
{
	t->op->kind = OP_DECIDE;
	if (t->len != 4)
		t->fits = false;
	t->op->record = take_ref(t, json_at(t->line, 1));
	t->op->state = (int)take_int(t, json_at(t->line, 2), 0, 1);
	return (take_text(
	    t, json_at(t->line, 3), LIMIT_REASON_BYTES, &t->op->reason));
}

/* The entity at place `at`; an unknown one does not fit, but is told. */
static void
take_entity(struct take *t, size_t at)
{
	t->op->entity =
	    (uint32_t)take_int(t, json_at(t->line, at), 1, UINT32_MAX);
	if (!t->fits)
		t->op->entity = 0;
	t->e = t->fits ? schema_entity(t->op->entity) : NULL;
	if (t->e == NULL)
		t->fits = false;
}

/* Kinds below zero that stand on a record: entity and ref come first. */
static err_t
take_on_record(struct take *t, int64_t kind)
{
	take_entity(t, 1);
	if (!t->fits)
		return (NULL);
	t->op->record = take_ref(t, json_at(t->line, 2));
	if (!t->fits)
		return (NULL);
	switch (kind) {
	case WIRE_ADD:
		return (take_elements(t, OP_ADD));
	case WIRE_REMOVE:
		return (take_elements(t, OP_REMOVE));
	case WIRE_COUNT:
		return (take_count(t));
	case WIRE_SPLICE:
		return (take_splice(t));
	case WIRE_VOID:
		return (take_void(t));
	default:
		must(kind == WIRE_RESOLVE);
		return (take_resolve(t));
	}
}

static err_t
take_array(struct take *t, dot_t self)
{
	const json_t *first = json_at(t->line, 0), *second;
	int64_t kind;

	if (json_kind(first) != JSON_IS_INT)
		return (err_new(ERR_FORMAT, "an op begins with a number"));
	kind = json_int(first);
	second = json_at(t->line, 1);
	if (kind > 0) {
		take_entity(t, 0);
		if (!t->fits)
			return (NULL);
		if (json_kind(second) == JSON_IS_INT && json_int(second) == 0)
			return (take_create(t, self));
		return (take_edit(t));
	}
	if (kind == WIRE_ALIAS)
		return (take_alias(t));
	if (kind == WIRE_DECIDE)
		return (take_decide(t));
	if (kind <= WIRE_ADD && kind >= WIRE_RESOLVE)
		return (take_on_record(t, kind));
	t->fits = false;
	return (NULL);
}

err_t
op_take(struct span line, dot_t self, const struct names *names,
    struct arena *a, json_t **root, struct op *op)
{
	JSON_CLEAN j = NULL;
	struct take t = { .names = names, .a = a, .op = op, .fits = true };
	uint32_t entity;
	uint8_t c[HASH_LEN];

	*root = NULL;
	*op = (struct op){ .kind = OP_UNKNOWN };
	if (line.n > 0 && line.p[0] == '{') {
		op->kind = OP_ERASED;
		return (op_erased_take(line, c));
	}
	TRY(json_parse(line, LIMIT_LINE_BYTES, LIMIT_LINE_DEPTH, &j));
	if (json_kind(j) != JSON_IS_LIST)
		return (err_new(ERR_FORMAT, "an op is a list"));
	t.line = j;
	t.len = json_len(j);
	TRY(take_array(&t, self));
	if (!t.fits) {
		/*
		 * SPEC 6.5: A reader MUST keep and forward such an op, and
		 * MUST NOT apply any part of it.
		 */
		entity = op->entity;
		*op = (struct op){
			.kind = OP_UNKNOWN, .entity = entity, .partial = true
		};
	}
	*root = j;
	j = NULL;
	return (NULL);
}
