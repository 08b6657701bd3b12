/*
 * view_disputes -- what waits for a person: disputes and proposals; and the
 * figures of the overview.
 */
#include "hub/view_parts.h"

#include <stdio.h>

#include "proto/base/db.h"
#include "proto/log/state.h"

SQL(view_office_named, "SELECT coalesce(name, code) FROM office WHERE id = ?1");
SQL_SCAN(view_gap_count,
    "SELECT count(*), ifnull(sum(NOT EXISTS (SELECT 1 FROM element e"
    "  JOIN agreement a ON a.id = e.record WHERE e.field = ?2"
    "  AND e.value = g.id AND e.removed = 0 AND a.life = 0"
    "  AND ifnull(a.status, 0) NOT IN (?3, ?4, ?5))), 0)"
    " FROM gap g WHERE g.life = 0 AND (?1 = 0 OR g.space = ?1)"
    " AND " RULE_SQL_GAP_OPEN("g"));

#define VALUE_BYTES ((size_t)64 * 1024)

static const struct view_col cols[] = {
	{ "what", "Qué", "What", "#meta+kind", false, VIEW_BOTH },
	{ "id", "Número", "Id", "#meta+id", false, VIEW_BOTH },
	{ "space", "Espacio", "Space", "#loc+space", false, VIEW_BOTH },
	{ "entity", "Registro", "Record", "#meta+entity", false, VIEW_BOTH },
	{ "record", "Nombre", "Name", "#meta+record", false, VIEW_BOTH },
	{ "field", "Campo", "Field", "#meta+field", false, VIEW_BOTH },
	{ "values", "Valores", "Values", "#meta+values", false, VIEW_BOTH },
	{ "from_office", "De", "From", "#org+from", false, VIEW_BOTH },
	{ "to_office", "Decide", "Decides", "#org+to", false, VIEW_BOTH },
};

static const struct {
	const char *name, *es, *en;
} reviews[] = {
	[REVIEW_NONE] = { "none", "-", "-" },
	[REVIEW_VALUE] = { "value", "Valores distintos", "Different values" },
	[REVIEW_TEXT] = { "text", "Párrafos encimados",
	    "Overlapping paragraphs" },
	[REVIEW_VOID] = { "void", "Anulado y editado", "Voided and edited" },
	[REVIEW_FOLIO] = { "folio", "Folio repetido", "Folio used twice" },
	[REVIEW_TERMINAL] = { "terminal", "Dos estados finales",
	    "Two final states" },
	[REVIEW_APPROVAL] = { "approval", "Dos aprobaciones", "Two approvals" },
};

static const struct {
	const char *name, *es, *en;
} helds[] = {
	[HELD_PROPOSAL] = { "proposal", "Propuesta", "Proposal" },
	[HELD_LATE] = { "late", "Llegó tras la entrega",
	    "Came after the hand-over" },
	[HELD_AMENDMENT] = { "amendment", "Tras la aprobación",
	    "After the approval" },
};

/* What a record is called by, best first. */
static const char *const names[] = { "folio", "acronym", "code", "name",
	"official_name", "title", "account", "computer", "period", "reference",
	"text" };

static err_t
record_name(const struct view_ask *ask, struct arena *a, const struct entity *e,
    dot_t id, const char **name, dot_t *root)
{
	struct record r = { .life = LIFE_ABSENT };
	char text[40];
	bool found;

	ledger_id_put(ask->l, id, text);
	*name = arena_dup(a, span_str(text));
	TRY(state_get(ask->l, e, id, a, &r, &found));
	if (!found)
		return (NULL);
	if (root != NULL)
		*root = r.root;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		const struct field *f = schema_field_named(r.entity, names[i]);

		if (f == NULL || r.v[f->no - 1].kind != VAL_TEXT)
			continue;
		*name = arena_dup(a, r.v[f->no - 1].s);
		return (NULL);
	}
	return (NULL);
}

/* One value after the others, as a person reads it. */
static err_t
say_value(const struct view_ask *ask, struct arena *a, const struct field *f,
    struct val x, const char *lang, struct buf *out)
{
	const char *name;

	if (out->n > 0)
		TRY(buf_str(out, " | "));
	if (x.kind == VAL_NULL)
		return (buf_str(out, "-"));
	if (f == NULL)
		return (buf_str(
		    out, x.i == LIFE_LIVE
			     ? (lang[1] == 's' ? "vigente" : "live")
			     : (lang[1] == 's' ? "anulado" : "voided")));
	if (f->type != TYPE_REF)
		return (schema_say(f, x, lang, out));
	TRY(record_name(ask, a,
	    f->target == 0 ? NULL : schema_entity(f->target), x.i, &name,
	    NULL));
	return (buf_str(out, name));
}

static err_t
say_values(const struct view_ask *ask, struct arena *a, const struct field *f,
    const struct val *x, size_t n, const char **out)
{
	static const char *const langs[] = { "es", "en" };

	for (size_t k = 0; k < 2; k++) {
		CLEAN(buf_free) struct buf b = BUF(VIEW_SAY_BYTES);

		for (size_t i = 0; i < n && b.n < VALUE_BYTES; i++)
			TRY(say_value(ask, a, f, x[i], langs[k], &b));
		out[k] = arena_dup(a, buf_all(&b));
	}
	return (NULL);
}

