/*
 * fold_look -- a field as somebody had it before them: what stood against
 * what, and what both had seen.  Nothing is written.
 */
#include "proto/base/text.h"
#include "proto/log/fold_parts.h"

SQL(fold_look_held, "SELECT kind FROM held WHERE op = ?1");

/* Only what the author of `before` had seen, and what applies of it. */
static err_t
pick(struct gathered *g, dot_t before)
{
	size_t n = 0;

	for (size_t i = 0; i < g->n; i++) {
		int64_t kind;

		if (before != 0 && !ledger_past(g->f->l, g->w[i].dot, before))
			continue;
		TRY(db_int(ledger_db(g->f->l), &fold_look_held, 0, &kind,
		    A_INT(g->w[i].dot)));
		g->w[n] = g->w[i];
		g->w[n++].held = kind != 0 && kind != HELD_AMENDMENT;
	}
	g->n = n;
	return (NULL);
}

static struct val
keep(struct arena *a, struct val v)
{
	if (v.kind == VAL_TEXT || v.kind == VAL_BLOB)
		v.s = span_of(arena_dup(a, v.s), v.s.n);
	return (v);
}

static void
copy(const struct merged_field *m, struct arena *a, struct merged_field *out)
{
	*out = *m;
	out->shown = keep(a, m->shown);
	out->base = keep(a, m->base);
	out->versions = arena_new(a, (m->n + 1) * sizeof(*out->versions));
	for (size_t i = 0; i < m->n; i++) {
		out->versions[i] = m->versions[i];
		out->versions[i].v = keep(a, m->versions[i].v);
	}
}

err_t
fold_look(struct fold *f, const struct fold_ask *ask, struct arena *a,
    struct merged_field *out, bool *found)
{
	CLEAN(arena_free) struct arena s = ARENA;
	CLEAN(fold_gathered_free)
	struct gathered g = { .f = f, .e = ask->e, .id = ask->id, .a = &s };
	struct merge_in in = { .entity = ask->e,
		.past = fold_past,
		.order = fold_order,
		.ctx = f->l };
	struct merged m;

	*found = false;
	TRY(fold_gather(&g));
	if (g.other || !g.created)
		return (NULL);
	TRY(pick(&g, ask->before));
	in.writes = g.w;
	in.n = g.n;
	TRY(merge_record(&in, &s, &m));
	for (size_t i = 0; i < m.n; i++) {
		if (m.fields[i].field != ask->field)
			continue;
		copy(&m.fields[i], a, out);
		*found = true;
	}
	return (NULL);
}

err_t
fold_spliced( // NOLINT(readability-function-size)
    struct fold *f, const struct op *op, dot_t dot, struct arena *a,
    struct span *was, struct span *now, bool *found)
{
	CLEAN(buf_free) struct buf b = BUF(LIMIT_TEXT_BYTES);
	const struct entity *e = schema_entity(op->entity);
	struct fold_ask ask = { e, op->record, 0, dot };
	struct merged_field m = { .n = 0 };
	struct span s, end;

	*found = false;
	if (e == NULL || op->kind != OP_SPLICE || op->n != 1)
		return (NULL);
	ask.field = op->fv[0].field;
	TRY(fold_look(f, &ask, a, &m, found));
	s = m.shown.s;
	*found = *found && m.n == 1 && m.versions[0].dot == op->base &&
		 m.shown.kind == VAL_TEXT && op->at <= s.n &&
		 op->del <= s.n - op->at;
	if (!*found)
		return (NULL);
	end = span_of(s.p + op->at + op->del, s.n - op->at - op->del);
	TRY(buf_span(&b, span_of(s.p, op->at)));
	TRY(buf_span(&b, op->fv[0].v.s));
	TRY(buf_span(&b, end));
	*found = text_valid(buf_all(&b));
	*was = s;
	*now = span_of(arena_dup(a, buf_all(&b)), b.n);
	return (NULL);
}
