/*
 * records_in -- what records.c and records_history.c share.
 */
#ifndef NODE_PAGES_RECORDS_IN_H
#define NODE_PAGES_RECORDS_IN_H

#include "node/page.h"
#include "node/pages/records.h"

err_t records_history(
    struct page *p, const struct record *r, struct records_view *v) WUR;

#endif
