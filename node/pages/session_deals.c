/*
 * session_deals -- the gaps that were identified and the agreements that were
 * taken: a line for each, and empty ones to type the next.
 */
#include "node/pages/session_in.h"
#include "proto/base/text.h"

SQL(session_gaps_of,
    "SELECT id, folio, ifnull(title, ''), theme FROM gap"
    " WHERE roundtable = ?1 AND identified_in = ?2 AND life = 0 ORDER BY id");
SQL(session_agreements,
    "SELECT id, folio, text, theme, due_on, means_of_verification, status,"
    " roundtable FROM agreement WHERE session = ?1 AND life = 0 ORDER BY id");
SQL(session_who, "SELECT institution, role FROM responsible"
		 " WHERE agreement = ?1 AND life = 0 ORDER BY role, id");

/* In the order of the mark of an agreement. */
enum { TEXT, THEME, MEANS, SHOWN };
static const char *const prefix[SHOWN] = { "at", "am", "av" };
static const uint32_t field[SHOWN] = { FIELD_agreement_text,
	FIELD_agreement_theme, FIELD_agreement_means_of_verification };

static const char *
typed(struct sitting *s, const char *name, const char *key)
{
	return (session_typed(s->p, name, key, ""));
}

static const char *
fresh_key(struct page *p, size_t i)
{
	return (arena_fmt(p->a, "n%zu", i));
}

/* ---- gaps ------------------------------------------------------------------
 */

static void
fresh_gap(struct sitting *s, struct session_gap *g, size_t i)
{
	struct page *p = s->p;

	g->key = s->took_gap[i] ? "" : fresh_key(p, i);
	g->fresh = true;
	g->folio = g->href = g->theme = "";
	g->title = typed(s, "gt", g->key);
	g->description = typed(s, "gd", g->key);
	session_codes(p, "theme", typed(s, "gm", g->key),
	    page_tr(p, "(elija)", "(choose)"), &g->themes, &g->themes_n);
	session_codes(p, "barrier", typed(s, "gb", g->key),
	    page_tr(p, "(elija)", "(choose)"), &g->barriers, &g->barriers_n);
	session_codes(p, "severity", typed(s, "gs", g->key),
	    page_tr(p, "(elija)", "(choose)"), &g->severities,
	    &g->severities_n);
	g->key = fresh_key(p, i);
}

err_t
session_gaps(struct sitting *s, struct session_view *v)
{
	CLEAN(rows_done) struct rows r = { 0 };
	struct page *p = s->p;
	struct session_gap *was;
	size_t cap = 8;
	bool more;

	v->gaps = arena_new(p->a, cap * sizeof(*v->gaps));
	TRY(db_query(&r, p->o->st.db, &session_gaps_of, A_INT(s->mesa[0]),
	    A_INT(s->r.id)));
	for (;;) {
		struct session_gap *g;

		TRY(rows_next(&r, &more));
		if (!more)
			break;
		if (v->gaps_n + SESSION_NEW >= cap) {
			was = v->gaps;
			cap *= 2;
			v->gaps = arena_new(p->a, cap * sizeof(*was));
			memcpy(v->gaps, was, v->gaps_n * sizeof(*was));
		}
		g = &v->gaps[v->gaps_n++];
		g->key = page_id(p, rows_int(&r, 0));
		g->folio = arena_dup(p->a, rows_span(&r, 1));
		g->title = arena_dup(p->a, rows_span(&r, 2));
		g->theme = page_code(p, "theme", rows_int(&r, 3));
		g->href = arena_fmt(p->a, "/brechas/%s", g->key);
		g->description = "";
	}
	for (size_t i = 0; i < SESSION_NEW; i++)
		fresh_gap(s, &v->gaps[v->gaps_n++], i);
	return (NULL);
}

static err_t
code(const char *s, struct val *v)
{
	int64_t no;

	*v = val_null();
	if (s[0] == '\0')
		return (NULL);
	if (text_int(s, &no) != NULL)
		return (err_new(ERR_DATA, "that is no choice of the list"));
	*v = val_int(no);
	return (NULL);
}

/* Which level a roundtable is of, as an origin of gaps. */
static err_t
level_of(struct sitting *s, struct val *v)
{
	struct record mesa;
	bool found;

	*v = val_null();
	TRY(state_get(s->p->o->st.l, schema_entity(ENTITY_roundtable),
	    s->mesa[0], s->p->a, &mesa, &found));
	if (found)
		*v = mesa.v[FIELD_roundtable_level - 1];
	return (NULL);
}

