/*
 * institutions_in -- what the files of institutions share.
 */
#ifndef NODE_PAGES_INSTITUTIONS_IN_H
#define NODE_PAGES_INSTITUTIONS_IN_H

#include "node/pages/institutions.h"

struct inst { /* the institution that an address names */
	struct record r;
	const char *id, *name, *verb; /* verb: after the id */
	struct rule_ending end;
	bool proposed;
};

err_t institutions_list(struct page *p) WUR;
err_t institutions_orphans(struct page *p) WUR;
/* Open agreements that name it, and those overdue. */
err_t
institutions_owed(struct page *p, dot_t id, int64_t *open, int64_t *late) WUR;
err_t institutions_sheet(struct page *p, const struct inst *i) WUR;
/* Does this office keep the roundtable? */
err_t institutions_mine(struct page *p, dot_t root, bool *yes) WUR;
/* What own roundtables still have under that name (id 0: under any that has
 * ended; then only who is responsible for open agreements). */
err_t institutions_uses(
    struct page *p, dot_t id, struct institution_use **out, size_t *n) WUR;
err_t institutions_use(struct page *p, const struct inst *i) WUR;

#endif
