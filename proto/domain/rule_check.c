/* The two passes over an action: which rule looks at which change. */
#include "proto/domain/rule_parts.h"

#include <stdlib.h>

#include "proto/limits.h"

/* ---- before: the changes against what was there
 * ------------------------------ */

static err_t
reasoned(const struct rule_ask *k, const struct rule_change *c)
{
	if ((c->kind != RULE_VOID && c->kind != RULE_RESOLVE) ||
	    !rule_blank(val_str(c->reason)))
		return (NULL);
	return (rule_broken(k, 0,
	    "%s is voided or resolved without a reason; write why",
	    "%s se anula o resuelve sin motivo; escriba por qué", c->e->name));
}

static err_t
appended(const struct rule_ask *k, const struct rule_change *c)
{
	if (!c->e->append_only || rule_fresh(k, c->e->no, c->id))
		return (NULL);
	switch (c->kind) {
	case RULE_EDIT:
	case RULE_ADD:
	case RULE_REMOVE:
	case RULE_COUNT:
	case RULE_RESOLVE:
		/* The lifecycle may be in dispute; it has no field. */
		if (c->n > 0 && c->fv[0].f == NULL)
			return (NULL);
		return (rule_broken(k, 0,
		    "%s is never edited; void it with a reason and record "
		    "another",
		    "%s no se edita; anúlelo con su motivo y registre otro",
		    c->e->name));
	case RULE_CREATE:
	case RULE_VOID:
	case RULE_UNVOID:
	case RULE_DECIDE:
		break;
	}
	return (NULL);
}

/* The field that leads to the roundtable, and a folio, are set once. */
static err_t
settled(const struct rule_ask *k, const struct rule_change *c)
{
	struct val was;

	if (c->kind != RULE_EDIT || rule_fresh(k, c->e->no, c->id))
		return (NULL);
	for (size_t i = 0; i < c->n; i++) {
		const struct field *f = c->fv[i].f;

		if (f == NULL ||
		    (f->no != c->e->parent && f->merge != MERGE_ONCE))
			continue;
		TRY(rule_get(k, c->e->no, c->id, f->no, &was));
		if (was.kind != VAL_NULL && !val_eq(was, c->fv[i].v))
			TRY(rule_broken(k, 0,
			    "%s of %s does not change; void the record and "
			    "create it where it belongs",
			    "%s de %s no cambia; anule el registro y créelo "
			    "donde corresponde",
			    f->name, c->e->name));
	}
	return (NULL);
}

static err_t
federal_only(const struct rule_ask *k, const struct rule_change *c)
{
	if (k->in->federal)
		return (NULL);
	if (c->e->no == ENTITY_roundtable && c->kind == RULE_CREATE)
		return (rule_broken(k, 8,
		    "a %s is created by the federal level; ask for it",
		    "%s: la crea el nivel federal; solicítela",
		    "roundtable (mesa)"));
	if (c->e->no == ENTITY_secretariat)
		return (rule_broken(k, 9,
		    "a %s is handed over by the federal level; ask for it",
		    "%s: la entrega el nivel federal; solicítela",
		    "secretariat (secretaría técnica)"));
	return (NULL);
}

static err_t
never_deleted(const struct rule_ask *k, const struct rule_change *c)
{
	if (c->e->no != ENTITY_institution || c->kind != RULE_VOID)
		return (NULL);
	return (rule_broken(k, 10,
	    "an %s is never voided; write valid_to and a succession",
	    "%s: no se anula; escriba hasta cuándo fue vigente y su sucesión",
	    "institution (institución)"));
}

static const struct {
	int entity, field;
} past[] = {
	/* what has happened is not of the day after tomorrow */
	{ ENTITY_agreement, FIELD_agreement_agreed_on },
	{ ENTITY_agreement, FIELD_agreement_done_on },
	{ ENTITY_gap, FIELD_gap_identified_on },
	{ ENTITY_gap, FIELD_gap_resolved_on },
	{ ENTITY_followup, FIELD_followup_reported_on },
	{ ENTITY_minutes, FIELD_minutes_approved_on },
};

