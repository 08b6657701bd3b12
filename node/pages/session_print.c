/*
 * session_print -- the call, the agenda and the list to sign, as paper.
 */
#include "node/pages/session_in.h"
#include "proto/base/text.h"
#include "proto/ui/fmt.h"

static err_t
name_of(struct sitting *s, int field, const char **out)
{
	struct val v = session_val(s, field);

	*out = "";
	return (v.kind != VAL_INT
		    ? NULL
		    : page_name(s->p, schema_entity(ENTITY_representative), v.i,
			  out));
}

static err_t
mesas(struct sitting *s, const char **out)
{
	*out = "";
	for (size_t i = 0; i < s->mesa_n; i++) {
		struct record r;
		bool found;

		TRY(state_get(s->p->o->st.l, schema_entity(ENTITY_roundtable),
		    s->mesa[i], s->p->a, &r, &found));
		if (found)
			*out = arena_fmt(s->p->a, "%s%s%s", *out,
			    i == 0 ? "" : " · ",
			    session_text(
				s->p, r.v[FIELD_roundtable_official_name - 1]));
	}
	return (NULL);
}

static const char *
when_of(struct sitting *s)
{
	struct val at = session_val(s, FIELD_session_called_for);
	char week[FMT_MAX], day[FMT_MAX];

	if (at.kind != VAL_INT)
		return ("");
	fmt_weekday(s->day, s->p->lang, week);
	fmt_day(s->day, s->p->lang, day);
	return (arena_fmt(s->p->a, "%.*s %s, %s h", (int)strcspn(week, " "),
	    week, day, session_hour(s, at)));
}

static const struct {
	const char *word, *es, *en;
	enum session_paper kind;
	const char *odt;
} papers[] = {
	{ "convocatoria", "Convocatoria", "Call", PAPER_OF_CALL,
	    "convocatoria" },
	{ "orden", "Orden del día", "Agenda", PAPER_OF_AGENDA,
	    "orden-del-dia" },
	{ "lista", "Lista de asistencia", "Attendance list", PAPER_OF_LIST,
	    "lista-de-asistencia" },
};

err_t
session_print(struct sitting *s, const char *what)
{
	struct session_view v = { .seats_n = 0 };
	struct session_print_view w = { .items_n = 0 };
	struct page *p = s->p;
	size_t k = 0;

	while (k < 3 && strcmp(papers[k].word, what) != 0)
		k++;
	if (k == 3)
		return (err_new(ERR_MISSING, "no such paper"));
	w.kind = papers[k].kind;
	w.call = w.kind == PAPER_OF_CALL;
	w.list = w.kind == PAPER_OF_LIST;
	w.agenda = !w.list;
	w.what = page_tr(p, papers[k].es, papers[k].en);
	w.back = arena_fmt(p->a, "/sesiones/%s", s->id);
	w.odt = arena_fmt(p->a, "/odt/%s/%s.odt", papers[k].odt, s->id);
	w.title = session_title(s);
	w.when = when_of(s);
	w.place = session_text(p, session_val(s, FIELD_session_place));
	w.url = session_text(p, session_val(s, FIELD_session_url));
	w.folio = session_text(p, session_val(s, FIELD_session_folio));
	TRY(mesas(s, &w.mesa));
	TRY(name_of(s, FIELD_session_chaired_by, &w.chair));
	TRY(name_of(s, FIELD_session_secretary, &w.secretary));
	TRY(session_items(s, &v));
	TRY(session_opens(s, &v));
	TRY(session_seats(s, &v));
	w.items = v.items;
	w.items_n = v.items_n - 1; /* without the empty one */
	w.open = v.open;
	w.open_n = v.open_n;
	w.seats = v.seats;
	w.seats_n = v.seats_n;
	page_begin(p, w.what);
	session_print_tpl(&p->h, &w);
	return (page_end(p));
}
