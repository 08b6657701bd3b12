#include "proto/log/place.h"
#include "proto/log/ledger_parts.h"

#define COLUMNS                                                                \
	" space, epoch, number, count, log, first, receipt, nat_epoch,"        \
	" nat_number, h"

SQL(place_run, "SELECT" COLUMNS " FROM position WHERE space = ?1 AND epoch = ?2"
	       " AND number <= ?3 ORDER BY number DESC LIMIT 1");
/* Of several lives of the hub one may have a run that begins later and ends
 * earlier, or begins at the same commit; none is longer than a segment. */
SQL(place_log_last,
    "SELECT max(first + count - 1) FROM position WHERE log = ?1"
    " AND first >= (SELECT max(first) FROM position WHERE log = ?1) - 511");
SQL(place_log_runs,
    "SELECT" COLUMNS " FROM position WHERE log = ?1"
    " AND first BETWEEN ?2 - 511 AND ?2 ORDER BY first, space, epoch, number");
SQL(place_log_from,
    "SELECT" COLUMNS " FROM position WHERE log = ?1 AND first = ?2"
    " ORDER BY space, epoch, number");
SQL(place_epoch_no, "SELECT no FROM epoch WHERE id = ?1");
SQL_SCAN(place_epoch_max, "SELECT max(no) FROM epoch");
/* Few rows: an index of its own holds them. */
SQL_SCAN(place_written, "SELECT no FROM log WHERE mine = 1 ORDER BY space");
SQL(place_prefix, "SELECT no FROM log WHERE id BETWEEN ?1 AND ?2"
		  " AND node = ?3 AND branch = 0 LIMIT 2");
SQL(place_unsee_more, "UPDATE seen SET number = ?3 WHERE space = ?1"
		      " AND epoch = ?2 AND number > ?3");
SQL(place_drop_segments, "DELETE FROM segment WHERE no >= ?1 AND no < ?2");
SQL(place_drop_tail, "DELETE FROM tail WHERE no >= ?1 AND no < ?2");
SQL(place_drop_alias, "DELETE FROM alias WHERE log = ?1");
SQL(place_drop_actor, "DELETE FROM actor WHERE log = ?1");
SQL(place_drop_named, "DELETE FROM named WHERE log = ?1");
SQL(place_drop_basis, "DELETE FROM basis WHERE log = ?1");
SQL(place_drop_canon, "DELETE FROM canon WHERE log = ?1");
SQL(place_drop_positions, "DELETE FROM position WHERE space = ?1");
SQL(place_drop_seen, "DELETE FROM seen WHERE space = ?1");
/* What others name by its number stays named: the row is as if never met. */
SQL(place_drop_log,
    "UPDATE log SET node = zeroblob(32), space = 0, parent = 0,"
    " parent_seq = 0, parent_hash = NULL, first = 1, seq = 0,"
    " head = zeroblob(32), at = 0, sealed = 0, mine = 0, branch = 0,"
    " genesis = '',"
    " seed = NULL WHERE no = ?1");
SQL(place_drop_cursor,
    "UPDATE space SET epoch = 0, number = 0, h = NULL WHERE no = ?1");

static err_t
take(struct rows *r, struct position *p)
{
	*p = (struct position){ .space = (uint32_t)rows_int(r, 0),
		.epoch = (uint32_t)rows_int(r, 1),
		.number = rows_int(r, 2),
		.count = (uint32_t)rows_int(r, 3),
		.log = (uint32_t)rows_int(r, 4),
		.first = (uint32_t)rows_int(r, 5),
		.receipt = rows_int(r, 6),
		.nat_epoch = (uint32_t)rows_int(r, 7),
		.nat_number = rows_int(r, 8) };
	if (rows_span(r, 9).n != HASH_LEN)
		return (err_new(
		    ERR_DAMAGED, "position %lld", (long long)p->number));
	memcpy(p->h.b, rows_span(r, 9).p, HASH_LEN);
	return (NULL);
}

err_t
place_at(struct ledger *l, uint32_t space, uint32_t epoch, int64_t number,
    struct position *p, bool *found)
{
	CLEAN(rows_done) struct rows r = { 0 };

	*p = (struct position){ .space = 0 };
	TRY(db_one(&r, ledger_db(l), &place_run, found, A_INT(space),
	    A_INT(epoch), A_INT(number)));
	if (!*found)
		return (NULL);
	TRY(take(&r, p));
	*found = p->number + p->count > number;
	return (NULL);
}

