#include "proto/base/err.h"
#include "proto/base/mem.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void
test_arena_memory_is_aligned_and_zero(void **state)
{
	(void)state;
	struct arena a = ARENA;
	size_t sum = 0;

	for (size_t n = 1; n < 20000; n = n * 3 / 2 + 1) {
		uint8_t *p = arena_new(&a, n);

		assert_int_equal((uintptr_t)p % 16, 0);
		for (size_t i = 0; i < n; i++)
			assert_int_equal(p[i], 0);
		memset(p, 0xff, n);
		sum += n;
	}
	assert_true(a.used >= sum);
	arena_free(&a);
	assert_int_equal(a.used, 0);
	assert_string_equal(arena_fmt(&a, "%s-%d", "AC", 12), "AC-12");
	assert_string_equal(arena_dup(&a, span_of("abcd", 2)), "ab");
	assert_string_equal(arena_dup(&a, span_of(NULL, 0)), "");
	arena_free(&a);
}

static void
test_what_is_held_and_what_is_constant_outlive_a_rest(void **state)
{
	static const char constant[] = "word for word in the file";
	char *held = mem_dup("held"), *large = mem_new(1 << 20);

	(void)state;
	memset(large, 7, 1 << 20);
	mem_free(mem_new(1 << 20));
	mem_rest();
	assert_string_equal(held, "held");
	assert_string_equal(constant, "word for word in the file");
	for (size_t i = 0; i < 1 << 20; i += 4096)
		assert_int_equal(large[i], 7);
	mem_free(held);
	mem_free(large);
}

static void
test_an_array_grows_and_keeps_what_it_holds(void **state)
{
	(void)state;
	uint32_t *v = NULL;
	size_t cap = 0;

	for (uint32_t i = 0; i < 1000; i++) {
		mem_room(&v, &cap, i + 1, sizeof(*v));
		assert_true(cap > i);
		v[i] = i;
	}
	for (uint32_t i = 0; i < 1000; i++)
		assert_int_equal(v[i], i);
	mem_free(v);
}

static void
test_an_array_of_an_arena_grows_and_what_is_new_is_zero(void **state)
{
	CLEAN(arena_free) struct arena a = ARENA;
	uint32_t *v = NULL;
	size_t cap = 0;

	(void)state;
	for (uint32_t i = 0; i < 1000; i++) {
		arena_room(&a, &v, &cap, i + 1, sizeof(*v));
		assert_true(cap > i);
		assert_int_equal(v[i], 0);
		v[i] = i + 1;
	}
	for (uint32_t i = 0; i < 1000; i++)
		assert_int_equal(v[i], i + 1);
}

static void
test_a_copy_of_nothing_is_nothing(void **state)
{
	(void)state;
	char *s = mem_dup("mesa");

	assert_null(mem_dup(NULL));
	assert_string_equal(s, "mesa");
	mem_free(s);
	mem_free(NULL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_arena_memory_is_aligned_and_zero),
		cmocka_unit_test(
		    test_what_is_held_and_what_is_constant_outlive_a_rest),
		cmocka_unit_test(test_an_array_grows_and_keeps_what_it_holds),
		cmocka_unit_test(
		    test_an_array_of_an_arena_grows_and_what_is_new_is_zero),
		cmocka_unit_test(test_a_copy_of_nothing_is_nothing),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
