#include "tests/torture/fault.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

/* The allocator below us: AddressSanitizer's, or the C library's. */
#ifdef FAULT_ASAN
#define UNDER(f) __interceptor_##f
#else
#define UNDER(f) __libc_##f
#endif
void *UNDER(malloc)(size_t n);
void *UNDER(calloc)(size_t n, size_t size);
void *UNDER(realloc)(void *p, size_t n);
void UNDER(free)(void *p);
void *__wrap_calloc(size_t n, size_t size);
void *__wrap_realloc(void *p, size_t n);

static enum fault_kind kind;
static uint64_t at, seen, hits;
static _Atomic int64_t live;

void
fault_arm(enum fault_kind k, uint64_t n)
{
	at = n;
	seen = hits = 0;
	kind = k;
}

void
fault_off(void)
{
	kind = FAULT_NONE;
}

uint64_t
fault_seen(void)
{
	return (seen);
}

uint64_t
fault_hits(void)
{
	return (hits);
}

int64_t
fault_live(void)
{
	return (live);
}

/* One more of the kind; is it refused? */
static bool
next(bool ever)
{
	seen++;
	if (at == 0 || seen < at || (seen > at && !ever))
		return (false);
	hits++;
	return (true);
}

/* ---- allocations -------------------------------------------------------- */

static bool
no_memory(bool own)
{
	bool no = false;

	if (own && kind == FAULT_OWN)
		no = next(false);
	else if (!own && (kind == FAULT_LIB || kind == FAULT_LIB_EVER))
		no = next(kind == FAULT_LIB_EVER);
	if (no)
		errno = ENOMEM;
	return (no);
}

static void *
counted(void *p)
{
	live += p != NULL;
	return (p);
}

void *
malloc(size_t n)
{
	return (no_memory(false) ? NULL : counted(UNDER(malloc)(n)));
}

void *
calloc(size_t n, size_t size)
{
	return (no_memory(false) ? NULL : counted(UNDER(calloc)(n, size)));
}

void *
realloc(void *p, size_t n)
{
	if (n > 0 && no_memory(false))
		return (NULL);
	live += (p == NULL) - (n == 0 && p != NULL);
	return (UNDER(realloc)(p, n));
}

void
free(void *p)
{
	live -= p != NULL;
	UNDER(free)(p);
}

/* What our own objects call. */
void *
__wrap_calloc(size_t n, size_t size)
{
	return (no_memory(true) ? NULL : counted(UNDER(calloc)(n, size)));
}

void *
__wrap_realloc(void *p, size_t n)
{
	if (no_memory(true))
		return (NULL);
	live += p == NULL;
	return (UNDER(realloc)(p, n));
}

/* ---- calls on files ----------------------------------------------------- */

/* grows: it needs room on the disk. */
static bool
no_disk(bool grows)
{
	bool no = false;

	if (kind == FAULT_IO || kind == FAULT_IO_EVER)
		no = next(kind == FAULT_IO_EVER);
	else if (kind == FAULT_FULL && grows)
		no = next(true);
	if (no)
		errno = kind == FAULT_FULL ? ENOSPC : EIO;
	return (no);
}

/* Of a write on a disk that becomes full now, half lands. */
static size_t
part(size_t n)
{
	return (kind == FAULT_FULL && hits == 1 ? n / 2 : 0);
}

#define TALK 2 /* standard input, output and error are not files */

static int
open_file(const char *path, int flags, mode_t mode)
{
	bool grows = (flags & O_CREAT) != 0 && access(path, F_OK) != 0;

	errno = 0;
	if (no_disk(grows))
		return (-1);
	return ((int)syscall(SYS_openat, AT_FDCWD, path, flags, mode));
}

#define OPEN(name)                                                             \
	int name(const char *path, int flags, ...)                             \
	{                                                                      \
		mode_t mode = 0;                                               \
		va_list ap;                                                    \
                                                                               \
		if ((flags & O_CREAT) != 0) {                                  \
			va_start(ap, flags);                                   \
			mode = (mode_t)va_arg(ap, int);                        \
			va_end(ap);                                            \
		}                                                              \
		return (open_file(path, flags, mode));                         \
	}
#undef open
#undef open64
OPEN(open)
OPEN(open64)

ssize_t
read(int fd, void *p, size_t n)
{
	if (fd > TALK && no_disk(false))
		return (-1);
	return (syscall(SYS_read, fd, p, n));
}

ssize_t
pread64(int fd, void *p, size_t n, off64_t off)
{
	if (no_disk(false))
		return (-1);
	return (syscall(SYS_pread64, fd, p, n, off));
}

