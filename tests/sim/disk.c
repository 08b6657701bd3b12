#include "tests/sim/disk_in.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "proto/base/err.h"
#include "proto/base/mem.h"

static struct disk *mounted[DISK_MAX];

/* ---- which disk --------------------------------------------------------- */

struct disk *
disk_at(uint32_t n)
{
	for (size_t k = 0; k < DISK_MAX; k++)
		if (mounted[k] != NULL && mounted[k]->n == n)
			return (mounted[k]);
	return (NULL);
}

struct disk *
disk_route(const char *path, const char **rest)
{
	uint32_t n = 0;

	if (path == NULL || strncmp(path, "/m", 2) != 0)
		return (NULL);
	path += 2;
	if (*path < '0' || *path > '9')
		return (NULL);
	for (; *path >= '0' && *path <= '9' && n < 100000000; path++)
		n = n * 10 + (uint32_t)(*path - '0');
	while (*path == '/')
		path++;
	*rest = path;
	return (disk_at(n));
}

void
disk_mount(struct disk *d, uint32_t n)
{
	for (size_t k = 0; k < DISK_MAX; k++)
		if (mounted[k] == d)
			mounted[k] = NULL;
	d->n = n;
	d->mounted = n != DISK_NOWHERE;
	if (!d->mounted)
		return;
	must(disk_at(n) == NULL);
	for (size_t k = 0; k < DISK_MAX; k++) {
		if (mounted[k] == NULL) {
			mounted[k] = d;
			return;
		}
	}
	must(false); /* more than DISK_MAX */
}

struct disk *
disk_new(uint32_t n, uint64_t seed)
{
	struct disk *d = mem_new(sizeof(*d));

	d->rng.s = seed;
	disk_mount(d, n);
	return (d);
}

void
disk_seed(struct disk *d, uint64_t seed)
{
	d->rng.s = seed;
	d->c = (struct disk_counts){ 0 };
}

/* ---- leaving and copying ------------------------------------------------ */

/* Nothing is on it any more. */
static void
wipe(struct disk *d)
{
	disk_journal_clear(d);
	while (d->names > 0) {
		struct name *at = d->name[d->names - 1];

		inode_drop(&at->now);
		inode_drop(&at->safe);
		disk_name_drop(d, at);
	}
}

void
disk_free(struct disk **dp)
{
	struct disk *d = *dp;

	if (d == NULL)
		return;
	must(d->handles == 0);
	wipe(d);
	disk_mount(d, DISK_NOWHERE);
	mem_free(d->name);
	mem_free(d->journal);
	mem_free(d);
	*dp = NULL;
}

/* What is durable on `from`, and nothing else, comes onto d, which is empty. */
static void
fill(struct disk *d, const struct disk *from)
{
	for (size_t k = 0; k < from->names; k++) {
		const struct name *was = from->name[k];
		struct name *at;

		if (was->safe == NULL)
			continue;
		at = disk_name_make(d, was->path);
		at->safe = inode_keep(inode_new(was->safe->folder));
		at->now = inode_keep(at->safe);
		image_share(&at->safe->safe, &was->safe->safe);
		image_share(&at->safe->now, &was->safe->safe);
	}
}

struct disk *
disk_copy(const struct disk *d, uint32_t n, uint64_t seed)
{
	struct disk *new = disk_new(n, seed);

	fill(new, d);
	return (new);
}

void
disk_become(struct disk *d, const struct disk *from)
{
	must(d->handles == 0);
	wipe(d);
	fill(d, from);
	d->dark = false;
	d->end_at = 0;
}

/* The copy of i on the disk that is being made. */
static struct inode *
twin(struct inode *i)
{
	struct inode *t;

	if (i == NULL)
		return (NULL);
	if (i->twin != NULL)
		return (inode_keep(i->twin));
	t = inode_new(i->folder);
	image_share(&t->now, &i->now);
	image_share(&t->safe, &i->safe);
	for (size_t k = 0; k < i->todo_n; k++) {
		i->todo[k]->refs++;
		inode_add(t, i->todo[k]);
	}
	i->twin = t;
	return (inode_keep(t));
}

static void
forget_twin(struct inode *i)
{
	if (i != NULL)
		i->twin = NULL;
}

static struct name *
same_name(struct disk *d, const struct name *n)
{
	return (n == NULL ? NULL : disk_name(d, n->path));
}

struct disk *
disk_twin(const struct disk *d, uint64_t seed)
{
	struct disk *t = disk_new(DISK_NOWHERE, seed);

	for (size_t k = 0; k < d->names; k++) {
		struct name *at = disk_name_make(t, d->name[k]->path);

		at->now = twin(d->name[k]->now);
		at->safe = twin(d->name[k]->safe);
		at->journal = d->name[k]->journal;
	}
	mem_room(&t->journal, &t->journal_cap, d->journal_n + 1,
	    sizeof(*t->journal));
	for (; t->journal_n < d->journal_n; t->journal_n++) {
		const struct entry *e = &d->journal[t->journal_n];

		t->journal[t->journal_n] = (struct entry){ same_name(t, e->a),
			same_name(t, e->b), twin(e->to_a), twin(e->to_b) };
	}
	for (size_t k = 0; k < d->names; k++) {
		forget_twin(d->name[k]->now);
		forget_twin(d->name[k]->safe);
	}
	for (size_t k = 0; k < d->journal_n; k++) {
		forget_twin(d->journal[k].to_a);
		forget_twin(d->journal[k].to_b);
	}
	return (t);
}

