/*
 * account -- entering and leaving, the first account, enrolment.
 */
#ifndef NODE_PAGES_ACCOUNT_H
#define NODE_PAGES_ACCOUNT_H

#include "node/pages/stick.h"

struct enter_view {
	bool locked; /* somebody is in, and was away */
	const char *name, *account;
	const char *back; /* where to go then */
};

struct first_view {
	const char *account, *name, *position;
};

struct enrol_view {
	const char *invitation;
	struct stick_view answer;
};

void enter_tpl(struct html *h, const struct enter_view *v);
void first_tpl(struct html *h, const struct first_view *v);
void enrol_tpl(struct html *h, const struct enrol_view *v);

#endif
