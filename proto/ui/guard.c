#include "proto/ui/guard.h"

#include <stdio.h>

#include "proto/base/buf.h"
#include "proto/base/rand.h"

#define MARK 16 /* bytes of an HMAC that go out */

/* ---- marks: what only the holder of the secret can make ----------------- */

static void
mark(const struct guard *g, const char *what, const uint8_t *p, size_t n,
    uint8_t out[MARK])
{
	struct hmac key;
	struct hash h;
	uint8_t msg[80];
	size_t k = strlen(what) + 1;

	must(k + n <= sizeof(msg));
	memcpy(msg, what, k);
	memcpy(msg + k, p, n);
	hmac_key(&key, g->secret, sizeof(g->secret));
	hmac_run(&key, msg, k + n, &h);
	memcpy(out, h.b, MARK);
}

static void
as_text(const uint8_t *p, size_t n, char out[GUARD_TEXT])
{
	CLEAN(buf_free) struct buf b = BUF(GUARD_TEXT);

	must(buf_b64(&b, span_of(p, n)) == NULL);
	(void)snprintf(out, GUARD_TEXT, "%s", (const char *)b.p);
}

void
guard_cookie(
    const struct guard *g, const uint8_t sid[GUARD_SID], char out[GUARD_TEXT])
{
	uint8_t raw[GUARD_SID + MARK];

	memcpy(raw, sid, GUARD_SID);
	mark(g, "cookie", sid, GUARD_SID, raw + GUARD_SID);
	as_text(raw, sizeof(raw), out);
}

void
guard_token(
    const struct guard *g, const uint8_t sid[GUARD_SID], char out[GUARD_TEXT])
{
	uint8_t raw[MARK];

	mark(g, "token", sid, GUARD_SID, raw);
	as_text(raw, sizeof(raw), out);
}

static bool
cookie_take(const struct guard *g, const char *cookie, uint8_t sid[GUARD_SID])
{
	uint8_t raw[GUARD_SID + MARK], want[MARK];

	if (cookie == NULL ||
	    span_b64(span_str(cookie), raw, sizeof(raw)) != NULL)
		return (false);
	mark(g, "cookie", raw, GUARD_SID, want);
	if (!crypt_same(raw + GUARD_SID, want, MARK))
		return (false);
	memcpy(sid, raw, GUARD_SID);
	return (true);
}

static bool
token_holds(
    const struct guard *g, const char *token, const uint8_t sid[GUARD_SID])
{
	uint8_t raw[MARK], want[MARK];

	if (token == NULL ||
	    span_b64(span_str(token), raw, sizeof(raw)) != NULL)
		return (false);
	mark(g, "token", sid, GUARD_SID, want);
	return (crypt_same(raw, want, MARK));
}

/* ---- tickets ------------------------------------------------------------ */

void
guard_ticket(const struct guard *g, int64_t now, char out[GUARD_TEXT])
{
	uint8_t raw[8 + 8 + MARK];
	uint64_t until = (uint64_t)(now + GUARD_TICKET_S);

	for (int i = 0; i < 8; i++)
		raw[i] = (uint8_t)(until >> (56 - 8 * i));
	rand_bytes(raw + 8, 8);
	mark(g, "ticket", raw, 16, raw + 16);
	as_text(raw, sizeof(raw), out);
}

bool
guard_admit(struct guard *g, const char *ticket, int64_t now)
{
	uint8_t raw[8 + 8 + MARK], want[MARK];
	uint64_t until = 0;
	size_t at = 0;

	if (ticket == NULL ||
	    span_b64(span_str(ticket), raw, sizeof(raw)) != NULL)
		return (false);
	mark(g, "ticket", raw, 16, want);
	if (!crypt_same(raw + 16, want, MARK))
		return (false);
	for (int i = 0; i < 8; i++)
		until = until << 8 | raw[i];
	if (now < 0 || until < (uint64_t)now ||
	    until > (uint64_t)now + GUARD_TICKET_S)
		return (false);
	for (size_t i = 0; i < GUARD_TICKETS; i++) {
		if (memcmp(g->used[i].id, raw, GUARD_SID) == 0)
			return (false);
		if (g->used[i].until < g->used[at].until)
			at = i;
	}
	/* All in use and still good: somebody is trying; nobody enters. */
	if (g->used[at].until >= now)
		return (false);
	g->used[at].until = (int64_t)until;
	memcpy(g->used[at].id, raw, GUARD_SID);
	return (true);
}

