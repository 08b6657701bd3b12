/*
 * view_print -- one printer each for terminal, CSV, JSON and page.
 */
#include "hub/view_parts.h"

#include "proto/base/json.h"
#include "proto/cmd/table.h"

#define WIDE      32 /* bytes from which a cell wants a wide column */
#define LONG      120
#define TEXT_CELL 40 /* characters of a cell on a terminal */

err_t
view_say(const struct view_cell *c, const char *lang, struct buf *out)
{
	const char *s = strcmp(lang, "en") == 0 ? c->en : c->es;

	if (c->v.kind == VAL_NULL)
		return (NULL);
	if (s != NULL)
		return (buf_str(out, s));
	if (c->v.kind == VAL_INT)
		return (buf_fmt(out, "%lld", (long long)c->v.i));
	return (buf_span(out, c->v.s));
}

static const char *
pick(const char *lang, const char *es, const char *en)
{
	return (strcmp(lang, "en") == 0 ? en : es);
}

/* ---- terminal -------------------------------------------------------------
 */

static err_t
text_cell(struct table *t, const struct view_cell *c, const char *lang)
{
	CLEAN(buf_free)
	struct buf say = BUF(VIEW_SAY_BYTES), cut = BUF(1024);

	TRY(view_say(c, lang, &say));
	TRY(table_short(buf_all(&say), TEXT_CELL, &cut));
	table_add_span(t, buf_all(&cut));
	return (NULL);
}

err_t
view_text(const struct view *v, const char *lang, struct buf *out)
{
	CLEAN(arena_free) struct arena a = ARENA;
	struct table t = { .a = &a };

	must(v->cols > 0);
	for (size_t i = 0; i < v->cols; i++)
		t.cols += v->col[i].show != VIEW_MACHINES ? 1 : 0;
	must(t.cols <= TABLE_COLS);
	TRY(buf_fmt(out, "%s\n\n", pick(lang, v->es, v->en)));
	for (size_t i = 0; i < v->cols; i++)
		if (v->col[i].show != VIEW_MACHINES)
			table_add(&t, pick(lang, v->col[i].es, v->col[i].en));
	for (size_t i = 0; i < v->cells; i++)
		if (v->col[i % v->cols].show != VIEW_MACHINES)
			TRY(text_cell(&t, &v->cell[i], lang));
	TRY(table_put(&t, out));
	TRY(buf_byte(out, '\n'));
	for (size_t i = 0; i < v->lines; i++)
		TRY(buf_fmt(
		    out, "%s\n", pick(lang, v->line[i].es, v->line[i].en)));
	return (NULL);
}

/* ---- CSV ------------------------------------------------------------------
 */

static err_t
csv_text(struct buf *b, struct span s)
{
	bool formula =
	    s.n > 0 && s.p[0] != '\0' && strchr("=+-@\t\r", s.p[0]) != NULL;
	bool quote = formula;

	for (size_t i = 0; i < s.n; i++)
		quote = quote ||
			(s.p[i] != '\0' && strchr("\",\r\n", s.p[i]) != NULL);
	if (!quote)
		return (buf_span(b, s));
	TRY(buf_str(b, formula ? "\"'" : "\""));
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '"')
			TRY(buf_byte(b, '"'));
		TRY(buf_byte(b, s.p[i]));
	}
	return (buf_byte(b, '"'));
}

static err_t
csv_cell(struct buf *b, const struct view_cell *c)
{
	if (c->v.kind == VAL_INT)
		return (buf_fmt(b, "%lld", (long long)c->v.i));
	return (c->v.kind == VAL_NULL ? NULL : csv_text(b, c->v.s));
}

static err_t
csv_next(const struct view *v, struct buf *b, size_t i, bool *first)
{
	if (v->col[i].show == VIEW_PEOPLE)
		return (NULL);
	if (!*first)
		TRY(buf_byte(b, ','));
	*first = false;
	return (NULL);
}

err_t
view_csv(const struct view *v, bool bom, struct buf *out)
{
	bool first;

	if (bom)
		TRY(buf_str(out, "\xef\xbb\xbf"));
	for (int row = 0; row < 2; row++) {
		first = true;
		for (size_t i = 0; i < v->cols; i++) {
			const char *hxl = v->col[i].hxl;

			TRY(csv_next(v, out, i, &first));
			if (v->col[i].show != VIEW_PEOPLE)
				TRY(buf_str(out, row == 0      ? v->col[i].name
						 : hxl == NULL ? ""
							       : hxl));
		}
		TRY(buf_str(out, "\r\n"));
	}
	for (size_t k = 0; k < view_rows(v); k++) {
		first = true;
		for (size_t i = 0; i < v->cols; i++) {
			TRY(csv_next(v, out, i, &first));
			if (v->col[i].show != VIEW_PEOPLE)
				TRY(csv_cell(out, &v->cell[k * v->cols + i]));
		}
		TRY(buf_str(out, "\r\n"));
	}
	return (NULL);
}

/* ---- JSON -----------------------------------------------------------------
 */

static err_t
json_str(struct buf *b, const char *key, const char *s)
{
	TRY(json_put_text(b, span_str(key)));
	TRY(buf_byte(b, ':'));
	return (json_put_text(b, span_str(s)));
}

