/*
 * gap_escalation -- what one roundtable asks of another, and the answer.
 */
#include "node/pages/gap_in.h"
#include "node/pages/verbs.h"

#define F(e, f) FIELD_##e##_##f

static const struct entity *
own(void)
{
	return (schema_entity(ENTITY_escalation));
}

static err_t
names(struct page *p, const struct record *r, struct escalation_view *v)
{
	const struct entity *table = schema_entity(ENTITY_roundtable);
	dot_t object = facts_int(r, F(escalation, object), 0);
	struct record of;
	bool found;

	TRY(page_name(p, table, facts_int(r, F(escalation, from_roundtable), 0),
	    &v->from));
	TRY(page_name(
	    p, table, facts_int(r, F(escalation, to_roundtable), 0), &v->to));
	TRY(page_name(p, NULL, object, &v->object));
	TRY(state_get(p->o->st.l, NULL, object, p->a, &of, &found));
	v->object_href = found ? marks_href(p, of.entity, object) : "";
	if (found && of.entity->no == ENTITY_gap)
		v->object = arena_fmt(p->a, "%s · %s", v->object,
		    facts_text(p, &of, F(gap, title)));
	return (NULL);
}

/* What the asked roundtable may say next. */
static void
form(struct page *p, const struct record *r, struct escalation_view *v)
{
	const struct field *f = schema_field(own(), F(escalation, status));
	int64_t now = facts_int(r, F(escalation, status), 0);
	uint32_t next = rule_next(own(), f, now);
	const struct vocab *all = vocab_named(f->vocab);
	struct input *x;

	next &= ~(1u << CODE_escalation_status_unanswered |
		  1u << CODE_escalation_status_sent);
	v->open = next != 0;
	v->in = inputs_new(p, marks_href(p, r->entity, r->id), "responder", 2);
	x = inputs_add(p, &v->in, f, val_int(CODE_escalation_status_answered));
	x->required = true;
	x->options_n = 0;
	for (size_t i = 0; all != NULL && i < all->n; i++) {
		const struct code *c = &all->codes[i];

		if ((next & 1u << c->no) != 0)
			inputs_option(p, x, c->name, page_tr(p, c->es, c->en),
			    strcmp(x->value, c->name) == 0);
	}
	(void)inputs_add(p, &v->in, schema_field(own(), F(escalation, answer)),
	    r->v[F(escalation, answer) - 1]);
}

static err_t
show(struct page *p, const struct record *r)
{
	struct escalation_view v = { .write = page_may(p, ROLES_WRITE) };
	int64_t status = facts_int(r, F(escalation, status), 0);
	int64_t on = facts_int(r, F(escalation, asked_on), 0);
	bool has = facts_has(r, F(escalation, asked_on));
	int shown = rule_escalation_shown(status, has, on, p->today);

	v.id = page_id(p, r->id);
	TRY(names(p, r, &v));
	v.reason = facts_text(p, r, F(escalation, reason));
	v.answer = facts_text(p, r, F(escalation, answer));
	v.asked = has ? marks_day(p, on) : "";
	v.answered =
	    facts_has(r, F(escalation, answered_on))
		? marks_day(p, facts_int(r, F(escalation, answered_on), 0))
		: "";
	v.state = marks_escalation(p, shown);
	v.late = shown == CODE_escalation_status_unanswered;
	v.returned = status == CODE_escalation_status_returned;
	TRY(facts_dispute(p, r, &v.dispute));
	TRY(marks_own(
	    p, facts_int(r, F(escalation, to_roundtable), 0), &v.mine));
	TRY(marks_own(
	    p, facts_int(r, F(escalation, from_roundtable), 0), &v.ours));
	form(p, r, &v);
	page_begin(p, page_tr(p, "Escalamiento", "Escalation"));
	escalation_tpl(&p->h, &v);
	return (page_end(p));
}

err_t
gap_escalation(struct page *p)
{
	struct record r;

	TRY(page_record(p, page_rest(p), own(), &r));
	return (show(p, &r));
}

static err_t
answer(struct page *p, struct act *act, const struct record *r)
{
	static const int fields[] = { F(escalation, status),
		F(escalation, answer), 0 };
	struct inputs_change *c = arena_new(p->a, sizeof(*c));
	dot_t id = r->id;

	TRY(inputs_changes(p, own(), r, fields, c));
	for (size_t i = 0; i < c->n; i++)
		if (c->set[i].field == F(escalation, status) &&
		    (c->set[i].v.i == CODE_escalation_status_answered ||
			c->set[i].v.i == CODE_escalation_status_returned)) {
			inputs_set(
			    c, F(escalation, answered_on), val_int(p->today));
			break;
		}
	if (c->n == 0)
		return (
		    inputs_fault("No cambió nada.", "Nothing was changed."));
	return (inputs_write(act, own(), &id, c));
}

static err_t
again(struct page *p, struct act *act, const struct record *r)
{
	struct fv fv[] = { { F(escalation, status),
			       val_int(CODE_escalation_status_sent) },
		{ F(escalation, asked_on), val_int(p->today) } };

	return (act_edit(act, own(), r->id, fv, 2));
}

static const struct verb verbs[] = {
	{ "responder", 0, answer, "La respuesta quedó guardada.",
	    "The answer is saved." },
	{ "reenviar", ROLES_DECIDE, again, "Se pidió otra vez.",
	    "It was asked again." },
	{ .name = NULL },
};

err_t
gap_escalation_save(struct page *p)
{
	return (verbs_run(p, own(), verbs, show));
}
