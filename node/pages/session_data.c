/*
 * session_data -- when, where and by whom: read, and written back.
 */
#include "node/pages/session_in.h"
#include "proto/base/clock.h"
#include "proto/base/text.h"

/* In the order of the mark. */
enum {
	KIND,
	MODALITY,
	DATE,
	HOUR,
	PLACE,
	URL,
	STARTED,
	ENDED,
	CHAIR,
	SECRETARY,
	SHOWN
};
static const char *const names[SHOWN] = { "tipo", "modalidad", "fecha", "hora",
	"lugar", "enlace", "inicio", "termino", "preside", "secretaria" };

#define KEY "datos" /* of the fields: "tipo-datos" */

static const char *
date_of(struct sitting *s, struct val at)
{
	char iso[11];

	if (at.kind != VAL_INT)
		return ("");
	text_day_put(clock_day(at.i, s->zone), iso);
	return (arena_dup(s->p->a, span_str(iso)));
}

static void
stored(struct sitting *s, const char *out[SHOWN])
{
	struct val chair = session_val(s, FIELD_session_chaired_by);
	struct val secretary = session_val(s, FIELD_session_secretary);
	struct val called = session_val(s, FIELD_session_called_for);

	out[KIND] = session_number(s->p, session_val(s, FIELD_session_kind));
	out[MODALITY] =
	    session_number(s->p, session_val(s, FIELD_session_modality));
	out[DATE] = date_of(s, called);
	out[HOUR] = session_hour(s, called);
	out[PLACE] = session_text(s->p, session_val(s, FIELD_session_place));
	out[URL] = session_text(s->p, session_val(s, FIELD_session_url));
	out[STARTED] =
	    session_hour(s, session_val(s, FIELD_session_started_at));
	out[ENDED] = session_hour(s, session_val(s, FIELD_session_ended_at));
	out[CHAIR] = chair.kind == VAL_INT ? page_id(s->p, chair.i) : "";
	out[SECRETARY] =
	    secretary.kind == VAL_INT ? page_id(s->p, secretary.i) : "";
}

/* The people of its roundtables, once each; and whoever is there already. */
static err_t
chairs(struct sitting *s, const struct session_person *all, size_t n,
    const char *selected, struct session_option **out, size_t *out_n)
{
	struct page *p = s->p;
	struct session_option *o;
	bool seen = selected[0] == '\0';

	o = *out = arena_new(p->a, (n + 2) * sizeof(*o));
	o[0] = (struct session_option){ "",
		page_tr(p, "(sin anotar)", "(none)"), selected[0] == '\0' };
	*out_n = 1;
	for (size_t i = 0; i < n; i++) {
		const char *id = page_id(p, all[i].representative);
		const struct session_inst *x =
		    session_inst_of(s, all[i].institution);
		size_t k = 1;

		while (k < *out_n && strcmp(o[k].value, id) != 0)
			k++;
		if (k < *out_n)
			continue;
		o[(*out_n)++] = (struct session_option){ id,
			x == NULL
			    ? all[i].name
			    : arena_fmt(p->a, "%s (%s)", all[i].name,
				  x->acronym[0] == '\0' ? x->name : x->acronym),
			strcmp(id, selected) == 0 };
		seen = seen || strcmp(id, selected) == 0;
	}
	if (!seen) {
		struct record r;
		const char *name;

		TRY(page_record(
		    p, selected, schema_entity(ENTITY_representative), &r));
		TRY(page_name_of(p, &r, &name));
		o[(*out_n)++] = (struct session_option){ selected, name, true };
	}
	return (NULL);
}

static bool
is_joint(const struct sitting *s, dot_t mesa)
{
	for (size_t i = 1; i < s->mesa_n; i++)
		if (s->mesa[i] == mesa)
			return (true);
	return (false);
}

/* A roundtable with a box, ticked as it was typed or as it is stored. */
static bool
box(struct sitting *s, const char *id, dot_t mesa)
{
	const char *x;

	if (session_field(s->p, "tipo", KEY) == NULL)
		return (is_joint(s, mesa));
	for (size_t i = 0; (x = page_field_at(s->p, "conjunta", i)) != NULL;
	     i++)
		if (strcmp(x, id) == 0)
			return (true);
	return (false);
}

