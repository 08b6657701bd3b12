/*
 * ask_take -- what was typed, read; what is stored, as a form shows it.
 */
#include "node/pages/ask_in.h"

#include "proto/base/text.h"

/* ---- shown -------------------------------------------------------------- */

const char *
ask_text(struct asks *s, const struct field *f, struct val v)
{
	CLEAN(buf_free) struct buf b = BUF((size_t)2 * LIMIT_MERGE_BYTES);
	const char *name;

	if (v.kind == VAL_NULL)
		return ("");
	if (v.kind == VAL_TEXT)
		return (arena_dup(s->p->a, v.s));
	if (f->type == TYPE_REF && f->target == ENTITY_institution)
		return (ask_institution_listed(s->p, v.i, &name) == NULL
			    ? name
			    : page_id(s->p, v.i));
	if (f->type == TYPE_REF)
		return (page_id(s->p, v.i));
	if (schema_put(f, v, &b) != NULL || b.n == 0)
		return ("");
	return (arena_dup(s->p->a, buf_all(&b)));
}

/* The elements that a list has, as a form names them. */
static err_t
elements(struct asks *s, const struct field *f, struct val **v, size_t *n)
{
	*v = NULL;
	*n = 0;
	return (s->r == NULL ? NULL
			     : state_elements(s->p->o->st.l, s->r->id, f->no,
				   s->p->a, v, n));
}

err_t
ask_show(struct asks *s, struct ask *a)
{
	struct val stored = s->r == NULL ? val_null() : s->r->v[a->f->no - 1];
	const char *typed = page_field_at(s->p, a->name, 0);
	int64_t day;

	if (a->kind == ASK_CHECK) {
		a->on = s->typed ? typed != NULL
				 : stored.kind == VAL_INT && stored.i != 0;
		a->value = "1";
		return (NULL);
	}
	a->value = s->typed ? typed : ask_text(s, a->f, stored);
	if (a->value == NULL)
		a->value = "";
	if (a->kind == ASK_NUMBER)
		a->type = "number";
	/* A browser would drop what it does not take for a date. */
	if (a->kind == ASK_DATE &&
	    (a->value[0] == '\0' || text_day(a->value, &day) == NULL))
		a->type = "date";
	return (NULL);
}

bool
ask_chosen(struct asks *s, const struct ask *a, const char *value)
{
	struct val *v;
	size_t n;
	const char *x;

	if (a->kind != ASK_MANY)
		return (strcmp(a->value, value) == 0);
	for (size_t i = 0; s->typed; i++) {
		x = page_field_at(s->p, a->name, i);
		if (x == NULL || strcmp(x, value) == 0)
			return (x != NULL);
	}
	if (elements(s, a->f, &v, &n) != NULL)
		return (false);
	for (size_t i = 0; i < n; i++)
		if (strcmp(ask_text(s, a->f, v[i]), value) == 0)
			return (true);
	return (false);
}

/* ---- read --------------------------------------------------------------- */

static const char *
misread(struct asks *s, const struct field *f, const char *typed)
{
	struct page *p = s->p;

	if (f->max != 0 && strlen(typed) > f->max)
		return (page_tr(p, "Es más largo de lo que cabe: acórtelo.",
		    "This is longer than there is room for: shorten it."));
	switch (f->type) {
	case TYPE_DATE:
		return (
		    page_tr(p, "No es una fecha. Escríbala así: 31/03/2026.",
			"This is not a date. Write it so: 2026-03-31."));
	case TYPE_INT:
		return (page_tr(
		    p, "Escriba un número entero.", "Write a whole number."));
	case TYPE_GEO:
		return (
		    page_tr(p, "No es una clave del INEGI. Escriba 07 o 07065.",
			"This is no INEGI code. Write 07 or 07065."));
	case TYPE_CODE:
	case TYPE_REF:
		return (page_tr(p, "Elija una de las opciones.",
		    "Choose one of the options."));
	case TYPE_TEXT:
	case TYPE_LONG:
	case TYPE_BOOL:
	case TYPE_TIME:
		break;
	}
	return (page_tr(p, "No se entendió lo escrito.",
	    "What is written was not understood."));
}

