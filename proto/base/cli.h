/*
 * cli -- a table of commands: dispatch, options, help, exit status.
 *
 * A program declares its commands once; --help, the man page test and the
 * dispatch read that table.  Options may stand anywhere: "-C DIR" and
 * "--json" belong to every command; each command lists its own.
 * Unknown words and options are errors that say what is known.
 */
#ifndef PROTO_BASE_CLI_H
#define PROTO_BASE_CLI_H

#include "proto/base/err.h"

#define CLI_WORDS_MAX 64
#define CLI_OPTS_MAX  16

struct cli {
	const char *dir; /* -C DIR, default "." */
	bool json;       /* --json */
	int verbose;     /* -v, repeated */
	const char *command;
	const char *word[CLI_WORDS_MAX]; /* what is left, in order */
	size_t words;
	struct {
		const char *name, *value; /* value NULL for a flag */
	} opt[CLI_OPTS_MAX];
	size_t opts;
};

struct cli_command {
	const char *name;     /* "save", or two words "office add" */
	const char *synopsis; /* "ENTITY [ID] field=value..." */
	const char *help;     /* one English sentence */
	const char *options;  /* "listen=ADDR:PORT pages=ADDR:PORT csv dry-run":
				 name=METAVAR takes a value */
	int words_min, words_max; /* -1: no maximum (CLI_WORDS_MAX) */
	err_t (*run)(struct cli *c);
};

/* Value of an option, or NULL; "" for a flag that was given. */
const char *cli_opt(const struct cli *c, const char *name);
/* Parse, run, say the error on stderr (with --json also {"error":...} on
 * stdout), return the exit status. table ends with a NULL name. */
int cli_main(int argc, char **argv, const char *program, const char *about,
    const struct cli_command *table);

#endif
