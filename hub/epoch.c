#include "hub/epoch.h"
#include "proto/base/rand.h"
#include "proto/log/append.h"

#include <stdio.h>

#define NAME_MAX_LEN 64
#define NUMBER_LEN   8
#define BASE_LEN     (NUMBER_LEN + HASH_LEN)
#define FLOOR_LEN    ((size_t)2 * NUMBER_LEN)
#define REPLACED     "floor/replaced"

err_t
epoch_all(struct store *st, struct epochs *e)
{
	CLEAN(buf_free) struct buf b = BUF((size_t)LIMIT_EPOCHS * EPOCH_LEN);
	bool found;

	e->n = 0;
	TRY(store_get(st, "hub_epochs", &b, &found));
	if (!found)
		return (NULL);
	if (b.n % EPOCH_LEN != 0)
		return (err_new(ERR_DAMAGED, "hub_epochs"));
	for (size_t i = 0; i < b.n / EPOCH_LEN; i++) {
		e->no[i] = 0;
		memcpy(e->id[i], b.p + i * EPOCH_LEN, EPOCH_LEN);
		TRY(place_epoch(st->l, e->id[i], &e->no[i]));
		if (e->no[i] == 0)
			return (err_new(ERR_DAMAGED, "a hub epoch unknown"));
		e->n++;
	}
	return (NULL);
}

static int64_t
number_at(const uint8_t *p)
{
	uint64_t n = 0;

	for (int k = 0; k < NUMBER_LEN; k++)
		n = n << 8 | p[k];
	return ((int64_t)n);
}

static void
number_put(uint8_t *p, int64_t n)
{
	for (int k = 0; k < NUMBER_LEN; k++)
		p[k] = (uint8_t)((uint64_t)n >> (56 - 8 * k));
}

static void
base_name(char out[NAME_MAX_LEN], size_t i, const char *space)
{
	(void)snprintf(out, NAME_MAX_LEN, "base/%zu/%s", i, space);
}

static err_t
save_base(struct store *st, size_t i, uint32_t space, const struct cursor *c)
{
	char name[NAME_MAX_LEN];
	uint8_t v[BASE_LEN];

	number_put(v, c->number);
	memcpy(v + NUMBER_LEN, c->h.b, HASH_LEN);
	base_name(name, i, ledger_space_name(st->l, space));
	return (store_set(st, name, span_of(v, sizeof(v))));
}

err_t
epoch_base(struct store *st, const struct epochs *e, size_t i, uint32_t space,
    struct cursor *base)
{
	CLEAN(buf_free) struct buf b = BUF(BASE_LEN);
	char name[NAME_MAX_LEN];
	bool found;

	must(i < e->n);
	*base = (struct cursor){ .epoch = e->no[i] };
	if (i == 0)
		return (NULL);
	base_name(name, i, ledger_space_name(st->l, space));
	TRY(store_get(st, name, &b, &found));
	if (!found)
		return (NULL); /* the space is younger */
	if (b.n != BASE_LEN)
		return (err_new(ERR_DAMAGED, "%s", name));
	base->number = number_at(b.p);
	memcpy(base->h.b, b.p + NUMBER_LEN, HASH_LEN);
	return (NULL);
}

/* The last receipt before the restore: what was lost has no earlier one. */
static err_t
save_floor(struct store *st, size_t i)
{
	CLEAN(buf_free) struct buf b = BUF(8);
	char name[NAME_MAX_LEN];
	bool found;

	TRY(store_get(st, "receipt", &b, &found));
	(void)snprintf(name, sizeof(name), "floor/%zu", i);
	return (store_set(st, name, buf_all(&b)));
}

