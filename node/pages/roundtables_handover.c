/*
 * roundtables_handover -- J7: what is handed over with a roundtable, and what
 * was written before the hand-over was known.
 */
#include "node/pages/roundtables_in.h"

#include "proto/base/text.h"
#include "proto/ui/fmt.h"

#define GROUPS       6
#define SHOWN_VALUES 3 /* of a proposal */
#define TITLE_CHARS  120
#define LINES        100 /* shown of a group */

SQL(roundtables_handover_terms,
    "SELECT office, since, until, act FROM secretariat"
    " WHERE roundtable = ?1 AND life = 0 ORDER BY since, id");
SQL(roundtables_handover_agreements,
    "SELECT a.id, a.folio, a.text, a.due_on FROM session s"
    " JOIN agreement a ON a.session = s.id"
    " WHERE s.roundtable = ?1 AND a.life = 0"
    " AND " RULE_SQL_OWED("a") " ORDER BY a.due_on IS NULL, a.due_on, a.id");
SQL(roundtables_handover_minutes,
    "SELECT m.id, s.folio, m.status FROM session s"
    " JOIN minutes m ON m.session = s.id"
    " WHERE s.roundtable = ?1 AND m.life = 0"
    " AND (m.status IS NULL OR m.status IN (1, 2)) ORDER BY s.folio, m.id");
SQL(roundtables_handover_sessions,
    "SELECT id, folio, status, called_for FROM session"
    " WHERE roundtable = ?1 AND life = 0 AND status IN (1, 2, 3, 6)"
    " ORDER BY called_for, id");
_Static_assert(CODE_minutes_status_draft == 1 &&
		   CODE_minutes_status_circulated == 2 &&
		   CODE_session_status_in_progress == 3 &&
		   CODE_session_status_postponed == 6,
    "the statements above say so");

struct dossier {
	struct page *p;
	const struct mesa *m;
	struct handover_view *v;
	struct handover_group *g; /* being filled */
	size_t cap;
};

static void
group(struct dossier *d, const char *icon, const char *title, const char *empty)
{
	d->g = &d->v->groups[d->v->groups_n++];
	*d->g = (struct handover_group){ icon, title, empty, NULL, 0, 0, 0 };
	d->cap = 0;
}

/* Counted; NULL when as many are shown as will be. */
static struct handover_line *
line(struct dossier *d)
{
	struct handover_group *g = d->g;
	struct handover_line *v;

	g->count++;
	if (g->lines_n == LINES) {
		g->more++;
		return (NULL);
	}
	arena_room(
	    d->p->a, &g->lines, &d->cap, g->lines_n + 1, sizeof(*g->lines));
	v = &g->lines[g->lines_n++];
	*v = (struct handover_line){ "", "", "", "", false };
	return (v);
}

/* ---- who kept it -------------------------------------------------------- */

static err_t
terms(struct dossier *d)
{
	CLEAN(rows_done) struct rows r = { 0 };
	struct page *p = d->p;
	size_t cap = 0;
	bool more;

	TRY(db_query(
	    &r, p->o->st.db, &roundtables_handover_terms, A_INT(d->m->r.id)));
	for (;;) {
		struct handover_term *w;

		TRY(rows_next(&r, &more));
		if (!more)
			return (NULL);
		arena_room(p->a, &d->v->terms, &cap, d->v->terms_n + 1,
		    sizeof(*d->v->terms));
		w = &d->v->terms[d->v->terms_n++];
		w->since = rows_int(&r, 1);
		w->has_until = rows_val(&r, 2).kind == VAL_INT;
		w->until = rows_int(&r, 2);
		w->act = arena_dup(p->a, rows_span(&r, 3));
		w->mine = rows_int(&r, 0) == p->o->desk.office &&
			  p->o->desk.office != 0;
		w->now = rows_int(&r, 0) == d->m->office &&
			 w->since <= d->m->today &&
			 (!w->has_until || w->until >= d->m->today);
		w->coming = w->since > d->m->today;
		TRY(roundtables_office(p, rows_int(&r, 0), &w->office));
	}
}

