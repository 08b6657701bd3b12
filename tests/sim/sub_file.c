/*
 * In place of proto/base/file.c: the same promises, kept on a simulated disk.
 * What does not lie on one is missing, so that nothing of the real machine is
 * read or touched.
 */
#include "proto/base/file.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "proto/base/rand.h"
#include "tests/sim/disk_in.h"

#define PATH_BYTES 512
#define READ_BYTES 16384
#define LOCKS      256 /* held at a time, in all machines together */

static err_t
trouble(const char *doing, const char *path, int was)
{
	enum err_code code = ERR_SYSTEM;

	if (was == ENOENT || was == ENOTDIR)
		code = ERR_MISSING;
	else if (was == EEXIST)
		code = ERR_EXISTS;
	else if (was == ENOSPC || was == EIO || was == EROFS)
		code = ERR_STORE;
	return (err_new(code, "%s %s: %s", doing, path, strerror(was)));
}

/* The disk that path lies on, or a refusal. */
static err_t
find(const char *path, struct disk **d, const char **rest)
{
	*d = disk_route(path, rest);
	return (*d == NULL ? trouble("open", path, ENOENT) : NULL);
}

static err_t
read_from(struct disk *d, struct inode *i, const char *path, struct buf *b)
{
	uint8_t chunk[READ_BYTES];
	uint64_t off = 0;
	size_t got;
	int e;

	if (i->folder)
		return (err_new(ERR_DATA, "%s: not a regular file", path));
	if (i->now.size > b->max - b->n)
		return (err_new(
		    ERR_LIMIT, "%s: more than %zu bytes", path, b->max));
	for (;; off += got) {
		e = disk_read(d, i, off, chunk, sizeof(chunk), &got);
		if (e != 0)
			return (trouble("read", path, e));
		if (got == 0)
			return (NULL);
		TRY_FOR(buf_put(b, chunk, got), "%s", path);
	}
}

err_t
file_read(const char *path, struct buf *b)
{
	struct inode *i;
	struct disk *d;
	const char *rest;
	err_t e;
	int no;

	TRY(find(path, &d, &rest));
	no = disk_open(d, rest, &i);
	if (no != 0)
		return (trouble("open", path, no));
	e = read_from(d, i, path, b);
	disk_close(d, &i);
	return (e);
}

static err_t
sync_folder(struct disk *d, const char *rest, const char *path)
{
	int no = disk_sync_folder(d, rest);

	return (no == 0 ? NULL : trouble("fsync folder of", path, no));
}

static err_t
write_new(struct disk *d, const char *rest, struct span s)
{
	struct inode *i;
	int no = disk_create(d, rest, false);

	if (no != 0)
		return (trouble("create", rest, no));
	no = disk_open(d, rest, &i);
	if (no != 0)
		return (trouble("create", rest, no));
	if (s.n > 0)
		no = disk_write(d, i, 0, s.p, s.n);
	if (no == 0)
		no = disk_sync(d, i);
	disk_close(d, &i);
	return (no == 0 ? NULL : trouble("write", rest, no));
}

err_t
file_replace(const char *path, struct span s, int mode)
{
	char beside[PATH_BYTES];
	const char *rest;
	struct disk *d;
	uint64_t tag;
	err_t e;
	int n, no;

	(void)mode;
	TRY(find(path, &d, &rest));
	rand_bytes(&tag, sizeof(tag));
	n = snprintf(beside, sizeof(beside), "%s.new-%016llx", rest,
	    (unsigned long long)tag);
	if (n < 0 || (size_t)n >= sizeof(beside))
		return (err_new(ERR_SYSTEM, "%s: name too long", path));
	e = write_new(d, beside, s);
	if (e == NULL && (no = disk_rename(d, beside, rest)) != 0)
		e = trouble("rename", path, no);
	if (e != NULL) {
		(void)disk_remove(d, beside);
		return (e);
	}
	return (sync_folder(d, rest, path));
}

