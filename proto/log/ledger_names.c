/*
 * ledger_names -- what the commits of a log declare as they go: names of other
 * logs, of actors, of hub epochs, and how far their author had seen.
 */
#include "proto/log/ledger_parts.h"

#include <stdio.h>

SQL(ledger_names_alias, "INSERT INTO alias (log, n, target, seq, id)"
			" VALUES (?1, ?2, ?3, ?4, ?5)");
SQL(ledger_names_actor,
    "INSERT INTO actor (log, n, name, seq) VALUES (?1, ?2, ?3, ?4)");
SQL(ledger_names_named,
    "INSERT INTO named (log, n, epoch, seq) VALUES (?1, ?2, ?3, ?4)");
SQL(ledger_names_basis,
    "INSERT INTO basis (log, seq, epoch, number) VALUES (?1, ?2, ?3, ?4)"
    " ON CONFLICT (log, seq, epoch) DO UPDATE"
    " SET number = max(number, excluded.number)");
SQL(ledger_names_see,
    "INSERT INTO seen (space, epoch, number) VALUES (?1, ?2, ?3)"
    " ON CONFLICT (space, epoch) DO UPDATE"
    " SET number = max(number, excluded.number)");
SQL(ledger_names_prefix,
    "SELECT no FROM log WHERE id >= ?1 AND id < ?2 LIMIT 2");
SQL(ledger_names_prefix_last, "SELECT no FROM log WHERE id >= ?1 LIMIT 2");

SQL(ledger_names_of, "SELECT no FROM log WHERE id = ?1"
		     " UNION ALL SELECT log FROM canon WHERE id = ?1 LIMIT 1");
SQL(ledger_names_epoch_no, "SELECT no FROM epoch WHERE id = ?1");
SQL(ledger_names_epoch_id, "SELECT id FROM epoch WHERE no = ?1");
SQL(ledger_names_epoch_add, "INSERT INTO epoch (id) VALUES (?1)");

/* A branch names what stood before the fork by its parent's number. */
static dot_t
own_dot(void *ctx, uint32_t seq, uint32_t index)
{
	struct log_entry *e = ctx;

	while (e->branch != 0 && seq < e->i.first) {
		struct log_entry *up = ledger_entry(e->l, e->i.parent);

		if (up == NULL)
			break;
		e = up;
	}
	return (dot_pack(e->i.no, seq, index));
}

/*
 * SPEC 8.4: A reference by the id of a forked log to a commit after the fork
 * means the branch that the author had: one on its own chain, else one in its
 * past; else the first in order.
 */
static dot_t
of_forked(struct log_entry *e, uint32_t log, uint32_t seq, uint32_t index)
{
	dot_t self = dot_pack(e->i.no, e->reading, 0), best = 0;
	int best_class = 0;

	for (uint32_t no = 1; no <= ledger_logs(e->l); no++) {
		struct log_entry *b = ledger_entry(e->l, no);
		dot_t d = dot_pack(no, seq, index);
		int class = 1;

		if (b == NULL || (no != log && b->branch != log) ||
		    seq < b->i.first || seq > b->i.seq)
			continue;
		if (ledger_by_chain(e->l, d, e->i.no, e->reading))
			class = 3;
		else if (ledger_past(e->l, d, self))
			class = 2;
		if (class > best_class ||
		    (class == best_class && ledger_order(e->l, d, best) < 0)) {
			best_class = class;
			best = d;
		}
	}
	return (best != 0 ? best : dot_pack(log, seq, index));
}

static dot_t
other_dot(void *ctx, uint32_t alias, uint32_t seq, uint32_t index)
{
	struct log_entry *e = ctx, *to;
	const struct alias *a;

	must(alias >= 1);
	if (alias > e->aliases)
		return (0);
	a = &e->alias[alias - 1];
	to = ledger_entry(e->l, a->log);
	if (to == NULL || to->canons == 0 ||
	    memcmp(to->i.id, a->id, LOG_ID_LEN) != 0 || to->branch != 0)
		return (dot_pack(a->log, seq, index));
	return (of_forked(e, a->log, seq, index));
}

/* A log is named by its id, a commit after a fork by its branch's. */
static uint32_t
alias_of(void *ctx, dot_t d)
{
	struct log_entry *e = ctx;
	uint8_t id[LOG_ID_LEN];

	ledger_canon(e->l, d, id);
	for (size_t i = 0; i < e->aliases; i++) {
		if (memcmp(e->alias[i].id, id, LOG_ID_LEN) == 0)
			return ((uint32_t)i + 1);
	}
	return (0);
}

