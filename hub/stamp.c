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
stamp_give(struct store *st, const struct epochs *e, uint32_t log,
    uint32_t first, uint32_t last, const struct hash *hash, int64_t receipt)
{
	const struct log_info *i = ledger_log(st->l, log);
	struct position p = { .log = log, .first = first };
	struct cursor c, nat;
	uint32_t national;

	must(i != NULL && first <= last);
	must(last - first < LIMIT_SEGMENT_COMMITS);
	TRY(ledger_space(st->l, "national", true, &national));
	TRY(epoch_cursor(st, e, national, &nat));
	TRY(epoch_cursor(st, e, i->space, &c));
	p.space = i->space;
	p.epoch = c.epoch;
	p.number = c.number + 1;
	p.count = last - first + 1;
	p.receipt = receipt;
	p.nat_epoch = nat.epoch;
	p.nat_number = nat.number;
	TRY(accept_chain(st->l, &p, hash, &c.h));
	p.h = c.h;
	return (accept_position(st->l, &p, true));
}

struct pieces { /* of one log, segment by segment */
	struct store *st;
	const struct epochs *e;
	uint32_t log, after;
	int64_t receipt;
};

static err_t
give_piece(void *ctx, const struct segment *s)
{
	CLEAN(arena_free) struct arena a = ARENA;
	struct pieces *p = ctx;
	uint32_t first = s->from > p->after ? s->from : p->after + 1;
	uint32_t last = s->from + (s->n - 1);
	struct hash *h;

	if (first > last)
		return (NULL);
	TRY(accept_hashes(p->st->l, p->log, first, last - first + 1, &a, &h));
	TRY(stamp_give(p->st, p->e, p->log, first, last, h, p->receipt));
	p->after = last;
	return (NULL);
}

struct own {
	struct store *st;
	const struct epochs *e;
	const struct key *key;
	int64_t receipt;
};

static err_t
own_log(void *ctx, uint32_t log)
{
	CLEAN(arena_free) struct arena a = ARENA;
	struct own *o = ctx;
	struct pieces p = { o->st, o->e, log, 0, o->receipt };
	struct ledger *l = o->st->l;
	const struct log_info *i = ledger_log(l, log);
	uint32_t from, seq;

	must(i != NULL);
	seq = i->seq;
	if (i->sealed < seq)
		TRY(append_close(l, log, o->key, o->receipt, 0));
	TRY(place_last(l, log, &p.after));
	if (p.after >= seq)
		return (NULL);
	from = p.after + 1;
	TRY(accept_segments(l, log, from, seq, &a, give_piece, &p));
	return (fold_again(o->st->f, log, from, seq));
}

/* After a restore, logs that ended may hold what has no position yet. */
static err_t
own_ended(struct own *o)
{
	uint8_t pub[KEY_LEN];

	key_public(o->key, pub);
	for (uint32_t no = 1; no <= ledger_logs(o->st->l); no++) {
		const struct log_info *i = ledger_log(o->st->l, no);

		if (i != NULL && i->space != 0 && i->seq >= i->first &&
		    memcmp(i->node, pub, KEY_LEN) == 0)
			TRY(own_log(o, no));
	}
	return (store_set(o->st, "own_ended", span_of("", 0)));
}

err_t
stamp_own(struct store *st, const struct epochs *e, const struct key *key,
    int64_t receipt)
{
	CLEAN(buf_free) struct buf b = BUF(8);
	struct own o = { st, e, key, receipt };
	bool found;

	must(db_in_tx(st->db));
	TRY(store_get(st, "own_ended", &b, &found));
	if (found && b.n > 0)
		TRY(own_ended(&o));
	return (place_mine(st->l, own_log, &o));
}
