#include "proto/log/accept.h"
#include "proto/log/accept_parts.h"
#include "proto/log/ledger_parts.h"

#include <stdio.h>

SQL(accept_genesis, "UPDATE log SET genesis = ?2 WHERE no = ?1");

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
		uint32_t up;

		TRY(accept_find(
		    l, g.parent, g.parent_seq, g.parent_hash.b, HASH_LEN, &up));
		p = ledger_log(l, up);
		if (p == NULL || p->space != i.space)
			return (NULL);
		i.parent = p->no;
		i.parent_seq = g.parent_seq;
		i.parent_hash = g.parent_hash;
	}
	if (known != NULL) {
		TRY(ledger_save_log(l, &i));
		TRY(db_run(
		    l->db, &accept_genesis, A_INT(i.no), val_text(s->genesis)));
	} else {
		TRY(ledger_add_log(l, &i, s->genesis, 0, &i.no));
	}
	out->log = i.no;
	*ready = true;
	return (NULL);
}

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

err_t
accept_differ(
    struct ledger *l, uint32_t log, const struct segment *s, uint32_t *at)
{
	CLEAN(arena_free) struct arena a = ARENA;
	const struct log_info *i = ledger_log(l, log);
	uint32_t last = s->from + s->n - 1;
	uint32_t from = s->from < i->first ? i->first : s->from;
	struct hash *v, h;

	must(s->from <= i->seq + 1);
	*at = 0;
	if (s->from > 1 && s->from - 1 >= i->first) {
		TRY(hash_at(l, log, s->from - 1, &h));
		if (memcmp(&h, &s->prev, sizeof(h)) != 0) {
			*at = s->from - 1;
			return (NULL);
		}
	}
	if (last > i->seq)
		last = i->seq;
	if (last < from)
		return (NULL);
	TRY(accept_hashes(l, log, from, last - from + 1, &a, &v));
	for (uint32_t k = 0; k <= last - from; k++) {
		if (memcmp(&v[k], &s->hash[from - s->from + k], sizeof(v[k])) !=
		    0) {
			*at = from + k;
			return (NULL);
		}
	}
	return (NULL);
}

err_t
accept_store(
    struct ledger *l, uint32_t log, const struct segment *s, uint32_t first)
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
			dot_t d = s->from - 1 >= i.first
				      ? dot_pack(log, s->from - 1, 0)
				      : dot_pack(i.parent, s->from - 1, 0);

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

err_t
accept_segment(
    struct ledger *l, const struct segment *s, struct acceptance *out)
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
	if (s->from > i->seq + 1) /* unless it goes on a longer branch */
		return (accept_forked(l, out->log, s, i->seq + 1, out));
	TRY(accept_differ(l, out->log, s, &fork));
	if (fork != 0)
		return (accept_forked(l, out->log, s, fork, out));
	if (last <= i->seq) {
		out->what = ACCEPTED_KNOWN;
		return (NULL);
	}
	out->what = ACCEPTED_NEW;
	out->first = i->seq + 1;
	out->last = last;
	return (accept_store(l, out->log, s, out->first));
}
