/*
 * sheet_xlsx -- workbooks through libxlsxwriter.  It wants the name of a file:
 * it gets one that stands in memory only.
 */
#include "proto/out/sheet_parts.h"

#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include "proto/base/mem.h"
#include "proto/base/text.h"
#include "proto/limits.h"

#define TITLE_MAX 31 /* of a sheet's name */

struct sheet_book {
	lxw_workbook *book;
	lxw_worksheet *page;
	lxw_format *text, *day, *bold, *small;
	size_t head, columns; /* rows above the first of data */
	int fd;
};

void
sheet_book_close(struct sheet_book **bp)
{
	struct sheet_book *b = *bp;

	if (b == NULL)
		return;
	if (b->book != NULL)
		(void)workbook_close(b->book);
	if (b->fd >= 0)
		(void)close(b->fd);
	mem_free(b);
	*bp = NULL;
}

static err_t
failed(lxw_error e)
{
	return (err_new(e == LXW_ERROR_MEMORY_MALLOC_FAILED ||
				e == LXW_ERROR_CREATING_XLSX_FILE ||
				e == LXW_ERROR_CREATING_TMPFILE
			    ? ERR_SYSTEM
			    : ERR_LIMIT,
	    "XLSX: %s", lxw_strerror(e)));
}

static err_t
want(lxw_error e)
{
	return (e == LXW_NO_ERROR ? NULL : failed(e));
}

/* A sheet's name: 31 letters, none of []:*?/\ */
static void
name_of(const char *title, char out[TITLE_MAX * 4 + 1])
{
	size_t n = 0, letters = 0;

	for (const char *p = title; *p != '\0' && letters < TITLE_MAX; p++) {
		out[n++] = *p;
		if (strchr("[]:*?/\\'", *p) != NULL)
			out[n - 1] = ' ';
		while ((p[1] & 0xc0) == 0x80)
			out[n++] = *++p;
		letters++;
	}
	out[n] = '\0';
}

static err_t
head(struct sheet_book *b, const struct sheet_conf *conf, bool tags)
{
	const struct sheet_column *c = conf->column;

	for (size_t i = 0; i < conf->columns; i++) {
		lxw_col_t col = (lxw_col_t)i;

		TRY(want(worksheet_set_column(b->page, col, col,
		    c[i].width == 0 ? 14 : c[i].width, NULL)));
		TRY(want(worksheet_write_string(
		    b->page, 0, col, c[i].label, b->bold)));
	}
	/* A row is gone when the next begins. */
	for (size_t i = 0; tags && i < conf->columns; i++)
		if (c[i].tag != NULL)
			TRY(want(worksheet_write_string(
			    b->page, 1, (lxw_col_t)i, c[i].tag, b->small)));
	b->head = tags ? 2 : 1;
	worksheet_freeze_panes(b->page, (lxw_row_t)b->head, 0);
	return (want(worksheet_repeat_rows(b->page, 0, 0)));
}

/* Everything looks the same on every page. */
static void
formats(struct sheet_book *b)
{
	b->text = workbook_add_format(b->book);
	format_set_text_wrap(b->text);
	format_set_align(b->text, LXW_ALIGN_VERTICAL_TOP);
	b->day = workbook_add_format(b->book);
	format_set_num_format(b->day, "yyyy-mm-dd");
	format_set_align(b->day, LXW_ALIGN_VERTICAL_TOP);
	b->bold = workbook_add_format(b->book);
	format_set_bold(b->bold);
	format_set_text_wrap(b->bold);
	format_set_align(b->bold, LXW_ALIGN_VERTICAL_TOP);
	format_set_bg_color(b->bold, 0xF6E9EE);
	b->small = workbook_add_format(b->book);
	format_set_font_color(b->small, 0x5B544E);
	format_set_italic(b->small);
}

static err_t
filter(struct sheet_book *b, size_t rows)
{
	if (b->columns == 0)
		return (NULL);
	return (want(worksheet_autofilter(b->page, (lxw_row_t)(b->head - 1), 0,
	    (lxw_row_t)(b->head - 1 + rows), (lxw_col_t)(b->columns - 1))));
}

err_t
sheet_book_page(
    struct sheet_book *b, const struct sheet_conf *conf, bool tags, size_t rows)
{
	char name[TITLE_MAX * 4 + 1];

