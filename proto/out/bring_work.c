/*
 * bring_work -- rows are tried and saved, piece by piece.
 */
#include "proto/out/bring_parts.h"

#include "proto/base/clock.h"
#include "proto/base/text.h"
#include "proto/cmd/keys.h"

#define PIECE        64  /* rows read at once */
#define TOGETHER_OPS 128 /* changes in one commit, about */

SQL_SCAN(bring_institution_names,
    "SELECT id, official_name, acronym FROM institution WHERE life = 0"
    " ORDER BY id");
SQL_SCAN(bring_session_rows,
    "SELECT s.id, s.folio, s.number, s.called_for, s.started_at, r.time_zone"
    " FROM session s JOIN roundtable r ON r.id = s.root WHERE s.root = ?1"
    " AND s.life = 0 ORDER BY s.id");
SQL(bring_key_first,
    "SELECT min(no) FROM bring_row WHERE job = ?1 AND key = ?2 AND no < ?3"
    " AND verdict = 1");
SQL(bring_set_batch, "UPDATE bring_job SET batch = ?2 WHERE id = ?1");
SQL(bring_set_phase, "UPDATE bring_job SET phase = ?2 WHERE id = ?1");
SQL(bring_set_before, "UPDATE bring_job SET before = ?2 WHERE id = ?1");
SQL(bring_mark_back,
    "UPDATE bring_row SET verdict = 5 WHERE job = ?1 AND verdict = 4"
    " AND no >= ?2 AND NOT EXISTS (SELECT 1 FROM import_step s"
    "  WHERE s.batch = ?3 AND s.line = no)");

/* ---- names -------------------------------------------------------------- */

static void
learn_name(struct bring_work *w, const char *text, dot_t id)
{
	const char *folded = bring_folded(&w->all, text);

	if (folded[0] == '\0')
		return;
	mem_room(&w->institutions.v, &w->institutions.cap,
	    w->institutions.n + 1, sizeof(*w->institutions.v));
	w->institutions.v[w->institutions.n++] =
	    (struct bring_name){ folded, id };
}

static err_t
learn_aliases(struct bring_work *w)
{
	size_t n = w->institutions.n;

	for (size_t i = 0; i < n; i++) {
		dot_t id = w->institutions.v[i].id;
		struct val *v;
		size_t k;

		if (i > 0 && w->institutions.v[i - 1].id == id)
			continue;
		TRY(state_elements(w->c->st->l, id, FIELD_institution_aliases,
		    &w->all, &v, &k));
		for (size_t x = 0; x < k; x++)
			learn_name(w, arena_dup(&w->all, v[x].s), id);
	}
	return (NULL);
}

static err_t
learn_institutions(struct bring_work *w)
{
	CLEAN(rows_done) struct rows r = { 0 };
	bool more;

	TRY(db_query(&r, w->c->st->db, &bring_institution_names));
	for (;;) {
		TRY(rows_next(&r, &more));
		if (!more)
			return (NULL);
		learn_name(w, rows_text(&r, 1), rows_int(&r, 0));
		learn_name(w, rows_text(&r, 2), rows_int(&r, 0));
	}
}

static err_t
learn_sessions(struct bring_work *w)
{
	CLEAN(rows_done) struct rows r = { 0 };
	bool more;

	TRY(db_query(&r, w->c->st->db, &bring_session_rows, A_INT(w->b->mesa)));
	for (;;) {
		struct bring_session *s;
		struct val at;

		TRY(rows_next(&r, &more));
		if (!more)
			return (NULL);
		mem_room(&w->session, &w->session_cap, w->sessions + 1,
		    sizeof(*w->session));
		s = &w->session[w->sessions++];
		at = rows_val(&r, 4).kind == VAL_INT ? rows_val(&r, 4)
						     : rows_val(&r, 3);
		*s = (struct bring_session){ .id = rows_int(&r, 0),
			.folio = bring_folded(&w->all, rows_text(&r, 1)),
			.number = rows_int(&r, 2),
			.has_number = rows_val(&r, 2).kind == VAL_INT,
			.has_day = at.kind == VAL_INT };
		if (s->has_day)
			s->day = clock_day(at.i, rows_text(&r, 5));
	}
}

err_t
bring_learn(struct bring_work *w)
{
	TRY(learn_institutions(w));
	TRY(learn_aliases(w));
	return (w->b->mesa == 0 ? NULL : learn_sessions(w));
}

void
bring_work_end(struct bring_work *w)
{
	mem_free(w->institutions.v);
	mem_free(w->session);
	arena_free(&w->all);
	arena_free(&w->a);
}

/* ---- what is wrong ------------------------------------------------------ */

/* Trouble of the machine ends the work; trouble of a row does not. */
static bool
fatal(err_t e)
{
	return (e->code == ERR_STORE || e->code == ERR_SYSTEM ||
		e->code == ERR_DAMAGED || e->code == ERR_LOCKED);
}

/* "07-AC-2026-004: la fecha...": the record has this folio only while it is
 * tried, so it says nothing to a person. */
