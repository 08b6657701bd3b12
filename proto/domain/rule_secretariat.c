/*
 * Rule 9: exactly one office owns the records of a roundtable at any date.
 * The newest `since` not after the date is in force; nothing has to be closed,
 * and only two of the same day leave it open.
 */
#include "proto/domain/rule_parts.h"

err_t
rule_secretariat_after(const struct rule_ask *k, int64_t id)
{
	struct val roundtable, mine, v;
	char date[11];
	int64_t *ids;
	size_t n;
	bool live, open;

	TRY(RULE_LIVE(k, secretariat, id, &live));
	TRY(RULE_GET(k, secretariat, id, roundtable, &roundtable));
	TRY(RULE_GET(k, secretariat, id, since, &mine));
	if (roundtable.kind != VAL_INT)
		return (NULL);
	TRY(RULE_LIVE(k, roundtable, roundtable.i, &open));
	TRY(RULE_FIND(k, secretariat, roundtable, roundtable.i, &ids, &n));
	if (n == 0 && open)
		return (rule_broken(k, 9,
		    "a roundtable always has a %s; record the one that "
		    "follows in the same action",
		    "una mesa siempre tiene %s; registre la que sigue en la "
		    "misma acción",
		    "secretariat (secretaría técnica)"));
	for (size_t i = 0; live && i < n; i++) {
		if (ids[i] == id)
			continue;
		TRY(RULE_GET(k, secretariat, ids[i], since, &v));
		if (!val_eq(v, mine))
			continue;
		rule_date(mine, date);
		return (rule_broken(k, 9,
		    "two technical secretariats begin on %s; void one or "
		    "change its date",
		    "dos secretarías técnicas inician el %s; anule una o "
		    "cambie su fecha",
		    date));
	}
	return (NULL);
}
