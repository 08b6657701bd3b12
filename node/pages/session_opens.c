/*
 * session_opens -- the agreements that were open before, carried over: what
 * is reported of each in this session.
 */
#include "node/pages/session_in.h"
#include "proto/base/text.h"

/* Of a roundtable: those of its sessions, and those that joint sessions gave
 * it. */
SQL(session_open_agreements,
    "SELECT a.id, a.folio, a.text, a.due_on, a.progress_pct, a.status,"
    " a.agreed_on FROM session s JOIN agreement a ON a.session = s.id"
    " WHERE s.roundtable = ?1 AND s.id <> ?2 AND s.life = 0 AND a.life = 0"
    " AND ifnull(a.roundtable, ?1) = ?1"
    " UNION ALL SELECT a.id, a.folio, a.text, a.due_on, a.progress_pct,"
    " a.status, a.agreed_on FROM element x JOIN agreement a"
    " ON a.session = x.record WHERE x.field = ?3 AND x.value = ?1"
    " AND x.removed = 0 AND x.record <> ?2 AND a.life = 0"
    " AND a.roundtable = ?1 ORDER BY 4, 1");
SQL(session_reported, "SELECT id, pct, ifnull(text, '') FROM followup"
		      " WHERE agreement = ?1 AND session = ?2 AND life = 0"
		      " ORDER BY id DESC LIMIT 1");
SQL(session_responsible,
    "SELECT institution, role FROM responsible WHERE agreement = ?1"
    " AND life = 0 ORDER BY role, id");

/* In the order of the mark. */
enum { PCT, TEXT, SHOWN };
static const char *const prefix[SHOWN] = { "fa", "ft" };

struct open {
	dot_t id, report;
	int64_t status, pct, reporter;
	const char *shown[SHOWN];
};

struct opens {
	struct sitting *s;
	struct session_view *v; /* NULL: only to write */
	struct open *all;
	size_t n, cap;
};

static err_t
who(struct opens *o, dot_t agreement, const char **names, int64_t *first)
{
	CLEAN(rows_done) struct rows r = { 0 };
	bool more;

	*names = "";
	*first = 0;
	TRY(db_query(
	    &r, o->s->p->o->st.db, &session_responsible, A_INT(agreement)));
	for (;;) {
		const struct session_inst *x;

		TRY(rows_next(&r, &more));
		if (!more)
			return (NULL);
		x = session_inst_of(o->s, rows_int(&r, 0));
		if (x == NULL || rows_int(&r, 1) > 2)
			continue;
		if (*first == 0)
			*first = x->id;
		*names = arena_fmt(o->s->p->a, "%s%s%s", *names,
		    **names == '\0' ? "" : ", ",
		    x->acronym[0] == '\0' ? x->name : x->acronym);
	}
}

static err_t
reported(struct opens *o, struct open *x)
{
	CLEAN(rows_done) struct rows r = { 0 };
	bool found;

	x->shown[PCT] = x->shown[TEXT] = "";
	TRY(db_one(&r, o->s->p->o->st.db, &session_reported, &found,
	    A_INT(x->id), A_INT(o->s->r.id)));
	if (!found)
		return (NULL);
	x->report = rows_int(&r, 0);
	x->shown[PCT] = session_number(o->s->p, rows_val(&r, 1));
	x->shown[TEXT] = arena_dup(o->s->p->a, rows_span(&r, 2));
	return (NULL);
}

static err_t
line(struct opens *o, struct rows *r)
{
	struct page *p = o->s->p;
	struct session_open *v = &o->v->open[o->n];
	struct open *x = &o->all[o->n];
	const char *key;

	x->id = rows_int(r, 0);
	x->pct = rows_val(r, 4).kind == VAL_INT ? rows_int(r, 4) : -1;
	x->status = rows_int(r, 5);
	key = page_id(p, x->id);
	*v = (struct session_open){ .key = key,
		.folio = arena_dup(p->a, rows_span(r, 1)),
		.text = arena_dup(p->a, rows_span(r, 2)),
		.has_due = rows_val(r, 3).kind == VAL_INT,
		.due = rows_int(r, 3),
		.href = arena_fmt(p->a, "/acuerdos/%s", key) };
	v->late = v->has_due && v->due < o->s->day;
	TRY(who(o, x->id, &v->who, &x->reporter));
	TRY(reported(o, x));
	v->was = session_mark(p, x->shown, SHOWN);
	v->pct = session_typed(p, prefix[PCT], key, x->shown[PCT]);
	v->said = session_typed(p, prefix[TEXT], key, x->shown[TEXT]);
	o->n++;
	return (NULL);
}

