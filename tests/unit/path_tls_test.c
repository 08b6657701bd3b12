#include "hub/tls.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "node/link_https.h"
#include "proto/base/clock.h"
#include "proto/base/file.h"
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

static void
who(void *ctx, struct request *q, struct response *r)
{
	const struct tls_peer *p = tls_peer(q);

	(void)ctx;
	assert_null(buf_fmt(&r->body, "%s %s %s verified=%d expired=%d %s",
	    p->cn, p->o, p->serial, p->verified, p->expired, p->reason));
}

static void
echo(void *ctx, struct request *q, struct response *r)
{
	(void)ctx;
	r->type = "application/octet-stream";
	assert_null(buf_span(&r->body, serve_body(q)));
}

static void
busy(void *ctx, struct request *q, struct response *r)
{
	(void)ctx, (void)q;
	r->status = 503;
	response_header(r, "Retry-After", "7");
	assert_null(buf_str(&r->body, "later"));
}

static void
begin(void *ctx, struct request *q)
{
	(void)ctx;
	serve_state_set(q, mem_new(sizeof(size_t)));
}

static size_t
data(void *ctx, struct request *q, struct span s)
{
	(void)ctx;
	*(size_t *)serve_state(q) += s.n;
	return (s.n);
}

static void *
answer(void *q)
{
	struct response r = { .body = BUF(64) };

	usleep(20000);
	assert_null(buf_fmt(&r.body, "took %zu", *(size_t *)serve_state(q)));
	mem_free(serve_state(q));
	serve_answer(q, &r);
	return (NULL);
}

static void
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

static void
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

static bool
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

static void
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

static void
door_shut(struct world *w)
{
	tls_close(&w->tls, 1000);
	serve_close(&w->serve);
}

static void
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

static int
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

static int
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

/* ---- the road ----------------------------------------------------------- */

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
	struct link_https *l;

	assert_null(cert_browser(
	    w->ca, buf_all(&w->ca_pem), names, clock_now(), 365, &cert, &key));
	c.cert_pem = buf_all(&cert);
	c.key_pem = buf_all(&key);
	door(w, &c);
	l = road(w, &w->node_pem, false);
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

/* ---- raw clients -------------------------------------------------------- */

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
test_the_fifth_connection_of_a_node_ends_its_oldest(void **state)
{
	struct world *w = *state;
	struct tls_conf c = { 0 };
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
		T(test_the_hub_knows_a_node_by_its_certificate),
		T(test_a_hubs_certificate_is_no_nodes),
		T(test_the_door_for_browsers_asks_for_no_certificate),
		T(test_a_resumed_session_is_recognised_with_its_identity),
		T(test_an_empty_sync_fits_its_budget_of_http),
		T(test_one_connection_carries_a_whole_sync_and_large_bodies),
		T(test_a_newcomer_finds_the_root_by_its_fingerprint),
		T(test_what_fails_on_the_road_is_said_in_words),
		T(test_whoever_makes_us_wait_is_sent_away_in_time),
		T(test_a_dripping_body_is_cut_and_what_came_is_kept),
		T(test_a_cut_connection_loses_nothing_that_arrived),
		T(test_what_is_ambiguous_does_not_pass_the_door),
		T(test_the_fifth_connection_of_a_node_ends_its_oldest),
		T(test_256_connections_are_all_answered),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
