/*
 * roundtables_parts -- who is in a roundtable and for whom, its themes; what
 * has ended stands apart.
 */
#include "node/pages/roundtables_in.h"

SQL(roundtables_parts_members,
    "SELECT id, institution, quality, voice, vote, since, until FROM membership"
    " WHERE roundtable = ?1 AND life = 0 ORDER BY quality, since, id");
SQL(roundtables_parts_designations,
    "SELECT d.id, d.institution, d.role, d.rank, d.since, d.until,"
    " d.letter_no, p.name, p.position"
    " FROM designation d LEFT JOIN representative p ON p.id = d.representative"
    " WHERE d.roundtable = ?1 AND d.life = 0"
    " ORDER BY d.role, d.rank, d.since, d.id");
SQL(roundtables_parts_themes,
    "SELECT id, theme, coordinating_authority, since, until"
    " FROM roundtable_theme WHERE roundtable = ?1 AND life = 0"
    " ORDER BY theme, since, id");
SQL(roundtables_parts_people,
    "SELECT id, name, position, institution, email FROM representative"
    " WHERE roundtable = ?1 AND life = 0 ORDER BY name, id");

/* As many of a kind as will be needed: the array is the arena's. */
static void *
more_room(struct page *p, void *v, size_t n, size_t each)
{
	void *w;

	if (n != 0 && (n < 8 || (n & (n - 1)) != 0))
		return (v);
	w = arena_new(p->a, (n == 0 ? 8 : 2 * n) * each);
	if (n > 0)
		memcpy(w, v, n * each);
	return (w);
}

static bool
ended(struct val until, int64_t today)
{
	return (until.kind == VAL_INT && until.i < today);
}

/* The name and, when it is over, who follows. */
static err_t
institution(
    struct page *p, struct val id, int64_t today, struct roundtable_member *w)
{
	const struct entity *e = schema_entity(ENTITY_institution);
	struct rule_ending end;

	w->name = "—";
	w->href = w->next = "";
	if (id.kind != VAL_INT)
		return (NULL);
	TRY(ask_institution_listed(p, id.i, &w->name));
	w->href = arena_fmt(p->a, "/instituciones/%s", page_id(p, id.i));
	TRY(ask_institution_ending(p, id.i, today, &end));
	w->over = end.over;
	for (size_t i = 0; i < end.next_n; i++) {
		const char *next;

		TRY(page_name(p, e, end.next[i], &next));
		w->next = arena_fmt(
		    p->a, "%s%s%s", w->next, i == 0 ? "" : ", ", next);
	}
	return (NULL);
}

static err_t
members(struct page *p, const struct mesa *m, struct roundtable_view *v)
{
	CLEAN(rows_done) struct rows r = { 0 };
	bool more;

	TRY(db_query(
	    &r, p->o->st.db, &roundtables_parts_members, A_INT(m->r.id)));
	for (;;) {
		struct roundtable_member w = { .voice = false };

		TRY(rows_next(&r, &more));
		if (!more)
			return (NULL);
		w.id = page_id(p, rows_int(&r, 0));
		TRY(institution(p, rows_val(&r, 1), m->today, &w));
		w.quality = page_code(p, "membership_quality", rows_int(&r, 2));
		w.voice = rows_int(&r, 3) != 0;
		w.vote = rows_int(&r, 4) != 0;
		w.has_since = rows_val(&r, 5).kind == VAL_INT;
		w.since = rows_int(&r, 5);
		w.has_until = rows_val(&r, 6).kind == VAL_INT;
		w.until = rows_int(&r, 6);
		if (ended(rows_val(&r, 6), m->today)) {
			v->former =
			    more_room(p, v->former, v->former_n, sizeof(w));
			v->former[v->former_n++] = w;
		} else {
			v->members =
			    more_room(p, v->members, v->members_n, sizeof(w));
			v->members[v->members_n++] = w;
		}
	}
}

static err_t
designation(struct page *p, struct rows *r, struct roundtable_designation *w)
{
	struct val of = rows_val(r, 1);

	*w = (struct roundtable_designation){ .id = page_id(p, rows_int(r, 0)),
		.name = "—",
		.role = page_code(p, "designation_role", rows_int(r, 2)),
		.rank = page_code(p, "designation_rank", rows_int(r, 3)),
		.titular = rows_int(r, 3) == CODE_designation_rank_titular,
		.has_since = rows_val(r, 4).kind == VAL_INT,
		.since = rows_int(r, 4),
		.has_until = rows_val(r, 5).kind == VAL_INT,
		.until = rows_int(r, 5),
		.letter = arena_dup(p->a, rows_span(r, 6)),
		.person = arena_dup(p->a, rows_span(r, 7)),
		.position = arena_dup(p->a, rows_span(r, 8)) };
	return (of.kind != VAL_INT
		    ? NULL
		    : page_name(p, schema_entity(ENTITY_institution), of.i,
			  &w->name));
}

