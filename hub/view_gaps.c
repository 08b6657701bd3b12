/*
 * view_gaps -- gaps by theme, barrier and state; and what commitments lead to.
 */
#include "hub/view_parts.h"

#include <stdlib.h>

#include "proto/base/db.h"

/* A live agreement is one that has not ended. */
SQL_SCAN(view_gaps_all,
    "SELECT g.id, g.theme, g.barrier, r.cvegeo, g.status, g.identified_on,"
    " EXISTS (SELECT 1 FROM element e JOIN agreement a ON a.id = e.record"
    "  WHERE e.field = ?2 AND e.value = g.id AND e.removed = 0"
    "  AND a.life = 0 AND ifnull(a.status, 0) NOT IN (?3, ?4, ?5)),"
    " g.grouped_in"
    " FROM gap g LEFT JOIN roundtable r ON r.id = g.root"
    " WHERE g.life = 0 AND (?1 = 0 OR g.space = ?1)"
    " ORDER BY g.theme, g.barrier, substr(ifnull(r.cvegeo, ''), 1, 2),"
    " g.identified_on, g.id");
SQL_SCAN(view_commitments_all,
    "WITH tied (commitment, object) AS ("
    " SELECT l.commitment, l.object FROM link l WHERE l.life = 0"
    " UNION SELECT e.value, e.record FROM element e WHERE e.field = ?1"
    "  AND e.removed = 0 AND e.record IN (SELECT id FROM agreement))"
    " SELECT c.id, c.framework, c.reference, c.text_es, c.text_en,"
    " c.committed_entity, c.axis, c.year, c.official_status, c.url,"
    " (SELECT count(*) FROM tied t JOIN roundtable r ON r.id = t.object"
    "  WHERE t.commitment = c.id AND r.life = 0),"
    " (SELECT count(*) FROM tied t JOIN agreement a ON a.id = t.object"
    "  WHERE t.commitment = c.id AND a.life = 0),"
    " (SELECT count(*) FROM tied t JOIN agreement a ON a.id = t.object"
    "  WHERE t.commitment = c.id AND a.life = 0 AND a.status = ?2),"
    " (SELECT count(DISTINCT substr(r.cvegeo, 1, 2)) FROM tied t"
    "  LEFT JOIN agreement a ON a.id = t.object AND a.life = 0"
    "  JOIN roundtable r ON r.id = coalesce(a.root, t.object)"
    "  WHERE t.commitment = c.id AND r.life = 0)"
    " FROM commitment c WHERE c.life = 0 AND (?3 = 0 OR c.space = ?3"
    "  OR EXISTS (SELECT 1 FROM tied t"
    "   LEFT JOIN agreement a ON a.id = t.object"
    "   JOIN roundtable r ON r.id = coalesce(a.root, t.object)"
    "   WHERE t.commitment = c.id AND r.space = ?3))"
    " ORDER BY c.framework, c.year, c.reference, c.id");

static const struct view_col cols[] = {
	{ "theme", "Tema", "Theme", "#sector", false, VIEW_BOTH },
	{ "barrier", "Barrera", "Barrier", "#cause", false, VIEW_BOTH },
	{ "state", "Entidad", "State", "#adm1+code", false, VIEW_BOTH },
	{ "state_name", "Nombre", "Name", "#adm1+name", false, VIEW_MACHINES },
	{ "open", "Abiertas", "Open", "#indicator+gaps+open+num", true,
	    VIEW_BOTH },
	{ "without_agreement", "Sin acuerdo vigente", "No live agreement",
	    "#indicator+gaps+unaddressed+num", true, VIEW_BOTH },
	{ "escalated", "Escaladas", "Escalated",
	    "#indicator+gaps+escalated+num", true, VIEW_BOTH },
	{ "median_age", "Mediana de días", "Median days",
	    "#indicator+gaps+age+median+num", true, VIEW_BOTH },
	{ "oldest_age", "La más antigua", "Oldest",
	    "#indicator+gaps+age+max+num", true, VIEW_BOTH },
	{ "closed", "Cerradas", "Closed", "#indicator+gaps+closed+num", true,
	    VIEW_BOTH },
};

