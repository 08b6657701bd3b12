/*
 * file -- files whole: read with a limit, replace durably, lock.
 */
#ifndef PROTO_BASE_FILE_H
#define PROTO_BASE_FILE_H

#include "proto/base/buf.h"

/* Append the regular file at path to b (limit is b->max); MISSING if absent.
 * Symbolic links are followed; devices and pipes are refused. */
err_t file_read(const char *path, struct buf *b) WUR;
/* Write to a new file beside it, fsync, rename over, fsync the folder. mode
 * e.g. 0600. */
err_t file_replace(const char *path, struct span s, int mode) WUR;
bool file_exists(const char *path); /* false: surely not */
/* A folder with this mode, new or existing. */
err_t file_mkdir(const char *path, int mode) WUR;
err_t file_remove(const char *path) WUR; /* absent is fine; folder fsynced */
/* How long it is; 0 when it is absent. */
err_t file_length(const char *path, int64_t *n) WUR;
/* Append at most n bytes from `at` on; fewer at its end. */
err_t file_read_at(const char *path, int64_t at, size_t n, struct buf *b) WUR;
/* Write there, making it (0600) when it is absent; not durable before
 * file_sync. */
err_t file_write_at(const char *path, int64_t at, struct span s) WUR;
err_t file_sync(const char *path) WUR;   /* fsync file, then folder */
err_t file_create(const char *path) WUR; /* new and empty, 0600; or EXISTS */
/* Moves over what stands at to; absent is fine. Not durable by itself:
 * file_sync what it became. */
err_t file_rename(const char *from, const char *to) WUR;
/* Hold a lock file, alone or beside others that share it, until file_unlock;
 * LOCKED when another holds it after waiting wait_ms. *fd is -1 before and
 * after a failure. */
enum file_how { FILE_ALONE, FILE_SHARED };
err_t file_lock(const char *path, enum file_how how, int wait_ms, int *fd) WUR;
void file_unlock(int *fd);

#endif