static err_t
designations(struct page *p, const struct mesa *m, struct roundtable_view *v)
{
	CLEAN(rows_done) struct rows r = { 0 };
	bool more;

	TRY(db_query(
	    &r, p->o->st.db, &roundtables_parts_designations, A_INT(m->r.id)));
	for (;;) {
		struct roundtable_designation w;

		TRY(rows_next(&r, &more));
		if (!more)
			return (NULL);
		TRY(designation(p, &r, &w));
		if (ended(rows_val(&r, 5), m->today)) {
			v->ended =
			    more_room(p, v->ended, v->ended_n, sizeof(w));
			v->ended[v->ended_n++] = w;
		} else {
			v->designations = more_room(
			    p, v->designations, v->designations_n, sizeof(w));
			v->designations[v->designations_n++] = w;
		}
	}
}

static const char *
theme_icon(int64_t theme)
{
	switch (theme) {
	case CODE_theme_labor:
		return ("briefcase");
	case CODE_theme_education:
		return ("graduation-cap");
	case CODE_theme_identity:
		return ("id-card");
	case CODE_theme_health:
		return ("heart-pulse");
	case CODE_theme_security:
		return ("shield-check");
	case CODE_theme_housing:
		return ("house");
	default:
		return ("layers");
	}
}

static err_t
themes(struct page *p, const struct mesa *m, struct roundtable_view *v)
{
	CLEAN(rows_done) struct rows r = { 0 };
	bool more;

	TRY(db_query(
	    &r, p->o->st.db, &roundtables_parts_themes, A_INT(m->r.id)));
	for (;;) {
		struct roundtable_member of = { .name = "—" };
		struct roundtable_theme w;

		TRY(rows_next(&r, &more));
		if (!more)
			return (NULL);
		TRY(institution(p, rows_val(&r, 2), m->today, &of));
		w = (struct roundtable_theme){ .id =
						   page_id(p, rows_int(&r, 0)),
			.theme = page_code(p, "theme", rows_int(&r, 1)),
			.icon = theme_icon(rows_int(&r, 1)),
			.name = of.name,
			.href = of.href,
			.has_since = rows_val(&r, 3).kind == VAL_INT,
			.since = rows_int(&r, 3),
			.has_until = rows_val(&r, 4).kind == VAL_INT,
			.until = rows_int(&r, 4) };
		if (ended(rows_val(&r, 4), m->today)) {
			v->closed =
			    more_room(p, v->closed, v->closed_n, sizeof(w));
			v->closed[v->closed_n++] = w;
		} else {
			v->themes =
			    more_room(p, v->themes, v->themes_n, sizeof(w));
			v->themes[v->themes_n++] = w;
		}
	}
}

static err_t
people(struct page *p, const struct mesa *m, struct roundtable_view *v)
{
	CLEAN(rows_done) struct rows r = { 0 };
	bool more;

	TRY(db_query(
	    &r, p->o->st.db, &roundtables_parts_people, A_INT(m->r.id)));
	for (;;) {
		struct roundtable_person w;

		TRY(rows_next(&r, &more));
		if (!more)
			return (NULL);
		w = (struct roundtable_person){ .id =
						    page_id(p, rows_int(&r, 0)),
			.name = arena_dup(p->a, rows_span(&r, 1)),
			.position = arena_dup(p->a, rows_span(&r, 2)),
			.institution = "",
			.email = arena_dup(p->a, rows_span(&r, 4)) };
		if (rows_val(&r, 3).kind == VAL_INT)
			TRY(page_name(p, schema_entity(ENTITY_institution),
			    rows_int(&r, 3), &w.institution));
		v->people = more_room(p, v->people, v->people_n, sizeof(w));
		v->people[v->people_n++] = w;
	}
}

err_t
roundtables_read_parts(
    struct page *p, const struct mesa *m, struct roundtable_view *v)
{
	TRY(members(p, m, v));
	TRY(designations(p, m, v));
	TRY(themes(p, m, v));
	return (people(p, m, v));
}
