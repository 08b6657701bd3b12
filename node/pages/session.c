#include "node/pages/session_in.h"
#include "proto/base/clock.h"
#include "proto/base/text.h"
#include "proto/cmd/minute.h"

/* ---- one session, shown
 * ------------------------------------------------------ */

const char *
session_title(struct sitting *s)
{
	struct page *p = s->p;
	struct val number = session_val(s, FIELD_session_number);
	const char *kind =
	    page_code(p, "session_kind", session_val(s, FIELD_session_kind).i);

	if (kind[0] == '\0')
		kind = page_tr(p, "Sesión", "Session");
	else
		kind = arena_fmt(
		    p->a, "%s · %s", page_tr(p, "Sesión", "Session"), kind);
	if (number.kind != VAL_INT)
		return (kind);
	return (arena_fmt(p->a, "%s %lld", kind, (long long)number.i));
}

static err_t
fill(struct sitting *s, struct session_view *v)
{
	struct page *p = s->p;
	struct page_mesa *m;
	size_t n;

	TRY(page_mesas(p, &m, &n));
	for (size_t i = 0; i < n; i++)
		v->write = v->write || m[i].id == s->mesa[0];
	v->write = v->write && page_may(p, ROLES_WRITE);
	v->decide = v->write && page_may(p, ROLES_DECIDE);
	v->id = s->id;
	v->action = arena_fmt(p->a, "/sesiones/%s", s->id);
	v->title = session_title(s);
	v->folio = session_text(p, session_val(s, FIELD_session_folio));
	TRY(page_name(
	    p, schema_entity(ENTITY_roundtable), s->mesa[0], &v->mesa));
	v->mesa_href = arena_fmt(p->a, "/mesas/%s", page_id(p, s->mesa[0]));
	TRY(session_data(s, v));
	TRY(session_seats(s, v));
	TRY(session_count_quorum(s, v, &v->quorum));
	TRY(session_items(s, v));
	TRY(session_opens(s, v));
	TRY(session_candidates(s, v));
	TRY(session_gaps(s, v));
	TRY(session_deals(s, v));
	v->institutions =
	    arena_new(p->a, (s->inst_n + 1) * sizeof(*v->institutions));
	v->institutions_n = s->inst_n;
	for (size_t i = 0; i < s->inst_n; i++)
		v->institutions[i] = s->inst[i].label;
	return (session_side(s, v));
}

static err_t
show(struct sitting *s)
{
	struct session_view v = { .seats_n = 0 };
	struct page *p = s->p;

	TRY(fill(s, &v));
	page_begin(p, v.title);
	session_tpl(&p->h, &v);
	return (page_end(p));
}

static const char *
after(const char *s, const char *begin)
{
	size_t n = strlen(begin);

	return (strncmp(s, begin, n) == 0 ? s + n : NULL);
}

/* "ID" or "ID/word" after the prefix. */
static err_t
split(struct page *p, const char **id, const char **word)
{
	char *path = arena_dup(p->a, span_str(page_rest(p))), *slash;

	slash = strchr(path, '/');
	*word = "";
	if (slash != NULL) {
		*slash = '\0';
		*word = slash + 1;
	}
	*id = path;
	return (NULL);
}

static err_t
get(struct page *p)
{
	const char *id, *word;
	struct sitting s = { .day = 0 };

	TRY(split(p, &id, &word));
	TRY(session_open(p, id, &s));
	if (word[0] == '\0')
		return (show(&s));
	if (strcmp(word, "convocatoria") == 0)
		return (session_calls(&s));
	if (after(word, "imprimir/") != NULL)
		return (session_print(&s, after(word, "imprimir/")));
	return (err_new(ERR_MISSING, "no such page"));
}

/* ---- what a rule refuses stays as it was typed
 * -------------------------------- */

static void
refused(struct sitting *s, const char *what, err_t e)
{
	const char *why = page_sentence(s->p, e);

	s->faults =
	    arena_fmt(s->p->a, "%s%s%s: %s", s->faults == NULL ? "" : s->faults,
		s->faults == NULL ? "" : " ", what, why);
}

typedef err_t part_fn(struct sitting *s, struct act *act, size_t i);

