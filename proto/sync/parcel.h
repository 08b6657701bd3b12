/*
 * parcel -- entries and segments as they arrive; only whole ones count.
 *
 * Lines go in; items come out: an entry with the segments that cover it, or a
 * segment alone.  Form and hash chains are proved here.  What is not yet
 * whole when the lines end was never there.
 */
#ifndef PROTO_SYNC_PARCEL_H
#define PROTO_SYNC_PARCEL_H

#include "proto/log/seal.h"
#include "proto/sync/message.h"

struct parcel_item {
	bool has_entry;
	struct entry entry;
	size_t n;
	struct segment *segs;
};

struct parcel {
	struct arena a;
	struct parcel_item *items; /* whole ones */
	size_t n, cap;
	size_t bytes;            /* of text in them */
	struct parcel_item open; /* an entry whose segments are on their way */
	bool opened;
	struct buf text; /* lines of the segment on its way */
};

void parcel_open(struct parcel *p);
void parcel_close(struct parcel *p);
/* FORMAT, LIMIT; after an error the whole items stay. */
err_t parcel_line(struct parcel *p, struct span line) WUR;
/* Between items? */
bool parcel_whole(const struct parcel *p);
/* Forget the whole items (they were applied); what is on its way stays. */
void parcel_clear(struct parcel *p);

#endif
