#include "node/link_https.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/stat.h>

#include "tests/unit/path_tls_world.h"

/* A node comes by the road that nodes take. */
static err_t
into(void *ctx, struct span s)
{
	return (buf_span(ctx, s));
}

static struct link_https *
road(struct world *w, struct buf *cert, bool keep)
{
	struct link_https_conf c = { .url = w->url,
		.ca_pem = buf_all(&w->ca_pem),
		.key = w->node,
		.session_path = keep ? w->session : NULL };
	struct link_https *l = NULL;

	if (cert != NULL)
		c.cert_pem = buf_all(cert);
	assert_null(link_https_open(&l, &c));
	return (l);
}

static void
good(err_t e)
{
	if (e != NULL)
		fail_msg("%s", e->text);
}

static const char *
ask_who(struct link_https *l, struct buf *b)
{
	struct link_call c = {
		.method = "GET", .path = "/v1/who", .sink = into, .ctx = b
	};

	buf_clear(b);
	good(link_https_call(l, &c));
	assert_int_equal(c.status, 200);
	return ((const char *)b->p);
}

static void
test_the_hub_knows_a_node_by_its_certificate(void **state)
{
	struct world *w = *state;
	struct buf b = BUF(4096);
	struct tls_conf c = { 0 };
	struct cert_info i;
	struct link_https *l;
	char want[200];

	door(w, &c);
	assert_null(cert_read(buf_all(&w->node_pem), &i));
	l = road(w, &w->node_pem, false);
	snprintf(
	    want, sizeof(want), "n1 TAP %s verified=1 expired=0 ", i.serial);
	assert_string_equal(ask_who(l, &b), want);
	link_https_close(&l);
	l = road(w, &w->old_pem, false);
	assert_non_null(strstr(ask_who(l, &b), "verified=1 expired=1"));
	link_https_close(&l);
	l = road(w, &w->foreign_pem, false);
	assert_string_equal(ask_who(l, &b), "   verified=0 expired=0 foreign");
	link_https_close(&l);
	l = road(w, NULL, false);
	assert_string_equal(ask_who(l, &b), "   verified=0 expired=0 none");
	link_https_close(&l);
	l = road(w, &w->node_pem, false);
	buf_free(&b);
	link_https_close(&l);
}

static void
test_a_hubs_certificate_is_no_nodes(void **state)
{
	struct world *w = *state;
	struct buf b = BUF(4096);
	struct tls_conf c = { 0 };
	struct link_https_conf lc = { .key = w->hub };
	struct link_https *l = NULL;

	door(w, &c);
	lc.url = w->url;
	lc.ca_pem = buf_all(&w->ca_pem);
	lc.cert_pem = buf_all(&w->hub_pem);
	assert_null(link_https_open(&l, &lc));
	assert_non_null(strstr(ask_who(l, &b), "verified=0 expired=0 purpose"));
	link_https_close(&l);
	buf_free(&b);
}

static void
test_the_door_for_browsers_asks_for_no_certificate(void **state)
{
	static const char *const names[] = { "127.0.0.1", NULL };
	struct world *w = *state;
	struct buf b = BUF(4096), cert = BUF(LIMIT_PEM_BYTES);
	struct buf key = BUF(LIMIT_PEM_BYTES);
	struct tls_conf c = { .browsers = true };
	struct buf root = w->ca_pem;
	struct link_https *l;

	assert_null(cert_browser(names, clock_now(), 365, &cert, &key));
	c.cert_pem = buf_all(&cert);
	c.key_pem = buf_all(&key);
	door(w, &c);
	w->ca_pem = cert; /* it is its own root */
	l = road(w, &w->node_pem, false);
	w->ca_pem = root;
	assert_non_null(strstr(ask_who(l, &b), "verified=0 expired=0 none"));
	link_https_close(&l);
	buf_free(&b);
	buf_free(&cert);
	buf_free(&key);
}

