#include "node/pages/sessions.h"

#include <stdlib.h>

#include "node/page.h"
#include "node/pages/session_in.h"
#include "proto/base/clock.h"
#include "proto/base/text.h"
#include "proto/ui/fmt.h"

#define ROWS 60

SQL(sessions_of,
    "SELECT s.id, s.folio, s.number, s.kind, s.called_for, s.started_at,"
    " s.status, ifnull(s.place, ''), (SELECT count(*) FROM agreement a"
    " WHERE a.session = s.id AND a.life = 0), (SELECT m.id FROM minutes m"
    " WHERE m.session = s.id AND m.life = 0 ORDER BY m.version DESC LIMIT 1),"
    " (SELECT m.status FROM minutes m WHERE m.session = s.id AND m.life = 0"
    " ORDER BY m.version DESC LIMIT 1)"
    " FROM session s WHERE s.roundtable = ?1 AND s.life = 0");
SQL(sessions_designated,
    "SELECT representative FROM designation WHERE roundtable = ?1 AND"
    " role = ?2 AND life = 0 AND representative IS NOT NULL AND"
    " ifnull(since, ?3) <= ?3 AND ifnull(until, ?3) >= ?3"
    " ORDER BY ifnull(rank, 9), since DESC, id LIMIT 1");
SQL(sessions_number, "SELECT max(number) FROM session"
		     " WHERE roundtable = ?1 AND life = 0");

struct line {
	struct sessions_row row;
	int64_t at;
};

struct listing {
	struct page *p;
	const char *when, *state, *mesa; /* as asked, "" all */
	struct line *v;
	size_t n, cap;
};

/* ---- the list
 * ------------------------------------------------------------------- */

static const char *
mood_of(int64_t status)
{
	static const char *const moods[] = { "plain", "plain", "info", "info",
		"ok", "bad", "warn", "bad" };

	return (status >= 0 && status < 8 ? moods[status] : "plain");
}

static const char *
title_of(struct page *p, struct rows *r)
{
	const char *kind = page_code(p, "session_kind", rows_int(r, 3));

	if (kind[0] == '\0')
		kind = page_tr(p, "Sesión", "Session");
	if (rows_val(r, 2).kind == VAL_INT)
		kind =
		    arena_fmt(p->a, "%s %lld", kind, (long long)rows_int(r, 2));
	return (arena_fmt(p->a, "%s · %s", kind, rows_text(r, 1)));
}

static bool
wanted(const struct listing *l, struct rows *r, int64_t at, bool dated)
{
	int64_t status = rows_int(r, 6);
	bool coming = status == CODE_session_status_scheduled ||
		      status == CODE_session_status_called ||
		      status == CODE_session_status_in_progress ||
		      status == CODE_session_status_postponed;

	if (l->state[0] != '\0' &&
	    strcmp(l->state, arena_fmt(l->p->a, "%lld", (long long)status)) !=
		0)
		return (false);
	if (strcmp(l->when, "proximas") == 0)
		return (coming && (!dated || at >= l->p->now - 86400));
	if (strcmp(l->when, "pasadas") == 0)
		return (!coming || (dated && at < l->p->now - 86400));
	return (true);
}

static void
add(struct listing *l, struct rows *r, const struct page_mesa *m)
{
	struct page *p = l->p;
	struct val at = rows_val(r, 5);
	struct sessions_row *w;
	char hour[FMT_MAX];
	const char *id;

	if (at.kind != VAL_INT)
		at = rows_val(r, 4);
	if (!wanted(l, r, at.i, at.kind == VAL_INT))
		return;
	mem_room(&l->v, &l->cap, l->n + 1, sizeof(*l->v));
	l->v[l->n].at = at.kind == VAL_INT ? at.i : INT64_MAX;
	w = &l->v[l->n++].row;
	id = page_id(p, rows_int(r, 0));
	fmt_clock(at.i, m->zone[0] == '\0' ? NULL : m->zone, hour);
	*w = (struct sessions_row){ .href = arena_fmt(p->a, "/sesiones/%s", id),
		.title = title_of(p, r),
		.mesa = m->name,
		.status = page_code(p, "session_status", rows_int(r, 6)),
		.mood = mood_of(rows_int(r, 6)),
		.place = arena_dup(p->a, rows_span(r, 7)),
		.hour = arena_dup(p->a, span_str(hour)),
		.dated = at.kind == VAL_INT,
		.day = clock_day(at.i, m->zone[0] == '\0' ? NULL : m->zone),
		.agreements = rows_int(r, 8),
		.minutes = page_code(p, "minutes_status", rows_int(r, 10)),
		.minutes_href = "" };
	if (rows_val(r, 9).kind == VAL_INT)
		w->minutes_href =
		    arena_fmt(p->a, "/minutas/%s", page_id(p, rows_int(r, 9)));
	if (w->minutes[0] == '\0')
		w->minutes = page_tr(p, "Minuta", "Minutes");
}

