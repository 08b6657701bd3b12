#include "hub/tls_in.h"

#include <errno.h>
#include <linux/sockios.h>
#include <openssl/err.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "proto/base/clock.h"
#include "proto/base/mem.h"

#define PIECE  16384 /* one TLS record at most */
#define ROUNDS 32    /* before it is the others' turn */

enum moved { IDLE, MOVED, OVER };

static bool
pending(const struct tls_flow *f)
{
	return (f->from < f->to);
}

static void
flow_drop(struct tls_flow *f)
{
	mem_free(f->p);
	f->p = NULL;
	f->from = f->to = 0;
}

static void
pace_restart(struct tls_flow *f, int64_t now)
{
	f->since = now;
	f->then = f->bytes;
}

/* ---- birth and death ---------------------------------------------------- */

static void
peer_free(struct serve_peer *p)
{
	mem_free(p);
}

static bool
watch(struct tls_conn *c, int epoll, int fd)
{
	struct epoll_event e = { .events =
				     EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET,
		.data.ptr = c };

	return (epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &e) == 0);
}

struct tls_conn *
tls_conn_new(struct tls *t, int epoll, int fd, const void *addr)
{
	struct tls_conn *c = mem_new(sizeof(*c));

	c->t = t;
	c->fd = fd;
	c->back = -1;
	c->began = c->step_at = clock_mono_ms();
	c->peer = mem_new(sizeof(*c->peer));
	serve_peer_start(&c->peer->base, peer_free);
	tls_sock_address(c, addr);
	atomic_fetch_add(&t->open, 1);
	atomic_fetch_add(&t->greeting, 1);
	c->counted =
	    tls_tally_add(&t->tally, &c->key, fd, t->conf.per_address, false);
	if (c->counted)
		c->ssl = SSL_new(t->ctx.ssl);
	if (c->ssl == NULL || SSL_set_fd(c->ssl, fd) != 1 ||
	    !watch(c, epoll, fd)) {
		ERR_clear_error();
		tls_conn_end(c);
		tls_conn_free(c);
		return (NULL);
	}
	tls_sock_tune(fd);
	SSL_set_accept_state(c->ssl);
	return (c);
}

/* The network's side goes, and does not count any more. */
static void
drop_front(struct tls_conn *c)
{
	SSL_free(c->ssl);
	c->ssl = NULL;
	if (c->counted)
		tls_tally_drop(&c->t->tally, &c->key, c->fd);
	c->counted = false;
	if (c->fd >= 0)
		close(c->fd);
	c->fd = -1;
	flow_drop(&c->down);
}

void
tls_conn_end(struct tls_conn *c)
{
	if (c->step == TLS_GONE)
		return;
	if (c->step == TLS_GREET)
		atomic_fetch_sub(&c->t->greeting, 1);
	atomic_fetch_sub(&c->t->open, 1);
	c->step = TLS_GONE;
	c->again = false;
	drop_front(c);
	flow_drop(&c->up);
	if (c->back >= 0)
		close(c->back);
}

/* Tell serve that no more comes, once it has read what came.  Told before, the
 * library behind may sleep on the last bytes (its epoll is edge triggered, and
 * it takes a short read for the end of what there is); closed before, it would
 * throw them away. */
static void
shut_up(struct tls_conn *c)
{
	int unread = 0;

	if (!c->up_end || c->shut || pending(&c->up))
		return;
	if (ioctl(c->back, SIOCOUTQ, &unread) == 0 && unread > 0)
		return;
	(void)shutdown(c->back, SHUT_WR);
	c->shut = true;
}

/* The peer is gone or sent away, but what it sent is still to be read. */
static void
mute(struct tls_conn *c)
{
	drop_front(c);
	c->up_end = true;
	c->step = TLS_MUTE;
	shut_up(c);
}

void
tls_conn_free(struct tls_conn *c)
{
	must(c->step == TLS_GONE);
	serve_peer_drop(&c->peer->base);
	mem_free(c);
}

/* ---- the handshake ------------------------------------------------------ */