bool
file_exists(const char *path)
{
	const char *rest;
	struct disk *d = disk_route(path, &rest);

	return (d != NULL && !d->dark &&
		(rest[0] == '\0' || disk_file(d, rest) != NULL));
}

err_t
file_mkdir(const char *path, int mode)
{
	const char *rest;
	struct disk *d;
	int no;

	(void)mode;
	TRY(find(path, &d, &rest));
	no = disk_create(d, rest, true);
	if (no == 0)
		return (sync_folder(d, rest, path));
	if (no != EEXIST)
		return (trouble("mkdir", path, no));
	if (rest[0] != '\0' && !disk_file(d, rest)->folder)
		return (err_new(ERR_EXISTS, "%s: not a folder", path));
	return (NULL);
}

err_t
file_remove(const char *path)
{
	const char *rest;
	struct disk *d;
	int no;

	TRY(find(path, &d, &rest));
	no = disk_remove(d, rest);
	if (no == ENOENT)
		return (NULL);
	if (no != 0)
		return (trouble("remove", path, no));
	return (sync_folder(d, rest, path));
}

err_t
file_sync(const char *path)
{
	struct inode *i;
	const char *rest;
	struct disk *d;
	int no;

	TRY(find(path, &d, &rest));
	no = disk_open(d, rest, &i);
	if (no != 0)
		return (trouble("open", path, no));
	no = disk_sync(d, i);
	disk_close(d, &i);
	if (no != 0)
		return (trouble("fsync", path, no));
	return (sync_folder(d, rest, path));
}

err_t
file_create(const char *path)
{
	const char *rest;
	struct disk *d;
	int no;

	TRY(find(path, &d, &rest));
	no = disk_create(d, rest, false);
	return (no == 0 ? NULL : trouble("create", path, no));
}

err_t
file_rename(const char *from, const char *to)
{
	const char *rest, *over;
	struct disk *d, *e;
	int no;

	TRY(find(from, &d, &rest));
	TRY(find(to, &e, &over));
	must(d == e);
	no = disk_rename(d, rest, over);
	if (no != 0 && no != ENOENT)
		return (trouble("rename", from, no));
	return (NULL);
}

/* ---- locks -------------------------------------------------------------- */

struct held {
	struct disk *d;
	struct inode *i;
	bool alone;
};

static struct held held[LOCKS]; /* by what stands for the descriptor */

static bool
take(struct inode *i, bool alone)
{
	if (i->held_alone || (alone && i->held_shared > 0))
		return (false);
	if (alone)
		i->held_alone = true;
	else
		i->held_shared++;
	return (true);
}

err_t
file_lock(const char *path, enum file_how how, int wait_ms, int *fd)
{
	const char *rest;
	struct inode *i;
	struct disk *d;
	int no = 0, k = 0;

	(void)wait_ms; /* nobody else runs meanwhile */
	must(*fd == -1);
	TRY(find(path, &d, &rest));
	if (disk_file(d, rest) == NULL)
		no = disk_create(d, rest, false);
	if (no == 0)
		no = disk_open(d, rest, &i);
	if (no != 0)
		return (trouble("open", path, no));
	if (!take(i, how == FILE_ALONE)) {
		disk_close(d, &i);
		return (err_new(ERR_LOCKED, "%s: held by another", path));
	}
	while (held[k].d != NULL)
		must(++k < LOCKS);
	held[k] = (struct held){ d, i, how == FILE_ALONE };
	*fd = k;
	return (NULL);
}

void
file_unlock(int *fd)
{
	struct held *h;

	if (*fd < 0)
		return;
	h = &held[*fd];
	must(h->d != NULL);
	if (h->alone)
		h->i->held_alone = false;
	else
		h->i->held_shared--;
	disk_close(h->d, &h->i);
	h->d = NULL;
	*fd = -1;
}
