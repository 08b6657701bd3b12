/*
 * pager -- a long list, some rows at a time.
 */
#ifndef HUB_PAGES_PAGER_H
#define HUB_PAGES_PAGER_H

#include "hub/board.h"
#include "proto/ui/tpl.h"

#define PAGER_ROWS 50 /* of one page */

struct pager {
	int64_t page;               /* from 1 */
	int64_t first, last, found; /* rows; 0 to 0 of 0 when there is none */
	const char *before, *after; /* "": there is none */
};

/* ?pagina=; MISSING when it is none that there can be. */
err_t pager_asked(struct page *p, struct pager *g) WUR;
/* Row i (from 0) of all that were found: does it stand on this page? */
bool pager_has(const struct pager *g, int64_t i);
/* When found is known. The address is that of the first page, with its filters;
 * MISSING beyond the last page. */
err_t pager_set(
    struct page *p, struct pager *g, const char *address, int64_t found) WUR;
void pager_tpl(struct html *h, const struct pager *v);

#endif