/* From counting by address to counting by node; unknown ones stay. */
static void
count_node(struct tls_conn *c)
{
	struct tally_key k = { .b = { 'n' } };

	if (!c->peer->verified)
		return;
	memcpy(k.b + 1, c->peer->spki, KEY_LEN);
	tls_tally_drop(&c->t->tally, &c->key, c->fd);
	c->key = k;
	c->counted =
	    tls_tally_add(&c->t->tally, &k, c->fd, c->t->conf.per_node, true);
}

static bool
open_back(struct tls_conn *c, int epoll)
{
	int end[2];

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0,
		end) != 0)
		return (false);
	c->back = end[0];
	if (!watch(c, epoll, c->back)) {
		close(end[1]);
		return (false);
	}
	return (serve_adopt(c->t->conf.serve, end[1], &c->peer->base) == NULL);
}

static bool
later(const SSL *ssl, int r)
{
	int e = SSL_get_error(ssl, r);

	return (e == SSL_ERROR_WANT_READ || e == SSL_ERROR_WANT_WRITE);
}

static void
greet(struct tls_conn *c, int epoll)
{
	int r = SSL_accept(c->ssl);

	if (r != 1) {
		if (!later(c->ssl, r))
			tls_conn_end(c);
		return;
	}
	tls_ctx_judge(&c->t->ctx, c->ssl, c->peer);
	count_node(c);
	if (!open_back(c, epoll)) {
		tls_conn_end(c);
		return;
	}
	atomic_fetch_sub(&c->t->greeting, 1);
	c->step = TLS_OPEN;
	c->step_at = clock_mono_ms();
	c->seen = c->peer->base.state;
	pace_restart(&c->up, c->step_at);
	pace_restart(&c->down, c->step_at);
}

/* ---- the pump ----------------------------------------------------------- */

/* Take notice that serve went on. */
static void
look(struct tls_conn *c, int64_t now)
{
	unsigned s = c->peer->base.state;

	if (s == c->seen)
		return;
	c->seen = s;
	c->step_at = now;
	c->header_at = 0;
	pace_restart(&c->up, now);
}

static enum moved
up_read(struct tls_conn *c)
{
	int64_t now;
	int r;

	if (c->up.p == NULL)
		c->up.p = mem_new(PIECE);
	c->up.from = c->up.to = 0;
	r = SSL_read_ex(c->ssl, c->up.p, PIECE, &c->up.to);
	if (r == 1) {
		now = clock_mono_ms();
		look(c, now);
		if ((c->seen & 3) == SERVE_HEADER && c->header_at == 0)
			c->header_at = now;
		return (MOVED);
	}
	flow_drop(&c->up);
	if (later(c->ssl, r))
		return (IDLE);
	if (SSL_get_error(c->ssl, r) != SSL_ERROR_ZERO_RETURN)
		return (OVER);
	c->up_end = true;
	return (IDLE);
}

static enum moved
up_send(struct tls_conn *c)
{
	ssize_t n = send(
	    c->back, c->up.p + c->up.from, c->up.to - c->up.from, MSG_NOSIGNAL);

	if (n > 0) {
		c->up.from += (size_t)n;
		c->up.bytes += (size_t)n;
		return (MOVED);
	}
	if (errno == EAGAIN || errno == EINTR)
		return (IDLE);
	/* serve wants no more of it; what it answered is still to come. */
	flow_drop(&c->up);
	c->up_end = true;
	return (IDLE);
}

static enum moved
up_step(struct tls_conn *c)
{
	enum moved m = IDLE;

	if (!pending(&c->up) && !c->up_end)
		m = up_read(c);
	return (m == OVER || !pending(&c->up) ? m : up_send(c));
}

/* Serve is done: say so, and let the peer read to the end before the socket
 * goes; a reset would take the answer with it. */
static void
linger(struct tls_conn *c)
{
	(void)SSL_shutdown(c->ssl);
	ERR_clear_error();
	(void)shutdown(c->fd, SHUT_WR);
	close(c->back);
	c->back = -1;
	flow_drop(&c->up);
	flow_drop(&c->down);
	c->step = TLS_LINGER;
	c->step_at = clock_mono_ms();
}

