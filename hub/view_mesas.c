/*
 * view_mesas -- which roundtables there are, where, and how they go on.
 */
#include "hub/view_parts.h"

#include <stdlib.h>

#include "proto/base/clock.h"
#include "proto/base/db.h"
#include "proto/log/state.h"

#define HELD                                                                   \
	" FROM session s WHERE s.roundtable = r.id AND s.life = 0"             \
	" AND s.status = ?2"
SQL_SCAN(view_mesas_all,
    "SELECT r.id, r.code, r.official_name, r.level, r.kind, r.status,"
    " r.cvegeo, coalesce(r.installed_on, r.first_session_on),"
    " r.committed_period, r.theme, r.time_zone,"
    " (SELECT max(coalesce(s.started_at, s.called_for))" HELD "),"
    " (SELECT min(s.called_for) FROM session s WHERE s.roundtable = r.id"
    "  AND s.life = 0 AND s.status IN (?3, ?4) AND s.called_for >= ?5),"
    " (SELECT count(*)" HELD ")"
    " FROM roundtable r WHERE r.life = 0 AND (?1 = 0 OR r.space = ?1)"
    " ORDER BY substr(ifnull(r.cvegeo, ''), 1, 2), r.level, r.kind,"
    " r.cvegeo, r.code");
SQL(view_mesa_themes,
    "SELECT DISTINCT theme FROM roundtable_theme WHERE roundtable = ?1"
    " AND life = 0 AND theme IS NOT NULL AND ifnull(since, ?2) <= ?2"
    " AND ifnull(until, ?2) >= ?2 ORDER BY theme");
SQL(view_office_name, "SELECT name, code FROM office WHERE id = ?1");
/* A place counts once it has a plenary roundtable that exists. */
SQL_SCAN(view_cover_places,
    "SELECT DISTINCT level, cvegeo FROM roundtable WHERE life = 0"
    " AND ifnull(kind, ?1) = ?1 AND cvegeo IS NOT NULL"
    " AND ifnull(status, 0) NOT IN (?2, ?3) AND (?4 = 0 OR space = ?4)"
    " ORDER BY level, cvegeo");
SQL_SCAN(view_cover_mesas,
    "SELECT count(*) FROM roundtable WHERE life = 0"
    " AND ifnull(status, 0) NOT IN (?1, ?2) AND (?3 = 0 OR space = ?3)");
SQL_SCAN(view_state_mesas,
    "SELECT substr(cvegeo, 1, 2), count(*), sum(length(cvegeo) = 5)"
    " FROM roundtable WHERE life = 0 AND cvegeo IS NOT NULL"
    " AND ifnull(status, 0) NOT IN (?1, ?2) AND (?3 = 0 OR space = ?3)"
    " GROUP BY 1");
SQL_SCAN(view_state_gaps,
    "SELECT substr(r.cvegeo, 1, 2), count(*) FROM gap g"
    " JOIN roundtable r ON r.id = g.root WHERE g.life = 0"
    " AND " RULE_SQL_GAP_OPEN("g") " AND (?1 = 0 OR g.space = ?1) AND r.cvegeo "
				   "IS NOT NULL GROUP BY 1");

#define GONE                                                                   \
	A_INT(CODE_roundtable_status_proposed),                                \
	    A_INT(CODE_roundtable_status_dissolved)

static const struct view_col mesas_cols[] = {
	{ "state", "Entidad", "State", "#adm1+code", false, VIEW_BOTH },
	{ "state_name", "Nombre", "Name", "#adm1+name", false, VIEW_MACHINES },
	{ "municipality", "Municipio", "Municipality", "#adm2+code", false,
	    VIEW_BOTH },
	{ "name", "Mesa", "Roundtable", "#group+name", false, VIEW_BOTH },
	{ "code", "Clave", "Code", "#meta+id", false, VIEW_MACHINES },
	{ "level", "Nivel", "Level", "#group+level", false, VIEW_MACHINES },
	{ "kind", "Tipo", "Kind", "#group+type", false, VIEW_MACHINES },
	{ "exists", "¿Existe?", "Exists?", "#indicator+exists", false,
	    VIEW_MACHINES },
	{ "status", "Estado", "Status", "#status+roundtable", false,
	    VIEW_BOTH },
	{ "installed_on", "Instalada", "Installed", "#date+start", false,
	    VIEW_MACHINES },
	{ "age_days", "Días desde la instalación", "Days since installation",
	    "#indicator+age+num", true, VIEW_BOTH },
	{ "last_session", "Última sesión", "Last session", "#date+last", false,
	    VIEW_BOTH },
	{ "next_session", "Próxima sesión", "Next session", "#date+next", false,
	    VIEW_BOTH },
	{ "sessions_held", "Sesiones", "Sessions", "#indicator+sessions+num",
	    true, VIEW_BOTH },
	{ "sessions_expected", "Comprometidas", "Committed",
	    "#indicator+sessions+expected+num", true, VIEW_MACHINES },
	{ "themes", "Temas activos", "Active themes", "#sector+list", false,
	    VIEW_BOTH },
	{ "office", "Secretaría técnica", "Technical secretariat",
	    "#org+office+name", false, VIEW_BOTH },
};

