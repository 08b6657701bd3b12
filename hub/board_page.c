/*
 * board_page -- what a screen calls.
 */
#include <stdarg.h>
#include <stdio.h>

#include "hub/board_in.h"
#include "proto/base/clock.h"
#include "proto/base/text.h"

const char *
board_rest(const struct page *p)
{
	return (serve_path(p->q) + p->rest);
}

const char *
board_ask(const struct page *p, const char *name)
{
	return (serve_query(p->q, name));
}

const char *
board_field(struct page *p, const char *name)
{
	const char *s = screen_field(p->q, name, 0);

	return (s == NULL ? "" : s);
}

bool
board_may(const struct page *p, unsigned roles)
{
	return (p->who != NULL && (p->who->roles & roles) != 0);
}

void
board_title(struct page *p, const char *title)
{
	p->title = title;
}

const char *
board_tr(const struct page *p, const char *es, const char *en)
{
	return (strcmp(p->lang, "en") == 0 ? en : es);
}

err_t
board_go(struct page *p, const char *fmt, ...)
{
	char at[LIMIT_HTTP_PATH];
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(at, sizeof(at), fmt, ap);
	va_end(ap);
	if (n < 0 || (size_t)n >= sizeof(at))
		return (err_new(ERR_DATA, "no address of ours"));
	p->whole = true;
	return (screen_go(p->r, at));
}

void
board_say(struct page *p, const char *es, const char *en)
{
	struct board_session *x = &p->x;

	screen_said(p->a, x->said, sizeof(x->said), board_tr(p, es, en));
	board_session_said(p->b, x->sid, x->said, x->said_bad);
}

const char *
board_sentence(struct page *p, err_t e)
{
	return (screen_sentence(p->a, e, p->lang));
}

void
board_file(struct page *p, const char *type, const char *name)
{
	p->whole = true;
	p->r->type = type;
	response_header(
	    p->r, "Content-Disposition", "attachment; filename=\"%s\"", name);
}

const char *
board_code(struct page *p, const char *vocab, int64_t no)
{
	return (vocab_say(vocab, no, p->lang));
}

/* ---- writing ------------------------------------------------------------ */

err_t
board_house(struct page *p, struct house *h)
{
	TRY(house_open(h, p->b->conf.dir));
	return (people_tables(h->st.db));
}

err_t
board_note(struct page *p, struct house *h, enum visit what, const char *detail)
{
	must(p->who != NULL);
	return (
	    people_note(h->st.db, p->who->account, what, detail, clock_now()));
}
