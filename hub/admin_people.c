#include "hub/admin.h"

#include <stdio.h>
#include <termios.h>
#include <unistd.h>

#include "hub/admin_in.h"
#include "proto/base/clock.h"
#include "proto/base/json.h"
#include "proto/base/text.h"
#include "proto/ui/people.h"

#define VISITS_MOST 200

/* The roles that somebody at the hub may have. */
#define ROLES_HUB                                                              \
	(ROLE(federal_secretariat) | ROLE(technical_admin) |                   \
	    ROLE(data_protection) | ROLE(audit))

static err_t
no_role(const char *s, size_t n)
{
	return (err_new(ERR_DATA,
	    "no role \"%.*s\" at the hub; there are federal_secretariat, "
	    "technical_admin, data_protection, audit",
	    (int)(n > 40 ? 40 : n), s));
}

err_t
admin_roles(const char *list, unsigned *roles)
{
	const struct vocab *v = vocab_named("role");

	*roles = 0;
	while (list != NULL && *list != '\0') {
		size_t n = strcspn(list, ",");
		char name[40];
		const struct code *c = NULL;

		(void)snprintf(name, sizeof(name), "%.*s", (int)n, list);
		if (n < sizeof(name))
			c = vocab_find(v, name);
		if (c == NULL || (ROLES_HUB & 1U << c->no) == 0)
			return (no_role(list, n));
		*roles |= 1U << c->no;
		list += n + (list[n] == ',' ? 1 : 0);
	}
	if (*roles == 0)
		return (err_new(ERR_USAGE,
		    "--role ROLE,...: federal_secretariat, technical_admin, "
		    "data_protection or audit"));
	return (NULL);
}

/* ---- passwords ---------------------------------------------------------- */

static err_t
line(char *out, size_t max)
{
	size_t n;

	if (fgets(out, (int)max, stdin) == NULL)
		return (err_new(ERR_USAGE, "no password was given"));
	n = strlen(out);
	if (n + 1 == max && out[n - 1] != '\n')
		return (err_new(ERR_LIMIT, "a password of at most %d bytes",
		    PEOPLE_PASSWORD_BYTES));
	while (n > 0 && (out[n - 1] == '\n' || out[n - 1] == '\r'))
		out[--n] = '\0';
	return (NULL);
}

/* Without showing it. */
static err_t
typed(const char *ask, char *out, size_t max)
{
	struct termios was, quiet;
	err_t e;

	(void)fprintf(stderr, "%s ", ask);
	if (tcgetattr(STDIN_FILENO, &was) != 0)
		return (err_new(ERR_SYSTEM, "the terminal"));
	quiet = was;
	quiet.c_lflag &= ~(tcflag_t)ECHO;
	if (tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet) != 0)
		return (err_new(ERR_SYSTEM, "the terminal"));
	e = line(out, max);
	(void)tcsetattr(STDIN_FILENO, TCSAFLUSH, &was);
	(void)fprintf(stderr, "\n");
	return (e);
}

#define PASSWORD_MAX (PEOPLE_PASSWORD_BYTES + 3)

static err_t
password(struct cmd *c, char out[PASSWORD_MAX])
{
	char again[PASSWORD_MAX];
	bool en = admin_english(c), same;
	err_t e;

	if (isatty(STDIN_FILENO) == 0)
		return (line(out, PASSWORD_MAX));
	TRY(typed(en ? "Password:" : "Contraseña:", out, PASSWORD_MAX));
	e = typed(en ? "Once more:" : "Otra vez:", again, PASSWORD_MAX);
	same = e == NULL && strcmp(out, again) == 0;
	crypt_wipe(again, sizeof(again));
	TRY(e);
	return (same
		    ? NULL
		    : err_new(ERR_USAGE, "the two passwords are not the same"));
}

/* ---- accounts ----------------------------------------------------------- */

static err_t
named(struct house *h, const char *account, struct person *p)
{
	bool found;

	TRY(people_get(h->st.db, account, p, &found));
	if (!found)
		return (err_new(ERR_MISSING,
		    "no account %.60s; `user list` shows those that there are",
		    account));
	return (NULL);
}

static err_t
said(struct cmd *c, struct cli *cli, const char *account, const char *es,
    const char *en)
{
	CLEAN(buf_free) struct buf b = BUF(LIMIT_LINE_BYTES);

	if (cli->json) {
		TRY(buf_str(&b, "{"));
		TRY(admin_pair(&b, "account", account));
		TRY(buf_str(&b, "}\n"));
	} else {
		TRY(buf_fmt(
		    &b, "%s: %s\n", account, admin_english(c) ? en : es));
	}
	return (admin_answer(c, &b));
}

static void
text(char *to, size_t max, const char *s)
{
	(void)snprintf(to, max, "%s", s == NULL ? "" : s);
}

err_t
admin_user_add(struct house *h, struct cmd *c, struct cli *cli)
{
	const char *name = cli_opt(cli, "name");
	struct person p = { .roles = 0 };
	char secret[PASSWORD_MAX];
	err_t e;

	if (name == NULL || name[0] == '\0')
		return (err_new(ERR_USAGE, "--name NAME: whose account it is"));
	TRY(admin_roles(cli_opt(cli, "role"), &p.roles));
	if (strlen(cli->word[0]) > LIMIT_ACTOR_BYTES ||
	    strlen(name) > LIMIT_NAME_BYTES)
		return (err_new(ERR_LIMIT, "the account or its name"));
	text(p.account, sizeof(p.account), cli->word[0]);
	text(p.name, sizeof(p.name), name);
	text(p.position, sizeof(p.position), cli_opt(cli, "position"));
	e = password(c, secret);
	if (e == NULL)
		e = people_add(h->st.db, &p, secret, clock_now());
	crypt_wipe(secret, sizeof(secret));
	TRY(e);
	return (said(c, cli, p.account, "cuenta abierta", "account opened"));
}

