/* What a program may ask of a disk, and when the answer is no. */
#include "tests/sim/disk_in.h"

#include <errno.h>
#include <string.h>

#include "proto/base/mem.h"

enum kind {
	OP_WRITE,
	OP_TRUNCATE,
	OP_SYNC,
	OP_CREATE,
	OP_REMOVE,
	OP_RENAME,
	OP_SYNC_FOLDER
};

struct change {
	enum kind kind;
	struct inode *i;
	uint64_t off; /* or the new size */
	const void *p;
	size_t n;
	const char *a, *b; /* names */
	bool folder;
};

/* ---- doing it ----------------------------------------------------------- */

static void
note(struct disk *d, const char *a, struct inode *to_a, const char *b,
    struct inode *to_b)
{
	struct entry e = { disk_name_make(d, a), NULL, inode_keep(to_a),
		inode_keep(to_b) };

	e.a->journal++;
	if (b != NULL) {
		e.b = disk_name_make(d, b);
		e.b->journal++;
	}
	mem_room(&d->journal, &d->journal_cap, d->journal_n + 1,
	    sizeof(*d->journal));
	d->journal[d->journal_n++] = e;
}

static void
point(struct disk *d, const char *path, struct inode *to)
{
	struct name *at = disk_name(d, path);

	(void)inode_keep(to);
	inode_drop(&at->now);
	at->now = to;
}

/* Names: in the journal, and unless the power failed just now in the folder. */
static void
rename_as(struct disk *d, const struct change *c, bool visible)
{
	struct inode *i = NULL;

	if (c->kind == OP_CREATE)
		i = inode_keep(inode_new(c->folder));
	else if (c->kind == OP_RENAME)
		i = inode_keep(disk_file(d, c->a));
	if (c->kind == OP_RENAME)
		note(d, c->a, NULL, c->b, i);
	else
		note(d, c->a, i, NULL, NULL);
	if (visible && c->kind == OP_RENAME) {
		point(d, c->b, i);
		point(d, c->a, NULL);
	} else if (visible) {
		point(d, c->a, i);
	}
	inode_drop(&i);
}

/* All that was written of the file reaches the disk, page by page, as a
 * kernel does it. */
static void
sync_all(struct inode *i)
{
	if (i->todo_n == 0)
		return;
	for (size_t k = 0; k < i->todo_n; k++) {
		const struct unsynced *u = i->todo[k];

		if (u->truncate)
			image_resize(&i->safe, u->off);
		else
			image_follow(&i->safe, &i->now, u->off, u->n);
		if (!u->truncate && u->off + u->n > i->safe.size)
			i->safe.size = u->off + u->n;
	}
	image_resize(&i->safe, i->now.size);
	inode_forget(i);
}

static bool
lies_in(const char *path, const char *folder, size_t n)
{
	const char *slash = strrchr(path, '/');

	return ((slash == NULL ? 0 : (size_t)(slash - path)) == n &&
		memcmp(path, folder, n) == 0);
}

/* As a journal does it: with everything that came before. */
static void
sync_names(struct disk *d, const char *rest)
{
	const char *slash = strrchr(rest, '/');
	size_t n = slash == NULL ? 0 : (size_t)(slash - rest), upto = 0;

	for (size_t k = 0; k < d->journal_n; k++) {
		const struct entry *e = &d->journal[k];

		if (lies_in(e->a->path, rest, n) ||
		    (e->b != NULL && lies_in(e->b->path, rest, n)))
			upto = k + 1;
	}
	disk_commit(d, upto);
}

static void
apply(struct disk *d, const struct change *c)
{
	switch (c->kind) {
	case OP_WRITE:
		d->c.writes++;
		image_write(&c->i->now, c->off, c->p, c->n);
		inode_add(c->i, unsynced_new(false, c->off, c->p, c->n));
		break;
	case OP_TRUNCATE:
		image_resize(&c->i->now, c->off);
		inode_add(c->i, unsynced_new(true, c->off, NULL, 0));
		break;
	case OP_SYNC:
		d->c.syncs++;
		sync_all(c->i);
		break;
	case OP_SYNC_FOLDER:
		d->c.syncs++;
		sync_names(d, c->a);
		break;
	case OP_CREATE:
	case OP_REMOVE:
	case OP_RENAME:
	default:
		rename_as(d, c, true);
		break;
	}
}

/* ---- when it does not happen -------------------------------------------- */

/* The power fails in the middle of it: it may land in part. */
static void
in_flight(struct disk *d, const struct change *c, struct inode *i)
{
	switch (c->kind) {
	case OP_WRITE:
		if (i != NULL)
			inode_add(i, unsynced_new(false, c->off, c->p, c->n));
		break;
	case OP_TRUNCATE:
		if (i != NULL)
			inode_add(i, unsynced_new(true, c->off, NULL, 0));
		break;
	case OP_CREATE:
	case OP_REMOVE:
	case OP_RENAME:
		rename_as(d, c, false);
		break;
	case OP_SYNC:
	case OP_SYNC_FOLDER:
	default:
		break;
	}
}

/* Show the disk as it would be if the power failed here. */
static void
show(struct disk *d, const struct change *c)
{
	struct disk *t = disk_twin(d, rng_next(&d->rng));
	struct inode *i = NULL;

	for (size_t k = 0; k < d->names && i == NULL; k++) {
		if (c->i == NULL)
			break;
		if (d->name[k]->now == c->i)
			i = t->name[k]->now;
		else if (d->name[k]->safe == c->i)
			i = t->name[k]->safe;
	}
	in_flight(t, c, i);
	disk_end_now(t, DISK_CUT);
	d->seen(d->seen_ctx, t);
}