	if (b->page != NULL)
		TRY(filter(b, rows));
	name_of(conf->title, name);
	b->page = workbook_add_worksheet(b->book, name);
	if (b->page == NULL)
		return (err_new(ERR_SYSTEM, "no sheet"));
	b->columns = conf->columns;
	return (head(b, conf, tags));
}

err_t
sheet_book_open(
    struct sheet_book **out, const struct sheet_conf *conf, bool tags)
{
	CLEAN(sheet_book_close) struct sheet_book *b = mem_new(sizeof(*b));
	char path[64], title[LIMIT_NAME_BYTES];
	lxw_workbook_options by_rows = { .constant_memory = LXW_TRUE };
	lxw_doc_properties of = { .title = title,
		.created = (time_t)(conf->now == 0 ? 1 : conf->now) };

	b->fd = memfd_create("mesas-xlsx", MFD_CLOEXEC);
	if (b->fd < 0)
		return (err_new(ERR_SYSTEM, "no file in memory"));
	(void)snprintf(path, sizeof(path), "/proc/self/fd/%d", b->fd);
	(void)snprintf(title, sizeof(title), "%s", conf->title);
	b->book = workbook_new_opt(path, &by_rows);
	if (b->book == NULL)
		return (err_new(ERR_SYSTEM, "no workbook"));
	TRY(want(workbook_set_properties(b->book, &of)));
	formats(b);
	TRY(sheet_book_page(b, conf, tags, 0));
	*out = b;
	b = NULL;
	return (NULL);
}

/* Days that Excel can show; an older one is text. */
static err_t
put_day(struct sheet_book *b, lxw_row_t row, lxw_col_t col, int64_t day)
{
	char iso[11];

	if (day > -25508) /* after 28 February 1900 */
		return (want(worksheet_write_number(
		    b->page, row, col, (double)(day + 25569), b->day)));
	text_day_put(day, iso);
	return (want(worksheet_write_string(b->page, row, col, iso, b->text)));
}

/* At most 32,767 letters go into a cell; the mark says that there was more. */
static err_t
put_text(struct sheet_book *b, lxw_row_t row, lxw_col_t col, const char *s)
{
	CLEAN(buf_free) struct buf cut = BUF((size_t)4 * LIMIT_SHEET_CELL);
	size_t n = 0, letters = 0;

	while (s[n] != '\0' && letters < 32760) {
		n++;
		while ((s[n] & 0xc0) == 0x80)
			n++;
		letters++;
	}
	if (s[n] != '\0') {
		TRY(buf_put(&cut, s, n));
		TRY(buf_str(&cut, "…"));
		s = (const char *)cut.p;
	}
	return (want(worksheet_write_string(b->page, row, col, s, b->text)));
}

err_t
sheet_book_row(
    struct sheet_book *b, size_t no, const struct sheet_cell *cell, size_t n)
{
	lxw_row_t row = (lxw_row_t)(no + b->head);

	for (size_t i = 0; i < n; i++) {
		lxw_col_t col = (lxw_col_t)i;

		switch (cell[i].kind) {
		case SHEET_TEXT:
			TRY(put_text(b, row, col, cell[i].text));
			break;
		case SHEET_INT:
			TRY(want(worksheet_write_number(
			    b->page, row, col, (double)cell[i].i, b->text)));
			break;
		case SHEET_DAY:
			TRY(put_day(b, row, col, cell[i].i));
			break;
		case SHEET_EMPTY:
			break;
		}
	}
	return (NULL);
}

static err_t
read_back(int fd, struct buf *out)
{
	off_t at = 0;
	uint8_t piece[16384];
	ssize_t n;

	while ((n = pread(fd, piece, sizeof(piece), at)) > 0) {
		TRY(buf_put(out, piece, (size_t)n));
		at += n;
	}
	return (n == 0 ? NULL
		       : err_new(ERR_SYSTEM, "XLSX: it cannot be read back"));
}

err_t
sheet_book_end(struct sheet_book **bp, size_t rows, struct buf *out)
{
	CLEAN(sheet_book_close) struct sheet_book *b = *bp;
	lxw_workbook *book = b->book;

	*bp = NULL;
	TRY(filter(b, rows));
	b->book = NULL; /* closing gives it back, well or not */
	TRY(want(workbook_close(book)));
	return (read_back(b->fd, out));
}
