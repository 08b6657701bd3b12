#include "proto/out/bring.h"

#include "proto/base/text.h"
#include "proto/limits.h"
#include "proto/out/bring_parts.h"

#define BETWEEN   '\x1f' /* cells, and a column and its default */
#define AFTER     '\x1e' /* a target */
#define HEAD_ROWS 15     /* the titles stand in one of the first */
#define JOBS      50

static const char schema[] =
    "CREATE TABLE IF NOT EXISTS bring_job ("
    " id INTEGER PRIMARY KEY, kind INTEGER NOT NULL, phase INTEGER NOT NULL,"
    " file TEXT NOT NULL, account TEXT NOT NULL, at INTEGER NOT NULL,"
    " mesa INTEGER NOT NULL, batch INTEGER NOT NULL, before INTEGER NOT NULL,"
    " map TEXT NOT NULL, reason TEXT NOT NULL) STRICT;"
    "CREATE TABLE IF NOT EXISTS bring_row ("
    " job INTEGER NOT NULL, no INTEGER NOT NULL, verdict INTEGER NOT NULL,"
    " cells TEXT NOT NULL, reason TEXT NOT NULL, key TEXT NOT NULL,"
    " PRIMARY KEY (job, no)) WITHOUT ROWID, STRICT;"
    "CREATE INDEX IF NOT EXISTS bring_row_verdict"
    " ON bring_row (job, verdict, no);"
    "CREATE INDEX IF NOT EXISTS bring_row_key ON bring_row (job, key, no);";

SQL(bring_job_add,
    "INSERT INTO bring_job (kind, phase, file, account, at, mesa, batch,"
    " before, map, reason) VALUES (?1, 1, ?2, ?3, ?4, ?5, 0, ?6, ?7, '')");
SQL(bring_row_add,
    "INSERT INTO bring_row (job, no, verdict, cells, reason, key)"
    " VALUES (?1, ?2, ?3, ?4, '', '')");
#define JOB_COLUMNS                                                            \
	"id, kind, phase, file, account, at, mesa, batch, before, map, reason"
SQL(bring_job_get, "SELECT " JOB_COLUMNS " FROM bring_job WHERE id = ?1");
SQL_SCAN(bring_job_all,
    "SELECT " JOB_COLUMNS " FROM bring_job ORDER BY id DESC LIMIT ?1");
SQL(bring_counts, "SELECT verdict, count(*) FROM bring_row WHERE job = ?1"
		  " GROUP BY verdict");
SQL(bring_rows_of,
    "SELECT no, verdict, cells, reason FROM bring_row WHERE job = ?1"
    " AND verdict = ?2 ORDER BY no LIMIT ?3");
SQL(bring_title, "SELECT no, verdict, cells, reason FROM bring_row"
		 " WHERE job = ?1 AND verdict = 9 AND reason = 'head' LIMIT 1");
SQL(bring_row_head, "UPDATE bring_row SET reason = 'head' WHERE job = ?1"
		    " AND no = ?2");
SQL(bring_row_judge, "UPDATE bring_row SET verdict = ?3, reason = ?4,"
		     " key = ifnull(?5, key) WHERE job = ?1 AND no = ?2");
SQL(bring_rows_again, "UPDATE bring_row SET verdict = 0, reason = '', key = ''"
		      " WHERE job = ?1 AND verdict < 9");
SQL(bring_job_map, "UPDATE bring_job SET map = ?2, phase = ?3 WHERE id = ?1");
SQL(bring_job_go, "UPDATE bring_job SET phase = ?2, reason = ?3 WHERE id = ?1");
SQL(bring_rows_drop, "DELETE FROM bring_row WHERE job = ?1");
SQL(bring_job_drop, "DELETE FROM bring_job WHERE id = ?1 AND batch = 0");
SQL_SCAN(bring_old, "DELETE FROM bring_row WHERE job IN (SELECT id FROM"
		    " bring_job WHERE at < ?1)");

err_t
bring_tables(struct db *db)
{
	return (db_exec(db, schema));
}

