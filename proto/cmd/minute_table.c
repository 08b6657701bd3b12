/*
 * minute_table -- the tables of minutes: who came, the agreements that were
 * followed up, and those that were taken.
 */
#include "proto/cmd/minute_in.h"
#include "proto/log/facts.h"

#define TEXT_CHARS 240 /* of an agreement in the follow-up */
#define ROWS       60

SQL(minute_came,
    "SELECT i.official_name, ifnull(r.name, ifnull(a.note, '')),"
    " ifnull(r.position, ''), ifnull(a.status, 0), ifnull(a.quality, 0)"
    " FROM attendance a JOIN institution i ON i.id = a.institution"
    " LEFT JOIN designation d ON d.id = a.designation"
    " LEFT JOIN representative r ON r.id = d.representative"
    " WHERE a.session = ?1 AND a.life = 0"
    " ORDER BY ifnull(a.quality, 0) IN (3, 4), i.official_name, a.id");
SQL(minute_mesa_name, "SELECT ifnull(official_name, '') FROM roundtable"
		      " WHERE id = ?1");
/* As they stood before: of earlier sessions, open or reported of here. */
SQL(minute_open,
    "SELECT a.id, a.folio, a.text, a.due_on, a.progress_pct, a.status,"
    " f.text, f.pct FROM session s JOIN agreement a ON a.session = s.id"
    " LEFT JOIN followup f ON f.agreement = a.id AND f.session = ?2"
    " AND f.life = 0 WHERE s.roundtable = ?1 AND s.id <> ?2 AND s.life = 0"
    " AND a.life = 0 AND ifnull(a.roundtable, ?1) = ?1 AND a.agreed_on <= ?3"
    " AND (f.id IS NOT NULL OR " RULE_SQL_OWED("a") ")"
						    " ORDER BY a.due_on, a.id");
SQL(minute_taken,
    "SELECT id, folio, text, due_on, means_of_verification, roundtable"
    " FROM agreement WHERE session = ?1 AND life = 0 ORDER BY id");
SQL(minute_who,
    "SELECT ifnull(i.acronym, ''), i.official_name, r.role FROM responsible r"
    " JOIN institution i ON i.id = r.institution WHERE r.agreement = ?1"
    " AND r.life = 0 AND r.role IN (1, 2) ORDER BY r.role, r.id");

/* ---- who came
 * ------------------------------------------------------------------- */

static err_t
quorum(struct minute_draft *d, dot_t mesa)
{
	CLEAN(rows_done) struct rows r = { 0 };
	struct facts_state fs = { .l = d->c->st->l, .a = d->a };
	struct facts f = facts_of(&fs);
	struct rule_count k;
	int64_t *came;
	size_t n;
	bool found;

	TRY(rule_came(&f, d->r.id, d->a, &came, &n));
	TRY(rule_quorum_of(&f, mesa, d->day, came, n, &k));
	TRY(db_one(&r, d->c->st->db, &minute_mesa_name, &found, A_INT(mesa)));
	return (buf_fmt(d->b,
	    "%s%s%sAsistieron %d de %d instituciones con derecho a voto; se "
	    "requieren %d. %s.\n",
	    d->mesa_n > 1 && found ? "De la " : "",
	    d->mesa_n > 1 && found ? rows_text(&r, 0) : "",
	    d->mesa_n > 1 && found ? ": " : "", k.present, k.members, k.needed,
	    k.present >= k.needed && k.members > 0
		? "Hubo quórum legal"
		: (d->r.v[FIELD_session_second_call - 1].i == 1
			  ? "Se sesionó en segunda convocatoria"
			  : "No hubo quórum")));
}

err_t
minute_attendance(struct minute_draft *d)
{
	CLEAN(rows_done) struct rows r = { 0 };
	bool more;

	TRY(buf_str(d->b, "## Lista de asistencia\n\n"
			  "| Institución | Persona | Cargo | Asistencia |\n"));
	TRY(db_query(&r, d->c->st->db, &minute_came, A_INT(d->r.id)));
	for (;;) {
		bool guest;

		TRY(rows_next(&r, &more));
		if (!more)
			break;
		guest = rows_int(&r, 4) == CODE_attendance_quality_guest;
		TRY(buf_fmt(d->b, "| %s%s | %s | %s | %s |\n",
		    minute_cell(d->a, rows_span(&r, 0)),
		    guest ? " (invitada)" : "",
		    minute_cell(d->a, rows_span(&r, 1)),
		    minute_cell(d->a, rows_span(&r, 2)),
		    minute_code("attendance_status", rows_int(&r, 3))));
	}
	TRY(buf_str(d->b, "\n"));
	for (size_t i = 0; i < d->mesa_n; i++)
		TRY(quorum(d, d->mesa[i]));
	return (buf_str(d->b, "\n"));
}

