/*
 * written -- a store with commits of ours in it, for tests that are not about
 * the desk.
 */
#ifndef TESTS_UNIT_WRITTEN_H
#define TESTS_UNIT_WRITTEN_H

#include "proto/log/store.h"

/* Fail the test, saying why. */
void written_ok(err_t e);
/* A folder of its own; and away with it and all its files. */
void written_folder(char out[64]);
void written_sweep(const char *dir);
/* One commit that creates an institution of this name in a space. */
dot_t written_commit(struct store *st, const struct key *k, const char *space,
    const char *name, int64_t at);
/* How many institutions have this name. */
size_t written_count(struct store *st, const char *name);

#endif
