#include "proto/base/cli.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <unistd.h>

static struct cli seen;
static int runs;

static err_t
run(struct cli *c)
{
	seen = *c;
	runs++;
	return (c->words > 0 && strcmp(c->word[0], "fail") == 0
		    ? err_new(ERR_GAP, "commit \"7\" is\tmissing")
		    : NULL);
}

static const struct cli_command table[] = {
	{ "save", "ENTITY [ID] field=value...", "Save a record.",
	    "listen=ADDR:PORT csv dry-run", 1, -1, run },
	{ "office add", "NAME", "Admit an office.", "", 1, 1, run },
	{ "office", "", "List the offices.", NULL, 0, 0, run },
	{ NULL, NULL, NULL, NULL, 0, 0, NULL },
};

static char answer[4096], remark[4096];

static void catch (FILE *f, char *out, size_t n)
{
	rewind(f);
	n = fread(out, 1, n - 1, f);
	out[n] = '\0';
	(void)fclose(f);
}

/* Run the words of a line (at blanks) and keep what was said. */
static int
cli(const char *line)
{
	static char copy[1024]; /* what is seen points into it */
	char *argv[64], *p = copy;
	FILE *out = tmpfile(), *err = tmpfile();
	int out_was, err_was, argc = 1, status;
	static char name[] = "mesas-test";

	(void)snprintf(copy, sizeof(copy), "%s", line);
	argv[0] = name;
	while (*p != '\0') {
		argv[argc++] = p;
		p += strcspn(p, " ");
		if (*p != '\0')
			*p++ = '\0';
	}
	argv[argc] = NULL;
	(void)fflush(stdout);
	out_was = dup(1);
	err_was = dup(2);
	(void)dup2(fileno(out), 1);
	(void)dup2(fileno(err), 2);
	runs = 0;
	memset(&seen, 0, sizeof(seen));
	status = cli_main(argc, argv, "mesas-test", "A test.", table);
	(void)fflush(stdout);
	(void)dup2(out_was, 1);
	(void)dup2(err_was, 2);
	(void)close(out_was);
	(void)close(err_was);
	catch (out, answer, sizeof(answer));
	catch (err, remark, sizeof(remark));
	/* What seen points at lives in copy: compare what is needed here. */
	if (runs == 1 && strcmp(seen.command, "save") == 0 &&
	    strstr(line, "listen") != NULL)
		assert_string_equal(cli_opt(&seen, "listen"), "[::1]:80");
	if (runs == 1 && strstr(line, "-C") != NULL)
		assert_string_equal(seen.dir, "dir");
	if (runs == 1 && seen.words > 0)
		assert_string_equal(seen.word[0], "gap");
	return (status);
}

static void
test_options_may_stand_anywhere(void **state)
{
	(void)state;
	static const char *const lines[] = {
		"save gap x=1 --listen [::1]:80 --csv -C dir",
		"save --listen=[::1]:80 gap --csv x=1 -Cdir",
		"-C dir --csv --listen [::1]:80 save gap x=1",
		"--listen=[::1]:80 -C dir save --csv gap x=1",
		"save --csv --listen a --listen [::1]:80 -C dir -- gap x=1",
	};

	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		assert_int_equal(cli(lines[i]), 0);
		assert_int_equal(runs, 1);
		assert_int_equal(seen.words, 2);
		assert_string_equal(cli_opt(&seen, "csv"), "");
		assert_null(cli_opt(&seen, "dry-run"));
		assert_string_equal(seen.command, "save");
		assert_false(seen.json);
	}
	assert_int_equal(cli("-v save gap --json -vv"), 0);
	assert_true(seen.json);
	assert_int_equal(seen.verbose, 3);
	assert_string_equal(seen.dir, ".");
}

static void
test_after_two_dashes_nothing_is_an_option(void **state)
{
	(void)state;
	assert_int_equal(cli("save -- gap --csv -v"), 0);
	assert_int_equal(seen.words, 3);
	assert_int_equal(seen.opts, 0);
	assert_int_equal(cli("save gap -"), 0);
	assert_int_equal(seen.words, 2);
}

static void
test_a_command_may_have_two_words(void **state)
{
	(void)state;
	assert_int_equal(cli("office add gap"), 0);
	assert_string_equal(seen.command, "office add");
	assert_int_equal(seen.words, 1);
	assert_int_equal(cli("office"), 0);
	assert_string_equal(seen.command, "office");
	assert_int_equal(seen.words, 0);
}

static void
test_what_is_unknown_is_told_with_what_is_known(void **state)
{
	(void)state;
	assert_int_equal(cli(""), 64);
	assert_non_null(strstr(remark, "known: save, office add, office"));
	assert_int_equal(cli("sav gap"), 64);
	assert_non_null(strstr(remark, "mesas-test: no command sav"));
	assert_non_null(strstr(remark, "La orden está mal escrita."));
	assert_non_null(strstr(remark, "The command is not written right."));
	assert_int_equal(cli("save gap --cvs"), 64);
	assert_non_null(strstr(remark, "unknown option --cvs; known: "
				       "--listen VALUE, --csv, --dry-run"));
	assert_int_equal(cli("office add gap --csv"), 64);
	assert_int_equal(cli("save gap -x"), 64);
	assert_int_equal(cli("save gap --csv=1"), 64);
	assert_int_equal(cli("save gap --listen"), 64);
	assert_int_equal(cli("save gap -C"), 64);
	assert_int_equal(cli("save"), 64);
	assert_int_equal(cli("office gap"), 64);
	assert_int_equal(cli("office add gap gap"), 64);
	assert_int_equal(runs, 0);
}

static void
test_help_is_an_answer(void **state)
{
	(void)state;
	static const char *const lines[] = { "--help", "-h", "help" };

	for (size_t i = 0; i < 3; i++) {
		assert_int_equal(cli(lines[i]), 0);
		assert_non_null(strstr(answer, "Admit an office."));
		assert_string_equal(remark, "");
	}
	assert_int_equal(cli("save --help"), 0);
	assert_non_null(strstr(answer, "--listen ADDR:PORT\n"));
	assert_int_equal(cli("help office add"), 0);
	assert_non_null(strstr(answer, "office add NAME"));
	assert_int_equal(cli("help nothing"), 64);
	assert_int_equal(cli("--version"), 0);
	assert_string_equal(answer, "mesas-test 0.1.0\n");
	assert_int_equal(runs, 0);
}

static void
test_the_exit_status_and_the_words_are_those_of_the_table(void **state)
{
	(void)state;
	int (*const quiet)(const char *) = cli;

	seen.words = 0;
	assert_int_equal(quiet("office add --json"), 64);
	assert_non_null(
	    strstr(answer, "{\"error\":{\"code\":\"USAGE\",\"text\":\""));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_options_may_stand_anywhere),
		cmocka_unit_test(test_after_two_dashes_nothing_is_an_option),
		cmocka_unit_test(test_a_command_may_have_two_words),
		cmocka_unit_test(
		    test_what_is_unknown_is_told_with_what_is_known),
		cmocka_unit_test(test_help_is_an_answer),
		cmocka_unit_test(
		    test_the_exit_status_and_the_words_are_those_of_the_table),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
