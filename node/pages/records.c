#include "node/pages/records_in.h"

#include <stdio.h>

#include "proto/base/text.h"

#define COLUMNS      6
#define ROWS         100 /* of one page */
#define CELL_CHARS   90
#define TITLE_VALUES 2 /* of a record without a name */

/* ---- the kinds ---------------------------------------------------------- */

/* A statement on the table of an entity, forgotten after use. */
static struct sql
statement(struct page *p, const char *what, const struct entity *e, bool voided,
    const char *tail)
{
	return ((struct sql){ .name = "records",
	    .text = arena_fmt(p->a, "SELECT %s FROM \"%s\"%s%s", what, e->name,
		voided ? "" : " WHERE life = 0", tail),
	    .scan = 1,
	    .once = true });
}

static err_t
count(struct page *p, const struct entity *e, bool voided, int64_t *n)
{
	struct sql s = statement(p, "count(*)", e, voided, "");

	return (db_int(p->o->st.db, &s, 0, n));
}

static err_t
kinds(struct page *p)
{
	struct records_kinds_view v = { .kinds_n = schema_count };

	v.kinds = arena_new(p->a, schema_count * sizeof(*v.kinds));
	for (size_t i = 0; i < schema_count; i++) {
		const struct entity *e = &schema_entities[i];

		v.kinds[i].name = e->name;
		v.kinds[i].label = page_tr(p, e->es, e->en);
		TRY(count(p, e, false, &v.kinds[i].count));
	}
	page_begin(p, page_tr(p, "Registros", "Records"));
	kinds_tpl(&p->h, &v);
	return (page_end(p));
}

/* ---- one kind ----------------------------------------------------------- */

struct listing {
	struct page *p;
	struct records_list_view *v;
	const struct field *col[COLUMNS];
};

/* What people call it by first, then what is short. */
static void
choose(struct listing *l, const struct entity *e)
{
	for (int pass = 0; pass < 2; pass++) {
		for (size_t i = 0; i < e->n; i++) {
			const struct field *f = &e->fields[i];
			bool named = strcmp(f->name, "folio") == 0 ||
				     strcmp(f->name, "code") == 0;

			if (named != (pass == 0) || f->merge == MERGE_LIST ||
			    l->v->columns_n == COLUMNS)
				continue;
			l->col[l->v->columns_n] = f;
			l->v->columns[l->v->columns_n++] = page_label(l->p, f);
		}
	}
}

static err_t
row(struct listing *l, const struct record *r)
{
	struct records_list_view *v = l->v;
	struct records_row *w = &v->rows[v->rows_n++];

	w->cells = arena_new(l->p->a, v->columns_n * sizeof(*w->cells));
	w->cells_n = v->columns_n;
	for (size_t i = 0; i < v->columns_n; i++) {
		struct records_cell *c = &w->cells[i];
		const char *s;

		must(i < COLUMNS && l->col[i] != NULL);

		TRY(page_value(l->p, l->col[i], r->v[l->col[i]->no - 1], &s));
		c->text = text_short(l->p->a, span_str(s), CELL_CHARS);
		c->number = l->col[i]->type == TYPE_INT;
		c->href = "";
		if (i > 0)
			continue;
		c->href =
		    arena_fmt(l->p->a, "/registro/%s", page_id(l->p, r->id));
		if (c->text[0] == '\0')
			c->text = page_id(l->p, r->id);
	}
	return (NULL);
}

/* The newest first, a page of them. */
static err_t
rows(struct listing *l, const struct entity *e, int64_t skip)
{
	CLEAN(rows_done) struct rows q = { 0 };
	struct page *p = l->p;
	struct sql s = statement(
	    p, "id", e, l->v->voided, " ORDER BY id DESC LIMIT ?1 OFFSET ?2");
	bool more, found;

	TRY(db_query(&q, p->o->st.db, &s, A_INT(ROWS), A_INT(skip)));
	for (;;) {
		struct record r;

		TRY(rows_next(&q, &more));
		if (!more)
			return (NULL);
		TRY(state_get(
		    p->o->st.l, e, rows_int(&q, 0), p->a, &r, &found));
		if (found)
			TRY(row(l, &r));
	}
}

