/*
 * inlet -- what the hub gives back: proved, stored and folded by whole entries.
 *
 * Entries are collected as they arrive and applied in groups, each group with
 * the cursors in one transaction, so a cut anywhere leaves whole entries and
 * the write lock is never held while waiting for the link.
 */
#ifndef NODE_INLET_H
#define NODE_INLET_H

#include "proto/log/store.h"
#include "proto/sync/parcel.h"

struct inlet_tally { /* what was new */
	uint32_t commits, positions;
	uint32_t confirmed; /* positions of this computer's own commits */
	uint64_t ops;
};

struct inlet {
	struct store *st;
	uint8_t key[KEY_LEN]; /* the node's own */
	uint8_t hub[KEY_LEN]; /* the hub's log key */
	struct inlet_tally tally;
	struct parcel parcel;
	uint8_t epoch[EPOCH_LEN]; /* the hub's current one */
	size_t spaces_n;          /* spaces this office is admitted to */
	char (*spaces)[LIMIT_SPACE_NAME + 1];
	char space[LIMIT_SPACE_NAME + 1]; /* of the last entry: in order */
	bool late; /* a reply by bundle: what it repeats is passed over */
};

void inlet_open(struct inlet *in, struct store *st, const uint8_t key[KEY_LEN],
    const uint8_t hub[KEY_LEN]);
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
