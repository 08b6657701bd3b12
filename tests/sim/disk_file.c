/* Files, names and what of them is not durable yet. */
#include "tests/sim/disk_in.h"

#include <string.h>

#include "proto/base/mem.h"

/* ---- unsynced writes ---------------------------------------------------- */

struct unsynced *
unsynced_new(bool truncate, uint64_t off, const void *p, size_t n)
{
	struct unsynced *u = mem_grow(NULL, sizeof(*u) + n);

	u->refs = 1;
	u->truncate = truncate;
	u->off = off;
	u->n = n;
	if (n > 0)
		memcpy(u->b, p, n);
	return (u);
}

void
unsynced_drop(struct unsynced *u)
{
	if (--u->refs == 0)
		mem_free(u);
}

void
inode_add(struct inode *i, struct unsynced *u)
{
	mem_room(&i->todo, &i->todo_cap, i->todo_n + 1, sizeof(*i->todo));
	i->todo[i->todo_n++] = u;
}

void
inode_forget(struct inode *i)
{
	for (size_t k = 0; k < i->todo_n; k++)
		unsynced_drop(i->todo[k]);
	i->todo_n = 0;
}

/* ---- files -------------------------------------------------------------- */

struct inode *
inode_new(bool folder)
{
	struct inode *i = mem_new(sizeof(*i));

	i->folder = folder;
	return (i);
}

struct inode *
inode_keep(struct inode *i)
{
	if (i != NULL)
		i->refs++;
	return (i);
}

void
inode_drop(struct inode **ip)
{
	struct inode *i = *ip;

	*ip = NULL;
	if (i == NULL || --i->refs > 0)
		return;
	inode_forget(i);
	image_free(&i->now);
	image_free(&i->safe);
	for (size_t k = 0; k < sizeof(i->shm.region) / sizeof(void *); k++)
		mem_free(i->shm.region[k]);
	mem_free(i->todo);
	mem_free(i);
}

/* ---- names -------------------------------------------------------------- */

struct name *
disk_name(const struct disk *d, const char *rest)
{
	for (size_t k = 0; k < d->names; k++)
		if (strcmp(d->name[k]->path, rest) == 0)
			return (d->name[k]);
	return (NULL);
}

struct name *
disk_name_make(struct disk *d, const char *rest)
{
	struct name *at = disk_name(d, rest);

	if (at != NULL)
		return (at);
	at = mem_new(sizeof(*at));
	at->path = mem_dup(rest);
	mem_room(&d->name, &d->names_cap, d->names + 1, sizeof(*d->name));
	d->name[d->names++] = at;
	return (at);
}

void
disk_name_drop(struct disk *d, struct name *at)
{
	size_t k;

	if (at->now != NULL || at->safe != NULL || at->journal > 0)
		return;
	for (k = 0; d->name[k] != at; k++)
		;
	d->names--;
	memmove(
	    d->name + k, d->name + k + 1, (d->names - k) * sizeof(*d->name));
	mem_free(at->path);
	mem_free(at);
}

struct inode *
disk_file(const struct disk *d, const char *rest)
{
	struct name *at = disk_name(d, rest);

	return (at == NULL ? NULL : at->now);
}

/* ---- the journal of names ----------------------------------------------- */

static void
entry_done(struct disk *d, struct name *at, struct inode **to, bool durable)
{
	if (at == NULL)
		return;
	if (durable) {
		inode_drop(&at->safe);
		at->safe = inode_keep(*to);
	}
	inode_drop(to);
	at->journal--;
	disk_name_drop(d, at);
}

static void
finish(struct disk *d, size_t n, bool durable)
{
	for (size_t k = 0; k < n; k++) {
		struct entry *e = &d->journal[k];

		entry_done(d, e->a, &e->to_a, durable);
		entry_done(d, e->b, &e->to_b, durable);
	}
	d->journal_n -= n;
	if (n > 0 && d->journal_n > 0)
		memmove(d->journal, d->journal + n,
		    d->journal_n * sizeof(*d->journal));
}

void
disk_commit(struct disk *d, size_t n)
{
	finish(d, n, true);
}

void
disk_journal_clear(struct disk *d)
{
	finish(d, d->journal_n, false);
}

/* ---- what the power cut left -------------------------------------------- */

/* Of every sector of the write: the new, the old, or (garbled) noise. */
static void
tear(struct disk *d, struct image *m, const struct unsynced *u, bool garbled)
{
	uint64_t noise[DISK_SECTOR / 8];
	uint64_t at = u->off, end = u->off + u->n, next;

	for (; at < end; at = next) {
		next = (at / DISK_SECTOR + 1) * DISK_SECTOR;
		if (next > end)
			next = end;
		switch (rng_below(&d->rng, garbled ? 3 : 2)) {
		case 0:
			break;
		case 1:
			image_write(
			    m, at, u->b + (at - u->off), (size_t)(next - at));
			break;
		default:
			for (size_t k = 0; k < DISK_SECTOR / 8; k++)
				noise[k] = rng_next(&d->rng);
			image_write(m, at, noise, (size_t)(next - at));
			break;
		}
	}
}

void
disk_settle(struct disk *d, struct inode *i)
{
	for (size_t k = 0; k < i->todo_n; k++) {
		const struct unsynced *u = i->todo[k];
		uint64_t r = rng_below(&d->rng, 100);

		if (r < 40) {
			d->c.kept++;
			if (u->truncate)
				image_resize(&i->safe, u->off);
			else
				image_write(&i->safe, u->off, u->b, u->n);
		} else if (r < 80 || u->truncate) {
			d->c.dropped++;
		} else {
			if (r < 93)
				d->c.torn++;
			else
				d->c.garbled++;
			tear(d, &i->safe, u, r >= 93);
		}
	}
	inode_forget(i);
}
