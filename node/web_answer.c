/*
 * web_answer -- a request finds its screen, if it may.
 */
#include <stdio.h>

#include "node/web_in.h"
#include "proto/base/clock.h"
#include "proto/base/pack.h"
#include "proto/base/rand.h"
#include "proto/base/say.h"

#define PATH_FIRST "/cuenta/primera"
#define PATH_ENTER "/cuenta/entrar"
#define PATH_ENROL "/inscribir"

/* ---- the guard ---------------------------------------------------------- */

static void
refuse(struct response *r, enum guard_verdict v)
{
	static const char words[] =
	    "Abra Mesas desde su icono, o con mesas-node open.\n"
	    "Open Mesas from its icon, or with mesas-node open.\n";

	buf_clear(&r->body);
	r->status = guard_status(v);
	r->type = "text/plain; charset=utf-8";
	response_secure(r);
	if (v == GUARD_STRANGER && buf_str(&r->body, words) != NULL)
		r->type = NULL;
}

static enum guard_verdict
look(struct web *w, struct request *q, bool headers, uint8_t sid[GUARD_SID])
{
	const char *token = serve_header(q, "X-Mesas-Token");
	const struct screen *s;
	size_t rest;
	struct guard_in in = { .method = serve_method(q),
		.host = serve_header(q, "Host"),
		.origin = serve_header(q, "Origin"),
		.site = serve_header(q, "Sec-Fetch-Site"),
		.type = serve_header(q, "Content-Type"),
		.cookie = serve_cookie(q, GUARD_COOKIE),
		.headers = headers,
		.open = strcmp(serve_path(q), "/entrar") == 0 };

	s = screen_find(w->screens, in.method, serve_path(q), &rest);
	in.upload = s != NULL && (s->flags & SCREEN_FILES) != 0;
	if (!headers)
		in.token = token != NULL ? token : serve_form(q, "csrf", 0);
	return (guard_look(&w->guard, &in, sid));
}

bool
web_allow(void *ctx, struct request *q, struct response *r)
{
	uint8_t sid[GUARD_SID];
	enum guard_verdict v = look(ctx, q, true, sid);

	if (v == GUARD_FINE)
		return (true);
	refuse(r, v);
	return (false);
}

/* ---- sessions ----------------------------------------------------------- */

static struct session *
session_of(struct web *w, const uint8_t sid[GUARD_SID])
{
	struct session *old = &w->session[0];

	for (size_t i = 0; i < PAGE_SESSIONS; i++) {
		struct session *x = &w->session[i];

		if (x->used && memcmp(x->sid, sid, GUARD_SID) == 0)
			return (x);
		if (!x->used || (old->used && x->seen_ms < old->seen_ms))
			old = x;
	}
	*old = (struct session){ .used = true, .seen_ms = clock_mono_ms() };
	memcpy(old->sid, sid, GUARD_SID);
	return (old);
}

/* Nobody was there for a while: the password again. */
static void
lock_idle(struct page *p)
{
	struct session *x = p->session;
	int64_t now = clock_mono_ms();

	if (x->in && !x->locked && now - x->seen_ms > PAGE_LOCK_MS) {
		err_t e = people_note(
		    p->o->st.db, x->who.account, VISIT_LOCK, "", clock_now());

		if (e != NULL)
			say_err("page", e);
		x->locked = true;
	}
	if ((p->screen->flags & SCREEN_QUIET) == 0 && !x->locked)
		x->seen_ms = now;
}

void
web_enter(void *ctx, struct request *q, struct response *r)
{
	struct web *w = ctx;
	uint8_t sid[GUARD_SID];
	char cookie[GUARD_TEXT];
	bool good;

	must(pthread_mutex_lock(&w->lock) == 0);
	good = guard_admit(&w->guard, serve_query(q, "t"), clock_now());
	must(pthread_mutex_unlock(&w->lock) == 0);
	if (!good) {
		refuse(r, GUARD_STRANGER);
		return;
	}
	rand_bytes(sid, sizeof(sid));
	guard_cookie(&w->guard, sid, cookie);
	response_secure(r);
	r->status = 303;
	response_header(r, "Set-Cookie",
	    GUARD_COOKIE "=%s; Path=/; HttpOnly; SameSite=Strict", cookie);
	response_header(r, "Location", "/");
}

/* ---- the way to a screen ------------------------------------------------ */

/* Where somebody has to go first; NULL: nowhere. */
static err_t
first_go(struct page *p, const char **to)
{
	int64_t people;

	*to = NULL;
	TRY(people_count(p->o->st.db, &people));
	if (people == 0)
		*to = PATH_FIRST;
	else if (p->who == NULL && (p->screen->flags & SCREEN_OPEN) == 0)
		*to = PATH_ENTER;
	else if (!p->o->enrolled &&
		 (p->screen->flags & (SCREEN_OPEN | SCREEN_EARLY)) == 0)
		*to = PATH_ENROL;
	if (*to != NULL && strcmp(*to, p->screen->path) == 0)
		*to = NULL;
	return (NULL);
}

