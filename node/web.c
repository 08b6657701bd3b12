#include "node/web.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "node/attach.h"
#include "node/attempts.h"
#include "node/pages/screens.h"
#include "node/search.h"
#include "node/web_in.h"
#include "proto/base/file.h"
#include "proto/base/rand.h"
#include "proto/base/say.h"
#include "proto/base/text.h"
#include "proto/out/bring.h"
#include "proto/ui/static.h"

enum item { ITEM_PORT, ITEM_SECRET, ITEMS };

static void
drop(char **p)
{
	mem_free(*p);
	*p = NULL;
}

/* ---- the file that says where ------------------------------------------- */

err_t
web_where(const char *dir, struct guard *g)
{
	CLEAN(drop) char *path = office_path(dir, WEB_FILE);
	struct conf_item v[ITEMS + 1] = { { "port", NULL }, { "secret", NULL },
		{ NULL, NULL } };
	int64_t port = 0;
	err_t e;

	*g = (struct guard){ 0 };
	if (!file_exists(path))
		return (err_new(ERR_MISSING, "%s", path));
	TRY(conf_read(path, v));
	e = v[ITEM_PORT].value == NULL || v[ITEM_SECRET].value == NULL
		? err_new(ERR_CONFIG, "%s is not whole", path)
		: text_int(v[ITEM_PORT].value, &port);
	if (e == NULL)
		e = span_b64(span_str(v[ITEM_SECRET].value), g->secret,
		    sizeof(g->secret));
	conf_free(v);
	TRY_FOR(e, "%s", path);
	if (port < 1 || port > 65535)
		return (err_new(ERR_CONFIG, "%s: no such port", path));
	g->port = (uint16_t)port;
	return (NULL);
}

static err_t
note_where(const char *dir, const struct guard *g)
{
	CLEAN(drop) char *path = office_path(dir, WEB_FILE);
	CLEAN(buf_free) struct buf b = BUF(LIMIT_CONF_BYTES);

	TRY(buf_fmt(&b, "port %u\nsecret ", (unsigned)g->port));
	TRY(buf_b64(&b, span_of(g->secret, sizeof(g->secret))));
	TRY(buf_byte(&b, '\n'));
	return (file_replace(path, buf_all(&b), 0600));
}

static err_t
hold(const char *dir, int *fd)
{
	CLEAN(drop) char *path = office_path(dir, WEB_LOCK);

	return (file_lock(path, FILE_ALONE, 0, fd));
}

err_t
web_alive(const char *dir, bool *yes)
{
	int fd = -1;
	err_t e = hold(dir, &fd);

	*yes = e != NULL && e->code == ERR_LOCKED;
	if (*yes)
		return (NULL);
	TRY(e);
	file_unlock(&fd);
	return (NULL);
}

/* ---- the office --------------------------------------------------------- */

err_t
web_office(struct web *w)
{
	struct autosync_seen seen = { 0 };

	if (w->sync != NULL)
		autosync_look(w->sync, &seen);
	if (w->opened && seen.rounds == w->rounds) {
		/* A command may have spoken with the hub meanwhile. */
		office_heard(&w->office);
		return (NULL);
	}
	office_close(&w->office);
	w->opened = false;
	TRY(office_open(&w->office, w->dir, OFFICE_SHARED));
	TRY(people_tables(w->office.st.db));
	TRY(draft_tables(w->office.st.db));
	TRY(attach_tables(w->office.st.db));
	TRY(attempts_tables(w->office.st.db));
	TRY(search_tables(w->office.st.db));
	TRY(cmd_tables(w->office.st.db));
	TRY(bring_tables(w->office.st.db));
	w->opened = true;
	w->rounds = seen.rounds;
	return (NULL);
}

/* ---- the process -------------------------------------------------------- */

