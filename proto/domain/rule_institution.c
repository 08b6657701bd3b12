/* Rule 10: institutions end, they are never deleted. */
#include "proto/domain/rule_parts.h"

static void
cut_name(struct val name, struct val acronym, char out[RULE_NAME_MAX])
{
	rule_cut(rule_blank(acronym) ? name : acronym, out);
}

err_t
rule_institution_name(
    const struct rule_ask *k, int64_t id, char out[RULE_NAME_MAX])
{
	struct val name, acronym;

	TRY(RULE_GET(k, institution, id, official_name, &name));
	TRY(RULE_GET(k, institution, id, acronym, &acronym));
	cut_name(name, acronym, out);
	return (NULL);
}

err_t
rule_institution_after(const struct rule_ask *k, int64_t id)
{
	char name[RULE_NAME_MAX], date[11];
	struct val until;
	int64_t *ids;
	size_t n;
	bool live;

	TRY(RULE_LIVE(k, institution, id, &live));
	TRY(RULE_GET(k, institution, id, valid_to, &until));
	if (!live || until.kind != VAL_INT)
		return (NULL);
	TRY(RULE_FIND(k, succession, predecessor, id, &ids, &n));
	if (n > 0)
		return (NULL);
	TRY(rule_institution_name(k, id, name));
	rule_date(until, date);
	return (rule_broken(k, 10,
	    "institution \"%s\" ends on %s (valid_to) without a succession; "
	    "record who follows, or its extinction, in the same action",
	    "la institución \"%s\" termina el %s sin sucesión; registre quién "
	    "la sucede, o su extinción, en la misma acción",
	    name, date));
}

/* ---- J8: a name that is no longer in use
 * --------------------------------------- */

struct ending {
	bool over;
	int64_t day;
	char next[2 * RULE_NAME_MAX]; /* successors, "A, B" */
	size_t n;
};

static void
append(struct ending *e, const char *name)
{
	size_t n = strlen(name);

	if (e->n + n + 3 > sizeof(e->next))
		return;
	if (e->n > 0) {
		memcpy(e->next + e->n, ", ", 2);
		e->n += 2;
	}
	memcpy(e->next + e->n, name, n + 1);
	e->n += n;
}

static err_t
ending(const struct rule_ask *k, int64_t id, int64_t day, struct ending *e)
{
	struct val until, on, to, kind;
	char name[RULE_NAME_MAX];
	int64_t *ids;
	size_t n;

	*e = (struct ending){ .over = false };
	TRY(RULE_GET(k, institution, id, valid_to, &until));
	if (until.kind == VAL_INT && until.i < day) {
		e->over = true;
		e->day = until.i;
	}
	TRY(RULE_FIND(k, succession, predecessor, id, &ids, &n));
	for (size_t i = 0; i < n; i++) {
		TRY(RULE_GET(k, succession, ids[i], kind, &kind));
		TRY(RULE_GET(k, succession, ids[i], effective_on, &on));
		TRY(RULE_GET(k, succession, ids[i], successor, &to));
		/* Who only handed over functions goes on. */
		if (on.kind != VAL_INT || on.i > day ||
		    rule_is(kind, CODE_succession_kind_functions_transferred))
			continue;
		e->over = true;
		e->day = on.i;
		if (to.kind != VAL_INT)
			continue;
		TRY(rule_institution_name(k, to.i, name));
		append(e, name);
	}
	return (NULL);
}

err_t
rule_institution_ended(
    const struct rule_ask *k, int64_t institution, int64_t day)
{
	char name[RULE_NAME_MAX], date[11];
	struct ending e;

	TRY(ending(k, institution, day, &e));
	if (!e.over)
		return (NULL);
	TRY(rule_institution_name(k, institution, name));
	rule_date(val_int(e.day), date);
	if (e.n > 0)
		rule_note(k, 10,
		    "institution \"%s\" is extinct since %s: use %s?",
		    "institución extinta: \"%s\" desde el %s; ¿usar %s?", name,
		    date, e.next);
	else
		rule_note(k, 10,
		    "institution \"%s\" is extinct since %s and nobody "
		    "follows it",
		    "institución extinta: \"%s\" desde el %s, sin sucesora",
		    name, date);
	return (NULL);
}
