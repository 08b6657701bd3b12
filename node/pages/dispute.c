#include <stdlib.h>

#include "node/pages/dispute_in.h"
#include "node/pages/facts.h"
#include "proto/base/text.h"
#include "proto/ui/words.h"

const char *
dispute_name(const struct record *r, uint32_t field)
{
	const struct field *f = schema_field(r->entity, field);

	return (f == NULL ? DISPUTE_LIFE : f->name);
}

/* ---- values ------------------------------------------------------------- */

static err_t
said(struct page *p, const struct field *f, struct val v, const char **out)
{
	*out = "";
	if (v.kind == VAL_NULL)
		return (NULL);
	if (f == NULL) {
		*out = v.kind != VAL_INT
			   ? ""
			   : cmd_life_label(&p->c, (enum life)v.i);
		return (NULL);
	}
	return (page_value(p, f, v, out));
}

/* Texts are told word by word against what they said before. */
static void
words(struct page *p, const struct field *f, const char *base, const char *now,
    struct dispute_value *w)
{
	struct words_piece *v;
	size_t n;

	w->empty = now[0] == '\0';
	if (f == NULL || (f->type != TYPE_TEXT && f->type != TYPE_LONG)) {
		w->words = arena_new(p->a, sizeof(*w->words));
		w->words[0] = (struct dispute_word){ false,
			strcmp(base, now) != 0, span_str(now) };
		w->words_n = 1;
		return;
	}
	words_diff(span_str(base), span_str(now), p->a, &v, &n);
	w->words = arena_new(p->a, (n + 1) * sizeof(*w->words));
	for (size_t i = 0; i < n; i++)
		w->words[w->words_n++] =
		    (struct dispute_word){ v[i].kind == WORDS_GONE,
			    v[i].kind == WORDS_NEW, v[i].s };
}

static bool
written_here(struct page *p, dot_t dot)
{
	const struct log_info *l = ledger_log(p->o->st.l, dot_log(dot));

	return (l != NULL && l->mine != 0);
}

static const char *
author(struct page *p, const struct cmd_version *v)
{
	const char *who = marks_who(p, &v->who);

	return (written_here(p, v->dot)
		    ? arena_fmt(p->a, "%s · %s",
			  page_tr(p, "Esta computadora", "This computer"), who)
		    : who);
}

static err_t
values(struct page *p, const struct record *r, const struct cmd_review *c,
    struct dispute_field *to)
{
	const struct field *f = schema_field(r->entity, c->field);
	const char *chosen = page_field(p, to->name);

	to->values = arena_new(p->a, (c->n + 1) * sizeof(*to->values));
	for (size_t i = 0; i < c->n && i < 26; i++) {
		struct dispute_value *w = &to->values[to->values_n++];
		const char *now;

		w->code = arena_fmt(p->a, "%c", (int)('a' + i));
		w->id = arena_fmt(p->a, "%s-%s", to->name, w->code);
		w->who = author(p, &c->v[i]);
		w->mine = written_here(p, c->v[i].dot);
		w->on = strcmp(chosen, w->code) == 0;
		TRY(said(p, f, c->v[i].v, &now));
		words(p, f, to->base, now, w);
	}
	return (NULL);
}

/* Voided by one, edited by another: the choice is what becomes of it. */
static void
life_values(
    struct page *p, const struct cmd_review *c, struct dispute_field *to)
{
	static const struct {
		const char *code, *es, *en;
	} all[] = {
		{ "vivo", "Dejarlo vigente", "Keep it in force" },
		{ "anulado", "Anularlo", "Void it" },
	};
	const char *chosen = page_field(p, to->name);

	to->life = true;
	to->values = arena_new(p->a, 2 * sizeof(*to->values));
	for (size_t i = 0; i < 2; i++) {
		struct dispute_value *w = &to->values[to->values_n++];
		const char *text = page_tr(p, all[i].es, all[i].en);
		bool voids = i == 1;

		*w = (struct dispute_value){ .code = all[i].code,
			.id = arena_fmt(p->a, "%s-%s", to->name, all[i].code),
			.who = "",
			.on = strcmp(chosen, all[i].code) == 0 };
		words(p, NULL, text, text, w);
		for (size_t k = 0; k < c->n; k++)
			if ((c->v[k].v.kind == VAL_INT &&
				c->v[k].v.i == LIFE_VOIDED) == voids)
				w->who = author(p, &c->v[k]);
	}
}

