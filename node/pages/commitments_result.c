/*
 * commitments_result -- what was achieved, in a form; records as choices.
 */
#include "node/pages/commitments_in.h"
#include "proto/base/text.h"

#define NEWEST 60 /* of a kind, as choices */

SQL(commitments_result_agreements,
    "SELECT a.id, a.folio, a.text, a.status FROM session s"
    " JOIN agreement a ON a.session = s.id"
    " WHERE s.roundtable = ?1 AND a.life = 0 ORDER BY a.id DESC");
SQL(commitments_result_sessions,
    "SELECT id, folio, place FROM session WHERE roundtable = ?1 AND life = 0"
    " AND status = 4 ORDER BY id DESC");
SQL(commitments_result_gaps,
    "SELECT id, folio, title FROM gap WHERE roundtable = ?1 AND life = 0"
    " AND (status IS NULL OR status NOT IN (6, 7)) ORDER BY id DESC");
SQL(commitments_result_results,
    "SELECT id, theme, period FROM result WHERE roundtable = ?1 AND life = 0"
    " ORDER BY period, theme, id");
_Static_assert(CODE_session_status_held == 4 &&
		   CODE_gap_status_not_pursued == 6 &&
		   CODE_gap_status_duplicate == 7,
    "the statements above say so");

static bool
offered(const struct ask *a, const char *value)
{
	for (size_t i = 0; i < a->options_n; i++)
		if (strcmp(a->options[i].value, value) == 0)
			return (true);
	return (false);
}

/* Each row is a choice: its kind, its folio, what it says. The newest. */
static err_t
choices(struct asks *s, struct ask *a, struct sql *q, dot_t mesa, int entity,
    bool open_only)
{
	CLEAN(rows_done) struct rows r = { 0 };
	const struct entity *e = schema_entity((uint64_t)entity);
	struct page *p = s->p;
	size_t n = 0;
	bool more;

	TRY(db_query(&r, p->o->st.db, q, A_INT(mesa)));
	while (n < NEWEST) {
		const char *id;
		bool final = false;

		TRY(rows_next(&r, &more));
		if (!more)
			break;
		if (open_only && rows_val(&r, 3).kind == VAL_INT)
			(void)schema_advance(
			    schema_field(e, FIELD_agreement_status),
			    rows_int(&r, 3), &final);
		id = page_id(p, rows_int(&r, 0));
		if (final || offered(a, id))
			continue;
		ask_option(s, a, id,
		    arena_fmt(p->a, "%s %s %s", page_tr(p, e->es, e->en),
			rows_text(&r, 1),
			text_short(p->a, rows_span(&r, 2), COMMITMENTS_CHARS)));
		n++;
	}
	return (NULL);
}

err_t
commitments_agreements(
    struct asks *s, struct ask *a, dot_t mesa, bool open_only)
{
	return (choices(s, a, &commitments_result_agreements, mesa,
	    ENTITY_agreement, open_only));
}

err_t
commitments_sessions(struct asks *s, struct ask *a, dot_t mesa)
{
	return (choices(
	    s, a, &commitments_result_sessions, mesa, ENTITY_session, false));
}

err_t
commitments_gaps(struct asks *s, struct ask *a, dot_t mesa)
{
	return (
	    choices(s, a, &commitments_result_gaps, mesa, ENTITY_gap, false));
}

err_t
commitments_results(struct asks *s, struct ask *a, dot_t mesa)
{
	CLEAN(rows_done) struct rows r = { 0 };
	struct page *p = s->p;
	bool more;

	TRY(db_query(
	    &r, p->o->st.db, &commitments_result_results, A_INT(mesa)));
	for (;;) {
		TRY(rows_next(&r, &more));
		if (!more)
			return (NULL);
		ask_option(s, a, page_id(p, rows_int(&r, 0)),
		    arena_fmt(p->a, "%s %s %s",
			page_tr(p, "Resultado", "Result"),
			page_code(p, "theme", rows_int(&r, 1)),
			rows_text(&r, 2)));
	}
}

/* ---- the form ----------------------------------------------------------- */

struct telling {
	struct page *p;
	struct record mesa, r;
	bool fresh, mine;
	struct asks s;
};

/* "nuevo/MESA", "ID". */
static err_t
way(struct telling *t)
{
	const char *rest = page_rest(t->p);
	const struct entity *mesa = schema_entity(ENTITY_roundtable);
	dot_t office;
	bool found;

	t->fresh = strncmp(rest, "nuevo/", 6) == 0;
	if (t->fresh)
		TRY(page_record(t->p, rest + 6, mesa, &t->mesa));
	else {
		TRY(page_record(
		    t->p, rest, schema_entity(ENTITY_result), &t->r));
		TRY(state_get(
		    t->p->o->st.l, mesa, t->r.root, t->p->a, &t->mesa, &found));
		if (!found)
			return (err_new(ERR_MISSING, "no such roundtable"));
	}
	TRY(state_owner(
	    t->p->o->st.l, t->mesa.id, 0, -1, t->p->today, &office));
	t->mine = office != 0 && office == t->p->o->desk.office;
	return (NULL);
}

