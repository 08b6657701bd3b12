/*
 * board_page -- what a screen calls.
 */
#include <stdarg.h>
#include <stdio.h>

#include "hub/board_in.h"
#include "proto/base/clock.h"
#include "proto/base/text.h"

#define NAME_MAX_BYTES 4096

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

static void
tell(struct page *p, const char *s, bool bad)
{
	struct board_session *x = &p->x;
	size_t n = strlen(x->said);

	(void)snprintf(
	    x->said + n, sizeof(x->said) - n, "%s%s", n == 0 ? "" : " ", s);
	/* Cut in the middle of a letter? Cut before it. */
	for (n = strlen(x->said); n > 0 && !text_valid(span_of(x->said, n));
	     n--)
		x->said[n - 1] = '\0';
	x->said_bad = x->said_bad || bad;
	board_session_said(p->b, x->sid, x->said, x->said_bad);
}

void
board_say(struct page *p, const char *es, const char *en)
{
	tell(p, board_tr(p, es, en), false);
}

void
board_complain(struct page *p, const char *sentence)
{
	tell(p, sentence, true);
}

const char *
board_sentence(struct page *p, err_t e)
{
	struct err was = *e;

	if (was.code == ERR_RULE)
		return (screen_rule(p->a, was.text, p->lang));
	/* What only an engineer reads is left to the log. */
	if (was.code == ERR_DATA || was.code == ERR_USAGE)
		return (arena_fmt(p->a, "%s (%s)",
		    err_sentence(was.code, p->lang), was.text));
	return (err_sentence(was.code, p->lang));
}

void
board_file(struct page *p, const char *type, const char *name)
{
	p->whole = true;
	p->r->type = type;
	response_header(
	    p->r, "Content-Disposition", "attachment; filename=\"%s\"", name);
}

/* ---- records ------------------------------------------------------------ */

err_t
board_record(
    struct page *p, const char *id, const struct entity *e, struct record *r)
{
	bool found;
	dot_t d;

	if (ledger_id_take(p->l, id, &d) != NULL)
		return (err_new(ERR_MISSING, "no record is called so"));
	TRY(state_get(p->l, e, d, p->a, r, &found));
	return (found ? NULL : err_new(ERR_MISSING, "no such record here"));
}

const char *
board_id(struct page *p, dot_t id)
{
	char s[40];

	ledger_id_put(p->l, id, s);
	return (arena_dup(p->a, span_str(s)));
}

static const char *
kept(struct page *p, const struct buf *b)
{
	return (b->n == 0 ? "" : arena_dup(p->a, buf_all(b)));
}

err_t
board_name(struct page *p, const struct entity *e, dot_t id, const char **out)
{
	CLEAN(buf_free) struct buf b = BUF(NAME_MAX_BYTES);

	TRY(cmd_name(&p->c, &b, e, id));
	*out = kept(p, &b);
	return (NULL);
}

err_t
board_value(
    struct page *p, const struct field *f, struct val v, const char **out)
{
	CLEAN(buf_free) struct buf b = BUF((size_t)2 * LIMIT_MERGE_BYTES);

	*out = "";
	if (v.kind == VAL_NULL)
		return (NULL);
	TRY(cmd_say_value(&p->c, &b, f, v));
	*out = kept(p, &b);
	return (NULL);
}

const char *
board_code(struct page *p, const char *vocab, int64_t no)
{
	const struct vocab *v = vocab_named(vocab);
	const struct code *c = v == NULL ? NULL : vocab_code(v, no);

	return (c == NULL ? "" : board_tr(p, c->es, c->en));
}

/* ---- writing ------------------------------------------------------------ */

err_t
board_house(struct page *p, struct house *h)
{
	TRY(house_open(h, p->b->conf.dir));
	return (people_tables(h->st.db));
}

err_t
board_save(struct page *p, struct house *h, struct act *act)
{
	dot_t commit;

	must(p->who != NULL);
	TRY(act_save(act, p->who->account, &commit));
	for (size_t i = 0; i < act->notes.n; i++)
		board_say(p, act->notes.v[i].es, act->notes.v[i].en);
	return (house_own(h));
}

err_t
board_note(struct page *p, struct house *h, enum visit what, const char *detail)
{
	must(p->who != NULL);
	return (
	    people_note(h->st.db, p->who->account, what, detail, clock_now()));
}