void
disk_watch(struct disk *d, disk_seen *fn, void *ctx)
{
	d->seen = fn;
	d->seen_ctx = ctx;
}

/* ---- power -------------------------------------------------------------- */

void
disk_end_after(struct disk *d, enum disk_end how, uint64_t k)
{
	d->end = how;
	d->end_at = k == 0 ? 0 : d->c.changes + k;
}

void
disk_end_now(struct disk *d, enum disk_end how)
{
	if (d->dark)
		return;
	d->dark = true;
	d->end = how;
	if (how == DISK_CUT)
		d->c.cuts++;
	else
		d->c.kills++;
}

bool
disk_dark(const struct disk *d)
{
	return (d->dark);
}

/* After a cut: a prefix of the names, and of every file what reached it. */
static void
survive(struct disk *d)
{
	disk_commit(d, (size_t)rng_below(&d->rng, d->journal_n + 1));
	disk_journal_clear(d);
	for (size_t k = 0; k < d->names; k++) {
		struct name *at = d->name[k];

		if (at->safe != NULL && at->safe->todo_n > 0)
			disk_settle(d, at->safe);
	}
	for (size_t k = d->names; k-- > 0;) {
		struct name *at = d->name[k];

		inode_drop(&at->now);
		at->now = inode_keep(at->safe);
		if (at->safe != NULL)
			image_share(&at->safe->now, &at->safe->safe);
		disk_name_drop(d, at);
	}
}

void
disk_power(struct disk *d)
{
	must(d->handles == 0);
	if (d->dark && d->end == DISK_CUT)
		survive(d);
	d->dark = false;
	d->end_at = 0;
}

/* ---- faults ------------------------------------------------------------- */

void
disk_fail_after(struct disk *d, enum disk_fault f, uint64_t k)
{
	d->fault = f;
	d->fault_at = k == 0 ? 0 : d->ops + k;
}

void
disk_heal(struct disk *d)
{
	d->fault_at = 0;
}

static void
flip(struct image *m, uint64_t off, uint8_t bit)
{
	uint8_t b;

	if (off >= m->size)
		return;
	image_read(m, off, &b, 1);
	b ^= bit;
	image_write(m, off, &b, 1);
}

void
disk_rot(struct disk *d, const char *path, uint32_t bits)
{
	const char *rest = path;
	struct name *at;

	if (path[0] == '/')
		must(disk_route(path, &rest) == d);
	at = disk_name(d, rest);
	if (at == NULL || at->safe == NULL || at->safe->safe.size == 0)
		return;
	for (uint32_t k = 0; k < bits; k++) {
		uint64_t off = rng_below(&d->rng, at->safe->safe.size);
		uint8_t bit = (uint8_t)(1U << rng_below(&d->rng, 8));

		flip(&at->safe->safe, off, bit);
		flip(&at->safe->now, off, bit);
		d->c.rots++;
	}
}

/* ---- looking ------------------------------------------------------------ */

uint64_t
disk_changes(const struct disk *d)
{
	return (d->c.changes);
}

const struct disk_counts *
disk_counts(const struct disk *d)
{
	return (&d->c);
}

bool
disk_settled(const struct disk *d, const char *rest)
{
	const struct name *at = disk_name(d, rest);

	return (at == NULL || (at->now == at->safe &&
				  (at->now == NULL || image_same(&at->now->now,
							  &at->now->safe))));
}

void
disk_dump(const struct disk *d, const char *folder)
{
	char path[512];
	uint8_t b[PAGE_BYTES];

	for (size_t k = 0; k < d->names; k++) {
		const struct inode *i = d->name[k]->now;
		FILE *f;

		if (i == NULL || i->folder)
			continue;
		(void)snprintf(path, sizeof(path), "%s/m%u-%s", folder,
		    (unsigned)d->n, d->name[k]->path);
		for (char *c = path + strlen(folder) + 1; *c != '\0'; c++)
			*c = *c == '/' ? '-' : *c;
		f = fopen(path, "w");
		for (uint64_t at = 0; f != NULL && at < i->now.size;) {
			size_t n = i->now.size - at < sizeof(b)
				       ? (size_t)(i->now.size - at)
				       : sizeof(b);

			image_read(&i->now, at, b, n);
			must(fwrite(b, 1, n, f) == n);
			at += n;
		}
		if (f != NULL)
			(void)fclose(f);
	}
}

uint64_t
disk_hash(const struct disk *d)
{
	uint64_t all = d->names, h;

	for (size_t k = 0; k < d->names; k++) {
		const struct name *at = d->name[k];

		h = 0xcbf29ce484222325U;
		for (const char *p = at->path; *p != '\0'; p++)
			h = (h ^ (uint8_t)*p) * 0x100000001b3U;
		if (at->now != NULL)
			h = image_hash(&at->now->now, h + 1);
		if (at->safe != NULL)
			h = image_hash(&at->safe->safe, h + 2);
		all += h * 0xff51afd7ed558ccdU; /* in any order */
	}
	return (all);
}