static err_t
list(struct page *p)
{
	const struct entity *e = schema_named(page_rest(p));
	const char *from = page_ask(p, "desde");
	const char *columns[COLUMNS];
	struct records_list_view v = { .columns = columns,
		.next = "",
		.voided = page_ask(p, "anulados") != NULL };
	struct listing l = { .p = p, .v = &v };
	int64_t skip = 0;

	if (e == NULL ||
	    (from != NULL && (text_int(from, &skip) != NULL || skip < 0)))
		return (err_new(ERR_MISSING, "no such list"));
	v.title = page_tr(p, e->es, e->en);
	v.name = e->name;
	v.rows = arena_new(p->a, ROWS * sizeof(*v.rows));
	choose(&l, e);
	TRY(count(p, e, v.voided, &v.count));
	TRY(rows(&l, e, skip));
	if (v.count > skip + ROWS)
		v.next = arena_fmt(p->a, "/registros/%s?desde=%lld%s", e->name,
		    (long long)skip + ROWS, v.voided ? "&anulados=1" : "");
	v.other = arena_fmt(
	    p->a, "/registros/%s%s", e->name, v.voided ? "" : "?anulados=1");
	page_begin(p, v.title);
	list_tpl(&p->h, &v);
	return (page_end(p));
}

/* ---- one record --------------------------------------------------------- */

static err_t
add_field(
    struct page *p, struct records_view *v, const struct field *f, struct val x)
{
	struct records_field *w = &v->fields[v->fields_n];

	*w = (struct records_field){ .label = page_label(p, f), .href = "" };
	TRY(page_value(p, f, x, &w->value));
	if (w->value[0] == '\0')
		return (NULL);
	w->lines = f->type == TYPE_LONG;
	if (f->type == TYPE_REF && x.kind == VAL_INT)
		TRY(page_address_of(p,
		    f->target == 0 ? NULL : schema_entity(f->target), x.i,
		    &w->href));
	v->fields_n++;
	return (NULL);
}

static err_t
fields(struct page *p, const struct record *r, struct records_view *v)
{
	size_t cap = r->entity->n;

	v->fields = arena_new(p->a, cap * sizeof(*v->fields));
	for (size_t i = 0; i < r->entity->n; i++) {
		const struct field *f = &r->entity->fields[i];
		struct val *x = &r->v[i];
		struct records_field *was = v->fields;
		size_t n = 1;

		if (f->merge == MERGE_LIST)
			TRY(state_elements(
			    p->o->st.l, r->id, f->no, p->a, &x, &n));
		if (v->fields_n + n + r->entity->n > cap) {
			cap = v->fields_n + n + r->entity->n;
			v->fields = arena_new(p->a, cap * sizeof(*v->fields));
			memcpy(v->fields, was, v->fields_n * sizeof(*was));
		}
		for (size_t k = 0; k < n; k++)
			TRY(add_field(p, v, f, x[k]));
	}
	return (NULL);
}

static err_t
disputes(struct page *p, const struct record *r, struct records_view *v)
{
	struct dispute *d;
	size_t n;

	TRY(state_disputes(p->o->st.l, r->space, p->a, &d, &n));
	for (size_t i = 0; i < n; i++) {
		const struct field *f = schema_field(d[i].entity, d[i].field);

		if (d[i].record != r->id)
			continue;
		v->disputes++;
		for (size_t k = 0; k < v->fields_n; k++)
			if (strcmp(v->fields[k].label, page_label(p, f)) == 0)
				v->fields[k].disputed = true;
	}
	return (NULL);
}

/* "ID", "ID/historia", "ID/anular", "ID/recuperar". */
static void
split(struct page *p, char **id, const char **verb)
{
	char *slash;

	*id = arena_dup(p->a, span_str(page_rest(p)));
	slash = strchr(*id, '/');
	*verb = slash == NULL ? "" : slash + 1;
	if (slash != NULL)
		*slash = '\0';
}

/* What has no name of its own is told by what it joins: "Membresía: SNE,
 * Integrante". */
