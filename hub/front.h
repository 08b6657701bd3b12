/*
 * front -- what the hub answers over HTTP.
 *
 * Behind the door (hub/tls): /v1/sync, streamed into intake while it arrives
 * and applied by the writer; /v1/blob/HASH; /v1/enrol and /v1/renew;
 * /v1/dict/N and /healthz.  Every request passes the gate.  A refusal is the
 * status of its code in err.def with a JSON body (proto/sync/enrol.h); only
 * what intake refuses comes as a frame, since it also says what was applied.
 */
#ifndef HUB_FRONT_H
#define HUB_FRONT_H

#include "hub/gate.h"
#include "hub/timing.h"
#include "hub/writer.h"
#include "proto/ui/serve.h"

#define FRONT_LEVEL 9 /* zstd, of replies */

struct front;

/* Since it was opened. */
struct front_stats {
	/* By how they ended (ERR_NONE: well): syncs; and requests of any kind
	 * that were refused. */
	uint64_t syncs[ERR_CODES], refused[ERR_CODES];
	uint64_t commits, ops, bytes_in, bytes_out;
	/* Of syncs that came to the writer: from the header to the answer,
	 * and the part of it after the body had come. */
	const struct timing *whole, *write;
};

/* w and g outlive the front; ca_print, pub and key are those of the house. */
void front_open(struct front **out, struct writer *w, struct gate *g,
    const struct key *key);
/* After serve_close and writer_close: no request is left. */
void front_close(struct front **f);
const struct route *front_routes(void); /* ctx: the front */
void front_stats(struct front *f, struct front_stats *s);

/* Fill r with a refusal. retry_s 0: none. */
void front_refuse(struct response *r, err_t e, int64_t retry_s);

#endif
