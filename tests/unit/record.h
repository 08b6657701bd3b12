/*
 * record -- one record on a test's bench: a history that log 1 begins with a
 * creation in commit 0, and short words to go on and to look at the merge.
 */
#ifndef TESTS_UNIT_RECORD_H
#define TESTS_UNIT_RECORD_H

#include "tests/unit/history.h"

#define C(n) (1ULL << (n)) /* commit n was seen */

struct bench {
	struct history h;
	struct arena a;
	struct merged m; /* of the last look */
	struct write *create;
};

/* For cmocka: set up with one field of each kind, or with minutes. */
int record_begin(void **state);
int record_begin_minutes(void **state);
int record_end(void **state);
struct write *record_edit(
    struct bench *b, uint32_t log, uint64_t seen, uint32_t field, struct val v);
struct write *record_edit_ranked(
    struct bench *b, uint32_t log, uint32_t field, struct val v, int64_t rank);
struct write *
record_turn(struct bench *b, uint32_t log, uint64_t seen, enum life state);
struct write *record_splice(struct bench *b, uint32_t log, uint64_t seen,
    dot_t base, uint32_t at, uint32_t del, const char *s);
const struct merged_field *record_merged(struct bench *b, uint32_t field);
void record_shows(struct bench *b, uint32_t field, struct val v,
    size_t versions, enum review review);
void record_lives(struct bench *b, enum life life, enum review review);

#endif
