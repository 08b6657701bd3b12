#include "hub/pages/overview_parts.h"

#include <pthread.h>
#include <stdio.h>

#include "proto/base/clock.h"
#include "proto/base/db.h"
#include "proto/base/file.h"
#include "proto/base/say.h"
#include "proto/base/text.h"
#include "proto/ui/static.h"

#define ETAG        256
#define KEPT        4    /* answers kept */
#define ANSWER_LATE 3600 /* seconds after which days of silence may differ */

struct kept {
	char etag[ETAG];
	struct buf body;
};

struct overview {
	char *path;
	pthread_mutex_t lock;
	/* Under the lock: */
	struct db *db;
	struct ledger *l;
	struct kept kept[KEPT];
	size_t next;
};

void
overview_open(struct overview **out, const char *dir)
{
	struct overview *o = mem_new(sizeof(*o));
	size_t n = strlen(dir) + sizeof("/hub.db");

	o->path = mem_new(n);
	snprintf(o->path, n, "%s/hub.db", dir);
	must(pthread_mutex_init(&o->lock, NULL) == 0);
	*out = o;
}

void
overview_close(struct overview **out)
{
	struct overview *o = *out;

	if (o == NULL)
		return;
	for (size_t i = 0; i < KEPT; i++)
		buf_free(&o->kept[i].body);
	ledger_close(&o->l);
	db_close(&o->db);
	(void)pthread_mutex_destroy(&o->lock);
	mem_free(o->path);
	mem_free(o);
	*out = NULL;
}

/* ---- what to show ---------------------------------------------------------
 */

struct query {
	const char *lang, *space;
	const char *view, *type; /* of a download; NULL: the page */
};

static err_t
store(struct overview *o)
{
	if (o->db != NULL && db_broken(o->db)) {
		ledger_close(&o->l);
		db_close(&o->db);
	}
	if (o->l != NULL)
		return (NULL);
	if (o->db == NULL)
		TRY(db_open(&o->db, o->path, DB_READ));
	return (ledger_open(&o->l, o->db));
}

static err_t
make(const struct view_ask *ask, const struct query *q, struct buf *out)
{
	CLEAN(view_free) struct view v = VIEW;

	if (q->view == NULL)
		return (overview_page(ask, q->lang, out));
	TRY(view_make(&v, ask, q->view));
	if (strcmp(q->type, "csv") == 0)
		return (view_csv(&v, true, out));
	return (view_json(&v, out));
}

static const struct kept *
kept(const struct overview *o, const char *etag)
{
	for (size_t i = 0; i < KEPT; i++)
		if (strcmp(o->kept[i].etag, etag) == 0)
			return (&o->kept[i]);
	return (NULL);
}

static err_t
fresh(struct overview *o, const struct view_ask *ask, const struct query *q,
    const char *etag, const struct kept **out)
{
	struct kept *k = &o->kept[o->next];

	o->next = (o->next + 1) % KEPT;
	k->etag[0] = '\0';
	buf_free(&k->body);
	k->body = (struct buf)BUF(LIMIT_PAGE_BYTES);
	TRY(make(ask, q, &k->body));
	snprintf(k->etag, ETAG, "%s", etag);
	*out = k;
	return (NULL);
}

/* One snapshot: its number, and what it shows. */
static err_t
answer(struct overview *o, const struct query *q, char etag[ETAG],
    const char *known, struct buf *body)
{
	CLEAN(tx_undo) struct tx tx = { 0 };
	struct view_ask ask = { .now = clock_now() };
	const struct kept *k;
	char snapshot[VIEW_SNAPSHOT];

	TRY(store(o));
	ask.l = o->l;
	ask.today = clock_day(ask.now, NULL);
	TRY(tx_read(&tx, o->db));
	TRY(ledger_refresh(o->l));
	if (q->space[0] != '\0')
		TRY(ledger_space(o->l, q->space, false, &ask.space));
	TRY(view_snapshot(o->l, snapshot));
	snprintf(etag, ETAG, "\"%s.%lld.%s.%s.%s.%s\"", snapshot,
	    (long long)(ask.now / ANSWER_LATE), q->lang, q->space,
	    q->view == NULL ? "" : q->view, q->type == NULL ? "" : q->type);
	if (known != NULL && strcmp(known, etag) == 0)
		return (NULL);
	k = kept(o, etag);
	if (k == NULL)
		TRY(fresh(o, &ask, q, etag, &k));
	return (buf_span(body, buf_all(&k->body)));
}

static void
respond(struct overview *o, struct request *q, const struct query *want,
    struct response *r)
{
	char etag[ETAG] = "";
	err_t e;

	response_secure(r);
	must(pthread_mutex_lock(&o->lock) == 0);
	e = answer(o, want, etag, serve_header(q, "If-None-Match"), &r->body);
	must(pthread_mutex_unlock(&o->lock) == 0);
	if (e != NULL) {
		if (e->code != ERR_MISSING)
			say_err("pages", e);
		buf_clear(&r->body);
		r->status = e->code == ERR_MISSING ? 404 : 500;
		r->type = "text/plain; charset=utf-8";
		if (buf_fmt(&r->body, "%s\n",
			err_sentence(e->code, want->lang)) != NULL)
			r->type = NULL;
		return;
	}
	response_keep(r, etag);
	if (r->body.n == 0)
		r->status = 304;
}

static struct query
query(struct request *q)
{
	const char *lang = serve_query(q, "lang"), *s = serve_query(q, "space");
	struct query want = { .lang = "es", .space = "" };

	if (lang != NULL && strcmp(lang, "en") == 0)
		want.lang = "en";
	if (s != NULL && strlen(s) <= LIMIT_SPACE_NAME &&
	    text_ascii(span_str(s)) && strpbrk(s, "\"\\") == NULL)
		want.space = s;
	return (want);
}

static void
page(void *ctx, struct request *q, struct response *r)
{
	struct query want = query(q);

	r->type = "text/html; charset=utf-8";
	respond(ctx, q, &want, r);
}

/* NAME.csv or NAME.json. */
static void
download(void *ctx, struct request *q, struct response *r)
{
	struct query want = query(q);
	char *name = arena_dup(serve_arena(q), span_str(serve_rest(q)));
	char *dot = strrchr(name, '.');

	if (dot == NULL ||
	    (strcmp(dot, ".csv") != 0 && strcmp(dot, ".json") != 0)) {
		r->status = 404;
		return;
	}
	*dot = '\0';
	want.view = name;
	want.type = dot + 1;
	r->type = strcmp(want.type, "csv") == 0 ? "text/csv; charset=utf-8"
						: "application/json";
	respond(ctx, q, &want, r);
	if (r->status == 0)
		response_header(r, "Content-Disposition",
		    "attachment; filename=\"%s-%s.%s\"", name,
		    want.space[0] == '\0' ? "mx" : want.space, want.type);
}

static void
health(void *ctx, struct request *q, struct response *r)
{
	(void)ctx;
	(void)q;
	r->type = "text/plain; charset=utf-8";
	if (buf_str(&r->body, "ok\n") != NULL)
		r->status = 500;
}

static const struct route routes[] = {
	{ .method = "GET", .path = "/", .whole = page },
	{ .method = "GET",
	    .path = "/view/",
	    .prefix = true,
	    .whole = download },
	{ .method = "GET",
	    .path = "/static/",
	    .prefix = true,
	    .whole = static_serve },
	{ .method = "GET", .path = "/healthz", .whole = health },
	{ .method = NULL },
};

const struct route *
overview_routes(void)
{
	return (routes);
}
