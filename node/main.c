/*
 * mesas-node -- the office: its commands.
 *
 * The folder is opened (office.h), the command runs, the folder is closed.
 * What a person should know before anything else (a new log was begun, the
 * clock is far off) is said on stderr first.
 */
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "node/answer.h"
#include "node/attempts.h"
#include "node/backup.h"
#include "node/courier_cmd.h"
#include "node/doctor.h"
#include "node/office.h"
#include "node/open.h"
#include "node/repair.h"
#include "node/status.h"
#include "node/web.h"
#include "proto/base/text.h"
#include "proto/cmd/cmd.h"
#include "proto/limits.h"
#include "proto/log/append.h"

#define ABOUT "The work of the roundtables in one office, also offline."

typedef err_t (*shared)(struct cmd *c, struct cli *cli);

/* ---- around every command ----------------------------------------------- */

/* Whose name stands in the commits. */
static err_t
who(const struct cli *cli, const char **actor)
{
	const char *name = cli_opt(cli, "actor");
	const struct passwd *pw;

	if (name == NULL)
		name = getenv("MESAS_ACTOR");
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

static err_t
warn(const struct office *o)
{
	CLEAN(buf_free) struct buf b = BUF(LIMIT_SHORT_BYTES);
	const char *lang = cmd_language();
	const char *word = strcmp(lang, "en") == 0 ? "note" : "aviso";

	if (o->why != INSTANCE_FINE)
		(void)fprintf(
		    stderr, "%s: %s\n", word, instance_words(o->why, lang));
	TRY(offset_warning(&o->clock, lang, &b));
	if (b.n > 0)
		(void)fprintf(stderr, "%s: %s\n", word, (const char *)b.p);
	return (NULL);
}

static err_t
enter(struct office *o, const struct cli *cli, enum office_how how)
{
	TRY(office_open(o, cli->dir, how));
	return (warn(o));
}

static err_t
print(struct buf *b)
{
	if (b->n > 0 && fwrite(b->p, 1, b->n, stdout) != b->n)
		return (err_new(ERR_STORE, "the answer could not be written"));
	return (NULL);
}

/* A sentence for people, or {"key":true}. */
static err_t
done(const struct cli *cli, const char *key, const char *es, const char *en)
{
	if (cli->json)
		(void)printf("{\"%s\":true}\n", key);
	else
		(void)printf(
		    "%s\n", strcmp(cmd_language(), "en") == 0 ? en : es);
	return (NULL);
}

/* What makes commits wants to know for which office. */
static err_t
may_write(const struct office *o, shared fn)
{
	static const shared writers[] = { cmd_save, cmd_import, cmd_undo,
		cmd_resolve, cmd_accept, cmd_reject, cmd_void };

	for (size_t i = 0; i < sizeof(writers) / sizeof(writers[0]); i++)
		if (writers[i] == fn && !o->enrolled)
			return (err_new(ERR_CONFIG,
			    "this computer is not enrolled (use enrol "
			    "INVITATION)"));
	return (NULL);
}

static err_t
run_shared(struct cli *cli, shared fn, enum office_how how)
{
	CLEAN(office_close) struct office o = { 0 };
	struct cmd c = { .lang = cmd_language() };

	TRY(who(cli, &c.actor));
	TRY(enter(&o, cli, how));
	TRY(may_write(&o, fn));
	TRY(cmd_tables(o.st.db));
	c.st = &o.st;
	c.desk = &o.desk;
	c.dir = o.dir;
	if (fn == cmd_backup)
		TRY(backup_announce(&o));
	return (fn(&c, cli));
}

/* verify looks; all others pass the rule of instance.h. */
#define RUN_SHARED(name, synopsis, help, options, least, most)                 \
	static err_t run_##name(struct cli *cli)                               \
	{                                                                      \
		return (run_shared(cli, cmd_##name,                            \
		    cmd_##name == cmd_verify ? OFFICE_LOOK : OFFICE_SHARED));  \
	}
CMD_COMMANDS(RUN_SHARED)

/* ---- this computer ------------------------------------------------------ */

static err_t
run_init(struct cli *cli)
{
	CLEAN(office_close) struct office o = { 0 };

	TRY(office_init(cli->dir));
	TRY(enter(&o, cli, OFFICE_SHARED));
	return (done(cli, "ready", "Carpeta lista; falta inscribirla (enrol).",
	    "The folder is ready; enrol it next."));
}

static err_t
run_enrol(struct cli *cli)
{
	CLEAN(office_close) struct office o = { 0 };
	CLEAN(buf_free) struct buf b = BUF(LIMIT_CONF_BYTES);

	TRY(office_init(cli->dir));
	TRY(enter(&o, cli, OFFICE_SHARED));
	if (cli_opt(cli, "bundle") != NULL)
		return (courier_cmd_ask(&o, cli));
	TRY(office_enrol(&o, cli->word[0]));
	if (cli->json) {
		TRY(buf_str(&b, "{\"enrolled\":true"));
		TRY(answer_str(&b, "office", o.conf[OFFICE_ITEM_OFFICE].value));
		TRY(answer_str(&b, "home", o.conf[OFFICE_ITEM_HOME].value));
		TRY(answer_str(&b, "letter", o.conf[OFFICE_ITEM_LETTER].value));
		TRY(buf_str(&b, "}\n"));
	} else {
		TRY(buf_fmt(&b,
		    strcmp(cmd_language(), "en") == 0
			? "Enrolled for office %s. Use sync next.\n"
			: "Equipo inscrito para la oficina %s. Siga con "
			  "sync.\n",
		    o.conf[OFFICE_ITEM_OFFICE].value));
	}
	return (print(&b));
}

static err_t
run_epoch(struct cli *cli)
{
	CLEAN(office_close) struct office o = { 0 };
	CLEAN(tx_undo) struct tx tx = { 0 };

	TRY(enter(&o, cli, OFFICE_SHARED));
	TRY(tx_begin(&tx, o.st.db));
	TRY(append_epoch(o.st.l, 0));
	TRY(tx_commit(&tx));
	return (
	    done(cli, "new_epoch", "El próximo cambio abre un registro nuevo.",
		"The next change begins a new log."));
}

static err_t
run_renew(struct cli *cli)
{
	CLEAN(link_https_close) struct link_https *l = NULL;
	CLEAN(office_close) struct office o = { 0 };
	int64_t days;

	TRY(enter(&o, cli, OFFICE_SHARED));
	TRY(office_link(&o, &l));
	TRY(office_renew(&o, l));
	days = office_cert_days(&o);
	if (cli->json)
		(void)printf("{\"renewed\":true,\"certificate_days\":%lld}\n",
		    (long long)days);
	else
		(void)printf(strcmp(cmd_language(), "en") == 0
				 ? "Certificate renewed: %lld days.\n"
				 : "Certificado renovado: %lld días.\n",
		    (long long)days);
	return (NULL);
}

static err_t
run_status(struct cli *cli)
{
	CLEAN(buf_free) struct buf b = BUF(LIMIT_REPORT_BYTES);
	CLEAN(office_close) struct office o = { 0 };
	CLEAN(arena_free) struct arena a = ARENA;
	struct status s;

	TRY(enter(&o, cli, OFFICE_SHARED));
	TRY(status_read(&o, &a, &s));
	if (cli->json)
		TRY(status_json(&o, &s, &b));
	else
		TRY(status_words(&o, &s, cmd_language(), &b));
	return (print(&b));
}

static err_t
run_check(struct cli *cli)
{
	CLEAN(buf_free) struct buf b = BUF(LIMIT_REPORT_BYTES);
	CLEAN(office_close) struct office o = { 0 };
	CLEAN(doctor_free) struct doctor d = { 0 };

	TRY(office_open(&o, cli->dir, OFFICE_LOOK));
	TRY(doctor_examine(&d, &o, cmd_language()));
	if (cli->json)
		TRY(doctor_json(&d, &b));
	else
		TRY(doctor_words(&d, cmd_language(), &b));
	TRY(print(&b));
	return (doctor_verdict(&d));
}

/* ---- exchange ----------------------------------------------------------- */

static err_t
run_sync(struct cli *cli)
{
	CLEAN(buf_free) struct buf b = BUF(LIMIT_REPORT_BYTES);
	CLEAN(office_close) struct office o = { 0 };
	struct exchange x = { .o = &o,
		.lang = cmd_language(),
		.progress = !cli->json && isatty(STDERR_FILENO) == 1,
		.records_only = cli_opt(cli, "no-files") != NULL };
	struct err was = { .code = ERR_NONE };
	err_t e;

	TRY(enter(&o, cli, OFFICE_SHARED));
	e = attempts_run(&x);
	if (e != NULL)
		was = *e;
	if (was.code != ERR_LOCKED && was.code != ERR_CONFIG) {
		if (cli->json)
			TRY(exchange_json(&x, e == NULL, &b));
		else if (e == NULL || x.stats.confirmed > 0 ||
			 x.stats.commits_received > 0)
			TRY(exchange_words(&x, &b));
		TRY(print(&b));
	}
	if (was.code != ERR_NONE)
		return (err_new(was.code, "%s", was.text));
	return (warn(&o));
}

/* The file of a document of another computer. */
static err_t
run_fetch(struct cli *cli)
{
	CLEAN(office_close) struct office o = { 0 };
	CLEAN(arena_free) struct arena a = ARENA;
	struct cmd c = { .lang = cmd_language() };
	const struct entity *e = schema_entity(ENTITY_document);
	struct record r;
	bool found;
	dot_t id;

	TRY(enter(&o, cli, OFFICE_SHARED));
	c.st = &o.st;
	c.desk = &o.desk;
	TRY(cmd_tables(o.st.db));
	TRY(cmd_find_record(&c, cli->word[0], e, &id));
	TRY(state_get(o.st.l, e, id, &a, &r, &found));
	if (!found || r.v[FIELD_document_sha256 - 1].kind != VAL_TEXT)
		return (err_new(ERR_MISSING, "no such document"));
	TRY(attach_tables(o.st.db));
	TRY(attach_want(&o, arena_dup(&a, r.v[FIELD_document_sha256 - 1].s)));
	return (done(cli, "wanted", "Pedido; llega con el siguiente sync.",
	    "Asked for; it comes with the next sync."));
}

static err_t
run_bundle(struct cli *cli, err_t (*fn)(struct office *o, struct cli *cli))
{
	CLEAN(office_close) struct office o = { 0 };

	TRY(enter(&o, cli, OFFICE_SHARED));
	return (fn(&o, cli));
}

static err_t
run_bundle_make(struct cli *cli)
{
	return (run_bundle(cli, courier_cmd_make));
}

static err_t
run_bundle_read(struct cli *cli)
{
	return (run_bundle(cli, courier_cmd_read));
}

static err_t
run_bundle_show(struct cli *cli)
{
	return (run_bundle(cli, courier_cmd_show));
}

/* ---- the page ----------------------------------------------------------- */

static err_t
told(void *said, uint16_t port)
{
	const struct cli *cli = said;

	if (cli->json)
		(void)printf("{\"port\":%u}\n", (unsigned)port);
	else
		(void)printf(
		    strcmp(cmd_language(), "en") == 0
			? "The page answers at http://127.0.0.1:%u/ "
			  "(enter with open).\n"
			: "La página responde en "
			  "http://127.0.0.1:%u/ (se entra con open).\n",
		    (unsigned)port);
	return (fflush(stdout) == 0
		    ? NULL
		    : err_new(ERR_STORE, "the answer could not be written"));
}

static err_t
run_serve(struct cli *cli)
{
	const char *port = cli_opt(cli, "port");
	struct web_conf conf = { .dir = cli->dir, .ready = told, .said = cli };
	int64_t n = 0;

	if (port != NULL && (text_int(port, &n) != NULL || n < 1 || n > 65535))
		return (err_new(ERR_USAGE, "--port is a number up to 65535"));
	conf.port = (uint16_t)n;
	return (web_run(&conf));
}

static err_t
run_open(struct cli *cli)
{
	CLEAN(buf_free) struct buf b = BUF(LIMIT_SHORT_BYTES);
	err_t e;

	TRY(open_ready(cli->dir));
	TRY(open_address(cli->dir, &b));
	if (cli_opt(cli, "print") == NULL) {
		e = open_browser((const char *)b.p);
		if (e == NULL)
			return (NULL);
		/* No desktop here: the person can carry it over. */
		(void)fprintf(stderr, "%s\n", e->text);
	}
	TRY(buf_byte(&b, '\n'));
	return (print(&b));
}

/* ---- bad days ----------------------------------------------------------- */

static err_t
run_restore(struct cli *cli)
{
	TRY(backup_restore(cli->dir, cli->word[0]));
	return (done(cli, "restored",
	    "Copia restaurada; el próximo cambio abre un registro nuevo. "
	    "Siga con sync.",
	    "The copy is in place; the next change begins a new log. Use "
	    "sync next."));
}

static err_t
run_repair(struct cli *cli)
{
	CLEAN(office_close) struct office o = { 0 };
	CLEAN(buf_free) struct buf b = BUF(LIMIT_REPORT_BYTES);
	struct repair r = { .o = &o, .lang = cmd_language() };

	TRY(who(cli, &r.actor));
	TRY(office_open(&o, cli->dir, OFFICE_ALONE));
	TRY(repair_run(&r));
	if (cli->json)
		TRY(repair_json(&r, &b));
	else
		TRY(repair_words(&r, &b));
	return (print(&b));
}

/* ---- the table ---------------------------------------------------------- */

#define ROW(name, synopsis, help, options, least, most)                        \
	{ #name, synopsis, help, "actor=NAME " options, least, most,           \
		run_##name },

static const struct cli_command table[] = {
	{ "init", "", "Make the folder, its key and an empty store.", "", 0, 0,
	    run_init },
	{ "enrol", "INVITATION [--bundle DIR]",
	    "Introduce this computer to the hub, or by a file in DIR.",
	    "bundle=DIR", 1, 1, run_enrol },
	CMD_COMMANDS(ROW){ "epoch", "", "Begin new logs with the next changes.",
	    "", 0, 0, run_epoch },
	{ "renew", "", "Ask the hub for a new certificate.", "", 0, 0,
	    run_renew },
	{ "repair", "",
	    "Save again what is readable after damage, in new logs.",
	    "actor=NAME", 0, 0, run_repair },
	{ "sync", "[--no-files]",
	    "Send what the hub lacks, bring what is new; then the files.",
	    "no-files", 0, 0, run_sync },
	{ "fetch", "DOCUMENT",
	    "Bring the file of a document with the next sync.", "", 1, 1,
	    run_fetch },
	{ "bundle make", "[DIR]",
	    "Put what the hub lacks into files for a stick.", "", 0, 1,
	    run_bundle_make },
	{ "bundle read", "FILE...", "Read the hub's answers from a stick.", "",
	    1, -1, run_bundle_read },
	{ "bundle show", "FILE", "Say what a bundle is and whom it is for.", "",
	    1, 1, run_bundle_show },
	{ "serve", "", "Answer the office's page until it is stopped.",
	    "port=PORT", 0, 0, run_serve },
	{ "open", "", "Open the office's page in the browser.", "print", 0, 0,
	    run_open },
	{ "status", "", "Say what is kept here, to be sent, confirmed.", "", 0,
	    0, run_status },
	{ "check", "", "Say whether everything is in order here.", "", 0, 0,
	    run_check },
	{ "restore", "FILE", "Put a copy in the place of the store.", "", 1, 1,
	    run_restore },
	{ NULL, NULL, NULL, NULL, 0, 0, NULL },
};

int
main(int argc, char **argv)
{
	return (cli_main(argc, argv, "mesas-node", ABOUT, table));
}
