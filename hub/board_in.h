/*
 * board_in -- what the files of the board share; for nobody else.
 */
#ifndef HUB_BOARD_IN_H
#define HUB_BOARD_IN_H

#include <pthread.h>
#include <stdatomic.h>

#include "hub/board.h"

#define BOARD_READERS 2  /* pages made at a time; threads of the server */
#define BOARD_KEEPS   48 /* answers kept */
#define BOARD_KEY     512
#define BOARD_TRIES   64 /* addresses whose logins are counted */

/* A connection that reads, and who uses it. */
struct board_reader {
	bool taken;
	struct db *db;
	struct ledger *l;
};

struct board_kept {
	char key[BOARD_KEY];
	char *title;
	struct buf body;
	uint64_t used;
};

struct board_tries {
	char addr[48];
	int64_t since_ms;
	int n;
};

struct board {
	struct board_conf conf;
	char *path; /* of the store */
	struct guard guard;
	pthread_mutex_t lock;
	pthread_cond_t free; /* a reader is */
	/* Under the lock: */
	struct board_reader reader[BOARD_READERS];
	struct board_session session[BOARD_SESSIONS];
	struct board_kept kept[BOARD_KEEPS];
	struct board_tries tries[BOARD_TRIES];
	uint64_t clock; /* of the kept: the least used goes */
};

/* board.c */
/* The session of a cookie that was found good; *known false: it has ended. */
void board_session_get(struct board *b, const uint8_t sid[GUARD_SID],
    struct board_session *x, bool *known);
/* Something is told on the next page of that session; NULL: it was told. */
void board_session_said(
    struct board *b, const uint8_t sid[GUARD_SID], const char *text, bool bad);
void board_session_see(struct board *b, const uint8_t sid[GUARD_SID]);
void board_cookie(struct page *p, const uint8_t sid[GUARD_SID]);
err_t board_reader_take(struct board *b, struct board_reader **out) WUR;
void board_reader_give(struct board *b, struct board_reader *r);

/* board_answer.c */
void board_answer(void *ctx, struct request *q, struct response *r);

/* board_kept.c: what a snapshot was made into. */
bool board_kept_get(
    struct board *b, const char *key, const char **title, struct page *p);
void board_kept_put(struct board *b, const char *key, const char *title,
    const struct buf *body);

/* board_frame.c: the whole page around p->content, into p->r->body. */
err_t board_frame(struct page *p) WUR;

#endif
