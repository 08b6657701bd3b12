/* Who may what, what can still be read, and folios. */
#include "tests/sim/check_in.h"

/* ---- readable ----------------------------------------------------------- */

static bool
holds_value(const struct said *x, const struct oracle_value *k)
{
	for (size_t i = 0; i < x->op.n; i++) {
		struct span s = x->op.fv[i].v.s;

		if (x->op.fv[i].field != k->field)
			continue;
		if (x->op.kind == OP_SPLICE)
			return (s.n == 0 ||
				memmem(k->v.s.p, k->v.s.n, s.p, s.n) != NULL);
		if (val_eq(x->op.fv[i].v, k->v))
			return (true);
	}
	return (k->v.kind == VAL_NULL && x->op.kind == OP_CREATE);
}

static bool
touched(struct book *b, dot_t record, dot_t dot)
{
	CLEAN(arena_free) struct arena a = ARENA;
	dot_t *v;
	size_t n;

	world_must(b->w, "history", state_touched(b->l, record, &a, &v, &n));
	for (size_t i = 0; i < n; i++)
		if (v[i] == dot)
			return (true);
	return (false);
}

static const struct said *
find_value(
    struct book *b, const struct oracle_value *k, dot_t commit, dot_t record)
{
	size_t lo = 0, hi = b->n;

	while (lo < hi) { /* the first of this record */
		size_t mid = (lo + hi) / 2;

		if (b->v[mid].record < record)
			lo = mid + 1;
		else
			hi = mid;
	}
	for (; lo < b->n && b->v[lo].record == record; lo++)
		if (dot_commit(b->v[lo].dot) == commit &&
		    holds_value(&b->v[lo], k))
			return (&b->v[lo]);
	return (NULL);
}

void
check_readable(struct book *b)
{
	size_t n;
	const struct oracle_value *v = oracle_values(b->w, &n);

	for (size_t i = 0; i < n; i++) {
		const struct said *x;
		dot_t commit, record;

		if (!oracle_holds(b->w, b->s, v[i].commit))
			continue;
		commit = oracle_dot(b->w, b->s, v[i].commit);
		record = oracle_dot(b->w, b->s, v[i].made);
		if (commit == 0 || record == 0)
			continue;
		record |= (dot_t)v[i].index;
		x = find_value(b, &v[i], commit, record);
		if (x == NULL)
			world_fail(b->w, "readable",
			    "seat %u: a value of commit %u, field %u of %s,"
			    " cannot be read any more",
			    b->s->n, v[i].commit, v[i].field,
			    schema_entity(v[i].entity)->name);
		if (x->actor[0] == '\0' || x->at == 0)
			world_fail(b->w, "readable",
			    "seat %u: commit %u has lost its author", b->s->n,
			    v[i].commit);
		if (!touched(b, record, x->dot))
			world_fail(b->w, "readable",
			    "seat %u: commit %u is not in the history of its"
			    " record",
			    b->s->n, v[i].commit);
	}
}

/* ---- authority ---------------------------------------------------------- */

struct act_of { /* a secretariat act */
	dot_t roundtable, office;
	bool first; /* before the world began */
};

struct rights {
	struct act_of v[256];
	size_t n;
};

static void
acts(struct book *b, struct rights *x)
{
	CLEAN(rows_done) struct rows rows = { 0 };
	struct sql q = { .name = "check_acts",
		.text = "SELECT roundtable, office, id FROM secretariat",
		.scan = 1,
		.once = true };
	uint32_t c;
	bool more;

	world_must(
	    b->w, "acts", db_query_args(&rows, b->s->st->db, &q, NULL, 0));
	for (;;) {
		world_must(b->w, "acts", rows_next(&rows, &more));
		if (!more || x->n == 256)
			return;
		c = oracle_of(b->w, b->s, rows_int(&rows, 2));
		x->v[x->n++] =
		    (struct act_of){ rows_int(&rows, 0), rows_int(&rows, 1),
			    c != ORACLE_NONE &&
				oracle_commit(b->w, c)->seat == ORACLE_FOUND };
	}
}

static dot_t
office_of(struct book *b, const char *code)
{
	CLEAN(rows_done) struct rows rows = { 0 };
	struct sql q = { .name = "check_office",
		.text = "SELECT id FROM office WHERE code = ?1",
		.scan = 1,
		.once = true };
	struct val args[] = { DB_FILLER, val_str(code) };
	bool more;

	world_must(
	    b->w, "office", db_query_args(&rows, b->s->st->db, &q, args, 1));
	world_must(b->w, "office", rows_next(&rows, &more));
	return (more ? rows_int(&rows, 0) : 0);
}