err_t
bring_judge(struct cmd *c, int64_t id, int64_t no, enum bring_verdict verdict,
    const char *reason, const char *key)
{
	return (db_run(c->st->db, &bring_row_judge, A_INT(id), A_INT(no),
	    A_INT(verdict), val_str(reason), val_str(key)));
}

/* ---- reading the file --------------------------------------------------- */

/* How many of a row's cells are titles that we know. */
static size_t
titles(enum bring_kind kind, const struct grid_row *r)
{
	bool seen[BRING_TARGETS] = { false };
	size_t n = 0;

	for (size_t i = 0; i < r->n; i++) {
		int t = bring_guess(kind, grid_cell(r, i));

		if (t >= 0 && !seen[t]) {
			seen[t] = true;
			n++;
		}
	}
	return (n);
}

/* The row of titles; there may be a name of the sheet above it. */
static size_t
find_head(enum bring_kind kind, const struct grid *g)
{
	size_t best = 0, most = 0;

	for (size_t i = 0; i < g->n && i < HEAD_ROWS; i++) {
		size_t n = titles(kind, &g->row[i]);

		if (n > most) {
			most = n;
			best = i;
		}
	}
	return (best);
}

/* A row of HXL tags. */
static bool
is_tags(const struct grid_row *r)
{
	bool any = false;

	for (size_t i = 0; i < r->n; i++) {
		const char *s = grid_cell(r, i);

		if (s[0] != '\0' && s[0] != '#')
			return (false);
		any = any || s[0] == '#';
	}
	return (any);
}

static err_t
put_map(const struct bring *b, struct buf *out)
{
	size_t n;

	(void)bring_targets(b->kind, &n);
	for (size_t i = 0; i < n; i++)
		TRY(buf_fmt(out, "%lld%c%s%c", (long long)b->map[i].column,
		    BETWEEN, b->map[i].dflt, AFTER));
	return (NULL);
}

static void
guess(struct bring *b, const struct grid_row *head)
{
	for (size_t i = 0; i < BRING_TARGETS; i++) {
		b->map[i].column = -1;
		b->map[i].dflt = "";
	}
	for (size_t i = 0; i < head->n; i++) {
		int t = bring_guess(b->kind, grid_cell(head, i));

		if (t >= 0 && b->map[t].column < 0)
			b->map[t].column = (int64_t)i;
	}
}

static err_t
put_row(struct cmd *c, int64_t id, const struct grid_row *r, bool data)
{
	CLEAN(buf_free) struct buf b = BUF(LIMIT_SHEET_BYTES);

	for (size_t i = 0; i < r->n; i++) {
		if (i > 0)
			TRY(buf_byte(&b, BETWEEN));
		TRY(buf_str(&b, grid_cell(r, i)));
	}
	return (db_run(c->st->db, &bring_row_add, A_INT(id), A_INT(r->no),
	    A_INT(data ? BRING_NEW : BRING_HEAD), val_text(buf_all(&b))));
}

static err_t
put_job(struct cmd *c, struct bring *b, const struct grid *g, size_t head)
{
	CLEAN(buf_free) struct buf map = BUF(LIMIT_TEXT_BYTES);
	CLEAN(tx_undo) struct tx tx = { 0 };

	guess(b, &g->row[head]);
	TRY(put_map(b, &map));
	TRY(tx_begin(&tx, c->st->db));
	TRY(db_run(c->st->db, &bring_job_add, A_INT(b->kind), val_str(b->file),
	    val_str(b->account), A_INT(b->at), A_INT(b->mesa), A_INT(INT64_MAX),
	    val_text(buf_all(&map))));
	b->id = db_rowid(c->st->db);
	for (size_t i = 0; i < g->n; i++)
		TRY(put_row(c, b->id, &g->row[i],
		    i > head && !(i == head + 1 && is_tags(&g->row[i]))));
	TRY(db_run(
	    c->st->db, &bring_row_head, A_INT(b->id), A_INT(g->row[head].no)));
	return (tx_commit(&tx));
}

