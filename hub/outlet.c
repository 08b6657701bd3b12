#include "hub/outlet.h"
#include "hub/epoch.h"
#include "proto/sync/frame.h"

#include <stdlib.h>

#define ENTRY_BYTES 4194304 /* one entry with its segments */

struct outlet {
	struct store *st;
	const struct peer *peer;
	const struct intake *in;
	const struct hello *hello;
	struct epochs e;
	struct arena a;
	struct frame_out *f;
	struct buf text; /* of the entry being made */
	size_t max;
	struct outlet_stats *stats;
	/* The spaces the peer is admitted to, in order, with how far this
	 * reply takes it. */
	size_t n;
	struct end_space *ends;
	bool *moved;
	struct end_space *at; /* of the space being given */
	bool full;
};

int
outlet_status(const struct intake *in)
{
	const struct intake_result *r = intake_result(in);

	return (r->err.code == ERR_NONE ? 200 : err_http(r->err.code));
}

static int
by_name(const void *a, const void *b)
{
	return (message_space_order(((const struct end_space *)a)->name,
	    ((const struct end_space *)b)->name));
}

static void
admitted(struct outlet *o)
{
	o->n = o->peer->spaces_n;
	o->ends = arena_new(&o->a, (o->n + 1) * sizeof(*o->ends));
	o->moved = arena_new(&o->a, o->n + 1);
	for (size_t i = 0; i < o->n; i++)
		memcpy(o->ends[i].name, o->peer->space[i],
		    sizeof(o->ends[i].name));
	qsort(o->ends, o->n, sizeof(*o->ends), by_name);
}

static err_t
find_space(struct outlet *o, const char *name, uint32_t *space)
{
	err_t e = ledger_space(o->st->l, name, false, space);

	*space = e == NULL ? *space : 0;
	return (e != NULL && e->code == ERR_MISSING ? NULL : e);
}

/* Where the hub stands in a log of the node's hello. Whether another node's
 * log is here is not told. */
static err_t
head_of(struct outlet *o, const struct log_head *own, struct log_head *out)
{
	const struct log_info *i;
	uint8_t id[LOG_ID_LEN];
	uint32_t no, found;

	*out = (struct log_head){ .seq = 0 };
	memcpy(out->log, own->log, CHECK_LEN);
	TRY(place_named(o->st->l, own->log, CHECK_LEN, o->peer->key, &no));
	i = ledger_log(o->st->l, no);
	if (i == NULL || i->space == 0)
		return (NULL);
	if (own->seq > 0) {
		memcpy(id, i->id, LOG_ID_LEN);
		TRY(place_find(
		    o->st->l, id, own->seq, own->hash, CHECK_LEN, &found));
		i = ledger_log(o->st->l, found != 0 ? found : no);
		must(i != NULL);
	}
	out->seq = i->seq;
	memcpy(out->hash, i->head.b, CHECK_LEN);
	return (NULL);
}

/* Heads that are not as the hello says. */
static err_t
put_heads(struct outlet *o, struct reply *r)
{
	const struct hello *h = o->hello;
	size_t most = 1;

	for (size_t i = 0; i < h->n; i++)
		most += h->spaces[i].logs_n;
	r->heads = arena_new(&o->a, most * sizeof(*r->heads));
	for (size_t i = 0; i < h->n; i++) {
		for (size_t k = 0; k < h->spaces[i].logs_n; k++) {
			const struct log_head *own = &h->spaces[i].logs[k];
			struct log_head *out = &r->heads[r->heads_n];

			TRY(head_of(o, own, out));
			if (out->seq != own->seq ||
			    (own->seq != 0 &&
				memcmp(out->hash, own->hash, CHECK_LEN) != 0))
				r->heads_n++;
		}
	}
	return (NULL);
}

static void
put_spaces(struct outlet *o, struct reply *r)
{
	bool same = o->hello->n == o->n;

	for (size_t i = 0; i < o->n && same; i++)
		same = strcmp(o->hello->spaces[i].name, o->ends[i].name) == 0;
	if (same)
		return;
	r->has_spaces = true;
	r->spaces_n = o->n;
	r->spaces = arena_new(&o->a, (o->n + 1) * sizeof(*r->spaces));
	for (size_t i = 0; i < o->n; i++)
		memcpy(r->spaces[i], o->ends[i].name, sizeof(r->spaces[i]));
}

static err_t
put_held_space(struct outlet *o, struct reply *r, const char *name)
{
	uint32_t space;

	TRY(find_space(o, name, &space));
	if (space == 0)
		return (NULL);
	return (epoch_held(o->st, &o->e, space, &o->a, &r->held[r->held_n++]));
}

/* Also of the spaces that the office lost: it hands them back, and may drop
 * its copy when it reads here that they were taken. */
