/*
 * web_in -- what web.c (the process) and web_answer.c (a request) share.
 */
#ifndef NODE_WEB_IN_H
#define NODE_WEB_IN_H

#include "node/page.h"

/* Before the body: host, origin, cookie, content type. */
bool web_allow(void *ctx, struct request *q, struct response *r);
/* Any path, any method. */
void web_answer(void *ctx, struct request *q, struct response *r);
/* GET /entrar?t=TICKET: a ticket becomes a cookie. */
void web_enter(void *ctx, struct request *q, struct response *r);

/* The office opened anew when an exchange has ended since. */
err_t web_office(struct web *w) WUR;

#endif
