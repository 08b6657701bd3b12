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
	return (RULE_AT(
	    rule_broken(k, 10,
		"institution \"%s\" ends on %s (valid_to) without a "
		"succession; "
		"record who follows, or its extinction, in the same action",
		"la institución \"%s\" termina el %s sin sucesión; registre "
		"quién "
		"la sucede, o su extinción, en la misma acción",
		name, date),
	    institution, valid_to));
}

/* ---- J8: a name that is no longer in use -------------------------------- */

static err_t
ending(const struct rule_ask *k, int64_t id, int64_t day, struct rule_ending *e)
{
	struct val until, on, to, kind;
	int64_t *ids;
	size_t n;

	*e = (struct rule_ending){ .over = false };
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
		if (to.kind == VAL_INT && e->next_n < RULE_NEXT_MAX)
			e->next[e->next_n++] = to.i;
	}
	return (NULL);
}

err_t
rule_institution_ending(const struct facts *f, int64_t institution, int64_t day,
    struct rule_ending *e)
{
	struct rule_in in = { .facts = *f, .today = day };
	struct rule_ask k = { &in, NULL, false };

	return (ending(&k, institution, day, e));
}

/* "A, B", as many as find room. */
static err_t
next_names(const struct rule_ask *k, const struct rule_ending *e,
    char out[2 * RULE_NAME_MAX])
{
	char name[RULE_NAME_MAX];
	size_t at = 0;

	out[0] = '\0';
	for (size_t i = 0; i < e->next_n; i++) {
		size_t n;

		TRY(rule_institution_name(k, e->next[i], name));
		n = strlen(name);
		if (at + n + 3 > (size_t)2 * RULE_NAME_MAX)
			break;
		if (at > 0) {
			memcpy(out + at, ", ", 2);
			at += 2;
		}
		memcpy(out + at, name, n + 1);
		at += n;
	}
	return (NULL);
}

err_t
rule_institution_ended(
    const struct rule_ask *k, int64_t institution, int64_t day)
{
	char name[RULE_NAME_MAX], date[11], next[2 * RULE_NAME_MAX];
	struct rule_ending e;

	TRY(ending(k, institution, day, &e));
	if (!e.over)
		return (NULL);
	TRY(rule_institution_name(k, institution, name));
	TRY(next_names(k, &e, next));
	rule_date(val_int(e.day), date);
	if (next[0] != '\0')
		rule_note(k, 10,
		    "institution \"%s\" is extinct since %s: use %s?",
		    "institución extinta: \"%s\" desde el %s; ¿usar %s?", name,
		    date, next);
	else
		rule_note(k, 10,
		    "institution \"%s\" is extinct since %s and nobody "
		    "follows it",
		    "institución extinta: \"%s\" desde el %s, sin sucesora",
		    name, date);
	return (NULL);
}
