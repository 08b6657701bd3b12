/*
 * position -- where commits stand at the hub: epochs, runs, cursors, and the
 * chain over them (docs/protocol.md, section 8).
 */
#include "proto/log/accept.h"
#include "proto/log/ledger_parts.h"
#include "proto/base/pack.h"

SQL(position_add,
    "INSERT INTO position (space, epoch, number, count, log, first, receipt,"
    " nat_epoch, nat_number, h)"
    " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)"
    " ON CONFLICT (space, epoch, number) DO NOTHING");
/* The number after the run that begins at or before ?3. */
SQL(position_taken,
    "SELECT number + count FROM position WHERE space = ?1 AND epoch = ?2"
    " AND number <= ?3 ORDER BY number DESC LIMIT 1");
SQL(position_next, "SELECT number FROM position WHERE space = ?1 AND epoch = ?2"
		   " AND number > ?3 ORDER BY number LIMIT 1");
SQL(position_cursor, "SELECT epoch, number, h FROM space WHERE no = ?1");
SQL(position_cursor_set,
    "UPDATE space SET epoch = ?2, number = ?3, h = ?4 WHERE no = ?1");
SQL(position_runs,
    "SELECT number, count, log, first, receipt, nat_epoch, nat_number, h"
    " FROM position WHERE space = ?1 AND epoch = ?2 AND number > ?3"
    " ORDER BY number");
SQL(position_segments,
    "SELECT no, last, prev, head, erased, seed, time, off, sig, size, body"
    " FROM segment WHERE no >= ?1 AND no <= ?2 ORDER BY no");
SQL(position_segment_from, "SELECT no FROM segment WHERE no <= ?1 AND no >= ?2"
			   " ORDER BY no DESC LIMIT 1");
SQL(position_genesis, "SELECT genesis FROM log WHERE no = ?1");
SQL(position_tail_hash, "SELECT hash FROM tail WHERE no = ?1");

static err_t
add_run(struct ledger *l, const struct position *p)
{
	struct log_entry *e = ledger_entry(l, p->log);

	must(e != NULL);
	TRY(db_run(l->db, &position_add, A_INT(p->space), A_INT(p->epoch),
	    A_INT(p->number), A_INT(p->count), A_INT(p->log), A_INT(p->first),
	    A_INT(p->receipt), A_INT(p->nat_epoch), A_INT(p->nat_number),
	    val_blob(p->h.b, HASH_LEN)));
	return (ledger_run_keep(l, e,
	    &(struct run){ .first = p->first,
		.last = p->first + p->count - 1,
		.epoch = p->epoch,
		.number = p->number,
		.receipt = p->receipt,
		.nat_epoch = p->nat_epoch,
		.nat_number = p->nat_number }));
}

/*
 * An old run where its numbers are free: of one that another store cut
 * otherwise, a part may be here already.
 */
static err_t
add_where_free(struct ledger *l, const struct position *whole)
{
	struct position p = *whole;
	int64_t end = whole->number + whole->count, taken, next;

	while (p.number < end) {
		TRY(db_int(l->db, &position_taken, 0, &taken, A_INT(p.space),
		    A_INT(p.epoch), A_INT(p.number)));
		if (taken <= p.number) {
			TRY(db_int(l->db, &position_next, end, &next,
			    A_INT(p.space), A_INT(p.epoch), A_INT(p.number)));
			p.count =
			    (uint32_t)((next < end ? next : end) - p.number);
			TRY(add_run(l, &p));
			taken = p.number + p.count;
		}
		p.first += (uint32_t)(taken - p.number);
		p.number = taken;
	}
	return (NULL);
}

err_t
accept_position(struct ledger *l, const struct position *p, bool at_cursor)
{
	struct log_entry *e = ledger_entry(l, p->log);
	struct cursor c;

	must(db_in_tx(l->db) && e != NULL && p->count > 0);
	l->dirty = true;
	e->run.valid = false;
	if (!at_cursor)
		return (add_where_free(l, p));
	TRY(accept_cursor(l, p->space, &c));
	if (c.epoch != p->epoch || c.number + 1 != p->number)
		return (err_new(ERR_GAP, "position %lld follows %lld in %s",
		    (long long)p->number, (long long)c.number,
		    ledger_space_name(l, p->space)));
	TRY(add_run(l, p));
	c.number = p->number + p->count - 1;
	c.h = p->h;
	TRY(ledger_see(l, p->space, c.epoch, c.number));
	return (accept_cursor_set(l, p->space, &c));
}

