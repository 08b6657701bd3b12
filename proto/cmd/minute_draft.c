/*
 * minute_draft -- what a session's minutes say, in the order in which they are
 * read aloud.
 */
#include "proto/base/clock.h"
#include "proto/base/text.h"
#include "proto/cmd/minute_in.h"
#include "proto/log/facts.h"

#include <stdio.h>
#include <stdlib.h>

SQL(minute_joint, "SELECT value FROM element WHERE record = ?1 AND field = ?2"
		  " AND removed = 0 ORDER BY value");
SQL(minute_mesa, "SELECT ifnull(official_name, ''), ifnull(time_zone, '')"
		 " FROM roundtable WHERE id = ?1");
SQL(minute_person, "SELECT ifnull(r.name, ''), ifnull(r.position, ''),"
		   " ifnull(i.official_name, '') FROM representative r"
		   " LEFT JOIN institution i ON i.id = r.institution"
		   " WHERE r.id = ?1");
SQL(minute_items,
    "SELECT a.title, a.outcome, a.summary, i.official_name"
    " FROM agenda_item a LEFT JOIN institution i ON i.id = a.presenter"
    " WHERE a.session = ?1 AND a.life = 0"
    " ORDER BY ifnull(a.position, 999), a.id");
SQL(minute_gaps,
    "SELECT folio, title, theme, description FROM gap"
    " WHERE roundtable = ?1 AND identified_in = ?2 AND life = 0 ORDER BY id");

/* ---- words
 * --------------------------------------------------------------------- */

const char *
minute_day(struct arena *a, int64_t day)
{
	static const char *const months[] = { "enero", "febrero", "marzo",
		"abril", "mayo", "junio", "julio", "agosto", "septiembre",
		"octubre", "noviembre", "diciembre" };
	char iso[11];
	long month;

	text_day_put(day, iso);
	month = strtol(iso + 5, NULL, 10);
	return (arena_fmt(a, "%ld de %s de %.4s", strtol(iso + 8, NULL, 10),
	    months[month < 1 || month > 12 ? 0 : month - 1], iso));
}

const char *
minute_short_day(struct arena *a, int64_t day)
{
	char iso[11];

	text_day_put(day, iso);
	return (arena_fmt(a, "%.2s/%.2s/%.4s", iso + 8, iso + 5, iso));
}

const char *
minute_hour(const struct minute_draft *d, int64_t at)
{
	int64_t s = clock_local(at, d->zone) % 86400;

	s = s < 0 ? s + 86400 : s;
	return (arena_fmt(
	    d->a, "%02d:%02d", (int)(s / 3600), (int)(s % 3600 / 60)));
}

const char *
minute_cell(struct arena *a, struct span s)
{
	char *out = arena_dup(a, s);

	for (char *p = out; *p != '\0'; p++) {
		if (*p == '\n' || *p == '\t')
			*p = ' ';
		else if (*p == '|')
			*p = '/';
	}
	return (out);
}

const char *
minute_code(const char *vocab, int64_t no)
{
	return (vocab_say(vocab, no, "es"));
}

/* ---- the sections
 * ----------------------------------------------------------------- */

static struct val
value(const struct minute_draft *d, int field)
{
	return (d->r.v[field - 1]);
}

/* "Rosa Pérez, Directora (SEP)" */
static err_t
person(struct minute_draft *d, int field, const char **out)
{
	CLEAN(rows_done) struct rows r = { 0 };
	struct val v = value(d, field);
	bool found = false;

	*out = "";
	if (v.kind != VAL_INT)
		return (NULL);
	TRY(db_one(&r, d->c->st->db, &minute_person, &found, A_INT(v.i)));
	if (!found)
		return (NULL);
	*out = arena_fmt(d->a, "%s%s%s%s%s", rows_text(&r, 0),
	    rows_span(&r, 1).n == 0 ? "" : ", ", rows_text(&r, 1),
	    rows_span(&r, 2).n == 0 ? "" : ", ", rows_text(&r, 2));
	return (NULL);
}

static err_t
mesa_name(struct minute_draft *d, dot_t mesa, const char **name)
{
	CLEAN(rows_done) struct rows r = { 0 };
	bool found;

	*name = "";
	TRY(db_one(&r, d->c->st->db, &minute_mesa, &found, A_INT(mesa)));
	if (found)
		*name = arena_dup(d->a, rows_span(&r, 0));
	return (NULL);
}

static err_t
mesas(struct minute_draft *d)
{
	const char *name;

	for (size_t i = 0; i < d->mesa_n; i++) {
		TRY(mesa_name(d, d->mesa[i], &name));
		TRY(buf_fmt(d->b, "%sla %s", i == 0 ? "" : ", con ", name));
	}
	return (NULL);
}

