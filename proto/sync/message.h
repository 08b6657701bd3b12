/*
 * message -- the lines around the segments: hello, reply, entry, trailer.
 *
 * What one function puts, the other takes.  Taken text is hostile: types,
 * lengths, order and numbers are checked here, rights and places by intake
 * and inlet.  docs/protocol.md, sections 10.2 to 10.6.
 */
#ifndef PROTO_SYNC_MESSAGE_H
#define PROTO_SYNC_MESSAGE_H

#include "proto/base/crypt.h"
#include "proto/base/json.h"
#include "proto/base/mem.h"
#include "proto/limits.h"
#include "proto/log/id.h"

#define MESAS_PROTOCOL 1
#define EPOCH_LEN      16
#define INST_LEN       8
#define CHECK_LEN      8 /* the first bytes of a hash: enough to notice */

/* A log of the node that says hello, named by the first bytes of its id. */
struct log_head {
	uint8_t log[CHECK_LEN];
	uint32_t seq; /* 0: nothing of it */
	uint8_t hash[CHECK_LEN];
};

struct hello_space {
	char name[LIMIT_SPACE_NAME + 1];
	int64_t n;            /* cursor */
	uint8_t h[CHECK_LEN]; /* of the chain at n; zero when n is 0 */
	size_t logs_n;
	struct log_head *logs;
};

struct hello {
	char sw[LIMIT_SW_BYTES + 1];
	int64_t schema;
	uint8_t inst[INST_LEN];
	int64_t clock;
	int64_t max; /* bytes of text wanted in the reply */
	bool has_epoch;
	uint8_t epoch[EPOCH_LEN];
	size_t n;
	struct hello_space *spaces; /* national first, then by name */
};
/* PROTOCOL when it speaks another number. Everything from the arena. */
err_t
message_hello_take(struct span line, struct arena *a, struct hello *h) WUR;
err_t message_hello_put(const struct hello *h, struct buf *out) WUR;
/* NULL when the hello does not name it. */
const struct hello_space *
message_hello_space(const struct hello *h, const char *name);
/* national first, then byte order. */
int message_space_order(const char *a, const char *b);

/* What was refused, and where. */
struct refusal {
	enum err_code code; /* ERR_NONE: nothing */
	char text[LIMIT_REFUSAL_BYTES + 1];
	bool has_log;
	uint8_t log[LOG_ID_LEN];
	uint32_t seq;
};

/* What the hub holds of one of its epochs in a space. */
struct held_epoch {
	uint8_t id[EPOCH_LEN];
	int64_t held;         /* highest number it can show */
	int64_t last;         /* the last it gave out itself */
	uint8_t h[CHECK_LEN]; /* of the chain at last */
	/* Of what it was told beyond last; zero when that is nothing. */
	uint8_t sum[CHECK_LEN];
};
struct held_space {
	char name[LIMIT_SPACE_NAME + 1];
	size_t n;
	struct held_epoch *epochs;
};

#define ORDERS_MAX 32
struct reply {
	int64_t time;
	bool has_epoch; /* absent: the one of the hello */
	uint8_t epoch[EPOCH_LEN];
	size_t heads_n;
	struct log_head *heads;
	struct refusal err;
	bool has_spaces;
	size_t spaces_n;
	char (*spaces)[LIMIT_SPACE_NAME + 1];
	bool new_epoch; /* orders */
	int64_t slow_ms;
	size_t held_n;
	struct held_space *held;
};
err_t
message_reply_take(struct span line, struct arena *a, struct reply *r) WUR;
err_t message_reply_put(const struct reply *r, struct buf *out) WUR;

struct was { /* an earlier position of the same commits */
	uint8_t epoch[EPOCH_LEN];
	int64_t n;  /* number of the first commit of the run */
	int64_t at; /* its receipt */
	int64_t nat;
	bool has_nat_epoch; /* absent: its own */
	uint8_t nat_epoch[EPOCH_LEN];
};
struct entry {
	char space[LIMIT_SPACE_NAME + 1];
	int64_t pos;
	uint32_t n;     /* commits */
	int64_t at;     /* receipt */
	bool has_epoch; /* absent: the current one */
	uint8_t epoch[EPOCH_LEN];
	int64_t nat;
	bool has_nat_epoch; /* absent: that of the entry */
	uint8_t nat_epoch[EPOCH_LEN];
	uint8_t log[LOG_ID_LEN];
	uint32_t seq;  /* of the first commit */
	bool has_hash; /* no segments follow: this is the last commit's */
	uint8_t hash[CHECK_LEN];
	size_t was_n;
	struct was *was;
};
bool message_entry_is(struct span line);
err_t
message_entry_take(struct span line, struct arena *a, struct entry *e) WUR;
err_t message_entry_put(const struct entry *e, struct buf *out) WUR;
struct ledger;
struct position;
/* A position with its receipt, as an entry tells it. */
err_t
message_was_of(struct ledger *l, const struct position *p, struct was *w) WUR;
/* And back: epoch, number and receipt of *p; the rest is let be. */
err_t message_was_place(
    struct ledger *l, const struct was *w, struct position *p) WUR;

struct end_space {
	char name[LIMIT_SPACE_NAME + 1];
	int64_t n;
	struct hash h;
};
struct trailer {
	uint8_t sig[SIG_LEN];
	size_t n; /* spaces that moved */
	struct end_space *ends;
	bool more;
};
bool message_trailer_is(struct span line);
err_t
message_trailer_take(struct span line, struct arena *a, struct trailer *t) WUR;
err_t message_trailer_put(const struct trailer *t, struct buf *out) WUR;

/* What the hub signs: all the spaces it admits the node to, in order. */
struct heads_sealed {
	const uint8_t *inst, *epoch;
	int64_t clock, time;
	size_t n;
	const struct end_space *ends;
};
err_t message_heads_put(const struct heads_sealed *h, struct buf *out) WUR;

#endif
