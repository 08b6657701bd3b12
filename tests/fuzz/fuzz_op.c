/* An op line or a head line: what is taken is put, taken and put the same. */
#include "tests/fuzz/fuzz.h"
#include "tests/unit/aliased.h"

#include "proto/limits.h"

/* Take the op in `in` and put it; false when there is nothing to put. */
static bool
op_round(struct span in, struct buf *out)
{
	CLEAN(arena_free) struct arena a = ARENA;
	JSON_CLEAN root = NULL;
	struct op op;

	if (op_take(in, ALIASED_SELF, &aliased, &a, &root, &op) != NULL) {
		must(root == NULL);
		return (false);
	}
	if (op.kind == OP_UNKNOWN || op.kind == OP_ERASED)
		return (false);
	return (op_put(&op, &aliased, out) == NULL);
}

static bool
head_round(struct span in, struct buf *out)
{
	CLEAN(arena_free) struct arena a = ARENA;
	JSON_CLEAN root = NULL;
	struct head h;

	if (head_take(in, &a, &root, &h) != NULL) {
		must(root == NULL);
		return (false);
	}
	return (head_put(&h, out) == NULL);
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	(void)fuzz_round(span_of(p, n), op_round);
	(void)fuzz_round(span_of(p, n), head_round);
	return (0);
}
