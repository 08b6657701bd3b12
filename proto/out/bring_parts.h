/*
 * bring_parts -- an import as its files share it: bring.c keeps it,
 * bring_kind.c knows what may be brought, bring_work.c tries and saves rows,
 * bring_row.c makes records of one, bring_value.c values of its cells.
 */
#ifndef PROTO_OUT_BRING_PARTS_H
#define PROTO_OUT_BRING_PARTS_H

#include "proto/out/bring.h"
#include "proto/out/grid.h"

/* A record as people call it, folded. */
struct bring_name {
	const char *text;
	dot_t id;
};
struct bring_names {
	struct bring_name *v;
	size_t n, cap;
};

struct bring_session {
	dot_t id;
	const char *folio; /* folded */
	int64_t number, day;
	bool has_number, has_day;
};

/* What all rows of an import share while it is worked on. */
struct bring_work {
	struct cmd *c;
	struct bring *b;
	struct arena all; /* names */
	struct arena a;   /* of one row */
	struct bring_names institutions;
	struct bring_session *session;
	size_t sessions, session_cap;
	/* The row at hand. */
	const struct bring_row *row;
	const char *why; /* what is wrong, in words; NULL: nothing */
	const char *key; /* the same key: the same record */
	dot_t made[64];
	uint16_t made_entity[64];
	size_t made_n;
};

static inline const char *
bring_tr(const struct cmd *c, const char *es, const char *en)
{
	return (strcmp(c->lang, "en") == 0 ? en : es);
}
char *bring_folded(struct arena *a, const char *s);
/* Which target a title means; -1: none. */
int bring_guess(enum bring_kind kind, const char *title);

err_t bring_learn(struct bring_work *w) WUR; /* the names */
void bring_work_end(struct bring_work *w);
/* The text for a target: its cell, or what stands for an empty one. */
const char *bring_cell(struct bring_work *w, size_t target);
/* The value; val_null when there is none. DATA with w->why. */
err_t bring_value(struct bring_work *w, size_t target, struct val *v) WUR;
/* Several institutions in one cell. */
err_t bring_institutions(
    struct bring_work *w, size_t target, dot_t **out, size_t *n) WUR;
/* Says it and gives the error that stops the row. */
err_t bring_wrong(struct bring_work *w, size_t target, const char *text,
    const char *es, const char *en) WUR;

/* The changes of a row, collected in an act. *same: nothing to do, it is
 * here; w->key is set. */
err_t bring_build(struct bring_work *w, struct act *act, bool *same) WUR;

/* Rows of bring_row tables. */
err_t bring_judge(struct cmd *c, int64_t id, int64_t no,
    enum bring_verdict verdict, const char *reason, const char *key) WUR;

#endif
