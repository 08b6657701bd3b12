/*
 * attach -- the files of documents, to the hub and from it.
 *
 * After every record, in pieces that fit the link; what a cut left is gone on
 * with.  Files that the hub was given are noted in the store, as are those
 * that somebody here asked for.  Confidential ones do not leave.
 */
#ifndef NODE_ATTACH_H
#define NODE_ATTACH_H

#include "node/office.h"

/* Of this computer only, never synced. */
err_t attach_tables(struct db *db) WUR;
/* The file of that hash is wanted here; twice is once. In no transaction. */
err_t attach_want(struct office *o, const char *name) WUR;

/* The hub was restored: perhaps it lacks files that it had. */
err_t attach_again(struct office *o) WUR;

struct attach_stats {
	uint32_t sent, fetched;        /* files, whole */
	uint64_t bytes_up, bytes_down; /* of files; up: with headers */
	uint32_t waiting;              /* not sent or not here yet */
};
/* Send and fetch what there is.  Every file is tried; the first error that is
 * about the road ends it, one about a file is told and the others go on. */
err_t
attach_run(struct office *o, struct link_https *l, struct attach_stats *s) WUR;

#endif
