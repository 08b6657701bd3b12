#include "tests/sim/net.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "hub/front.h"
#include "proto/base/cert.h"
#include "proto/base/clock.h"
#include "proto/base/mem.h"
#include "tests/sim/hubsim.h"

#define LATE_MAX  6
#define LATE_WAIT 8  /* requests, at most */
#define KNOWN     16 /* certificates that were read, kept */

/* What a certificate says, and whether the root signed it: always the same. */
struct known {
	struct buf pem;
	uint8_t pub[KEY_LEN];
	const char *why;
	struct cert_info info;
};

struct net {
	bool apart[SEATS];
	struct message *last[SEATS];
	struct message *late[LATE_MAX];
	size_t late_n;
	struct buf root;
	struct hash print; /* of it */
	struct known known[KNOWN];
	size_t known_n; /* so far */
};

static struct world *running;

struct world *
net_world(void)
{
	return (running);
}

void
net_open(struct world *w)
{
	running = w;
	w->net = mem_new(sizeof(*w->net));
	w->net->root = (struct buf)BUF(LIMIT_PEM_BYTES);
	for (size_t i = 0; i < KNOWN; i++)
		w->net->known[i].pem = (struct buf)BUF(LIMIT_PEM_BYTES);
}

void
net_clear(struct world *w)
{
	struct net *n = w->net;

	must(n->late_n == 0);
	for (size_t i = 0; i < SEATS; i++)
		net_drop(&n->last[i]);
}

/* ---- messages ----------------------------------------------------------- */

struct message *
net_message(uint32_t from, const struct tls_peer *peer, const char *method,
    const char *path, struct span body)
{
	struct message *m = mem_new(sizeof(*m));

	m->from = from;
	m->peer = *peer;
	(void)snprintf(m->method, sizeof(m->method), "%s", method);
	(void)snprintf(m->path, sizeof(m->path), "%s", path);
	m->body = (struct buf)BUF(2 * LIMIT_SYNC_BODY_BYTES);
	must(buf_span(&m->body, body) == NULL);
	return (m);
}

static struct message *
twin(const struct message *m)
{
	struct message *t = net_message(
	    m->from, &m->peer, m->method, m->path, buf_all(&m->body));

	t->cut = m->cut;
	return (t);
}

void
net_drop(struct message **m)
{
	if (*m == NULL)
		return;
	buf_free(&(*m)->body);
	response_free(&(*m)->q.r);
	mem_free(*m);
	*m = NULL;
}

static void
remember(struct net *n, const struct message *m)
{
	if (strcmp(m->path, "/v1/sync") != 0)
		return;
	net_drop(&n->last[m->from]);
	n->last[m->from] = twin(m);
}

const struct message *
net_last(struct world *w, uint32_t seat)
{
	return (w->net->last[seat]);
}

static void
flip(struct rng *r, struct buf *b)
{
	uint64_t n = 1 + rng_below(r, 4);

	for (; b->n > 0 && n > 0; n--)
		b->p[rng_below(r, b->n)] ^= (uint8_t)(1U << rng_below(r, 8));
}

/* ---- who ---------------------------------------------------------------- */

struct span
net_root(struct world *w, struct hash *print)
{
	struct net *n = w->net;

	if (n->root.n == 0) {
		must(buf_span(&n->root,
			 buf_all(&w->seat[SEAT_HUB].house.ca_pem)) == NULL);
		must(cert_print(buf_all(&n->root), &n->print) == NULL);
	}
	if (print != NULL)
		*print = n->print;
	return (buf_all(&n->root));
}

static const char *
look_at(struct world *w, struct known *k)
{
	struct span pem = buf_all(&k->pem);

	if (cert_read(pem, &k->info) != NULL ||
	    cert_signed(pem, net_root(w, NULL)) != NULL ||
	    memcmp(k->info.spki, k->pub, KEY_LEN) != 0)
		return ("foreign");
	return (NULL);
}

