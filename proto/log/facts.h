/*
 * facts -- what the rules may ask, answered from the current state.
 */
#ifndef PROTO_LOG_FACTS_H
#define PROTO_LOG_FACTS_H

#include "proto/domain/rule.h"
#include "proto/log/state.h"

#define FACTS_KEPT 8

struct facts_state {
	struct ledger *l;
	struct arena *a; /* everything answered lives here */
	/* Records read of late: rules ask field by field. The state must not
	 * change while one of these is in use. */
	struct {
		int64_t id;
		const struct entity *e;
		struct record r;
		bool there;
	} kept[FACTS_KEPT];
	size_t next;
};

struct facts facts_of(struct facts_state *s);

#endif
