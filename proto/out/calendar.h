/*
 * calendar -- sessions as events and agreements as tasks (RFC 5545).
 *
 * The same record has the same UID everywhere and for good; SEQUENCE counts
 * the changes made to it since it was created, so a session that is postponed
 * moves in the calendars that have it, and one that is cancelled goes.
 */
#ifndef PROTO_OUT_CALENDAR_H
#define PROTO_OUT_CALENDAR_H

#include "proto/cmd/cmd.h"

struct calendar_ask {
	/* One record, a session or an agreement; or 0: all of the roundtables
	 * in root[0..roots). */
	dot_t record;
	const dot_t *root;
	size_t roots;
	bool sessions, agreements; /* when record is 0 */
	/* Without what ended before this day, and was to; 0: everything. */
	int64_t since;
};

/* One cancelled session is a calendar with METHOD:CANCEL, all else is
 * PUBLISH: nobody is asked to answer. */
err_t calendar_put(struct cmd *c, const struct calendar_ask *ask,
    struct buf *out, size_t *n) WUR;

#endif
