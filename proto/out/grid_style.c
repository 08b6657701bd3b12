/*
 * grid_style -- which numbers of a workbook are days, instants, percentages.
 */
#include "proto/out/grid_parts.h"

#include <math.h>
#include <stdlib.h>

#include "proto/base/text.h"
#include "proto/out/xml.h"

struct styles {
	struct xlsx *x;
	uint8_t means[XLSX_FORMATS]; /* by number format */
	bool cells;                  /* inside cellXfs */
};

/* The formats that every workbook has (ECMA-376, 18.8.30). */
static void
built_in(uint8_t *means)
{
	for (size_t i = 14; i <= 17; i++)
		means[i] = MEANS_DAY;
	for (size_t i = 18; i <= 22; i++)
		means[i] = MEANS_TIME;
	/* Days in the formats of East Asia. */
	for (size_t i = 27; i <= 36; i++)
		means[i] = MEANS_DAY;
	for (size_t i = 45; i <= 47; i++)
		means[i] = MEANS_TIME;
	for (size_t i = 50; i <= 58; i++)
		means[i] = MEANS_DAY;
	means[9] = means[10] = MEANS_PERCENT;
}

/* A format code: its letters outside quotes, brackets and escapes. */
static enum xlsx_means
meaning(const char *code)
{
	bool day = false, hour = false, percent = false;
	char until = '\0';

	for (const char *p = code; *p != '\0' && *p != ';'; p++) {
		if (until != '\0') {
			if (*p == until)
				until = '\0';
			continue;
		}
		if (*p == '"')
			until = '"';
		else if (*p == '[')
			until = ']';
		else if ((*p == '\\' || *p == '_' || *p == '*') && p[1] != '\0')
			p++;
		else if (strchr("yYdD", *p) != NULL)
			day = true;
		else if (strchr("hHsS", *p) != NULL)
			hour = true;
		else if (*p == '%')
			percent = true;
	}
	if (hour)
		return (MEANS_TIME);
	return (day ? MEANS_DAY : percent ? MEANS_PERCENT : MEANS_NUMBER);
}

static size_t
number(const char *s)
{
	int64_t n;

	if (s == NULL || text_int(s, &n) != NULL || n < 0 || n >= XLSX_FORMATS)
		return (XLSX_FORMATS);
	return ((size_t)n);
}

static err_t
on_begin(void *ctx, const char *name, const char **attributes)
{
	struct styles *s = ctx;
	size_t no = number(xml_get(attributes, "numFmtId"));
	const char *code = xml_get(attributes, "formatCode");

	if (strcmp(name, "cellXfs") == 0)
		s->cells = true;
	if (strcmp(name, "numFmt") == 0 && no < XLSX_FORMATS && code != NULL)
		s->means[no] = (uint8_t)meaning(code);
	if (strcmp(name, "xf") == 0 && s->cells && s->x->styles < XLSX_FORMATS)
		s->x->means[s->x->styles++] =
		    no < XLSX_FORMATS ? s->means[no] : MEANS_NUMBER;
	return (NULL);
}

static err_t
on_end(void *ctx, const char *name)
{
	struct styles *s = ctx;

	if (strcmp(name, "cellXfs") == 0)
		s->cells = false;
	return (NULL);
}

static err_t
on_text(void *ctx, struct span s)
{
	(void)ctx;
	(void)s;
	return (NULL);
}

err_t
grid_styles(struct xlsx *x, struct span text)
{
	struct styles *s = arena_new(x->g->a, sizeof(*s));
	struct xml xml = {
		.ctx = s, .begin = on_begin, .end = on_end, .text = on_text
	};

	s->x = x;
	built_in(s->means);
	return (xml_read(text, &xml));
}

/* ---- numbers ------------------------------------------------------------ */

#define DAYS_1900 25569 /* from the epoch of Excel to 1970-01-01 */
#define DAYS_1904 24107
#define DAY_S     86400.0
#define DAY_MOST  2958465.0 /* 9999-12-31 */

static err_t
put_day(const struct xlsx *x, double v, bool hours, struct buf *out)
{
	double whole = floor(v), since = x->since_1904 ? DAYS_1904 : DAYS_1900;
	int64_t s = (int64_t)llround((v - whole) * DAY_S);
	int64_t day = (int64_t)whole - (int64_t)since;
	char b[11];

	/* Excel's 1900 has a 29 February; before it one day less. */
	if (!x->since_1904 && whole < 60)
		day++;
	if (s >= (int64_t)DAY_S) {
		day++;
		s = 0;
	}
	text_day_put(day, b);
	TRY(buf_str(out, b));
	if (!hours || s == 0)
		return (NULL);
	return (
	    buf_fmt(out, " %02d:%02d", (int)(s / 3600), (int)(s / 60 % 60)));
}

err_t
grid_number(const struct xlsx *x, const char *s, size_t style, struct buf *out)
{
	enum xlsx_means m =
	    style < x->styles ? (enum xlsx_means)x->means[style] : MEANS_NUMBER;
	char *end;
	double v = strtod(s, &end);

	if (*s == '\0' || *end != '\0' || !isfinite(v))
		return (buf_str(out, s));
	if ((m == MEANS_DAY || m == MEANS_TIME) && v >= 1 && v <= DAY_MOST)
		return (put_day(x, v, m == MEANS_TIME, out));
	if (m == MEANS_TIME && v >= 0 && v < 1) {
		long long t = llround(v * DAY_S);

		return (buf_fmt(out, "%02lld:%02lld", t / 3600, t / 60 % 60));
	}
	if (m == MEANS_PERCENT)
		v = round(v * 1e8) / 1e6;
	if (fabs(v) < 1e15 && v == floor(v))
		return (buf_fmt(out, "%lld", (long long)v));
	return (buf_fmt(out, "%.15g", v));
}
