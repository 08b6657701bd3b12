#include "proto/cmd/cmd.h"

#include <stdlib.h>

#include "proto/cmd/cmd_parts.h"

#define PLAIN_ORDER 2000 /* more writes than this are listed by time alone */

struct entry {
	dot_t dot;
	struct op op;
	json_t *root;
	struct cmd_who who;
	const struct held *held; /* NULL: it applies */
	bool placed;
};

struct story {
	struct cmd *c;
	struct arena a;
	struct record r;
	struct entry *v;
	size_t n;
	size_t *order;
	struct held *held;
	size_t held_n;
};

static void
story_end(struct story *s)
{
	for (size_t i = 0; i < s->n; i++)
		json_free(&s->v[i].root);
	arena_free(&s->a);
}

static const struct {
	const char *name, *es, *en;
} kinds[] = {
	[OP_CREATE] = { "create", "crea", "creates" },
	[OP_EDIT] = { "edit", "cambia", "changes" },
	[OP_ADD] = { "add", "agrega", "adds" },
	[OP_REMOVE] = { "remove", "quita", "removes" },
	[OP_COUNT] = { "count", "suma", "counts" },
	[OP_SPLICE] = { "splice", "cambia parte de un texto",
	    "changes part of a text" },
	[OP_VOID] = { "void", "vigencia", "life" },
	[OP_RESOLVE] = { "resolve", "resuelve la disputa",
	    "resolves the dispute" },
	[OP_DECIDE] = { "decide", "decide la propuesta",
	    "decides the proposal" },
	[OP_ALIAS] = { "alias", "nombra un registro de cambios",
	    "names a log" },
	[OP_ERASED] = { "erased", "suprimido conforme a la ley",
	    "lawfully erased" },
	[OP_UNKNOWN] = { "unknown", "de un programa más nuevo",
	    "by newer software" },
};

static err_t
gather_one(struct story *s, dot_t dot)
{
	struct entry *w = &s->v[s->n];
	struct stored st;
	const struct err *e;

	e = ledger_commit(s->c->st->l, dot, &s->a, &st);
	if (e != NULL && e->code == ERR_MISSING)
		return (NULL); /* the creation may be yet to come */
	TRY(e);
	w->dot = dot;
	s->n++;
	TRY(ledger_op(
	    s->c->st->l, &st, dot_index(dot), &s->a, &w->root, &w->op));
	TRY(cmd_who(s->c, dot, &s->a, &w->who));
	for (size_t i = 0; i < s->held_n; i++) {
		if (s->held[i].op == dot)
			w->held = &s->held[i];
	}
	return (NULL);
}

static err_t
gather(struct story *s)
{
	dot_t *dots;
	size_t n;

	TRY(state_held(s->c->st->l, 0, false, &s->a, &s->held, &s->held_n));
	TRY(state_touched(s->c->st->l, s->r.id, &s->a, &dots, &n));
	s->v = arena_new(&s->a, n * sizeof(*s->v));
	s->order = arena_new(&s->a, n * sizeof(*s->order));
	for (size_t i = 0; i < n; i++)
		TRY(gather_one(s, dots[i]));
	return (NULL);
}

/* Earlier by the clock; the same everywhere when the clocks agree. */
static bool
earlier(struct story *s, size_t a, size_t b)
{
	const struct entry *x = &s->v[a], *y = &s->v[b];

	if (x->who.at != y->who.at)
		return (x->who.at < y->who.at);
	return (ledger_order(s->c->st->l, x->dot, y->dot) < 0);
}

/* Has everything that this writer had seen been listed? */
static bool
ready(struct story *s, size_t i)
{
	for (size_t k = 0; k < s->n; k++) {
		if (k != i && !s->v[k].placed && s->n <= PLAIN_ORDER &&
		    ledger_past(s->c->st->l, s->v[k].dot, s->v[i].dot))
			return (false);
	}
	return (true);
}

/* By the clock, but nothing before what its author had seen. */
static void
arrange(struct story *s)
{
	for (size_t done = 0; done < s->n; done++) {
		size_t best = s->n;

		for (size_t i = 0; i < s->n; i++) {
			if (s->v[i].placed)
				continue;
			if (best < s->n && !earlier(s, i, best))
				continue;
			if (ready(s, i))
				best = i;
		}
		must(best < s->n);
		s->v[best].placed = true;
		s->order[done] = best;
	}
}

