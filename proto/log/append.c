#include "proto/log/append.h"
#include "proto/log/ledger_parts.h"
#include "proto/base/rand.h"

#include <stdio.h>

SQL(append_seen,
    "SELECT e.id, s.epoch, s.number FROM seen s JOIN epoch e ON e.no = s.epoch"
    " WHERE s.space = ?1 ORDER BY s.epoch");
SQL(append_seed_get, "SELECT seed, genesis FROM log WHERE no = ?1");
SQL(append_seed_set, "UPDATE log SET seed = ?2 WHERE no = ?1");
SQL(append_tail_add,
    "INSERT INTO tail (no, hash, at, body) VALUES (?1, ?2, ?3, ?4)");
SQL(append_tail_all,
    "SELECT no, hash, at, body FROM tail WHERE no >= ?1 AND no < ?2"
    " ORDER BY no");
SQL(append_tail_drop, "DELETE FROM tail WHERE no >= ?1 AND no <= ?2");
SQL(append_retire, "UPDATE log SET mine = 2 WHERE mine = 1 AND space = ?1");
SQL_SCAN(append_retire_all, "UPDATE log SET mine = 2 WHERE mine = 1");
SQL(append_parent,
    "SELECT no FROM log WHERE space = ?1 AND node = ?2 AND mine = 2"
    " ORDER BY no DESC LIMIT 1");

/* mine: 0 somebody else's, 1 the log being written, 2 an own log that ended. */

static err_t
new_log(struct append *ap, uint32_t space, const uint8_t node[KEY_LEN])
{
	CLEAN(buf_free) struct buf line = BUF(LIMIT_LINE_BYTES);
	struct log_info i = { .space = space, .first = 1, .mine = 1 };
	struct genesis g = { 0 };
	int64_t before;

	rand_bytes(i.id, LOG_ID_LEN);
	memcpy(i.node, node, KEY_LEN);
	memcpy(g.log, i.id, LOG_ID_LEN);
	memcpy(g.node, node, KEY_LEN);
	(void)snprintf(
	    g.space, sizeof(g.space), "%s", ledger_space_name(ap->l, space));
	TRY(db_int(ap->l->db, &append_parent, 0, &before, A_INT(space),
	    val_blob(node, KEY_LEN)));
	if (before != 0) {
		const struct log_info *p = ledger_log(ap->l, (uint32_t)before);

		must(p != NULL);
		if (p->seq > 0) {
			g.has_parent = true;
			memcpy(g.parent, p->id, LOG_ID_LEN);
			g.parent_seq = i.parent_seq = p->seq;
			g.parent_hash = i.parent_hash = p->head;
			i.parent = p->no;
		}
	}
	TRY(genesis_put(&g, &line));
	genesis_hash(buf_all(&line), &i.head);
	return (ledger_add_log(ap->l, &i, buf_all(&line), 0, &ap->log));
}

err_t
append_begin(struct append *ap, struct ledger *l, struct arena *a,
    uint32_t space, const uint8_t node[KEY_LEN])
{
	const struct log_info *mine;

	must(db_in_tx(l->db));
	*ap = (struct append){ .l = l, .a = a };
	l->dirty = true;
	mine = ledger_mine(l, space);
	if (mine == NULL || memcmp(mine->node, node, KEY_LEN) != 0)
		TRY(new_log(ap, space, node));
	else
		ap->log = mine->no;
	mine = ledger_log(l, ap->log);
	if (mine == NULL)
		return (err_new(ERR_STORE, "the own log was not read"));
	if (mine->seq >= LIMIT_SEQ)
		return (err_new(ERR_LIMIT, "this log is full"));
	ap->seq = mine->seq + 1;
	ap->names = ledger_names(l, ap->log);
	return (NULL);
}

