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
bool file_exists(const char *path);
err_t file_mkdir(const char *path, int mode) WUR; /* existing folder is fine */
err_t file_remove(const char *path) WUR; /* absent is fine; folder fsynced */
err_t file_sync(const char *path) WUR;   /* fsync file, then folder */
/* Hold an exclusive lock file until file_unlock; LOCKED when another holds it
 * after waiting wait_ms. *fd is -1 before and after. */
err_t file_lock(const char *path, int wait_ms, int *fd) WUR;
void file_unlock(int *fd);

#endif