/* Does the fault refuse it?  0: no. */
static int
refused(struct disk *d, bool change, bool grows)
{
	d->ops++;
	if (d->fault_at == 0 || d->ops < d->fault_at)
		return (0);
	switch (d->fault) {
	case DISK_IO_ONCE:
	case DISK_IO_DEADLY:
		if (d->ops > d->fault_at)
			return (0);
		d->c.io_once++;
		return (EIO);
	case DISK_IO_FOREVER:
		d->c.io_forever++;
		return (EIO);
	case DISK_FULL:
		if (!grows)
			return (0);
		d->c.full++;
		return (ENOSPC);
	case DISK_READ_ONLY:
	default:
		if (!change)
			return (0);
		d->c.read_only++;
		return (EROFS);
	}
}

/* What a failed operation leaves behind: a write its first bytes, an fsync
 * some of the writes, and the kernel believes that they are all there. */
static void
fail(struct disk *d, const struct change *c)
{
	struct change part = *c;

	if (d->fault == DISK_READ_ONLY)
		return;
	if (c->kind == OP_WRITE && rng_chance(&d->rng, 333)) {
		part.n = (size_t)rng_below(&d->rng, c->n);
		if (part.n > 0)
			apply(d, &part);
	} else if (c->kind == OP_SYNC) {
		disk_settle(d, c->i);
	}
}

static int
change(struct disk *d, const struct change *c)
{
	bool grows = c->kind == OP_CREATE ||
		     (c->kind == OP_WRITE && c->off + c->n > c->i->now.size);
	int e;

	if (d->dark)
		return (EIO);
	d->c.changes++;
	if (d->seen != NULL)
		show(d, c);
	if (d->end_at != 0 && d->c.changes >= d->end_at) {
		disk_end_now(d, d->end);
		if (d->end == DISK_CUT)
			in_flight(d, c, c->i);
		return (EIO);
	}
	e = refused(d, true, grows);
	if (e == 0) {
		apply(d, c);
		return (0);
	}
	fail(d, c);
	if (d->fault == DISK_IO_DEADLY)
		disk_end_now(d, DISK_KILL);
	return (e);
}

static int
look(struct disk *d)
{
	return (d->dark ? EIO : refused(d, false, false));
}

/* ---- operations --------------------------------------------------------- */

bool
disk_read_only(const struct disk *d)
{
	return (d->fault == DISK_READ_ONLY && d->fault_at != 0 &&
		d->ops + 1 >= d->fault_at);
}

int
disk_open(struct disk *d, const char *rest, struct inode **ip)
{
	int e = look(d);

	if (e != 0)
		return (e);
	*ip = inode_keep(disk_file(d, rest));
	if (*ip == NULL)
		return (ENOENT);
	d->handles++;
	return (0);
}

void
disk_close(struct disk *d, struct inode **ip)
{
	if (*ip == NULL)
		return;
	d->handles--;
	inode_drop(ip);
}

int
disk_read(struct disk *d, struct inode *i, uint64_t off, void *p, size_t n,
    size_t *got)
{
	int e = look(d);

	*got = 0;
	if (e != 0)
		return (e);
	if (off < i->now.size)
		*got = n < i->now.size - off ? n : (size_t)(i->now.size - off);
	image_read(&i->now, off, p, *got);
	return (0);
}

int
disk_write(
    struct disk *d, struct inode *i, uint64_t off, const void *p, size_t n)
{
	struct change c = {
		.kind = OP_WRITE, .i = i, .off = off, .p = p, .n = n
	};

	return (change(d, &c));
}

int
disk_truncate(struct disk *d, struct inode *i, uint64_t size)
{
	struct change c = { .kind = OP_TRUNCATE, .i = i, .off = size };

	return (change(d, &c));
}

int
disk_sync(struct disk *d, struct inode *i)
{
	struct change c = { .kind = OP_SYNC, .i = i };

	return (change(d, &c));
}

int
disk_sync_folder(struct disk *d, const char *rest)
{
	struct change c = { .kind = OP_SYNC_FOLDER, .a = rest };

	return (change(d, &c));
}

/* Is there a folder to put it in? */
static bool
has_folder(const struct disk *d, const char *rest)
{
	const char *slash = strrchr(rest, '/');

	for (size_t k = 0; slash != NULL && k < d->names; k++) {
		const struct name *at = d->name[k];
		size_t n = strlen(at->path);

		if (n == (size_t)(slash - rest) &&
		    memcmp(at->path, rest, n) == 0 && at->now != NULL)
			return (at->now->folder);
	}
	return (slash == NULL);
}

int
disk_create(struct disk *d, const char *rest, bool folder)
{
	struct change c = { .kind = OP_CREATE, .a = rest, .folder = folder };

	if (d->dark)
		return (EIO);
	if (disk_file(d, rest) != NULL || rest[0] == '\0')
		return (EEXIST);
	if (!has_folder(d, rest))
		return (ENOENT);
	return (change(d, &c));
}

int
disk_remove(struct disk *d, const char *rest)
{
	struct change c = { .kind = OP_REMOVE, .a = rest };
	const struct inode *i = disk_file(d, rest);

	if (d->dark)
		return (EIO);
	if (i == NULL)
		return (ENOENT);
	if (i->folder)
		return (EISDIR);
	return (change(d, &c));
}

int
disk_rename(struct disk *d, const char *from, const char *to)
{
	struct change c = { .kind = OP_RENAME, .a = from, .b = to };
	const struct inode *i = disk_file(d, from), *j = disk_file(d, to);

	if (d->dark)
		return (EIO);
	if (i == NULL)
		return (ENOENT);
	if (i == j)
		return (0);
	if (i->folder || (j != NULL && j->folder))
		return (EISDIR);
	return (change(d, &c));
}
