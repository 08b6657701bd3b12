/*
 * institutions_sheet -- what an institution owes, for it to take home and
 * send back: open agreements, the overdue first, also those under the names
 * it had before.
 */
#include "node/pages/institutions_in.h"

#include <stdlib.h>

#define NAMES_MOST 16 /* it and those before it */

SQL(institutions_sheet_before,
    "SELECT predecessor FROM succession WHERE successor = ?1 AND life = 0"
    " AND kind IN (1, 2, 4) ORDER BY id");
SQL_SCAN(institutions_sheet_rows,
    "SELECT a.id, a.folio, a.text, a.theme, a.status, a.due_on, a.done_on,"
    " a.agreed_on, a.means_of_verification, p.role, m.id, m.official_name,"
    " (SELECT max(f.reported_on) FROM followup f WHERE f.agreement = a.id"
    "  AND f.life = 0),"
    " EXISTS (SELECT 1 FROM review v WHERE v.record = a.id)"
    " FROM responsible p JOIN agreement a ON a.id = p.agreement"
    " JOIN session s ON s.id = a.session"
    " JOIN roundtable m ON m.id = s.roundtable"
    " WHERE p.institution = ?1 AND p.life = 0 AND a.life = 0"
    " AND " RULE_SQL_OWED("a"));
SQL(institutions_sheet_said, "SELECT text, reported_on, pct FROM followup"
			     " WHERE agreement = ?1 AND life = 0"
			     " ORDER BY reported_on DESC, id DESC LIMIT 1");
_Static_assert(CODE_succession_kind_renamed == 1 &&
		   CODE_succession_kind_merged == 2 &&
		   CODE_succession_kind_absorbed == 4,
    "the statement above says so");

struct owing {
	struct page *p;
	struct sheet_view *v;
	size_t cap;
};

/* Who was wholly taken over: a part of one that was split owes by choice. */
static err_t
before(struct page *p, dot_t id, dot_t names[NAMES_MOST], size_t *n)
{
	names[0] = id;
	*n = 1;
	for (size_t i = 0; i < *n; i++) {
		CLEAN(rows_done) struct rows r = { 0 };
		bool more;

		TRY(db_query(&r, p->o->st.db, &institutions_sheet_before,
		    A_INT(names[i])));
		for (;;) {
			size_t k = 0;

			TRY(rows_next(&r, &more));
			if (!more)
				break;
			while (k < *n && names[k] != rows_int(&r, 0))
				k++;
			if (k == *n && *n < NAMES_MOST)
				names[(*n)++] = rows_int(&r, 0);
		}
	}
	return (NULL);
}

static const char *
mood_of(int shown)
{
	switch (shown) {
	case CODE_agreement_shown_overdue:
		return ("bad");
	case CODE_agreement_shown_due_soon:
		return ("warn");
	case CODE_agreement_shown_in_dispute:
		return ("info");
	default:
		return ("");
	}
}

static err_t
said(struct owing *o, dot_t agreement, struct sheet_row *w)
{
	CLEAN(rows_done) struct rows r = { 0 };
	struct page *p = o->p;
	bool found;

	w->said = "";
	TRY(db_one(&r, p->o->st.db, &institutions_sheet_said, &found,
	    A_INT(agreement)));
	if (!found)
		return (NULL);
	w->said = arena_dup(p->a, rows_span(&r, 0));
	if (rows_val(&r, 2).kind == VAL_INT)
		w->said = arena_fmt(
		    p->a, "%lld %% · %s", (long long)rows_int(&r, 2), w->said);
	w->has_said = rows_val(&r, 1).kind == VAL_INT;
	w->said_on = rows_int(&r, 1);
	return (NULL);
}

static struct sheet_row *
room(struct owing *o)
{
	arena_room(o->p->a, &o->v->rows, &o->cap, o->v->rows_n + 1,
	    sizeof(*o->v->rows));
	return (&o->v->rows[o->v->rows_n++]);
}

static err_t
add(struct owing *o, struct rows *r, const char *under)
{
	struct sheet_row *w = room(o);
	struct page *p = o->p;
	bool has_due = rows_val(r, 5).kind == VAL_INT;
	int shown = rule_agreement_shown(rows_int(r, 4), has_due,
	    rows_int(r, 5), rows_val(r, 6).kind == VAL_INT, rows_int(r, 6),
	    rows_int(r, 12), rows_int(r, 7), rows_int(r, 13) != 0, p->today);

	*w = (struct sheet_row){ .folio = arena_dup(p->a, rows_span(r, 1)),
		.href = page_address_kind(p, ENTITY_agreement, rows_int(r, 0)),
		.text = arena_dup(p->a, rows_span(r, 2)),
		.theme = page_code(p, "theme", rows_int(r, 3)),
		.means = arena_dup(p->a, rows_span(r, 8)),
		.role = page_code(p, "responsible_role", rows_int(r, 9)),
		.mesa = arena_dup(p->a, rows_span(r, 11)),
		.shown = page_code(p, "agreement_shown", shown),
		.mood = mood_of(shown),
		.under = under,
		.has_due = has_due,
		.due = rows_int(r, 5) };
	if (has_due && w->due < p->today)
		w->late = p->today - w->due;
	o->v->late += w->late > 0;
	return (said(o, rows_int(r, 0), w));
}

static err_t
all(struct owing *o, dot_t id, const char *under)
{
	CLEAN(rows_done) struct rows r = { 0 };
	bool more;

	TRY(db_query(&r, o->p->o->st.db, &institutions_sheet_rows, A_INT(id)));
	for (;;) {
		TRY(rows_next(&r, &more));
		if (!more)
			return (NULL);
		TRY(add(o, &r, under));
	}
}

/* By due date, so the overdue come first; without one, last. */
static int
by_due(const void *x, const void *y)
{
	const struct sheet_row *a = x, *b = y;

	if (a->has_due != b->has_due)
		return (a->has_due ? -1 : 1);
	if (a->due != b->due)
		return (a->due < b->due ? -1 : 1);
	return (strcmp(a->folio, b->folio));
}

err_t
institutions_sheet(struct page *p, const struct inst *i)
{
	const char *office = p->o->conf[OFFICE_ITEM_OFFICE].value;
	struct sheet_view v = { .id = i->id,
		.name = i->name,
		.office = office == NULL ? "" : office,
		.day = p->today };
	struct owing o = { .p = p, .v = &v };
	dot_t names[NAMES_MOST];
	size_t n;

	TRY(before(p, i->r.id, names, &n));
	for (size_t k = 0; k < n; k++) {
		const char *under = "";

		if (k > 0)
			TRY(page_name(p, i->r.entity, names[k], &under));
		TRY(all(&o, names[k], under));
	}
	if (v.rows_n > 0)
		qsort(v.rows, v.rows_n, sizeof(*v.rows), by_due);
	page_begin(p, arena_fmt(p->a, "%s: %s",
			  page_tr(p, "Lo que debe", "What it owes"), i->name));
	sheet_tpl(&p->h, &v);
	return (page_end(p));
}
