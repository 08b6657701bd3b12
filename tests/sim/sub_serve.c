#include "tests/sim/sub_serve.h"

#include <string.h>

/* ---- for the front ------------------------------------------------------ */

const struct tls_peer *
tls_peer(const struct request *q)
{
	return (&q->peer);
}

void
serve_state_set(struct request *q, void *state)
{
	q->state = state;
}

void *
serve_state(const struct request *q)
{
	return (q->state);
}

const char *
serve_rest(const struct request *q)
{
	(void)q;
	return ("");
}

/* Of the files of documents, which no world here asks for. */
const char *
serve_method(const struct request *q)
{
	(void)q;
	return ("");
}

const char *
serve_query(const struct request *q, const char *name)
{
	(void)q, (void)name;
	return (NULL);
}

void
serve_answer(struct request *q, struct response *r)
{
	must(!q->answered);
	q->answered = true;
	q->r = response_move(r);
}

/* ---- the writer's queue ------------------------------------------------- */

void
sub_serve_writer(struct writer *w)
{
	line_start(&w->in);
	w->held = 0;
}

bool
writer_room(struct writer *w)
{
	return (w->in.n < LIMIT_QUEUE_JOBS && w->held < LIMIT_QUEUE_BYTES);
}

void
writer_hold(struct writer *w, size_t bytes)
{
	w->held += bytes;
}

void
writer_free(struct writer *w, size_t bytes)
{
	must(w->held >= bytes);
	w->held -= bytes;
}

err_t
writer_add(struct writer *w, struct writer_job *job)
{
	job->failed = false;
	if (w->in.n >= LIMIT_QUEUE_JOBS)
		return (err_new(ERR_BUSY, "the hub has too much to write"));
	line_add(&w->in, job);
	return (NULL);
}

/* ---- feeding ------------------------------------------------------------ */

static const struct route *
route_of(const struct route *at, const char *method, const char *path)
{
	for (; at->method != NULL; at++)
		if (at->begin != NULL && strcmp(at->method, method) == 0 &&
		    strcmp(at->path, path) == 0)
			return (at);
	return (NULL);
}

bool
sub_serve_feed(struct request *q, void *ctx, const struct route *routes,
    const char *method, const char *path, struct span body, bool cut,
    struct rng *r)
{
	const struct route *at = route_of(routes, method, path);

	if (at == NULL)
		return (false);
	/* As serve does: what is said to be too long never begins. */
	if (body.n > at->body_max) {
		q->answered = true;
		q->r = (struct response)RESPONSE;
		q->r.status = 413;
		return (true);
	}
	at->begin(ctx, q);
	while (!q->answered && body.n > 0) {
		size_t n = 1 + rng_below(r, 2000);

		n = n < body.n ? n : body.n;
		must(at->data(ctx, q, span_of(body.p, n)) == n);
		body = span_of(body.p + n, body.n - n);
	}
	if (!q->answered)
		at->end(ctx, q, !cut);
	return (true);
}