static const char *
without_folio(struct bring_work *w, const char *s)
{
	const char *colon = strstr(s, ": ");
	size_t marks = 0;
	char *out;

	for (const char *p = s; colon != NULL && p < colon; p++) {
		if (*p == ' ')
			return (s);
		marks += *p == '-';
	}
	if (marks < 3)
		return (s);
	out = arena_dup(&w->a, span_str(colon + 2));
	if (*out >= 'a' && *out <= 'z')
		*out = (char)(*out - 'a' + 'A');
	return (out);
}

/* "rule 7: English / español", or what the code means. */
static const char *
sentence(struct bring_work *w, err_t e)
{
	const char *rule = strstr(e->text, "rule "), *en, *es;

	if (w->why != NULL)
		return (w->why);
	en = rule == NULL ? NULL : strstr(rule, ": ");
	es = en == NULL ? NULL : strstr(en, " / ");
	if (es == NULL)
		return (arena_fmt(&w->a, "%s (%s)",
		    err_sentence(e->code, w->c->lang), e->text));
	if (strcmp(w->c->lang, "en") == 0)
		es = arena_dup(&w->a, span_of(en + 2, (size_t)(es - en - 2)));
	else
		es = arena_dup(&w->a, span_str(es + 3));
	return (without_folio(w, es));
}

/* ---- trying ------------------------------------------------------------- */

struct verdict {
	int64_t no;
	enum bring_verdict verdict;
	const char *reason, *key;
};

/* An earlier row of the file that says the same. */
static err_t
twice(struct bring_work *w, const struct verdict *so_far, size_t n,
    struct verdict *v)
{
	int64_t no;

	for (size_t i = 0; i < n; i++)
		if (so_far[i].verdict == BRING_GOOD &&
		    strcmp(so_far[i].key, v->key) == 0)
			v->verdict = BRING_SAME;
	if (v->verdict != BRING_SAME) {
		TRY(db_int(w->c->st->db, &bring_key_first, 0, &no,
		    A_INT(w->b->id), val_str(v->key), A_INT(v->no)));
		if (no != 0)
			v->verdict = BRING_SAME;
	}
	if (v->verdict == BRING_SAME)
		v->reason = bring_tr(w->c, "Es igual a un renglón anterior.",
		    "It is the same as an earlier row.");
	return (NULL);
}

static err_t
try_row(struct bring_work *w, struct verdict *v)
{
	CLEAN(cmd_end) struct act *act = NULL;
	bool same = false;
	err_t e;

	w->why = NULL;
	w->key = "";
	TRY(cmd_begin(w->c, &act));
	e = bring_build(w, act, &same);
	if (e == NULL && !same)
		e = act_try(act, w->c->actor);
	if (e != NULL && fatal(e))
		return (e);
	v->verdict = e != NULL ? BRING_BAD : same ? BRING_SAME : BRING_GOOD;
	v->reason =
	    e != NULL ? sentence(w, e)
	    : same ? bring_tr(w->c, "Ya estaba aquí.", "It was here already.")
		   : "";
	v->key = w->key;
	return (NULL);
}

/* What was found out is kept together: a commit a row would be slow. */
static err_t
keep(struct bring_work *w, const struct verdict *v, size_t n)
{
	CLEAN(tx_undo) struct tx tx = { 0 };

	TRY(tx_begin(&tx, w->c->st->db));
	for (size_t i = 0; i < n; i++)
		TRY(bring_judge(w->c, w->b->id, v[i].no, v[i].verdict,
		    v[i].reason, v[i].key));
	return (tx_commit(&tx));
}

static err_t
try_piece(struct bring_work *w, int64_t until, bool *more)
{
	CLEAN(arena_free) struct arena a = ARENA;
	struct verdict v[PIECE] = { { 0 } };
	struct bring_row *row;
	size_t n, done = 0;

	TRY(bring_rows(w->c, w->b, BRING_NEW, PIECE, &a, &row, &n));
	while (done < n && (done == 0 || clock_mono_ms() < until)) {
		arena_clear(&w->a);
		w->row = &row[done];
		v[done].no = row[done].no;
		TRY(try_row(w, &v[done]));
		v[done].reason = arena_dup(&a, span_str(v[done].reason));
		v[done].key = arena_dup(&a, span_str(v[done].key));
		if (v[done].verdict == BRING_GOOD)
			TRY(twice(w, v, done, &v[done]));
		done++;
	}
	*more = n > 0;
	return (keep(w, v, done));
}

/* ---- saving ------------------------------------------------------------- */

/* What the row made, for taking it back; in the action's transaction. */
static err_t
note(struct bring_work *w)
{
	struct db *db = w->c->st->db;

	if (w->b->batch == 0) {
		TRY(keys_batch(db, w->b->file, clock_now(), &w->b->batch));
		TRY(db_run(
		    db, &bring_set_batch, A_INT(w->b->id), A_INT(w->b->batch)));
	}
	for (size_t i = 0; i < w->made_n; i++) {
		struct keys_step s = { .line = w->row->no,
			.record = w->made[i],
			.what = KEYS_CREATED,
			.entity = w->made_entity[i] };

		TRY(keys_step(db, w->b->batch, &s));
	}
	return (bring_judge(w->c, w->b->id, w->row->no, BRING_IN, "", NULL));
}

