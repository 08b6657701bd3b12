/*
 * link -- a road to the hub, whatever it is made of.
 *
 * The sync engine posts a body and is given the answer's bytes as they
 * arrive.  HTTPS, a file and the tests' memory each are a road.
 */
#ifndef PROTO_SYNC_LINK_H
#define PROTO_SYNC_LINK_H

#include "proto/sync/frame.h"

struct road_answer {
	int status;      /* HTTP status; 0 when none came */
	int64_t retry_s; /* Retry-After; 0 none */
	bool frame;      /* the body is of FRAME_TYPE: it went to the sink */
};

struct road {
	void *ctx;
	/* Post body and give what comes back to the sink, piece by piece.
	 * LINK when the road broke: *a and the sink have what came before.
	 * An error of the sink ends the post and is returned. */
	err_t (*post)(void *ctx, struct span body, const struct sink *reply,
	    struct road_answer *a);
	/* Counted by the road, with all its headers. */
	uint64_t sent, received; /* bytes */
	uint32_t posts, connects;
};

#endif
