#include "proto/out/records.h"

#include "proto/base/clock.h"
#include "proto/base/text.h"
#include "proto/domain/vocab.h"
#include "proto/limits.h"

#define EXTRA    4 /* columns that are no field */
#define SAID     ((size_t)2 * LIMIT_MERGE_BYTES)
#define ID_BYTES 40

SQL(records_responsible,
    "SELECT i.id, i.acronym, i.official_name FROM responsible r"
    " JOIN institution i ON i.id = r.institution"
    " WHERE r.agreement = ?1 AND r.life = 0 ORDER BY r.role, r.id");
SQL(records_reported, "SELECT max(reported_on) FROM followup"
		      " WHERE agreement = ?1 AND life = 0");
SQL(records_disputed, "SELECT count(*) FROM review WHERE record = ?1");
SQL(records_zone, "SELECT time_zone FROM roundtable WHERE id = ?1");

struct listing {
	struct cmd *c;
	const struct records_ask *ask;
	struct sheet *sheet;
	struct arena a; /* of one row */
	struct sheet_column *column;
	struct sheet_cell *cell;
	size_t columns;
	char *needle; /* ask->text, folded */
};

static bool
es(const struct cmd *c)
{
	return (strcmp(c->lang, "en") != 0);
}

static bool
agreements(const struct listing *l)
{
	return (l->ask->e->no == ENTITY_agreement);
}

/* ---- the head ----------------------------------------------------------- */

static unsigned
width_of(const struct field *f)
{
	switch (f->type) {
	case TYPE_LONG:
		return (60);
	case TYPE_TEXT:
		return (f->max > LIMIT_CODE_BYTES ? 34 : 18);
	case TYPE_REF:
	case TYPE_CODE:
		return (24);
	case TYPE_TIME:
		return (17);
	case TYPE_INT:
	case TYPE_BOOL:
	case TYPE_DATE:
	case TYPE_GEO:
		break;
	}
	return (12);
}

static void
column(struct listing *l, const char *label, const char *tag, unsigned width)
{
	l->column[l->columns++] = (struct sheet_column){ label, tag, width };
}

static void
head(struct listing *l, struct arena *a)
{
	const struct entity *e = l->ask->e;
	const struct field *shown = schema_field_named(e, "folio");

	l->column = arena_new(a, (e->n + EXTRA) * sizeof(*l->column));
	l->cell = arena_new(a, (e->n + EXTRA) * sizeof(*l->cell));
	for (size_t i = 0; i < e->n; i++)
		column(l, cmd_label(l->c, &e->fields[i]), e->fields[i].hxl,
		    width_of(&e->fields[i]));
	if (agreements(l)) {
		column(l, es(l->c) ? "Responsables" : "Responsible",
		    "#org+resp+name", 34);
		column(l, es(l->c) ? "Situación" : "How it stands",
		    "#status+agreement+shown", 18);
	}
	if (l->ask->voided)
		column(l, es(l->c) ? "Vigencia" : "Life", "#status+life", 12);
	column(l, es(l->c) ? "Identificador" : "Identifier",
	    shown == NULL ? "#meta+id" : "#meta+id+record", 24);
}

/* ---- cells -------------------------------------------------------------- */

static const char *
kept(struct listing *l, const struct buf *b)
{
	return (b->n == 0 ? "" : arena_dup(&l->a, buf_all(b)));
}

/* "2026-03-31 10:30" as the clock on the wall there shows it. */
static err_t
local_time(struct listing *l, dot_t root, int64_t at, struct buf *b)
{
	CLEAN(rows_done) struct rows r = { 0 };
	const char *zone = NULL;
	char iso[21];
	bool found;

	TRY(db_one(&r, l->c->st->db, &records_zone, &found, A_INT(root)));
	if (found && rows_span(&r, 0).n > 0)
		zone = rows_text(&r, 0);
	text_time_put(clock_local(at, zone), iso);
	return (buf_fmt(b, "%.10s %.5s", iso, iso + 11));
}

