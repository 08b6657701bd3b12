/*
 * desk_save -- an action is checked, written and kept.
 */
#include "proto/base/clock.h"
#include "proto/log/desk.h"
#include "proto/log/desk_parts.h"
#include "proto/log/facts.h"

SQL(desk_held_in, "SELECT op, kind FROM held WHERE op BETWEEN ?1 AND ?2");

/* An action is all the office's own, or all proposals. */
static err_t
whose(struct act *act)
{
	CLEAN(rows_done) struct rows r = { 0 };
	dot_t first = dot_pack(act->ap.log, act->ap.seq, 0);
	size_t held = 0, decided = 0, free = 0;
	bool more;

	TRY(db_query(&r, ledger_db(act->d->l), &desk_held_in, A_INT(first),
	    A_INT(first + 255)));
	for (;;) {
		TRY(rows_next(&r, &more));
		if (!more)
			break;
		if (rows_int(&r, 1) != HELD_AMENDMENT)
			held++;
	}
	for (size_t i = 0; i < act->n; i++) {
		decided += act->ops[i].kind == OP_DECIDE ? 1 : 0;
		free += act->ops[i].entity == ENTITY_pii_decision ? 1 : 0;
	}
	if (held != 0 && held + decided + free != act->n)
		return (err_new(ERR_SCOPE,
		    "this mixes own records with another"
		    " office's; save them apart: the others become proposals"));
	if (held != 0 && decided != 0)
		return (err_new(ERR_SCOPE, "only the owner decides that"));
	act->proposal = held != 0;
	return (NULL);
}

/* Everything but keeping it: rules, the commit, the rows. */
static err_t
settle(struct act *act, const char *actor)
{
	struct desk *d = act->d;
	struct facts_state fs = { .l = d->l, .a = &act->a };
	struct rule_in in = { .facts = facts_of(&fs),
		.federal = d->federal,
		.skew_s = -d->offset };
	int64_t at = clock_now() + d->offset;

	if (act->n == 0)
		return (err_new(ERR_USAGE, "nothing to save"));
	if (actor != NULL && strlen(actor) > LIMIT_ACTOR_BYTES)
		return (err_new(ERR_LIMIT, "the account's name is too long"));
	in.today = clock_day(at, NULL);
	TRY(desk_pii(act));
	TRY(desk_changes(act, &in));
	TRY(rule_before(&in, &act->notes));
	TRY(append_end(&act->ap, at, actor));
	TRY(fold_commits(d->f, act->ap.log, act->ap.seq, act->ap.seq));
	memset(fs.kept, 0, sizeof(fs.kept)); /* the state is another now */
	TRY(whose(act));
	return (act->proposal ? NULL : rule_after(&in, &act->notes));
}

err_t
act_try(struct act *act, const char *actor)
{
	err_t e = settle(act, actor);
	struct err was = e == NULL ? (struct err){ .code = ERR_NONE } : *e;

	tx_undo(&act->tx);
	fold_forget(act->d->f);
	ledger_forget(act->d->l);
	return (e == NULL ? NULL : err_new(was.code, "%s", was.text));
}

err_t
act_save(struct act *act, const char *actor, dot_t *commit)
{
	struct desk *d = act->d;

	TRY(settle(act, actor));
	if (d->before != NULL)
		TRY(d->before(d->ctx, act->ap.log));
	TRY(tx_commit(&act->tx));
	ledger_committed(d->l);
	*commit = dot_pack(act->ap.log, act->ap.seq, 0);
	return (NULL);
}
