/*
 * guard -- who may ask a page of ours for anything.
 *
 * At an office 127.0.0.1 can be reached by every user of the computer and by
 * every page of every browser.  So each request must name this address as its
 * host (a name that somebody rebound does not), carry the cookie that only the
 * launcher can get (it reads a file that belongs to this account alone), come
 * from a page of ours, and when it changes something bring the token of its
 * session and a form's content type.  At the hub the names are those of its
 * certificate and the cookie comes with the login.  One function, used for
 * every route; docs/security.md.
 */
#ifndef PROTO_UI_GUARD_H
#define PROTO_UI_GUARD_H

#include "proto/base/crypt.h"

#define GUARD_SECRET   32
#define GUARD_SID      16
#define GUARD_TEXT     64 /* room for a cookie, token or ticket as text */
#define GUARD_TICKETS  32 /* used ones remembered */
#define GUARD_TICKET_S 120
#define GUARD_COOKIE   "mesas"

struct guard {
	uint16_t port; /* of this computer, plain; or */
	/* the names that the hub answers to, over TLS, at any port. */
	const char *const *names; /* ends with NULL */
	uint8_t secret[GUARD_SECRET];
	struct {
		int64_t until;
		uint8_t id[GUARD_SID];
	} used[GUARD_TICKETS];
};

/* What a request says of itself; NULL: it does not say. */
struct guard_in {
	const char *method, *host, *origin;
	const char *site; /* Sec-Fetch-Site */
	const char *type; /* Content-Type */
	const char *cookie;
	const char *token; /* of its form or header */
	bool headers;      /* the body has not come yet: the token is later */
	bool open;         /* a route that needs no cookie: the ticket */
	bool upload;       /* a route that takes files */
};

enum guard_verdict {
	GUARD_FINE,
	GUARD_HOST,     /* 421: this is not our name */
	GUARD_METHOD,   /* 405 */
	GUARD_SITE,     /* 403: another site's page asks */
	GUARD_STRANGER, /* 401: no cookie of ours */
	GUARD_TYPE,     /* 415 */
	GUARD_TOKEN     /* 403: not from a form of this session */
};
int guard_status(enum guard_verdict v);

/* sid is who asks, when it is FINE and not an open route. */
enum guard_verdict guard_look(
    const struct guard *g, const struct guard_in *in, uint8_t sid[GUARD_SID]);

/* The cookie's value and the form's token of a session. */
void guard_cookie(
    const struct guard *g, const uint8_t sid[GUARD_SID], char out[GUARD_TEXT]);
void guard_token(
    const struct guard *g, const uint8_t sid[GUARD_SID], char out[GUARD_TEXT]);
/* What the launcher gives the browser: good once, for GUARD_TICKET_S. */
void guard_ticket(const struct guard *g, int64_t now, char out[GUARD_TEXT]);
bool guard_admit(struct guard *g, const char *ticket, int64_t now);
/* Is that the Host of a page on this machine, at that port? Any other name that
 * leads here was pointed here by somebody (DNS rebinding). */
bool guard_here(const char *host, uint16_t port);

#endif
