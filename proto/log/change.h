/*
 * change -- commits and ops, and their one encoding.
 *
 * A commit is a head line and n op lines of compact JSON (docs/protocol.md,
 * sections 5 and 6).  Lines are hashed as received and never encoded again.
 * In memory an op names records by packed dots of this store; on the wire by
 * the log's own aliases.  A decoded op borrows its text from the parsed line.
 */
#ifndef PROTO_LOG_CHANGE_H
#define PROTO_LOG_CHANGE_H

#include "proto/base/crypt.h"
#include "proto/base/json.h"
#include "proto/base/mem.h"
#include "proto/domain/schema.h"
#include "proto/log/id.h"

enum op_kind {
	OP_CREATE, /* fields as given; a list field appears once an element */
	OP_EDIT,   /* fields as given, each replaces what the author saw */
	OP_ADD,    /* elements of list fields */
	OP_REMOVE,
	OP_COUNT,   /* v.i is added to a counter */
	OP_SPLICE,  /* one field: base, at, del, fv[0].v = inserted text */
	OP_VOID,    /* state: enum life; reason */
	OP_RESOLVE, /* an edit of one field that closes a dispute; reason */
	OP_DECIDE,  /* on a held op, in record: state 1 accepts; reason */
	OP_ALIAS,   /* this log names another log */
	OP_ERASED,  /* only the commitment is left */
	OP_UNKNOWN /* written by newer software: kept, forwarded, not applied */
};

enum life {
	LIFE_LIVE = 0,
	LIFE_VOIDED = 1,
	LIFE_BLOCKED = 2,
	LIFE_ERASED = 3,
	LIFE_ABSENT = -1 /* edits came before the creation */
};

struct fv {
	uint32_t field; /* number; may be unknown to this software */
	struct val v;   /* a TYPE_REF is VAL_INT with a packed dot */
};

struct op {
	enum op_kind kind;
	uint32_t entity; /* number; may be unknown */
	dot_t record; /* CREATE: 0 while encoding, its own dot when decoded */
	size_t n;
	struct fv *fv;
	dot_t base;       /* SPLICE: the version it was made on */
	uint32_t at, del; /* SPLICE: bytes */
	int state;        /* VOID, DECIDE */
	struct span reason;
	uint8_t log[LOG_ID_LEN]; /* ALIAS */
	bool partial; /* something in it is unknown to this software */
};

/* What an op line begins with, unless it is an entity's number
 * (docs/protocol.md, section 6). */
enum wire_kind {
	WIRE_ALIAS = -1,
	WIRE_ADD = -2,
	WIRE_REMOVE = -3,
	WIRE_COUNT = -4,
	WIRE_SPLICE = -5,
	WIRE_VOID = -6,
	WIRE_RESOLVE = -7,
	WIRE_DECIDE = -8
};

/* How a log's references are resolved; all return 0 when there is none. */
struct names {
	void *ctx;
	uint32_t own; /* local number of the log */
	/* A dot of the log itself, minding branches; NULL: plain. */
	dot_t (*own_dot)(void *ctx, uint32_t seq, uint32_t index);
	/* Alias to local number, and back. */
	/* What [alias, seq, index] names; 0 for an alias never declared. */
	dot_t (*other_dot)(
	    void *ctx, uint32_t alias, uint32_t seq, uint32_t index);
	uint32_t (*alias_of)(void *ctx, dot_t d); /* for a dot of another log */
};

/* Decode one op line that stands at `self`. *root owns the text; free it after
 * use of op. Malformed lines are FORMAT; lines of a shape this software does
 * not know decode to OP_UNKNOWN. fv from the arena. */
err_t op_take(struct span line, dot_t self, const struct names *names,
    struct arena *a, json_t **root, struct op *op) WUR;
/* Encode, without the newline. Every log named must have its alias already.
 * LIMIT when the line would be too long. */
err_t
op_put(const struct op *op, const struct names *names, struct buf *out) WUR;

/* The line of an erased op, {"x":"commitment"}; take: FORMAT for any other. */
err_t op_erased_take(struct span line, uint8_t commitment[HASH_LEN]) WUR;
err_t op_erased_put(const uint8_t commitment[HASH_LEN], struct buf *out) WUR;

/* A commit's head: [at, basis, schema, actor, n]. */
struct head {
	int64_t at; /* seconds since the log's previous commit; first: 1970 */
	uint32_t schema;
	uint32_t n;     /* op lines that follow */
	uint32_t actor; /* number in the log's list of actors; 0 nobody */
	/* Declares the next actor number, then actor is that number. */
	struct span new_actor;
	/* Basis: entries that changed. */
	size_t basis_n;
	struct basis_item {
		uint8_t id[16]; /* a hub epoch not named before in this log */
		bool named;     /* id is given; else index */
		uint32_t index; /* 1.. in the order of naming */
		int64_t number; /* when delta: how much it grew */
		bool delta;     /* the last-named epoch grew by number */
	} * basis;
};
err_t
head_take(struct span line, struct arena *a, json_t **root, struct head *h) WUR;
err_t head_put(const struct head *h, struct buf *out) WUR;

#endif
