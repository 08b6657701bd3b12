/*
 * desk -- what a person does becomes one commit.
 *
 * Used by the office's commands and page and by the hub's alike: collect the
 * changes of one action, check rights and rules, append to the own log, fold,
 * commit; or nothing at all.  A desk refuses an action that mixes own records
 * and other offices': changes to another office's roundtable alone become a
 * proposal.
 */
#ifndef PROTO_LOG_DESK_H
#define PROTO_LOG_DESK_H

#include "proto/log/append.h"
#include "proto/log/fold.h"
#include "proto/domain/folio.h"
#include "proto/domain/rule.h"

struct desk { /* who is writing; set up once */
	struct ledger *l;
	struct fold *f;
	struct key *key; /* the node's (the hub's) */
	dot_t office;    /* own office record; 0 unknown yet */
	bool federal;
	const char *home; /* name of the own home space */
	int64_t offset;   /* seconds to add to clock_now(), last measured */
	char letter;      /* of this PC in folios; 0 none */
	/* Called before COMMIT with the new head, e.g. to note it in the
	 * instance file; may be NULL. */
	err_t (*before)(void *ctx, uint32_t log);
	void *ctx;
	/* The desk's own: folios minted last, and the numbers they reached. */
	struct minted {
		char name[2 * FOLIO_MAX];
		int64_t max;
	} minted[4];
	size_t mint;
};

struct act { /* one action being collected */
	struct desk *d;
	struct arena a;
	struct tx tx;
	struct append ap;
	uint32_t space;     /* 0 until the first change decides it */
	struct notes notes; /* warnings for the person */
	bool proposal;      /* every change is to somebody else's roundtable */
	size_t n;           /* changes so far; as many of these are filled */
	struct op ops[LIMIT_OPS_COMMIT];
	dot_t made[LIMIT_OPS_COMMIT]; /* id a creation got, 0 for others */
	dot_t root[LIMIT_OPS_COMMIT]; /* and its roundtable */
	struct val whole[LIMIT_OPS_COMMIT]; /* of a splice: the text it makes */
	/* Why whatever looks like personal data here is none; NULL: each is
	 * decided by act_pii_decide, or refused. */
	const char *not_personal;
};

/* Begin: takes the write lock. act_undo is safe at any time (CLEAN). */
err_t act_begin(struct act *act, struct desk *d) WUR;
void act_undo(struct act *act);

/* Create; *id may be used at once by later changes. Folio and natural defaults
 * are filled in. */
err_t act_create(struct act *act, const struct entity *e, const struct fv *fv,
    size_t n, dot_t *id) WUR;
/* Edit registers and texts; list fields in fv are ADDs (use act_list for
 * removal). */
err_t act_edit(struct act *act, const struct entity *e, dot_t id,
    const struct fv *fv, size_t n) WUR;
err_t act_list(struct act *act, const struct entity *e, dot_t id, bool add,
    const struct fv *fv, size_t n) WUR;
err_t act_count(struct act *act, const struct entity *e, dot_t id,
    uint32_t field, int64_t delta) WUR;
err_t act_void(struct act *act, const struct entity *e, dot_t id, enum life to,
    const char *reason) WUR;
err_t act_resolve(struct act *act, const struct entity *e, dot_t id,
    uint32_t field, struct val v, const char *reason) WUR;
err_t act_decide(struct act *act, dot_t held, bool accept, const char *reason)
    WUR; /* accepting writes its values too */
/* Rule 14: what looks like personal data in the action and is not decided yet
 * (of the act); the decision that it is none; that some was taken out before.
 */
err_t act_pii(struct act *act, struct rule_pii **out, size_t *n) WUR;
err_t act_pii_decide(
    struct act *act, const struct rule_pii *x, const char *reason) WUR;
err_t act_pii_removed(struct act *act, int kind) WUR;
/* Check everything, write, fold, COMMIT. After it returns NULL the change is
 * durable. */
err_t act_save(struct act *act, const char *actor, dot_t *commit) WUR;
/* Would it be saved? The same checks, and nothing stays; the act is over, its
 * notes can still be read. */
err_t act_try(struct act *act, const char *actor) WUR;

#endif
