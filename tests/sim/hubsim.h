/*
 * hubsim -- the hub's process: what hub/service.c opens, without its threads.
 *
 * Requests come from net.c, wait in the writer's line, are applied as one
 * group, and only after its COMMIT is anybody answered, from a second
 * connection, as in the product.  Everything here runs on the hub's machine.
 */
#ifndef TESTS_SIM_HUBSIM_H
#define TESTS_SIM_HUBSIM_H

#include "tests/sim/net.h"
#include "tests/sim/sub_serve.h"
#include "tests/sim/world.h"

/* Open what the service would; s->house is open after. */
err_t hubsim_open(struct world *w, struct seat *s) WUR;
/* End the process; what waited is not answered. */
void hubsim_close(struct world *w);
/* Take a request into the line; its answer is in m after the next turn. A
 * message stays the caller's and must be there until then. */
void hubsim_take(struct world *w, struct message *m);
/* Apply and answer all that waits. False when the hub died of it. */
bool hubsim_turn(struct world *w);
/* Give what was written at the hub's desk its positions. */
err_t hubsim_own(struct world *w) WUR;

#endif
