#include "proto/log/salvage.h"

#include <stdlib.h>

#include "proto/log/place.h"
#include "proto/log/salvage_parts.h"

/* ---- old dots and new ones ---------------------------------------------- */

void
salvage_moved(struct job *j, dot_t from, dot_t to)
{
	must(j->moves == 0 || j->move[j->moves - 1].from < from);
	mem_room(&j->move, &j->move_cap, j->moves + 1, sizeof(*j->move));
	j->move[j->moves++] = (struct move){ from, to };
}

bool
salvage_gone(const struct job *j, dot_t d)
{
	return (dot_log(d) == j->cut.log && dot_seq(d) >= j->from);
}

bool
salvage_lost(const struct job *j, dot_t d)
{
	if (!salvage_gone(j, d) || dot_seq(d) > j->last)
		return (false);
	for (size_t i = 0; i < j->bares; i++) {
		if (j->bare[i] == d)
			return (true);
	}
	return (j->lost[dot_seq(d) - j->from] != 0);
}

dot_t
salvage_now(const struct job *j, dot_t d)
{
	size_t lo = 0, hi = j->moves;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (j->move[mid].from == d)
			return (j->move[mid].to);
		if (j->move[mid].from < d)
			lo = mid + 1;
		else
			hi = mid;
	}
	return (d);
}

static void
follow(const struct job *j, struct op *op)
{
	const struct entity *e = schema_entity(op->entity);

	if (op->kind != OP_CREATE)
		op->record = salvage_now(j, op->record);
	if (op->kind == OP_SPLICE)
		op->base = salvage_now(j, op->base);
	for (size_t i = 0; e != NULL && i < op->n; i++) {
		const struct field *f = schema_field(e, op->fv[i].field);

		must(f != NULL); /* it would have been partial */
		if (f->type == TYPE_REF && op->fv[i].v.kind == VAL_INT)
			op->fv[i].v.i = salvage_now(j, op->fv[i].v.i);
	}
}

/* ---- reading ------------------------------------------------------------ */

struct piece *
salvage_piece(struct job *j)
{
	mem_room(&j->piece, &j->piece_cap, j->pieces + 1, sizeof(*j->piece));
	j->piece[j->pieces] = (struct piece){ .at = j->s->now };
	return (&j->piece[j->pieces++]);
}

static void
keep_root(struct job *j, json_t *root)
{
	mem_room(&j->root, &j->root_cap, j->roots + 1, sizeof(json_t *));
	j->root[j->roots++] = root;
}

static void
bare(struct job *j, dot_t d)
{
	mem_room(&j->bare, &j->bare_cap, j->bares + 1, sizeof(*j->bare));
	j->bare[j->bares++] = d;
}

/* Ops of one commit, from its own text; *fine false when it cannot be read. */
static void
read_commit(struct job *j, uint32_t seq, bool *fine)
{
	struct piece p = { .seq = seq };
	struct stored c;
	size_t roots = j->roots;

	*fine = ledger_commit(
		    j->s->l, dot_pack(j->cut.log, seq, 0), &j->a, &c) == NULL;
	if (!*fine)
		return;
	p.at = c.at;
	p.actor = c.actor;
	p.op = arena_new(&j->a, sizeof(*p.op) * (c.n + 1));
	p.dot = arena_new(&j->a, sizeof(*p.dot) * (c.n + 1));
	for (uint32_t i = 0; i < c.n && *fine; i++) {
		json_t *root = NULL;
		struct op *op = &p.op[p.n];

		*fine = ledger_op(j->s->l, &c, i, &j->a, &root, op) == NULL;
		keep_root(j, root);
		*fine = *fine && op->kind != OP_UNKNOWN && !op->partial;
		if (!*fine || op->kind == OP_ALIAS || op->kind == OP_ERASED)
			continue;
		if (op->kind == OP_SPLICE && salvage_lost(j, op->base)) {
			bare(j, dot_pack(j->cut.log, seq, i));
			continue; /* the text comes from the state */
		}
		p.dot[p.n++] = dot_pack(j->cut.log, seq, i);
	}
	if (!*fine) {
		while (j->roots > roots)
			json_free(&j->root[--j->roots]);
		return;
	}
	*salvage_piece(j) = p;
}

static err_t
read_all(struct job *j, uint32_t last)
{
	j->lost = arena_new(&j->a, last - j->from + 2);
	j->last = last;
	for (uint32_t seq = j->from; seq <= last; seq++) {
		bool fine;

		read_commit(j, seq, &fine);
		j->lost[seq - j->from] = !fine;
		if (!fine)
			j->s->lost++;
	}
	return (salvage_state(j));
}

/* ---- writing ------------------------------------------------------------ */

/* "NAME (reparado)", cut to what an actor may be. */
static const char *
marked(struct job *j, const char *actor)
{
	static const char mark[] = " (reparado)";
	size_t n = actor == NULL ? 0 : strlen(actor);

	if (n > LIMIT_ACTOR_BYTES - sizeof(mark) + 1)
		n = LIMIT_ACTOR_BYTES - sizeof(mark) + 1;
	while (n > 0 && ((uint8_t)actor[n] & 0xc0) == 0x80)
		n--;
	return (arena_fmt(
	    &j->a, "%.*s%s", (int)n, actor == NULL ? "" : actor, mark));
}

