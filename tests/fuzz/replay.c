/* replay files-or-folders...: run each file through the fuzzer linked in. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "proto/base/file.h"
#include "tests/fuzz/fuzz.h"

static bool
one(const char *path)
{
	CLEAN(buf_free) struct buf b = BUF(1 << 22);
	uint8_t *copy;

	if (file_read(path, &b) != NULL) {
		fprintf(stderr, "%s: not read: %s\n", path, err_last.text);
		return (false);
	}
	/* An exact copy, so that a byte read past the end is noticed. */
	copy = malloc(b.n);
	must(copy != NULL || b.n == 0);
	if (b.n > 0)
		memcpy(copy, b.p, b.n);
	(void)LLVMFuzzerTestOneInput(copy, b.n);
	free(copy);
	return (true);
}

/* How many files were run; -1 when one could not be read. */
static long
folder(const char *path, DIR *d)
{
	char name[4096];
	long n = 0;

	for (struct dirent *e; (e = readdir(d)) != NULL;) {
		if (e->d_name[0] == '.')
			continue;
		snprintf(name, sizeof(name), "%s/%s", path, e->d_name);
		if (!one(name))
			return (-1);
		n++;
	}
	return (n);
}

int
main(int argc, char **argv)
{
	long n = 0, more;

	for (int i = 1; i < argc; i++) {
		DIR *d = opendir(argv[i]);

		more = d != NULL ? folder(argv[i], d) : one(argv[i]) ? 1 : -1;
		if (d != NULL)
			(void)closedir(d);
		if (more < 0)
			return (1);
		n += more;
	}
	printf("%ld files replayed\n", n);
	return (n > 0 ? 0 : 1);
}
