#include "node/pages/roundtables_in.h"

#include "proto/base/clock.h"

SQL_SCAN(roundtables_all,
    "SELECT id, code, official_name, level, kind, status, time_zone"
    " FROM roundtable WHERE life = 0 ORDER BY level, code, id");
SQL(roundtables_members,
    "SELECT count(DISTINCT institution) FROM membership"
    " WHERE roundtable = ?1 AND life = 0 AND (since IS NULL OR since <= ?2)"
    " AND (until IS NULL OR until >= ?2)");
SQL(roundtables_agreements,
    "SELECT count(*), coalesce(sum(" RULE_SQL_OVERDUE(
	"a") "?2), 0)"
	     " FROM session s JOIN agreement a ON a.session = s.id"
	     " WHERE s.roundtable = ?1 AND a.life = 0"
	     " AND " RULE_SQL_OWED("a"));
SQL(roundtables_next,
    "SELECT called_for FROM session WHERE roundtable = ?1 AND life = 0"
    " AND called_for >= ?2 AND status IN (1, 2) ORDER BY called_for LIMIT 1");
_Static_assert(
    CODE_session_status_scheduled == 1 && CODE_session_status_called == 2,
    "the statement above says so");

/* ---- one of them -------------------------------------------------------- */

const char *
roundtables_text(struct page *p, const struct record *r, int field)
{
	struct val v = r->v[field - 1];

	return (v.kind == VAL_TEXT ? arena_dup(p->a, v.s) : "");
}

err_t
roundtables_office(struct page *p, dot_t office, const char **name)
{
	*name = page_tr(p, "Nivel federal", "Federal level");
	return (office == 0
		    ? NULL
		    : page_name(p, schema_entity(ENTITY_office), office, name));
}

err_t
roundtables_mesa(struct page *p, struct mesa *m)
{
	char *id = arena_dup(p->a, span_str(page_rest(p)));
	char *slash = strchr(id, '/');

	*m = (struct mesa){ .rest = "" };
	if (slash != NULL) {
		*slash = '\0';
		m->rest = slash + 1;
	}
	TRY(page_record(p, id, schema_entity(ENTITY_roundtable), &m->r));
	m->id = page_id(p, m->r.id);
	m->name = roundtables_text(p, &m->r, FIELD_roundtable_official_name);
	m->code = roundtables_text(p, &m->r, FIELD_roundtable_code);
	m->zone = roundtables_text(p, &m->r, FIELD_roundtable_time_zone);
	if (m->name[0] == '\0')
		m->name = m->code[0] == '\0' ? m->id : m->code;
	m->today = clock_day(p->now, m->zone);
	TRY(state_owner(p->o->st.l, m->r.id, 0, -1, m->today, &m->office));
	m->mine = m->office != 0 && m->office == p->o->desk.office;
	p->h.zone = m->zone;
	return (NULL);
}

static err_t
show(struct page *p, const struct mesa *m)
{
	struct roundtable_view v = { .id = m->id,
		.title = m->name,
		.code = m->code,
		.mine = m->mine,
		.write = page_may(p, ROLES_WRITE),
		.voided = m->r.life != LIFE_LIVE };

	v.verb = m->mine ? page_tr(p, "Cambiar", "Change")
			 : page_tr(p, "Proponer un cambio", "Propose a change");
	TRY(roundtables_office(p, m->office, &v.office));
	TRY(roundtables_read(p, m, &v));
	TRY(roundtables_read_parts(p, m, &v));
	page_begin(p, m->name);
	roundtable_tpl(&p->h, &v);
	return (page_end(p));
}

/* "ID", "ID/entrega", or the form of a part. */
static err_t
one(struct page *p)
{
	struct mesa m;

	TRY(roundtables_mesa(p, &m));
	if (m.rest[0] == '\0')
		return (show(p, &m));
	if (strcmp(m.rest, "entrega") == 0)
		return (roundtables_handover(p, &m));
	return (roundtables_form(p, &m));
}

