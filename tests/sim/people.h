/*
 * people -- what persons do at an office's PC and at the hub's desk.
 *
 * Through the product's own desk and commands only.  What they write carries
 * markers ("q1a2b3c4dz"), so that each value can be looked for later; the
 * oracle keeps what was saved.  Often they work on the same few records, on
 * several machines at once.
 */
#ifndef TESTS_SIM_PEOPLE_H
#define TESTS_SIM_PEOPLE_H

#include "tests/sim/world.h"

/* See world.h. */
void people_found(struct world *w, struct seat *hub);
err_t people_act(struct world *w, struct seat *s, struct rng *r) WUR;
err_t people_handover(struct world *w, struct seat *hub, struct rng *r) WUR;

#endif
