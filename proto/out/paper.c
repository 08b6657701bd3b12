#include "proto/out/paper.h"

#include "proto/base/clock.h"
#include "proto/base/text.h"
#include "proto/out/paper_parts.h"
#include "proto/ui/fmt.h"

static const char *const names[] = { [PAPER_CALL] = "convocatoria",
	[PAPER_AGENDA] = "orden-del-dia",
	[PAPER_ATTENDANCE] = "lista-de-asistencia",
	[PAPER_MINUTES] = "minuta" };

const char *
paper_name(enum paper_kind kind)
{
	return (names[kind]);
}

bool
paper_named(const char *name, enum paper_kind *kind)
{
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (strcmp(names[i], name) == 0) {
			*kind = (enum paper_kind)i;
			return (true);
		}
	}
	return (false);
}

/* ---- words -------------------------------------------------------------- */

const char *
paper_text(struct paper *p, struct val v)
{
	return (v.kind == VAL_TEXT ? arena_dup(&p->a, v.s) : "");
}

const char *
paper_code(struct paper *p, const char *vocab, struct val v)
{
	const struct vocab *o = vocab_named(vocab);
	const struct code *c =
	    o == NULL || v.kind != VAL_INT ? NULL : vocab_code(o, v.i);

	return (c == NULL ? "" : paper_tr(p, c->es, c->en));
}

const char *
paper_long_day(struct paper *p, int64_t day)
{
	static const char *const days[2][7] = { { "jueves", "viernes", "sábado",
						    "domingo", "lunes",
						    "martes", "miércoles" },
		{ "Thursday", "Friday", "Saturday", "Sunday", "Monday",
		    "Tuesday", "Wednesday" } };
	static const char *const months[2][12] = {
		{ "enero", "febrero", "marzo", "abril", "mayo", "junio",
		    "julio", "agosto", "septiembre", "octubre", "noviembre",
		    "diciembre" },
		{ "January", "February", "March", "April", "May", "June",
		    "July", "August", "September", "October", "November",
		    "December" }
	};
	int en = strcmp(p->c->lang, "en") == 0;
	size_t week = (size_t)((day % 7 + 7) % 7), month;
	char iso[11];

	text_day_put(day, iso);
	month = (size_t)((iso[5] - '0') * 10 + iso[6] - '0') - 1;
	must(month < 12);
	return (
	    arena_fmt(&p->a, en ? "%s %s%c %s %.4s" : "%s %s%c de %s de %.4s",
		days[en][week], iso[8] == '0' ? "" : (char[]){ iso[8], '\0' },
		iso[9], months[en][month], iso));
}

const char *
paper_day(struct paper *p, struct val v)
{
	char b[FMT_MAX];

	if (v.kind != VAL_INT)
		return ("");
	fmt_day(v.i, p->c->lang, b);
	return (arena_dup(&p->a, span_str(b)));
}

const char *
paper_clock(struct paper *p, struct val at)
{
	char b[FMT_MAX];

	if (at.kind != VAL_INT)
		return ("");
	fmt_clock(at.i, p->zone, b);
	return (arena_dup(&p->a, span_str(b)));
}

err_t
paper_person(
    struct paper *p, struct val representative, bool lines, const char **out)
{
	const char *name, *position;
	struct record r;
	bool found;

	*out = "";
	if (representative.kind != VAL_INT)
		return (NULL);
	TRY(state_get(p->c->st->l, schema_entity(ENTITY_representative),
	    representative.i, &p->a, &r, &found));
	if (!found || r.life == LIFE_ERASED)
		return (NULL);
	name = paper_text(p, r.v[FIELD_representative_name - 1]);
	position = paper_text(p, r.v[FIELD_representative_position - 1]);
	*out = arena_fmt(&p->a, "%s%s%s", name,
	    position[0] == '\0' ? ""
	    : lines             ? "\n"
				: ", ",
	    position);
	return (NULL);
}

/* ---- what the papers share ---------------------------------------------- */

#define AT(field)   (p->session.v[FIELD_session_##field - 1])
#define MESA(field) (p->mesa.v[FIELD_roundtable_##field - 1])

/* "sesión ordinaria 10" */
static const char *
session_name(struct paper *p)
{
	const char *kind = paper_code(p, "session_kind", AT(kind));

	if (AT(number).kind != VAL_INT)
		return (arena_fmt(
		    &p->a, "%s: %s", paper_tr(p, "Sesión", "Session"), kind));
	return (arena_fmt(&p->a, "%s %lld: %s",
	    paper_tr(p, "Sesión", "Session"), (long long)AT(number).i, kind));
}