struct kind { /* theme x barrier x state */
	int64_t theme, barrier;
	char state[3];
	int64_t open, bare, escalated, closed;
	int64_t *age;
	size_t ages, cap;
};

struct kinds {
	struct kind now;
	bool some;
	int64_t open, bare, closed;
};

static void
kinds_free(struct kinds *k)
{
	mem_free(k->now.age);
}

static err_t
flush(struct view *v, const struct view_ask *ask, struct kinds *k)
{
	struct kind *x = &k->now;

	if (!k->some)
		return (NULL);
	TRY(view_add_code(v, ask, "theme", x->theme != 0, x->theme));
	TRY(view_add_code(v, ask, "barrier", x->barrier != 0, x->barrier));
	view_add_state(v, x->state);
	view_add_text(v,
	    span_str(
		geo_state(x->state) == NULL ? "Federal" : geo_name(x->state)));
	view_add_int(v, x->open);
	view_add_int(v, x->bare);
	if (x->bare > 0)
		v->cell[v->cells - 1].mood = VIEW_CARE;
	view_add_int(v, x->escalated);
	view_add_some(
	    v, x->ages > 0, x->ages > 0 ? view_median(x->age, x->ages) : 0);
	view_add_some(v, x->ages > 0, x->ages > 0 ? x->age[x->ages - 1] : 0);
	view_add_int(v, x->closed);
	k->open += x->open;
	k->bare += x->bare;
	k->closed += x->closed;
	k->some = false;
	return (NULL);
}

static void
count(struct kind *x, struct rows *r, int64_t today)
{
	int64_t status = rows_int(r, 4);

	if (!rule_gap_open(status)) {
		x->closed++;
		return;
	}
	x->open++;
	x->bare += rows_int(r, 6) == 0 ? 1 : 0;
	x->escalated += status == CODE_gap_status_escalated ? 1 : 0;
	if (rows_val(r, 5).kind != VAL_INT)
		return;
	mem_room(&x->age, &x->cap, x->ages + 1, sizeof(*x->age));
	x->age[x->ages++] = today - rows_int(r, 5);
}

static err_t
step(
    struct view *v, const struct view_ask *ask, struct kinds *k, struct rows *r)
{
	struct kind *x = &k->now;
	char state[3];

	view_state_of(rows_text(r, 3), state);
	if (!k->some || x->theme != rows_int(r, 1) ||
	    x->barrier != rows_int(r, 2) || strcmp(x->state, state) != 0) {
		int64_t *age = x->age;
		size_t cap = x->cap;

		TRY(flush(v, ask, k));
		*x = (struct kind){ .theme = rows_int(r, 1),
			.barrier = rows_int(r, 2),
			.age = age,
			.cap = cap };
		memcpy(x->state, state, sizeof(x->state));
		k->some = true;
	}
	count(x, r, ask->today);
	return (NULL);
}

err_t
view_gaps(struct view *v, const struct view_ask *ask)
{
	CLEAN(kinds_free) struct kinds k = { .some = false };
	CLEAN(rows_done) struct rows r = { 0 };
	bool more;

	VIEW_COLS(v, cols);
	TRY(db_query(&r, ledger_db(ask->l), &view_gaps_all, A_INT(ask->space),
	    A_INT(FIELD_agreement_gaps), A_INT(CODE_agreement_status_done),
	    A_INT(CODE_agreement_status_cancelled),
	    A_INT(CODE_agreement_status_superseded)));
	for (;;) {
		TRY(rows_next(&r, &more));
		if (!more)
			break;
		TRY(step(v, ask, &k, &r));
	}
	TRY(flush(v, ask, &k));
	view_line(v, "denominator",
	    arena_fmt(&v->a,
		"%lld brechas abiertas, %lld sin acuerdo vigente; %lld "
		"cerradas",
		(long long)k.open, (long long)k.bare, (long long)k.closed),
	    arena_fmt(&v->a,
		"%lld open gaps, %lld with no live agreement; %lld closed",
		(long long)k.open, (long long)k.bare, (long long)k.closed));
	return (view_complete(v, ask));
}

