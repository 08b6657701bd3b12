/*
 * view_offices -- how fresh each office's data is, and what that leaves out.
 */
#include "hub/view_parts.h"

#include <stdlib.h>

#include "proto/base/db.h"
#include "proto/base/text.h"
#include "proto/log/state.h"

SQL_SCAN(view_offices_all,
    "SELECT h.no, h.record, h.code, o.name FROM h_office h"
    " LEFT JOIN office o ON o.id = h.record AND o.life = 0"
    " WHERE h.federal = 0 AND (?1 = '' OR EXISTS (SELECT 1 FROM h_space s"
    "  WHERE s.office = h.no AND s.space = ?1 AND s.lost = 0))"
    " ORDER BY h.code");
SQL(view_office_nodes,
    "SELECT key, contact, skew, backlog, software, enrolled FROM h_node"
    " WHERE office = ?1 AND status = ?2 ORDER BY no");
SQL_SCAN(view_node_logs,
    "SELECT s.name, l.seq, l.at FROM log l JOIN space s ON s.no = l.space"
    " WHERE l.node = ?1 ORDER BY s.name, l.no");
SQL_SCAN(
    view_disputes_n, "SELECT count(*) FROM review WHERE ?1 = 0 OR space = ?1");

#define DAY 86400

/* Owners of the roundtables that have open disputes, one entry a dispute. */
struct owners {
	dot_t *v;
	size_t n;
};

static err_t
owners_load(const struct view_ask *ask, struct arena *a, struct owners *o)
{
	struct dispute *d;

	TRY(state_disputes(ask->l, 0, a, &d, &o->n));
	o->v = arena_new(a, sizeof(*o->v) * (o->n + 1));
	for (size_t i = 0; i < o->n; i++) {
		struct record r = { .root = 0 };
		bool found;

		TRY(state_get(ask->l, d[i].entity, d[i].record, a, &r, &found));
		if (found && r.root != 0)
			TRY(state_owner(
			    ask->l, r.root, 0, -1, ask->today, &o->v[i]));
	}
	return (NULL);
}

/* One computer's share of its office's row. */
static err_t
node(const struct view_ask *ask, struct arena *a, struct rows *n,
    struct view_office *o)
{
	CLEAN(rows_done) struct rows r = { 0 };
	int64_t contact = rows_int(n, 1), skew = rows_int(n, 2), latest = 0;
	int64_t through = contact == 0 ? rows_int(n, 5) : contact;
	const char *version = rows_text(n, 4);
	bool more;

	TRY(db_query(&r, ledger_db(ask->l), &view_node_logs,
	    val_blob(rows_span(n, 0).p, rows_span(n, 0).n)));
	for (;;) {
		TRY(rows_next(&r, &more));
		if (!more)
			break;
		latest = rows_int(&r, 2) > latest ? rows_int(&r, 2) : latest;
		o->position = arena_fmt(a, "%s%s%s:%lld", o->position,
		    o->position[0] == '\0' ? "" : " ", rows_text(&r, 0),
		    (long long)rows_int(&r, 1));
	}
	/* With changes it could not send yet, it is complete only up to the
	 * last one that is here. */
	if (rows_int(n, 3) > 0 && latest < through)
		through = latest;
	if (o->computers++ == 0 || through < o->through)
		o->through = through;
	if (contact >= o->contact) {
		o->contact = contact;
		o->version = arena_dup(a, span_str(version));
	}
	if (llabs(skew) > llabs(o->skew))
		o->skew = skew;
	o->backlog += rows_int(n, 3);
	return (NULL);
}

static void
judge(const struct view_ask *ask, struct view_office *o)
{
	o->days = o->contact == 0 ? -1 : (ask->now - o->contact) / DAY;
	if (o->contact == 0)
		o->fresh = FRESH_NEVER;
	else if (o->days > VIEW_SILENT_DAYS)
		o->fresh = FRESH_SILENT;
	else if (o->days >= VIEW_FRESH_DAYS || o->backlog > 0)
		o->fresh = FRESH_AGEING;
	else
		o->fresh = FRESH_NOW;
	o->missing = o->fresh >= FRESH_SILENT || o->backlog > 0;
}

