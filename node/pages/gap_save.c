/*
 * gap_save -- what is done to a gap.
 */
#include "node/pages/gap_in.h"
#include "node/pages/verbs.h"

#define F(e, f) FIELD_##e##_##f

static const struct entity *
own(void)
{
	return (schema_entity(ENTITY_gap));
}

static err_t
move(struct page *p, struct act *act, const struct record *r)
{
	static const int fields[] = { F(gap, status), 0 };
	struct inputs_change *c = arena_new(p->a, sizeof(*c));
	const struct field *why = schema_field(own(), F(gap, close_reason));
	struct val reason;
	dot_t id = r->id;

	TRY(inputs_changes(p, own(), r, fields, c));
	if (c->n == 0 || c->set[0].v.kind == VAL_NULL)
		return (inputs_fault(
		    "Elija a qué estado pasa.", "Choose the next state."));
	TRY(inputs_take(p, why, &reason));
	if (c->set[0].v.i == CODE_gap_status_not_pursued &&
	    reason.kind == VAL_NULL)
		return (inputs_fault("Escriba por qué no procede.",
		    "Write why it is not pursued."));
	if (reason.kind != VAL_NULL)
		inputs_set(c, F(gap, close_reason), reason);
	return (inputs_write(act, own(), &id, c));
}

static err_t
resolve(struct page *p, struct act *act, const struct record *r)
{
	static const int fields[] = { F(gap, resolved_on), F(gap, close_reason),
		0 };
	struct inputs_change *c = arena_new(p->a, sizeof(*c));
	dot_t id = r->id;

	TRY(inputs_changes(p, own(), r, fields, c));
	inputs_set(c, F(gap, status), val_int(CODE_gap_status_resolved));
	return (inputs_write(act, own(), &id, c));
}

/* It counts again from when it was first seen; the history keeps how it had
 * been closed. */
static err_t
reopen(struct page *p, struct act *act, const struct record *r)
{
	struct fv fv[] = { { F(gap, status),
			       val_int(CODE_gap_status_reopened) },
		{ F(gap, resolved_on), val_null() },
		{ F(gap, close_reason), val_null() } };

	(void)p;
	return (act_edit(act, own(), r->id, fv, 3));
}

static err_t
escalate(struct page *p, struct act *act, const struct record *r)
{
	static const int fields[] = { F(escalation, to_roundtable),
		F(escalation, reason), 0 };
	const struct entity *e = schema_entity(ENTITY_escalation);
	const struct field *f = schema_field(own(), F(gap, status));
	struct fv now = { F(gap, status), val_int(CODE_gap_status_escalated) };
	struct inputs_change *c = arena_new(p->a, sizeof(*c));
	dot_t id = 0;

	TRY(inputs_changes(p, e, NULL, fields, c));
	if (page_field(p, "reason")[0] == '\0')
		return (inputs_fault("Escriba qué se pide y por qué.",
		    "Write what is asked and why."));
	inputs_set(c, F(escalation, from_roundtable), val_int(r->root));
	inputs_set(c, F(escalation, object), val_int(r->id));
	inputs_set(c, F(escalation, asked_on), val_int(p->today));
	inputs_set(
	    c, F(escalation, status), val_int(CODE_escalation_status_sent));
	TRY(inputs_write(act, e, &id, c));
	/* It may be asked of a second roundtable. */
	if ((rule_next(own(), f, facts_int(r, F(gap, status), 0)) &
		1u << CODE_gap_status_escalated) == 0)
		return (NULL);
	return (act_edit(act, own(), r->id, &now, 1));
}

static err_t
edit(struct page *p, struct act *act, const struct record *r)
{
	return (verbs_edit(p, act, r, gap_fields()));
}

static const struct verb verbs[] = {
	{ "estado", 0, move, "El estado quedó guardado.",
	    "The state is saved." },
	{ "resolver", 0, resolve, "La brecha quedó resuelta.",
	    "The gap is resolved." },
	{ "reabrir", 0, reopen, "La brecha está abierta otra vez.",
	    "The gap is open again." },
	{ "escalar", ROLES_DECIDE, escalate,
	    "La brecha se escaló; la otra mesa la verá en su lista.",
	    "The gap was escalated; the other roundtable will see it." },
	{ "editar", 0, edit, "Los cambios quedaron guardados.",
	    "The changes are saved." },
	{ "anular", ROLES_DECIDE, verbs_annul,
	    "La brecha quedó anulada. Puede deshacerlo aquí mismo.",
	    "The gap is voided. You can undo it here." },
	{ "restaurar", ROLES_DECIDE, verbs_restore,
	    "La anulación se deshizo: la brecha está vigente otra vez.",
	    "The voiding was undone: the gap is in force again." },
	{ .name = NULL },
};

err_t
gap_save(struct page *p)
{
	return (verbs_run(p, own(), verbs, gap_show));
}
