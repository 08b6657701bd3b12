/* The simulated disk: what is synced stays, what is not may go. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>

#include "proto/base/clock.h"
#include "proto/base/db.h"
#include "proto/base/file.h"
#include "proto/base/rand.h"
#include "tests/sim/disk_in.h"
#include "tests/sim/machine.h"

#define ROUNDS 200

SQL(sim_put, "INSERT INTO t(v) VALUES(?1)");
SQL(sim_count, "SELECT count(*) FROM t");
SQL(sim_fill, "INSERT INTO t(v) SELECT hex(zeroblob(900)) || value "
	      "FROM json_each('[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16]')");

static void
ok(err_t e)
{
	if (e != NULL)
		fail_msg("%s: %s", err_name(e->code), e->text);
}

static void
fails(err_t e, enum err_code code)
{
	if (e == NULL)
		fail_msg("expected %s", err_name(code));
	if (e->code != code)
		fail_msg("expected %s, got %s: %s", err_name(code),
		    err_name(e->code), e->text);
}

static bool
holds(const char *path, const char *what)
{
	CLEAN(buf_free) struct buf b = BUF(1 << 20);
	err_t e = file_read(path, &b);

	return (e == NULL && span_eq(buf_all(&b), span_str(what)));
}

static int
begin(void **state)
{
	(void)state;
	machine_time_begin();
	disk_vfs_seed(1);
	return (0);
}

static void
cut(struct disk *d)
{
	disk_end_now(d, DISK_CUT);
	disk_power(d);
}

static void
test_a_replaced_file_is_old_or_new_at_every_cut(void **state)
{
	int old = 0, newer = 0;

	(void)state;
	for (uint64_t k = 1; k < ROUNDS; k++) {
		struct disk *d = disk_new(1, k);
		err_t e;

		ok(file_replace("/m1/f", span_str("old"), 0600));
		disk_end_after(d, DISK_CUT, 1 + k % 6);
		e = file_replace("/m1/f", span_str("new"), 0600);
		disk_power(d);
		if (e == NULL)
			assert_true(holds("/m1/f", "new"));
		if (holds("/m1/f", "new"))
			newer++;
		else if (holds("/m1/f", "old"))
			old++;
		else
			fail_msg("seed %d: neither", (int)k);
		disk_free(&d);
	}
	assert_true(old > 20 && newer > 20);
}

static void
test_a_new_name_lasts_only_when_its_folder_was_synced(void **state)
{
	int there = 0;

	(void)state;
	for (uint64_t k = 1; k < ROUNDS; k++) {
		struct disk *d = disk_new(1, k);

		ok(file_mkdir("/m1/a", 0700));
		ok(file_create("/m1/a/loose"));
		cut(d);
		there += file_exists("/m1/a/loose");
		ok(file_replace("/m1/a/x", span_str("x"), 0600));
		ok(file_rename("/m1/a/x", "/m1/a/y"));
		ok(file_sync("/m1/a/y"));
		cut(d);
		assert_true(holds("/m1/a/y", "x"));
		assert_false(file_exists("/m1/a/x"));
		disk_free(&d);
	}
	assert_in_range(there, ROUNDS / 4, ROUNDS * 3 / 4);
}

static void
test_unsynced_writes_can_be_kept_dropped_torn_and_garbled(void **state)
{
	struct disk_counts sum = { 0 };
	uint8_t page[4096], back[4096];
	size_t got;

	(void)state;
	memset(page, 7, sizeof(page));
	for (uint64_t k = 1; k < ROUNDS; k++) {
		struct disk *d = disk_new(1, k);
		struct inode *i;

		ok(file_create("/m1/f"));
		assert_int_equal(disk_open(d, "f", &i), 0);
		assert_int_equal(disk_write(d, i, 0, page, sizeof(page)), 0);
		disk_close(d, &i);
		ok(file_sync("/m1/f"));
		assert_int_equal(disk_open(d, "f", &i), 0);
		assert_int_equal(disk_write(d, i, 4096, page, sizeof(page)), 0);
		disk_close(d, &i);
		cut(d);
		sum.kept += disk_counts(d)->kept;
		sum.dropped += disk_counts(d)->dropped;
		sum.torn += disk_counts(d)->torn;
		sum.garbled += disk_counts(d)->garbled;
		assert_int_equal(disk_open(d, "f", &i), 0);
		assert_int_equal(
		    disk_read(d, i, 0, back, sizeof(back), &got), 0);
		assert_memory_equal(page, back, sizeof(page));
		disk_close(d, &i);
		disk_free(&d);
	}
	assert_true(sum.kept > 50 && sum.dropped > 50);
	assert_true(sum.torn > 8 && sum.garbled > 3);
}

static void
test_a_kill_loses_nothing_that_was_written(void **state)
{
	struct disk *d = disk_new(1, 1);

	(void)state;
	ok(file_create("/m1/f"));
	ok(file_replace("/m1/g", span_str("g"), 0600));
	disk_end_after(d, DISK_KILL, 1);
	fails(file_create("/m1/h"), ERR_STORE);
	assert_true(disk_dark(d));
	fails(file_create("/m1/i"), ERR_STORE);
	disk_power(d);
	assert_true(file_exists("/m1/f"));
	assert_true(holds("/m1/g", "g"));
	assert_false(file_exists("/m1/h"));
	disk_free(&d);
}

/* A program ends in its second change; what the next one finds, and adds,
 * must outlast a power cut.  True when the first came to no good end. */
