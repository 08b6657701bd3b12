#include "hub/house.h"

#include <stdio.h>

#include "hub/intake.h"
#include "proto/base/cert.h"
#include "proto/base/clock.h"
#include "proto/base/file.h"
#include "proto/base/mem.h"
#include "proto/base/say.h"
#include "proto/ui/people.h"

#define SERVER_SOON_S (30 * 86400LL) /* renewed so long before its end */

char *
house_path(const char *dir, const char *file)
{
	size_t n = strlen(dir) + strlen(file) + 2;
	char *p = mem_new(n);

	snprintf(p, n, "%s/%s", dir, file);
	return (p);
}

static void
path_free(char **p)
{
	mem_free(*p);
	*p = NULL;
}

/* ---- the folder's small files ------------------------------------------- */

static err_t
read_pem(const char *dir, const char *file, struct buf *b)
{
	CLEAN(path_free) char *path = house_path(dir, file);

	*b = (struct buf)BUF(LIMIT_PEM_BYTES);
	TRY(file_read(path, b));
	return (NULL);
}

static err_t
read_key(const char *dir, const char *file, struct key **k)
{
	CLEAN(path_free) char *path = house_path(dir, file);

	return (key_read(path, k));
}

err_t
house_conf(const char *dir, struct conf_item items[HOUSE_CONF])
{
	CLEAN(path_free) char *path = house_path(dir, "mesas-hub.conf");
	char listen[] = HOUSE_LISTEN, pages[] = HOUSE_PAGES, none[] = "";
	err_t e;

	items[0] = (struct conf_item){ "listen", listen };
	items[1] = (struct conf_item){ "pages", pages };
	items[2] = (struct conf_item){ "name", none };
	items[3] = (struct conf_item){ NULL, NULL };
	e = conf_read(path, items);
	if (e != NULL)
		conf_free(items);
	return (e);
}

err_t
house_keys(struct house *h, const char *dir)
{
	struct conf_item items[HOUSE_CONF];

	memset(h, 0, sizeof(*h));
	h->dir = mem_dup(dir);
	TRY(house_conf(dir, items));
	h->listen = items[0].value;
	h->pages = items[1].value;
	h->name = items[2].value;
	TRY(read_key(dir, "hub.key", &h->key));
	TRY(read_key(dir, "ca.key", &h->ca));
	TRY(read_pem(dir, "ca.pem", &h->ca_pem));
	TRY(cert_print(buf_all(&h->ca_pem), &h->ca_print));
	key_public(h->key, h->pub);
	return (NULL);
}

/* ---- opening ------------------------------------------------------------ */

static void
set_desk(struct house *h)
{
	h->desk = (struct desk){
		.l = h->st.l,
		.f = h->st.f,
		.key = h->key,
		.office = h->fed.record,
		.federal = true,
		.home = h->fed.home,
	};
}

err_t
house_store(const struct house *h, struct store *st)
{
	CLEAN(path_free) char *path = house_path(h->dir, "hub.db");

	memset(st, 0, sizeof(*st));
	TRY(store_open(st, path, DB_WRITE));
	fold_federal(st->f, h->pub);
	return (NULL);
}

err_t
house_reopen(struct house *h)
{
	store_close(&h->st);
	TRY(house_store(h, &h->st));
	set_desk(h);
	return (NULL);
}

err_t
house_moving(const char *dir)
{
	CLEAN(path_free) char *db = house_path(dir, "hub.db");
	CLEAN(path_free) char *before = house_path(dir, "hub.db.before");

	if (file_exists(db) || !file_exists(before))
		return (NULL);
	return (err_new(ERR_CONFIG,
	    "a restore was cut; restore again (%s is what was here)", before));
}

static err_t
open_all(struct house *h)
{
	TRY(house_store(h, &h->st));
	TRY(registry_open(h->st.db));
	TRY(people_tables(h->st.db));
	TRY(registry_federal(h->st.db, &h->fed));
	set_desk(h);
	return (NULL);
}

