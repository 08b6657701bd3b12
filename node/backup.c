#include "node/backup.h"

#include <stdio.h>

#include "proto/base/blob.h"
#include "proto/base/file.h"
#include "proto/limits.h"
#include "proto/log/append.h"

#define COMING OFFICE_DB ".restore"
#define BEFORE OFFICE_DB ".before"

static const char *const aside[] = { "", "-wal", "-shm" };
#define ASIDE (sizeof(aside) / sizeof(aside[0]))

err_t
backup_announce(struct office *o)
{
	char *path = office_path(o->dir, OFFICE_INSTANCE);
	err_t e = instance_leaving_all(path, &o->st);

	mem_free(path);
	return (e);
}

/* ---- files -------------------------------------------------------------- */

static char *
beside(const char *dir, const char *name, const char *suffix)
{
	char word[64];

	(void)snprintf(word, sizeof(word), "%s%s", name, suffix);
	return (office_path(dir, word));
}

static err_t
sweep(const char *dir, const char *name)
{
	for (size_t i = 0; i < ASIDE; i++) {
		char *path = beside(dir, name, aside[i]);
		err_t e = file_remove(path);

		mem_free(path);
		TRY(e);
	}
	return (NULL);
}

static err_t
move(const char *dir, const char *from, const char *to, const char *suffix)
{
	char *a = beside(dir, from, suffix), *b = beside(dir, to, suffix);
	err_t e = file_rename(a, b);

	mem_free(a);
	mem_free(b);
	return (e);
}

/* ---- proving the copy --------------------------------------------------- */

/* Its own logs must be this computer's: nobody else could go on with them. */
static err_t
ours(struct store *st, const uint8_t key[KEY_LEN])
{
	for (uint32_t no = 1; no <= ledger_logs(st->l); no++) {
		const struct log_info *i = ledger_log(st->l, no);

		if (i == NULL)
			return (err_new(ERR_DAMAGED, "log %u of the copy", no));
		if (i->mine != 0 && memcmp(i->node, key, KEY_LEN) != 0)
			return (err_new(ERR_DATA,
			    "this copy belongs to a computer with another "
			    "key (its node.key goes with it)"));
	}
	return (NULL);
}

/* Who is federal decides what rows there are: open it as the office would. */
static err_t
open_copy(const char *dir, const char *path, struct store *st)
{
	uint8_t hub[KEY_LEN];
	bool known;

	TRY(office_hub(dir, hub, &known));
	TRY(store_open(st, path, DB_WRITE));
	if (known)
		fold_federal(st->f, hub);
	return (NULL);
}

/* Copy the file beside the store, prove it, make its logs end. */
static err_t
copy(const char *dir, const char *file, const char *path,
    const uint8_t key[KEY_LEN])
{
	CLEAN(buf_free) struct buf report = BUF(LIMIT_REPORT_BYTES);
	CLEAN(db_close) struct db *from = NULL;
	CLEAN(store_close) struct store st = { 0 };
	CLEAN(tx_undo) struct tx tx = { 0 };
	err_t e;

	TRY(db_open(&from, file, DB_READ));
	TRY(db_backup(from, path));
	db_close(&from);
	TRY(open_copy(dir, path, &st));
	e = store_verify(&st, &report);
	if (e != NULL && e->code == ERR_DAMAGED)
		return (err_new(ERR_DAMAGED, "%s: %.200s", file,
		    report.n > 0 ? (const char *)report.p : "damaged"));
	TRY(e);
	TRY(ours(&st, key));
	TRY(tx_begin(&tx, st.db));
	TRY(append_epoch(st.l, 0));
	TRY(tx_commit(&tx));
	return (db_checkpoint(st.db));
}

/* ---- the swap ----------------------------------------------------------- */

/* Bring what is in the log file of the old store into it, so that it can be
 * kept as one file; a store too damaged for that is kept as it is. */
static void
settle(const char *path)
{
	CLEAN(db_close) struct db *old = NULL;

	if (db_open(&old, path, DB_WRITE) == NULL && db_checkpoint(old) == NULL)
		db_close(&old);
}

static err_t
swap(const char *dir)
{
	char *path = office_path(dir, OFFICE_DB);
	err_t e = NULL;

	/* A cut between these leaves no store: restore may be given again,
	 * and what stands beside is then the only one with what was here. */
	if (file_exists(path)) {
		settle(path);
		e = sweep(dir, BEFORE);
	}
	for (size_t i = 0; e == NULL && i < ASIDE; i++)
		e = move(dir, OFFICE_DB, BEFORE, aside[i]);
	if (e == NULL)
		e = move(dir, COMING, OFFICE_DB, "");
	if (e == NULL)
		e = file_sync(path);
	mem_free(path);
	return (e);
}

static err_t
meet(const char *dir, struct store *st)
{
	CLEAN(instance_free) struct instance i = { 0 };
	char *path = office_path(dir, OFFICE_INSTANCE);
	enum instance_why why;
	err_t e = instance_meet(path, st, &i, &why);

	mem_free(path);
	return (e);
}

err_t
backup_restore(const char *dir, const char *file)
{
	CLEAN(store_close) struct store st = { 0 };
	CLEAN(key_free) struct key *k = NULL;
	CLEAN(file_unlock) int fd = -1;
	char *key = office_path(dir, OFFICE_KEY);
	char *coming = office_path(dir, COMING);
	char *db = office_path(dir, OFFICE_DB);
	uint8_t pub[KEY_LEN];
	err_t e;

	e = office_alone(dir, &fd);
	if (e == NULL)
		e = key_read(key, &k);
	if (e == NULL) {
		key_public(k, pub);
		e = sweep(dir, COMING);
	}
	/* First what harms nothing if the rest fails. */
	if (e == NULL)
		e = blob_bring(file, dir);
	if (e == NULL)
		e = copy(dir, file, coming, pub);
	if (e == NULL)
		e = swap(dir);
	if (e == NULL)
		e = open_copy(dir, db, &st);
	if (e == NULL)
		e = meet(dir, &st);
	mem_free(key);
	mem_free(coming);
	mem_free(db);
	return (e);
}
