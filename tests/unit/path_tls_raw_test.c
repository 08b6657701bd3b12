#include "hub/tls.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <sys/socket.h>

#include "tests/unit/path_tls_world.h"

/* A client that does as it likes. */
struct raw {
	SSL_CTX *ctx;
	SSL *ssl;
	int fd;
};

static void
dial(struct world *w, struct raw *r, bool greet)
{
	struct sockaddr_in a = { .sin_family = AF_INET,
		.sin_port = htons(tls_port(w->tls)),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	struct span pem = buf_all(&w->node_pem);
	void *x = NULL;
	int on = 1;

	r->fd = socket(AF_INET, SOCK_STREAM, 0);
	/* Sent is sent, also when the connection is dropped right after. */
	setsockopt(r->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
	assert_int_equal(connect(r->fd, (struct sockaddr *)&a, sizeof(a)), 0);
	r->ctx = SSL_CTX_new(TLS_client_method());
	assert_null(cert_x509(&pem, &x));
	assert_int_equal(SSL_CTX_use_certificate(r->ctx, x), 1);
	cert_drop(&x);
	assert_int_equal(SSL_CTX_use_PrivateKey(r->ctx, key_evp(w->node)), 1);
	r->ssl = SSL_new(r->ctx);
	SSL_set_fd(r->ssl, r->fd);
	if (greet)
		assert_int_equal(SSL_connect(r->ssl), 1);
}

static void
hang(struct raw *r)
{
	SSL_free(r->ssl);
	SSL_CTX_free(r->ctx);
	close(r->fd);
}

static void
tell(struct raw *r, const char *s)
{
	(void)SSL_write(r->ssl, s, (int)strlen(s));
}

/* Milliseconds until the hub ends the connection, at most max. */
static int64_t
ended(struct raw *r, const char *drip, int max)
{
	int64_t from = clock_mono_ms();
	char t[512];

	while (clock_mono_ms() - from < max) {
		struct pollfd p = { .fd = r->fd, .events = POLLIN };

		if (poll(&p, 1, 50) == 1) {
			ssize_t n = recv(r->fd, t, sizeof(t), MSG_PEEK);

			if (n <= 0 || SSL_read(r->ssl, t, sizeof(t)) <= 0)
				break;
		} else if (drip != NULL && *drip != '\0')
			(void)SSL_write(r->ssl, drip++, 1);
	}
	return (clock_mono_ms() - from);
}

static const struct tls_conf quick = { .handshake_ms = 400,
	.header_ms = 500,
	.idle_ms = 300,
	.floor_ms = 600,
	.floor_bps = 250,
	.linger_ms = 200,
	.total_ms = 5000 };

static char drip[200];

static void
test_whoever_makes_us_wait_is_sent_away_in_time(void **state)
{
	struct world *w = *state;
	struct raw r;
	int64_t ms;

	door(w, &quick);
	memset(drip, 'a', sizeof(drip) - 1);
	dial(w, &r, false); /* no handshake */
	ms = ended(&r, NULL, 3000);
	assert_in_range(ms, 300, 1000);
	hang(&r);
	dial(w, &r, true); /* no request */
	ms = ended(&r, NULL, 3000);
	assert_in_range(ms, 400, 1200);
	hang(&r);
	dial(w, &r, true); /* a header that never ends */
	ms = ended(&r, drip, 3000);
	assert_in_range(ms, 400, 1200);
	hang(&r);
	dial(w, &r, true); /* keep-alive that is not used */
	tell(&r, "GET /v1/who HTTP/1.1\r\nHost: h\r\n\r\n");
	ms = ended(&r, NULL, 3000);
	assert_in_range(ms, 250, 1000);
	hang(&r);
	for (int i = 0; i < 300 && tls_connections(w->tls) > 0; i++)
		usleep(10000);
	assert_int_equal(tls_connections(w->tls), 0);
}

static void
wait_cut(struct world *w, int cut)
{
	bool there = false;

	for (int i = 0; i < 300 && !there; i++) {
		usleep(10000);
		pthread_mutex_lock(&w->lock);
		there = w->cut == cut;
		pthread_mutex_unlock(&w->lock);
	}
	assert_true(there);
}

static void
test_a_dripping_body_is_cut_and_what_came_is_kept(void **state)
{
	struct world *w = *state;
	struct raw r;
	int64_t ms;

	door(w, &quick);
	memset(drip, 'a', sizeof(drip) - 1);
	dial(w, &r, true);
	tell(&r,
	    "POST /v1/up HTTP/1.1\r\nHost: h\r\nContent-Length: 9999\r\n\r\n"
	    "0123456789");
	ms = ended(&r, drip, 4000);
	assert_in_range(ms, 500, 1500);
	hang(&r);
	wait_cut(w, 1);
	assert_true(w->got >= 10 && w->got < 60);
}

static void
test_a_cut_connection_loses_nothing_that_arrived(void **state)
{
	struct world *w = *state;
	char body[5000];
	struct raw r;

	door(w, &quick);
	memset(body, 'b', sizeof(body));
	for (int way = 0; way < 2; way++) {
		dial(w, &r, true);
		tell(&r, "POST /v1/up HTTP/1.1\r\nHost: h\r\n"
			 "Content-Length: 9999\r\n\r\n");
		assert_int_equal(
		    SSL_write(r.ssl, body, sizeof(body)), sizeof(body));
		if (way == 1)
			SSL_shutdown(r.ssl);
		hang(&r); /* at once */
		wait_cut(w, way + 1);
		assert_int_equal(w->got, sizeof(body));
	}
	assert_int_equal(w->whole, 0);
}

static void
test_what_is_ambiguous_does_not_pass_the_door(void **state)
{
	static const char *const bad[] = {
		"Host: h\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\nx",
		("Host: h\r\nContent-Length: 1\r\n"
		 "Transfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n"),
		"Host: h\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
		"Content-Length: 1\r\n\r\nx",
		"Host : h\r\nContent-Length: 1\r\n\r\nx",
		"Host: h\r\nContent-Length: +1\r\n\r\nx",
	};
	struct world *w = *state;

	door(w, &quick);
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		char q[400], t[400] = "";
		struct raw r;
		int n;

		snprintf(q, sizeof(q), "POST /v1/echo HTTP/1.1\r\n%s", bad[i]);
		dial(w, &r, true);
		tell(&r, q);
		n = SSL_read(r.ssl, t, sizeof(t) - 1);
		if (n > 0 && strncmp(t, "HTTP/1.1 400", 12) != 0)
			fail_msg("%s gave %s", q, t);
		hang(&r);
	}
}

static void
test_a_connection_too_many_of_a_node_ends_its_oldest(void **state)
{
	struct world *w = *state;
	struct tls_conf c = { .per_node = 4 };
	struct raw r[5];
	char t[400];

	door(w, &c);
	for (int i = 0; i < 5; i++) {
		dial(w, &r[i], true);
		tell(&r[i], "GET /v1/who HTTP/1.1\r\nHost: h\r\n\r\n");
		assert_true(SSL_read(r[i].ssl, t, sizeof(t)) > 0);
	}
	assert_true(SSL_read(r[0].ssl, t, sizeof(t)) <= 0);
	for (int i = 1; i < 5; i++) {
		tell(&r[i], "GET /v1/who HTTP/1.1\r\nHost: h\r\n\r\n");
		assert_true(SSL_read(r[i].ssl, t, sizeof(t)) > 0);
	}
	for (int i = 0; i < 5; i++)
		hang(&r[i]);
}

/* On a bad link the old one is dead, and nobody told us: what it had sent is
 * taken now, before the node asks what arrived. */
static void
test_a_new_connection_of_a_node_ends_its_old_one(void **state)
{
	struct world *w = *state;
	struct tls_conf c = { 0 };
	struct raw r[2];
	char t[400];

	door(w, &c);
	dial(w, &r[0], true);
	tell(&r[0],
	    "POST /v1/up HTTP/1.1\r\nHost: h\r\nContent-Length: 9999\r\n\r\n"
	    "0123456789");
	usleep(100000); /* it has arrived; then the link is gone */
	dial(w, &r[1], true);
	wait_cut(w, 1);
	assert_int_equal(w->got, 10);
	tell(&r[1], "GET /v1/who HTTP/1.1\r\nHost: h\r\n\r\n");
	assert_true(SSL_read(r[1].ssl, t, sizeof(t)) > 0);
	hang(&r[0]);
	hang(&r[1]);
}

static void
test_256_connections_are_all_answered(void **state)
{
	struct world *w = *state;
	struct tls_conf c = { .per_node = 1000, .per_address = 1000 };
	static struct raw r[256];
	char t[400];

	door(w, &c);
	for (int i = 0; i < 256; i++)
		dial(w, &r[i], true);
	assert_int_equal(tls_connections(w->tls), 256);
	for (int i = 0; i < 256; i++)
		tell(&r[i], "POST /v1/up HTTP/1.1\r\nHost: h\r\n"
			    "Content-Length: 5\r\n\r\nabcde");
	for (int i = 0; i < 256; i++) {
		int n = SSL_read(r[i].ssl, t, sizeof(t) - 1);

		assert_true(n > 0);
		t[n] = '\0';
		assert_non_null(strstr(t, "took 5"));
		hang(&r[i]);
	}
	assert_int_equal(w->whole, 256);
}

#define T(f) cmocka_unit_test_setup_teardown(f, open_world, close_world)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		T(test_whoever_makes_us_wait_is_sent_away_in_time),
		T(test_a_dripping_body_is_cut_and_what_came_is_kept),
		T(test_a_cut_connection_loses_nothing_that_arrived),
		T(test_what_is_ambiguous_does_not_pass_the_door),
		T(test_a_connection_too_many_of_a_node_ends_its_oldest),
		T(test_a_new_connection_of_a_node_ends_its_old_one),
		T(test_256_connections_are_all_answered),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
