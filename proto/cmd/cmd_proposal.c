#include "proto/cmd/cmd.h"

#include "proto/cmd/cmd_parts.h"

static const char *const kinds[] = { "", "proposal", "late", "amendment" };
static const char *const statuses[] = { "open", "rejected", "accepted" };

/* A held op, with what it would change. */
struct proposed {
	const struct held *h;
	json_t *root;
	struct op op;
	struct cmd_who who;
};

static void
proposed_end(struct proposed *p)
{
	json_free(&p->root);
}

static err_t
read_op(struct cmd *c, struct proposed *p, struct arena *a)
{
	struct stored st;

	TRY(ledger_commit(c->st->l, p->h->op, a, &st));
	TRY(ledger_op(c->st->l, &st, dot_index(p->h->op), a, &p->root, &p->op));
	return (cmd_who(c, p->h->op, a, &p->who));
}

/* Is it for this desk to decide? */
static bool
for_us(struct cmd *c, const struct held *h)
{
	return (h->owner_office == 0 ? c->desk->federal
				     : h->owner_office == c->desk->office);
}

static err_t
office_name(struct cmd *c, struct buf *b, dot_t office)
{
	if (office == 0)
		return (
		    buf_str(b, cmd_tr(c, "Nivel federal", "Federal level")));
	return (cmd_name(c, b, schema_entity(ENTITY_office), office));
}

static err_t
put_office(struct cmd *c, struct buf *b, const char *key, dot_t office)
{
	CLEAN(buf_free) struct buf name = BUF(4096);

	TRY(office_name(c, &name, office));
	return (cmd_put_str(b, key, (const char *)name.p));
}

static err_t
put_proposed(struct cmd *c, struct buf *b, const struct proposed *p)
{
	const struct held *h = p->h;

	TRY(cmd_comma(b));
	TRY(buf_byte(b, '{'));
	TRY(cmd_put_id(c, b, "id", h->op));
	TRY(cmd_put_id(c, b, "record", h->record));
	TRY(cmd_put_str(b, "entity", h->entity->name));
	TRY(cmd_put_str(b, "space", ledger_space_name(c->st->l, h->space)));
	TRY(cmd_put_str(b, "kind", kinds[h->kind]));
	TRY(cmd_put_str(b, "status", statuses[h->status]));
	TRY(cmd_put_yes(b, "ours", for_us(c, h)));
	TRY(put_office(c, b, "from", h->author_office));
	TRY(put_office(c, b, "to", h->owner_office));
	TRY(cmd_put_who(b, &p->who));
	TRY(cmd_put_yes(b, "creates", p->op.kind == OP_CREATE));
	TRY(cmd_put_yes(b, "voids", p->op.kind == OP_VOID));
	TRY(cmd_key(b, "values"));
	TRY(buf_byte(b, '['));
	for (size_t i = 0; i < p->op.n; i++) {
		const struct field *f =
		    schema_field(h->entity, p->op.fv[i].field);

		if (f == NULL)
			continue;
		TRY(cmd_comma(b));
		TRY(buf_byte(b, '{'));
		TRY(cmd_put_str(b, "field", f->name));
		TRY(cmd_key(b, "value"));
		TRY(cmd_put_value(c, b, f, p->op.fv[i].v));
		TRY(buf_byte(b, '}'));
	}
	TRY(buf_byte(b, ']'));
	TRY(cmd_put_str(b, "reason", h->reason));
	return (buf_byte(b, '}'));
}

