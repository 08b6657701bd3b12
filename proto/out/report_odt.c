/*
 * report_odt -- the same for a word processor.
 */
#include "proto/out/report_parts.h"

#include <string.h>

#include "proto/limits.h"
#include "proto/out/odt.h"

static err_t
sentences(struct odt *d, const struct report_block *x)
{
	CLEAN(buf_free) struct buf b = BUF(LIMIT_PAPER_BYTES);

	if (x->what == REPORT_ITEM)
		TRY(buf_str(&b, "• "));
	for (size_t i = 0; i < x->n; i++) {
		TRY(buf_fmt(&b, "%s%s", i == 0 ? "" : " ", x->said[i].text));
		if (x->said[i].no > 0)
			TRY(buf_fmt(&b, " [%zu]", x->said[i].no));
	}
	TRY(buf_byte(&b, '\0'));
	return (odt_put(d, ODT_PLAIN, (const char *)b.p));
}

static err_t
row(struct odt *d, const struct report *r, const struct report_table *t,
    const struct report_row *x)
{
	CLEAN(arena_free) struct arena a = ARENA;
	CLEAN(buf_free) struct buf b = BUF(LIMIT_SHEET_CELL);
	const char *cell[ODT_COLUMNS];

	for (size_t i = 0; i < t->cols; i++) {
		TRY(report_cell(r, &x->cell[i], &b));
		cell[i] = arena_dup(&a, buf_all(&b));
	}
	return (odt_row(d, cell, t->cols, false));
}

static err_t
table(struct odt *d, const struct report *r, const struct report_table *t)
{
	const char *head[ODT_COLUMNS];
	unsigned width[ODT_COLUMNS];

	must(t->cols <= ODT_COLUMNS);
	for (size_t i = 0; i < t->cols; i++) {
		head[i] = t->col[i].label;
		width[i] = t->col[i].width == 0 ? 12 : t->col[i].width;
	}
	TRY(odt_put(d, ODT_STRONG, t->title));
	TRY(odt_table(d, head, width, t->cols));
	for (size_t i = 0; i < report_shown(t); i++)
		TRY(row(d, r, t, &t->row[i]));
	TRY(odt_table_end(d));
	if (report_shown(t) < t->rows)
		TRY(odt_put(d, ODT_SMALL,
		    report_pick(r, "Los demás están en el anexo XLSX.",
			"The others are in the XLSX annex.")));
	for (size_t i = 0; i < t->notes; i++)
		TRY(odt_put(d, ODT_SMALL, t->note[i]));
	return (NULL);
}

static err_t
part(struct odt *d, const struct report *r, const struct report_block *x)
{
	switch (x->what) {
	case REPORT_SECTION:
		return (odt_put(
		    d, x->level == 1 ? ODT_HEADING : ODT_STRONG, x->text));
	case REPORT_PARAGRAPH:
	case REPORT_ITEM:
		return (sentences(d, x));
	case REPORT_NOTE:
		return (odt_put(d, ODT_SMALL, x->text));
	case REPORT_TABLE:
		break;
	}
	return (table(d, r, x->table));
}

static err_t
sources(struct odt *d, const struct report *r)
{
	CLEAN(buf_free) struct buf b = BUF(LIMIT_PAPER_BYTES);
	CLEAN(buf_free) struct buf line = BUF(LIMIT_PAPER_BYTES);

	TRY(odt_put(d, ODT_HEADING,
	    report_pick(r, "De dónde sale cada frase",
		"What each sentence stands on")));
	for (size_t i = 0; i < r->n; i++)
		for (size_t k = 0; k < r->block[i].n; k++) {
			const struct report_said *s = &r->block[i].said[k];

			if (s->no == 0)
				continue;
			TRY(report_sources(s, &b));
			buf_clear(&line);
			TRY(buf_fmt(&line, "[%zu] ", s->no));
			TRY(buf_span(&line, buf_all(&b)));
			TRY(buf_byte(&line, '\0'));
			TRY(odt_put(d, ODT_SMALL, (const char *)line.p));
		}
	TRY(odt_pair(
	    d, report_pick(r, "Fecha de referencia", "Reference date"), r->on));
	return (odt_pair(d,
	    report_pick(
		r, "Posiciones de los registros", "Positions of the records"),
	    r->at));
}

err_t
report_odt(const struct report *r, struct buf *out)
{
	CLEAN(odt_free) struct odt d;

	odt_open(&d, r->title, r->lang);
	TRY(odt_put(&d, ODT_TITLE, r->title));
	if (r->subject != NULL && r->subject[0] != '\0')
		TRY(odt_put(&d, ODT_STRONG, r->subject));
	for (size_t i = 0; i < r->fronts; i++)
		TRY(odt_put(&d, ODT_SMALL, r->front[i]));
	for (size_t i = 0; i < r->n; i++)
		TRY(part(&d, r, &r->block[i]));
	TRY(sources(&d, r));
	return (odt_end(&d, out));
}
