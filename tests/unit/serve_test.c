#include "proto/ui/serve.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

#include "proto/base/clock.h"
#include "proto/base/mem.h"

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

static void
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

static void
form(void *ctx, struct request *q, struct response *r)
{
	const char *a = serve_form(q, "a", 0), *a2 = serve_form(q, "a", 1);

	(void)ctx;
	r->status = 303;
	response_header(r, "Location", "/x\r\nEvil: %s", a == NULL ? "-" : a);
	assert_null(buf_fmt(
	    &r->body, "[%s][%s]", a == NULL ? "-" : a, a2 == NULL ? "-" : a2));
}

static void
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

static size_t
data(void *ctx, struct request *q, struct span s)
{
	(void)ctx;
	*(size_t *)serve_state(q) += s.n;
	return (s.n);
}

static void
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
static size_t
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

static void
slow_begin(void *ctx, struct request *q)
{
	(void)ctx;
	serve_state_set(q, mem_new(sizeof(size_t)));
}

static void *
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

static int
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

static int
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

static int
dial(struct world *w, struct serve_peer *peer)
{
	int end[2];

	assert_int_equal(
	    socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, end), 0);
	assert_null(serve_adopt(w->s, end[1], peer));
	return (end[0]);
}

static void
tell(int fd, const char *s)
{
	assert_int_equal(send(fd, s, strlen(s), MSG_NOSIGNAL), strlen(s));
}

/* All that comes until ms of silence or the end; *over says which. */
static size_t
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

static const char *
ask(struct world *w, const char *what, char out[8192])
{
	bool over;
	int fd = dial(w, NULL);

	tell(fd, what);
	hear(fd, out, 8192, 150, &over);
	close(fd);
	return (out);
}

static void
test_routes_answer_by_method_and_path(void **state)
{
	char t[8192];

	assert_non_null(
	    strstr(ask(*state,
		       "GET /hello?name=Ana%20Luz HTTP/1.1\r\nHost: h\r\n"
		       "Cookie: id=7\r\n\r\n",
		       t),
		"GET /hello Ana Luz 7 0"));
	assert_non_null(strstr(t, "200 OK"));
	assert_non_null(strstr(t, "default-src 'none'"));
	assert_non_null(
	    strstr(ask(*state, "GET /tree/a/b HTTP/1.1\r\nHost: h\r\n\r\n", t),
		"GET /tree/a/b - - 0"));
	ask(*state, "HEAD /hello HTTP/1.1\r\nHost: h\r\n\r\n", t);
	assert_non_null(strstr(t, "200 OK"));
	assert_null(strstr(t, "HEAD /hello"));
	ask(*state, "GET /none HTTP/1.1\r\nHost: h\r\n\r\n", t);
	assert_non_null(strstr(t, " 404 "));
	ask(*state, "DELETE /hello HTTP/1.1\r\nHost: h\r\n\r\n", t);
	assert_non_null(strstr(t, " 405 "));
}

static void
test_a_body_past_its_limit_is_refused_before_it_is_read(void **state)
{
	char t[8192];

	ask(*state,
	    "POST /hello HTTP/1.1\r\nHost: h\r\nContent-Length: 11\r\n\r\n", t);
	assert_non_null(strstr(t, " 413 "));
	ask(*state,
	    "POST /hello HTTP/1.1\r\nHost: h\r\nContent-Length: 10\r\n\r\n"
	    "0123456789",
	    t);
	assert_non_null(strstr(t, "POST /hello - - 10"));
	ask(*state,
	    "POST /hello HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n"
	    "\r\nb\r\n0123456789a\r\n0\r\n\r\n",
	    t);
	assert_null(strstr(t, "200 OK"));
	ask(*state,
	    "POST /up HTTP/1.1\r\nHost: h\r\nX-Busy: 1\r\n"
	    "Content-Length: 100\r\n\r\n",
	    t);
	assert_non_null(strstr(t, " 503 "));
}

static void
test_a_form_is_decoded_and_no_header_is_smuggled_through_it(void **state)
{
	char t[8192];

	ask(*state,
	    "POST /form HTTP/1.1\r\nHost: h\r\nContent-Length: 30\r\n\r\n"
	    "a=uno+dos%21&b=&a=%C3%B1%0D%0A",
	    t);
	assert_non_null(strstr(t, "[uno dos!][\303\261\n]"));
	assert_non_null(strstr(t, "Location: /xEvil: uno dos!\r\n"));
	ask(*state,
	    "POST /form HTTP/1.1\r\nHost: h\r\nContent-Length: 6\r\n\r\na=%0%1",
	    t);
	assert_non_null(strstr(t, "[-][-]"));
}

