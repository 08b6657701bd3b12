/*
 * gap_read -- what is known of one gap.
 */
#include "node/pages/gap_in.h"
#include "proto/base/text.h"

#define TITLE_CHARS 110

#define F(e, f) FIELD_##e##_##f

struct reading {
	struct page *p;
	struct gap_view *v;
	size_t cap_a, cap_e;
};

static err_t
agreement(void *ctx, const struct record *r)
{
	struct reading *x = ctx;
	struct page *p = x->p;
	struct gap_view *v = x->v;
	int64_t status = facts_int(r, F(agreement, status), 0);
	int64_t due = facts_int(r, F(agreement, due_on), 0);
	bool has_due = facts_has(r, F(agreement, due_on));
	struct gap_agreement *a;
	const char *dispute;

	arena_room(p->a, &v->agreements, &x->cap_a, v->agreements_n + 1,
	    sizeof(*v->agreements));
	a = &v->agreements[v->agreements_n++];
	TRY(facts_dispute(p, r, &dispute));
	a->href = marks_href(p, r->entity, r->id);
	a->folio = facts_text(p, r, F(agreement, folio));
	a->title =
	    text_short(p->a, r->v[F(agreement, text) - 1].s, TITLE_CHARS);
	/* Whether somebody reports is told on its own page. */
	a->state = marks_agreement(p,
	    rule_agreement_shown(status, has_due, due,
		facts_has(r, F(agreement, done_on)),
		facts_int(r, F(agreement, done_on), 0), p->today,
		facts_int(r, F(agreement, agreed_on), 0), dispute[0] != '\0',
		p->today),
	    has_due, due);
	v->served = v->served || status == CODE_agreement_status_done;
	return (NULL);
}

static err_t
escalation(void *ctx, const struct record *r)
{
	struct reading *x = ctx;
	struct page *p = x->p;
	struct gap_view *v = x->v;
	bool has = facts_has(r, F(escalation, asked_on));
	int64_t on = facts_int(r, F(escalation, asked_on), 0);
	struct gap_escalation *w;

	arena_room(p->a, &v->escalations, &x->cap_e, v->escalations_n + 1,
	    sizeof(*v->escalations));
	w = &v->escalations[v->escalations_n++];
	w->href = marks_href(p, r->entity, r->id);
	TRY(page_name(p, schema_entity(ENTITY_roundtable),
	    facts_int(r, F(escalation, to_roundtable), 0), &w->to));
	w->answer = facts_text(p, r, F(escalation, answer));
	w->detail = has ? marks_day(p, on) : "";
	w->state = marks_escalation(
	    p, rule_escalation_shown(
		   facts_int(r, F(escalation, status), 0), has, on, p->today));
	return (NULL);
}

static err_t
related(struct reading *x, const struct record *r)
{
	const struct entity *a = schema_entity(ENTITY_agreement);
	const struct entity *e = schema_entity(ENTITY_escalation);
	struct cond ca = { schema_field(a, F(agreement, gaps)),
		val_int(r->id) };
	struct cond ce = { schema_field(e, F(escalation, object)),
		val_int(r->id) };
	struct ledger *l = x->p->o->st.l;

	TRY(state_find(l, a, &ca, 1, false, x->p->a, agreement, x));
	return (state_find(l, e, &ce, 1, false, x->p->a, escalation, x));
}

/* The way of a gap, and where this one is. */
static void
steps(struct page *p, int64_t status, struct gap_view *v)
{
	static const int way[] = { CODE_gap_status_identified,
		CODE_gap_status_validated, CODE_gap_status_addressed,
		CODE_gap_status_resolved };
	const struct vocab *all = vocab_named("gap_status");
	const struct code *at = vocab_code(all, status);
	size_t n = sizeof(way) / sizeof(way[0]);

	v->steps = arena_new(p->a, (n + 1) * sizeof(*v->steps));
	for (size_t i = 0; i < n; i++) {
		const struct code *c = vocab_code(all, way[i]);
		bool past = at != NULL && c->advance <= at->advance;

		v->steps[v->steps_n++] = (struct gap_step){ past ? "ok" : "",
			past ? "circle-check" : "clock",
			page_tr(p, c->es, c->en), way[i] == status };
		/* A side way stands after what it comes after. */
		if (at != NULL && c->advance < at->advance &&
		    (i + 1 == n ||
			vocab_code(all, way[i + 1])->advance > at->advance))
			v->steps[v->steps_n++] = (struct gap_step){ "warn",
				"flag", page_tr(p, at->es, at->en), true };
	}
}

err_t
gap_read(struct page *p, const struct record *r, struct gap_view *v)
{
	static const int skip[] = { F(gap, folio), F(gap, title), F(gap, theme),
		F(gap, description), F(gap, severity), F(gap, status), 0 };
	int64_t status = facts_int(r, F(gap, status), 0);
	int64_t severity = facts_int(r, F(gap, severity), 0);
	int64_t age = rule_gap_age(status, r->v[F(gap, identified_on) - 1],
	    r->v[F(gap, resolved_on) - 1], p->today);
	struct reading x = { .p = p, .v = v };
	struct facts_view f;

	v->id = page_id(p, r->id);
	v->folio = facts_text(p, r, F(gap, folio));
	v->title = facts_text(p, r, F(gap, title));
	v->text = facts_text(p, r, F(gap, description));
	v->age = age < 0 ? "" : marks_days(p, age);
	v->severity = page_code(p, "severity", severity);
	v->grave = severity >= CODE_severity_high ? "bad" : "";
	v->theme = marks_theme(p, facts_int(r, F(gap, theme), 0));
	v->state = marks_gap(p, status);
	v->open = status != CODE_gap_status_resolved &&
		  status != CODE_gap_status_not_pursued &&
		  status != CODE_gap_status_duplicate;
	v->reopens = (rule_next(r->entity,
			  schema_field(r->entity, F(gap, status)), status) &
			 1u << CODE_gap_status_reopened) != 0;
	steps(p, status, v);
	TRY(facts_dispute(p, r, &v->dispute));
	if (v->dispute[0] != '\0')
		v->other = marks_agreement(
		    p, CODE_agreement_shown_in_dispute, false, 0);
	TRY(related(&x, r));
	TRY(facts_read(p, r, skip, &f));
	v->facts = f.v;
	v->facts_n = f.n;
	return (page_confirmed(p, r->id, &v->confirmed));
}
