/*
 * house_make -- a hub is born; each step that was done before stays done.
 */
#include <stdio.h>

#include "hub/house.h"
#include "hub/intake.h"
#include "proto/base/cert.h"
#include "proto/base/clock.h"
#include "proto/base/file.h"
#include "proto/base/mem.h"

#define HUB_NAME "Mesas, autoridad del nodo central"

static void
path_free(char **p)
{
	mem_free(*p);
	*p = NULL;
}

static void
key_done(struct key **k)
{
	key_free(k);
}

static err_t
make_key(const char *dir, const char *file)
{
	CLEAN(path_free) char *path = house_path(dir, file);
	CLEAN(key_done) struct key *k = NULL;

	if (file_exists(path))
		return (NULL);
	TRY(key_make(&k));
	return (key_write(k, path));
}

static err_t
make_ca(const char *dir)
{
	CLEAN(path_free) char *path = house_path(dir, "ca.pem");
	CLEAN(path_free) char *key = house_path(dir, "ca.key");
	CLEAN(buf_free) struct buf pem = BUF(LIMIT_PEM_BYTES);
	CLEAN(key_done) struct key *k = NULL;

	TRY(make_key(dir, "ca.key"));
	if (file_exists(path))
		return (NULL);
	TRY(key_read(key, &k));
	TRY(cert_ca(k, HUB_NAME, clock_now(), &pem));
	return (file_replace(path, buf_all(&pem), 0644));
}

static void
replace(char **value, const char *with)
{
	if (with == NULL)
		return;
	mem_free(*value);
	*value = mem_dup(with);
}

static err_t
make_conf(const char *dir, const char *listen, const char *pages,
    const char *const *names, size_t n)
{
	CLEAN(path_free) char *path = house_path(dir, "mesas-hub.conf");
	CLEAN(buf_free) struct buf list = BUF(LIMIT_CONF_BYTES);
	struct conf_item items[HOUSE_CONF];
	err_t e;

	TRY(house_conf(dir, items));
	e = NULL;
	for (size_t i = 0; e == NULL && i < n; i++)
		e = buf_fmt(&list, "%s%s", i == 0 ? "" : " ", names[i]);
	if (e == NULL) {
		replace(&items[0].value, listen);
		replace(&items[1].value, pages);
		replace(&items[2].value, n == 0 ? NULL : (char *)list.p);
		e = conf_write(path, items);
	}
	conf_free(items);
	return (e);
}

/* The federal office and the hub itself, as records and in the registry. */
static err_t
found(struct house *h, struct act *act, int64_t now)
{
	const struct entity *office = schema_entity(ENTITY_office);
	const struct entity *node = schema_entity(ENTITY_node);
	struct reg_office o = {
		.code = "FED", .home = "home-FED", .federal = true
	};
	const char *none[] = { "federal", NULL };
	struct reg_node n = { .status = CODE_node_status_active,
		.computer = "hub",
		.software = MESAS_VERSION,
		.enrolled = now };
	char print[44];

	TRY(act_create(act, office,
	    (const struct fv[]){
		{ FIELD_office_code, val_str("FED") },
		{ FIELD_office_name, val_str("COMAR, oficina central") },
		{ FIELD_office_kind, val_int(CODE_office_kind_central) },
	    },
	    3, &o.record));
	registry_print(h->pub, print);
	TRY(act_create(act, node,
	    (const struct fv[]){
		{ FIELD_node_office, val_int(o.record) },
		{ FIELD_node_fingerprint, val_str(print) },
		{ FIELD_node_computer, val_str("hub") },
		{ FIELD_node_status, val_int(n.status) },
		{ FIELD_node_enrolled_at, val_int(now) },
		{ FIELD_node_version, val_str(MESAS_VERSION) },
	    },
	    6, &n.record));
	TRY(registry_office_add(h->st.db, &o));
	TRY(registry_spaces_set(h->st.db, o.no, none, now));
	memcpy(n.key, h->pub, KEY_LEN);
	n.office = o.no;
	return (registry_node_add(h->st.db, &n));
}

static err_t
make_epoch(struct house *h)
{
	CLEAN(tx_undo) struct tx tx = { 0 };

	TRY(tx_begin(&tx, h->st.db));
	TRY(intake_epoch_new(&h->st));
	return (tx_commit(&tx));
}

static err_t
make_store(struct house *h)
{
	CLEAN(path_free) char *path = house_path(h->dir, "hub.db");
	CLEAN(house_act_end) struct act *act = NULL;
	struct reg_office fed;
	dot_t commit;
	err_t e;

	TRY(store_open(&h->st, path, DB_CREATE));
	fold_federal(h->st.f, h->pub);
	TRY(registry_open(h->st.db));
	e = registry_federal(h->st.db, &fed);
	if (e == NULL || e->code != ERR_MISSING)
		return (e);
	TRY_FOR(make_epoch(h), "first epoch");
	h->desk = (struct desk){ .l = h->st.l,
		.f = h->st.f,
		.key = h->key,
		.federal = true,
		.home = "home-FED" };
	TRY(house_act(h, &act));
	TRY(found(h, act, clock_now()));
	TRY(act_save(act, "", &commit));
	return (house_own(h));
}

err_t
house_make(const char *dir, const char *listen, const char *pages,
    const char *const *names, size_t names_n)
{
	CLEAN(house_close) struct house h = { 0 };
	CLEAN(buf_free) struct buf server = { 0 };

	TRY(file_mkdir(dir, 0700));
	TRY(house_moving(dir));
	TRY_FOR(make_conf(dir, listen, pages, names, names_n), "configuration");
	TRY_FOR(make_ca(dir), "authority");
	TRY(make_key(dir, "hub.key"));
	TRY(house_keys(&h, dir));
	TRY_FOR(house_server(&h, clock_now(), &server), "certificate");
	return (make_store(&h));
}
