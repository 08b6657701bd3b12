#include "proto/log/accept.h"
#include "proto/log/ledger_parts.h"

#include <stdio.h>

SQL(accept_genesis, "UPDATE log SET genesis = ?2 WHERE no = ?1");
SQL(accept_branches, "SELECT no FROM log WHERE branch = ?1 AND branch > 0"
    " ORDER BY no");
SQL(accept_copy_alias,
    "INSERT INTO alias (log, n, target, seq) SELECT ?2, n, target, seq"
    " FROM alias WHERE log = ?1 AND seq < ?3");
SQL(accept_copy_actor,
    "INSERT INTO actor (log, n, name, seq) SELECT ?2, n, name, seq"
    " FROM actor WHERE log = ?1 AND seq < ?3");
SQL(accept_copy_named,
    "INSERT INTO named (log, n, epoch, seq) SELECT ?2, n, epoch, seq"
    " FROM named WHERE log = ?1 AND seq < ?3");

/*
 * A log met for the first time, or one that others named before it came.
 * Its parent's prefix must be here already.
 */
static err_t
born(struct ledger *l, const struct segment *s, struct acceptance *out,
    bool *ready)
{
	const struct log_info *known = ledger_log_by_id(l, s->log), *p;
	struct log_info i = { .first = 1 };
	struct genesis g;

	*ready = known != NULL && known->space != 0;
	if (*ready) {
		out->log = known->no;
		return (NULL);
	}
	out->what = ACCEPTED_GAP;
	if (s->from != 1)
		return (NULL);
	TRY(genesis_take(s->genesis, &g));
	if (known != NULL)
		i = *known;
	memcpy(i.id, g.log, LOG_ID_LEN);
	memcpy(i.node, g.node, KEY_LEN);
	i.head = s->prev;
	TRY(ledger_space(l, g.space, true, &i.space));
	if (g.has_parent) {
		p = ledger_log_by_id(l, g.parent);
		if (p == NULL || p->seq < g.parent_seq || p->space != i.space)
			return (NULL);
		i.parent = p->no;
		i.parent_seq = g.parent_seq;
		i.parent_hash = g.parent_hash;
	}
	if (known != NULL) {
		TRY(ledger_save_log(l, &i));
		TRY(db_run(l->db, &accept_genesis, A_INT(i.no),
		    val_text(s->genesis)));
	} else {
		TRY(ledger_add_log(l, &i, s->genesis, 0, &i.no));
	}
	out->log = i.no;
	*ready = true;
	return (NULL);
}

/* Hash of commit seq of a log (seq 0 of a log: its genesis). */
static err_t
hash_at(struct ledger *l, uint32_t log, uint32_t seq, struct hash *h)
{
	CLEAN(arena_free) struct arena a = ARENA;
	const struct log_info *i = ledger_log(l, log);
	struct hash *v;

	must(i != NULL);
	if (seq == i->seq) {
		*h = i->head;
		return (NULL);
	}
	TRY(accept_hashes(l, log, seq, 1, &a, &v));
	*h = v[0];
	return (NULL);
}

/* First seq of the overlap where the hashes differ; 0 when they agree. */
static err_t
differ(struct ledger *l, uint32_t log, const struct segment *s, uint32_t *at)
{
	CLEAN(arena_free) struct arena a = ARENA;
	const struct log_info *i = ledger_log(l, log);
	uint32_t last = s->from + s->n - 1;
	struct hash *v, h;

	*at = 0;
	if (s->from > 1 && s->from - 1 >= i->first && s->from - 1 <= i->seq) {
		TRY(hash_at(l, log, s->from - 1, &h));
		if (memcmp(&h, &s->prev, sizeof(h)) != 0) {
			*at = s->from - 1;
			return (NULL);
		}
	}
	if (last > i->seq)
		last = i->seq;
	if (last < s->from)
		return (NULL);
	TRY(accept_hashes(l, log, s->from, last - s->from + 1, &a, &v));
	for (uint32_t k = 0; k <= last - s->from; k++) {
		if (memcmp(&v[k], &s->hash[k], sizeof(v[k])) != 0) {
			*at = s->from + k;
			return (NULL);
		}
	}
	return (NULL);
}

/* Write the segment under a log and learn its commits from `first` on. */
static err_t
store(struct ledger *l, uint32_t log, const struct segment *s, uint32_t first)
{
	struct log_info i = *ledger_log(l, log);
	struct loaded *ld = ledger_slot(l);
	uint32_t last = s->from + s->n - 1;
	struct log_entry *e = ledger_entry(l, log);
	int64_t at = 0;

	if (s->from > 1 || i.parent != 0) {
		/* Corrected time before the first commit of the segment. */
		CLEAN(arena_free) struct arena a = ARENA;
		struct stored before;

		if (s->from > 1) {
			dot_t d = s->from - 1 >= i.first ?
			    dot_pack(log, s->from - 1, 0) :
			    dot_pack(i.parent, s->from - 1, 0);

			TRY(ledger_commit(l, d, &a, &before));
			at = before.at;
			ld = ledger_slot(l);
		}
	}
	TRY(buf_span(&ld->body, s->body));
	ld->log = log;
	ld->first = s->from;
	ld->n = s->n;
	ld->tail = false;
	if (first > e->i.first) {
		/* Only what is new is learnt: the rest was. */
		uint32_t keep = e->i.first;

		e->i.first = first;
		err_t er = ledger_index(l, ld, at, true);
		e->i.first = keep;
		TRY(er);
	} else {
		TRY(ledger_index(l, ld, at, true));
	}
	ld->key = ledger_key(log, s->from);
	TRY(ledger_put_segment(l, log, s, at));
	i = e->i;
	i.seq = last;
	i.head = s->head;
	i.sealed = last;
	i.at = ld->c[s->n - 1].at;
	return (ledger_save_log(l, &i));
}

