#include "hub/gate.h"

#include <pthread.h>
#include <stdio.h>

#include "proto/base/clock.h"
#include "proto/base/mem.h"
#include "proto/base/rand.h"
#include "proto/base/text.h"

#define CHAINS 1024

/* How much somebody asks: a node by its number, a newcomer by its address. */
struct gate_row {
	struct gate_row *next;
	char who[64];
	int flight;
	int64_t tokens; /* thousandths of a request */
	int64_t at;     /* clock_mono_ms of that */
};

/* What the registry said of a serial, while its version stands. */
struct gate_known {
	struct gate_known *next;
	struct reg_node node;
	struct peer peer;
	char serial[REGISTRY_SERIAL + 1];
};

struct gate {
	pthread_mutex_t lock;
	struct gate_conf conf;
	struct db *db;
	int64_t version;
	uint64_t secret; /* so that nobody chooses who shares a chain */
	struct gate_row *row[CHAINS];
	size_t rows;
	struct gate_known *known[CHAINS];
};

static size_t
chain(const struct gate *g, const char *s)
{
	uint64_t h = g->secret;

	for (; *s != '\0'; s++)
		h = (h ^ (uint8_t)*s) * 0x100000001b3ULL;
	return ((size_t)(h >> 20) % CHAINS);
}

static void
set(int *v, int standard)
{
	if (*v == 0)
		*v = standard;
}

void
gate_open(struct gate **out, struct db *db, const struct gate_conf *conf)
{
	struct gate *g = mem_new(sizeof(*g));

	must(pthread_mutex_init(&g->lock, NULL) == 0);
	g->conf = *conf;
	set(&g->conf.flight, LIMIT_GATE_FLIGHT);
	set(&g->conf.burst, LIMIT_GATE_BURST);
	set(&g->conf.rate, LIMIT_GATE_RATE);
	set(&g->conf.newcomer, LIMIT_GATE_NEWCOMER);
	g->db = db;
	rand_bytes(&g->secret, sizeof(g->secret));
	*out = g;
}

static void
known_forget(struct gate *g)
{
	struct gate_known *k;

	for (size_t i = 0; i < CHAINS; i++)
		while ((k = g->known[i]) != NULL) {
			g->known[i] = k->next;
			mem_free(k);
		}
}

void
gate_close(struct gate **gp)
{
	struct gate *g = *gp;
	struct gate_row *r;

	if (g == NULL)
		return;
	known_forget(g);
	for (size_t i = 0; i < CHAINS; i++)
		while ((r = g->row[i]) != NULL) {
			g->row[i] = r->next;
			mem_free(r);
		}
	db_close(&g->db);
	pthread_mutex_destroy(&g->lock);
	mem_free(g);
	*gp = NULL;
}

/* ---- how much somebody asks --------------------------------------------- */

/* Rows that stand for nothing: full again and nobody inside. */
static void
rows_sweep(struct gate *g, int64_t now)
{
	for (size_t i = 0; i < CHAINS; i++)
		for (struct gate_row **at = &g->row[i], *r; (r = *at) != NULL;)
			if (r->flight == 0 && now - r->at > 60000) {
				*at = r->next;
				mem_free(r);
				g->rows--;
			} else
				at = &r->next;
}

/* NULL: too many are watched already. */
static struct gate_row *
row_get(struct gate *g, const char *who, int full, int64_t now)
{
	struct gate_row **at = &g->row[chain(g, who)], *r;

	for (r = *at; r != NULL; r = r->next)
		if (strcmp(r->who, who) == 0)
			return (r);
	if (g->rows >= LIMIT_GATE_ROWS)
		rows_sweep(g, now);
	if (g->rows >= LIMIT_GATE_ROWS)
		return (NULL);
	at = &g->row[chain(g, who)];
	r = mem_new(sizeof(*r));
	snprintf(r->who, sizeof(r->who), "%s", who);
	r->tokens = (int64_t)full * 1000;
	r->at = now;
	r->next = *at;
	*at = r;
	g->rows++;
	return (r);
}

/* Take one request of at most `full`; `gain` thousandths come back a
 * millisecond. *retry_s when there is none. */
static bool
row_take(struct gate_row *r, int full, int64_t gain_num, int64_t gain_den,
    int64_t now, int64_t *retry_s)
{
	int64_t most = (int64_t)full * 1000, lack;
	int64_t gained = (now - r->at) * gain_num / gain_den;

	if (gained > 0) {
		r->tokens =
		    most - r->tokens < gained ? most : r->tokens + gained;
		r->at = now;
	}
	if (r->tokens >= 1000) {
		r->tokens -= 1000;
		return (true);
	}
	lack = (1000 - r->tokens) * gain_den / gain_num;
	*retry_s = lack / 1000 + 1;
	return (false);
}

err_t
gate_newcomer(struct gate *g, const char *addr, int64_t *retry_s)
{
	int64_t now = clock_mono_ms();
	struct gate_row *r;
	bool fine;
	char who[64];

	*retry_s = 60;
	snprintf(who, sizeof(who), "@%s", addr);
	pthread_mutex_lock(&g->lock);
	r = row_get(g, who, g->conf.newcomer, now);
	/* So many come back in a minute. */
	fine = r != NULL && row_take(r, g->conf.newcomer, g->conf.newcomer, 60,
				now, retry_s);
	pthread_mutex_unlock(&g->lock);
	if (!fine)
		return (err_new(
		    ERR_SLOW, "too many enrolments were tried from %s", addr));
	return (NULL);
}

