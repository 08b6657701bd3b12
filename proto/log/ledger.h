/*
 * ledger -- every change of every office, as it was signed.
 *
 * Owns the tables of the log: spaces, logs, segments, the open tail,
 * positions, aliases, actors, basis.  A closed segment is one row, kept
 * whole; nothing here is ever rewritten except by lawful erasure.  It answers
 * the one question the merge asks: had the author of b seen a (ledger_past)?
 * docs/protocol.md, sections 4 to 8.
 */
#ifndef PROTO_LOG_LEDGER_H
#define PROTO_LOG_LEDGER_H

#include "proto/base/crypt.h"
#include "proto/log/change.h"
#include "proto/log/seal.h"

/* Names of spaces: a state's is its two digits, an office's own is home-CODE.
 */
#define SPACE_NATIONAL "national"
#define SPACE_FEDERAL  "federal"
#define SPACE_HOME     "home-"

struct ledger; /* one per database connection */

/* What a store knows of a log. */
struct log_info {
	uint32_t no; /* local number */
	uint8_t id[LOG_ID_LEN];
	uint8_t node[KEY_LEN]; /* public key of the node that writes it */
	uint32_t space;
	uint32_t parent; /* local number, 0 none */
	uint32_t parent_seq;
	struct hash parent_hash;
	uint32_t
	    first;    /* first seq that is its own (1, or the fork point + 1) */
	uint32_t seq; /* last commit held */
	struct hash head; /* its hash */
	int64_t at;       /* its corrected time */
	uint32_t sealed;  /* last seq inside a closed segment */
	int mine; /* 0 another's; 1 appended to here; 2 an own log that ended */
	int64_t open, open_ops; /* bytes and ops of its open tail */
};

/* Make the tables if they are absent, load the logs. db outlives the ledger. */
err_t ledger_open(struct ledger **out, struct db *db) WUR;
void ledger_close(struct ledger **l);
struct db *ledger_db(struct ledger *l);
/* A place beside the connection for what belongs to it (the statements of the
 * typed tables); drop frees it at ledger_close. */
void **ledger_attach(struct ledger *l, void (*drop)(void *what));
/* Forget what was cached: after a rolled back transaction, or when another
 * process may have written. Cheap when nothing changed. */
err_t ledger_refresh(struct ledger *l) WUR;
/* After a rollback: the next ledger_refresh reads everything again. */
void ledger_forget(struct ledger *l);
/* Grows whenever another connection was seen to have written. */
uint64_t ledger_foreign(const struct ledger *l);

/* The transaction was committed: what was cached of it is so. */
void ledger_committed(struct ledger *l);

/* Spaces. A number is local. */
err_t ledger_space(struct ledger *l, const char *name, bool make,
    uint32_t *space) WUR; /* MISSING unless make */
const char *ledger_space_name(struct ledger *l, uint32_t space);

/* Hub epochs: local numbers in order of meeting. */
err_t ledger_epoch(struct ledger *l, const uint8_t id[16], uint32_t *no) WUR;
err_t ledger_epoch_id(struct ledger *l, uint32_t no, uint8_t id[16]) WUR;

/* Logs. NULL when unknown; valid until the next ledger_refresh or new log. */
const struct log_info *ledger_log(struct ledger *l, uint32_t no);
const struct log_info *
ledger_log_by_id(struct ledger *l, const uint8_t id[LOG_ID_LEN]);
/* The log this store appends to in a space, NULL when it has none yet. */
const struct log_info *ledger_mine(struct ledger *l, uint32_t space);
/* Walk all logs: numbers 1..ledger_logs(l), ledger_log() of each. */
uint32_t ledger_logs(struct ledger *l);

/* Causality (docs/protocol.md, section 8): a, b are dots. */
bool ledger_past(struct ledger *l, dot_t a, dot_t b);
/* The id that a dot's log has on every store: its own, or from a fork on
 * that of its branch. */
void ledger_canon(struct ledger *l, dot_t d, uint8_t id[LOG_ID_LEN]);
/* (that id, seq, index): the same order on every store. */
int ledger_order(struct ledger *l, dot_t a, dot_t b);

/* One commit, found again. Everything borrows from the arena. */
struct stored {
	dot_t dot;          /* index 0 */
	int64_t at;         /* corrected, absolute */
	int64_t receipt;    /* earliest, seconds; 0 none yet */
	int64_t nat_epoch;  /* local epoch number and position of `national`
			       stamped with */
	int64_t nat_number; /* that receipt */
	uint32_t schema;
	const char *actor; /* "" when nobody */
	size_t n;
	struct span *ops; /* op lines */
};
err_t ledger_commit(struct ledger *l, dot_t any, struct arena *a,
    struct stored *out) WUR; /* MISSING when not held */
/* Decode op `index` of a stored commit with the names of its log. */
err_t ledger_op(struct ledger *l, const struct stored *c, uint32_t index,
    struct arena *a, json_t **root, struct op *op) WUR;
/* Walk the commits of a log from seq on: fn for each, in order. */
err_t ledger_walk(struct ledger *l, uint32_t log, uint32_t from,
    err_t (*fn)(void *ctx, const struct stored *c), void *ctx) WUR;

/* id as text for people and scripts: 8 hex digits of the log, ".seq.index". */
void ledger_id_put(struct ledger *l, dot_t d, char out[40]);
err_t ledger_id_take(struct ledger *l, const char *s, dot_t *d) WUR;

#endif
