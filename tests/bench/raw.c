#include "tests/bench/raw.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>

struct raw {
	sqlite3 *db;
	sqlite3_stmt *insert[WORK_TYPES][WORK_OPS], *begin, *commit;
};

static void
good(struct raw *r, int rc, int want)
{
	if (rc == want)
		return;
	(void)fprintf(stderr, "raw: %s\n", sqlite3_errmsg(r->db));
	exit(70);
}

static void
prepare(struct raw *r, const char *text, sqlite3_stmt **s)
{
	good(r,
	    sqlite3_prepare_v3(
		r->db, text, -1, SQLITE_PREPARE_PERSISTENT, s, NULL),
	    SQLITE_OK);
}

struct raw *
raw_open(const char *path)
{
	struct raw *r = mem_new(sizeof(*r));

	good(r, sqlite3_open(path, &r->db), SQLITE_OK);
	good(r,
	    sqlite3_exec(r->db,
		"PRAGMA journal_mode = WAL;"
		"PRAGMA synchronous = FULL",
		NULL, NULL, NULL),
	    SQLITE_OK);
	good(r, sqlite3_exec(r->db, work_ddl(), NULL, NULL, NULL), SQLITE_OK);
	for (int k = 0; k < WORK_TYPES * WORK_OPS; k++) {
		enum work_type t = (enum work_type)(k / WORK_OPS);
		const char *text = work_insert(t, k % WORK_OPS == 1);

		if (text != NULL)
			prepare(r, text, &r->insert[t][k % WORK_OPS]);
	}
	prepare(r, "BEGIN IMMEDIATE", &r->begin);
	prepare(r, "COMMIT", &r->commit);
	return (r);
}

static void
run(struct raw *r, sqlite3_stmt *s)
{
	good(r, sqlite3_step(s), SQLITE_DONE);
	good(r, sqlite3_reset(s), SQLITE_OK);
}

static void
row(struct raw *r, struct work *w, size_t i, int which)
{
	struct val v[WORK_COLUMNS];
	sqlite3_stmt *s = r->insert[w->row[i].type][which];
	size_t n = work_raw(w, i, which == 1, v);

	if (n == 0)
		return;
	for (size_t k = 0; k < n; k++) {
		if (v[k].kind == VAL_TEXT)
			good(r,
			    sqlite3_bind_text(s, (int)k + 1,
				(const char *)v[k].s.p, (int)v[k].s.n,
				SQLITE_STATIC),
			    SQLITE_OK);
		else
			good(r, sqlite3_bind_int64(s, (int)k + 1, v[k].i),
			    SQLITE_OK);
	}
	run(r, s);
}

size_t
raw_insert(struct raw *r, struct work *w, size_t first, size_t last,
    size_t each, bool roundtables)
{
	size_t n = 0;

	run(r, r->begin);
	for (size_t i = first; i < last; i++) {
		if (w->row[i].type == WORK_ROUNDTABLE && !roundtables)
			continue;
		if (each != 0 && n > 0 && n % each == 0) {
			run(r, r->commit);
			run(r, r->begin);
		}
		row(r, w, i, 0);
		row(r, w, i, 1);
		n++;
	}
	run(r, r->commit);
	return (n);
}

void
raw_close(struct raw *r)
{
	for (int t = 0; t < WORK_TYPES; t++) {
		(void)sqlite3_finalize(r->insert[t][0]);
		(void)sqlite3_finalize(r->insert[t][1]);
	}
	(void)sqlite3_finalize(r->begin);
	(void)sqlite3_finalize(r->commit);
	good(r, sqlite3_close(r->db), SQLITE_OK);
	mem_free(r);
}
