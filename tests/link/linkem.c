/*
 * linkem -- a bad link between two network namespaces.
 *
 *   linkem OFFICE HUB KBIT DELAY_MS LOSS_PERCENT CUT_S SEED
 *
 * Makes two TUN devices of these names and carries packets between them: each
 * way at KBIT kbit/s behind a queue of QUEUE_S seconds, DELAY_MS later,
 * losing LOSS_PERCENT of them.  CUT_S seconds apart on average (0: never)
 * the link is away for DARK_S seconds and forgets, as a mobile network does,
 * who had spoken with whom: packets of connections from before are answered
 * with a reset.
 *
 * Says "ready", and after each line on its standard input what has passed:
 * packets and bytes from the office, from the hub, lost packets, cuts.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/if_tun.h>
#include <net/if.h>
#include <netinet/ip.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#define PACKET  2048
#define QUEUE_S 3.0
#define DARK_S  2.0
#define FLOWS   4096

struct packet {
	struct packet *next;
	double due;
	size_t n;
	uint8_t b[PACKET];
};
struct way { /* one direction */
	struct packet *first, **last;
	double free_at; /* when the line is free again */
	uint64_t packets, bytes;
};
struct flow {
	uint32_t a, b;
	uint16_t pa, pb;
	unsigned life; /* of the link, when it was first seen */
};
struct link {
	int tun[2]; /* office, hub */
	struct way way[2];
	double rate, delay, loss, cut_mean, next_cut, dark_until;
	unsigned life;
	uint64_t lost, cuts, rng;
	struct flow flow[FLOWS];
	size_t flows;
};

static double
now(void)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_MONOTONIC, &t);
	return ((double)t.tv_sec + (double)t.tv_nsec * 1e-9);
}

/* splitmix64, to one of [0, 1). */
static double
chance(struct link *l)
{
	uint64_t z = l->rng += 0x9e3779b97f4a7c15;

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
	z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
	return ((double)((z ^ (z >> 31)) >> 11) * 0x1p-53);
}

static int
tun_open(const char *name)
{
	int fd = open("/dev/net/tun", O_RDWR | O_NONBLOCK | O_CLOEXEC);
	struct ifreq r = { .ifr_flags = IFF_TUN | IFF_NO_PI };

	(void)snprintf(r.ifr_name, sizeof(r.ifr_name), "%s", name);
	if (fd < 0 || ioctl(fd, TUNSETIFF, &r) != 0) {
		perror("tun");
		exit(77); /* not here: the caller says so */
	}
	return (fd);
}

/* ---- cuts --------------------------------------------------------------- */

static void
draw_cut(struct link *l, double t)
{
	/* Uniform up to twice the mean. */
	l->next_cut = l->cut_mean > 0 ? t + 2 * l->cut_mean * chance(l) : 1e18;
}

static void
way_clear(struct way *w)
{
	while (w->first != NULL) {
		struct packet *p = w->first;

		w->first = p->next;
		free(p);
	}
	w->last = &w->first;
	w->free_at = 0;
}

static void
cut(struct link *l, double t)
{
	l->cuts++;
	l->life++;
	l->dark_until = t + DARK_S;
	way_clear(&l->way[0]);
	way_clear(&l->way[1]);
	draw_cut(l, l->dark_until);
}

static uint16_t
checksum(const uint8_t *p, size_t n, uint32_t sum)
{
	for (size_t i = 0; i + 1 < n; i += 2)
		sum += (uint32_t)p[i] << 8 | p[i + 1];
	while (sum >> 16 != 0)
		sum = (sum & 0xffff) + (sum >> 16);
	return ((uint16_t)~sum);
}

/* To the sender of a packet of a connection that is gone. */
static void
reset(struct link *l, int from, const struct iphdr *ip, const struct tcphdr *t)
{
	uint8_t b[sizeof(*ip) + sizeof(*t)] = { 0 };
	struct iphdr *i = (struct iphdr *)(void *)b;
	struct tcphdr *r = (struct tcphdr *)(void *)(b + sizeof(*i));
	uint32_t sum = IPPROTO_TCP + sizeof(*r);

	i->version = 4;
	i->ihl = 5;
	i->ttl = 64;
	i->protocol = IPPROTO_TCP;
	i->tot_len = htons(sizeof(b));
	i->saddr = ip->daddr;
	i->daddr = ip->saddr;
	i->check = htons(checksum(b, sizeof(*i), 0));
	r->source = t->dest;
	r->dest = t->source;
	r->seq = t->ack_seq;
	r->doff = 5;
	r->rst = 1;
	for (size_t k = 12; k < 20; k += 2) /* both addresses */
		sum += (uint32_t)b[k] << 8 | b[k + 1];
	r->check = htons(checksum(b + sizeof(*i), sizeof(*r), sum));
	(void)!write(l->tun[from], b, sizeof(b));
}

