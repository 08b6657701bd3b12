#include "tests/bench/work_parts.h"

#include <stdio.h>
#include <stdlib.h>

static int64_t
days(const char *iso)
{
	int y = 0, m = 0, d = 0;

	must(sscanf(iso, "%d-%d-%d", &y, &m, &d) == 3);
	return (WORK_DAY0 + (y - 2022) * 365 + (m - 1) * 30 + d);
}

/* A value as the field that holds it wants it. */
static struct val
typed(const struct work_row *r, size_t k)
{
	const struct work_column *c = &work_columns[r->type][k];
	const struct work_value *v = &r->v[k];

	switch (c->kind) {
	case KIND_DATE:
		return (val_int(
		    days(v->text) * (c->field == FIELD_session_called_for &&
						r->type == WORK_SESSION
					    ? 86400
					    : 1)));
	case KIND_STAGE:
		return (val_int(work_value_code(c->kind, v->text)));
	case KIND_STANDING:
		return (val_int(2 + work_value_code(c->kind, v->text)));
	case KIND_RANK:
		return (val_int(work_value_code(c->kind, v->text)));
	case KIND_FLAG:
		if (r->type == WORK_INSTITUTION)
			return (v->number != 0 ? val_null() : val_int(20000));
		return (val_int(v->number != 0 ? 1 : 2));
	case KIND_HEADS:
	case KIND_PERCENT:
		return (val_int(v->number));
	case KIND_PLACE:
	case KIND_PERSON:
	case KIND_PHONE:
	case KIND_MAIL:
	case KIND_NEWS:
	case KIND_HALL:
	case KIND_AGENDA:
	case KIND_POST:
	case KIND_GAP:
	case KIND_TASK:
	default:
		return (val_str(v->text));
	}
}

static void
set(struct op *op, uint32_t field, struct val v)
{
	if (v.kind == VAL_NULL && op->kind == OP_CREATE)
		return;
	op->fv[op->n].field = field;
	op->fv[op->n++].v = v;
}

/* Set value k of the row; two of one field are joined. */
static void
put(struct arena *a, struct op op[WORK_OPS], const struct work_row *r, size_t k)
{
	const struct work_column *c = &work_columns[r->type][k];
	struct op *o = &op[c->second ? 1 : 0];
	struct val v = typed(r, k);

	for (size_t i = 0; i < o->n; i++) {
		struct val *was = &o->fv[i].v;

		if (o->fv[i].field != c->field)
			continue;
		if (v.kind == VAL_TEXT && was->kind == VAL_TEXT)
			*was = val_str(arena_fmt(a, "%.*s; %.*s", (int)was->s.n,
			    (const char *)was->s.p, (int)v.s.n,
			    (const char *)v.s.p));
		return;
	}
	set(o, c->field, v);
}

static int
by_field(const void *a, const void *b)
{
	const struct fv *x = a, *y = b;

	return (x->field < y->field ? -1 : x->field > y->field);
}

static void
refer(struct work *w, const struct work_row *r, struct op op[WORK_OPS])
{
	const struct work_row *up = r->up == 0 ? NULL : &w->row[r->up - 1];
	struct val theme = val_int(r->theme + 1);
	struct val body = r->institution == 0
			      ? val_null()
			      : val_int(w->row[r->institution - 1].dot);

	switch (r->type) {
	case WORK_INSTITUTION:
		set(op, FIELD_institution_themes, theme);
		break;
	case WORK_SESSION:
		set(op, FIELD_session_roundtable, val_int(up->dot));
		set(op, FIELD_session_kind,
		    val_int(CODE_session_kind_ordinary));
		set(&op[1], FIELD_minutes_session, val_int(r->dot));
		break;
	case WORK_ATTENDANCE:
		set(op, FIELD_attendance_session, val_int(up->dot));
		set(op, FIELD_attendance_institution, body);
		break;
	case WORK_GAP:
		set(op, FIELD_gap_roundtable, val_int(w->row[up->up - 1].dot));
		set(op, FIELD_gap_identified_in, val_int(up->dot));
		set(op, FIELD_gap_theme, theme);
		break;
	case WORK_AGREEMENT:
		set(op, FIELD_agreement_session,
		    val_int(w->row[up->up - 1].dot));
		set(op, FIELD_agreement_gaps, val_int(up->dot));
		set(op, FIELD_agreement_theme, theme);
		set(op, FIELD_agreement_agreed_on, val_int(WORK_DAY0 + 1200));
		set(&op[1], FIELD_responsible_agreement, val_int(r->dot));
		set(&op[1], FIELD_responsible_institution, body);
		set(&op[1], FIELD_responsible_role, val_int(1));
		break;
	case WORK_FOLLOWUP:
		set(op, FIELD_followup_agreement, val_int(up->dot));
		break;
	case WORK_ROUNDTABLE:
	default:
		set(op, FIELD_roundtable_theme, theme);
		set(op, FIELD_roundtable_code, val_str(r->id));
		set(op, FIELD_roundtable_level, val_int(CODE_level_municipal));
		set(op, FIELD_roundtable_kind, val_int(1));
		break;
	}
}

static void
begin(struct arena *a, const struct work_row *r, enum op_kind kind,
    struct op op[WORK_OPS])
{
	for (int i = 0; i < WORK_OPS; i++) {
		op[i] = (struct op){ .kind = kind,
			.entity = work_entities[r->type][i],
			.fv = arena_new(a, sizeof(struct fv) * 16) };
		if (kind == OP_EDIT)
			op[i].record = i == 0 ? r->dot : r->second;
	}
}

size_t
work_ops(struct work *w, size_t i, struct arena *a, struct op op[WORK_OPS])
{
	const struct work_row *r = &w->row[i];

	begin(a, r, OP_CREATE, op);
	refer(w, r, op);
	if (r->folio != NULL)
		set(op, 1, val_str(r->folio)); /* field 1 of all three */
	for (size_t k = 0; k < r->n; k++)
		put(a, op, r, k);
	for (int k = 0; k < WORK_OPS; k++)
		qsort(op[k].fv, op[k].n, sizeof(struct fv), by_field);
	return (op[1].entity == 0 ? 1 : 2);
}

size_t
work_edit(struct work *w, size_t i, int which, struct arena *a,
    struct op op[WORK_OPS])
{
	struct work_row *r = &w->row[i];
	size_t many = which >= 0 ? 1 : 1 + work_below(w, 3), left = many;
	size_t n = 0;

	begin(a, r, OP_EDIT, op);
	for (size_t k = 0; k < r->n && left > 0; k++) {
		size_t at = which >= 0 ? (size_t)which % r->n : k;

		if (which < 0 && work_below(w, r->n - k) >= left)
			continue;
		left--;
		r->v[at] = work_value_make(w, work_columns[r->type][at].kind);
		put(a, op, r, at);
	}
	for (int k = 0; k < WORK_OPS; k++) {
		if (op[k].n > 0 && op[k].entity != 0)
			op[n++] = op[k];
	}
	return (n);
}