static err_t
put_line(struct append *ap, const struct op *op, dot_t *dot)
{
	CLEAN(buf_free) struct buf line = BUF(LIMIT_LINE_BYTES);

	if (ap->n >= LIMIT_OPS_COMMIT)
		return (err_new(ERR_LIMIT, "more than %d changes in one action",
		    LIMIT_OPS_COMMIT));
	TRY(op_put(op, &ap->names, &line));
	ap->bytes += line.n + 1;
	if (ap->bytes + 512 > LIMIT_COMMIT_BYTES)
		return (err_new(ERR_LIMIT, "more than %d bytes in one action",
		    LIMIT_COMMIT_BYTES));
	ap->ops[ap->n] = span_of(arena_dup(ap->a, buf_all(&line)), line.n);
	*dot = dot_pack(ap->log, ap->seq, ap->n);
	ap->n++;
	return (NULL);
}

static err_t
need_alias(struct append *ap, dot_t ref)
{
	struct op op = { .kind = OP_ALIAS };
	dot_t dot;

	if (ref == 0 || dot_log(ref) == ap->log ||
	    ap->names.alias_of(ap->names.ctx, ref) != 0)
		return (NULL);
	if (ledger_log(ap->l, dot_log(ref)) == NULL)
		return (err_new(ERR_MISSING, "a record that is not here"));
	ledger_canon(ap->l, ref, op.log);
	TRY(put_line(ap, &op, &dot));
	return (ledger_learn_alias(ap->l, ap->log, ap->seq, op.log));
}

err_t
append_op(struct append *ap, const struct op *op, dot_t *dot)
{
	const struct entity *e = schema_entity(op->entity);

	TRY(need_alias(ap, op->kind == OP_CREATE ? 0 : op->record));
	TRY(need_alias(ap, op->kind == OP_SPLICE ? op->base : 0));
	for (size_t i = 0; i < op->n; i++) {
		const struct field *f =
		    e == NULL ? NULL : schema_field(e, op->fv[i].field);

		if (f != NULL && f->type == TYPE_REF &&
		    op->fv[i].v.kind == VAL_INT)
			TRY(need_alias(ap, op->fv[i].v.i));
	}
	return (put_line(ap, op, dot));
}

/* The entries of the map that grew since this log's last commit. */
static err_t
changed_basis(struct append *ap, struct head *h)
{
	CLEAN(rows_done) struct rows r = { 0 };
	struct log_entry *e = ledger_entry(ap->l, ap->log);
	bool more;

	must(e != NULL);
	h->basis = arena_new(ap->a, sizeof(*h->basis) * LIMIT_EPOCHS);
	TRY(db_query(&r, ap->l->db, &append_seen, A_INT(e->i.space)));
	for (;;) {
		struct basis_item *b = &h->basis[h->basis_n];
		uint32_t epoch;
		int64_t number, was;

		TRY(rows_next(&r, &more));
		if (!more)
			break;
		epoch = (uint32_t)rows_int(&r, 1);
		number = rows_int(&r, 2);
		was = ledger_basis_at(ap->l, ap->log, ap->seq, epoch);
		if (number <= was || number <= 0)
			continue;
		if (h->basis_n == LIMIT_EPOCHS)
			return (err_new(ERR_LIMIT, "too many hub epochs"));
		h->basis_n++;
		b->number = number;
		b->named = true;
		memcpy(b->id, rows_span(&r, 0).p, 16);
		for (uint32_t i = 0; i < e->nameds; i++) {
			if (e->named[i] == epoch) {
				b->named = false;
				b->index = i + 1;
			}
		}
	}
	if (h->basis_n == 1 && !h->basis[0].named &&
	    h->basis[0].index == e->nameds) {
		int64_t was = ledger_basis_at(
		    ap->l, ap->log, ap->seq, e->named[e->nameds - 1]);

		if (was >= 0) {
			h->basis[0].delta = true;
			h->basis[0].number -= was;
		}
	}
	return (NULL);
}

static void
name_actor(struct append *ap, struct head *h, const char *actor)
{
	struct log_entry *e = ledger_entry(ap->l, ap->log);

	if (actor == NULL || actor[0] == '\0')
		return;
	for (size_t i = 0; i < e->actors; i++) {
		if (strcmp(e->actor[i], actor) == 0) {
			h->actor = (uint32_t)i + 1;
			return;
		}
	}
	h->new_actor = span_str(arena_dup(ap->a, span_str(actor)));
}