static enum moved
down_step(struct tls_conn *c)
{
	size_t wrote = 0;
	ssize_t n;
	int r;

	if (!pending(&c->down)) {
		if (c->down.p == NULL)
			c->down.p = mem_new(PIECE);
		n = read(c->back, c->down.p, PIECE);
		if (n <= 0) {
			bool wait =
			    n < 0 && (errno == EAGAIN || errno == EINTR);

			flow_drop(&c->down);
			return (wait ? IDLE : OVER);
		}
		c->down.from = 0;
		c->down.to = (size_t)n;
	}
	r = SSL_write_ex(c->ssl, c->down.p + c->down.from,
	    c->down.to - c->down.from, &wrote);
	if (r == 1) {
		c->down.from += wrote;
		c->down.bytes += wrote;
		return (MOVED);
	}
	if (!later(c->ssl, r))
		mute(c);
	return (IDLE);
}

static void
pump(struct tls_conn *c)
{
	enum moved up = MOVED, down = MOVED;

	for (int i = 0; i < ROUNDS && (up == MOVED || down == MOVED); i++) {
		up = up_step(c);
		if (up == OVER) {
			mute(c);
			return;
		}
		down = down_step(c);
		if (c->step != TLS_OPEN)
			return;
		if (down == OVER) {
			linger(c);
			return;
		}
	}
	shut_up(c);
	c->again = up == MOVED || down == MOVED;
}

/* Read one side to its end, for nothing; then the connection is over. */
static void
drain(struct tls_conn *c, int fd)
{
	uint8_t scrap[2048];
	ssize_t n;

	for (int i = 0; i < ROUNDS; i++) {
		n = recv(fd, scrap, sizeof(scrap), 0);
		if (n < 0 && (errno == EAGAIN || errno == EINTR))
			return;
		if (n <= 0) {
			tls_conn_end(c);
			return;
		}
	}
	c->again = true;
}

void
tls_conn_run(struct tls_conn *c, int epoll)
{
	c->again = false;
	ERR_clear_error();
	if (c->step == TLS_GREET)
		greet(c, epoll);
	if (c->step == TLS_OPEN)
		pump(c);
	if (c->step == TLS_LINGER)
		drain(c, c->fd);
	if (c->step == TLS_MUTE) {
		while (pending(&c->up) && up_send(c) == MOVED)
			;
		shut_up(c);
		drain(c, c->back);
	}
}

/* ---- the clock ---------------------------------------------------------- */

static bool
too_slow(const struct tls_conf *conf, struct tls_flow *f, int64_t now)
{
	int64_t ms = now - f->since;

	if (ms < conf->floor_ms)
		return (false);
	if ((int64_t)(f->bytes - f->then) * 1000 < conf->floor_bps * ms)
		return (true);
	pace_restart(f, now);
	return (false);
}

static bool
late(struct tls_conn *c, int64_t now, bool stopping)
{
	const struct tls_conf *conf = &c->t->conf;

	if (now - c->began > conf->total_ms)
		return (true);
	look(c, now);
	if (pending(&c->down)) {
		c->step_at = now; /* an answer on its way is not idleness */
		return (too_slow(conf, &c->down, now));
	}
	pace_restart(&c->down, now);
	if ((c->seen & 3) == SERVE_WORK)
		return (false);
	if ((c->seen & 3) == SERVE_BODY) {
		if (pending(&c->up)) /* it is us who are slow */
			pace_restart(&c->up, now);
		return (too_slow(conf, &c->up, now));
	}
	if (c->header_at != 0)
		return (now - c->header_at > conf->header_ms);
	return (stopping ||
		now - c->step_at >
		    ((c->seen >> 2) == 0 ? conf->header_ms : conf->idle_ms));
}

void
tls_conn_tick(struct tls_conn *c, int64_t now, bool stopping)
{
	const struct tls_conf *conf = &c->t->conf;
	bool over = false;

	switch (c->step) {
	case TLS_GREET:
		over = stopping || now - c->began > conf->handshake_ms;
		break;
	case TLS_OPEN:
		if (late(c, now, stopping)) {
			mute(c);
			c->again = true;
			break;
		}
		shut_up(c);
		break;
	case TLS_LINGER:
		over = now - c->step_at > conf->linger_ms;
		break;
	case TLS_MUTE: /* serve itself has an end to its patience */
		shut_up(c);
		break;
	case TLS_GONE:
		break;
	}
	if (over)
		tls_conn_end(c);
}