#define PART(name)                                                             \
	static err_t part_##name(struct sitting *s, struct act *act, size_t i) \
	{                                                                      \
		(void)i;                                                       \
		return (session_save_##name(s, act));                          \
	}
PART(data)
PART(seats)
PART(items)
PART(opens)
PART(deals)
#undef PART

static const struct {
	part_fn *save;
	const char *es, *en;
	size_t times; /* each line is an act of its own */
} parts[] = {
	{ part_data, "Datos generales", "Data", 1 },
	{ part_seats, "Asistencia", "Attendance", 1 },
	{ part_items, "Orden del día", "Agenda", 1 },
	{ part_opens, "Seguimiento", "Follow-up", 1 },
	{ session_save_gap, "Brecha nueva", "New gap", SESSION_NEW },
	{ part_deals, "Acuerdos", "Agreements", 1 },
	{ session_save_deal, "Acuerdo nuevo", "New agreement", SESSION_NEW },
};

static void
took(struct sitting *s, part_fn *part, size_t i)
{
	s->took_seat = s->took_seat || part == part_seats;
	s->took_item = s->took_item || part == part_items;
	if (part == session_save_gap)
		s->took_gap[i] = true;
	if (part == session_save_deal)
		s->took_deal[i] = true;
}

static err_t
save_part(struct sitting *s, size_t part, size_t i, bool *saved)
{
	CLEAN(cmd_end) struct act *act = NULL;
	err_t e;

	TRY(page_act(s->p, &act));
	e = parts[part].save(s, act, i);
	if (e == NULL && act->n > 0) {
		e = page_save(s->p, act);
		*saved = *saved || e == NULL;
	}
	if (e == NULL)
		took(s, parts[part].save, i);
	if (e == NULL || e->code != ERR_RULE)
		return (e);
	refused(s, page_tr(s->p, parts[part].es, parts[part].en), e);
	return (NULL);
}

static err_t
save_all(struct sitting *s, bool *saved)
{
	for (size_t k = 0; k < sizeof(parts) / sizeof(parts[0]); k++)
		for (size_t i = 0; i < parts[k].times; i++)
			TRY(save_part(s, k, i, saved));
	return (NULL);
}

/* ---- and then, what was asked for
 * ----------------------------------------------- */

/* A session that begins now, or ends now, and nobody wrote when. */
static void
stamp(struct sitting *s, int64_t status, struct fv *fv, size_t *n)
{
	bool today = clock_day(s->p->now, s->zone) == s->day;

	if (!today)
		return;
	if (status == CODE_session_status_in_progress &&
	    session_val(s, FIELD_session_started_at).kind != VAL_INT)
		fv[(*n)++] =
		    (struct fv){ FIELD_session_started_at, val_int(s->p->now) };
	if (status == CODE_session_status_held &&
	    session_val(s, FIELD_session_ended_at).kind != VAL_INT &&
	    session_val(s, FIELD_session_started_at).kind == VAL_INT &&
	    session_val(s, FIELD_session_started_at).i <= s->p->now)
		fv[(*n)++] =
		    (struct fv){ FIELD_session_ended_at, val_int(s->p->now) };
}

static err_t
set_status(struct sitting *s, int64_t status)
{
	CLEAN(cmd_end) struct act *act = NULL;
	struct fv fv[3] = { { FIELD_session_status, val_int(status) } };
	size_t n = 1;

	if (status == CODE_session_status_cancelled &&
	    !page_checked(s->p, "si-cancelar"))
		return (err_new(ERR_RULE,
		    "rule 7: a cancelled session stays so; tick the box to "
		    "confirm / una sesión cancelada ya no cambia; marque la "
		    "casilla para confirmar"));
	stamp(s, status, fv, &n);
	TRY(page_act(s->p, &act));
	TRY(act_edit(act, schema_entity(ENTITY_session), s->r.id, fv, n));
	return (page_save(s->p, act));
}

/* Its minutes: those there are, or a draft from what was recorded. */
static err_t
minutes(struct sitting *s)
{
	CLEAN(cmd_end) struct act *act = NULL;
	struct page *p = s->p;

	TRY(session_minutes(s, &s->minutes));
	if (s->minutes != 0)
		return (NULL);
	TRY(page_act(p, &act));
	TRY(minute_create(&p->c, act, s->r.id, &s->minutes));
	return (page_save(p, act));
}

static err_t
do_it(struct sitting *s, const char *what)
{
	const char *x;
	int64_t status;

	if ((x = after(what, "subir:")) != NULL)
		return (session_move(s, x, -1));
	if ((x = after(what, "bajar:")) != NULL)
		return (session_move(s, x, 1));
	if ((x = after(what, "quitar:")) != NULL)
		return (session_move(s, x, 0));
	if ((x = after(what, "estado:")) != NULL) {
		TRY(text_int(x, &status));
		/* Set with the data already? */
		return (session_val(s, FIELD_session_status).i == status
			    ? NULL
			    : set_status(s, status));
	}
	if (strcmp(what, "cerrar") == 0)
		TRY(set_status(s, CODE_session_status_held));
	if (strcmp(what, "cerrar") == 0 || strcmp(what, "minuta") == 0)
		return (minutes(s));
	return (NULL);
}

/* Where the person was. */
static const char *
place_of(const char *what)
{
	static const struct {
		const char *what, *at;
	} places[] = { { "guardar:asistencia", "in-n0" },
		{ "guardar:orden", "pt-n0" },
		{ "guardar:seguimiento", "seguimiento" },
		{ "guardar:brechas", "gt-n0" },
		{ "guardar:acuerdos", "at-n0" } };

	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++)
		if (strcmp(what, places[i].what) == 0)
			return (places[i].at);
	return (after(what, "subir:") != NULL ||
			after(what, "bajar:") != NULL ||
			after(what, "quitar:") != NULL
		    ? "orden"
		    : "");
}

