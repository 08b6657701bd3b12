#include "node/page.h"

#include <stdarg.h>
#include <stdio.h>

#include "proto/base/clock.h"
#include "proto/base/text.h"

/* ---- what was asked ----------------------------------------------------- */

const char *
page_rest(const struct page *p)
{
	return (serve_path(p->q) + p->rest);
}

const char *
page_ask(const struct page *p, const char *name)
{
	return (serve_query(p->q, name));
}

const char *
page_field_at(struct page *p, const char *name, size_t i)
{
	const char *s = serve_form(p->q, name, i), *end;

	if (s == NULL)
		return (NULL);
	s += strspn(s, " \t\n");
	end = s + strlen(s);
	while (end > s && strchr(" \t\n", end[-1]) != NULL)
		end--;
	return (arena_dup(p->a, span_of(s, (size_t)(end - s))));
}

const char *
page_field(struct page *p, const char *name)
{
	const char *s = page_field_at(p, name, 0);

	return (s == NULL ? "" : s);
}

bool
page_checked(struct page *p, const char *name)
{
	return (serve_form(p->q, name, 0) != NULL);
}

bool
page_may(const struct page *p, unsigned roles)
{
	return (p->who != NULL && (p->who->roles & roles) != 0);
}

/* The longest path wins. */
const struct screen *
page_screen(
    const struct web *w, const char *method, const char *path, size_t *rest)
{
	const struct screen *best = NULL;
	size_t most = 0;

	if (strcmp(method, "HEAD") == 0)
		method = "GET";
	for (size_t i = 0; w->screens[i] != NULL; i++) {
		for (const struct screen *s = w->screens[i]; s->method != NULL;
		     s++) {
			size_t n = strlen(s->path);

			if (strcmp(s->method, method) != 0 ||
			    strncmp(path, s->path, n) != 0 || n < most ||
			    (!s->prefix && path[n] != '\0'))
				continue;
			best = s;
			most = n;
		}
	}
	*rest = most;
	return (best);
}

/* ---- answering ---------------------------------------------------------- */

err_t
page_go(struct page *p, const char *fmt, ...)
{
	char at[LIMIT_HTTP_PATH];
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(at, sizeof(at), fmt, ap);
	va_end(ap);
	if (n < 0 || (size_t)n >= sizeof(at) || at[0] != '/' || at[1] == '/' ||
	    at[1] == '\\')
		return (err_new(ERR_DATA, "no address of ours"));
	buf_clear(&p->r->body);
	p->r->status = 303;
	p->r->type = NULL;
	response_header(p->r, "Location", "%s", at);
	return (NULL);
}

const char *
page_tr(const struct page *p, const char *es, const char *en)
{
	return (strcmp(p->lang, "en") == 0 ? en : es);
}

const char *
page_and(struct page *p, const char *one, const char *more)
{
	size_t n = strlen(one);
	bool ended = n > 0 && strchr(".?!", one[n - 1]) != NULL;

	return (n == 0
		    ? more
		    : arena_fmt(p->a, "%s%s %s", one, ended ? "" : ".", more));
}

static void
tell(struct page *p, const char *s, bool bad)
{
	struct session *x = p->session;
	size_t n;

	(void)snprintf(x->said, sizeof(x->said), "%s", page_and(p, x->said, s));
	/* Cut in the middle of a letter? Cut before it. */
	for (n = strlen(x->said); n > 0 && !text_valid(span_of(x->said, n));
	     n--)
		x->said[n - 1] = '\0';
	x->said_bad = x->said_bad || bad;
}

void
page_say(struct page *p, const char *es, const char *en)
{
	tell(p, page_tr(p, es, en), false);
}

void
page_complain(struct page *p, const char *sentence)
{
	tell(p, sentence, true);
}

void
page_file(struct page *p, const char *type, const char *name)
{
	p->r->type = type;
	response_header(
	    p->r, "Content-Disposition", "attachment; filename=\"%s\"", name);
}

/* "context: rule 7: English / español", as rules say it. */
static const char *
rule_sentence(struct page *p, const char *text)
{
	const char *rule = strstr(text, "rule "), *en, *es;

	en = rule == NULL ? NULL : strstr(rule, ": ");
	es = en == NULL ? NULL : strstr(en, " / ");
	if (es == NULL)
		return (text);
	return (strcmp(p->lang, "en") == 0
		    ? arena_dup(p->a, span_of(en + 2, (size_t)(es - en - 2)))
		    : es + 3);
}

const char *
page_sentence(struct page *p, err_t e)
{
	const char *s = err_sentence(e->code, p->lang);
	struct err was = *e;

	if (was.code == ERR_RULE)
		return (arena_dup(p->a, span_str(rule_sentence(p, was.text))));
	/* What only an engineer reads is left to the log. */
	if (was.code == ERR_DATA || was.code == ERR_USAGE)
		return (arena_fmt(p->a, "%s (%s)", s, was.text));
	return (s);
}

/* ---- who asks ----------------------------------------------------------- */

/* The first of es and en that the browser names; Spanish when neither. */
static const char *
browser_lang(const char *accept)
{
	const char *es = accept == NULL ? NULL : strstr(accept, "es");
	const char *en = accept == NULL ? NULL : strstr(accept, "en");

	return (en != NULL && (es == NULL || en < es) ? "en" : "es");
}

static const char *
lang_of(const struct page *p)
{
	const char *c = serve_cookie(p->q, "mesas-idioma");

	if (p->who != NULL && p->who->lang[0] != '\0')
		return (strcmp(p->who->lang, "en") == 0 ? "en" : "es");
	if (c != NULL)
		return (strcmp(c, "en") == 0 ? "en" : "es");
	return (browser_lang(serve_header(p->q, "Accept-Language")));
}

void
page_open(struct page *p)
{
	struct session *x = p->session;

	p->o = &p->web->office;
	p->a = serve_arena(p->q);
	p->who = x != NULL && x->in && !x->locked ? &x->who : NULL;
	p->lang = lang_of(p);
	p->now = clock_now() + (p->o->clock.known ? p->o->clock.s : 0);
	p->today = clock_day(p->now, NULL);
	p->piece = serve_header(p->q, "HX-Request") != NULL;
	p->c = (struct cmd){ .st = &p->o->st,
		.desk = &p->o->desk,
		.actor = p->who == NULL ? "" : p->who->account,
		.lang = p->lang };
	p->h = html_begin(&p->r->body, p->lang);
	p->h.nonce = p->nonce;
	p->h.token = p->token;
	p->h.draft = page_draft_form;
	p->h.draft_ctx = p;
}