static bool
changes(const struct entry *w)
{
	return (w->held == NULL &&
		(w->op.kind == OP_EDIT || w->op.kind == OP_ADD ||
		    w->op.kind == OP_REMOVE || w->op.kind == OP_COUNT ||
		    w->op.kind == OP_SPLICE));
}

/* Do two concurrent changes write different things into one register? */
static bool
clash(struct story *s, const struct entry *x, const struct entry *y)
{
	for (size_t i = 0; i < x->op.n; i++) {
		const struct field *f =
		    schema_field(s->r.entity, x->op.fv[i].field);

		if (f == NULL || f->merge != MERGE_REG)
			continue;
		for (size_t k = 0; k < y->op.n; k++) {
			if (x->op.fv[i].field == y->op.fv[k].field &&
			    !val_eq(x->op.fv[i].v, y->op.fv[k].v))
				return (true);
		}
	}
	return (false);
}

/* Place in the list (from 1) of each earlier change that neither knew of;
 * want says whether those that clash or those that were merged. */
static size_t
beside(struct story *s, size_t at, bool want, size_t *out)
{
	const struct entry *w = &s->v[s->order[at]];
	struct ledger *l = s->c->st->l;
	size_t n = 0;

	for (size_t i = 0; changes(w) && i < at; i++) {
		const struct entry *x = &s->v[s->order[i]];

		if (changes(x) && !ledger_past(l, x->dot, w->dot) &&
		    dot_commit(x->dot) != dot_commit(w->dot) &&
		    clash(s, x, w) == want)
			out[n++] = i + 1;
	}
	return (n);
}

static const char *
held_name(const struct held *h)
{
	return (h->kind == HELD_PROPOSAL ? "proposal"
		: h->kind == HELD_LATE   ? "late"
					 : "amendment");
}

static const char *
status_name(const struct held *h)
{
	return (h->status == HELD_OPEN       ? "open"
		: h->status == HELD_REJECTED ? "rejected"
					     : "accepted");
}

/* ---- for machines ---------------------------------------------------- */

static err_t
put_values(struct story *s, struct buf *b, const struct entry *w)
{
	TRY(cmd_key(b, "values"));
	TRY(buf_byte(b, '['));
	for (size_t i = 0; i < w->op.n; i++) {
		const struct field *f =
		    schema_field(s->r.entity, w->op.fv[i].field);

		if (f == NULL)
			continue;
		TRY(cmd_comma(b));
		TRY(buf_byte(b, '{'));
		TRY(cmd_put_str(b, "field", f->name));
		TRY(cmd_key(b, "value"));
		TRY(cmd_put_value(s->c, b, f, w->op.fv[i].v));
		TRY(buf_byte(b, '}'));
	}
	return (buf_byte(b, ']'));
}

static err_t
put_beside(struct story *s, struct buf *b, size_t at, bool want)
{
	size_t *v = arena_new(&s->a, (s->n + 1) * sizeof(*v));
	size_t n = beside(s, at, want, v);
	char id[ID_TEXT];

	TRY(cmd_key(b, want ? "disputes_with" : "merged_with"));
	TRY(buf_byte(b, '['));
	for (size_t i = 0; i < n; i++) {
		ledger_id_put(s->c->st->l, s->v[s->order[v[i] - 1]].dot, id);
		TRY(cmd_comma(b));
		TRY(json_put_text(b, span_str(id)));
	}
	return (buf_byte(b, ']'));
}

static err_t
put_entry(struct story *s, struct buf *b, size_t at)
{
	const struct entry *w = &s->v[s->order[at]];

	TRY(cmd_comma(b));
	TRY(buf_byte(b, '{'));
	TRY(cmd_put_id(s->c, b, "op", w->dot));
	TRY(cmd_put_str(b, "kind", kinds[w->op.kind].name));
	TRY(cmd_put_who(b, &w->who));
	if (w->op.kind == OP_VOID)
		TRY(cmd_put_str(
		    b, "state", cmd_life_name((enum life)w->op.state)));
	if (w->op.kind == OP_DECIDE) {
		TRY(cmd_put_id(s->c, b, "proposal", w->op.record));
		TRY(cmd_put_yes(b, "accepted", w->op.state == 1));
	}
	TRY(put_values(s, b, w));
	if (w->op.reason.n > 0) {
		TRY(cmd_key(b, "reason"));
		TRY(json_put_text(b, w->op.reason));
	}
	if (w->held != NULL) {
		TRY(cmd_put_str(b, "held", held_name(w->held)));
		TRY(cmd_put_str(b, "status", status_name(w->held)));
	}
	TRY(put_beside(s, b, at, false));
	TRY(put_beside(s, b, at, true));
	return (buf_byte(b, '}'));
}

