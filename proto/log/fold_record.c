/*
 * fold_record -- one record merged anew from every write to it.
 */
#include "proto/log/fold_parts.h"

SQL(fold_record_touches, "SELECT dot FROM touch WHERE record = ?1"
			 " ORDER BY dot");
SQL(fold_record_untouch, "DELETE FROM touch WHERE record = ?1 AND dot = ?2");
SQL(fold_record_drop_elements, "DELETE FROM element WHERE record = ?1");
SQL(fold_record_drop_siblings, "DELETE FROM sibling WHERE record = ?1");
SQL(fold_record_drop_reviews, "DELETE FROM review WHERE record = ?1");
SQL(fold_record_drop_held, "DELETE FROM held WHERE record = ?1");
SQL(fold_record_hold,
    "INSERT OR REPLACE INTO held (op, record, entity, space, kind, author,"
    " owner) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)");
SQL(fold_record_element,
    "INSERT OR REPLACE INTO element (record, field, value, dot, removed)"
    " VALUES (?1, ?2, ?3, ?4, ?5)");
SQL(fold_record_sibling, "INSERT INTO sibling (record, field, dot, rank, value)"
			 " VALUES (?1, ?2, ?3, ?4, ?5)");
SQL(fold_record_review,
    "INSERT OR REPLACE INTO review (record, field, kind, entity, space)"
    " VALUES (?1, ?2, ?3, ?4, ?5)");
SQL(fold_record_unreview,
    "DELETE FROM review WHERE record = ?1 AND field = ?2 AND kind = ?3");

void
fold_gathered_free(struct gathered *g)
{
	for (size_t i = 0; i < g->roots; i++)
		json_free(&g->root[i]);
	mem_free(g->root);
	mem_free(g->w);
	mem_free(g->x);
}

/* It came before the record's log was known, which is of another space. */
static err_t
strange(struct gathered *g, dot_t dot)
{
	TRY(db_run(ledger_db(g->f->l), &fold_record_untouch, A_INT(g->id),
	    A_INT(dot)));
	return (fold_quarantine(g->f, dot, false, "of another space"));
}

static err_t
gather_one(struct gathered *g, dot_t dot)
{
	struct stored c;
	struct write *w;
	json_t *root = NULL;
	err_t e;

	e = ledger_commit(g->f->l, dot, g->a, &c);
	if (e != NULL && e->code == ERR_MISSING)
		return (NULL);
	TRY(e);
	mem_room(&g->w, &g->cap, g->n + 1, sizeof(*g->w));
	mem_room(&g->x, &g->xcap, g->n + 1, sizeof(*g->x));
	mem_room(&g->root, &g->root_cap, g->roots + 1, sizeof(json_t *));
	w = &g->w[g->n];
	*w = (struct write){ .dot = dot };
	e = ledger_op(g->f->l, &c, dot_index(dot), g->a, &root, &w->op);
	if (e != NULL && (e->code == ERR_FORMAT || e->code == ERR_LIMIT)) {
		if (dot == g->id)
			g->other = true;
		return (NULL); /* quarantined */
	}
	TRY(e);
	g->root[g->roots++] = root;
	TRY(fold_context(g->f, &c, &g->x[g->n]));
	if (dot != g->id && !fold_same_space(g->f, g->id, g->x[g->n].space))
		return (strange(g, dot));
	w->rank = c.at;
	if (c.receipt != 0 && w->rank > c.receipt + LIMIT_RANK_AHEAD_S)
		w->rank = c.receipt + LIMIT_RANK_AHEAD_S;
	if (dot == g->id) {
		if ((w->op.kind != OP_CREATE || w->op.entity != g->e->no) &&
		    w->op.kind != OP_ERASED) {
			g->other = true;
			return (NULL);
		}
		if (w->op.kind == OP_ERASED) {
			w->op.kind = OP_CREATE;
			w->op.n = 0;
		}
		g->created = true;
		g->space = g->x[g->n].space;
	} else if (g->space == 0) {
		g->space = g->x[g->n].space;
	}
	g->n++;
	return (NULL);
}

err_t
fold_gather(struct gathered *g)
{
	CLEAN(rows_done) struct rows r = { 0 };
	bool more;

	TRY(gather_one(g, g->id));
	TRY(db_query(
	    &r, ledger_db(g->f->l), &fold_record_touches, A_INT(g->id)));
	for (;;) {
		TRY(rows_next(&r, &more));
		if (!more)
			return (NULL);
		TRY(gather_one(g, rows_int(&r, 0)));
	}
}

bool
fold_past(void *ctx, dot_t a, dot_t b)
{
	return (ledger_past(ctx, a, b));
}

int
fold_order(void *ctx, dot_t a, dot_t b)
{
	return (ledger_order(ctx, a, b));
}

err_t
fold_hold( // NOLINT(readability-function-size)
    struct fold *f, const struct entity *e, dot_t record, dot_t op,
    uint32_t space, const struct author *author, const struct verdict *v)
{
	return (db_run(ledger_db(f->l), &fold_record_hold, A_INT(op),
	    A_INT(record), A_INT(e->no), A_INT(space), A_INT(v->held),
	    A_INT(author->office), A_INT(v->owner)));
}

