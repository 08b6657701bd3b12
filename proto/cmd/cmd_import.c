#include "proto/cmd/cmd.h"

#include <unistd.h>

#include "proto/base/file.h"
#include "proto/cmd/cmd_import_parts.h"
#include "proto/cmd/cmd_parts.h"
#include "proto/cmd/keys.h"

#define PROGRESS 100 /* lines between two remarks on a terminal */

/* Trouble of the machine ends the import; trouble of a line does not. */
static bool
fatal(const struct err *e)
{
	return (e->code == ERR_STORE || e->code == ERR_SYSTEM ||
		e->code == ERR_DAMAGED || e->code == ERR_LOCKED);
}

static void
add_bad(struct import *im, const struct err *e)
{
	if (im->bad_n < LIMIT_IMPORT_BAD)
		im->bad[im->bad_n] = (struct bad){ im->line,
			arena_dup(&im->a, span_str(e->text)) };
	im->bad_n++;
}

static err_t
one_line(struct import *im, struct span text)
{
	const struct err *e;

	im->line++;
	if (text.n > 0 && text.p[text.n - 1] == '\r')
		text.n--;
	if (text.n == 0)
		return (NULL);
	im->lines++;
	e = cmd_import_line(im, text);
	if (e != NULL && fatal(e))
		return (e);
	if (e != NULL)
		add_bad(im, e);
	if (im->lines % PROGRESS == 0 && isatty(STDERR_FILENO) != 0)
		(void)fprintf(stderr, "\r%lld ", (long long)im->lines);
	return (NULL);
}

/* ---- the file -------------------------------------------------------- */

/* A line has ended; long_one: it was longer than allowed and is not held. */
static err_t
end_line(struct import *im, struct buf *b, bool long_one)
{
	if (long_one) {
		im->line++;
		im->lines++;
		add_bad(im, err_new(ERR_LIMIT, "longer than %d bytes",
				LIMIT_IMPORT_LINE));
	} else {
		TRY_FOR(
		    one_line(im, buf_all(b)), "line %lld", (long long)im->line);
	}
	buf_clear(b);
	return (NULL);
}

/* Lines of any file, never holding more than one; one that is too long is
 * skipped and told. */
static err_t
read_lines(struct import *im, FILE *f)
{
	CLEAN(buf_free) struct buf b = BUF(LIMIT_IMPORT_LINE);
	bool long_one = false;
	int ch;

	while ((ch = getc(f)) != EOF) {
		if (ch == '\n') {
			TRY(end_line(im, &b, long_one));
			long_one = false;
		} else if (b.n < LIMIT_IMPORT_LINE - 1) {
			TRY(buf_byte(&b, (uint8_t)ch));
		} else {
			long_one = true;
		}
	}
	if (b.n > 0)
		TRY(end_line(im, &b, long_one));
	if (ferror(f) != 0)
		return (err_new(ERR_SYSTEM, "%.200s cannot be read", im->file));
	return (NULL);
}

static err_t
read_file(struct import *im)
{
	FILE *f;
	err_t e;

	if (strcmp(im->file, "-") == 0)
		return (read_lines(im, stdin));
	f = fopen(im->file, "re");
	if (f == NULL)
		return (
		    err_new(ERR_MISSING, "%.200s cannot be opened", im->file));
	e = read_lines(im, f);
	(void)fclose(f);
	return (e);
}

/* ---- the report ------------------------------------------------------ */

static err_t
put_report(struct import *im, bool dry, struct buf *b)
{
	TRY(buf_byte(b, '{'));
	TRY(cmd_put_int(b, "lines", im->lines));
	TRY(cmd_put_int(b, "created", im->created));
	TRY(cmd_put_int(b, "edited", im->edited));
	TRY(cmd_put_int(b, "unchanged", im->unchanged));
	TRY(cmd_put_int(b, "notes", im->notes));
	TRY(cmd_put_int(b, "bad_lines", im->bad_n));
	TRY(cmd_key(b, "bad"));
	TRY(buf_byte(b, '['));
	for (int64_t i = 0; i < im->bad_n && i < LIMIT_IMPORT_BAD; i++) {
		TRY(cmd_comma(b));
		TRY(buf_byte(b, '{'));
		TRY(cmd_put_int(b, "line", im->bad[i].line));
		TRY(cmd_put_str(b, "reason", im->bad[i].reason));
		TRY(buf_byte(b, '}'));
	}
	TRY(buf_byte(b, ']'));
	TRY(cmd_put_yes(b, "dry_run", dry));
	if (im->batch == 0 || dry)
		TRY(cmd_put_str(b, "batch", NULL));
	else
		TRY(cmd_put_int(b, "batch", im->batch));
	return (buf_str(b, "}\n"));
}

