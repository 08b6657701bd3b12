/*
 * fold_wait -- records that wait for a dot that was not folded yet.
 */
#include "proto/log/fold_parts.h"

SQL(fold_wait_put, "INSERT OR IGNORE INTO waiting (parent, record, entity)"
		   " VALUES (?1, ?2, ?3)");
SQL(fold_wait_list, "SELECT record, entity FROM waiting WHERE parent = ?1");
SQL(fold_wait_done, "DELETE FROM waiting WHERE parent = ?1");

err_t
fold_wait(struct fold *f, const struct entity *e, dot_t id, dot_t dot)
{
	f->waiting = true;
	return (db_run(ledger_db(f->l), &fold_wait_put, A_INT(dot), A_INT(id),
	    A_INT(e->no)));
}

/* Is that the dot of a write to this record that was not folded yet? What is
 * not here may be one. */
static err_t
to_come(struct gathered *g, dot_t dot, bool *yes)
{
	CLEAN(json_free) json_t *root = NULL;
	struct stored c;
	struct op op;
	err_t e = ledger_commit(g->f->l, dot, g->a, &c);

	*yes = e != NULL && e->code == ERR_MISSING;
	if (*yes)
		return (NULL);
	TRY(e);
	if (dot_index(dot) >= c.n)
		return (NULL);
	e = ledger_op(g->f->l, &c, dot_index(dot), g->a, &root, &op);
	if (e != NULL && (e->code == ERR_FORMAT || e->code == ERR_LIMIT))
		return (NULL);
	TRY(e);
	*yes = op.kind != OP_CREATE && op.record == g->id;
	return (NULL);
}

/* The creation was gathered first, then the touches in order. */
static bool
gathered_has(const struct gathered *g, dot_t dot)
{
	size_t from = 1, to = g->n;

	while (from < to) {
		size_t mid = from + (to - from) / 2;

		if (g->w[mid].dot < dot)
			from = mid + 1;
		else
			to = mid;
	}
	return (dot == g->id || (from < g->n && g->w[from].dot == dot));
}

/* A splice whose base is in a log that is folded later cannot be read, and
 * leaves nothing that the base could be held against when it comes: so the
 * record waits for it. */
err_t
fold_wait_bases(struct gathered *g)
{
	for (size_t i = 0; i < g->n; i++) {
		const struct op *op = &g->w[i].op;
		bool yes;

		if (op->kind != OP_SPLICE || gathered_has(g, op->base))
			continue;
		TRY(to_come(g, op->base, &yes));
		if (yes)
			TRY(fold_wait(g->f, g->e, g->id, op->base));
	}
	return (NULL);
}

err_t
fold_arrived(struct fold *f, const struct entity *e, dot_t id)
{
	CLEAN(rows_done) struct rows r = { 0 };
	size_t n = 0;
	bool more;

	TRY(db_query(&r, ledger_db(f->l), &fold_wait_list, A_INT(id)));
	for (;;) {
		dot_t child;

		TRY(rows_next(&r, &more));
		if (!more)
			break;
		child = rows_int(&r, 0);
		if (child == id) /* the op that came first knew no better */
			fold_later(f, e, id);
		else if (schema_entity((uint64_t)rows_int(&r, 1)) != NULL)
			fold_later(
			    f, schema_entity((uint64_t)rows_int(&r, 1)), child);
		n++;
	}
	rows_done(&r);
	return (n == 0 ? NULL
		       : db_run(ledger_db(f->l), &fold_wait_done, A_INT(id)));
}
