#include "proto/base/blob.h"

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

/* ---- in pieces ---------------------------------------------------------- */

#define PARTS "part"

static char *
part_of(const char *dir, const char *name, const char *who)
{
	size_t n = strlen(dir) + sizeof(BLOB_DIR) + sizeof(PARTS) +
		   strlen(who) + BLOB_NAME + 4;
	char *p = mem_new(n);

	(void)snprintf(p, n, "%s/%s/%s/%s.%s", dir, BLOB_DIR, PARTS, name, who);
	return (p);
}

static err_t
make_folder(const char *dir, const char *name, int digits)
{
	CLEAN(drop) char *top = path_of(dir, name, 0, false);
	CLEAN(drop) char *folder = path_of(dir, name, digits, false);

	TRY(file_mkdir(top, 0700));
	return (file_mkdir(folder, 0700));
}

err_t
blob_held(const char *dir, const char *name, const char *who, int64_t *held,
    bool *whole)
{
	CLEAN(drop) char *part = NULL;
	CLEAN(drop) char *path = NULL;

	*held = 0;
	*whole = false;
	if (!blob_valid(name))
		return (err_new(ERR_MISSING, "no document is called so"));
	path = path_of(dir, name, 2, true);
	part = part_of(dir, name, who);
	*whole = file_exists(path);
	return (file_length(*whole ? path : part, held));
}

/* All pieces are here: is it what its name says? */
static err_t
complete(const char *dir, const char *name, const char *part, int64_t size)
{
	CLEAN(buf_free) struct buf b = BUF((size_t)size);
	CLEAN(drop) char *path = path_of(dir, name, 2, true);
	char is[BLOB_NAME + 1];

	TRY(file_read(part, &b));
	name_of(buf_all(&b), is);
	if (strcmp(is, name) != 0) {
		TRY(file_remove(part));
		return (
		    err_new(ERR_DATA, "the document is not what it should be"));
	}
	TRY(make_folder(dir, name, 2));
	TRY(file_sync(part));
	return (file_rename(part, path));
}

err_t
blob_piece( // NOLINT(readability-function-size)
    const char *dir, const char *name, const char *who, int64_t at,
    int64_t size, struct span bytes, int64_t *held, bool *whole)
{
	CLEAN(drop) char *top = NULL;
	CLEAN(drop) char *parts = NULL;
	CLEAN(drop) char *part = NULL;

	TRY(blob_held(dir, name, who, held, whole));
	if (*whole)
		return (NULL);
	if (at != *held)
		return (err_new(ERR_GAP, "%lld bytes are here, not %lld",
		    (long long)*held, (long long)at));
	if ((int64_t)bytes.n > size - at)
		return (err_new(ERR_LIMIT, "more than the %lld bytes it has",
		    (long long)size));
	part = part_of(dir, name, who);
	top = path_of(dir, name, 0, false);
	parts = part_of(dir, "", "");
	*strrchr(parts, '/') = '\0';
	TRY(file_mkdir(top, 0700));
	TRY(file_mkdir(parts, 0700));
	TRY(file_write_at(part, at, bytes));
	*held = at + (int64_t)bytes.n;
	if (*held < size)
		return (NULL);
	*held = 0;
	TRY(complete(dir, name, part, size));
	*held = size;
	*whole = true;
	return (NULL);
}

/* ---- whole -------------------------------------------------------------- */

err_t
blob_put(const char *dir, struct span bytes, char name[BLOB_NAME + 1])
{
	CLEAN(drop) char *path = NULL;

	name_of(bytes, name);
	path = path_of(dir, name, 2, true);
	if (file_exists(path))
		return (NULL);
	TRY(make_folder(dir, name, 2));
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

err_t
blob_get_part(
    const char *dir, const char *name, int64_t at, size_t n, struct buf *out)
{
	CLEAN(drop) char *path = NULL;

	if (!blob_valid(name))
		return (err_new(ERR_MISSING, "no document is called so"));
	path = path_of(dir, name, 2, true);
	return (file_read_at(path, at, n, out));
}
