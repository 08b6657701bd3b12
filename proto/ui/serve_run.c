#include "proto/ui/serve_in.h"

#include <strings.h>

#include "proto/base/text.h"
#include "proto/limits.h"

static void
phase(struct request *q, enum serve_phase to)
{
	unsigned was;

	if (q->peer == NULL)
		return;
	was = q->peer->state;
	q->peer->state =
	    (was & ~3u) + (to == SERVE_HEADER ? 4 : 0) + (unsigned)to;
}

/* Hand the answer to the library; the body moves. */
static enum MHD_Result
queue(struct request *q, struct response *r)
{
	CLEAN(response_free) struct response mine = response_move(r);
	struct MHD_Response *m;
	enum MHD_Result fine = MHD_YES;

	if (mine.body.n > 0) {
		m = MHD_create_response_from_buffer_with_free_callback(
		    mine.body.n, mine.body.p, mem_free);
		if (m != NULL)
			mine.body = (struct buf)BUF(0);
	} else
		m = MHD_create_response_from_buffer(
		    0, NULL, MHD_RESPMEM_PERSISTENT);
	if (m == NULL)
		return (MHD_NO);
	if (mine.type != NULL)
		fine = MHD_add_response_header(m, "Content-Type", mine.type);
	for (size_t i = 0; fine == MHD_YES && i < mine.headers; i++)
		fine = MHD_add_response_header(
		    m, mine.header[i].name, mine.header[i].value);
	pthread_mutex_lock(&q->yard->lock);
	if (q->yard->stopping && fine == MHD_YES)
		fine = MHD_add_response_header(m, "Connection", "close");
	if (!q->working)
		q->yard->working++;
	q->working = true;
	phase(q, SERVE_WORK);
	pthread_mutex_unlock(&q->yard->lock);
	if (fine == MHD_YES)
		fine = MHD_queue_response(
		    q->c, mine.status == 0 ? 200u : (unsigned)mine.status, m);
	MHD_destroy_response(m);
	return (fine);
}

/* An answer of ours, without a body; the connection ends with it. */
static enum MHD_Result
refuse(struct request *q, int status)
{
	struct response r = { .status = status };

	response_header(&r, "Connection", "close");
	if (status == 503)
		response_header(&r, "Retry-After", "10");
	return (queue(q, &r));
}

/* ---- the life of a request ---------------------------------------------- */

void
serve_run_yard_drop(struct yard *y)
{
	bool last;

	pthread_mutex_lock(&y->lock);
	last = --y->refs == 0;
	pthread_mutex_unlock(&y->lock);
	if (!last)
		return;
	pthread_cond_destroy(&y->calm);
	pthread_mutex_destroy(&y->lock);
	mem_free(y);
}

void
serve_run_free(struct request *q)
{
	response_free(&q->response);
	buf_free(&q->body);
	arena_free(&q->arena);
	serve_peer_drop(q->peer);
	serve_run_yard_drop(q->yard);
	mem_free(q);
}

/* Both with the yard locked. */
static void
sleep_now(struct request *q)
{
	struct yard *y = q->yard;

	MHD_suspend_connection(q->c);
	q->asleep = true;
	q->next = y->asleep;
	if (q->next != NULL)
		q->next->back = &q->next;
	q->back = &y->asleep;
	y->asleep = q;
	phase(q, SERVE_WORK);
}

void
serve_run_wake(struct request *q)
{
	*q->back = q->next;
	if (q->next != NULL)
		q->next->back = q->back;
	q->asleep = false;
	phase(q, q->ended || q->ready ? SERVE_WORK : SERVE_BODY);
	MHD_resume_connection(q->c);
}

static bool
is_ready(struct request *q)
{
	bool ready;

	pthread_mutex_lock(&q->yard->lock);
	ready = q->ready;
	pthread_mutex_unlock(&q->yard->lock);
	return (ready);
}

/* ---- the gate ----------------------------------------------------------- */

struct gate {
	unsigned n, lengths, codings, hosts;
	bool odd;
};

