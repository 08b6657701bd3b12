#include "tests/torture/near.h"

#include <stdio.h>
#include <string.h>

#include "hub/house.h"
#include "hub/intake.h"
#include "hub/invite.h"
#include "hub/outlet.h"
#include "node/link_https.h"
#include "proto/base/cert.h"
#include "proto/base/clock.h"
#include "proto/base/mem.h"
#include "proto/sync/frame.h"

#define LEVEL 9

struct link_https {
	struct house h;
	bool known; /* it has a certificate */
	struct cert_info cert;
	struct link_stats stats;
};

static char hub_dir[200];
static bool hub_bend;

void
near_hub(const char *dir, bool bend)
{
	(void)snprintf(hub_dir, sizeof(hub_dir), "%s", dir);
	hub_bend = bend;
}

err_t
link_https_open(struct link_https **lp, const struct link_https_conf *conf)
{
	struct link_https *l = mem_new(sizeof(*l));
	err_t e = house_open(&l->h, hub_dir);

	l->known = conf->cert_pem.n > 0;
	if (e == NULL && l->known)
		e = cert_read(conf->cert_pem, &l->cert);
	*lp = l;
	if (e != NULL)
		link_https_close(lp);
	return (e);
}

void
link_https_close(struct link_https **lp)
{
	if (*lp == NULL)
		return;
	house_close(&(*lp)->h);
	mem_free(*lp);
	*lp = NULL;
}

/* ---- what the hub does -------------------------------------------------- */

static err_t
enrol(struct link_https *l, struct span body, struct buf *answer)
{
	struct enrol_request r;

	TRY(enrol_request_take(body, &r));
	return (invite_enrol(&l->h, &r, clock_now(), answer));
}

static err_t
who(struct link_https *l, struct peer *peer)
{
	struct reg_node n;

	if (!l->known)
		return (err_new(ERR_UNTRUSTED, "no certificate"));
	TRY(registry_serial(l->h.st.db, l->cert.serial, &n));
	return (registry_peer(l->h.st.db, &n, peer));
}

static err_t
feed(struct intake *in, struct span body)
{
	uint8_t piece[777];

	for (size_t at = 0; at < body.n; at += sizeof(piece)) {
		size_t n = body.n - at;

		if (n > sizeof(piece))
			n = sizeof(piece);
		memcpy(piece, body.p + at, n);
		/* Near the end: in a segment, not in what nobody signs. */
		if (hub_bend && at + n == body.n)
			piece[n - (n < 16 ? n : 16)] ^= 1;
		TRY(intake_feed(in, span_of(piece, n)));
	}
	return (NULL);
}

/* As hub/writer does: what failed is forgotten; an outcome that nobody knows
 * is read again. */
static err_t
apply(struct link_https *l, struct intake *in)
{
	CLEAN(tx_undo) struct tx tx = { 0 };
	struct store *st = &l->h.st;

	TRY(tx_begin(&tx, st->db));
	TRY(ledger_refresh(st->l));
	TRY(intake_apply(in, st, l->h.key, clock_now()));
	return (tx_commit(&tx));
}

static err_t
apply_or_reopen(struct link_https *l, struct intake *in)
{
	err_t e = apply(l, in);
	struct err was;

	if (e == NULL)
		return (NULL);
	was = *e;
	if ((e = house_reopen(&l->h)) != NULL)
		store_close(&l->h.st);
	return (err_new(was.code, "%s", was.text));
}

static err_t
collect(void *ctx, struct span s)
{
	return (buf_span(ctx, s));
}

static err_t
reply(struct link_https *l, const struct peer *peer, struct intake *in,
    struct buf *answer)
{
	CLEAN(tx_undo) struct tx tx = { 0 };
	struct sink sink = { answer, collect };
	struct outlet_stats stats = { 0 };
	struct store *st = &l->h.st;

	TRY(tx_read(&tx, st->db));
	TRY(ledger_refresh(st->l));
	return (outlet_reply(
	    st, peer, in, l->h.key, clock_now(), LEVEL, &sink, &stats));
}

static err_t
sync(struct link_https *l, struct span body, struct buf *answer, int *status)
{
	CLEAN(intake_close) struct intake *in = NULL;
	struct peer peer = { .office = 0 };
	bool whole;
	err_t e;

	if (l->h.st.db == NULL)
		TRY(house_reopen(&l->h));
	TRY(who(l, &peer));
	intake_open(&in, &peer);
	e = feed(in, body);
	whole = e == NULL;
	intake_end(in, whole);
	if (intake_hello(in) == NULL)
		return (whole ? err_new(ERR_FORMAT, "no hello") : e);
	TRY(apply_or_reopen(l, in));
	TRY(reply(l, &peer, in, answer));
	*status = outlet_status(in);
	return (NULL);
}

/* ---- what the office calls ---------------------------------------------- */

err_t
link_https_call(struct link_https *l, struct link_call *c)
{
	CLEAN(buf_free) struct buf answer = BUF(LIMIT_PAGE_BYTES);
	err_t e;

	l->stats.requests++;
	l->stats.turns++;
	c->retry_after_s = -1;
	c->status = 200;
	if (strcmp(c->path, ENROL_PATH) == 0)
		e = enrol(l, c->body, &answer);
	else
		e = sync(l, c->body, &answer, &c->status);
	if (e != NULL) {
		struct err was = *e;

		c->status = err_http(was.code);
		buf_clear(&answer);
		TRY(enrol_refusal_put(was.code, was.text, &answer));
	}
	l->stats.http_up += c->body.n;
	l->stats.http_down += answer.n;
	for (size_t at = 0; at < answer.n; at += 333) {
		size_t n = answer.n - at < 333 ? answer.n - at : 333;

		TRY(c->sink(c->ctx, span_of(answer.p + at, n)));
	}
	return (NULL);
}

err_t
link_https_post( // NOLINT(readability-function-size)
    struct link_https *l, const char *path, const char *type, struct span body,
    link_https_sink sink, void *ctx, int *status, int64_t *retry_after_s)
{
	struct link_call c = { .method = "POST",
		.path = path,
		.type = type,
		.body = body,
		.sink = sink,
		.ctx = ctx };
	err_t e = link_https_call(l, &c);

	*status = c.status;
	*retry_after_s = c.retry_after_s;
	return (e);
}

void
link_https_hang_up(struct link_https *l)
{
	(void)l;
}

const struct link_stats *
link_https_stats(const struct link_https *l)
{
	return (&l->stats);
}

void
link_https_stats_clear(struct link_https *l)
{
	memset(&l->stats, 0, sizeof(l->stats));
}

err_t
link_https_root(const struct link_https *l, struct buf *pem)
{
	return (buf_span(pem, buf_all(&l->h.ca_pem)));
}
