/*
 * session_seats -- who came: a line for every member, and for each guest.
 *
 * An attendance is never edited: another one takes its place, and the first
 * is voided with the reason.
 */
#include "node/pages/session_in.h"
#include "proto/base/text.h"

#include <stdlib.h>

SQL(session_members,
    "SELECT m.institution, ifnull(m.quality, 4), ifnull(m.vote, 0),"
    " m.since, m.until FROM membership m JOIN institution i"
    " ON i.id = m.institution WHERE m.roundtable = ?1 AND m.life = 0"
    " ORDER BY ifnull(m.quality, 4), i.official_name, m.id");
SQL(session_designated,
    "SELECT d.id, d.institution, r.id, ifnull(d.rank, 9),"
    " ifnull(r.name, ''), ifnull(r.position, ''), d.since, d.until"
    " FROM designation d JOIN representative r ON r.id = d.representative"
    " WHERE d.roundtable = ?1 AND d.life = 0 AND r.life = 0"
    " ORDER BY ifnull(d.rank, 9), r.name, d.id");
SQL(session_attended,
    "SELECT id, institution, ifnull(status, 0), ifnull(designation, 0),"
    " ifnull(note, '') FROM attendance WHERE session = ?1 AND life = 0"
    " ORDER BY id");

#define PREFIX_STATE  "as"
#define PREFIX_PERSON "pe"
#define PREFIX_WHO    "in" /* the institution of a new line */

/* In the order of the mark. */
enum { STATE, PERSON };

/* ---- who there is
 * ------------------------------------------------------------ */

static bool
covers(struct rows *r, int since, int until, int64_t day)
{
	struct val a = rows_val(r, since), b = rows_val(r, until);

	return ((a.kind != VAL_INT || a.i <= day) &&
		(b.kind != VAL_INT || b.i >= day));
}

static err_t
people_of(struct sitting *s, dot_t mesa, struct session_person **v, size_t *n,
    size_t *cap)
{
	CLEAN(rows_done) struct rows r = { 0 };
	struct arena *a = s->p->a;
	bool more;

	TRY(db_query(&r, s->p->o->st.db, &session_designated, A_INT(mesa)));
	for (;;) {
		TRY(rows_next(&r, &more));
		if (!more)
			return (NULL);
		if (!covers(&r, 6, 7, s->day))
			continue;
		arena_room(a, v, cap, *n + 1, sizeof(**v));
		(*v)[(*n)++] = (struct session_person){ rows_int(&r, 0),
			rows_int(&r, 1), rows_int(&r, 2), rows_int(&r, 3),
			arena_dup(a, rows_span(&r, 4)),
			arena_dup(a, rows_span(&r, 5)) };
	}
}

err_t
session_people(struct sitting *s, struct session_person **out, size_t *n)
{
	size_t cap = 0;

	*out = NULL;
	*n = 0;
	for (size_t i = 0; i < s->mesa_n; i++)
		TRY(people_of(s, s->mesa[i], out, n, &cap));
	return (NULL);
}

/* ---- the lines
 * ----------------------------------------------------------------- */

struct seating {
	struct sitting *s;
	struct session_view *v;
	struct session_person *people;
	size_t people_n, cap;
	struct attended {
		dot_t id, institution, designation;
		int64_t status;
		const char *note;
		bool shown;
	} * came;
	size_t came_n;
};

static err_t
attended(struct seating *g)
{
	CLEAN(rows_done) struct rows r = { 0 };
	size_t cap = 0;
	bool more;

	TRY(db_query(
	    &r, g->s->p->o->st.db, &session_attended, A_INT(g->s->r.id)));
	for (;;) {
		TRY(rows_next(&r, &more));
		if (!more)
			return (NULL);
		arena_room(g->s->p->a, &g->came, &cap, g->came_n + 1,
		    sizeof(*g->came));
		g->came[g->came_n++] = (struct attended){ rows_int(&r, 0),
			rows_int(&r, 1), rows_int(&r, 3), rows_int(&r, 2),
			arena_dup(g->s->p->a, rows_span(&r, 4)), false };
	}
}

static const char *
person_of(const struct seating *g, const struct attended *a)
{
	for (size_t i = 0; i < g->people_n; i++)
		if (g->people[i].designation == a->designation)
			return (g->people[i].name);
	return (a->note);
}

/* Whom its institution sends: the first is proposed. */
static void
choices(struct seating *g, struct session_seat *t)
{
	t->people =
	    arena_new(g->s->p->a, (g->people_n + 1) * sizeof(*t->people));
	for (size_t i = 0; i < g->people_n; i++)
		if (g->people[i].institution == t->institution)
			t->people[t->people_n++] =
			    (struct session_option){ g->people[i].name,
				    g->people[i].position, false };
}

static bool
seated(const struct session_view *v, dot_t institution)
{
	for (size_t i = 0; i < v->seats_n; i++)
		if (v->seats[i].institution == institution)
			return (true);
	return (false);
}

