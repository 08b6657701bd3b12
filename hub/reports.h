/*
 * reports -- what the federal level signs and hands on, made from records.
 *
 * A report is a function of the position vector (moment.h), of a day that due
 * dates count from and of its subject: no clock, and no order by chance.
 */
#ifndef HUB_REPORTS_H
#define HUB_REPORTS_H

#include "hub/moment.h"
#include "proto/out/report.h"

struct reports_ask {
	struct ledger *l;    /* in one transaction */
	const char *kind;    /* of a reports_kind */
	const char *lang;    /* "es" or "en" */
	const char *subject; /* NULL: none */
	const char *at;      /* the moment, as text */
	/* The day; has_day false: that of the last receipt of the moment. */
	bool has_day;
	int64_t day, receipt;
};

struct reports_kind {
	const char *name, *es, *en;
	const char *subject; /* what it wants: "STATE"; NULL nothing */
};
/* The i-th; NULL past the last. */
const struct reports_kind *reports_kind(size_t i);

/* *r is REPORT before; report_free after, also after an error.  MISSING says
 * what there is. */
err_t reports_make(struct report *r, const struct reports_ask *ask) WUR;

/* The same of a store: as it is now, or as it was at the moment ask->at, which
 * is made anew in a file of dir.  ask->l and receipt are found out. */
err_t reports_of(struct report *r, struct store *st, const char *dir,
    const struct reports_ask *ask) WUR;

#endif
