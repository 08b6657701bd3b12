#include "proto/cmd/cmd.h"

#include "proto/cmd/cmd_parts.h"

/* Where a record is between here and the hub. */
enum whereabouts { AT_HUB, ONLY_HERE };

/* Is one of its writes in an own log without a receipt? */
err_t
cmd_confirmed(struct cmd *c, dot_t record, struct arena *a, bool *yes)
{
	dot_t *dots;
	size_t n;

	*yes = true;
	TRY(state_touched(c->st->l, record, a, &dots, &n));
	for (size_t i = 0; i < n; i++) {
		const struct log_info *l =
		    ledger_log(c->st->l, dot_log(dots[i]));
		int64_t pending = 0;
		uint32_t first = 0;

		if (l == NULL || l->mine == 0)
			continue;
		TRY(cmd_pending(c, l, &first, &pending));
		if (pending > 0 && dot_seq(dots[i]) >= first)
			*yes = false;
	}
	return (NULL);
}

static err_t
whereabouts(struct cmd *c, dot_t record, struct arena *a, enum whereabouts *out)
{
	bool yes;

	TRY(cmd_confirmed(c, record, a, &yes));
	*out = yes ? AT_HUB : ONLY_HERE;
	return (NULL);
}

/* Walk every reference of a record. */
static err_t
each_ref(struct cmd *c, const struct record *r, struct arena *a,
    err_t (*fn)(struct cmd *c, struct buf *b, const struct field *f, dot_t id,
	enum cmd_seen s),
    struct buf *b)
{
	for (size_t i = 0; i < r->entity->n; i++) {
		const struct field *f = &r->entity->fields[i];
		struct val *v = &r->v[i];
		size_t n = f->merge == MERGE_LIST ? 0 : 1;

		if (f->type != TYPE_REF)
			continue;
		if (f->merge == MERGE_LIST)
			TRY(state_elements(c->st->l, r->id, f->no, a, &v, &n));
		for (size_t k = 0; k < n; k++) {
			enum cmd_seen seen;

			if (v[k].kind != VAL_INT)
				continue;
			TRY(cmd_seen(c,
			    f->target == 0 ? NULL : schema_entity(f->target),
			    v[k].i, &seen));
			TRY(fn(c, b, f, v[k].i, seen));
		}
	}
	return (NULL);
}

/* Disputes of one record. */
static err_t
disputes_of(struct cmd *c, const struct record *r, struct arena *a,
    struct buf *b,
    err_t (*fn)(struct cmd *c, struct buf *b, const struct dispute *d))
{
	struct dispute *d;
	size_t n;

	TRY(state_disputes(c->st->l, r->space, a, &d, &n));
	for (size_t i = 0; i < n; i++) {
		if (d[i].record == r->id)
			TRY(fn(c, b, &d[i]));
	}
	return (NULL);
}

static err_t
put_ref(struct cmd *c, struct buf *b, const struct field *f, dot_t id,
    enum cmd_seen s)
{
	CLEAN(buf_free) struct buf name = BUF(4096);

	TRY(cmd_name(
	    c, &name, f->target == 0 ? NULL : schema_entity(f->target), id));
	TRY(cmd_comma(b));
	TRY(buf_byte(b, '{'));
	TRY(cmd_put_str(b, "field", f->name));
	TRY(cmd_put_id(c, b, "id", id));
	TRY(cmd_put_str(b, "state", cmd_seen_name(s)));
	TRY(cmd_put_str(b, "name", (const char *)name.p));
	return (buf_byte(b, '}'));
}

static err_t
put_waiting(struct cmd *c, struct buf *b, const struct field *f, dot_t id,
    enum cmd_seen s)
{
	char text[ID_TEXT];

	(void)f;
	if (s != SEEN_NOT_YET)
		return (NULL);
	ledger_id_put(c->st->l, id, text);
	TRY(cmd_comma(b));
	return (json_put_text(b, span_str(text)));
}

static err_t
put_labels(struct cmd *c, struct buf *b, const struct record *r)
{
	TRY(cmd_key(b, "labels"));
	TRY(buf_byte(b, '{'));
	for (size_t i = 0; i < r->entity->n; i++)
		TRY(cmd_put_str(b, r->entity->fields[i].name,
		    cmd_label(c, &r->entity->fields[i])));
	return (buf_byte(b, '}'));
}