/* ---- one roundtable -------------------------------------------------------
 */

struct themes {
	const char *names, *es, *en;
};

static err_t
theme_add(
    struct view *v, const struct view_ask *ask, int64_t no, struct themes *t)
{
	const char *sep = t->names[0] == '\0' ? "" : "; ";
	struct view_word w;

	TRY(view_label(v, ask, "theme", no, &w));
	t->names = arena_fmt(
	    &v->a, "%s%s%s", t->names, sep[0] == '\0' ? "" : ";", w.name);
	t->es = arena_fmt(&v->a, "%s%s%s", t->es, sep, w.es);
	t->en = arena_fmt(&v->a, "%s%s%s", t->en, sep, w.en);
	return (NULL);
}

static err_t
add_themes(
    struct view *v, const struct view_ask *ask, int64_t mesa, struct val own)
{
	CLEAN(rows_done) struct rows r = { 0 };
	struct themes t = { "", "", "" };
	bool more;

	if (own.kind == VAL_INT)
		TRY(theme_add(v, ask, own.i, &t));
	TRY(db_query(&r, ledger_db(ask->l), &view_mesa_themes, A_INT(mesa),
	    A_INT(ask->today)));
	for (;;) {
		TRY(rows_next(&r, &more));
		if (!more)
			break;
		if (own.kind != VAL_INT || own.i != rows_int(&r, 0))
			TRY(theme_add(v, ask, rows_int(&r, 0), &t));
	}
	if (t.names[0] == '\0')
		view_add(v, val_null());
	else
		view_add_word(v, t.names, t.es, t.en);
	return (NULL);
}

static err_t
add_office(struct view *v, const struct view_ask *ask, int64_t mesa)
{
	CLEAN(rows_done) struct rows r = { 0 };
	dot_t office;
	bool found;

	TRY(state_owner(ask->l, mesa, 0, -1, ask->today, &office));
	if (office == 0) {
		view_add_word(v, "federal", "Nivel federal", "Federal level");
		return (NULL);
	}
	TRY(db_one(
	    &r, ledger_db(ask->l), &view_office_name, &found, A_INT(office)));
	view_add_text(v, !found
			     ? span_str("")
			     : rows_span(&r, rows_span(&r, 0).n > 0 ? 0 : 1));
	return (NULL);
}

static void
add_place(struct view *v, const char *cvegeo)
{
	const char *name = geo_name(cvegeo);
	char state[3];

	view_add_state(v, view_state_of(cvegeo, state));
	view_add_text(v, span_str(name == NULL ? "" : geo_name(state)));
	if (strlen(cvegeo) != 5)
		view_add(v, val_null());
	else
		view_add_word(v, cvegeo,
		    name == NULL ? arena_dup(&v->a, span_str(cvegeo)) : name,
		    name);
}

/* No session for more than twice what it promised: inactive, whatever is
 * recorded. */
static err_t
add_status(struct view *v, const struct view_ask *ask, struct rows *r,
    int64_t last, bool heard)
{
	int64_t status = rows_int(r, 5), period = rows_int(r, 8);
	bool lively = status == CODE_roundtable_status_installed ||
		      status == CODE_roundtable_status_operating;

	if (!heard && rows_val(r, 7).kind == VAL_INT) {
		last = rows_int(r, 7);
		heard = true;
	}
	if (lively && period > 0 && heard && ask->today - last > 2 * period)
		status = CODE_roundtable_status_inactive;
	TRY(view_add_code(v, ask, "roundtable_status", status != 0, status));
	if (status == CODE_roundtable_status_operating)
		v->cell[v->cells - 1].mood = VIEW_GOOD;
	if (status == CODE_roundtable_status_inactive ||
	    status == CODE_roundtable_status_suspended)
		v->cell[v->cells - 1].mood = VIEW_CARE;
	return (NULL);
}

static void
add_rhythm(struct view *v, const struct view_ask *ask, struct rows *r,
    const char *zone, int64_t last)
{
	bool installed = rows_val(r, 7).kind == VAL_INT;
	int64_t age = ask->today - rows_int(r, 7), period = rows_int(r, 8);

	view_add_day(v, installed, rows_int(r, 7));
	view_add_some(v, installed, age);
	view_add_day(v, rows_val(r, 11).kind == VAL_INT, last);
	view_add_day(v, rows_val(r, 12).kind == VAL_INT,
	    clock_day(rows_int(r, 12), zone));
	view_add_int(v, rows_int(r, 13));
	view_add_some(v, installed && period > 0 && age >= 0,
	    period > 0 ? age / period + 1 : 0);
}

