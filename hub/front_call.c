/*
 * front_call -- POST /v1/enrol and /v1/renew: a small body, one answer.
 */
#include "hub/front_in.h"
#include "hub/invite.h"
#include "proto/base/say.h"

struct call {
	struct front *f;
	struct request *q;
	bool renew;
	struct gate_pass pass; /* of a renewal */
	struct buf body, answer;
	struct writer_job job;
};

static void
call_free(struct call *c)
{
	gate_leave(c->f->g, &c->pass);
	buf_free(&c->body);
	buf_free(&c->answer);
	mem_free(c);
}

static void
start(struct front *f, struct request *q, const struct gate_pass *pass)
{
	struct call *c = mem_new(sizeof(*c));

	c->f = f;
	c->q = q;
	c->renew = pass != NULL;
	if (pass != NULL)
		c->pass = *pass;
	c->body = (struct buf)BUF(LIMIT_ENROL_BYTES);
	c->answer = (struct buf)BUF(LIMIT_ENROL_BYTES);
	serve_state_set(q, c);
}

void
front_enrol_begin(void *ctx, struct request *q)
{
	const struct tls_peer *who = tls_peer(q);
	struct front *f = ctx;
	int64_t retry_s = 0;
	err_t e;

	e = gate_newcomer(f->g, who == NULL ? "" : who->addr, &retry_s);
	if (e != NULL)
		front_answer_refusal(f, q, e, retry_s);
	else
		start(f, q, NULL);
}

void
front_renew_begin(void *ctx, struct request *q)
{
	struct front *f = ctx;
	struct gate_pass pass;
	err_t e;

	e = gate_admit(f->g, tls_peer(q), GATE_RENEW, &pass);
	if (e != NULL)
		front_answer_refusal(f, q, e, pass.retry_s);
	else
		start(f, q, &pass);
}

size_t
front_call_data(void *ctx, struct request *q, struct span s)
{
	struct call *c = serve_state(q);

	(void)ctx;
	/* serve's body_max is the buffer's. */
	must(buf_span(&c->body, s) == NULL);
	return (s.n);
}

/* ---- in the writer's thread --------------------------------------------- */

static err_t
apply_enrol(void *ctx, struct house *h, int64_t now)
{
	struct call *c = ctx;
	struct enrol_request r;

	TRY(enrol_request_take(buf_all(&c->body), &r));
	return (invite_enrol(h, &r, now, &c->answer));
}

static err_t
apply_renew(void *ctx, struct house *h, int64_t now)
{
	struct call *c = ctx;
	struct enrol_renewal r;

	TRY(enrol_renewal_take(buf_all(&c->body), &r));
	return (invite_renew(h, &c->pass, &r, now, &c->answer));
}

static void
done(void *ctx, struct store *st, err_t e)
{
	CLEAN(response_free) struct response r = RESPONSE;
	struct call *c = ctx;

	(void)st;
	if (e == NULL)
		e = buf_span(&r.body, buf_all(&c->answer));
	gate_leave(c->f->g, &c->pass);
	if (e != NULL)
		front_answer_refusal(c->f, c->q, e, 0);
	else {
		r.type = ENROL_TYPE;
		response_header(&r, "Cache-Control", "no-store");
		serve_answer(c->q, &r);
	}
	call_free(c);
}

void
front_call_end(void *ctx, struct request *q, bool complete)
{
	struct call *c = serve_state(q);
	struct front *f = ctx;
	err_t e;

	c->job = (struct writer_job){ .ctx = c,
		.alone = !c->renew,
		.apply = c->renew ? apply_renew : apply_enrol,
		.done = done };
	e = complete ? writer_add(f->w, &c->job)
		     : err_new(ERR_FORMAT, "the body was cut");
	if (e == NULL)
		return;
	front_answer_refusal(f, q, e, 0);
	call_free(c);
}
