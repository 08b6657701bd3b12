/*
 * agreement_forms -- what can be done with an agreement, as forms.
 */
#include "node/pages/agreement_in.h"
#include "proto/base/clock.h"
#include "proto/base/text.h"

#define SESSIONS 30 /* the last ones are offered */
#define GAPS     60

#define F(e, f) FIELD_##e##_##f

SQL(agreement_forms_sessions,
    "SELECT id, folio, called_for FROM session WHERE roundtable = ?1"
    " AND life = 0 ORDER BY called_for DESC LIMIT ?2");
SQL(agreement_forms_papers,
    "SELECT id, title, name FROM document WHERE object = ?1 AND life = 0"
    " ORDER BY id");
SQL(agreement_forms_gaps,
    "SELECT id, folio, title FROM gap g WHERE roundtable = ?1 AND life = 0"
    " AND (resolved_on IS NULL OR EXISTS (SELECT 1 FROM element x"
    "  WHERE x.record = ?2 AND x.field = ?3 AND x.value = g.id"
    "  AND x.removed = 0)) ORDER BY id DESC LIMIT ?4");
SQL(agreement_forms_who,
    "SELECT r.id, r.institution, r.role FROM responsible r"
    " WHERE r.agreement = ?1 AND r.life = 0 ORDER BY r.role, r.id");

static const int edited[] = { F(agreement, text), F(agreement, theme),
	F(agreement, status), F(agreement, progress_pct),
	F(agreement, priority), F(agreement, kind),
	F(agreement, means_of_verification), F(agreement, gaps), 0 };

const int *
agreement_fields(bool text)
{
	return (text ? edited : edited + 1);
}

/* The last sessions of the agreement's roundtable. */
static err_t
sessions(struct page *p, const struct record *r, struct input *x)
{
	CLEAN(rows_done) struct rows q = { 0 };
	bool more;

	TRY(db_query(&q, p->o->st.db, &agreement_forms_sessions, A_INT(r->root),
	    A_INT(SESSIONS)));
	for (;;) {
		const char *id;

		TRY(rows_next(&q, &more));
		if (!more)
			return (NULL);
		id = page_id(p, rows_int(&q, 0));
		inputs_option(p, x, id,
		    arena_fmt(p->a, "%s · %s", rows_text(&q, 1),
			marks_day(p, clock_day(rows_int(&q, 2), NULL))),
		    strcmp(x->value, id) == 0);
	}
}

static bool
ticked(struct page *p, const struct inputs *in, const struct input *x,
    const char *id, bool now)
{
	const char *s;

	if (!inputs_sent(p, in->form))
		return (now);
	for (size_t i = 0; (s = page_field_at(p, x->name, i)) != NULL; i++)
		if (strcmp(s, id) == 0)
			return (true);
	return (false);
}

/* Documents that were attached to the agreement, as evidence. */
static err_t
papers(struct page *p, const struct record *r, struct inputs *in,
    struct input *x, bool now)
{
	CLEAN(rows_done) struct rows q = { 0 };
	bool more;

	TRY(db_query(&q, p->o->st.db, &agreement_forms_papers, A_INT(r->id)));
	for (;;) {
		const char *id;

		TRY(rows_next(&q, &more));
		if (!more)
			break;
		id = page_id(p, rows_int(&q, 0));
		inputs_option(p, x, id,
		    arena_dup(
			p->a, rows_span(&q, rows_span(&q, 1).n > 0 ? 1 : 2)),
		    ticked(p, in, x, id, now));
	}
	if (x->options_n == 0)
		x->hint =
		    page_tr(p, "Este acuerdo aún no tiene documentos adjuntos.",
			"No document is attached to this agreement yet.");
	return (NULL);
}

