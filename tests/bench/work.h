/*
 * work -- workload W: rows of roundtables in Spanish, the same for all sides.
 *
 * Seven types in the shares of real work, about 391 bytes of JSON a row; one
 * seed, one text.  work_ops turns a row into what our desk would write,
 * work_raw into the columns of a plain table with a text key.
 */
#ifndef TESTS_BENCH_WORK_H
#define TESTS_BENCH_WORK_H

#include "proto/base/mem.h"
#include "proto/log/change.h"

enum work_type {
	WORK_INSTITUTION,
	WORK_ROUNDTABLE,
	WORK_SESSION,
	WORK_ATTENDANCE,
	WORK_GAP,
	WORK_AGREEMENT,
	WORK_FOLLOWUP
};
#define WORK_TYPES   7
#define WORK_VALUES  6
#define WORK_COLUMNS 16
#define WORK_OPS     2 /* at most, of one row */

struct work_value {
	const char *text; /* NULL: the number */
	int64_t number;
};

struct work_row {
	enum work_type type;
	uint32_t office, theme;
	uint32_t up, institution;           /* rows it names, + 1; 0 none */
	const char *id, *second_id, *folio; /* NULL: has none */
	struct work_value v[WORK_VALUES];
	size_t n;
	dot_t dot, second; /* where the author wrote it */
};

struct work {
	struct arena a;
	uint64_t state; /* of the random numbers */
	uint32_t offices;
	struct work_row *row;
	size_t n, cap;
	uint32_t folios;
	struct {
		uint32_t *row;
		size_t n, cap;
	} pool[16][WORK_TYPES];
};

void work_make(struct work *w, size_t n, uint32_t offices, uint64_t seed);
void work_free(struct work *w);
uint64_t work_below(struct work *w, uint64_t n);
/* Bytes of the rows as JSON objects, on average. */
size_t work_json(struct work *w);
/* The state of an office, as INEGI counts: "01".. */
void work_space(uint32_t office, char out[3]);

/* The ops that create row i; fv from the arena. The rows it names have their
 * dots already. */
size_t
work_ops(struct work *w, size_t i, struct arena *a, struct op op[WORK_OPS]);
/* Row i changes one to three of its values; or only value `which` (0..). */
size_t work_edit(struct work *w, size_t i, int which, struct arena *a,
    struct op op[WORK_OPS]);

/* DDL of plain tables; the insert of a type (of its second row: NULL when it
 * has none) and the columns of a row (0: none). */
const char *work_ddl(void);
const char *work_insert(enum work_type t, bool second);
size_t
work_raw(struct work *w, size_t i, bool second, struct val args[WORK_COLUMNS]);

#endif
