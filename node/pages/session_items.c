/*
 * session_items -- the agenda: its items, what could be put on it, their order.
 */
#include "node/pages/session_in.h"
#include "proto/base/text.h"

SQL(session_items_all,
    "SELECT id, ifnull(position, 999), ifnull(title, ''), kind, theme,"
    " presenter, outcome, ifnull(summary, '') FROM agenda_item"
    " WHERE session = ?1 AND life = 0 ORDER BY ifnull(position, 999), id");
/* What others escalated to this roundtable, and its own open gaps. */
SQL_SCAN(session_escalated,
    "SELECT g.folio, g.title FROM escalation e JOIN gap g ON g.id = e.object"
    " WHERE e.to_roundtable = ?1 AND e.life = 0 AND e.status IN (1, 2, 3, 6)"
    " AND g.life = 0 ORDER BY e.id");
SQL(session_gaps_open,
    "SELECT g.folio, g.title FROM gap g WHERE g.roundtable = ?1 AND"
    " g.life = 0 AND g.status IN (1, 2, 8) AND ifnull(g.identified_in, 0)"
    " <> ?2 ORDER BY g.severity DESC, g.identified_on LIMIT 8");
SQL(session_minutes_open,
    "SELECT s.folio FROM session s JOIN minutes m ON m.session = s.id"
    " WHERE s.roundtable = ?1 AND s.id <> ?2 AND s.life = 0 AND m.life = 0"
    " AND m.status IN (1, 2) ORDER BY s.called_for");

#define APPROVAL "Lectura y aprobación de la minuta de la sesión"

/* In the order of the mark. */
enum { TITLE, KIND, THEME, PRESENTER, OUTCOME, SUMMARY, SHOWN };
static const char *const prefix[SHOWN] = { "pt", "pk", "pm", "pp", "po", "ps" };
static const uint32_t field[SHOWN] = { FIELD_agenda_item_title,
	FIELD_agenda_item_kind, FIELD_agenda_item_theme,
	FIELD_agenda_item_presenter, FIELD_agenda_item_outcome,
	FIELD_agenda_item_summary };

struct item {
	dot_t id;
	int64_t position, kind;
	const char *shown[SHOWN];
};

static const struct entity *
entity(void)
{
	return (schema_entity(ENTITY_agenda_item));
}

static err_t
items(struct sitting *s, struct item **out, size_t *n)
{
	CLEAN(rows_done) struct rows r = { 0 };
	struct page *p = s->p;
	size_t cap = 0;
	bool more;

	*out = NULL;
	*n = 0;
	TRY(db_query(&r, p->o->st.db, &session_items_all, A_INT(s->r.id)));
	for (;;) {
		const struct session_inst *x;
		struct item *i;

		TRY(rows_next(&r, &more));
		if (!more)
			return (NULL);
		arena_room(p->a, out, &cap, *n + 1, sizeof(**out));
		i = &(*out)[(*n)++];
		x = session_inst_of(s, rows_int(&r, 5));
		i->id = rows_int(&r, 0);
		i->position = rows_int(&r, 1);
		i->kind = rows_int(&r, 3);
		i->shown[TITLE] = arena_dup(p->a, rows_span(&r, 2));
		i->shown[KIND] = session_number(p, rows_val(&r, 3));
		i->shown[THEME] = session_number(p, rows_val(&r, 4));
		i->shown[PRESENTER] = x == NULL ? "" : x->label;
		i->shown[OUTCOME] = session_number(p, rows_val(&r, 6));
		i->shown[SUMMARY] = arena_dup(p->a, rows_span(&r, 7));
	}
}

static void
show(struct page *p, const char *key, bool typed, const char *const was[SHOWN],
    struct session_item *v)
{
	const char *now[SHOWN];

