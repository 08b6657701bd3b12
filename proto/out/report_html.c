/*
 * report_html -- a page that stands alone: one file, with its styles, for the
 * screen and for paper.  Each sentence leads to its records at the end, and
 * back.
 */
#include "proto/out/report_parts.h"

#include <string.h>

#include "proto/limits.h"
#include "proto/ui/html.h"

static const char style[] =
    "@page{size:Letter;margin:2cm}"
    ":root{color-scheme:light dark;--ink:#1f1a17;--soft:#5b544e;"
    "--line:#c9c0b8;--paper:#fff;--head:#f4ecef;--link:#7a1f45}"
    "@media(prefers-color-scheme:dark){:root{--ink:#f2ece8;--soft:#c3bab3;"
    "--line:#574f49;--paper:#1c1917;--head:#2c2328;--link:#f0a3c0}}"
    "body{font:16px/1.55 system-ui,'Liberation Sans',sans-serif;"
    "color:var(--ink);background:var(--paper);max-width:48rem;"
    "margin:0 auto;padding:1.5rem 1rem}"
    "h1{font-size:1.7rem;line-height:1.2;margin:0 0 .5rem}"
    "h2{font-size:1.25rem;margin:2rem 0 .5rem;"
    "border-bottom:1px solid var(--line);padding-bottom:.2rem}"
    "h3{font-size:1.05rem;margin:1.4rem 0 .3rem}"
    "a{color:var(--link)}sup{line-height:0}sup a{text-decoration:none;"
    "padding:0 .15em}"
    ".front{color:var(--soft);font-size:.92rem;margin:0 0 .3rem}"
    ".at,.src li{overflow-wrap:anywhere}"
    ".warn{border:1px solid var(--line);border-left:4px solid var(--link);"
    "padding:.5rem .8rem;margin:1rem 0}"
    ".note{color:var(--soft);font-size:.88rem;margin:.2rem 0}"
    ".t{overflow-x:auto;margin:.8rem 0 .3rem}"
    "table{border-collapse:collapse;width:100%;font-size:.9rem}"
    "caption{text-align:left;font-weight:600;padding:.2rem 0}"
    "th,td{border:1px solid var(--line);padding:.3rem .5rem;"
    "text-align:left;vertical-align:top}"
    "thead th{background:var(--head)}.n{text-align:right}"
    ".src{font-size:.85rem;color:var(--soft)}"
    "@media print{:root{color-scheme:light;--ink:#000;--soft:#444;"
    "--line:#999;--paper:#fff;--head:#eee;--link:#000}"
    "body{font-size:10.5pt;max-width:none;padding:0}"
    ".t{overflow:visible}thead{display:table-header-group}"
    "tr,h2,h3{break-inside:avoid}h2,h3{break-after:avoid}"
    "a{text-decoration:none}}";

static void
head(struct html *h, const struct report *r)
{
	html_put(h,
	    "<!doctype html>\n<html lang=\"%s\">\n<head>\n"
	    "<meta charset=\"utf-8\">\n"
	    "<meta name=\"viewport\" content=\"width=device-width, "
	    "initial-scale=1\">\n<title>%s</title>\n<style>",
	    r->lang, r->title);
	if (!h->failed && buf_str(h->out, style) != NULL)
		h->failed = true;
	html_put(
	    h, "</style>\n</head>\n<body>\n<main>\n<h1>%s</h1>\n", r->title);
	if (r->subject != NULL && r->subject[0] != '\0')
		html_put(h, "<p class=\"front\">%s</p>\n", r->subject);
	if (r->fronts > 0)
		html_put(h, "<div class=\"warn\">\n");
	for (size_t i = 0; i < r->fronts; i++)
		html_put(h, "<p class=\"front\">%s</p>\n", r->front[i]);
	if (r->fronts > 0)
		html_put(h, "</div>\n");
}

static void
sentences(struct html *h, const struct report_block *x)
{
	for (size_t i = 0; i < x->n; i++) {
		const struct report_said *s = &x->said[i];

		if (i > 0)
			html_put(h, " ");
		html_text(h, span_str(s->text));
		if (s->no > 0)
			html_put(h,
			    "<sup><a href=\"#f%zu\" id=\"s%zu\">%zu</a></sup>",
			    s->no, s->no, s->no);
	}
}

