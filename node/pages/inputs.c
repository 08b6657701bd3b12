#include "node/pages/inputs.h"

#include <stdlib.h>

#include "proto/base/text.h"

#define NAMED 20000 /* records offered as choices at most */

struct inputs
inputs_new(struct page *p, const char *to, const char *form, size_t most)
{
	return ((struct inputs){ form, arena_fmt(p->a, "%s/%s", to, form),
	    arena_new(p->a, (most + 1) * sizeof(struct input)), 0 });
}

bool
inputs_sent(struct page *p, const char *form)
{
	return (strcmp(serve_method(p->q), "POST") == 0 &&
		strcmp(page_field(p, "formulario"), form) == 0);
}

static enum input_kind
kind_of(const struct field *f)
{
	switch (f->type) {
	case TYPE_LONG:
		return (INPUT_AREA);
	case TYPE_DATE:
		return (INPUT_DAY);
	case TYPE_INT:
		return (INPUT_NUMBER);
	case TYPE_CODE:
	case TYPE_REF:
	case TYPE_BOOL:
		return (f->merge == MERGE_LIST ? INPUT_BOXES : INPUT_CHOICE);
	case TYPE_TEXT:
	case TYPE_TIME:
	case TYPE_GEO:
		break;
	}
	return (INPUT_LINE);
}

/* A value as the form carries it. */
static const char *
carried(struct page *p, const struct field *f, struct val v)
{
	CLEAN(buf_free) struct buf b = BUF((size_t)2 * LIMIT_TEXT_BYTES);

	if (v.kind == VAL_NULL)
		return ("");
	if (f->type == TYPE_REF)
		return (page_id(p, v.i));
	if (schema_put(f, v, &b) != NULL)
		return ("");
	return (arena_dup(p->a, buf_all(&b)));
}

static bool
typed_has(struct page *p, const char *name, const char *value)
{
	const char *s;

	for (size_t i = 0; (s = page_field_at(p, name, i)) != NULL; i++)
		if (strcmp(s, value) == 0)
			return (true);
	return (false);
}

struct input *
inputs_add_no(struct page *p, struct inputs *in, uint64_t entity, int field,
    struct val now)
{
	return (inputs_add(
	    p, in, schema_field(schema_entity(entity), (uint64_t)field), now));
}

void
inputs_option(struct page *p, struct input *x, const char *value,
    const char *text, bool now)
{
	struct input_option *o =
	    arena_new(p->a, (x->options_n + 1) * sizeof(*o));

	if (x->options_n > 0)
		memcpy(o, x->options, x->options_n * sizeof(*o));
	o[x->options_n++] = (struct input_option){ value, text, now };
	x->options = o;
}

static void
codes(struct page *p, struct input *x, const struct field *f, const char *now)
{
	const struct vocab *v = vocab_named(f->vocab);

	must(v != NULL);
	for (size_t i = 0; i < v->n; i++)
		inputs_option(p, x, v->codes[i].name,
		    page_tr(p, v->codes[i].es, v->codes[i].en),
		    x->kind == INPUT_BOXES
			? typed_has(p, x->name, v->codes[i].name)
			: strcmp(now, v->codes[i].name) == 0);
}

struct input *
inputs_add(
    struct page *p, struct inputs *in, const struct field *f, struct val now)
{
	struct input *x = &in->v[in->v_n++];
	bool sent = inputs_sent(p, in->form);

	*x = (struct input){ .kind = kind_of(f),
		.name = f->name,
		.id = arena_fmt(p->a, "%s-%s", in->form, f->name),
		.label = page_label(p, f),
		.hint = "",
		.required = f->required,
		.max = f->max };
	x->value = sent ? page_field(p, f->name) : carried(p, f, now);
	if (x->kind == INPUT_CHOICE)
		inputs_option(p, x, "", "—", x->value[0] == '\0');
	if (f->type == TYPE_CODE)
		codes(p, x, f, x->value);
	return (x);
}

/* ---- records as choices ------------------------------------------------- */

struct named {
	const char *id, *name, *key;
};
struct naming {
	struct page *p;
	struct named *v;
	size_t n, cap;
};

