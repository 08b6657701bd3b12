/*
 * backup -- a copy of the store, and the way back from one.
 *
 * The copy is a whole store while others work; the keys of this computer are
 * not in it.  What is copied may come to light anywhere, so it counts as
 * having left this machine.  A store that comes back from a copy never goes
 * on where it stopped: it opens new logs, and the next sync brings back what
 * it had sent since.
 */
#ifndef NODE_BACKUP_H
#define NODE_BACKUP_H

#include "node/office.h"

/* Before a copy of the store is made. */
err_t backup_announce(struct office *o) WUR;
/* Put the copy in `file` into the place of the store, proved before and whole
 * or not at all.  Nobody else may have the folder open.  The store that was
 * there stays beside it as node.db.before. */
err_t backup_restore(const char *dir, const char *file) WUR;

#endif