static err_t
boxes(struct sitting *s, struct session_view *v)
{
	struct page_mesa *m;
	size_t n;

	TRY(page_mesas(s->p, &m, &n));
	v->joint = arena_new(s->p->a, (n + 1) * sizeof(*v->joint));
	for (size_t i = 0; i < n; i++) {
		const char *id = page_id(s->p, m[i].id);

		if (m[i].id == s->mesa[0])
			continue;
		v->joint[v->joint_n++] = (struct session_option){ id, m[i].name,
			box(s, id, m[i].id) };
	}
	return (NULL);
}

err_t
session_data(struct sitting *s, struct session_view *v)
{
	struct page *p = s->p;
	const char *was[SHOWN], *now[SHOWN];
	struct session_person *people;
	size_t n;

	stored(s, was);
	for (size_t i = 0; i < SHOWN; i++)
		now[i] = session_typed(p, names[i], KEY, was[i]);
	v->was = session_mark(p, was, SHOWN);
	v->date = now[DATE];
	v->hour = now[HOUR];
	v->place = now[PLACE];
	v->url = now[URL];
	v->started = now[STARTED];
	v->ended = now[ENDED];
	v->second = session_field(p, "tipo", KEY) == NULL
			? session_val(s, FIELD_session_second_call).i == 1
			: page_checked(p, "segunda");
	session_codes(p, "session_kind", now[KIND],
	    page_tr(p, "(sin anotar)", "(none)"), &v->kinds, &v->kinds_n);
	session_codes(p, "modality", now[MODALITY],
	    page_tr(p, "(sin anotar)", "(none)"), &v->modalities,
	    &v->modalities_n);
	TRY(session_people(s, &people, &n));
	TRY(chairs(s, people, n, now[CHAIR], &v->chairs, &v->chairs_n));
	TRY(chairs(
	    s, people, n, now[SECRETARY], &v->secretaries, &v->secretaries_n));
	return (boxes(s, v));
}

/* ---- writing ---------------------------------------------------------------
 */

static err_t
code(const char *typed, struct val *v)
{
	int64_t no;

	*v = val_null();
	if (typed[0] == '\0')
		return (NULL);
	if (text_int(typed, &no) != NULL)
		return (err_new(ERR_DATA, "that is no choice of the list"));
	*v = val_int(no);
	return (NULL);
}

static err_t
representative(struct page *p, const char *typed, struct val *v)
{
	struct record r;

	*v = val_null();
	if (typed[0] == '\0')
		return (NULL);
	TRY(page_record(p, typed, schema_entity(ENTITY_representative), &r));
	*v = val_int(r.id);
	return (NULL);
}

static err_t
no_hour(const char *typed)
{
	return (err_new(ERR_RULE,
	    "rule 12: \"%.20s\" is no hour; write it as 10:30 / \"%.20s\" no "
	    "es una hora; escríbala como 10:30",
	    typed, typed));
}

/* An hour on the day of the session; of an end before the beginning, on the
 * day after. */
static err_t
hour(struct sitting *s, int64_t day, const char *typed, int64_t after,
    struct val *v)
{
	int64_t at;

	*v = val_null();
	if (typed[0] == '\0')
		return (NULL);
	if (!session_instant(s, day, typed, &at))
		return (no_hour(typed));
	if (at < after && after - at > INT64_C(12) * 3600)
		at += 86400;
	*v = val_int(at);
	return (NULL);
}

static void
put(struct fv *fv, size_t *n, uint32_t field, struct val v)
{
	fv[(*n)++] = (struct fv){ field, v };
}

