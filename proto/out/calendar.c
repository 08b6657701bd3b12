#include "proto/out/calendar.h"

#include "proto/base/clock.h"
#include "proto/base/text.h"
#include "proto/domain/crosswalk.h"
#include "proto/domain/vocab.h"
#include "proto/limits.h"
#include "proto/out/ics.h"

#define SUMMARY_CHARS 70
#define SESSION_S     7200 /* a session whose agenda tells no duration */
#define DAY_S         86400

SQL(calendar_duration,
    "SELECT sum(duration_min) FROM agenda_item WHERE session = ?1"
    " AND life = 0");
SQL(calendar_agenda,
    "SELECT position, title FROM agenda_item WHERE session = ?1 AND life = 0"
    " ORDER BY position, id");
SQL(calendar_mesa, "SELECT official_name, code FROM roundtable WHERE id = ?1");
SQL(calendar_owing,
    "SELECT ifnull(i.acronym, i.official_name) FROM responsible r"
    " JOIN institution i ON i.id = r.institution"
    " WHERE r.agreement = ?1 AND r.life = 0 ORDER BY r.role, r.id");

struct calendar {
	struct cmd *c;
	const struct calendar_ask *ask;
	struct ics ics;
	struct arena a; /* of one record */
	size_t n;
};

static bool
es(const struct calendar *k)
{
	return (strcmp(k->c->lang, "en") != 0);
}

static const char *
code(const struct calendar *k, const char *vocab, int64_t no)
{
	return (vocab_say(vocab, no, es(k) ? "es" : "en"));
}

static const char *
text_of(struct calendar *k, struct val v)
{
	return (v.kind == VAL_TEXT ? arena_dup(&k->a, v.s) : "");
}

/* UID, SEQUENCE and when it was written: from the log. */
static err_t
identity(struct calendar *k, const struct record *r)
{
	struct stored first, st;
	char id[40];
	dot_t *touched;
	int64_t last = 0;
	size_t n;

	TRY(state_touched(k->c->st->l, r->id, &k->a, &touched, &n));
	TRY(ledger_commit(k->c->st->l, r->id, &k->a, &first));
	for (size_t i = 0; i < n; i++) {
		TRY(ledger_commit(k->c->st->l, touched[i], &k->a, &st));
		last = st.at > last ? st.at : last;
	}
	last = last > first.at ? last : first.at;
	ledger_id_put(k->c->st->l, r->id, id);
	TRY(ics_word(&k->ics, "UID", arena_fmt(&k->a, "%s@mesas.comar", id)));
	TRY(ics_int(&k->ics, "SEQUENCE", n == 0 ? 0 : (int64_t)n - 1));
	TRY(ics_time(&k->ics, "DTSTAMP", last));
	TRY(ics_time(&k->ics, "CREATED", first.at));
	return (ics_time(&k->ics, "LAST-MODIFIED", last));
}

static err_t
mesa_name(struct calendar *k, dot_t root, const char **out)
{
	CLEAN(rows_done) struct rows r = { 0 };
	bool found;

	*out = "";
	TRY(db_one(&r, k->c->st->db, &calendar_mesa, &found, A_INT(root)));
	if (found)
		*out =
		    arena_dup(&k->a, rows_span(&r, 0).n > 0 ? rows_span(&r, 0)
							    : rows_span(&r, 1));
	return (NULL);
}

/* Who calls; it has no address, so nobody answers to it. */
static err_t
organizer(struct calendar *k, const char *mesa)
{
	char *cn = arena_dup(&k->a, span_str(mesa));

	for (char *p = cn; *p != '\0'; p++)
		if (*p == '"' || (unsigned char)*p < 0x20)
			*p = ' ';
	return (ics_word(&k->ics, arena_fmt(&k->a, "ORGANIZER;CN=\"%s\"", cn),
	    "invalid:nomail"));
}

/* ---- sessions ----------------------------------------------------------- */

static err_t
agenda(struct calendar *k, dot_t session, struct buf *b)
{
	CLEAN(rows_done) struct rows r = { 0 };
	bool more;

	TRY(db_query(&r, k->c->st->db, &calendar_agenda, A_INT(session)));
	for (size_t i = 0;; i++) {
		TRY(rows_next(&r, &more));
		if (!more)
			return (NULL);
		if (i == 0)
			TRY(buf_fmt(
			    b, "\n%s\n", es(k) ? "Orden del día:" : "Agenda:"));
		TRY(buf_fmt(b, "%zu. ", i + 1));
		TRY(buf_span(b, rows_span(&r, 1)));
		TRY(buf_byte(b, '\n'));
	}
}

