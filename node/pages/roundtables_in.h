/*
 * roundtables_in -- what the files of roundtables share.
 */
#ifndef NODE_PAGES_ROUNDTABLES_IN_H
#define NODE_PAGES_ROUNDTABLES_IN_H

#include "node/pages/roundtables.h"

struct mesa { /* the roundtable that an address names */
	struct record r;
	const char *id, *name, *code, *zone, *rest; /* rest: after the id */
	dot_t office; /* who keeps it today; 0 the federal level */
	int64_t today;
	bool mine;
};

struct words { /* Spanish, English */
	const char *es, *en;
};

struct part {
	const char *path;
	enum entity_no entity;
	int until, since; /* 0: it does not end */
	struct words add, change, end, saved;
	struct words intro;
};

/* NULL: there is no such part. */
const struct part *roundtables_kinds_part(const char *path);

err_t roundtables_mesa(struct page *p, struct mesa *m) WUR;
/* The office's name, or the federal level's. */
err_t roundtables_office(struct page *p, dot_t office, const char **name) WUR;
/* Text of a register of a record, "" when empty. */
const char *roundtables_text(struct page *p, const struct record *r, int field);

/* Open agreements, and those overdue. */
err_t roundtables_open(
    struct page *p, dot_t id, int64_t today, int64_t *open, int64_t *late) WUR;
err_t roundtables_read(
    struct page *p, const struct mesa *m, struct roundtable_view *v) WUR;
err_t roundtables_read_parts(
    struct page *p, const struct mesa *m, struct roundtable_view *v) WUR;
/* Forms: "datos", "integrante/nueva", "integrante/ID", ".../terminar". */
err_t roundtables_form(struct page *p, const struct mesa *m) WUR;
err_t roundtables_handover(struct page *p, const struct mesa *m) WUR;

#endif