/* What supports it already stands first: a box that is not there would take
 * it away. */
static err_t
supported(struct telling *t, struct ask *a)
{
	struct page *p = t->p;
	struct val *v;
	size_t n;

	if (t->fresh)
		return (NULL);
	TRY(state_elements(p->o->st.l, t->r.id, a->f->no, p->a, &v, &n));
	for (size_t i = 0; i < n; i++) {
		struct record r;
		const char *name;
		bool found;

		if (v[i].kind != VAL_INT)
			continue;
		TRY(state_get(p->o->st.l, NULL, v[i].i, p->a, &r, &found));
		if (!found) {
			ask_option(&t->s, a, page_id(p, v[i].i),
			    page_tr(p, "Aún no llega", "Not here yet"));
			continue;
		}
		TRY(page_name_of(p, &r, &name));
		ask_option(&t->s, a, page_id(p, r.id),
		    arena_fmt(p->a, "%s %s",
			page_tr(p, r.entity->es, r.entity->en), name));
	}
	return (NULL);
}

static err_t
ask_all(struct telling *t)
{
	const struct entity *e = schema_entity(ENTITY_result);

	ask_begin(&t->s, t->p, e, t->fresh ? NULL : &t->r, t->p->today);
	for (size_t i = 0; i < e->n; i++) {
		const struct field *f = &e->fields[i];
		struct ask *a;

		if (f->no == e->parent || f->writer != BY_OWNER)
			continue;
		TRY(ask_field(&t->s, f->no, &a));
		if (f->no != FIELD_result_support)
			continue;
		TRY(supported(t, a));
		TRY(commitments_sessions(&t->s, a, t->mesa.id));
		TRY(commitments_agreements(&t->s, a, t->mesa.id, false));
	}
	ask_default(
	    &t->s, FIELD_result_status, val_int(CODE_result_status_draft));
	return (NULL);
}

static err_t
show(struct telling *t)
{
	struct page *p = t->p;
	struct val name = t->mesa.v[FIELD_roundtable_code - 1];
	struct val federal = val_null();
	struct result_view v = { .id = t->fresh ? "" : page_id(p, t->r.id),
		.mesa = page_id(p, t->mesa.id),
		.mesa_name = name.kind == VAL_TEXT ? arena_dup(p->a, name.s)
						   : page_id(p, t->mesa.id),
		.fresh = t->fresh,
		.proposing = !t->mine,
		.write = page_may(p, ROLES_WRITE),
		.validated = "" };

	v.title = t->fresh
		      ? page_tr(p, "Escribir un resultado", "Write a result")
		      : page_tr(p, "Resultado", "Result");
	v.action = arena_fmt(p->a, "/resultados/%s%s", t->fresh ? "nuevo/" : "",
	    t->fresh ? v.mesa : v.id);
	if (!t->fresh)
		federal = t->r.v[FIELD_result_validated_status - 1];
	if (federal.kind == VAL_INT)
		v.validated = page_code(p, "result_status", federal.i);
	v.asks = t->s.v;
	v.asks_n = t->s.n;
	page_begin(p, v.title);
	result_tpl(&p->h, &v);
	return (page_end(p));
}

static err_t
save(struct telling *t, dot_t *id)
{
	CLEAN(cmd_end) struct act *act = NULL;

	*id = t->fresh ? 0 : t->r.id;
	if (t->fresh)
		t->s.set[t->s.set_n++] =
		    (struct fv){ FIELD_result_roundtable, val_int(t->mesa.id) };
	TRY(page_act(t->p, &act));
	TRY(ask_write(&t->s, act, id));
	return (page_save(t->p, act));
}

err_t
commitments_result(struct page *p)
{
	struct telling *t = arena_new(p->a, sizeof(*t));
	bool good;
	dot_t id;
	err_t e;

	t->p = p;
	TRY(way(t));
	TRY(ask_all(t));
	if (!t->s.typed)
		return (show(t));
	TRY(ask_take(&t->s, &good));
	if (!good)
		return (show(t));
	if (ask_empty(&t->s)) {
		page_say(p, "No cambió nada.", "Nothing was changed.");
		return (page_go(p, "/mesas/%s", page_id(p, t->mesa.id)));
	}
	e = save(t, &id);
	if (e != NULL) {
		TRY(ask_refused(&t->s, e));
		return (show(t));
	}
	page_say(p, "El resultado quedó guardado.", "The result is saved.");
	return (page_go(p, "/mesas/%s", page_id(p, t->mesa.id)));
}
