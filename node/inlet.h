/*
 * inlet -- what the hub gives back: proved, stored and folded by whole entries.
 *
 * Entries are collected as they arrive and applied in groups, each group with
 * the cursors in one transaction, so a cut anywhere leaves whole entries and
 * the write lock is never held while waiting for the link.
 */
#ifndef NODE_INLET_H
#define NODE_INLET_H

#include "node/sync.h"
#include "proto/sync/parcel.h"

struct inlet {
	const struct sync_env *env;
	struct sync_stats *stats;
	struct parcel parcel;
	char space[LIMIT_SPACE_NAME +
		   1];     /* of the last entry: they come in order */
	uint8_t epoch[16]; /* the hub's current one */
};

void inlet_open(struct inlet *in, const struct sync_env *env,
    struct sync_stats *stats, const uint8_t epoch[16]);
void inlet_close(struct inlet *in);
/* An entry or a line of one of its segments; applies a group when full. */
err_t inlet_line(struct inlet *in, struct span line) WUR;
/* Apply what is whole. */
err_t inlet_flush(struct inlet *in) WUR;

#endif
