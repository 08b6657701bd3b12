/* Rules 13 and 15: a gap is closed for a cause; its reach is a range. */
#include "proto/domain/rule_parts.h"

/* Live agreements that serve a gap, and how many of them are done. */
static err_t
serving(const struct rule_ask *k, int64_t id, size_t *live, size_t *done)
{
	struct val status;
	int64_t *ids;

	*done = 0;
	TRY(RULE_FIND(k, agreement, gaps, id, &ids, live));
	for (size_t i = 0; i < *live; i++) {
		TRY(RULE_GET(k, agreement, ids[i], status, &status));
		if (rule_is(status, CODE_agreement_status_done))
			++*done;
	}
	return (NULL);
}

static err_t
closing(const struct rule_ask *k, int64_t id, const char *name)
{
	struct val status, reason, resolved;
	size_t live, done;

	TRY(RULE_GET(k, gap, id, status, &status));
	TRY(serving(k, id, &live, &done));
	if (rule_is(status, CODE_gap_status_addressed) && live == 0)
		rule_note(k, 13,
		    "%s is addressed but no live agreement serves it; link "
		    "one or change its status",
		    "%s está en atención pero ningún acuerdo vigente la "
		    "atiende; vincule uno o cambie su estado",
		    name);
	if (!rule_is(status, CODE_gap_status_resolved))
		return (NULL);
	TRY(RULE_GET(k, gap, id, close_reason, &reason));
	TRY(RULE_GET(k, gap, id, resolved_on, &resolved));
	if (done == 0 && rule_blank(reason))
		return (rule_broken(k, 13,
		    "%s is resolved but no agreement of it is done; link the "
		    "one that is, or write close_reason",
		    "%s está resuelta pero ningún acuerdo suyo está cumplido; "
		    "vincule el que lo esté o escriba el motivo del cierre",
		    name));
	if (resolved.kind != VAL_INT)
		rule_note(k, 13,
		    "%s is resolved but resolved_on is empty; its age goes on "
		    "counting",
		    "%s está resuelta pero falta la fecha de resolución; su "
		    "antigüedad sigue contando",
		    name);
	return (NULL);
}

static err_t
reach(const struct rule_ask *k, int64_t id, const char *name)
{
	struct val from, to;
	bool low, high;

	TRY(RULE_GET(k, gap, id, reach_from, &from));
	TRY(RULE_GET(k, gap, id, reach_to, &to));
	low = from.kind == VAL_INT;
	high = to.kind == VAL_INT;
	if ((!low || from.i >= 0) && (!high || to.i >= 0) &&
	    (!low || !high || from.i <= to.i))
		return (NULL);
	return (rule_broken(k, 15,
	    "%s: reach_from %lld to reach_to %lld is not a range of persons; "
	    "write aggregates, the smaller first",
	    "%s: el alcance estimado de %lld a %lld no es un rango de "
	    "personas; escriba agregados, el menor primero",
	    name, low ? (long long)from.i : 0LL, high ? (long long)to.i : 0LL));
}

err_t
rule_gap_after(const struct rule_ask *k, int64_t id)
{
	char name[RULE_NAME_MAX];
	bool live;

	TRY(RULE_LIVE(k, gap, id, &live));
	if (!live)
		return (NULL);
	TRY(rule_name(k, ENTITY_gap, id, name));
	TRY(closing(k, id, name));
	return (reach(k, id, name));
}

/* ---- what it shows ----------------------------------------------------------
 */

bool
rule_gap_open(int64_t status)
{
	const struct code *c = vocab_code(vocab_named("gap_status"), status);

	return (c == NULL || !c->terminal);
}

int64_t
rule_gap_age(int64_t status, struct val identified_on, struct val resolved_on,
    int64_t today)
{
	bool ended =
	    status == CODE_gap_status_resolved && resolved_on.kind == VAL_INT;

	if (identified_on.kind != VAL_INT)
		return (-1);
	return ((ended ? resolved_on.i : today) - identified_on.i);
}
