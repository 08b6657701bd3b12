#include "proto/ui/tpl.h"

#include <stdio.h>

#include "proto/ui/assets.h"
#include "proto/ui/fmt.h"
#include "proto/ui/po.h"

static void
note(struct html *h, err_t e)
{
	if (e == NULL || h->failed)
		return;
	h->failed = true;
	h->err = *e;
}

void
tpl_markup(struct html *h, const char *s, size_t n)
{
	if (!h->failed)
		note(h, buf_put(h->out, s, n));
}

void
tpl_span(struct html *h, struct span s)
{
	html_text(h, s);
}

void
tpl_str(struct html *h, const char *s)
{
	html_text(h, span_str(s));
}

void
tpl_int(struct html *h, long long i)
{
	html_put(h, "%lld", i);
}

void
tpl_uint(struct html *h, unsigned long long u)
{
	char s[24];

	(void)snprintf(s, sizeof(s), "%llu", u);
	tpl_str(h, s);
}

void
tpl_bool(struct html *h, bool yes)
{
	html_tr(h, yes ? "sí" : "no", yes ? "yes" : "no");
}

bool
tpl_some_str(const char *s)
{
	return (s != NULL && s[0] != '\0');
}

bool
tpl_some_span(struct span s)
{
	return (s.n > 0);
}

bool
tpl_some_int(long long i)
{
	return (i != 0);
}

bool
tpl_some_uint(unsigned long long u)
{
	return (u != 0);
}

bool
tpl_some_any(const void *p)
{
	return (p != NULL);
}

/* ---- addresses ---------------------------------------------------------- */

void
tpl_url_span(struct html *h, struct span s)
{
	static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				    "abcdefghijklmnopqrstuvwxyz0123456789-._~";
	char code[4];

	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] != '\0' && strchr(plain, s.p[i]) != NULL) {
			html_text(h, span_of(s.p + i, 1));
			continue;
		}
		(void)snprintf(code, sizeof(code), "%%%02X", s.p[i]);
		tpl_str(h, code);
	}
}

void
tpl_url_str(struct html *h, const char *s)
{
	tpl_url_span(h, span_str(s));
}

void
tpl_href(struct html *h, const char *s)
{
	bool here =
	    s != NULL && (*s == '#' || *s == '?' ||
			     (*s == '/' && s[1] != '/' && s[1] != '\\'));
	bool web = s != NULL && (strncmp(s, "https://", 8) == 0 ||
				    strncmp(s, "http://", 7) == 0);

	tpl_str(h, here || web ? s : "#");
}

void
tpl_asset(struct html *h, const char *name)
{
	html_put(h, "/static/%s/%s", assets_version, name);
}

void
tpl_icon(struct html *h, const char *name, const char *classes)
{
	html_put(h,
	    "<svg class=\"i%s%s\" aria-hidden=\"true\"><use href=\""
	    "/static/%s/lucide.svg#%s\"/></svg>",
	    classes[0] == '\0' ? "" : " ", classes, assets_version, name);
}

/* ---- forms of their own ------------------------------------------------- */

void
tpl_lines_span(struct html *h, struct span s)
{
	size_t from = 0;

	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] != '\n')
			continue;
		html_text(h, span_of(s.p + from, i - from));
		html_put(h, "<br>\n");
		from = i + 1;
	}
	if (from < s.n)
		html_text(h, span_of(s.p + from, s.n - from));
}

void
tpl_lines_str(struct html *h, const char *s)
{
	tpl_lines_span(h, span_str(s));
}

void
tpl_num(struct html *h, long long n)
{
	char s[FMT_MAX];

	fmt_int(n, s);
	tpl_str(h, s);
}

void
tpl_day(struct html *h, int64_t day)
{
	char s[FMT_MAX];

	fmt_day(day, h->lang, s);
	tpl_str(h, s);
}

void
tpl_weekday(struct html *h, int64_t day)
{
	char s[FMT_MAX];

	fmt_weekday(day, h->lang, s);
	tpl_str(h, s);
}

void
tpl_time(struct html *h, int64_t at)
{
	char s[FMT_MAX];

	fmt_time(at, h->zone, h->lang, s);
	tpl_str(h, s);
}

void
tpl_nonce(struct html *h)
{
	tpl_str(h, h->nonce);
}

void
tpl_csrf(struct html *h)
{
	html_put(
	    h, "<input type=\"hidden\" name=\"csrf\" value=\"%s\">", h->token);
}

void
tpl_draft(struct html *h, const char *action)
{
	if (h->draft != NULL)
		h->draft(h, action);
}

/* ---- sentences ---------------------------------------------------------- */

struct tpl_arg
tpl_arg_span(struct span s)
{
	return ((struct tpl_arg){ .s = s });
}

struct tpl_arg
tpl_arg_str(const char *s)
{
	return (tpl_arg_span(span_str(s)));
}

struct tpl_arg
tpl_arg_int(long long n)
{
	struct tpl_arg a = { .n = n };
	char s[FMT_MAX];

	fmt_int(n, s);
	(void)snprintf(a.digits, sizeof(a.digits), "%.27s", s);
	return (a);
}

struct tpl_arg
tpl_arg_uint(unsigned long long n)
{
	return (tpl_arg_int(n > INT64_MAX ? INT64_MAX : (long long)n));
}

static void
put_arg(struct html *h, const struct tpl_arg *arg, size_t n, size_t i)
{
	if (i >= n)
		return;
	if (arg[i].digits[0] != '\0')
		tpl_str(h, arg[i].digits);
	else
		html_text(h, arg[i].s);
}

/* %s in order, %1$s by number, %%. */
static void
sentence(struct html *h, const char *p, size_t n, const struct tpl_arg *arg)
{
	size_t next = 0;

	while (*p != '\0') {
		size_t k = strcspn(p, "%");

		html_text(h, span_of(p, k));
		p += k;
		if (*p == '\0')
			return;
		p++;
		if (*p == '%')
			html_text(h, span_of(p, 1));
		else if (*p >= '1' && *p <= '9' && p[1] == '$') {
			put_arg(h, arg, n, (size_t)(*p - '1'));
			p += 2;
		} else
			put_arg(h, arg, n, next++);
		p += *p != '\0';
	}
}

void
tpl_say(struct html *h, const char *es, size_t n, const struct tpl_arg *arg)
{
	sentence(h, po_say(h->lang, es), n, arg);
}

void
tpl_many(struct html *h, const char *one, const char *many, size_t n,
    const struct tpl_arg *arg)
{
	must(n > 0);
	sentence(h, po_many(h->lang, one, many, arg[0].n), n, arg);
}
