/*
 * road -- the sync engine's road, made of HTTPS.
 *
 * Answers of the protocol go to the engine's sink as they come; anything else
 * the hub says (a refusal in JSON) becomes an error or a status.
 */
#ifndef NODE_ROAD_H
#define NODE_ROAD_H

#include "node/link_https.h"
#include "proto/sync/link.h"

#define ROAD_PATH "/v1/sync"

struct road_https {
	struct link_https *link; /* borrowed */
	struct road road;        /* for sync_run */
	/* While an answer comes: */
	const struct sink *reply;
	bool begun, frame;
	struct buf text;
};

void road_open(struct road_https *r, struct link_https *link);
void road_close(struct road_https *r);

#endif
