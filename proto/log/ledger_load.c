/*
 * ledger_load -- finding a commit again: segments and the tail, a few of them
 * kept expanded and indexed.
 */
#include "proto/log/ledger_parts.h"
#include "proto/base/pack.h"

#include <stdio.h>

SQL(ledger_load_segment,
    "SELECT no, last, at, size, body FROM segment"
    " WHERE no <= ?1 AND no >= ?2 ORDER BY no DESC LIMIT 1");
SQL(ledger_load_tail, "SELECT at, body FROM tail WHERE no = ?1");
SQL(ledger_load_receipt,
    "SELECT receipt, nat_epoch, nat_number FROM position"
    " WHERE log = ?1 AND first BETWEEN ?2 AND ?3 AND first + count > ?3"
    " ORDER BY receipt, nat_number LIMIT 1");

void
ledger_drop_cache(struct ledger *l)
{
	for (size_t i = 0; i < LOADED_MAX; i++) {
		l->cache[i].key = 0;
		buf_free(&l->cache[i].body);
		arena_free(&l->cache[i].a);
	}
}

/* The slot used longest ago, emptied. */
struct loaded *
ledger_slot(struct ledger *l)
{
	struct loaded *s = &l->cache[0];

	for (size_t i = 1; i < LOADED_MAX; i++) {
		if (l->cache[i].used < s->used)
			s = &l->cache[i];
	}
	s->key = 0;
	buf_free(&s->body);
	s->body = (struct buf)BUF(LIMIT_SEGMENT_BODY);
	arena_free(&s->a);
	s->used = ++l->clock;
	return (s);
}

/* Alias ops are declared for the log as they are met. */
static err_t
learn_ops(struct ledger *l, uint32_t log, uint32_t seq, struct span ops)
{
	CLEAN(arena_free) struct arena a = ARENA;
	struct span line;
	uint32_t index = 0;

	while (span_line(&ops, &line)) {
		CLEAN(json_free) json_t *root = NULL;
		struct names names = ledger_names(l, log);
		struct op op;

		index++;
		if (line.n < 4 || memcmp(line.p, "[-1,", 4) != 0)
			continue;
		TRY(op_take(line, dot_pack(log, seq, index - 1), &names, &a,
		    &root, &op));
		if (op.kind == OP_ALIAS)
			TRY(ledger_learn_alias(l, log, seq, op.log));
	}
	return (NULL);
}

/*
 * Index the commits of ld->body (ld->log, ld->first, ld->n are set). at: the
 * corrected time of the commit before the first. learn: these commits are
 * new here, so what they declare is written down as well.
 */
err_t
ledger_index(struct ledger *l, struct loaded *ld, int64_t at, bool learn)
{
	struct span body = buf_all(&ld->body), line;
	struct log_entry *e = ledger_entry(l, ld->log);
	CLEAN(arena_free) struct arena a = ARENA;

	must(e != NULL);
	ld->c = arena_new(&ld->a, sizeof(*ld->c) * ld->n);
	for (uint32_t i = 0; i < ld->n; i++) {
		CLEAN(json_free) json_t *root = NULL;
		uint32_t seq = ld->first + i;
		struct head h;
		const uint8_t *from;

		arena_clear(&a);
		if (!span_line(&body, &line))
			return (err_new(ERR_FORMAT, "commit %u is cut", seq));
		TRY_FOR(head_take(line, &a, &root, &h), "commit %u", seq);
		at += h.at;
		from = body.p;
		for (uint32_t k = 0; k < h.n; k++) {
			if (!span_line(&body, &line))
				return (err_new(
				    ERR_FORMAT, "commit %u is cut", seq));
		}
		/* In a branch, what stands before the fork is the parent's. */
		if (learn && seq >= e->i.first) {
			TRY(ledger_learn_head(l, ld->log, seq, &h));
			TRY(learn_ops(l, ld->log, seq,
			    span_of(from, (size_t)(body.p - from))));
		}
		ld->c[i] =
		    (struct commit_at){ span_of(from, (size_t)(body.p - from)),
			    h.n, at, h.schema,
			    h.new_actor.n > 0 && learn ? (uint32_t)e->actors
						       : h.actor };
		if (h.new_actor.n > 0 && !learn) {
			char *name = arena_dup(&a, h.new_actor);

			for (size_t k = 0; k < e->actors; k++)
				if (strcmp(e->actor[k], name) == 0)
					ld->c[i].actor = (uint32_t)k + 1;
		}
	}
	return (NULL);
}

static err_t
load_segment(struct ledger *l, uint32_t log, uint32_t seq, struct loaded **out)
{
	CLEAN(rows_done) struct rows r = { 0 };
	struct loaded *ld;
	uint32_t first, last;
	bool found;

	*out = NULL;
	TRY(db_one(&r, l->db, &ledger_load_segment, &found,
	    A_INT(ledger_key(log, seq)), A_INT(ledger_key(log, 1))));
	if (!found)
		return (NULL);
	first = (uint32_t)((uint64_t)rows_int(&r, 0) & 0xffffffff);
	last = (uint32_t)rows_int(&r, 1);
	if (seq > last)
		return (NULL);
	ld = ledger_slot(l);
	ld->log = log;
	ld->first = first;
	ld->n = last - first + 1;
	ld->tail = false;
	if (rows_int(&r, 3) < 0 || rows_int(&r, 3) > LIMIT_SEGMENT_BODY)
		return (
		    err_new(ERR_DAMAGED, "segment %u of log %u", first, log));
	TRY_FOR(
	    pack_expand(rows_span(&r, 4), (size_t)rows_int(&r, 3), &ld->body),
	    "segment %u of log %u", first, log);
	TRY(ledger_index(l, ld, rows_int(&r, 2), false));
	ld->key = ledger_key(log, first);
	*out = ld;
	return (NULL);
}

