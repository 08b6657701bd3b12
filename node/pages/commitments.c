#include "node/pages/commitments_in.h"
#include "proto/base/text.h"

SQL_SCAN(commitments_all,
    "SELECT c.id, c.framework, c.reference, c.text_es, c.text_en, c.axis,"
    " c.year, c.official_status,"
    " (SELECT count(*) FROM link l WHERE l.commitment = c.id AND l.life = 0)"
    " FROM commitment c WHERE c.life = 0"
    " ORDER BY c.framework, c.reference, c.id");
SQL_SCAN(commitments_links, "SELECT id, object, note, root FROM link"
			    " WHERE commitment = ?1 AND life = 0 ORDER BY id");

/* "MIRPS, 2021"; the name of a forum has its year in it. */
static const char *
of_year(struct page *p, const char *framework, struct val year)
{
	const char *text;

	if (year.kind != VAL_INT)
		return (framework);
	text = arena_fmt(p->a, "%lld", (long long)year.i);
	if (strstr(framework, text) != NULL)
		return (framework);
	return (arena_fmt(p->a, "%s, %s", framework, text));
}

/* ---- all of them -------------------------------------------------------- */

static err_t
list(struct page *p)
{
	CLEAN(rows_done) struct rows r = { 0 };
	struct commitments_view v = { .rows_n = 0 };
	size_t cap = 0;
	bool more;

	TRY(db_query(&r, p->o->st.db, &commitments_all));
	for (;;) {
		struct commitments_row *w;
		int es = strcmp(p->lang, "en") == 0 ? 4 : 3;

		TRY(rows_next(&r, &more));
		if (!more)
			break;
		arena_room(p->a, &v.rows, &cap, v.rows_n + 1, sizeof(*v.rows));
		if (rows_span(&r, es).n == 0)
			es = 7 - es;
		w = &v.rows[v.rows_n++];
		*w =
		    (struct commitments_row){ .id = page_id(p, rows_int(&r, 0)),
			    .framework = of_year(p,
				page_code(p, "framework", rows_int(&r, 1)),
				rows_val(&r, 6)),
			    .reference = arena_dup(p->a, rows_span(&r, 2)),
			    .text = text_short(
				p->a, rows_span(&r, es), COMMITMENTS_CHARS),
			    .axis = page_code(p, "axis", rows_int(&r, 5)),
			    .status = page_code(
				p, "commitment_status", rows_int(&r, 7)),
			    .links = rows_int(&r, 8) };
		if (w->reference[0] == '\0')
			w->reference = w->id;
	}
	page_begin(p, page_tr(p, "Compromisos", "Commitments"));
	commitments_tpl(&p->h, &v);
	return (page_end(p));
}

/* ---- one of them -------------------------------------------------------- */

static const char *
text_of(struct page *p, const struct record *r, int field)
{
	struct val v = r->v[field - 1];

	return (v.kind == VAL_TEXT ? arena_dup(p->a, v.s) : "");
}

static const char *
code_of(struct page *p, const struct record *r, int field, const char *vocab)
{
	struct val v = r->v[field - 1];

	return (v.kind == VAL_INT ? page_code(p, vocab, v.i) : "");
}

static err_t
linked(struct page *p, dot_t object, struct commitment_link *w)
{
	struct record r;
	bool found;

	TRY(state_get(p->o->st.l, NULL, object, p->a, &r, &found));
	w->kind = w->href = "";
	w->name = page_id(p, object);
	if (!found || r.life == LIFE_ABSENT)
		return (NULL);
	w->kind = page_tr(p, r.entity->es, r.entity->en);
	w->href = page_address(p, &r);
	if (r.entity->no == ENTITY_result &&
	    r.v[FIELD_result_theme - 1].kind == VAL_INT)
		w->kind = arena_fmt(p->a, "%s, %s,", w->kind,
		    page_code(p, "theme", r.v[FIELD_result_theme - 1].i));
	return (page_name_of(p, &r, &w->name));
}

static struct commitment_link *
link_add(struct page *p, struct commitment_view *v)
{
	size_t n = v->links_n++;

	arena_room(p->a, &v->links, &v->links_cap, n + 1, sizeof(*v->links));
	v->links[n] = (struct commitment_link){ "", "", "", "", "", false };
	return (&v->links[n]);
}

static err_t
links(struct page *p, dot_t id, struct commitment_view *v)
{
	CLEAN(rows_done) struct rows r = { 0 };
	bool more;

	TRY(db_query(&r, p->o->st.db, &commitments_links, A_INT(id)));
	for (;;) {
		struct commitment_link *w;
		dot_t office;

		TRY(rows_next(&r, &more));
		if (!more)
			return (NULL);
		w = link_add(p, v);
		w->id = page_id(p, rows_int(&r, 0));
		w->note = arena_dup(p->a, rows_span(&r, 2));
		TRY(linked(p, rows_int(&r, 1), w));
		TRY(state_owner(
		    p->o->st.l, rows_int(&r, 3), 0, -1, p->today, &office));
		w->own = office != 0 && office == p->o->desk.office;
	}
}

struct named {
	struct page *p;
	struct commitment_view *v;
};

/* An agreement that names the commitment itself. */
static err_t
names_it(void *ctx, const struct record *r)
{
	struct named *n = ctx;
	struct commitment_link *w = link_add(n->p, n->v);

	w->note =
	    page_tr(n->p, "Lo dice el acuerdo.", "The agreement says so.");
	return (linked(n->p, r->id, w));
}

