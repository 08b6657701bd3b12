/* A store read back, op by op. */
#include <stdlib.h>

#include "tests/sim/check_in.h"

static int
by_record(const void *a, const void *b)
{
	const struct said *x = a, *y = b;

	if (x->record != y->record)
		return (x->record < y->record ? -1 : 1);
	return (x->dot < y->dot ? -1 : x->dot > y->dot ? 1 : 0);
}

static err_t
one_commit(void *ctx, const struct stored *c)
{
	struct book *b = ctx;
	const char *actor = arena_dup(&b->a, span_str(c->actor));
	const struct log_info *i = ledger_log(b->l, dot_log(c->dot));

	for (uint32_t k = 0; k < c->n; k++) {
		struct said *x;

		mem_room(&b->v, &b->cap, b->n + 1, sizeof(*b->v));
		mem_room(
		    &b->root, &b->root_cap, b->roots + 1, sizeof(json_t *));
		x = &b->v[b->n];
		*x = (struct said){ .commit = oracle_of(b->w, b->s, c->dot),
			.space = i->space,
			.actor = actor,
			.at = c->at,
			.receipt = c->receipt,
			.dot = c->dot | (dot_t)k };
		b->root[b->roots] = NULL;
		TRY(ledger_op(b->l, c, k, &b->a, &b->root[b->roots], &x->op));
		b->roots++;
		if (x->op.kind == OP_ALIAS || x->op.kind == OP_ERASED ||
		    x->op.kind == OP_UNKNOWN || x->op.kind == OP_DECIDE ||
		    x->commit == ORACLE_NONE)
			continue;
		x->record = x->op.record;
		b->n++;
	}
	return (NULL);
}

static void
mark_held(struct book *b)
{
	struct held *h;
	size_t n;

	world_must(
	    b->w, "proposals", state_held(b->l, 0, false, &b->a, &h, &n));
	for (size_t i = 0; i < n; i++) {
		struct said key = { .record = h[i].record, .dot = h[i].op };
		struct said *x = b->n == 0 ? NULL
					   : bsearch(&key, b->v, b->n,
						 sizeof(key), by_record);

		if (x != NULL) {
			x->held = true;
			x->held_kind = (int)h[i].kind;
		}
	}
}

static void
index_values(struct book *b)
{
	size_t n;
	const struct oracle_value *v = oracle_values(b->w, &n);

	b->value =
	    arena_new(&b->a, (oracle_count(b->w) + 1) * sizeof(*b->value));
	b->next = arena_new(&b->a, (n + 1) * sizeof(*b->next));
	for (size_t i = 0; i < n; i++) {
		b->next[i] = b->value[v[i].commit];
		b->value[v[i].commit] = (uint32_t)i + 1;
	}
}

void
book_open(struct book *b, struct world *w, struct seat *s)
{
	*b = (struct book){ .w = w, .s = s, .l = s->st->l };
	world_must(w, "the log", ledger_refresh(b->l));
	for (uint32_t no = 1; no <= ledger_logs(b->l); no++) {
		const struct log_info *i = ledger_log(b->l, no);

		if (i != NULL && i->seq >= i->first)
			world_must(w, "the log",
			    ledger_walk(b->l, no, i->first, one_commit, b));
	}
	if (b->n > 0)
		qsort(b->v, b->n, sizeof(*b->v), by_record);
	mark_held(b);
	world_must(w, "disputes",
	    state_disputes(b->l, 0, &b->a, &b->dispute, &b->disputes));
	index_values(b);
}

void
book_close(struct book *b)
{
	for (size_t i = 0; i < b->roots; i++)
		json_free(&b->root[i]);
	mem_free(b->root);
	mem_free(b->v);
	arena_free(&b->a);
}

bool
book_before(const struct book *b, const struct said *x, const struct said *y)
{
	const struct oracle *o = b->w->oracle;

	if (x->commit == y->commit)
		return (x->dot < y->dot);
	if (x->op.kind == OP_CREATE)
		return (true);
	if (y->op.kind == OP_CREATE)
		return (false);
	if (o->c[x->commit].wild || o->c[y->commit].wild)
		return (ledger_past(b->l, x->dot, y->dot));
	return (oracle_past(b->w, x->commit, y->commit));
}

const struct oracle_value *
book_value(const struct book *b, const struct said *x, uint32_t field)
{
	size_t n;
	const struct oracle_value *v = oracle_values(b->w, &n);

	for (uint32_t i = b->value[x->commit]; i != 0; i = b->next[i - 1]) {
		const struct oracle_value *k = &v[i - 1];

		if (k->field == field && k->index == dot_index(x->record) &&
		    k->made == oracle_of(b->w, b->s, x->record))
			return (k);
	}
	return (NULL);
}

const struct dispute *
book_dispute(const struct book *b, dot_t record, uint32_t field)
{
	for (size_t i = 0; i < b->disputes; i++)
		if (b->dispute[i].record == record &&
		    b->dispute[i].field == field)
			return (&b->dispute[i]);
	return (NULL);
}