static err_t
json_both(struct buf *b, const char *es, const char *en)
{
	TRY(buf_byte(b, '{'));
	TRY(json_str(b, "es", es));
	TRY(buf_byte(b, ','));
	TRY(json_str(b, "en", en));
	return (buf_byte(b, '}'));
}

static err_t
json_row(const struct view *v, size_t row, struct buf *b)
{
	bool first = true;

	TRY(buf_byte(b, '{'));
	for (size_t i = 0; i < v->cols; i++) {
		const struct view_cell *c = &v->cell[row * v->cols + i];

		if (v->col[i].show == VIEW_PEOPLE)
			continue;
		TRY(csv_next(v, b, i, &first));
		TRY(json_put_text(b, span_str(v->col[i].name)));
		TRY(buf_byte(b, ':'));
		if (c->v.kind == VAL_INT)
			TRY(json_put_int(b, c->v.i));
		else if (c->v.kind == VAL_NULL)
			TRY(buf_str(b, "null"));
		else
			TRY(json_put_text(b, c->v.s));
	}
	return (buf_byte(b, '}'));
}

err_t
view_json(const struct view *v, struct buf *out)
{
	TRY(buf_byte(out, '{'));
	TRY(json_str(out, "view", v->name));
	TRY(buf_str(out, ",\"title\":"));
	TRY(json_both(out, v->es, v->en));
	TRY(buf_str(out, ",\"lines\":{"));
	for (size_t i = 0; i < v->lines; i++) {
		TRY(buf_str(out, i == 0 ? "" : ","));
		TRY(json_put_text(out, span_str(v->line[i].name)));
		TRY(buf_byte(out, ':'));
		TRY(json_both(out, v->line[i].es, v->line[i].en));
	}
	TRY(buf_str(out, "},\"rows\":["));
	for (size_t k = 0; k < view_rows(v); k++) {
		TRY(buf_str(out, k == 0 ? "" : ","));
		TRY(json_row(v, k, out));
	}
	return (buf_str(out, "]}\n"));
}

/* ---- page -----------------------------------------------------------------
 */

const char *
view_pill(enum view_mood m)
{
	static const char *const pills[] = { [VIEW_PLAIN] = "",
		[VIEW_GOOD] = "ok",
		[VIEW_CARE] = "warn",
		[VIEW_BAD] = "bad" };

	return (pills[m]);
}

static void
html_cell(struct html *h, const struct view_col *col, const struct view_cell *c,
    bool head)
{
	CLEAN(buf_free) struct buf say = BUF(VIEW_SAY_BYTES);

	if (view_say(c, h->lang, &say) != NULL)
		buf_clear(&say);
	html_put(h, head ? "<th scope=\"row\"" : "<td");
	if (col->number)
		html_put(h, " class=\"n\"");
	else if (say.n > WIDE)
		html_put(h, " class=\"%s\"", say.n > LONG ? "w long" : "w");
	html_put(h, ">");
	if (c->mood != VIEW_PLAIN)
		html_put(h, "<span class=\"pill %s\">", view_pill(c->mood));
	/* A row is called something, or it is no head for those who listen. */
	if (head && say.n == 0)
		html_put(h, "—");
	html_text(h, buf_all(&say));
	if (c->mood != VIEW_PLAIN)
		html_put(h, "</span>");
	html_put(h, head ? "</th>" : "</td>");
}

static void
html_head(const struct view *v, struct html *h)
{
	html_put(h, "<thead><tr>");
	for (size_t i = 0; i < v->cols; i++) {
		if (v->col[i].show == VIEW_MACHINES)
			continue;
		html_put(h, "<th scope=\"col\"");
		if (v->col[i].number)
			html_put(h, " class=\"n\"");
		html_put(
		    h, ">%s</th>", html_pick(h, v->col[i].es, v->col[i].en));
	}
	html_put(h, "</tr></thead>\n");
}

void
view_html(const struct view *v, struct html *h, size_t rows_max)
{
	size_t rows = view_rows(v), shown = rows < rows_max ? rows : rows_max;

	html_put(h,
	    "<div class=\"scroll\" tabindex=\"0\" role=\"region\""
	    " aria-label=\"%s: %s\"><table><caption class=\"vh\">%s"
	    "</caption>",
	    html_pick(h, "Tabla", "Table"), html_pick(h, v->es, v->en),
	    html_pick(h, v->es, v->en));
	html_head(v, h);
	html_put(h, "<tbody>\n");
	for (size_t k = 0; k < shown; k++) {
		bool head = true;

		html_put(h, "<tr>");
		for (size_t i = 0; i < v->cols; i++) {
			if (v->col[i].show == VIEW_MACHINES)
				continue;
			html_cell(
			    h, &v->col[i], &v->cell[k * v->cols + i], head);
			head = false;
		}
		html_put(h, "</tr>\n");
	}
	html_put(h, "</tbody></table></div>\n<ul class=\"lines\">");
	for (size_t i = 0; i < v->lines; i++)
		html_put(h, "<li>%s</li>",
		    html_pick(h, v->line[i].es, v->line[i].en));
	html_put(h, "</ul>\n");
}