/* Which writes apply; what does not is held. */
static err_t
judge_all(struct gathered *g, dot_t root)
{
	for (size_t i = 0; i < g->n; i++) {
		struct verdict v;

		TRY(fold_judge(g->f, &g->x[i], g->e, root, &g->w[i].op, &v));
		if (v.held == 0 && g->missing != 0)
			TRY(fold_parent_held(g->f, g->missing, &v));
		g->w[i].held = v.held != 0;
		if (v.held != 0)
			TRY(fold_hold(g->f, g->e, g->id, g->w[i].dot, g->space,
			    &g->x[i].author, &v));
	}
	return (NULL);
}

/* Is the creation itself only a proposal? */
static bool
creation_held(const struct gathered *g)
{
	for (size_t i = 0; i < g->n; i++) {
		if (g->w[i].dot == g->id)
			return (g->w[i].held);
	}
	return (false);
}

static err_t
write_field(struct gathered *g, const struct merged_field *m, struct record *r,
    struct buf *versions)
{
	struct db *db = ledger_db(g->f->l);
	const struct field *f = schema_field(g->e, m->field);
	dot_t *dots = arena_new(g->a, sizeof(dot_t) * (m->n + 1));

	if (f != NULL && f->merge != MERGE_LIST) /* not the life */
		r->v[m->field - 1] = m->shown;
	for (size_t i = 0; i < m->n; i++)
		dots[i] = m->versions[i].dot;
	if (m->n > 1 || (m->n == 1 && dots[0] != g->id))
		TRY(state_version_put(versions, m->field, dots, m->n));
	for (size_t i = 0; i < m->n && m->n > 1; i++)
		TRY(db_run(db, &fold_record_sibling, A_INT(g->id),
		    A_INT(m->field), A_INT(m->versions[i].dot),
		    A_INT(m->versions[i].rank), m->versions[i].v));
	if (m->review != REVIEW_NONE)
		TRY(db_run(db, &fold_record_review, A_INT(g->id),
		    A_INT(m->field), A_INT(m->review), A_INT(g->e->no),
		    A_INT(g->space)));
	return (NULL);
}

static err_t
write_merged(struct gathered *g, const struct merged *m, dot_t root)
{
	CLEAN(buf_free) struct buf versions = BUF(1 << 20);
	struct db *db = ledger_db(g->f->l);
	struct record r = { .id = g->id,
		.entity = g->e,
		.space = g->space,
		.root = root,
		.life = m->life };
	struct val args[80];
	size_t n;

	r.v = arena_new(g->a, sizeof(struct val) * (g->e->n + 1));
	for (size_t i = 0; i < m->n; i++)
		TRY(write_field(g, &m->fields[i], &r, &versions));
	for (size_t i = 0; i < m->elements_n; i++)
		TRY(db_run(db, &fold_record_element, A_INT(g->id),
		    A_INT(m->elements[i].field), m->elements[i].v,
		    A_INT(m->elements[i].dot),
		    A_INT(m->elements[i].removed ? 1 : 0)));
	for (size_t i = 0; i < m->amendments_n; i++) {
		struct verdict v = { HELD_AMENDMENT, 0 };

		for (size_t k = 0; k < g->n; k++) {
			if (g->w[k].dot != m->amendments[i])
				continue;
			if (root != 0)
				TRY(state_owner(g->f->l, root,
				    (uint32_t)g->x[k].nat_epoch,
				    g->x[k].nat_number, g->x[k].day, &v.owner));
			TRY(fold_hold(g->f, g->e, g->id, g->w[k].dot, g->space,
			    &g->x[k].author, &v));
		}
	}
	r.versions = buf_all(&versions);
	must(g->e->n + 8 < sizeof(args) / sizeof(args[0]));
	n = state_args(&r, args);
	TRY(db_run_args(db, &state_table(g->f->l, g->e)->put, args, n));
	return (g->e->folio == NULL
		    ? NULL
		    : fold_folio(g->f, g->e, g->id, g->space,
			  r.v[schema_field_named(g->e, "folio")->no - 1]));
}

static err_t
clear(struct fold *f, const struct entity *e, dot_t id)
{
	struct db *db = ledger_db(f->l);

	TRY(db_run(db, &fold_record_drop_elements, A_INT(id)));
	TRY(db_run(db, &fold_record_drop_siblings, A_INT(id)));
	TRY(db_run(db, &fold_record_drop_reviews, A_INT(id)));
	TRY(db_run(db, &fold_record_drop_held, A_INT(id)));
	return (db_run(db, &state_table(f->l, e)->drop, A_INT(id)));
}

/* The root by the creation among the writes, and whether it waits. */
static err_t
gathered_root(struct gathered *g, dot_t *root)
{
	*root = 0;
	for (size_t i = 0; i < g->n; i++) {
		if (g->w[i].dot != g->id)
			continue;
		TRY(fold_root(
		    g->f, g->e, &g->w[i].op, g->id, root, &g->missing));
		if (g->missing != 0) {
			TRY(fold_wait(g->f, g->e, g->id, g->missing));
		}
	}
	return (NULL);
}

