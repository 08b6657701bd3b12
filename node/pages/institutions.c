#include "node/pages/institutions_in.h"

SQL(institutions_after,
    "SELECT successor, kind, effective_on, document FROM succession"
    " WHERE predecessor = ?1 AND life = 0 ORDER BY effective_on, id");
SQL(institutions_before,
    "SELECT predecessor, kind, effective_on, document FROM succession"
    " WHERE successor = ?1 AND life = 0 ORDER BY effective_on, id");
SQL_SCAN(institutions_places,
    "SELECT m.roundtable, m.quality, m.since, m.until, r.official_name"
    " FROM membership m JOIN roundtable r ON r.id = m.roundtable"
    " WHERE m.institution = ?1 AND m.life = 0"
    " ORDER BY m.until IS NOT NULL, r.code, m.since");

static err_t
read_inst(struct page *p, struct inst *i)
{
	char *id = arena_dup(p->a, span_str(page_rest(p)));
	char *slash = strchr(id, '/');
	uint32_t national;

	i->verb = "";
	if (slash != NULL) {
		*slash = '\0';
		i->verb = slash + 1;
	}
	TRY(page_record(p, id, schema_entity(ENTITY_institution), &i->r));
	i->id = page_id(p, i->r.id);
	TRY(ask_institution_listed(p, i->r.id, &i->name));
	TRY(ask_institution_ending(p, i->r.id, p->today, &i->end));
	TRY(ledger_space(p->o->st.l, SPACE_NATIONAL, false, &national));
	i->proposed = i->r.space != national;
	return (NULL);
}

static err_t
fields(struct page *p, const struct inst *i, struct institution_view *v)
{
	const struct entity *e = i->r.entity;

	v->fields = arena_new(p->a, e->n * sizeof(*v->fields));
	for (size_t k = 0; k < e->n; k++) {
		const struct field *f = &e->fields[k];
		struct institution_place *w = &v->fields[v->fields_n];
		struct val *x = &i->r.v[k];
		size_t n = 1;

		*w = (struct institution_place){ page_label(p, f), "", "",
			false };
		if (f->merge == MERGE_LIST)
			TRY(state_elements(
			    p->o->st.l, i->r.id, f->no, p->a, &x, &n));
		for (size_t j = 0; j < n; j++) {
			const char *s;

			TRY(page_value(p, f, x[j], &s));
			w->detail = arena_fmt(
			    p->a, "%s%s%s", w->detail, j == 0 ? "" : "; ", s);
		}
		if (w->detail[0] != '\0')
			v->fields_n++;
	}
	return (NULL);
}

#define NAMES_MOST 32

static err_t
names_of(struct page *p, const struct inst *i, bool after,
    struct institution_view *v)
{
	CLEAN(rows_done) struct rows r = { 0 };
	bool more;

	TRY(db_query(&r, p->o->st.db,
	    after ? &institutions_after : &institutions_before,
	    A_INT(i->r.id)));
	while (v->names_n + 1 < NAMES_MOST) {
		struct institution_name *w = &v->names[v->names_n];

		TRY(rows_next(&r, &more));
		if (!more)
			break;
		*w = (struct institution_name){ .name = "",
			.href = "",
			.kind =
			    page_code(p, "succession_kind", rows_int(&r, 1)),
			.day = rows_int(&r, 2),
			.has_day = rows_val(&r, 2).kind == VAL_INT,
			.document = arena_dup(p->a, rows_span(&r, 3)),
			.after = after };
		v->names_n++;
		if (rows_val(&r, 0).kind != VAL_INT)
			continue;
		TRY(ask_institution_listed(p, rows_int(&r, 0), &w->name));
		w->href = arena_fmt(
		    p->a, "/instituciones/%s", page_id(p, rows_int(&r, 0)));
	}
	return (NULL);
}

static err_t
places(struct page *p, const struct inst *i, struct institution_view *v)
{
	CLEAN(rows_done) struct rows r = { 0 };
	size_t cap = 0;
	bool more;

	TRY(db_query(&r, p->o->st.db, &institutions_places, A_INT(i->r.id)));
	for (;;) {
		struct institution_place *w;

		TRY(rows_next(&r, &more));
		if (!more)
			return (NULL);
		arena_room(p->a, &v->places, &cap, v->places_n + 1,
		    sizeof(*v->places));
		w = &v->places[v->places_n++];
		w->href =
		    arena_fmt(p->a, "/mesas/%s", page_id(p, rows_int(&r, 0)));
		w->name = arena_dup(p->a, rows_span(&r, 4));
		w->detail = page_code(p, "membership_quality", rows_int(&r, 1));
		w->former = rows_val(&r, 3).kind == VAL_INT &&
			    rows_int(&r, 3) < p->today;
	}
}

