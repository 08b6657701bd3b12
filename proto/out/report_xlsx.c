/*
 * report_xlsx -- the annex: a page that says what it is, and a page a table,
 * with a row of HXL tags, the rows that paper leaves out, and their records.
 */
#include "proto/out/report_parts.h"

#include <string.h>

#include "proto/base/text.h"

/* The first page: what, of when, from which positions, what is missing. */
static err_t
cover(const struct report *r, struct sheet **s, struct buf *out)
{
	const struct sheet_column col[] = {
		{ report_pick(r, "Qué", "What"), NULL, 34 },
		{ report_pick(r, "Dice", "Says"), NULL, 90 },
	};
	struct sheet_conf conf = { .as = SHEET_XLSX,
		.title = report_pick(r, "Portada", "Cover"),
		.column = col,
		.columns = 2 };
	const char *const line[][2] = {
		{ report_pick(r, "Informe", "Report"), r->title },
		{ report_pick(r, "Asunto", "Subject"), r->subject },
		{ report_pick(r, "Fecha de referencia", "Reference date"),
		    r->on },
		{ report_pick(r, "Posiciones de los registros",
		      "Positions of the records"),
		    r->at },
	};

	TRY(sheet_open(s, &conf, out));
	for (size_t i = 0; i < sizeof(line) / sizeof(line[0]); i++)
		TRY(sheet_row(*s, (struct sheet_cell[]){ sheet_text(line[i][0]),
				      sheet_text(line[i][1]) }));
	for (size_t i = 0; i < r->fronts; i++)
		TRY(sheet_row(
		    *s, (struct sheet_cell[]){
			    sheet_text(report_pick(r, "Portada", "Title page")),
			    sheet_text(r->front[i]) }));
	for (size_t i = 0; i < r->n; i++) {
		const struct report_table *t = r->block[i].table;

		for (size_t k = 0; t != NULL && k < t->notes; k++)
			TRY(sheet_row(
			    *s, (struct sheet_cell[]){ sheet_text(t->title),
				    sheet_text(t->note[k]) }));
	}
	return (NULL);
}

static err_t
page(const struct report *r, struct sheet *s, const struct report_table *t,
    size_t no)
{
	CLEAN(arena_free) struct arena a = ARENA;
	struct sheet_column *col = arena_new(&a, (t->cols + 1) * sizeof(*col));
	struct sheet_cell *cell = arena_new(&a, (t->cols + 1) * sizeof(*cell));
	struct sheet_conf conf = { .as = SHEET_XLSX,
		.title = arena_fmt(&a, "%zu. %s", no, t->title),
		.column = col,
		.columns = t->cols };
	bool ids = false;

	for (size_t i = 0; i < t->cols; i++)
		col[i] = (struct sheet_column){ t->col[i].label, t->col[i].hxl,
			t->col[i].width };
	for (size_t i = 0; i < t->rows; i++)
		ids = ids || t->row[i].id != NULL;
	if (ids)
		col[conf.columns++] = (struct sheet_column){
			report_pick(r, "Identificador", "Identifier"),
			"#meta+id+record", 24
		};
	TRY(sheet_next(s, &conf));
	for (size_t i = 0; i < t->rows; i++) {
		memcpy(cell, t->row[i].cell, t->cols * sizeof(*cell));
		cell[t->cols] = sheet_text(t->row[i].id);
		TRY(sheet_row(s, cell));
	}
	return (NULL);
}

err_t
report_xlsx(const struct report *r, struct buf *out)
{
	CLEAN(sheet_close) struct sheet *s = NULL;
	size_t no = 0;

	TRY(cover(r, &s, out));
	for (size_t i = 0; i < r->n; i++)
		if (r->block[i].table != NULL)
			TRY(page(r, s, r->block[i].table, ++no));
	return (sheet_end(&s));
}