/* Who answers for it; value: the responsible record, or the institution. */
static err_t
who(struct page *p, const struct record *r, struct input *x, bool institution)
{
	CLEAN(rows_done) struct rows q = { 0 };
	const struct entity *e = schema_entity(ENTITY_institution);
	bool more;

	TRY(db_query(&q, p->o->st.db, &agreement_forms_who, A_INT(r->id)));
	for (;;) {
		const char *name, *id;

		TRY(rows_next(&q, &more));
		if (!more)
			return (NULL);
		id = page_id(p, rows_int(&q, institution ? 1 : 0));
		TRY(page_name(p, e, rows_int(&q, 1), &name));
		if (!institution)
			name = arena_fmt(p->a, "%s · %s", name,
			    page_code(p, "responsible_role", rows_int(&q, 2)));
		inputs_option(p, x, id, name, strcmp(x->value, id) == 0);
	}
}

/* ---- the forms ---------------------------------------------------------- */

static err_t
followup(struct page *p, const struct record *r, struct agreement_view *v)
{
	struct inputs *in = &v->followup;
	struct input *x;

	*in = inputs_new(p, marks_href(p, r->entity, r->id), "seguimiento", 6);
	x = inputs_add_no(
	    p, in, ENTITY_followup, F(followup, text), val_null());
	x->label = page_tr(p, "Qué pasó", "What happened");
	x->required = true;
	(void)inputs_add_no(p, in, ENTITY_followup, F(followup, pct),
	    r->v[F(agreement, progress_pct) - 1]);
	(void)inputs_add_no(
	    p, in, ENTITY_followup, F(followup, proposed_status), val_null());
	x = inputs_add_no(p, in, ENTITY_followup, F(followup, reported_on),
	    val_int(p->today));
	x->required = true;
	x = inputs_add_no(
	    p, in, ENTITY_followup, F(followup, reported_by), val_null());
	TRY(who(p, r, x, true));
	x = inputs_add_no(
	    p, in, ENTITY_followup, F(followup, evidence), val_null());
	return (papers(p, r, in, x, false));
}

static err_t
reschedule(struct page *p, const struct record *r, struct agreement_view *v)
{
	struct inputs *in = &v->reschedule;
	struct input *x;

	*in = inputs_new(p, marks_href(p, r->entity, r->id), "reprogramar", 3);
	x = inputs_add_no(
	    p, in, ENTITY_reschedule, F(reschedule, new_due), val_null());
	x->hint =
	    page_tr(p, "La fecha original no se borra: queda en el historial.",
		"The original date is not erased: it stays in the history.");
	(void)inputs_add_no(
	    p, in, ENTITY_reschedule, F(reschedule, reason), val_null());
	x = inputs_add_no(
	    p, in, ENTITY_reschedule, F(reschedule, authorised_in), val_null());
	return (sessions(p, r, x));
}

static err_t
ends(struct page *p, const struct record *r, struct agreement_view *v)
{
	struct inputs *in = &v->done;
	struct input *x;

	*in = inputs_new(p, marks_href(p, r->entity, r->id), "cumplido", 3);
	x = inputs_add_no(
	    p, in, ENTITY_agreement, F(agreement, done_on), val_int(p->today));
	x->required = true;
	x = inputs_add_no(p, in, ENTITY_agreement,
	    F(agreement, closing_evidence), val_null());
	TRY(papers(p, r, in, x, true));
	x = inputs_add_no(p, in, ENTITY_agreement,
	    F(agreement, no_evidence_reason), val_null());
	x->hint =
	    page_tr(p, "Solo si no hay documento que lo pruebe: diga por qué.",
		"Only if no document proves it: say why.");
	in = &v->cancel;
	*in = inputs_new(p, marks_href(p, r->entity, r->id), "cancelar", 3);
	x = inputs_add_no(
	    p, in, ENTITY_agreement, F(agreement, cancel_reason), val_null());
	x->required = true;
	x = inputs_add_no(
	    p, in, ENTITY_agreement, F(agreement, decided_in), val_null());
	TRY(sessions(p, r, x));
	x = inputs_add_no(
	    p, in, ENTITY_agreement, F(agreement, decided_by), val_null());
	x->hint = page_tr(p, "Elija la sesión o escriba quién lo decidió.",
	    "Choose the session or write who decided it.");
	return (NULL);
}