/* The form again, with what was refused in it. */
static err_t
again(struct sitting *s, bool saved)
{
	struct page *p = s->p;
	const char *faults = s->faults, *id = s->id;

	TRY(session_open(p, id, s));
	p->fault = !saved ? faults
			  : screen_and(p->a, faults,
				page_tr(p, "Lo demás quedó guardado.",
				    "The rest is saved."));
	p->r->status = 422;
	return (show(s));
}

/* Postponed to another day is one change: calendars count them. */
static int64_t
along(const char *what)
{
	const char *x = after(what, "estado:");
	int64_t status;

	return (x != NULL && text_int(x, &status) == NULL &&
			status == CODE_session_status_postponed
		    ? status
		    : 0);
}

static err_t
save(struct page *p, const char *id)
{
	const char *what = page_field(p, "hacer");
	struct sitting s = { .day = 0 };
	bool saved = false;
	err_t e;

	TRY(session_open(p, id, &s));
	s.with = along(what);
	TRY(save_all(&s, &saved));
	if (s.faults == NULL) {
		TRY(session_open(p, id, &s)); /* as it is now */
		e = do_it(&s, what);
		if (e != NULL && e->code != ERR_RULE)
			return (e);
		if (e != NULL)
			refused(&s, page_tr(p, "No se hizo", "Not done"), e);
	}
	if (s.faults != NULL)
		return (again(&s, saved));
	if (s.minutes != 0)
		return (page_go(p, "/minutas/%s", page_id(p, s.minutes)));
	if (saved || what[0] != '\0')
		page_say(p, "Guardado en esta computadora.",
		    "Saved on this computer.");
	return (page_go(p, "/sesiones/%s%s%s", id,
	    place_of(what)[0] == '\0' ? "" : "#", place_of(what)));
}

/* The quorum of what stands in the form, saved or not. */
static err_t
quorum(struct page *p, const char *id)
{
	struct session_view v = { .seats_n = 0 };
	struct session_quorum q;
	struct sitting s = { .day = 0 };

	TRY(session_open(p, id, &s));
	if (!p->piece)
		return (show(&s));
	TRY(session_seats(&s, &v));
	TRY(session_count_quorum(&s, &v, &q));
	p->r->type = "text/html; charset=utf-8";
	quorum_tpl(&p->h, &q);
	return (html_end(&p->h));
}

static err_t
post(struct page *p)
{
	struct sitting s = { .day = 0 };
	const char *id, *word;

	TRY(split(p, &id, &word));
	if (word[0] == '\0')
		return (save(p, id));
	if (strcmp(word, "quorum") == 0)
		return (quorum(p, id));
	TRY(session_open(p, id, &s));
	if (after(word, "convocatoria") != NULL)
		return (session_call_post(&s, word));
	return (err_new(ERR_MISSING, "no such page"));
}

const struct screen session_screens[] = {
	{ .method = "GET", .path = "/sesiones/", .prefix = true, .run = get },
	{ .method = "POST",
	    .path = "/sesiones/",
	    .prefix = true,
	    .roles = ROLES_WRITE,
	    .run = post },
	{ .method = NULL },
};
