/*
 * mesas-hub -- the federal side: its commands.
 *
 * The folder is opened (house.h), the command runs, the folder is closed.
 * What a command wrote gets its positions before it ends.  All of this works
 * while `serve` runs.
 */
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "hub/admin.h"
#include "hub/backup.h"
#include "hub/doctor.h"
#include "hub/pages/roster.h"
#include "hub/reports_cmd.h"
#include "hub/service.h"
#include "hub/view_cmd.h"
#include "proto/base/say.h"
#include "proto/base/text.h"
#include "proto/cmd/cmd.h"

#define ABOUT "The work of the roundtables of all offices, consolidated."

/* ---- around every command ----------------------------------------------- */

/* Whose name stands in the commits. */
static err_t
who(const char **actor)
{
	const char *name = getenv("MESAS_ACTOR");
	const struct passwd *pw;

	if (name == NULL || name[0] == '\0') {
		pw = getpwuid(geteuid());
		name = pw == NULL ? "" : pw->pw_name;
	}
	if (strlen(name) > LIMIT_ACTOR_BYTES || !text_valid(span_str(name)))
		return (err_new(ERR_USAGE,
		    "the account's name: at most %d bytes of UTF-8",
		    LIMIT_ACTOR_BYTES));
	*actor = name;
	return (NULL);
}

static void
talk(const struct cli *cli)
{
	if (cli->verbose > 0)
		say_level(cli->verbose > 1 ? SAY_DEBUG : SAY_INFO);
}

static err_t
enter(struct house *h, struct cmd *c, const struct cli *cli)
{
	talk(cli);
	*c = (struct cmd){ .lang = cmd_language() };
	TRY(who(&c->actor));
	TRY(house_open(h, cli->dir));
	TRY(cmd_tables(h->st.db));
	c->st = &h->st;
	c->desk = &h->desk;
	c->dir = h->dir;
	return (NULL);
}

static bool
writes(err_t (*fn)(struct cmd *, struct cli *))
{
	return (fn == cmd_save || fn == cmd_import || fn == cmd_undo ||
		fn == cmd_resolve || fn == cmd_accept || fn == cmd_reject ||
		fn == cmd_void);
}

/* What a shared command wrote gets positions, also what was saved before it
 * failed. */
static err_t
run_shared(struct cli *cli, err_t (*fn)(struct cmd *, struct cli *))
{
	CLEAN(house_close) struct house h = { 0 };
	struct err first = { .code = ERR_NONE };
	struct cmd c;
	err_t e;

	TRY(enter(&h, &c, cli));
	if (fn == cmd_backup)
		TRY(backup_keys(&h, cli->word[0]));
	if ((e = fn(&c, cli)) != NULL)
		first = *e;
	e = writes(fn) ? house_own(&h) : NULL;
	if (first.code != ERR_NONE) {
		if (e != NULL)
			say_err("hub", e);
		return (err_new(first.code, "%s", first.text));
	}
	return (e);
}