static err_t
say_proposed(struct cmd *c, struct buf *b, const struct proposed *p)
{
	const struct held *h = p->h;
	char id[ID_TEXT];

	ledger_id_put(c->st->l, h->op, id);
	TRY(buf_fmt(b, "%s  %s ", id, cmd_tr(c, h->entity->es, h->entity->en)));
	if (p->op.kind == OP_CREATE)
		TRY(buf_str(b, cmd_tr(c, "(nuevo)", "(new)")));
	else
		TRY(cmd_name(c, b, h->entity, h->record));
	TRY(buf_fmt(b, "  %s\n    %s: ",
	    h->status == HELD_OPEN
		? (for_us(c, h) ? cmd_tr(c, "[por decidir aquí]", "[for us]")
				: cmd_tr(c, "[la decide la otra oficina]",
				      "[for the other office]"))
	    : h->status == HELD_ACCEPTED
		? cmd_tr(c, "[aceptada]", "[accepted]")
		: cmd_tr(c, "[rechazada]", "[rejected]"),
	    cmd_tr(c, "de", "from")));
	TRY(office_name(c, b, h->author_office));
	TRY(buf_fmt(b, "  %s: ", cmd_tr(c, "para", "to")));
	TRY(office_name(c, b, h->owner_office));
	TRY(buf_str(b, "  "));
	TRY(cmd_say_who(c, b, &p->who));
	TRY(buf_byte(b, '\n'));
	if (p->op.kind == OP_VOID)
		TRY(buf_fmt(
		    b, "    %s\n", cmd_life_label(c, (enum life)p->op.state)));
	for (size_t i = 0; i < p->op.n; i++) {
		const struct field *f =
		    schema_field(h->entity, p->op.fv[i].field);

		if (f == NULL)
			continue;
		TRY(buf_fmt(b, "    %s: ", cmd_label(c, f)));
		TRY(cmd_say_value(c, b, f, p->op.fv[i].v));
		TRY(buf_byte(b, '\n'));
	}
	if (h->reason != NULL && h->reason[0] != '\0')
		TRY(buf_fmt(b, "    %s: %s\n", cmd_tr(c, "motivo", "reason"),
		    h->reason));
	return (NULL);
}

err_t
cmd_proposals(struct cmd *c, struct cli *cli)
{
	CLEAN(arena_free) struct arena a = ARENA;
	CLEAN(buf_free) struct buf b = ANSWER;
	struct held *h;
	size_t n;

	TRY(cmd_speak(c, cli));
	TRY(state_held(c->st->l, 0, cli_opt(cli, "all") == NULL, &a, &h, &n));
	if (cli->json)
		TRY(buf_str(&b, "{\"proposals\":["));
	for (size_t i = 0; i < n; i++) {
		CLEAN(proposed_end) struct proposed p = { .h = &h[i] };

		TRY(read_op(c, &p, &a));
		TRY(cli->json ? put_proposed(c, &b, &p)
			      : say_proposed(c, &b, &p));
	}
	if (cli->json)
		TRY(buf_str(&b, "]}\n"));
	else if (n == 0)
		TRY(buf_str(&b, cmd_tr(c, "No hay propuestas por decidir.\n",
				    "There are no proposals to decide.\n")));
	return (cmd_answer(c, &b));
}

/* The held op that a person names. */
static err_t
find_held(struct cmd *c, const char *text, struct arena *a, struct held *out)
{
	struct held *h;
	dot_t op;
	size_t n;

	TRY_FOR(ledger_id_take(c->st->l, text, &op), "the command proposals"
						     " lists their ids");
	TRY(state_held(c->st->l, 0, false, a, &h, &n));
	for (size_t i = 0; i < n; i++) {
		if (h[i].op != op)
			continue;
		*out = h[i];
		return (NULL);
	}
	return (err_new(ERR_MISSING,
	    "no proposal %.40s; the command proposals"
	    " lists those there are",
	    text));
}

static err_t
decide(struct cmd *c, struct cli *cli, bool accept)
{
	CLEAN(arena_free) struct arena a = ARENA;
	CLEAN(cmd_end) struct act *act = NULL;
	CLEAN(buf_free) struct buf b = ANSWER;
	const char *reason;
	struct held h = { 0 };
	dot_t commit;

	TRY(cmd_reason(cli, &reason));
	TRY(find_held(c, cli->word[0], &a, &h));
	TRY(cmd_begin(c, &act));
	TRY(act_decide(act, h.op, accept, reason));
	TRY(act_save(act, c->actor == NULL ? "" : c->actor, &commit));
	if (cli->json) {
		TRY(buf_byte(&b, '{'));
		TRY(cmd_put_id(c, &b, "proposal", h.op));
		TRY(cmd_put_id(c, &b, "record", h.record));
		TRY(cmd_put_yes(&b, "accepted", accept));
		TRY(cmd_put_id(c, &b, "commit", commit));
		TRY(cmd_put_notes(c, &b, &act->notes));
		TRY(buf_str(&b, "}\n"));
		return (cmd_answer(c, &b));
	}
	cmd_warn(c, &act->notes);
	TRY(buf_fmt(&b, "%s: %s\n", cli->word[0],
	    accept ? cmd_tr(c, "aceptada", "accepted")
		   : cmd_tr(c, "rechazada", "rejected")));
	return (cmd_answer(c, &b));
}

err_t
cmd_accept(struct cmd *c, struct cli *cli)
{
	return (decide(c, cli, true));
}

err_t
cmd_reject(struct cmd *c, struct cli *cli)
{
	return (decide(c, cli, false));
}
