/*
 * reports_practice_parts -- the good practice being told: what it is and where
 * (reports_practice.c), results (reports_practice_results.c), who leads it and
 * what was promised (reports_practice_lead.c).
 */
#ifndef HUB_REPORTS_PRACTICE_PARTS_H
#define HUB_REPORTS_PRACTICE_PARTS_H

#include "hub/reports_parts.h"
#include "proto/domain/crosswalk.h"

#define PRACTICE_LEVELS 4  /* codes of level: 1.. */
#define PRACTICE_THEMES 10 /* codes of theme that are built in: 1.. */

struct practice_mesa {
	dot_t id, chair;
	int64_t level, kind, status, theme, created;
	bool has_created;
	const char *cvegeo, *name, *objective;
};
struct practice {
	struct reports *m;
	struct practice_mesa *mesa; /* in the order of their installation */
	size_t n, cap;
	const struct practice_mesa *federal; /* its plenary; NULL: none */
};

/* A plenary of that level that is installed or at work. */
bool reports_practice_local(const struct practice_mesa *x, int level);
/* "federal, state and municipal"; "at the state and municipal levels" */
const char *
reports_practice_levels(struct practice *p, const bool level[PRACTICE_LEVELS]);
const char *
reports_practice_at(struct practice *p, const bool level[PRACTICE_LEVELS]);
/* "employment" */
err_t
reports_practice_area(struct practice *p, int64_t theme, const char **out) WUR;

err_t reports_practice_results(struct practice *p) WUR;
err_t reports_practice_lead(struct practice *p) WUR;

#endif
