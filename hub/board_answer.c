/*
 * board_answer -- a request finds its screen, if it may.
 */
#include <stdio.h>

#include "hub/board_in.h"
#include "hub/pages/frame.h"
#include "proto/base/clock.h"
#include "proto/base/pack.h"
#include "proto/base/rand.h"
#include "proto/base/say.h"
#include "proto/ui/form.h"

#define PATH_ENTER "/cuenta/entrar"
#define LATE_S     3600 /* after which days of silence may differ */

/* ---- the guard ---------------------------------------------------------- */

static bool
needs_nobody(const char *path)
{
	return (
	    strncmp(path, "/static/", 8) == 0 || strcmp(path, "/healthz") == 0);
}

static enum guard_verdict
look(struct board *b, struct request *q, bool headers, uint8_t sid[GUARD_SID])
{
	struct guard_in in = { .method = serve_method(q),
		.host = serve_header(q, "Host"),
		.origin = serve_header(q, "Origin"),
		.site = serve_header(q, "Sec-Fetch-Site"),
		.type = serve_header(q, "Content-Type"),
		.cookie = serve_cookie(q, BOARD_COOKIE),
		.headers = headers,
		.open = needs_nobody(serve_path(q)) };

	if (!headers)
		in.token = serve_form(q, "csrf", 0);
	return (guard_look(&b->guard, &in, sid));
}

static void
headers(struct page *p)
{
	CLEAN(buf_free) struct buf b = BUF(GUARD_TEXT);
	uint8_t nonce[18];

	rand_bytes(nonce, sizeof(nonce));
	must(buf_b64(&b, span_of(nonce, sizeof(nonce))) == NULL);
	(void)snprintf(p->nonce, sizeof(p->nonce), "%s", (const char *)b.p);
	response_page(p->r, p->nonce);
	response_header(p->r, "Strict-Transport-Security", "max-age=31536000");
}

static void
refuse(struct response *r, enum guard_verdict v)
{
	buf_clear(&r->body);
	r->status = guard_status(v);
	r->type = "text/plain; charset=utf-8";
	response_secure(r);
	if (buf_str(&r->body,
		"Vuelva a abrir la página y envíe el formulario otra vez.\n"
		"Open the page again and send the form once more.\n") != NULL)
		r->type = NULL;
}

bool
board_allow(void *ctx, struct request *q, struct response *r)
{
	struct board *b = ctx;
	uint8_t sid[GUARD_SID];
	enum guard_verdict v = look(b, q, true, sid);

	/* A stranger is shown the way in. */
	if (v == GUARD_FINE || v == GUARD_STRANGER)
		return (true);
	refuse(r, v);
	return (false);
}

/* ---- a page that was made before ---------------------------------------- */

struct making {
	char key[BOARD_KEY], etag[BOARD_KEY];
	bool kept;
};

/* The address with what was asked; false when it is too long. */
static bool
address(struct page *p, struct buf *out)
{
	CLEAN(buf_free) struct buf asked = BUF(BOARD_KEY / 2);
	const char *name, *value;
	err_t e = NULL;

	for (size_t i = 0; e == NULL && serve_query_at(p->q, i, &name, &value);
	     i++)
		e = form_put(&asked, name, value);
	if (e == NULL)
		e = buf_fmt(out, "%s%s%s", serve_path(p->q),
		    asked.n == 0 ? "" : "?",
		    asked.n == 0 ? "" : (const char *)asked.p);
	return (e == NULL);
}

static err_t
key(struct page *p, struct making *m)
{
	CLEAN(buf_free) struct buf at = BUF(BOARD_KEY / 2);
	char snapshot[VIEW_SNAPSHOT];
	struct hasher h;
	struct hash d;
	int n;

	m->kept = (p->screen->flags & BOARD_KEPT) != 0 && address(p, &at);
	if (!m->kept)
		return (NULL);
	TRY(view_snapshot(p->l, snapshot));
	n = snprintf(m->key, sizeof(m->key), "%s.%lld.%s.%s", snapshot,
	    (long long)(p->now / LATE_S), p->lang, (const char *)at.p);
	m->kept = n > 0 && (size_t)n < sizeof(m->key);
	/* The shell is this session's. */
	hash_start(&h, "page");
	hash_add(&h, p->x.sid, GUARD_SID);
	hash_add(&h, m->key, strlen(m->key));
	hash_end(&h, &d);
	(void)snprintf(m->etag, sizeof(m->etag), "\"");
	for (size_t i = 0; i < 12; i++)
		(void)snprintf(m->etag + 1 + 2 * i, 4, "%02x", d.b[i]);
	(void)snprintf(m->etag + 25, 2, "\"");
	return (NULL);
}

/* ---- the way to a screen ------------------------------------------------ */

static err_t
trouble(struct page *p, struct err e)
{
	struct trouble_view v = { .missing = e.code == ERR_MISSING };
	int status = err_http(e.code);

	if (e.code != ERR_MISSING && e.code != ERR_RULE)
		say_err("pages", &e);
	buf_clear(&p->content);
	buf_clear(&p->r->body);
	p->h = html_begin(&p->content, p->lang);
	p->h.token = p->token;
	p->whole = false;
	p->r->status = e.code == ERR_RULE ? 403 : status == 0 ? 500 : status;
	v.sentence = board_sentence(p, &e);
	board_title(p, v.missing
			   ? board_tr(p, "No se encontró", "Not found")
			   : board_tr(p, "No se pudo", "It could not be done"));
	trouble_tpl(&p->h, &v);
	TRY(html_end(&p->h));
	return (board_frame(p));
}

