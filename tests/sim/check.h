/*
 * check -- the invariants of a world (notes/sync.md 3.8).
 *
 * Each has a short name, which reports and the table of mutants use:
 *
 *   saved      what act_save said to be saved is on the office's disk, whatever
 *              happened to the machine
 *   durable    what the hub has taken is on its disk; an answer leaves only
 *              after that
 *   lossless   at the end the hub has every change that any office's disk has
 *   refused    what was refused left nothing
 *   sequence   no (log, seq) is written twice by a machine that could know
 *   author     nobody writes in another's name
 *   causal     ledger_past is the true past, whatever the clocks say
 *   dispute    a dispute is open exactly when true siblings differ
 *   merge      lists, counters, texts, lives are what the true past makes them
 *   clock      of concurrent values the one with the highest bounded rank
 *   readable   every value is in the history with author and time
 *   authority  who has no right proposes
 *   scope      no commit outside of the spaces of its office
 *   revoked    a revoked computer is told nothing
 *   receipts   a position never names two commits, nor two times
 *   gapless    positions follow each other, and so do their times
 *   converge   equal digests and commits at equal scope
 *   idempotent what was said before changes nothing
 *   verify     store_verify has no finding
 *   rebuild    the rows are those of a fold of the log
 *   folio      two live records with one folio are under review
 *   bounds     messages within limits.h
 *   starts     a machine whose disk is well starts
 *   progress   after the faults everybody has everything in few rounds
 *   looking    the simulator itself could not read what it must
 */
#ifndef TESTS_SIM_CHECK_H
#define TESTS_SIM_CHECK_H

#include "node/sync.h"
#include "tests/sim/world.h"

/* See world.h. */
void check_commit(struct world *w);
void
check_answer(struct world *w, struct seat *to, int status, struct span body);
void check_sync(
    struct world *w, struct seat *s, const struct sync_stats *st, err_t e);
void check_seat(struct world *w, struct seat *s, bool whole);
void check_end(struct world *w);
/* Of everything a store shows: rows, positions, heads. The world compares it
 * before and after it says old messages again ("idempotent"). */
void check_sum(struct world *w, struct seat *s, struct hash *out);

#endif