static bool
is_get(const struct page *p)
{
	return (strcmp(p->screen->method, "GET") == 0);
}

/* The form of somebody who was away for too long is kept for them. */
static bool
kept_locked(struct page *p)
{
	struct session *x = p->session;
	err_t e;

	if (is_get(p) || !x->in || !x->locked || !page_draft_takes(p->screen))
		return (false);
	e = page_draft_keep(p, x->who.account);
	if (e != NULL)
		say_err("page", e);
	return (e == NULL);
}

/* A piece cannot become a page of its own: htmx is told to go there. */
static err_t
send_to(struct page *p, const char *to)
{
	if (p->piece) {
		p->r->status = 204;
		if (strcmp(to, PATH_ENTER) == 0 && kept_locked(p))
			response_header(p->r, "HX-Redirect",
			    "%s?a=/borrador/%s", to, p->serial);
		else
			response_header(p->r, "HX-Redirect", "%s", to);
		return (NULL);
	}
	if (strcmp(to, PATH_ENTER) == 0 && is_get(p) &&
	    strcmp(serve_path(p->q), "/") != 0)
		return (page_go(p, "%s?a=%s", to, serve_path(p->q)));
	if (strcmp(to, PATH_ENTER) == 0 && kept_locked(p))
		return (page_go(p, "%s?a=/borrador/%s", to, p->serial));
	return (page_go(p, "%s", to));
}

static err_t
run(struct page *p)
{
	CLEAN(tx_undo) struct tx tx = { 0 };
	const char *to;

	TRY(first_go(p, &to));
	if (to != NULL)
		return (send_to(p, to));
	if (p->screen->roles != 0 && !page_may(p, p->screen->roles))
		return (err_new(ERR_RULE,
		    "rule 0: Your role does not allow this. / Su función no lo "
		    "permite."));
	TRY(ledger_refresh(p->o->st.l));
	/* One state of everything while a page is made. */
	if (is_get(p) && (p->screen->flags & SCREEN_WRITES) == 0)
		TRY(tx_read(&tx, p->o->st.db));
	TRY(page_draft_screen(p));
	return (html_end(&p->h));
}

static void
answer(struct page *p)
{
	err_t e;

	page_open(p);
	if (p->screen == NULL) {
		page_trouble(p, err_new(ERR_MISSING, "no such page"));
		return;
	}
	lock_idle(p);
	page_open(p);
	e = run(p);
	if (e != NULL) {
		/* Nobody knows what is there: opened again, and read. */
		if (e->code == ERR_STORE || e->code == ERR_DAMAGED)
			p->web->opened = false;
		p->r->status = 0;
		page_trouble(p, e);
	} else if (p->r->type == NULL && p->r->body.n > 0)
		p->r->type = "text/html; charset=utf-8";
}

static void
answer_locked(struct web *w, struct request *q, struct response *r)
{
	struct page p = { .web = w, .q = q, .r = r };
	uint8_t sid[GUARD_SID], nonce[18];
	enum guard_verdict v = look(w, q, false, sid);
	CLEAN(buf_free) struct buf b = BUF(GUARD_TEXT);
	err_t e;

	if (v != GUARD_FINE) {
		refuse(r, v);
		return;
	}
	rand_bytes(nonce, sizeof(nonce));
	must(buf_b64(&b, span_of(nonce, sizeof(nonce))) == NULL);
	(void)snprintf(p.nonce, sizeof(p.nonce), "%s", (const char *)b.p);
	guard_token(&w->guard, sid, p.token);
	response_page(r, p.nonce);
	e = web_office(w);
	if (e != NULL) {
		say_err("page", e);
		r->status = 503;
		r->type = "text/plain; charset=utf-8";
		if (buf_fmt(&r->body, "%s\n", err_sentence(e->code, "es")) !=
		    NULL)
			r->type = NULL;
		return;
	}
	p.session = session_of(w, sid);
	p.screen =
	    screen_find(w->screens, serve_method(q), serve_path(q), &p.rest);
	answer(&p);
}

/* Two servers, one an address, and one store. */
void
web_answer(void *ctx, struct request *q, struct response *r)
{
	struct web *w = ctx;

	must(pthread_mutex_lock(&w->lock) == 0);
	answer_locked(w, q, r);
	/* The server's threads end without telling. */
	pack_end();
	must(pthread_mutex_unlock(&w->lock) == 0);
}
