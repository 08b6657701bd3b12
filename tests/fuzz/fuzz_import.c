/* One line of an import: taken or refused with a reason, never half. */
#include "tests/fuzz/fuzz.h"

#include "proto/cmd/line.h"
#include "proto/limits.h"

static void
check(const struct line *l, bool child)
{
	must(l->e != NULL && (l->set != NULL || l->reason != NULL));
	must(child || l->key != NULL || l->id != NULL);
	must(l->key == NULL || strlen(l->key) <= LIMIT_KEY_BYTES);
	for (void *it = json_first(l->set); it != NULL;
	     it = json_next(l->set, it))
		must(schema_field_named(l->e, json_key(it)) != NULL);
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	CLEAN(arena_free) struct arena a = ARENA;
	JSON_CLEAN root = NULL;
	struct line l;

	if (line_take(span_of(p, n), &a, &root, &l) != NULL) {
		must(err_last.text[0] != '\0');
		return (0);
	}
	check(&l, false);
	must(l.with_n <= LIMIT_IMPORT_WITH);
	for (size_t i = 0; i < l.with_n; i++)
		check(&l.with[i], true);
	return (0);
}
