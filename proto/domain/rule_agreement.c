/* Rules 1, 2, 3 and 5; what an agreement shows. */
#include "proto/domain/rule_parts.h"

/* ---- 3 and 5: what may change ----------------------------------------------
 */

/* Does a change move the due date of an agreement from one day to the other
 * on record: a reschedule, or one that is taken back? */
static err_t
covers_move(const struct rule_ask *k, const struct rule_change *c,
    int64_t agreement, struct val from, struct val to, bool *yes)
{
	const struct val *a, *b;
	struct val of, old_due, new_due;

	*yes = false;
	if (c->e->no != ENTITY_reschedule)
		return (NULL);
	if (c->kind == RULE_CREATE) {
		a = rule_given(c, FIELD_reschedule_agreement);
		if (a == NULL || a->kind != VAL_INT || a->i != agreement)
			return (NULL);
		a = rule_given(c, FIELD_reschedule_old_due);
		b = rule_given(c, FIELD_reschedule_new_due);
		*yes = b != NULL && val_eq(*b, to) &&
		       val_eq(a == NULL ? val_null() : *a, from);
	} else if (c->kind == RULE_VOID) {
		TRY(RULE_GET(k, reschedule, c->id, agreement, &of));
		TRY(RULE_GET(k, reschedule, c->id, old_due, &old_due));
		TRY(RULE_GET(k, reschedule, c->id, new_due, &new_due));
		*yes = of.kind == VAL_INT && of.i == agreement &&
		       val_eq(new_due, from) && val_eq(old_due, to);
	}
	return (NULL);
}

static err_t
due_moved(const struct rule_ask *k, int64_t id, struct val to)
{
	char name[RULE_NAME_MAX], a[11], b[11];
	struct val from;
	bool yes;

	TRY(RULE_GET(k, agreement, id, due_on, &from));
	for (size_t i = 0; i < k->in->n; i++) {
		TRY(covers_move(k, &k->in->changes[i], id, from, to, &yes));
		if (yes)
			return (NULL);
	}
	TRY(rule_name(k, ENTITY_agreement, id, name));
	rule_date(from, a);
	rule_date(to, b);
	return (rule_broken(k, 3,
	    "due_on of %s goes from %s to %s only with a reschedule; add one "
	    "with these dates and a reason in the same action",
	    "la fecha límite de %s pasa de %s a %s solo con una "
	    "reprogramación; agréguela con estas fechas y su motivo en la "
	    "misma acción",
	    name, a, b));
}

static err_t
text_frozen(const struct rule_ask *k, int64_t id)
{
	char name[RULE_NAME_MAX];
	struct val session;
	bool yes = false;

	TRY(RULE_GET(k, agreement, id, session, &session));
	if (session.kind == VAL_INT)
		TRY(rule_minutes_approved(k, session.i, &yes));
	if (!yes)
		return (NULL);
	TRY(rule_name(k, ENTITY_agreement, id, name));
	return (rule_broken(k, 5,
	    "text of %s is frozen: the minutes of its session are approved; "
	    "make an amendment to the minutes",
	    "el texto de %s ya no cambia: la minuta de su sesión está "
	    "aprobada; haga una fe de erratas",
	    name));
}

/* An agreement printed in approved minutes is cancelled, not voided. */
static err_t
void_frozen(const struct rule_ask *k, int64_t id)
{
	char name[RULE_NAME_MAX];
	struct val status;
	int64_t *ids;
	size_t n;

	TRY(RULE_FIND(k, minutes, agreements, id, &ids, &n));
	for (size_t i = 0; i < n; i++) {
		TRY(RULE_GET(k, minutes, ids[i], status, &status));
		if (!rule_minutes_sealed(status))
			continue;
		TRY(rule_name(k, ENTITY_agreement, id, name));
		return (rule_broken(k, 5,
		    "%s stands in approved minutes and cannot be voided; set "
		    "its status to cancelled, with the reason",
		    "%s consta en una minuta aprobada y no se anula; póngalo "
		    "en estado Cancelado, con su motivo",
		    name));
	}
	return (NULL);
}

err_t
rule_agreement_before(const struct rule_ask *k, const struct rule_change *c)
{
	bool differs;

	if (c->kind == RULE_VOID)
		return (void_frozen(k, c->id));
	if ((c->kind != RULE_EDIT && c->kind != RULE_RESOLVE) ||
	    rule_fresh(k, ENTITY_agreement, c->id))
		return (NULL);
	for (size_t i = 0; i < c->n; i++) {
		TRY(rule_differs(k, c, &c->fv[i], &differs));
		if (!differs || c->fv[i].f == NULL)
			continue;
		if (c->fv[i].f->no == FIELD_agreement_text)
			TRY(text_frozen(k, c->id));
		/* A resolution chooses among dates that were rescheduled. */
		if (c->fv[i].f->no == FIELD_agreement_due_on &&
		    c->kind == RULE_EDIT)
			TRY(due_moved(k, c->id, c->fv[i].v));
	}
	return (NULL);
}