err_t
paper_opening(struct paper *p, const char *what)
{
	const char *mesa = paper_text(p, MESA(official_name));
	const char *place = paper_text(p, AT(place));
	const char *modality = paper_code(p, "modality", AT(modality));
	struct val begin =
	    AT(started_at).kind == VAL_INT ? AT(started_at) : AT(called_for);
	const char *ended = paper_clock(p, AT(ended_at));

	if (mesa[0] == '\0')
		mesa = paper_text(p, MESA(code));
	TRY(odt_put(&p->d, ODT_SMALL, mesa));
	TRY(odt_put(&p->d, ODT_TITLE, what));
	TRY(odt_put(&p->d, ODT_STRONG,
	    arena_fmt(&p->a, "%s · %s", session_name(p), p->folio)));
	if (p->has_day)
		TRY(odt_pair(&p->d,
		    paper_tr(p, "Fecha y hora", "Date and time"),
		    arena_fmt(&p->a, "%s, %s%s%s h", paper_long_day(p, p->day),
			paper_clock(p, begin),
			ended[0] == '\0' ? "" : paper_tr(p, " a ", " to "),
			ended)));
	TRY(odt_pair(&p->d, paper_tr(p, "Lugar", "Place"), place));
	TRY(odt_pair(&p->d, paper_tr(p, "Modalidad", "Modality"), modality));
	return (odt_pair(&p->d,
	    paper_tr(p, "Enlace de la videoconferencia", "Video call"),
	    paper_text(p, AT(url))));
}

err_t
paper_signing(struct paper *p)
{
	const char *who[2], *chair, *secretary;

	TRY(paper_person(p, AT(chaired_by), true, &chair));
	TRY(paper_person(p, AT(secretary), true, &secretary));
	who[0] = arena_fmt(
	    &p->a, "%s\n%s", paper_tr(p, "Presidencia", "Chair"), chair);
	who[1] = arena_fmt(&p->a, "%s\n%s",
	    paper_tr(p, "Secretaría técnica", "Technical secretariat"),
	    secretary);
	TRY(odt_put(&p->d, ODT_PLAIN, "\n\n"));
	return (odt_sign(&p->d, who, 2));
}

/* ---- the papers --------------------------------------------------------- */

static err_t
call(struct paper *p)
{
	TRY(paper_opening(p, paper_tr(p, "Convocatoria", "Call")));
	TRY(odt_put(&p->d, ODT_PLAIN,
	    paper_tr(p,
		"Se convoca a las instituciones integrantes de la mesa a la "
		"sesión indicada, conforme al siguiente orden del día. Se "
		"agradece confirmar la asistencia e informar, antes de la "
		"sesión, el avance de los acuerdos a su cargo.",
		"The member institutions of the roundtable are called to this "
		"session, with the agenda below. Please confirm attendance "
		"and report the progress of your agreements before the "
		"session.")));
	TRY(paper_agenda(p, false));
	TRY(paper_followup(p));
	return (paper_signing(p));
}

static err_t
agenda(struct paper *p)
{
	TRY(paper_opening(p, paper_tr(p, "Orden del día", "Agenda")));
	return (paper_agenda(p, false));
}

static err_t
attendance(struct paper *p)
{
	TRY(paper_opening(
	    p, paper_tr(p, "Lista de asistencia", "Attendance list")));
	return (paper_to_sign(p));
}

static err_t
prepare(struct paper *p, dot_t session)
{
	struct ledger *l = p->c->st->l;
	bool found;
	const char *zone;
	struct val at;

	TRY(state_get(l, schema_entity(ENTITY_session), session, &p->a,
	    &p->session, &found));
	if (!found || p->session.life == LIFE_ERASED)
		return (err_new(ERR_MISSING, "no such session here"));
	TRY(state_get(l, schema_entity(ENTITY_roundtable), p->session.root,
	    &p->a, &p->mesa, &found));
	if (!found)
		return (err_new(ERR_MISSING, "the roundtable of this session"));
	zone = paper_text(p, MESA(time_zone));
	p->zone = zone[0] == '\0' ? NULL : zone;
	p->folio = paper_text(p, AT(folio));
	at = AT(started_at).kind == VAL_INT ? AT(started_at) : AT(called_for);
	p->has_day = at.kind == VAL_INT;
	if (p->has_day)
		p->day = clock_day(at.i, p->zone);
	return (NULL);
}

static void
paper_free(struct paper *p)
{
	odt_free(&p->d);
	arena_free(&p->a);
}

err_t
paper_put(struct cmd *c, enum paper_kind kind, dot_t session, int64_t today,
    struct buf *out)
{
	static err_t (*const write[])(struct paper * p) = { [PAPER_CALL] = call,
		[PAPER_AGENDA] = agenda,
		[PAPER_ATTENDANCE] = attendance,
		[PAPER_MINUTES] = paper_minutes };
	CLEAN(paper_free) struct paper paper = { .c = c, .today = today };
	struct paper *p = &paper;

	TRY(prepare(p, session));
	odt_open(
	    &p->d, arena_fmt(&p->a, "%s %s", p->folio, names[kind]), c->lang);
	TRY(write[kind](p));
	return (odt_end(&p->d, out));
}
