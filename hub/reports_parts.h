/*
 * reports_parts -- a report being made: what its makers share.
 */
#ifndef HUB_REPORTS_PARTS_H
#define HUB_REPORTS_PARTS_H

#include "hub/reports.h"
#include "hub/view_parts.h"
#include "proto/cmd/cmd.h"

struct reports {
	const struct reports_ask *ask;
	struct report *r;
	struct db *db;
	struct view_ask view; /* for what the views count already */
	struct store st;      /* borrowed, for names */
	struct cmd c;
	int64_t today;
};

static inline const char *
reports_tr(const struct reports *m, const char *es, const char *en)
{
	return (report_pick(m->r, es, en));
}

/* One of two formats of ours, filled (arena). */
#define reports_fmt(m, es, en, ...)                                            \
	(strcmp((m)->r->lang, "en") == 0                                       \
		? arena_fmt(&(m)->r->a, en, __VA_ARGS__)                       \
		: arena_fmt(&(m)->r->a, es, __VA_ARGS__))

/* One more record that a sentence stands on. */
err_t reports_ref(
    struct reports *m, struct report_refs *refs, uint32_t entity, dot_t id) WUR;
/* Its id as text (arena). */
const char *reports_id(struct reports *m, dot_t id);

/* ---- words, in the report's language (arena) ---- */

/* "a, b and c" */
const char *reports_list(struct reports *m, const char *const *v, size_t n);
/* "4 de julio de 2019", "July 4, 2019" */
const char *reports_day(struct reports *m, int64_t day);
/* "nueve" up to ten, then digits; capital: at the beginning of a sentence. */
const char *
reports_number(struct reports *m, int64_t n, bool feminine, bool capital);
/* "la Secretaría ...", "the Ministry ..." */
const char *reports_the(struct reports *m, const char *name);
/* The label of a code within a sentence: "inclusión laboral". */
err_t reports_code(
    struct reports *m, const char *vocab, int64_t no, const char **out) WUR;
const char *reports_lower(struct reports *m, const char *s);
const char *reports_capital(struct reports *m, const char *s);
/* A column in the language, empty: in the other. */
const char *
reports_either(struct reports *m, struct rows *r, int es_col, int en_col);

/* ---- the makers ---- */
err_t reports_practice(struct reports *m) WUR;

/* What looks like personal data is left out of every text. */
err_t reports_guard(struct reports *m) WUR;

#endif
