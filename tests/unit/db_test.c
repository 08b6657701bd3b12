#include "proto/base/db.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <sys/stat.h>
#include <unistd.h>

#include "proto/base/file.h"
#include "tests/unit/folder.h"

static char folder[64], names[16][96];

/* A name inside the folder of this test. */
static const char *
in(int i, const char *name)
{
	(void)snprintf(names[i], sizeof(names[i]), "%s/%s", folder, name);
	return (names[i]);
}

static int
open_folder(void **state)
{
	(void)state;
	(void)snprintf(folder, sizeof(folder), "/tmp/mesas-test-XXXXXX");
	return (mkdtemp(folder) == NULL);
}

static int
close_folder(void **state)
{
	(void)state;
	return (folder_sweep(folder));
}

SQL(make_t, "CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT UNIQUE, c BLOB,"
	    " CHECK (a < 1000)) STRICT");
SQL(insert_t, "INSERT INTO t (a, b, c) VALUES (?1, ?2, ?3)");
SQL(one_t, "SELECT a, b, c FROM t WHERE a = ?1");
SQL(upto_t, "SELECT a FROM t WHERE a <= ?1 ORDER BY a");
SQL_SCAN(count_t, "SELECT count(*) FROM t");
SQL(max_t, "SELECT max(a) FROM t WHERE a > ?1");

static struct db *
fresh(void)
{
	struct db *db = NULL;

	assert_null(db_open(&db, NULL, DB_MEMORY));
	assert_null(db_run(db, &make_t));
	return (db);
}

static err_t
insert(struct db *db, int64_t a)
{
	char b[32];

	(void)snprintf(b, sizeof(b), "row %lld", (long long)a);
	return (db_run(db, &insert_t, A_INT(a), val_str(b), val_null()));
}

static int64_t
count(struct db *db)
{
	int64_t n;

	assert_null(db_int(db, &count_t, -1, &n));
	return (n);
}

static void
test_values_come_back_as_they_went(void **state)
{
	(void)state;
	CLEAN(db_close) struct db *db = fresh();
	CLEAN(rows_done) struct rows r = { 0 };
	struct val blob = val_blob("\0\x01", 2);
	bool found;

	assert_null(db_run(db, &insert_t, A_INT(5), val_str("ñ"), blob));
	assert_int_equal(db_changes(db), 1);
	assert_int_equal(db_rowid(db), 5);
	assert_null(db_run(db, &insert_t, A_INT(6), val_null(), val_null()));
	assert_null(db_run(db, &insert_t, A_INT(7), val_text(span_of("", 0)),
	    val_blob(NULL, 0)));
	assert_null(db_one(&r, db, &one_t, &found, A_INT(5)));
	assert_true(found);
	assert_true(val_eq(rows_val(&r, 0), val_int(5)));
	assert_true(val_eq(rows_val(&r, 1), val_str("ñ")));
	assert_true(val_eq(rows_val(&r, 2), blob));
	assert_false(val_eq(rows_val(&r, 1), rows_val(&r, 2)));
	assert_null(db_one(&r, db, &one_t, &found, A_INT(6)));
	assert_int_equal(rows_val(&r, 1).kind, VAL_NULL);
	assert_string_equal(rows_text(&r, 1), "");
	assert_int_equal(rows_int(&r, 2), 0);
	assert_int_equal(rows_span(&r, 2).n, 0);
	assert_null(db_one(&r, db, &one_t, &found, A_INT(7)));
	assert_int_equal(rows_val(&r, 1).kind, VAL_TEXT);
	assert_int_equal(rows_val(&r, 2).kind, VAL_BLOB);
	assert_null(db_one(&r, db, &one_t, &found, A_INT(8)));
	assert_false(found);
}

static void
test_no_row_or_null_gives_the_default(void **state)
{
	(void)state;
	CLEAN(db_close) struct db *db = fresh();
	int64_t n;

	assert_null(db_int(db, &max_t, -7, &n, A_INT(0)));
	assert_int_equal(n, -7);
	assert_null(insert(db, 3));
	assert_null(db_int(db, &max_t, -7, &n, A_INT(0)));
	assert_int_equal(n, 3);
}

