/*
 * accounts -- the people of this computer: who may enter, as what.
 */
#ifndef NODE_PAGES_ACCOUNTS_H
#define NODE_PAGES_ACCOUNTS_H

#include "proto/ui/tpl.h"

struct accounts_role {
	int64_t no;
	const char *label;
	bool has;
};
struct accounts_row {
	const char *account, *name, *position, *roles;
	bool closed, me;
};
struct accounts_view {
	struct accounts_row *rows;
	size_t rows_n;
	bool admin;
	/* The form for a new one. */
	const char *account, *name, *position;
	struct accounts_role *roles;
	size_t roles_n;
};

void accounts_tpl(struct html *h, const struct accounts_view *v);

#endif
