/*
 * raw -- what SQLite does alone: typed tables with a text key, prepared
 * statements, WAL and FULL, nothing else.  Every ratio is against this.
 */
#ifndef TESTS_BENCH_RAW_H
#define TESTS_BENCH_RAW_H

#include "tests/bench/work.h"

struct raw;

struct raw *raw_open(const char *path);
/* Insert rows first..last-1 (roundtables only when asked); a commit every
 * `each` rows, 0: one for all. How many there were. */
size_t raw_insert(struct raw *r, struct work *w, size_t first, size_t last,
    size_t each, bool roundtables);
void raw_close(struct raw *r); /* after it the file is all there is */

#endif