err_t
session_save_gap(struct sitting *s, struct act *act, size_t i)
{
	const char *key = fresh_key(s->p, i);
	const char *title = typed(s, "gt", key);
	const char *text = typed(s, "gd", key);
	struct fv fv[9];
	dot_t id;

	if (title[0] == '\0' && text[0] == '\0')
		return (NULL);
	if (title[0] == '\0')
		return (err_new(ERR_RULE,
		    "rule 13: the title is missing; name the obstacle in a few "
		    "words / falta el título; nombre el obstáculo en pocas "
		    "palabras"));
	fv[0] = (struct fv){ FIELD_gap_roundtable, val_int(s->mesa[0]) };
	fv[1] = (struct fv){ FIELD_gap_title, val_str(title) };
	fv[2].field = FIELD_gap_theme;
	TRY(code(typed(s, "gm", key), &fv[2].v));
	fv[3].field = FIELD_gap_barrier;
	TRY(code(typed(s, "gb", key), &fv[3].v));
	fv[4].field = FIELD_gap_severity;
	TRY(code(typed(s, "gs", key), &fv[4].v));
	fv[5] = (struct fv){ FIELD_gap_status,
		val_int(CODE_gap_status_identified) };
	fv[6] = (struct fv){ FIELD_gap_identified_on, val_int(s->day) };
	fv[7] = (struct fv){ FIELD_gap_description, session_opt(text) };
	fv[8].field = FIELD_gap_origin_level;
	TRY(level_of(s, &fv[8].v));
	TRY(act_create(act, schema_entity(ENTITY_gap), fv, 9, &id));
	fv[0] = (struct fv){ FIELD_gap_identified_in, val_int(s->r.id) };
	return (act_edit(act, schema_entity(ENTITY_gap), id, fv, 1));
}

/* ---- agreements: shown
 * --------------------------------------------------------- */

static err_t
who_of(struct sitting *s, dot_t id, const char **who, const char **also)
{
	CLEAN(rows_done) struct rows r = { 0 };
	bool more;

	*who = *also = "";
	TRY(db_query(&r, s->p->o->st.db, &session_who, A_INT(id)));
	for (;;) {
		const struct session_inst *x;
		const char **to;

		TRY(rows_next(&r, &more));
		if (!more)
			return (NULL);
		x = session_inst_of(s, rows_int(&r, 0));
		to = rows_int(&r, 1) == CODE_responsible_role_responsible
			 ? who
			 : also;
		if (x != NULL)
			*to = arena_fmt(s->p->a, "%s%s%s", *to,
			    **to == '\0' ? "" : "; ", x->label);
	}
}

static err_t
mesas_of(struct sitting *s, const char *selected, struct session_deal *d)
{
	d->mesas = arena_new(s->p->a, s->mesa_n * sizeof(*d->mesas));
	d->mesas_n = s->mesa_n > 1 ? s->mesa_n : 0;
	for (size_t i = 0; i < d->mesas_n; i++) {
		d->mesas[i].value = page_id(s->p, s->mesa[i]);
		d->mesas[i].selected =
		    strcmp(d->mesas[i].value, selected) == 0 ||
		    (selected[0] == '\0' && i == 0);
		TRY(page_name(s->p, schema_entity(ENTITY_roundtable),
		    s->mesa[i], &d->mesas[i].label));
	}
	return (NULL);
}

static void
gaps_of(struct sitting *s, const struct session_view *v, const char *selected,
    struct session_deal *d)
{
	d->gaps = arena_new(s->p->a, (v->gaps_n + 1) * sizeof(*d->gaps));
	d->gaps[d->gaps_n++] = (struct session_option){ "",
		page_tr(s->p, "(ninguna)", "(none)"), selected[0] == '\0' };
	for (size_t i = 0; i < v->gaps_n; i++)
		if (!v->gaps[i].fresh)
			d->gaps[d->gaps_n++] =
			    (struct session_option){ v->gaps[i].key,
				    arena_fmt(s->p->a, "%s · %s",
					v->gaps[i].folio, v->gaps[i].title),
				    strcmp(v->gaps[i].key, selected) == 0 };
	if (d->gaps_n == 1)
		d->gaps_n = 0; /* nothing to choose from */
}