static err_t
agreements(struct page *p, dot_t id, struct commitment_view *v)
{
	const struct entity *e = schema_entity(ENTITY_agreement);
	struct cond c = { schema_field(e, FIELD_agreement_commitments),
		val_int(id) };
	struct named n = { p, v };

	return (state_find(p->o->st.l, e, &c, 1, false, p->a, names_it, &n));
}

/* What own roundtables have that may serve it. */
static err_t
choices(struct asks *s, struct ask *a)
{
	struct page *p = s->p;
	struct page_mesa *m;
	size_t n;

	TRY(page_mesas(p, &m, &n));
	for (size_t i = 0; i < n; i++) {
		ask_option(s, a, page_id(p, m[i].id),
		    arena_fmt(p->a, "%s · %s", page_tr(p, "Mesa", "Roundtable"),
			m[i].code));
		TRY(commitments_gaps(s, a, m[i].id));
		TRY(commitments_agreements(s, a, m[i].id, true));
		TRY(commitments_results(s, a, m[i].id));
	}
	return (NULL);
}

static err_t
ask_link(struct asks *s, struct page *p)
{
	struct ask *a;

	ask_begin(s, p, schema_entity(ENTITY_link), NULL, p->today);
	TRY(ask_field(s, FIELD_link_object, &a));
	TRY(choices(s, a));
	return (ask_field(s, FIELD_link_note, NULL));
}

static err_t
show(struct page *p, const struct record *r, struct asks *s)
{
	struct commitment_view v = { .id = page_id(p, r->id),
		.title = text_of(p, r, FIELD_commitment_reference),
		.framework = of_year(p,
		    code_of(p, r, FIELD_commitment_framework, "framework"),
		    r->v[FIELD_commitment_year - 1]),
		.axis = code_of(p, r, FIELD_commitment_axis, "axis"),
		.status = code_of(p, r, FIELD_commitment_official_status,
		    "commitment_status"),
		.entity = text_of(p, r, FIELD_commitment_committed_entity),
		.es = text_of(p, r, FIELD_commitment_text_es),
		.en = text_of(p, r, FIELD_commitment_text_en),
		.url = text_of(p, r, FIELD_commitment_url),
		.write = page_may(p, ROLES_WRITE),
		.reason = page_field(p, "motivo") };

	v.action = arena_fmt(p->a, "/compromisos/%s", v.id);
	if (v.title[0] == '\0')
		v.title = v.id;
	TRY(links(p, r->id, &v));
	TRY(agreements(p, r->id, &v));
	v.asks = s->v;
	v.asks_n = s->n;
	page_begin(p, v.title);
	commitment_tpl(&p->h, &v);
	return (page_end(p));
}

static err_t
add(struct page *p, const struct record *r, struct asks *s)
{
	CLEAN(cmd_end) struct act *act = NULL;
	dot_t id = 0;

	s->set[s->set_n++] =
	    (struct fv){ FIELD_link_commitment, val_int(r->id) };
	TRY(page_act(p, &act));
	TRY(ask_write(s, act, &id));
	return (page_save(p, act));
}

static err_t
take_back(struct page *p, const char *id)
{
	CLEAN(cmd_end) struct act *act = NULL;
	const struct entity *e = schema_entity(ENTITY_link);
	const char *reason = page_field(p, "motivo");
	struct record r;

	TRY(page_record(p, id, e, &r));
	if (reason[0] == '\0')
		return (err_new(ERR_RULE,
		    "rule 0: Write why the link is taken back. / Escriba por "
		    "qué se quita el vínculo."));
	TRY(page_act(p, &act));
	TRY(act_void(act, e, r.id, LIFE_VOIDED, reason));
	return (page_save(p, act));
}

/* "ID", "ID/quitar". */
static err_t
one(struct page *p)
{
	char *id = arena_dup(p->a, span_str(page_rest(p)));
	char *verb = strchr(id, '/');
	struct asks *s = arena_new(p->a, sizeof(*s));
	struct record r;
	bool good;
	err_t e = NULL;

	if (verb != NULL)
		*verb++ = '\0';
	TRY(page_record(p, id, schema_entity(ENTITY_commitment), &r));
	if (verb != NULL && strcmp(verb, "quitar") != 0)
		return (err_new(ERR_MISSING, "no such page"));
	TRY(ask_link(s, p));
	if (!s->typed)
		return (show(p, &r, s));
	if (verb != NULL) {
		s->typed = false;
		e = take_back(p, page_field(p, "vinculo"));
	} else {
		TRY(ask_take(s, &good));
		if (!good)
			return (show(p, &r, s));
		e = add(p, &r, s);
	}
	if (e != NULL) {
		TRY(ask_refused(s, e));
		return (show(p, &r, s));
	}
	if (verb != NULL)
		page_say(p, "El vínculo se quitó.", "The link was taken back.");
	else
		page_say(p, "El vínculo quedó guardado.", "The link is saved.");
	return (page_go(p, "/compromisos/%s", id));
}

const struct screen commitments_screens[] = {
	{ .method = "GET", .path = "/compromisos", .run = list },
	{ .method = "GET",
	    .path = "/compromisos/",
	    .prefix = true,
	    .run = one },
	{ .method = "POST",
	    .path = "/compromisos/",
	    .prefix = true,
	    .roles = ROLES_WRITE,
	    .run = one },
	{ .method = "GET",
	    .path = "/resultados/",
	    .prefix = true,
	    .run = commitments_result },
	{ .method = "POST",
	    .path = "/resultados/",
	    .prefix = true,
	    .roles = ROLES_WRITE,
	    .run = commitments_result },
	{ .method = NULL },
};
