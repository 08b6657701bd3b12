/*
 * accept_fork -- two hashes at one (log, seq): both branches are kept.
 *
 * A branch hangs on the log (or branch) that it shares most with.  Which of
 * the two was held first differs from store to store, so from the fork on
 * both have a canonical name of their own (ledger_canon).
 */
#include "proto/log/accept_parts.h"
#include "proto/log/ledger_parts.h"

SQL(accept_children,
    "SELECT no FROM log WHERE branch = ?1 AND branch > 0 AND parent = ?2"
    " ORDER BY no");
SQL(accept_branches,
    "SELECT no FROM log WHERE branch = ?1 AND branch > 0 ORDER BY no");
SQL(accept_copy_alias, "INSERT INTO alias (log, n, target, seq, id)"
		       " SELECT ?2, n, target, seq, id"
		       " FROM alias WHERE log = ?1 AND seq < ?3");
SQL(accept_copy_actor,
    "INSERT INTO actor (log, n, name, seq) SELECT ?2, n, name, seq"
    " FROM actor WHERE log = ?1 AND seq < ?3");
SQL(accept_copy_named,
    "INSERT INTO named (log, n, epoch, seq) SELECT ?2, n, epoch, seq"
    " FROM named WHERE log = ?1 AND seq < ?3");
SQL(accept_retarget, "UPDATE alias SET target = ?2 WHERE target = ?1");
SQL(accept_adopt, "UPDATE log SET branch = ?2, genesis = ?3 WHERE no = ?1");
SQL(accept_canon,
    "INSERT OR IGNORE INTO canon (log, first, id) VALUES (?1, ?2, ?3)");

static err_t
is_at(struct ledger *l, uint32_t log, uint32_t seq, const uint8_t *hash,
    size_t n, bool *yes)
{
	CLEAN(arena_free) struct arena a = ARENA;
	const struct log_info *i = ledger_log(l, log);
	struct hash *h;

	*yes = false;
	if (i == NULL || i->space == 0 || seq < i->first || seq > i->seq)
		return (NULL);
	if (seq == i->seq) {
		*yes = memcmp(i->head.b, hash, n) == 0;
		return (NULL);
	}
	TRY(accept_hashes(l, log, seq, 1, &a, &h));
	*yes = memcmp(h->b, hash, n) == 0;
	return (NULL);
}