/* What of this store's own lives was the first to be lost. */
static err_t
first_floor(struct store *st, const struct epochs *e, struct floor *f)
{
	CLEAN(buf_free) struct buf b = BUF(NUMBER_LEN);
	struct cursor base = { 0 };
	uint32_t national;
	bool found;
	err_t err;

	*f = (struct floor){ .at = INT64_MIN };
	must(e->n >= 2);
	/* Receipts and numbers only grow: the first restore has the least. */
	TRY(store_get(st, "floor/1", &b, &found));
	if (found && b.n == NUMBER_LEN)
		f->at = number_at(b.p);
	err = ledger_space(st->l, SPACE_NATIONAL, false, &national);
	if (err != NULL && err->code != ERR_MISSING)
		return (err);
	if (err == NULL)
		TRY(epoch_base(st, e, 1, national, &base));
	f->nat_epoch = e->no[0];
	f->nat_number = base.number;
	return (NULL);
}

err_t
epoch_floor(struct store *st, const struct epochs *e, struct floor *f)
{
	CLEAN(buf_free) struct buf b = BUF(FLOOR_LEN);
	int64_t at, number;
	bool found;

	TRY(first_floor(st, e, f));
	TRY(store_get(st, REPLACED, &b, &found));
	if (!found || b.n != FLOOR_LEN)
		return (NULL);
	at = number_at(b.p);
	number = number_at(b.p + NUMBER_LEN);
	f->at = at < f->at ? at : f->at;
	f->nat_number = number < f->nat_number ? number : f->nat_number;
	return (NULL);
}

err_t
epoch_floor_from(struct store *st, struct store *replaced)
{
	uint8_t v[FLOOR_LEN];
	struct epochs now, then;
	struct floor f, old;

	TRY(epoch_all(st, &now));
	TRY(epoch_all(replaced, &then));
	if (then.n < 2 || now.n < 2 ||
	    memcmp(then.id[0], now.id[0], EPOCH_LEN) != 0)
		return (NULL);
	TRY(epoch_floor(st, &now, &f));
	TRY(epoch_floor(replaced, &then, &old));
	number_put(v, old.at < f.at ? old.at : f.at);
	number_put(v + NUMBER_LEN,
	    old.nat_number < f.nat_number ? old.nat_number : f.nat_number);
	return (store_set(st, REPLACED, span_of(v, sizeof(v))));
}

err_t
epoch_new(struct store *st)
{
	CLEAN(buf_free) struct buf b = BUF((size_t)LIMIT_EPOCHS * EPOCH_LEN);
	uint8_t id[EPOCH_LEN];
	uint32_t no;
	bool found;

	must(db_in_tx(st->db));
	rand_bytes(id, sizeof(id));
	TRY(store_get(st, "hub_epochs", &b, &found));
	TRY_FOR(buf_put(&b, id, sizeof(id)), "hub epochs");
	TRY(ledger_epoch(st->l, id, &no));
	TRY(save_floor(st, b.n / EPOCH_LEN - 1));
	for (uint32_t s = 1; ledger_space_name(st->l, s)[0] != '\0'; s++) {
		struct cursor c;

		TRY(accept_cursor(st->l, s, &c));
		c.epoch = no;
		TRY(save_base(st, b.n / EPOCH_LEN - 1, s, &c));
		TRY(accept_cursor_set(st->l, s, &c));
	}
	TRY(store_set(st, "hub_epochs", buf_all(&b)));
	/* SPEC 10.7: At a restore the hub MUST draw a new epoch and open new
	 * logs of its own. */
	TRY(store_set(st, "own_ended", span_str("1")));
	return (append_epoch(st->l, 0));
}

err_t
epoch_cursor(
    struct store *st, const struct epochs *e, uint32_t space, struct cursor *c)
{
	TRY(accept_cursor(st->l, space, c));
	if (c->epoch == e->no[e->n - 1])
		return (NULL);
	/* A space that came after the epoch was drawn. */
	must(c->number == 0);
	c->epoch = e->no[e->n - 1];
	return (accept_cursor_set(st->l, space, c));
}

/* Last number that epoch i gave out: where the next took over. */
static err_t
last_of(struct store *st, const struct epochs *e, size_t i, uint32_t space,
    struct cursor *last)
{
	if (i + 1 < e->n)
		return (epoch_base(st, e, i + 1, space, last));
	return (accept_cursor(st->l, space, last));
}