/* Date and hours hang together: when one changes all are made anew. */
static err_t
times(struct sitting *s, const char *const was[SHOWN], struct fv *fv, size_t *n)
{
	static const int parts[] = { DATE, HOUR, STARTED, ENDED };
	const char *typed[SHOWN] = { 0 };
	int64_t day, begin = 0;
	bool any = false;
	struct val v;

	for (size_t i = 0; i < 4; i++) {
		int k = parts[i];

		any = session_changed(
			  s->p, names[k], KEY, (size_t)k, was[k], &typed[k]) ||
		      any;
		if (typed[k] == NULL)
			return (NULL);
	}
	if (!any)
		return (NULL);
	if (typed[DATE][0] == '\0' || text_day(typed[DATE], &day) != NULL)
		return (err_new(ERR_RULE,
		    "rule 12: the date is missing; write it / falta la fecha "
		    "de la sesión; escríbala"));
	TRY(hour(
	    s, day, typed[HOUR][0] == '\0' ? "00:00" : typed[HOUR], 0, &v));
	put(fv, n, FIELD_session_called_for, v);
	TRY(hour(s, day, typed[STARTED], 0, &v));
	begin = v.kind == VAL_INT ? v.i : 0;
	put(fv, n, FIELD_session_started_at, v);
	TRY(hour(s, day, typed[ENDED], begin, &v));
	put(fv, n, FIELD_session_ended_at, v);
	return (NULL);
}

static err_t
joint_with(struct sitting *s, struct act *act)
{
	const struct entity *e = schema_entity(ENTITY_session);
	struct page_mesa *m;
	size_t n;

	TRY(page_mesas(s->p, &m, &n));
	for (size_t i = 0; i < n; i++) {
		struct fv fv = { FIELD_session_joint_with, val_int(m[i].id) };
		bool want = m[i].id != s->mesa[0] &&
			    box(s, page_id(s->p, m[i].id), m[i].id);

		if (want != is_joint(s, m[i].id))
			TRY(act_list(act, e, s->r.id, want, &fv, 1));
	}
	return (NULL);
}

static err_t
registers(
    struct sitting *s, const char *const was[SHOWN], struct fv *fv, size_t *n)
{
	struct page *p = s->p;
	const char *typed;
	struct val v;

	if (session_changed(p, "tipo", KEY, KIND, was[KIND], &typed)) {
		TRY(code(typed, &v));
		put(fv, n, FIELD_session_kind, v);
	}
	if (session_changed(
		p, "modalidad", KEY, MODALITY, was[MODALITY], &typed)) {
		TRY(code(typed, &v));
		put(fv, n, FIELD_session_modality, v);
	}
	if (session_changed(p, "lugar", KEY, PLACE, was[PLACE], &typed))
		put(fv, n, FIELD_session_place, session_opt(typed));
	if (session_changed(p, "enlace", KEY, URL, was[URL], &typed))
		put(fv, n, FIELD_session_url, session_opt(typed));
	if (session_changed(p, "preside", KEY, CHAIR, was[CHAIR], &typed)) {
		TRY(representative(p, typed, &v));
		put(fv, n, FIELD_session_chaired_by, v);
	}
	if (session_changed(
		p, "secretaria", KEY, SECRETARY, was[SECRETARY], &typed)) {
		TRY(representative(p, typed, &v));
		put(fv, n, FIELD_session_secretary, v);
	}
	return (NULL);
}

err_t
session_save_data(struct sitting *s, struct act *act)
{
	const char *was[SHOWN];
	struct fv fv[SHOWN + 3];
	bool second = page_checked(s->p, "segunda");
	size_t n = 0;

	if (session_field(s->p, "tipo", KEY) == NULL)
		return (NULL); /* the form has no such part */
	stored(s, was);
	TRY(registers(s, was, fv, &n));
	TRY(times(s, was, fv, &n));
	if (second != (session_val(s, FIELD_session_second_call).i == 1))
		put(fv, &n, FIELD_session_second_call, val_int(second));
	if (s->with != 0 && session_val(s, FIELD_session_status).i != s->with)
		put(fv, &n, FIELD_session_status, val_int(s->with));
	if (n > 0)
		TRY(act_edit(
		    act, schema_entity(ENTITY_session), s->r.id, fv, n));
	return (joint_with(s, act));
}
