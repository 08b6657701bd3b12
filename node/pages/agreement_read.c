/*
 * agreement_read -- what is known of one agreement.
 */
#include <stdlib.h>

#include "node/pages/agreement_in.h"
#include "proto/base/clock.h"
#include "proto/base/text.h"

#define TITLE_CHARS 120

#define F(e, f) FIELD_##e##_##f

struct reading {
	struct page *p;
	const struct record *r;
	struct agreement_view *v;
	size_t cap;
	/* Of the reschedules: how many, and where they began. */
	int64_t moved, first_at, original;
	bool has_original;
};

static err_t
children(struct reading *x, uint64_t entity, int field,
    err_t (*fn)(void *ctx, const struct record *r))
{
	const struct entity *e = schema_entity(entity);
	struct cond c = { schema_field(e, (uint64_t)field), val_int(x->r->id) };

	return (state_find(x->p->o->st.l, e, &c, 1, false, x->p->a, fn, x));
}

static struct agreement_event *
event(struct reading *x)
{
	struct agreement_view *v = x->v;
	struct agreement_event *e;

	if (v->events_n == x->cap) {
		e = arena_new(x->p->a, (2 * x->cap + 16) * sizeof(*e));
		if (v->events_n > 0)
			memcpy(e, v->events, v->events_n * sizeof(*e));
		v->events = e;
		x->cap = 2 * x->cap + 16;
	}
	e = &v->events[v->events_n++];
	*e = (struct agreement_event){ .title = "",
		.text = "",
		.detail = "",
		.mood = "",
		.icon = "check" };
	return (e);
}

static err_t
papers(struct reading *x, const struct record *r, int field,
    struct agreement_event *e)
{
	const struct entity *doc = schema_entity(ENTITY_document);
	struct val *v;
	size_t n;

	TRY(state_elements(
	    x->p->o->st.l, r->id, (uint32_t)field, x->p->a, &v, &n));
	e->papers = arena_new(x->p->a, (n + 1) * sizeof(*e->papers));
	for (size_t i = 0; i < n; i++) {
		struct fact_link *to = &e->papers[e->papers_n++];

		TRY(page_name(x->p, doc, v[i].i, &to->text));
		to->href = marks_href(x->p, doc, v[i].i);
	}
	return (NULL);
}

static err_t
name_of(struct reading *x, uint64_t entity, struct val v, const char **out)
{
	*out = "";
	return (v.kind == VAL_INT
		    ? page_name(x->p, schema_entity(entity), v.i, out)
		    : NULL);
}

/* ---- what happened ------------------------------------------------------ */

static err_t
followup(void *ctx, const struct record *r)
{
	struct reading *x = ctx;
	struct page *p = x->p;
	struct agreement_event *e = event(x);
	struct val text = r->v[F(followup, text) - 1];
	int64_t pct = facts_int(r, F(followup, pct), -1);
	int64_t to = facts_int(r, F(followup, proposed_status), 0);
	const char *by, *first = text_short(p->a, text.s, TITLE_CHARS);
	struct cmd_who w;
	bool sure;

	TRY(cmd_who(&p->c, r->id, p->a, &w));
	TRY(page_confirmed(p, r->id, &sure));
	e->waiting = !sure;
	e->at = w.at;
	e->day = facts_int(r, F(followup, reported_on), clock_day(w.at, NULL));
	e->icon = "flag";
	e->title = pct < 0 ? first
			   : arena_fmt(p->a, "%lld %%%s%s", (long long)pct,
				 first[0] == '\0' ? "" : " · ", first);
	if (e->title[0] == '\0')
		e->title = page_tr(p, "Avance", "Follow-up");
	if (text.kind == VAL_TEXT && strlen(first) != text.s.n)
		e->text = facts_text(p, r, F(followup, text));
	TRY(name_of(
	    x, ENTITY_institution, r->v[F(followup, reported_by) - 1], &by));
	e->detail = arena_fmt(p->a, "%s%s%s%s%s", marks_person(p, w.actor),
	    by[0] == '\0' ? "" : page_tr(p, " · informa ", " · reported by "),
	    by, to == 0 ? "" : page_tr(p, " · propone: ", " · proposes: "),
	    to == 0 ? "" : page_code(p, "agreement_status", to));
	return (papers(x, r, F(followup, evidence), e));
}