static err_t
fresh_deal(struct sitting *s, const struct session_view *v,
    struct session_deal *d, size_t i)
{
	d->key = s->took_deal[i] ? "" : fresh_key(s->p, i);
	d->fresh = true;
	d->folio = d->href = d->was = d->mesa = "";
	d->text = typed(s, "at", d->key);
	d->means = typed(s, "av", d->key);
	d->who = typed(s, "ar", d->key);
	d->also = typed(s, "ac", d->key);
	d->date = typed(s, "af", d->key);
	d->standing = session_field(s->p, "ap", d->key) != NULL;
	session_codes(s->p, "theme", typed(s, "am", d->key),
	    page_tr(s->p, "(elija)", "(choose)"), &d->themes, &d->themes_n);
	gaps_of(s, v, typed(s, "ag", d->key), d);
	TRY(mesas_of(s, typed(s, "aj", d->key), d));
	d->key = fresh_key(s->p, i);
	return (NULL);
}

static err_t
deal(struct sitting *s, struct rows *r, struct session_deal *d)
{
	struct page *p = s->p;
	const char *shown[SHOWN];

	d->key = page_id(p, rows_int(r, 0));
	d->folio = arena_dup(p->a, rows_span(r, 1));
	d->href = arena_fmt(p->a, "/acuerdos/%s", d->key);
	d->has_due = rows_val(r, 4).kind == VAL_INT;
	d->due = rows_int(r, 4);
	d->date = "";
	shown[TEXT] = arena_dup(p->a, rows_span(r, 2));
	shown[THEME] = session_number(p, rows_val(r, 3));
	shown[MEANS] = arena_dup(p->a, rows_span(r, 5));
	d->was = session_mark(p, shown, SHOWN);
	d->text = session_typed(p, prefix[TEXT], d->key, shown[TEXT]);
	d->means = session_typed(p, prefix[MEANS], d->key, shown[MEANS]);
	session_codes(p, "theme",
	    session_typed(p, prefix[THEME], d->key, shown[THEME]), NULL,
	    &d->themes, &d->themes_n);
	d->mesa = "";
	if (s->mesa_n > 1)
		TRY(page_name(p, schema_entity(ENTITY_roundtable),
		    rows_val(r, 7).kind == VAL_INT ? rows_int(r, 7)
						   : s->mesa[0],
		    &d->mesa));
	return (who_of(s, rows_int(r, 0), &d->who, &d->also));
}

err_t
session_deals(struct sitting *s, struct session_view *v)
{
	CLEAN(rows_done) struct rows r = { 0 };
	struct session_deal *was;
	size_t cap = 16;
	bool more;

	v->deals = arena_new(s->p->a, cap * sizeof(*v->deals));
	TRY(db_query(&r, s->p->o->st.db, &session_agreements, A_INT(s->r.id)));
	for (;;) {
		TRY(rows_next(&r, &more));
		if (!more)
			break;
		if (v->deals_n + SESSION_NEW >= cap) {
			was = v->deals;
			cap *= 2;
			v->deals = arena_new(s->p->a, cap * sizeof(*was));
			memcpy(v->deals, was, v->deals_n * sizeof(*was));
		}
		TRY(deal(s, &r, &v->deals[v->deals_n]));
		v->deals_n++;
		v->deals[v->deals_n - 1].no = (int64_t)v->deals_n;
	}
	for (size_t i = 0; i < SESSION_NEW; i++) {
		TRY(fresh_deal(s, v, &v->deals[v->deals_n], i));
		v->deals_n++;
		v->deals[v->deals_n - 1].no = (int64_t)v->deals_n;
	}
	return (NULL);
}

/* ---- agreements: written
 * --------------------------------------------------------- */

