/*
 * history -- commits by several logs on one record, with all that each author
 * had seen kept as a full set of ancestors.  For the tests of merge: by hand,
 * or at random from a seed.
 */
#ifndef TESTS_UNIT_HISTORY_H
#define TESTS_UNIT_HISTORY_H

#include "proto/log/merge.h"

#define HISTORY_COMMITS 64 /* a set of commits is 64 bits */
#define HISTORY_WRITES  256
#define HISTORY_LOGS    8
#define HISTORY_ALL     UINT64_MAX

struct history {
	const struct entity *entity;
	struct arena a;
	uint64_t
	    past[HISTORY_COMMITS]; /* full: of each commit, without itself */
	dot_t commit[HISTORY_COMMITS];
	size_t commits;
	uint8_t number[HISTORY_LOGS][HISTORY_COMMITS]; /* of (log, seq) */
	uint32_t seq[HISTORY_LOGS];                    /* last of each log */
	uint64_t last[HISTORY_LOGS];  /* past of its next commit */
	uint32_t place[HISTORY_LOGS]; /* of its id among the ids */
	struct write w[HISTORY_WRITES];
	size_t n;
	uint64_t seed;
	struct span tape; /* what chance says, while it lasts */
};

/* One field of each kind; see the names in history.c. */
extern const struct entity history_entity;
enum {
	F_TITLE = 1,
	F_DUE,
	F_PCT,
	F_STATUS,
	F_NOTE,
	F_THEMES,
	F_SERVED,
	F_BODY,
	F_FOLIO
};

void history_init(struct history *h, const struct entity *e);
void history_free(struct history *h);

/* The next commit of a log, whose author had seen the given commits (bits)
 * and what those had seen.  Its number. */
size_t history_commit(struct history *h, uint32_t log, uint64_t seen);
/* An op in the last commit of the log; valid until the next. */
struct write *history_op(struct history *h, uint32_t log, enum op_kind kind);
void
history_set(struct history *h, struct write *w, uint32_t field, struct val v);
/* A commit with one op that says one thing. */
struct write *history_one(struct history *h, uint32_t log, uint64_t seen,
    enum op_kind kind, uint32_t field, struct val v);

bool history_past(void *ctx, dot_t a, dot_t b);
int history_order(void *ctx, dot_t a, dot_t b);
/* Merge what is in h; *out lives in a. Fails the test when it fails. */
void history_merge(struct history *h, struct arena *a, struct merged *out);

/* A random history, always the same from one seed. */
void history_random(struct history *h, const struct entity *e, uint64_t seed);
/* The same, but the bytes decide, one a question, before chance does. */
void history_told(struct history *h, const struct entity *e, struct span tape);
uint64_t history_roll(struct history *h, uint64_t n); /* 0..n-1 */
/* The writes in another order. */
void history_shuffle(struct history *h);

const struct merged_field *
history_field(const struct merged *m, uint32_t field);

#endif
