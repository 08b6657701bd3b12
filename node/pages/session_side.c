/*
 * session_side -- how a session stands: what may be done with it now, and what
 * is missing to close it, both as the rules say it.
 */
#include "node/pages/session_in.h"

SQL(session_minutes_of, "SELECT id FROM minutes WHERE session = ?1 AND life = 0"
			" ORDER BY ifnull(version, 0) DESC, id DESC LIMIT 1");
SQL(session_called, "SELECT sent_on FROM call WHERE session = ?1 AND life = 0"
		    " ORDER BY sent_on DESC LIMIT 1");

static const struct {
	int field;
	const char *at;
} anchors[] = {
	{ FIELD_session_started_at, "#inicio-datos" },
	{ FIELD_session_ended_at, "#termino-datos" },
	{ FIELD_session_place, "#lugar-datos" },
	{ FIELD_session_chaired_by, "#preside-datos" },
};

static const char *
anchor(struct page *p, const struct closing *c)
{
	if (c->entity == ENTITY_agenda_item)
		return (arena_fmt(p->a, "#po-%s", page_id(p, c->id)));
	if (c->entity == ENTITY_agreement)
		return (arena_fmt(p->a, "#at-%s", page_id(p, c->id)));
	for (size_t i = 0; i < sizeof(anchors) / sizeof(anchors[0]); i++)
		if (c->entity == ENTITY_session && c->field == anchors[i].field)
			return (anchors[i].at);
	return (c->entity == ENTITY_session && c->field == 0 && !c->stops
		    ? "#orden"
		    : "#asistencia");
}

static void
ready(struct session_view *v, const char *text, const char *href)
{
	v->lacks[v->lacks_n++] =
	    (struct session_lack){ text, href, true, false };
}

/* What is there already, before what is not. */
static void
good(struct page *p, struct session_view *v)
{
	for (size_t i = 0; i < v->quorum.rows_n; i++) {
		const struct session_count *c = &v->quorum.rows[i];

		if (c->enough)
			ready(v,
			    arena_fmt(p->a, "%s: %lld %s %lld %s%s%s",
				page_tr(p, "Quórum", "Quorum"),
				(long long)c->present, page_tr(p, "de", "of"),
				(long long)c->members,
				page_tr(p, "con voto", "with a vote"),
				c->mesa[0] == '\0' ? "" : ", ", c->mesa),
			    "#asistencia");
	}
	if (v->items_n > 1)
		ready(v,
		    arena_fmt(p->a, "%s: %zu",
			page_tr(p, "Puntos del orden del día",
			    "Items of the agenda"),
			v->items_n - 1),
		    "#orden");
	if (v->deals_n > SESSION_NEW)
		ready(v,
		    arena_fmt(p->a, "%s: %zu",
			page_tr(p, "Acuerdos", "Agreements"),
			v->deals_n - SESSION_NEW),
		    "#acuerdos");
}

/* Many items without an outcome are told in one line. */
static void
one(struct page *p, struct session_view *v, size_t items, bool *first)
{
	v->lacks[v->lacks_n++] =
	    (struct session_lack){ arena_fmt(p->a, "%zu %s", items,
				       page_tr(p, "puntos sin desahogo",
					   "items without an outcome")),
		    "#orden", false, false };
	*first = false;
}

static err_t
lacking(struct sitting *s, struct session_view *v)
{
	struct rule_in in = { .facts = s->facts, .today = s->p->today };
	struct closing *c;
	size_t n, items = 0;
	bool first = true;

	TRY(rule_closing(&in, s->r.id, s->p->a, &c, &n));
	for (size_t i = 0; i < n; i++)
		items += c[i].entity == ENTITY_agenda_item;
	v->lacks =
	    arena_new(s->p->a, (n + v->quorum.rows_n + 3) * sizeof(*v->lacks));
	good(s->p, v);
	for (size_t i = 0; i < n; i++)
		if (c[i].entity != ENTITY_agenda_item || items < 3)
			v->lacks[v->lacks_n++] = (struct session_lack){
				page_tr(s->p, c[i].es, c[i].en),
				anchor(s->p, &c[i]), false, c[i].stops
			};
		else if (first)
			one(s->p, v, items, &first);
	v->lacks_open = n;
	return (NULL);
}

static bool
follows(const struct sitting *s, int64_t to)
{
	struct val now = session_val(s, FIELD_session_status);

	/* Without a status it may begin with any. */
	return (now.kind != VAL_INT || rule_may_follow(ENTITY_session,
					   FIELD_session_status, now.i, to));
}

static void
may(const struct sitting *s, struct session_view *v)
{
	v->may_start = follows(s, CODE_session_status_in_progress);
	v->may_close = follows(s, CODE_session_status_held);
	v->may_fail = follows(s, CODE_session_status_no_quorum);
	v->may_postpone = follows(s, CODE_session_status_postponed);
	v->may_cancel = follows(s, CODE_session_status_cancelled);
	v->may_call = follows(s, CODE_session_status_called) ||
		      session_val(s, FIELD_session_status).i ==
			  CODE_session_status_called;
	v->done = !v->may_start && !v->may_postpone && !v->may_cancel;
}

static const char *
mood_of(int64_t status)
{
	switch (status) {
	case CODE_session_status_held:
		return ("ok");
	case CODE_session_status_called:
	case CODE_session_status_in_progress:
		return ("info");
	case CODE_session_status_no_quorum:
	case CODE_session_status_cancelled:
		return ("bad");
	case CODE_session_status_postponed:
		return ("warn");
	default:
		return ("plain");
	}
}

err_t
session_minutes(const struct sitting *s, dot_t *id)
{
	return (
	    db_int(s->p->o->st.db, &session_minutes_of, 0, id, A_INT(s->r.id)));
}

err_t
session_side(struct sitting *s, struct session_view *v)
{
	CLEAN(rows_done) struct rows q = { 0 };
	struct page *p = s->p;
	int64_t status = session_val(s, FIELD_session_status).i;
	bool found;
	dot_t id;

	v->status = page_code(p, "session_status", status);
	v->mood = mood_of(status);
	may(s, v);
	v->minutes_href = "";
	TRY(session_minutes(s, &id));
	if (id != 0)
		v->minutes_href =
		    arena_fmt(p->a, "/minutas/%s", page_id(p, id));
	TRY(db_one(&q, p->o->st.db, &session_called, &found, A_INT(s->r.id)));
	v->called = found && rows_val(&q, 0).kind == VAL_INT;
	v->called_on = v->called ? rows_int(&q, 0) : 0;
	TRY(page_confirmed(p, s->r.id, &v->confirmed));
	return (lacking(s, v));
}
