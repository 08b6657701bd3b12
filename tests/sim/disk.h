/*
 * disk -- the disks of simulated machines, each with a power switch.
 *
 * A path "/mN/..." lies on disk N.  What is written stays in the machine's
 * memory until fsync; when the power fails every write not yet synced is kept,
 * dropped, torn at a sector or garbled, as the seed has it, and a prefix of the
 * unsynced names survives.  SQLite sees a disk through a VFS (vfs.c), the
 * product's own files through sub_file.c, which is linked in place of
 * proto/base/file.c.
 */
#ifndef TESTS_SIM_DISK_H
#define TESTS_SIM_DISK_H

#include <stddef.h>

#include "tests/sim/rng.h"

#define DISK_MAX    32 /* disks at a time */
#define DISK_SECTOR 512

struct disk;

struct disk_counts {
	uint64_t changes, writes, syncs; /* asked for */
	uint64_t cuts, kills;            /* that came true */
	uint64_t kept, dropped, torn, garbled;
	uint64_t io_once, io_forever, full, read_only; /* refused operations */
	uint64_t rots;
};

/* ---- disks -------------------------------------------------------------- */

void disk_vfs(void); /* once a process: the VFS becomes SQLite's default */
struct disk *disk_new(uint32_t n, uint64_t seed); /* empty, at "/mN" */
/* From here on with this chance, nothing counted yet. */
void disk_seed(struct disk *d, uint64_t seed);
void disk_free(struct disk **dp); /* no handle is open */
struct disk *disk_at(uint32_t n); /* NULL: none */
/* Another disk with what is durable on d now: a copy, a clone. */
struct disk *disk_copy(const struct disk *d, uint32_t n, uint64_t seed);
/* d becomes what `from` has on it, durable; no handle of d is open. */
void disk_become(struct disk *d, const struct disk *from);
/* One world begins: SQLite's own chance starts anew from here. */
void disk_vfs_seed(uint64_t seed);

/* ---- sweeps ------------------------------------------------------------- */

/* Before every change: a copy of d at that moment, dark, as if the power had
 * failed in the middle of this change.  The one who sees it owns it; it lies
 * nowhere (disk_mount). fn NULL: no more. */
typedef void disk_seen(void *ctx, struct disk *at);
void disk_watch(struct disk *d, disk_seen *fn, void *ctx);
/* The same copy once more, with unsynced writes and names. */
struct disk *disk_twin(const struct disk *d, uint64_t seed);
/* From now on at "/mN"; DISK_NOWHERE takes it away.  Handles stay good. */
#define DISK_NOWHERE UINT32_MAX
void disk_mount(struct disk *d, uint32_t n);

/* ---- power -------------------------------------------------------------- */

/* At the k-th change from now (1: the next one) the power fails or the process
 * is killed: that change may land in part (power) or not at all (kill), and
 * every operation after it fails until disk_power.  k = 0: never. */
enum disk_end { DISK_CUT, DISK_KILL };
void disk_end_after(struct disk *d, enum disk_end how, uint64_t k);
void disk_end_now(struct disk *d, enum disk_end how);
bool disk_dark(const struct disk *d); /* it happened */
/* On again, all handles closed: what survived a cut is decided here; a kill
 * loses nothing that was written. */
void disk_power(struct disk *d);

/* ---- faults ------------------------------------------------------------- */

enum disk_fault {
	DISK_IO_ONCE,
	DISK_IO_FOREVER,
	DISK_FULL,
	DISK_READ_ONLY,
	DISK_IO_DEADLY /* once, and the process is killed by it */
};
/* From the k-th operation on (once: only that one). */
void disk_fail_after(struct disk *d, enum disk_fault f, uint64_t k);
void disk_heal(struct disk *d);
/* Flip so many bits of the durable file (and of what is read of it). */
void disk_rot(struct disk *d, const char *name, uint32_t bits);

/* ---- looking ------------------------------------------------------------ */

uint64_t disk_changes(const struct disk *d); /* so far */
const struct disk_counts *disk_counts(const struct disk *d);
/* Is what is read of a file what would be there if the power failed now and
 * took all that is not synced?  Its path within the disk. */
bool disk_settled(const struct disk *d, const char *rest);
/* Its files, as they are read now, into a folder of the real machine. */
void disk_dump(const struct disk *d, const char *folder);
uint64_t disk_hash(const struct disk *d); /* of all its files, durable or not */

#endif
