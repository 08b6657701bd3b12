#include "hub/backup.h"

#include <stdio.h>

#include "hub/epoch.h"
#include "hub/intake.h"
#include "hub/service.h"
#include "proto/base/blob.h"
#include "proto/base/file.h"
#include "proto/base/json.h"
#include "proto/base/mem.h"
#include "proto/log/append.h"

#define KEYS_BYTES 131072
#define COPY       "hub.db.new"

/* What belongs to the identity of a hub, the public last. */
static const char *const kept[] = { "hub.key", "ca.key", "ca.pem", "server.pem",
	"mesas-hub.conf", NULL };

static void
path_free(char **p)
{
	mem_free(*p);
	*p = NULL;
}

static char *
keys_path(const char *file)
{
	size_t n = strlen(file) + sizeof(".keys");
	char *p = mem_new(n);

	(void)snprintf(p, n, "%s.keys", file);
	return (p);
}

/* ---- the keys ----------------------------------------------------------- */

static err_t
keys_put(const struct house *h, struct buf *b)
{
	TRY(buf_str(b, "{"));
	for (size_t i = 0; kept[i] != NULL; i++) {
		CLEAN(path_free) char *path = house_path(h->dir, kept[i]);
		CLEAN(buf_free) struct buf f = BUF(LIMIT_CONF_BYTES);

		if (!file_exists(path))
			continue;
		TRY(file_read(path, &f));
		TRY(buf_fmt(b, "%s\"%s\":", b->n > 1 ? "," : "", kept[i]));
		TRY(json_put_text(b, buf_all(&f)));
	}
	return (buf_str(b, "}\n"));
}

err_t
backup_keys(const struct house *h, const char *file)
{
	CLEAN(path_free) char *path = keys_path(file);
	CLEAN(buf_free) struct buf b = BUF(KEYS_BYTES);
	err_t e = keys_put(h, &b);

	if (e == NULL)
		e = file_replace(path, buf_all(&b), 0600);
	if (b.n > 0) /* private keys do not stay in memory */
		explicit_bzero(b.p, b.n);
	return (e);
}

static err_t
keys_take(const char *dir, const json_t *j)
{
	for (size_t i = 0; kept[i] != NULL; i++) {
		CLEAN(path_free) char *path = house_path(dir, kept[i]);
		const json_t *v = json_get(j, kept[i]);

		if (file_exists(path) || json_kind(v) != JSON_IS_TEXT)
			continue;
		TRY(file_replace(path, json_text(v), 0600));
	}
	return (NULL);
}

/* Whatever of a hub is missing in dir, from FILE.keys. */
static err_t
keys_need(const char *dir, const char *file)
{
	CLEAN(path_free) char *key = house_path(dir, "hub.key");
	CLEAN(path_free) char *ca = house_path(dir, "ca.key");
	CLEAN(path_free) char *path = keys_path(file);
	CLEAN(buf_free) struct buf b = BUF(KEYS_BYTES);
	JSON_CLEAN j = NULL;

	if (file_exists(key) && file_exists(ca))
		return (NULL);
	TRY_FOR(file_read(path, &b), "the keys of the hub, which are not in %s",
	    dir);
	while (b.n > 0 && b.p[b.n - 1] == '\n')
		b.n--;
	TRY_FOR(json_parse(buf_all(&b), KEYS_BYTES, 1, &j), "%s", path);
	TRY(keys_take(dir, j));
	if (!file_exists(key) || !file_exists(ca))
		return (err_new(ERR_DATA, "%s holds no keys", path));
	return (NULL);
}

/* ---- the store ---------------------------------------------------------- */

/* A copy into the folder, from a store that proves to be whole. */
static err_t
copy(const char *file, const char *to)
{
	CLEAN(db_close) struct db *db = NULL;
	CLEAN(buf_free) struct buf report = BUF(LIMIT_PAGE_BYTES);

	TRY(db_open(&db, file, DB_READ));
	TRY_FOR(db_check(db, &report), "%s", file);
	return (db_backup(db, to));
}

