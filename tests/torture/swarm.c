/*
 * swarm -- a crowd at the hub's door, and honest offices among it.
 *
 * swarm HUB_PID PORT SCALE NODE_PROGRAM DIR...: how long do syncs of the
 * offices in DIR take alone; then CROWD connections that behave badly, each
 * in its way, while they sync again.  Every connection must end by the
 * deadline of its behaviour (proto/limits.h, in per mille of SCALE), every
 * sync must succeed, the hub's memory and descriptors must come back.
 */
#include <arpa/inet.h>
#include <dirent.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <spawn.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "proto/base/clock.h"
#include "proto/base/err.h"
#include "proto/base/mem.h"
#include "proto/limits.h"
#include "tests/sim/rng.h"
#include "tests/torture/fault.h" /* FAULT_ASAN */

#define CROWD     256
#define STREETS   16 /* addresses they come from */
#define SYNCS     12
#define GRACE_MS  8000 /* threads of a busy machine */
#define RSS_MB    192
#define DIRS_MOST 16

enum way {
	MUTE,        /* connects and says nothing */
	HALF_HELLO,  /* a handshake byte by byte */
	NOT_TLS,     /* bytes of no protocol */
	SILENT,      /* a handshake, then nothing */
	SLOW_HEADER, /* a header byte by byte */
	SLOW_BODY,   /* a body byte by byte */
	SUSPENDED,   /* half a body, then nothing */
	IDLE,        /* one request answered, then nothing */
	RESET,       /* half a body, then gone with a reset */
	HALF_CLOSED, /* a request, and its half of the connection closed */
	GARBAGE,     /* a request and behind it bytes of no protocol */
	PIPELINED,   /* twenty requests at once, no answer read */
	POLITE,      /* a request, its answer, good bye */
	WAYS
};

static const char *const way_name[WAYS] = { "mute", "half-hello", "not-tls",
	"silent", "slow-header", "slow-body", "suspended", "idle", "reset",
	"half-closed", "garbage", "pipelined", "polite" };

/* By when the hub has to have ended it. */
static const int deadline[WAYS] = { LIMIT_TLS_HANDSHAKE_MS,
	LIMIT_TLS_HANDSHAKE_MS, LIMIT_TLS_HANDSHAKE_MS, LIMIT_TLS_HEADER_MS,
	LIMIT_TLS_HEADER_MS, LIMIT_TLS_FLOOR_MS, LIMIT_TLS_FLOOR_MS,
	LIMIT_TLS_IDLE_MS, LIMIT_TLS_FLOOR_MS, LIMIT_TLS_IDLE_MS,
	LIMIT_TLS_IDLE_MS, LIMIT_TLS_FLOOR_MS, LIMIT_TLS_IDLE_MS };

struct visitor {
	pthread_t t;
	enum way way;
	int street;
	struct rng rng;
	SSL *ssl;
	int fd;
	int64_t ms; /* how long it lasted */
	bool answered, refused, late;
};

static struct visitor crowd[CROWD];
static SSL_CTX *ctx;
static uint16_t port;
static int scale; /* per mille of the limits */
static _Atomic int failures;

/* ---- a connection ------------------------------------------------------- */

static int64_t
allowed(enum way w)
{
	return ((int64_t)deadline[w] * scale / 1000 + GRACE_MS);
}

