/* Rule 3, from the side of the reschedule. */
#include "proto/domain/rule_parts.h"

/* Do the changes write this due date into the agreement? */
static bool
due_written(const struct rule_ask *k, int64_t agreement, struct val due)
{
	for (size_t i = 0; i < k->in->n; i++) {
		const struct rule_change *c = &k->in->changes[i];
		const struct val *v;

		if (c->e->no != ENTITY_agreement || c->id != agreement ||
		    (c->kind != RULE_EDIT && c->kind != RULE_RESOLVE))
			continue;
		v = rule_given(c, FIELD_agreement_due_on);
		if (v != NULL && val_eq(*v, due))
			return (true);
	}
	return (false);
}

static err_t
reschedule_made(const struct rule_ask *k, const struct rule_change *c)
{
	const struct val *of = rule_given(c, FIELD_reschedule_agreement);
	const struct val *old_due = rule_given(c, FIELD_reschedule_old_due);
	const struct val *new_due = rule_given(c, FIELD_reschedule_new_due);
	struct val from = old_due == NULL ? val_null() : *old_due, due;
	char name[RULE_NAME_MAX], a[11], b[11];

	/* What is missing is said by rule_after; history may come whole. */
	if (of == NULL || of->kind != VAL_INT || new_due == NULL ||
	    rule_fresh(k, ENTITY_agreement, of->i))
		return (NULL);
	TRY(RULE_GET(k, agreement, of->i, due_on, &due));
	TRY(rule_name(k, ENTITY_agreement, of->i, name));
	rule_date(due, a);
	rule_date(from, b);
	if (!val_eq(from, due))
		return (rule_broken(k, 3,
		    "the due date of %s is %s, the reschedule starts from %s; "
		    "take the date that is in force",
		    "la fecha límite de %s es %s y la reprogramación parte de "
		    "%s; parta de la fecha vigente",
		    name, a, b));
	rule_date(*new_due, b);
	if (val_eq(from, *new_due) || !due_written(k, of->i, *new_due))
		return (rule_broken(k, 3,
		    "a reschedule of %s from %s to %s changes due_on; write "
		    "the new date in the same action",
		    "la reprogramación de %s de %s a %s cambia la fecha "
		    "límite; escriba la nueva en la misma acción",
		    name, a, b));
	return (NULL);
}

err_t
rule_reschedule_before(const struct rule_ask *k, const struct rule_change *c)
{
	struct val of, old_due, new_due, due;
	char name[RULE_NAME_MAX], a[11], b[11];

	if (c->kind == RULE_CREATE)
		return (reschedule_made(k, c));
	if (c->kind != RULE_VOID)
		return (NULL);
	TRY(RULE_GET(k, reschedule, c->id, agreement, &of));
	TRY(RULE_GET(k, reschedule, c->id, old_due, &old_due));
	TRY(RULE_GET(k, reschedule, c->id, new_due, &new_due));
	if (of.kind != VAL_INT)
		return (NULL);
	TRY(RULE_GET(k, agreement, of.i, due_on, &due));
	if (!val_eq(due, new_due) || due_written(k, of.i, old_due))
		return (NULL);
	TRY(rule_name(k, ENTITY_agreement, of.i, name));
	rule_date(new_due, a);
	rule_date(old_due, b);
	return (rule_broken(k, 3,
	    "the due date of %s is %s by this reschedule; to void it put "
	    "due_on back to %s in the same action",
	    "la fecha límite de %s es %s por esta reprogramación; para "
	    "anularla regrese la fecha a %s en la misma acción",
	    name, a, b));
}
