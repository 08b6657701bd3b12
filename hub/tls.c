#include "hub/tls.h"

#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdio.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include "hub/tls_in.h"
#include "proto/base/clock.h"
#include "proto/base/mem.h"

#define EVENTS  256
#define ACCEPTS 16 /* before it is the others' turn */

struct tls_thread {
	struct tls *t;
	pthread_t id;
	int epoll, wake;
	bool listening, started;
	struct tls_conn *conn, *dead;
	int tick_ms;
	int64_t tick_at;
};

const struct tls_peer *
tls_peer(const struct request *q)
{
	return ((const struct tls_peer *)(const void *)serve_peer(q));
}

/* ---- one thread --------------------------------------------------------- */

static void
listen_set(struct tls_thread *h, bool on)
{
	struct epoll_event e = { .events = EPOLLIN | EPOLLEXCLUSIVE,
		.data.ptr = NULL };
	int op = on ? EPOLL_CTL_ADD : EPOLL_CTL_DEL;

	if (on != h->listening &&
	    epoll_ctl(h->epoll, op, h->t->listener, &e) == 0)
		h->listening = on;
}

/* What does not fit waits in the kernel. */
static bool
room(struct tls *t)
{
	return (t->stop_at == 0 && t->open < (unsigned)t->conf.connections &&
		t->greeting < (unsigned)t->conf.handshakes);
}

static void
link_in(struct tls_thread *h, struct tls_conn *c)
{
	c->next = h->conn;
	if (c->next != NULL)
		c->next->back_link = &c->next;
	c->back_link = &h->conn;
	h->conn = c;
}

/* Out of the list; freed when no event can name it any more. */
static void
bury(struct tls_thread *h, struct tls_conn *c)
{
	*c->back_link = c->next;
	if (c->next != NULL)
		c->next->back_link = c->back_link;
	c->next = h->dead;
	h->dead = c;
}

static void
run(struct tls_thread *h, struct tls_conn *c)
{
	if (c->step == TLS_GONE)
		return;
	tls_conn_run(c, h->epoll);
	if (c->step == TLS_GONE)
		bury(h, c);
}

static void
accept_some(struct tls_thread *h)
{
	struct sockaddr_storage a;
	struct tls_conn *c;
	socklen_t n;
	int fd;

	for (int i = 0; i < ACCEPTS && room(h->t); i++) {
		n = sizeof(a);
		fd = accept4(h->t->listener, (struct sockaddr *)&a, &n,
		    SOCK_NONBLOCK | SOCK_CLOEXEC);
		if (fd < 0 && (errno == EAGAIN || errno == ECONNABORTED))
			return;
		if (fd < 0) {
			listen_set(h, false); /* until the next tick */
			return;
		}
		c = tls_conn_new(h->t, h->epoll, fd, &a);
		if (c != NULL) {
			link_in(h, c);
			run(h, c);
		}
	}
}

static void
tick(struct tls_thread *h, int64_t now, bool *again)
{
	struct tls_conn *next;

	for (struct tls_conn *c = h->conn; c != NULL; c = next) {
		next = c->next;
		tls_conn_tick(c, now, h->t->stop_at != 0);
		*again = *again || c->again;
		if (c->step == TLS_GONE)
			bury(h, c);
	}
	h->tick_at = now + h->tick_ms;
}

static bool
run_again(struct tls_thread *h)
{
	struct tls_conn *next;
	bool again = false;

	for (struct tls_conn *c = h->conn; c != NULL; c = next) {
		next = c->next;
		if (c->again) {
			run(h, c);
			again = again || c->again;
		}
	}
	return (again);
}

static void
handle(struct tls_thread *h, struct epoll_event *e, int n, bool *again)
{
	uint64_t v;

	for (int i = 0; i < n; i++) {
		struct tls_conn *c = e[i].data.ptr;

		if (e[i].data.ptr == NULL)
			accept_some(h);
		else if (e[i].data.ptr == h)
			(void)!read(h->wake, &v, sizeof(v));
		else {
			run(h, c);
			*again = *again || c->again;
		}
	}
	for (struct tls_conn *c; (c = h->dead) != NULL;) {
		h->dead = c->next;
		tls_conn_free(c);
	}
}

static void *
work(void *arg)
{
	struct tls_thread *h = arg;
	struct epoll_event e[EVENTS];
	int64_t now = clock_mono_ms(), stop;
	bool again = false;
	int n;

	h->tick_at = now;
	while ((stop = h->t->stop_at) == 0 || (h->conn != NULL && now < stop)) {
		listen_set(h, room(h->t));
		n = epoll_wait(h->epoll, e, EVENTS,
		    again || now >= h->tick_at ? 0 : (int)(h->tick_at - now));
		again = again && run_again(h);
		handle(h, e, n, &again);
		now = clock_mono_ms();
		if (now >= h->tick_at)
			tick(h, now, &again);
	}
	for (struct tls_conn *c; (c = h->conn) != NULL;) {
		tls_conn_end(c);
		bury(h, c);
	}
	handle(h, e, 0, &again);
	return (NULL);
}

/* ---- opening and closing ------------------------------------------------ */

static void
fill(int *v, int standard)
{
	if (*v == 0)
		*v = standard;
}

