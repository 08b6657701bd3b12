/*
 * metrics -- how the service does, for a monitor on this machine.
 *
 * GET /metrics in the text format of Prometheus, GET /healthz in one word.
 * Nothing is counted here: what front, writer and doors count since they were
 * opened, what the store says now in one snapshot, what the certificates say.
 * Only a loopback address will do, and only a request that names this machine
 * is answered: there is no other right to ask.
 */
#ifndef HUB_METRICS_H
#define HUB_METRICS_H

#include "hub/front.h"
#include "hub/tls.h"
#include "hub/writer.h"

struct metrics;

struct metrics_conf {
	const char *dir;
	const char *addr; /* a loopback address, USAGE otherwise */
	uint16_t port;    /* 0: any free one */
	struct front *front;
	struct writer *writer;
	const struct tls *offices, *pages; /* pages may be NULL */
	/* When the certificates end; 0: there is none. */
	int64_t ca_until, server_until, pages_until;
};

err_t metrics_open(struct metrics **out, const struct metrics_conf *conf) WUR;
uint16_t metrics_port(const struct metrics *m);
/* Before what it looks at is closed. */
void metrics_close(struct metrics **mp);

#endif
