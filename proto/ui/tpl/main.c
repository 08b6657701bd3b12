/*
 * tplc FILE.tpl          write its C to stdout
 * tplc -m FILE.tpl...    write the sentences to translate as a PO file
 */
#include <stdio.h>

#include "proto/base/file.h"
#include "proto/base/mem.h"
#include "proto/ui/tpl/tplc.h"

static err_t
one(const char *path, bool messages, struct buf *out)
{
	CLEAN(buf_free) struct buf in = BUF(TPLC_TEXT_MAX);
	const char *base = strrchr(path, '/');
	char name[64];

	TRY_FOR(file_read(path, &in), "%s", path);
	if (messages)
		return (tplc_messages(path, buf_all(&in), out));
	base = base == NULL ? path : base + 1;
	(void)snprintf(
	    name, sizeof(name), "%.*s", (int)strcspn(base, "."), base);
	return (tplc_compile(path, name, buf_all(&in), out));
}

int
main(int argc, char **argv)
{
	CLEAN(buf_free) struct buf out = BUF(TPLC_OUT_MAX);
	bool messages = argc > 1 && strcmp(argv[1], "-m") == 0;
	err_t e = NULL;

	if (argc < 2 || (!messages && argc != 2)) {
		(void)fprintf(stderr, "tplc FILE.tpl | tplc -m FILE.tpl...\n");
		return (64);
	}
	for (int i = messages ? 2 : 1; i < argc && e == NULL; i++)
		e = one(argv[i], messages, &out);
	if (e != NULL) {
		(void)fprintf(stderr, "%s\n", e->text);
		return (err_exit(e->code));
	}
	if (out.n > 0 && fwrite(out.p, 1, out.n, stdout) != out.n)
		return (74);
	return (0);
}