err_t
accept_cursor(struct ledger *l, uint32_t space, struct cursor *c)
{
	CLEAN(rows_done) struct rows r = { 0 };
	bool found;

	*c = (struct cursor){ 0 };
	TRY(db_one(&r, l->db, &position_cursor, &found, A_INT(space)));
	if (!found)
		return (NULL);
	c->epoch = (uint32_t)rows_int(&r, 0);
	c->number = rows_int(&r, 1);
	if (rows_span(&r, 2).n == HASH_LEN)
		memcpy(c->h.b, rows_span(&r, 2).p, HASH_LEN);
	return (NULL);
}

err_t
accept_cursor_set(struct ledger *l, uint32_t space, const struct cursor *c)
{
	return (db_run(l->db, &position_cursor_set, A_INT(space),
	    A_INT(c->epoch), A_INT(c->number), val_blob(c->h.b, HASH_LEN)));
}

/* SPEC 8.3: H_p is SHA256("pos" || H_{p-1} || u64 p || u64 receipt || epoch
 * of national || u64 number of national || log || u64 seq || commit hash). */
err_t
accept_chain(struct ledger *l, const struct position *p,
    const struct hash *commits, struct hash *h)
{
	struct log_entry *e = ledger_entry(l, p->log);
	const struct log_info *i;
	uint8_t national[16] = { 0 };

	must(e != NULL);
	/* A branch has the id of its log: which of them is the branch differs
	 * from store to store. */
	i = e->branch != 0 ? ledger_log(l, e->branch) : &e->i;
	must(i != NULL);
	if (p->nat_epoch != 0)
		TRY(ledger_epoch_id(l, p->nat_epoch, national));
	for (uint32_t k = 0; k < p->count; k++) {
		struct hasher s;

		hash_start(&s, "pos");
		hash_add(&s, h->b, HASH_LEN);
		hash_u64(&s, (uint64_t)p->number + k);
		hash_u64(&s, (uint64_t)p->receipt);
		hash_add(&s, national, sizeof(national));
		hash_u64(&s, (uint64_t)p->nat_number);
		hash_add(&s, i->id, LOG_ID_LEN);
		hash_u64(&s, (uint64_t)p->first + k);
		hash_add(&s, commits[k].b, HASH_LEN);
		hash_end(&s, h);
	}
	return (NULL);
}

err_t
accept_runs(struct ledger *l, uint32_t space, uint32_t epoch, int64_t after,
    err_t (*fn)(void *ctx, const struct position *p), void *ctx)
{
	CLEAN(rows_done) struct rows r = { 0 };
	bool more;

	TRY(db_query(&r, l->db, &position_runs, A_INT(space), A_INT(epoch),
	    A_INT(after)));
	for (;;) {
		struct position p = { .space = space, .epoch = epoch };

		TRY(rows_next(&r, &more));
		if (!more)
			return (NULL);
		p.number = rows_int(&r, 0);
		p.count = (uint32_t)rows_int(&r, 1);
		p.log = (uint32_t)rows_int(&r, 2);
		p.first = (uint32_t)rows_int(&r, 3);
		p.receipt = rows_int(&r, 4);
		p.nat_epoch = (uint32_t)rows_int(&r, 5);
		p.nat_number = rows_int(&r, 6);
		if (rows_span(&r, 7).n != HASH_LEN)
			return (err_new(
			    ERR_DAMAGED, "position %lld", (long long)p.number));
		memcpy(p.h.b, rows_span(&r, 7).p, HASH_LEN);
		TRY(fn(ctx, &p));
	}
}

/* Fill a segment from a row of position_segments; the body goes to the arena.
 */
static err_t
segment_row(struct rows *r, const struct log_info *i, struct arena *a,
    struct segment *s)
{
	CLEAN(buf_free) struct buf body = BUF(LIMIT_SEGMENT_BODY);
	int64_t size = rows_int(r, 9);

	*s = (struct segment){ 0 };
	memcpy(s->log, i->id, LOG_ID_LEN);
	s->from = (uint32_t)((uint64_t)rows_int(r, 0) & 0xffffffff);
	s->n = (uint32_t)rows_int(r, 1) - s->from + 1;
	s->erased = rows_int(r, 4) != 0;
	if (rows_span(r, 2).n != HASH_LEN || rows_span(r, 3).n != HASH_LEN ||
	    rows_span(r, 8).n != SIG_LEN || size < 0 ||
	    size > LIMIT_SEGMENT_BODY || s->n == 0 ||
	    s->n > LIMIT_SEGMENT_COMMITS ||
	    (!s->erased && rows_span(r, 5).n != SEED_LEN))
		return (err_new(
		    ERR_DAMAGED, "segment %u of log %u", s->from, i->no));
	memcpy(s->prev.b, rows_span(r, 2).p, HASH_LEN);
	memcpy(s->head.b, rows_span(r, 3).p, HASH_LEN);
	memcpy(s->sig, rows_span(r, 8).p, SIG_LEN);
	if (s->erased)
		s->salts =
		    span_of(arena_dup(a, rows_span(r, 5)), rows_span(r, 5).n);
	else
		memcpy(s->seed, rows_span(r, 5).p, SEED_LEN);
	s->time = rows_int(r, 6);
	s->offset = rows_int(r, 7);
	TRY_FOR(pack_expand(rows_span(r, 10), (size_t)size, &body),
	    "segment %u of log %u", s->from, i->no);
	s->body = span_of(arena_dup(a, buf_all(&body)), body.n);
	return (NULL);
}

