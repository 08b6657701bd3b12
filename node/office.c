#include "node/office.h"

#include <stdio.h>

#include "proto/base/file.h"
#include "proto/base/text.h"
#include "proto/limits.h"

static const char *const item_name[OFFICE_ITEMS] = { "hub", "office", "home",
	"letter", "record", "proxy" };

char *
office_path(const char *dir, const char *name)
{
	size_t n = strlen(dir) + strlen(name) + 2;
	char *p = mem_new(n);

	(void)snprintf(p, n, "%s/%s", dir, name);
	return (p);
}

/* Cleanup of a path. */
static void
drop(char **p)
{
	mem_free(*p);
	*p = NULL;
}

/* ---- the lock of the folder --------------------------------------------- */

static err_t
hold(const char *dir, enum file_how how, int *fd)
{
	CLEAN(drop) char *path = office_path(dir, OFFICE_LOCK);
	err_t e = file_lock(path, how, LIMIT_BUSY_MS, fd);

	if (e != NULL && e->code == ERR_LOCKED)
		return (err_new(
		    ERR_LOCKED, "%s is in use by another process", dir));
	return (e);
}

err_t
office_alone(const char *dir, int *fd)
{
	return (hold(dir, FILE_ALONE, fd));
}

/* ---- making ------------------------------------------------------------- */

static err_t
make_key(const char *dir)
{
	CLEAN(key_free) struct key *k = NULL;
	CLEAN(drop) char *path = office_path(dir, OFFICE_KEY);

	if (file_exists(path))
		return (NULL);
	TRY(key_make(&k));
	return (key_write(k, path));
}

/* Between two moves of a restore there is no store, and none may be made. */
static err_t
moving(const char *dir)
{
	CLEAN(drop) char *db = office_path(dir, OFFICE_DB);
	CLEAN(drop) char *before = office_path(dir, OFFICE_DB ".before");

	if (file_exists(db) || !file_exists(before))
		return (NULL);
	return (err_new(ERR_CONFIG,
	    "a restore was cut; restore again (%s is what was here)", before));
}

err_t
office_init(const char *dir)
{
	CLEAN(store_close) struct store st = { 0 };
	CLEAN(file_unlock) int fd = -1;
	CLEAN(drop) char *path = office_path(dir, OFFICE_DB);

	TRY(file_mkdir(dir, 0700));
	TRY(hold(dir, FILE_SHARED, &fd));
	TRY(moving(dir));
	TRY(make_key(dir));
	TRY(store_open(&st, path, DB_CREATE));
	return (NULL);
}

/* ---- opening ------------------------------------------------------------ */

static err_t
read_conf(struct office *o)
{
	CLEAN(drop) char *path = office_path(o->dir, OFFICE_CONF);

	for (size_t i = 0; i < OFFICE_ITEMS; i++)
		o->conf[i] = (struct conf_item){ item_name[i], NULL };
	return (conf_read(path, o->conf));
}

err_t
office_hub(const char *dir, uint8_t hub[KEY_LEN], bool *known)
{
	CLEAN(buf_free) struct buf b = BUF(LIMIT_PEM_BYTES);
	CLEAN(drop) char *path = office_path(dir, OFFICE_HUB);
	struct span text;

	*known = file_exists(path);
	if (!*known)
		return (NULL);
	TRY(file_read(path, &b));
	text = buf_all(&b);
	while (text.n > 0 && text.p[text.n - 1] <= ' ')
		text.n--;
	TRY_FOR(span_b64(text, hub, KEY_LEN), "%s", path);
	return (NULL);
}

/* The certificate is written last: with it, all the rest must be there. */
static err_t
read_identity(struct office *o)
{
	CLEAN(drop) char *key = office_path(o->dir, OFFICE_KEY);
	CLEAN(drop) char *cert = office_path(o->dir, OFFICE_CERT);
	CLEAN(drop) char *ca = office_path(o->dir, OFFICE_CA);
	uint8_t mine[KEY_LEN];
	bool known;

	TRY(key_read(key, &o->key));
	if (!file_exists(cert))
		return (NULL);
	TRY(file_read(cert, &o->cert));
	TRY(file_read(ca, &o->ca));
	TRY_FOR(cert_read(buf_all(&o->cert), &o->cert_info), "%s", cert);
	key_public(o->key, mine);
	if (memcmp(mine, o->cert_info.spki, KEY_LEN) != 0)
		return (err_new(
		    ERR_CONFIG, "%s is not the certificate of %s", cert, key));
	TRY(office_hub(o->dir, o->hub, &known));
	if (!known)
		return (err_new(ERR_CONFIG, "%s is missing", OFFICE_HUB));
	if (o->conf[OFFICE_ITEM_HUB].value == NULL ||
	    o->conf[OFFICE_ITEM_HOME].value == NULL)
		return (err_new(ERR_CONFIG,
		    "%s: \"hub\" and \"home\" are "
		    "missing",
		    OFFICE_CONF));
	o->enrolled = true;
	return (NULL);
}

