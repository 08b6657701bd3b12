/*
 * overview_body -- the page itself: shell, figures, tables.
 */
#include "hub/pages/overview_parts.h"

#include "proto/base/text.h"
#include "proto/domain/geo.h"

#define OLDEST  6   /* overdue agreements shown one by one */
#define ROWS    400 /* of a table; the downloads have all */
#define TEXT_CH 110 /* characters of an agreement's text */

/* ---- links ----------------------------------------------------------------
 */

void
overview_href(struct overview_page *p, const char *space, const char *anchor)
{
	html_put(&p->h, "href=\"/%s%s%s%s\"",
	    space[0] == '\0' ? "" : "?space=", space,
	    anchor[0] == '\0' ? "" : "#", anchor);
}

static void
icon(struct html *h, const char *name)
{
	html_put(h,
	    "<svg class=\"i\" aria-hidden=\"true\">"
	    "<use href=\"/static/icons.svg#%s\"/></svg>",
	    name);
}

static void
downloads(struct overview_page *p, const char *view)
{
	static const char *const types[] = { "csv", "json" };
	struct html *h = &p->h;

	html_put(h, "<span class=\"row noprint\">");
	for (size_t i = 0; i < 2; i++) {
		html_put(h,
		    "<a class=\"btn sm\" href=\"/view/%s.%s%s%s\" download"
		    " aria-label=\"%s %s\">",
		    view, types[i],
		    p->space[0] == '\0' ? "" : "?space=", p->space, view,
		    types[i]);
		icon(h, "down");
		html_put(h, "%s</a>", i == 0 ? "CSV" : "JSON");
	}
	html_put(h, "</span>");
}

/* ---- figures --------------------------------------------------------------
 */

static size_t
figure_row(const struct view *v, const char *name)
{
	size_t i = 0;

	while (i < view_rows(v) &&
	       !span_eq(view_at(v, i, "figure")->v.s, span_str(name)))
		i++;
	must(i < view_rows(v));
	return (i);
}

/* A figure leads to what it counts. */
static void
kpi(struct overview_page *p, const char *name, const char *symbol,
    const char *href, bool alert, const char *note)
{
	const struct view *v = &p->overview;
	size_t row = figure_row(v, name);
	const struct view_cell *label = view_at(v, row, "figure");
	const struct view_cell *of = view_at(v, row, "of");
	struct html *h = &p->h;
	int64_t value = view_int(v, row, "value");

	html_put(h, "<div class=\"card c3 kpi%s\"><span class=\"l\">",
	    alert && value > 0 ? " alert" : "");
	icon(h, symbol);
	html_put(h,
	    "%s</span><span class=\"v num\"><a href=\"%s\" "
	    "aria-label=\"%s: %lld\">%lld</a></span>",
	    html_pick(h, label->es, label->en), href,
	    html_pick(h, label->es, label->en), (long long)value,
	    (long long)value);
	html_put(h, "<span class=\"small muted\">");
	if (note != NULL)
		html_put(h, "%s", note);
	else if (of->v.kind == VAL_INT)
		html_put(
		    h, "%s %lld", html_pick(h, "de", "of"), (long long)of->v.i);
	html_put(h, "</span></div>\n");
}

static void
figures(struct overview_page *p)
{
	struct html *h = &p->h;

	html_put(h,
	    "<section class=\"grid\" aria-labelledby=\"h-figures\">"
	    "<h2 class=\"vh\" id=\"h-figures\">%s</h2>\n",
	    html_pick(h, "Cifras", "Figures"));
	kpi(p, "mesas", "people", "#mesas", false,
	    view_line_say(&p->overview, "coverage", h->lang));
	kpi(p, "agreements_open", "list", "#agreements", false, NULL);
	kpi(p, "agreements_overdue", "alert", "#h-overdue", true,
	    html_pick(h, "de los abiertos", "of the open ones"));
	kpi(p, "offices_up_to_date", "cloud", "/oficinas", false, NULL);
	kpi(p, "gaps_open", "gap", "#gaps", false, NULL);
	kpi(p, "gaps_unaddressed", "gap", "#gaps", true, NULL);
	kpi(p, "disputes", "fork", "#disputes", false,
	    html_pick(h, "esperan una decisión", "wait for a decision"));
	kpi(p, "proposals", "mail", "#disputes", false,
	    html_pick(h, "de una oficina a otra", "from office to office"));
	html_put(h, "</section>\n");
}

/* ---- the oldest overdue ones ----------------------------------------------
 */

/* The beginning of a text, cut between characters. */
static void
beginning(struct html *h, struct span s)
{
	size_t n = 0, chars = 0;

	while (n < s.n && chars < TEXT_CH) {
		n++;
		while (n < s.n && (s.p[n] & 0xc0) == 0x80)
			n++;
		chars++;
	}
	html_text(h, span_of(s.p, n));
	if (n < s.n)
		html_put(h, "…");
}

static void
say(struct html *h, const struct view_cell *c)
{
	CLEAN(buf_free) struct buf b = BUF(LIMIT_PAGE_BYTES);

	if (view_say(c, h->lang, &b) == NULL)
		html_text(h, buf_all(&b));
}