err_t
admin_user_role(struct house *h, struct cmd *c, struct cli *cli)
{
	struct person p;

	TRY(named(h, cli->word[0], &p));
	TRY(admin_roles(cli_opt(cli, "role"), &p.roles));
	TRY(people_change(h->st.db, &p, clock_now()));
	return (
	    said(c, cli, p.account, "su función cambia con su próxima entrada",
		"its role changes when it enters again"));
}

err_t
admin_user_password(struct house *h, struct cmd *c, struct cli *cli)
{
	char secret[PASSWORD_MAX];
	struct person p;
	err_t e;

	TRY(named(h, cli->word[0], &p));
	e = password(c, secret);
	if (e == NULL)
		e = people_password(h->st.db, p.account, secret, clock_now());
	crypt_wipe(secret, sizeof(secret));
	TRY(e);
	return (said(c, cli, p.account, "contraseña nueva", "new password"));
}

static err_t
close_or_open(struct house *h, struct cmd *c, struct cli *cli, bool closed)
{
	struct person p;

	TRY(named(h, cli->word[0], &p));
	p.closed = closed;
	TRY(people_change(h->st.db, &p, clock_now()));
	return (said(c, cli, p.account,
	    closed ? "cuenta cerrada" : "cuenta abierta otra vez",
	    closed ? "account closed" : "account open again"));
}

err_t
admin_user_close(struct house *h, struct cmd *c, struct cli *cli)
{
	return (close_or_open(h, c, cli, true));
}

err_t
admin_user_reopen(struct house *h, struct cmd *c, struct cli *cli)
{
	return (close_or_open(h, c, cli, false));
}

/* ---- lists -------------------------------------------------------------- */

static err_t
roles_put(struct buf *b, unsigned roles)
{
	const struct vocab *v = vocab_named("role");
	bool some = false;

	for (int64_t i = 1; i <= 8; i++) {
		if ((roles & 1U << i) == 0)
			continue;
		TRY(buf_fmt(
		    b, "%s%s", some ? "," : "", vocab_code(v, i)->name));
		some = true;
	}
	return (NULL);
}

static err_t
person_json(
    struct buf *b, const struct person *p, const char *roles, bool first)
{
	TRY(buf_str(b, first ? "{" : ",{"));
	TRY(admin_pair(b, "account", p->account));
	TRY(admin_pair(b, "name", p->name));
	TRY(admin_pair(b, "position", p->position));
	TRY(admin_pair(b, "roles", roles));
	return (buf_fmt(b, ",\"closed\":%s}", p->closed ? "true" : "false"));
}

err_t
admin_user_list(struct house *h, struct cmd *c, struct cli *cli)
{
	CLEAN(arena_free) struct arena a = ARENA;
	CLEAN(buf_free) struct buf b = BUF(LIMIT_PAGE_BYTES);
	struct table t = { .a = &a, .cols = 4 };
	struct person *v;
	size_t n;

	TRY(people_list(h->st.db, &a, &v, &n));
	if (cli->json)
		TRY(buf_str(&b, "{\"accounts\":["));
	for (size_t i = 0; i < n; i++) {
		CLEAN(buf_free) struct buf roles = BUF(LIMIT_LINE_BYTES);

		TRY(roles_put(&roles, v[i].roles));
		if (cli->json) {
			TRY(person_json(
			    &b, &v[i], (const char *)roles.p, i == 0));
			continue;
		}
		table_add(&t, v[i].account);
		table_add(&t, v[i].name);
		table_add(&t, arena_dup(&a, buf_all(&roles)));
		table_add(&t, !v[i].closed       ? ""
			      : admin_english(c) ? "closed"
						 : "cerrada");
	}
	if (cli->json)
		TRY(buf_str(&b, "]}\n"));
	else
		TRY(table_put(&t, &b));
	return (admin_answer(c, &b));
}

static err_t
visit(void *ctx, const struct visited *v)
{
	struct listing *l = ctx;
	char at[21];

	text_time_put(v->at, at);
	if (l->json) {
		TRY(buf_str(&l->b, l->n++ == 0 ? "{" : ",{"));
		TRY(admin_pair(&l->b, "at", at));
		TRY(admin_pair(&l->b, "account", v->account));
		TRY(admin_pair(
		    &l->b, "what", people_visit_name(v->what, "en")));
		TRY(admin_pair(&l->b, "detail", v->detail));
		return (buf_str(&l->b, "}"));
	}
	table_add(&l->t, arena_dup(&l->a, span_str(at)));
	table_add(&l->t, arena_dup(&l->a, span_str(v->account)));
	table_add(&l->t, people_visit_name(v->what, l->c->lang));
	table_add(&l->t, arena_dup(&l->a, span_str(v->detail)));
	return (NULL);
}

err_t
admin_visits(struct house *h, struct cmd *c, struct cli *cli)
{
	CLEAN(admin_listing_end)
	struct listing l = {
		.c = c, .json = cli->json, .b = BUF(LIMIT_PAGE_BYTES)
	};
	const char *most = cli_opt(cli, "most");
	int64_t n = VISITS_MOST;

	if (most != NULL)
		TRY_FOR(text_int(most, &n), "--most");
	l.t = (struct table){ .a = &l.a, .cols = 4 };
	if (l.json)
		TRY(buf_str(&l.b, "{\"visits\":["));
	TRY(people_visits(h->st.db, n, visit, &l));
	if (l.json)
		TRY(buf_str(&l.b, "]}\n"));
	else
		TRY(table_put(&l.t, &l.b));
	return (admin_answer(c, &l.b));
}
