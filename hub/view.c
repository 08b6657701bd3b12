#include "hub/view_parts.h"

#include <stdio.h>
#include <stdlib.h>

#include "proto/base/db.h"
#include "proto/base/text.h"

SQL_SCAN(view_label_get,
    "SELECT code, label_es, label_en FROM vocabulary"
    " WHERE vocabulary = ?1 AND number = ?2 AND life = 0 LIMIT 1");
SQL_SCAN(view_snap_logs, "SELECT sum(seq) + sum(sealed) FROM log");
SQL_SCAN(view_snap_spaces, "SELECT sum(number) FROM space");
SQL_SCAN(view_snap_contact, "SELECT sum(contact) FROM h_node");
SQL_SCAN(
    view_snap_nodes, "SELECT sum(backlog) + 100000 * sum(skew) FROM h_node");
SQL_SCAN(view_snap_registry, "SELECT version FROM h_version");

static const struct {
	const char *name, *es, *en;
	err_t (*make)(struct view *v, const struct view_ask *ask);
} subjects[] = {
	{ "overview", "Panorama nacional", "National overview", view_overview },
	{ "mesas", "Mesas por entidad y municipio",
	    "Roundtables by state and municipality", view_mesas },
	{ "states", "Entidades", "States", view_states },
	{ "agreements", "Acuerdos por estado calculado, entidad y tema",
	    "Agreements by computed status, state and theme", view_agreements },
	{ "overdue", "Acuerdos vencidos, el más antiguo primero",
	    "Overdue agreements, oldest first", view_overdue },
	{ "gaps", "Brechas por tema, barrera y entidad",
	    "Gaps by theme, barrier and state", view_gaps },
	{ "freshness", "Frescura de los datos por oficina",
	    "Freshness of the data by office", view_freshness },
	{ "disputes", "Disputas abiertas y propuestas",
	    "Open disputes and proposals", view_disputes },
	{ "commitments", "Compromisos y lo vinculado a ellos",
	    "Commitments and what is linked to them", view_commitments },
};
#define SUBJECTS (sizeof(subjects) / sizeof(subjects[0]))

const char *const view_names[] = { "overview", "mesas", "states", "agreements",
	"overdue", "gaps", "freshness", "disputes", "commitments", NULL };

err_t
view_make(struct view *v, const struct view_ask *ask, const char *name)
{
	CLEAN(tx_undo) struct tx tx = { 0 };
	struct db *db = ledger_db(ask->l);

	for (size_t i = 0; i < SUBJECTS; i++) {
		if (strcmp(subjects[i].name, name) != 0)
			continue;
		v->name = subjects[i].name;
		v->es = subjects[i].es;
		v->en = subjects[i].en;
		if (!db_in_tx(db)) {
			TRY(tx_read(&tx, db));
			TRY(ledger_refresh(ask->l));
		}
		TRY_FOR(subjects[i].make(v, ask), "%s", name);
		TRY(view_guard(v, ask));
		must(v->cols > 0 && v->cells % v->cols == 0);
		return (NULL);
	}
	return (err_new(ERR_MISSING,
	    "no view \"%.40s\"; there are overview, mesas, states, agreements,"
	    " overdue, gaps, freshness, disputes, commitments",
	    name));
}

void
view_free(struct view *v)
{
	mem_free(v->cell);
	arena_free(&v->a);
	*v = (struct view)VIEW;
}

const char *
view_line_say(const struct view *v, const char *name, const char *lang)
{
	for (size_t i = 0; i < v->lines; i++)
		if (strcmp(v->line[i].name, name) == 0)
			return (strcmp(lang, "en") == 0 ? v->line[i].en
							: v->line[i].es);
	return ("");
}

static size_t
column(const struct view *v, const char *name)
{
	size_t i = 0;

	while (i < v->cols && strcmp(v->col[i].name, name) != 0)
		i++;
	must(i < v->cols);
	return (i);
}

const struct view_cell *
view_at(const struct view *v, size_t row, const char *col)
{
	must(row < view_rows(v));
	return (&v->cell[row * v->cols + column(v, col)]);
}

int64_t
view_int(const struct view *v, size_t row, const char *col)
{
	return (view_at(v, row, col)->v.i);
}

/* ---- cells ----------------------------------------------------------------
 */

struct view_cell *
view_add(struct view *v, struct val x)
{
	struct view_cell *c;

	if (x.kind == VAL_TEXT)
		x = val_text(span_of(arena_dup(&v->a, x.s), x.s.n));
	mem_room(&v->cell, &v->cap, v->cells + 1, sizeof(*v->cell));
	c = &v->cell[v->cells++];
	*c = (struct view_cell){ .v = x };
	return (c);
}

void
view_add_int(struct view *v, int64_t i)
{
	view_add(v, val_int(i));
}

