/*
 * place -- questions about positions that the sync engine asks.
 *
 * Reads the table of positions (written by accept_position); and takes a
 * space away again when its office lost it.
 */
#ifndef PROTO_LOG_PLACE_H
#define PROTO_LOG_PLACE_H

#include "proto/log/accept.h"

/* The run that holds (epoch, number) of a space. */
err_t place_at(struct ledger *l, uint32_t space, uint32_t epoch, int64_t number,
    struct position *p, bool *found) WUR;
/* Last commit of a log that has a position; 0 none. */
err_t place_last(struct ledger *l, uint32_t log, uint32_t *seq) WUR;
/* Every position of the run first..first+count-1 of a log: p->number is that
 * of its first commit. */
err_t place_all(struct ledger *l, uint32_t log, uint32_t first, uint32_t count,
    err_t (*fn)(void *ctx, const struct position *p), void *ctx) WUR;
/* The number of an epoch met before; 0 unknown. Makes nothing. */
err_t place_epoch(struct ledger *l, const uint8_t id[16], uint32_t *no) WUR;
/* How many epochs there are: numbers 1..n. */
err_t place_epochs(struct ledger *l, uint32_t *n) WUR;
/* The id that a log travels under: of a branch, that of its log. */
void place_id(struct ledger *l, uint32_t log, uint8_t id[LOG_ID_LEN]);
/* The log with that id, or the branch of it, whose commit seq has a hash that
 * begins so; log 0: none. */
err_t place_find(struct ledger *l, const uint8_t id[LOG_ID_LEN], uint32_t seq,
    const uint8_t *hash, size_t n, uint32_t *log) WUR;
/* Who holds commit `first` of a branch, and up to which of first..last: what
 * stands before a fork is the parent's. */
void place_part(struct ledger *l, uint32_t log, uint32_t first, uint32_t last,
    uint32_t *owner, uint32_t *to);
/* The log of that node whose id begins with these n bytes, no branch; log 0:
 * none, or more than one. */
err_t place_named(struct ledger *l, const uint8_t *id, size_t n,
    const uint8_t node[KEY_LEN], uint32_t *log) WUR;
/* The logs this store writes to now, one a space. */
err_t place_mine(
    struct ledger *l, err_t (*fn)(void *ctx, uint32_t log), void *ctx) WUR;
/* Highest number known of an epoch in a space; 0 none. */
err_t place_top(
    struct ledger *l, uint32_t space, uint32_t epoch, int64_t *number) WUR;
/* A run into a sum over runs: the same commits at the same numbers? */
void place_sum(struct ledger *l, const struct position *p, struct hasher *sum);
/* How far the author of a commit had seen an epoch of its space; 0 nothing. */
int64_t
place_basis(struct ledger *l, uint32_t log, uint32_t seq, uint32_t epoch);
/* Forget all logs and positions of a space; other logs may still name them.
 * The caller folds again. In a transaction. */
err_t place_drop(struct ledger *l, uint32_t space) WUR;
/* Commits of a space were cut away: what is written next has seen no further
 * than to the first that is missing. In a transaction. */
err_t place_unsee(struct ledger *l, uint32_t space) WUR;

#endif