static err_t
say_counts(struct import *im, struct buf *b)
{
	long long n = im->lines, made = im->created, edited = im->edited,
		  same = im->unchanged, bad = im->bad_n;

	if (cmd_es(im->c))
		return (buf_fmt(b,
		    "%lld renglones: %lld registros creados,"
		    " %lld cambiados, %lld sin cambio, %lld renglones con"
		    " error\n",
		    n, made, edited, same, bad));
	return (buf_fmt(b,
	    "%lld lines: %lld records created, %lld changed,"
	    " %lld unchanged, %lld bad lines\n",
	    n, made, edited, same, bad));
}

static err_t
say_report(struct import *im, bool dry, struct buf *b)
{
	struct cmd *c = im->c;

	for (int64_t i = 0; i < im->bad_n && i < LIMIT_IMPORT_BAD; i++)
		TRY(buf_fmt(b, "%s %lld: %s\n", cmd_tr(c, "renglón", "line"),
		    (long long)im->bad[i].line, im->bad[i].reason));
	TRY(say_counts(im, b));
	if (dry)
		return (
		    buf_str(b, cmd_tr(c, "Fue un ensayo: no se guardó nada.\n",
				   "It was a dry run: nothing was saved.\n")));
	if (im->batch == 0)
		return (NULL);
	return (buf_fmt(b, "%s: undo %lld\n",
	    cmd_tr(c, "Para deshacer esta importación",
		"To take this import back"),
	    (long long)im->batch));
}

static err_t
run(struct cmd *c, struct cli *cli, bool dry)
{
	struct import *im = mem_new(sizeof(*im));
	CLEAN(buf_free) struct buf b = ANSWER;
	int64_t bad;
	err_t e;

	im->c = c;
	im->file = cli->word[0];
	im->not_personal = cli_opt(cli, "not-personal");
	e = keys_tables(c->st->db);
	if (e == NULL)
		e = read_file(im);
	if (im->lines >= PROGRESS && isatty(STDERR_FILENO) != 0)
		(void)fprintf(stderr, "\r");
	if (e == NULL)
		e = cli->json ? put_report(im, dry, &b)
			      : say_report(im, dry, &b);
	if (e == NULL)
		e = cmd_answer(c, &b);
	bad = im->bad_n;
	arena_free(&im->a);
	mem_free(im);
	TRY(e);
	if (bad > 0)
		return (err_new(ERR_DATA,
		    "%lld lines were not saved; correct"
		    " them and import the file again: what is in already is"
		    " left alone",
		    (long long)bad));
	return (NULL);
}

/* ---- dry run: the same, on a copy ------------------------------------ */

static err_t
remove_copy(const char *path)
{
	static const char *const ends[] = { "", "-wal", "-shm" };

	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
		char name[4096];

		(void)snprintf(name, sizeof(name), "%s%s", path, ends[i]);
		TRY(file_remove(name));
	}
	return (NULL);
}

static err_t
run_on_copy(struct cmd *c, struct cli *cli, const char *path)
{
	CLEAN(store_close) struct store copy = { 0 };
	struct desk desk = *c->desk;
	struct cmd on = *c;

	TRY(db_backup(c->st->db, path));
	TRY(store_open(&copy, path, DB_WRITE));
	if (desk.federal) {
		uint8_t pub[KEY_LEN];

		key_public(desk.key, pub);
		fold_federal(copy.f, pub);
	}
	desk.l = copy.l;
	desk.f = copy.f;
	desk.before = NULL;
	on.st = &copy;
	on.desk = &desk;
	return (run(&on, cli, true));
}

err_t
cmd_import(struct cmd *c, struct cli *cli)
{
	char path[2048];
	struct err was = { .code = ERR_NONE };
	err_t e;

	if (cli_opt(cli, "dry-run") == NULL)
		return (run(c, cli, false));
	(void)snprintf(
	    path, sizeof(path), "%s/dry-run-%ld.db", cli->dir, (long)getpid());
	TRY(remove_copy(path));
	e = run_on_copy(c, cli, path);
	if (e != NULL)
		was = *e;
	TRY(remove_copy(path));
	if (was.code == ERR_NONE)
		return (NULL);
	return (err_new(was.code, "%s", was.text));
}
