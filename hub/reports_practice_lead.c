/*
 * reports_practice_lead -- who leads, who coordinates, what was promised.
 */
#include "hub/reports_practice_parts.h"

SQL(practice_institution,
    "SELECT official_name, name_en, acronym FROM institution WHERE id = ?1");
SQL(practice_secretary,
    "SELECT m.id, m.institution FROM membership m"
    " WHERE m.roundtable = ?1 AND m.life = 0 AND m.quality = ?2"
    " AND ifnull(m.since, ?3) <= ?3 AND ifnull(m.until, ?3) >= ?3"
    " ORDER BY m.id");
SQL(practice_chair,
    "SELECT id FROM designation WHERE roundtable = ?1 AND role = ?2"
    " AND life = 0 AND ifnull(since, ?3) <= ?3 AND ifnull(until, ?3) >= ?3"
    " ORDER BY id");
SQL_SCAN(practice_local_chairs,
    "SELECT d.id FROM designation d JOIN roundtable r ON r.id = d.roundtable"
    " JOIN institution i ON i.id = d.institution WHERE d.life = 0"
    " AND r.life = 0 AND d.role = ?1 AND r.level = ?2"
    " AND i.government_level = ?3"
    " AND ifnull(d.since, ?4) <= ?4 AND ifnull(d.until, ?4) >= ?4"
    " ORDER BY d.id");
SQL_SCAN(practice_local_secretariats,
    "SELECT s.id FROM secretariat s JOIN roundtable r ON r.id = s.roundtable"
    " JOIN office o ON o.id = s.office WHERE s.life = 0 AND r.life = 0"
    " AND o.life = 0 AND r.level IN (?1, ?2)"
    " AND ifnull(s.since, ?3) <= ?3 AND ifnull(s.until, ?3) >= ?3"
    " ORDER BY s.id");
SQL(practice_authorities,
    "SELECT id, theme, coordinating_authority FROM roundtable_theme"
    " WHERE roundtable = ?1 AND life = 0 AND theme IS NOT NULL"
    " AND coordinating_authority IS NOT NULL"
    " AND ifnull(since, ?2) <= ?2 AND ifnull(until, ?2) >= ?2"
    " ORDER BY id");
SQL(practice_commitments,
    "SELECT c.id, l.id, c.text_es, c.text_en FROM link l"
    " JOIN commitment c ON c.id = l.commitment WHERE l.object = ?1"
    " AND l.life = 0 AND c.life = 0 AND c.framework = ?2"
    " ORDER BY c.reference, c.id, l.id");

static err_t
institution(
    struct practice *p, dot_t id, const char **name, const char **acronym)
{
	CLEAN(rows_done) struct rows r = { 0 };
	bool found;

	*name = "";
	if (acronym != NULL)
		*acronym = "";
	TRY(db_one(&r, p->m->db, &practice_institution, &found, A_INT(id)));
	if (!found)
		return (NULL);
	*name = reports_either(p->m, &r, 0, 1);
	if (acronym != NULL)
		*acronym = arena_dup(&p->m->r->a, rows_span(&r, 2));
	return (NULL);
}

/* Every record of a query of one column. */
static err_t
all(struct practice *p, struct rows *r, uint32_t entity,
    struct report_refs *refs)
{
	bool more;

	for (;;) {
		TRY(rows_next(r, &more));
		if (!more)
			return (NULL);
		TRY(reports_ref(p->m, refs, entity, rows_int(r, 0)));
	}
}

/* ---- the federal level -------------------------------------------------- */

static err_t
secretary(struct practice *p, struct report_refs *refs, const char **name)
{
	CLEAN(rows_done) struct rows r = { 0 };
	const char *whole;
	bool found;

	*name = "";
	TRY(db_one(&r, p->m->db, &practice_secretary, &found,
	    A_INT(p->federal->id),
	    A_INT(CODE_membership_quality_technical_secretariat),
	    A_INT(p->m->today)));
	if (!found)
		return (NULL);
	TRY(reports_ref(p->m, refs, ENTITY_membership, rows_int(&r, 0)));
	TRY(institution(p, rows_int(&r, 1), &whole, name));
	if ((*name)[0] == '\0')
		*name = whole;
	return (NULL);
}