	for (size_t i = 0; i < SHOWN; i++)
		now[i] =
		    typed ? session_typed(p, prefix[i], key, was[i]) : was[i];
	v->key = key;
	v->title = now[TITLE];
	v->presenter = now[PRESENTER];
	v->summary = now[SUMMARY];
	v->was = session_mark(p, was, SHOWN);
	session_codes(p, "agenda_kind", now[KIND],
	    page_tr(p, "(sin tipo)", "(no kind)"), &v->kinds, &v->kinds_n);
	session_codes(p, "theme", now[THEME],
	    page_tr(p, "(sin tema)", "(no theme)"), &v->themes, &v->themes_n);
	session_codes(p, "agenda_outcome", now[OUTCOME],
	    page_tr(p, "(por desahogar)", "(not dealt with yet)"), &v->outcomes,
	    &v->outcomes_n);
	v->outcome = "";
	for (size_t i = 1; i < v->outcomes_n; i++)
		if (v->outcomes[i].selected)
			v->outcome = v->outcomes[i].label;
}

err_t
session_items(struct sitting *s, struct session_view *v)
{
	static const char *const none[SHOWN] = { "", "", "", "", "", "" };
	struct item *all;
	size_t n;

	TRY(items(s, &all, &n));
	v->items = arena_new(s->p->a, (n + 1) * sizeof(*v->items));
	for (size_t i = 0; i < n; i++) {
		struct session_item *x = &v->items[i];

		show(s->p, page_id(s->p, all[i].id), true, all[i].shown, x);
		x->no = (int64_t)i + 1;
		x->first = i == 0;
		x->last = i + 1 == n;
		x->followup =
		    all[i].kind == CODE_agenda_kind_agreement_followup;
	}
	show(s->p, "n0", !s->took_item, none, &v->items[n]);
	v->items[n].fresh = true;
	v->items[n].no = (int64_t)n + 1;
	v->items_n = n + 1;
	return (NULL);
}

/* ---- what could be put on it
 * --------------------------------------------------- */

static bool
on_agenda(const struct item *all, size_t n, const char *title)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(all[i].shown[TITLE], title) == 0)
			return (true);
	return (false);
}

struct offers {
	struct sitting *s;
	struct session_view *v;
	struct item *all;
	size_t n, cap;
};

static void
offer(struct offers *o, int64_t kind, const char *title, const char *detail)
{
	struct arena *a = o->s->p->a;

	if (on_agenda(o->all, o->n, title))
		return;
	arena_room(a, &o->v->candidates, &o->cap, o->v->candidates_n + 1,
	    sizeof(*o->v->candidates));
	o->v->candidates[o->v->candidates_n++] = (struct session_candidate){
		arena_fmt(a, "%lld:%s", (long long)kind, title), title, detail
	};
}

static err_t
offer_rows(struct offers *o, struct sql *sql, dot_t mesa, int64_t kind,
    const char *detail)
{
	CLEAN(rows_done) struct rows r = { 0 };
	struct arena *a = o->s->p->a;
	bool more;

	TRY(kind == CODE_agenda_kind_gap && sql == &session_escalated
		? db_query(&r, o->s->p->o->st.db, sql, A_INT(mesa))
		: db_query(&r, o->s->p->o->st.db, sql, A_INT(mesa),
		      A_INT(o->s->r.id)));
	for (;;) {
		const char *title;

		TRY(rows_next(&r, &more));
		if (!more)
			return (NULL);
		title = kind == CODE_agenda_kind_gap
			    ? arena_fmt(a, "%s · %s", rows_text(&r, 0),
				  rows_text(&r, 1))
			    : arena_fmt(a, APPROVAL " %s", rows_text(&r, 0));
		offer(o, kind, title, detail);
	}
}

err_t
session_candidates(struct sitting *s, struct session_view *v)
{
	struct offers o = { .s = s, .v = v };
	struct page *p = s->p;

	TRY(items(s, &o.all, &o.n));
	for (size_t i = 0; i < s->mesa_n; i++) {
		TRY(offer_rows(&o, &session_minutes_open, s->mesa[i],
		    CODE_agenda_kind_minutes_approval,
		    page_tr(p, "Minuta por aprobar", "Minutes to approve")));
		TRY(offer_rows(&o, &session_escalated, s->mesa[i],
		    CODE_agenda_kind_gap,
		    page_tr(p, "Brecha que otra mesa escaló",
			"Gap that another roundtable escalated")));
		TRY(offer_rows(&o, &session_gaps_open, s->mesa[i],
		    CODE_agenda_kind_gap,
		    page_tr(p, "Brecha sin acuerdo", "Gap without agreement")));
	}
	return (NULL);
}

