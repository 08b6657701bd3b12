/*
 * house_pages -- the certificate of the pages' door.
 */
#include "hub/house.h"
#include "proto/base/cert.h"
#include "proto/base/file.h"
#include "proto/base/mem.h"
#include "proto/base/say.h"

#define SOON_S (30 * 86400LL) /* renewed so long before its end */

static void
path_free(char **p)
{
	mem_free(*p);
	*p = NULL;
}

struct papers {
	const char *cert, *key; /* where they are */
	struct buf *pem, *key_pem;
};

/* Those that are there; *good: they will do for that name. */
static err_t
look(const struct papers *p, const char *cn, int64_t now, bool *good)
{
	struct cert_info i;

	*good = false;
	if (!file_exists(p->cert) || !file_exists(p->key))
		return (NULL);
	TRY(file_read(p->cert, p->pem));
	TRY(file_read(p->key, p->key_pem));
	TRY_FOR(cert_read(buf_all(p->pem), &i), "%s", p->cert);
	*good = !i.self || (strcmp(i.cn, cn) == 0 && i.not_before <= now &&
			       now < i.not_after - SOON_S);
	/* Of somebody else's authority: not ours to replace. */
	if (!i.self && i.not_after < now + SOON_S)
		say(SAY_WARN, "pages",
		    "pages.pem ends soon; it was brought, so bring another");
	return (NULL);
}

err_t
house_pages(
    const struct house *h, int64_t now, struct buf *pem, struct buf *key)
{
	CLEAN(path_free) char *cert_at = house_path(h->dir, "pages.pem");
	CLEAN(path_free) char *key_at = house_path(h->dir, "pages.key");
	CLEAN(path_free) char *list = mem_dup(h->name);
	struct papers papers = { cert_at, key_at, pem, key };
	const char *names[HOUSE_NAMES + 4];
	bool good;

	(void)house_names(list, names);
	*pem = (struct buf)BUF(LIMIT_PEM_BYTES);
	*key = (struct buf)BUF(LIMIT_PEM_BYTES);
	TRY(look(&papers, names[0], now, &good));
	if (good)
		return (NULL);
	buf_clear(pem);
	buf_clear(key);
	TRY(cert_browser(names, now, LIMIT_SERVER_DAYS, pem, key));
	/* The key first: a certificate without its key is made anew. */
	TRY(file_replace(key_at, buf_all(key), 0600));
	return (file_replace(cert_at, buf_all(pem), 0644));
}
