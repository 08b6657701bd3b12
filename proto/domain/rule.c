#include "proto/domain/rule.h"

void
notes_add(struct notes *n, int rule, const char *es, const char *en)
{
	if (n == NULL)
		return;
	if (n->n == n->cap) {
		size_t cap = n->cap == 0 ? 8 : n->cap * 2;
		struct note *v = arena_new(n->a, cap * sizeof(*v));

		if (n->n > 0)
			memcpy(v, n->v, n->n * sizeof(*v));
		n->v = v;
		n->cap = cap;
	}
	n->v[n->n].rule = rule;
	n->v[n->n].es = arena_dup(n->a, span_str(es));
	n->v[n->n].en = arena_dup(n->a, span_str(en));
	n->n++;
}

bool
rule_suppressed(int64_t n)
{
	return (n > 0 && n < RULE_CELL_MIN);
}
