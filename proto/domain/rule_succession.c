/* Rule 10: who follows an institution, never in a circle. */
#include "proto/domain/rule_parts.h"

#define SUCCESSORS_MAX 64 /* followed when looking for a circle */

/* Does the line of successors come back to where it began? */
static err_t
circles(const struct rule_ask *k, int64_t from, bool *yes)
{
	int64_t seen[SUCCESSORS_MAX] = { from }, *ids;
	size_t n_seen = 1, n;
	struct val to;

	*yes = false;
	for (size_t i = 0; i < n_seen; i++) {
		TRY(RULE_FIND(k, succession, predecessor, seen[i], &ids, &n));
		for (size_t j = 0; j < n; j++) {
			size_t at = 0;

			TRY(RULE_GET(k, succession, ids[j], successor, &to));
			if (to.kind != VAL_INT)
				continue;
			if (to.i == from)
				*yes = true;
			while (at < n_seen && seen[at] != to.i)
				at++;
			if (at == n_seen && n_seen < SUCCESSORS_MAX)
				seen[n_seen++] = to.i;
		}
	}
	return (NULL);
}

err_t
rule_succession_after(const struct rule_ask *k, int64_t id)
{
	struct val from, to, kind;
	bool live, extinct, circle;
	char name[RULE_NAME_MAX];

	TRY(RULE_LIVE(k, succession, id, &live));
	TRY(RULE_GET(k, succession, id, predecessor, &from));
	TRY(RULE_GET(k, succession, id, successor, &to));
	TRY(RULE_GET(k, succession, id, kind, &kind));
	if (!live || from.kind != VAL_INT)
		return (NULL);
	TRY(rule_institution_name(k, from.i, name));
	extinct = rule_is(kind, CODE_succession_kind_extinct);
	if (extinct == (to.kind == VAL_INT))
		TRY(RULE_AT(
		    rule_broken(k, 10,
			"succession of \"%s\": an extinct institution has no "
			"successor, every other kind has one; correct it",
			"sucesión de \"%s\": una institución extinta no tiene "
			"sucesora y los demás tipos sí; corríjala",
			name),
		    succession, successor));
	TRY(circles(k, from.i, &circle));
	if (circle)
		TRY(RULE_AT(rule_broken(k, 10,
				"succession of \"%s\" leads back to itself; "
				"choose another "
				"successor",
				"la sucesión de \"%s\" regresa a ella misma; "
				"elija otra "
				"sucesora",
				name),
		    succession, successor));
	return (NULL);
}
