/*
 * sync_reply -- one answer of the hub, line by line, and what it proves.
 */
#include "node/sync_in.h"
#include "proto/base/clock.h"

#include <stdio.h>

/* SPEC 10.6: The node MUST take the hub's clock minus the middle of its own
 * before and after as its offset. */
static void
measure(struct session *s)
{
	int64_t now = clock_now();

	s->offset = s->reply.time - (s->sent_at + (now - s->sent_at) / 2);
	if (s->env->clock != NULL)
		s->env->clock(s->env->ctx, s->offset);
}

static err_t
save_spaces(struct session *s)
{
	CLEAN(buf_free)
	struct buf b = BUF((size_t)LIMIT_PEER_SPACES * (LIMIT_SPACE_NAME + 2));

	for (size_t i = 0; i < s->spaces_n; i++) {
		TRY(buf_str(&b, s->spaces[i]));
		TRY(buf_byte(&b, '\n'));
	}
	return (store_set(s->env->st, "spaces", buf_all(&b)));
}

/* The hub says which spaces are this office's now. */
static err_t
learn_spaces(struct session *s)
{
	CLEAN(tx_undo) struct tx tx = { 0 };
	const struct reply *r = &s->reply;
	struct store *st = s->env->st;

	TRY(tx_begin(&tx, st->db));
	TRY(ledger_refresh(st->l));
	s->spaces_n = r->spaces_n;
	for (size_t i = 0; i < r->spaces_n; i++) {
		uint32_t no;

		memcpy(s->spaces[i], r->spaces[i], sizeof(s->spaces[i]));
		if (message_hello_space(&s->hello, r->spaces[i]) == NULL &&
		    s->env->space != NULL && !s->old)
			s->env->space(s->env->ctx, r->spaces[i], true);
		TRY(ledger_space(st->l, r->spaces[i], true, &no));
	}
	if (!s->old)
		TRY(save_spaces(s));
	return (tx_commit(&tx));
}

static err_t
learn_epoch(struct session *s)
{
	CLEAN(tx_undo) struct tx tx = { 0 };
	const struct reply *r = &s->reply;
	struct store *st = s->env->st;

	if (!r->has_epoch && !s->has_epoch)
		return (err_new(ERR_FORMAT, "a reply without an epoch"));
	if (!r->has_epoch)
		memcpy(s->reply.epoch, s->epoch, EPOCH_LEN);
	if (s->has_epoch || r->err.code == ERR_EPOCH)
		return (NULL);
	memcpy(s->epoch, r->epoch, EPOCH_LEN);
	s->has_epoch = true;
	TRY(tx_begin(&tx, st->db));
	TRY(store_set(st, "hub_epoch", span_of(s->epoch, EPOCH_LEN)));
	return (tx_commit(&tx));
}

/* What the hub has of one log of the hello: all of it, unless it says less. */
static err_t
learn_head(struct session *s, const struct log_head *own)
{
	struct ledger *l = s->env->st->l;
	const struct log_head *h = NULL;
	struct own_log *log;
	uint8_t id[LOG_ID_LEN];
	uint32_t no, here;

	TRY(place_named(l, own->log, CHECK_LEN, s->pub, &no));
	if (no == 0)
		return (NULL);
	place_id(l, no, id);
	TRY(place_find(l, id, own->seq, own->hash, CHECK_LEN, &no));
	if (no == 0)
		return (NULL);
	log = sync_ask_log(s, no);
	for (size_t m = 0; m < s->reply.heads_n; m++) {
		if (memcmp(s->reply.heads[m].log, own->log, CHECK_LEN) == 0)
			h = &s->reply.heads[m];
	}
	if (h == NULL) {
		log->hub = own->seq;
		log->forked = false;
		return (NULL);
	}
	here = no;
	if (h->seq > 0)
		TRY(place_find(l, id, h->seq, h->hash, CHECK_LEN, &here));
	log->forked = here != no;
	if (!log->forked)
		log->hub = h->seq;
	else if (log->sent > 0)
		log->hub = log->sent;
	return (NULL);
}

static err_t
learn_heads(struct session *s)
{
	for (size_t i = 0; i < s->hello.n; i++) {
		const struct hello_space *hs = &s->hello.spaces[i];

		for (size_t k = 0; k < hs->logs_n; k++)
			TRY(learn_head(s, &hs->logs[k]));
	}
	return (NULL);
}

static err_t
take_head(struct session *s, struct span line)
{
	char(*spaces)[LIMIT_SPACE_NAME + 1];

	TRY(message_reply_take(line, &s->reply_a, &s->reply));
	s->has_reply = true;
	if (s->road != NULL)
		measure(s);
	else
		s->old = s->reply.time < s->env->heard;
	s->stats->slow_ms = s->reply.slow_ms;
	if (s->reply.err.code != ERR_NONE)
		s->stats->refused = s->reply.err;
	TRY(learn_epoch(s));
	/* SPEC 12.4: A reply of another hub epoch than the node's MUST NOT be
	 * applied. */
	if (s->road == NULL && s->reply.err.code != ERR_EPOCH &&
	    memcmp(s->reply.epoch, s->epoch, EPOCH_LEN) != 0)
		return (err_new(ERR_EPOCH,
		    "this answer is from before the hub was restored"));
	if (s->reply.has_spaces)
		TRY(learn_spaces(s));
	else {
		s->spaces_n = s->hello.n;
		for (size_t i = 0; i < s->hello.n; i++)
			memcpy(s->spaces[i], s->hello.spaces[i].name,
			    sizeof(s->spaces[i]));
	}
	spaces = s->spaces;
	TRY(learn_heads(s));
	inlet_begin(&s->inlet, s->reply.epoch, spaces, s->spaces_n);
	return (NULL);
}