static void
test_a_statement_may_be_walked_inside_itself(void **state)
{
	(void)state;
	CLEAN(db_close) struct db *db = fresh();
	CLEAN(rows_done) struct rows out = { 0 };
	int64_t sum = 0;
	bool more, in_more;

	for (int64_t i = 1; i <= 4; i++)
		assert_null(insert(db, i));
	assert_null(db_query(&out, db, &upto_t, A_INT(4)));
	for (;;) {
		CLEAN(rows_done) struct rows in_ = { 0 };

		assert_null(rows_next(&out, &more));
		if (!more)
			break;
		assert_null(
		    db_query(&in_, db, &upto_t, A_INT(rows_int(&out, 0))));
		assert_true(in_.temporary);
		for (;;) {
			assert_null(rows_next(&in_, &in_more));
			if (!in_more)
				break;
			sum += rows_int(&in_, 0);
		}
	}
	assert_int_equal(sum, 1 + 3 + 6 + 10);
	assert_null(rows_next(&out, &more)); /* the end stays the end */
	assert_false(more);
}

static void
test_an_error_names_its_statement(void **state)
{
	(void)state;
	CLEAN(db_close) struct db *db = fresh();
	err_t e;

	assert_null(insert(db, 1));
	e = insert(db, 1);
	assert_non_null(e);
	assert_int_equal(e->code, ERR_EXISTS);
	assert_string_equal(e->text, "insert_t: UNIQUE constraint failed: t.a");
	assert_int_equal(insert(db, 1000)->code, ERR_DATA);
	assert_null(insert(db, 2)); /* and the statement is usable again */
	assert_int_equal(db_exec(db, "SELECT nothing")->code, ERR_STORE);
}

static void
test_leaving_uncommitted_rolls_back(void **state)
{
	(void)state;
	CLEAN(db_close) struct db *db = fresh();
	{
		CLEAN(tx_undo) struct tx tx = { 0 };

		assert_null(tx_begin(&tx, db));
		assert_true(db_in_tx(db));
		assert_null(insert(db, 1));
	}
	assert_false(db_in_tx(db));
	assert_int_equal(count(db), 0);
	{
		CLEAN(tx_undo) struct tx tx = { 0 };

		assert_null(tx_begin(&tx, db));
		assert_null(insert(db, 1));
		{
			CLEAN(tx_undo) struct tx a = { 0 };

			assert_null(tx_save(&a, db));
			assert_null(insert(db, 2));
			{
				CLEAN(tx_undo) struct tx b = { 0 };

				assert_null(tx_save(&b, db));
				assert_null(insert(db, 3));
			}
			assert_null(tx_commit(&a));
		}
		assert_null(tx_commit(&tx));
	}
	assert_int_equal(count(db), 2);
}

static void
test_an_undo_does_not_hide_the_error(void **state)
{
	(void)state;
	CLEAN(db_close) struct db *db = fresh();
	struct tx tx = { 0 };
	err_t e;

	assert_null(tx_begin(&tx, db));
	e = err_new(ERR_RULE, "because");
	tx_undo(&tx);
	assert_int_equal(e->code, ERR_RULE);
	assert_string_equal(e->text, "because");
	tx_undo(&tx);
}

static void
test_nothing_runs_after_sqlite_rolled_back_by_itself(void **state)
{
	(void)state;
	CLEAN(db_close) struct db *db = fresh();
	struct tx tx = { 0 };

	assert_null(tx_begin(&tx, db));
	assert_null(insert(db, 1));
	assert_null(db_exec(db, "ROLLBACK")); /* as on a full disk */
	assert_int_equal(insert(db, 2)->code, ERR_STORE);
	assert_int_equal(tx_commit(&tx)->code, ERR_STORE);
	tx_undo(&tx);
	assert_int_equal(count(db), 0);
	assert_null(insert(db, 2));
}