static struct known *
know(struct world *w, struct span pem, const uint8_t pub[KEY_LEN])
{
	struct net *n = w->net;
	struct known *k;

	for (size_t i = 0; i < KNOWN && i < n->known_n; i++) {
		k = &n->known[i];
		if (k->pem.n == pem.n && memcmp(k->pem.p, pem.p, pem.n) == 0 &&
		    memcmp(k->pub, pub, KEY_LEN) == 0)
			return (k);
	}
	k = &n->known[n->known_n++ % KNOWN];
	buf_clear(&k->pem);
	must(buf_span(&k->pem, pem) == NULL);
	memcpy(k->pub, pub, KEY_LEN);
	k->why = look_at(w, k);
	return (k);
}

static const char *
judge(
    struct world *w, struct span pem, const struct key *k, struct cert_info *i)
{
	const struct known *known;
	uint8_t pub[KEY_LEN];

	if (pem.n == 0)
		return ("none");
	key_public(k, pub);
	known = know(w, pem, pub);
	*i = known->info;
	if (known->why != NULL)
		return (known->why);
	return (clock_now() < i->not_before ? "early" : NULL);
}

void
net_peer(struct world *w, struct span cert_pem, const struct key *k,
    struct tls_peer *out)
{
	struct seat *was = world_enter(w, &w->seat[SEAT_HUB]);
	struct cert_info i = { .not_after = 0 };
	const char *why = judge(w, cert_pem, k, &i);

	*out = (struct tls_peer){ .verified = why == NULL };
	(void)snprintf(out->addr, sizeof(out->addr), "10.0.0.%u",
	    was == NULL ? 0u : (unsigned)was->n);
	if (why != NULL) {
		(void)snprintf(out->reason, sizeof(out->reason), "%s", why);
	} else {
		out->expired = clock_now() > i.not_after;
		memcpy(out->serial, i.serial, sizeof(out->serial));
		memcpy(out->cn, i.cn, sizeof(out->cn));
		memcpy(out->o, i.o, sizeof(out->o));
		memcpy(out->spki, i.spki, sizeof(out->spki));
	}
	(void)world_enter(w, was);
}

/* ---- at the hub --------------------------------------------------------- */

/* The service is started again by its manager, mostly soon. */
static bool
hub_there(struct world *w)
{
	struct seat *hub = &w->seat[SEAT_HUB];

	if (hub->state == SEAT_UP && hub->st->db == NULL)
		world_down(w, hub);
	if (hub->state == SEAT_UP)
		return (true);
	if (!w->quiet && rng_chance(&w->chance, 300))
		return (false);
	return (world_up(w, hub));
}

/* Those whose time has come arrive before m, in the same group. */
static void
late_ones(struct world *w, struct message **due, size_t *n, bool all)
{
	struct net *t = w->net;
	size_t kept = 0;

	*n = 0;
	for (size_t i = 0; i < t->late_n; i++) {
		struct message *m = t->late[i];

		if (!all && m->after > 0) {
			m->after--;
			t->late[kept++] = m;
		} else {
			due[(*n)++] = m;
		}
	}
	t->late_n = kept;
}

/* False when the hub died of it. The answer is in m->q.r. */
static bool
deliver(struct world *w, struct message *m, struct message *again)
{
	struct seat *was = world_enter(w, &w->seat[SEAT_HUB]);
	struct message *due[LATE_MAX];
	bool alive;
	size_t n;

	late_ones(w, due, &n, m == NULL);
	for (size_t i = 0; i < n; i++)
		hubsim_take(w, due[i]);
	if (m != NULL)
		hubsim_take(w, m);
	if (again != NULL)
		hubsim_take(w, again);
	alive = hubsim_turn(w);
	for (size_t i = 0; i < n; i++)
		net_drop(&due[i]);
	if (!alive)
		world_down(w, &w->seat[SEAT_HUB]);
	(void)world_enter(w, was);
	return (alive);
}

int
net_send(struct world *w, struct message *m)
{
	if (!hub_there(w) || !deliver(w, m, NULL))
		return (0);
	return (m->q.r.status == 0 ? 200 : m->q.r.status);
}

