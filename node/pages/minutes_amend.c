/*
 * minutes_amend -- what corrects approved minutes: amendments, numbered; and
 * what another computer wrote without knowing of the approval.
 */
#include "node/pages/minutes_in.h"
#include "proto/base/text.h"

SQL(minutes_amendments_all,
    "SELECT id, number, text, reason, ifnull(author, ''), approved_in"
    " FROM amendment WHERE minutes = ?1 AND life = 0 ORDER BY number, id");
SQL(minutes_amendment_last,
    "SELECT max(number) FROM amendment WHERE minutes = ?1");

static const struct entity *
entity(void)
{
	return (schema_entity(ENTITY_amendment));
}

/* ---- shown
 * -----------------------------------------------------------------------------
 */

static err_t
held_text(struct minuting *m, const struct held *h, struct minutes_held *v)
{
	JSON_CLEAN root = NULL;
	struct page *p = m->p;
	struct cmd_who who;
	struct stored c;
	struct op op;

	TRY(cmd_who(&p->c, h->op, p->a, &who));
	v->id = page_id(p, h->op);
	v->author = arena_fmt(p->a, "%s%s%s", who.actor,
	    who.office[0] == '\0' ? "" : " · ", who.office);
	v->text = "";
	TRY(ledger_commit(p->o->st.l, h->op, p->a, &c));
	TRY(ledger_op(p->o->st.l, &c, dot_index(h->op), p->a, &root, &op));
	for (size_t i = 0; i < op.n; i++) {
		const struct field *f = schema_field(h->entity, op.fv[i].field);
		const char *s;

		if (f == NULL)
			continue;
		TRY(page_value(p, f, op.fv[i].v, &s));
		v->text = arena_fmt(p->a, "%s%s%s", v->text,
		    v->text[0] == '\0' ? "" : "\n\n", s);
	}
	return (NULL);
}

static err_t
others(struct minuting *m, struct minutes_view *v)
{
	struct held *h;
	size_t n;

	TRY(state_held(m->p->o->st.l, m->r.space, true, m->p->a, &h, &n));
	v->held = arena_new(m->p->a, (n + 1) * sizeof(*v->held));
	for (size_t i = 0; i < n; i++)
		if (h[i].kind == HELD_AMENDMENT && h[i].record == m->r.id)
			TRY(held_text(m, &h[i], &v->held[v->held_n++]));
	return (NULL);
}

err_t
minutes_amendments(struct minuting *m, struct minutes_view *v)
{
	CLEAN(rows_done) struct rows r = { 0 };
	struct page *p = m->p;
	size_t cap = 0;
	bool more;

	TRY(db_query(&r, p->o->st.db, &minutes_amendments_all, A_INT(m->r.id)));
	for (;;) {
		struct minutes_amendment *a;

		TRY(rows_next(&r, &more));
		if (!more)
			break;
		arena_room(p->a, &v->amendments, &cap, v->amendments_n + 1,
		    sizeof(*v->amendments));
		a = &v->amendments[v->amendments_n++];
		a->id = page_id(p, rows_int(&r, 0));
		a->no = rows_int(&r, 1);
		a->text = arena_dup(p->a, rows_span(&r, 2));
		a->reason = arena_dup(p->a, rows_span(&r, 3));
		a->author = arena_dup(p->a, rows_span(&r, 4));
		a->approved = rows_val(&r, 5).kind == VAL_INT;
		a->approved_in = "";
		if (a->approved)
			TRY(page_name(p, schema_entity(ENTITY_session),
			    rows_int(&r, 5), &a->approved_in));
	}
	/* The approved ones are printed with the minutes. */
	v->paper.amendments = arena_new(
	    p->a, (v->amendments_n + 1) * sizeof(*v->paper.amendments));
	for (size_t i = 0; i < v->amendments_n; i++)
		if (v->amendments[i].approved)
			v->paper.amendments[v->paper.amendments_n++] =
			    v->amendments[i];
	return (others(m, v));
}

/* ---- done
 * ------------------------------------------------------------------------------
 */