static err_t
chair(struct practice *p, struct report_refs *refs, const char **name)
{
	CLEAN(rows_done) struct rows r = { 0 };

	*name = "";
	if (p->federal->chair == 0)
		return (NULL);
	TRY(reports_ref(p->m, refs, ENTITY_roundtable, p->federal->id));
	TRY(reports_ref(p->m, refs, ENTITY_institution, p->federal->chair));
	TRY(institution(p, p->federal->chair, name, NULL));
	TRY(db_query(&r, p->m->db, &practice_chair, A_INT(p->federal->id),
	    A_INT(CODE_designation_role_chair), A_INT(p->m->today)));
	return (all(p, &r, ENTITY_designation, refs));
}

static err_t
federal(struct practice *p)
{
	struct report_refs refs = { 0 };
	const char *leads, *keeps, *s;
	struct reports *m = p->m;

	if (p->federal == NULL)
		return (NULL);
	TRY(chair(p, &refs, &leads));
	TRY(secretary(p, &refs, &keeps));
	s = reports_the(m, p->federal->name);
	if (leads[0] != '\0' && keeps[0] != '\0')
		s = reports_fmt(m,
		    "En el nivel federal, %s es presidida por %s, y la "
		    "%s funge como Secretaría Técnica.",
		    "At the Federal level, %s is chaired by %s, with the "
		    "%s acting as Technical Secretariat.",
		    s, reports_the(m, leads), keeps);
	else if (leads[0] != '\0')
		s = reports_fmt(m,
		    "En el nivel federal, %s es presidida por %s.",
		    "At the Federal level, %s is chaired by %s.", s,
		    reports_the(m, leads));
	else if (keeps[0] != '\0')
		s = reports_fmt(m,
		    "En el nivel federal, la %s funge como Secretaría "
		    "Técnica.",
		    "At the Federal level, the %s acts as Technical "
		    "Secretariat.",
		    keeps);
	else
		return (NULL);
	report_paragraph(m->r);
	report_say(m->r, &refs, s);
	return (NULL);
}

/* ---- the local level ---------------------------------------------------- */

static err_t
local(struct practice *p)
{
	CLEAN(rows_done) struct rows c = { 0 };
	CLEAN(rows_done) struct rows s = { 0 };
	struct report_refs refs = { 0 };
	struct reports *m = p->m;
	size_t chairs;

	TRY(db_query(&c, m->db, &practice_local_chairs,
	    A_INT(CODE_designation_role_chair), A_INT(CODE_level_state),
	    A_INT(CODE_government_level_state), A_INT(m->today)));
	TRY(all(p, &c, ENTITY_designation, &refs));
	chairs = refs.n;
	TRY(db_query(&s, m->db, &practice_local_secretariats,
	    A_INT(CODE_level_state), A_INT(CODE_level_municipal),
	    A_INT(m->today)));
	TRY(all(p, &s, ENTITY_secretariat, &refs));
	if (refs.n == 0)
		return (NULL);
	report_paragraph(m->r);
	if (chairs > 0 && refs.n > chairs)
		report_say(m->r, &refs,
		    reports_tr(m,
			"En el ámbito local, las mesas son presididas por la "
			"persona designada por el Gobierno del Estado y la "
			"Secretaría Técnica está a cargo de la Oficina de "
			"Representación de la COMAR donde se ubica la mesa.",
			"At the local level, the roundtables are chaired by "
			"the person designated by the State Government and "
			"the Technical Secretariat is in charge of the COMAR "
			"Representative Office where the roundtable is "
			"located."));
	else if (chairs > 0)
		report_say(m->r, &refs,
		    reports_tr(m,
			"En el ámbito local, las mesas son presididas por la "
			"persona designada por el Gobierno del Estado.",
			"At the local level, the roundtables are chaired by "
			"the person designated by the State Government."));
	else
		report_say(m->r, &refs,
		    reports_tr(m,
			"En el ámbito local, la Secretaría Técnica está a "
			"cargo de la Oficina de Representación de la COMAR "
			"donde se ubica la mesa.",
			"At the local level, the Technical Secretariat is in "
			"charge of the COMAR Representative Office where the "
			"roundtable is located."));
	return (NULL);
}

