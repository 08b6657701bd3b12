#include "proto/base/cli.h"

#include <stdio.h>
#include <string.h>

#include "proto/base/buf.h"
#include "proto/base/json.h"
#include "proto/base/say.h"
#include "proto/base/text.h"

#define ERROR_MAX 4096
#define KNOWN_MAX 2048

#ifndef MESAS_VERSION
#define MESAS_VERSION "0.1.0"
#endif

/* One parse: what was found beside struct cli. */
struct parse {
	const char *program, *about;
	const struct cli_command *table, *cmd;
	const char *unknown; /* first option nobody knows, while looking */
	bool help, version;
};

const char *
cli_opt(const struct cli *c, const char *name)
{
	/* The last one given counts. */
	for (size_t i = c->opts; i-- > 0;)
		if (strcmp(c->opt[i].name, name) == 0)
			return (c->opt[i].value == NULL ? "" : c->opt[i].value);
	return (NULL);
}

/* Find the option name[0..n) in "listen=ADDR csv"; *value: takes one. */
static const char *
spec_find(const char *spec, const char *name, size_t n, bool *value)
{
	const char *p = spec == NULL ? "" : spec;

	while (*p != '\0') {
		size_t word = strcspn(p, " "), key = strcspn(p, " =");

		if (key == n && memcmp(p, name, n) == 0) {
			*value = p[key] == '=';
			return (p);
		}
		p += word;
		p += strspn(p, " ");
	}
	return (NULL);
}

/* Known to the command; before the command is known, to any. */
static bool
option_known(const struct parse *ps, const char *name, size_t n, bool *value)
{
	const struct cli_command *t;

	if (ps->cmd != NULL)
		return (spec_find(ps->cmd->options, name, n, value) != NULL);
	for (t = ps->table; t->name != NULL; t++)
		if (spec_find(t->options, name, n, value) != NULL)
			return (true);
	return (false);
}

static err_t
usage_names(const struct parse *ps, const char *what, const char *word)
{
	CLEAN(buf_free) struct buf b = BUF(KNOWN_MAX);
	const struct cli_command *t;

	for (t = ps->table; t->name != NULL; t++)
		TRY(buf_fmt(&b, "%s%s", b.n == 0 ? "" : ", ", t->name));
	return (err_new(ERR_USAGE, "%s%s%s; known: %s, help", what,
	    word == NULL ? "" : " ", word == NULL ? "" : word,
	    b.n == 0 ? "" : (const char *)b.p));
}

static err_t
unknown_option(const struct parse *ps, const char *arg)
{
	const char *spec = ps->cmd == NULL ? NULL : ps->cmd->options;
	CLEAN(buf_free) struct buf b = BUF(KNOWN_MAX);
	const char *p = spec == NULL ? "" : spec;

	while (*p != '\0') {
		size_t word = strcspn(p, " "), key = strcspn(p, " =");

		TRY(buf_fmt(&b, "--%.*s%s, ", (int)key, p,
		    p[key] == '=' ? " VALUE" : ""));
		p += word;
		p += strspn(p, " ");
	}
	return (err_new(ERR_USAGE,
	    "unknown option %.*s; known: %s-C DIR, --json, -v, --help",
	    (int)strcspn(arg, "="), arg, b.n == 0 ? "" : (const char *)b.p));
}

static err_t
add_word(struct cli *c, const char *word)
{
	if (c->words == CLI_WORDS_MAX)
		return (
		    err_new(ERR_USAGE, "more than %d words", CLI_WORDS_MAX));
	c->word[c->words++] = word;
	return (NULL);
}

/* An option of the command; n bytes of name, eq its "=VALUE" if any. */
static err_t
own_option(struct parse *ps, struct cli *c, char **argv, int *i, int argc)
{
	char *arg = argv[*i], *name = arg + 2, *eq = strchr(name, '=');
	size_t n = eq == NULL ? strlen(name) : (size_t)(eq - name);
	bool value = false;

	if (!option_known(ps, name, n, &value)) {
		if (ps->cmd != NULL)
			return (unknown_option(ps, arg));
		if (ps->unknown == NULL)
			ps->unknown = arg;
		return (NULL);
	}
	if (!value && eq != NULL)
		return (
		    err_new(ERR_USAGE, "--%.*s takes no value", (int)n, name));
	if (value && eq == NULL && *i + 1 >= argc)
		return (err_new(ERR_USAGE, "%s: a value is missing", arg));
	if (value && eq == NULL)
		eq = argv[++*i];
	else if (eq != NULL && ps->cmd != NULL)
		*eq++ = '\0'; /* so that name ends */
	if (ps->cmd == NULL)
		return (NULL); /* only looking for the command */
	if (c->opts == CLI_OPTS_MAX)
		return (
		    err_new(ERR_USAGE, "more than %d options", CLI_OPTS_MAX));
	c->opt[c->opts].name = name;
	c->opt[c->opts++].value = value ? eq : NULL;
	return (NULL);
}

