/*
 * fold_parts -- what the files of the fold share: fold.c applies ops,
 * fold_follow.c writes what simply follows,
 * fold_record.c merges one record anew, fold_wait.c knows what waits,
 * fold_right.c judges who may,
 * fold_digest.c rebuilds and digests.
 */
#ifndef PROTO_LOG_FOLD_PARTS_H
#define PROTO_LOG_FOLD_PARTS_H

#include "proto/log/fold.h"
#include "proto/log/state_parts.h"

struct author {
	bool known, federal;
	dot_t office;
};

/* What was asked of late; both are found by a dot, and one more recent takes
 * the place of another. */
#define FOLD_PLACES 4096 /* a power of two */
struct root {            /* the roundtable of a record */
	dot_t id, root;
	uint32_t entity;
};
struct owner { /* the office of a roundtable */
	dot_t root, office;
};

struct fold {
	struct ledger *l;
	bool has_federal;
	uint8_t federal[KEY_LEN];
	bool noted;            /* the store knows that key */
	struct author *author; /* by log */
	size_t author_cap;
	bool waiting;     /* some record waits for what is not folded yet */
	uint64_t foreign; /* see ledger_foreign */
	struct later {    /* records to fold when the batch is through */
		dot_t id;
		const struct entity *e;
	} * later;
	size_t laters, later_cap;
	bool owners_changed; /* a secretariat act came */
	bool is_late;        /* fold_late, from this receipt on: */
	int64_t late;
	struct root *root; /* a place each for some records */
	struct {           /* owners at one point in time */
		struct owner *at;
		int64_t epoch, number, day;
	} owners;
};

/* What is known of the commit an op stands in. */
struct context {
	struct author author;
	uint32_t space;
	int64_t at, receipt, nat_epoch, nat_number;
	int64_t day;
};

struct verdict {
	enum held_kind held; /* 0: it applies */
	dot_t owner;
};

err_t
fold_context(struct fold *f, const struct stored *c, struct context *x) WUR;
/* May this author do that?  root 0: not known yet. */
err_t
fold_judge(struct fold *f, const struct context *x, const struct entity *e,
    dot_t root, const struct op *op, struct verdict *v) WUR;
/* A child of a creation that is held is held with it. */
err_t fold_parent_held(struct fold *f, dot_t parent, struct verdict *v) WUR;
/* The roundtable a creation belongs to; *missing is the parent that is not
 * here. */
err_t fold_root(struct fold *f, const struct entity *e, const struct op *op,
    dot_t self, dot_t *root, dot_t *missing) WUR;
/* What is kept of roots: this one; nothing of that record any more. */
void
fold_root_keep(struct fold *f, const struct entity *e, dot_t id, dot_t root);
void fold_root_drop(struct fold *f, dot_t id);
/* Forget the owners: a secretariat act came, or went. */
void fold_owners_drop(struct fold *f);
/* The op is kept in the log only. */
err_t
fold_quarantine(struct fold *f, dot_t dot, bool newer, const char *why) WUR;
/* Does the entity live in this space? */
bool fold_place(struct fold *f, const struct entity *e, uint32_t space);

/* Is a record's log of this space (or not known yet)?
 * SPEC 9.9: A record belongs to the space of the log that created it. */
bool fold_same_space(struct fold *f, dot_t record, uint32_t space);

/* Fold the record when the batch is through. */
void fold_later(struct fold *f, const struct entity *e, dot_t id);
/* Does each field of the op simply follow the only version there is? */
bool fold_follows(
    struct fold *f, const struct record *r, const struct op *op, dot_t dot);
/* Then its values go into the row. */
err_t fold_follow(struct fold *f, struct record *r, const struct op *op,
    dot_t dot, struct arena *a) WUR;
/* Merge one record from every write to it. */
err_t fold_record(struct fold *f, const struct entity *e, dot_t id) WUR;
err_t fold_hold(struct fold *f, const struct entity *e, dot_t record, dot_t op,
    uint32_t space, const struct author *author, const struct verdict *v) WUR;
struct gathered { /* every write to a record, with what owns their text */
	struct fold *f;
	const struct entity *e;
	dot_t id;
	struct arena *a;
	struct write *w;
	struct context *x;
	size_t n, cap, xcap;
	json_t **root;
	size_t roots, root_cap;
	bool created;
	bool other; /* the dot is here, and creates no such record */
	uint32_t space;
	dot_t missing; /* the parent that is not here */
};

err_t fold_gather(struct gathered *g) WUR;
void fold_gathered_free(struct gathered *g);
/* ledger_past and ledger_order for merge_in; ctx is the ledger. */
bool fold_past(void *ctx, dot_t a, dot_t b);
int fold_order(void *ctx, dot_t a, dot_t b);

/* Records that share a folio are all marked, or none. */
err_t fold_folio(struct fold *f, const struct entity *e, dot_t id,
    uint32_t space, struct val folio) WUR;
/* The record is folded again when dot arrives: its creation, a parent, or the
 * base of a splice that is to come. */
err_t
fold_wait(struct fold *f, const struct entity *e, dot_t id, dot_t dot) WUR;
/* For the bases of its splices. */
err_t fold_wait_bases(struct gathered *g) WUR;
/* What waited for this record, or for this write, is folded later. */
err_t fold_arrived(struct fold *f, const struct entity *e, dot_t id) WUR;

#endif