/* Is it the owner's alone to write this? */
static bool
owners(const struct said *x, const struct entity *e)
{
	if (e->space != IN_ROUNDTABLE)
		return (false);
	if (x->op.kind == OP_CREATE || x->op.kind == OP_VOID)
		return (e->writer == BY_OWNER);
	for (size_t i = 0; i < x->op.n; i++) {
		const struct field *f = schema_field(e, x->op.fv[i].field);

		if (f == NULL || f->writer != BY_OWNER)
			return (false);
	}
	return (x->op.n > 0);
}

static void
judge(struct book *b, const struct rights *x, const struct said *k, dot_t root,
    dot_t office)
{
	size_t of = 0, its = 0;
	bool first = false;

	for (size_t i = 0; i < x->n; i++) {
		of += x->v[i].roundtable == root ? 1 : 0;
		first |= x->v[i].roundtable == root && x->v[i].first;
		its += x->v[i].roundtable == root && office != 0 &&
			       x->v[i].office == office
			   ? 1
			   : 0;
	}
	if (!first) /* it was the federal level's once */
		return;
	if (its == 0 && !k->held)
		world_fail(b->w, "authority",
		    "seat %u: commit %u of seat %u, which never owned the"
		    " roundtable, was applied: %s, %s",
		    b->s->n, k->commit, oracle_commit(b->w, k->commit)->seat,
		    schema_entity(k->op.entity)->name,
		    k->op.kind == OP_CREATE    ? "created"
		    : k->op.kind == OP_VOID    ? "voided"
		    : k->op.kind == OP_RESOLVE ? "resolved"
					       : "changed");
	if (its == of && k->held && k->held_kind != HELD_AMENDMENT &&
	    b->w->n.fault[FAULT_hub_restore] == 0)
		world_fail(b->w, "authority",
		    "seat %u: commit %u of the owner is taken for a proposal",
		    b->s->n, k->commit);
}

void
check_rights(struct book *b)
{
	struct rights x = { .n = 0 };
	dot_t office[SEATS] = { 0 }, root = 0, last = 0;

	acts(b, &x);
	for (uint32_t i = 0; i < SEATS; i++)
		if (b->w->seat[i].code != NULL)
			office[i] = office_of(b, b->w->seat[i].code);
	for (size_t i = 0; i < b->n; i++) {
		const struct said *k = &b->v[i];
		const struct entity *e = schema_entity(k->op.entity);
		uint32_t seat = oracle_commit(b->w, k->commit)->seat;
		struct record r;
		bool found;

		if (e == NULL || seat == ORACLE_FOUND || seat >= SEATS ||
		    !owners(k, e) || office[seat] == 0 ||
		    oracle_commit(b->w, k->commit)->wild)
			continue;
		if (k->record != last) {
			last = k->record;
			world_must(b->w, "a record",
			    state_get(b->l, e, k->record, &b->a, &r, &found));
			root = found && r.life != LIFE_ABSENT ? r.root : 0;
			if (found && r.space != k->space)
				root = 0;
		}
		if (root != 0)
			judge(b, &x, k, root, office[seat]);
	}
}

/* ---- folios ------------------------------------------------------------- */

void
check_folios(struct book *b)
{
	for (size_t i = 0; i < schema_count; i++) {
		CLEAN(rows_done) struct rows rows = { 0 };
		const struct entity *e = &schema_entities[i];
		const struct field *f = schema_field_named(e, "folio");
		struct sql q = {
			.name = "check_folio", .scan = 1, .once = true
		};
		bool more;

		if (f == NULL || e->folio == NULL)
			continue;
		q.text = arena_fmt(&b->a,
		    "SELECT x.id FROM \"%s\" x JOIN \"%s\" y ON y.folio ="
		    " x.folio AND y.space = x.space AND y.id <> x.id"
		    " WHERE x.life = 0 AND y.life = 0",
		    e->name, e->name);
		world_must(b->w, "folios",
		    db_query_args(&rows, b->s->st->db, &q, NULL, 0));
		for (;;) {
			world_must(b->w, "folios", rows_next(&rows, &more));
			if (!more)
				break;
			if (book_dispute(b, rows_int(&rows, 0), f->no) == NULL)
				world_fail(b->w, "folio",
				    "seat %u: two live records of %s with one"
				    " folio, and nobody is asked",
				    b->s->n, e->name);
		}
	}
}