static err_t
put_story(struct story *s, struct buf *b)
{
	TRY(buf_byte(b, '{'));
	TRY(cmd_put_id(s->c, b, "id", s->r.id));
	TRY(cmd_put_str(b, "entity", s->r.entity->name));
	TRY(cmd_key(b, "writes"));
	TRY(buf_byte(b, '['));
	for (size_t i = 0; i < s->n; i++)
		TRY(put_entry(s, b, i));
	return (buf_str(b, "]}\n"));
}

/* ---- for people ------------------------------------------------------ */

static err_t
say_values(struct story *s, struct buf *b, const struct entry *w)
{
	for (size_t i = 0; i < w->op.n; i++) {
		const struct field *f =
		    schema_field(s->r.entity, w->op.fv[i].field);
		struct val v = w->op.fv[i].v;

		if (f == NULL)
			continue;
		TRY(buf_fmt(b, "      %s: ", cmd_label(s->c, f)));
		if (w->op.kind == OP_COUNT && v.kind == VAL_INT)
			TRY(buf_fmt(b, "%+lld", (long long)v.i));
		else
			TRY(cmd_say_value(s->c, b, f, v));
		TRY(buf_byte(b, '\n'));
	}
	if (w->op.reason.n > 0) {
		TRY(buf_fmt(b, "      %s: ", cmd_tr(s->c, "motivo", "reason")));
		TRY(cmd_say_text(b, w->op.reason));
		TRY(buf_byte(b, '\n'));
	}
	return (NULL);
}

static const char *
held_what(struct story *s, const struct held *h)
{
	return (
	    h->kind == HELD_PROPOSAL ? cmd_tr(s->c, "propuesta de otra oficina",
					   "proposal of another office")
	    : h->kind == HELD_LATE
		? cmd_tr(s->c, "escrito antes de conocer la entrega de la mesa",
		      "written before the hand-over was known")
		: cmd_tr(s->c, "fe de erratas en borrador", "draft amendment"));
}

static const char *
held_status(struct story *s, const struct held *h)
{
	return (h->status == HELD_OPEN
		    ? cmd_tr(s->c, "por decidir", "to be decided")
		: h->status == HELD_ACCEPTED
		    ? cmd_tr(s->c, "aceptada", "accepted")
		    : cmd_tr(s->c, "rechazada", "rejected"));
}

static err_t
say_held(struct story *s, struct buf *b, const struct held *h)
{
	const char *what = held_what(s, h), *status = held_status(s, h);

	TRY(buf_fmt(b, "      (%s: %s%s%s)\n", what, status,
	    h->reason != NULL && h->reason[0] != '\0' ? "; " : "",
	    h->reason == NULL ? "" : h->reason));
	return (NULL);
}

static err_t
say_beside(struct story *s, struct buf *b, size_t at, bool want)
{
	size_t *v = arena_new(&s->a, (s->n + 1) * sizeof(*v));
	size_t n = beside(s, at, want, v);

	for (size_t i = 0; i < n; i++) {
		TRY(buf_fmt(b, "      %s %zu\n",
		    want ? cmd_tr(s->c, "en disputa con el cambio",
			       "in dispute with change")
			 : cmd_tr(s->c, "fusión automática con el cambio",
			       "merged automatically with change"),
		    v[i]));
	}
	return (NULL);
}