static enum MHD_Result
gate_see(void *cls, enum MHD_ValueKind kind, const char *name, const char *v)
{
	struct gate *g = cls;

	(void)kind;
	g->n++;
	if (strcasecmp(name, "content-length") == 0)
		g->lengths++;
	else if (strcasecmp(name, "host") == 0) {
		g->hosts++;
		g->odd = g->odd || v == NULL || *v == '\0';
	} else if (strcasecmp(name, "transfer-encoding") == 0) {
		g->codings++;
		g->odd = g->odd || v == NULL || strcasecmp(v, "chunked") != 0;
	} else
		g->odd = g->odd || strpbrk(name, " \t") != NULL;
	return (MHD_YES);
}

/* What two readers could understand differently is not understood at all. */
static int
gate(struct request *q)
{
	struct gate g = { 0 };
	const char *length;

	MHD_get_connection_values(q->c, MHD_HEADER_KIND, gate_see, &g);
	if (g.n > LIMIT_HTTP_HEADERS)
		return (431);
	if (g.odd || g.hosts != 1 || g.lengths + g.codings > 1)
		return (400);
	if (strlen(q->path) > LIMIT_HTTP_PATH)
		return (414);
	if (!text_valid(span_str(q->path)))
		return (400);
	length = serve_header(q, "Content-Length");
	q->length = g.codings > 0 ? -1 : 0;
	if (length != NULL &&
	    (text_int(length, &q->length) != NULL || q->length < 0))
		return (400);
	return (0);
}

static int
find(struct request *q)
{
	int status = 404;

	for (const struct route *r = q->s->conf.routes; r->method; r++) {
		size_t n = strlen(r->path);

		if (strncmp(q->path, r->path, n) != 0 ||
		    (!r->prefix && q->path[n] != '\0'))
			continue;
		status = 405;
		if (strcmp(q->method, r->method) != 0 &&
		    (strcmp(q->method, "HEAD") != 0 ||
			strcmp(r->method, "GET") != 0))
			continue;
		q->route = r;
		if (q->length > 0 && (uint64_t)q->length > r->body_max)
			return (413);
		return (0);
	}
	return (status);
}

/* ---- what the library calls --------------------------------------------- */

static struct request *
request_new(struct serve *s, struct MHD_Connection *c, const char *path,
    const char *method)
{
	struct request *q = mem_new(sizeof(*q));
	const union MHD_ConnectionInfo *i =
	    MHD_get_connection_info(c, MHD_CONNECTION_INFO_SOCKET_CONTEXT);

	q->s = s;
	q->c = c;
	q->yard = s->yard;
	q->path = arena_dup(&q->arena, span_str(path));
	q->method = arena_dup(&q->arena, span_str(method));
	q->peer = i == NULL ? NULL : i->socket_context;
	if (q->peer != NULL)
		serve_peer_hold(q->peer);
	pthread_mutex_lock(&s->yard->lock);
	s->yard->refs++;
	pthread_mutex_unlock(&s->yard->lock);
	return (q);
}

/* The header is complete. */
static enum MHD_Result
arrive(struct request *q)
{
	CLEAN(response_free) struct response r = RESPONSE;
	int status = gate(q);
	bool stopping;

	pthread_mutex_lock(&q->yard->lock);
	stopping = q->yard->stopping;
	phase(q, q->length != 0 ? SERVE_BODY : SERVE_WORK);
	pthread_mutex_unlock(&q->yard->lock);
	if (status == 0)
		status = stopping ? 503 : find(q);
	if (status != 0)
		return (refuse(q, status));
	if (q->s->conf.allow != NULL &&
	    !q->s->conf.allow(q->s->conf.ctx, q, &r))
		return (queue(q, &r));
	q->body = (struct buf)BUF(q->route->body_max);
	if (q->route->begin == NULL)
		return (MHD_YES);
	q->owned = true;
	q->route->begin(q->s->conf.ctx, q);
	return (is_ready(q) ? queue(q, &q->response) : MHD_YES);
}

