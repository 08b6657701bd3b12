/*
 * store -- one database file with its ledger and fold: what a node or hub
 * keeps.
 */
#ifndef PROTO_LOG_STORE_H
#define PROTO_LOG_STORE_H

#include "proto/log/fold.h"

struct store {
	struct db *db;
	struct ledger *l;
	struct fold *f;
};

/* Open (DB_CREATE makes) the store at path. */
err_t store_open(struct store *st, const char *path, enum db_mode mode) WUR;
void store_close(struct store *st);
/* Small named values of the store (hub epoch, pinned keys, ...). Table `meta`.
 */
err_t
store_get(struct store *st, const char *name, struct buf *out, bool *found) WUR;
err_t store_set(struct store *st, const char *name, struct span value) WUR;

/* Everything proves itself: integrity_check, every hash chain, seal and
 * position chain, rows equal to a fold of the log. One line a finding into
 * report. */
err_t store_verify(struct store *st, struct buf *report) WUR;

#endif
