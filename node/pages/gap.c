#include "node/pages/gap_in.h"
#include "proto/base/text.h"

#define F(e, f) FIELD_##e##_##f

SQL_SCAN(gap_tables, "SELECT id, code, official_name FROM roundtable"
		     " WHERE life = 0 AND id <> ?1 ORDER BY level, code, id");

const int *
gap_fields(void)
{
	static const int fields[] = { F(gap, title), F(gap, description),
		F(gap, theme), F(gap, barrier), F(gap, severity),
		F(gap, identified_on), F(gap, affected), F(gap, population),
		F(gap, norm), F(gap, reach_from), F(gap, reach_to), 0 };

	return (fields);
}

/* ---- forms -------------------------------------------------------------- */

static void
codes_left(struct page *p, const struct record *r, struct input *x)
{
	const struct field *f = schema_field(r->entity, F(gap, status));
	uint32_t next =
	    rule_next(r->entity, f, facts_int(r, F(gap, status), 0));
	const struct vocab *v = vocab_named(f->vocab);

	/* Resolving and reopening have forms of their own; grouping is the
	 * federal level's. */
	next &=
	    ~(1u << CODE_gap_status_resolved | 1u << CODE_gap_status_reopened |
		1u << CODE_gap_status_duplicate);
	x->options_n = 0;
	for (size_t i = 0; v != NULL && i < v->n; i++)
		if (v->codes[i].no < 32 && (next & 1u << v->codes[i].no) != 0)
			inputs_option(p, x, v->codes[i].name,
			    page_tr(p, v->codes[i].es, v->codes[i].en),
			    strcmp(x->value, v->codes[i].name) == 0);
}

static err_t
tables(struct page *p, const struct record *r, struct input *x)
{
	CLEAN(rows_done) struct rows q = { 0 };
	bool more;

	TRY(db_query(&q, p->o->st.db, &gap_tables, A_INT(r->root)));
	for (;;) {
		const char *id;

		TRY(rows_next(&q, &more));
		if (!more)
			return (NULL);
		id = page_id(p, rows_int(&q, 0));
		inputs_option(p, x, id,
		    arena_fmt(p->a, "%s · %s", rows_text(&q, 1),
			text_short(p->a, rows_span(&q, 2), 70)),
		    strcmp(x->value, id) == 0);
	}
}

static err_t
state_forms(struct page *p, const struct record *r, struct gap_view *v)
{
	struct input *x;

	v->state_in =
	    inputs_new(p, marks_href(p, r->entity, r->id), "estado", 2);
	x = inputs_add_no(
	    p, &v->state_in, ENTITY_gap, F(gap, status), val_null());
	x->label = page_tr(p, "Pasa a", "Goes on to");
	x->required = true;
	codes_left(p, r, x);
	x = inputs_add_no(
	    p, &v->state_in, ENTITY_gap, F(gap, close_reason), val_null());
	x->hint = page_tr(p, "Si no procede, diga por qué.",
	    "If it is not pursued, say why.");
	v->resolve =
	    inputs_new(p, marks_href(p, r->entity, r->id), "resolver", 2);
	x = inputs_add_no(
	    p, &v->resolve, ENTITY_gap, F(gap, resolved_on), val_int(p->today));
	x->required = true;
	x = inputs_add_no(
	    p, &v->resolve, ENTITY_gap, F(gap, close_reason), val_null());
	x->required = !v->served;
	x->hint = v->served
		      ? page_tr(p, "Un acuerdo cumplido ya la resuelve.",
			    "A done agreement resolves it already.")
		      : page_tr(p,
			    "Ningún acuerdo cumplido la atiende: diga cómo se "
			    "resolvió.",
			    "No done agreement serves it: say how it was "
			    "resolved.");
	v->escalate =
	    inputs_new(p, marks_href(p, r->entity, r->id), "escalar", 2);
	x = inputs_add_no(p, &v->escalate, ENTITY_escalation,
	    F(escalation, to_roundtable), val_null());
	TRY(tables(p, r, x));
	x = inputs_add_no(p, &v->escalate, ENTITY_escalation,
	    F(escalation, reason), val_null());
	x->required = true;
	return (NULL);
}

/* What a list has now, as it is shown before anything was sent. */
static err_t
tick(struct page *p, const struct record *r, const struct inputs *in,
    const struct field *f, struct input *x)
{
	struct val *has;
	size_t n;

	if (f->merge != MERGE_LIST || inputs_sent(p, in->form))
		return (NULL);
	TRY(state_elements(p->o->st.l, r->id, f->no, p->a, &has, &n));
	for (size_t i = 0; i < n && f->type == TYPE_CODE; i++) {
		const struct code *c =
		    vocab_code(vocab_named(f->vocab), has[i].i);

		for (size_t k = 0; c != NULL && k < x->options_n; k++)
			if (strcmp(x->options[k].value, c->name) == 0)
				x->options[k].on = true;
	}
	return (NULL);
}

err_t
gap_forms(struct page *p, const struct record *r, struct gap_view *v)
{
	v->state_on = inputs_sent(p, "estado");
	v->resolve_on = inputs_sent(p, "resolver");
	v->escalate_on = inputs_sent(p, "escalar");
	v->edit_on = inputs_sent(p, "editar");
	v->void_on = inputs_sent(p, "anular");
	v->reason = page_field(p, "motivo");
	TRY(state_forms(p, r, v));
	v->edit = inputs_new(p, marks_href(p, r->entity, r->id), "editar", 20);
	for (const int *f = gap_fields(); *f != 0; f++) {
		const struct field *field =
		    schema_field(r->entity, (uint64_t)*f);

		TRY(tick(p, r, &v->edit, field,
		    inputs_add(p, &v->edit, field, r->v[*f - 1])));
	}
	return (NULL);
}

/* ---- the page ----------------------------------------------------------- */

err_t
gap_show(struct page *p, const struct record *r)
{
	struct gap_view v = { .life = "" };

	v.live = r->life == LIFE_LIVE;
	v.life = v.live ? "" : cmd_life_label(&p->c, r->life);
	v.write = page_may(p, ROLES_WRITE);
	v.decide = page_may(p, ROLES_DECIDE);
	TRY(marks_own(p, r->root, &v.own));
	TRY(gap_read(p, r, &v));
	TRY(gap_forms(p, r, &v));
	page_begin(p,
	    arena_fmt(p->a, "%s · %s", v.folio, page_tr(p, "Brecha", "Gap")));
	gap_tpl(&p->h, &v);
	return (page_end(p));
}

static err_t
show(struct page *p)
{
	struct record r;

	TRY(page_record(p, page_rest(p), schema_entity(ENTITY_gap), &r));
	return (gap_show(p, &r));
}

const struct screen gap_screens[] = {
	{ .method = "GET", .path = "/brechas/", .prefix = true, .run = show },
	{ .method = "POST",
	    .path = "/brechas/",
	    .prefix = true,
	    .roles = ROLES_WRITE,
	    .run = gap_save },
	{ .method = "GET",
	    .path = "/brechas/escalamientos/",
	    .prefix = true,
	    .run = gap_escalation },
	{ .method = "POST",
	    .path = "/brechas/escalamientos/",
	    .prefix = true,
	    .roles = ROLES_WRITE,
	    .run = gap_escalation_save },
	{ .method = NULL },
};