err_t
session_save_deals(struct sitting *s, struct act *act)
{
	CLEAN(rows_done) struct rows r = { 0 };
	bool more;

	TRY(db_query(&r, s->p->o->st.db, &session_agreements, A_INT(s->r.id)));
	for (;;) {
		static const int column[SHOWN] = { 2, 3, 5 };
		const char *key, *now, *was;
		struct fv fv[SHOWN];
		size_t n = 0;

		TRY(rows_next(&r, &more));
		if (!more)
			return (NULL);
		key = page_id(s->p, rows_int(&r, 0));
		for (size_t i = 0; i < SHOWN; i++) {
			was = i == THEME ? session_number(
					       s->p, rows_val(&r, column[i]))
					 : rows_text(&r, column[i]);
			if (!session_changed(
				s->p, prefix[i], key, i, was, &now))
				continue;
			fv[n].field = field[i];
			fv[n].v = val_str(now);
			if (i == THEME)
				TRY(code(now, &fv[n].v));
			n++;
		}
		if (n > 0)
			TRY(act_edit(act, schema_entity(ENTITY_agreement),
			    rows_int(&r, 0), fv, n));
	}
}

static err_t
responsible(struct sitting *s, struct act *act, dot_t agreement,
    const char *names, int64_t role)
{
	const struct entity *e = schema_entity(ENTITY_responsible);
	const char *bad;
	dot_t ids[16], id;
	size_t n;

	TRY(session_find_all(s, names, ids, 16, &n, &bad));
	if (bad != NULL)
		return (err_new(ERR_RULE,
		    "rule 1: no institution is called \"%.80s\"; choose one of "
		    "the list / ninguna institución se llama «%.80s»; elija "
		    "una de la lista",
		    bad, bad));
	for (size_t i = 0; i < n; i++) {
		struct fv fv[3] = {
			{ FIELD_responsible_agreement, val_int(agreement) },
			{ FIELD_responsible_institution, val_int(ids[i]) },
			{ FIELD_responsible_role, val_int(role) },
		};

		TRY(act_create(act, e, fv, 3, &id));
	}
	return (NULL);
}

/* Values that are optional: due date or standing, roundtable, gap. */
static err_t
more_of(struct sitting *s, const char *key, struct fv *fv, size_t *n)
{
	const char *due = typed(s, "af", key), *mesa = typed(s, "aj", key);
	struct record r;
	int64_t day;

	if (due[0] != '\0') {
		if (text_day(due, &day) != NULL)
			return (err_new(ERR_RULE,
			    "rule 1: the due date is no date / la fecha "
			    "límite no es una fecha"));
		fv[(*n)++] =
		    (struct fv){ FIELD_agreement_due_on, val_int(day) };
	}
	fv[(*n)++] = (struct fv){ FIELD_agreement_status,
		val_int(session_field(s->p, "ap", key) != NULL
			    ? CODE_agreement_status_standing
			    : CODE_agreement_status_not_started) };
	if (mesa[0] == '\0')
		return (NULL);
	TRY(page_record(s->p, mesa, schema_entity(ENTITY_roundtable), &r));
	fv[(*n)++] = (struct fv){ FIELD_agreement_roundtable, val_int(r.id) };
	return (NULL);
}

err_t
session_save_deal(struct sitting *s, struct act *act, size_t i)
{
	const struct entity *e = schema_entity(ENTITY_agreement);
	const char *key = fresh_key(s->p, i), *gap = typed(s, "ag", key);
	const char *who = typed(s, "ar", key), *text = typed(s, "at", key);
	struct record g;
	struct fv fv[8];
	size_t n = 5;
	dot_t id;

	if (text[0] == '\0' && who[0] == '\0')
		return (NULL);
	fv[0] = (struct fv){ FIELD_agreement_session, val_int(s->r.id) };
	fv[1] = (struct fv){ FIELD_agreement_text, val_str(text) };
	fv[2].field = FIELD_agreement_theme;
	TRY(code(typed(s, "am", key), &fv[2].v));
	fv[3] = (struct fv){ FIELD_agreement_agreed_on, val_int(s->day) };
	fv[4] = (struct fv){ FIELD_agreement_means_of_verification,
		val_str(typed(s, "av", key)) };
	TRY(more_of(s, key, fv, &n));
	TRY(session_lacking(e, fv, n));
	TRY(act_create(act, e, fv, n, &id));
	TRY(responsible(s, act, id, who, CODE_responsible_role_responsible));
	TRY(responsible(s, act, id, typed(s, "ac", key),
	    CODE_responsible_role_co_responsible));
	if (gap[0] == '\0')
		return (NULL);
	TRY(page_record(s->p, gap, schema_entity(ENTITY_gap), &g));
	fv[0] = (struct fv){ FIELD_agreement_gaps, val_int(g.id) };
	return (act_list(act, e, id, true, fv, 1));
}
