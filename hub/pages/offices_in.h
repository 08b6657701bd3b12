/*
 * offices_in -- what offices.c and offices_read.c share.
 */
#ifndef HUB_PAGES_OFFICES_IN_H
#define HUB_PAGES_OFFICES_IN_H

#include "hub/pages/offices.h"

/* Adds what came from a computer in the last days, day by day. */
err_t offices_received(
    struct page *p, const uint8_t key[KEY_LEN], int64_t day[OFFICES_DAYS]) WUR;
struct offices_chart
offices_chart(struct page *p, const int64_t day[OFFICES_DAYS]);
/* One office with all its computers. */
err_t offices_read(
    struct page *p, const struct view_office *o, struct office_view *v) WUR;

#endif
