#include "tests/unit/record.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static struct bench *
record_start(const struct entity *e)
{
	struct bench *b = mem_new(sizeof(*b));

	history_init(&b->h, e);
	(void)history_commit(&b->h, 1, 0);
	b->create = history_op(&b->h, 1, OP_CREATE);
	return (b);
}

int
record_begin(void **state)
{
	*state = record_start(&history_entity);
	return (0);
}

int
record_begin_minutes(void **state)
{
	*state = record_start(schema_named("minutes"));
	return (0);
}

int
record_end(void **state)
{
	struct bench *b = *state;

	history_free(&b->h);
	arena_free(&b->a);
	mem_free(b);
	return (0);
}

struct write *
record_edit(
    struct bench *b, uint32_t log, uint64_t seen, uint32_t field, struct val v)
{
	return (history_one(&b->h, log, seen, OP_EDIT, field, v));
}

struct write *
record_edit_ranked(
    struct bench *b, uint32_t log, uint32_t field, struct val v, int64_t rank)
{
	struct write *w = record_edit(b, log, C(0), field, v);

	w->rank = rank;
	return (w);
}

struct write *
record_turn(struct bench *b, uint32_t log, uint64_t seen, enum life state)
{
	struct write *w = history_one(&b->h, log, seen, OP_VOID, 0, val_null());

	w->op.state = state;
	return (w);
}

struct write *
record_splice(struct bench *b, uint32_t log, uint64_t seen, dot_t base,
    uint32_t at, uint32_t del, const char *s)
{
	struct write *w =
	    history_one(&b->h, log, seen, OP_SPLICE, F_BODY, val_str(s));

	w->op.base = base;
	w->op.at = at;
	w->op.del = del;
	return (w);
}

const struct merged_field *
record_merged(struct bench *b, uint32_t field)
{
	const struct merged_field *f;

	history_merge(&b->h, &b->a, &b->m);
	f = history_field(&b->m, field);
	assert_non_null(f);
	return (f);
}

void
record_shows(struct bench *b, uint32_t field, struct val v, size_t versions,
    enum review review)
{
	const struct merged_field *f = record_merged(b, field);

	assert_true(val_eq(f->shown, v));
	assert_int_equal(f->n, versions);
	assert_int_equal(f->review, review);
}

void
record_lives(struct bench *b, enum life life, enum review review)
{
	const struct merged_field *f = record_merged(b, FIELD_LIFE);

	assert_int_equal(b->m.life, life);
	assert_int_equal(f->review, review);
}
