/*
 * agreements_read -- the agreements that are here, from the state.
 */
#include <stdlib.h>

#include "node/pages/agreements_in.h"
#include "proto/base/text.h"

#define TITLE_CHARS 130
#define NAMES       3  /* responsible institutions named in a row */
#define BUSIEST     12 /* institutions offered as filters */

SQL_SCAN(agreements_all,
    "SELECT a.id, a.root, a.theme, a.status, a.due_on, a.done_on, a.agreed_on,"
    " CASE WHEN a.status IN (?1, ?2, ?3) THEN 0 ELSE"
    "  (SELECT max(f.reported_on) FROM followup f WHERE f.agreement = a.id"
    "   AND f.life = 0) END,"
    " EXISTS (SELECT 1 FROM review v WHERE v.record = a.id),"
    " ?4 = 0 OR EXISTS (SELECT 1 FROM responsible r WHERE r.agreement = a.id"
    "  AND r.institution = ?4 AND r.life = 0)"
    " FROM agreement a WHERE a.life = 0 ORDER BY a.id");
SQL_SCAN(agreements_responsible,
    "SELECT institution, agreement FROM responsible WHERE life = 0"
    " AND institution IS NOT NULL ORDER BY institution, agreement");
SQL(agreements_one, "SELECT folio, text, progress_pct FROM agreement"
		    " WHERE id = ?1");
SQL(agreements_who,
    "SELECT institution FROM responsible WHERE agreement = ?1 AND life = 0"
    " ORDER BY role, id");
SQL(agreements_moved,
    "SELECT count(*) FROM reschedule WHERE agreement = ?1 AND life = 0");

/* ---- all of them -------------------------------------------------------- */

bool
agreements_is(
    const struct page *p, const struct agreements_item *x, enum state_filter s)
{
	char today[11], due[11];

	switch (s) {
	case STATE_OPEN:
		return (!x->ended);
	case STATE_OVERDUE:
		return (x->plain == CODE_agreement_shown_overdue);
	case STATE_MONTH:
		if (x->ended || !x->has_due)
			return (false);
		text_day_put(p->today, today);
		text_day_put(x->due, due);
		return (memcmp(today, due, 7) == 0);
	case STATE_DISPUTE:
		return (x->disputed);
	case STATE_NO_REPORT:
		return (x->plain == CODE_agreement_shown_no_report);
	case STATE_DONE:
		return (x->plain == CODE_agreement_shown_done_on_time ||
			x->plain == CODE_agreement_shown_done_late);
	case STATE_CANCELLED:
		return (x->plain == CODE_agreement_shown_cancelled);
	case STATE_ALL:
	case STATE_FILTERS:
	default:
		return (true);
	}
}

static err_t
own_root(struct page *p, struct agreements_items *all, dot_t root, bool *own)
{
	for (size_t i = 0; i < all->roots; i++) {
		if (all->root[i] != root)
			continue;
		*own = all->own[i];
		return (NULL);
	}
	TRY(marks_own(p, root, own));
	if (all->roots < sizeof(all->root) / sizeof(all->root[0])) {
		all->root[all->roots] = root;
		all->own[all->roots++] = *own;
	}
	return (NULL);
}

static void
item_of(struct page *p, struct rows *r, struct agreements_item *x)
{
	bool has_done = rows_val(r, 5).kind == VAL_INT;
	int64_t status = rows_int(r, 3);

	*x = (struct agreements_item){ .id = rows_int(r, 0),
		.root = rows_int(r, 1),
		.theme = rows_int(r, 2),
		.due = rows_int(r, 4),
		.done = rows_int(r, 5),
		.has_due = rows_val(r, 4).kind == VAL_INT,
		.disputed = rows_int(r, 8) != 0,
		.ended = status == CODE_agreement_status_done ||
			 status == CODE_agreement_status_cancelled ||
			 status == CODE_agreement_status_superseded };
	x->plain = rule_agreement_shown(status, x->has_due, x->due, has_done,
	    x->done, rows_int(r, 7), rows_int(r, 6), false, p->today);
	x->shown = x->disputed ? CODE_agreement_shown_in_dispute : x->plain;
	x->pass = rows_int(r, 9) != 0 ? PASS_INST : 0;
}

static void
judge(const struct page *p, const struct agreements_filter *f,
    struct agreements_item *x)
{
	if (agreements_is(p, x, f->state))
		x->pass |= PASS_STATE;
	if (f->theme == 0 || f->theme == x->theme)
		x->pass |= PASS_THEME;
	if (f->mesa == -1 || (f->mesa == 0 ? x->own : f->mesa == x->root))
		x->pass |= PASS_MESA;
}

err_t
agreements_read(struct page *p, const struct agreements_filter *f,
    struct agreements_items *all)
{
	CLEAN(rows_done) struct rows r = { 0 };
	struct agreements_item *v = NULL;
	size_t cap = 0;
	bool more = false;
	err_t e;

	all->n = 0;
	TRY(db_query(&r, p->o->st.db, &agreements_all,
	    A_INT(CODE_agreement_status_done),
	    A_INT(CODE_agreement_status_cancelled),
	    A_INT(CODE_agreement_status_superseded), A_INT(f->institution)));
	while ((e = rows_next(&r, &more)) == NULL && more) {
		mem_room(&v, &cap, all->n + 1, sizeof(*v));
		item_of(p, &r, &v[all->n]);
		e = own_root(p, all, v[all->n].root, &v[all->n].own);
		if (e != NULL)
			break;
		judge(p, f, &v[all->n++]);
	}
	all->v = arena_new(p->a, (all->n + 1) * sizeof(*v));
	if (all->n > 0)
		memcpy(all->v, v, all->n * sizeof(*v));
	mem_free(v);
	return (e);
}

