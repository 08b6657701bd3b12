#include "hub/service.h"

#include <errno.h>
#include <signal.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#include "hub/confine.h"
#include "hub/front.h"
#include "hub/metrics.h"
#include "hub/ticket.h"
#include "hub/tls.h"
#include "proto/base/clock.h"
#include "proto/base/file.h"
#include "proto/base/mem.h"
#include "proto/base/say.h"

#define READERS      2
#define TLS_THREADS  2
#define HTTP_THREADS 2
#define PAGE_THREADS 2
/* People behind one address of an institution, with a few connections each. */
#define PAGES_PER_ADDRESS 512
#define FLUSH_S           10

struct service {
	const struct service_conf *conf;
	struct house h;
	int lock, manager;
	struct tickets *tickets;
	struct tls_store store;
	struct gate *gate;
	struct writer *writer;
	struct front *front;
	struct serve *behind, *pages;
	struct tls *tls, *pages_tls;
	struct board *board;
	struct metrics *metrics;
	struct buf server, pages_pem, pages_key;
	char *names; /* cut up: what name[] points into */
	const char *name[HOUSE_NAMES + 4];
	struct service_at at;
	/* The flush that is under way. */
	struct writer_job job;
	_Atomic bool flushing;
};

/* To a service manager, as sd_notify(3) describes; -1: there is none.  Opened
 * once: later no socket can be. */
static int
manager_open(void)
{
	const char *path = getenv("NOTIFY_SOCKET");
	struct sockaddr_un to = { .sun_family = AF_UNIX };
	size_t n = path == NULL ? 0 : strlen(path);
	int fd;

	if (n < 2 || n >= sizeof(to.sun_path) ||
	    (path[0] != '/' && path[0] != '@'))
		return (-1);
	memcpy(to.sun_path, path, n);
	if (path[0] == '@')
		to.sun_path[0] = '\0';
	fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (fd >= 0 &&
	    connect(fd, (struct sockaddr *)&to,
		(socklen_t)(offsetof(struct sockaddr_un, sun_path) + n)) == 0)
		return (fd);
	say(SAY_WARN, "service", "%s: %s", path, strerror(errno));
	if (fd >= 0)
		close(fd);
	return (-1);
}

static void
notify(const struct service *s, const char *text)
{
	if (s->manager >= 0 &&
	    send(s->manager, text, strlen(text), MSG_NOSIGNAL) < 0)
		say(SAY_WARN, "service", "notify: %s", strerror(errno));
}

/* ---- opening ------------------------------------------------------------ */

static void
at_set(char at[64], const char *addr, uint16_t port)
{
	(void)snprintf(at, 64, strchr(addr, ':') == NULL ? "%s:%u" : "[%s]:%u",
	    addr, (unsigned)port);
}

static void
lost(void *ctx, const char *serial)
{
	ticket_revoke(ctx, serial);
}

static err_t
open_gate(struct service *s)
{
	struct gate_conf conf = { .lost = lost, .ctx = s->tickets };
	char *path = house_path(s->h.dir, "hub.db");
	struct db *db = NULL;
	err_t e = db_open(&db, path, DB_READ);

	mem_free(path);
	TRY(e);
	gate_open(&s->gate, db, &conf);
	return (NULL);
}

static err_t
open_door(struct service *s)
{
	struct serve_conf behind = { .threads = HTTP_THREADS,
		.routes = front_routes(),
		.ctx = s->front };
	struct tls_conf door = { .threads = TLS_THREADS,
		.ca_pem = buf_all(&s->h.ca_pem),
		.cert_pem = buf_all(&s->server),
		.key = s->h.key,
		.store = &s->store };
	const char *listen = s->conf->listen;
	char addr[48];

	TRY_FOR(house_split(
		    listen == NULL ? s->h.listen : listen, addr, &door.port),
	    "listen");
	TRY(serve_open(&s->behind, &behind));
	s->store = ticket_store(s->tickets);
	door.serve = s->behind;
	door.addr = addr;
	TRY(tls_open(&s->tls, &door));
	at_set(s->at.offices, addr, tls_port(s->tls));
	return (house_listens(&s->h, addr, tls_port(s->tls)));
}

static err_t
open_board(struct service *s)
{
	struct board_conf conf = { .dir = s->conf->dir,
		.names = s->name,
		.screens = s->conf->screens };

	s->names = mem_dup(s->h.name);
	(void)house_names(s->names, s->name);
	board_open(&s->board, &conf);
	TRY_FOR(house_pages(&s->h, clock_now(), &s->pages_pem, &s->pages_key),
	    "pages.pem");
	return (NULL);
}

static err_t
open_pages(struct service *s)
{
	const char *pages =
	    s->conf->pages == NULL ? s->h.pages : s->conf->pages;
	struct serve_conf behind = { .threads = PAGE_THREADS,
		.routes = board_routes(),
		.allow = board_allow };
	struct tls_conf door = { .threads = 1,
		.browsers = true,
		.ca_pem = buf_all(&s->h.ca_pem),
		.per_address = PAGES_PER_ADDRESS };
	char addr[48];

	if (s->conf->screens == NULL)
		return (NULL);
	TRY_FOR(house_split(pages, addr, &door.port), "pages");
	TRY(open_board(s));
	behind.ctx = s->board;
	TRY_FOR(serve_open(&s->pages, &behind), "pages");
	door.serve = s->pages;
	door.addr = addr;
	door.cert_pem = buf_all(&s->pages_pem);
	door.key_pem = buf_all(&s->pages_key);
	TRY_FOR(tls_open(&s->pages_tls, &door), "pages");
	at_set(s->at.pages, addr, tls_port(s->pages_tls));
	return (NULL);
}

