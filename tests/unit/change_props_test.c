#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "proto/limits.h"
#include "tests/unit/aliased.h"

/* Random ops from a seed that is printed when one fails. */
#define MOST 40

struct dice {
	uint64_t x;
	char text[MOST][64];
	size_t texts;
	struct fv fv[MOST];
};

static uint64_t
below(struct dice *d, uint64_t n)
{
	d->x ^= d->x << 13;
	d->x ^= d->x >> 7;
	d->x ^= d->x << 17;
	return ((d->x >> 11) % n);
}

static dot_t
any_dot(struct dice *d)
{
	static const uint32_t logs[] = { ALIASED_OWN, 9, 12, 700 };
	uint32_t seq = below(d, 2) == 0 ? 1 + (uint32_t)below(d, 100)
					: 1 + (uint32_t)below(d, LIMIT_SEQ);

	return (dot_pack(logs[below(d, 4)], seq,
	    below(d, 2) == 0 ? 0 : (uint32_t)below(d, 256)));
}

static struct span
any_text(struct dice *d)
{
	static const char *const bits[] = { "a", "é", "\"", "\\", "\n", "\x01",
		"\xe2\x82\xac", "\xf0\x9f\x98\x80", " ", "]", ",", "/",
		"\x7f" };
	char *to = d->text[d->texts++];
	size_t n = below(d, 14);

	must(d->texts <= MOST);
	to[0] = '\0';
	for (size_t i = 0; i < n; i++)
		strncat(to, bits[below(d, 13)], 60 - strlen(to));
	while (to[0] != '\0' && (to[strlen(to) - 1] & 0x80) != 0)
		to[strlen(to) - 1] = '\0'; /* no half letters at the end */
	return (span_str(to));
}

static struct val
any_val(struct dice *d, const struct field *f)
{
	switch (f->type) {
	case TYPE_TEXT:
	case TYPE_LONG:
	case TYPE_GEO:
		return (val_text(any_text(d)));
	case TYPE_REF:
		return (val_int(any_dot(d)));
	case TYPE_INT:
	case TYPE_BOOL:
	case TYPE_DATE:
	case TYPE_TIME:
	case TYPE_CODE:
	default:
		return (val_int(below(d, 3) == 0
				    ? (int64_t)(d->x * 0x9e3779b97f4a7c15ULL)
				    : (int64_t)below(d, 2000) - 1000));
	}
}

static const struct field *
field_like(struct dice *d, struct op *op, bool (*like)(const struct field *))
{
	for (;;) {
		const struct entity *e =
		    &schema_entities[below(d, schema_count)];
		const struct field *f = &e->fields[below(d, e->n)];

		op->entity = e->no;
		if (like(f))
			return (f);
	}
}

static bool
like_list(const struct field *f)
{
	return (f->merge == MERGE_LIST);
}

static bool
like_count(const struct field *f)
{
	return (f->merge == MERGE_COUNT);
}

static bool
like_set(const struct field *f)
{
	return (f->merge != MERGE_LIST && f->merge != MERGE_COUNT);
}

static bool
like_text(const struct field *f)
{
	return (f->merge == MERGE_TEXT);
}

static void
add(struct op *op, uint32_t field, struct val v)
{
	must(op->n < MOST);
	op->fv[op->n++] = (struct fv){ field, v };
}

static void
any_fields(struct dice *d, struct op *op)
{
	const struct entity *e;

	(void)field_like(d, op, like_set);
	e = schema_entity(op->entity);
	for (size_t i = 0; i < e->n && op->n + 3 < MOST; i++) {
		const struct field *f = &e->fields[i];
		size_t times = f->merge == MERGE_LIST ? 1 + below(d, 3) : 1;

		if (below(d, 2) == 0 || (op->kind == OP_EDIT && !like_set(f)))
			continue;
		for (; times > 0; times--)
			add(op, f->no, any_val(d, f));
	}
	if (op->kind == OP_EDIT && op->n == 0)
		add(op, 1, val_null());
}

static void
any_op(struct dice *d, struct op *op)
{
	const struct field *f;

	d->texts = 0;
	*op = (struct op){ .kind = (enum op_kind)below(d, OP_ERASED),
		.fv = d->fv };
	op->record =
	    op->kind == OP_CREATE || op->kind == OP_ALIAS ? 0 : any_dot(d);
	if (op->kind == OP_CREATE || op->kind == OP_EDIT) {
		any_fields(d, op);
	} else if (op->kind == OP_ADD || op->kind == OP_REMOVE) {
		f = field_like(d, op, like_list);
		for (size_t n = 1 + below(d, 5); n > 0; n--)
			add(op, f->no, any_val(d, f));
	} else if (op->kind == OP_COUNT) {
		f = field_like(d, op, like_count);
		add(op, f->no, any_val(d, f));
	} else if (op->kind == OP_SPLICE) {
		f = field_like(d, op, like_text);
		add(op, f->no, any_val(d, f));
		op->base = any_dot(d);
		op->at = (uint32_t)below(d, UINT32_MAX);
		op->del = (uint32_t)below(d, 9);
	} else if (op->kind == OP_RESOLVE) {
		f = field_like(d, op, like_set);
		add(op, f->no, below(d, 4) == 0 ? val_null() : any_val(d, f));
	} else if (op->kind == OP_VOID) {
		(void)field_like(d, op, like_set);
		op->state = (int)below(d, 4);
	} else if (op->kind == OP_DECIDE) {
		op->state = (int)below(d, 2);
	} else {
		for (size_t i = 0; i < LOG_ID_LEN; i++)
			op->log[i] = (uint8_t)below(d, 256);
	}
	if (op->kind == OP_VOID || op->kind == OP_RESOLVE ||
	    op->kind == OP_DECIDE)
		op->reason = any_text(d);
}

static bool
same(const struct op *a, const struct op *b)
{
	if (a->kind != b->kind || a->entity != b->entity || a->n != b->n ||
	    a->base != b->base || a->at != b->at || a->del != b->del ||
	    a->state != b->state || !span_eq(a->reason, b->reason) ||
	    memcmp(a->log, b->log, LOG_ID_LEN) != 0 || b->partial ||
	    b->record != (a->kind == OP_CREATE ? ALIASED_SELF : a->record))
		return (false);
	for (size_t i = 0; i < a->n; i++)
		if (a->fv[i].field != b->fv[i].field ||
		    !val_eq(a->fv[i].v, b->fv[i].v))
			return (false);
	return (true);
}

static void
test_any_op_put_taken_and_put_again_is_the_same(void **state)
{
	const char *times = getenv("N");
	long n = times == NULL ? 20000 : strtol(times, NULL, 10);
	struct buf once = BUF(LIMIT_LINE_BYTES), twice = BUF(LIMIT_LINE_BYTES);
	struct dice d;
	struct op op;
	struct taken t;

	(void)state;
	for (long i = 1; i <= n; i++) {
		d.x = (uint64_t)i * 0x9e3779b97f4a7c15ULL;
		any_op(&d, &op);
		buf_clear(&once);
		buf_clear(&twice);
		assert_null(op_put(&op, &aliased, &once));
		aliased_take(&t, (const char *)once.p);
		if (t.code != ERR_NONE || !same(&op, &t.op))
			print_error("seed %ld: %s\n", i, once.p);
		assert_int_equal(t.code, ERR_NONE);
		assert_true(same(&op, &t.op));
		assert_null(op_put(&t.op, &aliased, &twice));
		assert_string_equal(once.p, twice.p);
		aliased_drop(&t);
	}
	buf_free(&once);
	buf_free(&twice);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    test_any_op_put_taken_and_put_again_is_the_same),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
