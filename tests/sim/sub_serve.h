/*
 * sub_serve -- requests that come from the simulated road.
 *
 * Stands in for proto/ui/serve*.c, hub/tls*.c and hub/writer.c at link time:
 * hub/front*.c runs unchanged, its jobs wait in a line until hubsim.c lets the
 * writer's group (hub/writer_group.c) have its turn.
 */
#ifndef TESTS_SIM_SUB_SERVE_H
#define TESTS_SIM_SUB_SERVE_H

#include "hub/tls.h"
#include "hub/writer_in.h"
#include "tests/sim/rng.h"

struct request {
	struct tls_peer peer;
	void *state;
	bool answered;
	struct response r; /* when it is */
};

struct writer {
	struct line in;
	size_t held;
};

void sub_serve_writer(struct writer *w); /* an empty one */
/* The body in pieces of uneven sizes by the route of method and path; cut:
 * that was not all. False when there is no such route. */
bool sub_serve_feed(struct request *q, void *ctx, const struct route *routes,
    const char *method, const char *path, struct span body, bool cut,
    struct rng *r);

#endif
