/*
 * sync -- one meeting with the hub, from the first byte to "all confirmed".
 *
 * A state machine over a road: own tails are closed, what the hub lacks is
 * pushed, what this office may know is pulled and applied as it arrives, and
 * the hub's orders are followed.  No thread, socket or global of its own.
 * docs/protocol.md, section 10.
 */
#ifndef NODE_SYNC_H
#define NODE_SYNC_H

#include "proto/log/store.h"
#include "proto/sync/link.h"
#include "proto/sync/message.h"

struct sync_env {
	struct store *st;
	const struct key *key;  /* the node's */
	uint8_t hub[KEY_LEN];   /* the hub's log key, pinned */
	const char *sw;         /* software version */
	uint8_t inst[INST_LEN]; /* this installation */
	int64_t offset;         /* seconds: hub clock minus own, last known */
	int64_t heard;          /* the hub's time when last heard; 0 never */
	size_t max;             /* text wanted in one reply; 0 default */
	int level;              /* zstd; 0 default */
	void *ctx;
	/* Before a byte of a log leaves: make (log, to, head) durable outside
	 * the database. May be NULL. */
	err_t (*leaving)(void *ctx, const uint8_t log[LOG_ID_LEN], uint32_t to,
	    const struct hash *head);
	/* The hub's clock minus ours, measured. May be NULL. */
	void (*clock)(void *ctx, int64_t offset);
	/* A space came or went. May be NULL. */
	void (*space)(void *ctx, const char *name, bool gained);
};

struct sync_stats {
	uint32_t requests; /* posts answered or not */
	uint32_t connects;
	uint64_t sent, received; /* bytes, by the road */
	uint64_t text_sent, text_received;
	uint32_t commits_sent, commits_received;
	uint64_t ops_sent, ops_received;
	uint32_t positions; /* commits that got a position here */
	uint32_t confirmed; /* of them, this computer's own */
	bool resumed;       /* the last attempt had no answer */
	bool cut;           /* the road broke in a reply */
	bool new_epoch;     /* new logs were opened */
	bool handed_back;   /* the hub had been restored */
	bool untrusted;     /* a reply's signature did not hold */
	int64_t retry_s;    /* the hub asks to wait so long */
	int64_t slow_ms;
	struct refusal refused; /* what the hub refused last */
};

/* NULL: everything there was is exchanged. *out is filled either way. One
 * sync of a store at a time (the caller holds the lock). */
err_t sync_run(
    const struct sync_env *env, struct road *road, struct sync_stats *out) WUR;

/*
 * The same meeting with a bus between question and answer (docs/protocol.md,
 * section 12).  Nothing is kept in between but what the store knows anyway:
 * all that has no position goes into every bundle, and the answer brings the
 * hello that it is an answer to.  The caller holds the lock of a sync.
 */

/* The bodies of bundles to be made now, in the order in which they are to be
 * read; put is called once for each, at least once. */
err_t sync_carry_out(const struct sync_env *env,
    err_t (*put)(void *ctx, struct span body), void *ctx,
    struct sync_stats *out) WUR;

struct sync_carried {
	int64_t time; /* when the hub answered, its clock; 0 it was not read */
	bool more;    /* there was more than fits: another bundle brings it */
	bool hand_back; /* the hub was restored: the next bundle hands back */
};
/* An answer: hello is the line of the request it answers.  SCOPE when that
 * was another installation's, GAP when it does not follow what is here, EPOCH
 * when the hub was restored since; nothing of it was used then. */
err_t sync_carry_in(const struct sync_env *env, struct span hello,
    struct span frame, struct sync_carried *news, struct sync_stats *out) WUR;

#endif