err_t
bring_new(struct cmd *c, struct bring *b, struct span bytes)
{
	CLEAN(arena_free) struct arena a = ARENA;
	struct grid g;
	size_t head;

	TRY(grid_take(&a, bytes, &g));
	if (g.n < 2)
		return (err_new(ERR_RULE,
		    "rule 0: The file has no rows below its titles. / El "
		    "archivo no tiene renglones debajo de sus encabezados."));
	head = find_head(b->kind, &g);
	if (head + 1 == g.n)
		head = 0;
	return (put_job(c, b, &g, head));
}

/* ---- what is kept ------------------------------------------------------- */

static void
take_map(struct bring *b, struct arena *a, struct span s)
{
	char *p = arena_dup(a, s);

	for (size_t i = 0; i < BRING_TARGETS; i++) {
		char *middle = strchr(p, BETWEEN), *end;

		b->map[i].column = -1;
		b->map[i].dflt = "";
		end = middle == NULL ? NULL : strchr(middle, AFTER);
		if (end == NULL)
			continue;
		*middle = '\0';
		*end = '\0';
		if (text_int(p, &b->map[i].column) != NULL)
			b->map[i].column = -1;
		b->map[i].dflt = middle + 1;
		p = end + 1;
	}
}

static void
take_job(struct rows *r, struct arena *a, struct bring *b)
{
	*b = (struct bring){ .id = rows_int(r, 0),
		.kind = (enum bring_kind)rows_int(r, 1),
		.phase = (enum bring_phase)rows_int(r, 2),
		.file = arena_dup(a, rows_span(r, 3)),
		.account = arena_dup(a, rows_span(r, 4)),
		.at = rows_int(r, 5),
		.mesa = rows_int(r, 6),
		.batch = rows_int(r, 7),
		.before = rows_int(r, 8),
		.reason = arena_dup(a, rows_span(r, 10)) };
	take_map(b, a, rows_span(r, 9));
}

static err_t
count(struct cmd *c, struct bring *b)
{
	CLEAN(rows_done) struct rows r = { 0 };
	bool more;

	TRY(db_query(&r, c->st->db, &bring_counts, A_INT(b->id)));
	for (;;) {
		int64_t verdict;

		TRY(rows_next(&r, &more));
		if (!more)
			return (NULL);
		verdict = rows_int(&r, 0);
		if (verdict < 0 || verdict >= BRING_VERDICTS)
			continue;
		b->count[verdict] = rows_int(&r, 1);
		b->rows += rows_int(&r, 1);
	}
}

err_t
bring_get(struct cmd *c, int64_t id, struct arena *a, struct bring *b)
{
	CLEAN(rows_done) struct rows r = { 0 };
	bool found;

	TRY(db_one(&r, c->st->db, &bring_job_get, &found, A_INT(id)));
	if (!found)
		return (err_new(ERR_MISSING, "no such import"));
	take_job(&r, a, b);
	return (count(c, b));
}

err_t
bring_list(struct cmd *c, struct arena *a, struct bring **out, size_t *n)
{
	CLEAN(rows_done) struct rows r = { 0 };
	bool more;

	*n = 0;
	*out = arena_new(a, JOBS * sizeof(**out));
	TRY(db_query(&r, c->st->db, &bring_job_all, A_INT(JOBS)));
	for (;;) {
		TRY(rows_next(&r, &more));
		if (!more)
			break;
		take_job(&r, a, &(*out)[(*n)++]);
	}
	for (size_t i = 0; i < *n; i++)
		TRY(count(c, &(*out)[i]));
	return (NULL);
}

static void
take_row(struct rows *r, struct arena *a, struct bring_row *row)
{
	char *p = arena_dup(a, rows_span(r, 2));
	size_t cap = 1;

	for (const char *q = p; *q != '\0'; q++)
		cap += *q == BETWEEN;
	*row = (struct bring_row){ .no = rows_int(r, 0),
		.verdict = (enum bring_verdict)rows_int(r, 1),
		.reason = arena_dup(a, rows_span(r, 3)),
		.cell = arena_new(a, cap * sizeof(*row->cell)) };
	for (;;) {
		char *next = strchr(p, BETWEEN);

		row->cell[row->n++] = p;
		if (next == NULL)
			return;
		*next = '\0';
		p = next + 1;
	}
}

err_t
bring_head(struct cmd *c, const struct bring *b, struct arena *a,
    struct bring_row *head)
{
	CLEAN(rows_done) struct rows r = { 0 };
	bool found;

