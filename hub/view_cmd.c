#include "hub/view_cmd.h"

#include "hub/view.h"
#include "proto/base/clock.h"
#include "proto/base/text.h"

static err_t
speak(struct cmd *c, const struct cli *cli)
{
	const char *s = cli_opt(cli, "lang");

	if (s == NULL)
		return (NULL);
	if (strcmp(s, "es") != 0 && strcmp(s, "en") != 0)
		return (err_new(ERR_USAGE, "--lang is es or en"));
	c->lang = s;
	return (NULL);
}

/* The day it is told for: today, or --on DATE. */
static err_t
when(const struct cli *cli, struct view_ask *ask)
{
	const char *on = cli_opt(cli, "on");

	ask->now = clock_now();
	ask->today = clock_day(ask->now, NULL);
	if (on == NULL)
		return (NULL);
	if (text_day(on, &ask->today) != NULL)
		return (err_new(ERR_USAGE, "--on is a day, YYYY-MM-DD"));
	return (NULL);
}

err_t
view_cmd(struct cmd *c, struct cli *cli)
{
	CLEAN(buf_free) struct buf b = BUF(LIMIT_ANSWER_BYTES);
	CLEAN(view_free) struct view v = VIEW;
	struct view_ask ask = { .l = c->st->l };
	const char *space = cli_opt(cli, "space");
	FILE *f = c->out == NULL ? stdout : c->out;

	TRY(speak(c, cli));
	TRY(when(cli, &ask));
	if (space != NULL)
		TRY(ledger_space(ask.l, space, false, &ask.space));
	TRY(view_make(&v, &ask, cli->words == 0 ? "overview" : cli->word[0]));
	if (cli->json)
		TRY(view_json(&v, &b));
	else if (cli_opt(cli, "csv") != NULL)
		TRY(view_csv(&v, cli_opt(cli, "bom") != NULL, &b));
	else
		TRY(view_text(&v, c->lang == NULL ? "es" : c->lang, &b));
	if (b.n > 0 && fwrite(b.p, 1, b.n, f) != b.n)
		return (err_new(ERR_STORE, "the answer could not be written"));
	return (NULL);
}
