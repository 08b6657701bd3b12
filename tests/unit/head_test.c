#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "proto/limits.h"
#include "proto/log/change.h"

#define EPOCH "AAECAwQFBgcICQoLDA0ODw"

struct read {
	struct arena a;
	json_t *root;
	struct head h;
};

/* Take a head that comes back byte by byte. */
static void
take_whole(struct read *r, const char *line)
{
	struct buf again = BUF(LIMIT_LINE_BYTES);

	*r = (struct read){ .root = NULL };
	assert_null(head_take(span_str(line), &r->a, &r->root, &r->h));
	assert_null(head_put(&r->h, &again));
	assert_string_equal(again.p, line);
	buf_free(&again);
}

static void
drop(struct read *r)
{
	json_free(&r->root);
	arena_free(&r->a);
}

static void
test_a_head_comes_back_as_it_was(void **state)
{
	struct read r;

	(void)state;
	take_whole(&r, "[1767225600,0,1,0,1]");
	assert_int_equal(r.h.at, 1767225600);
	assert_int_equal(r.h.basis_n, 0);
	assert_int_equal(r.h.actor, 0);
	assert_int_equal(r.h.new_actor.n, 0);
	drop(&r);
	take_whole(&r, "[-9223372036854775808,7,4294967295,4294967295,256]");
	assert_true(r.h.at == INT64_MIN);
	assert_int_equal(r.h.basis_n, 1);
	assert_true(r.h.basis[0].delta);
	assert_int_equal(r.h.basis[0].number, 7);
	assert_int_equal(r.h.schema, 4294967295U);
	assert_int_equal(r.h.actor, 4294967295U);
	assert_int_equal(r.h.n, 256);
	drop(&r);
	take_whole(&r, "[5,[\"" EPOCH "\",12,1,0,256,9223372036854775807],1,"
		       "\"ana\\\"\",2]");
	assert_int_equal(r.h.basis_n, 3);
	assert_true(r.h.basis[0].named);
	assert_int_equal(r.h.basis[0].id[15], 15);
	assert_false(r.h.basis[1].named);
	assert_int_equal(r.h.basis[2].index, 256);
	assert_true(r.h.basis[2].number == INT64_MAX);
	assert_true(span_eq(r.h.new_actor, span_str("ana\"")));
	drop(&r);
}

static enum err_code
judge(const char *line)
{
	struct read r = { .root = NULL };
	err_t e = head_take(span_str(line), &r.a, &r.root, &r.h);
	enum err_code code = e == NULL ? ERR_NONE : e->code;

	assert_int_equal(r.root == NULL, e != NULL);
	drop(&r);
	return (code);
}

static void
test_heads_of_another_form_are_refused(void **state)
{
	static const char *const lines[] = { "", "[]", "{}", "5", "[1,0,1,0]",
		"[1,0,1,0,1,1]", "[null,0,1,0,1]", "[\"1\",0,1,0,1]",
		"[1,-1,1,0,1]", "[1,null,1,0,1]", "[1,\"" EPOCH "\",1,0,1]",
		"[1,[],1,0,1]", "[1,[1],1,0,1]", "[1,[1,2,3],1,0,1]",
		"[1,[0,2],1,0,1]", "[1,[257,2],1,0,1]", "[1,[-1,2],1,0,1]",
		"[1,[1,-2],1,0,1]", "[1,[1,null],1,0,1]",
		"[1,[\"AA\",2],1,0,1]", "[1,[null,2],1,0,1]", "[1,0,0,0,1]",
		"[1,0,-1,0,1]", "[1,0,4294967296,0,1]", "[1,0,null,0,1]",
		"[1,0,1,-1,1]", "[1,0,1,4294967296,1]", "[1,0,1,\"\",1]",
		"[1,0,1,null,1]", "[1,0,1,0,0]", "[1,0,1,0,-1]",
		"[1,0,1,0,\"1\"]", "[1.5,0,1,0,1]",
		"[9223372036854775808,0,1,0,1]", "[1,0,1,0,1]x" };

	(void)state;
	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		if (judge(lines[i]) != ERR_FORMAT)
			print_error("wrongly judged: %s\n", lines[i]);
		assert_int_equal(judge(lines[i]), ERR_FORMAT);
	}
}

static void
test_limits_hold_in_heads(void **state)
{
	struct buf b = BUF(LIMIT_LINE_BYTES);
	char actor[LIMIT_ACTOR_BYTES + 2], line[200];

	(void)state;
	assert_int_equal(judge("[1,0,1,0,257]"), ERR_LIMIT);
	memset(actor, 'a', sizeof(actor));
	for (size_t n = LIMIT_ACTOR_BYTES; n <= LIMIT_ACTOR_BYTES + 1; n++) {
		snprintf(
		    line, sizeof(line), "[1,0,1,\"%.*s\",1]", (int)n, actor);
		assert_int_equal(
		    judge(line), n == LIMIT_ACTOR_BYTES ? ERR_NONE : ERR_LIMIT);
	}
	for (size_t n = LIMIT_EPOCHS; n <= LIMIT_EPOCHS + 1; n++) {
		buf_clear(&b);
		assert_null(buf_str(&b, "[1,[1,1"));
		for (size_t i = 1; i < n; i++)
			assert_null(buf_str(&b, ",2,2"));
		assert_null(buf_str(&b, "],1,0,1]"));
		assert_int_equal(judge((const char *)b.p),
		    n == LIMIT_EPOCHS ? ERR_NONE : ERR_LIMIT);
	}
	assert_int_equal(judge("[1,[[[[1]]]],1,0,1]"), ERR_LIMIT);
	buf_free(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_head_comes_back_as_it_was),
		cmocka_unit_test(test_heads_of_another_form_are_refused),
		cmocka_unit_test(test_limits_hold_in_heads),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