static err_t
reschedule(void *ctx, const struct record *r)
{
	struct reading *x = ctx;
	struct page *p = x->p;
	struct agreement_event *e = event(x);
	struct val was = r->v[F(reschedule, old_due) - 1];
	struct val now = r->v[F(reschedule, new_due) - 1];
	const char *in;
	struct cmd_who w;
	bool sure;

	TRY(cmd_who(&p->c, r->id, p->a, &w));
	TRY(page_confirmed(p, r->id, &sure));
	if (x->moved++ == 0 || w.at < x->first_at) {
		x->first_at = w.at;
		x->has_original = was.kind == VAL_INT;
		x->original = was.i;
	}
	e->waiting = !sure;
	e->at = w.at;
	e->day = clock_day(w.at, NULL);
	e->icon = "calendar-days";
	e->mood = "ic-warn";
	e->title = arena_fmt(p->a, "%s: %s → %s",
	    page_tr(p, "Reprogramado", "Rescheduled"),
	    was.kind == VAL_INT ? marks_day(p, was.i) : "—",
	    now.kind == VAL_INT ? marks_day(p, now.i) : "—");
	e->text = facts_text(p, r, F(reschedule, reason));
	TRY(name_of(
	    x, ENTITY_session, r->v[F(reschedule, authorised_in) - 1], &in));
	e->detail = arena_fmt(p->a, "%s%s%s", marks_person(p, w.actor),
	    in[0] == '\0' ? ""
			  : page_tr(p, " · autorizado en la sesión ",
				" · authorised in session "),
	    in);
	return (NULL);
}

static err_t
agreed(struct reading *x)
{
	struct page *p = x->p;
	struct agreement_event *e = event(x);
	const char *in;

	TRY(name_of(
	    x, ENTITY_session, x->r->v[F(agreement, session) - 1], &in));
	e->icon = "handshake";
	e->day = facts_int(x->r, F(agreement, agreed_on), 0);
	e->title = arena_fmt(p->a, "%s %s",
	    page_tr(p, "Acordado en la sesión", "Agreed in session"), in);
	return (NULL);
}

static err_t
ended(struct reading *x)
{
	const struct record *r = x->r;
	int64_t status = facts_int(r, F(agreement, status), 0);
	struct page *p = x->p;
	struct agreement_event *e;
	const char *in;

	if (status == CODE_agreement_status_done) {
		e = event(x);
		e->at = INT64_MAX;
		e->icon = "circle-check";
		e->mood = "ic-ok";
		e->day = facts_int(r, F(agreement, done_on), p->today);
		e->title = page_code(p, "agreement_status", status);
		e->text = facts_text(p, r, F(agreement, no_evidence_reason));
		if (e->text[0] != '\0')
			e->text = arena_fmt(p->a, "%s: %s",
			    page_tr(p, "Sin evidencia documental",
				"No documentary evidence"),
			    e->text);
		return (papers(x, r, F(agreement, closing_evidence), e));
	}
	if (status != CODE_agreement_status_cancelled)
		return (NULL);
	e = event(x);
	e->icon = "x";
	e->mood = "ic-bad";
	e->title = page_code(p, "agreement_status", status);
	e->text = facts_text(p, r, F(agreement, cancel_reason));
	TRY(name_of(
	    x, ENTITY_session, r->v[F(agreement, decided_in) - 1], &in));
	e->detail = arena_fmt(p->a, "%s%s%s",
	    facts_text(p, r, F(agreement, decided_by)),
	    in[0] == '\0' ? ""
			  : page_tr(p, " · en la sesión ", " · in session "),
	    in);
	return (NULL);
}

/* The last first; what has no day of its own is the end of it. */
static int
by_day(const void *a, const void *b)
{
	const struct agreement_event *x = a, *y = b;

	if ((x->day == 0) != (y->day == 0))
		return (x->day == 0 ? -1 : 1);
	if (x->day != y->day)
		return (x->day > y->day ? -1 : 1);
	return (x->at > y->at ? -1 : x->at < y->at);
}

/* ---- who, and how it stands --------------------------------------------- */

