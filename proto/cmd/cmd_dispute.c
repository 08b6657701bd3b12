#include "proto/cmd/cmd.h"

#include "proto/cmd/cmd_parts.h"

static const struct {
	const char *name, *es, *en;
} reviews[] = {
	[REVIEW_NONE] = { "none", "", "" },
	[REVIEW_VALUE] = { "value", "valores distintos", "different values" },
	[REVIEW_TEXT] = { "text", "párrafos que se enciman",
	    "paragraphs that overlap" },
	[REVIEW_VOID] = { "void", "uno lo anuló y otro lo editó",
	    "voided by one, edited by another" },
	[REVIEW_FOLIO] = { "folio", "dos registros con el mismo folio",
	    "two records with one folio" },
	[REVIEW_TERMINAL] = { "terminal", "dos estados finales",
	    "two final states" },
	[REVIEW_APPROVAL] = { "approval", "dos aprobaciones distintas",
	    "two different approvals" },
};

const char *
cmd_review_name(enum review r)
{
	return (reviews[r].name);
}

const char *
cmd_review_label(const struct cmd *c, enum review r)
{
	return (cmd_tr(c, reviews[r].es, reviews[r].en));
}

static const char *
field_name(const struct field *f)
{
	return (f == NULL ? "life" : f->name);
}

/* "RECORD/field": how the dispute is called. */
static void
dispute_id(struct cmd *c, const struct dispute *d, const struct field *f,
    char out[ID_TEXT + 64])
{
	char id[ID_TEXT];

	ledger_id_put(c->st->l, d->record, id);
	(void)snprintf(out, ID_TEXT + 64, "%s/%s", id, field_name(f));
}

static err_t
shown(struct cmd *c, const struct dispute *d, struct arena *a, struct record *r,
    bool *found)
{
	*r = (struct record){ .life = LIFE_ABSENT };
	return (state_get(c->st->l, d->entity, d->record, a, r, found));
}

/* A sibling's value: of a field, or of the lifecycle. */
static err_t
put_branch_value(
    struct cmd *c, struct buf *b, const struct field *f, struct val v)
{
	if (f != NULL)
		return (cmd_put_value(c, b, f, v));
	if (v.kind != VAL_INT)
		return (buf_str(b, "null"));
	return (json_put_text(b, span_str(cmd_life_name((enum life)v.i))));
}

static err_t
say_branch_value(
    struct cmd *c, struct buf *b, const struct field *f, struct val v)
{
	if (f != NULL)
		return (cmd_say_value(c, b, f, v));
	return (buf_str(
	    b, v.kind != VAL_INT ? "-" : cmd_life_label(c, (enum life)v.i)));
}

static err_t
put_branches(struct cmd *c, struct buf *b, const struct dispute *d,
    const struct field *f, struct arena *a)
{
	struct version *v;
	size_t n;

	TRY(state_siblings(c->st->l, d->record, d->field, a, &v, &n));
	TRY(cmd_key(b, "branches"));
	TRY(buf_byte(b, '['));
	for (size_t i = 0; i < n; i++) {
		const char letter[2] = { (char)('A' + (i % 26)), '\0' };
		struct cmd_who w;

		TRY(cmd_who(c, v[i].dot, a, &w));
		TRY(cmd_comma(b));
		TRY(buf_byte(b, '{'));
		TRY(cmd_put_str(b, "branch", letter));
		TRY(cmd_key(b, "value"));
		TRY(put_branch_value(c, b, f, v[i].v));
		TRY(cmd_put_id(c, b, "op", v[i].dot));
		TRY(cmd_put_who(b, &w));
		TRY(buf_byte(b, '}'));
	}
	return (buf_byte(b, ']'));
}

err_t
cmd_put_dispute(struct cmd *c, struct buf *b, const struct dispute *d)
{
	CLEAN(arena_free) struct arena a = ARENA;
	const struct field *f = schema_field(d->entity, d->field);
	char id[ID_TEXT + 64];
	struct record r;
	bool found;

	dispute_id(c, d, f, id);
	TRY(shown(c, d, &a, &r, &found));
	TRY(cmd_comma(b));
	TRY(buf_byte(b, '{'));
	TRY(cmd_put_str(b, "id", id));
	TRY(cmd_put_id(c, b, "record", d->record));
	TRY(cmd_put_str(b, "entity", d->entity->name));
	TRY(cmd_put_str(b, "field", field_name(f)));
	TRY(cmd_put_str(b, "kind", cmd_review_name(d->kind)));
	TRY(cmd_put_str(b, "space", ledger_space_name(c->st->l, d->space)));
	TRY(cmd_key(b, "shown"));
	if (found && f != NULL && f->merge != MERGE_LIST)
		TRY(cmd_put_value(c, b, f, r.v[f->no - 1]));
	else
		TRY(put_branch_value(c, b, NULL, val_int(r.life)));
	TRY(put_branches(c, b, d, f, &a));
	return (buf_byte(b, '}'));
}

