/*
 * vfs -- SQLite's door to the simulated disks.
 *
 * The default VFS of a simulated process: "/mN/..." lies on disk N, locks and
 * shared memory work among the connections of this one process, chance and
 * time are those of the machine that was entered last.
 */
#include <errno.h>
#include <jansson.h>
#include <string.h>

#include "proto/base/err.h"
#include "proto/base/mem.h"
#include "proto/base/rand.h"
#include "tests/sim/disk_in.h"
#include "tests/sim/machine.h"

#define PATH_BYTES 256
#define UNIX_EPOCH 210866760000000 /* in Julian milliseconds */

struct file {
	sqlite3_file base;
	struct disk *d;
	struct inode *i;
	char *path; /* within the disk */
	int lock;
	bool fresh;    /* the name is synced with the first fsync */
	bool maps;     /* counted among the users of shm */
	bool vanish;   /* with the handle */
	uint8_t share; /* slots held */
	uint8_t alone;
};

static struct file *
file_of(sqlite3_file *base)
{
	return ((struct file *)(void *)base);
}

/* errno as SQLite says it. */
static int
said(int e, int otherwise)
{
	if (e == 0)
		return (SQLITE_OK);
	return (e == ENOSPC ? SQLITE_FULL : otherwise);
}

/* ---- bytes -------------------------------------------------------------- */

static int
f_read(sqlite3_file *base, void *p, int n, sqlite3_int64 off)
{
	struct file *f = file_of(base);
	size_t got, want = (size_t)n;

	if (disk_read(f->d, f->i, (uint64_t)off, p, want, &got) != 0)
		return (SQLITE_IOERR_READ);
	if (got == want)
		return (SQLITE_OK);
	memset((uint8_t *)p + got, 0, want - got);
	return (SQLITE_IOERR_SHORT_READ);
}

static int
f_write(sqlite3_file *base, const void *p, int n, sqlite3_int64 off)
{
	struct file *f = file_of(base);

	return (said(disk_write(f->d, f->i, (uint64_t)off, p, (size_t)n),
	    SQLITE_IOERR_WRITE));
}

static int
f_truncate(sqlite3_file *base, sqlite3_int64 size)
{
	struct file *f = file_of(base);

	return (said(
	    disk_truncate(f->d, f->i, (uint64_t)size), SQLITE_IOERR_TRUNCATE));
}

static int
f_sync(sqlite3_file *base, int flags)
{
	struct file *f = file_of(base);

	(void)flags;
	if (disk_sync(f->d, f->i) != 0)
		return (SQLITE_IOERR_FSYNC);
	/* As the VFS for Unix: once, and it does not matter how it ended. */
	if (f->fresh)
		(void)disk_sync_folder(f->d, f->path);
	f->fresh = false;
	return (f->d->dark ? SQLITE_IOERR_FSYNC : SQLITE_OK);
}

static int
f_size(sqlite3_file *base, sqlite3_int64 *size)
{
	struct file *f = file_of(base);

	if (f->d->dark)
		return (SQLITE_IOERR_FSTAT);
	*size = (sqlite3_int64)f->i->now.size;
	return (SQLITE_OK);
}

/* ---- locks on the file -------------------------------------------------- */

static int
f_unlock(sqlite3_file *base, int to)
{
	struct file *f = file_of(base);
	struct inode *i = f->i;

	if (f->lock <= to)
		return (SQLITE_OK);
	if (i->reserved == f)
		i->reserved = NULL;
	if (i->pending == f)
		i->pending = NULL;
	if (i->alone == f)
		i->alone = NULL;
	if (to == SQLITE_LOCK_NONE)
		i->shared--;
	f->lock = to;
	return (SQLITE_OK);
}

/* Somebody else? */
static bool
other(const void *who, const struct file *f)
{
	return (who != NULL && who != f);
}

static int
f_lock(sqlite3_file *base, int to)
{
	struct file *f = file_of(base);
	struct inode *i = f->i;

	if (f->lock >= to)
		return (SQLITE_OK);
	if (f->d->dark)
		return (SQLITE_IOERR_LOCK);
	if (other(i->pending, f) || other(i->alone, f))
		return (SQLITE_BUSY);
	if (f->lock == SQLITE_LOCK_NONE) {
		i->shared++;
		f->lock = SQLITE_LOCK_SHARED;
		if (to == SQLITE_LOCK_SHARED)
			return (SQLITE_OK);
	}
	if (other(i->reserved, f))
		return (SQLITE_BUSY);
	if (to == SQLITE_LOCK_RESERVED) {
		i->reserved = f;
		f->lock = to;
		return (SQLITE_OK);
	}
	i->pending = f;
	f->lock = SQLITE_LOCK_PENDING;
	if (i->shared > 1)
		return (SQLITE_BUSY);
	i->alone = f;
	f->lock = SQLITE_LOCK_EXCLUSIVE;
	return (SQLITE_OK);
}