/* ---- agreements
 * ------------------------------------------------------------------- */

static err_t
who(struct minute_draft *d, dot_t agreement)
{
	CLEAN(rows_done) struct rows r = { 0 };
	bool more, first = true;

	TRY(db_query(&r, d->c->st->db, &minute_who, A_INT(agreement)));
	for (;;) {
		TRY(rows_next(&r, &more));
		if (!more)
			return (NULL);
		TRY(buf_fmt(d->b, "%s%s", first ? "" : ", ",
		    minute_cell(d->a, rows_span(&r, 0).n > 0
					  ? rows_span(&r, 0)
					  : rows_span(&r, 1))));
		first = false;
	}
}

static const char *
due(struct minute_draft *d, struct val v)
{
	return (v.kind == VAL_INT ? minute_short_day(d->a, v.i) : "Permanente");
}

static struct span
begin_of(struct span s)
{
	size_t n = TEXT_CHARS;

	if (s.n <= n)
		return (s);
	while (n > 0 && (s.p[n] & 0xc0) == 0x80)
		n--;
	return (span_of(s.p, n));
}

static err_t
open_row(struct minute_draft *d, struct rows *r)
{
	struct span text = rows_span(r, 2), said = rows_span(r, 6);
	struct val pct = rows_val(r, 7);

	if (pct.kind != VAL_INT)
		pct = rows_val(r, 4);
	TRY(buf_fmt(d->b, "| %s | %s%s | ", rows_text(r, 1),
	    minute_cell(d->a, begin_of(text)), text.n > TEXT_CHARS ? "…" : ""));
	TRY(who(d, rows_int(r, 0)));
	TRY(buf_fmt(d->b, " | %s | ", due(d, rows_val(r, 3))));
	if (pct.kind == VAL_INT)
		TRY(buf_fmt(d->b, "%lld %%%s", (long long)pct.i,
		    said.n > 0 ? ": " : ""));
	return (buf_fmt(d->b, "%s | %s |\n",
	    minute_cell(d->a, said.n > 0 || pct.kind == VAL_INT
				  ? said
				  : span_str("Sin reporte")),
	    minute_code("agreement_status", rows_int(r, 5))));
}

err_t
minute_followup(struct minute_draft *d)
{
	size_t n = 0;

	TRY(buf_str(d->b, "## Seguimiento de acuerdos\n\n"
			  "| Folio | Acuerdo | Responsable | Fecha límite |"
			  " Avance | Estado |\n"));
	for (size_t i = 0; i < d->mesa_n; i++) {
		CLEAN(rows_done) struct rows r = { 0 };
		bool more = true;

		TRY(db_query(&r, d->c->st->db, &minute_open, A_INT(d->mesa[i]),
		    A_INT(d->r.id), A_INT(d->day)));
		for (;;) {
			TRY(rows_next(&r, &more));
			if (!more)
				break;
			if (++n <= ROWS)
				TRY(open_row(d, &r));
		}
	}
	if (n > ROWS)
		TRY(buf_fmt(d->b,
		    "\nY otros %zu acuerdos abiertos, que constan en el "
		    "registro de la mesa.\n",
		    n - ROWS));
	return (buf_str(d->b, "\n"));
}

err_t
minute_agreements(struct minute_draft *d)
{
	CLEAN(rows_done) struct rows r = { 0 };
	bool more;

	TRY(buf_fmt(d->b,
	    "## Acuerdos\n\n| Folio | Acuerdo | Responsable | Fecha límite |"
	    " Medio de verificación |%s\n",
	    d->mesa_n > 1 ? " Mesa |" : ""));
	TRY(db_query(&r, d->c->st->db, &minute_taken, A_INT(d->r.id)));
	for (;;) {
		CLEAN(rows_done) struct rows m = { 0 };
		bool found;

		TRY(rows_next(&r, &more));
		if (!more)
			return (buf_str(d->b, "\n"));
		TRY(buf_fmt(d->b, "| %s | %s | ", rows_text(&r, 1),
		    minute_cell(d->a, rows_span(&r, 2))));
		TRY(who(d, rows_int(&r, 0)));
		TRY(buf_fmt(d->b, " | %s | %s |", due(d, rows_val(&r, 3)),
		    minute_cell(d->a, rows_span(&r, 4))));
		if (d->mesa_n > 1) {
			TRY(db_one(&m, d->c->st->db, &minute_mesa_name, &found,
			    A_INT(rows_val(&r, 5).kind == VAL_INT
				      ? rows_int(&r, 5)
				      : d->mesa[0])));
			TRY(buf_fmt(d->b, " %s |",
			    found ? minute_cell(d->a, rows_span(&m, 0)) : ""));
		}
		TRY(buf_str(d->b, "\n"));
	}
}