/* One sentence: before, on the day, after. */
static void
tell(struct dossier *d)
{
	struct handover_view *v = d->v;
	struct page *p = d->p;
	const struct handover_term *next = NULL;
	char day[FMT_MAX];

	for (size_t i = 0; i < v->terms_n; i++) {
		if (v->terms[i].coming)
			next = &v->terms[i];
		if (v->terms[i].mine && !d->m->mine && !v->terms[i].coming)
			v->before = true;
	}
	if (next != NULL) {
		fmt_day(next->since, p->lang, day);
		v->told = arena_fmt(p->a, "%s %s %s %s.",
		    page_tr(p, "La mesa pasa a", "The roundtable passes to"),
		    next->office, page_tr(p, "el", "on"), day);
	} else if (v->before)
		v->told = arena_fmt(p->a, "%s %s. %s",
		    page_tr(p, "Su oficina entregó esta mesa; la lleva",
			"Your office handed this roundtable over; it is kept "
			"by"),
		    v->office,
		    page_tr(p,
			"Lo que usted cambie ahora le llega como propuesta.",
			"What you change now reaches it as a proposal."));
	else if (d->m->mine)
		v->told = page_tr(p,
		    "Su oficina lleva esta mesa. Si se entrega, esto es lo "
		    "que se recibe.",
		    "Your office keeps this roundtable. This is what is "
		    "received when it is handed over.");
	else
		v->told = page_tr(
		    p, "La lleva otra oficina.", "Another office keeps it.");
}

/* ---- what is owed ------------------------------------------------------- */

static err_t
agreements(struct dossier *d)
{
	CLEAN(rows_done) struct rows r = { 0 };
	struct page *p = d->p;
	bool more;

	group(d, "handshake",
	    page_tr(p, "Acuerdos abiertos, primero los vencidos",
		"Open agreements, overdue first"),
	    page_tr(p, "No queda ninguno abierto.", "None is open."));
	TRY(db_query(&r, p->o->st.db, &roundtables_handover_agreements,
	    A_INT(d->m->r.id)));
	for (;;) {
		struct handover_line *w;
		char day[FMT_MAX];

		TRY(rows_next(&r, &more));
		if (!more)
			return (NULL);
		w = line(d);
		if (w == NULL)
			continue;
		w->href =
		    page_address_kind(p, ENTITY_agreement, rows_int(&r, 0));
		w->title = arena_fmt(p->a, "%s %s", rows_text(&r, 1),
		    text_short(p->a, rows_span(&r, 2), TITLE_CHARS));
		if (rows_val(&r, 3).kind != VAL_INT)
			continue;
		fmt_day(rows_int(&r, 3), p->lang, day);
		w->detail = arena_fmt(
		    p->a, "%s %s", page_tr(p, "vence el", "due on"), day);
		w->bad = rule_overdue(true, rows_int(&r, 3), d->m->today);
		if (w->bad)
			w->mark = page_code(
			    p, "agreement_shown", CODE_agreement_shown_overdue);
	}
}

static err_t
minutes(struct dossier *d)
{
	CLEAN(rows_done) struct rows r = { 0 };
	struct page *p = d->p;
	bool more;

	group(d, "file-text",
	    page_tr(p, "Minutas sin aprobar", "Minutes not approved yet"),
	    page_tr(p, "Todas están aprobadas.", "All are approved."));
	TRY(db_query(
	    &r, p->o->st.db, &roundtables_handover_minutes, A_INT(d->m->r.id)));
	for (;;) {
		struct handover_line *w;

		TRY(rows_next(&r, &more));
		if (!more)
			return (NULL);
		w = line(d);
		if (w == NULL)
			continue;
		w->href = page_address_kind(p, ENTITY_minutes, rows_int(&r, 0));
		w->title = arena_fmt(p->a, "%s %s",
		    page_tr(p, "Minuta de la sesión", "Minutes of session"),
		    rows_text(&r, 1));
		w->mark = page_code(p, "minutes_status", rows_int(&r, 2));
	}
}

