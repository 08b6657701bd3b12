/*
 * agreement_save -- what is done to an agreement.
 */
#include "node/pages/agreement_in.h"
#include "node/pages/verbs.h"

#define F(e, f) FIELD_##e##_##f

static const struct entity *
own(void)
{
	return (schema_entity(ENTITY_agreement));
}

/* A follow-up; what it reports becomes the agreement's too, when wanted. */
static err_t
followup(struct page *p, struct act *act, const struct record *r)
{
	static const int fields[] = { F(followup, text), F(followup, pct),
		F(followup, proposed_status), F(followup, reported_on),
		F(followup, reported_by), F(followup, evidence), 0 };
	struct inputs_change *c = arena_new(p->a, sizeof(*c));
	struct fv to[2];
	size_t n = 0;
	dot_t id = 0;

	TRY(inputs_changes(p, schema_entity(ENTITY_followup), NULL, fields, c));
	if (page_field(p, "text")[0] == '\0')
		return (inputs_fault("Escriba qué pasó.", "Write what "
							  "happened."));
	for (size_t i = 0; page_checked(p, "aplicar") && i < c->n; i++) {
		struct val v = c->set[i].v;

		if (v.kind == VAL_NULL)
			continue;
		if (c->set[i].field == F(followup, pct))
			to[n++] = (struct fv){ F(agreement, progress_pct), v };
		/* An end has its own form: it asks for more. */
		if (c->set[i].field == F(followup, proposed_status) &&
		    v.i != CODE_agreement_status_done &&
		    v.i != CODE_agreement_status_cancelled)
			to[n++] = (struct fv){ F(agreement, status), v };
	}
	inputs_set(c, F(followup, agreement), val_int(r->id));
	TRY(inputs_write(act, schema_entity(ENTITY_followup), &id, c));
	return (n == 0 ? NULL : act_edit(act, own(), r->id, to, n));
}

static err_t
reschedule(struct page *p, struct act *act, const struct record *r)
{
	static const int fields[] = { F(reschedule, new_due),
		F(reschedule, reason), F(reschedule, authorised_in), 0 };
	const struct entity *e = schema_entity(ENTITY_reschedule);
	struct inputs_change *c = arena_new(p->a, sizeof(*c));
	struct fv due = { F(agreement, due_on), val_null() };
	dot_t id = 0;

	TRY(inputs_changes(p, e, NULL, fields, c));
	TRY(inputs_take(p, schema_field(e, F(reschedule, new_due)), &due.v));
	if (val_eq(due.v, r->v[F(agreement, due_on) - 1]))
		return (inputs_fault("Esa ya es la fecha límite; elija otra.",
		    "That is the due date already; choose another."));
	inputs_set(c, F(reschedule, agreement), val_int(r->id));
	if (facts_has(r, F(agreement, due_on)))
		inputs_set(
		    c, F(reschedule, old_due), r->v[F(agreement, due_on) - 1]);
	TRY(inputs_write(act, e, &id, c));
	return (act_edit(act, own(), r->id, &due, 1));
}

static err_t
finish(struct page *p, struct act *act, const struct record *r,
    const int *fields, int status)
{
	struct inputs_change *c = arena_new(p->a, sizeof(*c));
	dot_t id = r->id;

	TRY(inputs_changes(p, own(), r, fields, c));
	inputs_set(c, F(agreement, status), val_int(status));
	if (status == CODE_agreement_status_done &&
	    facts_int(r, F(agreement, progress_pct), -1) != 100)
		inputs_set(c, F(agreement, progress_pct), val_int(100));
	return (inputs_write(act, own(), &id, c));
}

static err_t
done(struct page *p, struct act *act, const struct record *r)
{
	static const int fields[] = { F(agreement, done_on),
		F(agreement, closing_evidence),
		F(agreement, no_evidence_reason), 0 };

	return (finish(p, act, r, fields, CODE_agreement_status_done));
}

static err_t
cancel(struct page *p, struct act *act, const struct record *r)
{
	static const int fields[] = { F(agreement, cancel_reason),
		F(agreement, decided_in), F(agreement, decided_by), 0 };

	return (finish(p, act, r, fields, CODE_agreement_status_cancelled));
}

static err_t
edit(struct page *p, struct act *act, const struct record *r)
{
	bool frozen;

	TRY(agreement_frozen(p, r, &frozen));
	return (verbs_edit(p, act, r, agreement_fields(!frozen)));
}

static err_t
responsible(struct page *p, struct act *act, const struct record *r)
{
	static const int fields[] = { F(responsible, institution),
		F(responsible, role), F(responsible, unit), 0 };
	const struct entity *e = schema_entity(ENTITY_responsible);
	struct inputs_change *c = arena_new(p->a, sizeof(*c));
	dot_t id = 0;

	TRY(inputs_changes(p, e, NULL, fields, c));
	inputs_set(c, F(responsible, agreement), val_int(r->id));
	return (inputs_write(act, e, &id, c));
}

static err_t
dismiss(struct page *p, struct act *act, const struct record *r)
{
	const struct entity *e = schema_entity(ENTITY_responsible);
	struct record who;

	TRY(page_record(p, page_field(p, "quien"), e, &who));
	TRY(inputs_reason(p));
	if (facts_int(&who, F(responsible, agreement), 0) != r->id)
		return (err_new(ERR_MISSING, "of another agreement"));
	return (act_void(act, e, who.id, LIFE_VOIDED, page_field(p, "motivo")));
}

static const struct verb verbs[] = {
	{ "seguimiento", 0, followup, "El seguimiento quedó guardado.",
	    "The follow-up is saved." },
	{ "reprogramar", ROLES_DECIDE, reschedule,
	    "La nueva fecha límite quedó guardada.",
	    "The new due date is saved." },
	{ "cumplido", 0, done, "El acuerdo quedó como cumplido.",
	    "The agreement is done." },
	{ "cancelar", ROLES_DECIDE, cancel, "El acuerdo quedó cancelado.",
	    "The agreement is cancelled." },
	{ "editar", 0, edit, "Los cambios quedaron guardados.",
	    "The changes are saved." },
	{ "responsable", 0, responsible, "La institución quedó agregada.",
	    "The institution was added." },
	{ "quitar", 0, dismiss, "La institución ya no es responsable.",
	    "The institution is no longer responsible." },
	{ "anular", ROLES_DECIDE, verbs_annul,
	    "El acuerdo quedó anulado. Puede deshacerlo aquí mismo.",
	    "The agreement is voided. You can undo it here." },
	{ "restaurar", ROLES_DECIDE, verbs_restore,
	    "La anulación se deshizo: el acuerdo está vigente otra vez.",
	    "The voiding was undone: the agreement is in force again." },
	{ .name = NULL },
};

err_t
agreement_save(struct page *p)
{
	return (verbs_run(p, own(), verbs, agreement_show));
}