/* ---- who coordinates each theme ----------------------------------------- */

static err_t
authority(struct practice *p, struct rows *r)
{
	struct report_refs refs = { 0 };
	const char *theme, *name;
	struct reports *m = p->m;

	TRY(reports_code(m, "theme", rows_int(r, 1), &theme));
	TRY(institution(p, rows_int(r, 2), &name, NULL));
	if (name[0] == '\0')
		return (NULL);
	TRY(reports_ref(m, &refs, ENTITY_roundtable_theme, rows_int(r, 0)));
	TRY(reports_ref(m, &refs, ENTITY_institution, rows_int(r, 2)));
	report_item(m->r);
	report_say(m->r, &refs,
	    reports_fmt(m, "Mesa temática de %s: %s",
		"Thematic Table on %s: %s", theme, name));
	return (NULL);
}

static err_t
authorities(struct practice *p)
{
	CLEAN(rows_done) struct rows r = { 0 };
	struct reports *m = p->m;
	bool more, first = true;

	if (p->federal == NULL)
		return (NULL);
	TRY(db_query(&r, m->db, &practice_authorities, A_INT(p->federal->id),
	    A_INT(m->today)));
	for (;; first = false) {
		TRY(rows_next(&r, &more));
		if (!more)
			return (NULL);
		if (first) {
			report_paragraph(m->r);
			report_say(m->r, NULL,
			    reports_tr(m,
				"En las mesas temáticas, las autoridades "
				"coordinadoras son las siguientes:",
				"For the Thematic Roundtables, the "
				"coordinating authorities are the "
				"following:"));
		}
		TRY(authority(p, &r));
	}
}

/* ---- what was promised -------------------------------------------------- */

/* Its text in a language, when it has one. */
static err_t
promise(struct practice *p, struct rows *r, int col)
{
	struct report_refs refs = { 0 };

	if (rows_span(r, col).n == 0)
		return (NULL);
	TRY(reports_ref(p->m, &refs, ENTITY_commitment, rows_int(r, 0)));
	TRY(reports_ref(p->m, &refs, ENTITY_link, rows_int(r, 1)));
	report_paragraph(p->m->r);
	report_say(p->m->r, &refs, arena_dup(&p->m->r->a, rows_span(r, col)));
	return (NULL);
}

/* In the language of the report first, then in the other: both are official.
 */
static err_t
commitments(struct practice *p)
{
	bool en = strcmp(p->m->r->lang, "en") == 0, more;

	report_section(p->m->r, 1,
	    reports_tr(
		p->m, "Compromiso MIRPS vinculado", "Linked MIRPS Commitment"));
	for (int pass = 0; pass < 2 && p->federal != NULL; pass++) {
		CLEAN(rows_done) struct rows r = { 0 };

		TRY(db_query(&r, p->m->db, &practice_commitments,
		    A_INT(p->federal->id), A_INT(CODE_framework_mirps)));
		for (;;) {
			TRY(rows_next(&r, &more));
			if (!more)
				break;
			TRY(promise(p, &r, en == (pass == 0) ? 3 : 2));
		}
	}
	return (NULL);
}

err_t
reports_practice_lead(struct practice *p)
{
	report_section(p->m->r, 1,
	    reports_tr(
		p->m, "Entidad líder y socios", "Lead Entity and Partners"));
	TRY(federal(p));
	TRY(local(p));
	TRY(authorities(p));
	return (commitments(p));
}
