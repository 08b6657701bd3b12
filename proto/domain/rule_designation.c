/* Rule 11: one titular in a role at a time. */
#include "proto/domain/rule_parts.h"

struct term {
	struct val institution, role, rank, since, until;
};

static err_t
term(const struct rule_ask *k, int64_t id, struct term *t)
{
	TRY(RULE_GET(k, designation, id, institution, &t->institution));
	TRY(RULE_GET(k, designation, id, role, &t->role));
	TRY(RULE_GET(k, designation, id, rank, &t->rank));
	TRY(RULE_GET(k, designation, id, since, &t->since));
	return (RULE_GET(k, designation, id, until, &t->until));
}

static bool
before(struct val until, struct val since)
{
	return (until.kind == VAL_INT && since.kind == VAL_INT &&
		until.i < since.i);
}

/* Who has the place, and since when. */
static err_t
taken(const struct rule_ask *k, const char *name, const struct term *t)
{
	char a[11], b[11];

	rule_date(t->since, a);
	rule_date(t->until, b);
	if (t->until.kind == VAL_INT)
		return (rule_broken(k, 11,
		    "\"%s\" already has a titular in that role from %s to %s; "
		    "close that designation the day before",
		    "\"%s\" ya tiene titular en ese papel del %s al %s; cierre "
		    "esa designación el día anterior",
		    name, a, b));
	return (rule_broken(k, 11,
	    "\"%s\" already has a titular in that role since %s; close that "
	    "designation the day before",
	    "\"%s\" ya tiene titular en ese papel desde el %s; cierre esa "
	    "designación el día anterior",
	    name, a));
}

err_t
rule_designation_after(const struct rule_ask *k, int64_t id)
{
	char name[RULE_NAME_MAX];
	struct val roundtable, v;
	struct term mine, t;
	int64_t *ids;
	size_t n;
	bool live;

	TRY(RULE_LIVE(k, designation, id, &live));
	TRY(RULE_GET(k, designation, id, roundtable, &roundtable));
	TRY(term(k, id, &mine));
	if (!live || roundtable.kind != VAL_INT ||
	    mine.institution.kind != VAL_INT ||
	    !rule_is(mine.rank, CODE_designation_rank_titular))
		return (NULL);
	TRY(RULE_FIND(k, designation, roundtable, roundtable.i, &ids, &n));
	for (size_t i = 0; i < n; i++) {
		TRY(term(k, ids[i], &t));
		if (ids[i] == id || !val_eq(t.institution, mine.institution) ||
		    !val_eq(t.role, mine.role) || !val_eq(t.rank, mine.rank) ||
		    before(t.until, mine.since) || before(mine.until, t.since))
			continue;
		TRY(RULE_GET(
		    k, institution, mine.institution.i, official_name, &v));
		rule_cut(v, name);
		return (RULE_AT(taken(k, name, &t), designation, since));
	}
	return (NULL);
}
