/*
 * sync_back -- the hub was restored: everything it forgot is handed back,
 * then the cursors go to where both histories agree.
 */
#include "node/sync_in.h"

#include <stdio.h>

#define LEVEL         12
#define ENTRY_BYTES   4194304
#define IDLE_BACK_MAX 1
#define KEPT_LEN      (LIMIT_SPACE_NAME + 8)

struct back {
	struct session *s;
	struct frame_out *f;
	struct handed *h;
	const char *name; /* of the space */
	struct buf text;  /* of the entry being made */
	struct arena a;
	struct {
		uint32_t log, from;
	} * sent;
	size_t sent_n, sent_cap;
	size_t entries;
	bool full;
};

static struct handed *
handed_of(struct session *s, uint32_t space, uint32_t epoch)
{
	for (size_t i = 0; i < s->handed_n; i++) {
		if (s->handed[i].space == space && s->handed[i].epoch == epoch)
			return (&s->handed[i]);
	}
	mem_room(
	    &s->handed, &s->handed_cap, s->handed_n + 1, sizeof(*s->handed));
	s->handed[s->handed_n] =
	    (struct handed){ .space = space, .epoch = epoch };
	return (&s->handed[s->handed_n++]);
}

struct others {
	struct back *b;
	const struct position *p;
	struct entry *e;
	uint32_t current;
};

static err_t
other(void *ctx, const struct position *q)
{
	struct others *o = ctx;

	if (q->epoch == o->current ||
	    (q->epoch == o->p->epoch && q->number == o->p->number) ||
	    o->e->was_n == LIMIT_ENTRY_WAS)
		return (NULL);
	return (
	    message_was_of(o->b->s->env->st->l, q, &o->e->was[o->e->was_n++]));
}

static err_t
put_segment(void *ctx, const struct segment *seg)
{
	struct back *b = ctx;

	return (segment_put(seg, &b->text));
}

/* Did this request carry the segment that ends with the run's last commit? */
static bool
already(struct back *b, const struct position *p)
{
	uint32_t last = p->first + (p->count - 1);

	for (size_t i = 0; i < b->sent_n; i++) {
		if (b->sent[i].log == p->log && b->sent[i].from == last)
			return (true);
	}
	mem_room(&b->sent, &b->sent_cap, b->sent_n + 1, sizeof(*b->sent));
	b->sent[b->sent_n].log = p->log;
	b->sent[b->sent_n++].from = last;
	return (false);
}

static err_t
make_entry(struct back *b, const struct position *p, struct entry *e)
{
	struct ledger *l = b->s->env->st->l;
	struct others o = { b, p, e, 0 };
	uint32_t last = p->first + (p->count - 1);
	struct hash *h;

	*e = (struct entry){ .pos = p->number,
		.n = p->count,
		.at = p->receipt,
		.nat = p->nat_number,
		.seq = p->first,
		.has_epoch = true };
	(void)snprintf(e->space, sizeof(e->space), "%s", b->name);
	TRY(ledger_epoch_id(l, p->epoch, e->epoch));
	e->has_nat_epoch = p->nat_epoch != p->epoch && p->nat_epoch != 0;
	if (e->has_nat_epoch)
		TRY(ledger_epoch_id(l, p->nat_epoch, e->nat_epoch));
	place_id(l, p->log, e->log);
	e->was = arena_new(&b->a, LIMIT_ENTRY_WAS * sizeof(*e->was));
	TRY(place_epoch(l, b->s->reply.epoch, &o.current));
	TRY(place_all(l, p->log, p->first, p->count, other, &o));
	e->has_hash = already(b, p);
	if (!e->has_hash)
		return (NULL);
	TRY(accept_hashes(l, p->log, last, 1, &b->a, &h));
	memcpy(e->hash, h->b, CHECK_LEN);
	return (NULL);
}

static err_t
put_run(void *ctx, const struct position *p)
{
	struct back *b = ctx;
	struct entry e;

	if (b->full)
		return (NULL);
	arena_free(&b->a);
	buf_clear(&b->text);
	TRY(make_entry(b, p, &e));
	TRY(message_entry_put(&e, &b->text));
	if (!e.has_hash)
		TRY(accept_segments(b->s->env->st->l, p->log, p->first,
		    p->first + (p->count - 1), &b->a, put_segment, b));
	if (b->entries > 0 && frame_out_text(b->f) + b->text.n > b->s->most) {
		b->full = true;
		return (NULL);
	}
	TRY(frame_out_put(b->f, buf_all(&b->text)));
	b->entries++;
	b->h->sent = p->number + p->count - 1;
	return (frame_out_mark(b->f));
}

