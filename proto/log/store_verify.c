/*
 * store_verify -- everything proves itself again: the file, every hash and
 * seal, the chain of positions, and the rows against a fold of the log.
 */
#include "proto/log/store.h"
#include "proto/log/accept.h"
#include "proto/log/ledger_parts.h"

#include <stdarg.h>
#include <stdio.h>

#define FINDINGS_MAX 200

SQL_SCAN(store_verify_rows,
    "SELECT no, last, at, prev, head, erased, seed, time, off, sig, size,"
    " body, sum FROM segment ORDER BY no");
SQL(store_verify_tail,
    "SELECT no, hash, body FROM tail WHERE no >= ?1 AND no < ?2"
    " ORDER BY no");
SQL(store_verify_seed, "SELECT seed, genesis FROM log WHERE no = ?1");
SQL_SCAN(store_verify_spaces,
    "SELECT DISTINCT space, epoch FROM position ORDER BY space, epoch");

struct verify {
	struct store *st;
	struct buf *report;
	size_t findings;
	uint32_t log; /* being walked */
	uint32_t seq; /* last commit verified */
	struct hash head;
	uint8_t node[KEY_LEN];
	bool branch;
	uint32_t first;
	uint32_t hash_log; /* positions: hashes of this log */
};

static err_t __attribute__((format(printf, 2, 3)))
finding(struct verify *v, const char *fmt, ...)
{
	char line[512];
	va_list ap;

	if (++v->findings > FINDINGS_MAX)
		return (NULL);
	va_start(ap, fmt);
	(void)vsnprintf(line, sizeof(line), fmt, ap);
	va_end(ap);
	return (buf_fmt(v->report, "%s\n", line));
}

/* Every row of `segment` says what it said when it was written. */
static err_t
check_rows(struct verify *v)
{
	CLEAN(rows_done) struct rows r = { 0 };
	bool more;

	TRY(db_query(&r, v->st->db, &store_verify_rows));
	for (;;) {
		struct val row[12];
		struct hash sum;

		TRY(rows_next(&r, &more));
		if (!more)
			return (NULL);
		for (int i = 0; i < 12; i++)
			row[i] = rows_val(&r, i);
		ledger_sum(row, 12, &sum);
		if (!span_eq(rows_span(&r, 12), span_of(sum.b, HASH_LEN)))
			TRY(finding(v, "segment %lld: its row was changed",
			    (long long)rows_int(&r, 0)));
	}
}

static err_t
check_segment(void *ctx, const struct segment *s)
{
	CLEAN(buf_free) struct buf text = BUF((size_t)4 * LIMIT_SEGMENT_TEXT);
	CLEAN(arena_free) struct arena a = ARENA;
	struct verify *v = ctx;
	struct segment again;
	struct span in;
	err_t e;

	TRY(segment_put(s, &text));
	in = buf_all(&text);
	e = segment_take(&in, &a, &again);
	if (e == NULL)
		e = segment_verify(&again, v->node);
	if (e != NULL)
		return (finding(
		    v, "log %u, segment %u: %s", v->log, s->from, e->text));
	if (s->from > v->seq + 1)
		return (finding(v, "log %u: commits %u..%u are missing", v->log,
		    v->seq + 1, s->from - 1));
	if (s->from == v->seq + 1 && v->seq >= v->first &&
	    memcmp(&s->prev, &v->head, sizeof(v->head)) != 0)
		TRY(finding(
		    v, "log %u, segment %u does not follow", v->log, s->from));
	v->seq = s->from + s->n - 1;
	v->head = s->head;
	return (NULL);
}

static err_t
check_tail(struct verify *v, const struct log_info *i)
{
	CLEAN(rows_done) struct rows r = { 0 };
	CLEAN(rows_done) struct rows g = { 0 };
	struct chain c = { 0 };
	bool more, found;

	TRY(db_one(&g, v->st->db, &store_verify_seed, &found, A_INT(i->no)));
	if (i->sealed < i->seq && rows_span(&g, 0).n != SEED_LEN)
		return (
		    finding(v, "log %u: the seed of its tail is lost", i->no));
	if (v->seq == 0)
		genesis_hash(rows_span(&g, 1), &v->head);
	hmac_key(&c.seed, rows_span(&g, 0).p, rows_span(&g, 0).n);
	c.prev = v->head;
	c.seq = (uint64_t)v->seq + 1;
	TRY(db_query(&r, v->st->db, &store_verify_tail,
	    A_INT(ledger_key(i->no, 1)), A_INT(ledger_key(i->no + 1, 0))));
	for (;;) {
		struct span body;
		struct hash h;
		size_t n;
		err_t e;

		TRY(rows_next(&r, &more));
		if (!more)
			return (NULL);
		body = rows_span(&r, 2);
		e = chain_next(&c, &body, NULL, NULL, &n, &h);
		if (e != NULL || body.n != 0 ||
		    !span_eq(rows_span(&r, 1), span_of(h.b, HASH_LEN)))
			return (finding(v, "log %u, commit %u: %s", i->no,
			    v->seq + 1,
			    e != NULL ? e->text : "its hash does not hold"));
		v->seq++;
		v->head = h;
	}
}