static err_t
other(struct page *p, const struct record *r, const struct cmd_review *c,
    struct dispute_field *to)
{
	const struct field *f = schema_field(r->entity, c->field);
	struct inputs in = inputs_new(p, "/conflictos", "otro", 1);
	struct input *x;

	if (f == NULL)
		return (NULL);
	x = inputs_add(p, &in, f, val_null());
	x->label = arena_fmt(p->a, "%s: %s", to->label,
	    page_tr(p, "otro valor", "another value"));
	x->name = arena_fmt(p->a, "%s-otro", f->name);
	x->id = arena_fmt(p->a, "otro-%s", f->name);
	x->value = page_field(p, x->name);
	x->required = true; /* "(opcional)" would say nothing here */
	for (size_t i = 0; i < x->options_n; i++)
		x->options[i].on = strcmp(x->options[i].value, x->value) == 0;
	if (f->type == TYPE_REF && f->target != 0)
		TRY(inputs_records(p, x, schema_entity(f->target), 0));
	x->required = false;
	to->other = *x;
	to->has_other = true;
	to->other_on = strcmp(page_field(p, to->name), "otro") == 0;
	return (NULL);
}

static err_t
past(struct page *p, const struct record *r, const struct cmd_review *c,
    struct dispute_field *to)
{
	const struct field *f = schema_field(r->entity, c->field);

	to->past = arena_new(p->a, (c->decided_n + 1) * sizeof(*to->past));
	for (size_t i = 0; i < c->decided_n; i++) {
		struct dispute_past *w = &to->past[to->past_n++];

		TRY(said(p, f, c->decided[i].v, &w->value));
		w->reason = c->decided[i].reason;
		w->who = author(p, &c->decided[i]);
	}
	return (NULL);
}

static err_t
one(struct page *p, const struct record *r, const struct cmd_review *c,
    struct dispute_field *to)
{
	const struct field *f = schema_field(r->entity, c->field);

	*to = (struct dispute_field){ .label = page_label(p, f),
		.kind = c->kind == REVIEW_VALUE
			    ? ""
			    : cmd_review_label(&p->c, c->kind),
		.name = dispute_name(r, c->field),
		.based = c->based,
		.base_who = "",
		.open = c->kind != REVIEW_NONE,
		.since = c->since };
	if (f == NULL)
		to->label = page_tr(p, "Vigencia", "Validity");
	to->base_id = arena_fmt(p->a, "%s-base", to->name);
	to->base_on = strcmp(page_field(p, to->name), "base") == 0;
	TRY(said(p, f, c->base, &to->base));
	TRY(said(p, f, c->shown, &to->shown));
	if (c->based)
		to->base_who = marks_who(p, &c->before.who);
	if (c->kind == REVIEW_VOID || f == NULL)
		life_values(p, c, to);
	else
		TRY(values(p, r, c, to));
	TRY(other(p, r, c, to));
	return (past(p, r, c, to));
}

/* ---- the page ----------------------------------------------------------- */

static void
title(struct page *p, const struct record *r, const char *name,
    struct dispute_view *v)
{
	static const char *const names[] = { "text", "title", "official_name" };
	const struct field *theme = schema_field_named(r->entity, "theme");
	const char *what = page_tr(p, r->entity->es, r->entity->en);

	v->title =
	    v->open_n > 0
		? arena_fmt(p->a, "%s %s %s",
		      page_tr(p, "Dos versiones:", "Two versions:"), what, name)
		: arena_fmt(p->a, "%s %s", what, name);
	v->subtitle = "";
	for (size_t i = 0; i < 3 && v->subtitle[0] == '\0'; i++) {
		const struct field *f = schema_field_named(r->entity, names[i]);

		if (f != NULL && r->v[f->no - 1].kind == VAL_TEXT)
			v->subtitle = text_short(p->a, r->v[f->no - 1].s, 110);
	}
	v->themed = theme != NULL && theme->type == TYPE_CODE &&
		    theme->merge == MERGE_REG &&
		    r->v[theme->no - 1].kind == VAL_INT;
	if (v->themed)
		v->theme = marks_theme(p, r->v[theme->no - 1].i);
}