/* "--name", "--name VALUE", "--name=VALUE"; *i moves past a value. */
static err_t
long_option(struct parse *ps, struct cli *c, char **argv, int *i, int argc)
{
	const char *name = argv[*i] + 2;

	if (strcmp(name, "json") == 0)
		c->json = true;
	else if (strcmp(name, "help") == 0)
		ps->help = true;
	else if (strcmp(name, "version") == 0)
		ps->version = true;
	else
		return (own_option(ps, c, argv, i, argc));
	return (NULL);
}

/* "-C DIR", "-CDIR", "-v", "-vv", "-h". */
static err_t
short_option(struct parse *ps, struct cli *c, char **argv, int *i, int argc)
{
	const char *arg = argv[*i];

	if (arg[1] == 'C') {
		if (arg[2] != '\0')
			c->dir = arg + 2;
		else if (*i + 1 < argc)
			c->dir = argv[++*i];
		else
			return (err_new(ERR_USAGE, "-C: a folder is missing"));
	} else if (strcmp(arg, "-h") == 0) {
		ps->help = true;
	} else if (arg[1] == 'v' && arg[1 + strspn(arg + 1, "v")] == '\0') {
		c->verbose += (int)strlen(arg + 1);
	} else {
		return (unknown_option(ps, arg));
	}
	return (NULL);
}

/* Read the arguments once; the first skip words name the command. */
static err_t
read_args(struct parse *ps, struct cli *c, int argc, char **argv, size_t skip)
{
	bool options = true;

	for (int i = 1; i < argc; i++) {
		const char *arg = argv[i];

		if (!options || arg[0] != '-' || arg[1] == '\0') {
			if (skip > 0)
				skip--;
			else
				TRY(add_word(c, arg));
		} else if (strcmp(arg, "--") == 0) {
			options = false;
		} else if (arg[1] == '-') {
			TRY(long_option(ps, c, argv, &i, argc));
		} else {
			TRY(short_option(ps, c, argv, &i, argc));
		}
	}
	return (NULL);
}

/* The command that word[0] and word[1] name; *k is how many it took. */
static const struct cli_command *
command_find(
    const struct cli_command *t, const char *const *word, size_t n, size_t *k)
{
	for (*k = n < 2 ? n : 2; *k > 0; (*k)--) {
		for (size_t i = 0; t[i].name != NULL; i++) {
			const char *two = strchr(t[i].name, ' ');
			size_t one = strcspn(t[i].name, " ");

			if ((*k == 2) != (two != NULL) ||
			    strlen(word[0]) != one ||
			    memcmp(word[0], t[i].name, one) != 0)
				continue;
			if (two == NULL || strcmp(two + 1, word[1]) == 0)
				return (&t[i]);
		}
	}
	return (NULL);
}

static void
help_options(const char *spec)
{
	const char *p = spec == NULL ? "" : spec;

	while (*p != '\0') {
		size_t word = strcspn(p, " "), key = strcspn(p, " =");

		(void)printf("  --%.*s%s%.*s\n", (int)key, p,
		    p[key] == '=' ? " " : "",
		    p[key] == '=' ? (int)(word - key - 1) : 0, p + key + 1);
		p += word;
		p += strspn(p, " ");
	}
}

static void
help_globals(void)
{
	(void)printf("  -C DIR\n  --json\n  -v\n  -h, --help\n");
}

static void
help_command(const struct parse *ps, const struct cli_command *t)
{
	bool bare = t->synopsis == NULL || t->synopsis[0] == '\0';

	(void)printf("usage: %s [-C DIR] [--json] [-v] %s%s%s\n\n%s\n\n",
	    ps->program, t->name, bare ? "" : " ", bare ? "" : t->synopsis,
	    t->help);
	(void)printf("options:\n");
	help_options(t->options);
	help_globals();
}

