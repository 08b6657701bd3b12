/*
 * account -- entering and leaving, the first account, enrolment.
 */
#ifndef NODE_PAGES_ACCOUNT_H
#define NODE_PAGES_ACCOUNT_H

#include "node/pages/stick.h"
#include "proto/ui/shell.h"

struct first_view {
	const char *account, *name, *position;
};

struct enrol_view {
	const char *invitation;
	struct stick_view answer;
};

void first_tpl(struct html *h, const struct first_view *v);
void enrol_tpl(struct html *h, const struct enrol_view *v);

#endif
