#include "tests/unit/serve_world.h"

#include <arpa/inet.h>
#include <netinet/in.h>

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
		T(test_every_one_of_256_connections_is_answered_from_another_thread),
		T(test_a_cut_body_gives_what_arrived),
		T(test_a_handler_takes_the_body_at_its_own_pace),
		T(test_the_peer_lives_as_long_as_its_connection),
		T(test_a_stop_lets_late_answers_go_out_first),
		T(test_a_page_is_served_on_a_port),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