static err_t
office(const struct view_ask *ask, struct arena *a, struct rows *r,
    const struct owners *owners, struct view_office *o)
{
	CLEAN(rows_done) struct rows n = { 0 };
	bool more;

	*o = (struct view_office){ .record = rows_int(r, 1),
		.code = arena_dup(a, rows_span(r, 2)),
		.name = arena_dup(a, rows_span(r, 3)),
		.version = "",
		.position = "" };
	if (o->name[0] == '\0')
		o->name = o->code;
	TRY(db_query(&n, ledger_db(ask->l), &view_office_nodes,
	    A_INT(rows_int(r, 0)), A_INT(CODE_node_status_active)));
	for (;;) {
		TRY(rows_next(&n, &more));
		if (!more)
			break;
		TRY(node(ask, a, &n, o));
	}
	for (size_t i = 0; i < owners->n; i++)
		o->disputes += owners->v[i] == o->record ? 1 : 0;
	judge(ask, o);
	return (NULL);
}

err_t
view_offices(const struct view_ask *ask, struct arena *a,
    struct view_office **out, size_t *n)
{
	CLEAN(rows_done) struct rows r = { 0 };
	struct owners owners = { NULL, 0 };
	size_t cap = 0;
	bool more;

	*out = NULL;
	*n = 0;
	TRY(owners_load(ask, a, &owners));
	TRY(db_query(&r, ledger_db(ask->l), &view_offices_all,
	    val_str(ledger_space_name(ask->l, ask->space))));
	for (;;) {
		TRY(rows_next(&r, &more));
		if (!more)
			return (NULL);
		arena_room(a, out, &cap, *n + 1, sizeof(**out));
		TRY(office(ask, a, &r, &owners, &(*out)[*n]));
		(*n)++;
	}
}

/* ---- the table ------------------------------------------------------------
 */

static const struct view_col cols[] = {
	{ "code", "Clave", "Code", "#meta+id", false, VIEW_BOTH },
	{ "office", "Oficina", "Office", "#org+office+name", false, VIEW_BOTH },
	{ "freshness", "Estado", "Status", "#status+freshness", false,
	    VIEW_BOTH },
	{ "last_contact", "Último contacto", "Last contact", "#date+contact",
	    false, VIEW_BOTH },
	{ "days_silent", "Días en silencio", "Days silent",
	    "#indicator+silent+num", true, VIEW_BOTH },
	{ "complete_through", "Completo hasta", "Complete through",
	    "#date+complete", false, VIEW_BOTH },
	{ "position", "Último cambio recibido", "Last change received",
	    "#meta+position", false, VIEW_BOTH },
	{ "pending", "Por enviar", "Pending", "#indicator+pending+num", true,
	    VIEW_BOTH },
	{ "clock_skew_s", "Reloj (s)", "Clock (s)", "#indicator+skew+num", true,
	    VIEW_BOTH },
	{ "version", "Versión", "Version", "#meta+version", false, VIEW_BOTH },
	{ "computers", "Equipos", "Computers", "#indicator+computers+num", true,
	    VIEW_BOTH },
	{ "open_disputes", "Disputas", "Disputes", "#indicator+disputes+num",
	    true, VIEW_BOTH },
};

static const struct view_standing fresh[] = {
	[FRESH_NOW] = { "up_to_date", "Al día", "Up to date", VIEW_GOOD },
	[FRESH_AGEING] = { "ageing", "Con retraso", "Behind", VIEW_CARE },
	[FRESH_SILENT] = { "silent", "En silencio", "Silent", VIEW_BAD },
	[FRESH_NEVER] = { "never", "Sin contacto", "Never heard of", VIEW_BAD },
};

const struct view_standing *
view_standing(enum view_fresh f)
{
	return (&fresh[f]);
}