void
view_add_some(struct view *v, bool some, int64_t i)
{
	view_add(v, some ? val_int(i) : val_null());
}

void
view_add_text(struct view *v, struct span s)
{
	view_add(v, s.n == 0 ? val_null() : val_text(s));
}

struct view_cell *
view_add_word(struct view *v, const char *word, const char *es, const char *en)
{
	struct view_cell *c = view_add(v, val_str(word));

	c->es = es;
	c->en = en;
	return (c);
}

void
view_add_day(struct view *v, bool some, int64_t day)
{
	char iso[11];

	if (!some) {
		view_add(v, val_null());
		return;
	}
	text_day_put(day, iso);
	view_add_word(v, iso,
	    arena_fmt(&v->a, "%.2s/%.2s/%.4s", iso + 8, iso + 5, iso), NULL);
}

void
view_add_time(struct view *v, int64_t at)
{
	char iso[21];

	if (at == 0) {
		view_add(v, val_null());
		return;
	}
	text_time_put(at, iso);
	view_add_word(v, iso,
	    arena_fmt(&v->a, "%.2s/%.2s/%.4s %.5s UTC", iso + 8, iso + 5, iso,
		iso + 11),
	    arena_fmt(&v->a, "%.10s %.5s UTC", iso, iso + 11));
}

void
view_add_yes(struct view *v, bool yes)
{
	if (yes)
		view_add_word(v, "yes", "Sí", "Yes");
	else
		view_add_word(v, "no", "No", "No");
}

void
view_add_state(struct view *v, const char *code)
{
	const struct geo_state *s = geo_state(code);

	if (s != NULL)
		view_add_word(v, s->code, s->common, s->common);
	else
		view_add_word(v, VIEW_FEDERAL, "Federal", "Federal");
}

err_t
view_label(struct view *v, const struct view_ask *ask, const char *vocab,
    int64_t no, struct view_word *w)
{
	const struct vocab *known = vocab_named(vocab);
	const struct code *c = known == NULL ? NULL : vocab_code(known, no);
	CLEAN(rows_done) struct rows r = { 0 };
	bool found;

	if (c != NULL) {
		*w = (struct view_word){ c->name, c->es, c->en };
		return (NULL);
	}
	TRY(db_one(&r, ledger_db(ask->l), &view_label_get, &found,
	    val_str(vocab), A_INT(no)));
	if (found) {
		w->name = arena_dup(&v->a, rows_span(&r, 0));
		w->es = arena_dup(&v->a, rows_span(&r, 1));
		w->en = arena_dup(&v->a, rows_span(&r, 2));
	} else {
		w->name = arena_fmt(&v->a, "%lld", (long long)no);
		w->es = w->en = w->name;
	}
	return (NULL);
}

err_t
view_add_code(struct view *v, const struct view_ask *ask, const char *vocab,
    bool some, int64_t no)
{
	struct view_word w;

	if (!some) {
		view_add(v, val_null());
		return (NULL);
	}
	TRY(view_label(v, ask, vocab, no, &w));
	view_add_word(v, w.name, w.es, w.en);
	return (NULL);
}

void
view_line(struct view *v, const char *name, const char *es, const char *en)
{
	must(v->lines < VIEW_LINES);
	v->line[v->lines++] = (struct view_line){ name, es, en };
}

const char *
view_state_of(const char *cvegeo, char out[3])
{
	bool known = cvegeo != NULL && geo_state(cvegeo) != NULL;

	snprintf(out, 3, "%.2s", known ? cvegeo : VIEW_FEDERAL);
	return (out);
}

static int
by_size(const void *x, const void *y)
{
	int64_t a = *(const int64_t *)x, b = *(const int64_t *)y;

	return (a < b ? -1 : a > b);
}

int64_t
view_median(int64_t *v, size_t n)
{
	must(n > 0);
	qsort(v, n, sizeof(*v), by_size);
	return (n % 2 == 1 ? v[n / 2] : (v[n / 2 - 1] + v[n / 2]) / 2);
}

/* ---- what a page is kept by ------------------------------------------------
 */

err_t
view_snapshot(struct ledger *l, char out[VIEW_SNAPSHOT])
{
	struct db *db = ledger_db(l);
	int64_t logs, spaces, contact, nodes, registry;

	TRY(db_int(db, &view_snap_logs, 0, &logs));
	TRY(db_int(db, &view_snap_spaces, 0, &spaces));
	TRY(db_int(db, &view_snap_contact, 0, &contact));
	TRY(db_int(db, &view_snap_nodes, 0, &nodes));
	TRY(db_int(db, &view_snap_registry, 0, &registry));
	snprintf(out, VIEW_SNAPSHOT, "%lld.%lld.%lld.%lld.%lld",
	    (long long)logs, (long long)spaces, (long long)contact,
	    (long long)nodes, (long long)registry);
	return (NULL);
}