static void
test_what_two_readers_could_understand_differently_is_refused(void **state)
{
	static const char *const bad[] = {
		"Host: h\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\nx",
		("Host: h\r\nContent-Length: 1\r\n"
		 "Transfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n"),
		("Host: h\r\nTransfer-Encoding: gzip, chunked\r\n\r\n"
		 "1\r\nx\r\n0\r\n\r\n"),
		("Host: h\r\nTransfer-Encoding: chunked\r\n"
		 "Transfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n"),
		"Content-Length: 1\r\n\r\nx",
		"Host: h\r\nHost: i\r\nContent-Length: 1\r\n\r\nx",
		"Host: h\r\nContent-Length: +1\r\n\r\nx",
		"Host: h\r\nContent-Length: 1x\r\n\r\nx",
		"Host: h\r\nContent-Length: -1\r\n\r\nx",
		"Host : h\r\nContent-Length: 1\r\n\r\nx",
		"Host: h\r\nContent-Length : 1\r\n\r\nx",
	};

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		char t[8192], q[512];

		snprintf(q, sizeof(q), "POST /hello HTTP/1.1\r\n%s", bad[i]);
		ask(*state, q, t);
		if (t[0] != '\0' && strncmp(t, "HTTP/1.1 400 ", 13) != 0)
			fail_msg("%s\ngave\n%s", q, t);
	}
}

static void
test_a_header_without_end_or_measure_is_refused(void **state)
{
	char t[8192];
	struct buf b = BUF(200000);

	assert_null(buf_str(&b, "GET /hello HTTP/1.1\r\nHost: h\r\n"));
	for (int i = 0; i < 41; i++)
		assert_null(buf_fmt(&b, "X-%d: 1\r\n", i));
	assert_null(buf_str(&b, "\r\n"));
	ask(*state, (char *)b.p, t);
	assert_non_null(strstr(t, " 431 "));
	buf_clear(&b);
	assert_null(buf_str(&b, "GET /hello HTTP/1.1\r\nHost: h\r\nX: "));
	for (int i = 0; i < 20000; i++)
		assert_null(buf_byte(&b, 'a'));
	assert_null(buf_str(&b, "\r\n\r\n"));
	ask(*state, (char *)b.p, t);
	assert_null(strstr(t, "200 OK"));
	buf_free(&b);
}

static void
test_a_small_answer_has_forty_bytes_of_header(void **state)
{
	char t[8192];

	ask(*state,
	    "POST /up HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\nabc", t);
	assert_string_equal(t, "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n3");
}

static void
test_every_one_of_256_connections_is_answered_from_another_thread(void **state)
{
	struct world *w = *state;
	int fd[256];
	char t[8192];
	bool over;

	for (int round = 0; round < 3; round++) {
		for (int i = 0; i < 256; i++) {
			if (round == 0)
				fd[i] = dial(w, NULL);
			snprintf(t, sizeof(t),
			    "POST /up HTTP/1.1\r\nHost: h\r\n"
			    "Content-Length: %d\r\n\r\n%*d",
			    i + 1, i + 1, 1);
			tell(fd[i], t);
		}
		for (int i = 0; i < 256; i++) {
			char want[64];
			struct pollfd p = { .fd = fd[i], .events = POLLIN };

			assert_int_equal(poll(&p, 1, 5000), 1);
			hear(fd[i], t, sizeof(t), 0, &over);
			snprintf(want, sizeof(want), "\r\n\r\n%d", i + 1);
			assert_non_null(strstr(t, want));
			assert_false(over);
		}
	}
	for (int i = 0; i < 256; i++)
		close(fd[i]);
	assert_int_equal(w->ends_whole, 3 * 256);
	assert_int_equal(w->ends_cut, 0);
}

static void
test_a_cut_body_gives_what_arrived(void **state)
{
	struct world *w = *state;
	int fd = dial(w, NULL), cut = 0;
	size_t bytes = 0;

	tell(fd, "POST /up HTTP/1.1\r\nHost: h\r\nContent-Length: 100\r\n\r\n"
		 "0123456789");
	usleep(50000);
	shutdown(fd, SHUT_WR);
	for (int i = 0; i < 500 && cut == 0; i++) {
		usleep(10000);
		pthread_mutex_lock(&w->lock);
		cut = w->ends_cut;
		bytes = w->cut_bytes;
		pthread_mutex_unlock(&w->lock);
	}
	assert_int_equal(cut, 1);
	assert_int_equal(bytes, 10);
	close(fd);
}