static err_t
say_entry(struct story *s, struct buf *b, size_t at)
{
	const struct entry *w = &s->v[s->order[at]];

	TRY(buf_fmt(b, "%4zu  ", at + 1));
	TRY(cmd_say_who(s->c, b, &w->who));
	TRY(buf_fmt(b, "  [%s]\n      %s",
	    w->who.receipt != 0
		? cmd_tr(s->c, "Confirmado", "Confirmed")
		: cmd_tr(s->c, "Por confirmar", "To be confirmed"),
	    cmd_tr(s->c, kinds[w->op.kind].es, kinds[w->op.kind].en)));
	if (w->op.kind == OP_VOID)
		TRY(buf_fmt(
		    b, ": %s", cmd_life_label(s->c, (enum life)w->op.state)));
	if (w->op.kind == OP_DECIDE)
		TRY(buf_fmt(b, ": %s",
		    w->op.state == 1 ? cmd_tr(s->c, "aceptada", "accepted")
				     : cmd_tr(s->c, "rechazada", "rejected")));
	TRY(buf_byte(b, '\n'));
	TRY(say_values(s, b, w));
	if (w->held != NULL)
		TRY(say_held(s, b, w->held));
	TRY(say_beside(s, b, at, false));
	return (say_beside(s, b, at, true));
}

err_t
cmd_history(struct cmd *c, struct cli *cli)
{
	CLEAN(story_end) struct story s = { .c = c };
	CLEAN(buf_free) struct buf b = ANSWER;

	TRY(cmd_speak(c, cli));
	TRY(cmd_need(c, cli->word[0], &s.a, &s.r));
	TRY(gather(&s));
	arrange(&s);
	if (cli->json) {
		TRY(put_story(&s, &b));
		return (cmd_answer(c, &b));
	}
	TRY(buf_fmt(&b, "%s ", cmd_tr(c, s.r.entity->es, s.r.entity->en)));
	TRY(cmd_name_of(c, &b, &s.r));
	TRY(buf_byte(&b, '\n'));
	for (size_t i = 0; i < s.n; i++)
		TRY(say_entry(&s, &b, i));
	return (cmd_answer(c, &b));
}

/* ---- for pages ------------------------------------------------------- */

/* The newest write of a register that the author of order[at] knew. */
static struct val
saw(struct story *s, size_t at, uint32_t field)
{
	const struct entry *w = &s->v[s->order[at]];

	for (size_t i = at; i-- > 0;) {
		const struct entry *x = &s->v[s->order[i]];

		if (x->held != NULL ||
		    (x->op.kind != OP_CREATE && x->op.kind != OP_EDIT &&
			x->op.kind != OP_RESOLVE))
			continue;
		for (size_t k = 0; k < x->op.n; k++)
			if (x->op.fv[k].field == field &&
			    ledger_past(s->c->st->l, x->dot, w->dot))
				return (x->op.fv[k].v);
	}
	return (val_null());
}

static const struct val *
all_saw(struct story *s, size_t at)
{
	const struct op *op = &s->v[s->order[at]].op;
	struct val *was = arena_new(&s->a, (op->n + 1) * sizeof(*was));

	for (size_t i = 0; i < op->n; i++) {
		const struct field *f =
		    schema_field(s->r.entity, op->fv[i].field);

		was[i] = val_null();
		if (f != NULL && f->merge == MERGE_REG &&
		    (op->kind == OP_EDIT || op->kind == OP_RESOLVE))
			was[i] = saw(s, at, f->no);
	}
	return (was);
}

static err_t
tell(struct story *s, size_t at,
    err_t (*fn)(void *ctx, const struct cmd_told *t), void *ctx)
{
	const struct entry *w = &s->v[s->order[at]];
	struct cmd_told t = { .no = at + 1,
		.dot = w->dot,
		.who = w->who,
		.what =
		    cmd_tr(s->c, kinds[w->op.kind].es, kinds[w->op.kind].en),
		.op = &w->op,
		.was = all_saw(s, at) };

	t.merged = arena_new(&s->a, (s->n + 1) * sizeof(*t.merged));
	t.disputed = arena_new(&s->a, (s->n + 1) * sizeof(*t.disputed));
	t.merged_n = beside(s, at, false, t.merged);
	t.disputed_n = beside(s, at, true, t.disputed);
	if (w->held != NULL)
		t.held = arena_fmt(&s->a, "%s: %s", held_what(s, w->held),
		    held_status(s, w->held));
	return (fn(ctx, &t));
}

err_t
cmd_story(struct cmd *c, const struct record *r,
    err_t (*fn)(void *ctx, const struct cmd_told *t), void *ctx)
{
	CLEAN(story_end) struct story s = { .c = c, .r = *r };

	TRY(gather(&s));
	arrange(&s);
	for (size_t i = 0; i < s.n; i++)
		TRY(tell(&s, i, fn, ctx));
	return (NULL);
}
