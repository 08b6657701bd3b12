/*
 * overview_map -- the country by state, and bars by theme.
 *
 * The outlines are an asset (proto/ui/assets/mexico.txt, CC BY 4.0; the page
 * names its source), one line a state.  Colour is never the only sign: every
 * state has its figures in its title, and the table says it all again.
 */
#include "hub/pages/overview_parts.h"

#include "proto/domain/geo.h"
#include "proto/ui/assets.h"

#define MAP_FILE "mexico.txt"

/* Where each shade begins; the first scale that is not too fine. */
#define SHADES 5
static const int64_t scales[][SHADES] = { { 0, 1, 2, 4, 8 },
	{ 0, 5, 10, 15, 20 }, { 0, 20, 35, 50, 70 }, { 0, 50, 100, 200, 400 } };
#define SCALES (sizeof(scales) / sizeof(scales[0]))

static const int64_t *
scale(const struct view *states)
{
	int64_t most = 0;
	size_t k = 0;

	for (size_t i = 0; i < view_rows(states); i++)
		if (view_int(states, i, "open") > most)
			most = view_int(states, i, "open");
	while (k + 1 < SCALES && most > 2 * scales[k][SHADES - 1])
		k++;
	return (scales[k]);
}

static struct span
outlines(void)
{
	for (const struct asset *a = assets; a->path != NULL; a++)
		if (strcmp(a->path, MAP_FILE) == 0)
			return (span_of(a->bytes, a->size));
	return (span_of(NULL, 0));
}

/* 0: no roundtable; else 1 and up. */
static int
shade(const int64_t *from, int64_t mesas, int64_t open)
{
	int i = 0;

	if (mesas == 0)
		return (0);
	while (i + 1 < SHADES && open >= from[i + 1])
		i++;
	return (i + 1);
}

static void
state(struct overview_page *p, const struct geo_state *g, struct span path)
{
	const struct view *v = &p->states;
	struct html *h = &p->h;
	size_t row = (size_t)(g - geo_states);
	int64_t mesas = view_int(v, row, "mesas");
	int64_t open = view_int(v, row, "open");

	if (mesas == 0) {
		html_put(h, "<path class=\"q0\" d=\"");
		html_text(h, path);
		html_put(h, "\"><title>%s: %s</title></path>\n", g->common,
		    html_pick(h, "sin mesa", "no roundtable"));
		return;
	}
	html_put(h, "<a href=\"/entidades/%s\"", g->code);
	html_put(h, " aria-label=\"%s: %s %lld, %s %lld, %s %lld\">", g->common,
	    html_pick(h, "mesas", "roundtables"), (long long)mesas,
	    html_pick(h, "acuerdos abiertos", "open agreements"),
	    (long long)open, html_pick(h, "vencidos", "overdue"),
	    (long long)view_int(v, row, "overdue"));
	html_put(h, "<path class=\"q%d\" d=\"", shade(scale(v), mesas, open));
	html_text(h, path);
	html_put(h, "\"><title>%s: %lld</title></path></a>\n", g->common,
	    (long long)open);
}

/* "07065 644 406": a place, marked when it has a roundtable. */
static void
pin(struct overview_page *p, const char *code, struct span at)
{
	const uint8_t *gap = at.n == 0 ? NULL : memchr(at.p, ' ', at.n);
	const struct view *v = &p->mesas;
	struct html *h = &p->h;
	struct span x, y;
	bool there = false;

	for (size_t i = 0; i < view_rows(v); i++) {
		const struct view_cell *c = view_at(v, i, "municipality");

		there = there || (c->v.kind == VAL_TEXT &&
				     span_eq(c->v.s, span_str(code)));
	}
	if (!there || gap == NULL)
		return;
	x = span_of(at.p, (size_t)(gap - at.p));
	y = span_of(gap + 1, at.n - x.n - 1);
	html_put(h, "<g><circle class=\"pin\" cx=\"");
	html_text(h, x);
	html_put(h, "\" cy=\"");
	html_text(h, y);
	html_put(h, "\" r=\"5\"/><text text-anchor=\"end\" dx=\"-9\" dy=\"4\""
		    " x=\"");
	html_text(h, x);
	html_put(h, "\" y=\"");
	html_text(h, y);
	html_put(h, "\">%s</text></g>\n", geo_name(code));
}

static void
line(struct overview_page *p, struct span s, bool pins)
{
	const uint8_t *gap = s.n == 0 ? NULL : memchr(s.p, ' ', s.n);
	size_t n = gap == NULL ? 0 : (size_t)(gap - s.p);
	struct span rest;
	char code[6];

	if ((n != 2 && n != 5) || s.p[0] == '#')
		return;
	memcpy(code, s.p, n);
	code[n] = '\0';
	rest = span_of(gap + 1, s.n - n - 1);
	if (n == 5 && pins && geo_name(code) != NULL)
		pin(p, code, rest);
	else if (n == 2 && !pins && geo_state(code) != NULL)
		state(p, geo_state(code), rest);
}

static void
legend(struct html *h, const int64_t *from)
{
	html_put(h, "<ul class=\"legend\">");
	for (int i = 0; i <= SHADES; i++) {
		html_put(h,
		    "<li><svg viewBox=\"0 0 14 14\" aria-hidden=\"true\">"
		    "<rect class=\"q%d\" width=\"14\" height=\"14\" "
		    "rx=\"3\"/></svg>",
		    i);
		if (i == 0)
			html_tr(h, "Sin mesa", "No roundtable");
		else if (i == SHADES)
			html_put(h, "%lld %s", (long long)from[i - 1],
			    html_pick(h, "o más", "or more"));
		else if (from[i] - from[i - 1] == 1)
			html_put(h, "%lld", (long long)from[i - 1]);
		else
			html_put(h, "%lld–%lld", (long long)from[i - 1],
			    (long long)from[i] - 1);
		html_put(h, "</li>");
	}
	html_put(h, "</ul>");
}

