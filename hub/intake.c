#include "hub/intake.h"
#include "hub/intake_in.h"

#include <stdarg.h>
#include <stdio.h>

void
intake_open(struct intake **inp, const struct peer *peer)
{
	struct intake *in = mem_new(sizeof(*in));

	in->peer = *peer;
	frame_in_open(&in->f, LIMIT_SYNC_BODY_BYTES, LIMIT_FRAME_TEXT);
	parcel_open(&in->parcel);
	*inp = in;
}

void
intake_close(struct intake **inp)
{
	struct intake *in = *inp;

	if (in == NULL)
		return;
	frame_in_close(&in->f);
	parcel_close(&in->parcel);
	arena_free(&in->a);
	mem_free(in);
	*inp = NULL;
}

/* Whatever it quotes, a refusal is printable ASCII. */
static void
printable(char *s)
{
	for (; *s != '\0'; s++) {
		if (*s < 0x20 || *s > 0x7e)
			*s = '?';
	}
}

void
intake_refuse(struct intake *in, enum err_code code, const uint8_t *log,
    uint32_t seq, const char *fmt, ...)
{
	struct refusal *r = &in->r.err;
	va_list ap;

	in->gone = true;
	if (r->code != ERR_NONE)
		return;
	r->code = code;
	va_start(ap, fmt);
	(void)vsnprintf(r->text, sizeof(r->text), fmt, ap);
	va_end(ap);
	printable(r->text);
	r->has_log = log != NULL;
	r->seq = seq;
	if (log != NULL)
		memcpy(r->log, log, LOG_ID_LEN);
}

err_t
intake_blame(struct intake *in, err_t e, const struct segment *s)
{
	if (e == NULL || err_http(e->code) >= 500 || err_http(e->code) == 0)
		return (e);
	intake_refuse(in, e->code, s == NULL ? NULL : s->log,
	    s == NULL ? 0 : s->from, "%s", e->text);
	return (NULL);
}

/* Who pushes a log of somebody else's is told so, not of a bad signature. */
static err_t
own_log(const struct intake *in, const struct segment *s)
{
	struct genesis g;

	if (s->genesis.n == 0)
		return (NULL);
	TRY(genesis_take(s->genesis, &g));
	if (memcmp(g.node, in->peer.key, KEY_LEN) != 0)
		return (err_new(ERR_SCOPE, "a log of another node"));
	return (NULL);
}

/* A segment of the caller's own is proved as soon as it is whole. */
static err_t
prove(struct intake *in)
{
	struct parcel_item *it = &in->parcel.items[in->parcel.n - 1];
	err_t e;

	if (it->has_entry)
		return (NULL); /* others' keys are in the store */
	/* SPEC 10.4: The hub MUST verify the seal of every segment with the
	 * key of the log's node before it keeps it. */
	e = own_log(in, &it->segs[0]);
	if (e == NULL)
		e = segment_verify(&it->segs[0], in->peer.key);
	if (e != NULL) {
		intake_refuse(in, e->code, it->segs[0].log, it->segs[0].from,
		    "%s", e->text);
		in->parcel.n--;
	}
	return (e);
}

err_t
intake_forget(struct store *st)
{
	fold_forget(st->f);
	ledger_forget(st->l);
	return (ledger_refresh(st->l));
}

static err_t
take_line(void *ctx, struct span line)
{
	struct intake *in = ctx;
	size_t before = in->parcel.n;

	if (!in->has_hello) {
		TRY(message_hello_take(line, &in->a, &in->hello));
		in->has_hello = true;
		return (NULL);
	}
	TRY(parcel_line(&in->parcel, line));
	return (in->parcel.n > before ? prove(in) : NULL);
}

err_t
intake_feed(struct intake *in, struct span piece)
{
	err_t e;

	if (in->ended)
		return (NULL);
	e = frame_in_feed(in->f, piece, take_line, in);
	if (e == NULL)
		return (NULL);
	in->ended = true;
	intake_refuse(in, e->code, NULL, 0, "%s", e->text);
	return (e);
}

void
intake_end(struct intake *in, bool complete)
{
	if (!in->ended && complete &&
	    (!frame_in_whole(in->f) || !parcel_whole(&in->parcel)))
		intake_refuse(in, ERR_FORMAT, NULL, 0, "the body is cut short");
	in->ended = true;
}

const struct hello *
intake_hello(const struct intake *in)
{
	return (in->has_hello ? &in->hello : NULL);
}

const struct intake_result *
intake_result(const struct intake *in)
{
	return (&in->r);
}

err_t
intake_epoch_new(struct store *st)
{
	return (epoch_new(st));
}

err_t
intake_own(struct store *st, const struct key *key, int64_t now)
{
	struct epochs *e = mem_new(sizeof(*e));
	int64_t receipt;
	err_t er = epoch_all(st, e);

	if (er == NULL && e->n == 0) {
		er = epoch_new(st);
		if (er == NULL)
			er = epoch_all(st, e);
	}
	if (er == NULL)
		er = stamp_now(st, now, &receipt);
	if (er == NULL)
		er = stamp_own(&(struct stamp){ st, e, receipt }, key);
	mem_free(e);
	return (er);
}