/* The branch of log that s continues, 0 none. */
static err_t
find_branch(struct ledger *l, uint32_t log, const struct segment *s,
    uint32_t *branch, bool *known)
{
	CLEAN(rows_done) struct rows r = { 0 };
	bool more;

	*branch = 0;
	*known = false;
	TRY(db_query(&r, l->db, &accept_branches, A_INT(log)));
	for (;;) {
		uint32_t b, at;
		const struct log_info *i;

		TRY(rows_next(&r, &more));
		if (!more)
			return (NULL);
		b = (uint32_t)rows_int(&r, 0);
		i = ledger_log(l, b);
		if (i == NULL || s->from + s->n - 1 < i->first ||
		    s->from > i->seq + 1)
			continue;
		TRY(differ(l, b, s, &at));
		if (at == 0) {
			*branch = b;
			*known = s->from + s->n - 1 <= i->seq;
			return (NULL);
		}
	}
}

/* SPEC 8.4: The second branch of a log is a log of its own, with id the
 * first 16 bytes of H("branch" || log || first differing commit hash). */
static void
branch_id(const uint8_t log[LOG_ID_LEN], const struct hash *first,
    uint8_t out[LOG_ID_LEN])
{
	struct hasher h;
	struct hash v;

	hash_start(&h, "branch");
	hash_add(&h, log, LOG_ID_LEN);
	hash_add(&h, first->b, HASH_LEN);
	hash_end(&h, &v);
	memcpy(out, v.b, LOG_ID_LEN);
}

static err_t
new_branch(struct ledger *l, uint32_t log, const struct segment *s,
    uint32_t fork, uint32_t *no)
{
	const struct log_info *whole = ledger_log(l, log);
	struct log_info i = *whole;

	branch_id(whole->id, &s->hash[fork - s->from], i.id);
	i.mine = 0;
	i.open = 0;
	i.parent = log;
	i.parent_seq = fork - 1;
	i.first = fork;
	i.seq = i.sealed = fork - 1;
	if (fork == s->from)
		i.parent_hash = s->prev;
	else
		i.parent_hash = s->hash[fork - s->from - 1];
	i.head = i.parent_hash;
	TRY(ledger_add_log(l, &i, s->genesis, log, no));
	TRY(db_run(l->db, &accept_copy_alias, A_INT(log), A_INT(*no),
	    A_INT(fork)));
	TRY(db_run(l->db, &accept_copy_actor, A_INT(log), A_INT(*no),
	    A_INT(fork)));
	return (db_run(l->db, &accept_copy_named, A_INT(log), A_INT(*no),
	    A_INT(fork)));
}

/* Another branch than the one held under the log's own id. */
static err_t
forked(struct ledger *l, uint32_t log, const struct segment *s, uint32_t fork,
    struct acceptance *out)
{
	uint32_t branch, last = s->from + s->n - 1;
	bool known;

	TRY(find_branch(l, log, s, &branch, &known));
	out->what = known ? ACCEPTED_KNOWN : ACCEPTED_FORK;
	if (branch == 0) {
		if (fork < s->from) { /* the fork lies before: ask for that */
			out->what = ACCEPTED_GAP;
			out->have = fork - 1;
			return (NULL);
		}
		TRY(new_branch(l, log, s, fork, &branch));
	}
	out->log = branch;
	out->first = ledger_log(l, branch)->seq + 1;
	out->last = last;
	if (known)
		return (NULL);
	return (store(l, branch, s, out->first));
}

err_t
accept_segment(struct ledger *l, const struct segment *s,
    struct acceptance *out)
{
	const struct log_info *i;
	uint32_t last = s->from + s->n - 1, fork;
	bool ready;

	must(db_in_tx(l->db));
	*out = (struct acceptance){ .what = ACCEPTED_GAP };
	l->dirty = true;
	TRY(born(l, s, out, &ready));
	if (!ready)
		return (NULL);
	i = ledger_log(l, out->log);
	out->have = i->seq;
	if (s->from > i->seq + 1)
		return (NULL);
	TRY(differ(l, out->log, s, &fork));
	if (fork != 0)
		return (forked(l, out->log, s, fork, out));
	if (last <= i->seq) {
		out->what = ACCEPTED_KNOWN;
		return (NULL);
	}
	out->what = ACCEPTED_NEW;
	out->first = i->seq + 1;
	out->last = last;
	return (store(l, out->log, s, out->first));
}