static err_t
add_office(struct view *v, const struct view_ask *ask, dot_t office)
{
	CLEAN(rows_done) struct rows r = { 0 };
	bool found;

	if (office == 0) {
		view_add_word(v, "federal", "Nivel federal", "Federal level");
		return (NULL);
	}
	TRY(db_one(
	    &r, ledger_db(ask->l), &view_office_named, &found, A_INT(office)));
	view_add_text(v, found ? rows_span(&r, 0) : span_str("?"));
	return (NULL);
}

static void
add_field(struct view *v, const struct field *f)
{
	if (f == NULL)
		view_add_word(v, "life", "Vigencia", "Life");
	else
		view_add_word(v, f->name, f->es, f->en);
}

/* ---- disputes -------------------------------------------------------------
 */

static err_t
dispute(struct view *v, const struct view_ask *ask, const struct dispute *d)
{
	const struct field *f =
	    d->field == FIELD_LIFE ? NULL : schema_field(d->entity, d->field);
	struct version *s;
	struct val *x;
	const char *name, *say[2];
	dot_t root = 0, owner = 0;
	char id[40];
	size_t n;

	view_add_word(
	    v, reviews[d->kind].name, reviews[d->kind].es, reviews[d->kind].en)
	    ->mood = VIEW_CARE;
	ledger_id_put(ask->l, d->record, id);
	name = arena_fmt(&v->a, "%s/%s", id, f == NULL ? "life" : f->name);
	view_add_text(v, span_str(name));
	view_add_text(v, span_str(ledger_space_name(ask->l, d->space)));
	view_add_word(v, d->entity->name, d->entity->es, d->entity->en);
	TRY(record_name(ask, &v->a, d->entity, d->record, &name, &root));
	view_add_text(v, span_str(name));
	add_field(v, f);
	TRY(state_siblings(ask->l, d->record, d->field, &v->a, &s, &n));
	x = arena_new(&v->a, sizeof(*x) * (n + 1));
	for (size_t i = 0; i < n; i++)
		x[i] = s[i].v;
	TRY(say_values(ask, &v->a, f, x, n, say));
	view_add_word(v, say[1], say[0], say[1]);
	view_add(v, val_null());
	if (root != 0)
		TRY(state_owner(ask->l, root, 0, -1, ask->today, &owner));
	return (add_office(v, ask, owner));
}

/* ---- proposals ------------------------------------------------------------
 */

struct proposed {
	json_t *root;
	struct op op;
};

static void
proposed_free(struct proposed *p)
{
	json_free(&p->root);
}

/* "Fecha límite: 31/03/2026 · ..." of an op, in both languages. */
static err_t
say_op(const struct view_ask *ask, struct view *v, const struct held *h,
    const char **fields, const char **out)
{
	CLEAN(proposed_free) struct proposed p = { .root = NULL };
	struct stored st;

	*fields = out[0] = out[1] = "";
	TRY(ledger_commit(ask->l, h->op, &v->a, &st));
	TRY(ledger_op(ask->l, &st, dot_index(h->op), &v->a, &p.root, &p.op));
	if (p.op.kind == OP_VOID) {
		out[0] = "anular";
		out[1] = "void";
	}
	for (size_t i = 0; i < p.op.n; i++) {
		const struct field *f =
		    schema_field(h->entity, p.op.fv[i].field);
		const char *sep = out[0][0] == '\0' ? "" : " · ", *say[2];

		if (f == NULL)
			continue;
		TRY(say_values(ask, &v->a, f, &p.op.fv[i].v, 1, say));
		out[0] =
		    arena_fmt(&v->a, "%s%s%s: %s", out[0], sep, f->es, say[0]);
		out[1] =
		    arena_fmt(&v->a, "%s%s%s: %s", out[1], sep, f->en, say[1]);
		*fields = arena_fmt(&v->a, "%s%s%s", *fields,
		    sep[0] == '\0' ? "" : " ", f->name);
	}
	return (NULL);
}

static err_t
proposal(struct view *v, const struct view_ask *ask, const struct held *h)
{
	const char *name, *fields, *say[2];
	char id[40];

	view_add_word(
	    v, helds[h->kind].name, helds[h->kind].es, helds[h->kind].en);
	ledger_id_put(ask->l, h->op, id);
	view_add_text(v, span_str(id));
	view_add_text(v, span_str(ledger_space_name(ask->l, h->space)));
	view_add_word(v, h->entity->name, h->entity->es, h->entity->en);
	TRY(record_name(ask, &v->a, h->entity, h->record, &name, NULL));
	view_add_text(v, span_str(name));
	TRY(say_op(ask, v, h, &fields, say));
	view_add_text(v, span_str(fields));
	view_add_word(v, say[1], say[0], say[1]);
	TRY(add_office(v, ask, h->author_office));
	return (add_office(v, ask, h->owner_office));
}