#define AT(e, field) (r->v[FIELD_##e##_##field - 1])

static err_t
when(struct calendar *k, const struct record *r)
{
	int64_t begin = AT(session, called_for).i, minutes;
	struct val started = AT(session, started_at);
	struct val ended = AT(session, ended_at);

	TRY(db_int(
	    k->c->st->db, &calendar_duration, 0, &minutes, A_INT(r->id)));
	if (started.kind == VAL_INT)
		begin = started.i;
	TRY(ics_time(&k->ics, "DTSTART", begin));
	if (ended.kind == VAL_INT && ended.i > begin)
		return (ics_time(&k->ics, "DTEND", ended.i));
	return (ics_time(&k->ics, "DTEND",
	    begin + (minutes > 0 ? minutes * 60 : SESSION_S)));
}

static err_t
event(void *ctx, const struct record *r)
{
	struct calendar *k = ctx;
	CLEAN(buf_free) struct buf b = BUF(LIMIT_PAPER_BYTES);
	int64_t status = AT(session, status).i;
	const char *mesa, *folio, *url;

	/* What has no day yet is in no calendar. */
	if (AT(session, called_for).kind != VAL_INT)
		return (NULL);
	k->n++;
	TRY(ics_begin(&k->ics, "VEVENT"));
	TRY(identity(k, r));
	TRY(when(k, r));
	TRY(mesa_name(k, r->root, &mesa));
	TRY(organizer(k, mesa));
	folio = text_of(k, AT(session, folio));
	TRY(ics_text(&k->ics, "SUMMARY",
	    arena_fmt(&k->a, "%s: %s %lld", mesa,
		code(k, "session_kind", AT(session, kind).i),
		(long long)AT(session, number).i)));
	TRY(ics_text(&k->ics, "LOCATION", text_of(k, AT(session, place))));
	url = text_of(k, AT(session, url));
	TRY(buf_fmt(&b, "%s · %s", folio, code(k, "session_status", status)));
	if (AT(session, modality).kind == VAL_INT)
		TRY(buf_fmt(
		    &b, " · %s", code(k, "modality", AT(session, modality).i)));
	if (url[0] != '\0')
		TRY(buf_fmt(&b, "\n%s", url));
	TRY(agenda(k, r->id, &b));
	TRY(ics_text(&k->ics, "DESCRIPTION", (const char *)b.p));
	TRY(ics_word(&k->ics, "STATUS", crosswalk_event(status)));
	TRY(ics_word(&k->ics, "TRANSP",
	    status == CODE_session_status_cancelled ? "TRANSPARENT"
						    : "OPAQUE"));
	return (ics_close(&k->ics, "VEVENT"));
}

/* ---- agreements --------------------------------------------------------- */

static err_t
owing(struct calendar *k, dot_t agreement, struct buf *b)
{
	CLEAN(rows_done) struct rows r = { 0 };
	bool more;

	TRY(db_query(&r, k->c->st->db, &calendar_owing, A_INT(agreement)));
	for (size_t i = 0;; i++) {
		TRY(rows_next(&r, &more));
		if (!more)
			return (NULL);
		if (i == 0)
			TRY(buf_fmt(b,
			    "\n%s: ", es(k) ? "Responsables" : "Responsible"));
		else
			TRY(buf_str(b, ", "));
		TRY(buf_span(b, rows_span(&r, 0)));
	}
}

static err_t
progress(struct calendar *k, const struct record *r)
{
	int64_t status = AT(agreement, status).i;
	int64_t pct = AT(agreement, progress_pct).i;
	struct val done = AT(agreement, done_on);
	bool completed = strcmp(crosswalk_task(status), "COMPLETED") == 0;

	TRY(ics_word(&k->ics, "STATUS", crosswalk_task(status)));
	TRY(ics_int(&k->ics, "PERCENT-COMPLETE", completed ? 100 : pct));
	if (completed && done.kind == VAL_INT)
		TRY(ics_time(&k->ics, "COMPLETED", done.i * DAY_S));
	return (NULL);
}

