/*
 * intake_back -- after the hub was restored: what nodes still hold of it.
 */
#include "hub/intake_in.h"

struct back { /* one entry that is handed back */
	struct intake *in;
	const struct entry *e;
	uint32_t space, epoch, log;
	uint32_t last; /* seq of its last commit */
};

/* New commits of a segment outside the entry get numbers of their own. */
static err_t
stray(struct back *b, const struct segment *s, const struct acceptance *acc)
{
	struct intake *in = b->in;
	uint32_t first = acc->first, last = acc->last;

	if (first < b->e->seq) {
		uint32_t to = last < b->e->seq ? last : b->e->seq - 1;

		TRY(stamp_give(&in->stamp, acc->log, first, to,
		    &s->hash[first - s->from]));
	}
	if (last > b->last) {
		uint32_t from = first > b->last ? first : b->last + 1;

		TRY(stamp_give(&in->stamp, acc->log, from, last,
		    &s->hash[from - s->from]));
	}
	return (NULL);
}

static err_t
take_segments(struct back *b, const struct parcel_item *item)
{
	for (size_t i = 0; i < item->n; i++) {
		const struct segment *s = &item->segs[i];
		struct acceptance acc;

		TRY(intake_apply_segment(b->in, s, true, &acc));
		if (b->in->gone)
			return (NULL);
		if (acc.what != ACCEPTED_KNOWN)
			TRY(stray(b, s, &acc));
	}
	return (NULL);
}

static err_t
find_log(struct back *b, const struct parcel_item *item)
{
	struct ledger *l = b->in->st->l;

	if (item->n > 0) {
		const struct segment *s = &item->segs[item->n - 1];

		return (place_find(l, s->log, b->last,
		    s->hash[b->last - s->from].b, HASH_LEN, &b->log));
	}
	return (
	    place_find(l, b->e->log, b->last, b->e->hash, CHECK_LEN, &b->log));
}

/* Write one old position down. */
static err_t
record(struct back *b, uint32_t epoch, int64_t number)
{
	const struct entry *e = b->e;
	struct position p = { .space = b->space,
		.epoch = epoch,
		.number = number,
		.log = b->log,
		.first = e->seq,
		.count = e->n,
		.receipt = e->at,
		.nat_epoch = b->epoch,
		.nat_number = e->nat },
			there;
	bool found;

	TRY(place_at(b->in->st->l, b->space, epoch, number, &there, &found));
	if (found)
		return (NULL);
	if (e->has_nat_epoch)
		TRY(ledger_epoch(b->in->st->l, e->nat_epoch, &p.nat_epoch));
	b->in->r.positions += p.count;
	return (accept_position(b->in->st->l, &p, false));
}

/* Does the hub itself give this epoch's numbers out now? */
static bool
is_current(const struct intake *in, const uint8_t id[EPOCH_LEN])
{
	return (memcmp(id, in->e.id[in->e.n - 1], EPOCH_LEN) == 0);
}

static err_t
record_all(struct back *b)
{
	const struct entry *e = b->e;

	TRY(record(b, b->epoch, e->pos));
	for (size_t i = 0; i < e->was_n; i++) {
		uint32_t no;

		if (is_current(b->in, e->was[i].epoch))
			continue;
		TRY(ledger_epoch(b->in->st->l, e->was[i].epoch, &no));
		TRY(record(b, no, e->was[i].n));
	}
	return (NULL);
}

/* SPEC 10.7: The hub MUST give every entry that is handed back and brings
 * something new its next numbers, so that every reader hears of it. */
static err_t
give(struct back *b)
{
	CLEAN(arena_free) struct arena a = ARENA;
	struct intake *in = b->in;
	struct hash *h;

	TRY(accept_hashes(in->st->l, b->log, b->e->seq, b->e->n, &a, &h));
	TRY(stamp_give(&in->stamp, b->log, b->e->seq, b->last, h));
	TRY(record_all(b));
	return (fold_again(in->st->f, b->log, b->e->seq, b->last));
}

static err_t
check(struct back *b, bool *known)
{
	struct intake *in = b->in;
	const struct entry *e = b->e;
	struct position p;

	*known = false;
	if (!e->has_epoch || is_current(in, e->epoch)) {
		intake_refuse(in, ERR_FORMAT, e->log, e->seq,
		    "an entry of the current epoch cannot be handed back");
		return (NULL);
	}
	if (!intake_apply_admits(in, e->space, false)) {
		intake_refuse(in, ERR_SCOPE, e->log, e->seq,
		    "not admitted to the space %s", e->space);
		return (NULL);
	}
	TRY(ledger_space(in->st->l, e->space, true, &b->space));
	TRY(ledger_epoch(in->st->l, e->epoch, &b->epoch));
	return (place_at(in->st->l, b->space, b->epoch, e->pos, &p, known));
}

static err_t
back(struct back *b, const struct parcel_item *item)
{
	struct intake *in = b->in;
	bool known;

	TRY(check(b, &known));
	if (in->gone || known)
		return (NULL);
	TRY(take_segments(b, item));
	if (in->gone)
		return (NULL);
	TRY(find_log(b, item));
	if (b->log == 0) {
		intake_refuse(in, ERR_GAP, b->e->log, b->e->seq,
		    "commit %u is not here", b->last);
		return (NULL);
	}
	return (give(b));
}

err_t
intake_back(struct intake *in, const struct parcel_item *item)
{
	CLEAN(tx_undo) struct tx sp = { 0 };
	struct back b = { .in = in, .e = &item->entry };
	err_t e;

	b.last = b.e->seq + (b.e->n - 1);
	TRY(tx_save(&sp, in->st->db));
	e = back(&b, item);
	TRY(intake_blame(in, e, item->n > 0 ? &item->segs[0] : NULL));
	if (!in->gone)
		return (tx_commit(&sp));
	tx_undo(&sp);
	fold_forget(in->st->f);
	return (ledger_refresh(in->st->l));
}