static err_t
mesa(struct view *v, const struct view_ask *ask, struct rows *r)
{
	const char *zone = rows_text(r, 10);
	int64_t id = rows_int(r, 0), last, status = rows_int(r, 5);
	struct val theme = rows_val(r, 9);

	if (zone[0] == '\0')
		zone = NULL;
	last = clock_day(rows_int(r, 11), zone);
	add_place(v, rows_text(r, 6));
	view_add_text(v, rows_span(r, rows_span(r, 2).n > 0 ? 2 : 1));
	view_add_text(v, rows_span(r, 1));
	TRY(view_add_code(
	    v, ask, "level", rows_int(r, 3) != 0, rows_int(r, 3)));
	TRY(view_add_code(
	    v, ask, "roundtable_kind", rows_int(r, 4) != 0, rows_int(r, 4)));
	view_add_yes(v, status != CODE_roundtable_status_proposed &&
			    status != CODE_roundtable_status_dissolved);
	TRY(add_status(v, ask, r, last, rows_val(r, 11).kind == VAL_INT));
	add_rhythm(v, ask, r, zone, last);
	TRY(add_themes(v, ask, id, theme));
	return (add_office(v, ask, id));
}

/* ---- all of them ----------------------------------------------------------
 */

static void
absent(struct view *v, const struct geo_state *s)
{
	view_add_state(v, s->code);
	view_add_text(v, span_str(s->name));
	while ((v->cells % v->cols) != 0) {
		if (strcmp(v->col[v->cells % v->cols].name, "exists") == 0)
			view_add_yes(v, false);
		else if (strcmp(v->col[v->cells % v->cols].name, "status") == 0)
			view_add_word(v, "none", "Sin mesa", "No roundtable");
		else
			view_add(v, val_null());
	}
}

static bool
has_state(const struct view *v, size_t rows, const char *code)
{
	for (size_t i = 0; i < rows; i++)
		if (span_eq(v->cell[i * v->cols].v.s, span_str(code)))
			return (true);
	return (false);
}

err_t
view_mesas(struct view *v, const struct view_ask *ask)
{
	CLEAN(rows_done) struct rows r = { 0 };
	struct view_cover c;
	size_t rows;
	bool more;

	VIEW_COLS(v, mesas_cols);
	TRY(view_coverage(ask, &v->a, &c));
	TRY(db_query(&r, ledger_db(ask->l), &view_mesas_all, A_INT(ask->space),
	    A_INT(CODE_session_status_held),
	    A_INT(CODE_session_status_scheduled),
	    A_INT(CODE_session_status_called), A_INT(ask->now)));
	for (;;) {
		TRY(rows_next(&r, &more));
		if (!more)
			break;
		TRY(mesa(v, ask, &r));
	}
	rows = view_rows(v);
	for (size_t i = 0; ask->space == 0 && i < GEO_STATES; i++)
		if (!has_state(v, rows, geo_states[i].code))
			absent(v, &geo_states[i]);
	view_line(v, "coverage",
	    arena_fmt(&v->a, "Cobertura: %s, de %d entidades; %lld mesas", c.es,
		GEO_STATES, (long long)c.mesas),
	    arena_fmt(&v->a, "Coverage: %s, of %d states; %lld roundtables",
		c.en, GEO_STATES, (long long)c.mesas));
	return (view_complete(v, ask));
}

/* ---- coverage -------------------------------------------------------------
 */

static void
say_coverage(struct arena *a, struct view_cover *c, const char *only)
{
	const char *es = c->states == 1 ? "estado" : "estados";
	const char *en = c->states == 1 ? "state" : "states";

	if (c->municipalities == 0) {
		c->es = arena_fmt(a, "%lld %s", (long long)c->states, es);
		c->en = arena_fmt(a, "%lld %s", (long long)c->states, en);
	} else if (c->municipalities <= 3) {
		c->es = arena_fmt(
		    a, "%lld %s + %s", (long long)c->states, es, only);
		c->en = arena_fmt(
		    a, "%lld %s + %s", (long long)c->states, en, only);
	} else {
		c->es = arena_fmt(a, "%lld %s + %lld municipios",
		    (long long)c->states, es, (long long)c->municipalities);
		c->en = arena_fmt(a, "%lld %s + %lld municipalities",
		    (long long)c->states, en, (long long)c->municipalities);
	}
}

