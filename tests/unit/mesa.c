#include "tests/unit/mesa.h"

#include <stdlib.h>
#include <string.h>

#define DAY_S 86400

/* ---- facts --------------------------------------------------------------- */

static struct mesa_record *
record(struct mesa_facts *f, int64_t id)
{
	for (size_t i = 0; i < f->n; i++)
		if (f->r[i].id == id)
			return (&f->r[i]);
	return (NULL);
}

static err_t
get(void *ctx, const struct entity *e, int64_t id, const struct field *f,
    struct val *v, bool *found)
{
	struct mesa *m = ctx;
	struct mesa_record *r = record(&m->now, id);

	*found = r != NULL && r->e == e && !r->voided;
	if (r != NULL && r->e == e)
		*v = r->v[f->no];
	return (NULL);
}

static bool
has(const struct mesa_facts *m, const struct mesa_record *r,
    const struct field *f, struct val v)
{
	if (f->merge != MERGE_LIST)
		return (val_eq(r->v[f->no], v));
	for (size_t i = 0; i < m->n_l; i++)
		if (m->l[i].id == r->id && m->l[i].f == f &&
		    val_eq(m->l[i].v, v))
			return (true);
	return (false);
}

static err_t
find(void *ctx, const struct entity *e, const struct field *f, struct val v,
    int64_t **ids, size_t *n)
{
	struct mesa *m = ctx;

	*ids = arena_new(&m->a, MESA_RECORDS * sizeof(**ids));
	*n = 0;
	for (size_t i = 0; i < m->now.n; i++) {
		struct mesa_record *r = &m->now.r[i];

		if (r->e == e && !r->voided && has(&m->now, r, f, v))
			(*ids)[(*n)++] = r->id;
	}
	return (NULL);
}

static err_t
list(void *ctx, int64_t id, const struct field *f, struct val **v, size_t *n)
{
	struct mesa *m = ctx;

	*v = arena_new(&m->a, MESA_RECORDS * sizeof(**v));
	*n = 0;
	for (size_t i = 0; i < m->now.n_l; i++)
		if (m->now.l[i].id == id && m->now.l[i].f == f)
			(*v)[(*n)++] = m->now.l[i].v;
	return (NULL);
}

struct facts
mesa_facts(struct mesa *m)
{
	return ((struct facts){ m, get, find, list });
}

/* ---- changes --------------------------------------------------------------
 */

static void
remove_element(struct mesa_facts *f, int64_t id, const struct rule_fv *fv)
{
	for (size_t i = 0; i < f->n_l; i++)
		if (f->l[i].id == id && f->l[i].f == fv->f &&
		    val_eq(f->l[i].v, fv->v))
			f->l[i--] = f->l[--f->n_l];
}

static void
apply(struct mesa *m, const struct rule_change *c)
{
	struct mesa_record *r = record(&m->now, c->id);

	if (c->kind == RULE_CREATE) {
		must(r == NULL && m->now.n < MESA_RECORDS);
		r = &m->now.r[m->now.n++];
		*r = (struct mesa_record){ .e = c->e, .id = c->id };
	}
	must(r != NULL);
	if (c->kind == RULE_VOID || c->kind == RULE_UNVOID)
		r->voided = c->kind == RULE_VOID;
	for (size_t i = 0; i < c->n; i++) {
		const struct rule_fv *fv = &c->fv[i];

		if (c->kind == RULE_REMOVE)
			remove_element(&m->now, c->id, fv);
		else if (fv->f->merge == MERGE_LIST)
			m->now.l[m->now.n_l++] =
			    (struct mesa_element){ fv->f, c->id, fv->v };
		else
			r->v[fv->f->no] = fv->v;
	}
}

void
mesa_change(struct mesa *m, enum rule_kind kind, int entity, int64_t id,
    const struct mesa_fv *fv, const char *reason)
{
	const struct entity *e = schema_entity((uint64_t)entity);
	struct rule_fv *out;
	size_t n = 0;

	must(e != NULL && m->n < MESA_CHANGES);
	while (fv != NULL && fv[n].f != 0)
		n++;
	out = arena_new(&m->a, (n + 1) * sizeof(*out));
	for (size_t i = 0; i < n; i++) {
		out[i].f = schema_field(e, (uint64_t)fv[i].f);
		out[i].v = fv[i].v;
		must(out[i].f != NULL && out[i].f->no < MESA_FIELDS);
	}
	m->c[m->n++] = (struct rule_change){ kind, e, id, out, n, reason };
}

static struct rule_in
input(struct mesa *m)
{
	return ((struct rule_in){ .facts = mesa_facts(m),
	    .changes = m->c,
	    .n = m->n,
	    .today = TODAY,
	    .federal = m->federal,
	    .skew_s = m->skew_s });
}

static void
forget_notes(struct mesa *m)
{
	m->notes = (struct notes){ .a = &m->a };
}

int
mesa_save(struct mesa *m)
{
	struct rule_in in = input(m);
	err_t e;

	forget_notes(m);
	m->was = m->now;
	e = rule_before(&in, &m->notes);
	if (e == NULL) {
		for (size_t i = 0; i < m->n; i++)
			apply(m, &m->c[i]);
		e = rule_after(&in, &m->notes);
	}
	m->n = 0;
	if (e == NULL)
		return (FINE);
	m->now = m->was;
	must(e->code == ERR_RULE && strncmp(e->text, "rule ", 5) == 0);
	must(strstr(e->text, " / ") != NULL);
	must(strlen(e->text) < ERR_TEXT_MAX - 1); /* both languages whole */
	return ((int)strtol(e->text + 5, NULL, 10));
}