/* What the hub says it holds of an epoch. */
static const struct held_epoch *
held_of(const struct held_space *hs, const uint8_t id[EPOCH_LEN])
{
	for (size_t i = 0; hs != NULL && i < hs->n; i++) {
		if (memcmp(hs->epochs[i].id, id, EPOCH_LEN) == 0)
			return (&hs->epochs[i]);
	}
	return (NULL);
}

static const struct held_space *
space_of(const struct reply *r, const char *name)
{
	for (size_t i = 0; i < r->held_n; i++) {
		if (strcmp(r->held[i].name, name) == 0)
			return (&r->held[i]);
	}
	return (NULL);
}

struct reach {
	struct ledger *l;
	int64_t to, most;
	struct hasher sum;
};

static err_t
reach_run(void *ctx, const struct position *p)
{
	struct reach *r = ctx;

	if (p->number + p->count - 1 > r->most ||
	    (r->to != 0 && p->number != r->to + 1))
		return (NULL);
	r->to = p->number + p->count - 1;
	place_sum(r->l, p, &r->sum);
	return (NULL);
}

/*
 * Where to go on.  What the hub gave out itself its H proves; what else it
 * holds it was told by others, who may have made it up: unless it is what is
 * here, all of it is told again.
 */
static err_t
hub_has(struct ledger *l, struct handed *h, const struct held_epoch *he)
{
	struct reach r = { .l = l, .to = he->last, .most = he->held };
	int64_t has = he->held;
	struct hash sum;

	if (he->held > he->last) {
		hash_start(&r.sum, "held");
		TRY(accept_runs(
		    l, h->space, h->epoch, he->last, reach_run, &r));
		hash_end(&r.sum, &sum);
		if (r.to != he->held || memcmp(sum.b, he->sum, CHECK_LEN) != 0)
			has = he->last;
	}
	h->told = has;
	h->to = has > h->to ? has : h->to;
	return (NULL);
}

static err_t
put_space(struct back *b, const char *name)
{
	struct session *s = b->s;
	struct ledger *l = s->env->st->l;
	const struct held_space *hs = space_of(&s->reply, name);
	uint32_t space, epochs;

	b->name = name;
	TRY(ledger_space(l, name, false, &space));
	TRY(place_epochs(l, &epochs));
	for (uint32_t no = 1; no <= epochs; no++) {
		const struct held_epoch *he;
		uint8_t id[EPOCH_LEN];

		TRY(ledger_epoch_id(l, no, id));
		if (memcmp(id, s->reply.epoch, EPOCH_LEN) == 0)
			continue;
		he = held_of(hs, id);
		b->h = handed_of(s, space, no);
		b->h->told = 0;
		if (he != NULL)
			TRY(hub_has(l, b->h, he));
		b->h->sent = b->h->to;
		TRY(accept_runs(l, space, no, b->h->to, put_run, b));
	}
	return (NULL);
}

/* SPEC 10.7: Before it pushes anything new, the node MUST hand back every
 * entry that it holds of positions beyond what the hub says it holds, its own
 * and others', `national` first. */
static err_t
put_all(struct back *b)
{
	CLEAN(buf_free) struct buf line = BUF(LIMIT_MESSAGE_BYTES);
	struct session *s = b->s;

	TRY(message_hello_put(&s->hello, &line));
	TRY(frame_out_put(b->f, buf_all(&line)));
	for (size_t i = 0; i < s->hello.n; i++)
		TRY(put_space(b, s->hello.spaces[i].name));
	return (frame_out_end(b->f));
}

err_t
sync_back_put(struct session *s, struct buf *body, bool *any)
{
	struct sink sink = { body, sync_ask_sink };
	struct back b = { .s = s, .text = BUF(ENTRY_BYTES) };
	err_t e;

	/* What a life of the hub was told that is gone, the next is told. */
	if (memcmp(s->handed_to, s->reply.epoch, EPOCH_LEN) != 0) {
		s->handed_n = 0;
		s->told = 0;
		s->idle_back = 0;
	}
	memcpy(s->handed_to, s->reply.epoch, EPOCH_LEN);
	e = sync_ask_hello(s);
	if (e == NULL)
		e = frame_out_open(&b.f, LEVEL, &sink);
	if (e == NULL)
		e = put_all(&b);
	if (e == NULL)
		s->stats->text_sent += frame_out_text(b.f);
	*any = b.entries > 0;
	frame_out_close(&b.f);
	buf_free(&b.text);
	arena_free(&b.a);
	mem_free(b.sent);
	return (e);
}

/*
 * A body that was damaged on its way was not taken, and a log not before its
 * parent, which stands in another life of the hub.  What the hub lacks is told
 * again while that helps; what it refuses for good must not stop the rest.
 */