void
overview_map(struct overview_page *p)
{
	struct html *h = &p->h;
	struct span s, one;

	html_put(h,
	    "<section class=\"card\" aria-labelledby=\"h-map\" id=\"map\">"
	    "<header><h2 id=\"h-map\">%s</h2>",
	    html_pick(h, "Acuerdos abiertos por entidad",
		"Open agreements by state"));
	legend(h, scale(&p->states));
	html_put(h,
	    "</header>\n<svg class=\"map\" viewBox=\"0 0 793 498\""
	    " role=\"group\" aria-label=\"%s\">\n",
	    html_pick(h, "Mapa de México: acuerdos abiertos por entidad",
		"Map of Mexico: open agreements by state"));
	for (int pass = 0; pass < 2; pass++)
		for (s = outlines(); span_line(&s, &one);)
			line(p, one, pass == 1);
	html_put(h, "</svg>\n<details><summary>%s</summary>\n",
	    html_pick(h, "Ver como tabla", "See as a table"));
	view_html(&p->states, h, GEO_STATES);
	html_put(h, "</details></section>\n");
}

/* ---- by theme -------------------------------------------------------------
 */

#define THEMES 32

struct bar {
	const struct view_cell *theme;
	int64_t done, late, other;
};

static void
gather(const struct view *v, size_t row, struct bar *b, size_t *n)
{
	const struct view_cell *theme = view_at(v, row, "theme");
	size_t i = 0;
	int64_t done, late;

	while (i < *n && !val_eq(b[i].theme->v, theme->v))
		i++;
	if (i == THEMES)
		return;
	if (i == *n)
		b[(*n)++] = (struct bar){ .theme = theme };
	done = view_int(v, row, "done_on_time") + view_int(v, row, "done_late");
	late = view_int(v, row, "overdue");
	b[i].done += done;
	b[i].late += late;
	b[i].other += view_int(v, row, "total") - done - late -
		      view_int(v, row, "cancelled");
}

static void
bar(struct html *h, const struct bar *b)
{
	CLEAN(buf_free) struct buf name = BUF(LIMIT_SHORT_BYTES);
	long long all = b->done + b->late + b->other;
	long long done = all == 0 ? 0 : b->done * 1000 / all;
	long long late = all == 0 ? 0 : b->late * 1000 / all;
	const char *word =
	    b->theme->v.kind == VAL_TEXT ? (const char *)b->theme->v.s.p : "";

	if (view_say(b->theme, h->lang, &name) != NULL || name.n == 0)
		if (buf_str(&name, "-") != NULL)
			return;
	html_put(h, "<li class=\"tema %s\"><strong>", word);
	html_text(h, buf_all(&name));
	html_put(h, "</strong><span class=\"small muted num\">%lld %s</span>",
	    (long long)b->other + b->late, html_pick(h, "abiertos", "open"));
	html_put(h,
	    "<svg class=\"meter\" viewBox=\"0 0 1000 8\""
	    " preserveAspectRatio=\"none\" role=\"img\" aria-label=\""
	    "%s %lld, %s %lld, %s %lld\">",
	    html_pick(h, "cumplidos", "done"), (long long)b->done,
	    html_pick(h, "vencidos", "overdue"), (long long)b->late,
	    html_pick(h, "en curso", "under way"), (long long)b->other);
	html_put(h,
	    "<rect class=\"t\" width=\"1000\" height=\"8\"/>"
	    "<rect class=\"f\" width=\"%lld\" height=\"8\"/>"
	    "<rect class=\"o\" x=\"%lld\" width=\"%lld\" height=\"8\"/>"
	    "</svg></li>\n",
	    done, done, late);
}

static void
key(struct html *h, const char *class, const char *text)
{
	html_put(h,
	    "<span><svg viewBox=\"0 0 12 12\" aria-hidden=\"true\">"
	    "<rect class=\"%s\" width=\"12\" height=\"12\"/></svg>%s</span>",
	    class, text);
}

void
overview_themes(struct overview_page *p)
{
	struct bar b[THEMES];
	struct html *h = &p->h;
	size_t n = 0;

	html_put(h,
	    "<section class=\"card\" aria-labelledby=\"h-themes\"><header>"
	    "<h2 id=\"h-themes\">%s</h2><span class=\"key\">",
	    html_pick(h, "Por tema", "By theme"));
	key(h, "d", html_pick(h, "cumplidos", "done"));
	key(h, "o", html_pick(h, "vencidos", "overdue"));
	key(h, "t", html_pick(h, "en curso", "under way"));
	html_put(h, "</span></header>");
	for (size_t i = 0; i < view_rows(&p->agreements); i++)
		gather(&p->agreements, i, b, &n);
	if (n == 0)
		html_put(h, "<p class=\"muted\">%s</p>",
		    html_pick(h, "Aún no hay acuerdos.",
			"There are no agreements yet."));
	else
		html_put(h, "<ul class=\"bars\">\n");
	for (size_t i = 0; i < n; i++)
		bar(h, &b[i]);
	html_put(h, n == 0 ? "</section>\n" : "</ul></section>\n");
}
