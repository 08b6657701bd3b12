#include "proto/log/cut.h"

#include "proto/log/accept.h"
#include "proto/log/ledger_parts.h"

SQL(cut_tail, "SELECT hash, body FROM tail WHERE no = ?1");
SQL(cut_origin, "SELECT genesis, seed FROM log WHERE no = ?1");
SQL(cut_segments, "DELETE FROM segment WHERE no > ?1 AND no < ?2");
SQL(cut_tails, "DELETE FROM tail WHERE no > ?1 AND no < ?2");
SQL(cut_alias, "DELETE FROM alias WHERE log = ?1 AND seq > ?2");
SQL(cut_actor, "DELETE FROM actor WHERE log = ?1 AND seq > ?2");
SQL(cut_named, "DELETE FROM named WHERE log = ?1 AND seq > ?2");
SQL(cut_basis, "DELETE FROM basis WHERE log = ?1 AND seq > ?2");
SQL(cut_canon, "DELETE FROM canon WHERE log = ?1 AND first > ?2");
SQL(cut_open, "SELECT sum(length(body)) FROM tail WHERE no >= ?1 AND no < ?2");

/* ---- finding ------------------------------------------------------------ */

struct walk {
	const struct log_info *i;
	struct cut *c;
	uint32_t next; /* the commit that is due */
	bool broken;
};

/* Is it the next one?  That of a branch may begin before the fork. */
static bool
follows(const struct walk *w, const struct segment *s)
{
	bool branch = w->i->first > 1 && w->next == w->i->first;

	if (s->n == 0)
		return (false);
	if (branch && s->from < w->next)
		return (s->from + s->n > w->next);
	return (s->from == w->next &&
		memcmp(s->prev.b, w->c->head.b, HASH_LEN) == 0);
}

/* One stored segment: it follows, its chain holds, its seal holds. */
static err_t
see(void *ctx, const struct segment *s)
{
	struct walk *w = ctx;
	struct span body = s->body;
	struct chain c;
	struct hash h = s->prev;

	if (w->broken)
		return (NULL);
	w->broken = !follows(w, s);
	chain_start(&c, s);
	for (uint32_t k = 0; k < s->n && !w->broken; k++) {
		w->broken =
		    chain_next(&c, &body, NULL, NULL, NULL, &h) != NULL ||
		    (s->from + k + 1 == w->next &&
			memcmp(h.b, w->c->head.b, HASH_LEN) != 0);
	}
	w->broken = w->broken || body.n != 0 ||
		    memcmp(h.b, s->head.b, HASH_LEN) != 0 ||
		    segment_verify(s, w->i->node) != NULL;
	if (w->broken)
		return (NULL);
	w->c->head = h;
	w->c->good = s->from + s->n - 1;
	w->next = w->c->good + 1;
	return (NULL);
}

/* Segments one at a time: a row that cannot be read ends the sound part. */
static void
walk_segments(struct ledger *l, struct walk *w)
{
	while (!w->broken && w->next <= w->i->sealed) {
		CLEAN(arena_free) struct arena a = ARENA;
		uint32_t was = w->next;

		if (accept_segments(l, w->i->no, was, was, &a, see, w) !=
			NULL ||
		    w->next == was)
			w->broken = true;
	}
}

static err_t
tail_commit(struct ledger *l, struct walk *w, struct segment *s)
{
	CLEAN(rows_done) struct rows r = { 0 };
	struct chain c;
	struct span body;
	struct hash h;
	bool found;

	TRY(db_one(&r, l->db, &cut_tail, &found,
	    A_INT(ledger_key(w->i->no, w->next))));
	if (!found || rows_span(&r, 0).n != HASH_LEN)
		return (err_new(ERR_DAMAGED, "commit %u", w->next));
	body = rows_span(&r, 1);
	s->from = w->next;
	s->prev = w->c->head;
	chain_start(&c, s);
	TRY(chain_next(&c, &body, NULL, NULL, NULL, &h));
	if (body.n != 0 || memcmp(h.b, rows_span(&r, 0).p, HASH_LEN) != 0)
		return (err_new(ERR_DAMAGED, "commit %u", w->next));
	w->c->head = h;
	w->c->good = w->next++;
	return (NULL);
}

