/*
 * facts -- what the rules may ask, answered from the current state.
 */
#ifndef PROTO_LOG_FACTS_H
#define PROTO_LOG_FACTS_H

#include "proto/domain/rule.h"
#include "proto/log/state.h"

struct facts_state {
	struct ledger *l;
	struct arena *a; /* everything answered lives here */
};

struct facts facts_of(struct facts_state *s);

#endif
