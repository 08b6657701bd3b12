/*
 * home_read -- the figures of the home page, from the state.
 */
#include "node/pages/home_in.h"
#include "proto/base/clock.h"
#include "proto/base/text.h"
#include "proto/ui/fmt.h"

#define TITLE_CHARS 110

SQL_SCAN(home_agreement_rows,
    "SELECT a.id, a.folio, a.text, a.theme, a.status, a.due_on, a.done_on,"
    " a.agreed_on, (SELECT max(f.reported_on) FROM followup f"
    "  WHERE f.agreement = a.id AND f.life = 0),"
    " EXISTS (SELECT 1 FROM review v WHERE v.record = a.id)"
    " FROM agreement a WHERE a.root = ?1 AND a.life = 0"
    " ORDER BY a.due_on, a.id");
SQL_SCAN(home_session_next,
    "SELECT folio, called_for, kind, place FROM session"
    " WHERE root = ?1 AND life = 0 AND called_for >= ?2 AND status IN (1, 2)"
    " ORDER BY called_for LIMIT 1");
SQL_SCAN(home_gap_counts, "SELECT count(*), sum(status IN (1, 2, 8)) FROM gap"
			  " WHERE root = ?1 AND life = 0");

void
home_row(struct page *p, struct home_view *v, struct home_row row)
{
	if (v->rows == NULL)
		v->rows = arena_new(p->a, HOME_ROWS * sizeof(*v->rows));
	if (v->rows_n < HOME_ROWS)
		v->rows[v->rows_n++] = row;
}

/* ---- agreements --------------------------------------------------------- */

static const char *
days_words(struct page *p, int64_t left)
{
	if (left < 0)
		return (arena_fmt(p->a,
		    strcmp(p->lang, "en") == 0 ? "%lld days overdue"
					       : "venció hace %lld días",
		    (long long)-left));
	return (arena_fmt(p->a,
	    strcmp(p->lang, "en") == 0 ? "due in %lld days"
				       : "vence en %lld días",
	    (long long)left));
}

static void
agreement_row(struct page *p, struct home_view *v, struct rows *r, bool late)
{
	int64_t left = rows_int(r, 5) - p->today;
	const char *theme = page_code(p, "theme", rows_int(r, 3));
	const char *folio = arena_dup(p->a, rows_span(r, 1));

	home_row(p, v,
	    (struct home_row){ .icon = late ? "circle-alert" : "clock",
		.mood = late ? "bad" : "warn",
		.title = text_short(p->a, rows_span(r, 2), TITLE_CHARS),
		.detail = arena_fmt(
		    p->a, "%s · %s · %s", folio, theme, days_words(p, left)),
		.href = marks_href(
		    p, schema_entity(ENTITY_agreement), rows_int(r, 0)),
		.verb = page_tr(p, "Ver", "Open") });
}

static void
theme_add(struct home_view *v, int64_t theme, bool done, bool late)
{
	static const int64_t codes[HOME_THEMES] = { CODE_theme_labor,
		CODE_theme_education, CODE_theme_identity, CODE_theme_health };

	for (size_t i = 0; i < HOME_THEMES; i++) {
		if (codes[i] != theme)
			continue;
		v->themes[i].all++;
		v->themes[i].done += done;
		v->themes[i].late += late;
		v->themes[i].open += !done && !late;
	}
}

static int
shown_of(const struct page *p, struct rows *r)
{
	return (
	    rule_agreement_shown(rows_int(r, 4), rows_val(r, 5).kind == VAL_INT,
		rows_int(r, 5), rows_val(r, 6).kind == VAL_INT, rows_int(r, 6),
		rows_int(r, 8), rows_int(r, 7), rows_int(r, 9) != 0, p->today));
}

static void
agreement(struct page *p, struct home_view *v, struct rows *r)
{
	int64_t status = rows_int(r, 4), left = rows_int(r, 5) - p->today;
	bool has_due = rows_val(r, 5).kind == VAL_INT;
	int shown = shown_of(p, r);
	bool done = status == CODE_agreement_status_done;
	bool ended = done || status == CODE_agreement_status_cancelled ||
		     status == CODE_agreement_status_superseded;
	bool late = !ended && has_due && left < 0;

	if (!ended || done)
		theme_add(v, rows_int(r, 3), done, late);
	if (ended)
		return;
	v->open++;
	if (late) {
		v->late++;
		v->oldest = -left > v->oldest ? -left : v->oldest;
	} else if (has_due && left <= RULE_DUE_SOON_DAYS)
		v->soon++;
	else if (shown != CODE_agreement_shown_in_dispute)
		return;
	if (late || (has_due && left <= RULE_DUE_SOON_DAYS))
		agreement_row(p, v, r, late);
}

err_t
home_agreements(struct page *p, dot_t root, struct home_view *v)
{
	CLEAN(rows_done) struct rows r = { 0 };
	bool more;

	TRY(db_query(&r, p->o->st.db, &home_agreement_rows, A_INT(root)));
	for (;;) {
		TRY(rows_next(&r, &more));
		if (!more)
			return (NULL);
		agreement(p, v, &r);
	}
}

/* ---- sessions and gaps -------------------------------------------------- */

err_t
home_session(
    struct page *p, const struct page_mesa *m, struct home_view *v, int64_t *at)
{
	CLEAN(rows_done) struct rows r = { 0 };
	char hour[FMT_MAX];
	bool found;

	TRY(db_one(&r, p->o->st.db, &home_session_next, &found, A_INT(m->id),
	    A_INT(p->now - 3600)));
	if (!found || (v->next && rows_int(&r, 1) >= *at))
		return (NULL);
	*at = rows_int(&r, 1);
	v->next = true;
	v->next_day = clock_day(*at, m->zone);
	fmt_clock(*at, m->zone, hour);
	v->next_detail = arena_fmt(p->a, "%s · %s%s%s", hour,
	    page_code(p, "session_kind", rows_int(&r, 2)),
	    rows_span(&r, 3).n == 0 ? "" : " · ", rows_text(&r, 3));
	return (NULL);
}

err_t
home_gaps(struct page *p, dot_t root, struct home_view *v)
{
	CLEAN(rows_done) struct rows r = { 0 };
	bool found;

	TRY(db_one(&r, p->o->st.db, &home_gap_counts, &found, A_INT(root)));
	if (!found)
		return (NULL);
	v->gaps_all += rows_int(&r, 0);
	v->gaps += rows_int(&r, 1);
	return (NULL);
}