/*
 * What the store that stands here remembers of its own restores: it may have
 * come from an older copy than this one.  One too damaged to be read says
 * nothing, and must not be in the way.
 */
static err_t
remember(struct store *st, const char *dir)
{
	CLEAN(path_free) char *db = house_path(dir, "hub.db");
	CLEAN(path_free) char *log = house_path(dir, "hub.db-wal");
	CLEAN(path_free) char *before = house_path(dir, "hub.db.before");
	CLEAN(store_close) struct store old = { 0 };
	const char *path = file_exists(db) ? db : before;
	err_t e;

	/* Cut while the files moved: without its log it is not read. */
	if (!file_exists(path) || (path == before && file_exists(log)))
		return (NULL);
	e = store_open(&old, path, DB_WRITE);
	if (e == NULL)
		e = epoch_floor_from(st, &old);
	return (e != NULL && e->code != ERR_STORE ? NULL : e);
}

/* The hub's life after this restore is another than before. */
static err_t
new_life(struct house *h)
{
	CLEAN(tx_undo) struct tx tx = { 0 };
	struct reg_node own;

	TRY(registry_open(h->st.db));
	TRY(tx_begin(&tx, h->st.db));
	TRY(ledger_refresh(h->st.l));
	if (registry_node_key(h->st.db, h->pub, &own) != NULL)
		return (err_new(ERR_UNTRUSTED,
		    "the copy is not of the hub whose keys are here"));
	TRY(append_epoch(h->st.l, 0));
	TRY(intake_epoch_new(&h->st));
	TRY_FOR(remember(&h->st, h->dir), "the store that stands here");
	return (tx_commit(&tx));
}

static err_t
move(const char *dir, const char *from, const char *to)
{
	CLEAN(path_free) char *a = house_path(dir, from);
	CLEAN(path_free) char *b = house_path(dir, to);

	return (file_rename(a, b));
}

static err_t
put_in_place(const char *dir)
{
	CLEAN(path_free) char *db = house_path(dir, "hub.db");

	/* The old store first, with its log: it is whole there too. */
	TRY(move(dir, "hub.db", "hub.db.before"));
	TRY(move(dir, "hub.db-wal", "hub.db.before-wal"));
	TRY(move(dir, "hub.db-shm", "hub.db.before-shm"));
	TRY(move(dir, COPY, "hub.db"));
	return (file_sync(db));
}

static err_t
clear(const char *dir)
{
	static const char *const rest[] = { COPY, COPY "-wal", COPY "-shm",
		"hub.db.before", "hub.db.before-wal", "hub.db.before-shm" };
	CLEAN(path_free) char *db = house_path(dir, "hub.db");
	/* A cut while the files moved: what stands beside is the only store
	 * with what was here. */
	size_t n = file_exists(db) ? 6 : 3;

	for (size_t i = 0; i < n; i++) {
		CLEAN(path_free) char *path = house_path(dir, rest[i]);

		TRY(file_remove(path));
	}
	return (NULL);
}

static err_t
restore(const char *dir, const char *file)
{
	CLEAN(path_free) char *to = house_path(dir, COPY);
	CLEAN(house_close) struct house h = { 0 };

	TRY(keys_need(dir, file));
	TRY(clear(dir));
	/* First what harms nothing if the rest fails. */
	TRY(blob_bring(file, dir));
	TRY_FOR(copy(file, to), "copy");
	TRY(house_keys(&h, dir));
	TRY_FOR(store_open(&h.st, to, DB_WRITE), "copy");
	fold_federal(h.st.f, h.pub);
	TRY(new_life(&h));
	TRY(db_checkpoint(h.st.db));
	house_close(&h);
	return (put_in_place(dir));
}

err_t
backup_take_back(const char *dir, const char *file)
{
	int lock = -1;
	err_t e;

	TRY(file_mkdir(dir, 0700));
	TRY(service_lock(dir, &lock));
	e = restore(dir, file);
	file_unlock(&lock);
	return (e);
}
