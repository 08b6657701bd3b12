/*
 * session_call -- the call of a session: sent, to whom, and who acknowledged.
 */
#include "node/pages/session_in.h"
#include "proto/base/text.h"

SQL(session_calls_all, "SELECT id, sent_on, ifnull(medium, 0) FROM call"
		       " WHERE session = ?1 AND life = 0 ORDER BY sent_on, id");

static const struct entity *
entity(void)
{
	return (schema_entity(ENTITY_call));
}

static bool
ticked(struct page *p, const char *name, const char *value)
{
	const char *x;

	for (size_t i = 0; (x = page_field_at(p, name, i)) != NULL; i++)
		if (strcmp(x, value) == 0)
			return (true);
	return (false);
}

/* The members, each once; ticked until somebody says otherwise. */
static err_t
members(struct sitting *s, struct session_option **out, size_t *n)
{
	struct session_view v = { .seats_n = 0 };
	bool typed = session_field(s->p, "medio", "n0") != NULL;

	TRY(session_seats(s, &v));
	*out = arena_new(s->p->a, (v.seats_n + 1) * sizeof(**out));
	*n = 0;
	for (size_t i = 0; i < v.seats_n; i++) {
		const char *id = page_id(s->p, v.seats[i].institution);

		if (*n > 0 && strcmp((*out)[*n - 1].value, id) == 0)
			continue;
		(*out)[(*n)++] = (struct session_option){ id, v.seats[i].name,
			!typed || ticked(s->p, "destinataria", id) };
	}
	return (NULL);
}

static bool
among(const struct val *v, size_t n, int64_t id)
{
	for (size_t i = 0; i < n; i++)
		if (v[i].i == id)
			return (true);
	return (false);
}

static err_t
one(struct sitting *s, struct rows *r, struct session_call *c)
{
	struct page *p = s->p;
	dot_t id = rows_int(r, 0);
	struct val *to, *ack;
	size_t to_n, ack_n;

	c->id = page_id(p, id);
	c->action = arena_fmt(p->a, "/sesiones/%s/convocatoria/acuses", s->id);
	c->dated = rows_val(r, 1).kind == VAL_INT;
	c->sent_on = rows_int(r, 1);
	c->medium = page_code(p, "medium", rows_int(r, 2));
	TRY(state_elements(
	    p->o->st.l, id, FIELD_call_recipients, p->a, &to, &to_n));
	TRY(state_elements(
	    p->o->st.l, id, FIELD_call_acknowledgements, p->a, &ack, &ack_n));
	c->recipients = (int64_t)to_n;
	c->acked = ack_n;
	c->acks = arena_new(p->a, (to_n + 1) * sizeof(*c->acks));
	for (size_t i = 0; i < to_n; i++) {
		const struct session_inst *x = session_inst_of(s, to[i].i);

		c->acks[c->acks_n++] = (struct session_option){ page_id(
								    p, to[i].i),
			x == NULL ? "?" : x->name, among(ack, ack_n, to[i].i) };
	}
	return (NULL);
}

static err_t
calls(struct sitting *s, struct session_call_view *v)
{
	CLEAN(rows_done) struct rows r = { 0 };
	size_t cap = 16;
	bool more;

	v->calls = arena_new(s->p->a, cap * sizeof(*v->calls));
	TRY(db_query(&r, s->p->o->st.db, &session_calls_all, A_INT(s->r.id)));
	for (;;) {
		TRY(rows_next(&r, &more));
		if (!more || v->calls_n == cap)
			return (NULL);
		TRY(one(s, &r, &v->calls[v->calls_n++]));
	}
}

err_t
session_calls(struct sitting *s)
{
	struct page *p = s->p;
	struct session_call_view v = { .id = s->id,
		.action = arena_fmt(p->a, "/sesiones/%s/convocatoria", s->id),
		.title = session_title(s),
		.write = page_may(p, ROLES_WRITE) };
	char iso[11];

	text_day_put(p->today, iso);
	v.date =
	    session_typed(p, "enviada", "n0", arena_dup(p->a, span_str(iso)));
	session_codes(p, "medium",
	    session_typed(
		p, "medio", "n0", arena_fmt(p->a, "%d", CODE_medium_email)),
	    NULL, &v.media, &v.media_n);
	TRY(members(s, &v.members, &v.members_n));
	TRY(calls(s, &v));
	page_begin(p, page_tr(p, "Convocatoria", "Call"));
	session_call_tpl(&p->h, &v);
	return (page_end(p));
}