static err_t
save_row(struct bring_work *w)
{
	CLEAN(cmd_end) struct act *act = NULL;
	int64_t batch = w->b->batch;
	bool same = false;
	const char *why;
	dot_t commit;
	err_t e;

	w->why = NULL;
	TRY(cmd_begin(w->c, &act));
	e = bring_build(w, act, &same);
	if (e == NULL && !same)
		e = note(w);
	if (e == NULL && !same)
		e = act_save(act, w->c->actor, &commit);
	if (e == NULL && !same)
		return (NULL);
	w->b->batch = batch; /* its row went with the action */
	if (e != NULL && fatal(e))
		return (e);
	why = e == NULL
		  ? bring_tr(w->c, "Ya estaba aquí.", "It was here already.")
		  : sentence(w, e);
	cmd_end(&act);
	return (bring_judge(w->c, w->b->id, w->row->no,
	    same ? BRING_SAME : BRING_BAD, why, NULL));
}

/* Rows that do not build on each other: many in one commit is many times
 * faster.  *done is how many went in; 0: one of them does not go, and which
 * one is found by saving them apart. */
static err_t
save_many(
    struct bring_work *w, const struct bring_row *row, size_t n, size_t *done)
{
	CLEAN(cmd_end) struct act *act = NULL;
	int64_t batch = w->b->batch;
	bool same = false;
	size_t k = 0;
	dot_t commit;
	err_t e = NULL;

	*done = 0;
	TRY(cmd_begin(w->c, &act));
	while (e == NULL && !same && k < n && act->n < TOGETHER_OPS) {
		w->row = &row[k++];
		w->why = NULL;
		e = bring_build(w, act, &same);
		if (e == NULL && !same)
			e = note(w);
	}
	if (e == NULL && !same)
		e = act_save(act, w->c->actor, &commit);
	if (e == NULL && !same) {
		*done = k;
		return (NULL);
	}
	w->b->batch = batch;
	return (e != NULL && fatal(e) ? e : NULL);
}

static err_t
save_piece(struct bring_work *w, int64_t until, bool *more)
{
	CLEAN(arena_free) struct arena a = ARENA;
	/* Members may build on each other: two people of one institution. */
	bool together = w->b->kind != BRING_MEMBERS;
	struct bring_row *row;
	size_t n, done;

	TRY(bring_rows(w->c, w->b, BRING_GOOD, PIECE, &a, &row, &n));
	*more = n > 0;
	for (size_t i = 0; i < n && (i == 0 || clock_mono_ms() < until);) {
		arena_clear(&w->a);
		done = 0;
		if (together)
			TRY(save_many(w, row + i, n - i, &done));
		together = together && done > 0;
		i += done;
		if (done > 0)
			continue;
		w->row = &row[i++];
		TRY(save_row(w));
	}
	return (NULL);
}

/* ---- taking back -------------------------------------------------------- */

static err_t
back_piece(struct bring_work *w, int64_t until, bool *more)
{
	struct bring *b = w->b;
	struct cmd_undone did = {
		.batch = b->batch, .before = b->before, .reason = b->reason
	};

	*more = false;
	if (b->batch != 0)
		TRY(cmd_undo_some(w->c, &did, until, more));
	b->before = did.before;
	TRY(db_run(
	    w->c->st->db, &bring_set_before, A_INT(b->id), A_INT(b->before)));
	return (db_run(w->c->st->db, &bring_mark_back, A_INT(b->id),
	    A_INT(b->before), A_INT(b->batch)));
}

static enum bring_phase
after(enum bring_phase p)
{
	return (p == BRING_CHECK  ? BRING_READY
		: p == BRING_SAVE ? BRING_SAVED
				  : BRING_UNDONE);
}

err_t
bring_some(struct cmd *c, struct bring *b, int64_t until)
{
	CLEAN(bring_work_end) struct bring_work w = { .c = c, .b = b };
	bool more = true;

	if (b->phase != BRING_CHECK && b->phase != BRING_SAVE &&
	    b->phase != BRING_UNDO)
		return (NULL);
	if (b->phase != BRING_UNDO)
		TRY(bring_learn(&w));
	do {
		if (b->phase == BRING_CHECK)
			TRY(try_piece(&w, until, &more));
		else if (b->phase == BRING_SAVE)
			TRY(save_piece(&w, until, &more));
		else
			TRY(back_piece(&w, until, &more));
	} while (more && clock_mono_ms() < until);
	if (more)
		return (NULL);
	b->phase = after(b->phase);
	return (
	    db_run(c->st->db, &bring_set_phase, A_INT(b->id), A_INT(b->phase)));
}
