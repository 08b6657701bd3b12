/*
 * states -- the states of the country, and all that one of them has: its
 * roundtables (of the state and of its municipalities), agreements, gaps, and
 * how far that is complete.
 *
 * GET /entidades and /entidades/07.
 */
#ifndef HUB_PAGES_STATES_H
#define HUB_PAGES_STATES_H

#include "hub/pages/offices.h"

struct states_row {
	const char *name, *href;
	int64_t mesas, municipal, open, overdue, done, gaps;
};
struct states_view {
	struct states_row *rows;
	size_t rows_n;
	const char *coverage, *complete;
};

struct states_mesa {
	const char *name, *place, *status;
	int64_t held; /* sessions, the last 12 months */
	int64_t open, overdue, done, total, gaps;
	int64_t kept, late;               /* done, overdue: of a bar of 1000 */
	const char *office, *office_href; /* "": nobody's known */
	struct offices_mark fresh;
	bool has_office;
};
struct states_count {
	const char *name;
	int64_t n, per_mille;
	bool good, bad;
};
struct states_office {
	const char *name, *href;
	struct offices_mark fresh;
	int64_t through, backlog;
};
struct state_view {
	const char *code, *name, *space; /* space: its part of the overview */
	int64_t mesas, municipal, open, overdue, done, total;
	int64_t gaps, gaps_total, disputes;
	struct states_mesa *rows;
	size_t rows_n, rows_cap;
	struct states_count *counts;
	size_t counts_n;
	struct states_office *offices;
	size_t offices_n;
	const char *complete;
	bool whole; /* no office is missing from it */
};

void states_tpl(struct html *h, const struct states_view *v);
void state_tpl(struct html *h, const struct state_view *v);

#endif