#define RUN_SHARED(name, synopsis, help, options, least, most)                 \
	static err_t run_##name(struct cli *cli)                               \
	{                                                                      \
		return (run_shared(cli, cmd_##name));                          \
	}
CMD_COMMANDS(RUN_SHARED)
#undef RUN_SHARED

static err_t
run_house(
    struct cli *cli, err_t (*fn)(struct house *, struct cmd *, struct cli *))
{
	CLEAN(house_close) struct house h = { 0 };
	struct cmd c;

	TRY(enter(&h, &c, cli));
	return (fn(&h, &c, cli));
}

static bool
english(void)
{
	return (strcmp(cmd_language(), "en") == 0);
}

/* ---- the hub itself ----------------------------------------------------- */

static err_t
run_init(struct cli *cli)
{
	const char *listen = cli_opt(cli, "listen");
	const char *pages = cli_opt(cli, "pages");
	const char *names[HOUSE_NAMES];
	char addr[48];
	uint16_t port;
	size_t n = 0;

	talk(cli);
	if (listen != NULL)
		TRY_FOR(house_split(listen, addr, &port), "--listen");
	if (pages != NULL)
		TRY_FOR(house_split(pages, addr, &port), "--pages");
	for (size_t i = 0; i < cli->opts; i++) {
		if (strcmp(cli->opt[i].name, "name") != 0)
			continue;
		if (n == HOUSE_NAMES)
			return (err_new(
			    ERR_USAGE, "more than %d names", HOUSE_NAMES));
		if (cli->opt[i].value[0] == '\0' ||
		    strpbrk(cli->opt[i].value, " \t\n") != NULL)
			return (err_new(ERR_USAGE, "--name: a host's name"));
		names[n++] = cli->opt[i].value;
	}
	TRY(house_make(cli->dir, listen, pages, names, n));
	if (cli->json)
		(void)printf("{\"hub\":true}\n");
	else
		(void)printf("%s %s\n",
		    english() ? "The hub is ready in"
			      : "El nodo central está listo en",
		    cli->dir);
	return (NULL);
}

static err_t
ready(void *said, const struct service_at *at)
{
	const struct cli *cli = said;
	const char *m = at->metrics;

	if (cli->json)
		(void)printf("{\"listen\":\"%s\",\"pages\":\"%s\"%s%s%s}\n",
		    at->offices, at->pages,
		    m[0] == '\0' ? "" : ",\"metrics\":\"", m,
		    m[0] == '\0' ? "" : "\"");
	else
		(void)printf("%s https://%s\n%s https://%s/\n%s%s%s",
		    english() ? "Offices:" : "Oficinas:", at->offices,
		    english() ? "Pages:  " : "Páginas: ", at->pages,
		    m[0] == '\0' ? ""
				 : (english() ? "Metrics: http://"
					      : "Métricas: http://"),
		    m, m[0] == '\0' ? "" : "/metrics\n");
	if (fflush(stdout) != 0)
		return (err_new(ERR_STORE, "the answer could not be written"));
	return (NULL);
}

static err_t
run_serve(struct cli *cli)
{
	struct service_conf conf = { .dir = cli->dir,
		.listen = cli_opt(cli, "listen"),
		.pages = cli_opt(cli, "pages"),
		.metrics = cli_opt(cli, "metrics"),
		.unconfined = cli_opt(cli, "unconfined") != NULL,
		.screens = roster_all,
		.ready = ready,
		.said = cli };

	talk(cli);
	say_as_json(cli_opt(cli, "log-json") != NULL);
	return (service_run(&conf));
}

static err_t
run_restore(struct cli *cli)
{
	talk(cli);
	TRY(backup_take_back(cli->dir, cli->word[0]));
	if (cli->json)
		(void)printf("{\"restored\":true}\n");
	else
		(void)printf("%s\n",
		    english()
			? "Restored. The offices hand back what the copy lacks."
			: "Restaurado. Las oficinas devuelven lo que falta en"
			  " la copia.");
	return (NULL);
}

static err_t
run_check(struct cli *cli)
{
	return (run_house(cli, doctor_check));
}

static err_t
run_view(struct cli *cli)
{
	return (run_shared(cli, view_cmd));
}

static err_t
run_report(struct cli *cli)
{
	return (run_shared(cli, reports_cmd));
}

/* ---- offices and their computers ---------------------------------------- */

static err_t
run_office_add(struct cli *cli)
{
	return (run_house(cli, admin_office_add));
}

static err_t
run_offices(struct cli *cli)
{
	return (run_house(cli, admin_offices));
}

static err_t
run_invite(struct cli *cli)
{
	return (run_house(cli, admin_invite));
}

static err_t
run_nodes(struct cli *cli)
{
	return (run_house(cli, admin_nodes));
}

static err_t
run_revoke(struct cli *cli)
{
	return (run_house(cli, admin_revoke));
}

static err_t
run_bundle_read(struct cli *cli)
{
	return (run_house(cli, admin_bundle_read));
}

static err_t
run_handover(struct cli *cli)
{
	return (run_house(cli, admin_handover));
}

/* ---- people of the pages ------------------------------------------------ */

#define RUN_PEOPLE(name)                                                       \
	static err_t run_##name(struct cli *cli)                               \
	{                                                                      \
		return (run_house(cli, admin_##name));                         \
	}
RUN_PEOPLE(user_add)
RUN_PEOPLE(user_list)
RUN_PEOPLE(user_role)
RUN_PEOPLE(user_password)
RUN_PEOPLE(user_close)
RUN_PEOPLE(user_reopen)
RUN_PEOPLE(visits)
#undef RUN_PEOPLE

/* ---- the table ---------------------------------------------------------- */

#define SHARED(name, synopsis, help, options, least, most)                     \
	{ #name, synopsis, help, options, least, most, run_##name },

static const struct cli_command table[] = {
	{ "init", "[--name NAME]...",
	    "Make the folder, the authority, the keys and an empty store.",
	    "listen=ADDR:PORT pages=ADDR:PORT name=NAME", 0, 0, run_init },
	{ "serve",
	    "[--listen ADDR:PORT] [--pages ADDR:PORT] [--metrics ADDR:PORT]",
	    "Answer the offices and show the federal pages.",
	    "listen=ADDR:PORT pages=ADDR:PORT metrics=ADDR:PORT unconfined "
	    "log-json",
	    0, 0, run_serve },
	{ "office add", "CODE --name NAME --spaces SPACE,...",
	    "Add an office, or change its name and spaces.",
	    "name=NAME spaces=SPACE,... kind=KIND", 1, 1, run_office_add },
	{ "offices", "", "List the offices and their spaces.", "", 0, 0,
	    run_offices },
	{ "invite", "CODE", "Print an invitation for one computer.", "url=URL",
	    1, 1, run_invite },
	{ "nodes", "", "List the computers of the offices.", "", 0, 0,
	    run_nodes },
	{ "revoke", "NODE", "Refuse a computer from now on.", "", 1, 1,
	    run_revoke },
	{ "handover", "ROUNDTABLE OFFICE --on DATE",
	    "From that date the office owns the roundtable.",
	    "on=DATE act=TEXT", 2, 2, run_handover },
	{ "bundle read", "FILE... [--out DIR]",
	    "Take what offices sent on a stick, and make the answers.",
	    "out=DIR", 1, -1, run_bundle_read },
	{ "user add", "ACCOUNT --name NAME --role ROLE,...",
	    "Open an account for the pages; its password is read from the "
	    "terminal or the input.",
	    "name=NAME position=TEXT role=ROLE,...", 1, 1, run_user_add },
	{ "user list", "", "List the accounts of the pages.", "", 0, 0,
	    run_user_list },
	{ "user role", "ACCOUNT --role ROLE,...",
	    "Say anew what an account may do.", "role=ROLE,...", 1, 1,
	    run_user_role },
	{ "user password", "ACCOUNT", "Give an account another password.", "",
	    1, 1, run_user_password },
	{ "user close", "ACCOUNT", "Nobody enters with it any more.", "", 1, 1,
	    run_user_close },
	{ "user reopen", "ACCOUNT", "Its person may enter again.", "", 1, 1,
	    run_user_reopen },
	{ "visits", "",
	    "List who entered, who was refused and what was taken "
	    "out.",
	    "most=N", 0, 0, run_visits },
	{ "check", "", "Say whether everything is in order.", "", 0, 0,
	    run_check },
	{ "restore", "FILE", "Put a copy in the place of the store.", "", 1, 1,
	    run_restore },
	{ "view", VIEW_CMD_SYNOPSIS, VIEW_CMD_HELP, VIEW_CMD_OPTIONS, 1, 1,
	    run_view },
	{ "report", REPORTS_CMD_SYNOPSIS, REPORTS_CMD_HELP, REPORTS_CMD_OPTIONS,
	    1, 2, run_report },
	CMD_COMMANDS(SHARED){ .name = NULL },
};

int
main(int argc, char **argv)
{
	return (cli_main(argc, argv, "mesas-hub", ABOUT, table));
}