static enum MHD_Result
piece(struct request *q, const char *p, size_t *n)
{
	struct span s = span_of(p, *n);
	size_t took = *n;

	if (*n > q->route->body_max - q->got)
		return (MHD_NO);
	if (q->route->begin == NULL) {
		if (buf_span(&q->body, s) != NULL)
			return (MHD_NO);
	} else if (!is_ready(q)) {
		if (q->cut)
			return (MHD_NO);
		took = q->route->data(q->s->conf.ctx, q, s);
		must(took <= s.n);
	}
	q->got += took;
	*n -= took;
	if (took == s.n)
		return (MHD_YES);
	pthread_mutex_lock(&q->yard->lock);
	if (!q->ready) {
		sleep_now(q);
		if (q->more || q->yard->stopping) {
			q->cut = q->cut || q->yard->stopping;
			q->more = false;
			serve_run_wake(q);
		}
	} else
		*n = 0;
	pthread_mutex_unlock(&q->yard->lock);
	return (MHD_YES);
}

/* The body is complete, or the answer is there at last. */
static enum MHD_Result
finish(struct request *q)
{
	CLEAN(response_free) struct response r = RESPONSE;
	bool first, ready;

	pthread_mutex_lock(&q->yard->lock);
	if (!q->working)
		q->yard->working++;
	q->working = true;
	first = !q->ended && !q->ready;
	q->ended = true;
	phase(q, SERVE_WORK);
	pthread_mutex_unlock(&q->yard->lock);
	if (q->route->begin == NULL) {
		q->route->whole(q->s->conf.ctx, q, &r);
		return (queue(q, &r));
	}
	if (first)
		q->route->end(q->s->conf.ctx, q, true);
	pthread_mutex_lock(&q->yard->lock);
	ready = q->ready;
	if (!ready)
		sleep_now(q);
	pthread_mutex_unlock(&q->yard->lock);
	return (ready ? queue(q, &q->response) : MHD_YES);
}

enum MHD_Result
serve_run_access( // NOLINT(readability-function-size)
    void *cls, struct MHD_Connection *c, const char *url, const char *method,
    const char *version, const char *data, size_t *n, void **state)
{
	struct request *q = *state;

	(void)version;
	if (q == NULL) {
		*state = q = request_new(cls, c, url, method);
		return (arrive(q));
	}
	return (*n > 0 ? piece(q, data, n) : finish(q));
}

void
serve_run_completed(void *cls, struct MHD_Connection *c, void **state,
    enum MHD_RequestTerminationCode code)
{
	struct request *q = *state;
	struct yard *y;
	bool gone, cut;

	(void)cls, (void)c, (void)code;
	if (q == NULL)
		return;
	*state = NULL;
	y = q->yard;
	pthread_mutex_lock(&y->lock);
	cut = q->owned && !q->ended && !q->ready;
	q->ended = true;
	pthread_mutex_unlock(&y->lock);
	if (cut)
		q->route->end(q->s->conf.ctx, q, false);
	pthread_mutex_lock(&y->lock);
	must(!q->asleep);
	q->c = NULL;
	phase(q, SERVE_HEADER);
	if (q->working && --y->working == 0)
		pthread_cond_broadcast(&y->calm);
	gone = !q->owned;
	pthread_mutex_unlock(&y->lock);
	if (gone)
		serve_run_free(q);
}

void
serve_run_connection(void *cls, struct MHD_Connection *c, void **context,
    enum MHD_ConnectionNotificationCode code)
{
	struct serve *s = cls;
	const union MHD_ConnectionInfo *i;

	if (code == MHD_CONNECTION_NOTIFY_CLOSED) {
		serve_peer_drop(*context);
		*context = NULL;
		return;
	}
	i = MHD_get_connection_info(c, MHD_CONNECTION_INFO_CONNECTION_FD);
	if (s->peer != NULL && i != NULL && i->connect_fd >= 0 &&
	    i->connect_fd < LIMIT_HTTP_PEERS)
		*context = atomic_exchange(&s->peer[i->connect_fd], NULL);
}

void
serve_run_log(void *cls, const char *fmt, va_list ap)
{
	(void)cls, (void)fmt, (void)ap;
}