static err_t
put_held(struct outlet *o, struct reply *r)
{
	const struct peer *p = o->peer;
	size_t most = o->n + p->lost_n;

	r->held = arena_new(&o->a, (most + 1) * sizeof(*r->held));
	for (size_t i = 0; i < o->n; i++)
		TRY(put_held_space(o, r, o->ends[i].name));
	for (size_t i = 0; i < p->lost_n && r->held_n < LIMIT_PEER_SPACES; i++)
		TRY(put_held_space(o, r, p->lost[i]));
	return (NULL);
}

static err_t
put_head(struct outlet *o, int64_t now)
{
	CLEAN(buf_free) struct buf line = BUF(LIMIT_MESSAGE_BYTES);
	const struct intake_result *res = intake_result(o->in);
	const uint8_t *cur = o->e.id[o->e.n - 1];
	struct reply r = { .time = now, .err = res->err };

	r.new_epoch = res->order_epoch;
	r.has_epoch = !o->hello->has_epoch ||
		      memcmp(o->hello->epoch, cur, EPOCH_LEN) != 0;
	memcpy(r.epoch, cur, EPOCH_LEN);
	TRY(put_heads(o, &r));
	put_spaces(o, &r);
	if (res->err.code == ERR_EPOCH)
		TRY(put_held(o, &r));
	TRY(message_reply_put(&r, &line));
	return (frame_out_put(o->f, buf_all(&line)));
}

static err_t
hash_of(struct outlet *o, const struct log_info *i, uint32_t seq,
    uint8_t out[CHECK_LEN])
{
	CLEAN(arena_free) struct arena a = ARENA;
	struct hash *h;

	if (seq == i->seq) {
		memcpy(out, i->head.b, CHECK_LEN);
		return (NULL);
	}
	TRY(accept_hashes(o->st->l, i->no, seq, 1, &a, &h));
	memcpy(out, h->b, CHECK_LEN);
	return (NULL);
}

/* Does the node hold this commit of its own, by its hello? */
static err_t
node_has(struct outlet *o, const struct log_info *i, uint32_t seq, bool *yes)
{
	const struct hello_space *s =
	    message_hello_space(o->hello, o->at->name);
	uint8_t here[CHECK_LEN], id[LOG_ID_LEN];

	*yes = false;
	place_id(o->st->l, i->no, id);
	if (s == NULL || memcmp(i->node, o->peer->key, KEY_LEN) != 0)
		return (NULL);
	for (size_t k = 0; k < s->logs_n; k++) {
		const struct log_head *h = &s->logs[k];

		if (memcmp(h->log, id, CHECK_LEN) != 0 || h->seq < seq)
			continue;
		*yes = true;
		if (h->seq > i->seq)
			return (NULL);
		TRY(hash_of(o, i, h->seq, here));
		*yes = memcmp(h->hash, here, CHECK_LEN) == 0;
	}
	return (NULL);
}

struct others { /* the other positions of a run */
	struct outlet *o;
	const struct position *p;
	struct entry *e;
	bool before; /* one that the node has read already */
};

static err_t
other(void *ctx, const struct position *q)
{
	struct others *w = ctx;
	struct outlet *o = w->o;
	bool given;

	if (q->epoch == w->p->epoch && q->number == w->p->number)
		return (NULL);
	TRY(epoch_given(o->st, &o->e, q, &given));
	if (given) {
		w->before = w->before || q->number < w->p->number;
		return (NULL);
	}
	if (w->e->was_n == LIMIT_ENTRY_WAS)
		return (NULL); /* enough of them */
	return (message_was_of(o->st->l, q, &w->e->was[w->e->was_n++]));
}

static err_t
put_segment(void *ctx, const struct segment *s)
{
	struct outlet *o = ctx;

	return (segment_put(s, &o->text));
}

static err_t
make_entry(struct outlet *o, const struct position *p, struct arena *a,
    struct entry *e)
{
	const struct log_info *i = ledger_log(o->st->l, p->log);
	struct others w = { .o = o, .p = p, .e = e };
	uint32_t cur = o->e.no[o->e.n - 1], last = p->first + (p->count - 1);

	if (i == NULL)
		return (err_new(ERR_DAMAGED, "log %u", p->log));
	memcpy(e->space, o->at->name, sizeof(e->space));
	e->pos = p->number;
	e->n = p->count;
	e->at = p->receipt;
	e->nat = p->nat_number;
	e->seq = p->first;
	place_id(o->st->l, p->log, e->log);
	e->has_epoch = p->epoch != cur;
	TRY(ledger_epoch_id(o->st->l, p->epoch, e->epoch));
	e->has_nat_epoch = p->nat_epoch != p->epoch;
	TRY(ledger_epoch_id(o->st->l, p->nat_epoch, e->nat_epoch));
	e->was = arena_new(a, LIMIT_ENTRY_WAS * sizeof(*e->was));
	TRY(place_all(o->st->l, p->log, p->first, p->count, other, &w));
	/* SPEC 10.5: Segments MUST NOT be sent for commits that the node wrote
	 * and holds by its hello, or that an earlier entry brought. */
	TRY(node_has(o, i, last, &e->has_hash));
	e->has_hash = e->has_hash || w.before;
	return (e->has_hash ? hash_of(o, i, last, e->hash) : NULL);
}