/* ---- 1 and 2: what an agreement has ----------------------------------------
 */

static const struct {
	int field;
	const char *es;
} needed[] = {
	{ FIELD_agreement_session, "la sesión" },
	{ FIELD_agreement_theme, "el tema" },
	{ FIELD_agreement_text, "el texto" },
	{ FIELD_agreement_agreed_on, "la fecha del acuerdo" },
	{ FIELD_agreement_means_of_verification, "el medio de verificación" },
};

static err_t
filled(const struct rule_ask *k, int64_t id, const char *name)
{
	const struct entity *e = schema_entity(ENTITY_agreement);
	struct val v;
	bool live = true;

	must(e != NULL);
	for (size_t i = 0; i < sizeof(needed) / sizeof(needed[0]); i++) {
		const struct field *f =
		    schema_field(e, (uint64_t)needed[i].field);

		TRY(rule_get(k, ENTITY_agreement, id, needed[i].field, &v));
		must(f != NULL);
		if (rule_blank(v))
			TRY(rule_broken(k, 1,
			    "%s: %s is empty (falta %s); fill it in",
			    "%s: %s está vacío (falta %s); complételo", name,
			    f->name, needed[i].es));
	}
	TRY(RULE_GET(k, agreement, id, session, &v));
	if (v.kind == VAL_INT)
		TRY(RULE_LIVE(k, session, v.i, &live));
	if (!live)
		TRY(rule_broken(k, 1,
		    "%s: its session does not exist or is voided; choose one",
		    "%s: su sesión no existe o está anulada; elija otra",
		    name));
	return (NULL);
}

static err_t
due(const struct rule_ask *k, int64_t id, const char *name, struct val status)
{
	struct val due_on, agreed_on;
	char a[11], b[11];

	if (rule_is(status, CODE_agreement_status_standing))
		return (NULL);
	TRY(RULE_GET(k, agreement, id, due_on, &due_on));
	TRY(RULE_GET(k, agreement, id, agreed_on, &agreed_on));
	if (due_on.kind != VAL_INT)
		return (rule_broken(k, 1,
		    "%s: due_on is empty; give a date or set the status to "
		    "standing",
		    "%s: falta la fecha límite; escríbala o póngalo en estado "
		    "De cumplimiento permanente",
		    name));
	if (agreed_on.kind != VAL_INT || due_on.i >= agreed_on.i)
		return (NULL);
	rule_date(due_on, a);
	rule_date(agreed_on, b);
	return (rule_broken(k, 1,
	    "%s: due_on %s is before agreed_on %s; correct one of them",
	    "%s: la fecha límite %s es anterior a la del acuerdo %s; corrija "
	    "una de las dos",
	    name, a, b));
}

/* In a joint session each agreement may say whose it is. */
static err_t
of_the_session(const struct rule_ask *k, int64_t id, const char *name)
{
	struct val roundtable, session, own, *joint;
	size_t n;

	TRY(RULE_GET(k, agreement, id, roundtable, &roundtable));
	TRY(RULE_GET(k, agreement, id, session, &session));
	if (roundtable.kind != VAL_INT || session.kind != VAL_INT)
		return (NULL);
	TRY(RULE_GET(k, session, session.i, roundtable, &own));
	TRY(RULE_LIST(k, session, session.i, joint_with, &joint, &n));
	for (size_t i = 0; i < n; i++)
		if (val_eq(joint[i], roundtable))
			return (NULL);
	if (val_eq(own, roundtable))
		return (NULL);
	return (rule_broken(k, 1,
	    "%s: its roundtable takes no part in the session; choose one that "
	    "does",
	    "%s: su mesa no participa en la sesión; elija una que participe",
	    name));
}

static err_t
has_responsible(const struct rule_ask *k, int64_t id, const char *name)
{
	struct val role, institution;
	int64_t *ids;
	size_t n;

	TRY(RULE_FIND(k, responsible, agreement, id, &ids, &n));
	for (size_t i = 0; i < n; i++) {
		TRY(RULE_GET(k, responsible, ids[i], role, &role));
		TRY(RULE_GET(
		    k, responsible, ids[i], institution, &institution));
		if (rule_is(role, CODE_responsible_role_responsible) &&
		    institution.kind == VAL_INT)
			return (NULL);
	}
	return (rule_broken(k, 1,
	    "%s: no institution is responsible; add one with the role "
	    "responsible",
	    "%s: ninguna institución es responsable; agregue una con el papel "
	    "Responsable",
	    name));
}

/* Evidence: listed, or a document that belongs to the agreement, or why there
 * is none. */