static err_t
make(struct page *p, struct making *m)
{
	const char *known = serve_header(p->q, "If-None-Match");
	bool told = p->x.said[0] != '\0';

	TRY(key(p, m));
	if (m->kept && known != NULL && !told && strcmp(known, m->etag) == 0) {
		p->whole = true;
		p->r->status = 304;
		response_keep(p->r, m->etag);
		return (NULL);
	}
	if (!m->kept || !board_kept_get(p->b, m->key, &p->title, p)) {
		TRY(p->screen->run(p));
		TRY(html_end(&p->h));
		if (m->kept && !p->whole)
			board_kept_put(p->b, m->key, p->title, &p->content);
	}
	if (p->whole)
		return (NULL);
	if (m->kept && !told)
		response_keep(p->r, m->etag);
	return (board_frame(p));
}

static err_t to_the_door(struct page *p) WUR;

/* An account that was closed, or has another role, since it entered has to
 * enter again. */
static err_t
still_in(struct page *p, bool *yes)
{
	struct person now;

	*yes = true;
	if (p->who == NULL)
		return (NULL);
	TRY(people_get(ledger_db(p->l), p->who->account, &now, yes));
	*yes = *yes && !now.closed && now.roles == p->who->roles;
	if (!*yes)
		board_forget(p->b, p->who->account);
	return (NULL);
}

static err_t
seeing(struct page *p)
{
	CLEAN(tx_undo) struct tx tx = { 0 };
	struct making m = { .kept = false };
	bool in;

	TRY(tx_read(&tx, ledger_db(p->l)));
	TRY(still_in(p, &in));
	if (!in)
		return (to_the_door(p));
	TRY(ledger_refresh(p->l));
	return (make(p, &m));
}

static err_t
run(struct page *p)
{
	struct board_reader *r = NULL;
	struct err kept;
	err_t e;

	if (p->screen->roles != 0 && !board_may(p, p->screen->roles))
		return (err_new(ERR_RULE,
		    "rule 0: Your role does not allow this; ask who manages "
		    "the accounts. / Su función no lo permite; consulte a "
		    "quien administra las cuentas."));
	if ((p->screen->flags & BOARD_BLIND) != 0) {
		struct making m = { .kept = false };

		return (make(p, &m));
	}
	TRY(board_reader_take(p->b, &r));
	p->l = r->l;
	p->ask =
	    (struct view_ask){ .l = r->l, .now = p->now, .today = p->today };
	e = seeing(p);
	kept = e == NULL ? (struct err){ .code = ERR_NONE } : *e;
	p->l = NULL;
	board_reader_give(p->b, r);
	return (
	    kept.code == ERR_NONE ? NULL : err_new(kept.code, "%s", kept.text));
}

/* Who is not in goes to the door, and then where they wanted to go. */
static err_t
to_the_door(struct page *p)
{
	CLEAN(buf_free) struct buf b = BUF(LIMIT_HTTP_PATH);
	CLEAN(buf_free) struct buf at = BUF(BOARD_KEY / 2);

	p->whole = true;
	if (strcmp(serve_method(p->q), "POST") == 0 ||
	    strcmp(serve_path(p->q), "/") == 0 || !address(p, &at))
		return (screen_go(p->r, PATH_ENTER));
	TRY(form_put(&b, "a", (const char *)at.p));
	return (screen_go(
	    p->r, arena_fmt(p->a, PATH_ENTER "?%s", (const char *)b.p)));
}

static err_t
find(struct page *p, enum guard_verdict v)
{
	bool open;

	p->screen = screen_find(
	    p->b->conf.screens, serve_method(p->q), serve_path(p->q), &p->rest);
	open = p->screen != NULL && (p->screen->flags & BOARD_OPEN) != 0;
	/* Only a GET may come without a cookie: it is given one. */
	if (v == GUARD_STRANGER && strcmp(serve_method(p->q), "POST") == 0)
		return (to_the_door(p));
	if (p->who == NULL && !open)
		return (to_the_door(p));
	if (p->screen == NULL)
		return (err_new(ERR_MISSING, "no such page"));
	return (run(p));
}

static void
open_page(struct page *p, const uint8_t sid[GUARD_SID], enum guard_verdict v)
{
	bool known = false;

	p->a = serve_arena(p->q);
	p->x = (struct board_session){ .used = false };
	if (v == GUARD_FINE)
		board_session_get(p->b, sid, &p->x, &known);
	else
		rand_bytes(p->x.sid, sizeof(p->x.sid));
	p->who = known && p->x.in ? &p->x.who : NULL;
	if (known)
		board_session_see(p->b, sid);
	p->lang = screen_lang(p->q, p->who == NULL ? NULL : p->who->lang);
	p->now = clock_now();
	p->today = clock_day(p->now, NULL);
	p->content = (struct buf)BUF(LIMIT_PAGE_BYTES);
	p->h = html_begin(&p->content, p->lang);
	guard_token(&p->b->guard, p->x.sid, p->token);
	p->h.token = p->token;
	headers(p);
	if (v == GUARD_STRANGER)
		board_cookie(p, p->x.sid);
}

void
board_answer(void *ctx, struct request *q, struct response *r)
{
	struct page p = { .b = ctx, .q = q, .r = r };
	uint8_t sid[GUARD_SID];
	enum guard_verdict v = look(ctx, q, false, sid);
	err_t e;

	if (v != GUARD_FINE && v != GUARD_STRANGER) {
		refuse(r, v);
		return;
	}
	open_page(&p, sid, v);
	e = find(&p, v);
	if (e != NULL)
		e = trouble(&p, *e);
	if (e != NULL) {
		say_err("pages", e);
		buf_clear(&r->body);
		r->status = 500;
	} else if (r->type == NULL && r->body.n > 0)
		r->type = "text/html; charset=utf-8";
	buf_free(&p.content);
	/* The server's threads end without telling. */
	pack_end();
}