static err_t
say_branches(struct cmd *c, struct buf *b, const struct dispute *d,
    const struct field *f, struct arena *a)
{
	struct version *v;
	size_t n;

	TRY(state_siblings(c->st->l, d->record, d->field, a, &v, &n));
	for (size_t i = 0; i < n; i++) {
		struct cmd_who w;

		TRY(cmd_who(c, v[i].dot, a, &w));
		TRY(buf_fmt(b, "    %c  ", (char)('A' + (i % 26))));
		TRY(say_branch_value(c, b, f, v[i].v));
		TRY(buf_str(b, "   ("));
		TRY(cmd_say_who(c, b, &w));
		TRY(buf_str(b, ")\n"));
	}
	return (NULL);
}

err_t
cmd_say_dispute(struct cmd *c, struct buf *b, const struct dispute *d)
{
	CLEAN(arena_free) struct arena a = ARENA;
	const struct field *f = schema_field(d->entity, d->field);
	char id[ID_TEXT + 64];
	struct record r;
	bool found;

	dispute_id(c, d, f, id);
	TRY(shown(c, d, &a, &r, &found));
	TRY(buf_fmt(b, "%s: %s  ", cmd_tr(c, "Disputa", "Dispute"), id));
	TRY(cmd_name(c, b, d->entity, d->record));
	TRY(buf_fmt(b, "  %s / %s  [%s]\n",
	    cmd_tr(c, d->entity->es, d->entity->en), cmd_label(c, f),
	    cmd_tr(c, reviews[d->kind].es, reviews[d->kind].en)));
	TRY(say_branches(c, b, d, f, &a));
	TRY(buf_fmt(b, "    %s: ", cmd_tr(c, "se muestra", "shown")));
	if (found && f != NULL && f->merge != MERGE_LIST)
		TRY(cmd_say_value(c, b, f, r.v[f->no - 1]));
	else
		TRY(buf_str(b, cmd_life_label(c, r.life)));
	return (buf_fmt(b, "\n    resolve %s %s --reason %s\n", id,
	    d->kind == REVIEW_VOID    ? "--take void|live"
	    : d->kind == REVIEW_FOLIO ? "--value FOLIO"
				      : "--take A|B",
	    cmd_tr(c, "MOTIVO", "TEXT")));
}

static err_t
space_word(struct cmd *c, const struct cli *cli, uint32_t *space)
{
	*space = 0;
	if (cli->words == 0)
		return (NULL);
	TRY_FOR(ledger_space(c->st->l, cli->word[0], false, space),
	    "space %.40s (the command digest lists them)", cli->word[0]);
	return (NULL);
}

err_t
cmd_conflicts(struct cmd *c, struct cli *cli)
{
	CLEAN(arena_free) struct arena a = ARENA;
	CLEAN(buf_free) struct buf b = ANSWER;
	struct dispute *d;
	uint32_t space;
	size_t n;

	TRY(cmd_speak(c, cli));
	TRY(space_word(c, cli, &space));
	TRY(state_disputes(c->st->l, space, &a, &d, &n));
	if (cli->json)
		TRY(buf_str(&b, "{\"conflicts\":["));
	for (size_t i = 0; i < n; i++)
		TRY(cli->json ? cmd_put_dispute(c, &b, &d[i])
			      : cmd_say_dispute(c, &b, &d[i]));
	if (cli->json)
		TRY(buf_str(&b, "]}\n"));
	else if (n == 0)
		TRY(buf_str(&b, cmd_tr(c, "No hay disputas abiertas.\n",
				    "There are no open disputes.\n")));
	return (cmd_answer(c, &b));
}

/* ---- resolve --------------------------------------------------------- */

/* The open dispute that "RECORD/field" names. */
static err_t
find_dispute(
    struct cmd *c, const char *text, struct arena *a, struct dispute *out)
{
	const char *slash = strrchr(text, '/');
	struct dispute *d;
	struct record r;
	const char *name;
	size_t n;