static err_t
load_tail(struct ledger *l, uint32_t log, uint32_t seq, struct loaded **out)
{
	CLEAN(rows_done) struct rows r = { 0 };
	CLEAN(json_free) json_t *root = NULL;
	CLEAN(arena_free) struct arena a = ARENA;
	struct span body, line;
	struct loaded *ld;
	struct head h;
	bool found;

	*out = NULL;
	TRY(db_one(
	    &r, l->db, &ledger_load_tail, &found, A_INT(ledger_key(log, seq))));
	if (!found)
		return (NULL);
	ld = ledger_slot(l);
	ld->log = log;
	ld->first = seq;
	ld->n = 1;
	ld->tail = true;
	TRY(buf_span(&ld->body, rows_span(&r, 1)));
	body = buf_all(&ld->body);
	if (!span_line(&body, &line))
		return (err_new(ERR_DAMAGED, "commit %u of log %u", seq, log));
	TRY(head_take(line, &a, &root, &h));
	TRY(ledger_index(l, ld, rows_int(&r, 0) - h.at, false));
	ld->key = ledger_key(log, seq);
	*out = ld;
	return (NULL);
}

/* The loaded run of commits that holds (log, seq); NULL when not held. */
err_t
ledger_find(struct ledger *l, uint32_t log, uint32_t seq, struct loaded **out)
{
	struct log_entry *e = ledger_entry(l, log);

	for (size_t i = 0; i < LOADED_MAX; i++) {
		struct loaded *ld = &l->cache[i];

		if (ld->key != 0 && ld->log == log && seq >= ld->first &&
		    seq - ld->first < ld->n) {
			ld->used = ++l->clock;
			*out = ld;
			return (NULL);
		}
	}
	*out = NULL;
	if (e == NULL)
		return (NULL);
	/* What was just written is looked for where it lies. */
	if (seq > e->i.sealed)
		TRY(load_tail(l, log, seq, out));
	if (*out == NULL)
		TRY(load_segment(l, log, seq, out));
	if (*out == NULL && seq <= e->i.sealed)
		TRY(load_tail(l, log, seq, out));
	return (NULL);
}

static err_t
receipt_of(struct ledger *l, struct stored *c)
{
	CLEAN(rows_done) struct rows r = { 0 };
	struct log_entry *e = ledger_entry(l, dot_log(c->dot));
	const struct run *run =
	    e == NULL ? NULL : ledger_run(e, dot_seq(c->dot));
	int64_t seq = dot_seq(c->dot);
	bool found;

	if (run != NULL) {
		c->receipt = run->receipt;
		c->nat_epoch = run->nat_epoch;
		c->nat_number = run->nat_number;
		return (NULL);
	}
	TRY(db_one(&r, l->db, &ledger_load_receipt, &found,
	    A_INT(dot_log(c->dot)), A_INT(seq - LIMIT_SEGMENT_COMMITS),
	    A_INT(seq)));
	if (found) {
		c->receipt = rows_int(&r, 0);
		c->nat_epoch = rows_int(&r, 1);
		c->nat_number = rows_int(&r, 2);
	}
	return (NULL);
}

static err_t
stored_fill(struct ledger *l, struct loaded *ld, uint32_t seq, struct arena *a,
    struct stored *out)
{
	const struct commit_at *c = &ld->c[seq - ld->first];
	struct log_entry *e = ledger_entry(l, ld->log);
	struct span ops;

	*out = (struct stored){ .dot = dot_pack(ld->log, seq, 0) };
	out->at = c->at;
	out->schema = c->schema;
	out->actor = "";
	must(e != NULL);
	if (c->actor >= 1 && c->actor <= e->actors)
		out->actor = arena_dup(a, span_str(e->actor[c->actor - 1]));
	ops = span_of(arena_dup(a, c->ops), c->ops.n);
	out->ops = arena_new(a, sizeof(struct span) * (c->n + 1));
	for (; out->n < c->n; out->n++)
		must(span_line(&ops, &out->ops[out->n]));
	return (receipt_of(l, out));
}

err_t
ledger_commit(struct ledger *l, dot_t any, struct arena *a, struct stored *out)
{
	struct loaded *ld;

	TRY(ledger_find(l, dot_log(any), dot_seq(any), &ld));
	if (ld == NULL)
		return (err_new(ERR_MISSING, "commit %u of log %u is not here",
		    dot_seq(any), dot_log(any)));
	return (stored_fill(l, ld, dot_seq(any), a, out));
}

err_t
ledger_op(struct ledger *l, const struct stored *c, uint32_t index,
    struct arena *a, json_t **root, struct op *op)
{
	struct names names = ledger_names(l, dot_log(c->dot));
	struct log_entry *e = names.ctx;

	if (e != NULL)
		e->reading = dot_seq(c->dot);
	if (index >= c->n)
		return (err_new(
		    ERR_MISSING, "op %u of a commit of %zu", index, c->n));
	return (op_take(c->ops[index],
	    dot_pack(dot_log(c->dot), dot_seq(c->dot), index), &names, a, root,
	    op));
}

err_t
ledger_walk(struct ledger *l, uint32_t log, uint32_t from,
    err_t (*fn)(void *ctx, const struct stored *c), void *ctx)
{
	struct log_entry *e = ledger_entry(l, log);
	uint32_t seq, last;

	if (e == NULL)
		return (NULL);
	last = e->i.seq;
	for (seq = from < e->i.first ? e->i.first : from; seq <= last; seq++) {
		CLEAN(arena_free) struct arena a = ARENA;
		struct stored c;

		TRY(ledger_commit(l, dot_pack(log, seq, 0), &a, &c));
		TRY(fn(ctx, &c));
	}
	return (NULL);
}
