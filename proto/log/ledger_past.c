/*
 * ledger_past -- had the author of b seen a?
 *
 * By the chain and its parents, or by a position within the basis.
 */
#include "proto/log/ledger_parts.h"

SQL(ledger_past_runs,
    "SELECT epoch, number, first, count, receipt, nat_epoch, nat_number"
    " FROM position"
    " WHERE log = ?1 AND first BETWEEN ?2 AND ?3 AND first + count > ?3");
SQL(ledger_past_shared,
    "SELECT count(*) FROM position"
    " WHERE log = ?1 AND first BETWEEN ?2 AND ?3 AND first + count > ?4");

/* What commit (log, seq) had seen of an epoch; -1 nothing. */
int64_t
ledger_basis_at(struct ledger *l, uint32_t log, uint32_t seq, uint32_t epoch)
{
	for (int hops = 0; hops < LIMIT_EPOCHS; hops++) {
		struct log_entry *e = ledger_entry(l, log);
		size_t lo = 0, hi;

		if (e == NULL)
			break;
		hi = e->basis_n;
		while (lo < hi) {
			size_t mid = lo + (hi - lo) / 2;

			if (e->basis[mid].seq <= seq)
				lo = mid + 1;
			else
				hi = mid;
		}
		for (size_t i = lo; i > 0; i--) {
			if (e->basis[i - 1].epoch == epoch)
				return (e->basis[i - 1].number);
		}
		log = e->i.parent;
		seq = e->i.parent_seq;
	}
	return (-1);
}

/* SPEC 8.1: A commit a is in the past of a commit b when a is reached from b
 * by prev and parent links. */
bool
ledger_by_chain(struct ledger *l, dot_t a, uint32_t log, uint32_t seq)
{
	uint32_t alog = dot_log(a), aseq = dot_seq(a);

	for (uint32_t hops = 0; hops <= l->logs; hops++) {
		struct log_entry *e = ledger_entry(l, log);

		if (e == NULL)
			return (false);
		if (log == alog && aseq >= e->i.first)
			return (aseq <= seq);
		if (e->i.parent == 0)
			return (false);
		seq = e->i.parent_seq;
		log = e->i.parent;
	}
	return (false);
}

err_t
ledger_run_keep(struct ledger *l, struct log_entry *e, const struct run *run)
{
	int64_t n;

	e->run.valid = false;
	TRY(db_int(l->db, &ledger_past_shared, 0, &n, A_INT(e->i.no),
	    A_INT((int64_t)run->first - LIMIT_SEGMENT_COMMITS),
	    A_INT(run->last), A_INT(run->first)));
	if (n != 1)
		return (NULL);
	e->run = *run;
	e->run.valid = true;
	return (NULL);
}

/* Does a position of a, at hand or in the table, lie within b's basis? */
static bool
by_basis(struct ledger *l, struct log_entry *e, uint32_t aseq, uint32_t blog,
    uint32_t bseq)
{
	CLEAN(rows_done) struct rows r = { 0 };
	const struct run *at = ledger_run(e, aseq);
	struct run run = { 0 };
	bool more, yes = false;
	size_t n = 0;

	if (at != NULL)
		return (at->number + (aseq - at->first) <=
			ledger_basis_at(l, blog, bseq, at->epoch));
	if (db_query(&r, l->db, &ledger_past_runs, A_INT(e->i.no),
		A_INT((int64_t)aseq - LIMIT_SEGMENT_COMMITS),
		A_INT(aseq)) != NULL)
		return (false);
	while (rows_next(&r, &more) == NULL && more) {
		run.epoch = (uint32_t)rows_int(&r, 0);
		run.number = rows_int(&r, 1);
		run.first = (uint32_t)rows_int(&r, 2);
		run.last = run.first + (uint32_t)rows_int(&r, 3) - 1;
		run.receipt = rows_int(&r, 4);
		run.nat_epoch = rows_int(&r, 5);
		run.nat_number = rows_int(&r, 6);
		n++;
		if (run.number + (aseq - run.first) <=
		    ledger_basis_at(l, blog, bseq, run.epoch))
			yes = true;
	}
	if (n == 1 && ledger_run_keep(l, e, &run) != NULL)
		e->run.valid = false;
	return (yes);
}

bool
ledger_past(struct ledger *l, dot_t a, dot_t b)
{
	struct log_entry *e = ledger_entry(l, dot_log(a));

	if (dot_log(a) == dot_log(b)) {
		if (dot_seq(a) == dot_seq(b)) /* within a commit, by place */
			return (dot_index(a) < dot_index(b));
		return (dot_seq(a) < dot_seq(b));
	}
	if (e == NULL)
		return (false);
	return (ledger_by_chain(l, a, dot_log(b), dot_seq(b)) ||
		by_basis(l, e, dot_seq(a), dot_log(b), dot_seq(b)));
}

void
ledger_canon(struct ledger *l, dot_t d, uint8_t id[LOG_ID_LEN])
{
	struct log_entry *e = ledger_entry(l, dot_log(d));
	uint32_t first = 0;

	memset(id, 0, LOG_ID_LEN);
	if (e == NULL)
		return;
	memcpy(id, e->i.id, LOG_ID_LEN);
	for (size_t i = 0; i < e->canons; i++) {
		if (e->canon[i].first <= dot_seq(d) &&
		    e->canon[i].first > first) {
			first = e->canon[i].first;
			memcpy(id, e->canon[i].id, LOG_ID_LEN);
		}
	}
}

int
ledger_order(struct ledger *l, dot_t a, dot_t b)
{
	uint8_t x[LOG_ID_LEN], y[LOG_ID_LEN];
	uint64_t s, t;
	int c;

	if (a == b)
		return (0);
	ledger_canon(l, a, x);
	ledger_canon(l, b, y);
	c = memcmp(x, y, LOG_ID_LEN);
	if (c != 0)
		return (c);
	s = (uint64_t)dot_seq(a) << 8 | dot_index(a);
	t = (uint64_t)dot_seq(b) << 8 | dot_index(b);
	return (s < t ? -1 : s > t);
}