static err_t
successors(struct page *p, const struct inst *i, struct institution_view *v)
{
	v->all = v->all_name = "";
	v->next = arena_new(p->a, (i->end.next_n + 1) * sizeof(*v->next));
	for (size_t k = 0; k < i->end.next_n; k++) {
		const char *name;

		TRY(ask_institution_listed(p, i->end.next[k], &name));
		v->next[v->next_n++] =
		    (struct ask_option){ page_id(p, i->end.next[k]), name,
			    false };
	}
	if (v->next_n == 1) {
		v->all = v->next[0].value;
		v->all_name = v->next[0].label;
	}
	return (NULL);
}

static err_t
show(struct page *p, const struct inst *i)
{
	struct institution_view v = { .id = i->id,
		.title = i->name,
		.over = i->end.over,
		.proposed = i->proposed,
		.write = page_may(p, ROLES_WRITE) };

	v.names = arena_new(p->a, NAMES_MOST * sizeof(*v.names));
	TRY(names_of(p, i, false, &v));
	v.names[v.names_n++] = (struct institution_name){ .name = i->name,
		.href = "",
		.kind = "",
		.document = "",
		.self = true };
	TRY(names_of(p, i, true, &v));
	TRY(fields(p, i, &v));
	TRY(places(p, i, &v));
	TRY(institutions_owed(p, i->r.id, &v.open, &v.late));
	TRY(successors(p, i, &v));
	if (v.over)
		TRY(institutions_uses(p, i->r.id, &v.uses, &v.uses_n));
	page_begin(p, i->name);
	institution_tpl(&p->h, &v);
	return (page_end(p));
}

/* ---- proposed by this office -------------------------------------------- */

static err_t
form(struct page *p, const struct inst *i)
{
	static const int asked[] = { FIELD_institution_official_name,
		FIELD_institution_acronym, FIELD_institution_kind,
		FIELD_institution_government_level, FIELD_institution_cvegeo,
		FIELD_institution_contact };
	const struct entity *e = schema_entity(ENTITY_institution);
	struct asks *s = arena_new(p->a, sizeof(*s));
	CLEAN(cmd_end) struct act *act = NULL;
	struct institution_form v = { .action = serve_path(p->q) };
	dot_t id = i == NULL ? 0 : i->r.id;
	bool good = false;
	err_t err;

	v.title = i == NULL ? page_tr(p, "Proponer una institución",
				  "Propose an institution")
			    : page_tr(p, "Corregir la institución propuesta",
				  "Correct the proposed institution");
	v.back = i == NULL ? "/instituciones"
			   : arena_fmt(p->a, "/instituciones/%s", i->id);
	ask_begin(s, p, e, i == NULL ? NULL : &i->r, p->today);
	for (size_t k = 0; k < sizeof(asked) / sizeof(asked[0]); k++) {
		struct ask *a;

		TRY(ask_field(s, asked[k], &a));
		a->must = k == 0;
	}
	if (s->typed)
		TRY(ask_take(s, &good));
	if (good && !ask_empty(s)) {
		TRY(page_act(p, &act));
		err = ask_write(s, act, &id);
		if (err == NULL)
			err = page_save(p, act);
		if (err == NULL) {
			page_say(p,
			    "La institución quedó guardada como "
			    "propuesta.",
			    "The institution is saved as a proposal.");
			return (
			    page_go(p, "/instituciones/%s", page_id(p, id)));
		}
		TRY(ask_refused(s, err));
		cmd_end(&act);
	}
	v.asks = s->v;
	v.asks_n = s->n;
	page_begin(p, v.title);
	proposed_tpl(&p->h, &v);
	return (page_end(p));
}

static err_t
propose(struct page *p)
{
	return (form(p, NULL));
}

static err_t
one(struct page *p)
{
	bool post = strcmp(serve_method(p->q), "POST") == 0;
	struct inst i;

	TRY(read_inst(p, &i));
	if (strcmp(i.verb, "corregir") == 0 && i.proposed &&
	    page_may(p, ROLES_WRITE))
		return (form(p, &i));
	if (post && strcmp(i.verb, "usar") == 0)
		return (institutions_use(p, &i));
	if (!post && strcmp(i.verb, "hoja") == 0)
		return (institutions_sheet(p, &i));
	if (post || i.verb[0] != '\0')
		return (err_new(ERR_MISSING, "no such page"));
	return (show(p, &i));
}

const struct screen institutions_screens[] = {
	{ .method = "GET", .path = "/instituciones", .run = institutions_list },
	{ .method = "GET",
	    .path = "/instituciones/sin-vigente",
	    .run = institutions_orphans },
	{ .method = "GET",
	    .path = "/instituciones/nueva",
	    .roles = ROLES_WRITE,
	    .run = propose },
	{ .method = "POST",
	    .path = "/instituciones/nueva",
	    .roles = ROLES_WRITE,
	    .run = propose },
	{ .method = "GET",
	    .path = "/instituciones/",
	    .prefix = true,
	    .run = one },
	{ .method = "POST",
	    .path = "/instituciones/",
	    .prefix = true,
	    .roles = ROLES_WRITE,
	    .run = one },
	{ .method = NULL },
};