static err_t
put_show(struct cmd *c, struct buf *b, const struct record *r, struct arena *a,
    enum whereabouts w)
{
	TRY(buf_byte(b, '{'));
	TRY(cmd_put_record(c, b, r));
	TRY(put_labels(c, b, r));
	TRY(cmd_put_yes(b, "confirmed", w == AT_HUB));
	TRY(cmd_put_id(c, b, "roundtable", r->root));
	TRY(cmd_key(b, "refs"));
	TRY(buf_byte(b, '['));
	TRY(each_ref(c, r, a, put_ref, b));
	TRY(buf_byte(b, ']'));
	TRY(cmd_key(b, "waiting"));
	TRY(buf_byte(b, '['));
	TRY(each_ref(c, r, a, put_waiting, b));
	TRY(buf_byte(b, ']'));
	TRY(cmd_key(b, "disputes"));
	TRY(buf_byte(b, '['));
	TRY(disputes_of(c, r, a, b, cmd_put_dispute));
	return (buf_str(b, "]}\n"));
}

/* ---- for people ------------------------------------------------------ */

static err_t
say_waiting(struct cmd *c, struct buf *b, const struct field *f, dot_t id,
    enum cmd_seen s)
{
	char text[ID_TEXT];

	if (s != SEEN_NOT_YET)
		return (NULL);
	ledger_id_put(c->st->l, id, text);
	return (buf_fmt(b, "%s: %s (%s)\n",
	    cmd_tr(c, "esperando a", "waiting for"), text, cmd_label(c, f)));
}

/* Long texts keep their lines, set in. */
static err_t
indented(struct buf *b, struct span s, size_t by)
{
	for (size_t i = 0; i < s.n; i++) {
		TRY(buf_byte(
		    b, s.p[i] < 0x20 && s.p[i] != '\n' ? ' ' : s.p[i]));
		for (size_t k = 0; s.p[i] == '\n' && k < by; k++)
			TRY(buf_byte(b, ' '));
	}
	return (NULL);
}

static err_t
say_field(struct cmd *c, struct buf *b, const struct record *r,
    const struct field *f, struct arena *a, size_t wide)
{
	CLEAN(buf_free) struct buf s = BUF(SAID_BYTES);
	const char *label = cmd_label(c, f);
	struct val *v = &r->v[f->no - 1];
	size_t n = v->kind == VAL_NULL ? 0 : 1;

	if (f->merge == MERGE_LIST)
		TRY(state_elements(c->st->l, r->id, f->no, a, &v, &n));
	for (size_t i = 0; i < n; i++) {
		if (i > 0)
			TRY(buf_str(&s, "; "));
		TRY(cmd_say_value(c, &s, f, v[i]));
	}
	if (n == 0)
		return (NULL);
	TRY(buf_fmt(b, "  %s", label));
	for (size_t w = table_width(span_str(label)); w < wide + 2; w++)
		TRY(buf_byte(b, ' '));
	TRY(indented(b, buf_all(&s), wide + 4));
	return (buf_byte(b, '\n'));
}

static err_t
say_show(struct cmd *c, struct buf *b, const struct record *r, struct arena *a,
    enum whereabouts w)
{
	const char *space = ledger_space_name(c->st->l, r->space);
	char id[ID_TEXT];
	size_t wide = 0;

	for (size_t i = 0; i < r->entity->n; i++) {
		size_t n =
		    table_width(span_str(cmd_label(c, &r->entity->fields[i])));

		if (n > wide && r->v[i].kind != VAL_NULL)
			wide = n;
	}
	ledger_id_put(c->st->l, r->id, id);
	TRY(buf_fmt(b, "%s ", cmd_tr(c, r->entity->es, r->entity->en)));
	TRY(cmd_name_of(c, b, r));
	TRY(buf_fmt(b, "\n  id %s  %s %s  [%s]  [%s]\n", id,
	    cmd_tr(c, "espacio", "space"), space, cmd_life_label(c, r->life),
	    w == AT_HUB ? cmd_tr(c, "Confirmado", "Confirmed")
			: cmd_tr(c, "Por enviar", "To be sent")));
	for (size_t i = 0; i < r->entity->n; i++)
		TRY(say_field(c, b, r, &r->entity->fields[i], a, wide));
	TRY(each_ref(c, r, a, say_waiting, b));
	return (disputes_of(c, r, a, b, cmd_say_dispute));
}

err_t
cmd_show(struct cmd *c, struct cli *cli)
{
	CLEAN(arena_free) struct arena a = ARENA;
	CLEAN(buf_free) struct buf b = ANSWER;
	enum whereabouts w;
	struct record r;

	TRY(cmd_speak(c, cli));
	TRY(cmd_need(c, cli->word[0], &a, &r));
	TRY(whereabouts(c, r.id, &a, &w));
	if (cli->json)
		TRY(put_show(c, &b, &r, &a, w));
	else
		TRY(say_show(c, &b, &r, &a, w));
	return (cmd_answer(c, &b));
}
