/*
 * offset -- how far the clock of this machine is from the hub's.
 *
 * Measured at every sync and kept in a file beside the store: it belongs to
 * the machine, not to the data.  Causality never depends on it; it only
 * corrects the times that people read and the ranks of concurrent edits.
 */
#ifndef NODE_OFFSET_H
#define NODE_OFFSET_H

#include <stdint.h>

#include "proto/base/buf.h"

struct offset {
	bool known;
	int64_t s;         /* hub clock minus ours */
	int64_t last_sync; /* when it was measured, corrected; 0 never */
};

/* An absent or unreadable file is an offset that nobody knows. */
void offset_read(const char *path, struct offset *o);
err_t offset_write(const char *path, const struct offset *o) WUR;
/* clock_now(), corrected. */
int64_t offset_now(const struct offset *o);
/* A sentence when the clock is far off; nothing when it is not. */
err_t
offset_warning(const struct offset *o, const char *lang, struct buf *out) WUR;

#endif
