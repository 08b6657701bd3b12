/*
 * paper_tables -- the tables of a session's papers.
 */
#include "proto/out/paper_parts.h"

SQL(paper_agenda_rows,
    "SELECT a.title, a.presenter, a.duration_min, a.outcome, a.summary"
    " FROM agenda_item a WHERE a.session = ?1 AND a.life = 0"
    " ORDER BY a.position, a.id");
SQL(paper_attendance_rows,
    "SELECT i.official_name, d.representative, a.status, a.quality"
    " FROM attendance a LEFT JOIN institution i ON i.id = a.institution"
    " LEFT JOIN designation d ON d.id = a.designation"
    " WHERE a.session = ?1 AND a.life = 0"
    " ORDER BY a.status IN (2, 3), i.official_name, a.id");
/* Who belongs to the roundtable on a day, with whoever stands for it. */
SQL(paper_member_rows,
    "SELECT i.official_name, m.quality, (SELECT d.representative"
    "  FROM designation d WHERE d.roundtable = m.roundtable"
    "  AND d.institution = m.institution AND d.life = 0"
    "  AND (d.since IS NULL OR d.since <= ?2)"
    "  AND (d.until IS NULL OR d.until >= ?2)"
    "  AND d.representative IS NOT NULL ORDER BY d.rank, d.id LIMIT 1)"
    " FROM membership m LEFT JOIN institution i ON i.id = m.institution"
    " WHERE m.roundtable = ?1 AND m.life = 0"
    " AND (m.since IS NULL OR m.since <= ?2)"
    " AND (m.until IS NULL OR m.until >= ?2)"
    " ORDER BY m.quality, i.official_name, m.id");
SQL_SCAN(paper_gap_rows,
    "SELECT folio, title, theme FROM gap WHERE identified_in = ?1"
    " AND life = 0 ORDER BY folio, id");
SQL(paper_agreement_rows,
    "SELECT id, folio, text, due_on, means_of_verification, status,"
    " progress_pct FROM agreement WHERE session = ?1 AND life = 0"
    " ORDER BY folio, id");
/* Open when the session began: agreed before it, and not done before it. */
SQL_SCAN(paper_open_rows,
    "SELECT a.id, a.folio, a.text, a.due_on, a.status, a.progress_pct,"
    " (SELECT f.text FROM followup f WHERE f.agreement = a.id AND f.life = 0"
    "  AND (f.reported_on IS NULL OR f.reported_on <= ?3)"
    "  ORDER BY f.reported_on DESC, f.id DESC LIMIT 1)"
    " FROM agreement a WHERE a.root = ?1 AND a.session <> ?2 AND a.life = 0"
    " AND a.agreed_on <= ?3 AND (" RULE_SQL_OWED(
	"a") "  OR (a.status = 3 AND a.done_on >= ?3))"
	     " ORDER BY a.due_on IS NULL, a.due_on, a.folio, a.id");
SQL(paper_owing,
    "SELECT i.official_name, r.role FROM responsible r"
    " LEFT JOIN institution i ON i.id = r.institution"
    " WHERE r.agreement = ?1 AND r.life = 0 ORDER BY r.role, r.id");

static const char *
col(struct paper *p, struct rows *r, int i)
{
	return (arena_dup(&p->a, rows_span(r, i)));
}

static err_t
owing(struct paper *p, dot_t agreement, const char **out)
{
	CLEAN(rows_done) struct rows r = { 0 };
	const char *s = "";
	bool more;

	TRY(db_query(&r, p->c->st->db, &paper_owing, A_INT(agreement)));
	for (;;) {
		TRY(rows_next(&r, &more));
		if (!more)
			break;
		s = arena_fmt(&p->a, "%s%s%s", s, s[0] == '\0' ? "" : "\n",
		    col(p, &r, 0));
		if (rows_int(&r, 1) > CODE_responsible_role_responsible)
			s = arena_fmt(&p->a, "%s (%s)", s,
			    paper_code(p, "responsible_role", rows_val(&r, 1)));
	}
	*out = s;
	return (NULL);
}

/* ---- agenda ------------------------------------------------------------- */

static err_t
told_item(struct paper *p, struct rows *r, size_t no)
{
	const char *outcome = paper_code(p, "agenda_outcome", rows_val(r, 3));

	TRY(odt_put(
	    &p->d, ODT_STRONG, arena_fmt(&p->a, "%zu. %s", no, col(p, r, 0))));
	if (rows_span(r, 4).n > 0)
		TRY(odt_put(&p->d, ODT_PLAIN, col(p, r, 4)));
	return (outcome[0] == '\0' ? NULL : odt_put(&p->d, ODT_SMALL, outcome));
}

