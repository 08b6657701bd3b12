/*
 * house_address -- where the hub listens, and how it is called from outside.
 */
#include <stdio.h>

#include "hub/house.h"
#include "proto/base/file.h"
#include "proto/base/mem.h"
#include "proto/base/text.h"

#define ADDRESS_BYTES 256

static void
path_free(char **p)
{
	mem_free(*p);
	*p = NULL;
}

err_t
house_split(const char *s, char addr[48], uint16_t *port)
{
	const char *colon = strrchr(s, ':');
	size_t n = colon == NULL ? 0 : (size_t)(colon - s);
	int64_t v = -1;

	if (n >= 2 && s[0] == '[' && s[n - 1] == ']') {
		s++;
		n -= 2;
	}
	if (n == 0 || n >= 48 || text_int(colon + 1, &v) != NULL || v < 0 ||
	    v > UINT16_MAX)
		return (err_new(ERR_USAGE, "%s is not ADDR:PORT", s));
	memcpy(addr, s, n);
	addr[n] = '\0';
	*port = (uint16_t)v;
	return (NULL);
}

err_t
house_listens(const struct house *h, const char *addr, uint16_t port)
{
	CLEAN(path_free) char *path = house_path(h->dir, "hub.address");
	CLEAN(buf_free) struct buf b = BUF(ADDRESS_BYTES);

	TRY(buf_fmt(&b, "[%s]:%u\n", addr, (unsigned)port));
	return (file_replace(path, buf_all(&b), 0600));
}

static bool
everywhere(const char *addr)
{
	return (strcmp(addr, "0.0.0.0") == 0 || strcmp(addr, "::") == 0);
}

err_t
house_url(const struct house *h, struct buf *url)
{
	CLEAN(path_free) char *path = house_path(h->dir, "hub.address");
	CLEAN(buf_free) struct buf b = BUF(ADDRESS_BYTES);
	const char *at = h->listen;
	char addr[48];
	uint16_t port;
	int n;

	if (file_exists(path)) {
		TRY(file_read(path, &b));
		if (b.n > 0 && b.p[b.n - 1] == '\n')
			b.p[b.n - 1] = '\0';
		at = b.n > 0 ? (const char *)b.p : at;
	}
	TRY_FOR(house_split(at, addr, &port), "%s", path);
	n = (int)strcspn(h->name, " \t");
	if (n > 0)
		return (buf_fmt(
		    url, "https://%.*s:%u", n, h->name, (unsigned)port));
	if (everywhere(addr))
		return (buf_fmt(url, "https://localhost:%u", (unsigned)port));
	return (buf_fmt(url,
	    strchr(addr, ':') != NULL ? "https://[%s]:%u" : "https://%s:%u",
	    addr, (unsigned)port));
}