static int
f_reserved(sqlite3_file *base, int *yes)
{
	const struct inode *i = file_of(base)->i;

	*yes = i->reserved != NULL || i->pending != NULL || i->alone != NULL;
	return (SQLITE_OK);
}

/* ---- shared memory ------------------------------------------------------ */

static int
f_map(sqlite3_file *base, int k, int size, int extend, void volatile **out)
{
	struct file *f = file_of(base);
	struct shm *m = &f->i->shm;

	*out = NULL;
	if (f->d->dark)
		return (SQLITE_IOERR_SHMMAP);
	if (k >= (int)(sizeof(m->region) / sizeof(m->region[0])))
		return (SQLITE_NOMEM);
	if (!f->maps) {
		f->maps = true;
		m->users++;
	}
	if (m->region[k] == NULL && extend != 0)
		m->region[k] = mem_new((size_t)size);
	*out = m->region[k];
	return (SQLITE_OK);
}

static void
let_go(struct file *f, int k)
{
	struct shm *m = &f->i->shm;
	uint8_t bit = (uint8_t)(1U << k);

	if ((f->alone & bit) != 0)
		m->alone[k] = NULL;
	if ((f->share & bit) != 0)
		m->shared[k]--;
	f->alone &= (uint8_t)~bit;
	f->share &= (uint8_t)~bit;
}

static bool
is_free(const struct file *f, int k, bool shared)
{
	const struct shm *m = &f->i->shm;
	uint32_t mine = (f->share >> k) & 1U;

	return (!other(m->alone[k], f) && (shared || m->shared[k] == mine));
}

static int
f_slots(sqlite3_file *base, int from, int n, int flags)
{
	struct file *f = file_of(base);
	struct shm *m = &f->i->shm;
	bool shared = (flags & SQLITE_SHM_SHARED) != 0;

	for (int k = from; k < from + n; k++)
		if ((flags & SQLITE_SHM_UNLOCK) != 0)
			let_go(f, k);
	if ((flags & SQLITE_SHM_UNLOCK) != 0)
		return (SQLITE_OK);
	if (f->d->dark)
		return (SQLITE_IOERR_SHMLOCK);
	for (int k = from; k < from + n; k++)
		if (!is_free(f, k, shared))
			return (SQLITE_BUSY);
	for (int k = from; k < from + n; k++) {
		uint8_t bit = (uint8_t)(1U << k);

		if (!shared) {
			m->alone[k] = f;
			f->alone |= bit;
		} else if ((f->share & bit) == 0) {
			m->shared[k]++;
			f->share |= bit;
		}
	}
	return (SQLITE_OK);
}

static void
f_barrier(sqlite3_file *base)
{
	(void)base;
}

static int
f_unmap(sqlite3_file *base, int gone)
{
	struct file *f = file_of(base);
	struct shm *m = &f->i->shm;

	(void)gone;
	for (int k = 0; k < LOCK_SLOTS; k++)
		let_go(f, k);
	if (!f->maps)
		return (SQLITE_OK);
	f->maps = false;
	if (--m->users > 0)
		return (SQLITE_OK);
	/* Whoever is first next time finds it empty, as on a real system. */
	for (size_t k = 0; k < sizeof(m->region) / sizeof(void *); k++) {
		mem_free(m->region[k]);
		m->region[k] = NULL;
	}
	return (SQLITE_OK);
}

/* ---- the rest of a file ------------------------------------------------- */

static int
f_close(sqlite3_file *base)
{
	struct file *f = file_of(base);

	(void)f_unmap(base, 0);
	(void)f_unlock(base, SQLITE_LOCK_NONE);
	if (f->vanish && !f->d->dark)
		(void)disk_remove(f->d, f->path);
	disk_close(f->d, &f->i);
	mem_free(f->path);
	return (SQLITE_OK);
}

static int
f_control(sqlite3_file *base, int op, void *arg)
{
	struct file *f = file_of(base);

	if (op != SQLITE_FCNTL_HAS_MOVED)
		return (SQLITE_NOTFOUND);
	*(int *)arg = disk_file(f->d, f->path) != f->i;
	return (SQLITE_OK);
}

static int
f_sector(sqlite3_file *base)
{
	(void)base;
	return (4096);
}

static int
f_powers(sqlite3_file *base)
{
	(void)base;
	return (SQLITE_IOCAP_POWERSAFE_OVERWRITE);
}

static const sqlite3_io_methods methods = { .iVersion = 2,
	.xClose = f_close,
	.xRead = f_read,
	.xWrite = f_write,
	.xTruncate = f_truncate,
	.xSync = f_sync,
	.xFileSize = f_size,
	.xLock = f_lock,
	.xUnlock = f_unlock,
	.xCheckReservedLock = f_reserved,
	.xFileControl = f_control,
	.xSectorSize = f_sector,
	.xDeviceCharacteristics = f_powers,
	.xShmMap = f_map,
	.xShmLock = f_slots,
	.xShmBarrier = f_barrier,
	.xShmUnmap = f_unmap };

