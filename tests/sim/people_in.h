/*
 * people_in -- a deed under way.
 */
#ifndef TESTS_SIM_PEOPLE_IN_H
#define TESTS_SIM_PEOPLE_IN_H

#include "proto/domain/vocab.h"
#include "proto/log/desk.h"
#include "tests/sim/oracle.h"
#include "tests/sim/people.h"

#define DEED_VALUES 32
#define PEOPLE_TEXT 1200 /* bytes of a long text, about */

struct deed {
	struct world *w;
	struct seat *s;
	struct rng *r;
	struct arena a;
	struct act *act; /* NULL: not begun */
	size_t n;        /* values that it writes */
	struct oracle_value v[DEED_VALUES];
	dot_t record[DEED_VALUES];
};

/* Something that somebody may do: NULL when done or when there was nothing to
 * do it on; else what the product said. */
typedef err_t deed_fn(struct deed *d);

/* Begin the act, if it was not begun. */
err_t deed_begin(struct deed *d) WUR;
err_t deed_save(struct deed *d) WUR;
/* The act writes this value; mark "" or one made by deed_mark. */
void deed_says(struct deed *d, enum op_kind kind, uint32_t entity, dot_t record,
    struct fv fv, const char *mark);
/* Create with the register of its texts. */
err_t deed_create(struct deed *d, uint32_t entity, const struct fv *fv,
    size_t n, dot_t *id) WUR;
err_t deed_edit(struct deed *d, uint32_t entity, dot_t id, struct fv fv,
    const char *mark) WUR;

/* A new marker; it is the arena's. */
const char *deed_mark(struct deed *d);
/* "words q1a2b3c4dz", with the marker in *mark. */
struct val deed_words(struct deed *d, const char *words, const char **mark);
/* A few paragraphs with a marker. */
struct val deed_paragraphs(struct deed *d, const char **mark);
/* The same text with one paragraph changed, put in or taken out. */
struct val deed_rewrite(struct deed *d, struct span was, const char **mark);
int64_t deed_today(struct deed *d);

/* A live record, drawn; 0 when there is none. Often one of the oldest, which
 * everybody has; seldom another office's. root may be NULL. */
err_t deed_pick(struct deed *d, uint32_t entity, dot_t *id, dot_t *root) WUR;
/* The k-th institution of the national catalogue. */
err_t deed_institution(struct deed *d, size_t k, dot_t *id) WUR;
/* Its row; MISSING when it is not there. */
err_t deed_get(struct deed *d, uint32_t entity, dot_t id, struct record *r) WUR;

deed_fn people_gap, people_session, people_agreement, people_followup,
    people_minutes, people_home, people_result, people_catalogue;
deed_fn people_scalar, people_text, people_lists, people_status, people_counts,
    people_void, people_due, people_approve;
deed_fn people_resolve, people_decide, people_import, people_undo;

#endif