static err_t
say(struct listing *l, const struct record *r, const struct field *f,
    struct val v, struct buf *b)
{
	if (v.kind == VAL_NULL)
		return (NULL);
	if (f->type == TYPE_TIME)
		return (local_time(l, r->root, v.i, b));
	/* A code of a place stays a code: "07065" joins with other data. */
	if (f->type == TYPE_GEO)
		return (buf_span(b, v.s));
	if (f->type == TYPE_DATE || v.kind == VAL_TEXT)
		return (v.kind == VAL_TEXT ? buf_span(b, v.s)
					   : schema_put(f, v, b));
	return (cmd_say_value(l->c, b, f, v));
}

static err_t
field_cell(struct listing *l, const struct record *r, const struct field *f,
    struct sheet_cell *out)
{
	CLEAN(buf_free) struct buf b = BUF(SAID);
	struct val v = r->v[f->no - 1], *list = &v;
	size_t n = v.kind == VAL_NULL ? 0 : 1;

	if (f->merge == MERGE_LIST)
		TRY(state_elements(
		    l->c->st->l, r->id, f->no, &l->a, &list, &n));
	else if (f->type == TYPE_DATE && n == 1) {
		*out = sheet_day(v.i);
		return (NULL);
	} else if (f->type == TYPE_INT && n == 1) {
		*out = sheet_int(v.i);
		return (NULL);
	}
	for (size_t i = 0; i < n; i++) {
		if (i > 0)
			TRY(buf_str(&b, "; "));
		TRY(say(l, r, f, list[i], &b));
	}
	*out = sheet_text(kept(l, &b));
	return (NULL);
}

/* ---- agreements --------------------------------------------------------- */

static err_t
responsible(
    struct listing *l, const struct record *r, const char **names, bool *has)
{
	CLEAN(rows_done) struct rows q = { 0 };
	CLEAN(buf_free) struct buf b = BUF(SAID);
	bool more;

	*has = l->ask->responsible == 0;
	TRY(db_query(&q, l->c->st->db, &records_responsible, A_INT(r->id)));
	for (;;) {
		TRY(rows_next(&q, &more));
		if (!more)
			break;
		*has = *has || rows_int(&q, 0) == l->ask->responsible;
		if (b.n > 0)
			TRY(buf_str(&b, "; "));
		TRY(buf_span(&b, rows_span(&q, 1).n > 0 ? rows_span(&q, 1)
							: rows_span(&q, 2)));
	}
	*names = kept(l, &b);
	return (NULL);
}

static err_t
shown_of(struct listing *l, const struct record *r, int *out)
{
	const struct val *v = r->v;
	struct db *db = l->c->st->db;
	int64_t last, disputed;

#define AT(field) v[FIELD_agreement_##field - 1]
	TRY(db_int(db, &records_reported, 0, &last, A_INT(r->id)));
	TRY(db_int(db, &records_disputed, 0, &disputed, A_INT(r->id)));
	*out = rule_agreement_shown(AT(status).i, AT(due_on).kind == VAL_INT,
	    AT(due_on).i, AT(done_on).kind == VAL_INT, AT(done_on).i, last,
	    AT(agreed_on).i, disputed > 0, l->ask->today);
#undef AT
	return (NULL);
}

/* The two columns after the fields; *wanted: that institution answers. */
static err_t
agreement_cells(struct listing *l, const struct record *r, int shown,
    size_t *at, bool *wanted)
{
	const struct code *code =
	    vocab_code(vocab_named("agreement_shown"), shown);
	const char *names;

	must(code != NULL);
	TRY(responsible(l, r, &names, wanted));
	l->cell[(*at)++] = sheet_text(names);
	l->cell[(*at)++] = sheet_text(es(l->c) ? code->es : code->en);
	return (NULL);
}

/* ---- rows --------------------------------------------------------------- */