static void
mark_reason(struct job *j, struct op *op)
{
	size_t n = op->reason.n;

	if (op->kind != OP_VOID && op->kind != OP_DECIDE &&
	    op->kind != OP_RESOLVE)
		return;
	if (n > LIMIT_REASON_BYTES - strlen(SALVAGE_MARK))
		n = LIMIT_REASON_BYTES - strlen(SALVAGE_MARK);
	while (n > 0 && n < op->reason.n && (op->reason.p[n] & 0xc0) == 0x80)
		n--;
	op->reason = span_str(arena_fmt(&j->a, SALVAGE_MARK "%.*s", (int)n,
	    n == 0 ? "" : (const char *)op->reason.p));
}

static err_t
write_piece(struct job *j, struct piece *p)
{
	CLEAN(arena_free) struct arena a = ARENA;
	const struct log_info *mine = ledger_mine(j->s->l, j->space);
	struct append *ap = arena_new(&a, sizeof(*ap));
	uint8_t node[KEY_LEN];

	if (p->n == 0)
		return (NULL);
	if (mine != NULL && append_full(j->s->l, mine->no))
		TRY(append_close(j->s->l, mine->no, j->s->key, j->s->now, 0));
	key_public(j->s->key, node);
	TRY(append_begin(ap, j->s->l, &a, j->space, node));
	for (size_t i = 0; i < p->n; i++) {
		dot_t dot;

		follow(j, &p->op[i]);
		mark_reason(j, &p->op[i]);
		TRY(append_op(ap, &p->op[i], &dot));
		if (p->dot[i] != 0)
			salvage_moved(j, p->dot[i], dot);
	}
	return (append_end(ap, p->at, marked(j, p->actor)));
}

static int
by_seq(const void *x, const void *y)
{
	const struct piece *a = x, *b = y;

	if (a->seq != b->seq)
		return (a->seq < b->seq ? -1 : 1);
	return (a->order < b->order ? -1 : a->order > b->order);
}

/* Forget how far the space had come: what is here already is skipped. */
static err_t
pull_again(struct salvage *s, uint32_t space)
{
	const struct cursor none = { 0 };

	TRY(place_unsee(s->l, space));
	return (accept_cursor_set(s->l, space, &none));
}

static err_t
write_all(struct job *j)
{
	TRY(cut_make(j->s->l, &j->cut));
	if (j->again)
		TRY(pull_again(j->s, j->space));
	if (j->pieces > 1)
		qsort(j->piece, j->pieces, sizeof(*j->piece), by_seq);
	for (size_t i = 0; i < j->pieces; i++) {
		struct piece *p = &j->piece[i];

		TRY(write_piece(j, p));
		if (p->from_state)
			j->s->rebuilt += (uint32_t)p->n;
		else
			j->s->saved += (uint32_t)p->n;
	}
	return (NULL);
}

/* ---- one log and all of them -------------------------------------------- */

static void
job_free(struct job *j)
{
	while (j->roots > 0)
		json_free(&j->root[--j->roots]);
	mem_free(j->root);
	mem_free(j->piece);
	mem_free(j->move);
	mem_free(j->bare);
	arena_free(&j->a);
}

static err_t
mend_ours(struct salvage *s, const struct cut *c)
{
	CLEAN(job_free) struct job j = { .s = s, .cut = *c };
	struct log_info i = *ledger_log(s->l, c->log);
	uint32_t confirmed;

	TRY(place_last(s->l, c->log, &confirmed));
	if (confirmed > i.seq)
		confirmed = i.seq;
	j.space = i.space;
	j.from = (confirmed > c->good ? confirmed : c->good) + 1;
	s->logs++;
	s->again += j.from - c->good - 1;
	j.again = confirmed > c->good;
	if (j.from <= i.seq)
		TRY(read_all(&j, i.seq));
	return (write_all(&j));
}

/* Somebody else's: forget the bad part and pull the space once more. */
static err_t
mend_foreign(struct salvage *s, const struct cut *c)
{
	uint32_t space = ledger_log(s->l, c->log)->space;

	s->foreign++;
	TRY(cut_make(s->l, c));
	return (pull_again(s, space));
}

err_t
salvage_run(struct salvage *s)
{
	CLEAN(tx_undo) struct tx tx = { 0 };
	uint32_t logs;

	TRY(tx_begin(&tx, ledger_db(s->l)));
	TRY(ledger_refresh(s->l));
	logs = ledger_logs(s->l);
	for (uint32_t no = 1; no <= logs; no++) {
		struct cut c;

		if (ledger_log(s->l, no) == NULL)
			continue; /* taken away with its space */
		TRY_FOR(cut_find(s->l, no, &c), "log %u", no);
		if (c.sound)
			continue;
		if (ledger_log(s->l, no)->mine != 0)
			TRY_FOR(mend_ours(s, &c), "log %u", no);
		else
			TRY_FOR(mend_foreign(s, &c), "log %u", no);
	}
	return (tx_commit(&tx));
}
