/*
 * overview -- the consolidated page of the federal level, and its downloads.
 *
 * GET / is made on the server, without script.  GET /view/NAME.csv and .json
 * are the tables of the pages; ?space=07 is one state's.
 */
#ifndef HUB_PAGES_OVERVIEW_H
#define HUB_PAGES_OVERVIEW_H

#include "hub/board.h"

/* What stands inside the page as of ask, in "es" or "en". */
err_t overview_page(
    const struct view_ask *ask, const char *lang, struct buf *out) WUR;

#endif