/* ---- who it is ---------------------------------------------------------- */

static err_t
unverified(const struct tls_peer *who)
{
	if (strcmp(who->reason, "none") == 0)
		return (err_new(ERR_UNTRUSTED,
		    "this computer showed no certificate; enrol it first"));
	if (strcmp(who->reason, "foreign") == 0)
		return (err_new(ERR_UNTRUSTED,
		    "the certificate was not issued by this hub"));
	if (strcmp(who->reason, "early") == 0)
		return (
		    err_new(ERR_UNTRUSTED, "the certificate is not valid yet"));
	if (strcmp(who->reason, "purpose") == 0)
		return (err_new(
		    ERR_UNTRUSTED, "the certificate is not one of a computer"));
	return (err_new(ERR_UNTRUSTED,
	    "the certificate could not be proved (%s)", who->reason));
}

/*
 * SPEC 11.4: Every request passes the registry, whatever TLS said: a computer
 * that was revoked MUST be refused at its next request, on an open connection
 * and a resumed session too.
 *
 * So: are the answers remembered still true?
 */
static err_t
fresh(struct gate *g)
{
	int64_t version;

	TRY(registry_version(g->db, &version));
	if (version != g->version) {
		known_forget(g);
		g->version = version;
	}
	return (NULL);
}

static err_t
lookup(struct gate *g, const struct tls_peer *who, struct gate_known **out)
{
	const char *serial = who->serial;
	struct gate_known **at, *k;
	err_t e;

	TRY(fresh(g));
	at = &g->known[chain(g, serial)];
	for (k = *at; k != NULL; k = k->next)
		if (strcmp(k->serial, serial) == 0) {
			*out = k;
			return (NULL);
		}
	k = mem_new(sizeof(*k));
	snprintf(k->serial, sizeof(k->serial), "%s", serial);
	e = registry_caller(g->db, serial, who->spki, &k->node);
	if (e == NULL)
		e = registry_peer(g->db, &k->node, &k->peer);
	if (e != NULL) {
		mem_free(k);
		if (e->code == ERR_MISSING)
			return (err_new(ERR_UNTRUSTED,
			    "this hub does not know the certificate %s",
			    serial));
		return (e);
	}
	k->next = *at;
	*at = k;
	*out = k;
	return (NULL);
}

static err_t
standing(struct gate *g, const struct gate_known *k, const struct tls_peer *who,
    enum gate_want want)
{
	if (memcmp(k->node.key, who->spki, KEY_LEN) != 0)
		return (err_new(ERR_UNTRUSTED,
		    "the certificate %s belongs to another key", k->serial));
	if ((k->node.status == CODE_node_status_revoked ||
		k->node.status == CODE_node_status_retired) &&
	    g->conf.lost != NULL)
		g->conf.lost(g->conf.ctx, k->serial);
	if (k->node.status == CODE_node_status_revoked)
		return (
		    err_new(ERR_REVOKED, "the hub has revoked this computer"));
	if (k->node.status == CODE_node_status_retired)
		return (err_new(ERR_REVOKED, "this computer was retired"));
	if (k->node.status != CODE_node_status_active)
		return (err_new(
		    ERR_SCOPE, "this computer is not active at the hub"));
	if (who->expired && want == GATE_ELSE)
		return (err_new(ERR_EXPIRED,
		    "the certificate of this computer has ended; renew it"));
	return (NULL);
}

static err_t
admit(struct gate *g, const struct tls_peer *who, enum gate_want want,
    struct gate_pass *pass)
{
	int64_t now = clock_mono_ms();
	struct gate_known *k;
	struct gate_row *r;
	char no[24];

	TRY(lookup(g, who, &k));
	TRY(standing(g, k, who, want));
	snprintf(no, sizeof(no), "%lld", (long long)k->node.no);
	r = row_get(g, no, g->conf.burst, now);
	pass->retry_s = 5;
	if (r == NULL)
		return (err_new(ERR_SLOW, "too many computers at once"));
	if (r->flight >= g->conf.flight)
		return (err_new(ERR_SLOW,
		    "this computer has %d requests open already", r->flight));
	if (!row_take(r, g->conf.burst, g->conf.rate, 1, now, &pass->retry_s))
		return (err_new(ERR_SLOW, "this computer asks too often"));
	pass->retry_s = 0;
	r->flight++;
	pass->row = r;
	pass->peer = k->peer;
	pass->node = k->node;
	snprintf(pass->serial, sizeof(pass->serial), "%s", k->serial);
	snprintf(pass->peer.serial, sizeof(pass->peer.serial), "%s", k->serial);
	pass->expired = who->expired;
	pass->peer.expired = who->expired;
	return (NULL);
}

err_t
gate_admit(struct gate *g, const struct tls_peer *who, enum gate_want want,
    struct gate_pass *pass)
{
	err_t e;

	memset(pass, 0, sizeof(*pass));
	if (who == NULL || !who->verified)
		return (who == NULL ? err_new(ERR_UNTRUSTED, "nobody known")
				    : unverified(who));
	pthread_mutex_lock(&g->lock);
	e = admit(g, who, want, pass);
	pthread_mutex_unlock(&g->lock);
	return (e);
}

void
gate_leave(struct gate *g, struct gate_pass *pass)
{
	struct gate_row *r = pass->row;

	if (r == NULL)
		return;
	pthread_mutex_lock(&g->lock);
	must(r->flight > 0);
	r->flight--;
	pthread_mutex_unlock(&g->lock);
	pass->row = NULL;
}
