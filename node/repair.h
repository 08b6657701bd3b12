/*
 * repair -- after damage: what can be saved is saved again, in new logs.
 *
 * Nobody else may have the folder open.  The store as it was stays beside it
 * as node.db.damaged, for whoever can read more out of it.
 */
#ifndef NODE_REPAIR_H
#define NODE_REPAIR_H

#include "node/office.h"
#include "proto/log/salvage.h"

struct repair {
	struct office *o;
	const char *lang, *actor;
	struct salvage did; /* what it came to */
	bool rebuilt;       /* the state was made anew */
};

err_t repair_run(struct repair *r) WUR;
err_t repair_json(const struct repair *r, struct buf *b) WUR;
err_t repair_words(const struct repair *r, struct buf *b) WUR;

#endif