static struct session_seat *
seat(struct seating *g, dot_t institution, const struct attended *a)
{
	struct page *p = g->s->p;
	const struct session_inst *x = session_inst_of(g->s, institution);
	struct session_seat *t;
	const char *shown[2];

	arena_room(p->a, &g->v->seats, &g->cap, g->v->seats_n + 1,
	    sizeof(*g->v->seats));
	t = &g->v->seats[g->v->seats_n];
	*t = (struct session_seat){ .name = x == NULL ? "?" : x->name,
		.level =
		    page_code(p, "government_level", x == NULL ? 0 : x->level),
		.quality = "",
		.institution = institution,
		.record = a == NULL ? 0 : a->id,
		/* The same before and after it is saved. */
		.key = page_id(p, a != NULL && seated(g->v, institution)
				      ? a->id
				      : institution) };
	g->v->seats_n++;
	choices(g, t);
	shown[STATE] = a == NULL || a->status == 0
			   ? ""
			   : arena_fmt(p->a, "%lld", (long long)a->status);
	shown[PERSON] = a != NULL         ? person_of(g, a)
			: t->people_n > 0 ? t->people[0].value
					  : "";
	t->no = (int64_t)g->v->seats_n;
	t->position = "";
	for (size_t i = 0; i < t->people_n; i++)
		if (strcmp(t->people[i].value, shown[PERSON]) == 0)
			t->position = t->people[i].label;
	t->was = session_mark(p, shown, 2);
	t->person = session_typed(p, PREFIX_PERSON, t->key, shown[PERSON]);
	session_codes(p, "attendance_status",
	    session_typed(p, PREFIX_STATE, t->key, shown[STATE]),
	    page_tr(p, "— sin anotar", "— not noted"), &t->states,
	    &t->states_n);
	for (size_t i = 1; i < t->states_n; i++)
		if (t->states[i].selected)
			t->status =
			    (int64_t)strtol(t->states[i].value, NULL, 10);
	return (t);
}

/* A member: a line for each of its people who came, or an empty one. */
static void
member(struct seating *g, dot_t institution, int64_t quality, bool vote)
{
	size_t first = g->v->seats_n;

	for (size_t i = 0; i < g->came_n; i++) {
		if (g->came[i].institution != institution)
			continue;
		(void)seat(g, institution, &g->came[i]);
		g->came[i].shown = true;
	}
	if (g->v->seats_n == first)
		(void)seat(g, institution, NULL);
	for (size_t i = first; i < g->v->seats_n; i++) {
		g->v->seats[i].quality =
		    page_code(g->s->p, "membership_quality", quality);
		g->v->seats[i].vote = vote;
	}
}

static err_t
members(struct seating *g, dot_t mesa)
{
	CLEAN(rows_done) struct rows r = { 0 };
	bool more;

	TRY(db_query(&r, g->s->p->o->st.db, &session_members, A_INT(mesa)));
	for (;;) {
		TRY(rows_next(&r, &more));
		if (!more)
			return (NULL);
		if (covers(&r, 3, 4, g->s->day) &&
		    !seated(g->v, rows_int(&r, 0)))
			member(g, rows_int(&r, 0), rows_int(&r, 1),
			    rows_int(&r, 2) != 0);
	}
}

err_t
session_seats(struct sitting *s, struct session_view *v)
{
	struct seating g = { .s = s, .v = v };

	v->guest =
	    s->took_seat ? "" : session_typed(s->p, PREFIX_WHO, "n0", "");
	v->guest_person =
	    s->took_seat ? "" : session_typed(s->p, PREFIX_PERSON, "n0", "");
	TRY(session_people(s, &g.people, &g.people_n));
	TRY(attended(&g));
	for (size_t i = 0; i < s->mesa_n; i++)
		TRY(members(&g, s->mesa[i]));
	for (size_t i = 0; i < g.came_n; i++)
		if (!g.came[i].shown)
			seat(&g, g.came[i].institution, &g.came[i])->guest =
			    true;
	return (NULL);
}

/* ---- the quorum
 * ------------------------------------------------------------------ */

err_t
session_count_quorum(
    struct sitting *s, struct session_view *v, struct session_quorum *q)
{
	struct page *p = s->p;
	int64_t *came = arena_new(p->a, (v->seats_n + 1) * sizeof(*came));
	size_t n = 0;

	for (size_t i = 0; i < v->seats_n; i++)
		if (rule_attended(v->seats[i].status))
			came[n++] = v->seats[i].institution;
	q->rows = arena_new(p->a, s->mesa_n * sizeof(*q->rows));
	q->rows_n = s->mesa_n;
	for (size_t i = 0; i < s->mesa_n; i++) {
		struct session_count *c = &q->rows[i];
		struct rule_count k;

		TRY(rule_quorum_of(&s->facts, s->mesa[i], s->day, came, n, &k));
		*c = (struct session_count){ "", k.present, k.members, k.needed,
			k.members > 0 && k.present >= k.needed };
		if (s->mesa_n > 1)
			TRY(page_name(p, schema_entity(ENTITY_roundtable),
			    s->mesa[i], &c->mesa));
	}
	return (NULL);
}