ssize_t
write(int fd, const void *p, size_t n)
{
	if (fd > TALK && no_disk(true)) {
		if (part(n) > 0)
			return (syscall(SYS_write, fd, p, part(n)));
		return (-1);
	}
	return (syscall(SYS_write, fd, p, n));
}

ssize_t
pwrite64(int fd, const void *p, size_t n, off64_t off)
{
	if (no_disk(true)) {
		if (part(n) > 0)
			return (syscall(SYS_pwrite64, fd, p, part(n), off));
		return (-1);
	}
	return (syscall(SYS_pwrite64, fd, p, n, off));
}

int
fsync(int fd)
{
	return (no_disk(true) ? -1 : (int)syscall(SYS_fsync, fd));
}

int
fdatasync(int fd)
{
	return (no_disk(true) ? -1 : (int)syscall(SYS_fdatasync, fd));
}

int
ftruncate64(int fd, off64_t n)
{
	return (no_disk(true) ? -1 : (int)syscall(SYS_ftruncate, fd, n));
}

int
rename(const char *from, const char *to)
{
	return (no_disk(true) ? -1
			      : (int)syscall(SYS_renameat2, AT_FDCWD, from,
				    AT_FDCWD, to, 0));
}

int
unlink(const char *path)
{
	return (no_disk(false) ? -1
			       : (int)syscall(SYS_unlinkat, AT_FDCWD, path, 0));
}

int
mkdir(const char *path, mode_t mode)
{
	return (no_disk(true)
		    ? -1
		    : (int)syscall(SYS_mkdirat, AT_FDCWD, path, mode));
}

int
fchmod(int fd, mode_t mode)
{
	return (no_disk(false) ? -1 : (int)syscall(SYS_fchmod, fd, mode));
}

int
chmod(const char *path, mode_t mode)
{
	return (no_disk(false)
		    ? -1
		    : (int)syscall(SYS_fchmodat, AT_FDCWD, path, mode));
}

int
flock(int fd, int how)
{
	return (no_disk(false) ? -1 : (int)syscall(SYS_flock, fd, how));
}

static int
look(int dir, const char *path, void *st, int how)
{
	if (no_disk(false))
		return (-1);
	return ((int)syscall(SYS_newfstatat, dir, path, st, how));
}

#define STAT(name, type, first, dir, path, how)                                \
	int name(first, type *restrict st)                                     \
	{                                                                      \
		return (look(dir, path, st, how));                             \
	}
#define PATH const char *restrict path
STAT(stat, struct stat, PATH, AT_FDCWD, path, 0)
STAT(stat64, struct stat64, PATH, AT_FDCWD, path, 0)
STAT(lstat64, struct stat64, PATH, AT_FDCWD, path, AT_SYMLINK_NOFOLLOW)
STAT(fstat, struct stat, int fd, fd, "", AT_EMPTY_PATH)
STAT(fstat64, struct stat64, int fd, fd, "", AT_EMPTY_PATH)

/* Locks of SQLite are files too. */
static int
control(int fd, int what, void *arg)
{
	bool lock = what == F_SETLK || what == F_SETLKW || what == F_GETLK;

	if (lock && no_disk(false))
		return (-1);
	return ((int)syscall(SYS_fcntl, fd, what, arg));
}

#define FCNTL(name)                                                            \
	int name(int fd, int what, ...)                                        \
	{                                                                      \
		va_list ap;                                                    \
		void *arg;                                                     \
                                                                               \
		va_start(ap, what);                                            \
		arg = va_arg(ap, void *);                                      \
		va_end(ap);                                                    \
		return (control(fd, what, arg));                               \
	}
#undef fcntl
#undef fcntl64
FCNTL(fcntl)
FCNTL(fcntl64)

void *
mmap64(void *p, size_t n, int prot, int flags, int fd, off64_t off)
{
	if (fd >= 0 && no_disk(false))
		return (MAP_FAILED);
	return ((void *)syscall(SYS_mmap, p, n, prot, flags, fd, off));
}

/* ---- time --------------------------------------------------------------- */

/* Nobody waits for a lock that only a fault holds. */
int
usleep(useconds_t us)
{
	return (kind == FAULT_NONE ? (int)syscall(SYS_nanosleep,
					 &(struct timespec){ us / 1000000,
					     us % 1000000 * 1000 },
					 NULL)
				   : 0);
}

int
nanosleep(const struct timespec *t, struct timespec *rest)
{
	return (kind == FAULT_NONE ? (int)syscall(SYS_nanosleep, t, rest) : 0);
}