static err_t
of_mesa(struct listing *l, const struct page_mesa *m)
{
	CLEAN(rows_done) struct rows r = { 0 };
	bool more;

	if (l->mesa[0] != '\0' && strcmp(l->mesa, page_id(l->p, m->id)) != 0)
		return (NULL);
	TRY(db_query(&r, l->p->o->st.db, &sessions_of, A_INT(m->id)));
	for (;;) {
		TRY(rows_next(&r, &more));
		if (!more)
			return (NULL);
		add(l, &r, m);
	}
}

static int
newest_first(const void *x, const void *y)
{
	const struct line *a = x, *b = y;

	return ((a->at < b->at) - (a->at > b->at));
}

static struct session_link
link_to(struct listing *l, const char *when, const char *state,
    const char *mesa, const char *text)
{
	return ((struct session_link){
	    arena_fmt(l->p->a, "/sesiones?cuando=%s&estado=%s&mesa=%s", when,
		state, mesa),
	    text,
	    strcmp(when, l->when) == 0 && strcmp(state, l->state) == 0 &&
		strcmp(mesa, l->mesa) == 0,
	});
}

static void
filters(struct listing *l, const struct page_mesa *m, size_t n,
    struct sessions_view *v)
{
	const struct vocab *states = vocab_named("session_status");
	struct page *p = l->p;
	struct arena *a = p->a;

	must(states != NULL);
	v->when = arena_new(a, 3 * sizeof(*v->when));
	v->when_n = 3;
	v->when[0] =
	    link_to(l, "", l->state, l->mesa, page_tr(p, "Todas", "All"));
	v->when[1] = link_to(
	    l, "proximas", l->state, l->mesa, page_tr(p, "Próximas", "Coming"));
	v->when[2] = link_to(
	    l, "pasadas", l->state, l->mesa, page_tr(p, "Pasadas", "Past"));
	v->states = arena_new(a, (states->n + 1) * sizeof(*v->states));
	v->states_n = states->n + 1;
	v->states[0] = link_to(l, l->when, "", l->mesa,
	    page_tr(p, "Cualquier estado", "Any status"));
	for (size_t i = 0; i < states->n; i++)
		v->states[i + 1] = link_to(l, l->when,
		    arena_fmt(a, "%u", states->codes[i].no), l->mesa,
		    page_tr(p, states->codes[i].es, states->codes[i].en));
	if (n < 2)
		return;
	v->mesas = arena_new(a, (n + 1) * sizeof(*v->mesas));
	v->mesas_n = n + 1;
	v->mesas[0] = link_to(l, l->when, l->state, "",
	    page_tr(p, "Todas las mesas", "All roundtables"));
	for (size_t i = 0; i < n; i++)
		v->mesas[i + 1] = link_to(
		    l, l->when, l->state, page_id(p, m[i].id), m[i].name);
}

static const char *
asked(struct page *p, const char *name)
{
	const char *s = page_ask(p, name);

	return (s == NULL ? "" : s);
}

static void
listing_free(struct listing *l)
{
	mem_free(l->v);
}