	if (slash == NULL || slash == text)
		return (err_new(ERR_USAGE, "a conflict is RECORD/field; the"
					   " command conflicts lists them"));
	name = slash + 1;
	TRY(cmd_need(
	    c, arena_dup(a, span_of(text, (size_t)(slash - text))), a, &r));
	TRY(state_disputes(c->st->l, 0, a, &d, &n));
	for (size_t i = 0; i < n; i++) {
		const struct field *f = schema_field(d[i].entity, d[i].field);

		if (d[i].record == r.id && strcmp(field_name(f), name) == 0) {
			*out = d[i];
			return (NULL);
		}
	}
	return (err_new(ERR_MISSING,
	    "no open dispute about %.60s; the command"
	    " conflicts lists those that are",
	    text));
}

static err_t
take_branch(struct cmd *c, const struct dispute *d, const char *take,
    struct arena *a, struct val *out)
{
	struct version *v;
	size_t n, i;

	TRY(state_siblings(c->st->l, d->record, d->field, a, &v, &n));
	i = (size_t)((take[0] | 0x20) - 'a');
	if (strlen(take) != 1 || (take[0] | 0x20) < 'a' || i >= n)
		return (err_new(ERR_USAGE, "--take is a letter from A to %c",
		    (char)('A' + (n == 0 ? 0 : (n - 1) % 26))));
	*out = v[i].v;
	return (NULL);
}

static err_t
resolve_life(struct act *act, const struct dispute *d, const char *take,
    const char *reason)
{
	if (take != NULL &&
	    (strcmp(take, "void") == 0 || strcmp(take, "anular") == 0))
		return (
		    act_void(act, d->entity, d->record, LIFE_VOIDED, reason));
	if (take != NULL &&
	    (strcmp(take, "live") == 0 || strcmp(take, "vivo") == 0))
		return (act_void(act, d->entity, d->record, LIFE_LIVE, reason));
	return (err_new(ERR_USAGE, "one voided it, another edited it: --take"
				   " void or --take live"));
}

static err_t
resolve_field(struct cmd *c, struct act *act, const struct dispute *d,
    const struct cli *cli, const char *reason, struct arena *a)
{
	const char *take = cli_opt(cli, "take");
	const char *value = cli_opt(cli, "value");
	const struct field *f = schema_field(d->entity, d->field);
	struct val v;

	if (f == NULL || d->kind == REVIEW_VOID)
		return (resolve_life(act, d, take, reason));
	if ((take == NULL) == (value == NULL))
		return (err_new(ERR_USAGE, "say which: --take A|B|... or"
					   " --value VALUE"));
	if (take != NULL)
		TRY(take_branch(c, d, take, a, &v));
	else
		TRY(cmd_value(c, f, value, &v));
	return (act_resolve(act, d->entity, d->record, d->field, v, reason));
}

err_t
cmd_resolve(struct cmd *c, struct cli *cli)
{
	CLEAN(arena_free) struct arena a = ARENA;
	CLEAN(cmd_end) struct act *act = NULL;
	CLEAN(buf_free) struct buf b = ANSWER;
	struct dispute d = { 0 };
	const char *reason;
	dot_t commit;

	TRY(cmd_reason(cli, &reason));
	TRY(find_dispute(c, cli->word[0], &a, &d));
	TRY(cmd_begin(c, &act));
	TRY(resolve_field(c, act, &d, cli, reason, &a));
	TRY(act_save(act, c->actor == NULL ? "" : c->actor, &commit));
	if (cli->json) {
		TRY(buf_byte(&b, '{'));
		TRY(cmd_put_str(&b, "conflict", cli->word[0]));
		TRY(cmd_put_id(c, &b, "record", d.record));
		TRY(cmd_put_yes(&b, "proposal", act->proposal));
		TRY(cmd_put_id(c, &b, "commit", commit));
		TRY(cmd_put_notes(c, &b, &act->notes));
		TRY(buf_str(&b, "}\n"));
		return (cmd_answer(c, &b));
	}
	cmd_warn(c, &act->notes);
	TRY(buf_fmt(&b, "%s: %s\n", cli->word[0],
	    act->proposal ? cmd_tr(c, "se propuso a la oficina dueña",
				"proposed to the office that owns it")
			  : cmd_tr(c, "resuelta", "resolved")));
	return (cmd_answer(c, &b));
}
