#include "proto/cmd/cmd.h"

#include "proto/base/text.h"
#include "proto/cmd/cmd_parts.h"

/* One record of a save: "ENTITY [ID] field=value...". */
struct part {
	const struct entity *e;
	dot_t id;
	bool created;
};

struct saving {
	struct cmd *c;
	struct act *act;
	struct arena a;
	struct part part[CLI_WORDS_MAX];
	size_t n;
};

static void
saving_end(struct saving **s)
{
	if (*s == NULL)
		return;
	cmd_end(&(*s)->act);
	arena_free(&(*s)->a);
	mem_free(*s);
	*s = NULL;
}

/* "@." is the first record of the same save. */
static err_t
value(struct saving *s, const struct field *f, const char *text, struct val *v)
{
	if (f->type != TYPE_REF || strcmp(text, "@.") != 0)
		return (cmd_value(s->c, f, text, v));
	if (s->n < 2)
		return (err_new(ERR_USAGE,
		    "%s: @. is the first record of this"
		    " save; it stands after a +",
		    f->name));
	*v = val_int(s->part[0].id);
	return (NULL);
}

/* a,b,c: what a list becomes. */
static err_t
list_value(struct saving *s, const struct field *f, const char *text, dot_t id,
    struct cmd_edits *ed)
{
	struct val want[CLI_WORDS_MAX];
	size_t n = 0;

	while (*text != '\0') {
		size_t k = strcspn(text, ",");

		if (n == CLI_WORDS_MAX)
			return (err_new(ERR_USAGE,
			    "%s: at most %d values at"
			    " once",
			    f->name, CLI_WORDS_MAX));
		TRY(value(s, f, arena_dup(&s->a, span_of(text, k)), &want[n]));
		n++;
		text += k + (text[k] == ',' ? 1 : 0);
	}
	return (cmd_list_to(s->c, ed, f, id, want, n));
}

/* field=value, field+=value, field-=value. */
static err_t
assignment(struct saving *s, const struct part *p, const char *word,
    struct cmd_edits *ed)
{
	const char *eq = strchr(word, '=');
	size_t n = eq == NULL ? 0 : (size_t)(eq - word);
	const struct field *f;
	struct val v;
	char how = '=';

	if (n > 1 && (word[n - 1] == '+' || word[n - 1] == '-'))
		how = word[--n];
	if (n == 0)
		return (
		    err_new(ERR_USAGE, "\"%.60s\" is not field=value", word));
	TRY(cmd_field(p->e, word, n, &f));
	if (f->merge == MERGE_LIST && how == '=')
		return (list_value(s, f, eq + 1, p->id, ed));
	if (f->merge != MERGE_LIST && f->merge != MERGE_COUNT && how != '=')
		return (err_new(ERR_USAGE, "%s holds one value: write %s=...",
		    f->name, f->name));
	if (f->merge == MERGE_COUNT && how == '=')
		return (err_new(
		    ERR_USAGE, "%s is a sum: write %s+=N", f->name, f->name));
	TRY(value(s, f, eq + 1, &v));
	if (how != '=' && v.kind == VAL_NULL)
		return (err_new(
		    ERR_USAGE, "%s%c=: a value is missing", f->name, how));
	if (f->merge == MERGE_COUNT) {
		if (how == '-')
			v.i = -v.i;
		cmd_fv(ed, &ed->count, f, v);
	} else if (how == '+')
		cmd_fv(ed, &ed->add, f, v);
	else if (how == '-')
		cmd_fv(ed, &ed->remove, f, v);
	else
		cmd_fv(ed, &ed->set, f, v);
	return (NULL);
}

static err_t
find_own(struct saving *s, const char *text, struct part *p)
{
	struct record r;
	bool found;

	if (strcmp(text, "@.") == 0 && s->n > 1) {
		if (s->part[0].e != p->e)
			return (err_new(
			    ERR_USAGE, "@. is a %s", s->part[0].e->name));
		p->id = s->part[0].id;
		return (NULL);
	}
	TRY(cmd_find_record(s->c, text, p->e, &p->id));
	TRY(state_get(s->c->st->l, p->e, p->id, &s->a, &r, &found));
	if (!found)
		return (err_new(ERR_MISSING,
		    "no %s %.80s here; the command"
		    " show tells what it is",
		    p->e->name, text));
	return (NULL);
}

/* words[0..n): one record. */
static err_t
save_part(struct saving *s, const char *const *word, size_t n)
{
	struct part *p = &s->part[s->n++];
	struct cmd_edits ed = { .a = &s->a };
	size_t i = 1;

	if (n == 0)
		return (err_new(ERR_USAGE, "after + an ENTITY is missing"));
	TRY(cmd_entity(word[0], &p->e));
	if (n > 1 && strchr(word[1], '=') == NULL)
		TRY(find_own(s, word[i++], p));
	for (; i < n; i++)
		TRY(assignment(s, p, word[i], &ed));
	if (cmd_empty(&ed) && p->id != 0)
		return (err_new(ERR_USAGE, "say what changes: field=value"));
	p->created = p->id == 0;
	return (cmd_apply(s->act, p->e, &p->id, &ed));
}