err_t
accept_find(struct ledger *l, const uint8_t id[LOG_ID_LEN], uint32_t seq,
    const uint8_t *hash, size_t n, uint32_t *log)
{
	CLEAN(rows_done) struct rows r = { 0 };
	const struct log_info *i = ledger_log_by_id(l, id);
	bool yes, more;

	must(n <= HASH_LEN);
	*log = 0;
	if (i == NULL)
		return (NULL);
	TRY(is_at(l, i->no, seq, hash, n, &yes));
	if (yes) {
		*log = i->no;
		return (NULL);
	}
	TRY(db_query(&r, l->db, &accept_branches, A_INT(i->no)));
	for (;;) {
		TRY(rows_next(&r, &more));
		if (!more)
			return (NULL);
		TRY(is_at(l, (uint32_t)rows_int(&r, 0), seq, hash, n, &yes));
		if (yes) {
			*log = (uint32_t)rows_int(&r, 0);
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

/* From the fork on, what the store held first has a canonical name too. */
static err_t
name_trunk(
    struct ledger *l, uint32_t log, const uint8_t id[LOG_ID_LEN], uint32_t fork)
{
	CLEAN(arena_free) struct arena a = ARENA;
	struct log_entry *e = ledger_entry(l, log);
	struct hash *h;
	struct canon c = { .first = fork };
	const struct log_info *named;

	must(e != NULL);
	TRY(accept_hashes(l, log, fork, 1, &a, &h));
	branch_id(id, h, c.id);
	named = ledger_log_by_id(l, c.id);
	if (named != NULL) /* somebody named it before it was known here */
		TRY(db_run(
		    l->db, &accept_retarget, A_INT(named->no), A_INT(log)));
	mem_room(&e->canon, &e->canon_cap, e->canons + 1, sizeof(c));
	e->canon[e->canons++] = c;
	return (db_run(l->db, &accept_canon, A_INT(log), A_INT(fork),
	    val_blob(c.id, LOG_ID_LEN)));
}

/* A new log row, or the one that others named before it was known here. */
static err_t
add_branch(struct ledger *l, const struct log_info *i, struct span genesis,
    uint32_t whole, uint32_t *no)
{
	const struct log_info *named = ledger_log_by_id(l, i->id);
	struct log_info mine = *i;

	if (named == NULL)
		return (ledger_add_log(l, i, genesis, whole, no));
	*no = mine.no = named->no;
	ledger_entry(l, mine.no)->branch = whole;
	TRY(ledger_save_log(l, &mine));
	return (db_run(l->db, &accept_adopt, A_INT(mine.no), A_INT(whole),
	    val_text(genesis)));
}

/* Open the branch of s that leaves `trunk` at `fork`. */
static err_t
new_branch(struct ledger *l, uint32_t trunk, const struct segment *s,
    uint32_t fork, uint32_t *no)
{
	const struct log_entry *t = ledger_entry(l, trunk);
	uint32_t whole = t->branch != 0 ? t->branch : trunk;
	struct log_info i = t->i;
	uint8_t id[LOG_ID_LEN];

	memcpy(id, ledger_log(l, whole)->id, LOG_ID_LEN);
	branch_id(id, &s->hash[fork - s->from], i.id);
	i.mine = 0;
	i.open = i.open_ops = 0;
	i.parent = trunk;
	i.parent_seq = fork - 1;
	i.first = fork;
	i.seq = i.sealed = fork - 1;
	i.parent_hash = fork == s->from ? s->prev : s->hash[fork - s->from - 1];
	i.head = i.parent_hash;
	TRY(name_trunk(l, trunk, id, fork));
	TRY(add_branch(l, &i, s->genesis, whole, no));
	TRY(db_run(
	    l->db, &accept_copy_alias, A_INT(trunk), A_INT(*no), A_INT(fork)));
	TRY(db_run(
	    l->db, &accept_copy_actor, A_INT(trunk), A_INT(*no), A_INT(fork)));
	return (db_run(
	    l->db, &accept_copy_named, A_INT(trunk), A_INT(*no), A_INT(fork)));
}

/* The child of `log` that shares more with s than up to *fork; 0 none. */
static err_t
closer(struct ledger *l, uint32_t whole, uint32_t log, const struct segment *s,
    uint32_t *fork, uint32_t *child)
{
	CLEAN(rows_done) struct rows r = { 0 };
	bool more;

	*child = 0;
	TRY(db_query(&r, l->db, &accept_children, A_INT(whole), A_INT(log)));
	for (;;) {
		const struct log_info *i;
		uint32_t at;

		TRY(rows_next(&r, &more));
		if (!more)
			return (NULL);
		i = ledger_log(l, (uint32_t)rows_int(&r, 0));
		/* One that leaves later has what s does not have at *fork. */
		if (i == NULL || i->first > *fork || s->from > i->seq + 1)
			continue;
		TRY(accept_differ(l, i->no, s, &at));
		if (at != 0 && at <= *fork)
			continue;
		*child = i->no;
		*fork = at;
		return (NULL);
	}
}

err_t
accept_forked(struct ledger *l, uint32_t log, const struct segment *s,
    uint32_t fork, struct acceptance *out)
{
	uint32_t at = log, child, last = s->from + s->n - 1;
	const struct log_info *i;

	while (fork != 0) {
		TRY(closer(l, log, at, s, &fork, &child));
		if (child == 0)
			break;
		at = child;
	}
	if (fork != 0 && fork < s->from) { /* it lies before: ask for that */
		out->what = ACCEPTED_GAP;
		out->have = fork - 1;
		return (NULL);
	}
	if (fork != 0)
		TRY(new_branch(l, at, s, fork, &at));
	i = ledger_log(l, at);
	out->log = at;
	out->first = i->seq + 1;
	out->last = last;
	out->what = last <= i->seq ? ACCEPTED_KNOWN : ACCEPTED_FORK;
	if (out->what == ACCEPTED_KNOWN)
		return (NULL);
	return (accept_store(l, at, s, out->first));
}
