/* Rule 7: who is needed and who came. */
#include "proto/domain/rule_parts.h"

struct set {
	int64_t *v;
	size_t n;
};

static bool
has(const struct set *s, int64_t x)
{
	for (size_t i = 0; i < s->n; i++)
		if (s->v[i] == x)
			return (true);
	return (false);
}

static void
add(struct set *s, int64_t x)
{
	if (!has(s, x))
		s->v[s->n++] = x;
}

/* Institutions with a vote in the roundtable on that day. */
static err_t
voters(const struct rule_ask *k, int64_t roundtable, int64_t day,
    struct arena *a, struct set *s)
{
	struct val institution, vote, since, until;
	int64_t *ids;
	size_t n;

	TRY(RULE_FIND(k, membership, roundtable, roundtable, &ids, &n));
	s->v = arena_new(a, (n + 1) * sizeof(*s->v));
	s->n = 0;
	for (size_t i = 0; i < n; i++) {
		TRY(RULE_GET(k, membership, ids[i], institution, &institution));
		TRY(RULE_GET(k, membership, ids[i], vote, &vote));
		TRY(RULE_GET(k, membership, ids[i], since, &since));
		TRY(RULE_GET(k, membership, ids[i], until, &until));
		if (institution.kind == VAL_INT && rule_is(vote, 1) &&
		    rule_covers(since, until, day))
			add(s, institution.i);
	}
	return (NULL);
}

static int
need(size_t members, struct val pct)
{
	int n = (int)members;

	if (n == 0)
		return (0);
	if (pct.kind == VAL_INT && pct.i >= 1 && pct.i <= 100)
		return ((n * (int)pct.i + 99) / 100);
	return (n / 2 + 1);
}

bool
rule_attended(int64_t status)
{
	return (status == CODE_attendance_status_present ||
		status == CODE_attendance_status_late ||
		status == CODE_attendance_status_left_early);
}

err_t
rule_quorum_of(const struct facts *f, int64_t roundtable, int64_t day,
    const int64_t *came, size_t n, struct rule_count *c)
{
	CLEAN(arena_free) struct arena a = ARENA;
	struct rule_in in = { .facts = *f };
	struct rule_ask k = { &in, NULL, false };
	struct set who, there;
	struct val pct;

	TRY(RULE_GET(&k, roundtable, roundtable, quorum_pct, &pct));
	TRY(voters(&k, roundtable, day, &a, &who));
	there = (struct set){ arena_new(&a, (n + 1) * sizeof(*there.v)), 0 };
	for (size_t i = 0; i < n; i++)
		if (has(&who, came[i]))
			add(&there, came[i]);
	*c = (struct rule_count){ (int)there.n, (int)who.n, need(who.n, pct) };
	return (NULL);
}

/* The institutions that came to a session (late and left early count). */
static err_t
arrived(const struct rule_ask *k, int64_t session, struct arena *a,
    int64_t **came, size_t *came_n)
{
	struct val institution, status;
	int64_t *ids;
	size_t n;

	TRY(RULE_FIND(k, attendance, session, session, &ids, &n));
	*came = arena_new(a, (n + 1) * sizeof(**came));
	*came_n = 0;
	for (size_t i = 0; i < n; i++) {
		TRY(RULE_GET(k, attendance, ids[i], institution, &institution));
		TRY(RULE_GET(k, attendance, ids[i], status, &status));
		if (institution.kind == VAL_INT && status.kind == VAL_INT &&
		    rule_attended(status.i))
			(*came)[(*came_n)++] = institution.i;
	}
	return (NULL);
}

err_t
rule_came(const struct facts *f, int64_t session, struct arena *a,
    int64_t **came, size_t *n)
{
	struct rule_in in = { .facts = *f };
	struct rule_ask k = { &in, NULL, false };

	return (arrived(&k, session, a, came, n));
}

err_t
rule_quorum_members(const struct facts *f, int64_t roundtable, int64_t day,
    int *members, int *needed)
{
	struct rule_count c;

	TRY(rule_quorum_of(f, roundtable, day, NULL, 0, &c));
	*members = c.members;
	*needed = c.needed;
	return (NULL);
}

err_t
rule_quorum(const struct facts *f, int64_t session, int64_t day, int *present,
    int *members, int *needed)
{
	CLEAN(arena_free) struct arena a = ARENA;
	struct rule_in in = { .facts = *f };
	struct rule_ask k = { &in, NULL, false };
	struct rule_count c;
	struct val roundtable;
	int64_t *came;
	size_t n;

	*present = *members = *needed = 0;
	TRY(RULE_GET(&k, session, session, roundtable, &roundtable));
	if (roundtable.kind != VAL_INT)
		return (NULL);
	TRY(arrived(&k, session, &a, &came, &n));
	TRY(rule_quorum_of(f, roundtable.i, day, came, n, &c));
	*present = c.present;
	*members = c.members;
	*needed = c.needed;
	return (NULL);
}