static err_t
task(void *ctx, const struct record *r)
{
	struct calendar *k = ctx;
	CLEAN(buf_free) struct buf b = BUF(LIMIT_PAPER_BYTES);
	const char *folio = text_of(k, AT(agreement, folio));
	const char *text = text_of(k, AT(agreement, text));
	const char *means = text_of(k, AT(agreement, means_of_verification));
	struct val due = AT(agreement, due_on);
	const char *mesa;

	k->n++;
	TRY(ics_begin(&k->ics, "VTODO"));
	TRY(identity(k, r));
	TRY(mesa_name(k, r->root, &mesa));
	TRY(organizer(k, mesa));
	if (due.kind == VAL_INT)
		TRY(ics_day(&k->ics, "DUE;VALUE=DATE", due.i));
	TRY(ics_text(&k->ics, "SUMMARY",
	    arena_fmt(&k->a, "%s %s", folio,
		text_short(&k->a, span_str(text), SUMMARY_CHARS))));
	TRY(buf_str(&b, text));
	TRY(owing(k, r->id, &b));
	if (means[0] != '\0')
		TRY(buf_fmt(&b, "\n%s: %s",
		    es(k) ? "Medio de verificación" : "Means of verification",
		    means));
	TRY(ics_text(&k->ics, "DESCRIPTION", (const char *)b.p));
	TRY(ics_text(
	    &k->ics, "CATEGORIES", code(k, "theme", AT(agreement, theme).i)));
	TRY(progress(k, r));
	return (ics_close(&k->ics, "VTODO"));
}

/* ---- the calendar ------------------------------------------------------- */

static bool
asked(const struct calendar *k, const struct record *r)
{
	for (size_t i = 0; i < k->ask->roots; i++)
		if (k->ask->root[i] == r->root)
			return (true);
	return (false);
}

/* Longer ago than is wanted. */
static bool
past(const struct calendar *k, int64_t day)
{
	return (k->ask->since != 0 && day < k->ask->since);
}

static err_t
event_if(void *ctx, const struct record *r)
{
	struct calendar *k = ctx;
	int64_t day = AT(session, called_for).i / DAY_S;

	arena_clear(&k->a);
	if (!asked(k, r) || past(k, day))
		return (NULL);
	return (event(k, r));
}

static err_t
task_if(void *ctx, const struct record *r)
{
	struct calendar *k = ctx;
	const char *status = crosswalk_task(AT(agreement, status).i);
	struct val day = AT(agreement, done_on).kind == VAL_INT
			     ? AT(agreement, done_on)
			     : AT(agreement, agreed_on);
	bool over = strcmp(status, "COMPLETED") == 0 ||
		    strcmp(status, "CANCELLED") == 0;

	arena_clear(&k->a);
	if (!asked(k, r) || (over && past(k, day.i)))
		return (NULL);
	return (task(k, r));
}

static err_t
all(struct calendar *k)
{
	CLEAN(arena_free) struct arena a = ARENA;
	struct ledger *l = k->c->st->l;

	if (k->ask->sessions)
		TRY(state_find(l, schema_entity(ENTITY_session), NULL, 0, false,
		    &a, event_if, k));
	if (k->ask->agreements)
		TRY(state_find(l, schema_entity(ENTITY_agreement), NULL, 0,
		    false, &a, task_if, k));
	return (NULL);
}

static void
calendar_free(struct calendar *k)
{
	arena_free(&k->a);
}

static err_t
one(struct calendar *k, struct record *r, struct buf *out)
{
	const char *method = "PUBLISH";

	if (r->entity->no == ENTITY_session)
		method = strcmp(crosswalk_event(AT(session, status).i),
			     "CANCELLED") == 0
			     ? "CANCEL"
			     : "PUBLISH";
	TRY(ics_open(&k->ics, out, method, "Mesas"));
	return (r->entity->no == ENTITY_session ? event(k, r) : task(k, r));
}

#undef AT

err_t
calendar_put(
    struct cmd *c, const struct calendar_ask *ask, struct buf *out, size_t *n)
{
	CLEAN(calendar_free) struct calendar k = { .c = c, .ask = ask };
	CLEAN(arena_free) struct arena a = ARENA;
	struct record r;
	bool found;

	if (ask->record != 0) {
		TRY(state_get(c->st->l, NULL, ask->record, &a, &r, &found));
		if (!found || (r.entity->no != ENTITY_session &&
				  r.entity->no != ENTITY_agreement))
			return (
			    err_new(ERR_MISSING, "no session or agreement"));
		TRY(one(&k, &r, out));
	} else {
		TRY(ics_open(&k.ics, out, "PUBLISH", "Mesas"));
		TRY(all(&k));
	}
	*n = k.n;
	return (ics_end(&k.ics));
}