struct names
ledger_names(struct ledger *l, uint32_t log)
{
	struct log_entry *e = ledger_entry(l, log);

	return ((struct names){ .ctx = e,
	    .own = log,
	    .own_dot = own_dot,
	    .other_dot = other_dot,
	    .alias_of = alias_of });
}

err_t
ledger_learn_alias(
    struct ledger *l, uint32_t log, uint32_t seq, const uint8_t id[LOG_ID_LEN])
{
	struct log_entry *e = ledger_entry(l, log);
	int64_t target;

	must(e != NULL);
	l->dirty = true;
	if (e->aliases >= LIMIT_ALIASES)
		return (err_new(ERR_LIMIT, "more than %d names of logs in one",
		    LIMIT_ALIASES));
	TRY(db_int(
	    l->db, &ledger_names_of, 0, &target, val_blob(id, LOG_ID_LEN)));
	if (target == 0) {
		/* A log not met yet: its place is kept, so that its number is
		 * known when it comes. */
		struct log_info i = { .first = 1 };
		uint32_t no;

		memcpy(i.id, id, LOG_ID_LEN);
		TRY(ledger_add_log(l, &i, span_str(""), 0, &no));
		target = no;
	}
	mem_room(&e->alias, &e->alias_cap, e->aliases + 1, sizeof(*e->alias));
	e->alias[e->aliases].log = (uint32_t)target;
	memcpy(e->alias[e->aliases].id, id, LOG_ID_LEN);
	e->aliases++;
	return (
	    db_run(l->db, &ledger_names_alias, A_INT(log), A_INT(e->aliases),
		A_INT(target), A_INT(seq), val_blob(id, LOG_ID_LEN)));
}

err_t
ledger_see(struct ledger *l, uint32_t space, uint32_t epoch, int64_t number)
{
	return (db_run(l->db, &ledger_names_see, A_INT(space), A_INT(epoch),
	    A_INT(number)));
}

/* One changed entry of the basis: epoch's number is now `number`. */
static err_t
learn_basis(struct ledger *l, struct log_entry *e, uint32_t seq, uint32_t epoch,
    int64_t number)
{
	if (number <= 0)
		return (NULL); /* nothing was seen */
	mem_room(&e->basis, &e->basis_cap, e->basis_n + 1, sizeof(*e->basis));
	e->basis[e->basis_n++] = (struct basis_row){ seq, epoch, number };
	TRY(db_run(l->db, &ledger_names_basis, A_INT(e->i.no), A_INT(seq),
	    A_INT(epoch), A_INT(number)));
	return (ledger_see(l, e->i.space, epoch, number));
}

static err_t
learn_item(struct ledger *l, struct log_entry *e, uint32_t seq,
    const struct basis_item *b)
{
	uint32_t epoch;
	int64_t was;

	if (b->named && e->nameds >= LIMIT_EPOCHS)
		return (err_new(ERR_FORMAT,
		    "commit %u names too many hub"
		    " epochs",
		    seq));
	if (b->named) {
		TRY(ledger_epoch(l, b->id, &epoch));
		mem_room(
		    &e->named, &e->named_cap, e->nameds + 1, sizeof(*e->named));
		e->named[e->nameds++] = epoch;
		TRY(db_run(l->db, &ledger_names_named, A_INT(e->i.no),
		    A_INT(e->nameds), A_INT(epoch), A_INT(seq)));
	} else {
		size_t at = b->delta ? e->nameds : b->index;

		if (at == 0 || at > e->nameds)
			return (err_new(ERR_FORMAT,
			    "commit %u names a hub epoch it never declared",
			    seq));
		epoch = e->named[at - 1];
	}
	was = ledger_basis_at(l, e->i.no, seq, epoch);
	if (b->delta) {
		if (b->number > INT64_MAX / 4 || was > INT64_MAX / 4)
			return (err_new(ERR_FORMAT, "basis of commit %u", seq));
		return (learn_basis(l, e, seq, epoch, was + b->number));
	}
	if (b->number < was)
		return (
		    err_new(ERR_FORMAT, "basis of commit %u goes back", seq));
	return (learn_basis(l, e, seq, epoch, b->number));
}

err_t
ledger_learn_head(
    struct ledger *l, uint32_t log, uint32_t seq, const struct head *h)
{
	struct log_entry *e = ledger_entry(l, log);