/* "LOG.SEQ.INDEX" -> its dot here; 0 while `national` has not come. */
static dot_t
own_record(struct office *o)
{
	const char *s = o->conf[OFFICE_ITEM_RECORD].value, *a, *b;
	const struct log_info *log;
	uint8_t id[LOG_ID_LEN];
	char seq[24];
	int64_t n, k;

	a = s == NULL ? NULL : strchr(s, '.');
	b = a == NULL ? NULL : strchr(a + 1, '.');
	if (b == NULL || (size_t)(b - a) > sizeof(seq) ||
	    span_b64(span_of(s, (size_t)(a - s)), id, LOG_ID_LEN) != NULL)
		return (0);
	memcpy(seq, a + 1, (size_t)(b - a - 1));
	seq[b - a - 1] = '\0';
	if (text_int(seq, &n) != NULL || n < 1 || n > LIMIT_SEQ ||
	    text_int(b + 1, &k) != NULL || k < 0 || k >= LIMIT_OPS_COMMIT)
		return (0);
	log = ledger_log_by_id(o->st.l, id);
	return (log == NULL || log->seq < n
		    ? 0
		    : dot_pack(log->no, (uint32_t)n, (uint32_t)k));
}

static void
set_desk(struct office *o)
{
	const char *home = o->conf[OFFICE_ITEM_HOME].value;
	const char *letter = o->conf[OFFICE_ITEM_LETTER].value;

	if (letter == NULL)
		letter = "";
	o->desk = (struct desk){
		.l = o->st.l,
		.f = o->st.f,
		.key = o->key,
		.office = own_record(o),
		.home = home == NULL ? "" : home,
		.offset = o->clock.s,
		.letter = letter[0],
	};
}

err_t
office_open(struct office *o, const char *dir, enum office_how how)
{
	CLEAN(drop) char *db = office_path(dir, OFFICE_DB);
	CLEAN(drop) char *clock = office_path(dir, OFFICE_CLOCK);
	CLEAN(drop) char *instance = office_path(dir, OFFICE_INSTANCE);

	*o = (struct office){ .lock = -1,
		.ca = BUF(LIMIT_PEM_BYTES),
		.cert = BUF(LIMIT_PEM_BYTES) };
	o->dir = mem_dup(dir);
	TRY_FOR(
	    hold(dir, how == OFFICE_ALONE ? FILE_ALONE : FILE_SHARED, &o->lock),
	    "no office here (use init)");
	TRY(read_conf(o));
	TRY_FOR(read_identity(o), "this folder is not ready (use init)");
	offset_read(clock, &o->clock);
	TRY_FOR(store_open(&o->st, db, DB_WRITE),
	    "this folder is not ready (use init or restore)");
	if (o->enrolled)
		fold_federal(o->st.f, o->hub);
	if (how == OFFICE_SHARED)
		TRY(instance_meet(instance, &o->st, &o->inst, &o->why));
	set_desk(o);
	return (NULL);
}

void
office_heard(struct office *o)
{
	CLEAN(drop) char *clock = office_path(o->dir, OFFICE_CLOCK);

	offset_read(clock, &o->clock);
	set_desk(o);
}

void
office_close(struct office *o)
{
	if (o->dir == NULL)
		return;
	instance_free(&o->inst);
	store_close(&o->st);
	key_free(&o->key);
	buf_free(&o->ca);
	buf_free(&o->cert);
	conf_free(o->conf);
	file_unlock(&o->lock);
	mem_free(o->dir);
	o->dir = NULL;
}

/* ---- the road ----------------------------------------------------------- */

err_t
office_link(struct office *o, struct link_https **l)
{
	CLEAN(drop) char *session = office_path(o->dir, OFFICE_SESSION);
	struct link_https_conf conf = {
		.url = o->conf[OFFICE_ITEM_HUB].value,
		.ca_pem = buf_all(&o->ca),
		.cert_pem = buf_all(&o->cert),
		.key = o->key,
		.session_path = session,
		.proxy = o->conf[OFFICE_ITEM_PROXY].value,
	};

	if (!o->enrolled)
		return (err_new(ERR_CONFIG,
		    "this computer is not enrolled (use enrol INVITATION)"));
	return (link_https_open(l, &conf));
}
