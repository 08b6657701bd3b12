/*
 * sync_in -- what the files of sync share among themselves.
 */
#ifndef NODE_SYNC_IN_H
#define NODE_SYNC_IN_H

#include "node/inlet.h"
#include "node/sync.h"
#include "proto/log/append.h"
#include "proto/log/place.h"

#define UNKNOWN (-1)

struct own_log { /* of this node, not wholly confirmed or being written */
	uint32_t no;
	int64_t hub;         /* last commit that the hub has; UNKNOWN */
	bool forked;         /* the hub's head is another branch */
	bool refused;        /* the hub does not want it */
	uint32_t from, sent; /* commits of the request on its way */
};

struct handed { /* how far an epoch of a space was handed back */
	uint32_t space, epoch;
	int64_t to, sent;
	int64_t told; /* how far the hub says that it has it */
};

struct session {
	const struct sync_env *env;
	struct sync_stats *stats;
	struct road *road; /* NULL: by bundles */
	size_t most;       /* text of one request */
	uint8_t pub[KEY_LEN];
	int64_t offset;
	struct inlet inlet;
	uint8_t epoch[EPOCH_LEN]; /* the hub's, as adopted */
	bool has_epoch;
	/* Spaces the office is admitted to, as last heard. */
	size_t spaces_n;
	char spaces[LIMIT_PEER_SPACES][LIMIT_SPACE_NAME + 1];
	struct own_log *logs;
	size_t logs_n, logs_cap;
	struct handed *handed;
	size_t handed_n, handed_cap;
	uint8_t handed_to[EPOCH_LEN]; /* the life of the hub that has it */
	int64_t told;  /* the most that it said it has, over all of them */
	int idle_back; /* rounds of handing back after which it had no more */
	bool probe;    /* ask first what arrived */
	bool silent;   /* say nothing of own logs: take all bodies */
	bool old;      /* an answer older than what was heard since */
	struct refusal why; /* the first that a log was refused for */
	int adopted, idle;
	/* One turn. */
	struct arena a;
	struct hello hello;
	struct end_space *ends; /* of the hello's spaces: whole cursors */
	struct cursor *cursors;
	bool left;       /* not all went into this request */
	int64_t sent_at; /* own clock */
	struct frame_in *f;
	struct arena reply_a;
	struct reply reply;
	struct trailer trailer;
	bool has_reply, has_trailer;
	uint32_t positions; /* tallied before the turn */
};

/* For sync_run and sync_carry; every sync_open is followed by sync_close,
 * which keeps the error of the thread. */
struct session *sync_open(
    const struct sync_env *env, struct road *road, struct sync_stats *out);
void sync_close(struct session *s);
/* What the store knows of the hub and its spaces. */
err_t sync_load(struct session *s) WUR;
/* Own tails become segments; renew: the next commits open new logs. */
err_t sync_close_tails(struct session *s, bool renew) WUR;
/* Does the reply order it for the log that is written now? */
bool sync_must_renew(struct session *s);
/* H of the hub's order in a space after its n-th, when this store has it. */
err_t sync_chain_at(struct session *s, uint32_t space, int64_t n,
    struct hash *h, bool *found) WUR;
/* Spaces that were lost go. */
err_t sync_leave(struct session *s) WUR;

/* The hello of this turn into s->hello. In a read of the store. */
err_t sync_ask_hello(struct session *s) WUR;
/* The hello and segments that the hub lacks (none when probing). */
err_t sync_ask_push(struct session *s, struct buf *body) WUR;
/* The hello and entries to hand back; *any false when there are none left. */
err_t sync_back_put(struct session *s, struct buf *body, bool *any) WUR;
/* Nothing is left to hand back: does the hub lack some of it still, so that it
 * should be handed back once more? */
bool sync_back_again(struct session *s);
/* Is a copy of this lost space kept because a restored hub, which forgot that
 * the office had it, took nothing of it back? */
err_t sync_back_kept(struct session *s, const char *name, bool *yes) WUR;
/* All is handed back: cursors to where both histories agree. */
err_t sync_back_adopt(struct session *s) WUR;
struct own_log *sync_ask_log(struct session *s, uint32_t no);
/* Has this office the space, as the hub last said? */
bool sync_ask_admitted(const struct session *s, const char *name);
err_t sync_ask_sink(void *ctx, struct span bytes) WUR;

void sync_reply_begin(struct session *s);
err_t sync_reply_feed(void *ctx, struct span piece) WUR;
/* No more bytes: what is whole is applied. */
err_t sync_reply_end(struct session *s) WUR;

#endif
