/* What holds for records of every kind: filled, in order, with live names. */
#include "proto/domain/rule_parts.h"

#include <stdio.h>

static err_t
empty(const struct rule_ask *k, const struct entity *e, const struct field *f)
{
	char en[RULE_NAME_MAX * 2], es[RULE_NAME_MAX * 2];

	(void)snprintf(en, sizeof(en), "fill in: %s", f->en);
	(void)snprintf(es, sizeof(es), "falta: %s", f->es);
	return (rule_at(rule_refuse(k, 0, en, es), e->no, f->no));
}

err_t
rule_empty(const struct entity *e, const struct field *f)
{
	struct rule_ask k = { .mark = false };

	return (empty(&k, e, f));
}

/* Fields that must be filled; those of an agreement are rule 1's. */
static err_t
filled(const struct rule_ask *k, const struct entity *e, int64_t id)
{
	struct val v;

	if (e->no == ENTITY_agreement)
		return (NULL);
	for (size_t i = 0; i < e->n; i++) {
		const struct field *f = &e->fields[i];

		if (!f->required || f->merge == MERGE_LIST)
			continue;
		TRY(rule_get(k, e->no, id, f->no, &v));
		if (rule_blank(v))
			TRY(empty(k, e, f));
	}
	return (NULL);
}

static const struct {
	int entity, from, to, rule;
} spans[] = {
	{ ENTITY_office, FIELD_office_valid_from, FIELD_office_valid_to, 0 },
	{ ENTITY_institution, FIELD_institution_valid_from,
	    FIELD_institution_valid_to, 10 },
	{ ENTITY_designation, FIELD_designation_since, FIELD_designation_until,
	    11 },
	{ ENTITY_secretariat, FIELD_secretariat_since, FIELD_secretariat_until,
	    9 },
	{ ENTITY_roundtable_theme, FIELD_roundtable_theme_since,
	    FIELD_roundtable_theme_until, 0 },
	{ ENTITY_membership, FIELD_membership_since, FIELD_membership_until,
	    0 },
};

static err_t
ordered(const struct rule_ask *k, const struct entity *e, int64_t id)
{
	struct val from, to;
	char a[11], b[11];

	for (size_t i = 0; i < sizeof(spans) / sizeof(spans[0]); i++) {
		if (spans[i].entity != e->no)
			continue;
		TRY(rule_get(k, e->no, id, spans[i].from, &from));
		TRY(rule_get(k, e->no, id, spans[i].to, &to));
		if (from.kind != VAL_INT || to.kind != VAL_INT ||
		    from.i <= to.i)
			continue;
		rule_date(from, a);
		rule_date(to, b);
		TRY(rule_at(rule_broken(k, spans[i].rule,
				"%s: from %s until %s ends before it begins; "
				"correct one",
				"%s: desde %s hasta %s termina antes de "
				"empezar; corrija "
				"una",
				e->name, a, b),
		    e->no, spans[i].to));
	}
	return (NULL);
}

static const struct {
	int entity, field;
} percents[] = {
	{ ENTITY_agreement, FIELD_agreement_progress_pct },
	{ ENTITY_followup, FIELD_followup_pct },
};

static err_t
percent(const struct rule_ask *k, const struct entity *e, int64_t id)
{
	struct val v;

	for (size_t i = 0; i < sizeof(percents) / sizeof(percents[0]); i++) {
		if (percents[i].entity != e->no)
			continue;
		TRY(rule_get(k, e->no, id, percents[i].field, &v));
		if (v.kind == VAL_INT && (v.i < 0 || v.i > 100))
			TRY(rule_broken(k, 0,
			    "%s: %lld is not a percentage; write 0 to 100",
			    "%s: %lld no es un porcentaje; escriba de 0 a 100",
			    e->name, (long long)v.i));
	}
	return (NULL);
}

/* "¿usar X?": a record that names an institution which had ended. */
static err_t
names_ended(const struct rule_ask *k, const struct entity *e, int64_t id)
{
	struct val institution = val_null(), of, day = val_null();

	if (e->no == ENTITY_responsible) {
		TRY(RULE_GET(k, responsible, id, institution, &institution));
		TRY(RULE_GET(k, responsible, id, agreement, &of));
		if (of.kind == VAL_INT)
			TRY(RULE_GET(k, agreement, of.i, agreed_on, &day));
	} else if (e->no == ENTITY_membership) {
		TRY(RULE_GET(k, membership, id, institution, &institution));
		TRY(RULE_GET(k, membership, id, until, &day));
	}
	if (institution.kind != VAL_INT)
		return (NULL);
	return (rule_institution_ended(
	    k, institution.i, day.kind == VAL_INT ? day.i : k->in->today));
}

err_t
rule_form_escalation(const struct rule_ask *k, int64_t id)
{
	struct val from, to, status, answer;
	bool live;

	TRY(RULE_LIVE(k, escalation, id, &live));
	TRY(RULE_GET(k, escalation, id, from_roundtable, &from));
	TRY(RULE_GET(k, escalation, id, to_roundtable, &to));
	TRY(RULE_GET(k, escalation, id, status, &status));
	TRY(RULE_GET(k, escalation, id, answer, &answer));
	if (live && from.kind == VAL_INT && val_eq(from, to))
		TRY(rule_broken(k, 0,
		    "%s goes to the roundtable it comes from; choose another",
		    "%s va a la misma mesa de la que viene; elija otra",
		    "escalation (escalamiento)"));
	if (live && rule_is(status, CODE_escalation_status_answered) &&
	    rule_blank(answer))
		TRY(rule_broken(k, 0, "%s is answered but empty; write it",
		    "%s está vacía pero consta como atendida; escríbala",
		    "answer (respuesta)"));
	return (NULL);
}

err_t
rule_form_after(const struct rule_ask *k, const struct entity *e, int64_t id)
{
	bool live;

	TRY(rule_live(k, e->no, id, &live));
	if (!live)
		return (NULL);
	TRY(filled(k, e, id));
	TRY(ordered(k, e, id));
	TRY(percent(k, e, id));
	return (names_ended(k, e, id));
}

int
rule_escalation_shown(
    int64_t status, bool has_asked, int64_t asked, int64_t today)
{
	if (status != CODE_escalation_status_answered &&
	    status != CODE_escalation_status_returned && has_asked &&
	    today - asked > RULE_ANSWER_DAYS)
		return (CODE_escalation_status_unanswered);
	return ((int)status);
}
