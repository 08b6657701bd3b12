/*
 * home_in -- what home.c and home_read.c share.
 */
#ifndef NODE_PAGES_HOME_IN_H
#define NODE_PAGES_HOME_IN_H

#include "node/pages/home.h"
#include "node/pages/marks.h"

/* Figures of one roundtable, added to v; rows while there is room. */
err_t home_agreements(struct page *p, dot_t root, struct home_view *v) WUR;
err_t home_session(struct page *p, const struct page_mesa *m,
    struct home_view *v, int64_t *at) WUR;
err_t home_gaps(struct page *p, dot_t root, struct home_view *v) WUR;
/* Disputes and proposals that wait for somebody here. */
err_t home_reviews(struct page *p, struct home_view *v) WUR;
/* The last things done on this computer. */
err_t home_moves(struct page *p, struct home_view *v) WUR;
void home_row(struct page *p, struct home_view *v, struct home_row row);

#endif