/* Of the statuses those that may follow; the ends have forms of their own. */
static void
may_follow(struct page *p, const struct record *r, const struct field *f,
    struct input *x)
{
	int64_t now = facts_int(r, f->no, 0);
	uint32_t next = rule_next(r->entity, f, now);
	const struct vocab *v = vocab_named(f->vocab);
	const char *value = x->value;

	next &= ~(1u << CODE_agreement_status_done |
		  1u << CODE_agreement_status_cancelled);
	x->options_n = 0;
	for (size_t i = 0; v != NULL && i < v->n; i++) {
		const struct code *c = &v->codes[i];

		if (c->no == now || (c->no < 32 && (next & 1u << c->no) != 0))
			inputs_option(p, x, c->name, page_tr(p, c->es, c->en),
			    strcmp(value, c->name) == 0);
	}
	if (now == 0)
		inputs_option(p, x, "", "—", value[0] == '\0');
}

static err_t
gaps(struct page *p, const struct record *r, struct inputs *in, struct input *x)
{
	CLEAN(rows_done) struct rows q = { 0 };
	struct val *has;
	size_t n;
	bool more;

	TRY(state_elements(
	    p->o->st.l, r->id, F(agreement, gaps), p->a, &has, &n));
	TRY(db_query(&q, p->o->st.db, &agreement_forms_gaps, A_INT(r->root),
	    A_INT(r->id), A_INT(F(agreement, gaps)), A_INT(GAPS)));
	for (;;) {
		const char *id;
		bool on = false;

		TRY(rows_next(&q, &more));
		if (!more)
			return (NULL);
		id = page_id(p, rows_int(&q, 0));
		for (size_t i = 0; i < n; i++)
			on = on || has[i].i == rows_int(&q, 0);
		inputs_option(p, x, id,
		    arena_fmt(p->a, "%s · %s", rows_text(&q, 1),
			text_short(p->a, rows_span(&q, 2), 90)),
		    ticked(p, in, x, id, on));
	}
}

static err_t
edit(struct page *p, const struct record *r, struct agreement_view *v)
{
	struct inputs *in = &v->edit;

	*in = inputs_new(p, marks_href(p, r->entity, r->id), "editar", 10);
	for (const int *f = agreement_fields(!v->frozen); *f != 0; f++) {
		const struct field *field =
		    schema_field(r->entity, (uint64_t)*f);
		struct input *x = inputs_add(p, in, field, r->v[*f - 1]);

		if (*f == F(agreement, status))
			may_follow(p, r, field, x);
		if (*f == F(agreement, gaps))
			TRY(gaps(p, r, in, x));
	}
	in = &v->responsible;
	*in = inputs_new(p, marks_href(p, r->entity, r->id), "responsable", 3);
	TRY(inputs_records(p,
	    inputs_add_no(p, in, ENTITY_responsible,
		F(responsible, institution), val_null()),
	    schema_entity(ENTITY_institution), 0));
	(void)inputs_add_no(p, in, ENTITY_responsible, F(responsible, role),
	    val_int(CODE_responsible_role_co_responsible));
	(void)inputs_add_no(
	    p, in, ENTITY_responsible, F(responsible, unit), val_null());
	return (NULL);
}

err_t
agreement_forms(
    struct page *p, const struct record *r, struct agreement_view *v)
{
	v->followup_on = inputs_sent(p, "seguimiento");
	v->reschedule_on = inputs_sent(p, "reprogramar");
	v->done_on = inputs_sent(p, "cumplido");
	v->cancel_on = inputs_sent(p, "cancelar");
	v->edit_on = inputs_sent(p, "editar");
	v->responsible_on =
	    inputs_sent(p, "responsable") || inputs_sent(p, "quitar");
	v->void_on = inputs_sent(p, "anular");
	v->reason = page_field(p, "motivo");
	TRY(agreement_frozen(p, r, &v->frozen));
	TRY(followup(p, r, v));
	TRY(reschedule(p, r, v));
	TRY(ends(p, r, v));
	return (edit(p, r, v));
}
