#include "hub/stamp.h"
#include "proto/log/append.h"

err_t
stamp_now(struct store *st, int64_t now, int64_t *receipt)
{
	CLEAN(buf_free) struct buf b = BUF(8);
	uint8_t v[8];
	uint64_t last = 0;
	bool found;

	TRY(store_get(st, "receipt", &b, &found));
	if (found && b.n != sizeof(v))
		return (err_new(ERR_DAMAGED, "receipt"));
	for (size_t i = 0; found && i < sizeof(v); i++)
		last = last << 8 | b.p[i];
	/* SPEC 8.2: A receipt MUST NOT be earlier than the one before it. */
	*receipt = found && (int64_t)last > now ? (int64_t)last : now;
	if (found && *receipt == (int64_t)last)
		return (NULL);
	for (int i = 0; i < 8; i++)
		v[i] = (uint8_t)((uint64_t)*receipt >> (56 - 8 * i));
	return (store_set(st, "receipt", span_of(v, sizeof(v))));
}

err_t
stamp_give(const struct stamp *s, uint32_t log, uint32_t first, uint32_t last,
    const struct hash *hash)
{
	struct ledger *l = s->st->l;
	const struct log_info *i = ledger_log(l, log);
	struct position p = { .log = log, .first = first };
	struct cursor c, nat;
	uint32_t national;

	must(first <= last);
	if (i == NULL)
		return (err_new(ERR_STORE, "log %u was not read", log));
	must(last - first < LIMIT_SEGMENT_COMMITS);
	p.space = i->space;
	TRY(ledger_space(l, "national", true, &national));
	TRY(epoch_cursor(s->st, s->e, national, &nat));
	TRY(epoch_cursor(s->st, s->e, p.space, &c));
	p.epoch = c.epoch;
	p.number = c.number + 1;
	p.count = last - first + 1;
	p.receipt = s->receipt;
	p.nat_epoch = nat.epoch;
	p.nat_number = nat.number;
	TRY(accept_chain(l, &p, hash, &c.h));
	p.h = c.h;
	return (accept_position(l, &p, true));
}

struct own { /* what of a log has no position yet, segment by segment */
	const struct stamp *s;
	const struct key *key;
	uint32_t log, after;
};

static err_t
give_piece(void *ctx, const struct segment *seg)
{
	CLEAN(arena_free) struct arena a = ARENA;
	struct own *o = ctx;
	uint32_t first = seg->from > o->after ? seg->from : o->after + 1;
	uint32_t last = seg->from + (seg->n - 1);
	struct hash *h;

	if (first > last)
		return (NULL);
	TRY(accept_hashes(
	    o->s->st->l, o->log, first, last - first + 1, &a, &h));
	TRY(stamp_give(o->s, o->log, first, last, h));
	o->after = last;
	return (NULL);
}

static err_t
own_log(void *ctx, uint32_t log)
{
	CLEAN(arena_free) struct arena a = ARENA;
	struct own *o = ctx;
	struct ledger *l = o->s->st->l;
	const struct log_info *i = ledger_log(l, log);
	uint32_t from, seq;

	if (i == NULL)
		return (err_new(ERR_STORE, "log %u was not read", log));
	seq = i->seq;
	if (i->sealed < seq)
		TRY(append_close(l, log, o->key, o->s->receipt, 0));
	TRY(place_last(l, log, &o->after));
	if (o->after >= seq)
		return (NULL);
	o->log = log;
	from = o->after + 1;
	TRY(accept_segments(l, log, from, seq, &a, give_piece, o));
	return (fold_again(o->s->st->f, log, from, seq));
}

/* After a restore, logs that ended may hold what has no position yet. */
static err_t
own_ended(struct own *o)
{
	struct ledger *l = o->s->st->l;
	uint8_t pub[KEY_LEN];

	key_public(o->key, pub);
	for (uint32_t no = 1; no <= ledger_logs(l); no++) {
		const struct log_info *i = ledger_log(l, no);

		if (i != NULL && i->space != 0 && i->seq >= i->first &&
		    memcmp(i->node, pub, KEY_LEN) == 0)
			TRY(own_log(o, no));
	}
	return (store_set(o->s->st, "own_ended", span_of("", 0)));
}

err_t
stamp_own(const struct stamp *s, const struct key *key)
{
	CLEAN(buf_free) struct buf b = BUF(8);
	struct own o = { s, key, 0, 0 };
	bool found;

	must(db_in_tx(s->st->db));
	TRY(store_get(s->st, "own_ended", &b, &found));
	if (found && b.n > 0)
		TRY(own_ended(&o));
	return (place_mine(s->st->l, own_log, &o));
}
