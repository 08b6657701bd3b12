/*
 * search -- every text of every record, found by its words.
 *
 * An index (FTS5, accents and capitals ignored) in the same store, local and
 * never sent.  It is a cache: brought up to the last commit when somebody
 * searches and after each exchange, so that no save waits for it; made anew
 * after a repair and once a day.
 */
#ifndef NODE_SEARCH_H
#define NODE_SEARCH_H

#include "proto/cmd/cmd.h"

#define SEARCH_ON   '\x02' /* before and after what was found, in a text */
#define SEARCH_OFF  '\x03'
#define SEARCH_MOST 200 /* told at once */

/* Its tables; twice is once. */
err_t search_tables(struct db *db) WUR;
/* Forget it: it is made anew when it is asked for. */
err_t search_drop(struct db *db) WUR;
/* Up to the last commit of every log; now decides whether a day went by. */
err_t search_refresh(struct ledger *l, int64_t now) WUR;

struct search_hit {
	dot_t id;
	const char *text; /* a piece of it, marked */
};
struct search_kind {
	const struct entity *e;
	int64_t n;
};
/* How many have all the words, by kind, the most first (arena). */
err_t search_count(struct db *db, const char *words, struct arena *a,
    struct search_kind **kinds, size_t *n) WUR;
/* The best of a kind first (arena), room for `most`. */
err_t search_find(struct db *db, const char *words, const struct entity *e,
    size_t most, struct arena *a, struct search_hit *v, size_t *n) WUR;

#endif