err_t
place_last(struct ledger *l, uint32_t log, uint32_t *seq)
{
	int64_t v;

	TRY(db_int(ledger_db(l), &place_log_last, 0, &v, A_INT(log)));
	*seq = (uint32_t)v;
	return (NULL);
}

/* Does q, which begins with the commit after p, go on in number and receipt
 * too? */
static bool
goes_on(const struct position *p, const struct position *q)
{
	return (q->space == p->space && q->epoch == p->epoch &&
		q->number == p->number + p->count && q->receipt == p->receipt &&
		q->nat_epoch == p->nat_epoch && q->nat_number == p->nat_number);
}

/* Lengthen *p by the runs that follow it until it reaches `end`. */
static err_t
lengthen(struct ledger *l, struct position *p, uint32_t end)
{
	while (p->first + p->count < end) {
		CLEAN(rows_done) struct rows r = { 0 };
		uint32_t was = p->count;
		struct position q;
		bool more;

		TRY(db_query(&r, ledger_db(l), &place_log_from, A_INT(p->log),
		    A_INT(p->first + p->count)));
		for (;;) {
			TRY(rows_next(&r, &more));
			if (!more)
				break;
			TRY(take(&r, &q));
			if (goes_on(p, &q)) {
				p->count += q.count;
				break;
			}
		}
		if (p->count == was)
			break;
	}
	return (NULL);
}

err_t
place_all(struct ledger *l, uint32_t log, uint32_t first, uint32_t count,
    err_t (*fn)(void *ctx, const struct position *p), void *ctx)
{
	CLEAN(rows_done) struct rows r = { 0 };
	struct position p;
	bool more;

	_Static_assert(LIMIT_SEGMENT_COMMITS == 512, "see place_log_runs");
	TRY(db_query(
	    &r, ledger_db(l), &place_log_runs, A_INT(log), A_INT(first)));
	for (;;) {
		TRY(rows_next(&r, &more));
		if (!more)
			return (NULL);
		TRY(take(&r, &p));
		if (p.first + p.count <= first)
			continue;
		TRY(lengthen(l, &p, first + count));
		if (p.first + p.count < first + count)
			continue;
		p.number += first - p.first;
		p.first = first;
		p.count = count;
		TRY(fn(ctx, &p));
	}
}

err_t
place_epoch(struct ledger *l, const uint8_t id[16], uint32_t *no)
{
	int64_t v;

	TRY(db_int(ledger_db(l), &place_epoch_no, 0, &v, val_blob(id, 16)));
	*no = (uint32_t)v;
	return (NULL);
}

err_t
place_epochs(struct ledger *l, uint32_t *n)
{
	int64_t v;

	TRY(db_int(ledger_db(l), &place_epoch_max, 0, &v));
	*n = (uint32_t)v;
	return (NULL);
}

void
place_id(struct ledger *l, uint32_t log, uint8_t id[LOG_ID_LEN])
{
	struct log_entry *e = ledger_entry(l, log);

	must(e != NULL);
	if (e->branch != 0)
		e = ledger_entry(l, e->branch);
	must(e != NULL);
	memcpy(id, e->i.id, LOG_ID_LEN);
}

err_t
place_find(struct ledger *l, const uint8_t id[LOG_ID_LEN], uint32_t seq,
    const uint8_t *hash, size_t n, uint32_t *log)
{
	return (accept_find(l, id, seq, hash, n, log));
}

void
place_part(struct ledger *l, uint32_t log, uint32_t first, uint32_t last,
    uint32_t *owner, uint32_t *to)
{
	const struct log_info *i = ledger_log(l, log);

	*owner = log;
	*to = last;
	while (i != NULL && first < i->first && i->parent != 0) {
		*to = i->first - 1 < *to ? i->first - 1 : *to;
		*owner = i->parent;
		i = ledger_log(l, *owner);
	}
}

err_t
place_named(struct ledger *l, const uint8_t *id, size_t n,
    const uint8_t node[KEY_LEN], uint32_t *log)
{
	CLEAN(rows_done) struct rows r = { 0 };
	uint8_t lo[LOG_ID_LEN], hi[LOG_ID_LEN];
	bool more;

	must(n <= LOG_ID_LEN);
	*log = 0;
	memset(lo, 0, sizeof(lo));
	memset(hi, 0xff, sizeof(hi));
	memcpy(lo, id, n);
	memcpy(hi, id, n);
	TRY(db_query(&r, ledger_db(l), &place_prefix, val_blob(lo, sizeof(lo)),
	    val_blob(hi, sizeof(hi)), val_blob(node, KEY_LEN)));
	TRY(rows_next(&r, &more));
	if (!more)
		return (NULL);
	*log = (uint32_t)rows_int(&r, 0);
	TRY(rows_next(&r, &more));
	if (more)
		*log = 0; /* two of them: neither */
	return (NULL);
}

