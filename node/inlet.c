#include "node/inlet.h"
#include "proto/log/place.h"

#include <stdio.h>

void
inlet_open(struct inlet *in, struct store *st, const uint8_t key[KEY_LEN],
    const uint8_t hub[KEY_LEN])
{
	*in = (struct inlet){ .st = st };
	memcpy(in->key, key, KEY_LEN);
	memcpy(in->hub, hub, KEY_LEN);
	parcel_open(&in->parcel);
}

void
inlet_close(struct inlet *in)
{
	parcel_close(&in->parcel);
}

void
inlet_begin(struct inlet *in, const uint8_t epoch[EPOCH_LEN],
    char (*spaces)[LIMIT_SPACE_NAME + 1], size_t n)
{
	parcel_close(&in->parcel);
	parcel_open(&in->parcel);
	memcpy(in->epoch, epoch, EPOCH_LEN);
	in->spaces = spaces;
	in->spaces_n = n;
	in->space[0] = '\0';
}

bool
inlet_whole(const struct inlet *in)
{
	return (parcel_whole(&in->parcel));
}

struct take { /* one entry being applied */
	struct inlet *in;
	struct ledger *l;
	struct fold *f;
	const struct parcel_item *item;
	const struct entry *e;
	struct arena a;
	uint32_t space, last, log;
	const struct hash *hash; /* of its commits */
};

static void
take_done(struct take *t)
{
	arena_free(&t->a);
}

/* SPEC 10.5: A node MUST refuse an entry of a space it did not ask for, or
 * out of order. */
static err_t
check_space(struct take *t)
{
	struct inlet *in = t->in;
	bool asked = false;

	for (size_t i = 0; i < in->spaces_n && !asked; i++)
		asked = strcmp(in->spaces[i], t->e->space) == 0;
	if (!asked)
		return (err_new(
		    ERR_FORMAT, "space %s was not asked for", t->e->space));
	if (in->space[0] != '\0' &&
	    message_space_order(in->space, t->e->space) > 0)
		return (
		    err_new(ERR_FORMAT, "space %s out of order", t->e->space));
	return (ledger_space(t->l, t->e->space, true, &t->space));
}

/* SPEC 10.5: The node MUST verify the seal of every segment, and that the
 * log's node is enrolled. */
static err_t
check_writer(struct take *t, const struct segment *s)
{
	const struct log_info *i = ledger_log_by_id(t->l, s->log);
	struct genesis g = { .has_parent = false };
	dot_t office;
	bool federal;
	err_t e;

	if (i != NULL && i->space != 0) {
		memcpy(g.node, i->node, KEY_LEN);
		if (i->space != t->space)
			return (err_new(ERR_FORMAT, "a log of another space"));
	} else if (s->from != 1) {
		return (err_new(ERR_GAP, "a log without its beginning"));
	} else {
		TRY(genesis_take(s->genesis, &g));
		if (strcmp(g.space, t->e->space) != 0)
			return (err_new(ERR_FORMAT, "a log of another space"));
	}
	TRY(segment_verify(s, g.node));
	if (memcmp(g.node, t->in->hub, KEY_LEN) == 0 ||
	    memcmp(g.node, t->in->key, KEY_LEN) == 0)
		return (NULL);
	e = state_office(t->l, g.node, &office, &federal);
	if (e != NULL && e->code == ERR_MISSING)
		return (err_new(
		    ERR_UNTRUSTED, "a log of a node that is not enrolled"));
	return (e);
}

static uint64_t
ops_of(const struct segment *s)
{
	uint64_t n = 0;

	for (size_t i = 0; i < s->body.n; i++)
		n += s->body.p[i] == '\n';
	return (n - s->n);
}

static err_t
take_segment(struct take *t, const struct segment *s, struct acceptance *acc)
{
	TRY(check_writer(t, s));
	TRY(accept_segment(t->l, s, acc));
	if (acc->what == ACCEPTED_GAP)
		return (err_new(
		    ERR_GAP, "commit %u comes after %u", s->from, acc->have));
	if (acc->what == ACCEPTED_KNOWN)
		return (NULL);
	t->in->tally.commits += acc->last - acc->first + 1;
	t->in->tally.ops += ops_of(s);
	return (NULL);
}

