/*
 * past -- a store as it was at a moment (moment.h).
 *
 * Made anew from the log: the commits that had a position then, with their
 * positions, are taken into a store of its own and folded.  What was lawfully
 * erased since is not there any more; all else is as it was.
 */
#ifndef HUB_PAST_H
#define HUB_PAST_H

#include "hub/moment.h"

struct past {
	struct store st;
	char *path;
};

/* now is read in one transaction; the past stands in a file of dir until it is
 * closed.  MISSING when this hub was never there. */
err_t past_open(struct past *p, struct store *now, const char *dir,
    const struct moment *m) WUR;
void past_close(struct past *p);

#endif