err_t
view_coverage(const struct view_ask *ask, struct arena *a, struct view_cover *c)
{
	CLEAN(rows_done) struct rows r = { 0 };
	struct db *db = ledger_db(ask->l);
	const char *only = "";
	bool more;

	*c = (struct view_cover){ .es = "", .en = "" };
	TRY(db_int(
	    db, &view_cover_mesas, 0, &c->mesas, GONE, A_INT(ask->space)));
	TRY(db_query(&r, db, &view_cover_places,
	    A_INT(CODE_roundtable_kind_plenary), GONE, A_INT(ask->space)));
	for (;;) {
		const char *code, *name;

		TRY(rows_next(&r, &more));
		if (!more)
			break;
		code = rows_text(&r, 1);
		if (rows_int(&r, 0) == CODE_level_state)
			c->states++;
		if (rows_int(&r, 0) != CODE_level_municipal)
			continue;
		name = geo_name(code);
		only = arena_fmt(a, "%s%s%s", only, only[0] == '\0' ? "" : ", ",
		    name == NULL ? code : name);
		c->municipalities++;
	}
	say_coverage(a, c, only);
	return (NULL);
}

/* ---- by state -------------------------------------------------------------
 */

static const struct view_col states_cols[] = {
	{ "state", "Entidad", "State", "#adm1+code", false, VIEW_BOTH },
	{ "state_name", "Nombre", "Name", "#adm1+name", false, VIEW_MACHINES },
	{ "mesas", "Mesas", "Roundtables", "#indicator+mesas+num", true,
	    VIEW_BOTH },
	{ "municipal", "Municipales", "Municipal",
	    "#indicator+mesas+municipal+num", true, VIEW_BOTH },
	{ "open", "Acuerdos abiertos", "Open agreements",
	    "#indicator+agreements+open+num", true, VIEW_BOTH },
	{ "overdue", "Vencidos", "Overdue", "#indicator+agreements+overdue+num",
	    true, VIEW_BOTH },
	{ "done", "Cumplidos", "Done", "#indicator+agreements+done+num", true,
	    VIEW_BOTH },
	{ "gaps", "Brechas abiertas", "Open gaps", "#indicator+gaps+open+num",
	    true, VIEW_BOTH },
};

struct tally {
	struct {
		int64_t mesas, municipal, open, overdue, done, gaps;
	} of[GEO_STATES + 1];
};

static size_t
place(const char *state)
{
	for (size_t i = 0; i < GEO_STATES; i++)
		if (strncmp(geo_states[i].code, state, 2) == 0)
			return (i);
	return (GEO_STATES);
}

static void
count_agreement(void *ctx, const struct view_agreement *a)
{
	struct tally *t = ctx;
	size_t i = place(a->state);

	t->of[i].open += view_agreement_open(a->shown, a->status) ? 1 : 0;
	t->of[i].overdue += a->shown == CODE_agreement_shown_overdue ? 1 : 0;
	t->of[i].done += a->shown == CODE_agreement_shown_done_on_time ||
				 a->shown == CODE_agreement_shown_done_late
			     ? 1
			     : 0;
}

static err_t
count_places(const struct view_ask *ask, struct tally *t)
{
	CLEAN(rows_done) struct rows r = { 0 };
	CLEAN(rows_done) struct rows g = { 0 };
	struct db *db = ledger_db(ask->l);
	bool more;

	TRY(db_query(&r, db, &view_state_mesas, GONE, A_INT(ask->space)));
	for (;;) {
		TRY(rows_next(&r, &more));
		if (!more)
			break;
		t->of[place(rows_text(&r, 0))].mesas = rows_int(&r, 1);
		t->of[place(rows_text(&r, 0))].municipal = rows_int(&r, 2);
	}
	TRY(db_query(&g, db, &view_state_gaps, A_INT(ask->space)));
	for (;;) {
		TRY(rows_next(&g, &more));
		if (!more)
			return (NULL);
		t->of[place(rows_text(&g, 0))].gaps = rows_int(&g, 1);
	}
}

err_t
view_states(struct view *v, const struct view_ask *ask)
{
	struct tally *t = arena_new(&v->a, sizeof(*t));
	struct view_cover c;

	VIEW_COLS(v, states_cols);
	TRY(view_coverage(ask, &v->a, &c));
	TRY(count_places(ask, t));
	TRY(view_agreements_each(ask, count_agreement, t));
	for (size_t i = 0; i < GEO_STATES; i++) {
		view_add_state(v, geo_states[i].code);
		view_add_text(v, span_str(geo_states[i].name));
		view_add_int(v, t->of[i].mesas);
		view_add_int(v, t->of[i].municipal);
		view_add_int(v, t->of[i].open);
		view_add_int(v, t->of[i].overdue);
		view_add_int(v, t->of[i].done);
		view_add_int(v, t->of[i].gaps);
	}
	view_line(v, "coverage", c.es, c.en);
	return (view_complete(v, ask));
}
