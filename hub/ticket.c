#include "hub/ticket.h"

#include <pthread.h>
#include <stdio.h>

#include "proto/base/mem.h"
#include "proto/limits.h"

#define ID_MAX 64
#define CHAINS 4096

SQL_SCAN(ticket_all, "SELECT id, serial, session, until FROM h_ticket"
		     " ORDER BY until");
SQL(ticket_put, "INSERT INTO h_ticket (id, serial, session, until)"
		" VALUES (?1, ?2, ?3, ?4) ON CONFLICT (id) DO UPDATE"
		" SET serial = excluded.serial, session = excluded.session,"
		" until = excluded.until");
SQL(ticket_drop, "DELETE FROM h_ticket WHERE id = ?1");
SQL(ticket_drop_serial, "DELETE FROM h_ticket WHERE serial = ?1");
SQL(ticket_drop_old, "DELETE FROM h_ticket WHERE until <= ?1");

struct ticket {
	struct ticket *next;            /* of its chain */
	struct ticket *older, *younger; /* of all, by arrival */
	uint8_t id[ID_MAX];
	size_t id_n;
	char serial[41];
	int64_t until;
	bool stored; /* stands in the store as it is here */
	uint8_t *p;
	size_t n;
};

/* An id to be deleted in the store. */
struct gone {
	struct gone *next;
	uint8_t id[ID_MAX];
	size_t n;
};

struct tickets {
	pthread_mutex_t lock;
	struct ticket *chain[CHAINS];
	struct ticket *oldest, *youngest;
	struct gone *gone;
	size_t n;
};

/* ---- in memory, with the lock held -------------------------------------- */

static struct ticket **
find(struct tickets *t, struct span id)
{
	size_t h = 0;
	struct ticket **at;

	/* Ids are ours and random: their first bytes are a hash. */
	for (size_t i = 0; i < id.n && i < 4; i++)
		h = h << 8 | id.p[i];
	for (at = &t->chain[h % CHAINS]; *at != NULL; at = &(*at)->next)
		if (span_eq(span_of((*at)->id, (*at)->id_n), id))
			break;
	return (at);
}

static void
take_out(struct tickets *t, struct ticket **at)
{
	struct ticket *k = *at;
	struct gone *g;

	must(k != NULL);
	*at = k->next;
	*(k->older == NULL ? &t->oldest : &k->older->younger) = k->younger;
	*(k->younger == NULL ? &t->youngest : &k->younger->older) = k->older;
	if (k->stored) {
		g = mem_new(sizeof(*g));
		memcpy(g->id, k->id, k->id_n);
		g->n = k->id_n;
		g->next = t->gone;
		t->gone = g;
	}
	mem_free(k->p);
	mem_free(k);
	t->n--;
}

static void
put_in(struct tickets *t, struct span id, const char *serial,
    struct span session, int64_t until, bool stored)
{
	struct ticket **at = find(t, id), *k;

	if (*at != NULL)
		take_out(t, at);
	while (t->n >= LIMIT_TICKETS)
		take_out(t, find(t, span_of(t->oldest->id, t->oldest->id_n)));
	k = mem_new(sizeof(*k));
	memcpy(k->id, id.p, id.n);
	k->id_n = id.n;
	snprintf(k->serial, sizeof(k->serial), "%s", serial);
	k->until = until;
	k->stored = stored;
	k->p = mem_new(session.n);
	memcpy(k->p, session.p, session.n);
	k->n = session.n;
	at = find(t, id);
	k->next = *at;
	*at = k;
	k->older = t->youngest;
	*(k->older == NULL ? &t->oldest : &k->older->younger) = k;
	t->youngest = k;
	t->n++;
}

/* ---- what the door calls ------------------------------------------------ */

static void
door_put(void *ctx, struct span id, const char *serial, struct span session,
    int64_t until)
{
	struct tickets *t = ctx;

	if (id.n == 0 || id.n > ID_MAX || session.n == 0 ||
	    session.n > LIMIT_SESSION_BYTES)
		return;
	pthread_mutex_lock(&t->lock);
	put_in(t, id, serial, session, until, false);
	pthread_mutex_unlock(&t->lock);
}

static bool
door_take(void *ctx, struct span id, struct buf *session)
{
	struct tickets *t = ctx;
	struct ticket **at;
	bool found;

	pthread_mutex_lock(&t->lock);
	at = find(t, id);
	found = *at != NULL && buf_put(session, (*at)->p, (*at)->n) == NULL;
	if (*at != NULL)
		take_out(t, at);
	pthread_mutex_unlock(&t->lock);
	return (found);
}

