/* Rule 6: who may be in the list of a session, and once. */
#include "proto/domain/rule_parts.h"

static err_t
once(const struct rule_ask *k, int64_t id, int64_t session,
    struct val institution)
{
	char name[RULE_NAME_MAX];
	struct val mine, v;
	int64_t *ids;
	size_t n;

	TRY(RULE_GET(k, attendance, id, designation, &mine));
	TRY(RULE_FIND(k, attendance, session, session, &ids, &n));
	for (size_t i = 0; i < n; i++) {
		if (ids[i] == id)
			continue;
		TRY(RULE_GET(k, attendance, ids[i], institution, &v));
		if (!val_eq(v, institution))
			continue;
		TRY(RULE_GET(k, attendance, ids[i], designation, &v));
		if (!val_eq(v, mine))
			continue;
		TRY(RULE_GET(k, institution, institution.i, official_name, &v));
		rule_cut(v, name);
		return (rule_broken(k, 6,
		    "institution \"%s\" is in the attendance of this session "
		    "twice with the same designation; void one",
		    "la institución \"%s\" está dos veces en la asistencia "
		    "con la misma designación; anule una",
		    name));
	}
	return (NULL);
}

static err_t
member_of(const struct rule_ask *k, int64_t roundtable, int64_t institution,
    int64_t day, bool *yes)
{
	struct val of, since, until;
	int64_t *ids;
	size_t n;

	TRY(RULE_FIND(k, membership, institution, institution, &ids, &n));
	for (size_t i = 0; i < n; i++) {
		TRY(RULE_GET(k, membership, ids[i], roundtable, &of));
		TRY(RULE_GET(k, membership, ids[i], since, &since));
		TRY(RULE_GET(k, membership, ids[i], until, &until));
		if (of.kind == VAL_INT && of.i == roundtable &&
		    rule_covers(since, until, day))
			*yes = true;
	}
	return (NULL);
}

/* Of the session's roundtable, or of one it is held jointly with. */
static err_t
member(const struct rule_ask *k, int64_t session, int64_t institution,
    int64_t day, bool *yes)
{
	struct val roundtable, *joint;
	size_t n;

	*yes = false;
	TRY(RULE_GET(k, session, session, roundtable, &roundtable));
	if (roundtable.kind == VAL_INT)
		TRY(member_of(k, roundtable.i, institution, day, yes));
	if (*yes)
		return (NULL);
	TRY(RULE_LIST(k, session, session, joint_with, &joint, &n));
	for (size_t i = 0; i < n; i++)
		if (joint[i].kind == VAL_INT)
			TRY(member_of(k, joint[i].i, institution, day, yes));
	return (NULL);
}

err_t
rule_attendance_after(const struct rule_ask *k, int64_t id)
{
	struct val session, institution, quality, v;
	char name[RULE_NAME_MAX], date[11];
	bool live, has, yes;
	int64_t day;

	TRY(RULE_LIVE(k, attendance, id, &live));
	TRY(RULE_GET(k, attendance, id, session, &session));
	TRY(RULE_GET(k, attendance, id, institution, &institution));
	TRY(RULE_GET(k, attendance, id, quality, &quality));
	if (!live || session.kind != VAL_INT || institution.kind != VAL_INT)
		return (NULL);
	TRY(once(k, id, session.i, institution));
	if (rule_is(quality, CODE_attendance_quality_guest))
		return (NULL);
	TRY(rule_session_day(k, session.i, &day, &has));
	TRY(member(k, session.i, institution.i, day, &yes));
	if (yes)
		return (NULL);
	TRY(RULE_GET(k, institution, institution.i, official_name, &v));
	rule_cut(v, name);
	rule_date(val_int(day), date);
	return (rule_broken(k, 6,
	    "institution \"%s\" is no member of the roundtable on %s; record "
	    "its membership or attend it as a guest",
	    "la institución \"%s\" no es integrante de la mesa el %s; registre "
	    "su membresía o anótela como invitada",
	    name, date));
}
