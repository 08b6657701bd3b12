/*
 * open -- from an icon to the page: starts the page's process when none is at
 * it, makes a ticket that is good once, and gives the browser its address.
 */
#ifndef NODE_OPEN_H
#define NODE_OPEN_H

#include "proto/base/buf.h"

/* The page answers in dir, which is made when it is new. */
err_t open_ready(const char *dir) WUR;
/* http://127.0.0.1:PORT/entrar?t=TICKET */
err_t open_address(const char *dir, struct buf *out) WUR;
/* xdg-open, in its own process; CONFIG when there is none. */
err_t open_browser(const char *address) WUR;

#endif