/* "la sesión ordinaria número 4" */
static const char *
which(struct minute_draft *d)
{
	struct val number = value(d, FIELD_session_number);
	const char *kind;

	switch (value(d, FIELD_session_kind).i) {
	case CODE_session_kind_installation:
		kind = "la sesión de instalación";
		break;
	case CODE_session_kind_ordinary:
		kind = "la sesión ordinaria";
		break;
	case CODE_session_kind_extraordinary:
		kind = "la sesión extraordinaria";
		break;
	case CODE_session_kind_thematic:
		kind = "la sesión de mesa temática";
		break;
	case CODE_session_kind_working_meeting:
		kind = "la reunión de trabajo";
		break;
	default:
		kind = "la sesión";
		break;
	}
	return (number.kind == VAL_INT ? arena_fmt(d->a, "%s número %lld", kind,
					     (long long)number.i)
				       : kind);
}

/* Whose it is, which, and when: three lines that head the paper. */
static err_t
heading(struct minute_draft *d)
{
	struct val at = value(d, FIELD_session_started_at);
	struct val end = value(d, FIELD_session_ended_at);
	struct val place = value(d, FIELD_session_place);
	const char *name;

	if (at.kind != VAL_INT)
		at = value(d, FIELD_session_called_for);
	for (size_t i = 0; i < d->mesa_n; i++) {
		TRY(mesa_name(d, d->mesa[i], &name));
		TRY(buf_fmt(d->b, "%s%s", i == 0 ? "" : " · ", name));
	}
	TRY(buf_fmt(
	    d->b, "\nMinuta de %s\n%s", which(d), minute_day(d->a, d->day)));
	if (at.kind == VAL_INT)
		TRY(buf_fmt(d->b, ", %s%s%s h", minute_hour(d, at.i),
		    end.kind == VAL_INT ? " a " : "",
		    end.kind == VAL_INT ? minute_hour(d, end.i) : ""));
	if (place.kind == VAL_TEXT && place.s.n > 0)
		TRY(buf_fmt(d->b, " · %s", minute_cell(d->a, place.s)));
	return (buf_str(d->b, "\n\n"));
}

static err_t
opening(struct minute_draft *d)
{
	struct val at = value(d, FIELD_session_started_at);
	struct val place = value(d, FIELD_session_place);
	const char *chair, *secretary;

	TRY(person(d, FIELD_session_chaired_by, &chair));
	TRY(person(d, FIELD_session_secretary, &secretary));
	if (at.kind != VAL_INT)
		at = value(d, FIELD_session_called_for);
	TRY(buf_str(d->b, "## Apertura\n\n"));
	if (at.kind == VAL_INT)
		TRY(buf_fmt(d->b, "Siendo las %s horas del %s, se ",
		    minute_hour(d, at.i), minute_day(d->a, d->day)));
	else
		TRY(buf_fmt(d->b, "El %s se ", minute_day(d->a, d->day)));
	TRY(buf_str(d->b, d->mesa_n > 1 ? "reunieron " : "reunió "));
	TRY(mesas(d));
	TRY(buf_fmt(d->b, " en %s", which(d)));
	if (place.kind == VAL_TEXT && place.s.n > 0)
		TRY(buf_fmt(d->b, ", en %s", minute_cell(d->a, place.s)));
	if (value(d, FIELD_session_modality).kind == VAL_INT)
		TRY(buf_fmt(d->b, " (modalidad: %s)",
		    minute_code(
			"modality", value(d, FIELD_session_modality).i)));
	TRY(buf_str(d->b, "."));
	if (chair[0] != '\0')
		TRY(buf_fmt(d->b, " Presidió %s.", chair));
	if (secretary[0] != '\0')
		TRY(buf_fmt(d->b, " Secretaría técnica: %s.", secretary));
	return (buf_str(d->b, "\n\n"));
}

/* One line for each, and then what was said of it. */
static err_t
agenda(struct minute_draft *d, bool said)
{
	CLEAN(rows_done) struct rows r = { 0 };
	int no = 0;
	bool more;

	TRY(db_query(&r, d->c->st->db, &minute_items, A_INT(d->r.id)));
	for (;;) {
		const char *outcome;

		TRY(rows_next(&r, &more));
		if (!more)
			break;
		no++;
		if (!said) {
			TRY(buf_fmt(d->b, "%d. %s\n", no,
			    minute_cell(d->a, rows_span(&r, 0))));
			continue;
		}
		outcome = minute_code("agenda_outcome", rows_int(&r, 1));
		if (outcome[0] == '\0' && rows_span(&r, 2).n == 0)
			continue;
		TRY(buf_fmt(d->b, "%d. %s.%s%s%s%s%s", no,
		    minute_cell(d->a, rows_span(&r, 0)),
		    outcome[0] == '\0' ? "" : " ", outcome,
		    outcome[0] == '\0' ? "" : ".",
		    rows_span(&r, 3).n == 0 ? "" : " Presentó ",
		    rows_text(&r, 3)));
		TRY(buf_str(d->b, rows_span(&r, 3).n == 0 ? "" : "."));
		if (rows_span(&r, 2).n > 0)
			TRY(buf_fmt(d->b, " %s", rows_text(&r, 2)));
		TRY(buf_str(d->b, "\n\n"));
	}
	return (said ? NULL : buf_str(d->b, "\n"));
}

