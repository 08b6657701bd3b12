/*
 * import_show -- the page of an import, by where it stands.
 */
#include "node/pages/import_in.h"
#include "proto/base/text.h"

#define WRONG_ROWS 200 /* shown; the file has all */
#define SAMPLE     5
#define COLUMNS    6 /* of the sheet, beside the reason */
#define CELL       70

static const char *
id_of(struct page *p, const struct bring *b)
{
	return (arena_fmt(p->a, "%lld", (long long)b->id));
}

/* ---- what the columns are ----------------------------------------------- */

/* "B", as the spreadsheet calls it. */
static const char *
letters_of(struct page *p, size_t i)
{
	if (i < 26)
		return (arena_fmt(p->a, "%c", (char)('A' + (int)i)));
	return (arena_fmt(p->a, "%c%c", (char)('A' + (int)(i / 26) - 1),
	    (char)('A' + (int)(i % 26))));
}

static struct import_option *
options(struct page *p, const struct bring_row *head, int64_t chosen)
{
	struct import_option *o = arena_new(p->a, (head->n + 1) * sizeof(*o));

	for (size_t i = 0; i < head->n; i++)
		o[i] = (struct import_option){ (int64_t)i,
			arena_fmt(p->a, "%s · %s", letters_of(p, i),
			    text_short(p->a, span_str(head->cell[i]), CELL)),
			(int64_t)i == chosen };
	return (o);
}

static const char *
sample_of(struct page *p, const struct bring_row *row, size_t n, int64_t column)
{
	for (size_t i = 0; i < n; i++)
		if (column >= 0 && (size_t)column < row[i].n &&
		    row[i].cell[column][0] != '\0')
			return (text_short(
			    p->a, span_str(row[i].cell[column]), CELL));
	return ("");
}

static err_t
show_map(struct page *p, const struct bring *b)
{
	struct import_map_view v = { .id = id_of(p, b),
		.file = b->file,
		.kind = import_kind(p, b->kind),
		.rows = b->rows };
	const struct bring_target *t = bring_targets(b->kind, &v.targets_n);
	struct bring_row head, *row;
	size_t n;

	TRY(bring_head(&p->c, b, p->a, &head));
	TRY(bring_rows(&p->c, b, BRING_NEW, SAMPLE, p->a, &row, &n));
	v.targets = arena_new(p->a, v.targets_n * sizeof(*v.targets));
	for (size_t i = 0; i < v.targets_n; i++)
		v.targets[i] = (struct import_target){ .no = (int64_t)i,
			.label = bring_label(&p->c, p->a, b->kind, i),
			.dflt = b->map[i].dflt,
			.needed = t[i].needed,
			.sample = sample_of(p, row, n, b->map[i].column),
			.columns = options(p, &head, b->map[i].column),
			.columns_n = head.n };
	page_begin(p, page_tr(p, "Columnas", "Columns"));
	import_map_tpl(&p->h, &v);
	return (page_end(p));
}

/* ---- at work ------------------------------------------------------------ */

static err_t
show_run(struct page *p, const struct bring *b)
{
	const int64_t *n = b->count;
	struct import_run_view v = { .id = id_of(p, b), .file = b->file };

	if (b->phase == BRING_CHECK) {
		v.doing = page_tr(p, "Revisando", "Checking");
		v.all = b->rows;
		v.done = b->rows - n[BRING_NEW];
	} else if (b->phase == BRING_SAVE) {
		v.doing = page_tr(p, "Guardando", "Saving");
		v.all = n[BRING_GOOD] + n[BRING_IN];
		v.done = n[BRING_IN];
	} else {
		v.doing = page_tr(p, "Deshaciendo", "Taking back");
		v.all = n[BRING_IN] + n[BRING_BACK];
		v.done = n[BRING_BACK];
	}
	/* The browser asks again by itself, with or without JavaScript. */
	response_header(p->r, "Refresh", "0; url=/importar/%s", v.id);
	page_begin(p, v.doing);
	import_run_tpl(&p->h, &v);
	return (page_end(p));
}

/* ---- what came of it ---------------------------------------------------- */

static err_t
lines( // NOLINT(readability-function-size)
    struct page *p, const struct bring *b, enum bring_verdict verdict,
    int64_t most, size_t columns, struct import_line **out, size_t *n)
{
	struct bring_row *row;

	TRY(bring_rows(&p->c, b, verdict, most, p->a, &row, n));
	*out = arena_new(p->a, (*n + 1) * sizeof(**out));
	for (size_t i = 0; i < *n; i++) {
		struct import_line *l = &(*out)[i];

		l->no = row[i].no;
		l->reason = row[i].reason;
		l->cells_n = columns;
		l->cells = arena_new(p->a, (columns + 1) * sizeof(*l->cells));
		for (size_t k = 0; k < columns; k++)
			l->cells[k] = k < row[i].n
					  ? text_short(p->a,
						span_str(row[i].cell[k]), CELL)
					  : "";
	}
	return (NULL);
}

static err_t
show_rows(struct page *p, const struct bring *b, struct import_see_view *v)
{
	struct bring_row head;

	TRY(bring_head(&p->c, b, p->a, &head));
	v->columns_n = head.n < COLUMNS ? head.n : COLUMNS;
	v->columns = arena_new(p->a, (v->columns_n + 1) * sizeof(*v->columns));
	for (size_t i = 0; i < v->columns_n; i++)
		v->columns[i] =
		    head.cell[i][0] == '\0' ? letters_of(p, i) : head.cell[i];
	TRY(lines(
	    p, b, BRING_BAD, WRONG_ROWS, v->columns_n, &v->wrong, &v->wrong_n));
	return (lines(
	    p, b, BRING_GOOD, SAMPLE, v->columns_n, &v->sample, &v->sample_n));
}

static err_t
show_see(struct page *p, const struct bring *b)
{
	const int64_t *n = b->count;
	struct import_see_view v = { .id = id_of(p, b),
		.file = b->file,
		.kind = import_kind(p, b->kind),
		.who = b->account,
		.at = b->at,
		.good = n[BRING_GOOD],
		.bad = n[BRING_BAD],
		.same = n[BRING_SAME],
		.in = n[BRING_IN],
		.back = n[BRING_BACK],
		.left = n[BRING_IN],
		.ready = b->phase == BRING_READY,
		.saved = b->phase == BRING_SAVED,
		.undone = b->phase == BRING_UNDONE,
		.rows = b->rows > 0 };

	if (b->rows > 0)
		TRY(show_rows(p, b, &v));
	page_begin(p, import_kind(p, b->kind));
	import_see_tpl(&p->h, &v);
	return (page_end(p));
}

err_t
import_show(struct page *p, struct bring *b)
{
	switch (b->phase) {
	case BRING_MAP:
		return (show_map(p, b));
	case BRING_CHECK:
	case BRING_SAVE:
	case BRING_UNDO:
		return (show_run(p, b));
	case BRING_READY:
	case BRING_SAVED:
	case BRING_UNDONE:
		break;
	}
	return (show_see(p, b));
}