static err_t
title(struct page *p, const struct record *r, struct records_view *v)
{
	const char *said = "";
	size_t n = 0;

	TRY(page_name_of(p, r, &v->title));
	if (strcmp(v->title, v->id) != 0)
		return (NULL);
	for (size_t i = 0; i < r->entity->n && n < TITLE_VALUES; i++) {
		const struct field *f = &r->entity->fields[i];
		const char *s;

		if (f->no == r->entity->parent || f->merge == MERGE_LIST)
			continue;
		TRY(page_value(p, f, r->v[i], &s));
		if (s[0] == '\0')
			continue;
		said = arena_fmt(p->a, "%s%s%s", said, n == 0 ? "" : ", ",
		    text_short(p->a, span_str(s), CELL_CHARS));
		n++;
	}
	if (n > 0)
		v->title = arena_fmt(p->a, "%s: %s", v->kind, said);
	return (NULL);
}

static err_t
show(struct page *p, const struct record *r, bool history)
{
	struct records_view v = { .history = history };

	v.kind = page_tr(p, r->entity->es, r->entity->en);
	v.kind_name = r->entity->name;
	v.id = page_id(p, r->id);
	v.live = r->life == LIFE_LIVE;
	v.voided = r->life == LIFE_VOIDED;
	v.voidable =
	    r->entity->space != IN_NATIONAL && page_may(p, ROLES_DECIDE);
	v.life = cmd_life_label(&p->c, r->life);
	v.reason = page_field(p, "motivo");
	v.screen = page_address(p, r);
	if (strncmp(v.screen, "/registro/", 10) == 0)
		v.screen = "";
	TRY(page_zone(p, r));
	TRY(title(p, r, &v));
	TRY(page_confirmed(p, r->id, &v.confirmed));
	TRY(fields(p, r, &v));
	TRY(documents_at(p, r, &v.documents));
	TRY(disputes(p, r, &v));
	if (history)
		TRY(records_history(p, r, &v));
	page_begin(p, v.title);
	record_tpl(&p->h, &v);
	return (page_end(p));
}

static err_t
record(struct page *p)
{
	struct record r;
	const char *verb;
	char *id;

	split(p, &id, &verb);
	if (verb[0] != '\0' && strcmp(verb, "historia") != 0)
		return (err_new(ERR_MISSING, "no such page"));
	TRY(page_record(p, id, NULL, &r));
	return (show(p, &r, verb[0] != '\0'));
}

static err_t
set_life(struct page *p, const struct record *r, enum life to)
{
	CLEAN(cmd_end) struct act *act = NULL;
	const char *reason = page_field(p, "motivo");

	if (reason[0] == '\0')
		return (err_new(ERR_RULE,
		    "rule 0: Write why. / Escriba por qué: queda en la "
		    "historia."));
	TRY(page_act(p, &act));
	TRY(act_void(act, r->entity, r->id, to, reason));
	return (page_save(p, act));
}

/* Never deleted: marked, with a reason, and taken up again the same way. */
static err_t
life(struct page *p)
{
	struct record r;
	const char *verb;
	bool away;
	char *id;
	err_t e;

	split(p, &id, &verb);
	away = strcmp(verb, "anular") == 0;
	if (!away && strcmp(verb, "recuperar") != 0)
		return (err_new(ERR_MISSING, "no such page"));
	TRY(page_record(p, id, NULL, &r));
	e = set_life(p, &r, away ? LIFE_VOIDED : LIFE_LIVE);
	if (e != NULL && e->code == ERR_RULE) {
		p->fault = page_sentence(p, e);
		p->r->status = 422;
		return (show(p, &r, false));
	}
	TRY(e);
	if (away)
		page_say(p, "Quedó anulado. Si fue un error, recupérelo aquí.",
		    "It is voided. If that was a mistake, take it up again "
		    "here.");
	else
		page_say(p, "Quedó recuperado.", "It is taken up again.");
	return (page_go(p, "/registro/%s", id));
}

const struct screen records_screens[] = {
	{ .method = "GET", .path = "/registros", .run = kinds },
	{ .method = "GET", .path = "/registros/", .prefix = true, .run = list },
	{ .method = "GET",
	    .path = "/registro/",
	    .prefix = true,
	    .run = record },
	{ .method = "POST",
	    .path = "/registro/",
	    .prefix = true,
	    .roles = ROLES_DECIDE,
	    .run = life },
	{ .method = NULL },
};