static void
row(struct html *h, const struct report *r, const struct report_table *t,
    const struct report_row *x)
{
	CLEAN(buf_free) struct buf b = BUF(LIMIT_SHEET_CELL);

	html_put(h, "<tr>");
	for (size_t i = 0; i < t->cols; i++) {
		const char *tag = i == 0 ? "th scope=\"row\"" : "td";

		if (report_cell(r, &x->cell[i], &b) != NULL)
			buf_clear(&b);
		if (i == 0)
			html_put(h, "<th scope=\"row\">");
		else if (x->cell[i].kind == SHEET_INT)
			html_put(h, "<td class=\"n\">");
		else
			html_put(h, "<td>");
		html_text(h, buf_all(&b));
		html_put(h, tag[1] == 'h' ? "</th>" : "</td>");
	}
	html_put(h, "</tr>\n");
}

static void
table(struct html *h, const struct report *r, const struct report_table *t)
{
	html_put(h,
	    "<div class=\"t\" tabindex=\"0\" role=\"region\""
	    " aria-label=\"%s\">\n<table><caption>%s</caption>\n<thead><tr>",
	    t->title, t->title);
	for (size_t i = 0; i < t->cols; i++)
		html_put(h, "<th scope=\"col\">%s</th>", t->col[i].label);
	html_put(h, "</tr></thead>\n<tbody>\n");
	for (size_t i = 0; i < report_shown(t); i++)
		row(h, r, t, &t->row[i]);
	if (t->rows == 0)
		html_put(h, "<tr><td colspan=\"%zu\">%s</td></tr>\n", t->cols,
		    report_pick(r, "Ninguno.", "None."));
	html_put(h, "</tbody></table></div>\n");
	if (report_shown(t) < t->rows)
		html_put(h, "<p class=\"note\">%s</p>\n",
		    report_pick(r, "Los demás están en el anexo XLSX.",
			"The others are in the XLSX annex."));
	for (size_t i = 0; i < t->notes; i++)
		html_put(h, "<p class=\"note\">%s</p>\n", t->note[i]);
}

static void
body(struct html *h, const struct report *r)
{
	bool list = false;

	for (size_t i = 0; i < r->n; i++) {
		const struct report_block *x = &r->block[i];

		if (list != (x->what == REPORT_ITEM))
			html_put(h, list ? "</ul>\n" : "<ul>\n");
		list = x->what == REPORT_ITEM;
		switch (x->what) {
		case REPORT_SECTION:
			html_put(h,
			    x->level == 1 ? "<h2>%s</h2>\n" : "<h3>%s</h3>\n",
			    x->text);
			break;
		case REPORT_PARAGRAPH:
		case REPORT_ITEM:
			html_put(h, list ? "<li>" : "<p>");
			sentences(h, x);
			html_put(h, list ? "</li>\n" : "</p>\n");
			break;
		case REPORT_NOTE:
			html_put(h, "<p class=\"note\">%s</p>\n", x->text);
			break;
		case REPORT_TABLE:
			table(h, r, x->table);
			break;
		}
	}
	if (list)
		html_put(h, "</ul>\n");
}

static void
sources(struct html *h, const struct report *r)
{
	CLEAN(buf_free) struct buf b = BUF(LIMIT_PAPER_BYTES);

	html_put(h, "<section class=\"src\">\n<h2>%s</h2>\n",
	    report_pick(
		r, "De dónde sale cada frase", "What each sentence stands on"));
	if (report_traced(r))
		html_put(h, "<ol>\n");
	for (size_t i = 0; i < r->n; i++)
		for (size_t k = 0; k < r->block[i].n; k++) {
			const struct report_said *s = &r->block[i].said[k];

			if (s->no == 0)
				continue;
			if (report_sources(s, &b) != NULL)
				buf_clear(&b);
			html_put(h, "<li id=\"f%zu\">", s->no);
			html_text(h, buf_all(&b));
			html_put(h, " <a href=\"#s%zu\">%s</a></li>\n", s->no,
			    report_pick(r, "volver", "back"));
		}
	if (report_traced(r))
		html_put(h, "</ol>\n");
	html_put(h, "<p>%s: %s. <span class=\"at\">%s: %s</span></p>\n",
	    report_pick(r, "Fecha de referencia", "Reference date"), r->on,
	    report_pick(
		r, "Posiciones de los registros", "Positions of the records"),
	    r->at);
	html_put(h, "</section>\n");
}

err_t
report_html(const struct report *r, struct buf *out)
{
	struct html h = html_begin(out, r->lang);

	head(&h, r);
	body(&h, r);
	sources(&h, r);
	html_put(&h, "</main>\n</body>\n</html>\n");
	return (html_end(&h));
}