static err_t
gaps(struct minute_draft *d)
{
	CLEAN(rows_done) struct rows r = { 0 };
	bool more, any = false;

	TRY(buf_str(d->b, "## Brechas identificadas\n\n"));
	TRY(db_query(
	    &r, d->c->st->db, &minute_gaps, A_INT(d->mesa[0]), A_INT(d->r.id)));
	for (;;) {
		const char *theme;

		TRY(rows_next(&r, &more));
		if (!more)
			break;
		any = true;
		theme = minute_code("theme", rows_int(&r, 2));
		TRY(buf_fmt(d->b, "%s. %s%s%s%s.", rows_text(&r, 0),
		    rows_text(&r, 1), theme[0] == '\0' ? "" : " (", theme,
		    theme[0] == '\0' ? "" : ")"));
		if (rows_span(&r, 3).n > 0)
			TRY(buf_fmt(d->b, " %s", rows_text(&r, 3)));
		TRY(buf_str(d->b, "\n\n"));
	}
	return (any ? NULL
		    : buf_str(d->b, "No se identificaron brechas nuevas.\n\n"));
}

static err_t
closing(struct minute_draft *d)
{
	struct val at = value(d, FIELD_session_ended_at);

	TRY(buf_str(d->b, "## Cierre\n\n"));
	if (at.kind != VAL_INT)
		return (buf_str(d->b,
		    "No habiendo más asuntos que tratar, se dio por terminada "
		    "la sesión.\n"));
	return (buf_fmt(d->b,
	    "No habiendo más asuntos que tratar, se dio por terminada la "
	    "sesión a las %s horas del mismo día.\n",
	    minute_hour(d, at.i)));
}

/* Who signs. */
static err_t
signers(struct minute_draft *d)
{
	static const struct {
		int field;
		const char *as;
	} who[] = { { FIELD_session_chaired_by, "Preside" },
		{ FIELD_session_secretary, "Secretaría técnica" } };
	const char *name;

	TRY(buf_str(d->b, "\n## Firmas\n\n| Firma | Por |\n"));
	for (size_t i = 0; i < sizeof(who) / sizeof(who[0]); i++) {
		TRY(person(d, who[i].field, &name));
		TRY(buf_fmt(d->b, "| %s | %s |\n",
		    minute_cell(d->a, span_str(name)), who[i].as));
	}
	return (NULL);
}

static err_t
write_all(struct minute_draft *d)
{
	TRY(heading(d));
	TRY(opening(d));
	TRY(minute_attendance(d));
	TRY(buf_str(d->b, "## Orden del día\n\n"));
	TRY(agenda(d, false));
	TRY(buf_str(d->b, "## Desarrollo de la sesión\n\n"));
	TRY(agenda(d, true));
	TRY(minute_followup(d));
	TRY(gaps(d));
	TRY(minute_agreements(d));
	TRY(closing(d));
	return (signers(d));
}

/* The session, its roundtables and its day. */
static err_t
begin(struct minute_draft *d, dot_t session)
{
	CLEAN(rows_done) struct rows r = { 0 }, q = { 0 };
	struct val at;
	bool found, more;

	TRY(state_get(d->c->st->l, schema_entity(ENTITY_session), session, d->a,
	    &d->r, &found));
	if (!found)
		return (err_new(ERR_MISSING, "no such session"));
	d->mesa[d->mesa_n++] = value(d, FIELD_session_roundtable).i;
	TRY(db_one(&r, d->c->st->db, &minute_mesa, &found, A_INT(d->mesa[0])));
	d->zone = found && rows_span(&r, 1).n > 0
		      ? arena_dup(d->a, rows_span(&r, 1))
		      : NULL;
	at = value(d, FIELD_session_started_at);
	if (at.kind != VAL_INT)
		at = value(d, FIELD_session_called_for);
	d->day = clock_day(at.kind == VAL_INT ? at.i : clock_now(), d->zone);
	TRY(db_query(&q, d->c->st->db, &minute_joint, A_INT(session),
	    A_INT(FIELD_session_joint_with)));
	for (;;) {
		TRY(rows_next(&q, &more));
		if (!more || d->mesa_n == LIMIT_PEER_SPACES)
			return (NULL);
		d->mesa[d->mesa_n++] = rows_int(&q, 0);
	}
}

err_t
minute_draft(struct cmd *c, dot_t session, struct arena *a, const char **text)
{
	CLEAN(buf_free) struct buf b = BUF(LIMIT_TEXT_BYTES);
	struct minute_draft d = { .c = c, .a = a, .b = &b };

	TRY(begin(&d, session));
	TRY_FOR(write_all(&d), "minutes");
	*text = arena_dup(a, buf_all(&b));
	return (NULL);
}
