/*
 * accept_parts -- accept.c (a segment finds its place) and accept_fork.c (it
 * belongs to another branch) between themselves.
 */
#ifndef PROTO_LOG_ACCEPT_PARTS_H
#define PROTO_LOG_ACCEPT_PARTS_H

#include "proto/log/accept.h"

/* First seq of the overlap where the hashes differ; 0 when they agree. */
err_t accept_differ(
    struct ledger *l, uint32_t log, const struct segment *s, uint32_t *at) WUR;
/* Write the segment under a log and learn its commits from `first` on. */
err_t accept_store(struct ledger *l, uint32_t log, const struct segment *s,
    uint32_t first) WUR;
/* It differs from the log it names at `fork`: find or open its branch. */
err_t accept_forked(struct ledger *l, uint32_t log, const struct segment *s,
    uint32_t fork, struct acceptance *out) WUR;

#endif