/* Open, or closed by what was said in this very session. */
static err_t
counts(struct opens *o, struct rows *r, bool *yes)
{
	struct open x = { .id = rows_int(r, 0) };
	int64_t status = rows_int(r, 5);

	*yes = rows_val(r, 6).kind != VAL_INT || rows_int(r, 6) <= o->s->day;
	if (status != CODE_agreement_status_done &&
	    status != CODE_agreement_status_cancelled &&
	    status != CODE_agreement_status_superseded)
		return (NULL);
	TRY(reported(o, &x));
	*yes = *yes && x.report != 0;
	return (NULL);
}

static err_t
of_mesa(struct opens *o, dot_t mesa)
{
	CLEAN(rows_done) struct rows r = { 0 };
	bool more, yes;

	TRY(db_query(&r, o->s->p->o->st.db, &session_open_agreements,
	    A_INT(mesa), A_INT(o->s->r.id), A_INT(FIELD_session_joint_with)));
	for (;;) {
		TRY(rows_next(&r, &more));
		if (!more)
			return (NULL);
		TRY(counts(o, &r, &yes));
		if (!yes)
			continue;
		if (o->n == SESSION_OPEN_MAX)
			o->v->open_more++;
		else
			TRY(line(o, &r));
	}
}

static err_t
read_all(struct opens *o)
{
	struct arena *a = o->s->p->a;

	o->all = arena_new(a, SESSION_OPEN_MAX * sizeof(*o->all));
	o->v->open = arena_new(a, SESSION_OPEN_MAX * sizeof(*o->v->open));
	for (size_t i = 0; i < o->s->mesa_n; i++)
		TRY(of_mesa(o, o->s->mesa[i]));
	o->v->open_n = o->n;
	return (NULL);
}

err_t
session_opens(struct sitting *s, struct session_view *v)
{
	struct opens o = { .s = s, .v = v };

	return (read_all(&o));
}

/* ---- writing ----------------------------------------------------------------
 */

static err_t
percent(const char *typed, struct val *v)
{
	int64_t n;

	*v = val_null();
	if (typed[0] == '\0')
		return (NULL);
	if (text_int(typed, &n) != NULL)
		return (err_new(ERR_RULE,
		    "rule 0: \"%.20s\" is no percentage; write 0 to 100 / "
		    "«%.20s» no es un porcentaje; escriba de 0 a 100",
		    typed, typed));
	*v = val_int(n);
	return (NULL);
}

/* The agreement takes up what was reported, and is begun by it. */
static err_t
advance(struct act *act, const struct open *x, struct val pct)
{
	struct fv fv[2];
	size_t n = 0;

	if (pct.kind != VAL_INT)
		return (NULL);
	if (pct.i != x->pct)
		fv[n++] = (struct fv){ FIELD_agreement_progress_pct, pct };
	if (x->status == CODE_agreement_status_not_started && pct.i > 0)
		fv[n++] = (struct fv){ FIELD_agreement_status,
			val_int(CODE_agreement_status_in_progress) };
	return (n == 0 ? NULL
		       : act_edit(act, schema_entity(ENTITY_agreement), x->id,
			     fv, n));
}

static err_t
report(struct opens *o, struct act *act, const struct open *x,
    const struct session_open *v)
{
	const struct entity *e = schema_entity(ENTITY_followup);
	struct sitting *s = o->s;
	struct val pct;
	struct fv fv[6];
	dot_t id;

	TRY(percent(v->pct, &pct));
	if (x->report != 0)
		TRY(act_void(act, e, x->report, LIFE_VOIDED,
		    page_tr(s->p, "Se corrigió el avance en la sesión",
			"The report was corrected in the session")));
	if (v->pct[0] == '\0' && v->said[0] == '\0')
		return (NULL);
	fv[0] = (struct fv){ FIELD_followup_agreement, val_int(x->id) };
	fv[1] = (struct fv){ FIELD_followup_reported_on, val_int(s->day) };
	fv[2] = (struct fv){ FIELD_followup_reported_by,
		x->reporter == 0 ? val_null() : val_int(x->reporter) };
	fv[3] = (struct fv){ FIELD_followup_text, session_opt(v->said) };
	fv[4] = (struct fv){ FIELD_followup_pct, pct };
	fv[5] = (struct fv){ FIELD_followup_session, val_int(s->r.id) };
	TRY(act_create(act, e, fv, 6, &id));
	return (advance(act, x, pct));
}

err_t
session_save_opens(struct sitting *s, struct act *act)
{
	struct session_view v = { .open_n = 0 };
	struct opens o = { .s = s, .v = &v };
	const char *typed;

	TRY(read_all(&o));
	for (size_t i = 0; i < o.n; i++) {
		const char *key = v.open[i].key;
		bool pct = session_changed(
		    s->p, prefix[PCT], key, PCT, o.all[i].shown[PCT], &typed);
		bool text = session_changed(s->p, prefix[TEXT], key, TEXT,
		    o.all[i].shown[TEXT], &typed);

		if (pct || text)
			TRY(report(&o, act, &o.all[i], &v.open[i]));
	}
	return (NULL);
}