static err_t
name_one(void *ctx, const struct record *r)
{
	struct naming *x = ctx;
	struct page *p = x->p;
	struct named *w;
	char *key;

	if (x->n >= NAMED)
		return (NULL);
	mem_room(&x->v, &x->cap, x->n + 1, sizeof(*x->v));
	w = &x->v[x->n];
	w->id = page_id(p, r->id);
	TRY(page_name_of(p, r, &w->name));
	/* An institution is known by its letters and by its whole name. */
	if (r->entity->no == ENTITY_institution) {
		struct val v = r->v[FIELD_institution_official_name - 1];

		if (v.kind == VAL_TEXT && !span_eq(v.s, span_str(w->name)))
			w->name = arena_fmt(p->a, "%.*s (%s)", (int)v.s.n,
			    (const char *)v.s.p, w->name);
	}
	key = arena_new(p->a, strlen(w->name) + 1);
	text_fold(span_str(w->name), key);
	w->key = key;
	x->n++;
	return (NULL);
}

static int
by_name(const void *a, const void *b)
{
	const struct named *x = a, *y = b;

	return (strcmp(x->key, y->key));
}

err_t
inputs_records(
    struct page *p, struct input *x, const struct entity *e, dot_t now)
{
	struct naming all = { .p = p };
	const char *id = now == 0 ? "" : page_id(p, now);
	struct input_option *o;
	err_t er;

	er = state_find(p->o->st.l, e, NULL, 0, false, p->a, name_one, &all);
	if (all.n > 0)
		qsort(all.v, all.n, sizeof(*all.v), by_name);
	o = arena_new(p->a, (x->options_n + all.n + 1) * sizeof(*o));
	if (x->options_n > 0)
		memcpy(o, x->options, x->options_n * sizeof(*o));
	for (size_t i = 0; i < all.n; i++) {
		const char *v = all.v[i].id;

		o[x->options_n++] = (struct input_option){ v, all.v[i].name,
			x->value[0] != '\0' ? strcmp(x->value, v) == 0
					    : strcmp(id, v) == 0 };
	}
	x->options = o;
	mem_free(all.v);
	return (er);
}

/* ---- what was sent ------------------------------------------------------ */

err_t
inputs_fault(const char *es, const char *en)
{
	return (err_new(ERR_RULE, "rule 0: %s / %s", en, es));
}

err_t
inputs_reason(struct page *p)
{
	size_t n = strlen(page_field(p, "motivo"));

	if (n > LIMIT_REASON_BYTES)
		return (inputs_fault("El motivo es demasiado largo; acórtelo.",
		    "The reason is too long; shorten it."));
	return (n > 0
		    ? NULL
		    : inputs_fault("Escriba el motivo.", "Write the reason."));
}

static err_t
not_understood(const struct field *f, const char *s)
{
	const char *es = "no se entiende; corríjalo", *en =
							  "is not understood; "
							  "correct it";

	if (strlen(s) > f->max &&
	    (f->type == TYPE_TEXT || f->type == TYPE_LONG)) {
		es = "es demasiado largo; acórtelo";
		en = "is too long; shorten it";
	} else if (f->type == TYPE_DATE) {
		es = "escriba una fecha como 2026-11-30";
		en = "write a date as 2026-11-30";
	} else if (f->type == TYPE_INT) {
		es = "escriba un número entero, sin decimales";
		en = "write a whole number";
	}
	return (
	    err_new(ERR_RULE, "rule 0: %s: %s / %s: %s", f->en, en, f->es, es));
}

static err_t
take_ref(struct page *p, const struct field *f, const char *s, struct val *v)
{
	const struct entity *e =
	    f->target == 0 ? NULL : schema_entity(f->target);
	struct record r;
	err_t er;

	if (s[0] == '\0')
		return (NULL);
	er = page_record(p, s, e, &r);
	if (er != NULL && er->code == ERR_MISSING)
		return (not_understood(f, s));
	TRY(er);
	*v = val_int(r.id);
	return (NULL);
}