static err_t
walk_tail(struct ledger *l, struct walk *w)
{
	CLEAN(rows_done) struct rows r = { 0 };
	struct segment s = { .n = 1 };
	bool found;

	if (w->broken || w->next > w->i->seq)
		return (NULL);
	TRY(db_one(&r, l->db, &cut_origin, &found, A_INT(w->i->no)));
	if (!found)
		return (err_new(ERR_DAMAGED, "log %u", w->i->no));
	w->broken = rows_span(&r, 1).n != SEED_LEN;
	if (w->broken)
		return (NULL);
	memcpy(s.seed, rows_span(&r, 1).p, SEED_LEN);
	rows_done(&r);
	memcpy(s.log, w->i->id, LOG_ID_LEN);
	while (!w->broken && w->next <= w->i->seq)
		w->broken = tail_commit(l, w, &s) != NULL;
	return (NULL);
}

/* Where the log begins: its genesis, or the fork of a branch. */
static err_t
start(struct ledger *l, const struct log_info *i, struct cut *c)
{
	CLEAN(rows_done) struct rows r = { 0 };
	bool found;

	if (i->first > 1) {
		c->good = i->first - 1;
		c->head = i->parent_hash;
		return (NULL);
	}
	TRY(db_one(&r, l->db, &cut_origin, &found, A_INT(i->no)));
	if (!found)
		return (err_new(ERR_DAMAGED, "log %u", i->no));
	genesis_hash(rows_span(&r, 0), &c->head);
	return (NULL);
}

err_t
cut_find(struct ledger *l, uint32_t log, struct cut *c)
{
	const struct log_info *i = ledger_log(l, log);
	struct walk w = { .i = i, .c = c };

	*c = (struct cut){ .log = log };
	if (i == NULL)
		return (err_new(ERR_DAMAGED, "log %u", log));
	c->sound = i->seq < i->first; /* known by name only */
	if (c->sound)
		return (NULL);
	TRY(start(l, i, c));
	w.next = c->good + 1;
	walk_segments(l, &w);
	TRY(walk_tail(l, &w));
	c->sound = !w.broken && memcmp(c->head.b, i->head.b, HASH_LEN) == 0;
	return (NULL);
}

/* ---- cutting ------------------------------------------------------------ */

static err_t
forget(struct ledger *l, const struct cut *c)
{
	struct val from = A_INT(ledger_key(c->log, c->good));
	struct val to = A_INT(ledger_key(c->log + 1, 0));

	TRY(db_run(l->db, &cut_segments, from, to));
	TRY(db_run(l->db, &cut_tails, from, to));
	TRY(db_run(l->db, &cut_alias, A_INT(c->log), A_INT(c->good)));
	TRY(db_run(l->db, &cut_actor, A_INT(c->log), A_INT(c->good)));
	TRY(db_run(l->db, &cut_named, A_INT(c->log), A_INT(c->good)));
	TRY(db_run(l->db, &cut_canon, A_INT(c->log), A_INT(c->good)));
	return (db_run(l->db, &cut_basis, A_INT(c->log), A_INT(c->good)));
}

err_t
cut_make(struct ledger *l, const struct cut *c)
{
	CLEAN(arena_free) struct arena a = ARENA;
	struct log_info i;
	struct stored last = { 0 };

	must(db_in_tx(l->db) && ledger_log(l, c->log) != NULL);
	i = *ledger_log(l, c->log);
	must(c->good <= i.seq);
	if (c->good >= i.first)
		TRY(ledger_commit(l, dot_pack(c->log, c->good, 0), &a, &last));
	TRY(forget(l, c));
	i.seq = c->good;
	i.head = c->head;
	i.at = last.at;
	i.sealed = i.sealed < c->good ? i.sealed : c->good;
	i.mine = i.mine == 1 ? 2 : i.mine;
	TRY(db_int(l->db, &cut_open, 0, &i.open, A_INT(ledger_key(c->log, 1)),
	    A_INT(ledger_key(c->log + 1, 0))));
	TRY(ledger_save_log(l, &i));
	l->version = -1;
	return (ledger_refresh(l));
}