/* ---- institutions ------------------------------------------------------- */

struct busy {
	dot_t id;
	int64_t n;
};

static int
by_id(const void *key, const void *x)
{
	const dot_t *k = key;
	const struct agreements_item *i = x;

	return (*k < i->id ? -1 : *k > i->id);
}

static int
by_busy(const void *a, const void *b)
{
	const struct busy *x = a, *y = b;

	return (x->n != y->n    ? (x->n > y->n ? -1 : 1)
		: x->id < y->id ? -1
				: x->id > y->id);
}

static bool
counts(const struct agreements_items *all, dot_t agreement)
{
	const struct agreements_item *x =
	    all->n == 0
		? NULL
		: bsearch(&agreement, all->v, all->n, sizeof(*all->v), by_id);

	return (x != NULL && (x->pass | PASS_INST) == PASS_ALL);
}

static err_t
gather(struct page *p, const struct agreements_items *all, struct busy **v,
    size_t *n)
{
	CLEAN(rows_done) struct rows r = { 0 };
	dot_t last = 0;
	size_t cap = 0;
	bool more;

	TRY(db_query(&r, p->o->st.db, &agreements_responsible));
	for (;;) {
		dot_t id, of;

		TRY(rows_next(&r, &more));
		if (!more)
			return (NULL);
		id = rows_int(&r, 0);
		of = rows_int(&r, 1);
		if (*n == 0 || (*v)[*n - 1].id != id) {
			mem_room(v, &cap, *n + 1, sizeof(**v));
			(*v)[(*n)++] = (struct busy){ id, 0 };
			last = 0;
		}
		/* Once, though it is responsible and verifier too. */
		if (of != last && counts(all, of))
			(*v)[*n - 1].n++;
		last = of;
	}
}

static err_t
offer(struct page *p, const struct busy *v, size_t n,
    struct agreements_view *out, const struct agreements_filter *f)
{
	size_t offered = 0;

	for (size_t i = 0; i < n; i++) {
		struct agreements_filter to = *f;
		bool on = v[i].id == f->institution;
		const char *name;

		if (!on && (v[i].n == 0 || offered >= BUSIEST))
			continue;
		offered++;
		to.institution = on ? 0 : v[i].id;
		TRY(page_name(
		    p, schema_entity(ENTITY_institution), v[i].id, &name));
		(void)chips_add(&out->institution, name,
		    agreements_href(p, &to), v[i].n, on);
	}
	return (NULL);
}

err_t
agreements_institutions(struct page *p, const struct agreements_items *all,
    struct agreements_view *v, const struct agreements_filter *f)
{
	struct busy *b = NULL;
	size_t n = 0;
	err_t e = gather(p, all, &b, &n);

	if (n > 0)
		qsort(b, n, sizeof(*b), by_busy);
	v->institution = chips_make(p->a, v->institution.label, BUSIEST + 2);
	if (e == NULL)
		e = offer(p, b, n, v, f);
	mem_free(b);
	return (e);
}

/* ---- one row ------------------------------------------------------------ */

static err_t
names(struct page *p, dot_t id, const char **out)
{
	CLEAN(rows_done) struct rows r = { 0 };
	const struct entity *e = schema_entity(ENTITY_institution);
	size_t n = 0;
	bool more;

	*out = "";
	TRY(db_query(&r, p->o->st.db, &agreements_who, A_INT(id)));
	for (;; n++) {
		const char *name;

		TRY(rows_next(&r, &more));
		if (!more)
			break;
		if (n >= NAMES)
			continue;
		TRY(page_name(p, e, rows_int(&r, 0), &name));
		*out =
		    arena_fmt(p->a, "%s%s%s", *out, n == 0 ? "" : ", ", name);
	}
	if (n > NAMES)
		*out = arena_fmt(p->a, "%s +%zu", *out, n - NAMES);
	return (NULL);
}

err_t
agreements_row(struct page *p, const struct agreements_item *x, bool mesas,
    struct agreements_row *r)
{
	CLEAN(rows_done) struct rows q = { 0 };
	bool found;

	*r = (struct agreements_row){ .has_due = x->has_due,
		.due = x->due,
		.theme = marks_theme(p, x->theme),
		.state = marks_agreement(p, x->shown, x->has_due, x->due),
		.mesa = "" };
	if (x->disputed && x->plain == CODE_agreement_shown_overdue)
		r->other = marks_agreement(p, x->plain, true, x->due);
	r->href = marks_href(p, schema_entity(ENTITY_agreement), x->id);
	TRY(db_one(&q, p->o->st.db, &agreements_one, &found, A_INT(x->id)));
	if (found) {
		r->folio = arena_dup(p->a, rows_span(&q, 0));
		r->title = text_short(p->a, rows_span(&q, 1), TITLE_CHARS);
		r->has_pct = rows_val(&q, 2).kind == VAL_INT;
		r->pct = rows_int(&q, 2);
	}
	if (mesas)
		TRY(page_name(
		    p, schema_entity(ENTITY_roundtable), x->root, &r->mesa));
	TRY(names(p, x->id, &r->who));
	TRY(db_int(p->o->st.db, &agreements_moved, 0, &r->moved, A_INT(x->id)));
	return (page_confirmed(p, x->id, &r->confirmed));
}