static void
overdue(struct overview_page *p)
{
	const struct view *v = &p->overdue;
	struct html *h = &p->h;
	size_t n = view_rows(v) < OLDEST ? view_rows(v) : OLDEST;

	html_put(h,
	    "<section class=\"card\" aria-labelledby=\"h-overdue\"><header>"
	    "<h2 id=\"h-overdue\">%s</h2>",
	    html_pick(h, "Vencidos con más tiempo", "Longest overdue"));
	downloads(p, "overdue");
	html_put(h, "</header>\n");
	html_put(h, n == 0 ? "<p class=\"muted\">" : "<ul class=\"list\">\n");
	if (n == 0)
		html_put(h, "%s</p>",
		    html_pick(h, "Ningún acuerdo está vencido.",
			"No agreement is overdue."));
	for (size_t i = 0; i < n; i++) {
		html_put(h, "<li><span class=\"ic-bad\">");
		icon(h, "alert");
		html_put(h, "</span><div><div class=\"t\">");
		beginning(h, view_at(v, i, "text")->v.s);
		html_put(h, "</div><div class=\"small muted\">");
		say(h, view_at(v, i, "folio"));
		html_put(h, " · ");
		say(h, view_at(v, i, "state"));
		html_put(h, " · ");
		say(h, view_at(v, i, "theme"));
		html_put(h, " · ");
		say(h, view_at(v, i, "responsible"));
		html_put(h,
		    "</div></div><span class=\"pill bad\">%lld "
		    "%s</span></li>\n",
		    (long long)view_int(v, i, "days"),
		    html_pick(h, "días", "days"));
	}
	html_put(h, n == 0 ? "</section>\n" : "</ul></section>\n");
}

/* ---- tables ---------------------------------------------------------------
 */

static void
table(
    struct overview_page *p, const struct view *v, const char *id, size_t rows)
{
	struct html *h = &p->h;

	html_put(h,
	    "<section class=\"card flush c12\" aria-labelledby=\"h-%s\""
	    " id=\"%s\"><header><h2 id=\"h-%s\">%s</h2>",
	    id, id, id, html_pick(h, v->es, v->en));
	downloads(p, v->name);
	html_put(h, "</header>\n");
	if (view_rows(v) == 0)
		html_put(h, "<p class=\"empty\">%s</p>\n",
		    html_pick(h, "No hay ninguno.", "There is none."));
	view_html(v, h, rows);
	html_put(h, "</section>\n");
}

/* Roundtables that there are; the table of states has the rest. */
static size_t
existing(const struct view *v)
{
	size_t n = 0;

	while (n < view_rows(v) && view_at(v, n, "name")->v.kind != VAL_NULL)
		n++;
	return (n < ROWS ? n : ROWS);
}

static const char *
place_name(const struct overview_page *p)
{
	const char *name = geo_name(p->space);

	if (p->space[0] == '\0')
		return (
		    html_pick(&p->h, "Panorama nacional", "National overview"));
	return (name == NULL ? p->space : name);
}

static void
top(struct overview_page *p)
{
	const struct view *v = &p->freshness;
	struct html *h = &p->h;

	html_put(h, "<div class=\"head\"><div>");
	html_put(h, "<h1>%s</h1><p class=\"muted\">%s · %s</p></div>",
	    place_name(p), view_line_say(&p->mesas, "coverage", h->lang),
	    view_line_say(v, "complete", h->lang));
	html_put(h, "<div class=\"row noprint\">");
	if (p->space[0] != '\0') {
		html_put(h, "<a class=\"btn\" ");
		overview_href(p, "", "");
		html_put(h, ">%s</a>",
		    html_pick(h, "Todo el país", "The whole country"));
	}
	downloads(p, "overview");
	html_put(h, "</div></div>\n");
}

static void
body(struct overview_page *p)
{
	struct html *h = &p->h;

	top(p);
	figures(p);
	html_put(h, "<div class=\"grid\">\n<div class=\"c7 stack\">\n");
	overview_map(p);
	overview_themes(p);
	html_put(h, "</div>\n<div class=\"c5 stack\">\n");
	overdue(p);
	html_put(h, "</div>\n");
	table(p, &p->mesas, "mesas", existing(&p->mesas));
	table(p, &p->agreements, "agreements", ROWS);
	table(p, &p->gaps, "gaps", ROWS);
	table(p, &p->freshness, "freshness", ROWS);
	table(p, &p->disputes, "disputes", ROWS);
	table(p, &p->commitments, "commitments", ROWS);
	html_put(h, "</div>\n");
}

static err_t
gather(struct overview_page *p, const struct view_ask *ask)
{
	struct view_ask all = *ask;

	all.space = 0; /* the map is of the whole country */
	TRY(view_make(&p->overview, ask, "overview"));
	TRY(view_make(&p->mesas, ask, "mesas"));
	TRY(view_make(&p->states, &all, "states"));
	TRY(view_make(&p->agreements, ask, "agreements"));
	TRY(view_make(&p->overdue, ask, "overdue"));
	TRY(view_make(&p->gaps, ask, "gaps"));
	TRY(view_make(&p->freshness, ask, "freshness"));
	TRY(view_make(&p->disputes, ask, "disputes"));
	return (view_make(&p->commitments, ask, "commitments"));
}

static void
page_free(struct overview_page *p)
{
	struct view *v[] = { &p->overview, &p->mesas, &p->states,
		&p->agreements, &p->overdue, &p->gaps, &p->freshness,
		&p->disputes, &p->commitments };

	for (size_t i = 0; i < sizeof(v) / sizeof(v[0]); i++)
		view_free(v[i]);
}

err_t
overview_page(const struct view_ask *ask, const char *lang, struct buf *out)
{
	CLEAN(page_free)
	struct overview_page p = { .ask = ask,
		.space = ledger_space_name(ask->l, ask->space) };

	p.h = html_begin(out, lang);
	TRY(gather(&p, ask));
	body(&p);
	return (html_end(&p.h));
}