/* The log, by its number here, and the hashes of the entry's commits. */
static err_t
find_commits(struct take *t)
{
	const struct parcel_item *it = t->item;
	const struct segment *s = it->n > 0 ? &it->segs[it->n - 1] : NULL;
	const uint8_t *hash =
	    s != NULL ? s->hash[t->last - s->from].b : t->e->hash;
	const struct log_info *i = ledger_log_by_id(t->l, t->e->log);
	struct hash *v;

	if (s != NULL && memcmp(s->log, t->e->log, LOG_ID_LEN) != 0)
		return (err_new(ERR_FORMAT, "segments of another log"));
	TRY(place_find(t->l, t->e->log, t->last, hash,
	    s != NULL ? HASH_LEN : CHECK_LEN, &t->log));
	/* SPEC 10.5: When the hash given for an own commit is not the node's,
	 * the node MUST take it for a fork. */
	if (t->log == 0 && i != NULL && i->seq >= t->last)
		return (err_new(ERR_FORK,
		    "commit %u of an own log is another at the hub", t->last));
	if (t->log == 0)
		return (err_new(ERR_GAP, "commit %u is not here", t->last));
	if (ledger_log(t->l, t->log)->space != t->space)
		return (err_new(ERR_FORMAT, "a log of another space"));
	if (s != NULL && it->n == 1 && t->e->seq >= s->from) {
		t->hash = &s->hash[t->e->seq - s->from];
		return (NULL);
	}
	TRY(accept_hashes(t->l, t->log, t->e->seq, t->e->n, &t->a, &v));
	t->hash = v;
	return (NULL);
}

/* An earlier position of the commits that stand at *here. */
static err_t
also_was(struct take *t, const struct position *here, const struct was *w)
{
	struct position p = *here;

	TRY(message_was_place(t->l, w, &p));
	p.number += here->first - t->e->seq;
	p.h = (struct hash){ { 0 } };
	p.space = t->space;
	if (strcmp(t->e->space, SPACE_NATIONAL) == 0)
		fold_late(t->f, p.receipt);
	return (accept_position(t->l, &p, false));
}

/* Commits first..to of the entry, all of one log here. */
static err_t
take_run(struct take *t, struct position *p, struct cursor *c)
{
	const struct entry *e = t->e;

	p->number = e->pos + (p->first - e->seq);
	TRY(accept_chain(t->l, p, t->hash + (p->first - e->seq), &c->h));
	p->h = c->h;
	TRY(accept_position(t->l, p, true));
	for (size_t i = 0; i < e->was_n; i++)
		TRY(also_was(t, p, &e->was[i]));
	return (NULL);
}

/* That they are the same commits the hub's signature over H says at the end. */
static uint32_t
passed(const struct inlet *in, const struct entry *e, const struct cursor *c)
{
	int64_t n = c->number - e->pos + 1;

	if (!in->late || n <= 0)
		return (0);
	return (n < e->n ? (uint32_t)n : e->n);
}

static err_t
take_position(struct take *t)
{
	const struct entry *e = t->e;
	struct position p = {
		.space = t->space, .receipt = e->at, .nat_number = e->nat
	};
	struct cursor c;
	uint32_t known; /* commits whose positions are here already */

	TRY(accept_cursor(t->l, t->space, &c));
	known = passed(t->in, e, &c);
	if (known == e->n)
		return (NULL);
	/* SPEC 10.5: Entries of a space MUST follow its cursor without a
	 * hole. */
	if (e->pos + known != c.number + 1)
		return (err_new(ERR_GAP, "position %lld follows %lld in %s",
		    (long long)e->pos, (long long)c.number, e->space));
	TRY(ledger_epoch(
	    t->l, e->has_epoch ? e->epoch : t->in->epoch, &p.epoch));
	p.nat_epoch = p.epoch;
	if (e->has_nat_epoch)
		TRY(ledger_epoch(t->l, e->nat_epoch, &p.nat_epoch));
	if (c.epoch != p.epoch) {
		c.epoch = p.epoch;
		TRY(accept_cursor_set(t->l, t->space, &c));
	}
	for (uint32_t seq = e->seq + known, to; seq <= t->last; seq = to + 1) {
		place_part(t->l, t->log, seq, t->last, &p.log, &to);
		p.first = seq;
		p.count = to - seq + 1;
		TRY(take_run(t, &p, &c));
	}
	t->in->tally.positions += e->n - known;
	if (memcmp(ledger_log(t->l, t->log)->node, t->in->key, KEY_LEN) == 0)
		t->in->tally.confirmed += e->n - known;
	return (NULL);
}

