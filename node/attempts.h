/*
 * attempts -- what the last exchanges with the hub came to, for people to read
 * on the page, whichever program of this folder made them.  They belong to the
 * computer: they travel nowhere.
 */
#ifndef NODE_ATTEMPTS_H
#define NODE_ATTEMPTS_H

#include "node/exchange.h"

#define ATTEMPTS_KEPT 20

struct attempt {
	int64_t at;         /* its end, corrected */
	enum err_code code; /* ERR_NONE: everything there was is exchanged */
	int64_t sent;       /* changes of ours that the hub confirmed */
	int64_t received;   /* changes of others */
	int64_t up, down;   /* bytes, all that passed the socket */
	int64_t left;       /* changes of ours still to be confirmed */
};

err_t attempts_tables(struct db *db) WUR;
/* exchange_run, and what it came to is kept.  That it could not be kept is
 * only said: the exchange stands. */
err_t attempts_run(struct exchange *x) WUR;
/* The code of the last one, by whatever program; ERR_NONE when it went well or
 * there was none. */
err_t attempts_last(struct db *db, enum err_code *code) WUR;
/* Newest first (arena). */
err_t attempts_list(
    struct db *db, struct arena *a, struct attempt **out, size_t *n) WUR;

#endif
