#include "node/pages/ask_in.h"

#include <stdio.h>

#include "proto/base/text.h"

void
ask_begin(struct asks *s, struct page *p, const struct entity *e,
    const struct record *r, int64_t day)
{
	*s = (struct asks){ .p = p,
		.e = e,
		.r = r,
		.prefix = "",
		.day = day,
		.typed = strcmp(serve_method(p->q), "POST") == 0 };
}

struct ask *
ask_find(struct asks *s, int field)
{
	for (size_t i = 0; i < s->n; i++)
		if (s->v[i].f->no == field)
			return (&s->v[i]);
	return (NULL);
}

struct val
ask_taken(const struct asks *s, int field)
{
	for (size_t i = 0; i < s->set_n; i++)
		if (s->set[i].field == (uint32_t)field)
			return (s->set[i].v);
	return (s->r == NULL ? val_null() : s->r->v[field - 1]);
}

/* ---- what is asked ------------------------------------------------------ */

static enum ask_kind
kind_of(const struct field *f)
{
	if (f->merge == MERGE_LIST)
		return (ASK_MANY);
	switch (f->type) {
	case TYPE_LONG:
		return (ASK_AREA);
	case TYPE_DATE:
		return (ASK_DATE);
	case TYPE_INT:
		return (ASK_NUMBER);
	case TYPE_BOOL:
		return (ASK_CHECK);
	case TYPE_CODE:
		return (ASK_SELECT);
	case TYPE_REF:
		return (
		    f->target == ENTITY_institution ? ASK_PICK : ASK_SELECT);
	case TYPE_TEXT:
	case TYPE_TIME:
	case TYPE_GEO:
		break;
	}
	return (ASK_LINE);
}

void
ask_option(struct asks *s, struct ask *a, const char *value, const char *label)
{
	arena_room(s->p->a, &a->options, &a->cap, a->options_n + 1,
	    sizeof(*a->options));
	a->options[a->options_n++] =
	    (struct ask_option){ value, label, ask_chosen(s, a, value) };
}

err_t
ask_option_record(
    struct asks *s, struct ask *a, const struct entity *e, dot_t id)
{
	const char *name;

	TRY(page_name(s->p, e, id, &name));
	ask_option(s, a, page_id(s->p, id), name);
	return (NULL);
}

/* The codes of its vocabulary, and none. */
static void
codes(struct asks *s, struct ask *a)
{
	const struct vocab *v = vocab_named(a->f->vocab);

	must(v != NULL);
	if (!a->must)
		ask_option(s, a, "", "—");
	for (size_t i = 0; i < v->n; i++)
		ask_option(s, a, v->codes[i].name,
		    page_tr(s->p, v->codes[i].es, v->codes[i].en));
}

static const char *
hint_of(struct asks *s, const struct ask *a)
{
	if (a->kind == ASK_PICK)
		return (page_tr(s->p,
		    "Escriba siglas o parte del nombre y elija de la lista.",
		    "Type the acronym or part of the name and choose from the "
		    "list."));
	if (a->f->type == TYPE_GEO)
		return (page_tr(s->p,
		    "Clave del INEGI: 07 es un estado, 07065 un municipio.",
		    "INEGI code: 07 is a state, 07065 a municipality."));
	return ("");
}

err_t
ask_field(struct asks *s, int field, struct ask **out)
{
	const struct field *f = schema_field(s->e, (uint64_t)field);
	struct ask *a = &s->v[s->n++];

	must(f != NULL && s->n <= ASK_FIELDS);
	*a = (struct ask){ .f = f,
		.kind = kind_of(f),
		.name = arena_fmt(s->p->a, "%s%s", s->prefix, f->name),
		.label = page_label(s->p, f),
		.fault = "",
		.about = "",
		.type = "text",
		.question = "",
		.must = f->required,
		.most = f->max };
	a->hint = hint_of(s, a);
	a->wide = a->kind == ASK_AREA || a->kind == ASK_MANY;
	if (a->hint[0] != '\0')
		a->about = arena_fmt(s->p->a, "%s-pista", a->name);
	TRY(ask_show(s, a));
	if (f->type == TYPE_CODE && a->kind == ASK_SELECT)
		codes(s, a);
	if (a->kind == ASK_SELECT && f->type == TYPE_REF)
		ask_option(s, a, "", "—");
	if (a->kind == ASK_PICK)
		TRY(ask_listed(s, a));
	if (out != NULL)
		*out = a;
	return (NULL);
}

void
ask_default(struct asks *s, int field, struct val v)
{
	struct ask *a = ask_find(s, field);

	must(a != NULL);
	if (s->r != NULL || s->typed)
		return;
	if (a->kind == ASK_CHECK)
		a->on = v.kind == VAL_INT && v.i != 0;
	else
		a->value = ask_text(s, a->f, v);
	for (size_t i = 0; i < a->options_n; i++)
		a->options[i].chosen =
		    strcmp(a->options[i].value, a->value) == 0;
}

/* ---- what was answered -------------------------------------------------- */

void
ask_blame(struct asks *s, struct ask *a, const char *sentence)
{
	a->fault = sentence;
	a->about = arena_fmt(s->p->a, "%s%s%s-falta", a->about,
	    a->about[0] == '\0' ? "" : " ", a->name);
}

err_t
ask_refused(struct asks *s, err_t e)
{
	const struct entity *of;
	const struct field *f;
	struct ask *a = NULL;

	if (e->code != ERR_RULE)
		return (e);
	f = rule_field(e, &of);
	if (f != NULL && of == s->e)
		a = ask_find(s, f->no);
	s->p->fault = page_sentence(s->p, e);
	s->p->r->status = 422;
	if (a != NULL)
		ask_blame(s, a, s->p->fault);
	return (NULL);
}

bool
ask_empty(const struct asks *s)
{
	return (s->set_n + s->add_n + s->remove_n == 0);
}

/* A creation: registers that are filled, and elements. */
static err_t
create(struct asks *s, struct act *act, dot_t *id)
{
	size_t n = 0;
	struct fv *fv =
	    arena_new(s->p->a, (s->set_n + s->add_n + 1) * sizeof(*fv));

	for (size_t i = 0; i < s->set_n; i++)
		if (s->set[i].v.kind != VAL_NULL)
			fv[n++] = s->set[i];
	for (size_t i = 0; i < s->add_n; i++)
		fv[n++] = s->add[i];
	return (act_create(act, s->e, fv, n, id));
}

err_t
ask_write(struct asks *s, struct act *act, dot_t *id)
{
	if (*id == 0)
		return (create(s, act, id));
	if (s->set_n > 0)
		TRY(act_edit(act, s->e, *id, s->set, s->set_n));
	if (s->add_n > 0)
		TRY(act_list(act, s->e, *id, true, s->add, s->add_n));
	if (s->remove_n > 0)
		TRY(act_list(act, s->e, *id, false, s->remove, s->remove_n));
	return (NULL);
}