	must(e != NULL);
	l->dirty = true;
	if (h->new_actor.n > 0) {
		CLEAN(arena_free) struct arena a = ARENA;
		const char *name = arena_dup(&a, h->new_actor);

		mem_room(
		    &e->actor, &e->actor_cap, e->actors + 1, sizeof(*e->actor));
		e->actor[e->actors++] = mem_dup(name);
		TRY(db_run(l->db, &ledger_names_actor, A_INT(log),
		    A_INT(e->actors), val_str(name), A_INT(seq)));
	} else if (h->actor > e->actors) {
		return (err_new(ERR_FORMAT,
		    "commit %u names an actor it never declared", seq));
	}
	for (size_t i = 0; i < h->basis_n; i++)
		TRY(learn_item(l, e, seq, &h->basis[i]));
	return (NULL);
}

void
ledger_id_put(struct ledger *l, dot_t d, char out[40])
{
	const struct log_info *i = ledger_log(l, dot_log(d));

	if (i == NULL) {
		(void)snprintf(out, 40, "?");
		return;
	}
	(void)snprintf(out, 40, "%02x%02x%02x%02x.%u.%u", i->id[0], i->id[1],
	    i->id[2], i->id[3], dot_seq(d), dot_index(d));
}

/* Eight hex digits -> the one log whose id begins so. */
static err_t
by_prefix(struct ledger *l, const uint8_t p[4], uint32_t *no)
{
	CLEAN(rows_done) struct rows r = { 0 };
	uint8_t hi[4];
	bool more;
	int i = 3;

	memcpy(hi, p, 4);
	while (i >= 0 && ++hi[i] == 0)
		i--;
	if (i >= 0)
		TRY(db_query(&r, l->db, &ledger_names_prefix, val_blob(p, 4),
		    val_blob(hi, 4)));
	else
		TRY(db_query(
		    &r, l->db, &ledger_names_prefix_last, val_blob(p, 4)));
	TRY(rows_next(&r, &more));
	if (!more)
		return (err_new(ERR_MISSING, "no log with that id here"));
	*no = (uint32_t)rows_int(&r, 0);
	TRY(rows_next(&r, &more));
	if (more)
		return (err_new(ERR_DATA, "two logs begin with that id"));
	return (NULL);
}

/* Eat decimal digits; false when there are none or too many. */
static bool
eat_number(const char **s, uint32_t *n)
{
	uint64_t v = 0;
	const char *p = *s;

	while (*p >= '0' && *p <= '9' && v <= UINT32_MAX)
		v = v * 10 + (uint64_t)(*p++ - '0');
	if (p == *s || v > UINT32_MAX)
		return (false);
	*n = (uint32_t)v;
	*s = p;
	return (true);
}

static bool
eat_hex(const char **s, uint8_t p[4])
{
	static const char digits[] = "0123456789abcdef";

	for (int i = 0; i < 8; i++) {
		const char *d =
		    (*s)[i] == '\0' ? NULL : strchr(digits, (*s)[i]);

		if (d == NULL)
			return (false);
		p[i / 2] = (uint8_t)(p[i / 2] << 4 | (d - digits));
	}
	*s += 8;
	return (true);
}

err_t
ledger_id_take(struct ledger *l, const char *s, dot_t *d)
{
	uint32_t no, seq, index;
	uint8_t p[4] = { 0 };
	const char *at = s;

	if (!eat_hex(&at, p) || *at++ != '.' || !eat_number(&at, &seq) ||
	    *at++ != '.' || !eat_number(&at, &index) || *at != '\0' ||
	    seq == 0 || index > 255)
		return (err_new(
		    ERR_DATA, "\"%.40s\" is not an id (12ab34cd.5.0)", s));
	TRY(by_prefix(l, p, &no));
	*d = dot_pack(no, seq, index);
	return (NULL);
}

err_t
ledger_epoch(struct ledger *l, const uint8_t id[16], uint32_t *no)
{
	int64_t n;

	TRY(db_int(l->db, &ledger_names_epoch_no, 0, &n, val_blob(id, 16)));
	if (n == 0) {
		TRY(db_run(l->db, &ledger_names_epoch_add, val_blob(id, 16)));
		n = db_rowid(l->db);
	}
	*no = (uint32_t)n;
	return (NULL);
}

err_t
ledger_epoch_id(struct ledger *l, uint32_t no, uint8_t id[16])
{
	CLEAN(rows_done) struct rows r = { 0 };
	bool found;

	TRY(db_one(&r, l->db, &ledger_names_epoch_id, &found, A_INT(no)));
	if (!found || rows_span(&r, 0).n != 16)
		return (err_new(ERR_MISSING, "hub epoch %u", no));
	memcpy(id, rows_span(&r, 0).p, 16);
	return (NULL);
}