static void
add_office(struct view *v, const struct view_office *o)
{
	view_add_text(v, span_str(o->code));
	view_add_text(v, span_str(o->name));
	view_add_word(
	    v, fresh[o->fresh].name, fresh[o->fresh].es, fresh[o->fresh].en)
	    ->mood = fresh[o->fresh].mood;
	view_add_time(v, o->contact);
	view_add_some(v, o->days >= 0, o->days);
	view_add_time(v, o->contact == 0 ? 0 : o->through);
	view_add_text(v, span_str(o->position));
	view_add_int(v, o->backlog);
	view_add_int(v, o->skew);
	if (llabs(o->skew) > RULE_SKEW_S)
		v->cell[v->cells - 1].mood = VIEW_CARE;
	view_add_text(v, span_str(o->version));
	view_add_int(v, o->computers);
	view_add_int(v, o->disputes);
}

err_t
view_freshness(struct view *v, const struct view_ask *ask)
{
	struct view_office *o;
	size_t n, now = 0;

	VIEW_COLS(v, cols);
	TRY(view_offices(ask, &v->a, &o, &n));
	for (size_t i = 0; i < n; i++) {
		add_office(v, &o[i]);
		now += o[i].fresh == FRESH_NOW ? 1 : 0;
	}
	view_line(v, "denominator",
	    arena_fmt(&v->a, "%zu de %zu oficinas al día", now, n),
	    arena_fmt(&v->a, "%zu of %zu offices up to date", now, n));
	return (view_complete(v, ask));
}

/* ---- what every view says under its table ---------------------------------
 */

struct whole { /* what there is of it */
	int64_t through;
	const char *es, *en; /* who is missing */
	size_t missing;
};

static void
miss(struct arena *a, struct whole *w, const struct view_office *o)
{
	const char *sep = w->missing++ == 0 ? "" : ", ";

	if (o->fresh == FRESH_NEVER) {
		w->es =
		    arena_fmt(a, "%s%s%s (sin contacto)", w->es, sep, o->name);
		w->en = arena_fmt(
		    a, "%s%s%s (never heard of)", w->en, sep, o->name);
	} else if (o->fresh == FRESH_SILENT) {
		w->es = arena_fmt(a, "%s%s%s (%lld días)", w->es, sep, o->name,
		    (long long)o->days);
		w->en = arena_fmt(a, "%s%s%s (%lld days)", w->en, sep, o->name,
		    (long long)o->days);
	} else {
		w->es = arena_fmt(a, "%s%s%s (%lld por enviar)", w->es, sep,
		    o->name, (long long)o->backlog);
		w->en = arena_fmt(a, "%s%s%s (%lld to be sent)", w->en, sep,
		    o->name, (long long)o->backlog);
	}
}

static void
say_whole(struct view *v, const struct whole *w, size_t offices)
{
	char at[21];
	const char *es = "sin oficinas que envíen", *en = "no office sends yet";

	text_time_put(w->through, at);
	if (w->through > 0) {
		es = arena_fmt(&v->a, "%.2s/%.2s/%.4s %.5s UTC", at + 8, at + 5,
		    at, at + 11);
		en = arena_fmt(&v->a, "%.10s %.5s UTC", at, at + 11);
	} else if (offices > 0) {
		es = en = "-";
	}
	view_line(v, "complete",
	    arena_fmt(&v->a, "Datos completos hasta: %s; faltan: %s", es,
		w->missing == 0 ? "ninguna oficina" : w->es),
	    arena_fmt(&v->a, "Complete through: %s; missing: %s", en,
		w->missing == 0 ? "no office" : w->en));
}

void
view_complete_of(struct view *v, const struct view_office *o, size_t n)
{
	struct whole w = { .es = "", .en = "" };

	for (size_t i = 0; i < n; i++) {
		if (o[i].missing)
			miss(&v->a, &w, &o[i]);
		else if (w.through == 0 || o[i].through < w.through)
			w.through = o[i].through;
	}
	say_whole(v, &w, n);
}

err_t
view_complete(struct view *v, const struct view_ask *ask)
{
	struct view_office *o;
	int64_t disputes;
	size_t n;

	TRY(view_offices(ask, &v->a, &o, &n));
	view_complete_of(v, o, n);
	TRY(db_int(ledger_db(ask->l), &view_disputes_n, 0, &disputes,
	    A_INT(ask->space)));
	view_line(v, "open_disputes",
	    arena_fmt(&v->a, "Disputas abiertas: %lld", (long long)disputes),
	    arena_fmt(&v->a, "Open disputes: %lld", (long long)disputes));
	return (NULL);
}
