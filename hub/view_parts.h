/*
 * view_parts -- what the files of view share: adding cells, and what each
 * subject makes.
 */
#ifndef HUB_VIEW_PARTS_H
#define HUB_VIEW_PARTS_H

#include "hub/view.h"
#include "proto/domain/geo.h"
#include "proto/domain/rule.h"
#include "proto/domain/schema.h"
#include "proto/domain/vocab.h"
#include "proto/limits.h"

#define VIEW_COLS(v, columns)                                                  \
	((v)->col = (columns), (v)->cols = sizeof(columns) / sizeof(*(columns)))

#define VIEW_SAY_BYTES   ((size_t)LIMIT_MERGE_BYTES * 2) /* one cell */
#define VIEW_FRESH_DAYS  2    /* silent for longer: mentioned */
#define VIEW_SILENT_DAYS 7    /* silent for longer: missing */
#define VIEW_FEDERAL     "00" /* in the place of a state */

/* One more cell; the text is copied. */
struct view_cell *view_add(struct view *v, struct val x);
void view_add_int(struct view *v, int64_t i);
void view_add_some(struct view *v, bool some, int64_t i); /* null when not */
void view_add_text(struct view *v, struct span s);        /* empty: null */
void view_add_day(struct view *v, bool some, int64_t day);
void view_add_time(struct view *v, int64_t at); /* 0: null */
/* Machine word and what people read. */
struct view_cell *
view_add_word(struct view *v, const char *word, const char *es, const char *en);
/* A code by its number; labels of codes added by the federal level too. */
err_t view_add_code(struct view *v, const struct view_ask *ask,
    const char *vocab, bool some, int64_t no) WUR;
/* "07" with the state's name; "00" the federal level. */
void view_add_state(struct view *v, const char *code);
void view_add_yes(struct view *v, bool yes);

/* One more line under the table: es and en are the view's own (arena). */
void
view_line(struct view *v, const char *name, const char *es, const char *en);
/* Lines: how far complete, who is missing; disputes that are open. */
err_t view_complete(struct view *v, const struct view_ask *ask) WUR;

/* What a code is called (arena of v, or static); an unknown one by its number.
 */
struct view_word {
	const char *name, *es, *en;
};
err_t view_label(struct view *v, const struct view_ask *ask, const char *vocab,
    int64_t no, struct view_word *w) WUR;
/* "07" of a roundtable's place; "00" when it has none. */
const char *view_state_of(const char *cvegeo, char out[3]);
int64_t view_median(int64_t *v, size_t n); /* sorts; n > 0 */

/* Ageing buckets of what is overdue: 0-30, 31-90, 91-180, 181-365, more. */
#define VIEW_BUCKETS 5
int view_bucket(int64_t days);

/* "9 states + Palenque" (arena of v). */
struct view_cover {
	int64_t states, municipalities, mesas;
	const char *es, *en;
};
err_t view_coverage(
    const struct view_ask *ask, struct arena *a, struct view_cover *c) WUR;

/* What looks like personal data is not shown until somebody decided. */
err_t view_guard(struct view *v, const struct view_ask *ask) WUR;
/* The subjects. */
err_t view_overview(struct view *v, const struct view_ask *ask) WUR;
err_t view_mesas(struct view *v, const struct view_ask *ask) WUR;
err_t view_states(struct view *v, const struct view_ask *ask) WUR;
err_t view_agreements(struct view *v, const struct view_ask *ask) WUR;
err_t view_overdue(struct view *v, const struct view_ask *ask) WUR;
err_t view_gaps(struct view *v, const struct view_ask *ask) WUR;
err_t view_freshness(struct view *v, const struct view_ask *ask) WUR;
err_t view_disputes(struct view *v, const struct view_ask *ask) WUR;
err_t view_commitments(struct view *v, const struct view_ask *ask) WUR;

#endif