err_t
epoch_h(struct store *st, const struct epochs *e, uint32_t space, int64_t n,
    struct hash *h, bool *ok)
{
	*h = (struct hash){ { 0 } };
	*ok = n == 0;
	for (size_t i = 0; i < e->n && !*ok; i++) {
		struct cursor last;
		struct position p;
		bool found;

		TRY(last_of(st, e, i, space, &last));
		if (n > last.number)
			continue;
		if (n == last.number) {
			*h = last.h;
			*ok = true;
			return (NULL);
		}
		TRY(place_at(st->l, space, e->no[i], n, &p, &found));
		if (!found || p.number + p.count - 1 != n)
			return (NULL);
		*h = p.h;
		*ok = true;
	}
	return (NULL);
}

struct walk {
	int64_t last;
	bool past;
	err_t (*fn)(void *ctx, const struct position *p);
	void *ctx;
};

static err_t
walk_run(void *ctx, const struct position *p)
{
	struct walk *w = ctx;

	/* Beyond it stand positions that were handed back. */
	if (p->number > w->last)
		w->past = true;
	return (w->past ? NULL : w->fn(w->ctx, p));
}

err_t
epoch_runs(struct store *st, const struct epochs *e, uint32_t space, int64_t n,
    err_t (*fn)(void *ctx, const struct position *p), void *ctx)
{
	for (size_t i = 0; i < e->n; i++) {
		struct walk w = { .fn = fn, .ctx = ctx };
		struct cursor last;

		TRY(last_of(st, e, i, space, &last));
		w.last = last.number;
		if (n >= last.number)
			continue;
		TRY(accept_runs(st->l, space, e->no[i], n, walk_run, &w));
		n = last.number;
	}
	return (NULL);
}

err_t
epoch_given(struct store *st, const struct epochs *e, const struct position *p,
    bool *yes)
{
	*yes = false;
	for (size_t i = 0; i < e->n; i++) {
		struct cursor last;

		if (e->no[i] != p->epoch)
			continue;
		TRY(last_of(st, e, i, p->space, &last));
		*yes = p->number + p->count - 1 <= last.number;
	}
	return (NULL);
}

struct reach {
	struct ledger *l;
	int64_t to; /* 0: nothing yet, any start will do */
	struct hasher sum;
};

static err_t
reach_run(void *ctx, const struct position *p)
{
	struct reach *r = ctx;

	if (r->to != 0 && p->number != r->to + 1)
		return (NULL);
	r->to = p->number + p->count - 1;
	place_sum(r->l, p, &r->sum);
	return (NULL);
}

err_t
epoch_held(struct store *st, const struct epochs *e, uint32_t space,
    struct arena *a, struct held_space *out)
{
	uint32_t all;

	TRY(place_epochs(st->l, &all));
	(void)snprintf(out->name, sizeof(out->name), "%s",
	    ledger_space_name(st->l, space));
	out->n = 0;
	out->epochs = arena_new(a, (all + 1) * sizeof(*out->epochs));
	for (uint32_t no = 1; no <= all && out->n < LIMIT_EPOCHS; no++) {
		struct held_epoch *h = &out->epochs[out->n];
		struct reach r = { .l = st->l };
		struct cursor last = { 0 };
		struct hash sum;

		for (size_t i = 0; i < e->n; i++) {
			if (e->no[i] == no)
				TRY(last_of(st, e, i, space, &last));
		}
		r.to = last.number;
		hash_start(&r.sum, "held");
		TRY(accept_runs(st->l, space, no, r.to, reach_run, &r));
		if (r.to == 0)
			continue;
		TRY(ledger_epoch_id(st->l, no, h->id));
		h->held = r.to;
		h->last = last.number;
		memcpy(h->h, last.h.b, CHECK_LEN);
		hash_end(&r.sum, &sum);
		memcpy(h->sum, sum.b, CHECK_LEN);
		out->n++;
	}
	return (NULL);
}