err_t
house_open(struct house *h, const char *dir)
{
	CLEAN(path_free) char *db = house_path(dir, "hub.db");
	err_t e;

	memset(h, 0, sizeof(*h));
	TRY(house_moving(dir));
	if (!file_exists(db))
		return (err_new(ERR_CONFIG,
		    "there is no hub in %s; `mesas-hub init` makes one", dir));
	if ((e = house_keys(h, dir)) != NULL || (e = open_all(h)) != NULL)
		house_close(h);
	return (e);
}

void
house_close(struct house *h)
{
	if (h->st.db != NULL)
		store_close(&h->st);
	key_free(&h->key);
	key_free(&h->ca);
	buf_free(&h->ca_pem);
	mem_free(h->listen);
	mem_free(h->pages);
	mem_free(h->name);
	mem_free(h->dir);
	memset(h, 0, sizeof(*h));
}

/* ---- writing ------------------------------------------------------------ */

err_t
house_own(struct house *h)
{
	CLEAN(tx_undo) struct tx tx = { 0 };

	TRY(tx_begin(&tx, h->st.db));
	TRY(ledger_refresh(h->st.l));
	TRY_FOR(intake_own(&h->st, h->key, clock_now()), "own changes");
	return (tx_commit(&tx));
}

err_t
house_act(struct house *h, struct act **act)
{
	struct act *a = mem_new(sizeof(*a));
	err_t e = act_begin(a, &h->desk);

	if (e != NULL) {
		house_act_end(&a);
		return (e);
	}
	*act = a;
	return (NULL);
}

void
house_act_end(struct act **act)
{
	if (*act == NULL)
		return;
	act_undo(*act);
	mem_free(*act);
	*act = NULL;
}

/* ---- the hub's own certificate ------------------------------------------ */

size_t
house_names(char *list, const char *names[HOUSE_NAMES + 4])
{
	static const char *const own[] = { "localhost", "127.0.0.1", "::1" };
	size_t n = 0;

	for (char *p = list; *p != '\0' && n < HOUSE_NAMES;) {
		size_t skip = strspn(p, " \t");
		char *end = p + skip + strcspn(p + skip, " \t");

		if (end > p + skip)
			names[n++] = p + skip;
		p = *end == '\0' ? end : end + 1;
		*end = '\0';
	}
	for (size_t i = 0; i < sizeof(own) / sizeof(own[0]); i++)
		names[n++] = own[i];
	names[n] = NULL;
	return (n);
}

static err_t
server_good(const struct buf *pem, const struct house *h, const char *cn,
    int64_t now, bool *good)
{
	struct cert_info i;

	*good = false;
	if (pem->n == 0)
		return (NULL);
	TRY(cert_read(buf_all(pem), &i));
	*good = strcmp(i.cn, cn) == 0 && memcmp(i.spki, h->pub, KEY_LEN) == 0 &&
		i.not_before <= now && now < i.not_after - SERVER_SOON_S &&
		cert_signed(buf_all(pem), buf_all(&h->ca_pem)) == NULL;
	return (NULL);
}

err_t
house_server(const struct house *h, int64_t now, struct buf *pem)
{
	CLEAN(path_free) char *path = house_path(h->dir, "server.pem");
	CLEAN(path_free) char *list = mem_dup(h->name);
	const char *names[HOUSE_NAMES + 4];
	bool good;

	(void)house_names(list, names);
	*pem = (struct buf)BUF(LIMIT_PEM_BYTES);
	if (file_exists(path))
		TRY(file_read(path, pem));
	TRY_FOR(server_good(pem, h, names[0], now, &good), "%s", path);
	if (good)
		return (NULL);
	buf_clear(pem);
	TRY(cert_server(h->ca, buf_all(&h->ca_pem), h->pub, names, now,
	    LIMIT_SERVER_DAYS, pem));
	return (file_replace(path, buf_all(pem), 0600));
}
