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
	uint8_t key[KEY_LEN];     /* the node's own */
	uint8_t epoch[EPOCH_LEN]; /* the hub's current one */
	size_t spaces_n;          /* spaces this office is admitted to */
	char (*spaces)[LIMIT_SPACE_NAME + 1];
	char space[LIMIT_SPACE_NAME +
		   1]; /* of the last entry: they come in order */
};

void inlet_open(
    struct inlet *in, const struct sync_env *env, struct sync_stats *stats);
void inlet_close(struct inlet *in);
/* Another reply begins. spaces must outlive it. */
void inlet_begin(struct inlet *in, const uint8_t epoch[EPOCH_LEN],
    char (*spaces)[LIMIT_SPACE_NAME + 1], size_t n);
/* An entry or a line of one of its segments; applies a group when full. */
err_t inlet_line(struct inlet *in, struct span line) WUR;
/* Between entries? */
bool inlet_whole(const struct inlet *in);
/* Apply what is whole. */
err_t inlet_flush(struct inlet *in) WUR;

#endif