/* ---- all of them -------------------------------------------------------- */

err_t
roundtables_open(
    struct page *p, dot_t id, int64_t today, int64_t *open, int64_t *late)
{
	CLEAN(rows_done) struct rows r = { 0 };
	bool found;

	TRY(db_one(&r, p->o->st.db, &roundtables_agreements, &found, A_INT(id),
	    A_INT(today)));
	*open = rows_int(&r, 0);
	*late = rows_int(&r, 1);
	return (NULL);
}

static err_t
counts(struct page *p, dot_t id, int64_t today, struct roundtables_row *w)
{
	CLEAN(rows_done) struct rows s = { 0 };

	TRY(db_int(p->o->st.db, &roundtables_members, 0, &w->members, A_INT(id),
	    A_INT(today)));
	TRY(roundtables_open(p, id, today, &w->open, &w->late));
	TRY(db_one(&s, p->o->st.db, &roundtables_next, &w->has_next, A_INT(id),
	    A_INT(p->now - 3600)));
	if (w->has_next)
		w->next = rows_int(&s, 0);
	return (NULL);
}

static err_t
row(struct page *p, struct rows *r, struct roundtables_row *w)
{
	const char *zone = arena_dup(p->a, rows_span(r, 6));
	int64_t today = clock_day(p->now, zone);
	dot_t id = rows_int(r, 0), office;

	*w = (struct roundtables_row){ .id = page_id(p, id),
		.code = arena_dup(p->a, rows_span(r, 1)),
		.name = arena_dup(p->a, rows_span(r, 2)),
		.status = page_code(p, "roundtable_status", rows_int(r, 5)) };
	w->detail =
	    arena_fmt(p->a, "%s · %s", page_code(p, "level", rows_int(r, 3)),
		page_code(p, "roundtable_kind", rows_int(r, 4)));
	if (w->name[0] == '\0')
		w->name = w->code[0] == '\0' ? w->id : w->code;
	TRY(state_owner(p->o->st.l, id, 0, -1, today, &office));
	w->mine = office != 0 && office == p->o->desk.office;
	TRY(roundtables_office(p, office, &w->office));
	TRY(counts(p, id, today, w));
	if (w->has_next)
		w->next = clock_day(w->next, zone);
	return (NULL);
}

static err_t
list(struct page *p)
{
	CLEAN(rows_done) struct rows r = { 0 };
	struct roundtables_view v = { .mine_n = 0 };
	struct roundtables_row *all = NULL;
	size_t n = 0, cap = 0;
	bool more;
	err_t e = NULL;

	TRY(db_query(&r, p->o->st.db, &roundtables_all));
	for (;;) {
		e = rows_next(&r, &more);
		if (e != NULL || !more)
			break;
		mem_room(&all, &cap, n + 1, sizeof(*all));
		e = row(p, &r, &all[n]);
		if (e != NULL)
			break;
		n++;
	}
	v.mine = arena_new(p->a, (n + 1) * sizeof(*v.mine));
	v.others = arena_new(p->a, (n + 1) * sizeof(*v.others));
	for (size_t i = 0; i < n; i++) {
		if (all[i].mine)
			v.mine[v.mine_n++] = all[i];
		else
			v.others[v.others_n++] = all[i];
	}
	mem_free(all);
	TRY(e);
	page_begin(p, page_tr(p, "Mesas", "Roundtables"));
	roundtables_tpl(&p->h, &v);
	return (page_end(p));
}

const struct screen roundtables_screens[] = {
	{ .method = "GET", .path = "/mesas", .run = list },
	{ .method = "GET", .path = "/mesas/", .prefix = true, .run = one },
	{ .method = "POST",
	    .path = "/mesas/",
	    .prefix = true,
	    .roles = ROLES_WRITE,
	    .run = one },
	{ .method = NULL },
};
