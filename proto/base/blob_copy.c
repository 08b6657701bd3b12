/*
 * blob_copy -- all files of one folder that another one lacks.
 */
#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "proto/base/blob.h"
#include "proto/base/file.h"
#include "proto/base/mem.h"
#include "proto/limits.h"

static void
close_dir(DIR **d)
{
	if (*d != NULL)
		(void)closedir(*d);
}

static err_t
one(const char *from, const char *to, const char *name, struct blob_copied *c)
{
	CLEAN(buf_free) struct buf b = BUF(LIMIT_DOCUMENT_BYTES);
	char is[BLOB_NAME + 1];
	err_t e;

	if (blob_have(to, name))
		return (NULL);
	e = blob_get(from, name, &b);
	if (e != NULL && e->code == ERR_DATA) {
		c->damaged++;
		return (NULL);
	}
	TRY(e);
	if (!file_exists(to))
		TRY(file_mkdir(to, 0700));
	TRY(blob_put(to, buf_all(&b), is));
	c->files++;
	c->bytes += (int64_t)b.n;
	return (NULL);
}

/* Those whose names begin so; a folder that is not there has none. */
static err_t
begin_with(
    const char *from, const char *to, unsigned byte, struct blob_copied *c)
{
	CLEAN(close_dir) DIR *d = NULL;
	const struct dirent *e;
	size_t n = strlen(from) + sizeof(BLOB_DIR) + 8;
	char *path = mem_new(n);

	(void)snprintf(path, n, "%s/%s/%02x", from, BLOB_DIR, byte);
	d = opendir(path);
	mem_free(path);
	if (d == NULL && errno != ENOENT)
		return (err_new(
		    ERR_SYSTEM, "%s/%s: %s", from, BLOB_DIR, strerror(errno)));
	while (d != NULL && (e = readdir(d)) != NULL)
		if (blob_valid(e->d_name))
			TRY(one(from, to, e->d_name, c));
	return (NULL);
}

err_t
blob_copy(const char *from, const char *to, struct blob_copied *c)
{
	*c = (struct blob_copied){ .files = 0 };
	for (unsigned byte = 0; byte < 256; byte++)
		TRY(begin_with(from, to, byte, c));
	return (NULL);
}

/* ---- beside a copy of the store ----------------------------------------- */

static err_t
beside(const char *file, char to[PATH_MAX])
{
	if (snprintf(to, PATH_MAX, "%s%s", file, BLOB_BESIDE) >= PATH_MAX)
		return (err_new(ERR_USAGE, "%.60s...: too long a name", file));
	return (NULL);
}

err_t
blob_keep(const char *dir, const char *file, struct blob_copied *c)
{
	char to[PATH_MAX];

	TRY(beside(file, to));
	return (blob_copy(dir, to, c));
}

err_t
blob_bring(const char *file, const char *dir)
{
	char from[PATH_MAX];
	struct blob_copied c;

	TRY(beside(file, from));
	TRY_FOR(blob_copy(from, dir, &c), "the files of documents");
	if (c.damaged == 0)
		return (NULL);
	return (err_new(ERR_DAMAGED,
	    "%zu files in %.200s are not what they were; take them out to go "
	    "on without them",
	    c.damaged, from));
}
