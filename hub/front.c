#include "hub/front.h"

#include "hub/front_in.h"
#include "proto/base/say.h"
#include "proto/base/text.h"
#include "proto/sync/enrol.h"
#include "proto/sync/frame.h"

void
front_refuse(struct response *r, err_t e, int64_t retry_s)
{
	int status = err_http(e->code);

	r->status = status == 0 ? 500 : status;
	r->type = ENROL_TYPE;
	if (retry_s == 0 && err_retry(e->code) == RETRY_SOON && status >= 500)
		retry_s = 10;
	if (retry_s > 0)
		response_header(r, "Retry-After", "%lld", (long long)retry_s);
	if (enrol_refusal_put(e->code, e->text, &r->body) != NULL)
		r->type = NULL; /* the status says it too */
}

void
front_answer_refusal(
    struct front *f, struct request *q, err_t e, int64_t retry_s)
{
	CLEAN(response_free) struct response r = RESPONSE;

	f->refused[e->code]++;
	if (err_http(e->code) >= 500)
		say_err("front", e);
	else
		say(SAY_INFO, "front", "refused: %s: %s", err_name(e->code),
		    e->text);
	front_refuse(&r, e, retry_s);
	serve_answer(q, &r);
}

/* ---- small answers ------------------------------------------------------ */

static void
health(void *ctx, struct request *q, struct response *r)
{
	struct front *f = ctx;

	(void)q;
	r->type = "text/plain; charset=utf-8";
	if (!writer_room(f->w)) {
		r->status = 503;
		response_header(r, "Retry-After", "10");
	}
	if (buf_str(&r->body, r->status == 503 ? "busy\n" : "ok\n") != NULL)
		r->status = 500;
}

/* A dictionary never changes: it may be kept for ever. */
static void
dict(void *ctx, struct request *q, struct response *r)
{
	struct gate_pass pass;
	struct front *f = ctx;
	struct span d;
	int64_t no;
	err_t e;

	if ((e = gate_admit(f->g, tls_peer(q), GATE_ELSE, &pass)) != NULL) {
		front_refuse(r, e, pass.retry_s);
		return;
	}
	e = text_int(serve_rest(q), &no);
	if (e == NULL && (no < 0 || no > INT32_MAX))
		e = err_new(ERR_MISSING, "no such dictionary");
	if (e == NULL)
		e = frame_dict((unsigned)no, &d);
	if (e == NULL)
		e = buf_span(&r->body, d);
	gate_leave(f->g, &pass);
	if (e != NULL) {
		r->status = 404;
		return;
	}
	r->type = "application/octet-stream";
	response_header(
	    r, "Cache-Control", "private, max-age=31536000, immutable");
}

static const struct route routes[] = {
	{ .method = "POST",
	    .path = "/v1/sync",
	    .body_max = LIMIT_SYNC_BODY_BYTES,
	    .begin = front_sync_begin,
	    .data = front_sync_data,
	    .end = front_sync_end },
	{ .method = "POST",
	    .path = ENROL_PATH,
	    .body_max = LIMIT_ENROL_BYTES,
	    .begin = front_enrol_begin,
	    .data = front_call_data,
	    .end = front_call_end },
	{ .method = "POST",
	    .path = ENROL_RENEW,
	    .body_max = LIMIT_ENROL_BYTES,
	    .begin = front_renew_begin,
	    .data = front_call_data,
	    .end = front_call_end },
	{ .method = "PUT",
	    .path = "/v1/blob/",
	    .prefix = true,
	    .body_max = LIMIT_BLOB_BODY_BYTES,
	    .begin = front_blob_begin,
	    .data = front_blob_data,
	    .end = front_blob_end },
	{ .method = "GET",
	    .path = "/v1/blob/",
	    .prefix = true,
	    .begin = front_blob_begin,
	    .data = front_blob_data,
	    .end = front_blob_end },
	{ .method = "GET", .path = "/v1/dict/", .prefix = true, .whole = dict },
	{ .method = "GET", .path = "/healthz", .whole = health },
	{ .method = NULL },
};

const struct route *
front_routes(void)
{
	return (routes);
}

/* ---- the front itself --------------------------------------------------- */

void
front_open(
    struct front **out, struct writer *w, struct gate *g, const struct key *key)
{
	struct front *f = mem_new(sizeof(*f));

	f->w = w;
	f->g = g;
	f->key = key;
	must(pthread_mutex_init(&f->lock, NULL) == 0);
	*out = f;
}

void
front_close(struct front **f)
{
	if (*f == NULL)
		return;
	must((*f)->putting == NULL);
	pthread_mutex_destroy(&(*f)->lock);
	mem_free(*f);
	*f = NULL;
}

void
front_stats(struct front *f, struct front_stats *s)
{
	for (size_t i = 0; i < ERR_CODES; i++) {
		s->syncs[i] = f->syncs[i];
		s->refused[i] = f->refused[i];
	}
	s->whole = &f->whole;
	s->write = &f->write;
	s->commits = f->commits;
	s->ops = f->ops;
	s->bytes_in = f->bytes_in;
	s->bytes_out = f->bytes_out;
}
