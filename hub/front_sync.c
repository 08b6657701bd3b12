/*
 * front_sync -- POST /v1/sync: gate, intake as it arrives, writer, outlet.
 */
#include <stdio.h>
#include <stdlib.h>

#include "hub/contact.h"
#include "hub/front_in.h"
#include "hub/intake.h"
#include "hub/outlet.h"
#include "proto/base/clock.h"
#include "proto/base/say.h"
#include "proto/sync/frame.h"

/* One request; ends with its answer. */
struct sync {
	struct front *f;
	struct request *q;
	struct gate_pass pass;
	struct intake *in;
	struct writer_job job;
	size_t bytes;   /* held at the writer */
	struct err err; /* of the reading */
	bool failed;
	int64_t began_ms, whole_ms; /* its header, its whole body came */
};

static void
sync_free(struct sync *y)
{
	intake_close(&y->in);
	gate_leave(y->f->g, &y->pass);
	mem_free(y);
}

/* It ends with a refusal that is no frame. */
static void
sync_refuse(struct front *f, struct request *q, err_t e, int64_t retry_s)
{
	f->syncs[e->code]++;
	front_answer_refusal(f, q, e, retry_s);
}

/* ---- the body ----------------------------------------------------------- */

void
front_sync_begin(void *ctx, struct request *q)
{
	struct front *f = ctx;
	struct gate_pass pass;
	struct sync *y;
	err_t e;

	e = gate_admit(f->g, tls_peer(q), GATE_SYNC, &pass);
	if (e == NULL && !writer_room(f->w)) {
		gate_leave(f->g, &pass);
		pass.retry_s = 10;
		e = err_new(ERR_BUSY, "the hub has too much to write");
	}
	if (e != NULL) {
		sync_refuse(f, q, e, pass.retry_s);
		return;
	}
	y = mem_new(sizeof(*y));
	y->began_ms = clock_mono_ms();
	y->f = f;
	y->q = q;
	y->pass = pass;
	intake_open(&y->in, &y->pass.peer);
	serve_state_set(q, y);
}

size_t
front_sync_data(void *ctx, struct request *q, struct span s)
{
	struct sync *y = serve_state(q);
	struct front *f = ctx;
	err_t e;

	f->bytes_in += s.n;
	if (y->failed)
		return (s.n); /* the rest is not looked at */
	writer_hold(f->w, s.n);
	y->bytes += s.n;
	if ((e = intake_feed(y->in, s)) != NULL) {
		y->failed = true;
		y->err = *e;
	}
	return (s.n);
}

/* ---- in the writer's thread --------------------------------------------- */

static err_t
apply(void *ctx, struct house *h, int64_t now)
{
	struct sync *y = ctx;
	struct reg_node n;

	/* Revoked while the body was on its way? */
	TRY(registry_caller(h->st.db, y->pass.serial, y->pass.peer.key, &n));
	if (n.status != CODE_node_status_active)
		return (
		    err_new(ERR_REVOKED, "the hub has revoked this computer"));
	TRY(intake_apply(y->in, &h->st, y->f->key, now));
	return (contact_note(h, &n, intake_hello(y->in), now, true));
}

/* ---- the answer --------------------------------------------------------- */

static err_t
into_body(void *ctx, struct span bytes)
{
	struct response *r = ctx;

	return (buf_span(&r->body, bytes));
}

static err_t
reply(struct sync *y, struct store *st, struct response *r)
{
	CLEAN(tx_undo) struct tx tx = { 0 };
	struct sink sink = { r, into_body };
	struct outlet_stats stats = { 0 };

	TRY(tx_read(&tx, st->db));
	TRY(ledger_refresh(st->l));
	TRY(outlet_reply(st, &y->pass.peer, y->in, y->f->key, clock_now(),
	    FRONT_LEVEL, &sink, &stats));
	y->f->bytes_out += stats.bytes;
	r->status = outlet_status(y->in);
	r->type = FRAME_TYPE;
	return (NULL);
}

static void
count(struct sync *y)
{
	const struct intake_result *i = intake_result(y->in);

	y->f->commits += i->commits;
	y->f->ops += i->ops;
	if (i->err.code != ERR_NONE) {
		y->f->refused[i->err.code]++;
		say(SAY_INFO, "front", "%s: %s: %s", y->pass.node.computer,
		    err_name(i->err.code), i->err.text);
	}
}

static void
done(void *ctx, struct store *st, err_t e)
{
	CLEAN(response_free) struct response r = RESPONSE;
	struct sync *y = ctx;
	struct front *f = y->f;

	if (e == NULL && st == NULL)
		e = err_new(ERR_STORE, "the store could not be opened");
	if (e == NULL) {
		count(y);
		e = reply(y, st, &r);
	}
	if (e == NULL)
		f->syncs[intake_result(y->in)->err.code]++;
	/* Before the node can ask again. */
	gate_leave(f->g, &y->pass);
	if (e == NULL)
		say(SAY_INFO, "front",
		    "%s: %llu commits, %zu bytes in, %zu out, %lld ms",
		    y->pass.node.computer,
		    (unsigned long long)intake_result(y->in)->commits, y->bytes,
		    r.body.n, (long long)(clock_mono_ms() - y->began_ms));
	timing_add(&f->whole, clock_mono_ms() - y->began_ms);
	timing_add(&f->write, clock_mono_ms() - y->whole_ms);
	if (e != NULL)
		sync_refuse(f, y->q, e, 0);
	else
		serve_answer(y->q, &r);
	sync_free(y);
}

void
front_sync_end(void *ctx, struct request *q, bool complete)
{
	struct sync *y = serve_state(q);
	struct front *f = ctx;
	err_t e = NULL;

	y->whole_ms = clock_mono_ms();
	intake_end(y->in, complete && !y->failed);
	if (intake_hello(y->in) == NULL) {
		if (y->failed)
			e = err_new(y->err.code, "%s", y->err.text);
		else
			e = err_new(ERR_FORMAT, "the body has no hello");
	} else {
		y->job = (struct writer_job){ .ctx = y,
			.bytes = y->bytes,
			.apply = apply,
			.done = done };
		e = writer_add(f->w, &y->job);
	}
	if (e == NULL)
		return; /* the writer goes on from here */
	writer_free(f->w, y->bytes);
	sync_refuse(f, q, e, 0);
	sync_free(y);
}
