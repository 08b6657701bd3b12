#include "hub/reports_parts.h"

#include "hub/epoch.h"
#include "hub/past.h"
#include "proto/base/clock.h"
#include "proto/base/text.h"

static const struct maker {
	struct reports_kind k;
	err_t (*make)(struct reports *m);
} makers[] = {
	{ { "practice", "Buena práctica", "Good practice", NULL },
	    reports_practice },
};
#define MAKERS (sizeof(makers) / sizeof(makers[0]))

const struct reports_kind *
reports_kind(size_t i)
{
	return (i < MAKERS ? &makers[i].k : NULL);
}

static const struct maker *
maker_of(const char *kind)
{
	for (size_t i = 0; i < MAKERS; i++)
		if (strcmp(makers[i].k.name, kind) == 0)
			return (&makers[i]);
	return (NULL);
}

err_t
reports_make(struct report *r, const struct reports_ask *ask)
{
	const struct maker *k = maker_of(ask->kind);
	struct reports m = { .ask = ask, .r = r, .db = ledger_db(ask->l) };
	char on[11];

	if (k == NULL)
		return (err_new(ERR_MISSING, "no report \"%.40s\"", ask->kind));
	if (k->k.subject != NULL && ask->subject == NULL)
		return (err_new(
		    ERR_USAGE, "%s wants a %s", k->k.name, k->k.subject));
	must(db_in_tx(m.db));
	m.today = ask->has_day ? ask->day : clock_day(ask->receipt, NULL);
	m.view = (struct view_ask){
		.l = ask->l, .today = m.today, .now = (m.today + 1) * 86400
	};
	m.st = (struct store){ .db = m.db, .l = ask->l };
	m.c = (struct cmd){ .st = &m.st, .actor = "", .lang = ask->lang };
	r->kind = k->k.name;
	r->lang = ask->lang;
	r->title = report_pick(r, k->k.es, k->k.en);
	r->subject = "";
	r->at = ask->at;
	text_day_put(m.today, on);
	r->on = arena_dup(&r->a, span_str(on));
	TRY_FOR(k->make(&m), "%s", k->k.name);
	return (reports_guard(&m));
}

static err_t
of_moment(struct report *r, struct ledger *l, const struct moment *m,
    const struct reports_ask *ask)
{
	CLEAN(buf_free) struct buf at = BUF(LIMIT_MESSAGE_BYTES);
	struct reports_ask full = *ask;

	TRY(moment_put(m, &at));
	full.l = l;
	full.at = arena_dup(&r->a, buf_all(&at));
	full.receipt = m->receipt;
	return (reports_make(r, &full));
}

static err_t
of_past(struct report *r, struct store *now, const char *dir,
    const struct moment *m, const struct reports_ask *ask)
{
	CLEAN(past_close) struct past p = { .path = NULL };
	CLEAN(tx_undo) struct tx tx = { 0 };
	struct moment there;
	bool whole;

	TRY(past_open(&p, now, dir, m));
	TRY(tx_read(&tx, p.st.db));
	TRY(moment_now(p.st.l, &r->a, &there, &whole));
	must(whole && moment_same(&there, m));
	return (of_moment(r, p.st.l, &there, ask));
}

err_t
reports_of(struct report *r, struct store *st, const char *dir,
    const struct reports_ask *ask)
{
	CLEAN(tx_undo) struct tx tx = { 0 };
	struct moment now, then;
	struct epochs e;
	bool whole;

	TRY(tx_read(&tx, st->db));
	TRY(ledger_refresh(st->l));
	TRY(moment_now(st->l, &r->a, &now, &whole));
	TRY(epoch_all(st, &e));
	then = now;
	if (ask->at != NULL)
		TRY(moment_take(ask->at, &r->a, &then));
	/* What is here without a position, or from before a restore, is not
	 * all that the moment says. */
	if (whole && e.n == 1 && moment_same(&now, &then))
		return (of_moment(r, st->l, &now, ask));
	return (of_past(r, st, dir, &then, ask));
}

/* ---- records ------------------------------------------------------------ */

const char *
reports_id(struct reports *m, dot_t id)
{
	char text[40];

	ledger_id_put(m->ask->l, id, text);
	return (arena_dup(&m->r->a, span_str(text)));
}

/* What has no name of its own is called by what its natural key says, but for
 * the roundtable it belongs to. */
static err_t
called(struct reports *m, const struct entity *e, dot_t id, struct buf *b)
{
	CLEAN(arena_free) struct arena a = ARENA;
	struct record r;
	bool found;

	TRY(cmd_name(&m->c, b, e, id));
	if (!span_eq(buf_all(b), span_str(reports_id(m, id))) ||
	    e->natural == NULL)
		return (NULL);
	TRY(state_get(m->ask->l, e, id, &a, &r, &found));
	if (!found)
		return (NULL);
	buf_clear(b);
	for (const uint8_t *k = e->natural; *k != 0; k++) {
		const struct field *f = schema_field(e, *k);
		struct val v = r.v[*k - 1];

		if (v.kind == VAL_NULL || f->type == TYPE_DATE ||
		    f->target == ENTITY_roundtable)
			continue;
		if (b->n > 0)
			TRY(buf_str(b, ", "));
		TRY(cmd_say_value(&m->c, b, f, v));
	}
	return (NULL);
}

err_t
reports_ref(
    struct reports *m, struct report_refs *refs, uint32_t entity, dot_t id)
{
	CLEAN(buf_free) struct buf b = BUF(LIMIT_MERGE_BYTES);
	const struct entity *e = schema_entity(entity);
	struct record r;
	bool found;

	if (id == 0)
		return (NULL);
	if (e == NULL) {
		TRY(state_get(m->ask->l, NULL, id, &m->r->a, &r, &found));
		if (!found)
			return (NULL);
		e = r.entity;
	}
	TRY(called(m, e, id, &b));
	report_ref(m->r, refs, reports_id(m, id),
	    reports_lower(m, report_pick(m->r, e->es, e->en)),
	    text_short(&m->r->a, buf_all(&b), 60));
	return (NULL);
}

/* ---- what is not published ---------------------------------------------- */

static err_t
guard(struct reports *m, const char **s, int64_t *held)
{
	bool changed;

	TRY(view_guard_text(m->db, &m->r->a, s, m->ask->lang, &changed));
	*held += changed ? 1 : 0;
	return (NULL);
}

static err_t
guard_table(struct reports *m, struct report_table *t, int64_t *held)
{
	for (size_t i = 0; i < t->rows; i++)
		for (size_t k = 0; k < t->cols; k++)
			if (t->row[i].cell[k].kind == SHEET_TEXT)
				TRY(guard(m, &t->row[i].cell[k].text, held));
	return (NULL);
}

err_t
reports_guard(struct reports *m)
{
	struct report *r = m->r;
	int64_t held = 0;

	for (size_t i = 0; i < r->n; i++) {
		struct report_block *b = &r->block[i];

		for (size_t k = 0; k < b->n; k++) {
			struct report_refs *x = &b->said[k].refs;

			TRY(guard(m, &b->said[k].text, &held));
			for (size_t j = 0; j < x->n; j++)
				TRY(guard(m, &x->v[j].name, &held));
		}
		if (b->table != NULL)
			TRY(guard_table(m, b->table, &held));
	}
	if (held > 0)
		report_front(
		    r, reports_fmt(m,
			   "%lld textos tienen lo que parece un dato "
			   "personal: no se muestra hasta que alguien decida.",
			   "%lld texts have what looks like personal data: "
			   "it is not shown until somebody decides.",
			   (long long)held));
	return (NULL);
}