err_t
inputs_take_text(
    struct page *p, const struct field *f, const char *s, struct val *v)
{
	*v = val_null();
	if (f->type == TYPE_REF)
		return (take_ref(p, f, s, v));
	if (f->type == TYPE_INT && s[0] != '\0' && s[strlen(s) - 1] == '%')
		s = arena_dup(p->a, span_of(s, strlen(s) - 1));
	if (schema_parse(f, s, v) != NULL)
		return (not_understood(f, s));
	return (NULL);
}

err_t
inputs_take(struct page *p, const struct field *f, struct val *v)
{
	TRY(inputs_take_text(p, f, page_field(p, f->name), v));
	if (v->kind != VAL_NULL || !f->required)
		return (NULL);
	return (err_new(ERR_RULE,
	    "rule 0: %s is missing; fill it in / falta: %s", f->en, f->es));
}

err_t
inputs_take_all(
    struct page *p, const struct field *f, struct val **v, size_t *n)
{
	const char *s;
	size_t all = 0;

	while (page_field_at(p, f->name, all) != NULL)
		all++;
	*v = arena_new(p->a, (all + 1) * sizeof(**v));
	*n = 0;
	for (size_t i = 0; (s = page_field_at(p, f->name, i)) != NULL; i++) {
		TRY(inputs_take_text(p, f, s, &(*v)[*n]));
		*n += (*v)[*n].kind != VAL_NULL;
	}
	return (NULL);
}

/* ---- what it changes ---------------------------------------------------- */

void
inputs_set(struct inputs_change *c, int field, struct val v)
{
	must(c->n < INPUTS_FIELDS);
	c->set[c->n++] = (struct fv){ (uint32_t)field, v };
}

static bool
among(struct val v, const struct val *all, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (val_eq(v, all[i]))
			return (true);
	return (false);
}

static err_t
list_changes(struct page *p, const struct field *f, const struct record *r,
    struct inputs_change *c)
{
	struct val *was = NULL, *now;
	size_t was_n = 0, n;

	TRY(inputs_take_all(p, f, &now, &n));
	if (r != NULL)
		TRY(state_elements(
		    p->o->st.l, r->id, f->no, p->a, &was, &was_n));
	for (size_t i = 0; i < n; i++) {
		if (among(now[i], was, was_n) || among(now[i], now, i))
			continue;
		if (c->add_n == INPUTS_ELEMENTS)
			return (inputs_fault(
			    "Son demasiados; guarde menos a la vez.",
			    "These are too many; save fewer at a time."));
		c->add[c->add_n++] = (struct fv){ f->no, now[i] };
	}
	for (size_t i = 0; i < was_n && c->remove_n < INPUTS_ELEMENTS; i++)
		if (!among(was[i], now, n))
			c->remove[c->remove_n++] = (struct fv){ f->no, was[i] };
	return (NULL);
}

err_t
inputs_changes(struct page *p, const struct entity *e, const struct record *r,
    const int *fields, struct inputs_change *c)
{
	for (; *fields != 0; fields++) {
		const struct field *f = schema_field(e, (uint64_t)*fields);
		struct val v, was;

		must(f != NULL);
		if (f->merge == MERGE_LIST) {
			TRY(list_changes(p, f, r, c));
			continue;
		}
		TRY(inputs_take(p, f, &v));
		was = r == NULL ? val_null() : r->v[f->no - 1];
		if (!val_eq(v, was))
			inputs_set(c, f->no, v);
	}
	return (NULL);
}

err_t
inputs_write(struct act *act, const struct entity *e, dot_t *id,
    const struct inputs_change *c)
{
	struct fv all[INPUTS_FIELDS + INPUTS_ELEMENTS];
	size_t n = c->n;

	memcpy(all, c->set, c->n * sizeof(*all));
	if (*id == 0) {
		memcpy(all + n, c->add, c->add_n * sizeof(*all));
		return (act_create(act, e, all, n + c->add_n, id));
	}
	if (c->n > 0)
		TRY(act_edit(act, e, *id, c->set, c->n));
	if (c->add_n > 0)
		TRY(act_list(act, e, *id, true, c->add, c->add_n));
	return (c->remove_n == 0
		    ? NULL
		    : act_list(act, e, *id, false, c->remove, c->remove_n));
}