static void
help_program(const struct parse *ps)
{
	const struct cli_command *t;
	int width = 4;

	for (t = ps->table; t->name != NULL; t++)
		if ((int)strlen(t->name) > width)
			width = (int)strlen(t->name);
	(void)printf("usage: %s [-C DIR] [--json] [-v] COMMAND ...\n\n%s\n\n"
		     "commands:\n",
	    ps->program, ps->about);
	for (t = ps->table; t->name != NULL; t++)
		(void)printf("  %-*s  %s\n", width, t->name, t->help);
	(void)printf("  %-*s  %s\n\noptions:\n", width, "help",
	    "Say how a command is used.");
	help_globals();
	(void)printf("  --version\n");
}

/* "help", "help COMMAND". */
static err_t
help(struct parse *ps, const struct cli *c, size_t from)
{
	const struct cli_command *t;
	size_t k;

	if (c->words <= from) {
		help_program(ps);
		return (NULL);
	}
	t = command_find(ps->table, &c->word[from], c->words - from, &k);
	if (t == NULL)
		return (usage_names(ps, "no command", c->word[from]));
	help_command(ps, t);
	return (NULL);
}

static err_t
check_words(const struct cli *c, const struct cli_command *t)
{
	size_t most = t->words_max < 0 ? CLI_WORDS_MAX : (size_t)t->words_max;

	if (c->words < (size_t)t->words_min)
		return (err_new(ERR_USAGE, "%s: too few words; it is: %s %s",
		    t->name, t->name, t->synopsis == NULL ? "" : t->synopsis));
	if (c->words > most)
		return (err_new(ERR_USAGE,
		    "%s: too many words (\"%.60s\"); it is: %s %s", t->name,
		    c->word[most], t->name,
		    t->synopsis == NULL ? "" : t->synopsis));
	return (NULL);
}

static err_t
dispatch(struct parse *ps, struct cli *c, int argc, char **argv)
{
	struct cli look = { .dir = "." };
	const struct cli_command *t;
	size_t k;
	err_t e;

	/* Once to find the command, and again knowing its options. */
	e = read_args(ps, &look, argc, argv, 0);
	*c = (struct cli){ .dir = look.dir, .json = look.json };
	TRY(e);
	if (look.words == 0 && ps->version) {
		(void)printf("%s %s\n", ps->program, MESAS_VERSION);
		return (NULL);
	}
	t = command_find(ps->table, look.word, look.words, &k);
	if (t == NULL && look.words > 0 && strcmp(look.word[0], "help") == 0)
		return (help(ps, &look, 1));
	if (t == NULL && ps->help)
		return (help(ps, &look, 0));
	if (t == NULL && ps->unknown != NULL)
		return (unknown_option(ps, ps->unknown));
	if (t == NULL)
		return (usage_names(ps,
		    look.words == 0 ? "a command is missing" : "no command",
		    look.words == 0 ? NULL : look.word[0]));
	if (ps->help) {
		help_command(ps, t);
		return (NULL);
	}
	ps->cmd = t;
	*c = (struct cli){ .dir = ".", .command = t->name };
	e = read_args(ps, c, argc, argv, k);
	c->json = look.json;
	TRY(e);
	TRY(check_words(c, t));
	say_level((enum say_level)(
	    c->verbose > 2 ? SAY_DEBUG : SAY_WARN + c->verbose));
	return (t->run(c));
}

/* Arguments may hold any bytes; what leaves as JSON may not. */
static void
say_json(const struct err *e)
{
	CLEAN(buf_free) struct buf b = BUF(ERROR_MAX);
	char text[ERR_TEXT_MAX];

	memcpy(text, e->text, sizeof(text));
	for (char *p = text; !text_valid(span_str(text)) && *p != '\0'; p++)
		if ((unsigned char)*p > 0x7e)
			*p = '?';
	if (json_put_text(&b, span_str(text)) != NULL)
		return;
	(void)printf("{\"error\":{\"code\":\"%s\",\"text\":%s}}\n",
	    err_name(e->code), (const char *)b.p);
}

int
cli_main(int argc, char **argv, const char *program, const char *about,
    const struct cli_command *table)
{
	struct parse ps = { program, about, table, NULL, NULL, false, false };
	struct cli c = { .dir = "." };
	err_t e = dispatch(&ps, &c, argc, argv);
	struct err was;

	if (e == NULL && (fflush(stdout) != 0 || ferror(stdout) != 0))
		e = err_new(ERR_STORE, "the answer could not be written");
	if (e == NULL)
		return (0);
	was = *e;
	(void)fprintf(stderr, "%s: %s\n%s / %s\n", program, was.text,
	    err_sentence(was.code, "es"), err_sentence(was.code, "en"));
	if (c.json)
		say_json(&was);
	(void)fflush(stdout);
	return (err_exit(was.code));
}
