#include "tests/unit/aliased.h"

static const uint32_t logs[] = { 0, 9, 12, 700 };

static dot_t
other_dot(void *ctx, uint32_t alias, uint32_t seq, uint32_t index)
{
	(void)ctx;
	return (alias < 4 ? dot_pack(logs[alias], seq, index) : 0);
}

static uint32_t
alias_of(void *ctx, dot_t d)
{
	(void)ctx;
	for (uint32_t i = 1; i < 4; i++)
		if (logs[i] == dot_log(d))
			return (i);
	return (0);
}

const struct names aliased = {
	.own = ALIASED_OWN, .other_dot = other_dot, .alias_of = alias_of
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
