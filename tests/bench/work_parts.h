/*
 * work_parts -- what the files of workload W share: the values of a row, how
 * they are made and where they go.
 */
#ifndef TESTS_BENCH_WORK_PARTS_H
#define TESTS_BENCH_WORK_PARTS_H

#include "proto/domain/vocab.h"
#include "tests/bench/work.h"

#define WORK_DAY0   18993 /* 2022-01-01 */
#define WORK_THEMES 4

enum work_kind { /* of a value, and how it is made */
	KIND_PLACE,
	KIND_PERSON,
	KIND_PHONE,
	KIND_MAIL,
	KIND_FLAG,
	KIND_NEWS,
	KIND_STANDING,
	KIND_DATE,
	KIND_HALL,
	KIND_AGENDA,
	KIND_STAGE,
	KIND_POST,
	KIND_GAP,
	KIND_RANK,
	KIND_HEADS,
	KIND_TASK,
	KIND_PERCENT
};

/* A value: its name in the workload, and where it goes in our entities:
 * of the second op of the row when `second`. */
struct work_column {
	const char *name;
	enum work_kind kind;
	uint32_t field;
	bool second;
};

extern const struct work_column work_columns[WORK_TYPES][WORK_VALUES];
extern const uint32_t work_entities[WORK_TYPES][WORK_OPS];
extern const char *const work_themes[WORK_THEMES];

struct work_value work_value_make(struct work *w, enum work_kind k);
/* Which of the words of its kind, from 1. */
int64_t work_value_code(enum work_kind k, const char *s);

#endif