static bool
after_a_kill(struct disk *d, uint64_t k, bool sick)
{
	struct db *db = NULL;
	int64_t seen, left;
	bool came_true;

	ok(db_open(&db, "/m1/t.db", DB_CREATE));
	ok(db_exec(db, "CREATE TABLE t(v)"));
	if (sick)
		disk_fail_after(d, DISK_IO_DEADLY, 1 + k % 8);
	else
		disk_end_after(d, DISK_KILL, 1 + k % 8);
	came_true = db_run(db, &sim_put, val_int(1)) != NULL;
	disk_end_now(d, DISK_KILL);
	db_close(&db);
	disk_heal(d);
	disk_power(d);
	ok(db_open(&db, "/m1/t.db", DB_WRITE));
	if (k / 8 % 2 == 0) /* whichever change it ended in */
		ok(db_run(db, &sim_put, val_int(2)));
	ok(db_int(db, &sim_count, 0, &seen));
	disk_end_now(d, DISK_CUT);
	db_close(&db);
	disk_power(d);
	ok(db_open(&db, "/m1/t.db", DB_WRITE));
	ok(db_int(db, &sim_count, 0, &left));
	assert_int_equal(left, seen);
	db_close(&db);
	return (came_true);
}

static void
test_what_a_killed_program_wrote_is_durable_once_it_was_read(void **state)
{
	int came_true[2] = { 0, 0 };

	(void)state;
	for (uint64_t k = 1; k < 2 * ROUNDS; k++) {
		struct disk *d = disk_new(1, k);

		/* With an fsync that failed, the kernel shows what it dropped.
		 */
		came_true[k < ROUNDS] += after_a_kill(d, k, k < ROUNDS);
		disk_free(&d);
	}
	assert_true(came_true[0] > 20 && came_true[1] > 20);
}

static void
test_faults_come_once_for_ever_or_only_when_it_grows(void **state)
{
	struct disk *d = disk_new(1, 1);

	(void)state;
	ok(file_replace("/m1/f", span_str("f"), 0600));
	disk_fail_after(d, DISK_IO_ONCE, 2);
	ok(file_create("/m1/a"));
	fails(file_create("/m1/b"), ERR_STORE);
	ok(file_create("/m1/b"));
	disk_fail_after(d, DISK_FULL, 1);
	fails(file_replace("/m1/f", span_str("g"), 0600), ERR_STORE);
	ok(file_remove("/m1/b"));
	disk_fail_after(d, DISK_READ_ONLY, 1);
	fails(file_remove("/m1/a"), ERR_STORE);
	assert_true(holds("/m1/f", "f"));
	disk_fail_after(d, DISK_IO_FOREVER, 1);
	assert_false(holds("/m1/f", "f"));
	assert_false(holds("/m1/f", "f"));
	disk_heal(d);
	assert_true(holds("/m1/f", "f"));
	assert_int_equal(disk_counts(d)->io_once, 1);
	assert_int_equal(disk_counts(d)->full, 1);
	assert_int_equal(disk_counts(d)->read_only, 1);
	disk_rot(d, "/m1/f", 1);
	assert_false(holds("/m1/f", "f"));
	disk_free(&d);
}