static err_t
create(struct minuting *m, struct act *act)
{
	struct page *p = m->p;
	int64_t last;
	struct fv fv[5];
	dot_t id;

	TRY(db_int(
	    p->o->st.db, &minutes_amendment_last, 0, &last, A_INT(m->r.id)));
	fv[0] = (struct fv){ FIELD_amendment_minutes, val_int(m->r.id) };
	fv[1] = (struct fv){ FIELD_amendment_number, val_int(last + 1) };
	fv[2] = (struct fv){ FIELD_amendment_text,
		val_str(page_field(p, "texto")) };
	fv[3] = (struct fv){ FIELD_amendment_reason,
		val_str(page_field(p, "motivo")) };
	fv[4] = (struct fv){ FIELD_amendment_author, val_str(p->who->name) };
	TRY(session_lacking(entity(), fv, 5));
	return (act_create(act, entity(), fv, 5, &id));
}

static err_t
one(struct minuting *m, struct record *r)
{
	TRY(page_record(m->p, page_field(m->p, "fe"), entity(), r));
	return (r->v[FIELD_amendment_minutes - 1].i == m->r.id
		    ? NULL
		    : err_new(ERR_MISSING, "no such amendment"));
}

static err_t
approve(struct minuting *m, struct act *act)
{
	const char *in = page_field(m->p, "sesion");
	struct record r, s;
	struct fv fv;

	if (in[0] == '\0')
		return (err_new(ERR_RULE,
		    "rule 4: choose the session that approves it / elija la "
		    "sesión que la aprueba"));
	TRY(one(m, &r));
	TRY(page_record(m->p, in, schema_entity(ENTITY_session), &s));
	fv = (struct fv){ FIELD_amendment_approved_in, val_int(s.id) };
	TRY(act_edit(act, entity(), r.id, &fv, 1));
	if (m->status == CODE_minutes_status_amended)
		return (NULL);
	fv = (struct fv){ FIELD_minutes_status,
		val_int(CODE_minutes_status_amended) };
	return (act_edit(act, schema_entity(ENTITY_minutes), m->r.id, &fv, 1));
}

static err_t
discard(struct minuting *m, struct act *act)
{
	struct record r;

	TRY(one(m, &r));
	return (act_void(act, entity(), r.id, LIFE_VOIDED,
	    page_tr(m->p, "Se descartó el borrador de fe de erratas",
		"The draft amendment was discarded")));
}

/* Another computer's text: taken as an amendment, or left. */
static err_t
decide(struct minuting *m, struct act *act)
{
	const char *why = page_field(m->p, "motivo");
	bool take = strcmp(page_field(m->p, "decision"), "tomar") == 0;
	dot_t op;

	if (why[0] == '\0')
		return (
		    err_new(ERR_RULE, "rule 4: write why / escriba el motivo"));
	if (ledger_id_take(m->p->o->st.l, page_field(m->p, "propuesta"), &op) !=
	    NULL)
		return (err_new(ERR_MISSING, "no such text"));
	return (act_decide(act, op, take, why));
}

static const struct {
	const char *word;
	err_t (*run)(struct minuting *m, struct act *act);
	bool decides;
	const char *es, *en;
} acts[] = {
	{ "erratas", create, false,
	    "El borrador de fe de erratas quedó guardado.",
	    "The draft amendment is saved." },
	{ "erratas/aprobar", approve, true,
	    "La fe de erratas quedó aprobada y se imprime con la minuta.",
	    "The amendment is approved and printed with the minutes." },
	{ "erratas/descartar", discard, true, "El borrador se descartó.",
	    "The draft was discarded." },
	{ "erratas/ajena", decide, true, "Hecho.", "Done." },
};

err_t
minutes_amend(struct minuting *m, const char *word)
{
	CLEAN(cmd_end) struct act *act = NULL;
	struct page *p = m->p;
	const char *id = m->id;
	size_t i = 0;
	err_t e;

	while (i < sizeof(acts) / sizeof(acts[0]) &&
	       strcmp(acts[i].word, word) != 0)
		i++;
	if (i == sizeof(acts) / sizeof(acts[0]))
		return (err_new(ERR_MISSING, "no such page"));
	if (acts[i].decides && !page_may(p, ROLES_DECIDE))
		return (err_new(
		    ERR_SCOPE, "only the technical secretariat decides that"));
	TRY(page_act(p, &act));
	e = acts[i].run(m, act);
	if (e == NULL)
		e = page_save(p, act);
	cmd_end(&act);
	if (e != NULL && e->code == ERR_RULE) {
		p->fault = page_sentence(p, e);
		p->r->status = 422;
		TRY(minutes_open(p, id, m));
		return (minutes_show(m));
	}
	TRY(e);
	page_say(p, acts[i].es, acts[i].en);
	return (page_go(p, "/minutas/%s#fe-de-erratas", id));
}
