#include "node/pages/facts.h"

#include "node/pages/marks.h"

static bool
skipped(const int *skip, int field)
{
	for (; skip != NULL && *skip != 0; skip++)
		if (*skip == field)
			return (true);
	return (false);
}

static err_t
add(struct page *p, const struct field *f, struct val v, struct fact *to)
{
	struct fact_link *x = &to->values[to->values_n];

	if (v.kind == VAL_NULL)
		return (NULL);
	x->href = "";
	TRY(page_value(p, f, v, &x->text));
	if (x->text[0] == '\0')
		return (NULL);
	if (f->type == TYPE_REF) {
		const struct entity *e = NULL;
		struct record r;
		bool found;

		TRY(state_get(p->o->st.l,
		    f->target == 0 ? NULL : schema_entity(f->target), v.i, p->a,
		    &r, &found));
		e = found ? r.entity : schema_entity(f->target);
		x->href = marks_href(p, e, v.i);
	}
	to->values_n++;
	return (NULL);
}

static err_t
one(struct page *p, const struct record *r, const struct field *f,
    struct fact *to)
{
	struct val *v = &r->v[f->no - 1];
	size_t n = 1;

	*to = (struct fact){ .label = page_label(p, f),
		.note = "",
		.dispute = "",
		.lines = f->type == TYPE_LONG };
	if (f->merge == MERGE_LIST)
		TRY(state_elements(p->o->st.l, r->id, f->no, p->a, &v, &n));
	to->values = arena_new(p->a, (n + 1) * sizeof(*to->values));
	for (size_t i = 0; i < n; i++)
		TRY(add(p, f, v[i], to));
	return (NULL);
}

static void
disputed(struct page *p, const struct record *r, const struct dispute *d,
    size_t n, const struct field *f, struct fact *to)
{
	for (size_t i = 0; i < n; i++)
		if (d[i].record == r->id && d[i].field == f->no)
			to->dispute = arena_fmt(
			    p->a, "/conflictos/%s", page_id(p, r->id));
}

err_t
facts_read(struct page *p, const struct record *r, const int *skip,
    struct facts_view *out)
{
	const struct entity *e = r->entity;
	struct dispute *d;
	size_t n;

	out->v = arena_new(p->a, (e->n + 1) * sizeof(*out->v));
	out->n = 0;
	TRY(state_disputes(p->o->st.l, r->space, p->a, &d, &n));
	for (size_t i = 0; i < e->n; i++) {
		const struct field *f = &e->fields[i];
		struct fact *to = &out->v[out->n];

		if (skipped(skip, f->no))
			continue;
		TRY(one(p, r, f, to));
		disputed(p, r, d, n, f, to);
		if (to->values_n > 0 || to->dispute[0] != '\0')
			out->n++;
	}
	return (NULL);
}

err_t
facts_dispute(struct page *p, const struct record *r, const char **out)
{
	struct dispute *d;
	size_t n;

	*out = "";
	TRY(state_disputes(p->o->st.l, r->space, p->a, &d, &n));
	for (size_t i = 0; i < n; i++)
		if (d[i].record == r->id)
			*out = arena_fmt(
			    p->a, "/conflictos/%s", page_id(p, r->id));
	return (NULL);
}

const char *
facts_text(struct page *p, const struct record *r, int field)
{
	struct val v = r->v[field - 1];

	return (v.kind == VAL_TEXT ? arena_dup(p->a, v.s) : "");
}

int64_t
facts_int(const struct record *r, int field, int64_t none)
{
	struct val v = r->v[field - 1];

	return (v.kind == VAL_INT ? v.i : none);
}

bool
facts_has(const struct record *r, int field)
{
	return (r->v[field - 1].kind != VAL_NULL);
}
