/*
 * minutes_acts -- what is done with minutes: circulated, approved, signed,
 * published; written anew from what was recorded; written by hand.
 */
#include "node/pages/minutes_in.h"
#include "proto/base/text.h"

SQL(minutes_agreements_now,
    "SELECT a.id FROM agreement a WHERE a.session = ?1 AND a.life = 0 AND NOT"
    " EXISTS (SELECT 1 FROM element x WHERE x.record = ?2 AND x.field = ?3"
    " AND x.value = a.id AND x.removed = 0) ORDER BY a.id");

static const struct entity *
entity(void)
{
	return (schema_entity(ENTITY_minutes));
}

/* What a rule refuses is told above the page. */
static err_t
again(struct minuting *m, err_t e)
{
	struct page *p = m->p;
	const char *id = m->id;

	if (e->code != ERR_RULE)
		return (e);
	p->fault = page_sentence(p, e);
	p->r->status = 422;
	TRY(minutes_open(p, id, m));
	return (minutes_show(m));
}

/* Agreements that were recorded after the draft belong to it too. */
static err_t
include(struct minuting *m, struct act *act)
{
	CLEAN(rows_done) struct rows r = { 0 };
	bool more;

	TRY(db_query(&r, m->p->o->st.db, &minutes_agreements_now,
	    A_INT(m->s.r.id), A_INT(m->r.id), A_INT(FIELD_minutes_agreements)));
	for (;;) {
		struct fv fv = { FIELD_minutes_agreements, val_null() };

		TRY(rows_next(&r, &more));
		if (!more)
			return (NULL);
		fv.v = val_int(rows_int(&r, 0));
		TRY(act_list(act, entity(), m->r.id, true, &fv, 1));
	}
}

/* ---- states
 * -------------------------------------------------------------------------- */

static err_t
approve(struct minuting *m, struct act *act)
{
	struct page *p = m->p;
	const char *in = page_field(p, "sesion"), *on = page_field(p, "fecha");
	char hash[MINUTE_HASH];
	struct fv fv[4];
	struct record s;
	int64_t day;

	if (in[0] == '\0')
		return (err_new(ERR_RULE,
		    "rule 4: choose the session that approves them / elija la "
		    "sesión que la aprueba"));
	if (text_day(on, &day) != NULL)
		return (err_new(ERR_RULE,
		    "rule 4: write the date of the approval / escriba la "
		    "fecha de la aprobación"));
	TRY(page_record(p, in, schema_entity(ENTITY_session), &s));
	TRY(include(m, act));
	minute_hash(m->text, hash);
	fv[0] = (struct fv){ FIELD_minutes_status,
		val_int(CODE_minutes_status_approved) };
	fv[1] = (struct fv){ FIELD_minutes_sha256, val_str(hash) };
	fv[2] = (struct fv){ FIELD_minutes_approved_in, val_int(s.id) };
	fv[3] = (struct fv){ FIELD_minutes_approved_on, val_int(day) };
	return (act_edit(act, entity(), m->r.id, fv, 4));
}

static err_t
sign(struct minuting *m, struct act *act)
{
	struct fv status = { FIELD_minutes_status,
		val_int(CODE_minutes_status_signed) };
	struct val *had;
	const char *id;
	size_t n;

	TRY(state_elements(m->p->o->st.l, m->r.id, FIELD_minutes_signatures,
	    m->p->a, &had, &n));
	for (size_t i = 0; (id = page_field_at(m->p, "firma", i)) != NULL;
	     i++) {
		struct fv fv = { FIELD_minutes_signatures, val_null() };
		struct record d;
		bool there = false;

		TRY(page_record(
		    m->p, id, schema_entity(ENTITY_designation), &d));
		for (size_t k = 0; k < n; k++)
			there = there || had[k].i == d.id;
		fv.v = val_int(d.id);
		if (!there)
			TRY(act_list(act, entity(), m->r.id, true, &fv, 1));
	}
	return (m->status == CODE_minutes_status_signed
		    ? NULL
		    : act_edit(act, entity(), m->r.id, &status, 1));
}

static err_t
move(struct minuting *m, struct act *act)
{
	struct fv fv = { FIELD_minutes_status, val_null() };
	int64_t to;

	TRY(text_int(page_field(m->p, "estado"), &to));
	fv.v = val_int(to);
	return (act_edit(act, entity(), m->r.id, &fv, 1));
}

/* The draft from what is recorded now; what was written by hand stays. */
static err_t
refresh(struct minuting *m, struct act *act)
{
	struct page *p = m->p;
	struct fv fv = { FIELD_minutes_text, val_null() };
	const char *fresh;

	TRY(minute_draft(&p->c, m->s.r.id, p->a, &fresh));
	fv.v = val_str(minute_refresh(p->a, arena_dup(p->a, m->text), fresh));
	TRY(include(m, act));
	return (act_edit(act, entity(), m->r.id, &fv, 1));
}

static const struct {
	const char *word;
	err_t (*run)(struct minuting *m, struct act *act);
	bool decides; /* only who decides may */
	const char *es, *en;
} acts[] = {
	{ "aprobar", approve, true, "La minuta quedó aprobada: ya no cambia.",
	    "The minutes are approved: they no longer change." },
	{ "firmar", sign, true, "Las firmas quedaron anotadas.",
	    "The signatures are noted." },
	{ "estado", move, false, "Hecho.", "Done." },
	{ "actualizar", refresh, false,
	    "El borrador dice lo que está registrado ahora.",
	    "The draft says what is recorded now." },
};