static err_t
add_genesis(struct ledger *l, const struct log_info *i, struct arena *a,
    struct segment *s)
{
	CLEAN(rows_done) struct rows r = { 0 };
	struct log_entry *e = ledger_entry(l, i->no);
	bool found;

	must(e != NULL);
	if (e->branch != 0) /* a branch travels as it was signed */
		memcpy(s->log, ledger_log(l, e->branch)->id, LOG_ID_LEN);
	if (s->from != 1)
		return (NULL);
	TRY(db_one(&r, l->db, &position_genesis, &found, A_INT(i->no)));
	must(found);
	s->genesis =
	    span_of(arena_dup(a, rows_span(&r, 0)), rows_span(&r, 0).n);
	return (NULL);
}

err_t
accept_segments( // NOLINT(readability-function-size)
    struct ledger *l, uint32_t log, uint32_t from, uint32_t to, struct arena *a,
    err_t (*fn)(void *ctx, const struct segment *s), void *ctx)
{
	CLEAN(rows_done) struct rows r = { 0 };
	const struct log_info *i = ledger_log(l, log);
	int64_t start;
	bool more;

	if (i == NULL)
		return (err_new(ERR_MISSING, "log %u", log));
	TRY(db_int(l->db, &position_segment_from, 0, &start,
	    A_INT(ledger_key(log, from)), A_INT(ledger_key(log, 1))));
	if (start == 0)
		start = ledger_key(log, from);
	TRY(db_query(&r, l->db, &position_segments, A_INT(start),
	    A_INT(ledger_key(log, to))));
	for (;;) {
		struct segment s;

		TRY(rows_next(&r, &more));
		if (!more)
			return (NULL);
		if ((uint32_t)rows_int(&r, 1) < from)
			continue;
		TRY(segment_row(&r, i, a, &s));
		TRY(add_genesis(l, i, a, &s));
		TRY(fn(ctx, &s));
	}
}

/* Recompute the hashes of a stored segment that fall into a window. */
struct window {
	uint32_t first, count, got;
	struct hash *v;
};

static err_t
window_add(void *ctx, const struct segment *s)
{
	struct window *w = ctx;
	struct span body = s->body;
	struct chain c;

	chain_start(&c, s);
	for (uint32_t k = 0; k < s->n; k++) {
		struct hash h;
		size_t n;

		TRY(chain_next(&c, &body, NULL, NULL, &n, &h));
		if (s->from + k >= w->first &&
		    s->from + k < w->first + w->count) {
			w->v[s->from + k - w->first] = h;
			w->got++;
		}
	}
	return (NULL);
}

err_t
accept_hashes(struct ledger *l, uint32_t log, uint32_t first, uint32_t count,
    struct arena *a, struct hash **out)
{
	CLEAN(arena_free) struct arena tmp = ARENA;
	struct window w = { first, count, 0, NULL };
	const struct log_info *i = ledger_log(l, log);

	*out = w.v = arena_new(a, sizeof(struct hash) * (count + 1));
	must(i != NULL);
	TRY(accept_segments(
	    l, log, first, first + count - 1, &tmp, window_add, &w));
	for (uint32_t s = i->sealed + 1 > first ? i->sealed + 1 : first;
	     s < first + count; s++) {
		CLEAN(rows_done) struct rows r = { 0 };
		bool found;

		TRY(db_one(&r, l->db, &position_tail_hash, &found,
		    A_INT(ledger_key(log, s))));
		if (!found || rows_span(&r, 0).n != HASH_LEN)
			break;
		memcpy(w.v[s - first].b, rows_span(&r, 0).p, HASH_LEN);
		w.got++;
	}
	if (w.got < count)
		return (err_new(ERR_MISSING, "commits %u..%u of log %u", first,
		    first + count - 1, log));
	return (NULL);
}
