#include "proto/cmd/cmd.h"

#include <stdlib.h>

#include "proto/base/text.h"
#include "proto/cmd/cmd_parts.h"

const char *
cmd_language(void)
{
	const char *s = getenv("MESAS_LANG");

	return (s != NULL && strncmp(s, "en", 2) == 0 ? "en" : "es");
}

err_t
cmd_speak(struct cmd *c, const struct cli *cli)
{
	const char *s = cli_opt(cli, "lang");

	if (s == NULL)
		return (NULL);
	if (strcmp(s, "es") != 0 && strcmp(s, "en") != 0)
		return (err_new(ERR_USAGE, "--lang is es or en"));
	c->lang = s;
	return (NULL);
}

err_t
cmd_answer(struct cmd *c, struct buf *b)
{
	FILE *f = c->out == NULL ? stdout : c->out;

	if (b->n > 0 && fwrite(b->p, 1, b->n, f) != b->n)
		return (err_new(ERR_STORE, "the answer could not be written"));
	buf_clear(b);
	return (NULL);
}

err_t
cmd_comma(struct buf *b)
{
	if (b->n == 0 || strchr("{[,:\n", b->p[b->n - 1]) != NULL)
		return (NULL);
	return (buf_byte(b, ','));
}

err_t
cmd_key(struct buf *b, const char *key)
{
	TRY(cmd_comma(b));
	TRY(json_put_text(b, span_str(key)));
	return (buf_byte(b, ':'));
}

err_t
cmd_put_str(struct buf *b, const char *key, const char *s)
{
	TRY(cmd_key(b, key));
	return (s == NULL ? buf_str(b, "null") : json_put_text(b, span_str(s)));
}

err_t
cmd_put_int(struct buf *b, const char *key, int64_t i)
{
	TRY(cmd_key(b, key));
	return (json_put_int(b, i));
}

err_t
cmd_put_yes(struct buf *b, const char *key, bool yes)
{
	TRY(cmd_key(b, key));
	return (buf_str(b, yes ? "true" : "false"));
}

err_t
cmd_put_id(struct cmd *c, struct buf *b, const char *key, dot_t d)
{
	char id[ID_TEXT];

	if (d == 0)
		return (cmd_put_str(b, key, NULL));
	ledger_id_put(c->st->l, d, id);
	return (cmd_put_str(b, key, id));
}

err_t
cmd_put_time(struct buf *b, const char *key, int64_t at)
{
	char s[21];

	text_time_put(at, s);
	return (cmd_put_str(b, key, s));
}

err_t
cmd_say_time(struct cmd *c, struct buf *b, int64_t at)
{
	char s[21];

	text_time_put(at, s);
	if (!cmd_es(c))
		return (buf_fmt(b, "%.10s %.5s UTC", s, s + 11));
	return (buf_fmt(b, "%.2s/%.2s/%.4s %.5s UTC", s + 8, s + 5, s, s + 11));
}

const char *
cmd_label(const struct cmd *c, const struct field *f)
{
	return (f == NULL
		    ? cmd_tr(c, "Vigencia del registro", "Life of the record")
		    : cmd_tr(c, f->es, f->en));
}

static const struct {
	enum life life;
	const char *name, *es, *en;
} lives[] = {
	{ LIFE_LIVE, "live", "vigente", "live" },
	{ LIFE_VOIDED, "voided", "anulado", "voided" },
	{ LIFE_BLOCKED, "blocked", "bloqueado", "blocked" },
	{ LIFE_ERASED, "erased", "suprimido", "erased" },
	{ LIFE_ABSENT, "absent", "aún no llega", "not here yet" },
};

const char *
cmd_life_name(enum life life)
{
	for (size_t i = 0; i < sizeof(lives) / sizeof(lives[0]); i++) {
		if (lives[i].life == life)
			return (lives[i].name);
	}
	return ("unknown");
}

const char *
cmd_life_label(const struct cmd *c, enum life life)
{
	for (size_t i = 0; i < sizeof(lives) / sizeof(lives[0]); i++) {
		if (lives[i].life == life)
			return (cmd_tr(c, lives[i].es, lives[i].en));
	}
	return ("?");
}

err_t
cmd_reason(const struct cli *cli, const char **reason)
{
	*reason = cli_opt(cli, "reason");
	if (*reason == NULL || (*reason)[strspn(*reason, " \t\n")] == '\0')
		return (err_new(
		    ERR_USAGE, "%s: say why with --reason TEXT", cli->command));
	if (strlen(*reason) > LIMIT_REASON_BYTES ||
	    !text_valid(span_str(*reason)))
		return (err_new(ERR_USAGE,
		    "--reason: at most %d bytes of"
		    " UTF-8 text",
		    LIMIT_REASON_BYTES));
	return (NULL);
}

err_t
cmd_begin(struct cmd *c, struct act **act)
{
	*act = mem_new(sizeof(**act));
	return (act_begin(*act, c->desk));
}

void
cmd_end(struct act **act)
{
	if (*act == NULL)
		return;
	act_undo(*act);
	mem_free(*act);
	*act = NULL;
}

err_t
cmd_put_notes(struct cmd *c, struct buf *b, const struct notes *n)
{
	TRY(cmd_key(b, "notes"));
	TRY(buf_byte(b, '['));
	for (size_t i = 0; i < n->n; i++) {
		TRY(cmd_comma(b));
		TRY(buf_byte(b, '{'));
		TRY(cmd_put_int(b, "rule", n->v[i].rule));
		TRY(cmd_put_str(b, "text", cmd_tr(c, n->v[i].es, n->v[i].en)));
		TRY(buf_byte(b, '}'));
	}
	return (buf_byte(b, ']'));
}

void
cmd_warn(struct cmd *c, const struct notes *n)
{
	for (size_t i = 0; i < n->n; i++)
		(void)fprintf(stderr, "%s: %s\n", cmd_tr(c, "aviso", "note"),
		    cmd_tr(c, n->v[i].es, n->v[i].en));
}
