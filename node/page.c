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
	return (screen_field(p->q, name, i));
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
	if (n < 0 || (size_t)n >= sizeof(at))
		return (err_new(ERR_DATA, "no address of ours"));
	return (screen_go(p->r, at));
}

const char *
page_tr(const struct page *p, const char *es, const char *en)
{
	return (strcmp(p->lang, "en") == 0 ? en : es);
}

static void
tell(struct page *p, const char *s, bool bad)
{
	struct session *x = p->session;

	screen_said(p->a, x->said, sizeof(x->said), s);
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

const char *
page_sentence(struct page *p, err_t e)
{
	return (screen_sentence(p->a, e, p->lang));
}

/* ---- who asks ----------------------------------------------------------- */

void
page_open(struct page *p)
{
	struct session *x = p->session;

	p->o = &p->web->office;
	p->a = serve_arena(p->q);
	p->who = x != NULL && x->in && !x->locked ? &x->who : NULL;
	p->lang = screen_lang(p->q, p->who == NULL ? NULL : p->who->lang);
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
