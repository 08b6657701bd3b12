/*
 * poc FILE.po...             write the C table to stdout
 * poc -c WANT.po FILE.po...  say what is missing or too much
 */
#include <stdio.h>

#include "proto/base/file.h"
#include "proto/ui/tpl/poc.h"

static err_t
take(struct poc *p, const char *path)
{
	CLEAN(buf_free) struct buf in = BUF(POC_TEXT_MAX);

	TRY_FOR(file_read(path, &in), "%s", path);
	return (poc_take(p, path, buf_all(&in)));
}

static err_t
run(int argc, char **argv, struct buf *out, bool *wrong)
{
	CLEAN(poc_free) struct poc want = { 0 };
	CLEAN(poc_free) struct poc have = { 0 };
	bool check = argc > 2 && strcmp(argv[1], "-c") == 0;

	for (int i = check ? 3 : 1; i < argc; i++)
		TRY(take(&have, argv[i]));
	TRY(poc_sort(&have));
	if (!check)
		return (poc_table(&have, out));
	TRY(take(&want, argv[2]));
	for (size_t i = 0; i < want.n; i++) {
		want.v[i].str[0] = arena_dup(&want.a, span_str(""));
		want.v[i].file = argv[2];
	}
	TRY(poc_sort(&want));
	TRY(poc_check(&want, &have, out));
	*wrong = out->n > 0;
	return (NULL);
}

int
main(int argc, char **argv)
{
	CLEAN(buf_free) struct buf out = BUF(POC_OUT_MAX);
	bool wrong = false;
	err_t e = run(argc, argv, &out, &wrong);

	if (e != NULL) {
		(void)fprintf(stderr, "%s\n", e->text);
		return (err_exit(e->code));
	}
	if (out.n > 0 && fwrite(out.p, 1, out.n, stdout) != out.n)
		return (74);
	return (wrong ? 65 : 0);
}