/* The folio of a record, "" when it has none (or is only proposed). */
static err_t
folio_of(struct saving *s, const struct part *p, const char **folio)
{
	const struct field *f = schema_field_named(p->e, "folio");
	struct record r;
	bool found;

	*folio = "";
	if (f == NULL)
		return (NULL);
	TRY(state_get(s->c->st->l, p->e, p->id, &s->a, &r, &found));
	if (found && r.v[f->no - 1].kind == VAL_TEXT)
		*folio = arena_dup(&s->a, r.v[f->no - 1].s);
	return (NULL);
}

static err_t
say_saved(struct saving *s, struct buf *b)
{
	char id[ID_TEXT];

	for (size_t i = 0; i < s->n; i++) {
		const char *folio;

		TRY(folio_of(s, &s->part[i], &folio));
		ledger_id_put(s->c->st->l, s->part[i].id, id);
		TRY(buf_fmt(
		    b, "%s%s%s\n", id, folio[0] == '\0' ? "" : "  ", folio));
	}
	if (s->act->proposal)
		(void)fprintf(stderr, "%s\n",
		    cmd_tr(s->c,
			"La mesa es de otra oficina: el cambio queda como "
			"propuesta"
			" para ella (proposals).",
			"The roundtable is another office's: the change is a"
			" proposal to it (proposals)."));
	cmd_warn(s->c, &s->act->notes);
	return (cmd_answer(s->c, b));
}

static err_t
put_saved(struct saving *s, struct buf *b, dot_t commit)
{
	TRY(buf_byte(b, '{'));
	for (size_t i = 0; i < s->n; i++) {
		const struct part *p = &s->part[i];
		const char *folio;

		TRY(folio_of(s, p, &folio));
		if (i == 1) {
			TRY(cmd_key(b, "with"));
			TRY(buf_byte(b, '['));
		}
		if (i > 0) {
			TRY(cmd_comma(b));
			TRY(buf_byte(b, '{'));
		}
		TRY(cmd_put_id(s->c, b, "id", p->id));
		TRY(cmd_put_str(b, "entity", p->e->name));
		TRY(cmd_put_str(b, "folio", folio[0] == '\0' ? NULL : folio));
		TRY(cmd_put_yes(b, "created", p->created));
		if (i > 0)
			TRY(buf_byte(b, '}'));
	}
	if (s->n > 1)
		TRY(buf_byte(b, ']'));
	TRY(cmd_put_yes(b, "proposal", s->act->proposal));
	TRY(cmd_put_id(s->c, b, "commit", commit));
	TRY(cmd_put_notes(s->c, b, &s->act->notes));
	TRY(buf_str(b, "}\n"));
	return (cmd_answer(s->c, b));
}

err_t
cmd_save(struct cmd *c, struct cli *cli)
{
	CLEAN(saving_end) struct saving *s = mem_new(sizeof(*s));
	CLEAN(buf_free) struct buf b = ANSWER;
	dot_t commit;

	s->c = c;
	for (size_t i = 0; i < cli->words; i++) {
		if (!text_valid(span_str(cli->word[i])))
			return (err_new(ERR_USAGE,
			    "word %zu is not valid"
			    " UTF-8",
			    i + 1));
	}
	TRY(cmd_begin(c, &s->act));
	s->act->not_personal = cli_opt(cli, "not-personal");
	for (size_t from = 0, i = 0; i <= cli->words; i++) {
		if (i < cli->words && strcmp(cli->word[i], "+") != 0)
			continue;
		TRY(save_part(s, cli->word + from, i - from));
		from = i + 1;
	}
	TRY(act_save(s->act, c->actor == NULL ? "" : c->actor, &commit));
	return (cli->json ? put_saved(s, &b, commit) : say_saved(s, &b));
}

err_t
cmd_void(struct cmd *c, struct cli *cli)
{
	CLEAN(arena_free) struct arena a = ARENA;
	CLEAN(cmd_end) struct act *act = NULL;
	CLEAN(buf_free) struct buf b = ANSWER;
	const char *reason;
	struct record r;
	dot_t commit;

	TRY(cmd_reason(cli, &reason));
	TRY(cmd_need(c, cli->word[0], &a, &r));
	TRY(cmd_begin(c, &act));
	TRY(act_void(act, r.entity, r.id, LIFE_VOIDED, reason));
	TRY(act_save(act, c->actor == NULL ? "" : c->actor, &commit));
	if (cli->json) {
		TRY(buf_byte(&b, '{'));
		TRY(cmd_put_id(c, &b, "id", r.id));
		TRY(cmd_put_str(&b, "entity", r.entity->name));
		TRY(cmd_put_yes(&b, "proposal", act->proposal));
		TRY(cmd_put_id(c, &b, "commit", commit));
		TRY(cmd_put_notes(c, &b, &act->notes));
		TRY(buf_str(&b, "}\n"));
		return (cmd_answer(c, &b));
	}
	TRY(cmd_name_of(c, &b, &r));
	TRY(buf_fmt(&b, ": %s\n",
	    act->proposal
		? cmd_tr(c, "se propuso anularlo", "it was proposed to void it")
		: cmd_tr(c, "anulado", "voided")));
	cmd_warn(c, &act->notes);
	return (cmd_answer(c, &b));
}