static void
dated(const struct rule_ask *k, const struct rule_change *c)
{
	char date[11];

	if (c->kind != RULE_CREATE && c->kind != RULE_EDIT)
		return;
	for (size_t i = 0; i < sizeof(past) / sizeof(past[0]); i++) {
		const struct val *v = NULL;
		const struct field *f;

		if (past[i].entity == c->e->no)
			v = rule_given(c, past[i].field);
		if (v == NULL || v->kind != VAL_INT || v->i <= k->in->today + 1)
			continue;
		f = schema_field(c->e, (uint64_t)past[i].field);
		must(f != NULL);
		rule_date(*v, date);
		rule_note(k, 12, "%s %s is in the future; check it",
		    "%s %s está en el futuro; revíselo", f->name, date);
	}
}

static err_t
by_subject(const struct rule_ask *k, const struct rule_change *c)
{
	switch (c->e->no) {
	case ENTITY_agreement:
		return (rule_agreement_before(k, c));
	case ENTITY_reschedule:
		return (rule_reschedule_before(k, c));
	case ENTITY_minutes:
		return (rule_minutes_before(k, c));
	case ENTITY_amendment:
		return (rule_amendment_before(k, c));
	default:
		return (NULL);
	}
}

err_t
rule_before(const struct rule_in *in, struct notes *notes)
{
	struct rule_ask k = { in, notes, false };

	if (llabs((long long)in->skew_s) > RULE_SKEW_S)
		rule_note(&k, 12,
		    "the clock of this computer is off by %lld minutes; set "
		    "it right (nothing is lost)",
		    "el reloj de este equipo difiere %lld minutos; ajústelo "
		    "(nada se pierde)",
		    (long long)in->skew_s / 60);
	for (size_t i = 0; i < in->n; i++) {
		const struct rule_change *c = &in->changes[i];

		must(c->e != NULL);
		TRY(rule_pii_before(&k, c));
		if (c->kind == RULE_DECIDE)
			continue;
		TRY(reasoned(&k, c));
		TRY(federal_only(&k, c));
		TRY(never_deleted(&k, c));
		TRY(appended(&k, c));
		TRY(settled(&k, c));
		TRY(rule_moves_before(&k, c));
		TRY(by_subject(&k, c));
		dated(&k, c);
	}
	return (NULL);
}

/* ---- after: every record that was touched, and what it belongs to
 * ------------- */

struct touched {
	const struct entity *e;
	int64_t id;
	bool itself; /* not only through a child */
	bool quorum; /* a session whose quorum is in question */
};

struct all {
	struct touched *v;
	size_t n, cap;
};

static void
touch(
    struct all *a, const struct entity *e, int64_t id, bool itself, bool quorum)
{
	struct touched *t;
	size_t i = 0;

	while (i < a->n && (a->v[i].e != e || a->v[i].id != id))
		i++;
	if (i == a->n) {
		mem_room(&a->v, &a->cap, a->n + 1, sizeof(*a->v));
		a->v[a->n++] = (struct touched){ e, id, false, false };
	}
	t = &a->v[i];
	t->itself |= itself;
	t->quorum |= quorum;
}

static void
touched_free(struct all *a)
{
	mem_free(a->v);
}

/* A change to a child is one to its parent's completeness. */
static const struct {
	int child, field, parent;
} ups[] = {
	{ ENTITY_responsible, FIELD_responsible_agreement, ENTITY_agreement },
	{ ENTITY_attendance, FIELD_attendance_session, ENTITY_session },
	{ ENTITY_amendment, FIELD_amendment_minutes, ENTITY_minutes },
	{ ENTITY_succession, FIELD_succession_predecessor, ENTITY_institution },
	{ ENTITY_membership, FIELD_membership_roundtable, ENTITY_roundtable },
};