/* ---- the VFS ------------------------------------------------------------ */

static int
v_open(
    sqlite3_vfs *v, const char *path, sqlite3_file *base, int flags, int *got)
{
	const int fresh = SQLITE_OPEN_WAL | SQLITE_OPEN_MAIN_JOURNAL |
			  SQLITE_OPEN_SUPER_JOURNAL;
	struct file *f = file_of(base);
	const char *rest;
	struct disk *d = disk_route(path, &rest);

	(void)v;
	memset(f, 0, sizeof(*f));
	if (d == NULL || d->dark)
		return (SQLITE_CANTOPEN);
	if (disk_file(d, rest) == NULL && ((flags & SQLITE_OPEN_CREATE) == 0 ||
					      disk_create(d, rest, false) != 0))
		return (SQLITE_CANTOPEN);
	if (disk_open(d, rest, &f->i) != 0)
		return (SQLITE_CANTOPEN);
	if (f->i->folder) {
		disk_close(d, &f->i);
		return (SQLITE_CANTOPEN_ISDIR);
	}
	if ((flags & SQLITE_OPEN_READWRITE) != 0 && disk_read_only(d)) {
		flags &= ~(SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
		flags |= SQLITE_OPEN_READONLY;
	}
	f->d = d;
	f->path = mem_dup(rest);
	f->fresh = (flags & SQLITE_OPEN_CREATE) != 0 && (flags & fresh) != 0;
	f->vanish = (flags & SQLITE_OPEN_DELETEONCLOSE) != 0;
	if (got != NULL)
		*got = flags;
	f->base.pMethods = &methods;
	return (SQLITE_OK);
}

static int
v_delete(sqlite3_vfs *v, const char *path, int sync)
{
	const char *rest;
	struct disk *d = disk_route(path, &rest);
	int e;

	(void)v;
	if (d == NULL)
		return (SQLITE_IOERR_DELETE);
	e = disk_remove(d, rest);
	if (e == ENOENT)
		return (SQLITE_IOERR_DELETE_NOENT);
	if (e == 0 && sync != 0 && disk_sync_folder(d, rest) != 0)
		return (SQLITE_IOERR_DIR_FSYNC);
	return (e == 0 ? SQLITE_OK : SQLITE_IOERR_DELETE);
}

static int
v_access(sqlite3_vfs *v, const char *path, int how, int *yes)
{
	const char *rest;
	struct disk *d = disk_route(path, &rest);
	const struct inode *i;

	(void)v;
	*yes = 0;
	if (d == NULL)
		return (SQLITE_OK);
	if (d->dark)
		return (SQLITE_IOERR_ACCESS);
	i = disk_file(d, rest);
	if (i != NULL && how == SQLITE_ACCESS_EXISTS)
		*yes = i->folder || i->now.size > 0;
	else if (i != NULL)
		*yes = !disk_read_only(d);
	return (SQLITE_OK);
}

static int
v_full(sqlite3_vfs *v, const char *path, int n, char *out)
{
	(void)v;
	if (strlen(path) >= (size_t)n)
		return (SQLITE_CANTOPEN);
	memcpy(out, path, strlen(path) + 1);
	return (SQLITE_OK);
}

static int
v_chance(sqlite3_vfs *v, int n, char *out)
{
	(void)v;
	rand_bytes(out, (size_t)n);
	return (n);
}

/* Waiting does not help: nobody else runs. */
static int
v_sleep(sqlite3_vfs *v, int us)
{
	(void)v;
	return (us);
}

static int
v_now64(sqlite3_vfs *v, sqlite3_int64 *out)
{
	(void)v;
	*out = UNIX_EPOCH + machine_clock_ms(NULL);
	return (SQLITE_OK);
}

static int
v_now(sqlite3_vfs *v, double *out)
{
	sqlite3_int64 ms;

	(void)v_now64(v, &ms);
	*out = (double)ms / 86400000.0;
	return (SQLITE_OK);
}

void
disk_vfs(void)
{
	static sqlite3_vfs vfs = { .iVersion = 2,
		.szOsFile = sizeof(struct file),
		.mxPathname = PATH_BYTES,
		.zName = "sim",
		.xOpen = v_open,
		.xDelete = v_delete,
		.xAccess = v_access,
		.xFullPathname = v_full,
		.xRandomness = v_chance,
		.xSleep = v_sleep,
		.xCurrentTime = v_now,

		.xCurrentTimeInt64 = v_now64 };

	must(sqlite3_vfs_register(&vfs, 1) == SQLITE_OK);
	json_object_seed(1);
}

void
disk_vfs_seed(uint64_t seed)
{
	int s = (int)((seed ^ seed >> 32) & 0x7fffffff) | 1;

	must(sqlite3_test_control(
		 SQLITE_TESTCTRL_PRNG_SEED, s, (sqlite3 *)NULL) == SQLITE_OK);
}
