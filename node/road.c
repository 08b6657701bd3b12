#include "node/road.h"

#include "proto/limits.h"
#include "proto/sync/enrol.h"

/* A frame begins with zstd's magic number, a refusal with a brace. */
static err_t
take(void *ctx, struct span s)
{
	struct road_https *r = ctx;

	if (s.n == 0)
		return (NULL);
	if (!r->begun) {
		r->begun = true;
		r->frame = s.p[0] == 0x28;
	}
	if (r->frame)
		return (r->reply->put(r->reply->ctx, s));
	/* Not ours: only the beginning is of interest. */
	if (s.n > r->text.max - r->text.n)
		s.n = r->text.max - r->text.n;
	return (buf_span(&r->text, s));
}

/* A refusal that no other try can change is said as it is; one that asks for
 * patience is the engine's to handle, by its status. */
static err_t
refused(struct road_https *r, int status)
{
	err_t e;

	if (r->frame || status == 200)
		return (NULL);
	e = enrol_refusal_take(buf_all(&r->text));
	if (e == NULL || e->code == ERR_FORMAT || e->code == ERR_LIMIT)
		return (err_new(
		    status >= 500 || status == 429 ? ERR_BUSY : ERR_FORMAT,
		    "the hub answers %d", status));
	return (e);
}

static err_t
post(void *ctx, struct span body, const struct sink *reply,
    struct road_answer *a)
{
	struct road_https *r = ctx;
	const struct link_stats *s = link_https_stats(r->link);
	int64_t retry_s = 0;
	err_t e;

	r->reply = reply;
	r->begun = r->frame = false;
	buf_clear(&r->text);
	*a = (struct road_answer){ 0 };
	e = link_https_post(r->link, ROAD_PATH, FRAME_TYPE, body, take, r,
	    &a->status, &retry_s);
	a->retry_s = retry_s > 0 ? retry_s : 0;
	a->frame = r->frame;
	r->road.sent = s->http_up;
	r->road.received = s->http_down;
	r->road.posts = s->requests;
	r->road.connects = s->handshakes;
	TRY(e);
	e = refused(r, a->status);
	if (e != NULL && err_retry(e->code) == RETRY_SOON)
		return (NULL);
	return (e);
}

void
road_open(struct road_https *r, struct link_https *link)
{
	*r =
	    (struct road_https){ .link = link, .text = BUF(LIMIT_SHORT_BYTES) };
	r->road.ctx = r;
	r->road.post = post;
}

void
road_close(struct road_https *r)
{
	buf_free(&r->text);
}