static err_t
item(struct paper *p, struct rows *r, size_t no)
{
	CLEAN(buf_free) struct buf b = BUF(4096);
	const char *s = arena_fmt(&p->a, "%zu. %s", no, col(p, r, 0));

	if (rows_val(r, 1).kind == VAL_INT) {
		TRY(cmd_name(p->c, &b, schema_entity(ENTITY_institution),
		    rows_int(r, 1)));
		s = arena_fmt(&p->a, "%s · %s", s, (const char *)b.p);
	}
	if (rows_int(r, 2) > 0)
		s = arena_fmt(
		    &p->a, "%s (%lld min)", s, (long long)rows_int(r, 2));
	return (odt_put(&p->d, ODT_PLAIN, s));
}

err_t
paper_agenda(struct paper *p, bool told)
{
	CLEAN(rows_done) struct rows r = { 0 };
	bool more;

	TRY(db_query(
	    &r, p->c->st->db, &paper_agenda_rows, A_INT(p->session.id)));
	for (size_t no = 1;; no++) {
		TRY(rows_next(&r, &more));
		if (!more)
			return (NULL);
		if (no == 1)
			TRY(odt_put(&p->d, ODT_HEADING,
			    paper_tr(p, "Orden del día", "Agenda")));
		TRY(told ? told_item(p, &r, no) : item(p, &r, no));
	}
}

/* ---- who is there ------------------------------------------------------- */

err_t
paper_attendance(struct paper *p)
{
	static const unsigned width[] = { 40, 36, 24 };
	CLEAN(rows_done) struct rows r = { 0 };
	const char *head[] = { paper_tr(p, "Institución", "Institution"),
		paper_tr(p, "Persona y cargo", "Person and position"),
		paper_tr(p, "Asistencia", "Attendance") };
	bool more, any = false;

	TRY(db_query(
	    &r, p->c->st->db, &paper_attendance_rows, A_INT(p->session.id)));
	for (;;) {
		const char *cell[3], *quality;

		TRY(rows_next(&r, &more));
		if (!more)
			return (any ? odt_table_end(&p->d) : NULL);
		if (!any) {
			TRY(odt_put(&p->d, ODT_HEADING,
			    paper_tr(p, "Asistencia", "Attendance")));
			TRY(odt_table(&p->d, head, width, 3));
		}
		any = true;
		cell[0] = col(p, &r, 0);
		TRY(paper_person(p, rows_val(&r, 1), false, &cell[1]));
		quality = paper_code(p, "attendance_quality", rows_val(&r, 3));
		cell[2] = arena_fmt(&p->a, "%s%s%s",
		    paper_code(p, "attendance_status", rows_val(&r, 2)),
		    quality[0] == '\0' ? "" : " · ", quality);
		TRY(odt_row(&p->d, cell, 3, false));
	}
}

err_t
paper_to_sign(struct paper *p)
{
	static const unsigned width[] = { 6, 32, 30, 12, 20 };
	CLEAN(rows_done) struct rows r = { 0 };
	const char *head[] = { paper_tr(p, "N.º", "No."),
		paper_tr(p, "Institución", "Institution"),
		paper_tr(p, "Nombre y cargo", "Name and position"),
		paper_tr(p, "Calidad", "Quality"),
		paper_tr(p, "Firma", "Signature") };
	bool more;

	TRY(odt_table(&p->d, head, width, 5));
	TRY(db_query(&r, p->c->st->db, &paper_member_rows, A_INT(p->mesa.id),
	    A_INT(p->has_day ? p->day : p->today)));
	for (size_t no = 1;; no++) {
		const char *cell[5] = { NULL };

		TRY(rows_next(&r, &more));
		if (!more && no > 1)
			return (odt_table_end(&p->d));
		cell[0] = arena_fmt(&p->a, "%zu", no);
		if (more) {
			cell[1] = col(p, &r, 0);
			TRY(paper_person(p, rows_val(&r, 2), false, &cell[2]));
			cell[3] = paper_code(
			    p, "membership_quality", rows_val(&r, 1));
		}
		TRY(odt_row(&p->d, cell, 5, true));
		if (!more)
			return (odt_table_end(&p->d));
	}
}

/* ---- gaps and agreements ------------------------------------------------ */

