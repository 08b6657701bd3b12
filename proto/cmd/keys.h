/*
 * keys -- what imports did, so that the same key means the same record and an
 * import can be taken back.
 *
 * Local to this store: never part of the log.  A row is written in the same
 * transaction as the commit that it tells of.
 */
#ifndef PROTO_CMD_KEYS_H
#define PROTO_CMD_KEYS_H

#include "proto/base/db.h"
#include "proto/base/mem.h"

/* Make the tables if they are absent. */
err_t keys_tables(struct db *db) WUR;

/* The record of a key; 0 when there is none (also before keys_tables). */
err_t keys_get(struct db *db, const char *key, int64_t *record) WUR;
err_t
keys_set(struct db *db, const char *key, int64_t record, int64_t batch) WUR;

/* A new import. */
err_t
keys_batch(struct db *db, const char *file, int64_t at, int64_t *batch) WUR;
err_t keys_batch_known(struct db *db, int64_t batch, bool *known) WUR;

enum keys_what {
	KEYS_CREATED, /* the record */
	KEYS_SET,     /* a register: was, became */
	KEYS_ADDED,   /* an element: became */
	KEYS_REMOVED, /* an element: was */
	KEYS_COUNTED  /* became is what was added */
};

struct keys_step { /* one thing a line did */
	int64_t line, record;
	enum keys_what what;
	uint32_t entity, field;
	struct val was, became;
};
err_t keys_step(struct db *db, int64_t batch, const struct keys_step *s) WUR;
/* The steps of the last line of a batch that is not taken back yet and comes
 * before line `before`, last step first; n 0: none is left. */
err_t keys_last(struct db *db, int64_t batch, int64_t before, struct arena *a,
    struct keys_step **out, size_t *n) WUR;
/* A line was taken back: its steps and the keys of its records are forgotten.
 */
err_t keys_forget(struct db *db, int64_t batch, int64_t line) WUR;

#endif
