/*
 * proxy -- a road that breaks where it is told to, for the scenarios.
 *
 *   proxy HUB_PORT answer N   pass N answers (runs of bytes from the hub that
 *       follow bytes from the office), then cut both sides before the next:
 *       the hub has the request, the office never hears
 *   proxy HUB_PORT up N       pass N bytes from the office, then cut
 *   proxy HUB_PORT lost N     the same, but what passed arrives, as when a
 *       radio link fades: nobody tells the hub
 *   proxy HUB_PORT down N     pass N bytes from the hub, then cut
 *   proxy HUB_PORT faint N    the same, but what passed arrives
 *
 * Prints the port it listens on.  Serves one connection after the other, each
 * counted anew, and says after each on the standard output what happened:
 * "cut" or "end", and the answers and bytes that passed.
 */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define CHUNK 4096

enum how { CUT_ANSWER, CUT_UP, CUT_LOST, CUT_DOWN, CUT_FAINT };

struct road {
	int office, hub;
	enum how how;
	long most;
	long answers, up, down;
	bool asked; /* the office spoke last */
};

static struct sockaddr_in
loopback(int port)
{
	struct sockaddr_in a;

	memset(&a, 0, sizeof(a));
	a.sin_family = AF_INET;
	a.sin_port = htons((uint16_t)port);
	a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	return (a);
}

static bool
send_all(int fd, const char *p, size_t n)
{
	while (n > 0) {
		ssize_t k = send(fd, p, n, MSG_NOSIGNAL);

		if (k <= 0)
			return (false);
		p += k;
		n -= (size_t)k;
	}
	return (true);
}

/* A reset, not a polite end: as a power cut or a lost link. */
static void
slam(int fd)
{
	struct linger l = { 1, 0 };

	(void)setsockopt(fd, SOL_SOCKET, SO_LINGER, &l, sizeof(l));
	(void)close(fd);
}

/* Whatever was passed on is read there before the end. */
static void
fade(int fd)
{
	struct pollfd p = { fd, POLLIN, 0 };
	char b[CHUNK];

	(void)shutdown(fd, SHUT_WR);
	while (poll(&p, 1, 5000) > 0 && recv(fd, b, sizeof(b), 0) > 0)
		;
	(void)close(fd);
}

/* How much of n bytes may pass; fewer than n means: then cut. */
static size_t
allowed(struct road *r, bool from_hub, size_t n)
{
	long left = (long)n;

	if (from_hub && r->how == CUT_ANSWER && r->asked &&
	    r->answers == r->most)
		return (0);
	if (from_hub && (r->how == CUT_DOWN || r->how == CUT_FAINT))
		left = r->most - r->down;
	if (!from_hub && (r->how == CUT_UP || r->how == CUT_LOST))
		left = r->most - r->up;
	return (left < (long)n ? (size_t)(left < 0 ? 0 : left) : n);
}

/* One piece from one side to the other; false: it is over. */
static bool
carry(struct road *r, bool from_hub, bool *cut)
{
	char b[CHUNK];
	int from = from_hub ? r->hub : r->office;
	int to = from_hub ? r->office : r->hub;
	ssize_t k = recv(from, b, sizeof(b), 0);
	size_t n, may;

	if (k <= 0)
		return (false);
	n = (size_t)k;
	may = allowed(r, from_hub, n);
	*cut = may < n;
	if (from_hub) {
		r->answers += r->asked && may > 0;
		r->asked = r->asked && may == 0;
		r->down += (long)may;
	} else {
		r->asked = true;
		r->up += (long)may;
	}
	return (send_all(to, b, may) && !*cut);
}

static void
serve(struct road *r, int port)
{
	struct sockaddr_in a = loopback(port);
	struct pollfd p[2];
	int one = 1;
	bool cut = false, more = true;

	r->answers = r->up = r->down = 0;
	r->asked = false;
	r->hub = socket(AF_INET, SOCK_STREAM, 0);
	if (connect(r->hub, (struct sockaddr *)&a, sizeof(a)) != 0) {
		slam(r->office);
		(void)close(r->hub);
		return;
	}
	(void)setsockopt(r->hub, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
	(void)setsockopt(
	    r->office, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
	while (more) {
		p[0] = (struct pollfd){ r->office, POLLIN, 0 };
		p[1] = (struct pollfd){ r->hub, POLLIN, 0 };
		if (poll(p, 2, 120000) <= 0)
			break;
		if (p[0].revents != 0)
			more = carry(r, false, &cut);
		if (more && p[1].revents != 0)
			more = carry(r, true, &cut);
	}
	if (cut && r->how == CUT_FAINT)
		fade(r->office);
	else
		slam(r->office);
	if (cut && r->how == CUT_LOST)
		fade(r->hub);
	else if (cut)
		slam(r->hub);
	else
		(void)close(r->hub);
	(void)printf("%s %ld answers %ld up %ld down\n", cut ? "cut" : "end",
	    r->answers, r->up, r->down);
	(void)fflush(stdout);
}

int
main(int argc, char **argv)
{
	struct sockaddr_in a = loopback(0);
	socklen_t n = sizeof(a);
	struct road r = { 0 };
	int at;

	if (argc != 4)
		return (64);
	r.how = strcmp(argv[2], "answer") == 0  ? CUT_ANSWER
		: strcmp(argv[2], "up") == 0    ? CUT_UP
		: strcmp(argv[2], "lost") == 0  ? CUT_LOST
		: strcmp(argv[2], "faint") == 0 ? CUT_FAINT
						: CUT_DOWN;
	r.most = strtol(argv[3], NULL, 10);
	at = socket(AF_INET, SOCK_STREAM, 0);
	if (bind(at, (struct sockaddr *)&a, sizeof(a)) != 0 ||
	    listen(at, 8) != 0 ||
	    getsockname(at, (struct sockaddr *)&a, &n) != 0)
		return (71);
	(void)signal(SIGPIPE, SIG_IGN);
	(void)printf("%d\n", ntohs(a.sin_port));
	(void)fflush(stdout);
	for (;;) {
		r.office = accept(at, NULL, NULL);
		if (r.office >= 0)
			serve(&r, (int)strtol(argv[1], NULL, 10));
	}
}