static err_t
sessions(struct dossier *d)
{
	CLEAN(rows_done) struct rows r = { 0 };
	struct page *p = d->p;
	bool more;

	group(d, "calendar-days",
	    page_tr(p, "Sesiones por celebrar", "Sessions to come"),
	    page_tr(p, "No hay ninguna convocada.", "None is called."));
	TRY(db_query(&r, p->o->st.db, &roundtables_handover_sessions,
	    A_INT(d->m->r.id)));
	for (;;) {
		struct handover_line *w;
		char when[FMT_MAX];

		TRY(rows_next(&r, &more));
		if (!more)
			return (NULL);
		w = line(d);
		if (w == NULL)
			continue;
		w->href = page_address_kind(p, ENTITY_session, rows_int(&r, 0));
		w->title = arena_dup(p->a, rows_span(&r, 1));
		w->mark = page_code(p, "session_status", rows_int(&r, 2));
		if (rows_val(&r, 3).kind != VAL_INT)
			continue;
		fmt_time(rows_int(&r, 3), d->m->zone, p->lang, when);
		w->detail = arena_dup(p->a, span_str(when));
	}
}

static err_t
disputes(struct dossier *d)
{
	struct page *p = d->p;
	struct dispute *x;
	size_t n;

	group(d, "git-merge",
	    page_tr(p, "En disputa, por revisar", "In dispute, to review"),
	    page_tr(p, "Ninguna.", "None."));
	TRY(state_disputes(p->o->st.l, d->m->r.space, p->a, &x, &n));
	for (size_t i = 0; i < n; i++) {
		struct handover_line *w;
		const struct field *f;
		const char *name;
		struct record r;
		bool found;

		TRY(state_get(
		    p->o->st.l, x[i].entity, x[i].record, p->a, &r, &found));
		if (!found || r.root != d->m->r.id)
			continue;
		f = schema_field(x[i].entity, x[i].field);
		TRY(page_name_of(p, &r, &name));
		w = line(d);
		if (w == NULL)
			continue;
		w->href =
		    arena_fmt(p->a, "/conflictos/%s", page_id(p, x[i].record));
		w->title = arena_fmt(p->a, "%s %s",
		    page_tr(p, x[i].entity->es, x[i].entity->en), name);
		w->detail = f == NULL ? "" : page_label(p, f);
	}
	return (NULL);
}

/* Is what was held about this roundtable? A creation has no record yet. */
static err_t
about(struct dossier *d, const struct held *h, bool *yes)
{
	struct record r;
	bool found = false;

	if (h->entity != NULL)
		TRY(state_get(
		    d->p->o->st.l, h->entity, h->record, d->p->a, &r, &found));
	*yes =
	    found && r.life != LIFE_ABSENT
		? r.root == d->m->r.id
		: h->space == d->m->r.space && h->owner_office == d->m->office;
	return (NULL);
}

static const char *
decided(struct page *p, const struct held *h)
{
	return (
	    h->status == HELD_OPEN ? page_tr(p, "Por decidir", "To be decided")
	    : h->status == HELD_ACCEPTED ? page_tr(p, "Aceptada", "Accepted")
					 : page_tr(p, "Rechazada", "Rejected"));
}

