#include "proto/domain/rule.h"

void
notes_add(struct notes *n, int rule, const char *es, const char *en)
{
	if (n == NULL)
		return;
	arena_room(n->a, &n->v, &n->cap, n->n + 1, sizeof(*n->v));
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