bool
sync_back_again(struct session *s)
{
	int64_t told = 0;
	bool lacks = false;

	for (size_t i = 0; i < s->handed_n; i++) {
		told += s->handed[i].told;
		lacks = lacks || s->handed[i].told < s->handed[i].to;
	}
	s->idle_back = told > s->told ? 0 : s->idle_back + 1;
	s->told = told > s->told ? told : s->told;
	if (!lacks || s->idle_back > IDLE_BACK_MAX)
		return (false);
	for (size_t i = 0; i < s->handed_n; i++)
		s->handed[i].to = s->handed[i].told;
	return (true);
}

/* Does this store's chain have that H at the hub's last number of an epoch? */
static err_t
agrees(struct session *s, uint32_t space, const struct held_epoch *he,
    const struct cursor *c, struct cursor *out, bool *yes)
{
	struct ledger *l = s->env->st->l;
	struct position p;
	bool found;

	TRY(ledger_epoch(l, he->id, &out->epoch));
	*yes = false;
	if (c->number == he->last && memcmp(c->h.b, he->h, CHECK_LEN) == 0) {
		/* In the epoch where it stands: nothing may stand there yet
		 * in the hub's, and nobody can say later that it was seen. */
		*out = *c;
		*yes = true;
		return (NULL);
	}
	TRY(place_at(l, space, out->epoch, he->last, &p, &found));
	if (found && p.number + p.count - 1 == he->last &&
	    memcmp(p.h.b, he->h, CHECK_LEN) == 0) {
		out->number = he->last;
		out->h = p.h;
		*yes = true;
	} else if (s->adopted == 0 && c->epoch == out->epoch &&
		   c->number < he->last) {
		*out = *c; /* the hub will look at its H */
		*yes = true;
	}
	return (NULL);
}

static void
kept_name(char out[KEPT_LEN], const char *name)
{
	(void)snprintf(out, KEPT_LEN, "kept/%s", name);
}

err_t
sync_back_kept(struct session *s, const char *name, bool *yes)
{
	CLEAN(buf_free) struct buf b = BUF(1);
	char key[KEPT_LEN];

	kept_name(key, name);
	TRY(store_get(s->env->st, key, &b, yes));
	*yes = *yes && b.n > 0;
	return (NULL);
}

/*
 * A hub that came back from a copy of before the office was admitted to a space
 * does not know that it lost it, and takes nothing back: this may be the only
 * copy.
 */
static err_t
keep_space(struct session *s, const char *name)
{
	char key[KEPT_LEN];
	bool lacks = false, was;
	uint32_t space;

	TRY(ledger_space(s->env->st->l, name, false, &space));
	for (size_t i = 0; i < s->handed_n; i++)
		lacks = lacks || (s->handed[i].space == space &&
				     s->handed[i].told < s->handed[i].to);
	lacks = lacks && space_of(&s->reply, name) == NULL &&
		!sync_ask_admitted(s, name);
	TRY(sync_back_kept(s, name, &was));
	if (lacks == was)
		return (NULL);
	kept_name(key, name);
	return (store_set(s->env->st, key, span_str(lacks ? "1" : "")));
}

/* SPEC 10.7: Then the node MUST set its cursor to the last number at which
 * its H is the hub's, or to nothing, and go on from there. */
static err_t
adopt_space(struct session *s, const char *name)
{
	struct ledger *l = s->env->st->l;
	const struct held_space *hs = space_of(&s->reply, name);
	struct cursor c, to = { 0 };
	uint32_t space;
	bool yes = false;

	TRY(ledger_space(l, name, false, &space));
	TRY(accept_cursor(l, space, &c));
	for (size_t i = hs == NULL ? 0 : hs->n; i > 0 && !yes; i--) {
		if (hs->epochs[i - 1].last > 0)
			TRY(agrees(
			    s, space, &hs->epochs[i - 1], &c, &to, &yes));
	}
	if (!yes)
		to = (struct cursor){ 0 };
	return (accept_cursor_set(l, space, &to));
}

err_t
sync_back_adopt(struct session *s)
{
	CLEAN(tx_undo) struct tx tx = { 0 };
	struct store *st = s->env->st;

	TRY(tx_begin(&tx, st->db));
	TRY(ledger_refresh(st->l));
	for (size_t i = 0; i < s->hello.n; i++) {
		TRY(adopt_space(s, s->hello.spaces[i].name));
		TRY(keep_space(s, s->hello.spaces[i].name));
	}
	memcpy(s->epoch, s->reply.epoch, EPOCH_LEN);
	s->has_epoch = true;
	TRY(store_set(st, "hub_epoch", span_of(s->epoch, EPOCH_LEN)));
	TRY(tx_commit(&tx));
	s->adopted++;
	return (NULL);
}
