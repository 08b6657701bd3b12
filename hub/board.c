#include "hub/board_in.h"

#include <stdio.h>

#include "hub/tls.h"
#include "proto/base/clock.h"
#include "proto/base/db.h"
#include "proto/base/rand.h"
#include "proto/base/say.h"
#include "proto/ui/static.h"

#define TRY_WINDOW_MS 60000
#define TRY_MOST      5 /* logins an address may try in a window */

/* ---- sessions ----------------------------------------------------------- */

static bool
ended(const struct board_session *x, int64_t now)
{
	return (now - x->seen_ms > BOARD_IDLE_MS ||
		now - x->began_ms > BOARD_LIFE_MS);
}

/* Under the lock. */
static struct board_session *
find(struct board *b, const uint8_t sid[GUARD_SID])
{
	for (size_t i = 0; i < BOARD_SESSIONS; i++)
		if (b->session[i].used &&
		    crypt_same(b->session[i].sid, sid, GUARD_SID))
			return (&b->session[i]);
	return (NULL);
}

void
board_session_get(struct board *b, const uint8_t sid[GUARD_SID],
    struct board_session *x, bool *known)
{
	struct board_session *s;

	*x = (struct board_session){ .used = false };
	memcpy(x->sid, sid, GUARD_SID);
	must(pthread_mutex_lock(&b->lock) == 0);
	s = find(b, sid);
	if (s != NULL && ended(s, clock_mono_ms())) {
		*s = (struct board_session){ .used = false };
		s = NULL;
	}
	if (s != NULL)
		*x = *s;
	*known = s != NULL;
	must(pthread_mutex_unlock(&b->lock) == 0);
}

void
board_session_see(struct board *b, const uint8_t sid[GUARD_SID])
{
	struct board_session *s;

	must(pthread_mutex_lock(&b->lock) == 0);
	if ((s = find(b, sid)) != NULL)
		s->seen_ms = clock_mono_ms();
	must(pthread_mutex_unlock(&b->lock) == 0);
}

void
board_session_said(
    struct board *b, const uint8_t sid[GUARD_SID], const char *text, bool bad)
{
	struct board_session *s;

	must(pthread_mutex_lock(&b->lock) == 0);
	if ((s = find(b, sid)) != NULL) {
		(void)snprintf(
		    s->said, sizeof(s->said), "%s", text == NULL ? "" : text);
		s->said_bad = bad;
	}
	must(pthread_mutex_unlock(&b->lock) == 0);
}

void
board_cookie(struct page *p, const uint8_t sid[GUARD_SID])
{
	char cookie[GUARD_TEXT];

	guard_cookie(&p->b->guard, sid, cookie);
	response_header(p->r, "Set-Cookie",
	    BOARD_COOKIE "=%s; Path=/; Secure; HttpOnly; SameSite=Strict",
	    cookie);
}

/* The one that nobody used for longest makes room. */
void
board_enter(struct page *p, const struct person *who)
{
	struct board *b = p->b;
	struct board_session *s, *at = &b->session[0];
	int64_t now = clock_mono_ms();

	must(pthread_mutex_lock(&b->lock) == 0);
	if ((s = find(b, p->x.sid)) != NULL)
		*s = (struct board_session){ .used = false };
	for (size_t i = 0; i < BOARD_SESSIONS; i++) {
		s = &b->session[i];
		if (!s->used || (at->used && s->seen_ms < at->seen_ms))
			at = s;
	}
	*at = (struct board_session){ .used = true,
		.in = true,
		.seen_ms = now,
		.began_ms = now,
		.who = *who };
	rand_bytes(at->sid, sizeof(at->sid));
	p->x = *at;
	must(pthread_mutex_unlock(&b->lock) == 0);
	board_cookie(p, p->x.sid);
}

void
board_leave(struct page *p)
{
	struct board_session *s;

	must(pthread_mutex_lock(&p->b->lock) == 0);
	if ((s = find(p->b, p->x.sid)) != NULL)
		*s = (struct board_session){ .used = false };
	must(pthread_mutex_unlock(&p->b->lock) == 0);
	response_header(p->r, "Set-Cookie",
	    BOARD_COOKIE
	    "=; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=0");
}

void
board_lang(struct page *p, const char lang[3])
{
	struct board_session *s;

	must(pthread_mutex_lock(&p->b->lock) == 0);
	if ((s = find(p->b, p->x.sid)) != NULL)
		memcpy(s->who.lang, lang, sizeof(s->who.lang));
	must(pthread_mutex_unlock(&p->b->lock) == 0);
}

