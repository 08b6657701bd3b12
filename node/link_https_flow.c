/*
 * link_https_flow -- a body that goes out as fast as the link carries it.
 *
 * What the system's buffers and the link's own queue hold is lost when a link
 * is cut, and has to be sent again: on a slow link with a long queue that was
 * more than a third of every file.  So no more is under way than the link
 * needs to be busy: what it delivers in one round trip, and a little.
 */
#include <linux/sockios.h>
#include <linux/tcp.h>
#include <netinet/in.h>
#include <poll.h>
#include <stddef.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include "node/link_https_in.h"
#include "proto/base/clock.h"

#define CHUNK_LEAST 1400 /* with TLS and TCP around it, one packet */
#define UNDER_LEAST ((size_t)2 * CHUNK_LEAST)
#define LOOK_MS     10

void
link_https_flow_start(struct link_https_flow *f, struct span body, int stall_s)
{
	*f = (struct link_https_flow){ .left = body, .stall_s = stall_s };
}

/* How much may be under way; the system knows rate and round trip. */
static size_t
may_be_under(int fd)
{
	struct tcp_info i = { 0 };
	socklen_t n = sizeof(i);
	uint64_t pipe;

	if (getsockopt(fd, IPPROTO_TCP, TCP_INFO, &i, &n) != 0 ||
	    n <= offsetof(struct tcp_info, tcpi_delivery_rate))
		return (SIZE_MAX); /* an old system: as it likes */
	if (i.tcpi_delivery_rate > UINT32_MAX)
		return (SIZE_MAX);
	pipe = i.tcpi_delivery_rate * i.tcpi_min_rtt / 1000000;
	pipe = pipe * 5 / 4 + CHUNK_LEAST;
	return (pipe < UNDER_LEAST ? UNDER_LEAST : (size_t)pipe);
}

/* Until there is room, or an answer, or an end; false: nothing moved. */
static bool
wait_room(const struct link_https_flow *f, int fd, size_t *most)
{
	struct pollfd p = { .fd = fd, .events = POLLIN };
	int64_t since = clock_mono_ms();
	int under, was = -1;

	for (;;) {
		*most = may_be_under(fd);
		if (*most == SIZE_MAX || ioctl(fd, SIOCOUTQ, &under) != 0)
			return (true);
		if ((size_t)under + CHUNK_LEAST <= *most)
			return (true);
		if (under != was)
			since = clock_mono_ms();
		was = under;
		if (clock_mono_ms() - since > (int64_t)f->stall_s * 1000)
			return (false);
		if (poll(&p, 1, LOOK_MS) > 0)
			return (true); /* libcurl has to look at it */
	}
}

bool
link_https_flow_next(
    struct link_https_flow *f, int fd, char *to, size_t room, size_t *n)
{
	size_t most = SIZE_MAX;

	*n = f->left.n < room ? f->left.n : room;
	if (*n == 0)
		return (true);
	if (fd >= 0 && !wait_room(f, fd, &most))
		return (false);
	if (*n > most / 3)
		*n = most / 3 > CHUNK_LEAST ? most / 3 : CHUNK_LEAST;
	if (*n > f->left.n)
		*n = f->left.n;
	memcpy(to, f->left.p, *n);
	f->left = span_of(f->left.p + *n, f->left.n - *n);
	return (true);
}