struct tls_store
ticket_store(struct tickets *t)
{
	return ((struct tls_store){ t, door_put, door_take });
}

void
ticket_revoke(struct tickets *t, const char *serial)
{
	struct ticket *k, *younger;

	pthread_mutex_lock(&t->lock);
	for (k = t->oldest; k != NULL; k = younger) {
		younger = k->younger;
		if (strcmp(k->serial, serial) == 0)
			take_out(t, find(t, span_of(k->id, k->id_n)));
	}
	pthread_mutex_unlock(&t->lock);
}

size_t
ticket_count(struct tickets *t)
{
	size_t n;

	pthread_mutex_lock(&t->lock);
	n = t->n;
	pthread_mutex_unlock(&t->lock);
	return (n);
}

/* ---- the store ---------------------------------------------------------- */

err_t
ticket_table(struct db *db)
{
	return (db_exec(db,
	    "CREATE TABLE IF NOT EXISTS h_ticket ("
	    " id BLOB PRIMARY KEY, serial TEXT NOT NULL,"
	    " session BLOB NOT NULL, until INTEGER NOT NULL)"
	    " STRICT, WITHOUT ROWID;"
	    "CREATE INDEX IF NOT EXISTS h_ticket_serial ON h_ticket (serial);"
	    "CREATE INDEX IF NOT EXISTS h_ticket_until ON h_ticket (until)"));
}

static err_t
load(struct tickets *t, struct db *db, int64_t now)
{
	CLEAN(rows_done) struct rows r = { 0 };
	bool more;

	TRY(db_query(&r, db, &ticket_all));
	for (;;) {
		struct span id, session;

		TRY(rows_next(&r, &more));
		if (!more)
			return (NULL);
		id = rows_span(&r, 0);
		session = rows_span(&r, 2);
		if (id.n == 0 || id.n > ID_MAX || session.n == 0 ||
		    rows_int(&r, 3) <= now)
			continue;
		put_in(t, id, rows_text(&r, 1), session, rows_int(&r, 3), true);
	}
}

err_t
ticket_open(struct tickets **out, struct db *db, int64_t now)
{
	struct tickets *t = mem_new(sizeof(*t));
	err_t e;

	must(pthread_mutex_init(&t->lock, NULL) == 0);
	if ((e = ticket_table(db)) != NULL || (e = load(t, db, now)) != NULL) {
		ticket_close(&t);
		return (e);
	}
	*out = t;
	return (NULL);
}

void
ticket_close(struct tickets **tp)
{
	struct tickets *t = *tp;
	struct gone *g;

	if (t == NULL)
		return;
	while (t->oldest != NULL)
		take_out(t, find(t, span_of(t->oldest->id, t->oldest->id_n)));
	while ((g = t->gone) != NULL) {
		t->gone = g->next;
		mem_free(g);
	}
	pthread_mutex_destroy(&t->lock);
	mem_free(t);
	*tp = NULL;
}

/* With the lock held. */
static err_t
write_all(struct tickets *t, struct db *db)
{
	struct gone *g;

	while ((g = t->gone) != NULL) {
		TRY(db_run(db, &ticket_drop, val_blob(g->id, g->n)));
		t->gone = g->next;
		mem_free(g);
	}
	/* The youngest are the ones not written yet. */
	for (struct ticket *k = t->youngest; k != NULL && !k->stored;
	     k = k->older) {
		TRY(db_run(db, &ticket_put, val_blob(k->id, k->id_n),
		    val_str(k->serial), val_blob(k->p, k->n), A_INT(k->until)));
		k->stored = true;
	}
	return (NULL);
}

err_t
ticket_flush(struct tickets *t, struct db *db, int64_t now)
{
	CLEAN(tx_undo) struct tx tx = { 0 };
	bool any;
	err_t e;

	pthread_mutex_lock(&t->lock);
	any = t->gone != NULL || (t->youngest != NULL && !t->youngest->stored);
	pthread_mutex_unlock(&t->lock);
	if (!any)
		return (NULL);
	TRY(tx_begin(&tx, db));
	TRY(db_run(db, &ticket_drop_old, A_INT(now)));
	pthread_mutex_lock(&t->lock);
	e = write_all(t, db);
	pthread_mutex_unlock(&t->lock);
	TRY(e);
	return (tx_commit(&tx));
}

err_t
ticket_delete(struct db *db, const char *serial)
{
	return (db_run(db, &ticket_drop_serial, val_str(serial)));
}