/* The cursor a space had when this turn began. */
static void
end_before(const struct session *s, const char *name, struct end_space *out)
{
	*out = (struct end_space){ .n = 0 };
	(void)snprintf(out->name, sizeof(out->name), "%s", name);
	for (size_t i = 0; i < s->hello.n; i++) {
		if (strcmp(s->ends[i].name, name) == 0)
			*out = s->ends[i];
	}
}

err_t
sync_chain_at(
    struct session *s, uint32_t space, int64_t n, struct hash *h, bool *found)
{
	struct ledger *l = s->env->st->l;
	struct position p;
	struct cursor c;
	uint32_t epochs[2];

	TRY(accept_cursor(l, space, &c));
	*h = c.h;
	*found = c.number == n;
	if (*found || s->road != NULL || c.number < n)
		return (NULL);
	*h = (struct hash){ { 0 } };
	*found = n == 0;
	epochs[0] = c.epoch;
	TRY(place_epoch(l, s->epoch, &epochs[1]));
	for (size_t i = 0; i < 2 && !*found; i++) {
		TRY(place_at(l, space, epochs[i], n, &p, found));
		*found = *found && p.number + p.count - 1 == n;
		*h = p.h;
	}
	return (NULL);
}

/* What the hub signed must be what this store computed. */
static err_t
check_sig(struct session *s)
{
	CLEAN(buf_free) struct buf msg = BUF(LIMIT_MESSAGE_BYTES);
	struct ledger *l = s->env->st->l;
	struct end_space *ends =
	    arena_new(&s->a, (s->spaces_n + 1) * sizeof(*ends));
	struct heads_sealed sealed = { s->env->inst, s->reply.epoch,
		s->hello.clock, s->reply.time, s->spaces_n, ends };

	for (size_t i = 0; i < s->spaces_n; i++) {
		struct hash h;
		bool found;
		uint32_t no;

		end_before(s, s->spaces[i], &ends[i]);
		if (s->reply.err.code == ERR_EPOCH) {
			ends[i].n = 0;
			ends[i].h = (struct hash){ { 0 } };
			continue;
		}
		for (size_t k = 0; k < s->trailer.n; k++) {
			if (strcmp(s->trailer.ends[k].name, s->spaces[i]) == 0)
				ends[i] = s->trailer.ends[k];
		}
		TRY(ledger_space(l, s->spaces[i], false, &no));
		TRY(sync_chain_at(s, no, ends[i].n, &h, &found));
		if (!found || memcmp(h.b, ends[i].h.b, HASH_LEN) != 0)
			return (err_new(ERR_UNTRUSTED,
			    "%s: the hub's order is not what it showed",
			    s->spaces[i]));
	}
	TRY(message_heads_put(&sealed, &msg));
	TRY_FOR(key_verify(s->env->hub, buf_all(&msg), s->trailer.sig),
	    "the hub's signature");
	return (NULL);
}

/* SPEC 10.6: A reply whose signature does not hold MUST NOT move a cursor. */
static err_t
restore_cursors(struct session *s)
{
	CLEAN(tx_undo) struct tx tx = { 0 };
	struct ledger *l = s->env->st->l;

	TRY(tx_begin(&tx, s->env->st->db));
	TRY(ledger_refresh(l));
	for (size_t i = 0; i < s->spaces_n; i++) {
		struct cursor c = { 0 };
		uint32_t no;

		for (size_t k = 0; k < s->hello.n; k++) {
			if (strcmp(s->ends[k].name, s->spaces[i]) == 0)
				c = s->cursors[k];
		}
		TRY(ledger_space(l, s->spaces[i], false, &no));
		TRY(accept_cursor_set(l, no, &c));
	}
	return (tx_commit(&tx));
}

static err_t
take_trailer(struct session *s, struct span line)
{
	struct err why;
	err_t e;

	if (!inlet_whole(&s->inlet))
		return (err_new(ERR_FORMAT, "an entry without its segments"));
	TRY(inlet_flush(&s->inlet));
	TRY(message_trailer_take(line, &s->reply_a, &s->trailer));
	s->has_trailer = true;
	e = check_sig(s);
	if (e == NULL)
		return (NULL);
	why = *e;
	s->stats->untrusted = true;
	TRY(restore_cursors(s));
	return (err_new(why.code, "%s", why.text));
}

static err_t
take_line(void *ctx, struct span line)
{
	struct session *s = ctx;

	if (s->has_trailer)
		return (err_new(ERR_FORMAT, "lines after the trailer"));
	if (!s->has_reply)
		return (take_head(s, line));
	if (inlet_whole(&s->inlet) && message_trailer_is(line))
		return (take_trailer(s, line));
	return (inlet_line(&s->inlet, line));
}

void
sync_reply_begin(struct session *s)
{
	frame_in_close(&s->f);
	frame_in_open(&s->f, LIMIT_SYNC_BODY_BYTES, LIMIT_FRAME_TEXT);
	arena_free(&s->reply_a);
	s->reply = (struct reply){ .time = 0 };
	s->trailer = (struct trailer){ .n = 0 };
	s->has_reply = s->has_trailer = false;
	s->positions = s->inlet.tally.positions;
	s->sent_at = clock_now();
}

err_t
sync_reply_feed(void *ctx, struct span piece)
{
	struct session *s = ctx;

	return (frame_in_feed(s->f, piece, take_line, s));
}

err_t
sync_reply_end(struct session *s)
{
	s->stats->text_received += frame_in_text(s->f);
	if (s->has_reply)
		TRY(inlet_flush(&s->inlet));
	return (NULL);
}