static bool
has_text(struct listing *l, size_t n)
{
	if (l->needle == NULL)
		return (true);
	for (size_t i = 0; i < n; i++) {
		struct span s = span_str(l->cell[i].text);
		char *folded;

		if (l->cell[i].kind != SHEET_TEXT)
			continue;
		folded = arena_new(&l->a, s.n + 1);
		text_fold(s, folded);
		if (strstr(folded, l->needle) != NULL)
			return (true);
	}
	return (false);
}

static bool
confidential(const struct record *r)
{
	const struct field *f = schema_field_named(r->entity, "classification");

	return (f != NULL && r->v[f->no - 1].kind == VAL_INT &&
		r->v[f->no - 1].i == CODE_classification_confidential);
}

static bool
elsewhere(const struct records_ask *ask, const struct record *r)
{
	for (size_t i = 0; i < ask->roots; i++)
		if (ask->root[i] == r->root)
			return (false);
	return (ask->roots > 0);
}

static bool
ended(const struct record *r)
{
	const struct field *f = schema_field_named(r->entity, "status");
	bool end = false;

	if (f != NULL && r->v[f->no - 1].kind == VAL_INT)
		(void)schema_advance(f, r->v[f->no - 1].i, &end);
	return (end);
}

static bool
due_otherwise(const struct records_ask *ask, const struct record *r)
{
	struct val due = r->v[FIELD_agreement_due_on - 1];
	char today[11], day[11];

	if (due.kind != VAL_INT)
		return (true);
	text_day_put(ask->today, today);
	text_day_put(due.i, day);
	return (memcmp(today, day, sizeof("2026-11") - 1) != 0);
}

static err_t
row(void *ctx, const struct record *r)
{
	struct listing *l = ctx;
	const struct entity *e = r->entity;
	char id[ID_BYTES];
	size_t at = 0;
	bool wanted = true;
	int shown = 0;

	if (elsewhere(l->ask, r) || (l->ask->live && ended(r)) ||
	    (l->ask->open_only && confidential(r)) ||
	    (l->ask->month && agreements(l) && due_otherwise(l->ask, r)))
		return (NULL);
	if (agreements(l))
		TRY(shown_of(l, r, &shown));
	if (l->ask->shown != 0 && (l->ask->shown >> shown & 1) == 0)
		return (NULL);
	arena_clear(&l->a);
	for (size_t i = 0; i < e->n; i++)
		TRY(field_cell(l, r, &e->fields[i], &l->cell[at++]));
	if (agreements(l))
		TRY(agreement_cells(l, r, shown, &at, &wanted));
	if (l->ask->voided)
		l->cell[at++] = sheet_text(cmd_life_label(l->c, r->life));
	if (!wanted || !has_text(l, at))
		return (NULL);
	ledger_id_put(l->c->st->l, r->id, id);
	l->cell[at++] = sheet_text(arena_dup(&l->a, span_str(id)));
	must(at == l->columns);
	return (sheet_row(l->sheet, l->cell));
}

static void
listing_end(struct listing *l)
{
	sheet_close(&l->sheet);
	arena_free(&l->a);
}

err_t
records_put(struct cmd *c, const struct records_ask *ask, enum sheet_as as,
    struct buf *out, size_t *rows)
{
	CLEAN(listing_end) struct listing l = { .c = c, .ask = ask };
	CLEAN(arena_free) struct arena a = ARENA, found = ARENA;
	struct sheet_conf conf = { .as = as,
		.title = es(c) ? ask->e->es : ask->e->en,
		.now = ask->now };

	if (ask->text != NULL && ask->text[0] != '\0') {
		l.needle = arena_new(&a, strlen(ask->text) + 1);
		text_fold(span_str(ask->text), l.needle);
	}
	head(&l, &a);
	conf.column = l.column;
	conf.columns = l.columns;
	TRY(sheet_open(&l.sheet, &conf, out));
	TRY(state_find(c->st->l, ask->e, ask->conds, ask->n, ask->voided,
	    &found, row, &l));
	*rows = sheet_rows(l.sheet);
	return (sheet_end(&l.sheet));
}
