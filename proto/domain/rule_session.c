/* Rules 7 and 12: a session that was held, and when. */
#include "proto/domain/rule_parts.h"

#include "proto/base/clock.h"

static err_t
day_of(const struct rule_ask *k, int64_t id, struct val at, int64_t *day)
{
	char zone[RULE_NAME_MAX] = "";
	struct val roundtable, v;

	TRY(RULE_GET(k, session, id, roundtable, &roundtable));
	if (roundtable.kind == VAL_INT) {
		TRY(RULE_GET(k, roundtable, roundtable.i, time_zone, &v));
		rule_cut(v, zone);
	}
	*day = clock_day(at.i, zone[0] == '\0' ? NULL : zone);
	return (NULL);
}

err_t
rule_session_day(const struct rule_ask *k, int64_t id, int64_t *day, bool *has)
{
	struct val at;

	TRY(RULE_GET(k, session, id, started_at, &at));
	if (at.kind != VAL_INT)
		TRY(RULE_GET(k, session, id, called_for, &at));
	*has = at.kind == VAL_INT;
	*day = k->in->today;
	return (*has ? day_of(k, id, at, day) : NULL);
}

static err_t
clock_notes(const struct rule_ask *k, int64_t id, const char *name)
{
	struct val start, end;
	char date[11];
	int64_t day;

	TRY(RULE_GET(k, session, id, started_at, &start));
	TRY(RULE_GET(k, session, id, ended_at, &end));
	if (start.kind != VAL_INT)
		return (NULL);
	TRY(day_of(k, id, start, &day));
	rule_date(val_int(day), date);
	if (day > k->in->today + 1)
		rule_note(k, 12,
		    "%s: started_at %s is in the future; check it and the "
		    "computer's clock",
		    "%s: el inicio %s está en el futuro; revíselo y también "
		    "el reloj del equipo",
		    name, date);
	if (end.kind == VAL_INT && end.i < start.i)
		rule_note(k, 12,
		    "%s: ended_at is before started_at (%s); check both",
		    "%s: el término es anterior al inicio (%s); revise ambos",
		    name, date);
	return (NULL);
}

static err_t
quorum_held(const struct rule_ask *k, int64_t id, const char *name)
{
	int present, members, needed;
	struct val status, second;
	int64_t day;
	bool has;

	TRY(RULE_GET(k, session, id, status, &status));
	TRY(RULE_GET(k, session, id, second_call, &second));
	if (!rule_is(status, CODE_session_status_held) || rule_is(second, 1))
		return (NULL);
	TRY(rule_session_day(k, id, &day, &has));
	TRY(rule_quorum(&k->in->facts, id, day, &present, &members, &needed));
	if (members == 0)
		rule_note(k, 7,
		    "%s: no institution has a vote on that day, so there is "
		    "no quorum to count; record the memberships",
		    "%s: ninguna institución tiene voto en esa fecha y no hay "
		    "quórum que contar; registre las membresías",
		    name);
	if (present >= needed)
		return (NULL);
	return (rule_broken(k, 7,
	    "%s: %d voting members present, %d needed of %d; complete the "
	    "attendance, set the status to no_quorum, or declare a second call",
	    "%s: hay %d integrantes con voto y se requieren %d de %d; complete "
	    "la asistencia, ponga el estado Sin quórum o declare segunda "
	    "convocatoria",
	    name, present, needed, members));
}

/* A session that is voided leaves no agreement behind. */
static err_t
orphans(const struct rule_ask *k, int64_t id)
{
	char name[RULE_NAME_MAX], first[RULE_NAME_MAX];
	int64_t *ids;
	size_t n;

	TRY(RULE_FIND(k, agreement, session, id, &ids, &n));
	if (n == 0)
		return (NULL);
	TRY(rule_name(k, ENTITY_session, id, name));
	TRY(rule_name(k, ENTITY_agreement, ids[0], first));
	return (rule_broken(k, 1,
	    "%s has %zu agreements (%s); void them first, or set its status "
	    "to cancelled",
	    "%s tiene %zu acuerdos (%s); anúlelos primero o ponga la sesión "
	    "en estado Cancelada",
	    name, n, first));
}

err_t
rule_session_after(const struct rule_ask *k, int64_t id, bool quorum)
{
	char name[RULE_NAME_MAX];
	bool live;

	TRY(RULE_LIVE(k, session, id, &live));
	if (!live)
		return (orphans(k, id));
	TRY(rule_name(k, ENTITY_session, id, name));
	TRY(clock_notes(k, id, name));
	return (quorum ? quorum_held(k, id, name) : NULL);
}