/* ---- writing
 * ---------------------------------------------------------------------- */

err_t
session_create_item(struct act *act, dot_t session, int64_t position,
    int64_t kind, const char *title, dot_t *id)
{
	struct fv fv[4] = {
		{ FIELD_agenda_item_session, val_int(session) },
		{ FIELD_agenda_item_position, val_int(position) },
		{ FIELD_agenda_item_title, val_str(title) },
		{ FIELD_agenda_item_kind,
		    kind == 0 ? val_null() : val_int(kind) },
	};

	return (act_create(act, entity(), fv, 4, id));
}

/* Minutes of earlier sessions that this one may approve. */
static err_t
approvals(struct page *p, struct act *act, dot_t session, dot_t mesa,
    int64_t *position)
{
	CLEAN(rows_done) struct rows r = { 0 };
	bool more;
	dot_t id;

	TRY(db_query(&r, p->o->st.db, &session_minutes_open, A_INT(mesa),
	    A_INT(session)));
	for (;;) {
		TRY(rows_next(&r, &more));
		if (!more)
			return (NULL);
		TRY(session_create_item(act, session, ++*position,
		    CODE_agenda_kind_minutes_approval,
		    arena_fmt(p->a, APPROVAL " %s", rows_text(&r, 0)), &id));
	}
}

err_t
session_agenda(struct page *p, struct act *act, dot_t session, dot_t mesa)
{
	/* What is written into a record is Spanish, as the minutes are. */
	static const struct {
		int64_t kind;
		const char *title;
	} usual[] = {
		{ CODE_agenda_kind_attendance_list,
		    "Lista de asistencia y declaración de quórum" },
		{ CODE_agenda_kind_agenda_approval,
		    "Lectura y aprobación del orden del día" },
		{ CODE_agenda_kind_minutes_approval, NULL },
		{ CODE_agenda_kind_agreement_followup,
		    "Seguimiento de acuerdos" },
		{ CODE_agenda_kind_gap, "Brechas identificadas" },
		{ CODE_agenda_kind_agreement, "Acuerdos" },
		{ CODE_agenda_kind_other_business, "Asuntos generales" },
	};
	int64_t position = 0;
	dot_t id;

	for (size_t i = 0; i < sizeof(usual) / sizeof(usual[0]); i++) {
		if (usual[i].title == NULL)
			TRY(approvals(p, act, session, mesa, &position));
		else
			TRY(session_create_item(act, session, ++position,
			    usual[i].kind, usual[i].title, &id));
	}
	return (NULL);
}

static err_t
value(struct sitting *s, size_t i, const char *typed, struct val *v)
{
	const struct session_inst *x;
	int64_t no;

	*v = session_opt(typed);
	if (typed[0] == '\0' || i == TITLE || i == SUMMARY)
		return (NULL);
	if (i == PRESENTER) {
		x = session_find(s, typed);
		if (x == NULL)
			return (err_new(ERR_RULE,
			    "rule 0: no institution is called \"%.80s\"; "
			    "choose one of the list / ninguna institución se "
			    "llama «%.80s»; elija una de la lista",
			    typed, typed));
		*v = val_int(x->id);
		return (NULL);
	}
	TRY(text_int(typed, &no));
	*v = val_int(no);
	return (NULL);
}