static void
test_after_a_failed_commit_the_store_must_be_reopened(void **state)
{
	(void)state;
	CLEAN(db_close) struct db *db = fresh();
	struct tx tx = { 0 };
	int64_t n;
	err_t e;

	assert_null(db_exec(db, "PRAGMA foreign_keys = ON;"
				"CREATE TABLE u (t INTEGER REFERENCES t (a)"
				" DEFERRABLE INITIALLY DEFERRED) STRICT"));
	assert_null(tx_begin(&tx, db));
	assert_null(db_exec(db, "INSERT INTO u VALUES (99)"));
	assert_non_null(tx_commit(&tx));
	tx_undo(&tx);
	e = db_int(db, &count_t, 0, &n);
	assert_non_null(e);
	assert_int_equal(e->code, ERR_STORE);
	assert_non_null(strstr(e->text, "outcome unknown: reopen"));
	assert_int_equal(tx_begin(&tx, db)->code, ERR_STORE);
}

static void
test_a_store_is_durable_private_and_ours(void **state)
{
	(void)state;
	CLEAN(db_close) struct db *db = NULL;
	CLEAN(buf_free) struct buf b = BUF(200000);
	const char *path = in(0, "store.db");
	struct stat st;

	assert_int_equal(db_open(&db, path, DB_WRITE)->code, ERR_MISSING);
	assert_int_equal(db_open(&db, path, DB_READ)->code, ERR_MISSING);
	assert_null(db_open(&db, path, DB_CREATE));
	assert_null(db_run(db, &make_t));
	assert_null(insert(db, 1));
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	assert_int_equal(stat(in(1, "store.db-wal"), &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	assert_null(db_checkpoint(db));
	db_close(&db);
	assert_null(file_read(path, &b));
	assert_memory_equal(b.p + 16, "\x10\x00", 2); /* pages of 4096 */
	assert_memory_equal(b.p + 68, "Mesa", 4);
	assert_null(db_open(&db, path, DB_CREATE)); /* what is there stays */
	assert_int_equal(count(db), 1);
}

static void
test_a_reader_cannot_write(void **state)
{
	(void)state;
	CLEAN(db_close) struct db *db = NULL, *reader = NULL;
	const char *path = in(0, "read.db");

	assert_null(db_open(&db, path, DB_CREATE));
	assert_null(db_run(db, &make_t));
	assert_null(insert(db, 1));
	assert_null(db_open(&reader, path, DB_READ));
	assert_int_equal(count(reader), 1);
	assert_non_null(insert(reader, 2));
	assert_null(insert(db, 2));
	assert_int_equal(count(reader), 2);
}

static void
test_an_old_snapshot_cannot_write(void **state)
{
	(void)state;
	CLEAN(db_close) struct db *a = NULL, *b = NULL;
	CLEAN(tx_undo) struct tx tx = { 0 };
	const char *path = in(0, "two.db");

	assert_null(db_open(&a, path, DB_CREATE));
	assert_null(db_run(a, &make_t));
	assert_null(db_open(&b, path, DB_WRITE));
	assert_null(tx_read(&tx, a));
	assert_int_equal(count(a), 0);
	assert_null(insert(b, 1));
	assert_int_equal(count(a), 0); /* one snapshot */
	assert_int_equal(insert(a, 2)->code, ERR_LOCKED);
	tx_undo(&tx);
	assert_int_equal(count(a), 1);
}

static void
test_what_is_no_store_of_ours_is_refused(void **state)
{
	(void)state;
	CLEAN(db_close) struct db *db = NULL;
	const char *path = in(0, "junk.db");
	char junk[8192];

	memset(junk, 'j', sizeof(junk));
	assert_null(file_replace(path, span_of(junk, sizeof(junk)), 0600));
	assert_int_equal(db_open(&db, path, DB_WRITE)->code, ERR_DAMAGED);
	assert_int_equal(db_open(&db, path, DB_CREATE)->code, ERR_DAMAGED);
	/* Another program's database: another application id. */
	path = in(0, "other.db");
	assert_null(db_open(&db, path, DB_CREATE));
	assert_null(db_exec(db, "PRAGMA application_id = 7"));
	db_close(&db);
	assert_int_equal(db_open(&db, path, DB_WRITE)->code, ERR_DATA);
	assert_int_equal(db_open(&db, path, DB_CREATE)->code, ERR_DATA);
	assert_null(db);
}

static void
test_a_backup_is_whole_and_overwrites_nothing(void **state)
{
	(void)state;
	CLEAN(db_close) struct db *db = NULL, *copy = NULL;
	CLEAN(buf_free) struct buf report = BUF(1000);
	const char *path = in(0, "backup.db");
	struct stat st;

	assert_null(db_open(&db, in(1, "live.db"), DB_CREATE));
	assert_null(db_run(db, &make_t));
	for (int64_t i = 1; i < 500; i++)
		assert_null(insert(db, i));
	assert_null(db_backup(db, path));
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	assert_int_equal(db_backup(db, path)->code, ERR_EXISTS);
	assert_null(insert(db, 500));
	assert_null(db_open(&copy, path, DB_READ));
	assert_int_equal(count(copy), 499);
	assert_null(db_check(copy, &report));
	assert_int_equal(report.n, 0);
}

static void
test_damage_is_found_and_reported(void **state)
{
	(void)state;
	CLEAN(db_close) struct db *db = NULL;
	CLEAN(buf_free) struct buf b = BUF(1 << 20), report = BUF(100000);
	const char *path = in(0, "hurt.db");
	err_t e;

	assert_null(db_open(&db, path, DB_CREATE));
	assert_null(db_run(db, &make_t));
	for (int64_t i = 1; i < 900; i++)
		assert_null(insert(db, i));
	db_close(&db);
	assert_null(file_read(path, &b));
	memset(b.p + b.n - 4096, 0xff, 4096);
	assert_null(file_replace(path, buf_all(&b), 0600));
	assert_null(db_open(&db, path, DB_WRITE));
	e = db_check(db, &report);
	assert_non_null(e);
	assert_int_equal(e->code, ERR_DAMAGED);
}

static void
test_a_plan_tells_a_search_from_a_scan(void **state)
{
	(void)state;
	CLEAN(db_close) struct db *db = fresh();
	CLEAN(buf_free) struct buf b = BUF(1000);

	assert_null(db_plan(db, &one_t, &b));
	assert_non_null(strstr((char *)b.p, "SEARCH t"));
	buf_clear(&b);
	assert_null(db_plan(db, &count_t, &b));
	assert_non_null(strstr((char *)b.p, "SCAN t"));
}

static void
test_more_statements_than_slots_are_kept(void **state)
{
	(void)state;
	CLEAN(db_close) struct db *db = fresh();
	static struct sql many[600];
	static char text[600][40];
	int64_t n;

	for (int round = 0; round < 2; round++)
		for (int i = 0; i < 600; i++) {
			(void)snprintf(
			    text[i], sizeof(text[i]), "SELECT %d + ?1", i);
			many[i] = (struct sql){ "many", text[i], 0, NULL };
			assert_null(db_int(db, &many[i], -1, &n, A_INT(round)));
			assert_int_equal(n, i + round);
		}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_values_come_back_as_they_went),
		cmocka_unit_test(test_no_row_or_null_gives_the_default),
		cmocka_unit_test(test_a_statement_may_be_walked_inside_itself),
		cmocka_unit_test(test_an_error_names_its_statement),
		cmocka_unit_test(test_leaving_uncommitted_rolls_back),
		cmocka_unit_test(test_an_undo_does_not_hide_the_error),
		cmocka_unit_test(
		    test_nothing_runs_after_sqlite_rolled_back_by_itself),
		cmocka_unit_test(
		    test_after_a_failed_commit_the_store_must_be_reopened),
		cmocka_unit_test(test_a_store_is_durable_private_and_ours),
		cmocka_unit_test(test_a_reader_cannot_write),
		cmocka_unit_test(test_an_old_snapshot_cannot_write),
		cmocka_unit_test(test_what_is_no_store_of_ours_is_refused),
		cmocka_unit_test(test_a_backup_is_whole_and_overwrites_nothing),
		cmocka_unit_test(test_damage_is_found_and_reported),
		cmocka_unit_test(test_a_plan_tells_a_search_from_a_scan),
		cmocka_unit_test(test_more_statements_than_slots_are_kept),
	};

	return (cmocka_run_group_tests(tests, open_folder, close_folder));
}
