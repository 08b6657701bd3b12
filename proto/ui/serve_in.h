/*
 * serve_in -- what serve.c and serve_run.c share; for nobody else.
 */
#ifndef PROTO_UI_SERVE_IN_H
#define PROTO_UI_SERVE_IN_H

#include <microhttpd.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdatomic.h>

#include "proto/ui/upload.h"
#include "proto/ui/serve.h"

/* What requests and server share; outlives the server for late answers. */
struct yard {
	pthread_mutex_t lock;
	pthread_cond_t calm; /* working became 0 */
	unsigned refs;       /* the server and each request */
	unsigned
	    working; /* requests complete and not yet answered on the wire */
	bool stopping;
	struct request *asleep; /* suspended ones */
};

struct serve {
	struct MHD_Daemon *daemon;
	struct serve_conf conf;
	struct yard *yard;
	uint16_t port;
	_Atomic(struct serve_peer *) *peer; /* by descriptor, until it starts */
};

struct request {
	struct serve *s;
	struct yard *yard;
	struct MHD_Connection *c; /* NULL once the library is done with it */
	const struct route *route;
	struct serve_peer *peer;
	struct arena arena;
	const char *method, *path;
	struct buf body; /* of a whole handler */
	struct upload upload;
	bool form_read;
	int64_t length;
	size_t got;
	void *state;
	/* Under the yard's lock: */
	bool owned; /* a streaming handler has still to answer */
	bool ready; /* response is there */
	bool asleep, more, ended, working, cut;
	struct response response;
	struct request *next, **back; /* among the sleeping */
};

/* With the yard locked: the request's connection goes on. */
void serve_run_wake(struct request *q);
void serve_run_free(struct request *q);
void serve_run_yard_drop(struct yard *y);

/* What the library calls. */
enum MHD_Result serve_run_access(void *cls, struct MHD_Connection *c,
    const char *url, const char *method, const char *version, const char *data,
    size_t *n, void **state);
void serve_run_completed(void *cls, struct MHD_Connection *c, void **state,
    enum MHD_RequestTerminationCode code);
void serve_run_connection(void *cls, struct MHD_Connection *c, void **context,
    enum MHD_ConnectionNotificationCode code);
void serve_run_log(void *cls, const char *fmt, va_list ap)
    __attribute__((format(printf, 2, 0)));

#endif
