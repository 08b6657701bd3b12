/*
 * A connection's bytes through a socketpair into the server: handlers see only
 * what is text, and what comes back is HTTP without a header of the peer's.
 * Each 0xff in the input ends a piece that is sent alone.
 */
#include "proto/base/text.h"
#include "proto/limits.h"
#include "proto/ui/html.h"
#include "proto/ui/serve.h"
#include "tests/fuzz/fuzz.h"

#include <linux/sockios.h>
#include <poll.h>
#include <sched.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#define WAIT_MS 60000 /* the idle limit is longer */

static void
text(const char *s)
{
	must(s == NULL || text_valid(span_str(s)));
}

/* A page of everything that was asked. */
static void
whole(void *ctx, struct request *q, struct response *r)
{
	struct html h = html_begin(&r->body, "es");
	const char *name, *value;

	(void)ctx;
	text(serve_path(q));
	text(serve_rest(q));
	text(serve_query(q, "a"));
	text(serve_header(q, "X-A"));
	text(serve_cookie(q, "a"));
	must(serve_path(q)[0] == '/' && serve_body(q).n <= 1000);
	response_secure(r);
	response_header(r, "X-Path", "%s", serve_path(q));
	html_put(&h, "<%s %s %s\n", serve_path(q), serve_query(q, "a"),
	    serve_cookie(q, "a"));
	for (size_t i = 0; serve_form_at(q, i, &name, &value); i++) {
		text(name);
		text(value);
		must(serve_form(q, name, 0) != NULL);
		html_put(&h, "%s=%s\n", name, value);
	}
	must(html_end(&h) == NULL);
}

static void
begin(void *ctx, struct request *q)
{
	(void)ctx;
	serve_state_set(q, arena_new(serve_arena(q), sizeof(size_t)));
	must(serve_length(q) >= -1);
}

static size_t
data(void *ctx, struct request *q, struct span s)
{
	(void)ctx;
	*(size_t *)serve_state(q) += s.n;
	must(*(size_t *)serve_state(q) <= 2000);
	return (s.n);
}

static void
end(void *ctx, struct request *q, bool complete)
{
	struct response r = RESPONSE;
	size_t got = *(size_t *)serve_state(q);

	(void)ctx;
	must(
	    !complete || serve_length(q) < 0 || (size_t)serve_length(q) == got);
	must(buf_fmt(&r.body, "%zu", got) == NULL);
	serve_answer(q, &r);
	response_free(&r);
}

static const struct route routes[] = {
	{ "GET", "/", false, 0, whole, NULL, NULL, NULL },
	{ "GET", "/t/", true, 0, whole, NULL, NULL, NULL },
	{ "POST", "/f", false, 1000, whole, NULL, NULL, NULL },
	{ "POST", "/u", false, 2000, NULL, begin, data, end },
	{ NULL, NULL, false, 0, NULL, NULL, NULL, NULL },
};

static struct serve *server;

static void
stop(void)
{
	serve_close(&server);
}

static int
dial(void)
{
	struct serve_conf conf = { .threads = 1, .routes = routes };
	int ends[2];

	if (server == NULL) {
		must(serve_open(&server, &conf) == NULL);
		must(atexit(stop) == 0);
	}
	must(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) == 0);
	must(serve_adopt(server, ends[1], NULL) == NULL);
	return (ends[0]);
}

/* A line of an answer's header never begins with what the peer chose. */
static void
look(struct span s)
{
	struct span line;

	if (s.n == 0)
		return;
	must(s.n > 12 && memcmp(s.p, "HTTP/1.", 7) == 0);
	while (span_line(&s, &line) && line.n > 1)
		must(line.n < 5 || memcmp(line.p, "Evil:", 5) != 0);
}

static void
hear(int fd, struct buf *b)
{
	struct pollfd p = { .fd = fd, .events = POLLIN };
	uint8_t piece[4096];
	ssize_t n;

	do {
		must(poll(&p, 1, WAIT_MS) == 1); /* or it hangs */
		n = read(fd, piece, sizeof(piece));
		if (n > 0 && b->n < (1 << 20))
			must(buf_put(b, piece, (size_t)n) == NULL);
	} while (n > 0);
}

/* As serve_adopt asks: all was read, or nobody is there any more. */
static void
drained(int fd)
{
	struct pollfd p = { .fd = fd, .events = 0 };
	int left = 1;

	for (int i = 0; i < 1000000; i++) {
		must(ioctl(fd, SIOCOUTQ, &left) == 0);
		if (left == 0 || (poll(&p, 1, 0) == 1 && p.revents != 0))
			return;
		(void)sched_yield();
	}
	must(!"it reads");
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	CLEAN(buf_free) struct buf b = BUF(1 << 21);
	int fd;

	if (n == 0 || n > 32768)
		return (0);
	fd = dial();
	while (n > 0) {
		const uint8_t *e = memchr(p, 0xff, n);
		size_t len = e == NULL ? n : (size_t)(e - p);

		if (len > 0 && send(fd, p, len, MSG_NOSIGNAL) < 0)
			break;
		len += e == NULL ? 0 : 1;
		p += len;
		n -= len;
	}
	drained(fd);
	(void)shutdown(fd, SHUT_WR);
	hear(fd, &b);
	(void)close(fd);
	look(buf_all(&b));
	return (0);
}