static err_t
list(struct page *p)
{
	CLEAN(listing_free)
	struct listing l = { .p = p,
		.when = asked(p, "cuando"),
		.state = asked(p, "estado"),
		.mesa = asked(p, "mesa") };
	struct sessions_view v = { .more = "",
		.write = page_may(p, ROLES_WRITE) };
	struct page_mesa *m;
	int64_t skip = 0;
	size_t n;

	if (asked(p, "desde")[0] != '\0' &&
	    (text_int(asked(p, "desde"), &skip) != NULL || skip < 0))
		return (err_new(ERR_MISSING, "no such list"));
	TRY(page_mesas(p, &m, &n));
	for (size_t i = 0; i < n; i++)
		TRY(of_mesa(&l, &m[i]));
	if (l.n > 1)
		qsort(l.v, l.n, sizeof(*l.v), newest_first);
	filters(&l, m, n, &v);
	v.rows = arena_new(p->a, ROWS * sizeof(*v.rows));
	for (size_t i = (size_t)skip; i < l.n && v.rows_n < ROWS; i++)
		v.rows[v.rows_n++] = l.v[i].row;
	if ((size_t)skip + ROWS < l.n)
		v.more = arena_fmt(p->a,
		    "/sesiones?cuando=%s&estado=%s&mesa=%s&desde=%lld", l.when,
		    l.state, l.mesa, (long long)skip + ROWS);
	page_begin(p, page_tr(p, "Sesiones", "Sessions"));
	sessions_tpl(&p->h, &v);
	return (page_end(p));
}

/* ---- a new one
 * ------------------------------------------------------------------- */

static bool
ticked(struct page *p, const char *name, const char *value)
{
	const char *s;

	for (size_t i = 0; (s = page_field_at(p, name, i)) != NULL; i++)
		if (strcmp(s, value) == 0)
			return (true);
	return (false);
}

static const char *
typed(struct page *p, const char *name, const char *otherwise)
{
	const char *s = page_field_at(p, name, 0);

	return (s == NULL ? otherwise : s);
}

static err_t
ask_new(struct page *p)
{
	struct sessions_new_view v = { .date = typed(p, "fecha", ""),
		.hour = typed(p, "hora", "10:00"),
		.place = typed(p, "lugar", ""),
		.url = typed(p, "enlace", "") };
	const char *mesa = typed(p, "mesa", asked(p, "mesa"));
	struct page_mesa *m;
	size_t n;

	TRY(page_mesas(p, &m, &n));
	v.mesas = arena_new(p->a, (n + 1) * sizeof(*v.mesas));
	v.joint = arena_new(p->a, (n + 1) * sizeof(*v.joint));
	for (size_t i = 0; i < n; i++) {
		const char *id = page_id(p, m[i].id);

		v.mesas[v.mesas_n++] = (struct session_option){ id, m[i].name,
			strcmp(id, mesa) == 0 };
		if (n > 1)
			v.joint[v.joint_n++] = (struct session_option){ id,
				m[i].name, ticked(p, "conjunta", id) };
	}
	session_codes(p, "session_kind",
	    typed(p, "tipo", arena_fmt(p->a, "%d", CODE_session_kind_ordinary)),
	    NULL, &v.kinds, &v.kinds_n);
	session_codes(p, "modality",
	    typed(
		p, "modalidad", arena_fmt(p->a, "%d", CODE_modality_in_person)),
	    NULL, &v.modalities, &v.modalities_n);
	page_begin(p, page_tr(p, "Nueva sesión", "New session"));
	sessions_new_tpl(&p->h, &v);
	return (page_end(p));
}

/* The office keeps it: the wish may come from anywhere. */
static err_t
own(struct page *p, const char *id, struct page_mesa *out)
{
	struct page_mesa *m;
	size_t n;

	TRY(page_mesas(p, &m, &n));
	for (size_t i = 0; i < n; i++)
		if (strcmp(page_id(p, m[i].id), id) == 0) {
			*out = m[i];
			return (NULL);
		}
	return (err_new(ERR_SCOPE, "that roundtable is another office's"));
}

static err_t
when_of(struct page *p, const struct page_mesa *m, int64_t *at)
{
	struct sitting s = { .zone = m->zone[0] == '\0' ? NULL : m->zone };
	const char *date = page_field(p, "fecha"), *hour;
	int64_t day;

	hour = page_field(p, "hora");
	if (text_day(date, &day) != NULL || !session_instant(&s, day, hour, at))
		return (err_new(ERR_RULE,
		    "rule 12: write the date and the hour / escriba la fecha "
		    "y la hora"));
	return (NULL);
}

