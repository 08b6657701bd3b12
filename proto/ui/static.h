/*
 * static -- the embedded files, over HTTP.
 *
 * /static/VERSION/NAME may be kept for ever, because the version changes with
 * any of the files; /static/NAME is asked for again by its etag.  Text goes
 * out compressed to who takes it.
 */
#ifndef PROTO_UI_STATIC_H
#define PROTO_UI_STATIC_H

#include "proto/ui/serve.h"

/* A whole handler of a route with the prefix "/static/". */
void static_serve(void *ctx, struct request *q, struct response *r);

#endif