void
mesa_merge(struct mesa *m)
{
	struct rule_in in = input(m);

	forget_notes(m);
	for (size_t i = 0; i < m->n; i++)
		apply(m, &m->c[i]);
	must(rule_marks(&in, &m->notes) == NULL);
	m->n = 0;
}

bool
mesa_noted(const struct mesa *m, int rule, const char *words)
{
	for (size_t i = 0; i < m->notes.n; i++)
		if (m->notes.v[i].rule == rule &&
		    strstr(m->notes.v[i].es, words) != NULL)
			return (true);
	return (false);
}

/* ---- what is there ----------------------------------------------------------
 */

static void
institutions(struct mesa *m)
{
	CREATE(m, institution, SEP,
	    TEXT(institution, official_name, "Secretaría de Educación Pública"),
	    TEXT(institution, acronym, "SEP"),
	    CODE(institution, kind, institution_kind, federal_agency));
	CREATE(m, institution, ACNUR, TEXT(institution, acronym, "ACNUR"),
	    CODE(institution, kind, institution_kind,
		international_organization));
	CREATE(m, institution, CSO,
	    TEXT(institution, official_name, "Casa de Pruebas"),
	    CODE(institution, kind, institution_kind,
		civil_society_organization));
	CREATE(m, institution, OLD, TEXT(institution, official_name, "Antigua"),
	    CODE(institution, kind, institution_kind, state_agency));
	CREATE(m, institution, OUTSIDER,
	    TEXT(institution, official_name, "De fuera"),
	    CODE(institution, kind, institution_kind, state_agency));
	must(mesa_save(m) == FINE);
}

static void
roundtables(struct mesa *m)
{
	CREATE(m, roundtable, FEDERAL, CODE(roundtable, level, level, federal),
	    CODE(roundtable, kind, roundtable_kind, plenary),
	    CODE(roundtable, status, roundtable_status, created));
	CREATE(m, roundtable, CHIAPAS, CODE(roundtable, level, level, state),
	    CODE(roundtable, kind, roundtable_kind, plenary),
	    CODE(roundtable, status, roundtable_status, operating),
	    TEXT(roundtable, cvegeo, "07"), INT(roundtable, parent, FEDERAL));
	CREATE(m, secretariat, SECRETARIAT,
	    INT(secretariat, roundtable, CHIAPAS),
	    INT(secretariat, office, OFFICE),
	    INT(secretariat, since, TODAY - 1000));
	must(mesa_save(m) == FINE);
}

static void
member(struct mesa *m, int64_t id, int64_t institution)
{
	CREATE(m, membership, id, INT(membership, roundtable, CHIAPAS),
	    INT(membership, institution, institution),
	    CODE(membership, quality, membership_quality, member),
	    INT(membership, vote, 1), INT(membership, since, TODAY - 900));
}

static void
attend(struct mesa *m, int64_t id, int64_t institution)
{
	CREATE(m, attendance, id, INT(attendance, session, SESSION),
	    INT(attendance, institution, institution),
	    CODE(attendance, status, attendance_status, present),
	    CODE(attendance, quality, attendance_quality, titular));
}

static void
sessions(struct mesa *m)
{
	CREATE(m, session, SESSION, INT(session, roundtable, CHIAPAS),
	    TEXT(session, folio, "07-SE-2026-001"),
	    CODE(session, status, session_status, held),
	    INT(session, started_at, (int64_t)(TODAY - 30) * DAY_S + 61200));
	CREATE(m, session, NEXT_SESSION, INT(session, roundtable, CHIAPAS),
	    CODE(session, status, session_status, scheduled),
	    INT(session, called_for, (int64_t)(TODAY + 30) * DAY_S + 61200));
	attend(m, ATTEND_SEP, SEP);
	attend(m, ATTEND_ACNUR, ACNUR);
	CREATE(m, minutes, MINUTES, INT(minutes, session, SESSION),
	    TEXT(minutes, text, "Se acordó."),
	    CODE(minutes, status, minutes_status, draft));
	CREATE(m, gap, GAP, INT(gap, roundtable, CHIAPAS),
	    TEXT(gap, folio, "07-BR-2026-001"),
	    CODE(gap, status, gap_status, identified));
	CREATE(m, designation, TITULAR, INT(designation, roundtable, CHIAPAS),
	    INT(designation, institution, SEP),
	    CODE(designation, rank, designation_rank, titular),
	    INT(designation, since, TODAY - 500));
	must(mesa_save(m) == FINE);
}

static void
agreements(struct mesa *m)
{
	CREATE(m, agreement, AGREEMENT, INT(agreement, session, SESSION),
	    TEXT(agreement, folio, "07-AC-2026-001"),
	    TEXT(agreement, text, "Instalar la ventanilla."),
	    CODE(agreement, theme, theme, education),
	    INT(agreement, agreed_on, TODAY - 30),
	    INT(agreement, due_on, TODAY + 60),
	    TEXT(agreement, means_of_verification, "Oficio"),
	    CODE(agreement, status, agreement_status, in_progress));
	ADD(m, agreement, AGREEMENT, INT(agreement, gaps, GAP));
	CREATE(m, responsible, RESPONSIBLE,
	    INT(responsible, agreement, AGREEMENT),
	    INT(responsible, institution, SEP),
	    CODE(responsible, role, responsible_role, responsible));
	must(mesa_save(m) == FINE);
}

void
mesa_open(struct mesa *m)
{
	memset(m, 0, sizeof(*m));
	forget_notes(m);
	m->federal = true;
	institutions(m);
	roundtables(m);
	m->federal = false;
	member(m, MEMBER_SEP, SEP);
	member(m, MEMBER_ACNUR, ACNUR);
	member(m, MEMBER_CSO, CSO);
	must(mesa_save(m) == FINE);
	sessions(m);
	agreements(m);
}

void
mesa_close(struct mesa *m)
{
	arena_free(&m->a);
}
