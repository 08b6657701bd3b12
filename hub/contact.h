/*
 * contact -- what a computer says of itself with every request, noted.
 */
#ifndef HUB_CONTACT_H
#define HUB_CONTACT_H

#include "hub/house.h"
#include "proto/sync/message.h"

/* was as the registry has it.  live: the request was on its way for no time, so
 * it tells how far the clock is off.  Written when it says something new, or
 * now and then. In a transaction. */
err_t contact_note(struct house *h, const struct reg_node *was,
    const struct hello *hello, int64_t now, bool live) WUR;

#endif