static err_t
responsible(void *ctx, const struct record *r)
{
	struct reading *x = ctx;
	struct page *p = x->p;
	const struct entity *e = schema_entity(ENTITY_institution);
	struct agreement_view *v = x->v;
	struct agreement_who *w = arena_new(p->a, (v->who_n + 1) * sizeof(*w));
	dot_t of = facts_int(r, F(responsible, institution), 0);

	if (v->who_n > 0)
		memcpy(w, v->who, v->who_n * sizeof(*w));
	v->who = w;
	w += v->who_n++;
	w->id = page_id(p, r->id);
	w->href = marks_href(p, e, of);
	TRY(page_name(p, e, of, &w->name));
	w->role = page_code(
	    p, "responsible_role", facts_int(r, F(responsible, role), 0));
	w->unit = facts_text(p, r, F(responsible, unit));
	return (NULL);
}

static void
stands(struct reading *x, int64_t last)
{
	const struct record *r = x->r;
	struct agreement_view *v = x->v;
	bool has_due = facts_has(r, F(agreement, due_on));
	int64_t due = facts_int(r, F(agreement, due_on), 0);
	int64_t status = facts_int(r, F(agreement, status), 0);
	int plain = rule_agreement_shown(status, has_due, due,
	    facts_has(r, F(agreement, done_on)),
	    facts_int(r, F(agreement, done_on), 0), last,
	    facts_int(r, F(agreement, agreed_on), 0), false, x->p->today);

	v->open =
	    rule_next(r->entity, schema_field(r->entity, F(agreement, status)),
		status) != 0 &&
	    status != CODE_agreement_status_done;
	v->state = marks_agreement(x->p, plain, has_due, due);
	if (v->dispute[0] == '\0')
		return;
	v->other = v->state;
	v->state = marks_agreement(
	    x->p, CODE_agreement_shown_in_dispute, has_due, due);
	if (plain != CODE_agreement_shown_overdue)
		v->other = (struct mark){ "", "clock", "" };
}

static void
note_original(struct reading *x, struct facts_view *f)
{
	struct page *p = x->p;
	const char *label =
	    page_label(p, schema_field(x->r->entity, F(agreement, due_on)));

	for (size_t i = 0; x->moved > 0 && i < f->n; i++) {
		if (strcmp(f->v[i].label, label) != 0)
			continue;
		f->v[i].note = arena_fmt(p->a, "%s %lld %s%s%s",
		    page_tr(p, "reprogramado", "rescheduled"),
		    (long long)x->moved,
		    x->moved == 1 ? page_tr(p, "vez", "time")
				  : page_tr(p, "veces", "times"),
		    x->has_original
			? page_tr(p, "; la original era el ", "; originally ")
			: "",
		    x->has_original ? marks_day(p, x->original) : "");
	}
}

err_t
agreement_read(struct page *p, const struct record *r, struct agreement_view *v)
{
	static const int skip[] = { F(agreement, folio), F(agreement, text),
		F(agreement, theme), 0 };
	struct reading x = { .p = p, .r = r, .v = v };
	struct facts_view f;
	int64_t last = 0;

	v->id = page_id(p, r->id);
	v->folio = facts_text(p, r, F(agreement, folio));
	v->text = facts_text(p, r, F(agreement, text));
	v->theme = marks_theme(p, facts_int(r, F(agreement, theme), 0));
	TRY(facts_dispute(p, r, &v->dispute));
	TRY(children(&x, ENTITY_followup, F(followup, agreement), followup));
	for (size_t i = 0; i < v->events_n; i++)
		last = v->events[i].day > last ? v->events[i].day : last;
	TRY(children(
	    &x, ENTITY_reschedule, F(reschedule, agreement), reschedule));
	TRY(agreed(&x));
	TRY(ended(&x));
	qsort(v->events, v->events_n, sizeof(*v->events), by_day);
	TRY(children(
	    &x, ENTITY_responsible, F(responsible, agreement), responsible));
	stands(&x, last);
	TRY(facts_read(p, r, skip, &f));
	note_original(&x, &f);
	v->facts = f.v;
	v->facts_n = f.n;
	return (page_confirmed(p, r->id, &v->confirmed));
}
