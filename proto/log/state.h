/*
 * state -- the current state: one typed table an entity, as fold left it.
 *
 * Reading side.  A row has its id (packed dot), space, root (its roundtable,
 * 0 none), life, the packed versions of its fields, and a column a field.
 * Elements of list fields stand in `element`, the values of disputed fields
 * in `sibling`, open disputes in `review`, held ops in `held`.
 */
#ifndef PROTO_LOG_STATE_H
#define PROTO_LOG_STATE_H

#include "proto/log/ledger.h"
#include "proto/log/merge.h"

struct record {
	dot_t id;
	const struct entity *entity;
	uint32_t space;
	dot_t root;
	enum life life;
	struct span versions; /* packed, see fold.c */
	struct val *v; /* v[i]: shown value of field i + 1 (lists: null) */
};

/* Read one record (arena owns all); *found false when there is no row.
 * entity NULL: every table is tried. */
err_t state_get(struct ledger *l, const struct entity *e, dot_t id,
    struct arena *a, struct record *r, bool *found) WUR;
/* Elements of a list field, in value order (arena). */
err_t state_elements(struct ledger *l, dot_t id, uint32_t field,
    struct arena *a, struct val **v, size_t *n) WUR;

/* Records of an entity by conditions, all of which must hold, in id order. */
struct cond {
	const struct field *f; /* register: equal; list: has the element */
	struct val v;
};
err_t state_find(struct ledger *l, const struct entity *e,
    const struct cond *conds, size_t n, bool voided_too, struct arena *a,
    err_t (*fn)(void *ctx, const struct record *r), void *ctx) WUR;

/* An open dispute. */
struct dispute {
	dot_t record;
	const struct entity *entity;
	uint32_t field;
	enum review kind;
	uint32_t space;
};
/* space 0: all. In the order of ledger_order(record), field. */
err_t state_disputes(struct ledger *l, uint32_t space, struct arena *a,
    struct dispute **out, size_t *n) WUR;
/* The values of a disputed field, in ledger_order; base may be null. */
err_t state_siblings(struct ledger *l, dot_t record, uint32_t field,
    struct arena *a, struct version **out, size_t *n) WUR;

/* Ops that were kept but not applied. */
enum held_kind {
	HELD_PROPOSAL = 1,
	HELD_LATE = 2 /* before the hand-over was known */,
	HELD_AMENDMENT = 3
};
enum held_status { HELD_OPEN = 0, HELD_REJECTED = 1, HELD_ACCEPTED = 2 };
struct held {
	dot_t op; /* its dot: the proposal's id */
	dot_t record;
	const struct entity *entity;
	uint32_t space;
	enum held_kind kind;
	enum held_status status;
	dot_t author_office,
	    owner_office;   /* office records; owner 0: federal */
	const char *reason; /* of the decision */
};
err_t state_held(struct ledger *l, uint32_t space, bool open_only,
    struct arena *a, struct held **out, size_t *n) WUR;

/* Every op written to a record, its creation first, decisions on its held ops
 * included; otherwise in no order that means anything. */
err_t state_touched(struct ledger *l, dot_t record, struct arena *a,
    dot_t **out, size_t *n) WUR;

/* Who owns a roundtable (office record; 0 federal) as known at a position of
 * `national` on a civil day; nat_number < 0: all that is known here. */
err_t state_owner(struct ledger *l, dot_t roundtable, uint32_t nat_epoch,
    int64_t nat_number, int64_t day, dot_t *office) WUR;
/* Had that office owned it by some act known then? */
err_t state_owned(struct ledger *l, dot_t roundtable, dot_t office,
    uint32_t nat_epoch, int64_t nat_number, int64_t day, bool *yes) WUR;
/* The office a node writes for, by its public key; *federal for the hub.
 * MISSING when unknown. */
err_t state_office(struct ledger *l, const uint8_t node[KEY_LEN], dot_t *office,
    bool *federal) WUR;

#endif
