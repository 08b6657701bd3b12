#include "proto/log/merge.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "proto/limits.h"

#define SECTIONS 8

/* One golden vector while its lines are read. */
struct vector {
	char name[1024];
	char text[SECTIONS][4096]; /* base, texts, result */
	size_t lines[SECTIONS];
	size_t n;
	bool overlap;
};

static void
check(const struct vector *v)
{
	CLEAN(arena_free) struct arena a = ARENA;
	struct span texts[SECTIONS], got, want;
	bool overlap;

	assert_true(v->n >= 2);
	for (size_t i = 0; i < v->n; i++)
		texts[i] = span_str(v->text[i]);
	want = texts[v->n - 1];
	assert_null(
	    merge_text(texts[0], texts + 1, v->n - 2, &a, &got, &overlap));
	if (!span_eq(got, want) || overlap != v->overlap)
		fail_msg("%s: got [%.*s], overlap %d", v->name, (int)got.n,
		    (const char *)got.p, overlap);
}

static void
add_line(struct vector *v, const char *line)
{
	char *t = v->text[v->n - 1];
	size_t at = strlen(t), n = strlen(line);

	assert_true(at + n + 2 < sizeof(v->text[0]));
	if (v->lines[v->n - 1]++ > 0)
		t[at++] = '\n';
	memcpy(t + at, line, n + 1);
}

static void
test_every_golden_vector_gives_the_same_bytes(void **state)
{
	FILE *f = fopen("tests/data/merge_text.txt", "r");
	struct vector v = { .n = 0 };
	char line[1024];
	size_t done = 0;

	(void)state;
	assert_non_null(f);
	while (fgets(line, sizeof(line), f) != NULL) {
		line[strcspn(line, "\n")] = '\0';
		if (strncmp(line, "== ", 3) == 0) {
			if (v.n > 0)
				check(&v);
			v = (struct vector){ .n = 0 };
			(void)snprintf(v.name, sizeof(v.name), "%s", line + 3);
			done++;
		} else if (strncmp(line, "-- ", 3) == 0) {
			assert_true(v.n < SECTIONS);
			v.n++;
			v.overlap = strcmp(line, "-- overlap") == 0;
		} else if (v.n > 0) {
			add_line(&v, line);
		}
	}
	check(&v);
	assert_true(done >= 60);
	assert_int_equal(fclose(f), 0);
}

/* n numbered paragraphs with the paragraphs at x and y made others. */
static struct span
numbered(struct arena *a, size_t n, size_t x, size_t y)
{
	char *s = arena_new(a, n * 16 + 1);
	size_t at = 0;

	for (size_t i = 0; i < n; i++)
		at += (size_t)snprintf(s + at, 16, "%s%zu%s",
		    i == x || i == y ? "new " : "", i, i + 1 < n ? "\n" : "");
	return (span_of(s, at));
}

static void
test_texts_too_long_to_compare_are_changed_as_a_whole(void **state)
{
	CLEAN(arena_free) struct arena a = ARENA;
	struct span t[2], out;
	bool overlap;

	(void)state;
	t[0] = numbered(&a, 1000, 0, 999);
	t[1] = numbered(&a, 1000, 500, 500);
	assert_null(merge_text(
	    numbered(&a, 1000, 1000, 1000), t, 2, &a, &out, &overlap));
	assert_false(overlap);
	t[0] = numbered(&a, 1100, 0, 1099);
	t[1] = numbered(&a, 1100, 500, 500);
	assert_null(merge_text(
	    numbered(&a, 1100, 1100, 1100), t, 2, &a, &out, &overlap));
	assert_true(overlap);
}

static void
test_thousands_of_empty_paragraphs_are_no_trouble(void **state)
{
	CLEAN(arena_free) struct arena a = ARENA;
	static char s[LIMIT_TEXT_BYTES];
	struct span t[3], out;
	bool overlap;

	(void)state;
	memset(s, '\n', sizeof(s));
	t[0] = span_of(s, sizeof(s));
	t[1] = span_of(s, sizeof(s) / 2);
	t[2] = span_str("x");
	assert_null(
	    merge_text(span_of(s, sizeof(s) / 3), t, 3, &a, &out, &overlap));
	assert_true(overlap);
	assert_true(out.n > sizeof(s) / 2);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_golden_vector_gives_the_same_bytes),
		cmocka_unit_test(
		    test_texts_too_long_to_compare_are_changed_as_a_whole),
		cmocka_unit_test(
		    test_thousands_of_empty_paragraphs_are_no_trouble),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