static err_t
edited(struct sitting *s, struct act *act, const struct item *x)
{
	const char *key = page_id(s->p, x->id), *typed;
	struct fv fv[SHOWN];
	size_t n = 0;

	for (size_t i = 0; i < SHOWN; i++) {
		bool changed = session_changed(
		    s->p, prefix[i], key, i, x->shown[i], &typed);

		if (i == OUTCOME && typed != NULL && typed[0] == '\0' &&
		    session_field(s->p, "todos", "orden") != NULL) {
			typed =
			    arena_fmt(s->p->a, "%d", CODE_agenda_outcome_dealt);
			changed = true;
		}
		if (!changed)
			continue;
		fv[n].field = field[i];
		TRY(value(s, i, typed, &fv[n].v));
		n++;
	}
	return (n == 0 ? NULL : act_edit(act, entity(), x->id, fv, n));
}

static err_t
added(struct sitting *s, struct act *act, int64_t position)
{
	const char *title = session_typed(s->p, prefix[TITLE], "n0", "");
	struct fv fv[SHOWN + 2];
	size_t n = 0;
	dot_t id;

	if (title[0] == '\0')
		return (NULL);
	fv[n++] = (struct fv){ FIELD_agenda_item_session, val_int(s->r.id) };
	fv[n++] = (struct fv){ FIELD_agenda_item_position, val_int(position) };
	for (size_t i = 0; i < SHOWN; i++) {
		fv[n].field = field[i];
		TRY(value(
		    s, i, session_typed(s->p, prefix[i], "n0", ""), &fv[n].v));
		n += fv[n].v.kind != VAL_NULL;
	}
	return (act_create(act, entity(), fv, n, &id));
}

/* Before what is always last, the other business. */
static int64_t
place(const struct item *all, size_t n)
{
	int64_t most = 0;

	for (size_t i = 0; i < n; i++)
		if (all[i].position < 900 && all[i].position > most)
			most = all[i].position;
	return (most + 1);
}

static err_t
candidates(struct sitting *s, struct act *act, int64_t position)
{
	const char *x;

	for (size_t i = 0; (x = page_field_at(s->p, "candidato", i)) != NULL;
	     i++) {
		const char *title = strchr(x, ':');
		int64_t kind = 0;
		dot_t id;

		if (title == NULL)
			continue;
		TRY(text_int(
		    arena_dup(s->p->a, span_of(x, (size_t)(title - x))),
		    &kind));
		TRY(session_create_item(
		    act, s->r.id, position + (int64_t)i, kind, title + 1, &id));
	}
	return (NULL);
}

err_t
session_save_items(struct sitting *s, struct act *act)
{
	int64_t position;
	struct item *all;
	size_t n;

	TRY(items(s, &all, &n));
	position = place(all, n);
	for (size_t i = 0; i < n; i++)
		TRY(edited(s, act, &all[i]));
	TRY(candidates(s, act, position + 1));
	return (added(s, act, position));
}

static err_t
put_position(struct act *act, dot_t id, size_t position)
{
	struct fv fv = { FIELD_agenda_item_position,
		val_int((int64_t)position) };

	return (act_edit(act, entity(), id, &fv, 1));
}

/* Positions become 1, 2, 3, ... with the two exchanged; by 0 takes it off. */
err_t
session_move(struct sitting *s, const char *id, int by)
{
	CLEAN(cmd_end) struct act *act = NULL;
	struct item *all, swap;
	size_t n, at = 0, to;

	TRY(items(s, &all, &n));
	while (at < n && strcmp(page_id(s->p, all[at].id), id) != 0)
		at++;
	if (at == n)
		return (err_new(ERR_MISSING, "no such item"));
	TRY(page_act(s->p, &act));
	if (by == 0) {
		TRY(act_void(act, entity(), all[at].id, LIFE_VOIDED,
		    page_tr(s->p, "Se quitó del orden del día",
			"It was taken off the agenda")));
		return (page_save(s->p, act));
	}
	to = by < 0 ? at - 1 : at + 1;
	if (to >= n) /* above the first, below the last */
		return (NULL);
	swap = all[at];
	all[at] = all[to];
	all[to] = swap;
	for (size_t i = 0; i < n; i++)
		if (all[i].position != (int64_t)i + 1)
			TRY(put_position(act, all[i].id, i + 1));
	return (page_save(s->p, act));
}