static err_t
give_run(void *ctx, const struct position *p)
{
	CLEAN(arena_free) struct arena a = ARENA;
	struct outlet *o = ctx;
	struct entry e = { .n = 0 };

	if (o->full)
		return (NULL);
	buf_clear(&o->text);
	TRY(make_entry(o, p, &a, &e));
	TRY(message_entry_put(&e, &o->text));
	if (!e.has_hash)
		TRY(accept_segments(o->st->l, p->log, p->first,
		    p->first + (p->count - 1), &a, put_segment, o));
	/* SPEC 10.5: A reply MUST stop before the first entry that would make
	 * its text longer than max, unless it has none yet, and say more. */
	if (o->stats->entries > 0 &&
	    frame_out_text(o->f) + o->text.n > o->max) {
		o->full = true;
		return (NULL);
	}
	TRY(frame_out_put(o->f, buf_all(&o->text)));
	o->stats->entries++;
	o->stats->commits += p->count;
	o->at->n = p->number + p->count - 1;
	o->at->h = p->h;
	o->moved[o->at - o->ends] = true;
	return (frame_out_mark(o->f));
}

/* SPEC 10.5: Entries of `national` MUST come first, to the end of the
 * snapshot, then the other spaces in order. */
static err_t
give_spaces(struct outlet *o)
{
	for (size_t i = 0; i < o->n; i++) {
		const struct hello_space *s;
		uint32_t space;
		bool ok;

		o->at = &o->ends[i];
		TRY(find_space(o, o->at->name, &space));
		s = message_hello_space(o->hello, o->at->name);
		o->at->n = s == NULL ? 0 : s->n;
		if (space == 0)
			continue;
		TRY(epoch_h(o->st, &o->e, space, o->at->n, &o->at->h, &ok));
		if (!ok)
			return (
			    err_new(ERR_DAMAGED, "cursor of %s", o->at->name));
		if (!o->full)
			TRY(epoch_runs(
			    o->st, &o->e, space, o->at->n, give_run, o));
	}
	return (NULL);
}

static err_t
put_trailer(struct outlet *o, const struct key *key, int64_t now)
{
	CLEAN(buf_free) struct buf msg = BUF(LIMIT_MESSAGE_BYTES);
	CLEAN(buf_free) struct buf line = BUF(LIMIT_MESSAGE_BYTES);
	struct trailer t = { .more = o->full };
	struct heads_sealed s = { o->hello->inst, o->e.id[o->e.n - 1],
		o->hello->clock, now, o->n, o->ends };

	TRY(message_heads_put(&s, &msg));
	TRY(key_sign(key, buf_all(&msg), t.sig));
	t.ends = arena_new(&o->a, (o->n + 1) * sizeof(*t.ends));
	for (size_t i = 0; i < o->n; i++) {
		if (o->moved[i])
			t.ends[t.n++] = o->ends[i];
	}
	TRY(message_trailer_put(&t, &line));
	return (frame_out_put(o->f, buf_all(&line)));
}

static err_t
reply(struct outlet *o, const struct key *key, int64_t now)
{
	enum err_code code = intake_result(o->in)->err.code;
	bool expired = code == ERR_EXPIRED;

	TRY(ledger_refresh(o->st->l));
	TRY(epoch_all(o->st, &o->e));
	if (o->e.n == 0)
		return (err_new(ERR_DAMAGED, "no hub epoch"));
	admitted(o);
	TRY(put_head(o, now));
	/* A cursor that does not hold is given nothing: all ends stay 0.  Nor
	 * is an expired certificate: its ends stay where they are. */
	o->full = expired;
	if (code != ERR_EPOCH)
		TRY(give_spaces(o));
	o->full = o->full && !expired;
	TRY(put_trailer(o, key, now));
	return (frame_out_end(o->f));
}

err_t
outlet_reply( // NOLINT(readability-function-size)
    struct store *st, const struct peer *peer, const struct intake *in,
    const struct key *key, int64_t now, int level, const struct sink *sink,
    struct outlet_stats *stats)
{
	struct outlet *o = mem_new(sizeof(*o));
	err_t e;

	*stats = (struct outlet_stats){ .entries = 0 };
	*o = (struct outlet){ .st = st, .peer = peer, .in = in };
	o->hello = intake_hello(in);
	must(o->hello != NULL);
	o->text.max = ENTRY_BYTES;
	o->stats = stats;
	o->max = o->hello->max < LIMIT_REPLY_BYTES ? (size_t)o->hello->max
						   : LIMIT_REPLY_BYTES;
	e = frame_out_open(&o->f, level, sink);
	if (e == NULL)
		e = reply(o, key, now);
	stats->more = o->full;
	stats->text = o->f == NULL ? 0 : frame_out_text(o->f);
	stats->bytes = o->f == NULL ? 0 : frame_out_bytes(o->f);
	frame_out_close(&o->f);
	buf_free(&o->text);
	arena_free(&o->a);
	mem_free(o);
	return (e);
}