static err_t
until(const struct buf *pem, int64_t *at)
{
	struct cert_info i;

	*at = 0;
	if (pem->n == 0)
		return (NULL);
	TRY(cert_read(buf_all(pem), &i));
	*at = i.not_after;
	return (NULL);
}

static err_t
open_metrics(struct service *s)
{
	struct metrics_conf conf = { .dir = s->conf->dir,
		.front = s->front,
		.writer = s->writer,
		.offices = s->tls,
		.pages = s->pages_tls };
	char addr[48];

	if (s->conf->metrics == NULL)
		return (NULL);
	TRY_FOR(house_split(s->conf->metrics, addr, &conf.port), "metrics");
	conf.addr = addr;
	TRY_FOR(until(&s->h.ca_pem, &conf.ca_until), "ca.pem");
	TRY_FOR(until(&s->server, &conf.server_until), "server.pem");
	TRY_FOR(until(&s->pages_pem, &conf.pages_until), "pages.pem");
	TRY_FOR(metrics_open(&s->metrics, &conf), "metrics");
	at_set(s->at.metrics, addr, metrics_port(s->metrics));
	return (NULL);
}

/* Does it give up the rights that it does not need? */
static bool
confined(const struct service *s)
{
#ifdef MESAS_WATCHED
	(void)s;
	return (false); /* a sanitizer's own work would be refused too */
#else
	return (!s->conf->unconfined);
#endif
}

static err_t
open_all(struct service *s)
{
	int64_t now = clock_now();

	TRY(service_lock(s->conf->dir, &s->lock));
	TRY(house_open(&s->h, s->conf->dir));
	TRY_FOR(house_server(&s->h, now, &s->server), "certificate");
	TRY_FOR(house_own(&s->h), "positions");
	TRY(ticket_open(&s->tickets, s->h.st.db, now));
	TRY(open_gate(s));
	if (confined(s))
		TRY_FOR(confine_files(s->conf->dir), "confine");
	TRY(writer_open(&s->writer, &s->h, READERS));
	front_open(&s->front, s->writer, s->gate, s->h.key);
	TRY(open_door(s));
	TRY(open_pages(s));
	TRY(open_metrics(s));
	if (confined(s))
		TRY_FOR(confine_calls(), "confine");
	if (s->conf->ready != NULL)
		TRY(s->conf->ready(s->conf->said, &s->at));
	return (NULL);
}

/* ---- while it stays ----------------------------------------------------- */

static err_t
flush(void *ctx, struct house *h, int64_t now)
{
	struct service *s = ctx;

	return (ticket_flush(s->tickets, h->st.db, now));
}

static void
flushed(void *ctx, struct store *st, err_t e)
{
	struct service *s = ctx;

	(void)st;
	if (e != NULL)
		say_err("service", e);
	s->flushing = false;
}

/* Every few seconds: sessions to the store. */
static void
care(struct service *s)
{
	err_t e;

	if (atomic_exchange(&s->flushing, true))
		return;
	s->job = (struct writer_job){
		.ctx = s, .alone = true, .apply = flush, .done = flushed
	};
	e = writer_add(s->writer, &s->job);
	if (e != NULL) {
		say_err("service", e);
		s->flushing = false;
	}
}

/* Until somebody wants it to end. */
static void
stay(struct service *s, const sigset_t *stop)
{
	const struct timespec wait = { .tv_sec = FLUSH_S };
	int r;

	for (;;) {
		r = sigtimedwait(stop, NULL, &wait);
		if (r == SIGTERM || r == SIGINT)
			return;
		if (r < 0 && errno == EAGAIN)
			care(s);
		notify(s, "WATCHDOG=1");
	}
}

static void
close_all(struct service *s)
{
	err_t e;

	metrics_close(&s->metrics);
	tls_close(&s->pages_tls, LIMIT_STOP_MS);
	tls_close(&s->tls, LIMIT_STOP_MS);
	if (s->behind != NULL)
		serve_close(&s->behind);
	if (s->pages != NULL)
		serve_close(&s->pages);
	board_close(&s->board);
	writer_close(&s->writer);
	if (s->front != NULL)
		front_close(&s->front);
	gate_close(&s->gate);
	if (s->tickets != NULL && s->h.st.db != NULL) {
		e = ticket_flush(s->tickets, s->h.st.db, clock_now());
		if (e == NULL)
			e = db_checkpoint(s->h.st.db);
		if (e != NULL)
			say_err("service", e);
	}
	ticket_close(&s->tickets);
	buf_free(&s->server);
	buf_free(&s->pages_pem);
	crypt_wipe(s->pages_key.p, s->pages_key.n);
	buf_free(&s->pages_key);
	mem_free(s->names);
	house_close(&s->h);
	if (s->lock >= 0)
		file_unlock(&s->lock);
	if (s->manager >= 0)
		close(s->manager);
}

err_t
service_run(const struct service_conf *conf)
{
	struct service s = { .conf = conf, .lock = -1, .manager = -1 };
	struct err kept;
	sigset_t stop;
	err_t e;

	/* Before any thread is made: they all inherit it. */
	sigemptyset(&stop);
	sigaddset(&stop, SIGTERM);
	sigaddset(&stop, SIGINT);
	must(pthread_sigmask(SIG_BLOCK, &stop, NULL) == 0);
	(void)signal(SIGPIPE, SIG_IGN);
	s.manager = manager_open();
	e = open_all(&s);
	if (e == NULL) {
		notify(&s, "READY=1");
		stay(&s, &stop);
		notify(&s, "STOPPING=1");
		close_all(&s);
		return (NULL);
	}
	kept = *e;
	close_all(&s);
	return (err_new(kept.code, "%s", kept.text));
}