/* What a record was before it is made anew. */
struct before {
	bool there;
	dot_t root;
	uint32_t space;
	struct val folio;
};

static err_t
look_before(struct fold *f, const struct entity *e, dot_t id, struct arena *a,
    struct before *b)
{
	struct record r;

	*b = (struct before){ .there = false };
	TRY(state_get(f->l, e, id, a, &r, &b->there));
	if (!b->there)
		return (NULL);
	b->root = r.root;
	b->space = r.space;
	if (e->folio != NULL)
		b->folio = r.v[schema_field_named(e, "folio")->no - 1];
	return (NULL);
}

/* Children found their roundtable through it: they are folded again. */
static err_t
disturb_children(struct fold *f, const struct entity *e, dot_t id)
{
	for (size_t i = 0; i < schema_count; i++) {
		const struct entity *t = &schema_entities[i];
		CLEAN(rows_done) struct rows r = { 0 };
		bool more = true;

		if (t->parent == 0 ||
		    (t->fields[t->parent - 1].target != 0 &&
			t->fields[t->parent - 1].target != e->no))
			continue;
		TRY(db_query(&r, ledger_db(f->l),
		    &state_table(f->l, t)->children, A_INT(id)));
		for (;;) {
			TRY(rows_next(&r, &more));
			if (!more)
				break;
			if (rows_int(&r, 0) != id)
				fold_later(f, t, rows_int(&r, 0));
		}
	}
	return (NULL);
}

/* Merge what was gathered into its row; *root is 0 when it is not known, *row
 * tells whether there is a row now. */
static err_t
make_row(struct gathered *g, dot_t *root, bool *row)
{
	struct merge_in in = {
		.entity = g->e, .past = fold_past, .order = fold_order
	};
	struct merged m;

	*row = false;
	TRY(gathered_root(g, root));
	if (!fold_place(g->f, g->e, g->space))
		return (NULL);
	TRY(judge_all(g, *root));
	if (creation_held(g))
		return (NULL);
	in.writes = g->w;
	in.n = g->n;
	in.ctx = g->f->l;
	TRY(merge_record(&in, g->a, &m));
	TRY(write_merged(g, &m, *root));
	*row = true;
	return (NULL);
}

err_t
fold_record(struct fold *f, const struct entity *e, dot_t id)
{
	CLEAN(arena_free) struct arena a = ARENA;
	CLEAN(fold_gathered_free)
	struct gathered g = { .f = f, .e = e, .id = id, .a = &a };
	struct before was;
	dot_t root = 0;
	bool row = false;

	TRY(fold_gather(&g));
	if (g.other)
		return (NULL);
	if (!g.created)
		return (fold_wait(f, e, id, id));
	TRY(fold_wait_bases(&g));
	TRY(look_before(f, e, id, &a, &was));
	TRY(clear(f, e, id));
	fold_root_drop(f, id);
	TRY(make_row(&g, &root, &row));
	if (was.there && was.folio.kind == VAL_TEXT)
		TRY(fold_folio(f, e, id, was.space, was.folio));
	if (was.there && (!row || was.root != root))
		TRY(disturb_children(f, e, id));
	return (f->waiting && row ? fold_arrived(f, e, id) : NULL);
}

static err_t
folio_mark(
    struct fold *f, const struct entity *e, dot_t id, uint32_t space, bool mark)
{
	struct db *db = ledger_db(f->l);
	const struct field *fl = schema_field_named(e, "folio");

	must(fl != NULL);
	if (mark)
		return (
		    db_run(db, &fold_record_review, A_INT(id), A_INT(fl->no),
			A_INT(REVIEW_FOLIO), A_INT(e->no), A_INT(space)));
	return (db_run(db, &fold_record_unreview, A_INT(id), A_INT(fl->no),
	    A_INT(REVIEW_FOLIO)));
}

/* SPEC 9.8: Live records of one entity with one folio are all marked for
 * review; no folio is ever rewritten. */
err_t
fold_folio(struct fold *f, const struct entity *e, dot_t id, uint32_t space,
    struct val folio)
{
	CLEAN(rows_done) struct rows rows = { 0 };
	dot_t *v = NULL;
	size_t n = 0, cap = 0;
	bool more;
	err_t er = NULL;

	if (folio.kind != VAL_TEXT)
		return (NULL);
	TRY(db_query(&rows, ledger_db(f->l), &state_table(f->l, e)->folio,
	    folio, A_INT(space)));
	while ((er = rows_next(&rows, &more)) == NULL && more) {
		mem_room(&v, &cap, n + 1, sizeof(*v));
		v[n++] = rows_int(&rows, 0);
	}
	rows_done(&rows);
	if (n == 1 && v[0] == id)
		n = 0; /* alone, and its own marks were cleared */
	for (size_t i = 0; i < n && er == NULL; i++)
		er = folio_mark(f, e, v[i], space, n > 1);
	mem_free(v);
	return (er);
}
