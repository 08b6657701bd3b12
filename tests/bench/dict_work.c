#include "tests/bench/dict_work.h"

#include "proto/log/accept.h"
#include "proto/log/append.h"

#define ROWS  1200 /* of an office */
#define FIRST 200  /* written before anything is put */

/* Roundtables and institutions are written elsewhere, as in the benchmark. */
static uint32_t
where(const struct dict_work *d, size_t i)
{
	return (d->w.row[i].type <= WORK_ROUNDTABLE ? d->home : d->space);
}

static err_t
commit(struct dict_work *d, struct arena *a, uint32_t space, struct op *op,
    size_t n, dot_t dot[WORK_OPS])
{
	struct append ap;

	d->at += 15 + (int64_t)work_below(&d->w, 285);
	TRY(append_begin(&ap, d->st->l, a, space, d->pub));
	for (size_t i = 0; i < n; i++) {
		/* The second op of a new row names the first. */
		for (size_t k = 0; i > 0 && k < op[i].n; k++) {
			struct fv *fv = &op[i].fv[k];

			if (op[i].kind == OP_CREATE && fv->field == 1 &&
			    fv->v.kind == VAL_INT)
				fv->v = val_int(dot[0]);
		}
		TRY(append_op(&ap, &op[i], &dot[i]));
	}
	return (append_end(&ap, d->at, "ana"));
}

static err_t
write_row(struct dict_work *d)
{
	CLEAN(arena_free) struct arena a = ARENA;
	struct work_row *r = &d->w.row[d->next];
	struct op op[WORK_OPS];
	dot_t dot[WORK_OPS] = { 0 };
	size_t n = work_ops(&d->w, d->next, &a, op);

	TRY(commit(d, &a, where(d, d->next), op, n, dot));
	r->dot = dot[0];
	r->second = dot[1];
	d->next++;
	return (NULL);
}

static err_t
write_edit(struct dict_work *d)
{
	CLEAN(arena_free) struct arena a = ARENA;
	struct op op[WORK_OPS];
	dot_t dot[WORK_OPS];
	size_t i, n;

	do
		i = work_below(&d->w, d->next);
	while (d->w.row[i].type <= WORK_ROUNDTABLE);
	n = work_edit(&d->w, i, -1, &a, op);
	return (commit(d, &a, where(d, i), op, n, dot));
}

/* Close what is open; put what was. */
static err_t
put_open(struct dict_work *d, uint32_t space,
    err_t (*put)(void *ctx, const struct segment *s), void *ctx)
{
	CLEAN(arena_free) struct arena a = ARENA;
	const struct log_info *l = ledger_mine(d->st->l, space);
	uint32_t from;

	if (l == NULL || l->sealed == l->seq)
		return (NULL);
	from = l->sealed + 1;
	TRY(append_close(d->st->l, l->no, d->k, d->at, 0));
	if (put == NULL)
		return (NULL);
	return (accept_segments(d->st->l, l->no, from, l->seq, &a, put, ctx));
}

static err_t
put_all(struct dict_work *d, err_t (*put)(void *ctx, const struct segment *s),
    void *ctx)
{
	TRY(put_open(d, d->space, put, ctx));
	return (put_open(d, d->home, put, ctx));
}

err_t
dict_work_open(struct dict_work *d, struct store *st, const struct key *k,
    uint32_t space, uint64_t seed)
{
	*d = (struct dict_work){ .st = st, .k = k, .space = space };
	key_public(k, d->pub);
	work_make(&d->w, ROWS, 1, seed);
	d->at = 1767000000 + (int64_t)work_below(&d->w, 20000000);
	TRY(ledger_space(st->l, "home-0", true, &d->home));
	TRY(append_epoch(st->l, 0));
	return (dict_work_rows(d, FIRST, NULL, NULL));
}

void
dict_work_close(struct dict_work *d)
{
	work_free(&d->w);
}

err_t
dict_work_edits(struct dict_work *d, size_t n,
    err_t (*put)(void *ctx, const struct segment *s), void *ctx)
{
	for (size_t i = 0; i < n; i++)
		TRY(write_edit(d));
	return (put_all(d, put, ctx));
}

err_t
dict_work_rows(struct dict_work *d, size_t n,
    err_t (*put)(void *ctx, const struct segment *s), void *ctx)
{
	for (size_t i = 0; i < n && d->next < d->w.n; i++)
		TRY(write_row(d));
	return (put_all(d, put, ctx));
}
