/*
 * board -- one request of the federal pages, and what a screen may do with it.
 *
 * The pages' door (TLS for browsers) gives requests to board_routes.  Each
 * passes the guard, has a session (kept in memory: a restart is a new login)
 * and finds its screen in hub/pages.  A screen that reads gets one snapshot of
 * the store and writes the page's content; the shell is put around it.  What a
 * screen with BOARD_KEPT made is a function of the snapshot, the address and
 * the language: it is kept and given again until the snapshot changes.  A
 * screen that writes opens the house, as the commands do, and goes on
 * elsewhere.  docs/pages.md tells how to add a screen.
 */
#ifndef HUB_BOARD_H
#define HUB_BOARD_H

#include "hub/house.h"
#include "hub/view.h"
#include "proto/cmd/cmd.h"
#include "proto/ui/guard.h"
#include "proto/ui/people.h"
#include "proto/ui/screen.h"

#define BOARD_COOKIE   "__Host-mesas"
#define BOARD_SESSIONS 256
#define BOARD_IDLE_MS  1800000  /* 30 minutes without a request */
#define BOARD_LIFE_MS  36000000 /* 10 hours, whatever happens */
#define BOARD_FORM     262144   /* bytes of a form */
#define BOARD_SAID     600

/* Flags of a screen. */
#define BOARD_OPEN  1U /* nobody needs to have entered */
#define BOARD_KEPT  2U /* a function of snapshot, address and language */
#define BOARD_BLIND 4U /* reads nothing: no snapshot is opened */

struct board;

struct board_session {
	uint8_t sid[GUARD_SID];
	bool used, in;
	int64_t seen_ms, began_ms;
	struct person who;
	char said[BOARD_SAID];
	bool said_bad;
};

struct page {
	struct board *b;
	struct request *q;
	struct response *r;
	struct arena *a; /* until the request is answered */
	const struct screen *screen;
	size_t rest;
	struct board_session x;   /* a copy; see board_say, board_enter */
	const struct person *who; /* NULL: nobody has entered */
	const char *lang;
	int64_t now, today;
	struct ledger *l;    /* of the snapshot; NULL in a BLIND screen */
	struct view_ask ask; /* with it */
	struct buf content;
	struct html h; /* into content */
	const char *title, *fault;
	bool whole; /* the screen has filled *r by itself */
	char token[GUARD_TEXT], nonce[GUARD_TEXT];
};

/* What was asked. Text is valid UTF-8. */
const char *board_rest(const struct page *p);
const char *board_ask(const struct page *p, const char *name); /* or NULL */
const char *board_field(struct page *p, const char *name);     /* or "" */
bool board_may(const struct page *p, unsigned roles);

/* Answering. */
void board_title(struct page *p, const char *title);
const char *board_tr(const struct page *p, const char *es, const char *en);
/* 303 to an address of ours. */
err_t board_go(struct page *p, const char *fmt, ...) WUR PRINTF(2, 3);
/* Told on the next page. */
void board_say(struct page *p, const char *es, const char *en);
/* An error in the person's language (arena). */
const char *board_sentence(struct page *p, err_t e);
/* A file to keep, written to p->r->body: type is a literal. */
void board_file(struct page *p, const char *type, const char *name);

/* A code's label. */
const char *board_code(struct page *p, const char *vocab, int64_t no);

/* Writing: CLEAN(house_close) struct house h = { 0 }; TRY(board_house(p, &h)).
 */
err_t board_house(struct page *p, struct house *h) WUR;
/* A line in the log of visits. */
err_t board_note(
    struct page *p, struct house *h, enum visit what, const char *detail) WUR;

/* Sessions. A login gets a new session: the old cookie is worth nothing. */
void board_enter(struct page *p, const struct person *who);
void board_leave(struct page *p);
void board_lang(struct page *p, const char lang[3]); /* from now on */
/* After a change of somebody's rights: who is in as that account leaves. */
void board_forget(struct board *b, const char *account);
/* May this address try one more password? *wait_s: when not. */
bool board_try(struct page *p, int64_t *wait_s);

struct board_conf {
	const char *dir;
	const char *const *names; /* of the certificate, ends with NULL */
	const struct screen *const *screens; /* ends with NULL */
};
void board_open(struct board **out, const struct board_conf *conf);
void board_close(struct board **out);   /* after serve_close */
const struct route *board_routes(void); /* ctx: the board */
/* Before each route. */
bool board_allow(void *ctx, struct request *q, struct response *r);

#endif
