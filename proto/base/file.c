#include "proto/base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "proto/base/rand.h"

#define LOCK_STEP_MS 20

static void
fd_close(int *fd)
{
	if (*fd >= 0)
		(void)close(*fd);
	*fd = -1;
}

/* What errno says, about path. */
static err_t
trouble(const char *doing, const char *path)
{
	int was = errno;
	enum err_code code = ERR_SYSTEM;

	if (was == ENOENT || was == ENOTDIR)
		code = ERR_MISSING;
	else if (was == EEXIST)
		code = ERR_EXISTS;
	else if (was == ENOSPC || was == EIO || was == EDQUOT || was == EROFS)
		code = ERR_STORE;
	return (err_new(code, "%s %s: %s", doing, path, strerror(was)));
}

static err_t
read_all(int fd, const char *path, struct buf *b)
{
	uint8_t chunk[16384];
	ssize_t got;

	for (;;) {
		got = read(fd, chunk, sizeof(chunk));
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return (trouble("read", path));
		if (got == 0)
			return (NULL);
		TRY_FOR(buf_put(b, chunk, (size_t)got), "%s", path);
	}
}

err_t
file_read(const char *path, struct buf *b)
{
	CLEAN(fd_close) int fd = -1;
	struct stat st;

	/* O_NONBLOCK: a pipe must not hold us before it is refused. */
	fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	if (fd < 0)
		return (trouble("open", path));
	if (fstat(fd, &st) != 0)
		return (trouble("stat", path));
	if (!S_ISREG(st.st_mode))
		return (err_new(ERR_DATA, "%s: not a regular file", path));
	if (st.st_size > 0 && (uint64_t)st.st_size > b->max - b->n)
		return (err_new(
		    ERR_LIMIT, "%s: more than %zu bytes", path, b->max));
	return (read_all(fd, path, b));
}

/* Make a rename or removal of path durable: fsync its folder. */
static err_t
sync_folder(const char *path)
{
	CLEAN(fd_close) int fd = -1;
	char dir[PATH_MAX];
	const char *slash = strrchr(path, '/');
	size_t n = slash == NULL ? 0 : (size_t)(slash - path);

	if (n >= sizeof(dir))
		return (err_new(ERR_SYSTEM, "%s: name too long", path));
	if (slash == NULL) {
		memcpy(dir, ".", 2);
	} else if (n == 0) {
		memcpy(dir, "/", 2);
	} else {
		memcpy(dir, path, n);
		dir[n] = '\0';
	}
	fd = open(dir, O_RDONLY | O_CLOEXEC | O_DIRECTORY);
	if (fd < 0)
		return (trouble("open", dir));
	if (fsync(fd) != 0 && errno != EINVAL)
		return (trouble("fsync", dir));
	return (NULL);
}

static err_t
write_all(int fd, const char *path, struct span s)
{
	while (s.n > 0) {
		ssize_t put = write(fd, s.p, s.n);

		if (put < 0 && errno == EINTR)
			continue;
		if (put < 0)
			return (trouble("write", path));
		s.p += put;
		s.n -= (size_t)put;
	}
	return (NULL);
}

static err_t
write_new(const char *path, struct span s, int mode)
{
	CLEAN(fd_close) int fd = -1;

	fd = open(
	    path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (fd < 0)
		return (trouble("create", path));
	if (fchmod(fd, (mode_t)mode) != 0)
		return (trouble("chmod", path));
	TRY(write_all(fd, path, s));
	if (fsync(fd) != 0)
		return (trouble("fsync", path));
	return (NULL);
}

err_t
file_replace(const char *path, struct span s, int mode)
{
	char beside[PATH_MAX];
	uint64_t tag;
	err_t e;
	int n;

	rand_bytes(&tag, sizeof(tag));
	n = snprintf(beside, sizeof(beside), "%s.new-%016llx", path,
	    (unsigned long long)tag);
	if (n < 0 || (size_t)n >= sizeof(beside))
		return (err_new(ERR_SYSTEM, "%s: name too long", path));
	e = write_new(beside, s, mode);
	if (e == NULL && rename(beside, path) != 0)
		e = trouble("rename", path);
	if (e != NULL) {
		(void)unlink(beside);
		return (e);
	}
	return (sync_folder(path));
}

bool
file_exists(const char *path)
{
	struct stat st;

	/* Who cannot be asked is there: nobody makes a key in its place. */
	return (stat(path, &st) == 0 || (errno != ENOENT && errno != ENOTDIR));
}

err_t
file_mkdir(const char *path, int mode)
{
	struct stat st;

	if (mkdir(path, (mode_t)mode) == 0)
		return (sync_folder(path));
	if (errno != EEXIST)
		return (trouble("mkdir", path));
	if (stat(path, &st) != 0)
		return (trouble("stat", path));
	if (!S_ISDIR(st.st_mode))
		return (err_new(ERR_EXISTS, "%s: not a folder", path));
	if ((st.st_mode & 07777) != (mode_t)mode &&
	    chmod(path, (mode_t)mode) != 0)
		return (trouble("chmod", path));
	return (NULL);
}

err_t
file_remove(const char *path)
{
	if (unlink(path) != 0) {
		if (errno == ENOENT)
			return (NULL);
		return (trouble("remove", path));
	}
	return (sync_folder(path));
}

err_t
file_sync(const char *path)
{
	CLEAN(fd_close) int fd = -1;

	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return (trouble("open", path));
	if (fsync(fd) != 0)
		return (trouble("fsync", path));
	return (sync_folder(path));
}

err_t
file_create(const char *path)
{
	int fd = open(
	    path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);

	if (fd < 0)
		return (trouble("create", path));
	fd_close(&fd);
	return (NULL);
}

err_t
file_rename(const char *from, const char *to)
{
	if (rename(from, to) != 0 && errno != ENOENT)
		return (trouble("rename", from));
	return (NULL);
}

static err_t
lock_wait(int fd, const char *path, int how, int wait_ms)
{
	const struct timespec step = { 0, LOCK_STEP_MS * 1000000L };

	while (flock(fd, how | LOCK_NB) != 0) {
		if (errno == EINTR)
			continue;
		if (errno != EWOULDBLOCK)
			return (trouble("lock", path));
		if (wait_ms <= 0)
			return (
			    err_new(ERR_LOCKED, "%s: held by another", path));
		(void)nanosleep(&step, NULL);
		wait_ms -= LOCK_STEP_MS;
	}
	return (NULL);
}

err_t
file_lock(const char *path, enum file_how how, int wait_ms, int *fd)
{
	err_t e;

	must(*fd == -1);
	*fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (*fd < 0)
		return (trouble("open", path));
	e = lock_wait(
	    *fd, path, how == FILE_SHARED ? LOCK_SH : LOCK_EX, wait_ms);
	if (e != NULL)
		fd_close(fd);
	return (e);
}

void
file_unlock(int *fd)
{
	fd_close(fd); /* the file stays: removing it would race */
}