static err_t
check_log(struct verify *v, uint32_t no)
{
	CLEAN(arena_free) struct arena a = ARENA;
	struct log_entry *e = ledger_entry(v->st->l, no);
	const struct log_info *i = &e->i;
	err_t er;

	v->log = no;
	v->seq = 0;
	v->first = i->first;
	v->branch = e->branch != 0;
	memcpy(v->node, i->node, KEY_LEN);
	if (i->seq < i->first)
		return (NULL);
	if (e->branch != 0)
		v->seq = i->first - 1;
	er = accept_segments(
	    v->st->l, no, i->first, i->seq, &a, check_segment, v);
	if (er != NULL)
		return (finding(v, "log %u: %s", no, er->text));
	TRY(check_tail(v, i));
	if (v->seq != i->seq ||
	    memcmp(&v->head, &i->head, sizeof(v->head)) != 0)
		TRY(finding(v, "log %u: its head does not hold", no));
	return (NULL);
}

struct positions {
	struct verify *v;
	struct hash h;
	int64_t next;
	bool started;
	struct cursor at;
	bool stands; /* at the end of a run, with its hash */
};

static err_t
check_run(void *ctx, const struct position *p)
{
	CLEAN(arena_free) struct arena a = ARENA;
	struct positions *c = ctx;
	struct ledger *l = c->v->st->l;
	static const struct hash unknown;
	struct hash *commits, h = c->h;
	err_t e;

	if (memcmp(&p->h, &unknown, sizeof(unknown)) == 0) {
		c->started = false; /* handed back: stood here once */
		return (NULL);
	}
	if (c->started && p->number != c->next)
		TRY(finding(c->v, "%s: position %lld follows %lld",
		    ledger_space_name(l, p->space), (long long)p->number,
		    (long long)c->next - 1));
	if (p->count == 0 || p->count > LIMIT_SEGMENT_COMMITS ||
	    ledger_log(l, p->log) == NULL)
		return (finding(c->v, "%s: position %lld is damaged",
		    ledger_space_name(l, p->space), (long long)p->number));
	e = accept_hashes(l, p->log, p->first, p->count, &a, &commits);
	if (e == NULL)
		e = accept_chain(l, p, commits, &h);
	if (e != NULL)
		return (finding(c->v, "%s: position %lld: %s",
		    ledger_space_name(l, p->space), (long long)p->number,
		    e->text));
	if ((c->started || p->number == 1) && memcmp(&h, &p->h, sizeof(h)) != 0)
		TRY(finding(c->v,
		    "%s: the chain does not hold at position"
		    " %lld",
		    ledger_space_name(l, p->space), (long long)p->number));
	c->stands =
	    c->stands || (p->number + p->count - 1 == c->at.number &&
			     memcmp(&p->h, &c->at.h, sizeof(p->h)) == 0);
	c->h = p->h;
	c->next = p->number + p->count;
	c->started = true;
	return (NULL);
}

static err_t
check_positions(struct verify *v)
{
	CLEAN(rows_done) struct rows r = { 0 };
	bool more;

	TRY(db_query(&r, v->st->db, &store_verify_spaces));
	for (;;) {
		struct positions c = { .v = v };
		uint32_t space, epoch;

		TRY(rows_next(&r, &more));
		if (!more)
			return (NULL);
		space = (uint32_t)rows_int(&r, 0);
		epoch = (uint32_t)rows_int(&r, 1);
		TRY(accept_cursor(v->st->l, space, &c.at));
		TRY(accept_runs(v->st->l, space, epoch, 0, check_run, &c));
		/* Mostly at the last one; before it, when the hub that lost the
		 * rest was met and did not answer yet. */
		if (c.at.epoch == epoch && c.at.number > 0 && !c.stands)
			TRY(finding(v, "%s: the cursor does not hold",
			    ledger_space_name(v->st->l, space)));
	}
}

/* The rows are what a fold of the log makes; nothing is kept of the trial. */
static err_t
check_fold(struct verify *v)
{
	CLEAN(tx_undo) struct tx tx = { 0 };
	struct hash now, again;
	err_t e;

	TRY(tx_begin(&tx, v->st->db));
	TRY(fold_dump(v->st->f, &now));
	e = fold_all(v->st->f);
	if (e == NULL)
		e = fold_dump(v->st->f, &again);
	tx_undo(&tx);
	fold_forget(v->st->f);
	ledger_forget(v->st->l);
	TRY(ledger_refresh(v->st->l));
	if (e != NULL)
		return (finding(v, "the log does not fold: %s", e->text));
	if (memcmp(&now, &again, sizeof(now)) != 0)
		return (finding(v, "the records are not what the log says;"
				   " run rebuild"));
	return (NULL);
}

err_t
store_verify(struct store *st, struct buf *report)
{
	struct verify v = { .st = st, .report = report };

	TRY(db_check(st->db, report));
	TRY(ledger_refresh(st->l));
	TRY(check_rows(&v));
	for (uint32_t no = 1; no <= ledger_logs(st->l); no++) {
		if (ledger_entry(st->l, no) == NULL)
			TRY(finding(&v, "log %u cannot be read", no));
		else
			TRY(check_log(&v, no));
	}
	TRY(check_positions(&v));
	if (v.findings == 0)
		TRY(check_fold(&v));
	if (v.findings > 0)
		return (err_new(ERR_DAMAGED, "%zu findings; the first: %.*s",
		    v.findings, (int)(strcspn((char *)report->p, "\n")),
		    (char *)report->p));
	return (NULL);
}