static void
test_a_resumed_session_is_recognised_with_its_identity(void **state)
{
	struct world *w = *state;
	struct buf b = BUF(4096);
	struct tls_conf c = { 0 };
	struct link_https *l;
	struct link_stats full, again;
	struct stat st;

	door(w, &c);
	l = road(w, &w->node_pem, true);
	ask_who(l, &b);
	full = *link_https_stats(l);
	link_https_close(&l);
	assert_int_equal(full.resumed, 0);
	assert_int_equal(w->puts, 1);
	assert_int_equal(stat(w->session, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);

	/* The hub starts anew; its store remembers. */
	tls_close(&w->tls, 1000);
	serve_close(&w->serve);
	c.port = (uint16_t)atoi(strrchr(w->url, ':') + 1);
	door(w, &c);
	l = road(w, &w->node_pem, true);
	assert_non_null(strstr(ask_who(l, &b), "n1 TAP"));
	again = *link_https_stats(l);
	assert_int_equal(again.handshakes, 1);
	assert_int_equal(again.resumed, 1);
	assert_true(
	    again.tls_up + again.tls_down < full.tls_up + full.tls_down - 600);
	print_message("full %llu up %llu down, resumed %llu up %llu down\n",
	    (unsigned long long)full.tls_up, (unsigned long long)full.tls_down,
	    (unsigned long long)again.tls_up,
	    (unsigned long long)again.tls_down);
	link_https_close(&l);
	assert_int_equal(w->takes, 1);
	/* Another certificate does not use it. */
	l = road(w, &w->old_pem, true);
	ask_who(l, &b);
	assert_int_equal(link_https_stats(l)->resumed, 0);
	link_https_close(&l);
	buf_free(&b);
}

static void
test_an_empty_sync_fits_its_budget_of_http(void **state)
{
	struct world *w = *state;
	struct buf b = BUF(4096);
	struct tls_conf c = { 0 };
	struct link_https *l;
	char body[110];
	int status;
	int64_t retry;

	door(w, &c);
	memset(body, 'x', sizeof(body));
	l = road(w, &w->node_pem, false);
	good(link_https_post(l, "/v1/up", NULL, span_of(body, sizeof(body)),
	    into, &b, &status, &retry));
	assert_int_equal(status, 200);
	assert_string_equal(b.p, "took 110");
	assert_in_range(link_https_stats(l)->http_up - sizeof(body), 60, 80);
	assert_in_range(link_https_stats(l)->http_down - b.n, 30, 45);
	assert_int_equal(link_https_stats(l)->turns, 1);
	link_https_close(&l);
	buf_free(&b);
}

static void
test_one_connection_carries_a_whole_sync_and_large_bodies(void **state)
{
	struct world *w = *state;
	struct buf b = BUF(1 << 22);
	struct tls_conf c = { 0 };
	struct link_https *l;
	uint8_t *p = mem_new(3000000);
	int status;
	int64_t retry;

	door(w, &c);
	for (size_t i = 0; i < 3000000; i++)
		p[i] = (uint8_t)(i * 7 + i / 251);
	l = road(w, &w->node_pem, false);
	for (int i = 0; i < 3; i++) {
		buf_clear(&b);
		good(link_https_post(l, "/v1/echo", "x/y", span_of(p, 3000000),
		    into, &b, &status, &retry));
		assert_int_equal(status, 200);
		assert_int_equal(b.n, 3000000);
		assert_memory_equal(b.p, p, b.n);
	}
	buf_clear(&b);
	good(link_https_post(
	    l, "/v1/busy", NULL, span_str("x"), into, &b, &status, &retry));
	assert_int_equal(status, 503);
	assert_int_equal(retry, 7);
	assert_int_equal(link_https_stats(l)->handshakes, 1);
	assert_int_equal(link_https_stats(l)->requests, 4);
	/* Too much: the answer comes through although we were still sending. */
	good(link_https_post(l, "/v1/busy", NULL, span_of(p, 3000000), into, &b,
	    &status, &retry));
	assert_int_equal(status, 413);
	link_https_hang_up(l);
	good(link_https_post(
	    l, "/v1/echo", NULL, span_str("x"), into, &b, &status, &retry));
	assert_int_equal(link_https_stats(l)->handshakes, 2);
	link_https_close(&l);
	buf_free(&b);
	mem_free(p);
}

static void
test_a_newcomer_finds_the_root_by_its_fingerprint(void **state)
{
	struct world *w = *state;
	struct buf b = BUF(LIMIT_PEM_BYTES);
	struct tls_conf c = { 0 };
	struct hash print;
	struct link_https_conf lc = { .ca_print = &print };
	struct link_https *l = NULL;
	struct link_call call = { .method = "GET", .path = "/v1/who" };
	err_t e;

	door(w, &c);
	lc.url = w->url;
	assert_null(cert_print(buf_all(&w->ca_pem), &print));
	assert_null(link_https_open(&l, &lc));
	assert_non_null(link_https_root(l, &b));
	assert_non_null(strstr(ask_who(l, &b), "none"));
	buf_clear(&b);
	assert_null(link_https_root(l, &b));
	assert_string_equal(b.p, w->ca_pem.p);
	link_https_close(&l);
	print.b[5] ^= 1;
	assert_null(link_https_open(&l, &lc));
	e = link_https_call(l, &call);
	assert_non_null(e);
	assert_int_equal(e->code, ERR_LINK);
	assert_non_null(strstr(e->text, "root of the invitation"));
	link_https_close(&l);
	buf_free(&b);
}

static void
says(struct link_https *l, const char *what)
{
	struct link_call c = { .method = "GET", .path = "/v1/who" };
	err_t e = link_https_call(l, &c);

	assert_non_null(e);
	assert_int_equal(e->code, ERR_LINK);
	if (strstr(e->text, what) == NULL)
		fail_msg("%s", e->text);
}

static void
test_what_fails_on_the_road_is_said_in_words(void **state)
{
	struct world *w = *state;
	struct tls_conf c = { 0 };
	struct link_https *l = NULL;
	struct link_https_conf lc = { .connect_s = 1 };
	struct sockaddr_in a = { .sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t n = sizeof(a);
	char url[64];
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	door(w, &c);
	lc.url = w->url;
	lc.ca_pem = buf_all(&w->other_pem);
	assert_null(link_https_open(&l, &lc));
	says(l, "is not signed by this office's hub");
	link_https_close(&l);
	/* The certificate does not name 127.0.0.2. */
	snprintf(url, sizeof(url), "https://127.0.0.2:%u",
	    (unsigned)tls_port(w->tls));
	lc.url = url;
	lc.ca_pem = buf_all(&w->ca_pem);
	assert_null(link_https_open(&l, &lc));
	says(l, "could not be reached");
	link_https_close(&l);
	lc.url = "https://no.such.name.invalid:1";
	assert_null(link_https_open(&l, &lc));
	says(l, "could not be found");
	link_https_close(&l);
	/* Somebody who takes the call and says nothing. */
	assert_int_equal(bind(fd, (struct sockaddr *)&a, n), 0);
	assert_int_equal(listen(fd, 5), 0);
	assert_int_equal(getsockname(fd, (struct sockaddr *)&a, &n), 0);
	snprintf(url, sizeof(url), "https://127.0.0.1:%u",
	    (unsigned)ntohs(a.sin_port));
	lc.url = url;
	assert_null(link_https_open(&l, &lc));
	says(l, "did not answer within 1 s");
	link_https_close(&l);
	close(fd);
	lc.url = "http://127.0.0.1";
	assert_non_null(link_https_open(&l, &lc));
}

#define T(f) cmocka_unit_test_setup_teardown(f, open_world, close_world)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		T(test_the_hub_knows_a_node_by_its_certificate),
		T(test_a_hubs_certificate_is_no_nodes),
		T(test_the_door_for_browsers_asks_for_no_certificate),
		T(test_a_resumed_session_is_recognised_with_its_identity),
		T(test_an_empty_sync_fits_its_budget_of_http),
		T(test_one_connection_carries_a_whole_sync_and_large_bodies),
		T(test_a_newcomer_finds_the_root_by_its_fingerprint),
		T(test_what_fails_on_the_road_is_said_in_words),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
