#include "tests/unit/aliased.h"

static const uint32_t logs[] = { 0, 9, 12, 700 };

static uint32_t
log_of(void *ctx, uint32_t alias)
{
	(void)ctx;
	return (alias < 4 ? logs[alias] : 0);
}

static uint32_t
alias_of(void *ctx, uint32_t log)
{
	(void)ctx;
	for (uint32_t i = 1; i < 4; i++)
		if (logs[i] == log)
			return (i);
	return (0);
}

const struct names aliased = {
	.own = ALIASED_OWN, .log_of = log_of, .alias_of = alias_of
};

void
aliased_take(struct taken *t, const char *line)
{
	err_t e;

	*t = (struct taken){ .code = ERR_NONE };
	e = op_take(
	    span_str(line), ALIASED_SELF, &aliased, &t->a, &t->root, &t->op);
	if (e != NULL)
		t->code = e->code;
}

void
aliased_drop(struct taken *t)
{
	json_free(&t->root);
	arena_free(&t->a);
}