static err_t
touch_up(const struct rule_ask *k, const struct rule_change *c, struct all *a)
{
	struct val v;
	bool live;

	for (size_t i = 0; i < sizeof(ups) / sizeof(ups[0]); i++) {
		if (ups[i].child != c->e->no)
			continue;
		TRY(rule_get(k, c->e->no, c->id, ups[i].field, &v));
		if (v.kind == VAL_INT)
			touch(a, schema_entity((uint64_t)ups[i].parent), v.i,
			    false, true);
	}
	if (c->e->no != ENTITY_document)
		return (NULL);
	TRY(RULE_GET(k, document, c->id, object, &v));
	if (v.kind != VAL_INT)
		return (NULL);
	TRY(RULE_LIVE(k, agreement, v.i, &live));
	if (live) /* its evidence, perhaps */
		touch(a, schema_entity(ENTITY_agreement), v.i, false, false);
	return (NULL);
}

/* The gaps an agreement serves, or served until now. */
static err_t
touch_gaps(const struct rule_ask *k, const struct rule_change *c, struct all *a)
{
	const struct entity *gap = schema_entity(ENTITY_gap);
	struct val *v;
	size_t n;

	if (c->e->no != ENTITY_agreement)
		return (NULL);
	TRY(RULE_LIST(k, agreement, c->id, gaps, &v, &n));
	for (size_t i = 0; i < n; i++)
		if (v[i].kind == VAL_INT)
			touch(a, gap, v[i].i, false, false);
	for (size_t i = 0; i < c->n; i++)
		if (c->kind == RULE_REMOVE && c->fv[i].f != NULL &&
		    c->fv[i].f->no == FIELD_agreement_gaps &&
		    c->fv[i].v.kind == VAL_INT)
			touch(a, gap, c->fv[i].v.i, false, false);
	return (NULL);
}

static bool
asks_quorum(const struct rule_change *c)
{
	return (c->e->no == ENTITY_session &&
		(c->kind == RULE_CREATE ||
		    rule_given(c, FIELD_session_status) != NULL ||
		    rule_given(c, FIELD_session_second_call) != NULL));
}

static err_t
after_one(const struct rule_ask *k, const struct touched *t)
{
	switch (t->e->no) {
	case ENTITY_agreement:
		return (rule_agreement_after(k, t->id));
	case ENTITY_gap:
		return (rule_gap_after(k, t->id));
	case ENTITY_session:
		return (rule_session_after(k, t->id, t->quorum));
	case ENTITY_attendance:
		return (rule_attendance_after(k, t->id));
	case ENTITY_minutes:
		return (rule_minutes_after(k, t->id));
	case ENTITY_amendment:
		return (rule_amendment_after(k, t->id));
	case ENTITY_roundtable:
		return (rule_roundtable_after(k, t->id));
	case ENTITY_secretariat:
		return (rule_secretariat_after(k, t->id));
	case ENTITY_designation:
		return (rule_designation_after(k, t->id));
	case ENTITY_institution:
		return (rule_institution_after(k, t->id));
	case ENTITY_succession:
		return (rule_succession_after(k, t->id));
	case ENTITY_escalation:
		return (rule_form_escalation(k, t->id));
	default:
		return (NULL);
	}
}

static err_t
after(const struct rule_ask *k)
{
	CLEAN(touched_free) struct all a = { NULL, 0, 0 };

	for (size_t i = 0; i < k->in->n; i++) {
		const struct rule_change *c = &k->in->changes[i];

		if (c->kind == RULE_DECIDE)
			continue;
		must(c->e != NULL);
		touch(&a, c->e, c->id, true, asks_quorum(c));
		TRY(touch_up(k, c, &a));
		TRY(touch_gaps(k, c, &a));
	}
	for (size_t i = 0; i < a.n; i++) {
		const struct touched *t = &a.v[i];

		if (t->itself)
			TRY(rule_form_after(k, t->e, t->id));
		TRY(after_one(k, t));
	}
	return (NULL);
}

err_t
rule_after(const struct rule_in *in, struct notes *notes)
{
	struct rule_ask k = { in, notes, false };

	return (after(&k));
}

err_t
rule_marks(const struct rule_in *in, struct notes *notes)
{
	struct rule_ask k = { in, notes, true };

	return (after(&k));
}