err_t
place_mine(struct ledger *l, err_t (*fn)(void *ctx, uint32_t log), void *ctx)
{
	CLEAN(rows_done) struct rows r = { 0 };
	uint32_t *v = NULL;
	size_t n = 0, cap = 0;
	bool more = true;
	err_t e = db_query(&r, ledger_db(l), &place_written);

	/* fn may write to the table. */
	while (e == NULL && (e = rows_next(&r, &more)) == NULL && more) {
		mem_room(&v, &cap, n + 1, sizeof(*v));
		v[n++] = (uint32_t)rows_int(&r, 0);
	}
	rows_done(&r);
	for (size_t i = 0; i < n && e == NULL; i++)
		e = fn(ctx, v[i]);
	mem_free(v);
	return (e);
}

err_t
place_top(struct ledger *l, uint32_t space, uint32_t epoch, int64_t *number)
{
	struct position p;
	bool found;

	TRY(place_at(l, space, epoch, INT64_MAX, &p, &found));
	*number = p.count == 0 ? 0 : p.number + p.count - 1;
	return (NULL);
}

void
place_sum(struct ledger *l, const struct position *p, struct hasher *sum)
{
	uint8_t id[LOG_ID_LEN];

	place_id(l, p->log, id);
	hash_u64(sum, (uint64_t)p->number);
	hash_u64(sum, p->count);
	hash_add(sum, id, LOG_ID_LEN);
	hash_u64(sum, p->first);
}

int64_t
place_basis(struct ledger *l, uint32_t log, uint32_t seq, uint32_t epoch)
{
	int64_t n = ledger_basis_at(l, log, seq, epoch);

	return (n < 0 ? 0 : n);
}

static err_t
drop_log(struct db *db, uint32_t log)
{
	struct val from = val_int((int64_t)((uint64_t)log << 32));
	struct val to = val_int((int64_t)((uint64_t)(log + 1) << 32));

	TRY(db_run(db, &place_drop_segments, from, to));
	TRY(db_run(db, &place_drop_tail, from, to));
	TRY(db_run(db, &place_drop_alias, A_INT(log)));
	TRY(db_run(db, &place_drop_actor, A_INT(log)));
	TRY(db_run(db, &place_drop_named, A_INT(log)));
	TRY(db_run(db, &place_drop_basis, A_INT(log)));
	TRY(db_run(db, &place_drop_canon, A_INT(log)));
	return (db_run(db, &place_drop_log, A_INT(log)));
}

err_t
place_drop(struct ledger *l, uint32_t space)
{
	struct db *db = ledger_db(l);

	must(db_in_tx(db) && space != 0);
	l->dirty = true;
	for (uint32_t no = 1; no <= ledger_logs(l); no++) {
		const struct log_info *i = ledger_log(l, no);

		if (i != NULL && i->space == space)
			TRY(drop_log(db, no));
	}
	TRY(db_run(db, &place_drop_positions, A_INT(space)));
	TRY(db_run(db, &place_drop_seen, A_INT(space)));
	TRY(db_run(db, &place_drop_cursor, A_INT(space)));
	return (ledger_refresh(l));
}

struct shown { /* how far the commits of an epoch's numbers are here */
	struct ledger *l;
	int64_t to;
	bool hole;
};

static err_t
shown_run(void *ctx, const struct position *p)
{
	struct shown *s = ctx;
	const struct log_info *i = ledger_log(s->l, p->log);
	uint32_t last = p->first + (p->count - 1);

	if (s->hole)
		return (NULL);
	s->hole = i == NULL || i->space == 0 || i->seq < last;
	if (!s->hole)
		s->to = p->number + (p->count - 1);
	else if (i != NULL && i->space != 0 && i->seq >= p->first)
		s->to = p->number + (i->seq - p->first);
	return (NULL);
}

err_t
place_unsee(struct ledger *l, uint32_t space)
{
	uint32_t all;

	must(db_in_tx(ledger_db(l)));
	TRY(place_epochs(l, &all));
	for (uint32_t no = 1; no <= all; no++) {
		struct shown s = { .l = l };

		TRY(accept_runs(l, space, no, 0, shown_run, &s));
		if (s.hole)
			TRY(db_run(ledger_db(l), &place_unsee_more,
			    A_INT(space), A_INT(no), A_INT(s.to)));
	}
	return (NULL);
}