static bool
dial(struct visitor *v)
{
	struct sockaddr_in from = { .sin_family = AF_INET,
		.sin_addr.s_addr = htonl(0x7f010001u + (unsigned)v->street) };
	struct sockaddr_in to = { .sin_family = AF_INET,
		.sin_port = htons(port),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	int on = 1;

	v->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (v->fd < 0)
		return (false);
	(void)setsockopt(v->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
	return (bind(v->fd, (struct sockaddr *)&from, sizeof(from)) == 0 &&
		connect(v->fd, (struct sockaddr *)&to, sizeof(to)) == 0);
}

/* Within its deadline: the hub may be busy with the others. */
static bool
greet(struct visitor *v)
{
	struct timeval most = { .tv_sec = 30 };

	(void)setsockopt(v->fd, SOL_SOCKET, SO_RCVTIMEO, &most, sizeof(most));
	v->ssl = SSL_new(ctx);
	must(v->ssl != NULL && SSL_set_fd(v->ssl, v->fd) == 1);
	return (SSL_connect(v->ssl) == 1);
}

static void
tell(struct visitor *v, const char *s, size_t n)
{
	if (v->ssl != NULL)
		(void)SSL_write(v->ssl, s, (int)n);
	else
		(void)send(v->fd, s, n, MSG_NOSIGNAL);
}

/* Until the other side ends it, or its time is over; drip: a byte now and
 * then meanwhile. */
static bool
ended(struct visitor *v, int64_t from, bool drip)
{
	char t[4096];

	while (clock_mono_ms() - from <= allowed(v->way)) {
		struct pollfd p = { .fd = v->fd, .events = POLLIN | POLLRDHUP };
		int ms = (int)(200 + rng_below(&v->rng, 600));
		ssize_t n;

		if (poll(&p, 1, ms) == 0) {
			if (drip)
				tell(v, "a", 1);
			continue;
		}
		n = recv(v->fd, t, sizeof(t), MSG_PEEK | MSG_DONTWAIT);
		if (n == 0 || (n < 0 && errno != EAGAIN))
			return (true);
		if (v->ssl == NULL)
			n = recv(v->fd, t, sizeof(t), MSG_DONTWAIT);
		else
			n = SSL_read(v->ssl, t, sizeof(t));
		/* A ticket is no answer. */
		if (n <= 0 && v->ssl != NULL &&
		    SSL_get_error(v->ssl, (int)n) == SSL_ERROR_WANT_READ)
			continue;
		if (n <= 0)
			return (true);
		v->answered = true;
	}
	return (false);
}

#define GET "GET /healthz HTTP/1.1\r\nHost: h\r\n\r\n"
#define POST                                                                   \
	"POST /v1/enrol HTTP/1.1\r\nHost: h\r\n"                               \
	"Content-Type: application/json\r\nContent-Length: 60000\r\n\r\n{"
#define SAY(v, s) tell(v, s, sizeof(s) - 1)

static void
garbage(struct visitor *v)
{
	uint8_t b[600];

	for (size_t i = 0; i < sizeof(b); i++)
		b[i] = (uint8_t)rng_next(&v->rng);
	tell(v, (const char *)b, sizeof(b));
}

/* What it has to say; true: it goes on byte by byte. */
static bool
begin(struct visitor *v)
{
	struct linger gone = { .l_onoff = 1 };

	switch (v->way) {
	case NOT_TLS:
		garbage(v);
		return (false);
	case HALF_HELLO:
		tell(v, "\x16\x03\x01\x02\x00\x01", 6);
		return (true);
	case SLOW_HEADER:
		SAY(v, "GET /healthz HTTP/1.1\r\nX-Slow: ");
		return (true);
	case SLOW_BODY:
		SAY(v, POST);
		return (true);
	case RESET:
		SAY(v, POST);
		(void)setsockopt(
		    v->fd, SOL_SOCKET, SO_LINGER, &gone, sizeof(gone));
		return (false);
	case SUSPENDED:
		SAY(v, POST);
		return (false);
	case HALF_CLOSED:
		SAY(v, GET);
		(void)shutdown(v->fd, SHUT_WR);
		return (false);
	case PIPELINED:
		for (int i = 0; i < 20; i++)
			SAY(v, GET);
		return (false);
	case GARBAGE:
		SAY(v, GET);
		garbage(v);
		return (false);
	case IDLE:
	case POLITE:
		SAY(v, GET);
		return (false);
	case MUTE:
	case SILENT:
	case WAYS:
	default:
		return (false);
	}
}

static void
behave(struct visitor *v)
{
	int64_t from = clock_mono_ms();
	bool plain =
		 v->way == MUTE || v->way == HALF_HELLO || v->way == NOT_TLS,
	     drip;
	struct timeval soon = { .tv_sec = v->way == POLITE ? 30 : 1 };
	char t[600];

	if (!dial(v) || (!plain && !greet(v))) {
		v->refused = true;
		return;
	}
	(void)setsockopt(v->fd, SOL_SOCKET, SO_RCVTIMEO, &soon, sizeof(soon));
	from = clock_mono_ms();
	drip = begin(v);
	if (v->way == RESET)
		return; /* it closes, with what it had sent on its way */
	if (v->way == POLITE) {
		for (int i = 0; i < 4 && !v->answered; i++)
			v->answered = SSL_read(v->ssl, t, sizeof(t)) > 0;
		(void)SSL_shutdown(v->ssl);
		return;
	}
	v->late = !ended(v, from, drip);
	v->ms = clock_mono_ms() - from;
}

static void *
visit(void *arg)
{
	struct visitor *v = arg;

	usleep((useconds_t)rng_below(&v->rng, 1500000));
	behave(v);
	if (v->ssl != NULL)
		SSL_free(v->ssl);
	if (v->fd >= 0)
		close(v->fd);
	return (NULL);
}

/* ---- honest offices ----------------------------------------------------- */

static char *program;
static char **office; /* their folders, NULL-ended */
static _Atomic bool enough;

extern char **environ;

static int
run(const char *const argv[])
{
	int status = -1;
	pid_t pid;

	if (posix_spawn(
		&pid, program, NULL, NULL, (char *const *)argv, environ) != 0 ||
	    waitpid(pid, &status, 0) != pid)
		return (-1);
	return (WIFEXITED(status) ? WEXITSTATUS(status) : -1);
}

/* Save something and sync; how long the sync took. */
static int64_t
one_sync(char *dir)
{
	const char *const save[] = { program, "-C", dir, "save", "gap",
		"roundtable=MESA-07", "title=Enjambre", "severity=low", NULL };
	const char *const sync[] = { program, "-C", dir, "sync", NULL };
	int64_t from;
	int rc = run(save);

	from = clock_mono_ms();
	if (rc == 0)
		rc = run(sync);
	if (rc == 0)
		return (clock_mono_ms() - from);
	printf("%s: a sync ended with %d\n", dir, rc);
	failures++;
	return (-1);
}

struct times {
	int64_t ms[4096];
	size_t n;
};

static int
shorter(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x < y ? -1 : x > y);
}

static int64_t
median(struct times *t)
{
	qsort(t->ms, t->n, sizeof(t->ms[0]), shorter);
	return (t->n == 0 ? -1 : t->ms[t->n / 2]);
}

/* A few, or until there is enough of it. */
static void
syncs(struct times *t, size_t least)
{
	for (size_t i = 0; t->n < 4096; i++) {
		char **dir = office;
		size_t n = 0;

		if (least > 0 ? i >= least : enough)
			return;
		while (dir[n] != NULL)
			n++;
		t->ms[t->n++] = one_sync(dir[i % n]);
	}
}

static void *
go_on(void *arg)
{
	syncs(arg, 0);
	return (NULL);
}

/* ---- the hub ------------------------------------------------------------ */

static int hub;

static unsigned
descriptors(void)
{
	unsigned n = 0;
	char path[64];
	DIR *d;

	snprintf(path, sizeof(path), "/proc/%d/fd", hub);
	d = opendir(path);
	while (d != NULL && readdir(d) != NULL)
		n++;
	if (d != NULL)
		(void)closedir(d);
	return (n);
}

static long
peak_kb(void)
{
	char path[64], line[200];
	long kb = -1;
	FILE *f;

	snprintf(path, sizeof(path), "/proc/%d/status", hub);
	f = fopen(path, "r");
	while (f != NULL && fgets(line, sizeof(line), f) != NULL)
		if (strncmp(line, "VmHWM:", 6) == 0)
			kb = strtol(line + 6, NULL, 10);
	if (f != NULL)
		(void)fclose(f);
	return (kb);
}

/* ---- all of it ---------------------------------------------------------- */

static void
check(bool good, const char *what)
{
	if (good)
		return;
	printf("FAILED: %s\n", what);
	failures++;
}

static void
tell_ways(void)
{
	for (int w = 0; w < WAYS; w++) {
		int n = 0, late = 0, refused = 0, answered = 0;
		int64_t most = 0;

		for (int i = 0; i < CROWD; i++) {
			struct visitor *v = &crowd[i];

			if ((int)v->way != w)
				continue;
			n++;
			late += v->late;
			refused += v->refused;
			answered += v->answered;
			most = v->ms > most ? v->ms : most;
		}
		printf("  %-12s %3d, longest %6lld of %6lld ms, %2d not let"
		       " in, %2d answered, %d late\n",
		    way_name[w], n, (long long)most,
		    (long long)allowed((enum way)w), refused, answered, late);
		check(late == 0, "one outlived its deadline");
		check(w != POLITE || answered == n, "a polite one unanswered");
	}
}

static void
come(uint64_t seed)
{
	for (int i = 0; i < CROWD; i++) {
		struct visitor *v = &crowd[i];

		v->way = (enum way)(i % WAYS);
		v->street = i % STREETS;
		v->rng.s = seed + (uint64_t)i * 7919;
		v->fd = -1;
		must(pthread_create(&v->t, NULL, visit, v) == 0);
	}
	for (int i = 0; i < CROWD; i++)
		must(pthread_join(crowd[i].t, NULL) == 0);
}

static struct times alone, among;

int
main(int argc, char **argv)
{
	unsigned before, after = 0;
	pthread_t honest;

	must(argc >= 6);
	hub = (int)strtol(argv[1], NULL, 10);
	port = (uint16_t)strtol(argv[2], NULL, 10);
	scale = (int)strtol(argv[3], NULL, 10);
	program = argv[4];
	office = argv + 5;
	(void)signal(SIGPIPE, SIG_IGN);
	ctx = SSL_CTX_new(TLS_client_method());
	must(ctx != NULL);
	(void)SSL_CTX_clear_mode(ctx, SSL_MODE_AUTO_RETRY);
	syncs(&alone, SYNCS);
	before = descriptors();
	must(pthread_create(&honest, NULL, go_on, &among) == 0);
	come((uint64_t)clock_now());
	enough = true;
	must(pthread_join(honest, NULL) == 0);
	for (int i = 0; i < 100 && (after = descriptors()) > before; i++)
		usleep(100000);
	tell_ways();
	printf(
	    "  honest: %zu syncs alone, median %lld ms; %zu among %d, median"
	    " %lld ms\n  hub: %u descriptors before, %u after; peak %ld KB\n",
	    alone.n, (long long)median(&alone), among.n, CROWD,
	    (long long)median(&among), before, after, peak_kb());
	check(among.n > 0, "no sync among the crowd");
	check(after <= before, "descriptors are left");
#ifndef FAULT_ASAN /* which keeps what was freed */
	check(peak_kb() < RSS_MB * 1024L, "too much memory");
#endif
	SSL_CTX_free(ctx);
	return (failures > 0);
}
