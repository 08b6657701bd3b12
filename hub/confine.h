/*
 * confine -- the service keeps only the rights that it still needs.
 *
 * Whoever takes over a thread of the hub by a hole in a parser finds a process
 * that reads and writes its own folder, answers who is connected and accepts
 * who comes; it opens no other file, no other socket, and starts no program.
 * Landlock and seccomp do it, both without any privilege.  A kernel that lacks
 * one is told of in the log, and the service goes on without it.
 */
#ifndef HUB_CONFINE_H
#define HUB_CONFINE_H

#include "proto/base/err.h"

/* From now on, in this thread and those it starts: files beneath dir only.
 * What is open stays open; a library's temporary files go to dir ($TMPDIR).
 * Before the first thread. */
err_t confine_files(const char *dir) WUR;
/* From now on, in all threads: only the system calls of serving. After all
 * that listens listens, and the last thread was started. */
err_t confine_calls(void) WUR;

#endif
