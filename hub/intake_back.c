/*
 * intake_back -- after the hub was restored: what nodes still hold of it.
 */
#include "hub/intake_in.h"

struct back { /* one entry that is handed back */
	struct intake *in;
	const struct entry *e;
	uint32_t space, epoch, log;
	uint32_t last; /* seq of its last commit */
	struct floor floor;
	bool news; /* commits or positions that were not here */
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
		TRY(fold_again(in->st->f, acc->log, first, to));
	}
	if (last > b->last) {
		uint32_t from = first > b->last ? first : b->last + 1;

		TRY(stamp_give(&in->stamp, acc->log, from, last,
		    &s->hash[from - s->from]));
		TRY(fold_again(in->st->f, acc->log, from, last));
	}
	return (NULL);
}

static err_t
take_segments(struct back *b, const struct parcel_item *item)
{
	for (size_t i = 0; i < item->n; i++) {
		const struct segment *s = &item->segs[i];
		struct acceptance acc;

		TRY(intake_apply_segment(b->in, s, b->e, &acc));
		if (b->in->gone)
			return (NULL);
		if (acc.what == ACCEPTED_KNOWN)
			continue;
		b->news = true;
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

/* SPEC 10.7: A receipt that is earlier than the last one of the first backup
 * that was restored, or in the future, MUST be refused. */
static bool
believed(const struct back *b, int64_t at)
{
	return (at >= b->floor.at &&
		at <= b->in->stamp.receipt + LIMIT_RECEIPT_AHEAD_S);
}

/* Write an old run down where its numbers are free. */
static err_t
record_part(struct back *b, struct position *p)
{
	struct ledger *l = b->in->st->l;
	struct position there;
	bool found;

	TRY(place_at(l, b->space, p->epoch, p->number, &there, &found));
	if (found && there.number + there.count >= p->number + p->count)
		return (NULL);
	if (!believed(b, p->receipt)) {
		intake_refuse(b->in, ERR_FORMAT, b->e->log, b->e->seq,
		    "a receipt that was not lost");
		return (NULL);
	}
	p->space = b->space;
	/* Nobody was told of a `national` before the one that was saved. */
	if (p->nat_number < b->floor.nat_number) {
		p->nat_epoch = b->floor.nat_epoch;
		p->nat_number = b->floor.nat_number;
	}
	b->news = true;
	b->in->r.positions += p->count;
	if (strcmp(b->e->space, SPACE_NATIONAL) == 0)
		fold_late(b->in->st->f, p->receipt);
	return (accept_position(l, p, false));
}

static err_t
record(struct back *b, const struct position *p)
{
	for (uint32_t seq = b->e->seq, to; seq <= b->last; seq = to + 1) {
		struct position part = *p;

		place_part(b->in->st->l, b->log, seq, b->last, &part.log, &to);
		part.first = seq;
		part.count = to - seq + 1;
		part.number += seq - b->e->seq;
		TRY(record_part(b, &part));
	}
	return (NULL);
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
	struct ledger *l = b->in->st->l;
	struct position p = { .epoch = b->epoch,
		.number = e->pos,
		.receipt = e->at,
		.nat_epoch = b->epoch,
		.nat_number = e->nat };

	if (e->has_nat_epoch)
		TRY(ledger_epoch(l, e->nat_epoch, &p.nat_epoch));
	TRY(record(b, &p));
	for (size_t i = 0; i < e->was_n; i++) {
		if (is_current(b->in, e->was[i].epoch))
			continue;
		p = (struct position){ .number = 0 };
		TRY(message_was_place(l, &e->was[i], &p));
		TRY(record(b, &p));
	}
	return (NULL);
}

static err_t
count_one(void *ctx, const struct position *p)
{
	*(size_t *)ctx += p->count > 0;
	return (NULL);
}

/* SPEC 10.7: The hub MUST give every entry that is handed back and brings
 * something new its next numbers, so that every reader hears of it. */
static err_t
give(struct back *b)
{
	CLEAN(arena_free) struct arena a = ARENA;
	struct intake *in = b->in;
	struct ledger *l = in->st->l;
	struct hash *h;
	size_t stands = 0;
	uint32_t log;

	TRY(place_all(l, b->log, b->last, 1, count_one, &stands));
	if (stands >= LIMIT_ENTRY_WAS) {
		intake_refuse(in, ERR_LIMIT, b->e->log, b->e->seq,
		    "too many positions of one commit");
		return (NULL);
	}
	TRY(record_all(b));
	if (in->gone || (!b->news && stands > 0))
		return (NULL);
	for (uint32_t seq = b->e->seq, to; seq <= b->last; seq = to + 1) {
		place_part(l, b->log, seq, b->last, &log, &to);
		TRY(accept_hashes(l, log, seq, to - seq + 1, &a, &h));
		TRY(stamp_give(&in->stamp, log, seq, to, h));
		TRY(fold_again(in->st->f, log, seq, to));
	}
	return (NULL);
}

/* The epochs of an entry are met here, before its segments name them. */
static err_t
meet(struct back *b)
{
	struct ledger *l = b->in->st->l;
	uint32_t no;

	TRY(ledger_epoch(l, b->e->epoch, &b->epoch));
	for (size_t i = 0; i < b->e->was_n; i++) {
		if (!is_current(b->in, b->e->was[i].epoch))
			TRY(ledger_epoch(l, b->e->was[i].epoch, &no));
	}
	return (NULL);
}

static err_t
check(struct back *b)
{
	struct intake *in = b->in;
	const struct entry *e = b->e;

	if (!e->has_epoch || is_current(in, e->epoch)) {
		intake_refuse(in, ERR_FORMAT, e->log, e->seq,
		    "an entry of the current epoch cannot be handed back");
		return (NULL);
	}
	/* SPEC 10.7: A hub that was never restored MUST refuse what is handed
	 * back. */
	if (in->e.n < 2) {
		intake_refuse(
		    in, ERR_FORMAT, e->log, e->seq, "nothing was lost here");
		return (NULL);
	}
	if (!intake_apply_admits(in, e->space, true)) {
		intake_refuse(in, ERR_SCOPE, e->log, e->seq,
		    "not admitted to the space %s", e->space);
		return (NULL);
	}
	TRY(ledger_space(in->st->l, e->space, true, &b->space));
	TRY(epoch_floor(in->st, &in->e, &b->floor));
	return (meet(b));
}

/* Is commit seq of a log the one at a number? */
static err_t
stands(struct back *b, int64_t number, uint32_t log, uint32_t seq, bool *yes)
{
	struct position p;

	TRY(place_at(b->in->st->l, b->space, b->epoch, number, &p, yes));
	*yes = *yes && p.log == log && p.first + (number - p.number) == seq;
	return (NULL);
}

/* Do its first and its last commit stand at its numbers already? */
static err_t
known(struct back *b, bool *yes)
{
	const struct entry *e = b->e;
	uint32_t log, to;

	*yes = false;
	if (b->log == 0)
		return (NULL);
	place_part(b->in->st->l, b->log, e->seq, b->last, &log, &to);
	TRY(stands(b, e->pos, log, e->seq, yes));
	return (
	    *yes ? stands(b, e->pos + (e->n - 1), b->log, b->last, yes) : NULL);
}

static err_t
back(struct back *b, const struct parcel_item *item)
{
	struct intake *in = b->in;
	const struct log_info *i;
	uint32_t epochs;
	bool yes;

	TRY(check(b));
	if (in->gone)
		return (NULL);
	TRY(find_log(b, item));
	TRY(known(b, &yes));
	if (yes)
		return (NULL);
	TRY(take_segments(b, item));
	if (in->gone)
		return (NULL);
	TRY(find_log(b, item));
	i = ledger_log(in->st->l, b->log);
	if (i == NULL || i->space != b->space) {
		intake_refuse(in, ERR_GAP, b->e->log, b->e->seq,
		    "commit %u is not here", b->last);
		return (NULL);
	}
	TRY(give(b));
	TRY(place_epochs(in->st->l, &epochs));
	if (epochs > LIMIT_EPOCHS)
		intake_refuse(in, ERR_LIMIT, b->e->log, b->e->seq,
		    "too many lives of the hub");
	return (NULL);
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
	return (intake_forget(in->st));
}
