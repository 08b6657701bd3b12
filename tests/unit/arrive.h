/*
 * arrive -- commits that come from elsewhere into a fixture's store.
 */
#ifndef TESTS_UNIT_ARRIVE_H
#define TESTS_UNIT_ARRIVE_H

#include "tests/unit/fixture.h"

#include "proto/log/accept.h"
#include "tests/unit/sealed.h"

/* What is written here and what comes are of one node, and it is federal. */
static inline void
one_hand(struct fixture *f)
{
	key_free(&f->key);
	f->key = sealed_key();
	f->desk.key = f->key;
	key_public(f->key, f->pub);
	fold_federal(f->st.f, f->pub);
}

/* Commits from..from+n-1 of the log of sealed.h whose whole text is body; its
 * number here. */
static inline uint32_t
take(struct fixture *f, const char *body, uint32_t from, uint32_t n)
{
	CLEAN(tx_undo) struct tx tx = { 0 };
	struct acceptance out;
	struct sealed x;

	sealed_part(&x, body, from, n);
	sealed_receive(&x);
	ok(tx_begin(&tx, f->st.db));
	ok(ledger_refresh(f->st.l));
	ok(accept_segment(f->st.l, &x.s, &out));
	if (out.what == ACCEPTED_NEW || out.what == ACCEPTED_FORK)
		ok(fold_commits(f->st.f, out.log, out.first, out.last));
	ok(tx_commit(&tx));
	ledger_committed(f->st.l);
	sealed_free(&x);
	return (out.log);
}

#endif
