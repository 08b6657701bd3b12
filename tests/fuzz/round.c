/* The words that the fuzzers are written in. */
#include "tests/fuzz/fuzz.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define ROUND_BYTES (1 << 22)

static struct span
line_of(const struct buf *b)
{
	size_t n = b->n;

	return (span_of(b->p, n > 0 && b->p[n - 1] == '\n' ? n - 1 : n));
}

bool
fuzz_round(struct span in, bool (*once)(struct span in, struct buf *out))
{
	CLEAN(buf_free) struct buf first = BUF(ROUND_BYTES);
	CLEAN(buf_free) struct buf second = BUF(ROUND_BYTES);

	if (!once(in, &first))
		return (false);
	must(once(line_of(&first), &second));
	must(span_eq(buf_all(&first), buf_all(&second)));
	return (true);
}

uint8_t
fuzz_byte(struct span *from)
{
	if (from->n == 0)
		return (0);
	from->n--;
	return (*from->p++);
}

struct span
fuzz_some(struct span *from, size_t n)
{
	struct span s = span_of(from->p, n < from->n ? n : from->n);

	*from = span_of(from->p + s.n, from->n - s.n);
	return (s);
}

static char folder[64];

static void
sweep(void)
{
	DIR *d = opendir(folder);
	char path[512];

	if (d == NULL)
		return;
	for (struct dirent *e; (e = readdir(d)) != NULL;) {
		(void)snprintf(path, sizeof(path), "%s/%s", folder, e->d_name);
		(void)unlink(path);
	}
	(void)closedir(d);
	(void)rmdir(folder);
}

const char *
fuzz_dir(void)
{
	const char *where = getenv("TMPDIR");

	if (folder[0] != '\0')
		return (folder);
	(void)snprintf(folder, sizeof(folder), "%s/mesas-fuzz-XXXXXX",
	    where == NULL || strlen(where) > 32 ? "/tmp" : where);
	must(mkdtemp(folder) != NULL);
	must(atexit(sweep) == 0);
	return (folder);
}

const char *
fuzz_file(const char *name, struct span s)
{
	static char path[128];
	int fd;

	(void)snprintf(path, sizeof(path), "%s/%s", fuzz_dir(), name);
	fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	must(fd >= 0);
	must(s.n == 0 || write(fd, s.p, s.n) == (ssize_t)s.n);
	must(close(fd) == 0);
	return (path);
}
