/*
 * path_tls_world -- papers of one office, a hub's door, and what came in by it.
 *
 * Only for path_tls_*test.c: it sees the hub, so it cannot be among the
 * helpers that go into every test.
 */
#ifndef TESTS_UNIT_PATH_TLS_WORLD_H
#define TESTS_UNIT_PATH_TLS_WORLD_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "hub/tls.h"
#include "proto/base/cert.h"
#include "proto/base/clock.h"
#include "proto/base/mem.h"
#include "proto/limits.h"

#define DAY 86400

/* One office, one hub, and what the hub's handlers saw. */
struct world {
	struct key *ca, *hub, *node, *other;
	struct buf ca_pem, hub_pem, node_pem, old_pem, foreign_pem, other_pem;
	struct serve *serve;
	struct tls *tls;
	char dir[64], url[64], session[96];
	pthread_mutex_t lock;
	size_t got;
	int cut, whole;
	/* The session store. */
	uint8_t id[8][64];
	size_t id_n[8];
	struct buf kept[8];
	int puts, takes;
};

static inline void
who(void *ctx, struct request *q, struct response *r)
{
	const struct tls_peer *p = tls_peer(q);

	(void)ctx;
	assert_null(buf_fmt(&r->body, "%s %s %s verified=%d expired=%d %s",
	    p->cn, p->o, p->serial, p->verified, p->expired, p->reason));
}

static inline void
echo(void *ctx, struct request *q, struct response *r)
{
	(void)ctx;
	r->type = "application/octet-stream";
	assert_null(buf_span(&r->body, serve_body(q)));
}

static inline void
busy(void *ctx, struct request *q, struct response *r)
{
	(void)ctx, (void)q;
	r->status = 503;
	response_header(r, "Retry-After", "7");
	assert_null(buf_str(&r->body, "later"));
}

static inline void
begin(void *ctx, struct request *q)
{
	(void)ctx;
	serve_state_set(q, mem_new(sizeof(size_t)));
}

static inline size_t
data(void *ctx, struct request *q, struct span s)
{
	(void)ctx;
	*(size_t *)serve_state(q) += s.n;
	return (s.n);
}

static inline void *
answer(void *q)
{
	struct response r = { .body = BUF(64) };

	usleep(20000);
	assert_null(buf_fmt(&r.body, "took %zu", *(size_t *)serve_state(q)));
	mem_free(serve_state(q));
	serve_answer(q, &r);
	return (NULL);
}

static inline void
end(void *ctx, struct request *q, bool complete)
{
	struct world *w = ctx;
	pthread_t t;

	pthread_mutex_lock(&w->lock);
	w->got = *(size_t *)serve_state(q);
	w->cut += !complete;
	w->whole += complete;
	pthread_mutex_unlock(&w->lock);
	assert_int_equal(pthread_create(&t, NULL, answer, q), 0);
	pthread_detach(t);
}

static const struct route routes[] = {
	{ "GET", "/v1/who", false, 0, who, NULL, NULL, NULL },
	{ "POST", "/v1/echo", false, 1 << 22, echo, NULL, NULL, NULL },
	{ "POST", "/v1/busy", false, 1 << 20, busy, NULL, NULL, NULL },
	{ "POST", "/v1/up", false, 1 << 22, NULL, begin, data, end },
	{ NULL, NULL, false, 0, NULL, NULL, NULL, NULL },
};

static inline void
store_put(
    void *ctx, struct span id, const char *serial, struct span s, int64_t until)
{
	struct world *w = ctx;
	int i;

	pthread_mutex_lock(&w->lock);
	i = w->puts++ % 8;
	assert_int_equal(strlen(serial), 32);
	assert_true(until > clock_now() && id.n <= 64);
	memcpy(w->id[i], id.p, id.n);
	w->id_n[i] = id.n;
	buf_free(&w->kept[i]);
	w->kept[i] = (struct buf)BUF(LIMIT_SESSION_BYTES);
	assert_null(buf_span(&w->kept[i], s));
	pthread_mutex_unlock(&w->lock);
}