/* What was here before waited for this receipt. */
static err_t
judge_again(struct take *t, uint32_t last)
{
	uint32_t log;

	for (uint32_t seq = t->e->seq, to; seq <= last; seq = to + 1) {
		place_part(t->l, t->log, seq, last, &log, &to);
		TRY(fold_again(t->f, log, seq, to));
	}
	return (NULL);
}

static err_t
apply(struct inlet *in, const struct parcel_item *item)
{
	CLEAN(take_done)
	struct take t = { .in = in,
		.l = in->st->l,
		.f = in->st->f,
		.item = item,
		.e = &item->entry };
	struct acceptance *acc = arena_new(&t.a, (item->n + 1) * sizeof(*acc));
	uint32_t old; /* the last commit that was here before */

	if (!item->has_entry)
		return (err_new(ERR_FORMAT, "a segment without an entry"));
	t.last = t.e->seq + (t.e->n - 1);
	TRY(check_space(&t));
	for (size_t i = 0; i < item->n; i++)
		TRY(take_segment(&t, &item->segs[i], &acc[i]));
	TRY(find_commits(&t));
	TRY(take_position(&t));
	old = t.last;
	for (size_t i = 0; i < item->n; i++) {
		if (acc[i].what == ACCEPTED_KNOWN)
			continue;
		TRY(fold_commits(t.f, acc[i].log, acc[i].first, acc[i].last));
		if (acc[i].log == t.log && acc[i].first <= old)
			old = acc[i].first - 1;
	}
	TRY(judge_again(&t, old));
	memcpy(in->space, t.e->space, sizeof(in->space));
	return (NULL);
}

/* One item in a savepoint: whole or not at all. */
static err_t
apply_whole(struct inlet *in, const struct parcel_item *item)
{
	CLEAN(tx_undo) struct tx sp = { 0 };
	struct err why;
	err_t e;

	TRY(tx_save(&sp, in->st->db));
	e = apply(in, item);
	if (e == NULL)
		return (tx_commit(&sp));
	why = *e;
	tx_undo(&sp);
	fold_forget(in->st->f);
	ledger_forget(in->st->l);
	TRY(ledger_refresh(in->st->l));
	return (err_new(why.code, "%s %lld: %s", item->entry.space,
	    (long long)item->entry.pos, why.text));
}

err_t
inlet_flush(struct inlet *in)
{
	CLEAN(tx_undo) struct tx tx = { 0 };
	struct parcel *p = &in->parcel;
	struct err why = { ERR_NONE, "" };
	size_t i = 0;

	if (p->n == 0)
		return (NULL);
	TRY(tx_begin(&tx, in->st->db));
	TRY(ledger_refresh(in->st->l));
	for (; i < p->n && why.code == ERR_NONE; i++) {
		err_t e = apply_whole(in, &p->items[i]);

		if (e != NULL)
			why = *e;
	}
	parcel_clear(p);
	TRY(fold_late_again(in->st->f));
	/* What came before a bad entry is kept. */
	TRY(tx_commit(&tx));
	if (why.code != ERR_NONE)
		return (err_new(why.code, "%s", why.text));
	return (NULL);
}

err_t
inlet_line(struct inlet *in, struct span line)
{
	TRY(parcel_line(&in->parcel, line));
	if (in->parcel.n >= LIMIT_GROUP_ENTRIES ||
	    (in->parcel.n > 0 && in->parcel.bytes >= LIMIT_GROUP_BYTES))
		return (inlet_flush(in));
	return (NULL);
}