static void
test_locks_exclude_each_other_and_end_with_their_holder(void **state)
{
	struct disk *d = disk_new(1, 1);
	int a = -1, b = -1, c = -1;

	(void)state;
	ok(file_lock("/m1/l", FILE_SHARED, 0, &a));
	ok(file_lock("/m1/l", FILE_SHARED, 0, &b));
	fails(file_lock("/m1/l", FILE_ALONE, 5000, &c), ERR_LOCKED);
	file_unlock(&a);
	file_unlock(&b);
	ok(file_lock("/m1/l", FILE_ALONE, 0, &c));
	fails(file_lock("/m1/l", FILE_SHARED, 0, &a), ERR_LOCKED);
	file_unlock(&c);
	fails(file_lock("/tmp/l", FILE_SHARED, 0, &a), ERR_MISSING);
	disk_free(&d);
}

/* ---- with SQLite -------------------------------------------------------- */

static int64_t
rows_of(struct db *db)
{
	int64_t n;

	ok(db_int(db, &sim_count, -1, &n));
	return (n);
}

static void
test_a_commit_that_returned_survives_every_cut(void **state)
{
	int64_t said, lost_tail = 0;

	(void)state;
	for (uint64_t k = 1; k < ROUNDS; k++) {
		CLEAN(db_close) struct db *db = NULL;
		CLEAN(buf_free) struct buf report = BUF(4096);
		struct disk *d = disk_new(1, k);

		ok(db_open(&db, "/m1/s.db", DB_CREATE));
		ok(db_exec(db, "CREATE TABLE t(v TEXT)"));
		disk_end_after(d, DISK_CUT, k);
		for (said = 0; !disk_dark(d); said++) {
			err_t e = db_run(db, &sim_put, val_str("v"));

			if (e == NULL && said % 7 == 3)
				e = db_checkpoint(db);
			if (e != NULL)
				break;
		}
		db_close(&db);
		disk_power(d);
		ok(db_open(&db, "/m1/s.db", DB_WRITE));
		assert_in_range(rows_of(db), said, said + 1);
		lost_tail += rows_of(db) == said;
		ok(db_check(db, &report));
		db_close(&db);
		disk_free(&d);
	}
	assert_in_range(lost_tail, 1, ROUNDS);
}

static void
test_two_connections_share_a_log_and_exclude_writers(void **state)
{
	struct disk *d = disk_new(1, 1);
	CLEAN(db_close) struct db *a = NULL;
	CLEAN(db_close) struct db *b = NULL;
	CLEAN(tx_undo) struct tx ta = { 0 };
	CLEAN(tx_undo) struct tx tb = { 0 };

	(void)state;
	ok(db_open(&a, "/m1/s.db", DB_CREATE));
	ok(db_exec(a, "CREATE TABLE t(v TEXT)"));
	ok(db_open(&b, "/m1/s.db", DB_WRITE));
	ok(tx_begin(&ta, a));
	ok(db_run(a, &sim_put, val_str("v")));
	fails(tx_begin(&tb, b), ERR_LOCKED);
	assert_int_equal(rows_of(b), 0);
	ok(tx_commit(&ta));
	assert_int_equal(rows_of(b), 1);
	ok(tx_read(&tb, b));
	assert_int_equal(rows_of(b), 1);
	fails(db_checkpoint(a), ERR_LOCKED);
	ok(db_run(a, &sim_put, val_str("w")));
	assert_int_equal(rows_of(b), 1);
	tx_undo(&tb);
	assert_int_equal(rows_of(b), 2);
	ok(db_checkpoint(a));
	db_close(&a);
	db_close(&b);
	disk_free(&d);
}

static void
seen(void *ctx, struct disk *at)
{
	int *n = ctx;
	struct db *db = NULL;

	disk_mount(at, 9);
	disk_power(at);
	ok(db_open(&db, "/m9/s.db", DB_WRITE));
	assert_in_range(rows_of(db), 16, 32);
	db_close(&db);
	disk_free(&at);
	(*n)++;
}