err_t
paper_gaps(struct paper *p)
{
	CLEAN(rows_done) struct rows r = { 0 };
	bool more, any = false;

	TRY(db_query(&r, p->c->st->db, &paper_gap_rows, A_INT(p->session.id)));
	for (;;) {
		TRY(rows_next(&r, &more));
		if (!more)
			return (NULL);
		if (!any)
			TRY(odt_put(&p->d, ODT_HEADING,
			    paper_tr(p, "Brechas identificadas",
				"Gaps identified")));
		any = true;
		TRY(odt_put(&p->d, ODT_PLAIN,
		    arena_fmt(&p->a, "%s · %s (%s)", col(p, &r, 0),
			col(p, &r, 1),
			paper_code(p, "theme", rows_val(&r, 2)))));
	}
}

static err_t
open_row(struct paper *p, struct rows *r)
{
	const char *cell[6], *status;

	cell[0] = col(p, r, 1);
	cell[1] = col(p, r, 2);
	TRY(owing(p, rows_int(r, 0), &cell[2]));
	cell[3] = paper_day(p, rows_val(r, 3));
	status = paper_code(p, "agreement_status", rows_val(r, 4));
	cell[4] = rows_val(r, 5).kind == VAL_INT
		      ? arena_fmt(&p->a, "%s, %lld %%", status,
			    (long long)rows_int(r, 5))
		      : status;
	cell[5] = col(p, r, 6);
	return (odt_row(&p->d, cell, 6, false));
}

err_t
paper_followup(struct paper *p)
{
	static const unsigned width[] = { 13, 29, 18, 11, 12, 17 };
	CLEAN(rows_done) struct rows r = { 0 };
	const char *head[] = { paper_tr(p, "Folio", "Folio"),
		paper_tr(p, "Acuerdo", "Agreement"),
		paper_tr(p, "Responsables", "Responsible"),
		paper_tr(p, "Fecha límite", "Due on"),
		paper_tr(p, "Estado", "Status"),
		paper_tr(p, "Último avance", "Last report") };
	bool more, any = false;

	TRY(odt_put(&p->d, ODT_HEADING,
	    paper_tr(p, "Seguimiento de acuerdos", "Follow-up of agreements")));
	TRY(db_query(&r, p->c->st->db, &paper_open_rows, A_INT(p->mesa.id),
	    A_INT(p->session.id), A_INT(p->has_day ? p->day : p->today)));
	for (;;) {
		TRY(rows_next(&r, &more));
		if (!more)
			break;
		if (!any)
			TRY(odt_table(&p->d, head, width, 6));
		any = true;
		TRY(open_row(p, &r));
	}
	if (any)
		return (odt_table_end(&p->d));
	return (odt_put(&p->d, ODT_PLAIN,
	    paper_tr(p, "No había acuerdos pendientes.",
		"No agreements were pending.")));
}

static err_t
agreement_row(struct paper *p, struct rows *r)
{
	const char *cell[5];

	cell[0] = col(p, r, 1);
	cell[1] = col(p, r, 2);
	TRY(owing(p, rows_int(r, 0), &cell[2]));
	cell[3] = rows_val(r, 3).kind == VAL_INT
		      ? paper_day(p, rows_val(r, 3))
		      : paper_code(p, "agreement_status", rows_val(r, 5));
	cell[4] = col(p, r, 4);
	return (odt_row(&p->d, cell, 5, false));
}

err_t
paper_agreements(struct paper *p)
{
	static const unsigned width[] = { 14, 36, 20, 12, 18 };
	CLEAN(rows_done) struct rows r = { 0 };
	const char *head[] = { paper_tr(p, "Folio", "Folio"),
		paper_tr(p, "Acuerdo", "Agreement"),
		paper_tr(p, "Responsables", "Responsible"),
		paper_tr(p, "Fecha límite", "Due on"),
		paper_tr(p, "Medio de verificación", "Means of verification") };
	bool more, any = false;

	TRY(odt_put(&p->d, ODT_HEADING, paper_tr(p, "Acuerdos", "Agreements")));
	TRY(db_query(
	    &r, p->c->st->db, &paper_agreement_rows, A_INT(p->session.id)));
	for (;;) {
		TRY(rows_next(&r, &more));
		if (!more)
			break;
		if (!any)
			TRY(odt_table(&p->d, head, width, 5));
		any = true;
		TRY(agreement_row(p, &r));
	}
	if (any)
		return (odt_table_end(&p->d));
	return (odt_put(&p->d, ODT_PLAIN,
	    paper_tr(
		p, "No se tomaron acuerdos.", "No agreements were made.")));
}