void
board_forget(struct board *b, const char *account)
{
	must(pthread_mutex_lock(&b->lock) == 0);
	for (size_t i = 0; i < BOARD_SESSIONS; i++)
		if (strcmp(b->session[i].who.account, account) == 0)
			b->session[i] = (struct board_session){ .used = false };
	must(pthread_mutex_unlock(&b->lock) == 0);
}

/* ---- how often an address tries ----------------------------------------- */

bool
board_try(struct page *p, int64_t *wait_s)
{
	const struct tls_peer *who = tls_peer(p->q);
	const char *addr = who == NULL ? "" : who->addr;
	struct board *b = p->b;
	struct board_tries *at = &b->tries[0];
	int64_t now = clock_mono_ms();
	bool fine;

	must(pthread_mutex_lock(&b->lock) == 0);
	for (size_t i = 0; i < BOARD_TRIES; i++) {
		struct board_tries *t = &b->tries[i];

		if (t->n > 0 && strcmp(t->addr, addr) == 0) {
			at = t;
			break;
		}
		if (t->since_ms < at->since_ms)
			at = t;
	}
	if (at->n == 0 || strcmp(at->addr, addr) != 0 ||
	    now - at->since_ms > TRY_WINDOW_MS) {
		*at = (struct board_tries){ .since_ms = now };
		(void)snprintf(at->addr, sizeof(at->addr), "%s", addr);
	}
	fine = at->n++ < TRY_MOST;
	*wait_s = (at->since_ms + TRY_WINDOW_MS - now) / 1000 + 1;
	must(pthread_mutex_unlock(&b->lock) == 0);
	return (fine);
}

/* ---- readers ------------------------------------------------------------ */

static err_t
reader_open(const struct board *b, struct board_reader *r)
{
	if (r->db != NULL && db_broken(r->db)) {
		ledger_close(&r->l);
		db_close(&r->db);
	}
	if (r->l != NULL)
		return (NULL);
	if (r->db == NULL)
		TRY(db_open(&r->db, b->path, DB_READ));
	return (ledger_open(&r->l, r->db));
}

err_t
board_reader_take(struct board *b, struct board_reader **out)
{
	struct board_reader *r = NULL;
	err_t e;

	must(pthread_mutex_lock(&b->lock) == 0);
	for (;;) {
		for (size_t i = 0; r == NULL && i < BOARD_READERS; i++)
			if (!b->reader[i].taken)
				r = &b->reader[i];
		if (r != NULL)
			break;
		must(pthread_cond_wait(&b->free, &b->lock) == 0);
	}
	r->taken = true;
	must(pthread_mutex_unlock(&b->lock) == 0);
	e = reader_open(b, r);
	if (e != NULL)
		board_reader_give(b, r);
	else
		*out = r;
	return (e);
}

void
board_reader_give(struct board *b, struct board_reader *r)
{
	must(pthread_mutex_lock(&b->lock) == 0);
	r->taken = false;
	must(pthread_cond_signal(&b->free) == 0);
	must(pthread_mutex_unlock(&b->lock) == 0);
}

/* ---- the board itself --------------------------------------------------- */

void
board_open(struct board **out, const struct board_conf *conf)
{
	struct board *b = mem_new(sizeof(*b));

	b->conf = *conf;
	b->path = house_path(conf->dir, "hub.db");
	b->guard = (struct guard){ .names = conf->names };
	rand_bytes(b->guard.secret, sizeof(b->guard.secret));
	must(pthread_mutex_init(&b->lock, NULL) == 0);
	must(pthread_cond_init(&b->free, NULL) == 0);
	*out = b;
}

void
board_close(struct board **out)
{
	struct board *b = *out;

	if (b == NULL)
		return;
	for (size_t i = 0; i < BOARD_KEEPS; i++) {
		buf_free(&b->kept[i].body);
		mem_free(b->kept[i].title);
	}
	for (size_t i = 0; i < BOARD_READERS; i++) {
		ledger_close(&b->reader[i].l);
		db_close(&b->reader[i].db);
	}
	(void)pthread_cond_destroy(&b->free);
	(void)pthread_mutex_destroy(&b->lock);
	crypt_wipe(b->guard.secret, sizeof(b->guard.secret));
	mem_free(b->path);
	mem_free(b);
	*out = NULL;
}

/* ---- what needs nobody -------------------------------------------------- */

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
	{ .method = "GET",
	    .path = "/static/",
	    .prefix = true,
	    .whole = static_serve },
	{ .method = "GET", .path = "/healthz", .whole = health },
	{ .method = "GET", .path = "/", .prefix = true, .whole = board_answer },
	{ .method = "POST",
	    .path = "/",
	    .prefix = true,
	    .body_max = BOARD_FORM,
	    .whole = board_answer },
	{ .method = NULL },
};

const struct route *
board_routes(void)
{
	return (routes);
}