/* ---- writing
 * ---------------------------------------------------------------------- */

static const struct entity *
entity(void)
{
	return (schema_entity(ENTITY_attendance));
}

static err_t
replaced(struct sitting *s, struct act *act, dot_t record)
{
	return (act_void(act, entity(), record, LIFE_VOIDED,
	    page_tr(s->p, "Se corrigió la lista de asistencia",
		"The attendance list was corrected")));
}

/* Titular, alternate, observer or guest, from what it is here. */
static int64_t
quality_of(const struct session_seat *t, const struct session_person *who,
    struct page *p)
{
	if (t->guest)
		return (CODE_attendance_quality_guest);
	if (strcmp(t->quality, page_code(p, "membership_quality",
				   CODE_membership_quality_observer)) == 0)
		return (CODE_attendance_quality_observer);
	if (who != NULL && who->rank == CODE_designation_rank_alternate)
		return (CODE_attendance_quality_alternate);
	return (CODE_attendance_quality_titular);
}

static err_t
create(struct sitting *s, struct act *act, const struct session_seat *t,
    const struct session_person *all, size_t n)
{
	const struct session_person *who = NULL;
	struct fv fv[6];
	dot_t id;

	for (size_t i = 0; i < n && who == NULL; i++)
		if (all[i].institution == t->institution &&
		    strcmp(all[i].name, t->person) == 0)
			who = &all[i];
	fv[0] = (struct fv){ FIELD_attendance_session, val_int(s->r.id) };
	fv[1] = (struct fv){ FIELD_attendance_institution,
		val_int(t->institution) };
	fv[2] = (struct fv){ FIELD_attendance_status, val_int(t->status) };
	fv[3] = (struct fv){ FIELD_attendance_quality,
		val_int(quality_of(t, who, s->p)) };
	fv[4] = (struct fv){ FIELD_attendance_designation,
		who == NULL ? val_null() : val_int(who->designation) };
	fv[5] = (struct fv){ FIELD_attendance_note,
		who == NULL ? session_opt(t->person) : val_null() };
	return (act_create(act, entity(), fv, 6, &id));
}

/* Who came besides: another person of a member, or a guest. */
static err_t
newcomer(struct sitting *s, struct act *act, const struct session_view *v,
    const struct session_person *all, size_t n)
{
	const char *name = session_field(s->p, PREFIX_WHO, "n0");
	const char *state = session_field(s->p, PREFIX_STATE, "n0");
	struct session_seat t = { .quality = "",
		.guest = true,
		.status = CODE_attendance_status_present };
	const struct session_inst *x;

	if (name == NULL || name[0] == '\0')
		return (NULL);
	x = session_find(s, name);
	if (x == NULL)
		return (err_new(ERR_RULE,
		    "rule 6: no institution is called \"%.80s\"; choose one "
		    "of the list / ninguna institución se llama «%.80s»; "
		    "elija una de la lista",
		    name, name));
	for (size_t i = 0; i < v->seats_n; i++)
		if (v->seats[i].institution == x->id && !v->seats[i].guest) {
			t.guest = false;
			t.quality = v->seats[i].quality;
		}
	t.institution = x->id;
	t.person = session_typed(s->p, PREFIX_PERSON, "n0", "");
	if (state != NULL && state[0] != '\0')
		TRY(text_int(state, &t.status));
	return (create(s, act, &t, all, n));
}

err_t
session_save_seats(struct sitting *s, struct act *act)
{
	struct session_view v = { .seats_n = 0 };
	struct session_person *all;
	const char *to_all = session_typed(s->p, "todas", "asistencia", "");
	size_t n;

	TRY(session_people(s, &all, &n));
	TRY(session_seats(s, &v)); /* as it was typed */
	for (size_t i = 0; i < v.seats_n; i++) {
		struct session_seat *t = &v.seats[i];
		const char *mark = session_field(s->p, "w", t->key);
		const char *now[2];

		if (mark == NULL)
			continue; /* not in the form */
		if (t->status == 0 && to_all[0] != '\0')
			TRY(text_int(to_all, &t->status));
		now[STATE] = t->status == 0 ? ""
					    : arena_fmt(s->p->a, "%lld",
						  (long long)t->status);
		now[PERSON] = t->person;
		if (strcmp(session_mark(s->p, now, 2), mark) == 0 ||
		    (t->record == 0 && t->status == 0))
			continue;
		if (t->record != 0)
			TRY(replaced(s, act, t->record));
		if (t->status != 0)
			TRY(create(s, act, t, all, n));
	}
	return (newcomer(s, act, &v, all, n));
}
