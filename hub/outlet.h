/*
 * outlet -- what this office may know, from its cursors on.
 *
 * Streams one reply: head, entries with the segments that the node lacks,
 * trailer with the positions signed by the hub.  Reads one snapshot; writes
 * nothing.  docs/protocol.md, section 10.
 */
#ifndef HUB_OUTLET_H
#define HUB_OUTLET_H

#include "hub/intake.h"
#include "proto/sync/frame.h"

struct outlet_stats {
	uint64_t text, bytes; /* of the reply, before and after compression */
	uint32_t entries, commits;
	bool more;
};

/* in has been applied; st reads a snapshot not older than that. The answer's
 * HTTP status is outlet_status(in). */
err_t outlet_reply(struct store *st, const struct peer *peer,
    const struct intake *in, const struct key *key, int64_t now, int level,
    const struct sink *sink, struct outlet_stats *stats) WUR;
int outlet_status(const struct intake *in);

#endif