static void
test_a_handler_takes_the_body_at_its_own_pace(void **state)
{
	struct world *w = *state;
	char t[8192];

	ask(w,
	    "POST /slow HTTP/1.1\r\nHost: h\r\nContent-Length: 40\r\n\r\n"
	    "0123456789012345678901234567890123456789",
	    t);
	assert_non_null(strstr(t, "200 OK"));
	assert_int_equal(w->slow_bytes, 40);
}

static void
peer_gone(struct serve_peer *p)
{
	p->state = 0xdead;
}

static void
test_the_peer_lives_as_long_as_its_connection(void **state)
{
	struct world *w = *state;
	struct serve_peer p;
	int fd;
	char t[8192];
	bool over;

	serve_peer_start(&p, peer_gone);
	fd = dial(w, &p);
	tell(fd, "GET /hello HTTP/1.1\r\nHost: h\r\n\r\n");
	hear(fd, t, sizeof(t), 100, &over);
	assert_int_equal(p.state, 1 << 2 | SERVE_HEADER);
	tell(fd, "POST /up HTTP/1.1\r\nHost: h\r\nContent-Length: 9\r\n\r\nx");
	usleep(100000);
	assert_int_equal(p.state, 1 << 2 | SERVE_BODY);
	serve_peer_drop(&p);
	assert_int_not_equal(p.state, 0xdead);
	close(fd);
	for (int i = 0; i < 500 && p.state != 0xdead; i++)
		usleep(10000);
	assert_int_equal(p.state, 0xdead);
}

static void
test_a_stop_lets_late_answers_go_out_first(void **state)
{
	struct world *w = *state;
	int fd = dial(w, NULL);
	char t[8192];
	bool over;

	pthread_mutex_lock(&w->lock);
	w->hold = true;
	tell(fd, "POST /up HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\n\r\nx");
	while (w->ends_whole == 0)
		pthread_cond_wait(&w->changed, &w->lock);
	w->hold = false;
	pthread_cond_broadcast(&w->changed);
	pthread_mutex_unlock(&w->lock);
	serve_close(&w->s);
	hear(fd, t, sizeof(t), 1000, &over);
	assert_non_null(strstr(t, "200 OK"));
	assert_true(over);
	close(fd);
}

static void
test_a_page_is_served_on_a_port(void **state)
{
	struct world *w = *state;
	struct serve_conf conf = {
		.addr = "127.0.0.1", .routes = routes, .ctx = w
	};
	struct serve *s = NULL;
	struct sockaddr_in a = { .sin_family = AF_INET };
	char t[8192];
	bool over;
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	assert_null(serve_open(&s, &conf));
	a.sin_port = htons(serve_port(s));
	a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	assert_int_equal(connect(fd, (struct sockaddr *)&a, sizeof(a)), 0);
	tell(fd, "GET /hello HTTP/1.1\r\nHost: h\r\n\r\n");
	hear(fd, t, sizeof(t), 200, &over);
	assert_non_null(strstr(t, "200 OK"));
	close(fd);
	conf.port = serve_port(s);
	assert_non_null(serve_open(&s, &conf)); /* taken */
	serve_close(&s);
	conf.addr = "localhost.example";
	assert_non_null(serve_open(&s, &conf));
}

#define T(f) cmocka_unit_test_setup_teardown(f, open_world, close_world)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		T(test_routes_answer_by_method_and_path),
		T(test_a_body_past_its_limit_is_refused_before_it_is_read),
		T(test_a_form_is_decoded_and_no_header_is_smuggled_through_it),
		T(test_what_two_readers_could_understand_differently_is_refused),
		T(test_a_header_without_end_or_measure_is_refused),
		T(test_a_small_answer_has_forty_bytes_of_header),
		T(test_every_one_of_256_connections_is_answered_from_another_thread),
		T(test_a_cut_body_gives_what_arrived),
		T(test_a_handler_takes_the_body_at_its_own_pace),
		T(test_the_peer_lives_as_long_as_its_connection),
		T(test_a_stop_lets_late_answers_go_out_first),
		T(test_a_page_is_served_on_a_port),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