/* Who has that role on that day. */
static err_t
designated(struct page *p, dot_t mesa, int64_t role, int64_t day, struct val *v)
{
	int64_t id;

	TRY(db_int(p->o->st.db, &sessions_designated, 0, &id, A_INT(mesa),
	    A_INT(role), A_INT(day)));
	*v = id == 0 ? val_null() : val_int(id);
	return (NULL);
}

static err_t
values(struct page *p, const struct page_mesa *m, struct fv *fv, size_t *n)
{
	int64_t kind = 0, modality = 0, at, number;

	TRY(when_of(p, m, &at));
	TRY(text_int(page_field(p, "tipo"), &kind));
	TRY(text_int(page_field(p, "modalidad"), &modality));
	TRY(db_int(p->o->st.db, &sessions_number, 0, &number, A_INT(m->id)));
	fv[0] = (struct fv){ FIELD_session_roundtable, val_int(m->id) };
	fv[1] = (struct fv){ FIELD_session_number, val_int(number + 1) };
	fv[2] = (struct fv){ FIELD_session_kind, val_int(kind) };
	fv[3] = (struct fv){ FIELD_session_modality, val_int(modality) };
	fv[4] = (struct fv){ FIELD_session_called_for, val_int(at) };
	fv[5] = (struct fv){ FIELD_session_status,
		val_int(CODE_session_status_scheduled) };
	fv[6] = (struct fv){ FIELD_session_place,
		session_opt(page_field(p, "lugar")) };
	fv[7] = (struct fv){ FIELD_session_url,
		session_opt(page_field(p, "enlace")) };
	at = clock_day(at, m->zone[0] == '\0' ? NULL : m->zone);
	fv[8].field = FIELD_session_chaired_by;
	TRY(designated(p, m->id, CODE_designation_role_chair, at, &fv[8].v));
	fv[9].field = FIELD_session_secretary;
	TRY(designated(p, m->id, CODE_designation_role_technical_secretariat,
	    at, &fv[9].v));
	*n = 10;
	return (NULL);
}

/* The record, its agenda and the roundtables it is held with: one act. */
static err_t
create(struct page *p, dot_t *id)
{
	CLEAN(cmd_end) struct act *act = NULL;
	const struct entity *e = schema_entity(ENTITY_session);
	struct page_mesa m = { 0 }, *all;
	struct fv fv[10];
	size_t n;

	TRY(own(p, page_field(p, "mesa"), &m));
	TRY(values(p, &m, fv, &n));
	TRY(page_act(p, &act));
	TRY(act_create(act, e, fv, n, id));
	TRY(session_agenda(p, act, *id, m.id));
	TRY(page_mesas(p, &all, &n));
	for (size_t i = 0; i < n; i++) {
		struct fv j = { FIELD_session_joint_with, val_int(all[i].id) };

		if (all[i].id != m.id &&
		    ticked(p, "conjunta", page_id(p, all[i].id)))
			TRY(act_list(act, e, *id, true, &j, 1));
	}
	return (page_save(p, act));
}

static err_t
add_new(struct page *p)
{
	dot_t id;
	err_t e = create(p, &id);

	if (e != NULL && e->code == ERR_RULE) {
		p->fault = page_sentence(p, e);
		p->r->status = 422;
		return (ask_new(p));
	}
	TRY(e);
	page_say(p, "La sesión quedó programada.", "The session is scheduled.");
	return (page_go(p, "/sesiones/%s", page_id(p, id)));
}

const struct screen sessions_screens[] = {
	{ .method = "GET", .path = "/sesiones", .run = list },
	{ .method = "POST",
	    .path = "/sesiones",
	    .roles = ROLES_WRITE,
	    .run = add_new },
	{ .method = "GET",
	    .path = "/sesiones/nueva",
	    .roles = ROLES_WRITE,
	    .run = ask_new },
	{ .method = NULL },
};