/* ---- the look ----------------------------------------------------------- */

/* "name:port" or "name", of those that the certificate has. */
static bool
named(const struct guard *g, const char *host)
{
	const char *end = host[0] == '[' ? strchr(host, ']') : NULL;
	size_t n;

	if (host[0] == '[')
		host++;
	n = end != NULL ? (size_t)(end - host) : strcspn(host, ":");
	for (size_t i = 0; g->names[i] != NULL; i++)
		if (strlen(g->names[i]) == n &&
		    strncasecmp(g->names[i], host, n) == 0)
			return (true);
	return (false);
}

bool
guard_here(const char *host, uint16_t port)
{
	static const char *const names[] = { "127.0.0.1", "localhost",
		"[::1]" };
	char ours[32];

	for (size_t i = 0; host != NULL && i < 3; i++) {
		(void)snprintf(
		    ours, sizeof(ours), "%s:%u", names[i], (unsigned)port);
		if (strcmp(host, ours) == 0)
			return (true);
	}
	return (false);
}

static bool
our_host(const struct guard *g, const char *host)
{
	if (g->names != NULL)
		return (host != NULL && named(g, host));
	return (guard_here(host, g->port));
}

/* The very address that the request names as its host. */
static bool
own_origin(const struct guard *g, const char *origin, const char *host)
{
	const char *scheme = g->names == NULL ? "http://" : "https://";
	size_t n = strlen(scheme);

	return (origin != NULL && strncmp(origin, scheme, n) == 0 &&
		strcmp(origin + n, host) == 0);
}

static bool
own_site(const char *site)
{
	return (site == NULL || strcmp(site, "same-origin") == 0 ||
		strcmp(site, "none") == 0);
}

static bool
is_type(const char *type, const char *want)
{
	size_t n = strlen(want);

	return (type != NULL && strncmp(type, want, n) == 0 &&
		(type[n] == '\0' || type[n] == ';' || type[n] == ' '));
}

static enum guard_verdict
look_change(const struct guard *g, const struct guard_in *in,
    const uint8_t sid[GUARD_SID])
{
	if (!own_origin(g, in->origin, in->host) ||
	    (in->site != NULL && strcmp(in->site, "same-origin") != 0))
		return (GUARD_SITE);
	if (!is_type(in->type, "application/x-www-form-urlencoded") &&
	    !(in->upload && is_type(in->type, "multipart/form-data")))
		return (GUARD_TYPE);
	if (!in->headers && !token_holds(g, in->token, sid))
		return (GUARD_TOKEN);
	return (GUARD_FINE);
}

enum guard_verdict
guard_look(
    const struct guard *g, const struct guard_in *in, uint8_t sid[GUARD_SID])
{
	bool safe =
	    strcmp(in->method, "GET") == 0 || strcmp(in->method, "HEAD") == 0;

	memset(sid, 0, GUARD_SID);
	if (!our_host(g, in->host))
		return (GUARD_HOST);
	if (!safe && (in->open || strcmp(in->method, "POST") != 0))
		return (GUARD_METHOD);
	if (!own_site(in->site))
		return (GUARD_SITE);
	if (in->origin != NULL && !own_origin(g, in->origin, in->host))
		return (GUARD_SITE);
	if (in->open)
		return (GUARD_FINE);
	if (!cookie_take(g, in->cookie, sid))
		return (GUARD_STRANGER);
	return (safe ? GUARD_FINE : look_change(g, in, sid));
}

int
guard_status(enum guard_verdict v)
{
	switch (v) {
	case GUARD_HOST:
		return (421);
	case GUARD_METHOD:
		return (405);
	case GUARD_SITE:
	case GUARD_TOKEN:
		return (403);
	case GUARD_STRANGER:
		return (401);
	case GUARD_TYPE:
		return (415);
	case GUARD_FINE:
	default:
		return (200);
	}
}