/* ---- commitments ----------------------------------------------------------
 */

static const struct view_col commitment_cols[] = {
	{ "framework", "Marco", "Framework", "#meta+framework", false,
	    VIEW_BOTH },
	{ "reference", "Referencia", "Reference", "#meta+commitment", false,
	    VIEW_BOTH },
	{ "text", "Compromiso", "Commitment", "#description", false,
	    VIEW_BOTH },
	{ "entity", "Entidad comprometida", "Committed entity",
	    "#org+committed", false, VIEW_BOTH },
	{ "axis", "Eje", "Axis", "#sector+axis", false, VIEW_BOTH },
	{ "year", "Año", "Year", "#date+year", false, VIEW_BOTH },
	{ "official_status", "Estado oficial", "Official status",
	    "#status+commitment", false, VIEW_BOTH },
	{ "roundtables", "Mesas", "Roundtables", "#indicator+mesas+num", true,
	    VIEW_BOTH },
	{ "agreements", "Acuerdos", "Agreements", "#indicator+agreements+num",
	    true, VIEW_BOTH },
	{ "done", "Cumplidos", "Done", "#indicator+agreements+done+num", true,
	    VIEW_BOTH },
	{ "states", "Entidades", "States", "#indicator+states+num", true,
	    VIEW_BOTH },
	{ "url", "Dirección web", "Web address", "#meta+url", false,
	    VIEW_MACHINES },
};

static err_t
commitment(struct view *v, const struct view_ask *ask, struct rows *r)
{
	const char *es = arena_dup(&v->a, rows_span(r, 3));
	const char *en = arena_dup(&v->a, rows_span(r, 4));

	TRY(view_add_code(
	    v, ask, "framework", rows_int(r, 1) != 0, rows_int(r, 1)));
	view_add_text(v, rows_span(r, 2));
	if (es[0] == '\0')
		es = en;
	view_add_word(v, es, es, en[0] == '\0' ? es : en);
	view_add_text(v, rows_span(r, 5));
	TRY(view_add_code(v, ask, "axis", rows_int(r, 6) != 0, rows_int(r, 6)));
	view_add_some(v, rows_val(r, 7).kind == VAL_INT, rows_int(r, 7));
	TRY(view_add_code(
	    v, ask, "commitment_status", rows_int(r, 8) != 0, rows_int(r, 8)));
	for (int i = 10; i <= 13; i++)
		view_add_int(v, rows_int(r, i));
	view_add_text(v, rows_span(r, 9));
	return (NULL);
}

err_t
view_commitments(struct view *v, const struct view_ask *ask)
{
	CLEAN(rows_done) struct rows r = { 0 };
	long long linked = 0;
	bool more;

	VIEW_COLS(v, commitment_cols);
	TRY(db_query(&r, ledger_db(ask->l), &view_commitments_all,
	    A_INT(FIELD_agreement_commitments),
	    A_INT(CODE_agreement_status_done), A_INT(ask->space)));
	for (;;) {
		TRY(rows_next(&r, &more));
		if (!more)
			break;
		TRY(commitment(v, ask, &r));
		if (rows_int(&r, 10) + rows_int(&r, 11) > 0)
			linked++;
	}
	view_line(v, "denominator",
	    arena_fmt(&v->a,
		"%zu compromisos, %lld con mesas o acuerdos vinculados",
		view_rows(v), linked),
	    arena_fmt(&v->a,
		"%zu commitments, %lld with linked roundtables or agreements",
		view_rows(v), linked));
	return (view_complete(v, ask));
}
