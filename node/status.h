/*
 * status -- where this office stands, in the three states people know:
 * Guardado aquí (on this computer's disk), Por enviar (the hub has not
 * confirmed it), Confirmado (the hub has, durably).
 */
#ifndef NODE_STATUS_H
#define NODE_STATUS_H

#include "node/office.h"

struct status_space {
	const char *name; /* borrows from the ledger */
	uint32_t epoch;   /* local number of the hub epoch; 0 none */
	int64_t cursor;   /* the last number of the space that is here */
	int64_t saved;    /* own commits of this computer */
	int64_t pending;  /* of them, not confirmed */
};

struct status {
	size_t n;
	struct status_space *spaces; /* arena */
	int64_t saved, pending;
	size_t disputes;  /* open */
	size_t proposals; /* that wait for this office */
	size_t proposed;  /* by this office, not decided yet */
};

err_t status_read(struct office *o, struct arena *a, struct status *s) WUR;
err_t status_json(struct office *o, const struct status *s, struct buf *b) WUR;
err_t status_words(struct office *o, const struct status *s, const char *lang,
    struct buf *b) WUR;

#endif
