#include <stdlib.h>

#include "node/pages/disputes.h"
#include "proto/base/text.h"

#define DECIDED 8   /* shown of those decided of late */
#define COMMITS 200 /* of a log, looked through for them */
#define TITLE   90

/* ---- the open ones ------------------------------------------------------ */

/* What the record says, beside its name. */
static err_t
title_of(struct page *p, const struct record *r, const char **out)
{
	static const char *const names[] = { "text", "title", "official_name" };

	*out = "";
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		const struct field *f = schema_field_named(r->entity, names[i]);

		if (f == NULL || r->v[f->no - 1].kind != VAL_TEXT)
			continue;
		*out = text_short(p->a, r->v[f->no - 1].s, TITLE);
		return (NULL);
	}
	return (NULL);
}

static const char *
field_label(struct page *p, const struct dispute *d)
{
	return (page_label(p, schema_field(d->entity, d->field)));
}

/* Who wrote against whom: "maria · PC-1 y ana · PC-2". */
static err_t
authors(struct page *p, const struct dispute *d, const char **out)
{
	struct version *v;
	size_t n;

	*out = "";
	TRY(state_siblings(p->o->st.l, d->record, d->field, p->a, &v, &n));
	for (size_t i = 0; i < n; i++) {
		struct cmd_who w;

		TRY(cmd_who(&p->c, v[i].dot, p->a, &w));
		*out = arena_fmt(p->a, "%s%s%s (%s%s%s)", *out,
		    i == 0       ? ""
		    : i + 1 == n ? page_tr(p, " y ", " and ")
				 : ", ",
		    marks_person(p, w.actor), w.office,
		    w.office[0] == '\0' ? "" : ", ", w.pc);
	}
	return (NULL);
}

static err_t
row(struct page *p, const struct dispute *d, const struct record *r,
    struct disputes_row *w)
{
	w->href = arena_fmt(p->a, "/conflictos/%s", page_id(p, d->record));
	w->kind = page_tr(p, d->entity->es, d->entity->en);
	w->fields = field_label(p, d);
	TRY(page_name_of(p, r, &w->name));
	TRY(title_of(p, r, &w->title));
	return (authors(p, d, &w->detail));
}

static err_t
open_ones(struct page *p, struct disputes_view *v)
{
	struct disputes_row *last = NULL;
	struct dispute *d;
	size_t n;

	TRY(state_disputes(p->o->st.l, 0, p->a, &d, &n));
	v->mine = arena_new(p->a, (n + 1) * sizeof(*v->mine));
	v->others = arena_new(p->a, (n + 1) * sizeof(*v->others));
	for (size_t i = 0; i < n; i++) {
		struct record r;
		bool found, own;

		/* In order: the fields of one record stand together. */
		if (i > 0 && d[i].record == d[i - 1].record && last != NULL) {
			last->fields = arena_fmt(p->a, "%s, %s", last->fields,
			    field_label(p, &d[i]));
			continue;
		}
		last = NULL;
		TRY(state_get(
		    p->o->st.l, d[i].entity, d[i].record, p->a, &r, &found));
		if (!found)
			continue;
		TRY(marks_own(p, r.root, &own));
		own = own || r.root == 0;
		last = own ? &v->mine[v->mine_n++] : &v->others[v->others_n++];
		TRY(row(p, &d[i], &r, last));
	}
	return (NULL);
}

/* ---- decided of late ---------------------------------------------------- */

struct decided {
	dot_t record;
	uint32_t entity;
	int64_t at;
	dot_t dot;
	const char *reason;
};
struct looking {
	struct page *p;
	struct decided v[DECIDED];
	size_t n;
};

/* The newest of each record, newest first. */
static void
keep(struct looking *x, struct decided d)
{
	size_t at = 0;

	for (size_t i = 0; i < x->n; i++) {
		if (x->v[i].record != d.record)
			continue;
		if (x->v[i].at >= d.at)
			return;
		memmove(
		    &x->v[i], &x->v[i + 1], (x->n - i - 1) * sizeof(x->v[0]));
		x->n--;
		break;
	}
	while (at < x->n && x->v[at].at >= d.at)
		at++;
	if (at == DECIDED)
		return;
	if (x->n == DECIDED)
		x->n--;
	memmove(&x->v[at + 1], &x->v[at], (x->n - at) * sizeof(x->v[0]));
	x->v[at] = d;
	x->n++;
}

static bool
resolves(struct span line)
{
	return (line.n > 4 && memcmp(line.p, "[-7,", 4) == 0);
}

static err_t
look_at(void *ctx, const struct stored *c)
{
	CLEAN(arena_free) struct arena a = ARENA;
	struct looking *x = ctx;

	for (uint32_t i = 0; i < c->n; i++) {
		JSON_CLEAN root = NULL;
		struct op op;

		/* A line tells its kind before it is read. */
		if (!resolves(c->ops[i]))
			continue;
		TRY(ledger_op(x->p->o->st.l, c, i, &a, &root, &op));
		if (op.kind == OP_RESOLVE)
			keep(x, (struct decided){ op.record, op.entity, c->at,
				    c->dot + (dot_t)i,
				    arena_dup(x->p->a, op.reason) });
	}
	return (NULL);
}

static err_t
decided_row(struct page *p, const struct decided *d, struct disputes_view *v)
{
	const struct entity *e = schema_entity(d->entity);
	struct disputes_row *w = &v->decided[v->decided_n];
	struct cmd_who who;
	struct record r;
	bool found;

	if (e == NULL)
		return (NULL);
	TRY(state_get(p->o->st.l, e, d->record, p->a, &r, &found));
	if (!found)
		return (NULL);
	w->href = arena_fmt(p->a, "/conflictos/%s", page_id(p, d->record));
	w->kind = page_tr(p, e->es, e->en);
	TRY(page_name_of(p, &r, &w->name));
	TRY(title_of(p, &r, &w->title));
	TRY(cmd_who(&p->c, d->dot, p->a, &who));
	w->detail = marks_who(p, &who);
	w->fields = d->reason;
	v->decided_n++;
	return (NULL);
}

/* In the last commits of the computers of this office. */
static err_t
decided_ones(struct page *p, struct disputes_view *v)
{
	struct looking x = { .p = p };
	struct ledger *l = p->o->st.l;

	for (uint32_t no = 1; no <= ledger_logs(l); no++) {
		const struct log_info *i = ledger_log(l, no);
		bool federal = false;
		dot_t office = 0;
		err_t e;

		if (i == NULL || i->seq < i->first)
			continue;
		e = state_office(l, i->node, &office, &federal);
		if (e != NULL && e->code != ERR_MISSING)
			return (e);
		if (e != NULL || office == 0 || office != p->o->desk.office)
			continue;
		TRY(ledger_walk(l, no,
		    i->seq > COMMITS ? i->seq - COMMITS + 1 : i->first, look_at,
		    &x));
	}
	v->decided = arena_new(p->a, (DECIDED + 1) * sizeof(*v->decided));
	for (size_t i = 0; i < x.n; i++)
		TRY(decided_row(p, &x.v[i], v));
	return (NULL);
}

static err_t
list(struct page *p)
{
	struct disputes_view v = { .decide = page_may(p, ROLES_DECIDE) };

	TRY(open_ones(p, &v));
	TRY(decided_ones(p, &v));
	page_begin(p, page_tr(p, "Por revisar", "To review"));
	disputes_tpl(&p->h, &v);
	return (page_end(p));
}

const struct screen disputes_screens[] = {
	{ .method = "GET", .path = "/conflictos", .run = list },
	{ .method = NULL },
};