/* The seed of the open segment: drawn when its first commit is written. */
static err_t
open_seed(struct append *ap, uint8_t seed[SEED_LEN], bool *fresh)
{
	CLEAN(rows_done) struct rows r = { 0 };
	bool found;

	TRY(db_one(&r, ap->l->db, &append_seed_get, &found, A_INT(ap->log)));
	must(found);
	*fresh = rows_span(&r, 0).n != SEED_LEN;
	if (!*fresh)
		memcpy(seed, rows_span(&r, 0).p, SEED_LEN);
	else
		rand_bytes(seed, SEED_LEN);
	return (NULL);
}

err_t
append_end(struct append *ap, int64_t at, const char *actor)
{
	CLEAN(buf_free) struct buf body = BUF(LIMIT_COMMIT_BYTES);
	struct log_info i = *ledger_log(ap->l, ap->log);
	struct head h = { .schema = (uint32_t)schema_version, .n = ap->n };
	uint8_t seed[SEED_LEN];
	struct hmac m;
	size_t head_len;
	bool fresh;

	must(ap->n > 0);
	h.at = at - i.at;
	TRY(changed_basis(ap, &h));
	name_actor(ap, &h, actor);
	TRY(head_put(&h, &body));
	head_len = body.n;
	TRY(buf_byte(&body, '\n'));
	for (uint32_t k = 0; k < ap->n; k++) {
		TRY(buf_span(&body, ap->ops[k]));
		TRY(buf_byte(&body, '\n'));
	}
	TRY(open_seed(ap, seed, &fresh));
	if (fresh)
		TRY(db_run(ap->l->db, &append_seed_set, A_INT(ap->log),
		    val_blob(seed, SEED_LEN)));
	hmac_key(&m, seed, SEED_LEN);
	chain_commit(&m, &i.head, ap->seq, span_of(body.p, head_len), ap->ops,
	    ap->n, &i.head);
	i.seq = ap->seq;
	i.at = at;
	i.open += (int64_t)body.n;
	i.open_ops += ap->n;
	must(i.seq - i.sealed <= LIMIT_SEGMENT_COMMITS &&
	     i.open <= LIMIT_SEGMENT_TEXT && i.open_ops <= LIMIT_SEGMENT_OPS);
	TRY(db_run(ap->l->db, &append_tail_add,
	    A_INT(ledger_key(ap->log, ap->seq)), val_blob(i.head.b, HASH_LEN),
	    A_INT(at), val_blob(body.p, body.n)));
	TRY(ledger_save_log(ap->l, &i));
	return (ledger_learn_head(ap->l, ap->log, ap->seq, &h));
}

/* The open tail, to become one segment. */
struct tail_run {
	struct buf body;
	uint32_t first, last;
	int64_t at; /* of the first commit */
	int64_t first_delta;
	struct hash head;
};

static err_t
take_run(struct ledger *l, uint32_t log, struct tail_run *run)
{
	CLEAN(rows_done) struct rows r = { 0 };
	bool more;

	TRY(db_query(&r, l->db, &append_tail_all, A_INT(ledger_key(log, 1)),
	    A_INT(ledger_key(log + 1, 0))));
	for (;;) {
		struct span b;

		TRY(rows_next(&r, &more));
		if (!more)
			return (NULL);
		b = rows_span(&r, 3);
		run->last = (uint32_t)((uint64_t)rows_int(&r, 0) & 0xffffffff);
		if (run->first == 0) {
			run->first = run->last;
			run->at = rows_int(&r, 2);
		}
		if (rows_span(&r, 1).n != HASH_LEN)
			return (err_new(ERR_DAMAGED, "tail of log %u", log));
		memcpy(run->head.b, rows_span(&r, 1).p, HASH_LEN);
		TRY(buf_span(&run->body, b));
	}
}

SQL(append_head_before, "SELECT head FROM segment WHERE no >= ?1 AND no < ?2"
			" ORDER BY no DESC LIMIT 1");

/* prev of the segment that starts at `first`: the last segment's head, or the
 * genesis hash. */