static void
defaults(struct tls_conf *c)
{
	fill(&c->threads, 2);
	fill(&c->handshake_ms, LIMIT_TLS_HANDSHAKE_MS);
	fill(&c->header_ms, LIMIT_TLS_HEADER_MS);
	fill(&c->idle_ms, LIMIT_TLS_IDLE_MS);
	fill(&c->floor_ms, LIMIT_TLS_FLOOR_MS);
	fill(&c->floor_bps, LIMIT_TLS_FLOOR_BPS);
	fill(&c->linger_ms, LIMIT_TLS_LINGER_MS);
	fill(&c->total_ms, LIMIT_TLS_TOTAL_MS);
	fill(&c->connections, LIMIT_TLS_CONNECTIONS);
	fill(&c->handshakes, LIMIT_TLS_HANDSHAKES);
	fill(&c->per_address, LIMIT_TLS_PER_ADDRESS);
	fill(&c->per_node, LIMIT_TLS_PER_NODE);
}

/* A quarter of the shortest deadline, within reason. */
static int
tick_ms(const struct tls_conf *c)
{
	int ms = 4000;
	const int all[] = { c->handshake_ms, c->header_ms, c->idle_ms,
		c->floor_ms, c->linger_ms, c->total_ms };

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		if (all[i] < ms)
			ms = all[i];
	return (ms / 4 < 20 ? 20 : ms / 4);
}

static err_t
listen_on(struct tls *t)
{
	struct addrinfo hint = { .ai_flags = AI_NUMERICHOST | AI_NUMERICSERV,
		.ai_socktype = SOCK_STREAM };
	struct addrinfo *ai = NULL;
	struct sockaddr_storage at;
	socklen_t n = sizeof(at);
	char service[8];
	int on = 1, queue = 256, fd = -1, why = 0;

	memset(&at, 0, sizeof(at));
	snprintf(service, sizeof(service), "%u", (unsigned)t->conf.port);
	if (t->conf.addr == NULL ||
	    getaddrinfo(t->conf.addr, service, &hint, &ai) != 0)
		return (err_new(ERR_CONFIG, "%s is no address",
		    t->conf.addr == NULL ? "nothing" : t->conf.addr));
	fd = socket(
	    ai->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	t->listener = fd;
	if (fd < 0 ||
	    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on)) != 0 ||
	    bind(fd, ai->ai_addr, ai->ai_addrlen) != 0 ||
	    listen(fd, SOMAXCONN) != 0 ||
	    getsockname(fd, (struct sockaddr *)&at, &n) != 0)
		why = errno;
	freeaddrinfo(ai);
	if (why != 0)
		return (err_new(ERR_SYSTEM, "cannot listen on %s port %u: %s",
		    t->conf.addr, (unsigned)t->conf.port, strerror(why)));
	(void)setsockopt(fd, IPPROTO_TCP, TCP_FASTOPEN, &queue, sizeof(queue));
	t->port = ntohs(at.ss_family == AF_INET6
			    ? ((struct sockaddr_in6 *)(void *)&at)->sin6_port
			    : ((struct sockaddr_in *)(void *)&at)->sin_port);
	return (NULL);
}

static err_t
thread_start(struct tls *t, struct tls_thread *h)
{
	struct epoll_event e = { .events = EPOLLIN, .data.ptr = h };
	sigset_t all, was;
	int r;

	h->t = t;
	h->tick_ms = tick_ms(&t->conf);
	h->epoll = epoll_create1(EPOLL_CLOEXEC);
	h->wake = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	if (h->epoll < 0 || h->wake < 0 ||
	    epoll_ctl(h->epoll, EPOLL_CTL_ADD, h->wake, &e) != 0)
		return (err_new(ERR_SYSTEM, "epoll: %s", strerror(errno)));
	/* Signals are main's; OpenSSL must not meet SIGPIPE. */
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &was);
	r = pthread_create(&h->id, NULL, work, h);
	pthread_sigmask(SIG_SETMASK, &was, NULL);
	if (r != 0)
		return (err_new(ERR_SYSTEM, "thread: %s", strerror(r)));
	h->started = true;
	return (NULL);
}

static err_t
start(struct tls *t)
{
	TRY_FOR(tls_ctx_open(&t->ctx, &t->conf), "TLS");
	TRY(listen_on(t));
	for (int i = 0; i < t->conf.threads; i++)
		TRY(thread_start(t, &t->thread[i]));
	return (NULL);
}

err_t
tls_open(struct tls **tp, const struct tls_conf *conf)
{
	struct tls *t = mem_new(sizeof(*t));
	err_t e;

	must(conf->serve != NULL);
	t->conf = *conf;
	defaults(&t->conf);
	t->listener = -1;
	tls_tally_open(&t->tally);
	t->threads = t->conf.threads;
	t->thread = mem_new((size_t)t->threads * sizeof(*t->thread));
	for (int i = 0; i < t->threads; i++)
		t->thread[i].epoll = t->thread[i].wake = -1;
	if ((e = start(t)) != NULL) {
		tls_close(&t, 0);
		return (e);
	}
	*tp = t;
	return (NULL);
}

uint16_t
tls_port(const struct tls *t)
{
	return (t->port);
}

unsigned
tls_connections(const struct tls *t)
{
	return (t->open);
}

void
tls_close(struct tls **tp, int wait_ms)
{
	struct tls *t = *tp;
	uint64_t one = 1;

	if (t == NULL)
		return;
	t->stop_at = clock_mono_ms() + wait_ms;
	for (int i = 0; i < t->threads; i++)
		if (t->thread[i].started)
			(void)!write(t->thread[i].wake, &one, sizeof(one));
	for (int i = 0; i < t->threads; i++) {
		struct tls_thread *h = &t->thread[i];

		if (h->started)
			pthread_join(h->id, NULL);
		if (h->epoll >= 0)
			close(h->epoll);
		if (h->wake >= 0)
			close(h->wake);
	}
	if (t->listener >= 0)
		close(t->listener);
	tls_ctx_close(&t->ctx);
	tls_tally_close(&t->tally);
	mem_free(t->thread);
	mem_free(t);
	*tp = NULL;
}