/* ---- writing ---------------------------------------------------------------
 */

static err_t
institution(struct sitting *s, const char *id, dot_t *out)
{
	struct record r;

	TRY(page_record(s->p, id, schema_entity(ENTITY_institution), &r));
	*out = r.id;
	return (NULL);
}

static err_t
recipients(struct sitting *s, struct act *act, dot_t call)
{
	const char *x;
	size_t n = 0;

	for (; (x = page_field_at(s->p, "destinataria", n)) != NULL; n++) {
		struct fv fv = { FIELD_call_recipients, val_null() };
		dot_t id;

		TRY(institution(s, x, &id));
		fv.v = val_int(id);
		TRY(act_list(act, entity(), call, true, &fv, 1));
	}
	return (n > 0 ? NULL
		      : err_new(ERR_RULE,
			    "rule 0: tick whom it was sent to / marque a "
			    "quiénes se envió"));
}

/* The call, and the session is called by it. */
static err_t
send(struct sitting *s, struct act *act)
{
	struct val status = session_val(s, FIELD_session_status);
	struct fv fv[3] = { { FIELD_call_session, val_int(s->r.id) } };
	int64_t day, medium;
	dot_t id;

	if (text_day(session_typed(s->p, "enviada", "n0", ""), &day) != NULL)
		return (err_new(ERR_RULE,
		    "rule 12: write the date on which it was sent / escriba "
		    "la fecha de envío"));
	TRY(text_int(session_typed(s->p, "medio", "n0", ""), &medium));
	fv[1] = (struct fv){ FIELD_call_sent_on, val_int(day) };
	fv[2] = (struct fv){ FIELD_call_medium, val_int(medium) };
	TRY(act_create(act, entity(), fv, 3, &id));
	TRY(recipients(s, act, id));
	if (status.kind == VAL_INT &&
	    !rule_may_follow(ENTITY_session, FIELD_session_status, status.i,
		CODE_session_status_called))
		return (NULL);
	fv[0] = (struct fv){ FIELD_session_status,
		val_int(CODE_session_status_called) };
	return (act_edit(act, schema_entity(ENTITY_session), s->r.id, fv, 1));
}

static err_t
acknowledge(struct sitting *s, struct act *act)
{
	struct val *had;
	struct record r;
	const char *x;
	size_t n;

	TRY(page_record(s->p, page_field(s->p, "llamado"), entity(), &r));
	if (r.v[FIELD_call_session - 1].i != s->r.id)
		return (err_new(ERR_MISSING, "no such call"));
	TRY(state_elements(s->p->o->st.l, r.id, FIELD_call_acknowledgements,
	    s->p->a, &had, &n));
	for (size_t i = 0; (x = page_field_at(s->p, "acuse", i)) != NULL; i++) {
		struct fv fv = { FIELD_call_acknowledgements, val_null() };
		dot_t id;

		TRY(institution(s, x, &id));
		fv.v = val_int(id);
		if (!among(had, n, id))
			TRY(act_list(act, entity(), r.id, true, &fv, 1));
	}
	for (size_t i = 0; i < n; i++) {
		struct fv fv = { FIELD_call_acknowledgements, had[i] };

		if (!ticked(s->p, "acuse", page_id(s->p, had[i].i)))
			TRY(act_list(act, entity(), r.id, false, &fv, 1));
	}
	return (NULL);
}

err_t
session_call_post(struct sitting *s, const char *word)
{
	CLEAN(cmd_end) struct act *act = NULL;
	struct page *p = s->p;
	bool acks = strcmp(word, "convocatoria/acuses") == 0;
	err_t e;

	TRY(page_act(p, &act));
	e = acks ? acknowledge(s, act) : send(s, act);
	if (e == NULL && act->n > 0)
		e = page_save(p, act);
	cmd_end(&act);
	if (e != NULL && e->code == ERR_RULE) {
		p->fault = page_sentence(p, e);
		p->r->status = 422;
		return (session_calls(s));
	}
	TRY(e);
	page_say(p,
	    acks ? "Los acuses quedaron anotados."
		 : "La convocatoria quedó anotada.",
	    acks ? "The acknowledgements are noted." : "The call is noted.");
	return (page_go(p, "/sesiones/%s/convocatoria", s->id));
}
