#include "node/blob.h"

#include <stdio.h>

#include "proto/base/file.h"
#include "proto/base/mem.h"

static void
drop(char **p)
{
	mem_free(*p);
	*p = NULL;
}

/* dir/documents, dir/documents/ab or dir/documents/ab/abcd...: `digits` of the
 * folder's name, and the file or not. */
static char *
path_of(const char *dir, const char *name, int digits, bool file)
{
	size_t n = strlen(dir) + sizeof(BLOB_DIR) + (size_t)2 * BLOB_NAME;
	char *p = mem_new(n);

	(void)snprintf(p, n, "%s/%s%s%.*s%s%s", dir, BLOB_DIR,
	    digits > 0 ? "/" : "", digits, name, file ? "/" : "",
	    file ? name : "");
	return (p);
}

static void
name_of(struct span bytes, char name[BLOB_NAME + 1])
{
	struct hasher h;
	struct hash hash;

	hash_start(&h, "");
	hash_add(&h, bytes.p, bytes.n);
	hash_end(&h, &hash);
	for (size_t i = 0; i < HASH_LEN; i++)
		(void)snprintf(name + 2 * i, 3, "%02x", (unsigned)hash.b[i]);
}

bool
blob_valid(const char *name)
{
	return (name != NULL && strlen(name) == BLOB_NAME &&
		strspn(name, "0123456789abcdef") == BLOB_NAME);
}

bool
blob_have(const char *dir, const char *name)
{
	CLEAN(drop)
	char *path = blob_valid(name) ? path_of(dir, name, 2, true) : NULL;

	return (path != NULL && file_exists(path));
}

err_t
blob_put(const char *dir, struct span bytes, char name[BLOB_NAME + 1])
{
	CLEAN(drop) char *top = NULL;
	CLEAN(drop) char *folder = NULL;
	CLEAN(drop) char *path = NULL;

	name_of(bytes, name);
	top = path_of(dir, name, 0, false);
	folder = path_of(dir, name, 2, false);
	path = path_of(dir, name, 2, true);
	if (file_exists(path))
		return (NULL);
	TRY(file_mkdir(top, 0700));
	TRY(file_mkdir(folder, 0700));
	return (file_replace(path, bytes, 0600));
}

err_t
blob_get(const char *dir, const char *name, struct buf *out)
{
	CLEAN(drop) char *path = NULL;
	char is[BLOB_NAME + 1];
	size_t from = out->n;

	if (!blob_valid(name))
		return (err_new(ERR_MISSING, "no document is called so"));
	path = path_of(dir, name, 2, true);
	TRY(file_read(path, out));
	name_of(span_of(out->p + from, out->n - from), is);
	if (strcmp(is, name) == 0)
		return (NULL);
	buf_clear(out);
	return (err_new(ERR_DATA, "the document is not what it was"));
}