err_t
view_disputes(struct view *v, const struct view_ask *ask)
{
	struct dispute *d;
	struct held *h;
	size_t n, m;

	VIEW_COLS(v, cols);
	TRY(state_disputes(ask->l, ask->space, &v->a, &d, &n));
	for (size_t i = 0; i < n; i++)
		TRY(dispute(v, ask, &d[i]));
	TRY(state_held(ask->l, ask->space, true, &v->a, &h, &m));
	for (size_t i = 0; i < m; i++)
		TRY(proposal(v, ask, &h[i]));
	view_line(v, "denominator",
	    arena_fmt(&v->a,
		"Disputas abiertas: %zu; propuestas por decidir: %zu", n, m),
	    arena_fmt(
		&v->a, "Open disputes: %zu; proposals to decide: %zu", n, m));
	return (view_complete(v, ask));
}

/* ---- overview -------------------------------------------------------------
 */

static const struct view_col overview_cols[] = {
	{ "figure", "Cifra", "Figure", "#indicator+name", false, VIEW_BOTH },
	{ "value", "Valor", "Value", "#indicator+value+num", true, VIEW_BOTH },
	{ "of", "De", "Of", "#indicator+denominator+num", true, VIEW_BOTH },
};

struct sums {
	int64_t all, open, overdue, done, disputed;
};

static void
sum(void *ctx, const struct view_agreement *a)
{
	struct sums *s = ctx;

	s->all++;
	s->open += view_agreement_open(a->shown, a->status) ? 1 : 0;
	s->overdue += a->shown == CODE_agreement_shown_overdue ? 1 : 0;
	s->done += a->shown == CODE_agreement_shown_done_on_time ||
			   a->shown == CODE_agreement_shown_done_late
		       ? 1
		       : 0;
	s->disputed += a->shown == CODE_agreement_shown_in_dispute ? 1 : 0;
}

static void
figure(struct view *v, const char *name, const char *es, const char *en,
    int64_t value, int64_t of)
{
	view_add_word(v, name, es, en);
	view_add_int(v, value);
	view_add_some(v, of >= 0, of);
}

static err_t
gaps_now(const struct view_ask *ask, int64_t *open, int64_t *bare)
{
	CLEAN(rows_done) struct rows r = { 0 };
	bool found;

	TRY(db_one(&r, ledger_db(ask->l), &view_gap_count, &found,
	    A_INT(ask->space), A_INT(FIELD_agreement_gaps),
	    A_INT(CODE_agreement_status_done),
	    A_INT(CODE_agreement_status_cancelled),
	    A_INT(CODE_agreement_status_superseded)));
	*open = found ? rows_int(&r, 0) : 0;
	*bare = found ? rows_int(&r, 1) : 0;
	return (NULL);
}

static err_t
waiting(struct view *v, const struct view_ask *ask)
{
	struct view_office *o;
	struct dispute *d;
	struct held *h;
	size_t offices, disputes, helds_n;
	int64_t now = 0;

	TRY(view_offices(ask, &v->a, &o, &offices));
	for (size_t i = 0; i < offices; i++)
		now += o[i].fresh == FRESH_NOW ? 1 : 0;
	figure(v, "offices_up_to_date", "Oficinas al día", "Offices up to date",
	    now, (int64_t)offices);
	TRY(state_disputes(ask->l, ask->space, &v->a, &d, &disputes));
	figure(v, "disputes", "Disputas abiertas", "Open disputes",
	    (int64_t)disputes, -1);
	TRY(state_held(ask->l, ask->space, true, &v->a, &h, &helds_n));
	figure(v, "proposals", "Propuestas por decidir", "Proposals to decide",
	    (int64_t)helds_n, -1);
	return (NULL);
}

err_t
view_overview(struct view *v, const struct view_ask *ask)
{
	struct sums s = { 0 };
	struct view_cover c;
	int64_t gaps, bare;

	VIEW_COLS(v, overview_cols);
	TRY(view_coverage(ask, &v->a, &c));
	TRY(view_agreements_each(ask, sum, &s));
	TRY(gaps_now(ask, &gaps, &bare));
	figure(v, "mesas", "Mesas", "Roundtables", c.mesas, -1);
	figure(v, "states", "Entidades con mesa", "States with a roundtable",
	    c.states, GEO_STATES);
	figure(v, "municipalities", "Municipios con mesa",
	    "Municipalities with a roundtable", c.municipalities, -1);
	figure(v, "agreements_open", "Acuerdos abiertos", "Open agreements",
	    s.open, s.all);
	figure(v, "agreements_overdue", "Acuerdos vencidos",
	    "Overdue agreements", s.overdue, s.open);
	figure(v, "agreements_done", "Acuerdos cumplidos", "Agreements done",
	    s.done, s.all);
	figure(v, "gaps_open", "Brechas abiertas", "Open gaps", gaps, -1);
	figure(v, "gaps_unaddressed", "Brechas sin acuerdo vigente",
	    "Gaps with no live agreement", bare, gaps);
	TRY(waiting(v, ask));
	view_line(v, "coverage", arena_fmt(&v->a, "Cobertura: %s", c.es),
	    arena_fmt(&v->a, "Coverage: %s", c.en));
	return (view_complete(v, ask));
}
