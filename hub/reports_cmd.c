#include "hub/reports_cmd.h"

#include "proto/base/text.h"
#include "proto/limits.h"

static err_t
read_ask(struct cmd *c, const struct cli *cli, struct reports_ask *ask,
    enum report_as *as)
{
	const char *lang = cli_opt(cli, "lang"), *on = cli_opt(cli, "on");
	const char *form = cli_opt(cli, "as");

	*ask = (struct reports_ask){ .kind = cli->word[0],
		.lang = c->lang == NULL ? "es" : c->lang,
		.subject = cli->words > 1 ? cli->word[1] : NULL,
		.at = cli_opt(cli, "at") };
	if (lang != NULL)
		ask->lang = lang;
	if (strcmp(ask->lang, "es") != 0 && strcmp(ask->lang, "en") != 0)
		return (err_new(ERR_USAGE, "--lang is es or en"));
	*as = cli->json ? REPORT_JSON : REPORT_HTML;
	if (form != NULL && !report_named(form, as))
		return (err_new(ERR_USAGE, "--as is html, odt, xlsx or json"));
	ask->has_day = on != NULL;
	if (on != NULL && text_day(on, &ask->day) != NULL)
		return (err_new(ERR_USAGE, "--on is a day, YYYY-MM-DD"));
	return (NULL);
}

err_t
reports_cmd(struct cmd *c, struct cli *cli)
{
	CLEAN(report_free) struct report r = REPORT;
	CLEAN(buf_free) struct buf out = BUF(LIMIT_ANSWER_BYTES);
	FILE *f = c->out == NULL ? stdout : c->out;
	struct reports_ask ask;
	enum report_as as;

	TRY(read_ask(c, cli, &ask, &as));
	TRY(reports_of(&r, c->st, cli->dir, &ask));
	TRY(report_put(&r, as, &out));
	if (out.n > 0 && fwrite(out.p, 1, out.n, f) != out.n)
		return (err_new(ERR_STORE, "the answer could not be written"));
	return (NULL);
}