err_t
minutes_do(struct minuting *m, const char *word)
{
	CLEAN(cmd_end) struct act *act = NULL;
	struct page *p = m->p;
	err_t e;

	for (size_t i = 0; i < sizeof(acts) / sizeof(acts[0]); i++) {
		if (strcmp(acts[i].word, word) != 0)
			continue;
		if (acts[i].decides && !page_may(p, ROLES_DECIDE))
			return (err_new(ERR_SCOPE,
			    "only the technical secretariat decides that"));
		TRY(page_act(p, &act));
		e = acts[i].run(m, act);
		if (e == NULL && act->n > 0)
			e = page_save(p, act);
		cmd_end(&act);
		if (e != NULL)
			return (again(m, e));
		page_say(p, acts[i].es, acts[i].en);
		return (page_go(p, "/minutas/%s", m->id));
	}
	return (err_new(ERR_MISSING, "no such page"));
}

/* ---- by hand
 * -------------------------------------------------------------------------- */

/* The sections of a text: what heads it, then one a heading. */
static size_t
sections(struct arena *a, const char *text, struct span **out)
{
	size_t n = 0, cap = 2;
	const char *s = text;

	for (const char *x = text; (x = strstr(x, "\n## ")) != NULL; x++)
		cap++;
	*out = arena_new(a, cap * sizeof(**out));
	while (*s != '\0') {
		const char *next = strstr(s + 1, "\n## ");

		(*out)[n++] = next == NULL ? span_str(s)
					   : span_of(s, (size_t)(next + 1 - s));
		s += (*out)[n - 1].n;
	}
	return (n);
}

/* Its heading, and what stands below it. */
static void
split(struct arena *a, struct span s, const char **head, const char **body)
{
	const char *x = arena_dup(a, s);
	size_t n = 0;

	*head = "";
	if (strncmp(x, "## ", 3) == 0) {
		n = strcspn(x, "\n");
		*head = arena_dup(a, span_of(x + 3, n - 3));
	}
	x += n + strspn(x + n, "\n");
	n = strlen(x);
	while (n > 0 && x[n - 1] == '\n')
		n--;
	*body = arena_dup(a, span_of(x, n));
}

static void
section(struct minuting *m, size_t i, struct span s, struct minutes_section *v)
{
	struct minutes_block *b;
	size_t n;

	v->no = arena_fmt(m->p->a, "%zu", i);
	split(m->p->a, s, &v->head, &v->text);
	v->was = session_mark(m->p, &v->text, 1);
	minutes_blocks(m->p, span_str(v->text), &b, &n);
	for (size_t k = 0; k < n && !v->table; k++)
		if (b[k].table) {
			v->table = true;
			v->block = b[k];
			v->block.label = v->head;
		}
	v->text = session_typed(m->p, "s", v->no, v->text);
}

err_t
minutes_edit(struct minuting *m)
{
	struct page *p = m->p;
	struct minutes_edit_view v = { .id = m->id,
		.action = arena_fmt(p->a, "/minutas/%s/editar", m->id) };
	struct span *all;

	if (!rule_may_follow(ENTITY_minutes, FIELD_minutes_status, m->status,
		CODE_minutes_status_approved) &&
	    p->fault == NULL) {
		page_complain(
		    p, page_tr(p,
			   "La minuta ya está aprobada y no se edita; haga una "
			   "fe de erratas.",
			   "The minutes are approved and not edited any more; "
			   "make an amendment."));
		return (page_go(p, "/minutas/%s", m->id));
	}
	v.title = arena_fmt(p->a, "%s %s", page_tr(p, "Minuta", "Minutes"),
	    session_text(p, session_val(&m->s, FIELD_session_folio)));
	v.sections_n = sections(p->a, arena_dup(p->a, m->text), &all);
	v.sections = arena_new(p->a, (v.sections_n + 1) * sizeof(*v.sections));
	for (size_t i = 0; i < v.sections_n; i++)
		section(m, i, all[i], &v.sections[i]);
	page_begin(p, v.title);
	minutes_edit_tpl(&p->h, &v);
	return (page_end(p));
}

/* The text with what was typed in it. */
static const char *
typed(struct minuting *m, bool *differs)
{
	struct arena *a = m->p->a;
	struct span *all;
	const char *out = "", *head, *body, *now;
	size_t n = sections(a, arena_dup(a, m->text), &all);

	*differs = false;
	for (size_t i = 0; i < n; i++) {
		split(a, all[i], &head, &body);
		if (session_changed(
			m->p, "s", arena_fmt(a, "%zu", i), 0, body, &now)) {
			*differs = true;
			body = now;
		}
		out = arena_fmt(a, "%s%s%s%s%s\n%s", out,
		    head[0] == '\0' ? "" : "## ", head,
		    head[0] == '\0' ? "" : "\n\n", body, i + 1 < n ? "\n" : "");
	}
	return (out);
}

err_t
minutes_write(struct minuting *m)
{
	CLEAN(cmd_end) struct act *act = NULL;
	struct page *p = m->p;
	struct fv fv = { FIELD_minutes_text, val_null() };
	const char *text;
	bool differs;
	err_t e;

	text = typed(m, &differs);
	if (!differs)
		return (page_go(p, "/minutas/%s", m->id));
	fv.v = val_str(text);
	TRY(page_act(p, &act));
	e = act_edit(act, entity(), m->r.id, &fv, 1);
	if (e == NULL)
		e = page_save(p, act);
	cmd_end(&act);
	if (e != NULL && e->code == ERR_RULE) {
		p->fault = page_sentence(p, e);
		p->r->status = 422;
		return (minutes_edit(m));
	}
	TRY(e);
	page_say(p, "El texto quedó guardado.", "The text is saved.");
	return (page_go(p, "/minutas/%s", m->id));
}