/* A record that is among the choices. */
static err_t
ref(struct asks *s, const struct ask *a, const char *typed, struct val *v)
{
	dot_t id;

	for (size_t i = 0; i < a->options_n; i++)
		if (strcmp(a->options[i].value, typed) == 0 &&
		    ledger_id_take(s->p->o->st.l, typed, &id) == NULL) {
			*v = val_int(id);
			return (NULL);
		}
	return (err_new(ERR_DATA, "not among the choices"));
}

static err_t
read_one(struct asks *s, struct ask *a, struct val *v)
{
	const char *typed = page_field(s->p, a->name);
	err_t e;

	*v = val_null();
	if (a->kind == ASK_CHECK) {
		*v = val_int(page_checked(s->p, a->name) ? 1 : 0);
		return (NULL);
	}
	if (typed[0] == '\0') {
		if (a->must)
			ask_blame(s, a,
			    page_tr(s->p, "Hace falta este dato.",
				"This is needed."));
		return (NULL);
	}
	if (a->kind == ASK_PICK)
		return (ask_pick(s, a, v));
	e = a->f->type == TYPE_REF ? ref(s, a, typed, v)
				   : schema_parse(a->f, typed, v);
	if (e != NULL && e->code != ERR_DATA && e->code != ERR_LIMIT)
		return (e);
	if (e != NULL)
		ask_blame(s, a, misread(s, a->f, typed));
	return (NULL);
}

static bool
among(struct val v, const struct fv *in, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (val_eq(v, in[i].v))
			return (true);
	return (false);
}

/* The boxes, against the elements that are there. */
static err_t
read_list(struct asks *s, const struct ask *a)
{
	struct val *had, v;
	struct fv *want = arena_new(s->p->a, a->options_n * sizeof(*want) + 1);
	struct fv *was;
	size_t had_n, want_n = 0;

	TRY(elements(s, a->f, &had, &had_n));
	was = arena_new(s->p->a, had_n * sizeof(*was) + 1);
	s->add = arena_new(s->p->a, a->options_n * sizeof(*want) + 1);
	s->remove = arena_new(s->p->a, had_n * sizeof(*want) + 1);
	for (size_t i = 0; i < had_n; i++)
		was[i] = (struct fv){ a->f->no, had[i] };
	for (size_t i = 0; i < a->options_n; i++) {
		if (!a->options[i].chosen)
			continue;
		if (a->f->type == TYPE_REF)
			TRY(ref(s, a, a->options[i].value, &v));
		else
			TRY(schema_parse(a->f, a->options[i].value, &v));
		want[want_n++] = (struct fv){ a->f->no, v };
		if (!among(v, was, had_n))
			s->add[s->add_n++] = want[want_n - 1];
	}
	for (size_t i = 0; i < had_n; i++)
		if (!among(had[i], want, want_n))
			s->remove[s->remove_n++] = was[i];
	return (NULL);
}

err_t
ask_take(struct asks *s, bool *good)
{
	*good = true;
	for (size_t i = 0; i < s->n; i++) {
		struct ask *a = &s->v[i];
		struct val v,
		    was = s->r == NULL ? val_null() : s->r->v[a->f->no - 1];

		if (a->kind == ASK_MANY) {
			TRY(read_list(s, a));
			continue;
		}
		TRY(read_one(s, a, &v));
		if (a->fault[0] != '\0' || a->question[0] != '\0')
			*good = false;
		else if (!val_eq(v, was))
			s->set[s->set_n++] = (struct fv){ a->f->no, v };
	}
	if (!*good) {
		s->p->r->status = 422;
		s->p->fault = page_tr(s->p,
		    "No se guardó todavía: revise lo marcado. Lo escrito sigue "
		    "aquí.",
		    "Not saved yet: look at what is marked. What you typed is "
		    "still here.");
	}
	return (NULL);
}