/* Was this connection there before the last cut? */
static bool
forgotten(struct link *l, const struct iphdr *ip, const struct tcphdr *t)
{
	struct flow f = { ip->saddr, ip->daddr, t->source, t->dest, l->life };
	struct flow g = { f.b, f.a, f.pb, f.pa, l->life };

	for (size_t i = 0; i < l->flows; i++) {
		struct flow *h = &l->flow[i];

		if (t->syn && !t->ack && h->a == f.a && h->pa == f.pa)
			h->life = l->life; /* a port that is used again */
		if ((h->a == f.a && h->b == f.b && h->pa == f.pa &&
			h->pb == f.pb) ||
		    (h->a == g.a && h->b == g.b && h->pa == g.pa &&
			h->pb == g.pb))
			return (h->life != l->life);
	}
	if (l->flows < FLOWS)
		l->flow[l->flows++] = f;
	return (false);
}

/* ---- packets ------------------------------------------------------------ */

static void
queue(struct link *l, int from, const uint8_t *b, size_t n, double t)
{
	struct way *w = &l->way[from];
	double busy = w->free_at > t ? w->free_at - t : 0;
	struct packet *p;

	w->packets++;
	w->bytes += n;
	if (t < l->dark_until || busy > QUEUE_S || chance(l) < l->loss) {
		l->lost++;
		return;
	}
	p = malloc(sizeof(*p));
	if (p == NULL)
		exit(71);
	if (w->free_at < t)
		w->free_at = t;
	w->free_at += (double)n / l->rate;
	p->next = NULL;
	p->due = w->free_at + l->delay;
	p->n = n;
	memcpy(p->b, b, n);
	*w->last = p;
	w->last = &p->next;
}

static void
take(struct link *l, int from, double t)
{
	uint8_t b[PACKET] __attribute__((aligned(8)));
	ssize_t n;

	while ((n = read(l->tun[from], b, sizeof(b))) > 0) {
		const struct iphdr *ip = (const void *)b;
		size_t head = (size_t)ip->ihl * 4;

		if ((size_t)n < sizeof(*ip) || ip->version != 4)
			continue;
		if (ip->protocol == IPPROTO_TCP &&
		    (size_t)n >= head + sizeof(struct tcphdr)) {
			const struct tcphdr *tcp = (const void *)(b + head);

			if (forgotten(l, ip, tcp)) {
				if (t >= l->dark_until && !tcp->rst)
					reset(l, from, ip, tcp);
				continue;
			}
		}
		queue(l, from, b, (size_t)n, t);
	}
}

/* What is due goes out; when is the next? */
static double
deliver(struct link *l, int from, double t)
{
	struct way *w = &l->way[from];

	while (w->first != NULL && w->first->due <= t) {
		struct packet *p = w->first;

		w->first = p->next;
		if (w->first == NULL)
			w->last = &w->first;
		if (write(l->tun[1 - from], p->b, p->n) < 0 && errno != EIO)
			perror("write");
		free(p);
	}
	return (w->first == NULL ? 1e18 : w->first->due);
}

static bool
told(const struct link *l)
{
	char line[64];

	if (read(0, line, sizeof(line)) <= 0)
		return (false);
	(void)printf("%llu %llu %llu %llu %llu %llu\n",
	    (unsigned long long)l->way[0].packets,
	    (unsigned long long)l->way[0].bytes,
	    (unsigned long long)l->way[1].packets,
	    (unsigned long long)l->way[1].bytes, (unsigned long long)l->lost,
	    (unsigned long long)l->cuts);
	(void)fflush(stdout);
	return (true);
}

static void
carry(struct link *l)
{
	for (;;) {
		struct pollfd p[3] = { { l->tun[0], POLLIN, 0 },
			{ l->tun[1], POLLIN, 0 }, { 0, POLLIN, 0 } };
		double t = now(), next = l->next_cut, d;
		struct timespec wait;

		if (t >= l->next_cut)
			cut(l, t);
		for (int i = 0; i < 2; i++) {
			d = deliver(l, i, t);
			next = d < next ? d : next;
		}
		d = next - now();
		d = d < 0 ? 0 : d > 1 ? 1 : d;
		wait.tv_sec = (time_t)d;
		wait.tv_nsec = (long)((d - (double)wait.tv_sec) * 1e9);
		(void)ppoll(p, 3, &wait, NULL);
		t = now();
		take(l, 0, t);
		take(l, 1, t);
		if (p[2].revents != 0 && !told(l))
			return; /* whoever started it has gone */
	}
}

int
main(int argc, char **argv)
{
	struct link *l = calloc(1, sizeof(*l));

	if (argc != 8 || l == NULL)
		return (64);
	l->tun[0] = tun_open(argv[1]);
	l->tun[1] = tun_open(argv[2]);
	l->rate = strtod(argv[3], NULL) * 1000 / 8;
	l->delay = strtod(argv[4], NULL) / 1000;
	l->loss = strtod(argv[5], NULL) / 100;
	l->cut_mean = strtod(argv[6], NULL);
	l->rng = strtoull(argv[7], NULL, 10);
	l->way[0].last = &l->way[0].first;
	l->way[1].last = &l->way[1].first;
	draw_cut(l, now());
	(void)printf("ready\n");
	(void)fflush(stdout);
	carry(l);
	free(l);
	return (0);
}