/* "Quórum (%): 60": the first values that it would write. */
static err_t
asks_for(struct dossier *d, const struct held *h, const char **out)
{
	JSON_CLEAN root = NULL;
	struct page *p = d->p;
	struct stored c;
	struct op op;

	*out = "";
	if (h->entity == NULL)
		return (NULL);
	TRY(ledger_commit(p->o->st.l, h->op, p->a, &c));
	TRY(ledger_op(p->o->st.l, &c, dot_index(h->op), p->a, &root, &op));
	for (size_t i = 0; i < op.n && i < SHOWN_VALUES; i++) {
		const struct field *f = schema_field(h->entity, op.fv[i].field);
		const char *s;

		if (f == NULL)
			continue;
		TRY(page_value(p, f, op.fv[i].v, &s));
		*out = arena_fmt(p->a, "%s · %s: %s", *out, page_label(p, f),
		    text_short(p->a, span_str(s), TITLE_CHARS));
	}
	return (NULL);
}

static err_t
held_line(struct dossier *d, const struct held *h)
{
	struct handover_line *w = line(d);
	struct page *p = d->p;
	const char *name = "", *office, *asked;
	struct record r;
	bool found = false;

	if (h->entity != NULL)
		TRY(state_get(
		    p->o->st.l, h->entity, h->record, p->a, &r, &found));
	if (found && r.life != LIFE_ABSENT)
		TRY(page_name_of(p, &r, &name));
	w->href = "/propuestas";
	w->title = arena_fmt(p->a, "%s %s",
	    h->entity == NULL ? "" : page_tr(p, h->entity->es, h->entity->en),
	    name[0] == '\0' ? page_tr(p, "(nuevo)", "(new)") : name);
	TRY(roundtables_office(p, h->author_office, &office));
	TRY(asks_for(d, h, &asked));
	w->detail =
	    arena_fmt(p->a, "%s %s%s%s%s", page_tr(p, "De", "From"), office,
		asked, h->reason == NULL || h->reason[0] == '\0' ? "" : " · ",
		h->reason == NULL ? "" : h->reason);
	w->mark = decided(p, h);
	w->bad = h->status == HELD_OPEN;
	return (NULL);
}

/* J7: late are the edits made before seeing the act; nothing is lost. */
static err_t
held(struct dossier *d, enum held_kind kind)
{
	struct page *p = d->p;
	struct held *h;
	size_t n;
	bool yes;

	if (kind == HELD_LATE)
		group(d, "inbox",
		    page_tr(p,
			"Escrito por la oficina anterior antes de conocer la "
			"entrega",
			"Written by the office before, not knowing of the "
			"hand-over"),
		    page_tr(p, "Nada quedó en el camino.",
			"Nothing was on its way."));
	else
		group(d, "inbox",
		    page_tr(p, "Propuestas de otras oficinas",
			"Proposals of other offices"),
		    page_tr(p, "Ninguna.", "None."));
	TRY(state_held(
	    p->o->st.l, d->m->r.space, kind != HELD_LATE, p->a, &h, &n));
	for (size_t i = 0; i < n; i++) {
		if (h[i].kind != kind)
			continue;
		TRY(about(d, &h[i], &yes));
		if (yes)
			TRY(held_line(d, &h[i]));
	}
	return (NULL);
}

err_t
roundtables_handover(struct page *p, const struct mesa *m)
{
	struct handover_view v = { .id = m->id,
		.title = m->name,
		.code = m->code[0] == '\0' ? m->name : m->code,
		.mine = m->mine,
		.day = m->today };
	struct dossier d = { .p = p, .m = m, .v = &v };

	v.groups = arena_new(p->a, GROUPS * sizeof(*v.groups));
	TRY(roundtables_office(p, m->office, &v.office));
	TRY(terms(&d));
	tell(&d);
	TRY(agreements(&d));
	TRY(disputes(&d));
	TRY(minutes(&d));
	TRY(sessions(&d));
	TRY(documents_at(p, &m->r, &v.documents));
	TRY(held(&d, HELD_LATE));
	TRY(held(&d, HELD_PROPOSAL));
	must(v.groups_n <= GROUPS);
	page_begin(p, page_tr(p, "Entrega-recepción", "Hand-over"));
	handover_tpl(&p->h, &v);
	return (page_end(p));
}