static void
test_a_sweep_sees_every_moment_and_disturbs_nothing(void **state)
{
	struct disk *d = disk_new(1, 1), *copy;
	struct db *db = NULL;
	int n = 0;
	uint64_t was;

	(void)state;
	ok(db_open(&db, "/m1/s.db", DB_CREATE));
	ok(db_exec(db, "CREATE TABLE t(v TEXT)"));
	ok(db_run(db, &sim_fill));
	was = disk_changes(d);
	disk_watch(d, seen, &n);
	ok(db_run(db, &sim_fill));
	ok(db_checkpoint(db));
	disk_watch(d, NULL, NULL);
	assert_int_equal(n, disk_changes(d) - was);
	assert_true(n > 10);
	db_close(&db);
	copy = disk_copy(d, 2, 2);
	ok(db_open(&db, "/m2/s.db", DB_WRITE));
	assert_int_equal(rows_of(db), 32);
	db_close(&db);
	disk_become(d, copy);
	ok(db_open(&db, "/m1/s.db", DB_WRITE));
	assert_int_equal(rows_of(db), 32);
	db_close(&db);
	disk_free(&copy);
	disk_free(&d);
}

/* A small life with everything in it. */
static uint64_t
life(uint64_t seed)
{
	struct machine m = { .n = 1, .rng = { seed } };
	struct disk *d = disk_new(1, seed);
	uint64_t h = 0;

	machine_time_begin();
	disk_vfs_seed(seed);
	machine_enter(&m);
	for (int k = 1; k < 12; k++) {
		CLEAN(db_close) struct db *db = NULL;
		err_t e = db_open(&db, "/m1/s.db", DB_CREATE);

		if (e == NULL)
			e = db_exec(db, "CREATE TABLE IF NOT EXISTS t(v TEXT)");
		disk_end_after(
		    d, k % 3 == 0 ? DISK_KILL : DISK_CUT, rand_below(40) + 1);
		machine_time_set(machine_time() + 1500);
		while (e == NULL) {
			char text[32];

			(void)snprintf(
			    text, sizeof(text), "%lld", (long long)clock_now());
			e = db_run(db, &sim_put, val_str(text));
		}
		db_close(&db);
		disk_power(d);
		h = h * 31 + disk_hash(d);
	}
	disk_free(&d);
	(void)machine_enter(NULL);
	return (h);
}

static void
test_one_seed_has_one_hash(void **state)
{
	(void)state;
	for (uint64_t seed = 1; seed < 20; seed++) {
		uint64_t h = life(seed);

		assert_true(h == life(seed));
		assert_true(h != life(seed + 100));
	}
}

static void
test_clocks_differ_from_true_time_as_told(void **state)
{
	struct machine a = { .n = 1, .offset_ms = 5000 };
	struct machine b = { .n = 2, .drift_ppm = 100 };
	struct machine c = { .n = 3, .stuck = true, .stuck_at_ms = 7000 };
	int64_t t = machine_time(), mono;

	(void)state;
	(void)machine_enter(&a);
	assert_int_equal(clock_now(), (t + 5000) / 1000);
	mono = clock_mono_ms();
	machine_time_set(t + 10000000);
	assert_int_equal(clock_mono_ms() - mono, 10000000);
	assert_ptr_equal(machine_enter(&b), &a);
	assert_int_equal(clock_now(), (t + 10000000 + 1000) / 1000);
	(void)machine_enter(&c);
	assert_int_equal(clock_now(), 7);
	(void)machine_enter(NULL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    test_a_replaced_file_is_old_or_new_at_every_cut),
		cmocka_unit_test(
		    test_a_new_name_lasts_only_when_its_folder_was_synced),
		cmocka_unit_test(
		    test_unsynced_writes_can_be_kept_dropped_torn_and_garbled),
		cmocka_unit_test(test_a_kill_loses_nothing_that_was_written),
		cmocka_unit_test(
		    test_what_a_killed_program_wrote_is_durable_once_it_was_read),
		cmocka_unit_test(
		    test_faults_come_once_for_ever_or_only_when_it_grows),
		cmocka_unit_test(
		    test_locks_exclude_each_other_and_end_with_their_holder),
		cmocka_unit_test(
		    test_a_commit_that_returned_survives_every_cut),
		cmocka_unit_test(
		    test_two_connections_share_a_log_and_exclude_writers),
		cmocka_unit_test(
		    test_a_sweep_sees_every_moment_and_disturbs_nothing),
		cmocka_unit_test(test_one_seed_has_one_hash),
		cmocka_unit_test(test_clocks_differ_from_true_time_as_told),
	};

	disk_vfs();
	return (cmocka_run_group_tests(tests, begin, NULL));
}
