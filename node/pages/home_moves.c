/*
 * home_moves -- what waits for a person, and what was done here last.
 */
#include <stdlib.h>

#include "node/pages/home_in.h"
#include "proto/ui/fmt.h"

#define SHOWN_REVIEWS 3

static err_t
dispute_row(struct page *p, const struct dispute *d, struct home_view *v)
{
	const struct field *f = schema_field(d->entity, d->field);
	const char *name;

	TRY(page_name(p, d->entity, d->record, &name));
	home_row(p, v,
	    (struct home_row){ .icon = "git-merge",
		.mood = "info",
		.title = arena_fmt(p->a, "%s %s",
		    page_tr(p, "Dos valores en", "Two values in"), name),
		.detail = arena_fmt(p->a, "%s · %s",
		    page_tr(p, d->entity->es, d->entity->en), page_label(p, f)),
		.href =
		    arena_fmt(p->a, "/conflictos/%s", page_id(p, d->record)),
		.verb = page_tr(p, "Revisar", "Review") });
	return (NULL);
}

static err_t
proposals(struct page *p, struct home_view *v)
{
	struct held *h;
	size_t n, shown = 0;

	TRY(state_held(p->o->st.l, 0, true, p->a, &h, &n));
	for (size_t i = 0; i < n && shown < SHOWN_REVIEWS; i++) {
		const char *name;

		if (p->o->desk.office == 0 ||
		    h[i].owner_office != p->o->desk.office)
			continue;
		TRY(page_name(p, h[i].entity, h[i].record, &name));
		home_row(p, v,
		    (struct home_row){ .icon = "inbox",
			.mood = "info",
			.title = arena_fmt(p->a, "%s %s",
			    page_tr(p, "Propuesta sobre", "Proposal about"),
			    name),
			.detail = page_tr(p, "De otra oficina, por decidir",
			    "Of another office, to be decided"),
			.href = "/propuestas",
			.verb = page_tr(p, "Revisar", "Review") });
		shown++;
	}
	return (NULL);
}

err_t
home_reviews(struct page *p, struct home_view *v)
{
	struct dispute *d;
	size_t n;

	TRY(state_disputes(p->o->st.l, 0, p->a, &d, &n));
	for (size_t i = 0; i < n && i < SHOWN_REVIEWS; i++)
		TRY(dispute_row(p, &d[i], v));
	return (proposals(p, v));
}

/* ---- movements ---------------------------------------------------------- */

struct last {
	dot_t commit;
	int64_t at;
};

/* The newest of the own logs, newest first. */
static void
keep(struct last *v, size_t *n, struct last x)
{
	size_t at = *n;

	while (at > 0 && v[at - 1].at < x.at)
		at--;
	if (at == HOME_MOVES)
		return;
	if (*n == HOME_MOVES)
		(*n)--;
	for (size_t i = *n; i > at; i--)
		v[i] = v[i - 1];
	v[at] = x;
	(*n)++;
}

static err_t
gather(struct page *p, struct last *v, size_t *n)
{
	struct ledger *l = p->o->st.l;

	for (uint32_t no = 1; no <= ledger_logs(l); no++) {
		const struct log_info *i = ledger_log(l, no);

		if (i == NULL || i->mine == 0)
			continue;
		for (uint32_t k = 0; k < HOME_MOVES && i->seq >= i->first + k;
		     k++) {
			dot_t d = dot_pack(no, i->seq - k, 0);
			struct stored c;

			TRY(ledger_commit(l, d, p->a, &c));
			keep(v, n, (struct last){ d, c.at });
		}
	}
	return (NULL);
}

static const char *
verb(struct page *p, enum op_kind k)
{
	switch (k) {
	case OP_CREATE:
		return (page_tr(p, "Se registró", "Recorded:"));
	case OP_RESOLVE:
		return (page_tr(p, "Se resolvió", "Resolved:"));
	case OP_DECIDE:
		return (page_tr(
		    p, "Se decidió una propuesta", "A proposal was decided"));
	case OP_VOID:
		return (page_tr(p, "Se anuló", "Voided:"));
	case OP_EDIT:
	case OP_ADD:
	case OP_REMOVE:
	case OP_COUNT:
	case OP_SPLICE:
	case OP_ALIAS:
	case OP_ERASED:
	case OP_UNKNOWN:
	default:
		return (page_tr(p, "Cambió", "Changed:"));
	}
}

/* Some are called by nothing but their number, which tells nobody anything. */
static bool
nameless(struct page *p, const struct op *op, const char *name)
{
	return (strcmp(name, page_id(p, op->record)) == 0);
}

static err_t
first_op(struct page *p, const struct stored *c, struct home_move *m)
{
	const struct entity *e;
	const char *name;

	for (uint32_t i = 0; i < c->n; i++) {
		JSON_CLEAN root = NULL;
		struct op op;

		TRY(ledger_op(p->o->st.l, c, i, p->a, &root, &op));
		e = schema_entity(op.entity);
		if (op.kind == OP_ALIAS || (e == NULL && op.kind != OP_DECIDE))
			continue;
		m->title = verb(p, op.kind);
		if (op.kind == OP_DECIDE)
			return (NULL);
		TRY(page_name(p, e, op.record, &name));
		m->title = arena_fmt(p->a, "%s %s%s%s", m->title,
		    page_tr(p, e->es, e->en),
		    nameless(p, &op, name) ? "" : ": ",
		    nameless(p, &op, name) ? "" : name);
		m->href = marks_href(p, e, op.record);
		return (NULL);
	}
	return (NULL);
}

err_t
home_moves(struct page *p, struct home_view *v)
{
	struct last last[HOME_MOVES];
	size_t n = 0;

	TRY(gather(p, last, &n));
	v->moves = arena_new(p->a, (n + 1) * sizeof(*v->moves));
	for (size_t i = 0; i < n; i++) {
		struct home_move *m = &v->moves[v->moves_n];
		char when[FMT_MAX];
		struct stored c;

		TRY(ledger_commit(p->o->st.l, last[i].commit, p->a, &c));
		m->title = m->href = "";
		TRY(first_op(p, &c, m));
		if (m->title[0] == '\0')
			continue;
		fmt_time(c.at, NULL, p->lang, when);
		m->detail = arena_fmt(p->a, "%s · %s", c.actor, when);
		m->confirmed = c.receipt != 0;
		v->moves_n++;
	}
	return (NULL);
}
