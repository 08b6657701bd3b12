/* The road between an office and the hub: memory. */
#include "tests/sim/crash.h"

#include "hub/outlet.h"
#include "hub/writer_in.h"
#include "node/sync.h"
#include "proto/base/clock.h"

struct call {
	struct crash *w;
	struct place *p; /* the office */
	struct peer peer;
	struct intake *in;
	struct buf reply;
	int status;
	bool answered;
	struct err err;
};

/* ---- the hub's side ----------------------------------------------------- */

static err_t
apply(void *ctx, struct house *h, int64_t now)
{
	struct call *c = ctx;

	return (intake_apply(c->in, &h->st, h->key, now));
}

static err_t
collect(void *ctx, struct span bytes)
{
	return (buf_span(ctx, bytes));
}

/* Only here may anybody be told that it is saved. */
static void
done(void *ctx, struct store *st, err_t e)
{
	struct call *c = ctx;
	struct house *h = &c->w->p[HUB].house;
	struct sink sink = { &c->reply, collect };
	struct outlet_stats stats;

	if (e == NULL && st != NULL)
		e = outlet_reply(
		    st, &c->peer, c->in, h->key, clock_now(), 1, &sink, &stats);
	c->answered = e == NULL && st != NULL;
	if (!c->answered)
		return;
	c->status = outlet_status(c->in);
	promise_take(&c->w->p[HUB].sure, st);
}

static err_t
who(struct call *c)
{
	struct house *h = &c->w->p[HUB].house;
	struct reg_node n;
	uint8_t key[KEY_LEN];

	key_public(c->p->office.key, key);
	if (h->st.db == NULL)
		TRY(house_reopen(h));
	TRY(registry_node_key(h->st.db, key, &n));
	return (registry_peer(h->st.db, &n, &c->peer));
}

static void
serve(struct call *c, struct span body)
{
	struct house *h = &c->w->p[HUB].house;
	struct writer_job job = {
		.ctx = c, .bytes = body.n, .apply = apply, .done = done
	};
	struct line group;
	err_t e = place_start(&c->w->p[HUB]);

	if (e == NULL)
		e = who(c);
	if (e != NULL)
		return;
	intake_open(&c->in, &c->peer);
	e = intake_feed(c->in, body);
	intake_end(c->in, e == NULL);
	if (intake_hello(c->in) != NULL) {
		line_start(&group);
		line_add(&group, &job);
		writer_group_run(h, &group);
		writer_group_tell(&job, h->st.db == NULL ? NULL : &h->st);
	}
	intake_close(&c->in);
}

/* ---- the office's side -------------------------------------------------- */

static err_t
post(
    void *ctx, struct span body, const struct sink *sink, struct road_answer *a)
{
	struct call *c = ctx;
	err_t e = NULL;

	buf_clear(&c->reply);
	c->answered = false;
	serve(c, body);
	(void)machine_enter(&c->p->m);
	if (!c->answered)
		return (err_new(ERR_LINK, "no answer"));
	a->status = c->status;
	a->frame = c->reply.n > 0;
	if (c->reply.n > 0)
		e = sink->put(sink->ctx, buf_all(&c->reply));
	return (e);
}

static err_t
leaving(void *ctx, const uint8_t log[LOG_ID_LEN], uint32_t to,
    const struct hash *head)
{
	struct call *c = ctx;
	char path[64];

	place_path(c->p, OFFICE_INSTANCE, path);
	return (instance_leaving(path, log, to, head));
}

err_t
crash_sync(struct crash *w, struct place *p)
{
	struct call c = { .w = w, .p = p, .reply = BUF((size_t)64 << 20) };
	struct office *o = &p->office;
	struct road road = { .ctx = &c, .post = post };
	struct sync_env env = { .st = &o->st,
		.key = o->key,
		.sw = "crash",
		.ctx = &c,
		.leaving = leaving,
		.level = 1 };
	struct sync_stats stats;
	err_t e;

	memcpy(env.hub, o->hub, KEY_LEN);
	memcpy(env.inst, o->inst.id, INST_LEN);
	(void)machine_enter(&p->m);
	e = sync_run(&env, &road, &stats);
	buf_free(&c.reply);
	if (e == NULL)
		promise_take(&p->sure, &o->st);
	return (e);
}
