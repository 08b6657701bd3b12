/*
 * file_part -- files that are written piece by piece.
 */
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "proto/base/file.h"

static err_t
trouble(const char *doing, const char *path)
{
	enum err_code code =
	    errno == ENOSPC || errno == EIO || errno == EDQUOT || errno == EROFS
		? ERR_STORE
		: ERR_SYSTEM;

	return (err_new(code, "%s %s: %s", doing, path, strerror(errno)));
}

err_t
file_length(const char *path, int64_t *n)
{
	struct stat st;

	*n = 0;
	if (stat(path, &st) == 0) {
		*n = st.st_size;
		return (NULL);
	}
	return (
	    errno == ENOENT || errno == ENOTDIR ? NULL : trouble("stat", path));
}

err_t
file_read_at(const char *path, int64_t at, size_t n, struct buf *b)
{
	uint8_t chunk[16384];
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	err_t e = NULL;

	if (fd < 0)
		return (errno == ENOENT ? err_new(ERR_MISSING, "%s", path)
					: trouble("open", path));
	while (n > 0 && e == NULL) {
		ssize_t got = pread(fd, chunk,
		    n < sizeof(chunk) ? n : sizeof(chunk), (off_t)at);

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			e = trouble("read", path);
		if (got <= 0)
			break;
		e = buf_put(b, chunk, (size_t)got);
		n -= (size_t)got;
		at += got;
	}
	(void)close(fd);
	return (e);
}

err_t
file_write_at(const char *path, int64_t at, struct span s)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	err_t e = NULL;

	if (fd < 0)
		return (trouble("open", path));
	while (s.n > 0 && e == NULL) {
		ssize_t put = pwrite(fd, s.p, s.n, (off_t)at);

		if (put < 0 && errno == EINTR)
			continue;
		if (put < 0) {
			e = trouble("write", path);
			break;
		}
		s = span_of(s.p + put, s.n - (size_t)put);
		at += put;
	}
	if (close(fd) != 0 && e == NULL)
		e = trouble("close", path);
	return (e);
}
