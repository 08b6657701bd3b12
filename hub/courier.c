#include "hub/courier.h"

#include <stdio.h>

#include "hub/contact.h"
#include "hub/invite.h"
#include "hub/outlet.h"
#include "proto/base/clock.h"

#define LEVEL 19 /* it is carried by hand: take the time */

struct reading {
	struct house *h;
	int64_t now;
	const struct bundle *b;
	struct courier_told *told;
	struct reg_node node;
	struct peer peer;
	struct intake *in;
	struct buf renewal, frame;
};

static void
reading_end(struct reading *r)
{
	if (r->in != NULL)
		intake_close(&r->in);
	buf_free(&r->renewal);
	buf_free(&r->frame);
}

/* ---- who ---------------------------------------------------------------- */

static err_t
sender(struct reading *r)
{
	struct db *db = r->h->st.db;
	struct reg_office o;
	err_t e = registry_node_key(db, r->b->from, &r->node);

	if (e != NULL && e->code == ERR_MISSING)
		return (err_new(ERR_UNTRUSTED,
		    "a computer that this hub does not know signed it"));
	TRY(e);
	TRY(registry_office_no(db, r->node.office, &o));
	r->told->known = true;
	(void)snprintf(r->told->computer, sizeof(r->told->computer), "%s",
	    r->node.computer);
	(void)snprintf(r->told->office, sizeof(r->told->office), "%s", o.code);
	/* SPEC 12.3: The hub MUST NOT use a bundle that it reads after its
	 * sender was revoked. */
	if (r->node.status != CODE_node_status_active)
		return (err_new(ERR_REVOKED,
		    "computer %s of %s was revoked: nothing of its bundle was "
		    "used",
		    r->node.computer, o.code));
	TRY(registry_peer(db, &r->node, &r->peer));
	r->peer.expired = r->node.until < r->now;
	return (NULL);
}

/* ---- a sync ------------------------------------------------------------- */

static err_t
apply(struct reading *r)
{
	CLEAN(tx_undo) struct tx tx = { 0 };
	struct house *h = r->h;
	err_t e;

	TRY(tx_begin(&tx, h->st.db));
	TRY(ledger_refresh(h->st.l));
	TRY(sender(r));
	TRY(intake_apply(r->in, &h->st, h->key, r->now));
	r->told->got = *intake_result(r->in);
	TRY(contact_note(h, &r->node, intake_hello(r->in), r->now, false));
	e = invite_renew_unasked(h, &r->node, r->now, &r->renewal);
	r->told->renewed = e == NULL;
	if (e != NULL && e->code != ERR_EXISTS)
		return (e);
	return (tx_commit(&tx));
}

static err_t
into(void *ctx, struct span bytes)
{
	return (buf_span(ctx, bytes));
}

static err_t
answer(struct reading *r, struct buf *out)
{
	CLEAN(buf_free) struct buf hello = BUF(LIMIT_MESSAGE_BYTES);
	CLEAN(buf_free) struct buf payload = BUF(LIMIT_BUNDLE_BYTES);
	CLEAN(tx_undo) struct tx tx = { 0 };
	struct sink sink = { &r->frame, into };
	struct outlet_stats stats;
	struct bundle_reply b;
	struct house *h = r->h;

	TRY(tx_read(&tx, h->st.db));
	TRY(ledger_refresh(h->st.l));
	TRY(outlet_reply(
	    &h->st, &r->peer, r->in, h->key, r->now, LEVEL, &sink, &stats));
	r->told->more = stats.more;
	TRY(message_hello_put(intake_hello(r->in), &hello));
	b = (struct bundle_reply){ buf_all(&hello), buf_all(&r->renewal),
		buf_all(&r->frame) };
	TRY(bundle_reply_put(&b, &payload));
	return (bundle_put(
	    BUNDLE_REPLY, h->key, r->b->from, buf_all(&payload), out));
}

static err_t
read_sync(struct reading *r, struct buf *out)
{
	err_t e;

	TRY(sender(r));
	intake_open(&r->in, &r->peer);
	e = intake_feed(r->in, r->b->payload);
	intake_end(r->in, e == NULL);
	if (intake_hello(r->in) == NULL)
		return (e != NULL
			    ? e
			    : err_new(ERR_FORMAT, "the bundle has no hello"));
	TRY(apply(r));
	return (answer(r, out));
}

/* ---- enrolment ---------------------------------------------------------- */

static err_t
read_enrol(struct reading *r, struct buf *out)
{
	CLEAN(buf_free) struct buf b = BUF(LIMIT_ENROL_BYTES);
	struct enrol_request q;

	TRY(enrol_request_take(r->b->payload, &q));
	if (memcmp(q.key, r->b->from, KEY_LEN) != 0)
		return (err_new(
		    ERR_UNTRUSTED, "somebody else's request in a bundle"));
	TRY(invite_enrol(r->h, &q, r->now, &b));
	TRY(sender(r));
	return (bundle_put(
	    BUNDLE_ENROLLED, r->h->key, r->b->from, buf_all(&b), out));
}

err_t
courier_read(struct house *h, struct span file, int64_t now,
    struct buf *answer_out, struct courier_told *told)
{
	CLEAN(buf_free) struct buf plain = BUF(LIMIT_BUNDLE_BYTES);
	struct bundle b;
	CLEAN(reading_end)
	struct reading r = { .h = h,
		.now = now,
		.b = &b,
		.told = told,
		.renewal = BUF(LIMIT_ENROL_BYTES),
		.frame = BUF(LIMIT_BUNDLE_BYTES) };

	*told = (struct courier_told){ .known = false };
	TRY(bundle_take(file, h->key, &plain, &b));
	told->kind = b.kind;
	switch (b.kind) {
	case BUNDLE_SYNC:
		return (read_sync(&r, answer_out));
	case BUNDLE_ENROL:
		return (read_enrol(&r, answer_out));
	case BUNDLE_REPLY:
	case BUNDLE_ENROLLED:
	case BUNDLE_KINDS:
	default:
		return (err_new(ERR_DATA, "this bundle is for an office"));
	}
}
