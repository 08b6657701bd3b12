/*
 * serve_world -- handlers of every kind, one that answers late, and a client.
 */
#ifndef TESTS_UNIT_SERVE_WORLD_H
#define TESTS_UNIT_SERVE_WORLD_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "proto/base/mem.h"
#include "proto/ui/serve.h"

/* A handler of everything, and a thread that answers late. */
struct world {
	pthread_mutex_t lock;
	pthread_cond_t changed;
	struct request *late[512], *hungry;
	size_t lates;
	bool quit, hold;
	int ends_whole, ends_cut, freed;
	size_t cut_bytes, slow_bytes;
	struct serve *s;
	pthread_t answerer;
};

static inline void
whole(void *ctx, struct request *q, struct response *r)
{
	const char *name = serve_query(q, "name");
	const char *cookie = serve_cookie(q, "id");

	(void)ctx;
	response_secure(r);
	r->type = "text/plain";
	assert_null(buf_fmt(&r->body, "%s %s %s %s %zu", serve_method(q),
	    serve_path(q), name == NULL ? "-" : name,
	    cookie == NULL ? "-" : cookie, serve_body(q).n));
}

static inline void
form(void *ctx, struct request *q, struct response *r)
{
	const char *a = serve_form(q, "a", 0), *a2 = serve_form(q, "a", 1);

	(void)ctx;
	r->status = 303;
	response_header(r, "Location", "/x\r\nEvil: %s", a == NULL ? "-" : a);
	assert_null(buf_fmt(
	    &r->body, "[%s][%s]", a == NULL ? "-" : a, a2 == NULL ? "-" : a2));
}

static inline void
begin(void *ctx, struct request *q)
{
	struct response r = { .status = 503 };

	(void)ctx;
	serve_state_set(q, mem_new(sizeof(size_t)));
	if (serve_header(q, "X-Busy") == NULL)
		return;
	mem_free(serve_state(q));
	serve_answer(q, &r);
}

static inline size_t
data(void *ctx, struct request *q, struct span s)
{
	(void)ctx;
	*(size_t *)serve_state(q) += s.n;
	return (s.n);
}

static inline void
end(void *ctx, struct request *q, bool complete)
{
	struct world *w = ctx;
	struct response r = { 0 };

	pthread_mutex_lock(&w->lock);
	if (complete) {
		w->ends_whole++;
		w->late[w->lates++] = q;
	} else {
		w->ends_cut++;
		w->cut_bytes = *(size_t *)serve_state(q);
	}
	pthread_cond_broadcast(&w->changed);
	pthread_mutex_unlock(&w->lock);
	if (!complete) {
		mem_free(serve_state(q));
		serve_answer(q, &r);
	}
}

/* Takes one byte at a time, and only when fed. */
static inline size_t
slow_data(void *ctx, struct request *q, struct span s)
{
	struct world *w = ctx;

	pthread_mutex_lock(&w->lock);
	w->slow_bytes++;
	w->hungry = s.n > 1 ? q : NULL;
	pthread_cond_broadcast(&w->changed);
	pthread_mutex_unlock(&w->lock);
	return (1);
}

static inline void
slow_begin(void *ctx, struct request *q)
{
	(void)ctx;
	serve_state_set(q, mem_new(sizeof(size_t)));
}

static inline void *
answerer(void *arg)
{
	struct world *w = arg;

	pthread_mutex_lock(&w->lock);
	for (;;) {
		struct response r = { .body = BUF(100) };
		struct request *q, *h = w->hungry;
		size_t at;

		w->hungry = NULL;
		if (h != NULL) {
			pthread_mutex_unlock(&w->lock);
			serve_more(h);
			pthread_mutex_lock(&w->lock);
			continue;
		}
		if (w->lates == 0 || w->hold) {
			if (w->quit)
				break;
			pthread_cond_wait(&w->changed, &w->lock);
			continue;
		}
		at = (size_t)random() % w->lates;
		q = w->late[at];
		w->late[at] = w->late[--w->lates];
		pthread_mutex_unlock(&w->lock);
		assert_null(buf_fmt(&r.body, "%zu", *(size_t *)serve_state(q)));
		mem_free(serve_state(q));
		serve_answer(q, &r);
		pthread_mutex_lock(&w->lock);
	}
	pthread_mutex_unlock(&w->lock);
	return (NULL);
}

static const struct route routes[] = {
	{ "GET", "/hello", false, 0, whole, NULL, NULL, NULL },
	{ "POST", "/hello", false, 10, whole, NULL, NULL, NULL },
	{ "GET", "/tree/", true, 0, whole, NULL, NULL, NULL },
	{ "POST", "/form", false, 1000, form, NULL, NULL, NULL },
	{ "POST", "/up", false, 1 << 20, NULL, begin, data, end },
	{ "POST", "/slow", false, 1 << 20, NULL, slow_begin, slow_data, end },
	{ NULL, NULL, false, 0, NULL, NULL, NULL, NULL },
};

static inline int
open_world(void **state)
{
	struct world *w = mem_new(sizeof(*w));
	struct serve_conf conf = { .threads = 2, .routes = routes, .ctx = w };

	pthread_mutex_init(&w->lock, NULL);
	pthread_cond_init(&w->changed, NULL);
	assert_null(serve_open(&w->s, &conf));
	assert_int_equal(pthread_create(&w->answerer, NULL, answerer, w), 0);
	*state = w;
	return (0);
}

static inline int
close_world(void **state)
{
	struct world *w = *state;

	serve_close(&w->s);
	pthread_mutex_lock(&w->lock);
	w->quit = true;
	pthread_cond_broadcast(&w->changed);
	pthread_mutex_unlock(&w->lock);
	pthread_join(w->answerer, NULL);
	mem_free(w);
	return (0);
}

static inline int
dial(struct world *w, struct serve_peer *peer)
{
	int end[2];

	assert_int_equal(
	    socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, end), 0);
	assert_null(serve_adopt(w->s, end[1], peer));
	return (end[0]);
}

static inline void
tell(int fd, const char *s)
{
	assert_int_equal(send(fd, s, strlen(s), MSG_NOSIGNAL), strlen(s));
}

/* All that comes until ms of silence or the end; *over says which. */
static inline size_t
hear(int fd, char *out, size_t max, int ms, bool *over)
{
	struct pollfd p = { .fd = fd, .events = POLLIN };
	size_t n = 0;

	*over = false;
	while (n + 1 < max && poll(&p, 1, ms) == 1) {
		ssize_t r = read(fd, out + n, max - 1 - n);

		if (r <= 0) {
			*over = true;
			break;
		}
		n += (size_t)r;
	}
	out[n] = '\0';
	return (n);
}

static inline const char *
ask(struct world *w, const char *what, char out[8192])
{
	bool over;
	int fd = dial(w, NULL);

	tell(fd, what);
	hear(fd, out, 8192, 150, &over);
	close(fd);
	return (out);
}

#endif
