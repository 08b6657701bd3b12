/*
 * federal -- a hub's store with the founding document's roundtables, for the
 * tests of what the federal level sees.
 *
 * FED_TODAY is the day that everything is told for; sessions, agreements and
 * gaps have dates around it.
 */
#ifndef TESTS_UNIT_FEDERAL_H
#define TESTS_UNIT_FEDERAL_H

#include "proto/domain/vocab.h"
#include "proto/log/desk.h"
#include "proto/log/store.h"

#define FED_TODAY 20500 /* 2026-02-16 */
#define FED_NOW   ((int64_t)FED_TODAY * 86400 + 18 * 3600)
#define FED_EVIL  "<script>alert('x')</script>\"><img src=x onerror=y>"

struct federal {
	char dir[64], path[96];
	struct store st;
	struct desk desk;
	struct key *key;
	dot_t office_tap, office_pal;
	/* Veracruz is the Tapachula office's, the others are federal. */
	dot_t country, chiapas, veracruz, palenque, labor;
	dot_t sep, session, palenque_session, agreement, gap, commitment;
};

/* Fails the test when something is refused. */
void federal_ok(err_t e);
void federal_open(struct federal *f);
void federal_close(struct federal *f);
dot_t
federal_make(struct federal *f, uint32_t entity, const struct fv *fv, size_t n);
/* An agreement with SEP responsible. */
dot_t federal_agreement(struct federal *f, dot_t session, int theme,
    int64_t agreed, int64_t due, const char *text);
void federal_edit(struct federal *f, uint32_t entity, dot_t id,
    const struct fv *fv, size_t n);

#define FEDERAL_MAKE(f, e, ...)                                                \
	federal_make((f), ENTITY_##e, (const struct fv[]){ __VA_ARGS__ },      \
	    sizeof((const struct fv[]){ __VA_ARGS__ }) / sizeof(struct fv))
#define FEDERAL_EDIT(f, e, id, ...)                                            \
	federal_edit((f), ENTITY_##e, (id),                                    \
	    (const struct fv[]){ __VA_ARGS__ },                                \
	    sizeof((const struct fv[]){ __VA_ARGS__ }) / sizeof(struct fv))
#define FV(e, f, x)                                                            \
	{                                                                      \
		FIELD_##e##_##f, x                                             \
	}

#endif
