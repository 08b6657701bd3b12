/*
 * front_in -- what the files of the front share; for nobody else.
 */
#ifndef HUB_FRONT_IN_H
#define HUB_FRONT_IN_H

#include <pthread.h>
#include <stdatomic.h>

#include "hub/front.h"

struct blob_call;

struct front {
	struct writer *w;
	struct gate *g;
	const struct key *key;
	/* By how it ended: of syncs, and of all that was refused. */
	_Atomic uint64_t syncs[ERR_CODES], refused[ERR_CODES];
	_Atomic uint64_t commits, ops, bytes_in, bytes_out;
	struct timing whole, write;
	pthread_mutex_t lock;
	struct blob_call *putting; /* pieces that are coming */
};

/* Answer a streamed request with a refusal. */
void front_answer_refusal(
    struct front *f, struct request *q, err_t e, int64_t retry_s);

/* /v1/sync */
void front_sync_begin(void *ctx, struct request *q);
size_t front_sync_data(void *ctx, struct request *q, struct span s);
void front_sync_end(void *ctx, struct request *q, bool complete);
/* /v1/blob/ */
void front_blob_begin(void *ctx, struct request *q);
size_t front_blob_data(void *ctx, struct request *q, struct span s);
void front_blob_end(void *ctx, struct request *q, bool complete);
/* /v1/enrol and /v1/renew */
void front_enrol_begin(void *ctx, struct request *q);
void front_renew_begin(void *ctx, struct request *q);
size_t front_call_data(void *ctx, struct request *q, struct span s);
void front_call_end(void *ctx, struct request *q, bool complete);

#endif
