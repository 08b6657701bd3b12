/*
 * stick -- sending without a network: a file to carry away, a file that came
 * back.  The page of sending uses it as {{use stick v.stick}}, the enrolment
 * as {{use stick_answer v.answer}}.
 */
#ifndef NODE_PAGES_STICK_H
#define NODE_PAGES_STICK_H

#include "node/page.h"
#include "proto/ui/tpl.h"

struct stick_view {
	int64_t pending; /* changes that would be carried */
};

/* A request to be enrolled, as a file to keep. */
err_t stick_ask(struct page *p, const char *invitation) WUR;
void stick_tpl(struct html *h, const struct stick_view *v);
void stick_answer_tpl(struct html *h, const struct stick_view *v);

#endif
