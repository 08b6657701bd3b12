/*
 * disk_in -- what the pieces of the simulated disk share (nobody else's).
 *
 * A file has two images, what the running machine sees and what would be found
 * after the power failed, both made of pages that are shared until one side
 * writes.  Between them stands the file's list of writes that were not synced;
 * names have a list of their own, which the disk keeps in order as a journal
 * does.
 */
#ifndef TESTS_SIM_DISK_IN_H
#define TESTS_SIM_DISK_IN_H

#include <sqlite3.h>

#include "tests/sim/disk.h"

#define PAGE_BYTES 4096
#define LOCK_SLOTS 8 /* of SQLite's shared memory */

/* ---- images ------------------------------------------------------------- */

struct page {
	uint32_t refs;
	uint64_t hash; /* of b; 0: not known */
	uint8_t b[PAGE_BYTES];
};

struct image {
	struct page **page; /* NULL: zeros */
	size_t pages, cap;
	uint64_t size;
};

void image_free(struct image *m);
void image_share(struct image *to, const struct image *from);
void image_resize(struct image *m, uint64_t size);
void image_write(struct image *m, uint64_t off, const void *p, size_t n);
/* n bytes that are there. */
void image_read(const struct image *m, uint64_t off, void *p, size_t n);
/* The pages that hold so many bytes become those of `from`. */
void image_follow(
    struct image *m, const struct image *from, uint64_t off, uint64_t n);
bool image_same(const struct image *a, const struct image *b);
uint64_t image_hash(const struct image *m, uint64_t h);

/* ---- files and names ---------------------------------------------------- */

struct unsynced {
	uint32_t refs; /* copies of a disk share them */
	bool truncate; /* to off */
	uint64_t off;
	size_t n;
	uint8_t b[];
};

struct shm {
	void *region[32];
	uint32_t users;
	uint32_t shared[LOCK_SLOTS];
	const void *alone[LOCK_SLOTS];
};

struct inode {
	uint32_t refs; /* of names, journal and handles */
	bool folder;
	struct image now, safe;
	struct unsynced **todo;
	size_t todo_n, todo_cap;
	/* SQLite's locks on the file, and its shared memory. */
	uint32_t shared;
	const void *reserved, *pending, *alone;
	struct shm shm;
	/* flock */
	uint32_t held_shared;
	bool held_alone;
	struct inode *twin; /* while a disk is being copied */
};

struct name {
	char *path; /* within the disk: "office/node.db" */
	struct inode *now, *safe;
	uint32_t journal; /* entries that speak of it */
};

/* `a` becomes the name of `to` (NULL: of nothing), and so for b. */
struct entry {
	struct name *a, *b;
	struct inode *to_a, *to_b;
};

struct disk {
	uint32_t n;
	bool mounted;
	struct rng rng;
	struct name **name;
	size_t names, names_cap;
	struct entry *journal;
	size_t journal_n, journal_cap;
	uint32_t handles;
	bool dark;
	enum disk_end end;
	uint64_t end_at; /* number of the change; 0: never */
	enum disk_fault fault;
	uint64_t fault_at; /* number of the operation; 0: none */
	uint64_t ops;
	disk_seen *seen;
	void *seen_ctx;
	struct disk_counts c;
};

/* The disk a path lies on and the rest of the path; NULL: none. */
struct disk *disk_route(const char *path, const char **rest);
/* NULL: there is none. `now` says which of its two sides. */
struct name *disk_name(const struct disk *d, const char *rest);
struct name *disk_name_make(struct disk *d, const char *rest);
void disk_name_drop(struct disk *d, struct name *at); /* if it means nothing */
struct inode *disk_file(const struct disk *d, const char *rest);
struct inode *inode_new(bool folder);
struct inode *inode_keep(struct inode *i); /* NULL gives NULL */
void inode_drop(struct inode **ip);
void inode_forget(struct inode *i); /* its unsynced writes */
void inode_add(struct inode *i, struct unsynced *u);
struct unsynced *
unsynced_new(bool truncate, uint64_t off, const void *p, size_t n);
void unsynced_drop(struct unsynced *u);
/* The first n entries of the journal become durable. */
void disk_commit(struct disk *d, size_t n);
void disk_journal_clear(struct disk *d);
/* Decide about every write of i that was not synced, into its safe image. */
void disk_settle(struct disk *d, struct inode *i);

/* ---- operations --------------------------------------------------------- */
/* 0 or what errno would say. */

int disk_open(struct disk *d, const char *rest, struct inode **ip);
void disk_close(struct disk *d, struct inode **ip);
int disk_read(struct disk *d, struct inode *i, uint64_t off, void *p, size_t n,
    size_t *got);
int disk_write(
    struct disk *d, struct inode *i, uint64_t off, const void *p, size_t n);
int disk_truncate(struct disk *d, struct inode *i, uint64_t size);
int disk_sync(struct disk *d, struct inode *i);
int disk_sync_folder(struct disk *d, const char *rest); /* that holds rest */
int disk_create(struct disk *d, const char *rest, bool folder);
int disk_remove(struct disk *d, const char *rest);
int disk_rename(struct disk *d, const char *from, const char *to);
/* Would a file be refused for writing? */
bool disk_read_only(const struct disk *d);

#endif
