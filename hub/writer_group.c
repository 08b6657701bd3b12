/*
 * writer_group -- what the writer does to the store: a group of jobs in one
 * transaction.  Knows no thread.
 */
#include "hub/writer_in.h"

#include "proto/base/clock.h"
#include "proto/base/say.h"

static void
job_failed(struct writer_job *j, err_t e)
{
	j->err = *e;
	j->failed = true;
}

/* What the ledger and the fold remember may not be so any more. */
static err_t
forget(struct house *h)
{
	fold_forget(h->st.f);
	ledger_forget(h->st.l);
	return (ledger_refresh(h->st.l));
}

static err_t
apply_one(struct house *h, struct writer_job *j, int64_t now)
{
	CLEAN(tx_undo) struct tx save = { 0 };

	TRY(tx_save(&save, h->st.db));
	TRY(j->apply(j->ctx, h, now));
	return (tx_commit(&save));
}

/* An error: nothing of the group is there. */
static err_t
apply_all(struct house *h, struct line *group)
{
	CLEAN(tx_undo) struct tx tx = { 0 };
	int64_t now = clock_now();
	err_t e;

	if (h->st.db == NULL)
		TRY(house_reopen(h));
	TRY(tx_begin(&tx, h->st.db));
	TRY(ledger_refresh(h->st.l));
	for (struct writer_job *j = group->first; j != NULL; j = j->next) {
		if ((e = apply_one(h, j, now)) == NULL)
			continue;
		job_failed(j, e);
		TRY(forget(h));
		if (!db_in_tx(h->st.db))
			return (err_new(
			    ERR_STORE, "the transaction was rolled back"));
	}
	return (tx_commit(&tx));
}

/* The outcome is unknown: read again what is there. */
static void
again(struct house *h)
{
	err_t e = house_reopen(h);

	if (e == NULL)
		return;
	say_err("writer", e);
	store_close(&h->st);
}

void
writer_group_run(struct house *h, struct line *group)
{
	err_t e = apply_all(h, group);

	if (e == NULL)
		return;
	say_err("writer", e);
	for (struct writer_job *j = group->first; j != NULL; j = j->next)
		job_failed(j, e);
	again(h);
}

void
writer_group_alone(struct house *h, struct writer_job *j)
{
	err_t e = h->st.db == NULL ? house_reopen(h) : NULL;

	if (e == NULL)
		e = j->apply(j->ctx, h, clock_now());
	if (e != NULL)
		job_failed(j, e);
	if (h->st.db == NULL)
		return;
	/* Also a job that did its work may have left the connection so. */
	if (db_broken(h->st.db) || (e != NULL && forget(h) != NULL))
		again(h);
}

void
writer_group_tell(struct writer_job *j, struct store *st)
{
	struct err *e = &err_last;

	if (j->failed)
		*e = j->err;
	j->done(j->ctx, st, j->failed ? e : NULL);
}