static const struct route routes[] = {
	{ .method = "GET",
	    .path = "/static/",
	    .prefix = true,
	    .whole = static_serve },
	{ .method = "GET", .path = "/entrar", .whole = web_enter },
	{ .method = "GET", .path = "/", .prefix = true, .whole = web_answer },
	{ .method = "POST",
	    .path = "/documentos",
	    .prefix = true,
	    .body_max = PAGE_UPLOAD,
	    .whole = web_answer },
	{ .method = "POST",
	    .path = "/importar",
	    .prefix = true,
	    .body_max = PAGE_UPLOAD,
	    .whole = web_answer },
	{ .method = "POST",
	    .path = "/envio/respuesta",
	    .body_max = PAGE_UPLOAD,
	    .whole = web_answer },
	{ .method = "POST",
	    .path = "/",
	    .prefix = true,
	    .body_max = PAGE_FORM,
	    .whole = web_answer },
	{ .method = NULL },
};

struct running {
	struct web web;
	struct serve *four, *six;
	int lock;
};

static err_t
listen_at(struct running *x, struct serve **s, const char *addr, uint16_t port)
{
	struct serve_conf conf = { .addr = addr,
		.port = port,
		.threads = 1,
		.connections = 64,
		.routes = routes,
		.allow = web_allow,
		.ctx = &x->web };

	return (serve_open(s, &conf));
}

/* The port of last time, so that what a browser remembers still holds. */
static err_t
listen_all(struct running *x, uint16_t port)
{
	uint16_t last = x->web.guard.port;
	err_t e;

	e = listen_at(x, &x->four, "127.0.0.1", port != 0 ? port : last);
	if (e != NULL && port == 0 && last != 0)
		e = listen_at(x, &x->four, "127.0.0.1", 0);
	TRY(e);
	x->web.guard.port = serve_port(x->four);
	/* A computer without IPv6, or its port taken there: one is enough. */
	e = listen_at(x, &x->six, "::1", x->web.guard.port);
	if (e != NULL)
		say(SAY_INFO, "page", "only 127.0.0.1: %s", e->text);
	return (NULL);
}

static err_t
open_all(struct running *x, const struct web_conf *conf)
{
	struct web *w = &x->web;
	err_t e;

	TRY_FOR(hold(conf->dir, &x->lock), "the page of %s is open already",
	    conf->dir);
	e = web_where(conf->dir, &w->guard);
	if (e != NULL)
		rand_bytes(w->guard.secret, sizeof(w->guard.secret));
	TRY(web_office(w));
	TRY(autosync_open(&w->sync, conf->dir));
	TRY(listen_all(x, conf->port));
	TRY(note_where(conf->dir, &w->guard));
	return (conf->ready == NULL ? NULL
				    : conf->ready(conf->said, w->guard.port));
}

static void
close_all(struct running *x)
{
	bool ended;

	serve_close(&x->four);
	serve_close(&x->six);
	ended = autosync_close(&x->web.sync);
	office_close(&x->web.office);
	(void)pthread_mutex_destroy(&x->web.lock);
	file_unlock(&x->lock);
	crypt_wipe(x->web.guard.secret, sizeof(x->web.guard.secret));
	if (!ended) {
		say(SAY_INFO, "page", "an exchange is cut; nothing is lost");
		_exit(0);
	}
}

err_t
web_run(const struct web_conf *conf)
{
	struct running x = {
		.web = { .dir = conf->dir, .screens = screens_all }, .lock = -1
	};
	struct err kept;
	sigset_t stop;
	err_t e;
	int got;

	mem_lean();
	must(pthread_mutex_init(&x.web.lock, NULL) == 0);
	/* Before any thread is made: they all inherit it. */
	(void)sigemptyset(&stop);
	(void)sigaddset(&stop, SIGTERM);
	(void)sigaddset(&stop, SIGINT);
	must(pthread_sigmask(SIG_BLOCK, &stop, NULL) == 0);
	(void)signal(SIGPIPE, SIG_IGN);
	e = open_all(&x, conf);
	if (e == NULL) {
		must(sigwait(&stop, &got) == 0);
		close_all(&x);
		return (NULL);
	}
	kept = *e;
	close_all(&x);
	return (err_new(kept.code, "%s", kept.text));
}
