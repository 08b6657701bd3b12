/* What every record must show, from the true past of its writes. */
#include "tests/sim/check_in.h"

struct write_of { /* of one field */
	const struct said *x;
	struct val v;
};

#define WRITES_MAX 256

/* Does the op write this register? Its value. */
static bool
writes(const struct said *x, const struct field *f, struct val *v)
{
	*v = val_null();
	if (x->op.kind != OP_CREATE && x->op.kind != OP_EDIT &&
	    x->op.kind != OP_RESOLVE)
		return (false);
	for (size_t i = 0; i < x->op.n; i++) {
		if (x->op.fv[i].field == f->no) {
			*v = x->op.fv[i].v;
			return (true);
		}
	}
	return (x->op.kind == OP_CREATE);
}

static size_t
maximal(struct book *b, const struct said *v, size_t n, const struct field *f,
    struct write_of *out)
{
	struct write_of all[WRITES_MAX];
	size_t k = 0, m = 0;

	for (size_t i = 0; i < n && k < WRITES_MAX; i++) {
		if (!v[i].held && writes(&v[i], f, &all[k].v))
			all[k++].x = &v[i];
	}
	for (size_t i = 0; i < k; i++) {
		bool seen = false;

		for (size_t j = 0; j < k && !seen; j++)
			seen = i != j && book_before(b, all[i].x, all[j].x);
		if (!seen)
			out[m++] = all[i];
	}
	return (m);
}

static bool
among(struct val v, const struct version *s, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (val_eq(v, s[i].v))
			return (true);
	return (false);
}

static void
fail(struct book *b, const char *invariant, const struct record *r,
    const struct field *f, const char *what)
{
	char id[40];

	ledger_id_put(b->l, r->id, id);
	world_fail(b->w, invariant, "seat %u: %s %s, %s: %s", b->s->n,
	    r->entity->name, id, f == NULL ? "life" : f->name, what);
}

/* A clock ahead gains no more than LIMIT_RANK_AHEAD_S over the receipt. */
static int64_t
rank(const struct said *x)
{
	int64_t most = x->receipt + LIMIT_RANK_AHEAD_S;

	return (x->receipt != 0 && x->at > most ? most : x->at);
}

static void
check_latest(struct book *b, const struct write_of *m, size_t k,
    const struct field *f, const struct record *r)
{
	size_t best = 0, equal = 0;

	for (size_t i = 1; i < k; i++)
		best = rank(m[i].x) > rank(m[best].x) ? i : best;
	for (size_t i = 0; i < k; i++)
		equal += rank(m[i].x) == rank(m[best].x) ? 1 : 0;
	if (equal == 1 && !val_eq(m[best].v, r->v[f->no - 1]))
		fail(b, "clock", r, f, "not the one of the highest rank");
}

static void
check_register(struct book *b, const struct said *v, size_t n,
    const struct field *f, const struct record *r)
{
	struct write_of m[WRITES_MAX];
	size_t k = maximal(b, v, n, f, m), sn;
	const struct dispute *d = book_dispute(b, r->id, f->no);
	struct version *s;
	bool differ = false;

	for (size_t i = 1; i < k; i++)
		differ |= !val_eq(m[i].v, m[0].v);
	if (d != NULL && d->kind == REVIEW_FOLIO)
		return;
	if (differ && d == NULL)
		fail(b, "dispute", r, f, "siblings that differ, no dispute");
	if (!differ && d != NULL && d->kind != REVIEW_APPROVAL)
		fail(b, "dispute", r, f, "a dispute without siblings");
	if (!differ && k > 0 && !val_eq(m[0].v, r->v[f->no - 1]))
		fail(b, "merge", r, f, "another value is shown");
	if (!differ)
		return;
	world_must(b->w, "siblings",
	    state_siblings(b->l, r->id, f->no, &b->a, &s, &sn));
	for (size_t i = 0; i < k; i++)
		if (!among(m[i].v, s, sn))
			fail(b, "readable", r, f,
			    "a value of a dispute is not among its branches");
	if (f->show == SHOW_LATEST)
		check_latest(b, m, k, f, r);
}

static void
check_count(struct book *b, const struct said *v, size_t n,
    const struct field *f, const struct record *r)
{
	int64_t sum = 0;

	for (size_t i = 0; i < n; i++)
		if (!v[i].held && v[i].op.kind == OP_COUNT &&
		    v[i].op.fv[0].field == f->no)
			sum += v[i].op.fv[0].v.i;
	if (r->v[f->no - 1].i != sum)
		fail(b, "merge", r, f, "the sum is another");
}

static void
check_record(struct book *b, const struct said *v, size_t n)
{
	struct record r;
	bool found, created = false;

	for (size_t i = 0; i < n; i++)
		created |=
		    v[i].op.kind == OP_CREATE && !v[i].held && !v[i].op.partial;
	if (!created)
		return;
	world_must(b->w, "a record",
	    state_get(b->l, schema_entity(v[0].op.entity), v[0].record, &b->a,
		&r, &found));
	if (!found)
		world_fail(b->w, "merge",
		    "seat %u: a record that was created is not shown", b->s->n);
	if (r.life == LIFE_ABSENT)
		return; /* waits for its parent */
	for (size_t i = 0; i < r.entity->n; i++) {
		const struct field *f = &r.entity->fields[i];

		if (check_split(b, v, n, f, &r))
			continue;
		switch (f->merge) {
		case MERGE_REG:
		case MERGE_ONCE:
			check_register(b, v, n, f, &r);
			break;
		case MERGE_LIST:
			check_lists(b, v, n, f, &r);
			break;
		case MERGE_COUNT:
			check_count(b, v, n, f, &r);
			break;
		case MERGE_TEXT:
			check_texts(b, v, n, f, &r);
			break;
		}
	}
	check_lives(b, v, n, &r);
	if (r.entity->no == ENTITY_minutes)
		check_frozen(b, v, n, &r);
}

/* Those of the record's own space; the others change nothing. */
static size_t
own(struct said *v, size_t n)
{
	size_t k = 0;
	uint32_t space = 0;

	for (size_t i = 0; i < n; i++)
		if (v[i].op.kind == OP_CREATE)
			space = v[i].space;
	for (size_t i = 0; i < n; i++)
		if (v[i].space == space)
			v[k++] = v[i];
	return (space == 0 ? 0 : k);
}

void
check_merges(struct book *b)
{
	struct said *v;
	size_t n;

	for (size_t i = 0; i < b->n; i += n) {
		for (n = 1; i + n < b->n; n++)
			if (b->v[i + n].record != b->v[i].record)
				break;
		v = mem_new(n * sizeof(*v));
		memcpy(v, &b->v[i], n * sizeof(*v));
		if (n < WRITES_MAX)
			check_record(b, v, own(v, n));
		mem_free(v);
	}
}
