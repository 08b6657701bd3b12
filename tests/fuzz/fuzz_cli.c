/* A command line, a word a line: run with what was asked, or refused. */
#include "proto/base/cli.h"
#include "proto/base/mem.h"
#include "tests/fuzz/fuzz.h"

#include <stdio.h>

#define WORDS 80

static int ran;

static err_t
run(struct cli *c)
{
	ran++;
	must(c->words <= CLI_WORDS_MAX && c->opts <= CLI_OPTS_MAX);
	must(c->dir != NULL && c->command != NULL);
	for (size_t i = 0; i < c->words; i++)
		must(c->word[i] != NULL);
	for (size_t i = 0; i < c->opts; i++)
		must(cli_opt(c, c->opt[i].name) != NULL);
	must(cli_opt(c, "none") == NULL);
	return (NULL);
}

static const struct cli_command table[] = {
	{ "save", "ENTITY [ID] field=value...", "Save.", "", 1, -1, run },
	{ "list", "ENTITY", "List.", "csv voided lang=LANG", 1, 3, run },
	{ "office add", "CODE", "Add.", "listen=ADDR dry-run", 1, 1, run },
	{ "office", "", "All.", "", 0, 0, run },
	{ NULL, NULL, NULL, NULL, 0, 0, NULL },
};

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	CLEAN(arena_free) struct arena a = ARENA;
	struct span in = span_of(p, n), line;
	char *argv[WORDS + 1] = { arena_dup(&a, span_str("mesas")) };
	int argc = 1, rc;

	for (; argc < WORDS && span_line(&in, &line); argc++)
		argv[argc] = arena_dup(&a, line);
	argv[argc] = NULL;
	ran = 0;
	rc = cli_main(argc, argv, "mesas", "A program.", table);
	must(rc >= 0 && rc < 128);
	must(ran <= 1);
	return (0);
}
