#include "tests/sim/check.h"

#include <stdio.h>

#include "tests/sim/check_in.h"

#define COPY_DISK  31 /* where a durable copy is looked at */
#define ONE_IN     50 /* answers whose durability is looked at */
#define PLACES_ONE 8  /* commits of the hub whose positions are looked at */

/* ---- durable ------------------------------------------------------------ */

struct counted {
	int64_t v[4];
};

static err_t
count(struct db *db, struct counted *c)
{
	static const char *const text[] = {
		"SELECT count(*) FROM log",
		"SELECT sum(seq * no) FROM log",
		"SELECT count(*) FROM position",
		"SELECT sum(number * space + first) FROM position",
	};

	for (size_t i = 0; i < 4; i++) {
		struct sql q = { .name = "check_count",
			.text = text[i],
			.scan = 1,
			.once = true };
		const struct val none[] = { DB_FILLER };

		TRY(db_int_args(db, &q, none, 0, 0, &c->v[i]));
	}
	return (NULL);
}

static err_t
open_copy(const char *path, struct counted *c)
{
	struct db *db = NULL;
	err_t e = db_open(&db, path, DB_WRITE);

	if (e == NULL)
		e = count(db, c);
	db_close(&db);
	return (e);
}

/* Byte for byte, store and log. */
static bool
settled(const struct seat *s, const char *store)
{
	char path[64];

	for (int wal = 0; wal < 2; wal++) {
		(void)snprintf(path, sizeof(path), "%s/%s%s",
		    strchr(s->dir + 1, '/') + 1, store, wal ? "-wal" : "");
		if (!disk_settled(s->disk, path))
			return (false);
	}
	return (true);
}

/* Is what the store says now on its disk, if the power failed here? */
static void
durable(struct world *w, struct seat *s, const char *invariant)
{
	const char *store = s->hub ? "hub.db" : "node.db";
	struct disk *copy;
	struct counted now, then = { { 0 } };
	char path[64];
	err_t e;

	if (s->sick || s->rotten || disk_dark(s->disk))
		return;
	w->n.checks++;
	if (settled(s, store) || count(s->st->db, &now) != NULL)
		return;
	copy = disk_copy(s->disk, COPY_DISK, w->seed ^ w->oracle->asked);
	(void)snprintf(path, sizeof(path), "/m%d%s/%s", COPY_DISK,
	    strchr(s->dir + 1, '/'), store);
	e = open_copy(path, &then);
	disk_free(&copy);
	world_must(w, "a copy of what is durable", e);
	if (memcmp(&now, &then, sizeof(now)) != 0)
		world_fail(w, invariant,
		    "m%u says what is not on its disk: %lld logs, %lld"
		    " positions; durable are %lld and %lld",
		    (unsigned)s->n, (long long)now.v[0], (long long)now.v[2],
		    (long long)then.v[0], (long long)then.v[2]);
}

/* ---- while it goes on --------------------------------------------------- */

static bool
now_and_then(struct world *w, uint64_t one_in)
{
	uint64_t k = ++w->oracle->asked * 0x9e3779b97f4a7c15ULL ^ w->seed;

	return (w->small || (k >> 24) % one_in == 0);
}

void
check_commit(struct world *w)
{
	struct seat *hub = &w->seat[SEAT_HUB];

	if (w->founding || w->oracle == NULL || hub->state != SEAT_UP)
		return;
	oracle_look(w, hub, false);
	if (!hub->sick && !hub->rotten && now_and_then(w, PLACES_ONE))
		check_places(w, hub);
}

void
check_answer(struct world *w, struct seat *to, int status, struct span body)
{
	struct seat *hub = &w->seat[SEAT_HUB];

	(void)to;
	if (w->founding || w->oracle == NULL || hub->state != SEAT_UP)
		return;
	if (body.n > LIMIT_SYNC_BODY_BYTES)
		world_fail(w, "bounds", "an answer of %zu bytes", body.n);
	if (status == 200 && now_and_then(w, ONE_IN))
		durable(w, hub, "durable");
}

void
check_sync(
    struct world *w, struct seat *s, const struct sync_stats *st, err_t e)
{
	if (w->founding || w->oracle == NULL || s->state != SEAT_UP)
		return;
	oracle_look(w, s, false);
	if (e == NULL && s->revoked && w->n.fault[FAULT_hub_restore] == 0)
		world_fail(w, "revoked",
		    "m%u was revoked, and its sync went through",
		    (unsigned)s->n);
	if (e == NULL && st != NULL)
		oracle_met(w, s, st->new_epoch);
	if (s->sick || s->rotten || disk_dark(s->disk))
		return;
	check_scope(w, s, false);
	if (st != NULL && st->requests > 0 && st->sent > 0 &&
	    st->sent / st->requests > LIMIT_SYNC_BODY_BYTES)
		world_fail(w, "bounds", "requests of %llu bytes",
		    (unsigned long long)(st->sent / st->requests));
}

/* ---- a store proves itself ---------------------------------------------- */

/* A fault of the disk that was due just now? */
static bool
broke(struct world *w, err_t e)
{
	if (e != NULL && !w->quiet && e->code == ERR_STORE)
		return (true);
	world_must(w, "a check", e);
	return (false);
}

static void
rebuild(struct world *w, struct seat *s)
{
	struct hash a, b;

	if (broke(w, fold_dump(s->st->f, &a)) ||
	    broke(w, fold_rebuild(s->st->f)) ||
	    broke(w, fold_dump(s->st->f, &b)))
		return;
	if (memcmp(&a, &b, sizeof(a)) != 0)
		world_fail(w, "rebuild",
		    "m%u: the rows are not a fold of the log", (unsigned)s->n);
}

static void
verify(struct world *w, struct seat *s)
{
	CLEAN(buf_free) struct buf report = BUF(LIMIT_REPORT_BYTES);
	err_t e = store_verify(s->st, &report);

	if (e == NULL || (e->code != ERR_DAMAGED && broke(w, e)))
		return;
	world_fail(w, "verify", "m%u: %s: %.200s", (unsigned)s->n, e->text,
	    report.n == 0 ? "" : (const char *)report.p);
}

void
check_seat(struct world *w, struct seat *s, bool whole)
{
	if (w->founding || w->oracle == NULL || s->state != SEAT_UP ||
	    s->sick || s->rotten || disk_dark(s->disk))
		return;
	oracle_look(w, s, false);
	check_scope(w, s, false);
	if (now_and_then(w, ONE_IN))
		durable(w, s, s->hub ? "durable" : "saved");
	if (!whole)
		return;
	w->n.checks++;
	check_places(w, s);
	/* Verifying folds everything as well, beside the rows. */
	if (rng_chance(&w->chance, 500))
		rebuild(w, s);
	else
		verify(w, s);
}