static err_t
has_evidence(const struct rule_ask *k, int64_t id, bool *yes)
{
	struct val reason, *v;
	int64_t *ids;
	size_t n;

	*yes = true;
	TRY(RULE_GET(k, agreement, id, no_evidence_reason, &reason));
	if (!rule_blank(reason))
		return (NULL);
	TRY(RULE_LIST(k, agreement, id, closing_evidence, &v, &n));
	if (n > 0)
		return (NULL);
	TRY(RULE_FIND(k, document, object, id, &ids, &n));
	*yes = n > 0;
	return (NULL);
}

static err_t
closed_done(const struct rule_ask *k, int64_t id, const char *name)
{
	struct val done, agreed;
	char a[11], b[11];
	bool yes;

	TRY(RULE_GET(k, agreement, id, done_on, &done));
	TRY(RULE_GET(k, agreement, id, agreed_on, &agreed));
	if (done.kind != VAL_INT)
		TRY(rule_broken(k, 2,
		    "%s is done but done_on is empty; write the date",
		    "%s está cumplido pero falta la fecha de cumplimiento; "
		    "escríbala",
		    name));
	if (done.kind == VAL_INT && agreed.kind == VAL_INT &&
	    done.i < agreed.i) {
		rule_date(done, a);
		rule_date(agreed, b);
		TRY(rule_broken(k, 2,
		    "%s: done_on %s is before agreed_on %s; correct one",
		    "%s: la fecha de cumplimiento %s es anterior a la del "
		    "acuerdo %s; corrija una",
		    name, a, b));
	}
	TRY(has_evidence(k, id, &yes));
	if (!yes)
		TRY(rule_broken(k, 2,
		    "%s is done without evidence; attach a document or fill "
		    "in no_evidence_reason",
		    "%s está cumplido sin evidencia; adjunte un documento o "
		    "escriba el motivo de no tener evidencia documental",
		    name));
	return (NULL);
}

static err_t
closed_cancelled(const struct rule_ask *k, int64_t id, const char *name)
{
	struct val reason, in, by;

	TRY(RULE_GET(k, agreement, id, cancel_reason, &reason));
	TRY(RULE_GET(k, agreement, id, decided_in, &in));
	TRY(RULE_GET(k, agreement, id, decided_by, &by));
	if (rule_blank(reason))
		TRY(rule_broken(k, 2,
		    "%s is cancelled but cancel_reason is empty; write it",
		    "%s está cancelado pero falta el motivo de la "
		    "cancelación; escríbalo",
		    name));
	if (rule_blank(in) && rule_blank(by))
		TRY(rule_broken(k, 2,
		    "%s is cancelled; say in which session (decided_in) or by "
		    "whom (decided_by)",
		    "%s está cancelado; indique en qué sesión o quién lo "
		    "decidió",
		    name));
	return (NULL);
}

err_t
rule_agreement_after(const struct rule_ask *k, int64_t id)
{
	char name[RULE_NAME_MAX];
	struct val status;
	bool live;

	TRY(RULE_LIVE(k, agreement, id, &live));
	if (!live)
		return (NULL);
	TRY(rule_name(k, ENTITY_agreement, id, name));
	TRY(RULE_GET(k, agreement, id, status, &status));
	TRY(filled(k, id, name));
	TRY(due(k, id, name, status));
	TRY(of_the_session(k, id, name));
	TRY(has_responsible(k, id, name));
	if (rule_is(status, CODE_agreement_status_done))
		TRY(closed_done(k, id, name));
	if (rule_is(status, CODE_agreement_status_cancelled))
		TRY(closed_cancelled(k, id, name));
	return (NULL);
}

/* ---- what it shows ----------------------------------------------------------
 */

static int
shown_done(
    bool has_due, int64_t due, bool has_done, int64_t done, int64_t today)
{
	/* Without a date of its own it was done by today at the latest. */
	if (has_due && (has_done ? done : today) > due)
		return (CODE_agreement_shown_done_late);
	return (CODE_agreement_shown_done_on_time);
}

bool
rule_overdue(bool has_due, int64_t due, int64_t today)
{
	return (has_due && due < today);
}

int
rule_agreement_shown( // NOLINT(readability-function-size)
    int64_t status, bool has_due, int64_t due_on, bool has_done, int64_t done,
    int64_t last_followup, int64_t agreed, bool disputed, int64_t today)
{
	int64_t heard = last_followup > agreed ? last_followup : agreed;

	if (disputed)
		return (CODE_agreement_shown_in_dispute);
	if (status == CODE_agreement_status_cancelled ||
	    status == CODE_agreement_status_superseded)
		return (CODE_agreement_shown_cancelled);
	if (status == CODE_agreement_status_done)
		return (shown_done(has_due, due_on, has_done, done, today));
	if (rule_overdue(has_due, due_on, today))
		return (CODE_agreement_shown_overdue);
	if (has_due && due_on - today <= RULE_DUE_SOON_DAYS)
		return (CODE_agreement_shown_due_soon);
	if (today - heard > RULE_NO_REPORT_DAYS)
		return (CODE_agreement_shown_no_report);
	return (CODE_agreement_shown_on_time);
}
