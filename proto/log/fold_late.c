/* What is learnt late about `national`: whose a roundtable was. */
#include "proto/log/fold_parts.h"

SQL(fold_late_runs, "SELECT log, first, count FROM position"
		    " WHERE space = ?1 AND receipt >= ?2");

struct run {
	uint32_t log, first, last;
};

struct runs {
	struct run *v;
	size_t n, cap;
};

static void
runs_free(struct runs *r)
{
	mem_free(r->v);
}

void
fold_late(struct fold *f, int64_t receipt)
{
	if (!f->is_late || receipt < f->late)
		f->late = receipt;
	f->is_late = true;
}

static err_t
add_runs(struct fold *f, uint32_t space, struct runs *to)
{
	CLEAN(rows_done) struct rows r = { 0 };
	bool more;

	TRY(db_query(&r, ledger_db(f->l), &fold_late_runs, A_INT(space),
	    A_INT(f->late)));
	for (;;) {
		struct run *run;

		TRY(rows_next(&r, &more));
		if (!more)
			return (NULL);
		mem_room(&to->v, &to->cap, to->n + 1, sizeof(*to->v));
		run = &to->v[to->n++];
		run->log = (uint32_t)rows_int(&r, 0);
		run->first = (uint32_t)rows_int(&r, 1);
		run->last = run->first + (uint32_t)rows_int(&r, 2) - 1;
	}
}

err_t
fold_late_again(struct fold *f)
{
	CLEAN(runs_free) struct runs all = { 0 };

	if (!f->is_late)
		return (NULL);
	fold_owners_drop(f);
	for (uint32_t no = 1; *ledger_space_name(f->l, no) != '\0'; no++)
		if (strcmp(ledger_space_name(f->l, no), SPACE_NATIONAL) != 0)
			TRY(add_runs(f, no, &all));
	f->is_late = false;
	for (size_t i = 0; i < all.n; i++)
		TRY(fold_again(f, all.v[i].log, all.v[i].first, all.v[i].last));
	return (NULL);
}
