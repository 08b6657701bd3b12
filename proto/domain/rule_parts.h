/*
 * rule_parts -- what the files of the rules share.
 *
 * A rule asks its facts through here and says what is broken through here, so
 * that the same code refuses a person's change and marks another computer's.
 * Every fmt comes twice, English and Spanish, over the same arguments.
 */
#ifndef PROTO_DOMAIN_RULE_PARTS_H
#define PROTO_DOMAIN_RULE_PARTS_H

#include "proto/domain/folio.h"
#include "proto/domain/rule.h"
#include "proto/domain/vocab.h"

struct rule_ask {
	const struct rule_in *in;
	struct notes *notes;
	bool mark; /* a broken rule becomes a note */
};

#define RULE_NAME_MAX 96 /* a folio or a short name, for sentences */

#define RULE_TWICE __attribute__((format(printf, 3, 5), format(printf, 4, 5)))

/* A broken rule: RULE, or a note when marking. */
err_t rule_broken(const struct rule_ask *k, int rule, const char *en,
    const char *es, ...) RULE_TWICE WUR;
/* A broken rule that speaks of one field; see rule_field. */
err_t rule_at(err_t e, int entity, int field) WUR;
#define RULE_AT(e, entity, field)                                              \
	rule_at((e), ENTITY_##entity, FIELD_##entity##_##field)
/* The same for sentences that are ready. */
err_t rule_refuse(
    const struct rule_ask *k, int rule, const char *en, const char *es) WUR;
void rule_note(const struct rule_ask *k, int rule, const char *en,
    const char *es, ...) RULE_TWICE;

/* RULE_GET(k, agreement, id, due_on, &v): null when empty or unknown. */
#define RULE_GET(k, e, id, f, v)                                               \
	rule_get((k), ENTITY_##e, (id), FIELD_##e##_##f, (v))
/* RULE_FIND(k, responsible, agreement, id, &ids, &n): live records. */
#define RULE_FIND(k, e, f, ref, ids, n)                                        \
	rule_find((k), ENTITY_##e, FIELD_##e##_##f, (ref), (ids), (n))
#define RULE_LIST(k, e, id, f, v, n)                                           \
	rule_list((k), ENTITY_##e, (id), FIELD_##e##_##f, (v), (n))
#define RULE_LIVE(k, e, id, live) rule_live((k), ENTITY_##e, (id), (live))

err_t rule_get(const struct rule_ask *k, int entity, int64_t id, int field,
    struct val *v) WUR;
err_t
rule_live(const struct rule_ask *k, int entity, int64_t id, bool *live) WUR;
err_t rule_find(const struct rule_ask *k, int entity, int field, int64_t ref,
    int64_t **ids, size_t *n) WUR;
err_t rule_list(const struct rule_ask *k, int entity, int64_t id, int field,
    struct val **v, size_t *n) WUR;

bool rule_is(struct val v, int code); /* that number, not null */
bool rule_blank(struct val v);        /* null, or text of blanks only */
/* Is a day inside [since, until], both counted and either open when null? */
bool rule_covers(struct val since, struct val until, int64_t day);

/* The folio of a record, or "entity"; for sentences. */
err_t rule_name(const struct rule_ask *k, int entity, int64_t id,
    char out[RULE_NAME_MAX]) WUR;
void rule_cut(struct val text, char out[RULE_NAME_MAX]);
/* "2026-03-31", or "(-)" for none. */
void rule_date(struct val day, char out[11]);

/* The value a change gives to a field, or NULL. */
const struct val *rule_given(const struct rule_change *c, int field);
/* Is this record created by the changes themselves? */
bool rule_fresh(const struct rule_ask *k, int entity, int64_t id);
/* Does a change write fv over something different? */
err_t rule_differs(const struct rule_ask *k, const struct rule_change *c,
    const struct rule_fv *fv, bool *differs) WUR;

/* By subject.  before: one change against what was there; after: one record
 * that was touched, as it would be. */
err_t rule_form_after(
    const struct rule_ask *k, const struct entity *e, int64_t id) WUR;
err_t rule_form_escalation(const struct rule_ask *k, int64_t id) WUR;
err_t
rule_pii_before(const struct rule_ask *k, const struct rule_change *c) WUR;
err_t
rule_moves_before(const struct rule_ask *k, const struct rule_change *c) WUR;
err_t rule_agreement_before(
    const struct rule_ask *k, const struct rule_change *c) WUR;
err_t rule_agreement_after(const struct rule_ask *k, int64_t id) WUR;
err_t rule_reschedule_before(
    const struct rule_ask *k, const struct rule_change *c) WUR;
err_t rule_gap_after(const struct rule_ask *k, int64_t id) WUR;
err_t rule_session_after(const struct rule_ask *k, int64_t id, bool quorum) WUR;
/* Civil day on which a session began or was called for; *has false: no date. */
err_t rule_session_day(
    const struct rule_ask *k, int64_t id, int64_t *day, bool *has) WUR;
err_t rule_attendance_after(const struct rule_ask *k, int64_t id) WUR;
err_t
rule_minutes_before(const struct rule_ask *k, const struct rule_change *c) WUR;
err_t rule_minutes_after(const struct rule_ask *k, int64_t id) WUR;
/* Has a session minutes that were approved? */
err_t
rule_minutes_approved(const struct rule_ask *k, int64_t session, bool *yes) WUR;
bool rule_minutes_sealed(struct val status); /* approved or later */
err_t rule_amendment_before(
    const struct rule_ask *k, const struct rule_change *c) WUR;
err_t rule_amendment_after(const struct rule_ask *k, int64_t id) WUR;
err_t rule_roundtable_after(const struct rule_ask *k, int64_t id) WUR;
err_t rule_secretariat_after(const struct rule_ask *k, int64_t id) WUR;
err_t rule_designation_after(const struct rule_ask *k, int64_t id) WUR;
err_t rule_institution_after(const struct rule_ask *k, int64_t id) WUR;
/* Acronym or official name, for sentences. */
err_t rule_institution_name(
    const struct rule_ask *k, int64_t id, char out[RULE_NAME_MAX]) WUR;
err_t rule_succession_after(const struct rule_ask *k, int64_t id) WUR;
/* A note when the institution had ended on that day: "¿usar X?" */
err_t rule_institution_ended(
    const struct rule_ask *k, int64_t institution, int64_t day) WUR;

#endif
