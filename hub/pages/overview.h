/*
 * overview -- the consolidated page of the federal level, and its downloads.
 *
 * GET / is the whole page, made on the server: it needs no script and asks
 * nobody else for anything.  ?space=07 shows one state, ?lang=en English.
 * GET /view/NAME.csv and .json are the tables of the page.  An answer carries
 * the snapshot it was made from as its ETag and is kept until that changes.
 * Pages read through a connection of their own.
 */
#ifndef HUB_PAGES_OVERVIEW_H
#define HUB_PAGES_OVERVIEW_H

#include "hub/view.h"
#include "proto/ui/serve.h"

struct overview;

/* dir is the hub's folder; its store is opened with the first request. */
void overview_open(struct overview **o, const char *dir);
/* After serve_close. */
void overview_close(struct overview **o);
const struct route *overview_routes(void); /* ctx: the overview */

/* The page as of ask, in "es" or "en". */
err_t overview_page(
    const struct view_ask *ask, const char *lang, struct buf *out) WUR;

#endif