static const char *
counted(struct page *p, size_t n, const char *one, const char *many)
{
	return (n == 1 ? one : arena_fmt(p->a, "%zu %s", n, many));
}

static void
explain(struct page *p, struct dispute_view *v)
{
	if (v->open_n == 0) {
		v->explained = page_tr(p,
		    "Ya no hay nada por decidir aquí. Abajo está lo que se "
		    "decidió; puede deshacerse.",
		    "Nothing is left to decide here. Below is what was "
		    "decided; it can be undone.");
		return;
	}
	v->explained = arena_fmt(p->a, "%s %s; %s. %s",
	    page_tr(p,
		"Dos personas cambiaron lo mismo sin saber una de la otra.",
		"Two people changed the same thing without knowing of each "
		"other."),
	    v->merged_n == 0
		? page_tr(p, "Nada más cambió", "Nothing else changed")
		: counted(p, v->merged_n,
		      page_tr(p, "Un dato se unió solo",
			  "One value was merged by itself"),
		      page_tr(p, "datos se unieron solos",
			  "values were merged by themselves")),
	    counted(p, v->open_n,
		page_tr(p, "en uno hace falta que alguien decida",
		    "one needs somebody to decide"),
		page_tr(p, "necesitan que alguien decida",
		    "need somebody to decide")),
	    page_tr(p,
		"Las versiones quedan siempre en la historia y la decisión "
		"puede deshacerse.",
		"Every version stays in the history, and the decision can be "
		"undone."));
}

/* Which of the records that wait this is. */
static err_t
place(struct page *p, const struct record *r, struct dispute_view *v)
{
	struct dispute *d;
	size_t n, at = 0, all = 0;

	v->place = "";
	TRY(state_disputes(p->o->st.l, 0, p->a, &d, &n));
	for (size_t i = 0; i < n; i++) {
		all += i == 0 || d[i].record != d[i - 1].record;
		if (d[i].record == r->id)
			at = all;
	}
	if (at > 0)
		v->place = arena_fmt(
		    p->a, "%zu %s %zu", at, page_tr(p, "de", "of"), all);
	return (NULL);
}

err_t
dispute_show(struct page *p, const struct record *r)
{
	struct dispute_view v = { .decide = page_may(p, ROLES_DECIDE) };
	struct dispute_at x = { .p = p, .r = r };
	const char *name;

	TRY(cmd_reviews(&p->c, r, p->a, &x.v, &x.n));
	v.open = arena_new(p->a, (x.n + 1) * sizeof(*v.open));
	v.closed = arena_new(p->a, (x.n + 1) * sizeof(*v.closed));
	for (size_t i = 0; i < x.n; i++)
		TRY(one(p, r, &x.v[i],
		    x.v[i].kind != REVIEW_NONE ? &v.open[v.open_n++]
					       : &v.closed[v.closed_n++]));
	v.id = page_id(p, r->id);
	v.decide_to = arena_fmt(p->a, "/conflictos/%s/decidir", v.id);
	v.href = marks_href(p, r->entity, r->id);
	v.reason = page_field(p, "motivo");
	TRY(marks_own(p, r->root, &v.own));
	v.own = v.own || r->root == 0;
	TRY(page_name_of(p, r, &name));
	TRY(dispute_merged(&x, &v));
	title(p, r, name, &v);
	explain(p, &v);
	TRY(place(p, r, &v));
	page_begin(
	    p, arena_fmt(p->a, "%s %s", page_tr(p, "Revisar", "Review"), name));
	dispute_tpl(&p->h, &v);
	return (page_end(p));
}

static err_t
show(struct page *p)
{
	struct record r;

	TRY(page_record(p, page_rest(p), NULL, &r));
	return (dispute_show(p, &r));
}

const struct screen dispute_screens[] = {
	{ .method = "GET",
	    .path = "/conflictos/",
	    .prefix = true,
	    .run = show },
	{ .method = "POST",
	    .path = "/conflictos/",
	    .prefix = true,
	    .roles = ROLES_DECIDE,
	    .run = dispute_save },
	{ .method = NULL },
};
