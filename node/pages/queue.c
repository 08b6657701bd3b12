#include "node/pages/queue.h"

#include <stdlib.h>

#include "node/pages/marks.h"
#include "proto/log/place.h"

struct waiting {
	dot_t commit;
	int64_t at;
};

struct scan {
	struct page *p;
	struct queue_view *v;
	struct waiting *commits;
	size_t n, cap;
	size_t ops; /* looked at so far */
};

static int
newest_first(const void *x, const void *y)
{
	const struct waiting *a = x, *b = y;

	if (a->at != b->at)
		return (a->at < b->at ? 1 : -1);
	return (a->commit < b->commit ? 1 : a->commit > b->commit ? -1 : 0);
}

/* Of one own log: all that waits is counted, the newest are noted. */
static err_t
scan_log(struct scan *s, uint32_t no, const struct log_info *i)
{
	struct ledger *l = s->p->o->st.l;
	uint32_t last, seq;

	TRY(place_last(l, no, &last));
	if (last < i->first)
		last = i->first - 1;
	for (seq = i->seq; seq > last; seq--) {
		struct stored c;

		if (i->seq - seq == QUEUE_SCAN)
			break;
		TRY(ledger_commit(l, dot_pack(no, seq, 0), s->p->a, &c));
		arena_room(s->p->a, &s->commits, &s->cap, s->n + 1,
		    sizeof(*s->commits));
		s->commits[s->n++] = (struct waiting){ c.dot, c.at };
	}
	if (i->seq > last)
		s->v->waiting += i->seq - last;
	return (NULL);
}

static struct queue_row *
row_find(struct queue_view *v, const struct entity *e, dot_t record)
{
	for (size_t i = 0; i < v->rows_n; i++)
		if (v->rows[i].entity == e->no && v->rows[i].record == record)
			return (&v->rows[i]);
	return (NULL);
}

/* The row of a record; NULL when there is no room for another. */
static err_t
row_of(struct scan *s, const struct entity *e, dot_t record,
    struct queue_row **out)
{
	struct page *p = s->p;
	struct queue_view *v = s->v;
	const char *name, *kind = page_tr(p, e->es, e->en);

	if ((*out = row_find(v, e, record)) != NULL)
		return (NULL);
	/* Called by nothing but its number, which tells nobody anything. */
	TRY(page_name(p, e, record, &name));
	if (strcmp(name, page_id(p, record)) == 0) {
		record = 0;
		if ((*out = row_find(v, e, record)) != NULL)
			return (NULL);
	}
	if (v->rows_n == QUEUE_ROWS)
		return (NULL);
	*out = &v->rows[v->rows_n++];
	**out = (struct queue_row){ .entity = e->no,
		.record = record,
		.what =
		    record == 0 ? kind : arena_fmt(p->a, "%s: %s", kind, name),
		.href = record == 0 ? "" : marks_href(p, e, record) };
	return (NULL);
}

/* Each record of a commit has one change by it. */
static err_t
count(struct scan *s, const struct stored *c, bool *shown)
{
	struct queue_row *row;

	for (uint32_t i = 0; i < c->n && s->ops < QUEUE_OPS; i++, s->ops++) {
		JSON_CLEAN root = NULL;
		const struct entity *e;
		struct op op;

		TRY(ledger_op(s->p->o->st.l, c, i, s->p->a, &root, &op));
		e = schema_entity(op.entity);
		if (op.kind == OP_ALIAS || e == NULL)
			continue;
		TRY(row_of(s, e, op.record, &row));
		if (row == NULL || row->by == c->dot)
			continue;
		row->by = c->dot;
		row->changes++;
		row->since = c->at;
		*shown = true;
	}
	return (NULL);
}

err_t
queue_fill(struct page *p, struct queue_view *v)
{
	struct ledger *l = p->o->st.l;
	struct scan s = { .p = p, .v = v };
	int64_t told = 0;

	*v = (struct queue_view){ .waiting = 0 };
	v->rows = arena_new(p->a, QUEUE_ROWS * sizeof(*v->rows));
	for (uint32_t no = 1; no <= ledger_logs(l); no++) {
		const struct log_info *i = ledger_log(l, no);

		if (i != NULL && i->mine != 0 && i->seq >= i->first)
			TRY(scan_log(&s, no, i));
	}
	if (s.n > 1)
		qsort(s.commits, s.n, sizeof(*s.commits), newest_first);
	for (size_t i = 0; i < s.n && s.ops < QUEUE_OPS; i++) {
		struct stored c;
		bool shown = false;

		TRY(ledger_commit(l, s.commits[i].commit, p->a, &c));
		TRY(count(&s, &c, &shown));
		told += shown;
	}
	v->others = v->waiting - told;
	return (NULL);
}