void
net_flush(struct world *w)
{
	if (w->net->late_n > 0 && hub_there(w))
		(void)deliver(w, NULL, NULL);
}

void
net_partition(struct world *w, uint32_t seat, bool yes)
{
	w->net->apart[seat] = yes;
}

/* ---- one call ----------------------------------------------------------- */

static void
count(struct world *w, size_t n)
{
	w->n.messages++;
	w->n.bytes += n;
	if (n > w->n.largest)
		w->n.largest = n;
}

/* What the road does to a request; true when it is cut. */
static bool
on_the_way(struct world *w, struct message *m)
{
	struct rng *r = &w->chance;
	struct net *n = w->net;

	if (n->late_n < LATE_MAX && world_fault(w, FAULT_late)) {
		struct message *t = twin(m);

		t->after = 1 + (uint32_t)rng_below(r, LATE_WAIT);
		n->late[n->late_n++] = t;
	}
	if (m->body.n > 0 && world_fault(w, FAULT_flip))
		flip(r, &m->body);
	if (world_fault(w, FAULT_cut_up)) {
		m->body.n = rng_below(r, m->body.n + 1);
		m->cut = true;
	}
	return (m->cut);
}

static err_t
pour(struct world *w, struct link_call *c, struct response *r)
{
	struct span back;
	bool cut = false;

	for (size_t i = 0; i < r->headers; i++)
		if (strcmp(r->header[i].name, "Retry-After") == 0)
			c->retry_after_s = strtol(r->header[i].value, NULL, 10);
	c->status = r->status == 0 ? 200 : r->status;
	c->length = (int64_t)r->body.n;
	if (r->body.n > 0 && world_fault(w, FAULT_flip))
		flip(&w->chance, &r->body);
	back = buf_all(&r->body);
	if (world_fault(w, FAULT_cut_down)) {
		cut = true;
		back.n = rng_below(&w->chance, back.n + 1);
	}
	while (back.n > 0 && c->sink != NULL) {
		size_t n = 1 + rng_below(&w->chance, 3000);

		n = n < back.n ? n : back.n;
		TRY(c->sink(c->ctx, span_of(back.p, n)));
		back = span_of(back.p + n, back.n - n);
	}
	return (cut ? err_new(ERR_LINK, "the answer was cut") : NULL);
}

static err_t
exchange(struct world *w, struct message *m, struct link_call *c)
{
	struct message *again = NULL;
	bool alive, cut = on_the_way(w, m);

	if (!cut && world_fault(w, FAULT_duplicate))
		again = twin(m);
	count(w, m->body.n);
	world_hash(w, m->body.p, m->body.n);
	alive = deliver(w, m, again);
	net_drop(&again);
	if (!alive)
		return (err_new(ERR_LINK, "the hub died"));
	if (cut)
		return (err_new(ERR_LINK, "the request was cut"));
	if (world_fault(w, FAULT_half_open))
		return (err_new(ERR_LINK, "no answer came"));
	count(w, m->q.r.body.n);
	world_hash(w, m->q.r.body.p, m->q.r.body.n);
	return (pour(w, c, &m->q.r));
}

err_t
net_call(struct world *w, const struct tls_peer *peer, struct link_call *c,
    struct link_stats *stats)
{
	CLEAN(net_drop) struct message *m = NULL;
	struct seat *me = w->on;
	err_t e;

	world_pass(w, 20 + (int64_t)rng_below(&w->chance, 3000));
	w->n.requests++;
	if (w->net->apart[me->n]) {
		w->n.fault[FAULT_partition]++;
		return (err_new(ERR_LINK, "no way to the hub"));
	}
	if (!hub_there(w))
		return (err_new(ERR_LINK, "nobody answers at the hub"));
	if (world_fault(w, FAULT_loss))
		return (err_new(ERR_LINK, "the request got lost"));
	m = net_message(me->n, peer, c->method, c->path, c->body);
	remember(w->net, m);
	stats->http_up += c->body.n;
	e = exchange(w, m, c);
	stats->http_down += m->q.r.body.n;
	return (e);
}
