#include "proto/out/sheet.h"

#include "proto/base/mem.h"
#include "proto/base/text.h"
#include "proto/limits.h"
#include "proto/out/csv.h"
#include "proto/out/sheet_parts.h"

struct sheet {
	enum sheet_as as;
	struct buf *out;
	size_t columns, rows;
	struct sheet_book *book;
};

const char *
sheet_ending(enum sheet_as as)
{
	return (as == SHEET_CSV ? "csv" : "xlsx");
}

const char *
sheet_type(enum sheet_as as)
{
	return (as == SHEET_CSV
		    ? "text/csv; charset=utf-8"
		    : "application/"
		      "vnd.openxmlformats-officedocument.spreadsheetml.sheet");
}

void
sheet_close(struct sheet **sp)
{
	if (*sp == NULL)
		return;
	sheet_book_close(&(*sp)->book);
	mem_free(*sp);
	*sp = NULL;
}

/* ---- CSV ---------------------------------------------------------------- */

static err_t
csv_cell(struct buf *b, const struct sheet_cell *c)
{
	char day[11];

	switch (c->kind) {
	case SHEET_TEXT:
		return (csv_put(b, span_str(c->text), false));
	case SHEET_INT:
		return (buf_fmt(b, "%lld", (long long)c->i));
	case SHEET_DAY:
		text_day_put(c->i, day);
		return (buf_str(b, day));
	case SHEET_EMPTY:
		break;
	}
	return (NULL);
}

static err_t
csv_row(struct sheet *s, const struct sheet_cell *cell)
{
	for (size_t i = 0; i < s->columns; i++) {
		if (i > 0)
			TRY(buf_byte(s->out, ','));
		TRY(csv_cell(s->out, &cell[i]));
	}
	return (buf_str(s->out, CSV_END));
}

static err_t
csv_head(struct sheet *s, const struct sheet_conf *conf, bool tags)
{
	TRY(buf_str(s->out, CSV_MARK));
	for (int row = 0; row < (tags ? 2 : 1); row++) {
		for (size_t i = 0; i < conf->columns; i++) {
			const char *t = row == 0 ? conf->column[i].label
						 : conf->column[i].tag;

			if (i > 0)
				TRY(buf_byte(s->out, ','));
			TRY(csv_put(
			    s->out, span_str(t == NULL ? "" : t), false));
		}
		TRY(buf_str(s->out, CSV_END));
	}
	return (NULL);
}

/* ---- both --------------------------------------------------------------- */

static bool
tagged(const struct sheet_conf *conf)
{
	bool tags = false;

	for (size_t i = 0; i < conf->columns; i++)
		tags = tags || conf->column[i].tag != NULL;
	return (tags);
}

err_t
sheet_open(struct sheet **out, const struct sheet_conf *conf, struct buf *b)
{
	CLEAN(sheet_close) struct sheet *s = mem_new(sizeof(*s));
	bool tags = tagged(conf);

	s->as = conf->as;
	s->out = b;
	s->columns = conf->columns;
	if (s->as == SHEET_CSV)
		TRY(csv_head(s, conf, tags));
	else
		TRY(sheet_book_open(&s->book, conf, tags));
	*out = s;
	s = NULL;
	return (NULL);
}

err_t
sheet_next(struct sheet *s, const struct sheet_conf *conf)
{
	must(s->as == SHEET_XLSX);
	TRY(sheet_book_page(s->book, conf, tagged(conf), s->rows));
	s->columns = conf->columns;
	s->rows = 0;
	return (NULL);
}

err_t
sheet_row(struct sheet *s, const struct sheet_cell *cell)
{
	s->rows++;
	if (s->as == SHEET_CSV)
		return (csv_row(s, cell));
	return (sheet_book_row(s->book, s->rows - 1, cell, s->columns));
}

size_t
sheet_rows(const struct sheet *s)
{
	return (s->rows);
}

err_t
sheet_end(struct sheet **sp)
{
	CLEAN(sheet_close) struct sheet *s = *sp;

	*sp = NULL;
	if (s->as == SHEET_CSV)
		return (NULL);
	return (sheet_book_end(&s->book, s->rows, s->out));
}