static inline bool
store_take(void *ctx, struct span id, struct buf *s)
{
	struct world *w = ctx;
	bool found = false;

	pthread_mutex_lock(&w->lock);
	for (int i = 0; i < 8 && !found; i++)
		if (w->id_n[i] == id.n && memcmp(w->id[i], id.p, id.n) == 0) {
			found = buf_span(s, buf_all(&w->kept[i])) == NULL;
			w->id_n[i] = 0;
			w->takes++;
		}
	pthread_mutex_unlock(&w->lock);
	return (found);
}

static inline void
door(struct world *w, const struct tls_conf *extra)
{
	struct tls_store store = { w, store_put, store_take };
	struct serve_conf sc = { .threads = 2, .routes = routes, .ctx = w };
	struct tls_conf c = *extra;

	assert_null(serve_open(&w->serve, &sc));
	c.addr = "127.0.0.1";
	c.ca_pem = buf_all(&w->ca_pem);
	if (c.cert_pem.n == 0) {
		c.cert_pem = buf_all(&w->hub_pem);
		c.key = w->hub;
	}
	c.store = &store;
	c.serve = w->serve;
	assert_null(tls_open(&w->tls, &c));
	snprintf(w->url, sizeof(w->url), "https://127.0.0.1:%u",
	    (unsigned)tls_port(w->tls));
}

static inline void
door_shut(struct world *w)
{
	tls_close(&w->tls, 1000);
	serve_close(&w->serve);
}

static inline void
papers(struct world *w)
{
	static const char *const names[] = { "localhost", "127.0.0.1", NULL };
	int64_t now = clock_now();
	uint8_t pub[KEY_LEN];
	struct span ca;

	assert_null(key_make(&w->ca));
	assert_null(key_make(&w->hub));
	assert_null(key_make(&w->node));
	assert_null(key_make(&w->other));
	assert_null(cert_ca(w->ca, "Mesas", now, &w->ca_pem));
	assert_null(cert_ca(w->other, "Mesas", now, &w->other_pem));
	ca = buf_all(&w->ca_pem);
	key_public(w->hub, pub);
	assert_null(cert_server(w->ca, ca, pub, names, now, 365, &w->hub_pem));
	key_public(w->node, pub);
	assert_null(
	    cert_node(w->ca, ca, pub, "n1", "TAP", now, 90, &w->node_pem));
	assert_null(cert_node(
	    w->ca, ca, pub, "n1", "TAP", now - 100 * DAY, 90, &w->old_pem));
	assert_null(cert_node(w->other, buf_all(&w->other_pem), pub, "n1",
	    "TAP", now, 90, &w->foreign_pem));
}

static inline int
open_world(void **state)
{
	struct world *w = mem_new(sizeof(*w));
	struct buf *b[] = { &w->ca_pem, &w->hub_pem, &w->node_pem, &w->old_pem,
		&w->foreign_pem, &w->other_pem };

	signal(SIGPIPE, SIG_IGN);
	for (size_t i = 0; i < 6; i++)
		*b[i] = (struct buf)BUF(LIMIT_PEM_BYTES);
	pthread_mutex_init(&w->lock, NULL);
	papers(w);
	snprintf(w->dir, sizeof(w->dir), "/tmp/path_tls.XXXXXX");
	assert_non_null(mkdtemp(w->dir));
	snprintf(w->session, sizeof(w->session), "%s/session", w->dir);
	*state = w;
	return (0);
}

static inline int
close_world(void **state)
{
	struct world *w = *state;
	struct buf *b[] = { &w->ca_pem, &w->hub_pem, &w->node_pem, &w->old_pem,
		&w->foreign_pem, &w->other_pem };

	door_shut(w);
	for (size_t i = 0; i < 6; i++)
		buf_free(b[i]);
	for (size_t i = 0; i < 8; i++)
		buf_free(&w->kept[i]);
	key_free(&w->ca);
	key_free(&w->hub);
	key_free(&w->node);
	key_free(&w->other);
	unlink(w->session);
	rmdir(w->dir);
	mem_free(w);
	return (0);
}

#endif