static err_t
prev_of(struct ledger *l, uint32_t log, uint32_t first, struct hash *prev,
    struct buf *genesis)
{
	CLEAN(rows_done) struct rows r = { 0 };
	CLEAN(rows_done) struct rows g = { 0 };
	bool found;

	if (first == 1) {
		TRY(db_one(&g, l->db, &append_seed_get, &found, A_INT(log)));
		must(found);
		TRY(buf_span(genesis, rows_span(&g, 1)));
		genesis_hash(buf_all(genesis), prev);
		return (NULL);
	}
	TRY(db_one(&r, l->db, &append_head_before, &found,
	    A_INT(ledger_key(log, 1)), A_INT(ledger_key(log, first))));
	if (!found || rows_span(&r, 0).n != HASH_LEN)
		return (err_new(ERR_DAMAGED, "log %u before %u", log, first));
	memcpy(prev->b, rows_span(&r, 0).p, HASH_LEN);
	return (NULL);
}

static err_t
close_run(struct ledger *l, uint32_t log, struct tail_run *run,
    const struct key *k, int64_t time, int64_t offset)
{
	CLEAN(buf_free) struct buf genesis = BUF(LIMIT_LINE_BYTES);
	CLEAN(json_free) json_t *root = NULL;
	CLEAN(arena_free) struct arena a = ARENA;
	struct log_info i = *ledger_log(l, log);
	struct append ap = { .l = l, .log = log };
	struct segment s = { 0 };
	struct span text = buf_all(&run->body), line;
	struct head h;
	bool fresh;

	memcpy(s.log, i.id, LOG_ID_LEN);
	s.from = run->first;
	s.n = run->last - run->first + 1;
	s.time = time;
	s.offset = offset;
	s.head = run->head;
	s.body = text;
	TRY(prev_of(l, log, s.from, &s.prev, &genesis));
	s.genesis = buf_all(&genesis);
	TRY(open_seed(&ap, s.seed, &fresh));
	must(!fresh);
	TRY(segment_sign(&s, k));
	must(span_line(&text, &line));
	TRY(head_take(line, &a, &root, &h));
	TRY(ledger_put_segment(l, log, &s, run->at - h.at));
	TRY(db_run(l->db, &append_tail_drop, A_INT(ledger_key(log, s.from)),
	    A_INT(ledger_key(log, run->last))));
	i.sealed = run->last;
	i.open = i.open_ops = 0;
	return (ledger_save_log(l, &i));
}

bool
append_full(struct ledger *l, uint32_t log)
{
	const struct log_info *i = ledger_log(l, log);

	return (i != NULL &&
		(i->seq - i->sealed >= LIMIT_SEGMENT_COMMITS ||
		    i->open >= LIMIT_SEGMENT_BYTES ||
		    i->open_ops > LIMIT_SEGMENT_OPS - LIMIT_OPS_COMMIT));
}

err_t
append_close(struct ledger *l, uint32_t log, const struct key *k, int64_t time,
    int64_t offset)
{
	const struct log_info *i = ledger_log(l, log);

	must(i != NULL && db_in_tx(l->db));
	while (i->sealed < i->seq) {
		struct tail_run run = { .body = BUF(LIMIT_SEGMENT_TEXT) };
		err_t e;

		e = take_run(l, log, &run);
		if (e == NULL && run.first == 0)
			e = err_new(ERR_DAMAGED, "log %u has no tail", log);
		if (e == NULL)
			e = close_run(l, log, &run, k, time, offset);
		buf_free(&run.body);
		TRY(e);
		i = ledger_log(l, log);
	}
	/* The next commit starts a segment and draws its own seed. */
	ledger_drop_cache(l);
	return (db_run(l->db, &append_seed_set, A_INT(log), val_null()));
}

err_t
append_epoch(struct ledger *l, uint32_t space)
{
	l->dirty = true;
	if (space == 0)
		TRY(db_run(l->db, &append_retire_all));
	else
		TRY(db_run(l->db, &append_retire, A_INT(space)));
	l->version = -1;
	return (ledger_refresh(l));
}