	TRY(db_one(&r, c->st->db, &bring_title, &found, A_INT(b->id)));
	if (!found)
		return (
		    err_new(ERR_MISSING, "the rows of this import are gone"));
	take_row(&r, a, head);
	return (NULL);
}

err_t
bring_rows( // NOLINT(readability-function-size)
    struct cmd *c, const struct bring *b, enum bring_verdict verdict,
    int64_t most, struct arena *a, struct bring_row **out, size_t *n)
{
	CLEAN(rows_done) struct rows r = { 0 };
	struct bring_row *v = NULL;
	size_t cap = 0;
	bool more;
	err_t e;

	*n = 0;
	TRY(db_query(&r, c->st->db, &bring_rows_of, A_INT(b->id),
	    A_INT(verdict), A_INT(most)));
	while ((e = rows_next(&r, &more)) == NULL && more) {
		mem_room(&v, &cap, *n + 1, sizeof(*v));
		take_row(&r, a, &v[(*n)++]);
	}
	*out = arena_new(a, (*n + 1) * sizeof(**out));
	if (*n > 0)
		memcpy(*out, v, *n * sizeof(*v));
	mem_free(v);
	return (e);
}

/* ---- going on ----------------------------------------------------------- */

err_t
bring_mapped(struct cmd *c, const struct bring *b)
{
	CLEAN(buf_free) struct buf map = BUF((size_t)2 * LIMIT_TEXT_BYTES);
	CLEAN(tx_undo) struct tx tx = { 0 };

	TRY(put_map(b, &map));
	TRY(tx_begin(&tx, c->st->db));
	TRY(db_run(c->st->db, &bring_rows_again, A_INT(b->id)));
	TRY(db_run(c->st->db, &bring_job_map, A_INT(b->id),
	    val_text(buf_all(&map)), A_INT(BRING_CHECK)));
	return (tx_commit(&tx));
}

err_t
bring_go(struct cmd *c, const struct bring *b, enum bring_phase to)
{
	return (db_run(c->st->db, &bring_job_go, A_INT(b->id), A_INT(to),
	    val_str(b->reason == NULL ? "" : b->reason)));
}

err_t
bring_forget(struct cmd *c, const struct bring *b)
{
	TRY(db_run(c->st->db, &bring_rows_drop, A_INT(b->id)));
	return (db_run(c->st->db, &bring_job_drop, A_INT(b->id)));
}

err_t
bring_sweep(struct cmd *c, int64_t before)
{
	return (db_run(c->st->db, &bring_old, A_INT(before)));
}

err_t
bring_bad(struct cmd *c, const struct bring *b, enum sheet_as as, int64_t now,
    struct buf *out)
{
	CLEAN(arena_free) struct arena a = ARENA;
	CLEAN(sheet_close) struct sheet *s = NULL;
	struct sheet_conf conf = { .as = as,
		.title = bring_tr(c, "Por corregir", "To correct"),
		.now = now };
	struct sheet_column *column;
	struct sheet_cell *cell;
	struct bring_row head, *row;
	size_t n;

	TRY(bring_head(c, b, &a, &head));
	TRY(bring_rows(c, b, BRING_BAD, LIMIT_SHEET_ROWS, &a, &row, &n));
	column = arena_new(&a, (head.n + 1) * sizeof(*column));
	cell = arena_new(&a, (head.n + 1) * sizeof(*cell));
	for (size_t i = 0; i < head.n; i++)
		column[i] = (struct sheet_column){ head.cell[i], NULL, 22 };
	column[head.n] =
	    (struct sheet_column){ bring_tr(c, "Motivo", "Reason"), NULL, 60 };
	conf.column = column;
	conf.columns = head.n + 1;
	TRY(sheet_open(&s, &conf, out));
	for (size_t i = 0; i < n; i++) {
		for (size_t k = 0; k < head.n; k++)
			cell[k] =
			    sheet_text(k < row[i].n ? row[i].cell[k] : "");
		cell[head.n] = sheet_text(row[i].reason);
		TRY(sheet_row(s, cell));
	}
	return (sheet_end(&s));
}
