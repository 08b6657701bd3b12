/*
 * dict_work -- workload W (work.h) as its pushes look on the wire, to train
 * the dictionary on: seeds 9001 and up, which no measurement uses.
 *
 * That the dictionary knows this text is on purpose.  The budgets of DESIGN 13
 * were found with a dictionary trained on another seed of the same generator,
 * and the peers were measured on the same text; the rows also are what offices
 * write.  So "20 edits" tells what an edit costs whose phrases are usual ones.
 * What it costs when the dictionary has never met them is said beside it in
 * docs/benchmarks.md.
 */
#ifndef TESTS_BENCH_DICT_WORK_H
#define TESTS_BENCH_DICT_WORK_H

#include "proto/log/store.h"
#include "tests/bench/work.h"

#define DICT_WORK_SEED 9001

struct dict_work { /* an office with its rows */
	struct store *st;
	const struct key *k;
	uint8_t pub[KEY_LEN];
	uint32_t space, home;
	struct work w;
	size_t next; /* row not written yet */
	int64_t at;
};

/* An office with its first rows, which are not put. In a transaction, as are
 * the others. */
err_t dict_work_open(struct dict_work *d, struct store *st, const struct key *k,
    uint32_t space, uint64_t seed) WUR;
void dict_work_close(struct dict_work *d);
/* The segments of one push: n edits of rows it has; n more rows. */
err_t dict_work_edits(struct dict_work *d, size_t n,
    err_t (*put)(void *ctx, const struct segment *s), void *ctx) WUR;
err_t dict_work_rows(struct dict_work *d, size_t n,
    err_t (*put)(void *ctx, const struct segment *s), void *ctx) WUR;

#endif
